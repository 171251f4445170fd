"""Statements and reports that Holders asked for, on the record: clause 7(c).

A Holder who owns Registrable Securities when its request is received, and whom the Company must
then recognise (9(f)), is entitled to what it asks for: the Rule 144 statement only once it is
available, that of reporting compliance only once the Company must report, the rest at once. It is
furnished forthwith, a standard without a date. Once it owns none any more, nothing is owed that was
not furnished; nor is anything to who asks once the rights have ended (QF18). Whole days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from app.rules.agreement.instruments import RULED_FROM
from app.rules.agreement.known import Known
from app.rules.agreement.rights_end import EndOfRights, end_of_rights
from app.rules.covenants import rule144
from app.rules.facts import RecordedFact
from app.rules.facts.covenants import Rule144Document, Rule144Requested, Rule144StatementFurnished
from app.rules.holders.moves import register_when
from app.rules.notices.receipt import receipt
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.period import due_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.vocabulary import Duty
from app.rules.values.numbered import written
from app.rules.values.written_dates import written_out

WhyNot: TypeAlias = Literal[
    "NOT_DULY_GIVEN",
    "NOT_YET_AVAILABLE",
    "NOT_YET_REPORTING",
    "NO_REGISTRABLE_SECURITIES",
    "NOT_RECOGNISED_HOLDER",
    "RIGHTS_ENDED",
]
ACTIONS: Mapping[Rule144Document, str] = {
    "rule_144_statement": "Furnish a written statement of compliance with Rule 144.",
    "reporting_statement": "Furnish a written statement of compliance with the reporting laws.",
    "latest_report": "Furnish the most recent annual or quarterly report.",
    "other_documents": "Furnish the other documents reasonably requested.",
}


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """One document asked for; `entitled` is null while it cannot be known."""

    holder: str
    document: Rule144Document
    received_on: date | None
    available_from: date | None
    entitled: bool | None
    reason: WhyNot | None
    source: str
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A document asked for, with what decides on it; `name` is that of the request."""

    name: str
    holder: str
    document: Rule144Document
    source: str
    received_on: Sourced[date] | None
    available: Sourced[date] | None
    entitled: Sourced[bool] | None
    reason: WhyNot | None
    duty: Duty


def document_requests(
    known: Known, matter: Matter
) -> tuple[tuple[DocumentRequest, ...], tuple[Obligation, ...]]:
    """Every document asked for, and what is owed for it."""
    asked = tuple(_asked(known, matter))
    return (
        tuple(_shown(each) for each in asked),
        tuple(_owed(_first_of_a_day(asked), known, matter)),
    )


def _first_of_a_day(asked: tuple[_Asked, ...]) -> tuple[_Asked, ...]:
    """Asking twice on one day is asking once."""
    once: dict[tuple[str, Rule144Document, date | None], _Asked] = {}
    for each in asked:
        once.setdefault(_same(each), each)
    return tuple(once.values())


def _same(asked: _Asked) -> tuple[str, Rule144Document, date | None]:
    return asked.holder, asked.document, plain(asked.received_on)


def _asked(known: Known, matter: Matter) -> Iterator[_Asked]:
    ended = end_of_rights(known, matter)
    for recorded, fact in known.of(Rule144Requested):
        arrived = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        for document in fact.documents:
            then = matter if arrived.received_on is None else matter.on(arrived.received_on.value)
            duty = _duty(document, then)
            if duty is not None:
                judged = _judged(
                    recorded, fact.holder, document, arrived.received_on, duty, known, then
                )
                yield _while_rights_last(judged, ended, then)


def _duty(document: Rule144Document, matter: Matter) -> Duty | None:
    """The duty to furnish a document, if the agreement has it."""
    if document == "rule_144_statement":
        statement = matter.terms.rule144_statement
        return statement.furnish if statement else None
    covenants = matter.terms.covenants
    documents = covenants.documents_on_request if covenants else None
    return documents.furnish if documents else None


def _judged(
    recorded: RecordedFact,
    holder: str,
    document: Rule144Document,
    received: Sourced[date] | None,
    duty: Duty,
    known: Known,
    matter: Matter,
) -> _Asked:
    """Whether the Holder is entitled to one document."""
    name, source = recorded.name, recorded.source
    if received is None:
        why: WhyNot = "NOT_DULY_GIVEN"
        return _Asked(name, holder, document, source, None, None, None, why, duty)
    available = _available(document, duty, known, matter)
    waits = document in ("rule_144_statement", "reporting_statement")
    owns = _owns(holder, received, duty, known, matter)
    entitled: Sourced[bool] | None = owns
    reason: WhyNot | None = None if owns.value else "NO_REGISTRABLE_SECURITIES"
    if owns.value and not (recognised := _is_recognised(holder, received, known, matter)).value:
        entitled, reason = recognised, "NOT_RECOGNISED_HOLDER"
    elif waits and owns.value:
        entitled = _once_available(document, received, available, duty, known.as_of, matter)
        if entitled is not None and not entitled.value:
            reason = (
                "NOT_YET_AVAILABLE" if document == "rule_144_statement" else "NOT_YET_REPORTING"
            )
    return _Asked(name, holder, document, source, received, available, entitled, reason, duty)


