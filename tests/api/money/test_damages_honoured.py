"""Every word of damages changes an answer: two bodies that differ in it alone, for each."""

from collections.abc import Mapping
from typing import Final

import pytest

from app.rules.terms.payments import damages
from app.rules.terms.vocabulary import Term
from tests.api.bodies import Json
from tests.api.money.test_damages_worked import (
    BY_MONTH,
    CAPPED,
    GRACE,
    HALF_SOLD,
    INTEREST,
    MONTHLY,
    OVERLAP,
    PAY,
    TWO,
    YEARLY,
    answer,
    body,
    filing,
    halved,
    one_of,
)
from tests.running.service import Service

RUNNING: Final = [filing(None)]
AMOUNT: Final[Json] = {"base": None, "rates": None, "amount": "70.00"}
TEN: Final = [{"holder": "alder", "held": [{"since": "2000-01-05", "units": 10}]}]
ALONE: Final = [{"holder": "alder"}]
ONCE: Final[Json] = {"rate": "1/50"}
LATE: Final = {"pay": PAY}
DELAY: Final = [{"because": "delayed", "first_day": "2001-04-02", "last_day": "2001-04-03"}]
PENDING: Final = [{"because": "pending", "first_day": "2001-04-02"}]
NOT_PENDING: Final = [{"because": "not pending", "first_day": "2001-04-02"}]
STOPPED: Final[Json] = {"without": "sales"}
STOPPED_SINCE: Final[list[Json]] = [
    {"default": "stopped", "began_on": "2001-04-01", "cured_on": "2001-05-16"}
]
LADDER: Final = {"rate": "1/50"}


def changed(word: str, one: Json, other: Json) -> tuple[str, Json, Json]:
    return word, one, other


def interest(**said: object) -> Json:
    return body({**LATE, "interest": {**INTEREST, **said}}, RUNNING)


def ladder(**said: object) -> Json:
    return body({"rates": [{**said, "rate": "1/100"}, LADDER]})


def cap(**said: object) -> Json:
    return {"cap": {"is": "<=", **said}}


def left_out(ground: Json, days: list[Json]) -> Json:
    return body({"for": one_of(**{"not": [ground]})}, [filing("2001-05-16", left_out=days)])


def while_(**said: object) -> Json:
    days = {"default": "listing", "began_on": "2001-04-05"}
    return body({"for": {"listing": said}}, [days], "2001-05-01")


