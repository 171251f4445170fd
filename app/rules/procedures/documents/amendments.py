"""Amendments and supplements that the Company means to file: clauses 3(a)(x) and 5.

Each selling Holder has its copy so many Business Days before filing; where clause 5 applies as well
its longer time governs. What is recorded of copies says who had one: once there are any, one who is
not among them had none; while there are none, nothing is known. What a Holder reasonably objects to
in writing, because it does not comply with the law, is not filed. Where the clause asks for copies
only as far as reasonably possible, a late copy bars the filing only if an earlier one was possible.
Once it is filed the actual day takes the place of the planned one. Relies on `drafts` and
`notices.receipt`; raises `OutsideCalendar` beyond the calendars.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from app.rules.facts.life.amendments import (
    AmendmentCopyFurnished,
    AmendmentFiled,
    AmendmentObjected,
    AmendmentProposed,
)
from app.rules.notices.receipt import receipt
from app.rules.procedures.documents.drafts import LatestCopies, latest_amendment_copy
from app.rules.procedures.under_way import SellersStanding, UnderWay, happened
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.vocabulary import Standard
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value

BarToFiling: TypeAlias = Literal["OBJECTED", "COPY_LATE", "COPY_OUTSTANDING", "NOT_KNOWN"]
"""Why it may not be filed, or not yet: a Holder objects, its copy came late, it has none yet; or
an input that is named missing decides."""


@small_value
class CopyLine:
    """One Holder's copy, and whether it had it in time; null while it may still have it."""

    holder: str
    furnished_on: IfAny[date]
    in_time: bool | None
    explained_by: Mapping[str, str] = field(default_factory=dict)


