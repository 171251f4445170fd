"""Expenses of after the rights had ended, and of what was refused: 1(j), 2(d), 9(e).

Holder a has 600 shares of Common Stock and b 400. What had accrued survives every end.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    instrument,
    letter,
    letter_added,
)
from tests.api.calls import (
    make_agreement,
    obligation,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.running.service import Service

MINE = "mine"


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement(MINE, holders=[holder("a", 600), holder("b", 400)]))
    return service


def printing(day: str, amount: str) -> Json:
    return fact("expense_incurred", day, expense="printing", amount=amount)


def asked(made: Service, *holders: str) -> str:
    body = demand(letter(handed_over("1999-03-01"), dict.fromkeys(holders, 100)))
    return str(post_demand(made, body, MINE)["result"]["registration_id"])


def borne(found: Json) -> list[tuple[str, str]]:
    return [(each["amount"], each["borne_by"]) for each in found["money"]["expenses"]["lines"]]


def test_what_accrued_before_the_end_is_owed_and_nothing_else(made: Service) -> None:
    identifier = asked(made, "a", "b")
    post_events(made, identifier, printing("1999-06-30", "300.00"))
    post_fact(made, instrument("1999-07-01", "a", kind="rights_ended"), MINE)
    after = (printing("1999-07-01", "400.00"), printing("1999-07-05", "500.00"))
    post_events(made, identifier, *after)
    found = read_registration(made, identifier, "1999-07-06")
    assert borne(found) == [
        ("300.00", "company"),
        ("400.00", "whoever_incurred"),
        ("500.00", "whoever_incurred"),
    ]
    totals = {each["name"]: each["left"] for each in found["money"]["expenses"]["totals"]}
    assert totals["company"] == "300.00"
    assert obligation(found, "expenses")["status"] == "open"
    # Nothing is left that could be delayed.
    assert found.get("suspension_budget") is None
    assert read_agreement(made, MINE, as_of="1999-07-06").get("suspension_budget") is None


@pytest.mark.parametrize(
    ("day", "bears"),
    [
        ("1999-03-31", "company"),
        ("1999-04-01", "company"),
        ("1999-04-02", "whoever_incurred"),
    ],
)
def test_of_the_day_of_withdrawal_are_still_owed(made: Service, day: str, bears: str) -> None:
    identifier = asked(made, "a", "b")
    post_events(made, identifier, fact("withdrawn", "1999-04-01"), printing(day, "5.00"))
    found = read_registration(made, identifier, "1999-04-03")
    assert borne(found) == [("5.00", bears)]


def test_of_two_counsel_after_the_end_stay_with_who_incurred_them(made: Service) -> None:
    """Which of the two acts for all Holders decides what their fees are, not who bears them."""
    identifier = asked(made, "a", "b")
    fees = [
        fact("expense_incurred", day, expense="holders_counsel", amount=amount, payee=payee)
        for day, amount, payee in (
            ("1999-03-20", "50.00", "X"),
            ("1999-04-02", "60.00", "Y"),
            ("1999-04-03", "7.00", "X"),
        )
    ]
    post_events(made, identifier, fact("withdrawn", "1999-04-01"), *fees)
    found = read_registration(made, identifier, "1999-04-04")
    lines = found["money"]["expenses"]["lines"]
    assert [each.get("expense_class") for each in lines] == [None, None, None]
    assert [each["borne_by"] for each in lines] == [None, "whoever_incurred", "whoever_incurred"]
    assert found["money"]["expenses"]["undetermined"] == "50.00"


def test_of_a_demand_that_was_refused_are_nobodys_until_it_is_complete(made: Service) -> None:
    identifier = asked(made, "b")
    post_events(made, identifier, printing("1999-03-02", "5.00"))
    found = read_registration(made, identifier, "1999-03-03")
    assert borne(found) == [("5.00", "whoever_incurred")]
    post_events(made, identifier, letter_added(letter(handed_over("1999-03-10"), {"a": 100})))
    assert borne(read_registration(made, identifier, "1999-03-11")) == [("5.00", "company")]
