"""The claims on the record of one registration, arranged for the rules: clauses 6(a) to 6(g).

Each claim is gathered with its facts, in the order of the record. What turns on no single bill is
worked out here once: whom the Section protects, who owes it no indemnity and why, who was told of
the action and when, who took over the defence, and what was found. Days are calendar days; a
notice of taking over the defence has its effect from its giving or its receipt (QG3). Nothing
raises.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from app.rules.agreement.waivers import NOTHING_WAIVED, Waivers
from app.rules.facts import DatedFact, RecordedFact
from app.rules.facts.money.claims import (
    BillReceived,
    ClaimFact,
    ClaimJudged,
    ClaimMade,
    ClaimNotified,
    ClaimPerson,
    ClaimSettled,
    Cost,
    DefenceAnswered,
    DefenceElected,
    Extent,
    FaultFound,
    IndemnityFoundUnavailable,
    PartyAtFault,
    PaymentMade,
    PrejudiceFound,
)
from app.rules.money.indemnity.conduct import DefenceReason, Election, defence_taken_over
from app.rules.money.indemnity.indemnity import Person, Refusal, why_not_owed, within_section
from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain, sourced
from app.rules.terms.payments.money import Indemnity

F = TypeVar("F", bound=ClaimFact)
ClaimState: TypeAlias = Literal[
    "made", "notified", "defended", "paid_in_parts", "settled", "judged", "contribution"
]


@dataclass(frozen=True, slots=True)
class Participants:
    """The Holders whose shares are in the registration; whose undertaking has been received.

    `undertakings` names those of whom it is known whether they gave it (6(b)); `waived` is what
    instruments have waived of what is owed in the registration (9(e)).
    """

    holders: tuple[str, ...] = ()
    undertakings: Mapping[str, Sourced[bool]] = field(default_factory=dict)
    waived: Waivers = NOTHING_WAIVED


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and the facts of its life, in the order of the record."""

    recorded: RecordedFact
    made: ClaimMade
    facts: tuple[RecordedFact, ...]

    @property
    def id(self) -> str:
        """The name of the claim."""
        return self.made.claim

    @property
    def source(self) -> str:
        """Where the claim is stated."""
        return self.recorded.source

    def of(self, kind: type[F]) -> list[tuple[RecordedFact, F]]:
        """Its facts of one kind."""
        return [(each, each.fact) for each in self.facts if isinstance(each.fact, kind)]

    def latest(self, kind: type[F]) -> tuple[RecordedFact, F] | None:
        """The latest of its facts of one kind."""
        return next(reversed(self.of(kind)), None)


def claims_of(facts: Iterable[RecordedFact]) -> tuple[Claim, ...]:
    """Every claim among facts that stand in the order of the record."""
    known = tuple(facts)
    own: dict[str, list[RecordedFact]] = {}
    for each in known:
        if isinstance(each.fact, ClaimFact):
            own.setdefault(each.fact.claim, []).append(each)
    return tuple(
        Claim(each, each.fact, tuple(own[each.fact.claim]))
        for each in known
        if isinstance(each.fact, ClaimMade)
    )


