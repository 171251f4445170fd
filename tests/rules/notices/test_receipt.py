"""When a writing is given and received: 9(b), with readings QA15, QA16, QA17 and QA19.

May 1999: Friday the 28th, Monday the 31st is Memorial Day (no Business Day in New York).
"""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from app.rules.notices.receipt import (
    Delivery,
    has_no_effect,
    reached_on,
    receipt,
    turns_on_acknowledgement,
)
from tests.rules.examples.parties import TERMS, matter, missing, warnings


def days(delivery: Delivery, **readings: Any) -> tuple[str | None, str | None, str | None]:
    """The days on which it was given and received, and its flaw."""
    found = receipt(delivery, matter(**readings), "request:/delivery")
    given, received = found.given_on, found.received_on
    return (
        given.value.isoformat() if given else None,
        received.value.isoformat() if received else None,
        found.flaw,
    )


def mailed(day: str, **more: Any) -> Delivery:
    return Delivery.model_validate({"method": "mail", "sent_on": day} | more)


def handed_over(day: str, **more: Any) -> Delivery:
    return Delivery.model_validate({"method": "personal", "delivered_on": day} | more)


def faxed(day: str, **more: Any) -> Delivery:
    return Delivery.model_validate({"method": "fax", "sent_on": day} | more)


@pytest.mark.parametrize("day", ["1999-05-28", "1999-05-29", "1999-05-31"])
def test_a_delivery_by_hand_is_received_that_day_whatever_day_it_is(day: str) -> None:
    assert days(handed_over(day)) == (day, day, None)


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("1999-05-24", "1999-05-27"),
        ("1999-05-25", "1999-05-28"),
        ("1999-05-26", "1999-06-01"),
        ("1999-05-28", "1999-06-03"),
        ("1999-05-29", "1999-06-03"),
        ("1999-05-31", "1999-06-03"),
        ("1999-06-01", "1999-06-04"),
    ],
)
def test_mail_is_given_when_mailed_and_received_on_the_third_business_day_after(
    sent: str, received: str
) -> None:
    assert days(mailed(sent)) == (sent, received, None)
    assert reached_on(mailed(sent), lambda _: TERMS) == date.fromisoformat(received)


@pytest.mark.parametrize(
    ("method", "sent", "delivered", "given", "received"),
    [
        ("mail", "1999-05-24", "1999-05-26", "1999-05-24", "1999-05-27"),
        ("mail", "1999-05-24", None, "1999-05-24", "1999-05-27"),
        ("courier", "1999-05-24", "1999-05-26", "1999-05-26", "1999-05-26"),
        ("courier", None, "1999-05-26", "1999-05-26", "1999-05-26"),
        ("personal", "1999-05-24", "1999-05-26", "1999-05-26", "1999-05-26"),
    ],
)
def test_mail_is_given_when_it_goes_and_what_is_brought_when_it_comes(
    method: str, sent: str | None, delivered: str | None, given: str, received: str
) -> None:
    """Whichever of the two days is stated besides; both are passed on as they were stated."""
    stated = {"method": method, "sent_on": sent, "delivered_on": delivered}
    delivery = Delivery.model_validate(stated)
    assert days(delivery) == (given, received, None)
    found = receipt(delivery, matter(), "request:/delivery")
    passed_on = (found.sent_on, found.delivered_on)
    assert [day and day.value.isoformat() for day in passed_on] == [sent, delivered]


@pytest.mark.parametrize(
    ("rule", "actual", "received"),
    [
        ("deemed", "1999-05-26", "1999-05-27"),
        ("deemed", "1999-05-28", "1999-05-27"),
        ("actual_if_earlier", None, "1999-05-27"),
        ("actual_if_earlier", "1999-05-26", "1999-05-26"),
        ("actual_if_earlier", "1999-05-28", "1999-05-27"),
        ("later_of_both", "1999-05-26", "1999-05-27"),
        ("later_of_both", "1999-05-28", "1999-05-28"),
        ("later_of_both", None, None),
    ],
)
def test_whether_the_deemed_day_is_the_last_word_is_a_reading(
    rule: str, actual: str | None, received: str | None
) -> None:
    """Mailed on Monday 24 May, and so deemed received on Thursday the 27th."""
    sent = mailed("1999-05-24", actually_received_on=actual)
    assert days(sent, mail_receipt=rule) == ("1999-05-24", received, None)


