"""Shares sold for the Company beside the Holders' are its public offering, too: 2(a)(i), QB15.

Holders a 600 and b 400 of common. When the offering commenced is a fact of its own (QB14): while it
is not recorded, effectiveness of the statement stands for it, by a stated assumption; for a sale
off a shelf, which has no statement of its own, nothing does, and whether its standstill is in the
way of a later demand is not known.
"""

import pytest

from tests.api.bodies import (
    Json,
    additions,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    letter,
    offering,
    own_registration,
    shelf,
    takedown,
)
from tests.api.calls import begun, decided, make_agreement, ok, post_events, post_fact
from tests.running.service import Service

EFFECTIVE = (filed("1999-04-10"), declared_effective("1999-04-20"))


def agreement(service: Service) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 600},
        {"id": "b", "name": "B", "common": 400},
    ]
    made = make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    identifier: str = made["result"]["id"]
    return identifier


def of_the_company(day: str) -> Json:
    price = {"price": "10.00", "discount_per_share": "0"}
    who = {"seller": "ctc", "seller_class": "company"}
    return fact("shares_sold_in_offering", day, **who, shares=50, **price)


def asked(day: str) -> Json:
    return letter(handed_over(day), {"a": 100})


def second_demand(service: Service, day: str = "1999-05-01") -> str:
    return begun(service, "demands", demand(asked(day)), agreement="ab")


