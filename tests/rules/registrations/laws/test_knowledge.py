"""What is not known stays unknown: a law on records drawn at random.

What is recorded is taken away piece by piece. An answer may then say less, but never something
else: a yes no no, a date no other date, a number no other number, performed not breached, accepted
not refused. Adding what was missing turns unknown into known, and nothing else.

**What is information.** A piece of information is what was so whether or not anybody recorded it:

- a field of a fact which, left out, says that it is not recorded (`INFORMATION`);
- a field of what a fact says in parts (a delivery, a person in a claim), alike (`WITHIN`);
- a fact that tells of an act which leaves no trace on the record unless somebody records it
  (`TOLD`: by the table of `traces`, every kind of fact that is not there in any case).

**What is asked.** Every registration with its claims and money, the agreement itself (its register,
what is left of demands and delays, its own duties), whether each Holder may sell, and the docket.
All of it under the readings as they are or with one of them chosen otherwise: what another reading
would change (the sensitivity) is the difference of two such answers, so that it is held as well.

**What is not.** Effectiveness, filing, notices and other writings to a party, requests,
withdrawals, orders, sales, payments, the use of a right and what Holders hold leave their trace in
any case: a record without such a fact is that of a life in which it did not happen, and the answer
to it is another. So is a field that means something when it is left out (`MEANS_SOMETHING`):
everybody, nothing, its own day. And where what is recorded says whom an act reached (drafts,
copies, who is party to the underwriting agreement), it is an account of them all: each such fact
is one act of the account, so that only the last of them may be taken away.

**What is unknown.** Null, the words of `UNKNOWN`, and a value that is no longer there. A duty that
is open, not due yet or not owed any more says nothing of its performance; one performed without a
due day does not say that it was in time.

**What is taken for granted** is told as an assumption beside the answer, by its code, and may be
turned round by what somebody says (`TAKEN_FOR_GRANTED`).

Shown able to fail: an act that nobody recorded taken for one that was not done, so that taking away
what performed a duty turned it from performed into breached. Seen to fail too: a transaction of
which nothing is recorded taken for none (`suspension.py`); a defence taken over though it is not
known whether counsel was satisfactory (`indemnity/conduct.py`); an undertaking of which nothing is
recorded taken for none (`indemnity/indemnity.py`); costs of which it is not said whether they came
before the defence was taken over taken for later ones (`indemnity/claim.py`); what a late notice
cost set off in whole against a bill that comes after one of which nothing can be said
(`claim_indemnity.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final, get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from app.rules.answers.docket.docket import docket_from
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
)
from app.rules.answers.may_sell.may_sell import MaySell
from app.rules.answers.sensitivity import other_choices
from app.rules.facts import ANY_FACT, ORDER_IN_A_DAY, RecordedFact
from app.rules.facts.base import ON_FILE
from app.rules.facts.corrections import FactCorrected, FactRetracted
from app.rules.facts.life.course import DeclaredEffective
from app.rules.facts.life.requests import RegistrationDetermined
from app.rules.reasoning.obligations import on_day
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.reasoning.traces import DUTIES, recorded_by
from app.rules.reasoning.traces import IN_ANY_CASE as DUTIES_TRACED
from app.rules.record.guards.guards import objections
from app.rules.registrations.joining.joining import JoinResult
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.rules.terms.readings import every_reading
from app.services.agreements.templates import with_overrides
from tests.api.money.claim_facts import (
    answered,
    at_fault,
    bill,
    bill_of_unsaid_work,
    claim,
    elected,
    notified,
    paid,
    person,
    prejudiced,
    sale,
    unavailable,
)
from tests.api.money.claim_facts import (
    found as fault_found,
)
from tests.rules.examples.random_records import (
    HOLDERS,
    OPENING,
    START,
    TERMS,
    Fields,
    Record,
    begun,
    on,
    random_record,
)
from tests.rules.examples.random_records import (
    recorded as put_on_record,
)

INFORMATION: Final[Mapping[str, frozenset[str]]] = {
    "demand_received": frozenset(
        {
            *("short_form_qualified", "forms_at_receipt", "forms_at_filing", "underwritten"),
            *("offering_price", "offering_price_net"),
        }
    ),
    "takedown_requested": frozenset({"offering_on", "offering_price", "offering_price_net"}),
    "shelf_triggered": frozenset(
        {"certificate_date", "forms_at_receipt", "offering_price", "offering_price_net"}
    ),
    "registration_determined": frozenset(
        {
            "first_public_offering",
            *("form", "solely", "securities", "planned_filing_on", "underwritten"),
            *("company_shares", "initiators"),
        }
    ),
    "delay_invoked": frozenset(
        {"board_judgment", "transaction_considered_from", "notices", "consent"}
    ),
    "prohibition_noticed": frozenset(
        {"board_judgment", "transaction_considered_from", "notices", "consent", "before_sales"}
    ),
    "maximum_advised": frozenset({"in_writing"}),
    "additions_proposed": frozenset({"holders_consent"}),
    "company_offering_commenced": frozenset({"form", "filed_on", "effective_on", "closing_on"}),
    "holdback_required": frozenset({"firm_commitment", "expected_effective_on"}),
    "holdback_advised": frozenset({"firm_commitment", "expected_effective_on", "closing_on"}),
    "amendment_proposed": frozenset({"earlier_copy_possible"}),
    "amendment_objected": frozenset({"reasonable", "before_filing"}),
    "undertaking_received": frozenset({"satisfactory"}),
    "declared_effective": frozenset({"covers", "before_requests", "before_changes"}),
    "filed": frozenset({"forms_open"}),
    "withdrawn": frozenset({"before_letters", "before_votes"}),
    "position_stated": frozenset({"before_changes"}),
    "join_requested": frozenset({"before_sales", "before_votes"}),
    "letter_added": frozenset({"before_sales", "before_votes"}),
    "stop_order": frozenset({"before_sales", "before_requests"}),
    "closing_failed": frozenset({"before_requests"}),
    "continuation_elected": frozenset({"notified_on"}),
    "misstatement_notice_delivered": frozenset({"before_sales"}),
    "procedure_requested": frozenset({"shares"}),
    "prohibition_lifted": frozenset({"ends_same_day"}),
    "new_prospectus_received": frozenset({"ends_same_day"}),
    "stop_order_lifted": frozenset({"ends_same_day", "before_requests"}),
    "rights_granted": frozenset({"more_favourable_overall"}),
    "covenant_standing": frozenset({"best_efforts_used"}),
    "not_performed": frozenset({"best_efforts_used"}),
    "expense_incurred": frozenset({"acts_for_all_holders"}),
    "defence_answered": frozenset({"counsel_satisfactory"}),
    "bill_received": frozenset({"incurred_on", "before_election"}),
    "drafts_delivered": frozenset({"advisers"}),
    "securities_transferred": frozenset({"before_requests", "before_votes", "before_transfers"}),
    "shares_sold": frozenset({"before_requests", "before_votes", "publicly"}),
    "shares_sold_in_offering": frozenset({"before_requests", "before_votes", "before_changes"}),
    "preferred_converted": frozenset({"before_requests", "before_votes"}),
    "warrants_exercised": frozenset({"before_requests", "before_votes"}),
    "warrants_expired": frozenset({"before_requests", "before_votes"}),
}
"""Fields which, left out, are not recorded."""

WITHIN: Final = frozenset(
    {
        "Delivery.acknowledged_on",
        "Delivery.actually_received_on",
        "Delivery.copies_sent",
        "Delivery.delivered_at",
        "Delivery.in_writing",
        "Delivery.sent_at",
        "ClaimPerson.required_indemnity",
        "ClaimPerson.undertaking_given",
        "PartyAtFault.required_indemnity",
        "PartyAtFault.undertaking_given",
        "OtherHoldersDemand.granted_in_compliance",
    }
)
"""The same of the parts that a fact has, by the name of the part."""

MEANS_SOMETHING: Final[Mapping[str, str]] = {
    "holder_recorded.entity": "only shown",
    "position_stated.common": "none",
    "position_stated.preferred_as_converted": "none",
    "position_stated.warrant_shares": "none",
    "warrants_expired.holder": "those of every Holder",
    "securities_transferred.common": "none",
    "securities_transferred.preferred_as_converted": "none",
    "securities_transferred.warrant_shares": "none",
    "securities_transferred.record_holder_on": "not entered: a register is a trace",
    "securities_transferred.notice_received_on": "not received: a writing is a trace",
    "securities_transferred.agreement_received_on": "not received: a writing is a trace",
    "securities_transferred.without_rights": "all that came to it so, which is said",
    "terms_amended.in_writing": "a thing executed is a writing",
    "terms_amended.effective_from": "its own day",
    "terms_amended.consents": "nobody's: a consent is given, or not",
    "obligation_waived.in_writing": "a thing executed is a writing",
    "obligation_waived.effective_from": "its own day",
    "obligation_waived.consents": "nobody's",
    "obligation_waived.registration": "the agreement's own duty",
    "rights_ended.in_writing": "a thing executed is a writing",
    "rights_ended.effective_from": "its own day",
    "rights_ended.consents": "nobody's",
    "address_changed.party": "the address that Holders share",
    "address_changed.copies_to": "nobody",
    "address_changed.takes_effect_on": "when the notice is received",
    "covenant_standing.because": "only shown",
    "rights_granted.existing": "the terms say it",
    "shelf_triggered.conversion_proposed_on": "no conversion was proposed: that is what happened",
    "shelf_triggered.letters": "nobody asked",
    "shelf_triggered.shelf": "the only one of the terms",
    "shelf_triggered.called_for_on": "no event calls for it",
    "registration_determined.incidental": "the only one, or the one of that party",
    "registration_determined.others": "nobody",
    "registration_determined.other_demand": "nobody demanded it",
    "procedure_requested.matters": "it is one thing",
    "company_offering_commenced.registration": "the first of its own of which none is recorded",
    "join_requested.in_addition": "instead of an earlier request, by reading QG12",
    "delay_invoked.transaction_considered_until": "it still is",
    "delay_invoked.consenting_holders": "they are not named",
    "prohibition_noticed.in_effect_from": "from the notice",
    "prohibition_noticed.transaction_considered_until": "it still is",
    "prohibition_noticed.consenting_holders": "they are not named",
    "additions_proposed.company": "none",
    "additions_proposed.others": "none",
    "maximum_advised.over_allotment_shares": "none",
    "company_offering_commenced.seller": "the Company",
    "demand_received.demand": "the only right to demand there is",
    "takedown_requested.takedown": "the only sale off the shelf there is",
    "holdback_required.required": "it is",
    "drafts_delivered.holders": "all who sell",
    "drafts_delivered.planned_filing_on": "no day is planned",
    "withdrawn.holders": "all",
    "withdrawn.settled_by": "they have not chosen: what the terms say first is so",
    "continuation_elected.holders": "all who asked",
    "condition_stated.holds": "it does",
    "condition_stated.until": "until another statement",
    "condition_stated.registration": "of all registrations",
    "condition_stated.holder": "of no Holder in particular",
    "condition_stated.document": "no writing shows it",
    "amendment_proposed.copies": "none is told of",
    "representation_asked.in_words": "only shown",
    "underwriting_agreement_made.holders": "none is party to it",
    "procedure_performed.holder": "for every Holder",
    "procedure_performed.matters": "in every matter",
    "misstatement_notice_delivered.return_old_copies": "no such direction was in it",
    "new_prospectus_received.holder": "every included Holder",
    "expense_incurred.payee": "only shown",
    "not_performed.registration": "the agreement's own duty",
    "Delivery.sent_on": "it was not sent: how it travelled asks for its day, or for the other",
    "Delivery.delivered_on": "it was not handed over",
    "Delivery.bounced": "it did not come back",
    "RequestLetter.in_addition": "instead of an earlier letter, by reading QG12",
    "OtherHoldersDemand.grantee": "only shown, and whose grant is looked up",
    "OtherHoldersDemand.room_for_registrable": "the underwriter has found no interference",
    "PartyAtFault.collectible": "all can be collected",
}
"""Fields which, left out, mean this."""

TAKEN_FOR_GRANTED: Final[Mapping[str, str]] = {
    "declared_effective.covers": "INCLUDED_AS_OWED",
    "undertaking_received.satisfactory": "UNDERTAKING_SATISFACTORY",
    "Delivery.in_writing": "IN_WRITING",
}
"""Information without which something is taken for granted, with the code that tells it."""

ADDED_UP: Final = frozenset({"paid", "overpaid", "undetermined", "summary"})
"""What adds up what is on record, or what is open: sums of a claim, and a summary's list of it."""

