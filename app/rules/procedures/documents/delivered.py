"""The papers that go with an effective registration: clauses 3(a)(viii) and 3(a)(x).

Counsel's opinion and the accountants' letter bear the day of effectiveness; one that bears another
day is not the one asked for. What the clause measures is the day a paper bears, so that is the day
on which it counts as furnished. The opinion covers the topics of the terms, in one paper or in
several; the letter's information is recent. The earnings statement covers a period in a window, and
cannot be there before the shortest such period is over; it has no due day. Days are whole days;
relies on `comfort_letter` and `earnings_statement`; raises `OutsideCalendar` beyond the calendars.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from app.rules.facts import RecordedFact
from app.rules.facts.life.procedures import (
    ComfortLetterDelivered,
    EarningsStatementAvailable,
    OpinionDelivered,
)
from app.rules.procedures.documents.comfort_letter import (
    dated_at_effectiveness,
    earliest_cutoff,
    recent_enough,
)
from app.rules.procedures.documents.earnings_statement import (
    StatementWindow,
    satisfies,
    statement_window,
)
from app.rules.procedures.steps import duty_of_company, not_yet, step_due, step_named
from app.rules.procedures.under_way import SellersStanding, UnderWay, happened
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.period import due_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.clocks.periods import EarningsStatement
from app.rules.terms.procedures import OpinionTopic
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value
from app.rules.values.written_dates import written_out

UNDERWRITERS: Final = "underwriters"
SECURITY_HOLDERS: Final = "security_holders"


@small_value
class OpinionLine:
    """One opinion: the day it bears, and whether that is the day of effectiveness."""

    dated: date
    dated_at_effectiveness: bool | None
    topics: tuple[OpinionTopic, ...]
    explained_by: Mapping[str, str] = field(default_factory=dict)


@small_value
class LetterLine:
    """One letter of the accountants: the day it bears, and how old its information may be."""

    dated: date
    dated_at_effectiveness: bool | None
    information_to: date
    earliest_information_to: date | None
    recent_enough: bool | None
    explained_by: Mapping[str, str] = field(default_factory=dict)


@small_value
class StatementLine:
    """One earnings statement, and whether it covers the period asked for."""

    first_day: date
    last_day: date
    covers: bool | None
    explained_by: Mapping[str, str] = field(default_factory=dict)


@small_value
class StatementPeriod:
    """Which days the earnings statement covers: its first, and the range of its last."""

    first_day: date
    earliest_last_day: date
    latest_last_day: date
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Documents:
    """The papers delivered; `missing_topics` are those no opinion of the right day covers yet."""

    opinions: tuple[OpinionLine, ...]
    missing_topics: tuple[OpinionTopic, ...] | None
    letters: tuple[LetterLine, ...]
    earnings_period: IfAny[StatementPeriod]
    earnings_statements: tuple[StatementLine, ...]


NO_DOCUMENTS: Final = Documents((), None, (), None, ())


@dataclass(frozen=True, slots=True)
class Papers:
    """What is owed of the papers, and what has been delivered."""

    duties: tuple[Obligation, ...]
    documents: Documents


def papers(under_way: UnderWay, standing: SellersStanding, matter: Matter) -> Papers:
    """The opinion, the letter and the earnings statement."""
    opinions, missing, opinion_on = _opinions(under_way, matter)
    letters, letter_on = _letters(under_way, matter)
    window = _window(under_way, matter)
    statements, available_on = _statements(window, under_way, matter)
    duties = (
        *_at_effectiveness("opinion", opinion_on, under_way, standing, matter),
        *_at_effectiveness("comfort_letter", letter_on, under_way, standing, matter),
        *_earnings(window, available_on, under_way, matter),
    )
    period = _shown_period(window) if window else None
    return Papers(duties, Documents(opinions, missing, letters, period, statements))


def _at_effectiveness(
    name: Literal["opinion", "comfort_letter"],
    furnished_on: Sourced[date] | None,
    under_way: UnderWay,
    standing: SellersStanding,
    matter: Matter,
) -> Iterator[Obligation]:
    """A paper that bears the day of effectiveness, for the sellers and any underwriters."""
    procedure = step_named(name, under_way, matter)
    if procedure is None:
        return
    due = step_due(procedure, under_way.effective_on, furnished_on, matter)
    kind = OpinionDelivered if name == "opinion" else ComfortLetterDelivered
    # A paper on record that does not serve is no silence about the one that is owed.
    outcome = Performance(furnished_on, falls_short=bool(under_way.of(kind)))
    duty = duty_of_company(procedure, under_way, standing, outcome, matter, due=due)
    if under_way.is_underwritten:
        duty = replace(duty, obligees=(*duty.obligees, UNDERWRITERS))
    yield duty


# --- the opinion of counsel ---------------------------------------------------------------------


def _opinions(
    under_way: UnderWay, matter: Matter
) -> tuple[tuple[OpinionLine, ...], tuple[OpinionTopic, ...] | None, Sourced[date] | None]:
    """Every opinion, the topics none of the right day covers, and the day all are covered."""
    term = matter.terms.legal_opinion
    lines: list[OpinionLine] = []
    missing = list(term.topics) if term else []
    last: Sourced[date] | None = None
    for recorded, fact in under_way.of(OpinionDelivered):
        dated = Sourced(fact.dated, f"{recorded.source}/dated")
        right = _bears_the_day(dated, under_way, matter)
        lines.append(
            OpinionLine(
                fact.dated,
                plain(right),
                fact.topics,
                {**explained(dated=dated), **explained(dated_at_effectiveness=right)},
            )
        )
        if right is not None and right.value and (last is None or missing):
            missing = [topic for topic in missing if topic not in fact.topics]
            last = happened(recorded, fact)
    return tuple(lines), tuple(missing) if term else None, None if missing else last


def _bears_the_day(
    dated: Sourced[date], under_way: UnderWay, matter: Matter
) -> Sourced[bool] | None:
    """Whether an opinion is dated the day of effectiveness; None before there is one."""
    effective, procedure = under_way.effective_on, step_named("opinion", under_way, matter)
    if effective is None or procedure is None:
        return None
    right = dated.value == effective.value
    return matter.working.step(
        "procedures.opinion_dated",
        procedure.clause,
        f"The opinion is {'' if right else 'not '}dated the day of effectiveness.",
        right,
        {"dated": dated, "effective_on": effective},
    )


# --- the letter of the accountants --------------------------------------------------------------


def _letters(
    under_way: UnderWay, matter: Matter
) -> tuple[tuple[LetterLine, ...], Sourced[date] | None]:
    """Every letter, and the day of the first that is of the right day and recent enough."""
    lines: list[LetterLine] = []
    furnished_on: Sourced[date] | None = None
    for recorded, fact in under_way.of(ComfortLetterDelivered):
        dated = Sourced(fact.dated, f"{recorded.source}/dated")
        line = _letter(recorded, fact, dated, under_way, matter)
        lines.append(line)
        serves = line.dated_at_effectiveness and line.recent_enough is not False
        if serves and furnished_on is None:
            furnished_on = happened(recorded, fact)
    return tuple(lines), furnished_on


def _letter(
    recorded: RecordedFact,
    fact: ComfortLetterDelivered,
    dated: Sourced[date],
    under_way: UnderWay,
    matter: Matter,
) -> LetterLine:
    to = Sourced(fact.information_to, f"{recorded.source}/information_to")
    right, earliest, recent = None, None, None
    term, effective = matter.terms.comfort_letter, under_way.effective_on
    if term is not None:
        earliest = earliest_cutoff(dated, term, matter)
        recent = recent_enough(to, earliest, dated, term, matter)
        if effective is not None:
            right = dated_at_effectiveness(dated, effective, term, matter)
    return LetterLine(
        dated=fact.dated,
        dated_at_effectiveness=plain(right),
        information_to=fact.information_to,
        earliest_information_to=plain(earliest),
        recent_enough=plain(recent),
        explained_by={
            **explained(dated=dated, information_to=to, earliest_information_to=earliest),
            **explained(dated_at_effectiveness=right, recent_enough=recent),
        },
    )


# --- the earnings statement ---------------------------------------------------------------------


def _window(under_way: UnderWay, matter: Matter) -> StatementWindow | None:
    term, effective = matter.terms.earnings_statement, under_way.effective_on
    if term is None or effective is None:
        return None
    return statement_window(effective, term, matter)


def _statements(
    window: StatementWindow | None, under_way: UnderWay, matter: Matter
) -> tuple[tuple[StatementLine, ...], Sourced[date] | None]:
    """Every earnings statement, and the day on which the first that serves was available."""
    lines: list[StatementLine] = []
    available_on: Sourced[date] | None = None
    term = matter.terms.earnings_statement
    for recorded, fact in under_way.of(EarningsStatementAvailable):
        first = Sourced(fact.first_day, f"{recorded.source}/first_day")
        last = Sourced(fact.last_day, f"{recorded.source}/last_day")
        on = happened(recorded, fact)
        covers = satisfies(window, first, last, term, matter, on) if window and term else None
        sources = explained(first_day=first, last_day=last)
        lines.append(
            StatementLine(
                fact.first_day,
                fact.last_day,
                plain(covers),
                {**sources, **explained(covers=covers)},
            )
        )
        if available_on is None and covers is not None and covers.value:
            available_on = on
    return tuple(lines), available_on


def _shown_period(window: StatementWindow) -> StatementPeriod:
    return StatementPeriod(
        window.period_start.value,
        window.earliest_period_end.value,
        window.latest_period_end.value,
        explained(
            first_day=window.period_start,
            earliest_last_day=window.earliest_period_end,
            latest_last_day=window.latest_period_end,
        ),
    )


def _earnings(
    window: StatementWindow | None,
    available_on: Sourced[date] | None,
    under_way: UnderWay,
    matter: Matter,
) -> Iterator[Obligation]:
    """To make an earnings statement available to security holders, by a standard without a day."""
    term = matter.terms.earnings_statement
    if term is None or not under_way.has_statement:
        return
    effective, place = under_way.effective_on, "/earnings_statement/available/within"
    due = due_day(place, effective, matter, done_on=available_on) if effective else None
    duty = owed(
        Owing(
            duty="earnings_statement",
            id="earnings_statement",
            obligor=matter.terms.company.id,
            obligees=(SECURITY_HOLDERS,),
            action="Make an earnings statement for the period available to security holders.",
            clause=term.available.clause,
            trigger=under_way.trigger,
            standard=term.available.standard,
            begins_on=_earliest(window, term, matter) if window else None,
        ),
        matter.working,
        under_way.as_of,
        due=due,
        outcome=Performance(available_on),
    )
    if window is None:
        yield not_yet(duty)
    elif duty.status == "open" and _is_past(window.latest_period_end, under_way):
        # No statement over a longer period serves: one should have been made by now.
        yield replace(duty, status="overdue_review")
    else:
        yield duty


def _is_past(day: Sourced[date], under_way: UnderWay) -> bool:
    return under_way.as_of is not None and under_way.as_of > day.value


def _earliest(window: StatementWindow, term: EarningsStatement, matter: Matter) -> Sourced[date]:
    """The first day on which there can be a statement: after the shortest period it covers."""
    day = window.earliest_period_end.value + ONE_DAY
    return matter.working.step(
        "procedures.earnings_statement_from",
        term.clause,
        f"The shortest period is over on {written_out(window.earliest_period_end.value)}; there "
        f"can be a statement for it from {written_out(day)}.",
        day,
        {"earliest_period_end": window.earliest_period_end},
    )