@small_value
class ObjectionLine:
    """One Holder's objection, and whether it bars the filing; null while that is not known."""

    id: str
    holder: str
    objected_on: IfAny[date]
    bars: bool | None
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment or supplement: the last day for copies, and whether it may be filed.

    `copies_clause` is the clause that sets that day; null where no copies are owed, or where it is
    not known. `may_file` is null while something is outstanding or not known; `reasons` say what.
    """

    name: str
    planned_filing_on: IfAny[date]
    latest_copy_on: IfAny[date]
    copies_clause: IfAny[str]
    copies: tuple[CopyLine, ...]
    objections: tuple[ObjectionLine, ...]
    may_file: bool | None
    reasons: tuple[BarToFiling, ...]
    filed_on: IfAny[date]
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Objection:
    """An objection, and whether it bars the filing (None: not known).

    `order_unknown`: that turns on whether it came before the filing of the same day.
    """

    id: str
    source: str
    holder: str
    objected_on: Sourced[date] | None
    bars: bool | None
    order_unknown: bool = False


@dataclass(frozen=True, slots=True)
class _Amendment:
    """What is on record of one amendment, put together.

    `clause` is the one under which copies are owed in any case; `standard` softens their time,
    where it has one, and `surely` if no stricter clause may apply. Toward the Holders in
    `suspended` no copy is owed; toward those in `perhaps_suspended` that is not known. Those of the
    Holders in `waived` are waived.
    """

    name: str
    source: str
    planned_on: Sourced[date]
    furnished: Mapping[str, Sourced[date]]
    earlier_copy_possible: bool | None
    filed_on: Sourced[date] | None
    latest: LatestCopies
    clause: str | None
    standard: Standard | None
    surely: bool
    suspended: frozenset[str]
    perhaps_suspended: frozenset[str]
    waived: frozenset[str]
    objections: tuple[_Objection, ...]


@dataclass(frozen=True, slots=True)
class StatementAmendments:
    """What is owed because of amendments, and whether each may be filed."""

    duties: tuple[Obligation, ...]
    lines: tuple[AmendmentLine, ...]


def amendments(
    under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> StatementAmendments:
    """Every amendment proposed, in the order in which each was first proposed."""
    names = dict.fromkeys(fact.amendment for _, fact in under_way.of(AmendmentProposed))
    found = [_put_together(name, under_way, standing, matter) for name in names]
    return StatementAmendments(
        tuple(duty for each in found for duty in _duties(each, under_way, matter)),
        tuple(_line(each, under_way, matter) for each in found),
    )


def _put_together(
    name: str, under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> _Amendment:
    proposals = [each for each in under_way.of(AmendmentProposed) if each[1].amendment == name]
    first, (last, proposal) = proposals[0][0], proposals[-1]
    filings = [each for each in under_way.of(AmendmentFiled) if each[1].amendment == name]
    filed_on = happened(*filings[0]) if filings else None
    planned_on = Sourced(proposal.planned_filing_on, f"{last.source}/planned_filing_on")
    latest = latest_amendment_copy(filed_on or planned_on, under_way.underwritten, matter)
    term = matter.terms.amendment_copies
    surely = latest.between is None
    softer = term is not None and (not surely or latest.clause == term.clause)
    first_due = latest.between.earliest if latest.between else latest.latest_on
    last_due = latest.between.latest if latest.between else latest.latest_on
    suspended = standing.toward(conditional=softer and surely, due=first_due).suspended
    perhaps = standing.toward(conditional=softer, due=last_due).suspended
    return _Amendment(
        name=name,
        source=first.source,
        planned_on=planned_on,
        furnished=_furnished(name, under_way),
        earlier_copy_possible=proposal.earlier_copy_possible,
        filed_on=filed_on,
        latest=latest,
        clause=term.clause if term is not None and softer else latest.clause,
        standard=term.standard if term is not None and softer else None,
        surely=surely,
        suspended=suspended,
        perhaps_suspended=perhaps - suspended,
        waived=frozenset(
            each
            for each in under_way.sellers_by(filed_on)
            if under_way.is_waived(_copy_to(name, each), filed_on, has_day=True)
        ),
        objections=tuple(_objections(name, filed_on, under_way, standing, matter)),
    )


def _furnished(name: str, under_way: UnderWay) -> dict[str, Sourced[date]]:
    """The first day on which each Holder had a copy."""
    furnished: dict[str, Sourced[date]] = {}
    for holder, day in _copies(name, under_way):
        if holder not in furnished or day.value < furnished[holder].value:
            furnished[holder] = day
    return furnished


def _copies(name: str, under_way: UnderWay) -> Iterator[tuple[str, Sourced[date]]]:
    """Every copy that is on record: told of with the amendment itself, or by a fact of its own."""
    for recorded, proposal in under_way.of(AmendmentProposed):
        for place, copy in enumerate(proposal.copies if proposal.amendment == name else ()):
            source = f"{recorded.source}/copies/{place}/furnished_on"
            yield copy.holder, Sourced(copy.furnished_on, source)
    for recorded, copied in under_way.of(AmendmentCopyFurnished):
        if copied.amendment == name:
            yield copied.holder, happened(recorded, copied)


def _objections(
    name: str,
    filed_on: Sourced[date] | None,
    under_way: UnderWay,
    standing: SellersStanding,
    matter: Matter,
) -> Iterator[_Objection]:
    """The objections to one amendment.

    One that comes after it was filed bars nothing, nor does that of a Holder to whom the duty is
    suspended. Which came first of one day is not known unless the objection says so.
    """
    suspended = standing.toward(conditional=True).suspended
    for recorded, fact in under_way.of(AmendmentObjected):
        if fact.amendment != name:
            continue
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        bars = fact.reasonable if fact.on_compliance_grounds else False
        by_giving = matter.readings.objection_test == "given"
        objected_on = sent.given_on if by_giving else sent.received_on
        same_day = filed_on is not None and plain(objected_on) == filed_on.value
        if sent.flaw is not None:
            matter.working.warn(sent.flaw, f"The objection of {fact.holder} has no effect.")
            bars = False
        elif objected_on is None:
            bars = None if bars is not False else False
        elif _came_after(objected_on, filed_on, fact):
            bars = False
        own_duty = _not_over(name, recorded.name)
        if fact.holder in suspended or under_way.is_waived(own_duty, filed_on):
            bars = False
        yield _Objection(
            recorded.name,
            recorded.source,
            fact.holder,
            objected_on,
            bars,
            same_day and bars is not False and fact.before_filing is None,
        )


def _came_after(
    objected_on: Sourced[date], filed_on: Sourced[date] | None, fact: AmendmentObjected
) -> bool:
    """Whether an objection is known to have come after the filing."""
    if filed_on is None:
        return False
    same_day = objected_on.value == filed_on.value
    return objected_on.value > filed_on.value or (same_day and fact.before_filing is False)


# --- whether it may be filed --------------------------------------------------------------------


def _line(found: _Amendment, under_way: UnderWay, matter: Matter) -> AmendmentLine:
    copies = tuple(_copy(holder, found, under_way) for holder in _owed_copies(found, under_way))
    bars = tuple(dict.fromkeys(_bars(found, copies, under_way.as_of, matter)))
    barred = any(bar in ("OBJECTED", "COPY_LATE") for bar in bars)
    latest = found.latest.latest_on
    return AmendmentLine(
        name=found.name,
        planned_filing_on=found.planned_on.value,
        latest_copy_on=plain(latest),
        copies_clause=found.latest.clause,
        copies=copies,
        objections=tuple(
            ObjectionLine(
                each.id,
                each.holder,
                plain(each.objected_on),
                None if each.order_unknown else each.bars,
                explained(objected_on=each.objected_on),
            )
            for each in found.objections
        ),
        may_file=False if barred else None if bars else True,
        reasons=bars,
        filed_on=plain(found.filed_on),
        explained_by=explained(
            planned_filing_on=found.planned_on, latest_copy_on=latest, filed_on=found.filed_on
        ),
    )


def _had_by(holder: str, found: _Amendment, under_way: UnderWay) -> Sourced[date] | None:
    """The first copy that a Holder had, or one whose place it took afterwards (9(f), QG5)."""
    days = (
        day
        for one, day in found.furnished.items()
        if one in under_way.in_its_place(holder, day.value)
    )
    return min(days, key=lambda day: day.value, default=None)


def _copy(holder: str, found: _Amendment, under_way: UnderWay) -> CopyLine:
    furnished = _had_by(holder, found, under_way)
    in_time = found.latest.in_time(furnished)
    if furnished is None and found.furnished and found.latest.has_passed(under_way.as_of):
        in_time = False
    return CopyLine(holder, plain(furnished), in_time, explained(furnished_on=furnished))


def _bars(
    found: _Amendment, copies: tuple[CopyLine, ...], as_of: date | None, matter: Matter
) -> Iterator[BarToFiling]:
    """What keeps it from being filed on the planned day, or leaves that open."""
    yield from _objected(found, matter)
    if found.latest.owed is None:
        yield "NOT_KNOWN"
    elif found.latest.owed:
        for copy in (each for each in copies if each.holder not in found.suspended | found.waived):
            if copy.in_time is False:
                yield from _late_copy(copy.holder, found, matter)
            elif copy.in_time is None and copy.furnished_on is not None:
                # Late by one of the two clauses; which of them applies is named as missing.
                yield "NOT_KNOWN"
            elif copy.in_time is None:
                yield from _no_copy(found, as_of, matter)


def _objected(found: _Amendment, matter: Matter) -> Iterator[BarToFiling]:
    """What the objections come to."""
    for objection in found.objections:
        if objection.order_unknown:
            _miss_order(objection, found, matter)
            yield "NOT_KNOWN"
        elif objection.bars:
            yield "OBJECTED"
        elif objection.bars is None:
            term = matter.terms.amendment_copies
            clause = term.clause if term else found.clause or ""
            matter.working.miss(
                "reasonable",
                f"whether {found.name} may be filed",
                clause,
                posted_as="amendment_objected.reasonable",
            )
            yield "NOT_KNOWN"


def _miss_order(objection: _Objection, found: _Amendment, matter: Matter) -> None:
    """Name what would tell whether an objection of the day of filing came before it."""
    term = matter.terms.amendment_copies
    matter.working.miss(
        f"before_filing/{objection.holder}",
        f"whether the objection of {objection.holder} came before {found.name} was filed that day",
        term.clause if term else found.clause or "",
        posted_as="amendment_objected.before_filing",
    )


def _no_copy(found: _Amendment, as_of: date | None, matter: Matter) -> Iterator[BarToFiling]:
    """A copy is outstanding; once its day has passed in silence, that is not known."""
    clause = found.clause
    if clause is None or not found.latest.has_passed(as_of):
        yield "COPY_OUTSTANDING"
        return
    matter.working.miss(
        "copies",
        f"whether {found.name} may be filed",
        clause,
        posted_as="amendment_copy_furnished",
    )
    yield "NOT_KNOWN"


def _late_copy(holder: str, found: _Amendment, matter: Matter) -> Iterator[BarToFiling]:
    """A late copy bars the filing, unless an earlier one was not reasonably possible."""
    clause = found.clause
    if found.standard is None or found.earlier_copy_possible:
        yield "NOT_KNOWN" if holder in found.perhaps_suspended else "COPY_LATE"
    elif found.earlier_copy_possible is False and not found.surely:
        yield "NOT_KNOWN"
    elif found.earlier_copy_possible is None and clause is not None:
        matter.working.miss(
            "earlier_copy_possible",
            f"whether {found.name} may be filed",
            clause,
            posted_as="amendment_proposed.earlier_copy_possible",
        )
        yield "NOT_KNOWN"


def _copy_to(name: str, holder: str) -> str:
    """The id of the duty to furnish a copy to a Holder."""
    return f"amendment_copy:{name}:{holder}"


def _not_over(name: str, objection: str) -> str:
    """The id of the duty not to file over an objection."""
    return f"amendment_objection:{name}:{objection}"


# --- what is owed -------------------------------------------------------------------------------


def _owed_copies(found: _Amendment, under_way: UnderWay) -> tuple[str, ...]:
    """The sellers; once it is filed, those who were sellers then, and nobody who came since."""
    if found.filed_on is None:
        return under_way.sellers
    return under_way.sellers_on(found.filed_on.value)


def _copy_duty(
    holder: str, clause: str, found: _Amendment, under_way: UnderWay, matter: Matter
) -> Obligation:
    """A copy so long before the filing: until then its day is one of a plan that may move."""
    furnished, latest = _had_by(holder, found, under_way), found.latest
    # For one who came in after the last day it had gone by: nothing is overdue at birth.
    entered = under_way.entered(holder, date.min)
    too_late = latest.has_passed(entered) and not latest.in_time(furnished)
    return owed(
        Owing(
            duty="amendment_copy",
            id=_copy_to(found.name, holder),
            obligor=matter.terms.company.id,
            obligees=(holder,),
            action="Furnish a copy of the amendment or supplement before it is filed.",
            clause=clause,
            trigger=found.source,
            standard="promptly" if too_late else found.standard,
            due_by_plan=found.filed_on is None,
        ),
        matter.working,
        under_way.as_of,
        due=None if too_late else latest.latest_on,
        due_between=None if too_late else latest.between,
        outcome=Performance(
            furnished, excused=holder in found.suspended, falls_short=bool(found.furnished)
        ),
    )


def _duties(found: _Amendment, under_way: UnderWay, matter: Matter) -> Iterator[Obligation]:
    """A copy to each seller in time; and not to file over an objection."""
    if found.latest.owed and found.clause is not None:
        for holder in _owed_copies(found, under_way):
            yield _copy_duty(holder, found.clause, found, under_way, matter)
    term = matter.terms.amendment_copies
    if term is None:
        return
    for objection in found.objections:
        if objection.bars:
            yield owed(
                Owing(
                    duty="amendment_objection",
                    id=_not_over(found.name, objection.id),
                    obligor=matter.terms.company.id,
                    obligees=(objection.holder,),
                    action="File the amendment or supplement to which the Holder objects.",
                    clause=term.clause,
                    trigger=objection.source,
                    modality="must_not",
                ),
                matter.working,
                under_way.as_of,
                outcome=Performance(unknown=True)
                if objection.order_unknown
                else Performance(breached_on=found.filed_on),
            )