IN_ANY_CASE: Final = frozenset(kind for duty in DUTIES_TRACED for kind in recorded_by(duty))
ONE_ACT_OF_AN_ACCOUNT: Final = frozenset(
    {
        "amendment_proposed",
        "drafts_delivered",
        "underwriter_selected",
        "underwriter_approved",
        "underwriting_agreement_made",
        "rights_granted",
        "delay_invoked",
        "prohibition_noticed",
        "covenant_standing",
        "payment_made",
    }
)
"""Kinds that tell of more than an act of one duty: what they name, a use of a right, a sum paid."""
TOLD: Final = (
    frozenset(kind for duty in DUTIES for kind in recorded_by(duty))
    - IN_ANY_CASE
    - ONE_ACT_OF_AN_ACCOUNT
)
"""Kinds that tell of an act which leaves no trace on the record unless somebody records it."""

UNKNOWN: Final = frozenset(
    {
        None,
        "unknown",
        "undetermined",
        "unconfirmed",
        "open",
        "not_yet_due",
        "overdue_review",
        "excused",
    }
)
NOT_ANSWERS: Final = frozenset(
    {"explained_by", "says", "source", "trigger", "action", "remedies", "reason", "reasons"}
    | {"clause", "requesters", "counted"}
    | {"recorded_by", "obligees", "still_to_satisfy", "missing_topics", "state", "overlays"}
)
"""What is said about an answer, or lists whom something concerns while a part of it is not known.

The state of a registration is put together from the rest of the answer; `overlays` are the bars
that are known to stand (whether a sale is barred is asked of `may_sell`); `still_to_satisfy` and
`missing_topics` say of whom and of what nothing is recorded yet.
"""

