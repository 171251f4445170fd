"""What the Company owes under the agreement itself, whatever registrations there are.

Its lasting promises: public information (7(a)), reports in time (7(b)), a form it stays qualified
for (2(c)), no better rights for others (8), recognition of assignees (9(f)), statements on request
(7(c)), and the execution of the agreement (Preamble). A lasting promise is open from its first day;
it is broken only if somebody records that. A lapse of what only best efforts are promised for calls
for review, unless a finding on the efforts is recorded too. With the rights the promises end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.rules.agreement.known import Known
from app.rules.agreement.not_performed import as_stated
from app.rules.agreement.rights_end import RightsStatus, rights_status
from app.rules.agreement.waivers import with_waivers
from app.rules.covenants.assignees import Recognition, recognitions
from app.rules.covenants.grants import Grant, grants, no_better_rights
from app.rules.covenants.rule144_requests import DocumentRequest, document_requests
from app.rules.facts.covenants import CovenantName, CovenantStanding, ReportFiled, ReportMissed
from app.rules.facts.holdings import AgreementMade
from app.rules.facts.life.performance import NotPerformed
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    Status,
    after_the_end,
    miss_unconfirmed,
    owed,
)
from app.rules.reasoning.remedies import RemedyLine, remedies
from app.rules.reasoning.trace import Sourced
from app.rules.terms.covenants import Covenant
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class AgreementDuties:
    """What is owed under the agreement itself on a day, and what it follows from."""

    obligations: tuple[Obligation, ...]
    grants: tuple[Grant, ...]
    document_requests: tuple[DocumentRequest, ...]
    recognitions: tuple[Recognition, ...]
    remedies: tuple[RemedyLine, ...]
    rights: RightsStatus


def agreement_duties(known: Known, matter: Matter) -> AgreementDuties:
    """Every obligation of the agreement's own, with its status at the end of the day known."""
    rights = rights_status(known, matter)
    made = grants(known, rights, matter)
    holders = _holding(known)
    asked, furnished = document_requests(known, matter)
    transferees, recognise = recognitions(known, matter)
    lasting = (
        *_lasting(holders, rights, known, matter),
        *_reports(holders, known, matter),
        *no_better_rights(made, holders, known, matter),
        *furnished,
        *recognise,
    )
    stated = (each for each in known.of(NotPerformed) if each[1].registration is None)
    lasting = as_stated(lasting, stated, matter, known.as_of)
    obligations = (
        *_execution(known, matter),
        *(after_the_end(each, rights.ended_on) if rights.ended_on else each for each in lasting),
    )
    waived = with_waivers(obligations, None, known.instruments.waivers, matter, known.as_of)
    miss_unconfirmed(waived, matter.working)
    return AgreementDuties(
        obligations=waived,
        grants=made,
        document_requests=asked,
        recognitions=transferees,
        remedies=remedies(waived, matter),
        rights=rights,
    )


def _execution(known: Known, matter: Matter) -> Iterator[Obligation]:
    """To execute and deliver the agreement, which the record of its making shows."""
    term = matter.terms.execution
    if term is None:
        return
    made = next(
        (
            Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
            for recorded, fact in known.of(AgreementMade)
        ),
        None,
    )
    yield owed(
        Owing(
            duty="execution",
            id="execution",
            obligor=matter.terms.company.id,
            obligees=_first_holders(known, made),
            action=f"Execute and deliver the agreement, a condition of {term.condition_of}.",
            clause=term.clause,
            trigger="terms:/agreement_date",
        ),
        matter.working,
        known.as_of,
        outcome=Performance(made),
    )


def _holding(known: Known) -> tuple[str, ...]:
    """The Holders: who holds nothing any more is none (1(e)), unless nobody is left who does."""
    everybody = known.register.on(known.as_of).recognised()
    left = known.register.left_on
    return tuple(each for each in everybody if left(each, known.as_of) is None) or everybody


def _first_holders(known: Known, made: Sourced[date] | None) -> tuple[str, ...]:
    """The Holders with whom it was made: those on the register on the day of its making (1(e))."""
    return tuple(sorted(known.register.lines_on(made.value if made else known.as_of)))


# --- lasting promises ------------------------------------------------------------------------


def _lasting(
    holders: tuple[str, ...], rights: RightsStatus, known: Known, matter: Matter
) -> Iterator[Obligation]:
    covenants = matter.terms.covenants
    if covenants is None:
        return
    stated: tuple[tuple[CovenantName, Covenant | None, str], ...] = (
        (
            "public_information",
            covenants.public_information,
            "Make and keep public the information that Rule 144 asks for.",
        ),
        ("reports", covenants.reports, "File all reports in time with the Commission."),
        (
            "form_eligibility",
            covenants.form_eligibility,
            f"Stay qualified to register secondary offerings on Form "
            f"{covenants.form_eligibility.form if covenants.form_eligibility else ''}.",
        ),
    )
    for name, covenant, action in stated:
        if covenant is not None:
            event = _event(covenant, known)
            begins = _begins(name, covenant, event, matter)
            trigger = event.source if event else "terms:/agreement_date"
            lapse = _lapse(name, begins, rights.ended_on, known)
            promised = Owing(
                duty=name,
                id=name.replace("_", "-"),
                obligor=matter.terms.company.id,
                obligees=holders,
                action=action,
                clause=covenant.clause,
                trigger=trigger,
                standard=covenant.standard,
                begins_on=begins,
            )
            yield _promise(promised, lapse, known.as_of, matter)


