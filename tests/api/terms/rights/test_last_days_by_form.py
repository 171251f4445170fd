"""Last days that turn on a form, or on what nobody has stated: bounded, until it is known.

A demand of Monday 1 April 2024, owed within 60 days, on 31 May, or within 120, on 30 July, and a
shelf of a closing of that day. No last day moves.
"""

import pytest

from tests.api.bodies import Json, filed, handed_over
from tests.api.calls import (
    obligation,
    ok,
    post_event,
    post_fact,
    post_registration,
    read_registration,
)
from tests.api.terms.larch import WHOLE, larch
from tests.running.service import Service

SOONER, LATER = "2024-05-31", "2024-07-30"
COVERED: Json = {"covered": {"says": "The shares are covered"}}


def within(after: str, case: Json) -> Json:
    def days(count: int) -> Json:
        return {"count": count, "unit": "day", "after": after}

    return {"cases": [{"if": case, "then": days(60)}, {"then": days(120)}]}


ON_S3: Json = {"form": ["S-3"]}
DAMAGES: Json = {
    "clause": "2.5",
    "base": {"of": "unit_price", "each": "10.00", "held_on": "each_day"},
    "rates": [{"rate": "1/100"}],
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
}


def demanded(service: Service, **terms: Json) -> str:
    whole = {name: each for name, each in WHOLE["demand"].items() if name != "file_within"}
    demand = whole | {"who": {"anyone": True}, **terms}
    name = larch(
        service, {"x": 600, "y": 400}, demand=None, demands={"only": demand}, conditions=COVERED
    )
    letter = {
        "requests": [{"holder": "x", "shares": 300}],
        "delivery": {"method": "personal", "delivered_on": "2024-04-01"},
    }
    asked = post_registration(service, "demands", {"letters": [letter]}, name)
    found: str = asked["result"]["registration_id"]
    return found


def closed(service: Service, **terms: Json) -> str:
    shelf = {"clause": "2", "trigger": "event.closing", "effort": None, "covers": "all", **terms}
    act = "effective" if "effect_within" in terms else "filed"
    name = larch(
        service,
        {"x": 600},
        demand=None,
        events={"closing": {"says": "Closing"}},
        shelf=shelf,
        damages={"late": DAMAGES | {"for": {"late": {"missed": f"due.shelf.{act}"}}}},
        conditions=COVERED,
    )
    post_fact(
        service, {"kind": "event_happened", "event": "closing", "occurred_on": "2024-04-01"}, name
    )
    called = post_registration(service, "shelves", {"called_for_on": "2024-04-01"}, name)
    found: str = called["result"]["registration_id"]
    return found


def due(service: Service, registration: str, duty: str, day: str) -> tuple[str | None, str]:
    owed = obligation(read_registration(service, registration, day), duty)
    return owed["due_on"], owed["status"]


def missing(service: Service, registration: str, day: str) -> set[str]:
    read = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return {each["name"] for each in read["missing_inputs"]}


BY_FORM = within("request.received", ON_S3)
BY_CONDITION = within("request.received", {"asserted": "covered"})
BOTH = within("request.received", {"any": [ON_S3, {"asserted": "covered"}]})
EARLIEST = {
    "earliest": [
        within("request.received", ON_S3),
        {"count": 120, "unit": "day", "after": "request.received"},
    ]
}


@pytest.mark.parametrize("duty", ["effect", "file"])
@pytest.mark.parametrize("clock", [BY_FORM, BY_CONDITION, BOTH, EARLIEST])
def test_what_is_late_in_every_way_is_late(service: Service, duty: str, clock: Json) -> None:
    found = demanded(service, **{f"{duty}_within": clock})
    late = "overdue_review"
    for day, expected in (("2024-05-31", "open"), ("2024-07-30", "open"), ("2024-07-31", late)):
        assert due(service, found, duty, day) == (None, expected)
    assert missing(service, found, "2024-07-31") & {"form", "covered"}


