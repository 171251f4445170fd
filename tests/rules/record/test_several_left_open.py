"""Of several things left open together, nothing is said that one of their lives contradicts.

Records are drawn at random; in each some writings went by fax and were not acknowledged (9(b),
QA16), and in some of them two pieces of the underwriter's advice of one day differ. Beside each
stand records in which all of that is settled, in one way and in another.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.answers import evaluation
from app.rules.answers.docket.docket import docket_from, lasting
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
)
from app.rules.answers.sensitivity import Leaf, leaves
from app.rules.facts import ANY_FACT, BeginningFact, RecordedFact
from app.rules.reasoning.obligations import on_day
from app.rules.reasoning.trace import Detail
from app.rules.record import Record
from app.rules.record.gathering import gather
from app.rules.record.lives.pairwise import by_twos
from app.rules.record.lives.question import AT_MOST
from app.rules.values.day_asked import DayAsked
from tests.rules.examples.random_records import TERMS, random_record
from tests.rules.record.test_receipt_left_open import (
    DEMAND,
    EFFECTIVE,
    FILED,
    HELD,
    IN_IT,
    UNKNOWN,
    Fields,
    fact,
    is_named,
    is_set_aside,
    with_delivery,
)

Facts: TypeAlias = Sequence[RecordedFact]
Place: TypeAlias = tuple[int, tuple[Any, ...], str]
"""Which fact of the record, where in it a delivery stands, and the day of that."""
IDENTITY = AgreementIdentity("agreement", "The agreement", None, 1)
WAYS = ("sent", "late", "never")


# --- records with several things left open, and the same with each of them settled ----------------


def fields_of(recorded: RecordedFact) -> Any:
    return recorded.fact.model_dump(mode="json", exclude_none=True)


def deliveries(part: Any) -> Iterator[tuple[tuple[Any, ...], Fields]]:
    """The deliveries in a fact, each with its place."""
    if isinstance(part, dict) and "method" in part:
        yield (), part
        return
    inside = part.items() if isinstance(part, dict) else enumerate(part)
    for name, each in inside:
        if isinstance(each, dict | list):
            yield from (((name, *place), found) for place, found in deliveries(each))


def settled(record: Facts, places: Sequence[Place], ways: Sequence[str]) -> list[RecordedFact]:
    """The record with each of these sent by fax, received on its day, at last, or in no writing."""
    latest = max(each.fact.happened_on for each in record).isoformat()
    found = list(record)
    for (number, place, sent_on), way in zip(places, ways, strict=True):
        said: dict[str, Fields] = {
            "open": {},
            "sent": {"acknowledged_on": sent_on},
            "late": {"acknowledged_on": max(latest, sent_on)},
            "never": {"in_writing": False},
        }
        fax: Fields = {"method": "fax", "sent_on": sent_on} | said[way]
        fields = with_delivery(fields_of(found[number]), place, fax)
        found[number] = replace(found[number], fact=ANY_FACT.validate_python(fields))
    return found


def advice(registration: str, day: date, shares: int) -> RecordedFact:
    fields = fact("maximum_advised", day.isoformat(), shares=shares, in_writing=True)
    return RecordedFact(f"advice-{shares}", registration, ANY_FACT.validate_python(fields))


def drawn(number: int) -> tuple[date, list[RecordedFact], list[list[RecordedFact]]]:
    """A day, a record with several things open on it, and records in which they are settled."""
    random = Random(number)  # the same every time
    record = random_record(random)
    days = sorted({each.fact.happened_on for each in record})
    day = random.choice(days[len(days) // 2 :])
    record = [each for each in record if each.fact.happened_on <= day]
    found = [
        (number, place, delivery.get("sent_on") or delivery["delivered_on"])
        for number, each in enumerate(record)
        for place, delivery in deliveries(fields_of(each))
    ]
    places = random.sample(found, min(random.choice([2, 3, 4]), len(found)))
    advised: list[RecordedFact] = []
    if number % 2:
        begun = random.choice([each for each in record if isinstance(each.fact, BeginningFact)])
        advised = [advice(begun.registration_id or "", day, shares) for shares in (1_000, 90_000)]
    every = list(product(*(WAYS for _ in places)))
    ways = random.sample(every, min(7, len(every)))
    given_out = [advised[place % 2 : place % 2 + 1] for place in range(len(ways))]
    return (
        day,
        [*settled(record, places, ["open"] * len(places)), *advised],
        [
            [*settled(record, places, each), *last]
            for each, last in zip(ways, given_out, strict=True)
        ],
    )


def answers(record: Facts, day: date) -> dict[str, Leaf]:
    """Everything that is answered of a record, each by its place, twins by number."""
    found: dict[str, Leaf] = {}
    seen: Counter[str] = Counter()

    def add(part: object, name: str) -> None:
        for path, leaf in leaves(part, name):
            found[f"{path}#{seen[path]}" if seen[path] else path] = leaf
            seen[path] += 1

    add(evaluate_agreement(IDENTITY, TERMS, record, day, Detail.NONE).result, "agreement")
    for name in sorted(
        each.registration_id or "" for each in record if isinstance(each.fact, BeginningFact)
    ):
        add(evaluate_registration("agreement", name, TERMS, record, day, Detail.NONE).result, name)
    sale = evaluate_may_sell(TERMS, record, "alpha", day, "under_registration", Detail.NONE)
    found["may-sell/alpha"] = sale.result.may_sell
    return found


def contradicted(
    unsaid: dict[str, Leaf], said: dict[str, Leaf]
) -> Iterator[tuple[str, Leaf, Leaf]]:
    """What the open record says of which the settled one says otherwise."""
    for path, value in unsaid.items():
        if value in UNKNOWN or is_named(path) or is_set_aside(path, unsaid):
            continue
        if path.endswith(("/summary", "/reason")):  # which say in words what is not known
            continue
        is_verdict = path.endswith(("/status", "/verdict", "/included"))
        if (path in said or is_verdict) and said.get(path) != value:
            yield path, value, said.get(path)


@pytest.mark.random_records
@pytest.mark.parametrize("number", range(10))
def test_nothing_is_said_that_a_life_contradicts(number: int) -> None:
    day, left_open, lives = drawn(number)
    unsaid = answers(left_open, day)
    found = [each for life in lives for each in contradicted(unsaid, answers(life, day))]
    assert found == []


# --- what it costs -------------------------------------------------------------------------------


def with_faxes(many: int) -> list[RecordedFact]:
    """A demand in which so many writings were faxed, one a day, to or by two Holders in turn."""
    told: list[tuple[str | None, Fields]] = [(None, each) for each in HELD]
    told.append(("x", DEMAND))
    for number in range(many):
        holder = "alpha" if number % 4 > 1 else "beta"
        delivery = {"method": "fax", "sent_on": f"1999-03-{2 + number:02}"}
        kind = "information_requested" if number % 2 else "notice_given"
        told.append(("x", {"kind": kind, "holder": holder, "delivery": delivery}))
    told += [("x", IN_IT), ("x", FILED), ("x", EFFECTIVE)]
    return [
        RecordedFact(f"f-{place}", registration, ANY_FACT.validate_python(fields))
        for place, (registration, fields) in enumerate(told)
    ]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a record was opened for an answer, and a registration answered."""
    found: Counter[str] = Counter()
    for name in ("open_record", "_as_governed"):
        work = getattr(evaluation, name)

        def counting(*args: Any, _name: str = name, _work: Any = work, **more: Any) -> Any:
            found[_name] += 1
            return _work(*args, **more)

        monkeypatch.setattr(evaluation, name, counting)
    return found


