"""A breach of 4(c) does not lapse because its Holder sells its last share, whenever it came in.

Holders a 600,000, b 300,000 and c 100,000 of common. The demand of a is effective on 27 April 1999:
by the managing underwriter's requirement all hold back until 24 October. c passes 60,000 to e, who
is holder of record on 10 June (told on 10 May of the advice).
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    own_registration,
    shelf,
    sold,
    sold_in_offering,
    takedown,
    transfer,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_event, post_fact
from tests.api.description.explanation import audit_registration
from tests.running.service import Service

REQUIRED = fact("holdback_required", "1999-04-05", required=True, firm_commitment=True)
EFFECTIVE = (filed("1999-04-01"), REQUIRED, declared_effective("1999-04-27"))


@pytest.fixture(autouse=True)
def agreed(service: Service) -> None:
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))


def public(day: str, shares: int) -> Json:
    return sold(day, "e", shares) | {"publicly": True}


def comes_in(service: Service, day: str, record: str) -> None:
    more = {"preferred_as_converted": 0, "affiliate": False, "record_holder_on": record}
    post_fact(service, transfer(day, "c", "e", 0, common=60_000, **more), "abc")


def asked() -> Json:
    return demand(letter(handed_over("1999-02-19"), {"a": 400_000}))


def broken(service: Service, registration: str, day: str, limb: str = "required") -> Json:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    duty = obligation(answer["result"], f"holdback:{limb}:e")
    warned = [each["says"] for each in answer["warnings"] if each["code"] == "SALE_IN_HOLDBACK"]
    return {"status": duty["status"], "on": duty.get("breached_on"), "warned": len(warned)}


@pytest.mark.parametrize("kind", ["demands", "incidentals"])
def test_all_sold_publicly_in_the_holdback(service: Service, kind: str) -> None:
    own = own_registration(occurred_on="1999-02-19", planned_filing_on="1999-04-01")
    body = asked() if kind == "demands" else own
    registration = begun(service, kind, body, *EFFECTIVE, agreement="abc")
    comes_in(service, "1999-06-01", "1999-06-10")
    post_fact(service, public("1999-06-15", 60_000), "abc")
    for day in ("1999-06-15", "1999-08-02", "1999-11-30"):
        assert broken(service, registration, day) == {
            "status": "breached",
            "on": "1999-06-15",
            "warned": 1,
        }


def test_the_last_share_sold_privately_after_it(service: Service) -> None:
    registration = begun(service, "demands", asked(), *EFFECTIVE, agreement="abc")
    comes_in(service, "1999-06-01", "1999-06-10")
    post_fact(service, public("1999-06-15", 59_999), "abc")
    post_fact(service, sold("1999-06-20", "e", 1) | {"publicly": False}, "abc")
    found = broken(service, registration, "1999-06-21")
    assert found == {"status": "breached", "on": "1999-06-15", "warned": 1}


@pytest.mark.parametrize("kind", ["demands", "incidentals"])
@pytest.mark.parametrize(("since", "bound"), [("1999-10-24", True), ("1999-10-25", False)])
def test_one_who_comes_after_its_last_day_was_not_bound(
    service: Service, kind: str, since: str, bound: bool
) -> None:
    """24 October is the 180th day after 27 April; from the 25th there is nothing to keep."""
    own = own_registration(occurred_on="1999-02-19", planned_filing_on="1999-04-01")
    body = asked() if kind == "demands" else own
    registration = begun(service, kind, body, *EFFECTIVE, agreement="abc")
    comes_in(service, since, since)
    result = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-11-30"))["result"]
    ids = {each["id"] for each in result["obligations"]}
    assert ("holdback:required:e" in ids) is bound
    assert ("e" in {each["holder"] for each in result["holdback"]}) is bound
    assert "holdback:required:c" in ids


@pytest.mark.parametrize(
    ("made", "first"), [("1999-04-10", "1999-04-24"), ("1999-04-22", "1999-04-20")]
)
def test_a_change_does_not_move_the_first_day_of_one_that_has_begun(
    service: Service, made: str, first: str
) -> None:
    """9(e): seven days before the 27th it began on the 20th; three days before is the 24th."""
    registration = begun(service, "demands", asked(), *EFFECTIVE, agreement="abc")
    changed = amendment(made, {"/holdback/before/count": 3}, "a", "b", "c")
    post_fact(service, changed | {"reaches_requested": True}, "abc")
    result = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-05-30"))["result"]
    assert {each["first_day"] for each in result["holdback"]} == {first}


def test_what_was_advised_and_told(service: Service) -> None:
    """Ninety days from 27 April; e was told on 10 May and sold all on the 12th."""
    advised = fact("holdback_advised", "1999-04-05", days=90, firm_commitment=True)
    told = {"kind": "holdback_notice_given", "holder": "e", "delivery": handed_over("1999-05-10")}
    life = (filed("1999-04-01"), advised, declared_effective("1999-04-27"))
    registration = begun(service, "demands", asked(), *life, agreement="abc")
    comes_in(service, "1999-05-03", "1999-05-03")
    ok(service.post(f"/v1/registrations/{registration}/events", told), 201)
    post_fact(service, public("1999-05-12", 60_000), "abc")
    found = broken(service, registration, "1999-05-13", "advised")
    assert found == {"status": "breached", "on": "1999-05-12", "warned": 1}


def test_a_sale_off_a_shelf(service: Service) -> None:
    """Expected on 10 January 2000: from the 3rd. e comes in on the 4th and sells on the 5th."""
    dates = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
    on_shelf = shelf(letter(handed_over("1999-09-02"), {"a": 600_000}), **dates)
    kept = (filed("1999-10-04"), declared_effective("1999-10-27"), conversion("1999-11-01"))
    shelved = begun(service, "shelves", on_shelf, *kept, agreement="abc")
    sale = takedown(shelved, letter(handed_over("1999-12-01"), {"a": 600_000}))
    required = REQUIRED | {"occurred_on": "1999-12-15", "expected_effective_on": "2000-01-10"}
    registration = begun(service, "takedowns", sale, required, agreement="abc")
    comes_in(service, "2000-01-04", "2000-01-04")
    post_fact(service, public("2000-01-05", 60_000), "abc")
    found = broken(service, registration, "2000-01-06")
    assert found == {"status": "unconfirmed", "on": None, "warned": 1}
    begins = sold_in_offering("2000-01-10", "a", 1_000)
    post_event(service, registration, begins)
    found = broken(service, registration, "2000-01-11")
    assert found == {"status": "breached", "on": "2000-01-05", "warned": 1}


def test_binds_one_that_comes_in_from_the_day_on_which_it_holds_anything(service: Service) -> None:
    """e holds its first shares on 1 June, within the 180 days; a was bound from 20 April."""
    registration = begun(service, "demands", asked(), *EFFECTIVE, agreement="abc")
    comes_in(service, "1999-06-01", "1999-06-10")
    result = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-06-11"))["result"]
    bound = {each["holder"]: each.get("bound_from") for each in result["holdback"]}
    assert (bound["a"], bound["e"]) == ("1999-04-20", "1999-06-01")
    assert obligation(result, "holdback:required:e")["begins_on"] == "1999-06-01"
    audit = audit_registration(service, registration, "abc", "1999-06-11")
    assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
    assert audit.misquoted_inputs() == audit.forward_references() == []