IDENTITY: Final = AgreementIdentity("agreement", "Agreement", None, 0)
ALL_TOPICS = (
    "effectiveness",
    "no_stop_order",
    "compliance_as_to_form",
    "no_misstatement",
    "accurate_descriptions",
    "nothing_undisclosed",
)
ALL_DOCUMENTS = (
    "draft_registration_statement",
    "final_registration_statement",
    "draft_prospectus",
    "final_prospectus",
)


# --- a record in which much is known ------------------------------------------------------------


def _told_besides(random: Random, record: Record, name: str) -> Iterator[Fields]:
    """What is known of a registration besides its course."""
    days = [each.fact.happened_on for each in record if each.registration_id == name]
    effective = [
        each.fact.occurred_on
        for each in record
        if each.registration_id == name and isinstance(each.fact, DeclaredEffective)
    ]
    base = effective[0] if effective else min(days) + timedelta(days=60)

    def day(earliest: int, latest: int) -> str:
        return (base + timedelta(days=random.randint(earliest, latest))).isoformat()

    def handed(earliest: int, latest: int) -> Fields:
        return {"method": "personal", "delivered_on": day(earliest, latest)}

    holder = random.choice(HOLDERS)
    step = random.choice(["copies", "state_qualification", "investigation"])
    yield {"kind": "transfer_agent_appointed", "occurred_on": day(-10, 10)}
    yield {"kind": "listed", "occurred_on": day(-10, 10)}
    opinion = {"occurred_on": day(0, 5), "dated": base.isoformat(), "topics": ALL_TOPICS}
    yield {"kind": "opinion_delivered", **opinion}
    letter = {"dated": base.isoformat(), "information_to": base.isoformat()}
    yield {"kind": "comfort_letter_delivered", "occurred_on": day(0, 5), **letter}
    drafts = {"documents": ALL_DOCUMENTS, "advisers": ["counsel"]}
    yield {"kind": "drafts_delivered", "occurred_on": day(-60, -10), **drafts}
    held = {"firm_commitment": True, "expected_effective_on": day(-10, 20)}
    if any(
        getattr(each.fact, "underwritten", None) for each in record if name == each.registration_id
    ):
        yield {"kind": "holdback_required", "occurred_on": day(-40, 5), **held}
    asked = {"holder": holder, "procedure": step, "delivery": handed(-30, 5)}
    yield {"kind": "procedure_requested", **asked}
    yield {"kind": "procedure_performed", "occurred_on": day(-5, 20), "procedure": step}
    signed = random.sample(HOLDERS, 2)
    yield {"kind": "underwriting_agreement_made", "occurred_on": day(-10, 5), "holders": signed}
    for each in HOLDERS:
        satisfied = {"occurred_on": day(-15, 5), "holder": each}
        yield {"kind": "underwriting_agreement_approved", **satisfied}
    yield {"kind": "undertaking_required", "occurred_on": day(-40, -20), "holder": holder}
    given = {"holder": holder, "satisfactory": random.random() < 0.5}
    yield {"kind": "undertaking_received", "occurred_on": day(-20, -2), **given}


