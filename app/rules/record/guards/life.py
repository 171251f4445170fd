"""What cannot be recorded of one registration: facts that contradict its own life or its kind.

A registration is filed once, effective once and after filing, and then neither withdrawn nor
abandoned nor delayed; a sale off a shelf has no statement of its own, and is over with the sale.
Which fact cannot come when is told by the table of the lifecycle (`facts.lifecycle`). Facts that
contradict each other are objected to in whichever order they are posted. Every objection is listed,
with the field at fault; nothing raises.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from app.rules.facts import BeginningFact, DatedFact, Fact
from app.rules.facts.declaration import Refused, Row, State
from app.rules.facts.life.course import DeclaredEffective, DistributionCompleted, Filed
from app.rules.facts.life.lifecycle import LIFECYCLE, cell, is_met
from app.rules.facts.life.participation import Abandoned, Withdrawn
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    ShelfTriggered,
)
from app.rules.facts.life.stages import StageReached
from app.rules.facts.standing.withdrawal import (
    Handed,
    all_withdrawn_on,
    ever_asked,
    rests_on_requests,
)
from app.rules.holders.moves import handed_on
from app.rules.record.guards.objection import Objection
from app.rules.record.guards.posted import Posted
from app.rules.record.guards.procedures import procedure_objections
from app.rules.terms import Terms
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.written_dates import written_out

OF_KIND: Final[Mapping[RegistrationKind, str]] = {
    "requested": "a demand",
    "shelf": "a shelf",
    "takedown": "a takedown",
    "incidental": "the Company's own registration",
}
BECAME: Final[Mapping[State, str]] = {
    "filed": "filed",
    "effective": "effective",
    "closed": "sold",
    "withdrawn": "withdrawn",
    "abandoned": "abandoned",
}
"""The states that the facts of a life alone tell, and what has then become of it."""


def life_objections(posted: Posted) -> Iterable[Objection]:
    """Everything in the life of its registration that stands against a fact."""
    fact, life, terms, beginning = posted.fact, posted.life, posted.terms, posted.beginning
    row = LIFECYCLE.get(type(fact))
    if beginning is None or row is None:
        return
    kind = beginning.begins
    if kind not in row.of:
        yield Objection(
            "/kind",
            "not_for_this_kind",
            f"This is {OF_KIND[kind]}; {fact.kind} belongs to "
            f"{' or '.join(OF_KIND[each] for each in row.of)}.",
        )
        return
    # A letter counts from its receipt, whichever was sent first (QB10).
    if fact.happened_on < beginning.happened_on and not isinstance(fact, LetterAdded):
        code = "before_demand" if isinstance(beginning, DemandReceived) else "before_registration"
        yield Objection(
            fact.dated_at, code, f"It began only on {written_out(beginning.happened_on)}."
        )
    handed = handed_on(posted.register)
    yield from _by_the_table(fact, kind, life, handed, terms)
    yield from _contradicted(fact, kind, life, handed, terms)
    if isinstance(fact, Withdrawn):
        yield from _withdrawal_objections(fact, posted, beginning, handed)
    if kind == "takedown":
        yield from _closed_after_withdrawal(fact, life)
    yield from procedure_objections(fact, life)


def _by_the_table(
    fact: Fact,
    kind: RegistrationKind,
    life: Sequence[Fact],
    handed: Sequence[Handed],
    terms: Terms,
) -> Iterator[Objection]:
    """What the table refuses by the other facts of the life."""
    row, pointer = LIFECYCLE[type(fact)], fact.dated_at
    before = next((each for each in life if type(each) is type(fact)), None)
    if row.once is not None and before is not None:
        yield _already(pointer, row.once, before.happened_on)
        return
    for need in row.needs:
        is_missing = not is_met(need, kind, fact.happened_on, _days(life))
        if isinstance(need.verdict, Refused) and is_missing:
            yield Objection(pointer, need.verdict.code, need.says)
    for state, day in states_reached(kind, life, handed, terms).items():
        refused = cell(row, kind, state, Refused)
        if refused and _comes_after(fact.happened_on, state, day, row):
            yield _already(pointer, refused.code, day)
            return


def _days(life: Iterable[Fact]) -> Iterator[tuple[type[Fact], date]]:
    """The kinds of the facts of a life, each with its day."""
    return ((type(each), each.happened_on) for each in life)


def _comes_after(day: date, state: State, since: date, row: Row) -> bool:
    """Whether a fact comes in a state: on the day on which it began only where the row says so."""
    return day > since or (day == since and state in row.strict)


def states_reached(
    kind: RegistrationKind, life: Sequence[Fact], handed: Sequence[Handed], terms: Terms
) -> Mapping[State, date]:
    """The states that the facts alone tell, each with its first day, the gravest first."""
    beginning = next(each for each in life if isinstance(each, BeginningFact))
    # Where the Company may not abandon its registration (QC13), the attempt ends nothing.
    abandoned = _first(life, Abandoned) if terms.readings.company_may_abandon else None
    found: dict[State, date | None] = {
        "withdrawn": all_withdrawn_on(beginning, life, handed),
        "abandoned": abandoned,
        "closed": _closed_on(life) if kind == "takedown" else None,
        "effective": _first(life, DeclaredEffective),
        "filed": _first(life, Filed),
    }
    return {state: day for state, day in found.items() if day is not None}


def _contradicted(
    fact: Fact,
    kind: RegistrationKind,
    life: Sequence[Fact],
    handed: Sequence[Handed],
    terms: Terms,
) -> Iterator[Objection]:
    """Facts on the record that could not be true after the new one."""
    if LIFECYCLE[type(fact)].leads_to is None:
        return
    named: set[str] = set()
    for place, other in enumerate(life):
        row = LIFECYCLE.get(type(other))
        if row is None:
            continue
        without = [*life[:place], *life[place + 1 :]]
        before = {each.code for each in _by_the_table(other, kind, without, handed, terms)}
        found = _by_the_table(other, kind, [*without, fact], handed, terms)
        if all(each.code in before for each in found):
            continue
        code = f"already_{BECAME[row.leads_to]}" if row.leads_to else "contradicts_record"
        if code not in named:
            named.add(code)
            says = f"{other.kind} of {written_out(other.happened_on)} could not be true after it."
            yield Objection(fact.dated_at, code, says)


def _closed_on(life: Sequence[Fact]) -> date | None:
    """The day on which a sale off the shelf was made: all is said to be sold, or it has closed."""
    closings = [each for each in life if isinstance(each, StageReached) and each.stage == "closed"]
    days = (_first(life, DistributionCompleted), _first(closings, StageReached))
    return min((day for day in days if day is not None), default=None)


def _first(life: Sequence[Fact], kind: type[DatedFact]) -> date | None:
    """The day of the first fact of one kind."""
    return min((each.occurred_on for each in life if isinstance(each, kind)), default=None)


def _already(pointer: str, code: str, day: date) -> Objection:
    what = code.removeprefix("already_")
    return Objection(pointer, code, f"It was {what} on {written_out(day)}.")


def _withdrawal_objections(
    fact: Withdrawn, posted: Posted, beginning: BeginningFact, handed: Sequence[Handed]
) -> Iterable[Objection]:
    if fact.holders is not None:
        by_then = [each for each in handed if each.on <= fact.occurred_on]
        if not _covers_all(beginning, posted):
            yield from _who_did_not_ask(fact.holders, posted.life, by_then)
    elif not rests_on_requests(beginning):
        says = "No Holder set it going: name the Holders who take back their requests."
        yield Objection("/holders", "names_nobody", says)


def _covers_all(beginning: BeginningFact, posted: Posted) -> bool:
    """Whether it takes in everybody's shares without a request, and anybody may stay out."""
    if not isinstance(beginning, ShelfTriggered) or beginning.called_for_on is None:
        return False
    terms = posted.ruled.terms.on(beginning.called_for_on)
    shelf = terms.with_shelf(beginning.shelf).shelf
    return shelf is not None and shelf.covers == "all"


def _closed_after_withdrawal(fact: Fact, life: Sequence[Fact]) -> Iterator[Objection]:
    """A sale off the shelf that has closed is made: nobody took it back on that day or later."""
    if isinstance(fact, StageReached) and fact.stage == "closed":
        taken_back = [each.occurred_on for each in life if isinstance(each, Withdrawn)]
        after = [day for day in taken_back if day >= fact.occurred_on]
        if after:
            yield _already(fact.dated_at, "already_withdrawn", min(after))


def _who_did_not_ask(
    holders: Sequence[str], life: Sequence[Fact], handed: Sequence[Handed]
) -> Iterable[Objection]:
    """Nobody takes back a request that neither it made nor one whose place it took."""
    asked = ever_asked(life, handed)
    for place, holder in enumerate(holders):
        if holder not in asked:
            yield Objection(
                f"/holders/{place}", "did_not_ask", f"{holder} asked for nothing to be registered."
            )