def _promise(
    owing: Owing, lapse: tuple[str, CovenantStanding] | None, as_of: date, matter: Matter
) -> Obligation:
    """One lasting promise: not yet binding, open, lapsed or broken."""
    broken = lapse is not None and (owing.standard is None or lapse[1].best_efforts_used is False)
    lapsed_on = None if lapse is None else Sourced(lapse[1].occurred_on, f"{lapse[0]}/occurred_on")
    outcome = Performance(breached_on=lapsed_on if broken else None)
    promise = owed(owing, matter.working, as_of, outcome=outcome)
    if owing.begins_on is None:
        return replace(promise, status="not_yet_due")
    if lapse is None or lapsed_on is None or broken:
        return promise
    return _lapsed(promise, lapse[1], lapsed_on, matter)


def _lapsed(
    promise: Obligation, fact: CovenantStanding, lapsed_on: Sourced[date], matter: Matter
) -> Obligation:
    """A promise of efforts whose object is not there: a matter for review, or a failed effort."""
    tried = fact.best_efforts_used is True
    status: Status = "open" if tried else "overdue_review"
    says = (
        f"It has been lacking since {written_out(lapsed_on.value)}. The promised efforts were "
        "made, so that there is no breach."
        if tried
        else f"It has been lacking since {written_out(lapsed_on.value)}; whether the promised "
        "efforts were made needs review."
    )
    found = matter.working.step(
        "covenants.lapsed", promise.clause, says, status, {"lapsed_on": lapsed_on}
    )
    return replace(
        promise, status=status, explained_by={**promise.explained_by, "status": found.source}
    )


def _event(covenant: Covenant, known: Known) -> Sourced[date] | None:
    """The event on record from which a promise binds that does not bind from the beginning."""
    if covenant.begins == "agreement":
        return None
    if covenant.begins == "first_public_offering":
        return known.first_offering_effective()
    return known.reporting_began()


def _begins(
    name: CovenantName, covenant: Covenant, event: Sourced[date] | None, matter: Matter
) -> Sourced[date] | None:
    """The first day on which a promise binds; None if its event is not on record."""
    made = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
    if covenant.begins == "agreement":
        return made
    if event is None:
        of_offering = covenant.begins == "first_public_offering"
        missing = "first_public_offering_effective" if of_offering else "reporting_began"
        matter.working.miss(missing, f"from when the promise “{name}” binds", covenant.clause)
        return None
    day = max(event.value + ONE_DAY, made.value)
    return matter.working.step(
        "covenants.begins",
        covenant.clause,
        f"It binds after {written_out(event.value)}, and not before the agreement: from "
        f"{written_out(day)}.",
        day,
        {"event": event, "agreement_date": made},
    )


def _lapse(
    name: CovenantName, begins: Sourced[date] | None, ended_on: date | None, known: Known
) -> tuple[str, CovenantStanding] | None:
    """The latest word on a promise while it binds, if that is that its object is not there."""
    if begins is None:
        return None
    latest: tuple[str, CovenantStanding] | None = None
    for recorded, fact in known.of(CovenantStanding):
        binds = begins.value <= fact.occurred_on < (ended_on or date.max)
        if fact.covenant == name and binds:
            latest = None if fact.kept else _since(latest, recorded.source, fact)
    return latest


def _since(
    before: tuple[str, CovenantStanding] | None, source: str, fact: CovenantStanding
) -> tuple[str, CovenantStanding]:
    """A lapse lasts from its first day; what is found of the efforts later belongs to it."""
    if before is None:
        return source, fact
    first_source, first = before
    if fact.best_efforts_used is None:
        return before
    return first_source, first.model_copy(update={"best_efforts_used": fact.best_efforts_used})


# --- each report -----------------------------------------------------------------------------


def _reports(holders: tuple[str, ...], known: Known, matter: Matter) -> Iterator[Obligation]:
    """Every report on record that fell due while the promise bound: filed in time, late or not."""
    covenants = matter.terms.covenants
    term = covenants.reports if covenants else None
    if term is None:
        return
    began = known.reporting_began()
    first = max(began.value + ONE_DAY if began else date.min, matter.terms.agreement_date)
    found: dict[tuple[date, str], tuple[str, str, Sourced[date] | None]] = {}
    for recorded, missed in known.of(ReportMissed):
        found.setdefault((missed.due_on, missed.report), (recorded.name, recorded.source, None))
    for recorded, filed in known.of(ReportFiled):
        done = Sourced(filed.occurred_on, f"{recorded.source}/occurred_on")
        name, _, _ = found.get((filed.due_on, filed.report), (recorded.name, "", None))
        found[filed.due_on, filed.report] = (name, recorded.source, done)
    for (due_on, report), (name, source, filed_on) in sorted(found.items()):
        if due_on < first:
            continue
        yield owed(
            Owing(
                duty="report",
                # By the fact that first told of it: its due day may be corrected.
                id=f"report:{name}",
                obligor=matter.terms.company.id,
                obligees=holders,
                action=f"File the report {report}.",
                clause=term.clause,
                trigger=source,
                standard=term.standard,
            ),
            matter.working,
            known.as_of,
            due=Sourced(due_on, f"{source}/due_on"),
            outcome=Performance(filed_on),
        )