def _of_a_claim(random: Random, record: Record) -> Iterator[Fields]:
    """Sales under a registration, and a claim on it that is answered, found upon and paid."""
    base = max(each.fact.happened_on for each in record)

    def day(earliest: int, latest: int) -> str:
        return (base + timedelta(days=random.randint(earliest, latest))).isoformat()

    def said() -> bool:
        return random.random() < 0.7

    def on(earliest: int, latest: int) -> Fields:
        return {
            "method": random.choice(["mail", "fax"]),
            "sent_on": day(earliest, latest),
            "in_writing": random.random() < 0.8,
        }

    one, other = random.sample(HOLDERS, 2)
    for seller in (one, other):
        converted = {"kind": "preferred_converted", "holder": seller, "shares": 50_000}
        yield {**converted, "occurred_on": day(-100, -100)}
        yield sale(day(0, 10), seller, random.randint(1, 50_000))
    company, holder = person("ctc", "company"), person(one, "holder", undertaking_given=said())
    bank = person("bank", "underwriter", required_indemnity=said())
    director = person("director", "director")
    who, by = random.choice(
        [(holder, [company]), (bank, [company]), (director, [holder]), (company, [holder])]
    )
    yield claim(day(0, 10), who, *by)
    for payer in by:
        yield notified(payer["id"], on(10, 30))
        by_hand = {"method": "personal", "delivered_on": day(31, 40), "in_writing": True}
        yield elected(payer["id"], by_hand)
        yield answered(
            day(41, 50), payer["id"], conflict=random.random() < 0.3, counsel_satisfactory=said()
        )
        yield prejudiced(day(60, 90), payer["id"], "40.00")
        yield paid(day(60, 200), payer["id"], "30.00")
    yield bill(day(11, 60), "100.00", "defence")
    yield bill(day(61, 120), "1000.00", "loss")
    yield bill_of_unsaid_work(day(61, 120), "500.00", before_election=said())
    fault = [at_fault(each, random.randint(1, 5), "1/4") for each in (who, *by)]
    yield fault_found(day(60, 150), *fault)
    yield unavailable(day(60, 150), random.choice(["unavailable", "insufficient"]))


