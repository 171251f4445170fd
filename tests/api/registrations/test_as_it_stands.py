"""What an answer says of a registration is so: reasons, obligees, warnings and clauses.

Holders a 660,000, b 340,000 and c 100,000, of 1,100,000; a alone is enough for a request.
"""

from tests.api.bodies import (
    Json,
    all_sold,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    mailed,
    maximum,
    notice,
    obligation_waived,
    own_registration,
    shelf,
    takedown,
    transfer,
    withdrawn,
)
from tests.api.calls import begun, included, obligation, ok, post_events, post_fact
from tests.running.service import Service


def answer(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def warned(answer: Json, code: str) -> list[str]:
    return [each["says"] for each in answer["warnings"] if each["code"] == code]


def reasons(answer: Json) -> list[str]:
    return [line.get("reason") for line in answer["result"]["allocation"]["lines"]]


# --- 2(a)(i): what the statement covers -----------------------------------------------------------


def test_a_statement_that_covers_less_is_said_to(service: Service, abc: str) -> None:
    """a asks for 600,000 and b joins for 100,000; the statement covers 200,000 of a's alone."""
    asked = letter(handed_over("1999-03-01"), {"a": 600_000})
    registration = begun(
        service,
        "demands",
        demand(asked),
        notice("b", handed_over("1999-03-02")),
        join("b", 100_000, handed_over("1999-03-10")),
        filed("1999-03-20"),
        declared_effective("1999-04-01") | {"covers": {"a": 200_000}},
        agreement=abc,
    )
    assert reasons(answer(service, registration, "1999-04-02")) == [
        "600,000 shares were to be included; the effective statement covers 200,000 of them; "
        "200,000 are included now.",
        "100,000 shares were to be included; the effective statement covers 0 of them; "
        "0 are included now.",
    ]


def test_what_a_maximum_left_is_said_to_have_been_left(service: Service, abc: str) -> None:
    """2(f): 100,000 of 200,000 asked are left, half to each; then c sells 70,000 elsewhere."""
    own = own_registration(
        occurred_on="1999-11-01", planned_filing_on="1999-12-20", company_shares=100_000
    )
    told = [notice(each, handed_over("1999-11-02")) for each in "abc"]
    registration = begun(
        service,
        "incidentals",
        own,
        *told,
        join("b", 100_000, handed_over("1999-11-10")),
        join("c", 100_000, handed_over("1999-11-10")),
        maximum("1999-12-10", 200_000, in_writing=True),
        filed("1999-12-20", "S-1"),
        declared_effective("2000-01-10"),
        agreement=abc,
    )
    post_fact(service, fact("shares_sold", "2000-01-20", holder="c", shares=70_000), abc)
    found = answer(service, registration, "2000-01-21")
    assert included(found["result"])["c"] == 30_000
    assert reasons(found)[-1] == "50,000 shares were left to it by the maximum; 30,000 are " + (
        "included now."
    )


def test_one_who_waits_for_an_amendment_waits_by_the_clause_of_its_kind(
    service: Service, abc: str
) -> None:
    """c joins in its window after effectiveness: it is included by 2(a)(i), no shelf is amended."""
    asked = letter(handed_over("1999-02-01"), {"a": 600_000})
    begun(
        service,
        "demands",
        demand(asked, short_form_qualified=True),
        filed("1999-03-01"),
        declared_effective("1999-04-01"),
        notice("c", handed_over("1999-03-25")),
        join("c", 500, handed_over("1999-04-05")),
        agreement=abc,
    )
    (bar,) = may_sell(service, "c", "1999-04-06")["result"]["reasons"]
    assert (bar["code"], bar["clause"]) == ("WAITS_FOR_AMENDMENT", "2(a)(i)")


def may_sell(service: Service, holder: str, day: str) -> Json:
    asked = {"holder": holder, "as_of": day, "manner": "under_registration"}
    found: Json = ok(service.get("/v1/agreements/abc/may-sell", **asked))
    return found


def test_what_another_lost_is_not_said_of_a_sale(service: Service, abc: str) -> None:
    """b asks for 300,000 and sells 100,000 of its shares: that is nothing to a, or to c."""
    registration = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-02-01"), {"a": 600_000, "b": 300_000})),
        filed("1999-03-01"),
        declared_effective("1999-04-01"),
        agreement=abc,
    )
    post_fact(service, fact("preferred_converted", "1999-02-10", holder="b", shares=300_000), abc)
    post_fact(service, fact("shares_sold", "1999-04-10", holder="b", shares=100_000), abc)
    assert warned(answer(service, registration, "1999-04-11"), "INCLUSION_FELL")
    for holder in "abc":
        assert not warned(may_sell(service, holder, "1999-04-11"), "INCLUSION_FELL"), holder


