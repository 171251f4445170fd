"""Whether a fax is acknowledged is not recorded: what turns on it is not known (9(b), QA16).

Holders a 600 and b 400 shares. Each case is told with `acknowledged_on` of the day of the fax, and
without: the first is the agreement's answer to a writing duly given, the second is open.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    faxed,
    filed,
    handed_over,
    holder,
    join,
    letter,
    notice,
    own_registration,
    transfer,
)
from tests.api.calls import (
    begun,
    decided,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    window,
)
from tests.api.money.claim_facts import answered, bill, claim, elected, notified, person
from tests.running.service import Service

BOTH = pytest.mark.parametrize("known", [True, False])
EFFECTIVE = (filed("1999-05-03", "S-1"), declared_effective("1999-05-14"))


def fax(day: str, known: bool) -> Json:
    return faxed(day, day if known else None)


@pytest.fixture
def ab(service: Service) -> Service:
    holders = [holder("a", 600), holder("b", 400)]
    make_agreement(service, agreement("ab", holders=holders))
    return service


def asked(service: Service, *facts: Json, **more: Any) -> str:
    body = demand(letter(handed_over("1999-03-01"), {"a": 300}), **more)
    identifier: str = post_demand(service, body, "ab")["result"]["registration_id"]
    post_events(service, identifier, *facts)
    return identifier


def told(service: Service, registration: str, day: str) -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    is_named = "acknowledged_on" in {each["name"] for each in answer["missing_inputs"]}
    return {**answer["result"], "is_named": is_named}


def sale(service: Service, who: str, day: str) -> str:
    ask = {"holder": who, "on": day, "manner": "under_registration"}
    found: str = ok(service.get("/v1/agreements/ab/may-sell", **ask))["result"]["may_sell"]
    return found


@BOTH
def test_notice_of_a_demand(ab: Service, known: bool) -> None:
    """b is told on 2 March, its twenty days run through the 22nd; it asks on the 29th (2(a))."""
    told_b = notice("b", fax("1999-03-02", known))
    name = asked(ab, told_b, join("b", 100, handed_over("1999-03-29")))
    found = told(ab, name, "1999-04-01")
    shown = (
        obligation(found, "notice:b")["status"],
        window(found, "b")["state"],
        joins(found)["b"],
        included(found).get("b"),
    )
    if known:
        assert shown == ("performed", "closed", ("refused", "JOIN_LATE"), None)
    else:
        assert shown == ("unconfirmed", "unknown", ("undetermined", None), None)
        assert found["is_named"]


@BOTH
def test_notice_before_the_companys_filing(ab: Service, known: bool) -> None:
    """Thirty days before the filing of 15 April (2(b)): kept by the fax of 2 March, or broken."""
    body = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
    told_both = notice("a", handed_over("1999-03-02")), notice("b", fax("1999-03-02", known))
    name = begun(ab, "incidentals", body, *told_both, filed("1999-04-15", "S-1"), agreement="ab")
    found = told(ab, name, "1999-04-20")
    statuses = [obligation(found, each)["status"] for each in ("notice:b", "wait")]
    if known:
        assert (found["incidental"]["compliant"], statuses) == (True, ["performed", "performed"])
    else:
        assert (found["incidental"]["compliant"], statuses) == (None, ["unconfirmed"] * 2)
        assert found["is_named"]
        codes = {each["code"] for each in ok(ab.get(f"/v1/registrations/{name}"))["warnings"]}
        assert "FILED_WITHOUT_NOTICE" not in codes


@BOTH
def test_election_of_the_defence(ab: Service, known: bool) -> None:
    """Later costs stay with a if ctc has taken the defence over, else they are owed (6(c))."""
    sued = claim("1999-05-20", person("a", "holder"), person("ctc", "company"))
    facts = (
        *EFFECTIVE,
        sued,
        notified("ctc", handed_over("1999-05-21")),
        elected("ctc", fax("1999-05-22", known)),
        answered("1999-05-23", "ctc", conflict=False, counsel_satisfactory=True),
        bill("1999-05-25", "100.00"),
    )
    found = told(ab, asked(ab, *facts), "1999-06-01")
    (party,) = found["claims"][0]["parties"]
    owed = (party["payable"], party["undetermined"])
    assert owed == (("0.00", "0.00") if known else ("0.00", "100.00"))
    assert found["is_named"] is not known


@BOTH
def test_request_for_a_report(ab: Service, known: bool) -> None:
    """7(c): furnished on request."""
    request = {"kind": "rule144_requested", "holder": "b", "documents": ["latest_report"]}
    post_fact(ab, request | {"delivery": fax("1999-03-05", known)}, "ab")
    answer = ok(ab.get("/v1/agreements/ab", as_of="1999-03-20"))
    (shown,) = answer["result"]["document_requests"]
    duties = [
        each["status"]
        for each in answer["result"]["obligations"]
        if each["id"].startswith("furnish:b")
    ]
    assert (shown["entitled"], duties) == ((True, ["open"]) if known else (None, ["unconfirmed"]))
    if not known:
        assert shown.get("reason") is None
        assert "acknowledged_on" in {each["name"] for each in answer["missing_inputs"]}


@BOTH
def test_papers_of_an_assignment(ab: Service, known: bool) -> None:
    """c took all of a's 600, and is recognised once its papers are received (9(f))."""
    post_fact(ab, transfer("1999-02-01", "a", "c", 0, common=600, record_holder_on=None), "ab")
    papers: Json = {"kind": "assignment_papers_delivered", "holder": "c"}
    papers |= {"papers": ["notice", "agreement"], "delivery": fax("1999-02-15", known)}
    post_fact(ab, papers, "ab")
    body = demand(letter(handed_over("1999-03-01"), {"c": 300}))
    answer = post_demand(ab, body, "ab", as_of="1999-03-02")
    state = ok(ab.get("/v1/agreements/ab", as_of="1999-03-02"))["result"]
    (c,) = (each for each in state["holders"] if each["holder"] == "c")
    if known:
        assert decided(answer["result"]) == ("accepted", None)
        assert (c["recognised"], c.get("recognised_from")) == (True, "1999-02-15")
    else:
        assert decided(answer["result"]) == ("undetermined", None)
        assert (c["recognised"], c.get("recognised_from")) == (None, None)
        assert "acknowledged_on" in {each["name"] for each in answer["missing_inputs"]}