def informed_record(random: Random) -> list[RecordedFact]:
    record = random_record(random)
    for name in begun(record):
        besides = list(_told_besides(random, tuple(record), name))
        if random.random() < 0.5:
            besides += _of_a_claim(random, tuple(record))
        for told in besides:
            if random.random() < 0.8:
                fact = ANY_FACT.validate_python(told)
                place = None if told["kind"] == "preferred_converted" else name
                new = RecordedFact(f"k{len(record):03}", place, fact)
                if not objections(new, record, TERMS):
                    record.append(new)
    return record


def weighed_record(random: Random) -> list[RecordedFact]:
    """A record in which a number or a ruling that may be missing decides what others get.

    Underwritten registrations of the Company have written advice that those who come after their
    initiators feel; sales off a shelf are asked for while a prohibition of sales runs.
    """
    record: list[RecordedFact] = []
    for drawn in random_record(random):
        fact = drawn.fact
        if isinstance(fact, RegistrationDetermined) and fact.initiated_for == "others":
            fact = fact.model_copy(update={"initiators": {"bank": random.randint(1, 90_000)}})
        record.append(RecordedFact(drawn.id, drawn.registration_id, fact))
    weighing = [told for each in tuple(record) for told in _weighing(random, each)]
    for place, told in weighing:
        if place is not None:
            new = RecordedFact(f"w{len(record):03}", place, ANY_FACT.validate_python(told))
            if not objections(new, record, TERMS):
                record.append(new)
    return record


def _weighing(random: Random, begin: RecordedFact) -> Iterator[tuple[str | None, Fields]]:
    name, fact, started = begin.registration_id, begin.fact, begin.fact.happened_on

    def day(least: int, most: int) -> str:
        return (started + timedelta(days=random.randint(least, most))).isoformat()

    def handed(least: int, most: int) -> Fields:
        return {"method": "personal", "delivered_on": day(least, most)}

    if isinstance(fact, RegistrationDetermined):
        for holder in HOLDERS:
            yield name, {"kind": "notice_given", "holder": holder, "delivery": handed(0, 2)}
            joins = {"holder": holder, "shares": random.randint(1, 90_000)}
            yield name, {"kind": "join_requested", **joins, "delivery": handed(3, 12)}
        most = {"shares": random.randint(1, 300_000), "in_writing": True}
        yield name, {"kind": "maximum_advised", "occurred_on": day(13, 20), **most}
    if isinstance(fact, DeclaredEffective) and name and name.endswith("shelf"):
        whom = [{"holder": each, "delivery": handed(12, 12)} for each in HOLDERS]
        held = {
            "occurred_on": day(12, 12),
            "days": random.randint(5, 40),
            "board_judgment": True,
            "transaction_considered_from": day(0, 11),
            "notices": whom,
        }
        yield name, {"kind": "prohibition_noticed", **held}
        asked = [{"holder": each, "shares": 20_000} for each in HOLDERS]
        letter = {"requests": asked, "delivery": handed(15, 40)}
        yield "w-sale", {"kind": "takedown_requested", "shelf": name, "letters": [letter]}


WEIGHED: Final = frozenset(
    {
        "registration_determined.company_shares",
        "registration_determined.initiators",
        "prohibition_noticed.board_judgment",
        "prohibition_noticed.transaction_considered_from",
        "prohibition_noticed.notices",
    }
)