def test_what_passed_with_its_place_is_said_to_have_passed(service: Service, abc: str) -> None:
    """QG5: a's 600,000 are all in; 200,000 of them pass to e, who is holder of record at once."""
    registration = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-02-01"), {"a": 600_000})),
        filed("1999-03-01"),
        declared_effective("1999-04-01"),
        agreement=abc,
    )
    post_fact(service, transfer("1999-04-10", "a", "e", 200_000), abc)
    found = answer(service, registration, "1999-04-11")
    assert included(found["result"]) == {"a": 460_000, "e": 140_000}
    assert warned(found, "INCLUSION_FELL") == [
        "a asked for 600,000 shares, and on 10 April 1999 held fewer, 140,000 having passed to e; "
        "460,000 are included."
    ]


def test_an_approval_by_one_who_had_shares_counted(service: Service, abc: str) -> None:
    """4(b): a alone had all shares to be included when it approved; then it withdraws."""
    registration = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-02-01"), {"a": 600_000}), underwritten=True),
        fact("underwriter_selected", "1999-02-05", underwriter="Good & Co."),
        fact("underwriter_approved", "1999-02-06", underwriter="Good & Co.", holders=["a", "c"]),
        agreement=abc,
    )
    counts_not = ["c includes no shares; its approval counts for nothing."]
    assert warned(answer(service, registration, "1999-02-10"), "NOTHING_INCLUDED") == counts_not
    post_events(service, registration, withdrawn("1999-03-01"))
    assert warned(answer(service, registration, "1999-03-05"), "NOTHING_INCLUDED") == counts_not


# --- 2(a)(iii): more than the shelf covers --------------------------------------------------------


def sale_off_a_shelf(service: Service, abc: str) -> str:
    """a asks for 300,000, b for 250,000 of its 200,000 on the shelf, c for 10,000 without any."""
    both = letter(handed_over("1999-09-02"), {"a": 400_000, "b": 200_000})
    on = begun(
        service,
        "shelves",
        shelf(both),
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        conversion("1999-11-01"),
        agreement=abc,
    )
    asked = letter(handed_over("2000-03-01"), {"a": 300_000, "b": 250_000, "c": 10_000})
    return begun(service, "takedowns", takedown(on, asked), agreement=abc)


def test_what_a_maximum_took_away_waits_for_no_amendment(service: Service, abc: str) -> None:
    """400,000 for 560,000: b's 250,000 become 178,571, within its 200,000; c's 10,000, 7,143."""
    registration = sale_off_a_shelf(service, abc)
    wait = "they wait for the shelf to be amended."
    assert warned(answer(service, registration, "2000-03-02"), "BEYOND_THE_SHELF") == [
        f"b asks to sell 50,000 shares more than the shelf covers; {wait}",
        f"c asks to sell 10,000 shares more than the shelf covers; {wait}",
    ]
    post_events(service, registration, maximum("2000-03-10", 400_000, in_writing=True))
    found = answer(service, registration, "2000-03-12")
    assert included(found["result"]) == {"a": 214_286, "b": 178_571, "c": 7_143}
    assert warned(found, "BEYOND_THE_SHELF") == [
        f"c asks to sell 7,143 shares more than the shelf covers; {wait}"
    ]
    owed = [each["id"] for each in found["result"]["obligations"]]
    assert ("more_shares:c" in owed, "more_shares:b" in owed) == (True, False)
    post_events(service, registration, all_sold("2000-04-01"))
    assert not warned(answer(service, registration, "2000-04-02"), "BEYOND_THE_SHELF")


