"""While it delays a registration of the Holders, the Company files none of its own.

Spectrum's demand is received on Friday 19 February 1999; thirty days of delay from Monday 1 March
end on Tuesday 30 March.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, filed, holder, own_registration
from tests.api.calls import begun, demanded, make_agreement, post_event, read_registration
from tests.api.description.explanation import audit_registration
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
RIGHT: Json = {
    "$replace": True,
    "clause": "2.5",
    "limits": [{"counts": "days", "limit": 90}],
    "grounds": [],
    "prohibition_needs_notice": True,
    "locks_out": {"initiated_for": ["company"], "except_forms": ["S-8"]},
}


def delayed(service: Service) -> str:
    make_agreement(service, agreement("locked", overrides={"delay": RIGHT}, holders=HELD))
    use = {"kind": "delay_invoked", "occurred_on": "1999-03-01", "days": 30}
    return demanded(service, use, agreement="locked")


def duty(service: Service, name: str, as_of: str) -> Any:
    found = read_registration(service, name, as_of=as_of)["obligations"]
    (its,) = [each for each in found if each["id"].startswith("wait:")]
    return its["status"], its["due_on"]


@pytest.mark.parametrize(
    ("filed_on", "more", "status"),
    [
        ("1999-03-01", {}, "breached"),
        ("1999-03-30", {}, "breached"),
        ("1999-03-31", {}, "performed"),
        ("1999-03-15", {"form": "S-8"}, "performed"),
        ("1999-03-15", {"initiated_for": "others", "initiators": {"alpha": 1_000}}, "performed"),
    ],
)
def test_a_filing_of_its_own_breaks_it(
    service: Service, filed_on: str, more: Json, status: str
) -> None:
    name = delayed(service)
    body = own_registration(occurred_on="1999-01-11") | {"planned_filing_on": filed_on} | more
    other = begun(service, "incidentals", body, agreement="locked")
    assert duty(service, name, "1999-03-01") == ("open", "1999-03-30")
    post_event(service, other, filed(filed_on, more.get("form", "S-3")))
    assert duty(service, name, "1999-04-05") == (status, "1999-03-30")


def test_is_open_while_it_lasts_and_explains_itself(service: Service) -> None:
    name = delayed(service)
    assert duty(service, name, "1999-03-15") == ("open", "1999-03-30")
    audit = audit_registration(service, name, "locked", "1999-03-15")
    assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
    assert audit.misquoted_inputs() == audit.forward_references() == []