def pieces(record: list[RecordedFact]) -> list[tuple[str, list[RecordedFact]]]:
    """Every piece of information on a record, and the record without it."""
    found: list[tuple[str, list[RecordedFact]]] = []
    for place, recorded in enumerate(record):
        before, after, kind = record[:place], record[place + 1 :], recorded.fact.kind
        if kind in TOLD:
            found.append((kind, [*before, *after]))
        for name in sorted(INFORMATION.get(kind, ())):
            if getattr(recorded.fact, name) is not None and _informs(recorded, name):
                value = getattr(recorded.fact, name)
                nothing: object = {} if isinstance(value, Mapping) else None
                nothing = () if isinstance(value, tuple) and name == "advisers" else nothing
                fact = recorded.fact.model_copy(update={name: nothing})
                without = RecordedFact(recorded.id, recorded.registration_id, fact)
                found.append((f"{kind}.{name}", [*before, without, *after]))
        for name, part in _told_within(recorded.fact):
            told = ANY_FACT.validate_python(part)
            without = RecordedFact(recorded.id, recorded.registration_id, told)
            found.append((name, [*before, without, *after]))
    return found


def _told_within(part: object) -> Iterator[tuple[str, object]]:
    """Every piece of information in the parts of a fact, and the fact without it."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value, place = getattr(part, name), f"{type(part).__name__}.{name}"
            if place in WITHIN and value is not None:
                yield place, part.model_copy(update={name: None})
            for inner, less in _told_within(value):
                yield inner, part.model_copy(update={name: less})
    elif isinstance(part, tuple):
        for number, item in enumerate(part):
            for inner, less in _told_within(item):
                yield inner, (*part[:number], less, *part[number + 1 :])


def _informs(recorded: RecordedFact, name: str) -> bool:
    """Who initiates a registration sells in it; what nobody is named for besides is none."""
    fact = recorded.fact
    if not isinstance(fact, RegistrationDetermined):
        return True
    match name:
        case "company_shares":
            return fact.initiated_for == "company"
        case "initiators":
            return fact.initiated_for == "others" and bool(fact.initiators)
    return True


# --- what is said ---------------------------------------------------------------------------------


def said(part: object, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value of an answer, with its place; what is known by an id or a name by that."""
    if is_dataclass(part) and not isinstance(part, type):
        values = {each.name: getattr(part, each.name) for each in fields(part)}
        if values.get("status") == "performed_perhaps_late":
            values["status"] = None
        for name, value in values.items():
            if name not in NOT_ANSWERS:
                yield from said(value, (*place, name))
    elif isinstance(part, tuple) and part and is_dataclass(part[0]):
        for number, each in enumerate(part):
            yield from said(each, (*place, _called(each, number)))
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from said(value, (*place, str(name)))
    else:
        yield place, part


def _called(part: object, number: int) -> str:
    if isinstance(part, JoinResult):
        return f"{part.holder} {part.shares}"
    names = (getattr(part, name, None) for name in ("id", "holder", "name", "seller"))
    return next((each for each in names if isinstance(each, str)), str(number))


def all_said(
    record: list[RecordedFact], names: tuple[str, ...], as_of: date, terms: Terms = TERMS
) -> tuple[dict[tuple[str, ...], object], frozenset[str]]:
    """Everything that is answered of a record on a day, and what is taken for granted in it."""
    found: dict[tuple[str, ...], object] = {}
    codes: set[str] = set()

    def hear(answer: Reasoned[Any], *place: str) -> None:
        found.update(said(answer.result, place))
        codes.update(each.code for each in answer.assumptions)

    for name in names:
        registration: Reasoned[RegistrationAnswer] = evaluate_registration(
            "agreement", name, terms, record, as_of, Detail.NONE
        )
        hear(registration, name)
    hear(evaluate_agreement(IDENTITY, terms, record, as_of, Detail.NONE), "agreement")
    for holder in HOLDERS:
        sale: Reasoned[MaySell] = evaluate_may_sell(
            terms, record, holder, as_of, "under_registration", Detail.NONE
        )
        found["may_sell", holder] = sale.result.may_sell
    return found, frozenset(codes)


def docket_of(record: list[RecordedFact], as_of: date) -> dict[tuple[str, ...], object]:
    """What the docket has on a day, and a season later on the facts of that day."""
    known = [each for each in record if each.fact.happened_on <= as_of]
    days = (as_of, as_of + timedelta(days=90))
    found: dict[tuple[str, ...], object] = {}
    for line in docket_from(as_of, TERMS, known):
        if line.first_day > days[-1]:
            break
        for day in days:
            if line.first_day <= day <= line.last_day:
                place = ("docket", day.isoformat(), line.registration_id or "")
                found.update(said(on_day(line.obligation, day), (*place, line.obligation.id)))
    return found


