"""What cannot be recorded of instruments, covenants, addresses and assignees: 7, 8 and 9.

An instrument is objected to if it changes what is not in the terms, makes of them what is no terms
document, or touches what made the agreement; the place at fault is named, also in an instrument
recorded earlier that a new one leaves without its object. Whether an instrument has effect is no
objection but an answer. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from app.rules.agreement.instruments import Executed, Instruments
from app.rules.facts import Fact, RecordedFact
from app.rules.facts.covenants import (
    AddressChanged,
    CovenantStanding,
    ExistingRightsStated,
    FirstPublicOfferingEffective,
    ReportFiled,
    ReportingBegan,
    ReportMissed,
    Rule144Requested,
    Rule144StatementFurnished,
)
from app.rules.facts.instruments import ObligationWaived, SignedInstrument, TermsAmended
from app.rules.facts.life.performance import NotPerformed
from app.rules.facts.life.requests import CompanyOfferingCommenced
from app.rules.record.guards.objection import Objection, days_of, unknown_on
from app.rules.terms import Terms
from app.rules.terms.document.by_date import DoesNotFit, Misfit, changed

FIXED: Final = (
    "schema_version",
    "agreement_date",
    "time_zone",
    "original_holders",
)
"""What made the agreement, and how its document is read: no instrument changes these."""


def covenant_objections(
    new: RecordedFact, record: Sequence[RecordedFact], known: Instruments
) -> Iterator[Objection]:
    """Everything that stands against recording `new`; `known` are the instruments with it."""
    fact = new.fact
    yield from _changes_that_do_not_fit(new, known)
    if isinstance(fact, SignedInstrument):
        yield from _signers(fact, known)
        if fact.effective_from and fact.effective_from < known.terms.original.agreement_date:
            yield Objection(
                "/effective_from",
                "before_agreement",
                "No instrument has effect before the agreement itself, which was made on "
                f"{known.terms.original.agreement_date.isoformat()}.",
            )
    match fact:
        case ObligationWaived() | CompanyOfferingCommenced():
            yield from _registration(fact, record)
        case NotPerformed():
            yield from (*_registration(fact, record), *_speaker(fact, known))
        case AddressChanged():
            yield from _speaker(fact, known)
        case Rule144Requested() | Rule144StatementFurnished():
            yield from _holder(fact.holder, "/holder", _days(fact, known), known)
        case CovenantStanding():
            yield from _covenant(fact, known.terms.on(fact.occurred_on))
        case FirstPublicOfferingEffective() | ReportingBegan() | ExistingRightsStated():
            yield from _only_once(fact, record)
            yield from _when_made(fact, known.terms.original)
        case ReportFiled() | ReportMissed():
            yield from _report(fact, record)
        case _:
            return


# --- instruments -----------------------------------------------------------------------------


def _changes_that_do_not_fit(new: RecordedFact, known: Instruments) -> Iterator[Objection]:
    """Changes that give no terms: the new ones, or earlier ones left without their object."""
    misfits = known.terms.misfits()
    for each in known.amendments:
        found = misfits.get(each.recorded.source, ())
        if each.recorded.id == new.id:
            found = found or _tried(each, known)
            yield from (_objection(misfit) for misfit in found)
            if not found:
                yield from _fixed(each.fact, known.terms.original)
        elif found:
            yield Objection(
                "",
                "contradicts_record",
                "With this fact, an instrument recorded earlier could not change the terms: "
                f"{found[0].says}",
            )


def _tried(executed: Executed[TermsAmended], known: Instruments) -> tuple[Misfit, ...]:
    """What is wrong with the changes of an instrument without effect, which must fit as well."""
    fact = executed.fact
    if executed.effective_from is not None:
        return ()
    day = max(fact.occurred_on, fact.effective_from or fact.occurred_on)
    try:
        changed(known.terms.on(day), fact.changes)
    except DoesNotFit as misfit:
        return misfit.misfits
    return ()


def _objection(misfit: Misfit) -> Objection:
    parts = () if misfit.place is None else (misfit.place, *misfit.within)
    pointer = "/changes" + "".join(f"/{_escaped(str(part))}" for part in parts)
    return Objection(pointer, "invalid_terms", misfit.says)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _fixed(fact: TermsAmended, original: Terms) -> Iterator[Objection]:
    """The changes that touch what no instrument can change."""
    for place, value in fact.changes.items():
        top = place.split("/")[1]
        company = place == "/company/id" or (
            place == "/company" and isinstance(value, dict) and value["id"] != original.company.id
        )
        if top in FIXED or company:
            yield Objection(
                f"/changes/{_escaped(place)}",
                "fixed_term",
                f"{place} belongs to the making of the agreement; no instrument changes it.",
            )


def _signers(fact: SignedInstrument, known: Instruments) -> Iterator[Objection]:
    """Those who sign or consent must be Holders on the day."""
    for place, holder in enumerate(fact.signed_by):
        yield from _holder(holder, f"/signed_by/{place}", (fact.occurred_on,), known)
    for holder in fact.consents:
        yield from _holder(holder, f"/consents/{holder}", (fact.occurred_on,), known)


def _registration(
    fact: ObligationWaived | NotPerformed | CompanyOfferingCommenced, record: Sequence[RecordedFact]
) -> Iterator[Objection]:
    if fact.registration is None:
        return
    begun = [each.fact.happened_on for each in record if each.registration_id == fact.registration]
    if not begun:
        yield Objection(
            "/registration",
            "unknown_registration",
            f"This agreement has no registration {fact.registration!r}.",
        )


# --- parties, covenants, reports -------------------------------------------------------------


def _days(fact: Rule144Requested | Rule144StatementFurnished, known: Instruments) -> Sequence[date]:
    """On one of these days whom it concerns must be a Holder: a request counts from its receipt."""
    if isinstance(fact, Rule144Requested):
        return days_of(fact.delivery, known)
    return (fact.occurred_on,)


def _holder(
    holder: str, pointer: str, days: Sequence[date], known: Instruments
) -> Iterator[Objection]:
    if not any(holder in known.register.lines_on(day) for day in days):
        yield unknown_on(holder, pointer, days[-1], known.register)


def _speaker(fact: AddressChanged | NotPerformed, known: Instruments) -> Iterator[Objection]:
    """Whoever says so is the Company or a Holder, where he is named."""
    said_by = {"/party": fact.party} if isinstance(fact, AddressChanged) else {}
    if isinstance(fact, NotPerformed):
        said_by = {"/stated_by": fact.stated_by}
    for pointer, party in said_by.items():
        if party is not None and party != known.terms.original.company.id:
            yield from _holder(party, pointer, (fact.happened_on,), known)


def _covenant(fact: CovenantStanding, terms: Terms) -> Iterator[Objection]:
    if terms.covenants is None or getattr(terms.covenants, fact.covenant) is None:
        yield Objection(
            "/covenant",
            "no_such_covenant",
            f"The terms in force on {fact.occurred_on.isoformat()} have no such promise.",
        )


def _only_once(fact: Fact, record: Sequence[RecordedFact]) -> Iterator[Objection]:
    earlier = [each.fact.happened_on for each in record if type(each.fact) is type(fact)]
    if earlier:
        yield Objection(
            "/occurred_on", "already_recorded", f"It is recorded for {earlier[0].isoformat()}."
        )


def _when_made(fact: Fact, original: Terms) -> Iterator[Objection]:
    """The warranty of clause 8 speaks of one day; what is granted later is a grant of its own."""
    if isinstance(fact, ExistingRightsStated) and fact.occurred_on > original.agreement_date:
        yield Objection(
            "/occurred_on",
            "after_agreement",
            f"It tells of {original.agreement_date.isoformat()}, when the agreement was made. "
            "Rights granted later are `rights_granted`.",
        )


def _report(
    fact: ReportFiled | ReportMissed, record: Sequence[RecordedFact]
) -> Iterator[Objection]:
    """A report is filed once, and not missed on a day by which it was filed."""
    same = [
        each.fact
        for each in record
        if isinstance(each.fact, ReportFiled | ReportMissed)
        and (each.fact.report, each.fact.due_on) == (fact.report, fact.due_on)
    ]
    filed = [each.occurred_on for each in same if isinstance(each, ReportFiled)]
    missed = [each.occurred_on for each in same if isinstance(each, ReportMissed)]
    if filed and (isinstance(fact, ReportFiled) or filed[0] <= fact.occurred_on):
        yield Objection("/occurred_on", "already_filed", f"It was filed on {filed[0].isoformat()}.")
    if isinstance(fact, ReportFiled) and missed and fact.occurred_on <= max(missed):
        yield Objection(
            "/occurred_on",
            "report_was_missing",
            f"On {max(missed).isoformat()} it was still not filed.",
        )
