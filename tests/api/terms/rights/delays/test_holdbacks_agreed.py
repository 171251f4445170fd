"""Holdbacks that the agreement says itself: from the final prospectus, if others are bound too.

The Company's own registration is resolved on in April 1999, filed on 3 May, effective on 2 August
and its final prospectus dated Tuesday 3 August 1999: 180 days later is 30 January 2000.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    fact,
    filed,
    holder,
    offering,
    own_registration,
)
from tests.api.calls import (
    begun,
    determined,
    make_agreement,
    ok,
    post_event,
    post_fact,
    read_registration,
)
from tests.api.description.explanation import audit_registration
from tests.running.service import Service

HELD = [holder("spectrum", 500_000, preferred_as_converted=900_000), holder("wang", 2_000)]
IPO: Json = {
    "clause": "2.11",
    "rights": ["incidental"],
    "from": {"at": "registration.final_prospectus"},
    "until": {"count": 180, "unit": "day", "after": "registration.final_prospectus"},
}
COURSE = (
    filed("1999-05-03"),
    declared_effective("1999-08-02"),
    fact("stage_reached", "1999-08-03", stage="final_prospectus"),
)


def made(service: Service, term: Json, **more: Any) -> None:
    overrides = {"holdback": None, "holdbacks": {"ipo": IPO | term}} | more
    make_agreement(service, agreement("back", overrides=overrides, holders=HELD))


def lines(service: Service, name: str, as_of: str = "1999-09-01") -> dict[str, Any]:
    found = read_registration(service, name, as_of=as_of)["holdback"]
    return {each["holder"]: (each["limb"], each["first_day"], each["last_day"]) for each in found}


def may_sell(service: Service, day: str, holder: str = "wang") -> str:
    asked = {"holder": holder, "on": day, "manner": "rule_144"}
    return str(ok(service.get("/v1/agreements/back/may-sell", **asked))["result"]["may_sell"])


BOUND = ("agreed", "1999-08-03", "2000-01-30")


def test_runs_from_the_final_prospectus(service: Service) -> None:
    made(service, {})
    name = determined(service, *COURSE, agreement="back")
    assert lines(service, name, "1999-08-02") == {}
    assert lines(service, name) == {"spectrum": BOUND, "wang": BOUND}
    answers = {day: may_sell(service, day) for day in ("1999-08-03", "2000-01-30", "2000-01-31")}
    assert answers["1999-08-03"] == answers["2000-01-30"] == "no"
    assert answers["2000-01-31"] != "no"


def test_a_sale_meanwhile_breaks_the_duty(service: Service) -> None:
    made(service, {})
    name = determined(service, *COURSE, agreement="back")
    post_fact(
        service, fact("shares_sold", "1999-09-01", holder="wang", shares=1, publicly=True), "back"
    )
    found = read_registration(service, name, as_of="1999-09-02")["obligations"]
    duties = {each["id"]: each["status"] for each in found if each["duty"] == "holdback"}
    assert duties == {
        "holdback:agreed-ipo:spectrum": "open",
        "holdback:agreed-ipo:wang": "breached",
    }


@pytest.mark.parametrize(
    ("said", "bound"),
    [({"occurred_on": "1999-08-03"}, True), ({"occurred_on": "1999-08-03", "holds": False}, False)],
)
def test_only_if_others_are_bound_alike(service: Service, said: Json, bound: bool) -> None:
    alike = {"alike": {"says": "All officers and directors are bound alike"}}
    made(service, {"needs": {"asserted": "alike"}}, conditions=alike)
    name = determined(service, *COURSE, agreement="back")
    assert may_sell(service, "1999-09-01") == "unknown"
    stated = {"kind": "condition_stated", "condition": "alike"} | said
    post_fact(service, stated, "back")
    assert bool(lines(service, name)) == bound
    assert (may_sell(service, "1999-09-01") == "no") == bound


@pytest.mark.parametrize(
    ("term", "more", "holders"),
    [
        ({"binds": "participants"}, {}, []),
        ({"binds": "big"}, {}, ["spectrum"]),
        ({"binds": "small"}, {}, ["wang"]),
        ({"binds": "exact"}, {}, ["wang"]),
        ({"binds": "company"}, {}, []),
        ({"rights": ["demand"]}, {}, []),
        ({"underwritten": True}, {"underwritten": False}, []),
        ({"underwritten": True}, {"underwritten": True}, ["spectrum", "wang"]),
        ({"first_public_offering": True}, {"first_public_offering": False}, []),
        ({"first_public_offering": True}, {"first_public_offering": True}, ["spectrum", "wang"]),
        # Not recorded whether it is the first: nobody is known to be bound.
        ({"first_public_offering": True}, {}, []),
    ],
)
def test_whom_it_binds_and_where(
    service: Service, term: Json, more: Json, holders: list[str]
) -> None:
    groups = {
        "big": {"says": "Major Holders", "hold": {"fraction": "1/10", "is": ">="}},
        "small": {"says": "Minor Holders", "hold": {"fraction": "1/10", "is": "<"}},
        "exact": {"says": "Up to 2,000", "hold": {"shares": 2_000, "is": "<="}},
    }
    made(service, term, groups=groups)
    name = determined(service, *COURSE, agreement="back", **more)
    assert sorted(lines(service, name)) == holders


def test_the_company_is_bound_too(service: Service) -> None:
    made(service, {"company_too": True})
    name = determined(service, *COURSE, agreement="back")

    def duty(as_of: str) -> Any:
        found = read_registration(service, name, as_of=as_of)["obligations"]
        (its,) = [each for each in found if each["id"] == "holdback:agreed-ipo:ctc"]
        return its["status"], its["due_on"]

    assert duty("1999-09-01") == ("open", "2000-01-30")
    assert duty("2000-02-01") == ("performed", "2000-01-30")
    # Another registration of its own, under which it offers on 1 December.
    body = own_registration(occurred_on="1999-10-04") | {"planned_filing_on": "1999-11-15"}
    other = begun(service, "incidentals", body, agreement="back")
    post_fact(service, offering("1999-12-01", registration=other), "back")
    assert duty("1999-12-02") == ("breached", "2000-01-30")
    assert duty("1999-11-30") == ("open", "2000-01-30")


@pytest.mark.parametrize(
    ("term", "form", "expected"),
    [
        ({"binds": "company"}, "S-8", "breached"),
        ({"binds": "company", "company_except_forms": ["S-4", "S-8"]}, "S-8", "open"),
        ({"binds": "company", "company_except_forms": ["S-4", "S-8"]}, "S-1", "breached"),
        ({"company_too": True, "company_except_forms": ["S-8"]}, "S-8", "open"),
        ({"binds": "company", "company_except_forms": ["S-8"]}, None, "open"),
    ],
)
def test_the_company_may_sell_on_some_forms(
    service: Service, term: Json, form: str | None, expected: str
) -> None:
    """It offers equity of its own on 1 December 1999, within the 180 days."""
    made(service, term)
    name = determined(service, *COURSE, agreement="back")
    body = own_registration(occurred_on="1999-10-04", form=form)
    other = begun(
        service, "incidentals", body | {"planned_filing_on": "1999-11-15"}, agreement="back"
    )
    post_fact(service, offering("1999-12-01", registration=other), "back")
    answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-12-02"))
    duties = answer["result"]["obligations"]
    (its,) = [each for each in duties if each["id"] == "holdback:agreed-ipo:ctc"]
    assert its["status"] == expected
    missing = {each["posted_as"] for each in answer["missing_inputs"]}
    assert ("company_offering_commenced.form" in missing) == (form is None)


def test_counted_back_it_is_not_known_before(service: Service) -> None:
    """Seven days before effectiveness, 26 July 1999; before that is known, it may have begun."""
    since = {"count": 7, "unit": "day", "before": "registration.effective"}
    made(service, {"from": since, "until": {"at": "registration.effective"}})
    name = determined(service, filed("1999-05-03"), agreement="back")
    assert may_sell(service, "1999-06-01") == "unknown"
    post_event(service, name, declared_effective("1999-08-02"))
    assert lines(service, name)["wang"] == ("agreed", "1999-07-26", "1999-08-02")


def test_may_last_a_single_day(service: Service) -> None:
    """From effectiveness until effectiveness: both ends are in it, 2 August 1999 alone."""
    only = {"at": "registration.effective"}
    made(service, {"from": only, "until": only})
    name = determined(service, *COURSE, agreement="back")
    assert lines(service, name)["wang"] == ("agreed", "1999-08-02", "1999-08-02")
    assert (may_sell(service, "1999-08-02"), may_sell(service, "1999-08-03")) == ("no", "yes")


@pytest.mark.parametrize(("before", "bound"), [("1999-03-31", False), ("1999-04-01", True)])
def test_a_public_offering_before_it_was_begun_leaves_it_no_first_one(
    service: Service, before: str, bound: bool
) -> None:
    """It is resolved on on 1 April 1999 as the first; one effective on that day may be this one."""
    made(service, {"first_public_offering": True})
    post_fact(service, fact("first_public_offering_effective", before), "back")
    own = {"occurred_on": "1999-04-01", "first_public_offering": True}
    name = determined(service, *COURSE, agreement="back", **own)
    assert bool(lines(service, name)) is bound


def test_explains_itself(service: Service) -> None:
    made(service, {"company_too": True, "until": IPO["until"] | {"edge": "strict"}})
    name = determined(service, *COURSE, agreement="back")
    assert lines(service, name)["wang"][2] == "2000-01-29"
    audit = audit_registration(service, name, "back", "1999-09-01")
    assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
    assert audit.misquoted_inputs() == audit.forward_references() == []
