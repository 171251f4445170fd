"""Shares that moved on the day of something that counts them: which came first is not said.

An instrument (9(e)), a consent to more days (2(g)), the approval of an underwriter (4(b)) and a
request for a report (7(c)) look at what is held, or included, when they are made. What moved on
that day, or came into the registration or left it, may have done so before or after. Which of one
day's transfers to one transferee came first may decide with which of them rights pass (9(f)). Of
requests to register the count itself tells (`requests.asking.majority`). Whole days; nothing
raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import permutations
from typing import Final

from app.rules.facts import RecordedFact
from app.rules.facts.covenants import Rule144Requested
from app.rules.facts.holdings import SecuritiesTransferred, SharesSold
from app.rules.facts.instruments import SignedInstrument
from app.rules.facts.life.participation import JoinRequested, Withdrawn
from app.rules.facts.life.requests import LetterAdded
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionNoticed
from app.rules.facts.life.underwriting import UnderwriterApproved
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.assignment import Transfer, limb_satisfied
from app.rules.holders.moves import CHANGING, MOVING, Order, moved_on
from app.rules.notices.receipt import reached_on
from app.rules.reasoning.trace import MissingInput
from app.rules.record.gathering import Record
from app.rules.record.lives.question import Life, OpenQuestion, which_first
from app.rules.terms import Terms
from app.rules.values.written_dates import written_out

IN_EACH_ORDER: Final = 3
"""Of so many transfers of a day every order is tried; of more, each of them first and last."""


def moves_of_a_day(record: Record) -> Iterator[OpenQuestion]:
    """What may have moved before or after what was decided on its day."""
    votes = dict(_votes(record))
    for day, clause in votes.items():
        needed_for = f"whether what was signed, consented to or approved on {written_out(day)} had"
        for each in _silent(day, "before_votes", record):
            yield which_first(each, "before_votes", f"{needed_for} enough shares behind it", clause)
    yield from _comings_and_goings(record)
    yield from _before_reports(record)
    yield from _transfers(record)


def _silent(day: date, order: Order, record: Record) -> list[RecordedFact]:
    """What moved on a day and does not say whether that was before what was decided."""
    moves = [each for each, _ in record.known.of(*MOVING, *CHANGING)]
    moved = moved_on(day, moves, order, record.register.terms.on(day))
    return [each for each in moved if getattr(each.fact, order) is None]


def _votes(record: Record) -> Iterator[tuple[date, str]]:
    """The days on which Holders signed, consented or approved, with the clause that counts them."""
    terms_on = record.register.terms.on
    for _, signed in record.known.of(SignedInstrument):
        yield signed.occurred_on, terms_on(signed.occurred_on).amendments.clause
    uses: list[DelayInvoked | ProhibitionNoticed] = [
        *(use for _, use in record.known.of(DelayInvoked)),
        *(use for _, use in record.known.of(ProhibitionNoticed)),
    ]
    for use in uses:
        delay = terms_on(use.occurred_on).delay
        if use.consenting_holders is not None and delay is not None:
            yield use.occurred_on, delay.consent_clause or delay.clause
    for _, approved in record.known.of(UnderwriterApproved):
        yield approved.occurred_on, _approval_clause(terms_on(approved.occurred_on))


def _approval_clause(terms: Terms) -> str:
    selection = terms.underwriter_selection
    return selection.approval.clause if selection else terms.registrable_securities.clause


def _comings_and_goings(record: Record) -> Iterator[OpenQuestion]:
    """Who came into a registration or left it on the day on which its underwriter was approved."""
    approved = {
        (each.registration_id, fact.occurred_on)
        for each, fact in record.known.of(UnderwriterApproved)
    }
    if not approved:
        return
    terms_on = record.register.terms.on
    found: list[tuple[RecordedFact, date, bool | None]] = [
        *((told, fact.occurred_on, fact.before_votes) for told, fact in record.known.of(Withdrawn)),
        *(
            (told, reached_on(fact.delivery, terms_on), fact.before_votes)
            for told, fact in record.known.of(JoinRequested)
        ),
        *(
            (told, reached_on(fact.letter.delivery, terms_on), fact.before_votes)
            for told, fact in record.known.of(LetterAdded)
        ),
    ]
    for each, day, said in found:
        if said is None and (each.registration_id, day) in approved:
            needed_for = f"whether the underwriter was approved on {written_out(day)}"
            yield which_first(each, "before_votes", needed_for, _approval_clause(terms_on(day)))


def _before_reports(record: Record) -> Iterator[OpenQuestion]:
    """What one who asked for a report gave up or got on the day on which its request came."""
    terms_on = record.register.terms.on
    for _, asked in record.known.of(Rule144Requested):
        day = reached_on(asked.delivery, terms_on)
        for each in _silent(day, "before_requests", record):
            if asked.holder in whose(each):
                yield which_first(
                    each,
                    "before_requests",
                    f"whether {asked.holder} held shares when its request for a report came",
                    terms_on(day).registrable_securities.clause,
                )


def whose(moved: RecordedFact) -> tuple[str | None, ...]:
    """The Holders whose shares a move changes; one that names none changes those of all."""
    match moved.fact:
        case SecuritiesTransferred() as fact:
            return fact.holder, fact.transferee
        case SharesSoldInOffering() as fact:
            return (fact.seller,)
        case SharesSold() as fact:
            return (fact.holder,)
        case fact:
            return (getattr(fact, "holder", None),)


# --- transfers of one day to one transferee -------------------------------------------------------


def _transfers(record: Record) -> Iterator[OpenQuestion]:
    """Transfers of one day with one transferee, whose order may decide whether rights pass."""
    found: dict[tuple[date, str], list[RecordedFact]] = {}
    for each, fact in record.known.of(SecuritiesTransferred):
        for who in (fact.transferee, fact.holder):
            found.setdefault((fact.occurred_on, who), []).append(each)
    for (day, who), moves in found.items():
        if len(moves) < 2 or not any(_turns_on_shares(each, who, record) for each in moves):
            continue
        for said in (True, None, False):
            alike = [each for each in moves if _first(each) is said]
            if len(alike) > 1:
                yield OpenQuestion(
                    _which_transfer(day, who, alike[0], record), tuple(_orders(alike))
                )


def _which_transfer(day: date, who: str, first: RecordedFact, record: Record) -> MissingInput:
    return MissingInput(
        "before_transfers",
        f"with which of the transfers of {written_out(day)} to {who} rights passed",
        record.register.terms.on(day).assignment.clause,
        posted_as="securities_transferred.before_transfers",
        at=f"{first.source}/before_transfers",
    )


def _first(recorded: RecordedFact) -> bool | None:
    fact = recorded.fact
    return fact.before_transfers if isinstance(fact, SecuritiesTransferred) else None


def _turns_on_shares(recorded: RecordedFact, taker: str, record: Record) -> bool:
    """Whether rights come to a transferee only if it holds enough shares (9(f)(ii))."""
    fact = recorded.fact
    if not isinstance(fact, SecuritiesTransferred) or fact.transferee != taker:
        return False
    without_any = Transfer(fact.affiliate, 0, 0, fact.restricted_in_writing)
    terms = record.register.terms.on(fact.occurred_on)
    return limb_satisfied(without_any, terms, lambda _: Fraction(1)) is None


def _orders(alike: Sequence[RecordedFact]) -> Iterator[Life]:
    """Each order in which transfers may have come."""
    if len(alike) <= IN_EACH_ORDER:
        for order in permutations(alike):
            yield _in_turn(order)
        return
    for place in range(len(alike)):
        yield _in_turn([*alike[place:], *alike[:place]])


def _in_turn(ordered: Sequence[RecordedFact]) -> Life:
    return {each.id: partial(_at, turn) for turn, each in enumerate(ordered)}


def _at(turn: int, recorded: RecordedFact) -> RecordedFact:
    return replace(recorded, turn=turn)