PAIRS: Final = [
    changed("Damages.clause", body(), body({"clause": "6.2"})),
    changed("Damages.for", body({"for": TWO, "together": "added"}, OVERLAP), body()),
    changed(
        "Damages.amount",
        body(AMOUNT, holders=ALONE),
        body({**AMOUNT, "amount": "7"}, holders=ALONE),
    ),
    changed(
        "Damages.to",
        body({**AMOUNT, "to": "each"}, holders=ALONE),
        body({**AMOUNT, "to": "all"}, holders=[]),
    ),
    changed("Damages.base", body(), body({"base": {"of": "principal", "held_on": "issue"}})),
    changed("Damages.at_once", body(), body({"at_once": ONCE})),
    changed("Damages.rates", body(), body({"rates": [LADDER]})),
    changed("Damages.per", body(), body({"per": {"count": 31, "unit": "day"}})),
    changed("Damages.period", body(), body({"period": {"count": 10, "unit": "day"}})),
    changed(
        "Damages.year",
        body({**YEARLY, "year": "actual/365"}),
        body({**YEARLY, "year": "actual/360"}),
    ),
    changed("Damages.accrues", body(), body({"accrues": "started_periods"})),
    changed("Damages.first_day", body(), body({"first_day": "excluded"})),
    changed("Damages.cure_day", body(), body({"cure_day": "counted"})),
    changed(
        "Damages.together",
        body({"for": TWO, "together": "added"}, OVERLAP),
        body({"for": TWO, "together": "one_at_a_time"}, OVERLAP),
    ),
    changed("Damages.cap", body(), body(CAPPED)),
    changed("Damages.elected", body(), body({"elected": True})),
    changed("Damages.pay", body(), body(LATE)),
    changed("Damages.interest", body(LATE), interest()),
    changed("Damages.exclusive", body(), body({"exclusive": True})),
    changed("Default.clause", body(), body({"for": one_of(clause="6.2")})),
    changed(
        "Default.missed", body(), body({"for": {"filing": {"missed": "due.resale.effective"}}})
    ),
    changed("Default.without", while_(without="sales"), while_(**{"while": [{"delayed": True}]})),
    changed(
        "Default.while",
        while_(**{"while": [{"asserted": "barred"}]}),
        while_(**{"while": [{"not": {"asserted": "listed"}}]}),
    ),
    changed("Default.grace", body({"for": one_of(grace=GRACE, reaches_back=False)}), body()),
    changed(
        "Default.reaches_back",
        body({"for": one_of(grace=GRACE, reaches_back=False)}),
        body({"for": one_of(grace=GRACE, reaches_back=True)}),
    ),
    changed("Default.not", left_out({"delayed": True}, DELAY), body()),
    changed("StatedDays.delayed", left_out({"delayed": True}, DELAY), body()),
    changed("StatedDays.asserted", left_out({"asserted": "pending"}, PENDING), body()),
    changed("StatedDays.not", left_out({"not": {"asserted": "pending"}}, NOT_PENDING), body()),
    changed("DamagesBase.of", body(), body({"base": {"of": "stated_value", "held_on": "issue"}})),
    changed(
        "DamagesBase.held_on",
        body({"base": {"of": "paid", "held_on": "each_day"}}, holders=halved(HALF_SOLD)),
        body({"base": {"of": "paid", "held_on": "issue"}}, holders=halved(HALF_SOLD)),
    ),
    changed(
        "DamagesBase.each",
        body({"base": {"of": "principal", "held_on": "issue", "each": "250.00"}}, holders=TEN),
        body({"base": {"of": "principal", "held_on": "issue", "each": "251.00"}}, holders=TEN),
    ),
    changed("Rung.through", ladder(through=10), ladder(through=11)),
    changed("Rung.through_periods", ladder(through_periods=1), ladder(through_periods=2)),
    changed("Rung.rate", body(), body({"rates": [LADDER]})),
    changed("AtOnce.rate", body({"at_once": ONCE}), body({"at_once": {"rate": "1/60"}})),
    changed(
        "AtOnce.money", body({"at_once": {"money": "5.00"}}), body({"at_once": {"money": "6"}})
    ),
    changed(
        "AtOnce.pay",
        body({"at_once": ONCE}),
        body({"at_once": {**ONCE, "pay": {"at": "default.began"}}}),
    ),
    changed(
        "DamagesCap.fraction",
        body(cap(fraction="1/100", of="base")),
        body(cap(fraction="1/200", of="base")),
    ),
    changed("DamagesCap.money", body(cap(money="5.00")), body(cap(money="6.00"))),
    changed(
        "DamagesCap.held_on",
        body(cap(fraction="1/100", of="base", held_on="issue"), holders=halved("2001-03-20")),
        body(
            cap(fraction="1/100", of="base", held_on="default_began"),
            holders=halved("2001-03-20"),
        ),
    ),
    changed("LateInterest.rate", interest(), interest(rate="1/10")),
    changed("LateInterest.per", interest(), interest(per={"count": 2, "unit": "year"})),
    changed("LateInterest.year", interest(), interest(year="30/360")),
    changed("LateInterest.after", interest(), interest(after={"at": "period.ended"})),
    changed("Length.count", body(), body({"per": {"count": 15, "unit": "day"}})),
    changed(
        "Length.unit",
        body({"per": {"count": 1, "unit": "month"}, "accrues": "full_periods"}),
        body({"per": {"count": 1, "unit": "day"}, "accrues": "full_periods"}),
    ),
    changed(
        "Default.beyond",
        body({"for": {"stopped": STOPPED}}, STOPPED_SINCE),
        body(
            {"for": {"stopped": STOPPED | {"beyond": [{"counts": "days", "limit": 10}]}}},
            STOPPED_SINCE,
        ),
    ),
    changed(
        "CalendarMonth.calendar",
        body({**BY_MONTH, "year": "30/360"}, [filing("2001-07-05", "2001-04-15")]),
        body({**MONTHLY, "year": "30/360"}, [filing("2001-07-05", "2001-04-15")]),
    ),
]
ONE_VALUE: Final = {
    "DamagesCap.of": "a fraction is of the base",
    "DamagesCap.is": "that much and no more",
}
"""Words with one value: what is not that is refused."""
ON_RECORD: Final = frozenset(
    {"Damages.owed_to", "Damages.rights", "DamagesBase.not", "DamagesBase.shares"}
)
"""Words of what only a record knows: `test_damages_on_record.py` shows what each changes."""
PARTS: Final[Mapping[str, type[Term]]] = {
    each.__name__: each
    for each in (
        damages.Damages,
        damages.Default,
        damages.StatedDays,
        damages.DamagesBase,
        damages.Rung,
        damages.AtOnce,
        damages.DamagesCap,
        damages.LateInterest,
        damages.Length,
        damages.CalendarMonth,
    )
}


def told(service: Service, asked: Json) -> Json:
    """The answer without what only names the request."""
    found = answer(service, asked)
    steps = [(each["clause"], each["says"]) for each in found["explanation"]["steps"]]
    return {"result": found["result"], "missing": found["missing_inputs"], "steps": steps}


@pytest.mark.parametrize(("word", "one", "other"), PAIRS, ids=[each[0] for each in PAIRS])
def test_a_word_changes_an_answer(
    stateless_service: Service, word: str, one: Json, other: Json
) -> None:
    assert told(stateless_service, one) != told(stateless_service, other), word


def test_no_word_is_left_out() -> None:
    words = {
        f"{name}.{field.alias or attribute}"
        for name, part in PARTS.items()
        for attribute, field in part.model_fields.items()
    }
    assert words == {word for word, _, _ in PAIRS} | set(ONE_VALUE) | ON_RECORD
