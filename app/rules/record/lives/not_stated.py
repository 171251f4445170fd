"""What nobody has stated, and on which rights turn: the shares outstanding, and conditions of ends.

Who belongs to a group by its part of the shares outstanding, and whose rights end below such a
part, turns on a number: between two holdings divided by the part it is all one, so that one number
of each such stretch is tried, or `AT_MOST` of them. A condition of `ends` holds or fails. Of ends
it is open only while nothing of it is stated; of groups on each day before the first number.
Shares are exact, in shares as they were in the beginning. Nothing raises.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Final

from app.rules.agreement.instruments import RULED_FROM
from app.rules.facts import RecordedFact
from app.rules.facts.conditions import ConditionStated, SharesOutstandingStated
from app.rules.facts.covenants import EventHappened
from app.rules.facts.recorded import OUTSTANDING, condition_supposed, supposing
from app.rules.holders.holdings import fully_diluted
from app.rules.holders.stated import first_offering_days
from app.rules.reasoning.trace import MissingInput
from app.rules.record.gathering import Record
from app.rules.record.lives.question import AT_MOST, OpenQuestion
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import (
    AnyOf,
    Asserted,
    Counted,
    EarliestOf,
    Happened,
    LatestOf,
    WhenPassed,
)
from app.rules.terms.clocks.portions import HeldByHolder
from app.rules.terms.vocabulary import Term

STATED_BY: Final = "shares_outstanding_stated.shares"


def not_stated(record: Record) -> Iterator[OpenQuestion]:
    """What nobody has stated by the day of the record, and rights turn on."""
    terms = record.terms
    if not terms.groups and not terms.ends:
        return
    carrier = next((each for each in record.facts if isinstance(each.fact, RULED_FROM)), None)
    if carrier is not None:
        yield from _number(record, terms, carrier)
        yield from _conditions(record, terms, carrier)


# --- the shares outstanding -----------------------------------------------------------------------


def _number(record: Record, terms: Terms, carrier: RecordedFact) -> Iterator[OpenQuestion]:
    stated = [fact.occurred_on for _, fact in record.known.of(SharesOutstandingStated)]
    groups = [
        (group.clause, group.hold.fraction)
        for group in terms.groups.values()
        if group.hold is not None and group.hold.of == "outstanding"
    ]
    ends = [] if stated else list(_parts_of_ends(terms))
    first_day = record.register.days[0] if record.register.days else record.as_of
    if stated and min(stated) <= first_day:
        return
    parts = {part for _, part in (*groups, *ends) if part}
    numbers = _to_try(_edges(record, terms, parts, min(stated, default=date.max)))
    if not numbers:
        return
    clause = next((clause for clause, _ in (*groups, *ends) if clause), None)
    yield OpenQuestion(
        MissingInput(
            "shares_outstanding",
            "who holds the part of the shares outstanding that is asked for",
            clause or terms.registrable_securities.clause,
            posted_as=STATED_BY,
        ),
        tuple({carrier.id: partial(supposing, OUTSTANDING, f"{each}")} for each in numbers),
        of_all=True,
    )


def _parts_of_ends(terms: Terms) -> Iterator[tuple[str | None, Fraction | None]]:
    for end in terms.ends.values():
        for each in _parts(end.on):
            if isinstance(each, HeldByHolder) and each.held.of == "outstanding":
                yield end.clause, each.held.fraction


def _edges(
    record: Record, terms: Terms, parts: Iterable[Fraction], before: date
) -> Sequence[Fraction]:
    """The numbers at which somebody comes to hold such a part, on the days that are asked about."""
    register, found = record.register, set[Fraction]()
    begun = {each.begun_on for each in record.begun.values()}
    for day in sorted({record.as_of, *begun}):
        if day >= before:
            continue
        lines = register.lines_on(day)
        held = {name: fully_diluted(line.position, terms) for name, line in lines.items()}
        together = [
            sum(held.get(name, 0) for name in family) for family in terms.affiliates.values()
        ]
        since = register.split_ratio(None, day)
        for shares in {*held.values(), *together}:
            found |= {Fraction(shares) / since / part for part in parts if shares > 0}
    return sorted(found)


def _to_try(edges: Sequence[Fraction]) -> Sequence[Fraction]:
    """A number below all edges, between each two, and above all; evenly chosen if too many."""
    if not edges:
        return ()
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    numbers = [edges[0] / 2, *between, edges[-1] * 2]
    if len(numbers) <= AT_MOST:
        return numbers
    last = len(numbers) - 1
    return [numbers[place * last // (AT_MOST - 1)] for place in range(AT_MOST)]


# --- conditions of ends ---------------------------------------------------------------------------


def _conditions(record: Record, terms: Terms, carrier: RecordedFact) -> Iterator[OpenQuestion]:
    told = {fact.condition for _, fact in record.known.of(ConditionStated)}
    for name, clause in _named_by_ends(record, terms).items():
        declared = terms.conditions.get(name)
        if declared is None or declared.if_not_stated is not None or name in told:
            continue
        yield OpenQuestion(
            MissingInput(
                name,
                "whether rights have ended or are suspended",
                declared.clause or clause or terms.registrable_securities.clause,
                posted_as="condition_stated.holds",
            ),
            tuple(
                {carrier.id: partial(supposing, condition_supposed(name), so)}
                for so in ("holds", "fails")
            ),
            of_all=True,
        )


def _named_by_ends(record: Record, terms: Terms) -> dict[str, str | None]:
    """The conditions that ends turn on by now, each with the clause of one of them."""
    happened = {f"event.{fact.event}" for _, fact in record.known.of(EventHappened)}
    happened |= set(first_offering_days(record.facts))
    return {
        each.asserted: end.clause
        for end in terms.ends.values()
        if _may_be_so(end.on, happened)
        for each in _parts(end.on)
        if isinstance(each, Asserted)
    }


def _may_be_so(said: object, happened: Set[str]) -> bool:
    """Whether an end may have come, whatever is stated: not while it waits for what happens."""
    match said:
        case WhenPassed():
            return _may_be_so(said.when, happened)
        case Counted() if said.after is not None and not isinstance(said.after, str):
            return _may_be_so(said.after, happened)
        case tuple():
            return all(_may_be_so(each, happened) for each in said)
        case AnyOf():
            return any(_may_be_so(each, happened) for each in said.any)
        case LatestOf():
            return all(_may_be_so(each, happened) for each in said.latest)
        case EarliestOf():
            return any(_may_be_so(each, happened) for each in said.earliest)
        case Happened():
            return not said.happened.startswith(("event.", "ipo.")) or said.happened in happened
        case _:
            return True


def _parts(said: object) -> Iterator[object]:
    """A part of the terms, and every part of it."""
    yield said
    if isinstance(said, tuple):
        inner: Iterable[object] = said
    elif isinstance(said, Term):
        inner = (getattr(said, name) for name in type(said).model_fields)
    else:
        return
    for each in inner:
        yield from _parts(each)