@dataclass(frozen=True, slots=True)
class ClaimBill:
    """One bill received, or loss or expense incurred; null is what is not recorded of the work."""

    id: str
    source: str
    on: Sourced[date]
    cost: Cost
    amount: Sourced[Decimal]
    incurred_on: Sourced[date] | None = None
    before_election: bool | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment towards a claim."""

    on: Sourced[date]
    amount: Sourced[Decimal]


_Answers: TypeAlias = Sequence[tuple[RecordedFact, DefenceAnswered]]


@dataclass(frozen=True, slots=True)
class Assumption:
    """The taking over of the defence by one party: from when, and whether it could.

    `reason` is None while it is not known whether it could. `answers` are those of the Indemnified
    Party: a conflict that it sees later does not reach the costs that arose before.
    """

    on: Sourced[date]
    election: Election
    reason: DefenceReason | None
    answers: _Answers = ()

    def when_incurred(self, day: date) -> Election:
        """The election as it was answered for what was incurred on a day (6(c))."""
        return _as_answered(self.election.made, self.answers, day)


@dataclass(frozen=True, slots=True)
class FaultFinding:
    """What was found of everyone at fault, by id, and on which day something was first found."""

    on: Sourced[date]
    parties: Mapping[str, PartyAtFault]
    sources: Mapping[str, str]

    def information(self, name: str) -> Sourced[Fraction]:
        """The part of the loss that is due to written information of one person."""
        return Sourced(
            self.parties[name].information_share, f"{self.sources[name]}/information_share"
        )

    def fraudulent(self, name: str) -> Sourced[bool]:
        """Whether one person was found guilty of fraud."""
        return Sourced(self.parties[name].fraudulent, f"{self.sources[name]}/fraudulent")


@dataclass(frozen=True, slots=True)
class ContributionOpening:
    """The finding on which contribution starts (QF25)."""

    on: Sourced[date]
    extent: Extent


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """One claim with what turns on none of its bills, under terms that give an indemnity."""

    claim: Claim
    term: Indemnity
    clause: str
    within: Sourced[bool]
    protected: Person
    payers: tuple[Person, ...]
    refused: Mapping[str, Refusal | None]
    told: Mapping[str, Sourced[date]]
    defence: Mapping[str, Assumption]
    prejudice: Mapping[str, Sourced[Decimal]]
    finding: FaultFinding | None
    opening: ContributionOpening | None
    paid: Mapping[str, tuple[Paid, ...]]
    waived: Waivers = NOTHING_WAIVED

    @property
    def holders_asked(self) -> frozenset[str]:
        """The Holders of whom something is claimed, as indemnity or as contribution."""
        found = self.finding.parties.values() if self.finding else ()
        return frozenset(
            (
                *(each.name for each in self.payers if each.role == "holder"),
                *(each.id for each in found if each.role == "holder"),
            )
        ) - {self.protected.name}

    @property
    def is_indemnified(self) -> bool:
        """Whether anybody may owe the person indemnity, and the whole Section protects it."""
        return self.within.value and any(self.may_owe(name) for name in self.refused)

    def may_owe(self, name: str) -> bool:
        """Whether one of the payers owes indemnity, or it is not known that it does not."""
        return self.refused[name] in (None, "NOT_KNOWN")

    @property
    def limit_clause(self) -> str:
        """The clause that limits what a Holder owes in the offering."""
        by_holders = self.term.by_holders
        return by_holders.cap.clause if by_holders and by_holders.cap else self.clause

    def fraudulent(self, name: str) -> Sourced[bool]:
        """Whether one person was found guilty of fraud; without a finding nobody is."""
        if self.finding is None or name not in self.finding.parties:
            return Sourced(False, self.claim.source)
        return self.finding.fraudulent(name)

    @property
    def state(self) -> ClaimState | None:
        """How far the claim has come; None while it is not known whether it is defended."""
        if self.opening:
            return "contribution"
        if self.claim.of(ClaimJudged):
            return "judged"
        if self.claim.of(ClaimSettled):
            return "settled"
        if self.claim.of(PaymentMade):
            return "paid_in_parts"
        taken_over = {each.reason for each in self.defence.values()}
        if "ASSUMED" in taken_over:
            return "defended"
        if None in taken_over:
            return None
        return "notified" if self.told else "made"


def case_of(claim: Claim, term: Indemnity, participants: Participants, matter: Matter) -> ClaimCase:
    """Work out what turns on no single bill of the claim."""
    made = claim.made
    found = _found_of_each(claim)

    def person(stated: ClaimPerson, source: str) -> Person:
        return _as_found(_person(stated, source, participants), found.get(stated.id))

    protected = person(made.indemnified, f"{claim.source}/indemnified")
    payers = tuple(
        person(stated, f"{claim.source}/indemnifying/{place}")
        for place, stated in enumerate(made.indemnifying)
    )
    within = within_section(term, protected.role, matter)
    told = _told(claim, matter)
    return ClaimCase(
        claim=claim,
        term=term,
        clause=_clause(made, term),
        within=within,
        protected=protected,
        payers=payers,
        refused={each.name: why_not_owed(term, each, protected, matter) for each in payers},
        told=told,
        defence=_defences(claim, term, matter) if within.value else {},
        prejudice={
            fact.party: Sourced(fact.amount, f"{recorded.source}/amount")
            for recorded, fact in claim.of(PrejudiceFound)
            if not participants.waived.of(
                notice_of_claim(claim.id, fact.party), plain(told.get(fact.party))
            )
        },
        finding=_finding(claim),
        opening=_opening(claim) if term.contribution and within.value else None,
        paid=_payments(claim),
        waived=participants.waived,
    )


def notice_of_claim(claim: str, party: str) -> str:
    """The id of the duty to report the action to one who is to indemnify."""
    return f"claim:{claim}:notice:{party}"


def _clause(made: ClaimMade, term: Indemnity) -> str:
    """The clause under which the claim is indemnified."""
    if made.law == "other" and term.other_laws_clause is not None:
        return term.other_laws_clause
    if term.by_holders and made.indemnified.role in term.by_holders.protects:
        return term.by_holders.clause
    return term.by_company.clause


def _person(stated: ClaimPerson, source: str, participants: Participants) -> Person:
    """A person of the claim; a Holder's undertaking as it is said to have given it, or as received.

    The source of a Holder leads to its undertaking, for that is what is asked of it.
    """
    given, place = stated.undertaking_given, f"{source}/undertaking_given"
    received = participants.undertakings.get(stated.id)
    if stated.role != "holder":
        return Person(stated.id, stated.role, source, given, stated.required_indemnity)
    if given is None and received is not None:
        given, place = received.value, received.source
    return Person(stated.id, stated.role, place, given, stated.required_indemnity)


def _found_of_each(claim: Claim) -> dict[str, tuple[PartyAtFault, str]]:
    """What the latest finding says of each party, and where it says so."""
    finding = claim.latest(FaultFound)
    if finding is None:
        return {}
    recorded, fact = finding
    return {
        party.id: (party, f"{recorded.source}/parties/{place}")
        for place, party in enumerate(fact.parties)
    }


def _as_found(person: Person, found: tuple[PartyAtFault, str] | None) -> Person:
    """A person of the claim, with what only the finding says of its undertaking or condition."""
    if found is None:
        return person
    stated, place = found
    if person.undertaking_given is None and stated.undertaking_given is not None:
        source = f"{place}/undertaking_given" if person.role == "holder" else person.source
        person = replace(person, undertaking_given=stated.undertaking_given, source=source)
    if person.required_indemnity is None and stated.required_indemnity is not None:
        person = replace(person, required_indemnity=stated.required_indemnity)
    return person


def party_at_fault(
    stated: PartyAtFault, source: str, case: ClaimCase, participants: Participants
) -> Person:
    """A person named in a finding; one of the claim is who the claim says it is."""
    known = {each.name: each for each in (case.protected, *case.payers)}
    return known.get(stated.id) or _person(stated, source, participants)


def _told(claim: Claim, matter: Matter) -> dict[str, Sourced[date]]:
    """Whom the Indemnified Party told of the action, and on which day first."""
    first: dict[str, Sourced[date]] = {}
    for recorded, fact in claim.of(ClaimNotified):
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        by_giving = matter.on(fact.happened_on).readings.defence_notice_test == "given"
        given = sent.given_on if by_giving else sent.received_on
        if given is None:
            matter.working.warn(
                "CLAIM_NOTICE_NOT_DULY_GIVEN",
                f"The notice of {claim.id} to {fact.party} was not duly given.",
            )
        elif fact.party not in first or given.value < first[fact.party].value:
            first[fact.party] = given
    return first


def _defences(claim: Claim, term: Indemnity, matter: Matter) -> dict[str, Assumption]:
    """Who gave notice that it takes over the defence, from its first notice that has effect."""
    found: dict[str, Assumption] = {}
    for recorded, fact in claim.of(DefenceElected) if term.defence else ():
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        by_giving = matter.on(fact.happened_on).readings.defence_notice_test == "given"
        given = sent.given_on if by_giving else sent.received_on
        if given is None and sent.flaw is None:
            on = Sourced(fact.happened_on, recorded.source)
            answers = _answers(claim, fact.party)
            election = _as_answered(None, answers)
            reason = defence_taken_over(term.defence, election, matter) if term.defence else None
            found.setdefault(fact.party, Assumption(on, election, reason, answers))
        elif given is None:
            matter.working.warn(
                "DEFENCE_NOTICE_NOT_DULY_GIVEN",
                f"The notice of {fact.party} that it takes over the defence of {claim.id} was "
                "not duly given.",
            )
        elif term.defence and (fact.party not in found or given.value < found[fact.party].on.value):
            answers = _answers(claim, fact.party)
            election = _as_answered(Sourced(True, given.source), answers)
            reason = defence_taken_over(term.defence, election, matter)
            found[fact.party] = Assumption(given, election, reason, answers)
    return found


def _answers(claim: Claim, party: str) -> _Answers:
    return tuple(each for each in claim.of(DefenceAnswered) if each[1].party == party)


def _as_answered(made: Sourced[bool] | None, answers: _Answers, day: date = date.max) -> Election:
    """The election with what was answered to it last by a day, or first of all after it."""

    def said(name: str) -> Sourced[bool] | None:
        found = [
            (fact.occurred_on, Sourced(value, f"{recorded.source}/{name}"))
            for recorded, fact in answers
            if (value := getattr(fact, name)) is not None
        ]
        by_then = [each for on, each in found if on <= day]
        return next(reversed(by_then), found[0][1] if found else None)

    return Election(made, said("conflict"), said("counsel_satisfactory"))


def _finding(claim: Claim) -> FaultFinding | None:
    """The latest finding of fault, from the day of the first: since then it could be reckoned."""
    found = claim.of(FaultFound)
    if not found:
        return None
    recorded, fact = found[-1]
    return FaultFinding(
        _day(*found[0]),
        {each.id: each for each in fact.parties},
        {each.id: f"{recorded.source}/parties/{place}" for place, each in enumerate(fact.parties)},
    )


def _opening(claim: Claim) -> ContributionOpening | None:
    """The finding that the indemnity does not reach: the first one's day, the latest one's extent.

    What was found insufficient may later be found unavailable; contribution has begun by then.
    """
    found = claim.of(IndemnityFoundUnavailable)
    return ContributionOpening(_day(*found[0]), found[-1][1].extent) if found else None


def bills_of(claim: Claim) -> tuple[ClaimBill, ...]:
    """Its bills, in the order of the record."""
    return tuple(_bill(recorded, fact) for recorded, fact in claim.of(BillReceived))


def _bill(recorded: RecordedFact, fact: BillReceived) -> ClaimBill:
    amount = Sourced(fact.amount, f"{recorded.source}/amount")
    worked = fact.incurred_on
    return ClaimBill(
        recorded.name,
        recorded.source,
        _day(recorded, fact),
        fact.cost,
        amount,
        sourced(worked, f"{recorded.source}/incurred_on"),
        fact.before_election,
    )


def _payments(claim: Claim) -> dict[str, tuple[Paid, ...]]:
    """What each party paid towards the claim, in the order of the record."""
    paid: dict[str, tuple[Paid, ...]] = {}
    for recorded, fact in claim.of(PaymentMade):
        payment = Paid(_day(recorded, fact), Sourced(fact.amount, f"{recorded.source}/amount"))
        paid[fact.party] = (*paid.get(fact.party, ()), payment)
    return paid


def _day(recorded: RecordedFact, fact: DatedFact) -> Sourced[date]:
    return Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")


def cases_of(
    claims: Sequence[Claim], participants: Participants, matter: Matter
) -> Mapping[str, ClaimCase]:
    """Every claim worked out so far, by source; none where the terms give no indemnity."""
    term = matter.terms.indemnity
    if term is None:
        return {}
    return {each.source: case_of(each, term, participants, matter) for each in claims}