@BOTH
def test_change_of_address(ab: Service, known: bool) -> None:
    changed = {"kind": "address_changed", "party": "b", "address": "Y"}
    post_fact(ab, changed | {"delivery": fax("1999-03-05", known)}, "ab")
    answer = ok(ab.get("/v1/agreements/ab", as_of="1999-03-20"))
    (line,) = (each for each in answer["result"]["addresses"] if each["party"] == "b")
    assert line.get("address") == ("Y" if known else None)
    if not known:
        assert "ADDRESS_NOT_CHANGED" not in {each["code"] for each in answer["warnings"]}


@BOTH
def test_request_for_information(ab: Service, known: bool) -> None:
    """3(b): b's copies are not owed to it while it has not answered, if it was asked."""
    copies = {"kind": "procedure_requested", "holder": "b", "procedure": "copies"}
    facts = (
        notice("b", handed_over("1999-03-02")),
        join("b", 100, handed_over("1999-03-05")),
        {
            "kind": "information_requested",
            "holder": "b",
            "delivery": fax("1999-03-08", known),
        },
        copies | {"delivery": handed_over("1999-03-09")},
    )
    found = told(ab, asked(ab, *facts), "1999-03-20")
    (condition,) = (
        each for each in found["conditions_of_inclusion"] if each["id"] == "information:b"
    )
    (duty,) = (each for each in found["obligations"] if each["id"].startswith("copies:b"))
    expected = ("unmet", "excused") if known else ("unknown", "unconfirmed")
    assert (condition["state"], duty["status"]) == expected
    assert found["is_named"] is not known


@BOTH
def test_request_for_more_of_a_shelf(ab: Service, known: bool) -> None:
    """2(a)(ii): the amendment of 10 April covers the 50 that b asked for, if it did ask."""
    body = {
        "letters": [letter(handed_over("1999-01-11"), {"a": 300})],
        "conversion_proposed_on": "1999-01-11",
        "certificate_date": "1999-03-22",
    }
    more = {"kind": "procedure_requested", "holder": "b", "procedure": "more_shares", "shares": 50}
    facts = (
        filed("1999-02-15", "S-1"),
        declared_effective("1999-03-15"),
        fact("conversion_completed", "1999-03-25"),
        more | {"delivery": fax("1999-04-01", known)},
        fact("procedure_performed", "1999-04-10", procedure="more_shares"),
    )
    name = begun(ab, "shelves", body, *facts, agreement="ab")
    assert sale(ab, "b", "1999-04-12") == ("yes" if known else "unknown")
    assert sale(ab, "a", "1999-04-12") == "yes"
    assert included(told(ab, name, "1999-04-12")).get("b") == (50 if known else None)


@BOTH
def test_a_holders_notice_that_its_information_misleads(ab: Service, known: bool) -> None:
    """3(c): the 11 days from and including 20 to and including 30 May are added to the period."""
    told_of = {"kind": "holder_misstatement_notice", "holder": "a"}
    facts = (
        *EFFECTIVE,
        told_of | {"delivery": fax("1999-05-20", known)},
        fact("new_prospectus_received", "1999-05-30", holder="a"),
    )
    found = told(ab, asked(ab, *facts), "1999-06-15")
    period = found["windows"]["effectiveness"]
    assert (period["base_end"], period["last_day"]) == (
        "1999-11-10",
        "1999-11-21" if known else None,
    )
    assert found["is_named"] is not known