def turned(
    known: Mapping[tuple[str, ...], object], left: Mapping[tuple[str, ...], object]
) -> dict[tuple[str, ...], tuple[object, object]]:
    """What was one definite value and is another where less is known."""
    return {
        place: (known[place], value)
        for place, value in left.items()
        if value not in UNKNOWN and known.get(place) not in UNKNOWN and known[place] != value
        if place[-1] not in ADDED_UP
    }


def one_reading_otherwise(random: Random) -> Terms:
    """The terms with one reading chosen otherwise: the answer that sensitivity tries."""
    choices = [
        (option, other)
        for option in every_reading()
        for other in other_choices(option, TERMS.readings) or ()
    ]
    option, other = random.choice(choices)
    return with_overrides(TERMS, {"readings": {option: other}})


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=True))
def test_what_is_taken_away_leaves_less_said_and_nothing_else(random: Random) -> None:
    _less_is_said_and_nothing_else(random, TERMS)


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=True))
def test_less_is_said_and_nothing_else_under_any_reading(random: Random) -> None:
    _less_is_said_and_nothing_else(random, one_reading_otherwise(random))


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=True))
def test_what_decides_for_others_leaves_less_said_and_nothing_else(random: Random) -> None:
    """Only what is weighed is taken away, so that hardly an example is idle."""
    first = with_overrides(
        TERMS, {"readings": {"secondary_incidental_cutback": "initiators_first"}}
    )
    record = weighed_record(random)
    found = [each for each in pieces(record) if each[0] in WEIGHED]
    as_of = START + timedelta(days=random.randint(30, 900))
    _each_taken_away(record, as_of, found, random.choice([TERMS, first]))


OF_A_CLAIM: Final = frozenset(
    {
        *("bill_received.incurred_on", "bill_received.before_election"),
        *("defence_answered.counsel_satisfactory", "Delivery.in_writing"),
        *("ClaimPerson.undertaking_given", "ClaimPerson.required_indemnity"),
    }
)


def claimed_record(random: Random) -> list[RecordedFact]:
    """One effective registration, of which only the claim says who gave an undertaking."""
    handed = {"method": "personal", "delivered_on": START.isoformat()}
    asked = [{"holder": each, "shares": 50_000} for each in HOLDERS]
    begun_by = {"letters": [{"requests": asked, "delivery": handed}], "short_form_qualified": True}
    facts: list[tuple[str | None, Fields]] = [
        (None, {**each, "occurred_on": "1998-04-10"}) for each in OPENING
    ]
    facts += [
        ("it", {"kind": "demand_received", **begun_by}),
        ("it", {"kind": "filed", "occurred_on": on(20), "form": "S-3"}),
        ("it", {"kind": "declared_effective", "occurred_on": on(150)}),
    ]
    record = put_on_record(facts)
    claim_of = [
        (None if told["kind"] == "preferred_converted" else "it", _unsaid(told))
        for told in _of_a_claim(random, tuple(record))
    ]
    return put_on_record(claim_of, record)


def _unsaid(told: Fields) -> Fields:
    """A finding that says nothing of undertakings and conditions."""
    if "parties" not in told:
        return told
    left_out = ("undertaking_given", "required_indemnity")
    parties = [{n: v for n, v in each.items() if n not in left_out} for each in told["parties"]]
    return told | {"parties": parties}


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=True))
def test_what_decides_a_claim_leaves_less_said_and_nothing_else(random: Random) -> None:
    """But for what adds up, or is set against, what can be said of each bill.

    An account tells of how much nothing can be said beside it.
    """
    record, as_of = claimed_record(random), START + timedelta(days=400)
    known, _ = all_said(record, ("it",), as_of)
    for piece, less in pieces(record):
        if piece in OF_A_CLAIM:
            left, codes = all_said(less, ("it",), as_of)
            other = {
                at
                for at in turned(known, left)
                if "payments" not in at
                and not (at[-1] in ("payable", "left") and left[*at[:-1], "undetermined"])
            }
            assert not other or TAKEN_FOR_GRANTED.get(piece) in codes, (piece, other)


def _less_is_said_and_nothing_else(random: Random, terms: Terms) -> None:
    record = informed_record(random)
    as_of = START + timedelta(days=random.randint(30, 900))
    found = [each for each in pieces(record) if each[1] != record]
    _each_taken_away(record, as_of, random.sample(found, min(len(found), 8)), terms)


def _each_taken_away(
    record: list[RecordedFact],
    as_of: date,
    found: list[tuple[str, list[RecordedFact]]],
    terms: Terms,
) -> None:
    names = tuple(begun([each for each in record if each.fact.happened_on <= as_of]))
    known, _ = all_said(record, names, as_of, terms)
    for piece, less in found:
        left, codes = all_said(less, names, as_of, terms)
        other = turned(known, left)
        assert not other or TAKEN_FOR_GRANTED.get(piece) in codes, (piece, other)


