"""The law of order, of votes: what moved on their day decides nothing that both orders do not say.

On random records in which Holders sign, consent, approve and ask for reports on a day on which
shares are sold, pass on, join a registration or leave it: what is said of every such fact gives one
of the possible answers (9(e), 2(g), 4(b), 7(c), 9(f)). A record that does not say it gives what all
of them give, and nothing where they differ; and then it names a field that would tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations, product
from random import Random
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_registration,
)
from app.rules.facts import RecordedFact
from app.rules.facts.holdings import SecuritiesTransferred
from app.rules.reasoning.trace import Detail
from app.rules.registrations.requests.effected import DemandsLeft
from tests.api.bodies import (
    Json,
    amendment,
    delay,
    demand,
    fact,
    handed_over,
    instrument,
    join,
    letter,
    notice,
    sold,
    transfer,
    withdrawn,
)
from tests.rules.examples.random_records import TERMS, recorded

DAY, MORROW, ASKED = "1999-03-21", "1999-03-22", "1999-03-01"
NAMES = ("a", "b", "c")
FIELDS = ("before_votes", "before_requests")
often = settings(max_examples=15, deadline=None)


def drawn(random: Random) -> list[RecordedFact]:
    """Three Holders, of whom a demands; votes of a day; and two or three moves of that day."""
    return recorded(_facts(random))


def _facts(random: Random) -> Iterator[tuple[str | None, Json]]:
    held = {each: random.choice([20_000, 30_000, 40_000, 60_000]) for each in NAMES}
    for each, shares in held.items():
        yield None, fact("holder_recorded", "1998-04-10", holder=each, name=each)
        yield None, fact("position_stated", "1998-04-10", holder=each, common=shares)
    asked = demand(letter(handed_over(ASKED), held), underwritten=True, kind="demand_received")
    yield "d", asked
    yield "d", fact("underwriter_selected", "1999-03-10", underwriter="U")
    yield from (("d", notice(each, handed_over("1999-03-02"))) for each in NAMES)
    some = [random.sample(NAMES, random.choice([1, 1, 2])) for _ in range(3)]
    yield None, amendment(DAY, {"/demand/cap/limit": 1}, *some[0])
    yield None, instrument(DAY, *some[2], kind="rights_ended", effective_from="1999-12-01")
    yield "d", delay(DAY, 90, consenting_holders=some[1])
    yield "d", fact("underwriter_approved", DAY, underwriter="U", holders=some[2])
    report = {"kind": "rule144_requested", "holder": random.choice(NAMES)}
    yield None, report | {"documents": ["latest_report"], "delivery": handed_over(DAY)}
    for _ in range(random.choice([1, 2, 2])):
        yield _move(random, held)


def _move(random: Random, held: Mapping[str, int]) -> tuple[str | None, Json]:
    who = random.choice(NAMES)
    shares = random.choice([held[who], held[who] // 2, 10_000, 10_000])
    limb = {"affiliate": False, "restricted_in_writing": random.random() < 0.7}
    to = random.choice(["t", "t", *(each for each in NAMES if each != who)])
    moves: list[tuple[str | None, Json]] = [
        (None, sold(DAY, who, shares)),
        (None, sold(DAY, who, shares)),
        (None, transfer(DAY, who, to, 0, common=shares, record_holder_on=DAY, **limb)),
        (None, transfer(DAY, who, to, 0, common=shares, record_holder_on=DAY, **limb)),
        ("d", join(who, shares, handed_over(DAY))),
        ("d", withdrawn(DAY, who)),
    ]
    return random.choice(moves)


def ways(record: Sequence[RecordedFact]) -> Iterator[list[RecordedFact]]:
    """The record as it may have been: every move before or after, and transfers in every order."""
    said = [list(_said(each)) for each in record]
    moved = [each for each in record if isinstance(each.fact, SecuritiesTransferred)]
    for chosen in product(*said):
        told = [_saying(each, more) for each, more in zip(record, chosen, strict=True)]
        for order in permutations(moved):
            first = {order[0].id: True} if len(order) > 1 else {}
            yield [
                _saying(each, {"before_transfers": True}) if each.id in first else each
                for each in told
            ]


def _said(recorded: RecordedFact) -> Iterator[dict[str, bool]]:
    """All that a fact of the day may say of its order."""
    of_the_day = recorded.fact.happened_on.isoformat() == DAY
    named = [each for each in FIELDS if of_the_day and each in type(recorded.fact).model_fields]
    for values in product([True, False], repeat=len(named)):
        yield dict(zip(named, values, strict=True))


def _saying(recorded: RecordedFact, more: Mapping[str, Any]) -> RecordedFact:
    changed = recorded.fact.model_copy(update=dict(more))
    return RecordedFact(recorded.id, recorded.registration_id, changed)


def counted(record: Sequence[RecordedFact]) -> tuple[dict[str, object], set[str]]:
    """Whatever counts what is held or included on the day, and what is missing."""
    known = evaluate_agreement(
        AgreementIdentity("x", "X", None, 0), TERMS, record, date.fromisoformat(MORROW), Detail.NONE
    )
    state = known.result
    found: dict[str, object] = {"total": state.total_registrable_shares}
    if isinstance(state.demands, DemandsLeft):
        found["remaining"] = state.demands.remaining
    for each in state.terms_versions:
        if each.instrument is not None:
            found["amended"] = each.instrument.effective
            found["signing"] = each.instrument.signing
    for asked in state.document_requests:
        found["entitled"] = asked.entitled
    for line in state.holders:
        found[f"held by {line.holder}"] = line.registrable_shares
    told = evaluate_registration("x", "d", TERMS, record, date.fromisoformat(MORROW), Detail.NONE)
    result = told.result
    for use in result.delays:
        found["delay"] = use.decision
    vote = result.underwriting.vote if result.underwriting else None
    if vote is not None:
        found["approved"] = vote.approved
    missing = {each.posted_as or "" for each in (*known.missing_inputs, *told.missing_inputs)}
    return found, missing


UNKNOWN = (None, "undetermined")
WHOSE_SHARES = "securities_transferred.before_requests"
"""Whether registered shares passed before they were taken back: no number of them is known then."""


@often
@given(st.randoms(use_true_random=True).map(drawn))
def test_a_record_that_does_not_say_gives_what_all_orders_give(record: list[RecordedFact]) -> None:
    """Seen to fail: a question not asked, of signatures or approvals (`moves_of_a_day.py`)."""
    silent, missing = counted(record)
    possible = [counted(each)[0] for each in ways(record)]
    for place, value in silent.items():
        values = [each.get(place) for each in possible]
        if all(each == values[0] for each in values):
            in_doubt = place == "approved" and WHOSE_SHARES in missing
            assert value == values[0] or (value is None and in_doubt), place
        else:
            event(f"{place} turns on the order")
            assert value in UNKNOWN, (place, value, values)
            assert any(".before_" in each for each in missing)