@pytest.mark.parametrize(
    ("at", "received"),
    [
        ("1999-05-28T16:59:00-04:00", "1999-05-28"),
        ("1999-05-28T17:00:00-04:00", "1999-05-28"),
        ("1999-05-28T17:01:00-04:00", "1999-06-01"),
        # The same minute told from elsewhere: 23:01 in Paris is 17:01 in New York.
        ("1999-05-28T23:01:00+02:00", "1999-06-01"),
        (None, None),
    ],
)
def test_after_the_hour_of_the_reading_it_counts_on_the_next_business_day(
    at: str | None, received: str | None
) -> None:
    delivery = handed_over("1999-05-28", delivered_at=at)
    asked = matter(receipt_cutoff="17:00 America/New_York")
    found = receipt(delivery, asked, "request:/delivery").received_on
    assert (found and found.value.isoformat()) == received
    assert missing(asked) == ([] if at else ["delivered_at"])
    assert days(delivery) == ("1999-05-28", "1999-05-28", None)


@pytest.mark.parametrize(
    ("rule", "acknowledged", "expected"),
    [
        ("acknowledged_only", "1999-05-26", ("1999-05-26", "1999-05-26", None)),
        ("acknowledged_only", None, (None, None, None)),
        ("as_sent", "1999-05-26", ("1999-05-24", "1999-05-24", None)),
        ("as_sent", None, ("1999-05-24", "1999-05-24", None)),
        ("never", "1999-05-26", (None, None, "NOT_DULY_GIVEN")),
    ],
)
def test_what_a_fax_is_worth_is_a_reading(
    rule: str, acknowledged: str | None, expected: tuple[str | None, str | None, str | None]
) -> None:
    fax = faxed("1999-05-24", acknowledged_on=acknowledged)
    terms = matter(other_methods=rule).terms
    assert days(fax, other_methods=rule) == expected
    assert has_no_effect(fax, terms) is (rule == "never")
    assert turns_on_acknowledgement(fax, terms) is (rule[0] == "a" and expected[1] is None)
    # Where receipt cannot be told it is taken to have gone when its sender acted.
    assert reached_on(fax, lambda _: terms).isoformat() == (expected[1] or "1999-05-24")


def test_a_method_that_the_clause_names_needs_no_acknowledgement() -> None:
    never = matter(other_methods="never").terms
    assert not turns_on_acknowledgement(mailed("1999-05-24"), TERMS)
    assert not has_no_effect(mailed("1999-05-24"), never)


@pytest.mark.parametrize(
    ("in_writing", "flaw"), [(True, None), (None, None), (False, "NOT_IN_WRITING")]
)
def test_only_a_writing_is_given(in_writing: bool | None, flaw: str | None) -> None:
    asked = matter()
    told = handed_over("1999-05-28", in_writing=in_writing)
    assert receipt(told, asked, "request:/delivery").flaw == flaw
    assumed = [each.code for each in asked.working.assumptions]
    assert assumed == (["IN_WRITING"] if in_writing is None else [])
    assert has_no_effect(told, TERMS) is (flaw is not None)
    fax = faxed("1999-05-28", in_writing=in_writing)
    assert turns_on_acknowledgement(fax, TERMS) is (flaw is None)


@pytest.mark.parametrize(
    ("required", "sent", "flaw", "warned", "missed"),
    [
        (False, True, None, [], []),
        (False, None, None, [], []),
        (False, False, None, ["COPIES_MISSING"], []),
        (True, True, None, [], []),
        (True, None, None, [], ["copies_sent"]),
        (True, False, "COPIES_MISSING", [], []),
    ],
)
def test_whether_the_copies_to_counsel_are_a_condition_is_a_reading(
    required: bool, sent: bool | None, flaw: str | None, warned: list[str], missed: list[str]
) -> None:
    asked = matter(copies_required=required)
    told = handed_over("1999-05-28", copies_sent=sent)
    assert receipt(told, asked, "request:/delivery").flaw == flaw
    assert (warnings(asked), missing(asked)) == (warned, missed)


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"method": "mail", "sent_on": "1999-05-24", "actually_received_on": "1999-05-24"}, True),
        ({"method": "mail", "sent_on": "1999-05-24", "actually_received_on": "1999-05-23"}, False),
        ({"method": "mail", "delivered_on": "1999-05-24"}, False),
        (
            {
                "method": "mail",
                "sent_on": "1999-05-24",
                "delivered_at": "1999-05-26T12:00:00-04:00",
            },
            True,
        ),
        ({"method": "personal", "sent_on": "1999-05-24"}, False),
        ({"method": "courier", "sent_on": "1999-05-24"}, True),
        # An offset may put the moment on the day before or after, and no further.
        *(
            (
                {
                    "method": "personal",
                    "delivered_on": "1999-05-24",
                    "delivered_at": f"1999-05-{day}T12:00:00-04:00",
                },
                day in (23, 24, 25),
            )
            for day in (22, 23, 24, 25, 26)
        ),
    ],
)
def test_a_delivery_has_the_day_that_its_method_needs_and_arrives_after_it_was_sent(
    fields: dict[str, Any], fits: bool
) -> None:
    if fits:
        delivery = Delivery.model_validate(fields)
        assert delivery.happened_on == date(1999, 5, 24)
    else:
        with pytest.raises(ValidationError):
            Delivery.model_validate(fields)