ASKING: Final = (
    "demand_received",
    "shelf_triggered",
    "takedown_requested",
    "letter_added",
    "join_requested",
)
"""Kinds of fact that are writings of Holders who ask to take part."""


def _by_fax(part: object) -> Any:
    """What a fact says, with every delivery by hand made by fax and acknowledged on its day."""
    if isinstance(part, dict):
        if part.get("method") == "personal":
            day = part["delivered_on"]
            return {"method": "fax", "sent_on": day, "acknowledged_on": day}
        return {name: _by_fax(value) for name, value in part.items()}
    return [_by_fax(each) for each in part] if isinstance(part, list | tuple) else part


def faxed_record(random: Random) -> list[RecordedFact]:
    """A record in which Holders ask by fax, where they do not by mail."""
    return [
        RecordedFact(
            each.id,
            each.registration_id,
            ANY_FACT.validate_python(_by_fax(each.fact.model_dump(mode="json"))),
        )
        if each.fact.kind in ASKING
        else each
        for each in informed_record(random)
    ]


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=True))
def test_a_request_that_may_have_come_may_be_in_or_out(random: Random) -> None:
    """Without its acknowledgment a fax is neither in nor out, for anything that turns on it.

    Of letters that come later and of requests to join; what a sale off a shelf tells of its shelf
    is left out.
    """
    record = faxed_record(random)
    as_of = START + timedelta(days=random.randint(30, 900))
    names = tuple(begun([each for each in record if each.fact.happened_on <= as_of]))
    known, _ = all_said(record, names, as_of)
    later = {
        place
        for place, each in enumerate(record)
        if each.fact.kind in ("join_requested", "letter_added")
        and "takedown" not in (each.registration_id or "")
    }
    found = [
        less
        for piece, less in pieces(record)
        if piece == "Delivery.acknowledged_on"
        and any(record[place] != less[place] for place in later)
    ]
    for less in random.sample(found, min(len(found), 4)):
        left, _ = all_said(less, names, as_of)
        # Words made of the answer, and what one duty is called (`more_shares`), are not told.
        assert not {at for at in turned(known, left) if at[-1] not in ("duty", "summary")}


@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=True))
def test_the_docket_says_less_and_nothing_else(random: Random) -> None:
    record = informed_record(random)
    as_of = START + timedelta(days=random.randint(30, 600))
    known = docket_of(record, as_of)
    found = [each for each in pieces(record) if each[0] not in TAKEN_FOR_GRANTED]
    for piece, less in random.sample(found, min(len(found), 2)):
        assert not turned(known, docket_of(less, as_of)), piece


# --- every field that may be left out is one or the other -----------------------------------------


def _left_out(model: type[BaseModel], place: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if name in ("kind", ON_FILE):  # no rule sees what is on file with a fact
            continue
        if not field.is_required():
            yield f"{place}.{name}"


@pytest.mark.parametrize(
    "kind", [each for each in ORDER_IN_A_DAY if each not in (FactCorrected, FactRetracted)]
)
def test_every_field_that_may_be_left_out_is_information_or_means_something(
    kind: type[BaseModel],
) -> None:
    name = kind.model_fields["kind"].default
    informs = {f"{name}.{each}" for each in INFORMATION.get(name, ())}
    for field in _left_out(kind, name):
        assert (field in informs) is not (field in MEANS_SOMETHING), field
    assert informs <= set(_left_out(kind, name))


def _parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models that are parts of a fact, at any depth."""
    for name, field in model.model_fields.items():
        for part in () if name == ON_FILE else _models(field.annotation):
            yield part
            yield from _parts(part)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def test_so_is_every_field_of_their_parts() -> None:
    posted = (each for each in ORDER_IN_A_DAY if each not in (FactCorrected, FactRetracted))
    parts = {part for kind in posted for part in _parts(kind)}
    fields_of_parts = {field for part in parts for field in _left_out(part, part.__name__)}
    for field in fields_of_parts:
        assert (field in WITHIN) is not (field in MEANS_SOMETHING), field
    assert fields_of_parts >= WITHIN


def test_the_tables_name_what_there_is() -> None:
    kinds = {each.model_fields["kind"].default for each in ORDER_IN_A_DAY}
    assert kinds.issuperset(INFORMATION)
    places = {field.partition(".")[0] for field in MEANS_SOMETHING}
    assert kinds.issuperset(place for place in places if place.islower())
    assert kinds.issuperset(ONE_ACT_OF_AN_ACCOUNT)
    assert {"transfer_agent_appointed", "opinion_delivered", "procedure_performed"} <= TOLD
    assert not TOLD & {"filed", "declared_effective", "notice_given", "not_performed_"}