@pytest.mark.parametrize(("many", "lives"), [(0, 0), (1, 3), (2, 11), (3, 12), (5, 16), (20, 16)])
def test_an_answer_costs_one_more_for_each_life(
    many: int, lives: int, counted: Counter[str]
) -> None:
    evaluate_registration("agreement", "x", TERMS, with_faxes(many), date(1999, 6, 15))
    assert counted == {"open_record": 1 + lives, "_as_governed": 1 + lives}
    assert lives <= AT_MOST


def test_the_docket_opens_a_life_once_and_says_what_is_answered(counted: Counter[str]) -> None:
    record = with_faxes(2)
    since = date(1999, 4, 1)
    lines = [each for each in docket_from(since, TERMS, record) if each.registration_id == "x"]
    first_days = sorted({each.first_day for each in lines})
    told = {each.fact.happened_on for each in record if each.fact.happened_on > since}
    # Once it is effective it is open too whether it covers one who perhaps did not answer.
    opened, lives = counted["open_record"], 11
    assert opened == (lives - 2) * len(told) + lives
    assert counted["_as_governed"] <= (1 + lives) * len(first_days)
    last_days = {each.last_day for each in lines if each.last_day.year < 2003}
    for day in sorted({*first_days, *last_days}):
        asked = evaluate_registration("agreement", "x", TERMS, record, day, Detail.NONE).result
        standing = [each.obligation for each in lines if each.first_day <= day <= each.last_day]
        assert [on_day(each, day) for each in standing] == [
            on_day(lasting(each), day) for each in asked.obligations
        ]


def test_what_is_kept_is_heard_by_each_day_that_asks() -> None:
    begun, due = date(1999, 4, 1), date(1999, 4, 11)
    record = gather(TERMS, with_faxes(1), begun)
    asked_on: list[date] = []

    def is_open(on: Record) -> bool:
        asked_on.append(on.as_of)
        return on.as_of <= due

    for later, still, through in ((0, True, due), (3, True, due), (11, False, date.max)):
        asked = DayAsked.on(begun + timedelta(later))
        assert record.on(asked).while_it_holds("open", is_open) is still
        assert asked.holds_through == through
    assert [day.toordinal() - begun.toordinal() for day in asked_on] == [0, 11]


# --- the ways that are tried ---------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), max_size=7).map(tuple))
def test_by_twos_all_ways_stand_beside_one_another(numbers: tuple[int, ...]) -> None:
    rows = by_twos(numbers, 1_000)
    for one, other in combinations(range(len(numbers)), 2):
        found = {(row[one], row[other]) for row in rows}
        assert found == set(product(range(numbers[one]), range(numbers[other])))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=30).map(tuple))
def test_each_way_is_in_one_of_few(numbers: tuple[int, ...]) -> None:
    rows = by_twos(numbers, 5)
    assert len(rows) <= 5
    for place, number in enumerate(numbers):
        assert {row[place] for row in rows} == set(range(number))