def _while_rights_last(asked: _Asked, ended: EndOfRights | None, matter: Matter) -> _Asked:
    """Who could ask only once the rights had ended is entitled to nothing."""
    begins = _owed_from(asked)
    if ended is None or begins is None or begins.value < ended.on.value:
        return asked
    if asked.entitled is not None and not asked.entitled.value:
        return asked
    entitled = matter.working.step(
        "rule144_requests.ended",
        ended.clause,
        f"The rights ended {ended.says} on {written_out(ended.on.value)}: what is asked for from "
        "then on is not owed.",
        False,
        {"received_on": begins, "ended_on": ended.on},
    )
    return replace(asked, entitled=entitled, reason="RIGHTS_ENDED")


def _available(
    document: Rule144Document, duty: Duty, known: Known, matter: Matter
) -> Sourced[date] | None:
    """From when a document that must be waited for can be asked for."""
    statement = matter.terms.rule144_statement
    if document == "rule_144_statement" and statement is not None:
        return rule144.available_from(known.first_offering_effective(), statement, matter)
    if document == "reporting_statement":
        began = known.reporting_began()
        if began is None:
            matter.working.miss(
                "reporting_began", "from when the statement may be asked for", duty.clause
            )
            return None
        day = began.value + ONE_DAY
        return matter.working.step(
            "rule144_requests.reporting",
            duty.clause,
            f"It may be asked for after {written_out(began.value)}: from {written_out(day)}.",
            day,
            {"reporting_began": began},
        )
    return None


def _owns(
    holder: str, received: Sourced[date], duty: Duty, known: Known, matter: Matter
) -> Sourced[bool]:
    """Whether the Holder owns Registrable Securities when its request is received."""
    day = min(received.value, known.as_of)
    facts = [each for each, _ in known.of(*RULED_FROM)]
    register = register_when("before_requests", day, facts, known.register)
    entry = register.lines_on(day).get(holder)
    shares = register.registrable_shares(holder, day)
    return matter.working.step(
        "rule144_requests.owns",
        duty.clause,
        f"{holder} owns {written(shares)} Registrable Securities on {written_out(day)}.",
        shares > 0,
        {
            "received_on": received,
            **({"shares": Sourced(shares, entry.source)} if entry else {}),
        },
    )


def _is_recognised(
    holder: str, received: Sourced[date], known: Known, matter: Matter
) -> Sourced[bool]:
    """Whether the Company must recognise as a Holder who asks: a transferee only once it must."""
    day = min(received.value, known.as_of)
    entry = known.register.lines_on(day)[holder]
    since = entry.recognised_from
    if since is not None and since <= day:
        return Sourced(True, entry.recognised_by)
    return matter.working.step(
        "rule144_requests.recognised",
        matter.terms.assignment.clause,
        f"On {written_out(day)} the Company need not recognise {holder} as a Holder yet.",
        False,
        {"received_on": received, "transfer": Sourced(holder, entry.source)},
    )


def _once_available(
    document: Rule144Document,
    received: Sourced[date],
    available: Sourced[date] | None,
    duty: Duty,
    as_of: date,
    matter: Matter,
) -> Sourced[bool] | None:
    """Whether the request comes when the document can be asked for; None: that is not known."""
    if available is None:
        return None
    early = received.value < available.value
    if early:
        ripens = matter.readings.early_rule144_request == "ripens"
        early = not ripens or as_of < available.value
    return matter.working.step(
        "rule144_requests.available",
        duty.clause,
        f"The {document.replace('_', ' ')} can be asked for from {written_out(available.value)}: "
        f"the request of {written_out(received.value)} is {'too early' if early else 'good'}.",
        not early,
        {"received_on": received, "available_from": available},
    )


def _shown(asked: _Asked) -> DocumentRequest:
    return DocumentRequest(
        holder=asked.holder,
        document=asked.document,
        received_on=plain(asked.received_on),
        available_from=plain(asked.available),
        entitled=False if asked.received_on is None else plain(asked.entitled),
        reason=asked.reason,
        source=asked.source,
        explained_by={
            **explained(received_on=asked.received_on, available_from=asked.available),
            **explained(entitled=asked.entitled),
        },
    )


def _owed(asked: tuple[_Asked, ...], known: Known, matter: Matter) -> Iterator[Obligation]:
    for each in asked:
        if each.received_on is None or each.entitled is None or not each.entitled.value:
            continue
        place = (
            "/rule144_statement/furnish/within"
            if each.document == "rule_144_statement"
            else "/covenants/documents_on_request/furnish/within"
        )
        done_on = _furnished(each, known)
        owns_now = known.register.registrable_shares(each.holder, known.as_of) > 0
        yield owed(
            Owing(
                duty="furnish",
                id=f"furnish:{each.holder}:{each.document}:{each.name}",
                obligor=matter.terms.company.id,
                obligees=(each.holder,),
                action=ACTIONS[each.document],
                clause=each.duty.clause,
                trigger=each.source,
                standard=each.duty.standard,
                begins_on=_owed_from(each),
            ),
            matter.working,
            known.as_of,
            due=due_day(place, _owed_from(each) or each.received_on, matter, done_on=done_on),
            outcome=Performance(done_on, excused=not owns_now),
        )


def _owed_from(asked: _Asked) -> Sourced[date] | None:
    """The day of the request, or that on which one made too early has ripened (QG8)."""
    received, available = asked.received_on, asked.available
    if received is None or available is None or available.value <= received.value:
        return received
    return available


def _furnished(asked: _Asked, known: Known) -> Sourced[date] | None:
    """The first day, not before the request, on which the document was furnished."""
    for recorded, fact in known.of(Rule144StatementFurnished):
        mine = fact.holder == asked.holder and asked.document in fact.documents
        if mine and asked.received_on and fact.occurred_on >= asked.received_on.value:
            return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
    return None