def answer(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def missing(answer: Json) -> set[str]:
    return {each.get("posted_as") or each["name"] for each in answer["missing_inputs"]}


COMMENCED = "company_offering_commenced.occurred_on"


def assumed(answer: Json) -> bool:
    return "COMMENCED_WHEN_EFFECTIVE" in {each["code"] for each in answer["assumptions"]}


def deferred_by_effectiveness(answer: Json, due_on: str = "1999-10-18") -> bool:
    """180 days from 20 April 1999 end on Sunday 17 October: due on the first day after it."""
    found = answer["result"]
    outcome = decided(found)[0], found["determination"]["due_on"], COMMENCED in missing(answer)
    return assumed(answer) and outcome == ("deferred", due_on, False)


@pytest.mark.parametrize(
    "more",
    [
        (additions("1999-03-10", company=50), *EFFECTIVE),
        (*EFFECTIVE, of_the_company("1999-04-21")),
    ],
    ids=["proposed", "sold"],
)
def test_in_a_demand(service: Service, more: tuple[Json, ...]) -> None:
    """90 days from 1 May are 30 July; after a standstill from 20 April, 18 October."""
    first = begun(
        service,
        "demands",
        demand(asked("1999-03-01"), underwritten=True),
        *more,
        agreement=agreement(service),
    )
    second = second_demand(service)
    assert deferred_by_effectiveness(answer(service, second, "1999-05-03"))
    told = offering("1999-04-21", seller="company_and_holders", registration=first)
    post_fact(service, told, "ab")
    found = answer(service, second, "1999-05-03")
    assert decided(found["result"])[0] == "deferred"
    assert found["result"]["determination"]["due_on"] == "1999-10-19"
    assert not assumed(found)
    assert decided(answer(service, first, "1999-05-03")["result"])[0] == "accepted"


def deferred_until(service: Service, registration: str, day: str) -> tuple[str, str | None]:
    found = answer(service, registration, day)["result"]
    return decided(found)[0], found["determination"]["due_on"]


@pytest.mark.parametrize("proposed", ["1999-04-20", "1999-05-01"])
def test_another_offering_is_not_that_of_a_demand_that_is_not_on_file(
    service: Service, proposed: str
) -> None:
    """From 24 April: 180 days after it end on 21 October, whatever is proposed for the demand."""
    agreement(service)
    first = begun(
        service, "demands", demand(asked("1999-03-01"), underwritten=True), agreement="ab"
    )
    post_fact(service, offering("1999-04-24", form="S-1"), "ab")
    before = deferred_until(service, first, "1999-05-02")
    post_events(service, first, additions(proposed, company=31, holders_consent=True))
    assert before == deferred_until(service, first, "1999-05-02") == ("deferred", "1999-10-22")


@pytest.mark.parametrize(
    "other",
    [offering("1999-04-24", form="S-3"), offering("1999-06-10", form="S-3")],
    ids=["before it was filed", "while it is effective"],
)
def test_another_offering_is_not_that_of_the_companys_own_registration(
    service: Service, other: Json
) -> None:
    """Effective on 1 June, it defers through 28 November, and another one no less."""
    agreement(service)
    own = own_registration(planned_filing_on="1999-05-10", company_shares=1000)
    made = (filed("1999-05-10", "S-1"), declared_effective("1999-06-01"))
    begun(service, "incidentals", own, *made, agreement="ab")
    later = second_demand(service, "1999-08-02")
    assert deferred_until(service, later, "1999-08-03") == ("deferred", "1999-11-29")
    post_fact(service, other, "ab")
    until = "1999-12-08" if other["occurred_on"] == "1999-06-10" else "1999-11-29"
    assert deferred_until(service, later, "1999-08-03") == ("deferred", until)


def test_of_two_of_the_company_it_is_that_of_the_one_on_its_form(service: Service) -> None:
    """What is assumed of the second, and then recorded of it, takes nothing from the first."""
    agreement(service)
    wanted = begun(service, "demands", demand(asked("1999-02-19")), agreement="ab")
    for day, on, form, effective in (
        ("1999-03-01", "1999-04-05", "S-1", "1999-05-03"),
        ("1999-04-20", "1999-05-24", "S-3", "1999-06-01"),
    ):
        own = own_registration(
            occurred_on=day, planned_filing_on=on, form=form, company_shares=1000
        )
        made = (filed(on, form), declared_effective(effective))
        begun(service, "incidentals", own, *made, agreement="ab")
    before = deferred_until(service, wanted, "1999-06-02")
    post_fact(service, offering("1999-06-01", form="S-3"), "ab")
    assert before == deferred_until(service, wanted, "1999-06-02") == ("deferred", "1999-11-29")


def test_not_where_only_holders_sell(service: Service) -> None:
    begun(
        service,
        "demands",
        demand(asked("1999-03-01"), underwritten=True),
        *EFFECTIVE,
        agreement=agreement(service),
    )
    found = answer(service, second_demand(service), "1999-05-03")
    assert decided(found["result"])[0] == "accepted"
    assert found["result"]["determination"]["due_on"] == "1999-07-30"
    assert COMMENCED not in missing(found)


def test_off_a_shelf(service: Service) -> None:
    effective = (
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        conversion("1999-11-01"),
    )
    on = begun(
        service, "shelves", shelf(asked("1999-09-02")), *effective, agreement=agreement(service)
    )
    sale = (additions("1999-12-02", company=50), of_the_company("1999-12-10"))
    begun(service, "takedowns", takedown(on, asked("1999-12-01")), *sale, agreement="ab")
    found = answer(service, second_demand(service, "1999-12-20"), "1999-12-21")
    assert decided(found["result"])[0] == "undetermined"
    assert COMMENCED in missing(found)


def test_in_a_registration_begun_for_others(service: Service) -> None:
    own = own_registration(
        occurred_on="1999-03-01",
        planned_filing_on="1999-04-10",
        initiated_for="others",
        initiators={"fund": 100},
        company_shares=50,
    )
    begun(service, "incidentals", own, *EFFECTIVE, agreement=agreement(service))
    assert deferred_by_effectiveness(answer(service, second_demand(service), "1999-05-03"))


def test_effectiveness_on_a_record_as_in_a_computation(service: Service) -> None:
    """F31: 180 days from 17 July 2000 end on Saturday 13 January 2001; free from Sunday the 14th,
    due on Tuesday the 16th, since Monday is Martin Luther King Day.
    """
    own = own_registration(occurred_on="2000-05-01", planned_filing_on="2000-06-05")
    life = (filed("2000-06-05", "S-1"), declared_effective("2000-07-17"))
    begun(service, "incidentals", own, *life, agreement=agreement(service))
    found = answer(service, second_demand(service, "2000-08-01"), "2000-08-02")
    assert deferred_by_effectiveness(found, "2001-01-16")
    assert found["result"]["determination"]["not_before"] == "2001-01-14"
    of_the_agreement = ok(service.get("/v1/agreements/ab", as_of="2000-08-02"))
    windows = of_the_agreement["result"]["standstill"]
    assert [(each["commenced_on"], each["last_day"]) for each in windows] == [
        ("2000-07-17", "2001-01-13")
    ]
    assert assumed(of_the_agreement)
    stated = {"seller": "company", "effective_on": "2000-07-17", "form": "S-1"}
    question = {"template": "ctc-1998", "company_offerings": [stated]}
    computed = ok(service.post("/v1/compute/standstill", question))
    assert assumed(computed)
    (window,) = computed["result"]["windows"]
    assert window["last_day"] == windows[0]["last_day"]


def test_does_not_put_off_the_demand_it_is_made_under(service: Service) -> None:
    """2(a)(i): 90 days after 1 March; the offering is how the demand is carried out.

    Another demand it does put off, until 180 days from 20 March have passed (16 September).
    """
    agreement(service)
    first = begun(
        service, "demands", demand(asked("1999-03-01"), underwritten=True), agreement="ab"
    )
    ok(service.post(f"/v1/registrations/{first}/events", additions("1999-03-10", 100)), 201)
    commenced = offering("1999-03-20", registration=first, seller="company_and_holders")
    post_fact(service, commenced, "ab")
    own = answer(service, first, "1999-03-25")["result"]
    assert (own["state"], own["determination"]["due_on"]) == ("open", "1999-06-01")
    other = answer(service, second_demand(service, "1999-04-01"), "1999-04-02")["result"]
    assert (other["state"], other["determination"]["due_on"]) == ("deferred", "1999-09-17")
