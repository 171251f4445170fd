"""The law of order, of effectiveness: what moved on its day fixes no part that both orders do not.

On random records of a registration of the Company, of which a maximum was advised or whose
statement names whom it covers, shares are sold elsewhere or pass on while the statement becomes
effective (2(f), 9(f)). What is said of the order gives one of two answers; a record that does not
say it gives what both give, and nothing where they differ; and then it names the field that tells.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Final

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.rules.answers.evaluation import evaluate_may_sell, evaluate_registration
from app.rules.facts import RecordedFact
from app.rules.facts.life.course import DeclaredEffective
from app.rules.reasoning.trace import Detail
from tests.api.bodies import (
    Json,
    declared_effective,
    fact,
    filed,
    handed_over,
    join,
    maximum,
    notice,
    own_registration,
    sold,
    transfer,
)
from tests.rules.examples.random_records import TERMS, recorded

DAY: Final = "1999-05-14"
SEEN: Final = tuple(date.fromisoformat(day) for day in (DAY, "1999-05-15", "1999-06-15"))
NAMES: Final = ("a", "b", "c")
FIELD: Final = "declared_effective.before_changes"
often = settings(max_examples=25, deadline=None)


def drawn(random: Random) -> list[RecordedFact]:
    """Three Holders who join, a statement that becomes effective, and moves of that day."""
    return recorded(_facts(random))


def _facts(random: Random) -> Iterator[tuple[str | None, Json]]:
    held = {each: random.choice([200, 300, 500]) for each in NAMES}
    for each, shares in held.items():
        yield None, fact("holder_recorded", "1998-04-10", holder=each, name=each)
        yield None, fact("position_stated", "1998-04-10", holder=each, common=shares)
    yield "r", own_registration(company_shares=100) | {"kind": "registration_determined"}
    yield from (("r", notice(each, handed_over("1999-04-02"))) for each in NAMES)
    for each in random.sample(NAMES, random.choice([2, 3])):
        asked = random.choice([held[each], held[each] // 2])
        yield "r", join(each, asked, handed_over("1999-04-10"))
    if random.random() < 0.8:
        yield "r", maximum("1999-04-20", random.choice([250, 400, 700]), in_writing=True)
    yield "r", filed("1999-05-04", "S-1")
    covers = {each: random.choice([50, 150, 300]) for each in random.sample(NAMES, 2)}
    yield "r", declared_effective(DAY) | ({"covers": covers} if random.random() < 0.3 else {})
    for _ in range(random.choice([1, 1, 2])):
        yield None, _move(random, held)


def _move(random: Random, held: dict[str, int]) -> Json:
    who = random.choice(NAMES)
    shares = random.choice([held[who], held[who] // 2, 50])
    since = random.choice([DAY, "1999-06-01"])
    to = random.choice(["t", "t", *(each for each in NAMES if each != who)])
    rights = {"affiliate": True, "restricted_in_writing": False, "record_holder_on": since}
    moves = [sold(DAY, who, shares), transfer(DAY, who, to, 0, common=shares, **rights)]
    return random.choice(moves)


def said(record: Sequence[RecordedFact], *, first: bool) -> list[RecordedFact]:
    """The record in which the effectiveness came first, or last, on its day."""
    return [
        RecordedFact(
            each.id,
            each.registration_id,
            each.fact.model_copy(update={"before_changes": first}),
        )
        if isinstance(each.fact, DeclaredEffective)
        else each
        for each in record
    ]


def told(record: Sequence[RecordedFact], day: date) -> tuple[dict[str, object], set[str | None]]:
    """What turns on the parts that are fixed, and what is missing."""
    answer = evaluate_registration("x", "r", TERMS, record, day, Detail.NONE)
    found: dict[str, object] = {}
    if answer.result.allocation is not None:
        for line in answer.result.allocation.lines:
            found[f"included of {line.seller}"] = line.included
    for each in answer.result.obligations:
        if each.duty == "include":
            found[each.id] = each.status
    missing = {each.posted_as for each in answer.missing_inputs}
    for who in (*NAMES, "t"):
        found.setdefault(f"included of {who}", 0)
        sells = evaluate_may_sell(TERMS, record, who, day, "under_registration", Detail.NONE)
        found[f"{who} may sell"] = sells.result.may_sell
        missing |= {each.posted_as for each in sells.missing_inputs}
    return found, missing


@often
@given(st.randoms(use_true_random=True).map(drawn))
def test_a_record_that_does_not_say_gives_what_both_orders_give(
    record: list[RecordedFact],
) -> None:
    """Seen to fail: the question not asked (`left_open.py`), the order not followed (`covered`)."""
    for day in SEEN:
        silent, missing = told(record, day)
        before, after = (told(said(record, first=first), day)[0] for first in (True, False))
        for place in before.keys() | after.keys():
            if place in before and place in after and before[place] == after[place]:
                assert silent[place] == before[place], place
            else:
                event(f"{place} turns on the order")
                assert silent.get(place) in (None, "unknown", "unconfirmed"), (place, before, after)
                assert FIELD in missing
