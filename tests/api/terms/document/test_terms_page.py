"""docs/terms.md is true: each example is accepted, or refused for the reason that it gives."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from app.rules.terms import Terms
from app.rules.terms.document.checks.anchors import HONOURED, OF_A_STEP
from app.rules.terms.document.checks.counted_from import CLOCK_PLACES
from tests.api.bodies import demand, handed_over, letter
from tests.api.calls import make_agreement, ok
from tests.api.terms.larch import WHOLE
from tests.running.service import Service

PAGE: Final = (Path(__file__).parents[4] / "docs" / "terms.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(
    r"```json (overrides|refused|terms)(?: (\w+))?\n(.+?)```", PAGE, re.DOTALL
)


def checked(service: Service, overrides: Any) -> Any:
    body = {"template": "ctc-1998", "overrides": overrides}
    return ok(service.post("/v1/compute/terms-check", body))["result"]


_DAYS: Final = {"count": 30, "unit": "day"}
UNSAYABLE: Final[dict[str, tuple[str, Any]]] = {
    "How often one Holder, or all, may join": (
        "/incidental/uses",
        {"incidental": {"uses": [{"counts": "accepted", "limit": 2}]}},
    ),
    "Two ways to be one who may ask": (
        "/demand/who/any",
        {"demand": {"who": {"any": [{"anyone": True}]}}},
    ),
    "A window to join that turns on a Condition": (
        "/incidental/join/within/cases/0/if",
        {
            "incidental": {
                "join": {
                    "within": {
                        "$replace": True,
                        "cases": [
                            {
                                "if": {"underwritten": True},
                                "then": _DAYS | {"after": "notice.given"},
                            },
                            {"then": {"count": 10, "unit": "day", "after": "notice.given"}},
                        ],
                    }
                }
            }
        },
    ),
    "`notice` of the Company's registration before anything but its filing": (
        "/incidental/notice",
        {
            "incidental": {
                "notice": _DAYS | {"$replace": True, "before": "registration.offering_commenced"}
            }
        },
    ),
    "Ends of some rights for all Holders at once": (
        "/ends/a",
        {"ends": {"a": {"on": {"date": "2031-01-01"}, "rights": ["incidental"]}}},
    ),
    "That the Commission reviews (`reviewed`)": (
        "/demand/effect_within/cases/0/if",
        {
            "demand": {
                "short_form": None,
                "effect_within": {
                    "$replace": True,
                    "cases": [
                        {"if": {"reviewed": True}, "then": _DAYS | {"after": "request.received"}},
                        {"then": {"count": 60, "unit": "day", "after": "request.received"}},
                    ],
                },
            }
        },
    ),
    "A shelf of some securities": ("/shelf/covers", {"shelf": {"covers": "warrant_shares"}}),
    "A shelf that a fixed day": ("/shelf/trigger", {"shelf": {"trigger": {"date": "2031-01-01"}}}),
    "by a number of Holders": ("/demand/who", {"demand": {"who": {"holders": 2}}}),
    "a floor of the first rank": (
        "/demand/ranks/0/floor",
        {
            "demand": {
                "priorities": {"$replace": True},
                "ranks": [
                    {
                        "groups": ["holders"],
                        "floor": {"fraction": "1/4", "of": "requested", "is": ">="},
                    },
                    ["company"],
                    ["others"],
                ],
            }
        },
    ),
    "days counted in Business or Trading Days": (
        "/delay/limits/0/counts",
        {"delay": {"limits": [{"counts": "business_days", "limit": 15}]}},
    ),
    "calendar quarters": (
        "/delay/limits/0/window",
        {"delay": {"limits": [{"counts": "days", "limit": 15, "window": {"calendar": "quarter"}}]}},
    ),
    "the expected filing": (
        "/holdbacks/a/from",
        {
            "holdback": None,
            "holdbacks": {
                "a": {
                    "clause": "2",
                    "from": {"at": "registration.expected_filing"},
                    "until": _DAYS | {"after": "registration.effective"},
                }
            },
        },
    ),
    "other tests of who may take over rights": (
        "/assignment/limbs/0/test",
        {"assignment": {"limbs": [{"name": "a fund", "test": "partner"}]}},
    ),
    "the signature of a group or class": (
        "/amendments/holders_sign/group",
        {"amendments": {"holders_sign": {"group": "key"}}},
    ),
    "Hong Kong": ("/calendars/hk", {"calendars": {"hk": {"closed": ["hk-banks"]}}}),
    "a prospectus in place of a registration statement": (
        "/demand/only_on_forms/0",
        {"demand": {"short_form": None, "only_on_forms": ["short form prospectus"]}},
    ),
    "money in two currencies": (
        "/demand/size",
        {"demand": {"size": {"money": "20000000.00", "currency": "CAD", "is": ">="}}},
    ),
    "posting on SEDAR+": (
        "/notices/methods/posting",
        {"notices": {"methods": {"posting": {"given": "sent", "received": {"at": "notice.sent"}}}}},
    ),
    "hours of the day": (
        "/ends/a/on/hour",
        {"ends": {"a": {"on": {"date": "2031-01-01", "hour": "17:00"}}}},
    ),
    "the date that a notice bears": (
        "/demand/join/within/after",
        {"demand": {"join": {"within": _DAYS | {"$replace": True, "after": "notice.dated"}}}},
    ),
}
"""What the last section says cannot be said: where an attempt fails, and the attempt."""


@pytest.mark.parametrize("words", UNSAYABLE)
def test_what_cannot_be_said_is_refused_and_on_the_page(
    stateless_service: Service, words: str
) -> None:
    section = " ".join(PAGE.partition("## What cannot be said yet")[2].split())
    assert words in section
    place, overrides = UNSAYABLE[words]
    body = {"template": "ctc-1998", "overrides": overrides}
    answer = stateless_service.post("/v1/compute/terms-check", body).json()
    found = answer["errors"] if "errors" in answer else answer["result"]["findings"]
    against = [each for each in found if each.get("severity", "contradiction") == "contradiction"]
    assert against
    assert [each["pointer"] for each in against if place not in each["pointer"]] == []


def test_every_example_is_tried() -> None:
    assert PAGE.count("```json") == len(EXAMPLES)


@pytest.mark.parametrize(
    ("kind", "code", "example"), [each for each in EXAMPLES if each[0] != "terms"]
)
def test_an_example_is_what_it_says(
    stateless_service: Service, kind: str, code: str, example: str
) -> None:
    found = checked(stateless_service, json.loads(example))
    codes = [each["code"] for each in found["findings"] if each["severity"] == "contradiction"]
    assert codes == ([code] if kind == "refused" else [])
    assert found["consistent"] == (kind == "overrides")


def test_every_word_that_is_honoured_is_on_the_page() -> None:
    words = {word for _, honoured in HONOURED for word in honoured}
    words |= {word for honoured in OF_A_STEP.values() for word in honoured}
    words |= {moment for place in CLOCK_PLACES.values() for moment in place.moments} - {"event"}
    assert [word for word in sorted(words) if f"`{word}`" not in PAGE] == []


class TestTheSmallestDocument:
    def test_it_passes_the_check(self, stateless_service: Service) -> None:
        found = ok(stateless_service.post("/v1/compute/terms-check", {"terms": WHOLE}))["result"]
        assert (found["consistent"], found["findings"]) == (True, [])

    def test_an_agreement_is_made_from_it_and_a_demand_is_answered(self, service: Service) -> None:
        holder = {"id": "alder", "name": "Alder Fund", "entity": "limited partnership"}
        alder = holder | {"common": 600_000}
        make_agreement(service, {"id": "larch", "terms": WHOLE, "holders": [alder]})
        asked = demand(letter(handed_over("2024-06-03"), {"alder": 100_000}))
        made = ok(service.post("/v1/agreements/larch/demands", asked), 201)["result"]
        due = {each["id"]: each["due_on"] for each in made["obligations"]}
        assert due["file"] == "2024-07-18"

    @pytest.mark.parametrize(
        "key", [name for name, field in Terms.model_fields.items() if field.is_required()]
    )
    def test_each_part_that_must_be_there_is_in_it_and_in_the_table(self, key: str) -> None:
        assert key in WHOLE
        assert re.search(rf"^\|[^|]*`{key}`[^|]*\|", PAGE, re.MULTILINE)

    @pytest.mark.parametrize("key", Terms.model_fields)
    def test_every_part_of_a_document_is_on_the_page(self, key: str) -> None:
        assert f"`{key}" in PAGE