# --- 2(b): the Company's own registration ---------------------------------------------------------


def test_what_is_outside_2b_is_not_refused(service: Service, abc: str) -> None:
    own = own_registration(purpose="employee_plan", form="S-8", solely=True, underwritten=False)
    registration = begun(service, "incidentals", own, agreement=abc)
    summary = answer(service, registration, "1999-04-10")["result"]["summary"]
    assert summary.startswith(
        "The Company's own registration is outside 2(b): The Holders cannot join it. "
    )


def planned(service: Service, abc: str, *facts: Json) -> str:
    """Determined on 1 November for 20 December 1999; a and c are told on the 5th."""
    own = own_registration(occurred_on="1999-11-01", planned_filing_on="1999-12-20")
    told = [notice(each, handed_over("1999-11-05")) for each in "ac"]
    return begun(service, "incidentals", own, *told, *facts, agreement=abc)


def test_waiting_for_requests_includes_one_whose_late_notice_is_waived(
    service: Service, abc: str
) -> None:
    """QA23: b's mailed notice of the 24th is received on Tuesday the 30th, its window runs to
    Monday 20 December, and a request mailed then is received on Thursday the 23rd; by the notices
    that must be waited for the filing may be made 30 days after the 5th, on 5 December."""
    registration = planned(service, abc, notice("b", mailed("1999-11-24")))
    post_fact(
        service, obligation_waived("1999-12-02", "notice:b", "a", registration=registration), abc
    )
    view = answer(service, registration, "1999-12-05")["result"]["incidental"]
    assert view["earliest_filing_on"] == "1999-12-05"
    assert view["hold_filing_until"] == "1999-12-23"
    assert view["compliant"] is True


def test_waiting_where_every_notice_is_waived(service: Service, abc: str) -> None:
    """Nothing bars the filing; who was told may ask until the 20th of December all the same."""
    registration = planned(service, abc, notice("b", mailed("1999-11-24")))
    for each in "abc":
        waived = obligation_waived("1999-12-02", f"notice:{each}", "a", registration=registration)
        post_fact(service, waived, abc)
    view = answer(service, registration, "1999-12-05")["result"]["incidental"]
    assert (view["earliest_filing_on"], view["compliant"]) == (None, True)
    assert view["hold_filing_until"] == "1999-12-23"


def test_waiting_with_the_filing_is_owed_to_those_it_waits_for(service: Service, abc: str) -> None:
    """b, told on the 24th, has 30 days only on 24 December: filed on the 20th, that is broken
    toward b. a and c had 45 days, and e, a Holder since 1 December, is not waited for (QG4)."""
    registration = planned(service, abc, notice("b", handed_over("1999-11-24")))
    post_fact(service, transfer("1999-12-01", "a", "e", 100_000), abc)
    found = answer(service, registration, "1999-12-05")
    assert obligation(found["result"], "wait")["obligees"] == ["a", "b", "c"]
    assert warned(found, "PLANNED_TOO_EARLY") == [
        "The filing is planned for 20 December 1999; it may be made from 24 December 1999, since "
        "b had notice too late for the day planned."
    ]
    post_events(service, registration, filed("1999-12-20", "S-1"))
    found = answer(service, registration, "1999-12-25")
    broken = obligation(found["result"], "wait")
    assert (broken["status"], broken["obligees"]) == ("breached", ["b"])
    assert not warned(found, "PLANNED_TOO_EARLY")