@pytest.mark.parametrize(("form", "last"), [("S-3", SOONER), ("S-1", LATER)])
def test_the_form_settles_it(service: Service, form: str, last: str) -> None:
    found = demanded(service, effect_within=BY_FORM)
    post_event(service, found, filed("2024-05-20") | {"form": form})
    assert due(service, found, "effect", "2024-05-21") == (last, "open")


def test_a_condition_that_cannot_matter_leaves_the_day(service: Service) -> None:
    case = within("request.received", {"any": [ON_S3, {"not": ON_S3}]})
    assert due(service, demanded(service, effect_within=case), "effect", "2024-06-10") == (
        SOONER,
        "overdue_review",
    )


def test_computed_without_a_record(stateless_service: Service) -> None:
    demand = WHOLE["demand"] | {"who": {"anyone": True}, "effect_within": BY_FORM}
    question = {
        "terms": WHOLE | {"demand": demand},
        "letters": [{"requests": {"x": 400}, "delivery": handed_over("2024-04-01")}],
        "positions": [{"holder": "x", "common": 600}],
        "demands_effected": 0,
        "demands_pending": 0,
        "as_of": "2024-08-01",
    }
    answer = ok(stateless_service.post("/v1/compute/demand", question))
    says = [step["says"] for step in answer["explanation"]["steps"]]
    assert "Whichever period applies, it is due on 31 May 2024 at the earliest." in says
    assert "form" in {each["name"] for each in answer["missing_inputs"]}


@pytest.mark.parametrize("act", ["effect", "file"])
def test_damages_of_a_shelf_that_nobody_files(service: Service, act: str) -> None:
    """Not begun through 31 May; after it, not known, and never nothing."""
    found = closed(service, **{f"{act}_within": within("event.closing", ON_S3)})

    def damages(day: str) -> Json:
        owed: Json = read_registration(service, found, day)["damages"][0]
        return owed

    status = "breached" if act == "effect" else "overdue_review"
    assert due(service, found, act, "2024-07-31") == (None, status)
    assert damages("2024-05-31")["accrued"] == "0.00"
    for day in ("2024-06-01", "2024-07-30", "2024-12-01"):
        assert damages(day)["accrued"] is None
        assert damages(day)["defaults"][0]["state"] == "perhaps_begun"
        assert "form" in missing(service, found, day)
    post_event(service, found, filed("2024-12-02") | {"form": "S-1"})
    # Of 2.00 a day from 31 July: for 124 days through 1 December, or for 125 with the 2nd.
    assert damages("2024-12-02")["accrued"] == ("250.00" if act == "effect" else "248.00")


def test_what_was_done_by_the_earliest_day_costs_nothing(service: Service) -> None:
    found = closed(service, effect_within=within("event.closing", {"asserted": "covered"}))
    post_event(service, found, filed("2024-05-01"))
    post_event(service, found, {"kind": "declared_effective", "occurred_on": "2024-05-30"})
    read = read_registration(service, found, "2024-08-01")
    assert read["damages"][0]["accrued"] == "0.00"
    assert obligation(read, "effect")["status"] == "performed"


def test_how_long_it_is_kept_effective(service: Service) -> None:
    """Through the 90th day, or the 180th: kept through the former, and over after the latter."""

    def kept(count: int) -> Json:
        return {"count": count, "unit": "day", "after": "registration.effective"}

    of_sale = {"cases": [{"if": {"asserted": "covered"}, "then": kept(90)}, {"then": kept(180)}]}
    found = demanded(service, keep_effective=of_sale)
    post_event(service, found, filed("2024-05-01"))
    post_event(service, found, {"kind": "declared_effective", "occurred_on": "2024-06-03"})
    read = read_registration(service, found, "2024-09-03")
    assert read["windows"]["effectiveness"]["last_day"] is None
    assert "covered" in missing(service, found, "2024-09-03")
    states = {
        day: obligation(read_registration(service, found, day), "maintain")["status"]
        for day in ("2024-09-01", "2024-11-30", "2024-12-01")
    }
    assert states == {"2024-09-01": "open", "2024-11-30": "open", "2024-12-01": "performed"}
