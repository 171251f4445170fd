"""Rights that end Holder by Holder, asked of without a record: what is held is named missing."""

from typing import Any

import pytest

from tests.api.bodies import Json, handed_over
from tests.api.calls import decided, ok
from tests.api.terms.larch import WHOLE
from tests.running.service import Service

SMALL: Json = {"held": {"fraction": "1/100", "of": "outstanding", "is": "<"}}
POSITIONS = [
    {"holder": name, "common": shares} for name, shares in (("x", 600), ("y", 400), ("z", 200))
]


def asked(service: Service, **of: Any) -> Json:
    letters = [{"requests": {"x": 400}, "delivery": handed_over("2024-04-01")}]
    body = {
        "letters": letters,
        "positions": POSITIONS,
        "demands_effected": 0,
        "demands_pending": 0,
        "as_of": "2024-04-02",
    }
    found: Json = ok(service.post("/v1/compute/demand", body | of))
    return found


@pytest.mark.parametrize("when", [SMALL, [{"happened": "ipo.effective"}, SMALL]])
@pytest.mark.parametrize("effect", ["ends", "suspends"])
def test_what_a_holder_holds_is_named(stateless_service: Service, when: Any, effect: str) -> None:
    end = {"clause": "8", "for": "holder", "effect": effect, "on": {"when": when}}
    found = asked(stateless_service, terms=WHOLE | {"ends": {"small": end}})
    assert "shares_outstanding" in {each["name"] for each in found["missing_inputs"]}


@pytest.mark.parametrize("right", ["s1", "s3"])
def test_under_the_venture_form(stateless_service: Service, right: str) -> None:
    found = asked(stateless_service, template="nvca-2025", demand=right)
    assert decided(found["result"])[0] in ("accepted", "refused", "undetermined")
