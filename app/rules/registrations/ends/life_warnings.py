"""Facts that are recorded although they come in a state in which they change nothing.

What the table of the lifecycle (`facts.lifecycle`) flags is said in every answer of the
registration, by the states in which the answer finds it to have been: so a fact posted late, or a
correction, is flagged by what stands now and not by what stood when it was posted. Whole days: a
fact of the very day on which a state begins may have come before it. Nothing raises.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.rules.facts import Fact, RecordedFact
from app.rules.facts.declaration import DECLARED, Flagged, State, kind_of
from app.rules.facts.life.lifecycle import LIFECYCLE, NOT_UNDERWRITTEN, WARNINGS, cell, is_met
from app.rules.reasoning.matter import Matter
from app.rules.registrations.progress.progress import Progress
from app.rules.terms import Terms
from app.rules.terms.document.places import at_place
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.written_dates import written_out


def warn_of_life(progress: Progress, matter: Matter) -> None:
    """Flag the facts of a registration that came in a state in which they change nothing."""
    kind, history = progress.ruling.kind, progress.history
    life = [each.fact for each in history.facts]
    not_underwritten = progress.ruling.nature.is_continuous or (
        history.underwritten is not None and not history.underwritten.value
    )
    for fact in life:
        _warn_of_no_term(fact, matter)
        row = LIFECYCLE.get(type(fact))
        if row is None:
            continue
        if row.underwritten and not_underwritten:
            _warn(fact, NOT_UNDERWRITTEN, None, matter)
        for need in row.needs:
            known = ((type(each), each.happened_on) for each in life)
            if isinstance(need.verdict, Flagged) and not is_met(
                need, kind, fact.happened_on, known
            ):
                _warn(fact, need.verdict, None, matter)
    _warn_by_state(life, kind, dict(_states(progress)), matter)


def _warn_of_no_term(fact: Fact, matter: Matter) -> None:
    """A fact that bears on terms of which the agreement has none."""
    bears_on = DECLARED[type(fact)].bears_on
    terms = matter.on(fact.happened_on).terms
    if not bears_on or any(_has(place, terms) for place in bears_on):
        return
    matter.working.warn(
        "NOT_IN_THE_AGREEMENT",
        f"Nothing in the agreement turns on a fact of the kind {kind_of(type(fact))}: that of "
        f"{written_out(fact.happened_on)} changes nothing.",
    )


def _has(place: str, terms: Terms) -> bool:
    """Whether the agreement has a term at a place; a part of one that it lacks is lacking."""
    try:
        return bool(at_place(terms, place))
    except LookupError:
        return False


def warn_of_termination(
    facts: Iterable[RecordedFact], kind: RegistrationKind, ended_on: date, matter: Matter
) -> None:
    """Flag the facts of a registration that came after it had ended with the rights."""
    _warn_by_state([each.fact for each in facts], kind, {"terminated": ended_on}, matter)


def _warn_by_state(
    life: Iterable[Fact], kind: RegistrationKind, states: Mapping[State, date], matter: Matter
) -> None:
    """Flag every fact by the gravest state in which it came."""
    for fact in life:
        row = LIFECYCLE.get(type(fact))
        if row is None:
            continue
        for state, since in states.items():
            flagged = cell(row, kind, state, Flagged)
            if flagged is not None and fact.happened_on > since:
                _warn(fact, flagged, since, matter)
                break


def _states(progress: Progress) -> Iterator[tuple[State, date]]:
    """The states in which the registration has been, each with its day, the gravest first."""
    life, kept = progress.history.life, progress.kept
    if life.withdrawn_on is not None:
        yield "withdrawn", life.withdrawn_on.value
    if progress.history.abandoned_on is not None:
        yield "abandoned", progress.history.abandoned_on.value
    if progress.sold_out_on is not None:
        yield "closed", progress.sold_out_on.value
    elif progress.gone_on is not None:
        yield "closed", progress.gone_on.value
    elif kept is not None and kept.ends_by is not None:
        yield "expired", kept.ends_by.value
    if life.effective_on is not None:
        yield "effective", life.effective_on.value
    if progress.ruling.decision == "refused":
        yield "refused", date.min


def _warn(fact: Fact, flagged: Flagged, since: date | None, matter: Matter) -> None:
    if flagged.code not in WARNINGS:
        return  # said elsewhere
    because = WARNINGS[flagged.code].format(since=written_out(since) if since else "")
    what = fact.kind.replace("_", " ").capitalize()
    matter.working.warn(flagged.code, f"{what} on {written_out(fact.happened_on)}: {because}.")
