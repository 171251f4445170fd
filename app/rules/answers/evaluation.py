"""The one place that composes the rules: terms, facts and a day in; an answer out.

Same input, same bytes: nothing here reads a clock, and the order in which facts were posted does
not matter. Raises `OutsideCalendar` when a day lies beyond the calendars, and KeyError for a
registration that is not on the record as of that day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import TypeVar

from app.rules.agreement.addresses import AddressOnDay, address_book
from app.rules.agreement.rights_end import RightsStatus, end_of_rights, rights_status
from app.rules.agreement.terms_in_force import (
    TermsOnDay,
    VersionOfTerms,
    say_which_terms,
    terms_after_splits,
    versions,
)
from app.rules.agreement.waivers import WaiverResult, waiver_results, with_waivers
from app.rules.answers.arisen_late import (
    own_without_overdue_births,
    without,
    without_overdue_births,
)
from app.rules.answers.either_way import agreed, either_way
from app.rules.answers.in_brief import agreement_in_brief, registration_in_brief
from app.rules.answers.may_sell.may_sell import UNDER_A_REGISTRATION, Manner, MaySell, may_sell
from app.rules.answers.may_sell.sale_bars import bars_on_record
from app.rules.answers.what_to_post import as_posted
from app.rules.covenants.assignees import Recognition
from app.rules.covenants.disclosure import DisclosureWarranty, disclosure_warranty
from app.rules.covenants.grants import Grant
from app.rules.covenants.promises import AgreementDuties, agreement_duties
from app.rules.covenants.rule144_requests import DocumentRequest
from app.rules.facts import RecordedFact
from app.rules.facts.money.claims import ClaimFact
from app.rules.holders.holdings import Position, fully_diluted, tally
from app.rules.holders.splits import ShownShares, shown_shares
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.obligations import Obligation, miss_unconfirmed, on_day
from app.rules.reasoning.reasoned import Reasoned, reasoned
from app.rules.reasoning.remedies import RemedyLine, remedies
from app.rules.reasoning.trace import Detail, Sourced, explained
from app.rules.record import FoundBefore, Record, open_record
from app.rules.record.across import others_may_use_up
from app.rules.record.bearing import bearing_on, facts_bearing_on
from app.rules.record.gathering import AnyRegistration, gather
from app.rules.record.kinds import kind_of
from app.rules.record.kinds.shelf import warn_of_shelves_not_begun
from app.rules.record.lives.left_open import lives, questions
from app.rules.record.lives.order_of_splits import say_order_of_splits
from app.rules.record.lives.question import OpenQuestion
from app.rules.record.lives.whose_offering import say_nothing_of_its_own
from app.rules.record.progress import answer_of
from app.rules.registrations.answer.assembling import Identity
from app.rules.registrations.ends.termination import as_terminated
from app.rules.registrations.ends.used_up import as_used_up
from app.rules.registrations.requests import effected, standstill, uses
from app.rules.registrations.requests.effected import DemandsLeft, shown_demands
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.requests.standstill import StandstillWindow
from app.rules.registrations.requests.uses import UsesOfRight, shown_uses
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.registrations.suspension.against_limits import LimitsLeft
from app.rules.registrations.suspension.suspension import SuspensionBudget
from app.rules.registrations.suspension.uses_made import DelaysBefore, left_of
from app.rules.terms import Terms
from app.rules.terms.vocabulary import RegistrationKind
from app.rules.values.day_asked import DayAsked
from app.rules.values.if_any import IfAny
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class ShownPosition:
    """A Holder's securities in shares of Common Stock, by class.

    A fraction that a split has left in preferred or warrants stands as exact text (QG17). Null
    while two statements of one day differ and it is not recorded which holds.
    """

    common: ShownShares | None
    preferred_as_converted: ShownShares | None
    warrant_shares: ShownShares | None
    expired_warrant_shares: ShownShares | None


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One Holder on a day: its securities in shares and whether the Company must recognise it.

    `recognised` is null while that turns on papers whose receipt is not known.
    """

    holder: str
    name: str
    position: ShownPosition
    registrable_shares: ShownShares | None
    recognised: bool | None
    recognised_from: IfAny[date]
    source: str


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    """One registration of the agreement, in short."""

    registration_id: str
    kind: RegistrationKind
    begun_on: date
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AgreementIdentity:
    """Which agreement is being answered; `version` counts the facts on its record."""

    id: str
    name: str
    template: str | None
    version: int


@dataclass(frozen=True, slots=True)
class AgreementState:
    """An agreement on a day: its Holders, their shares, demands left and standstills.

    `summary` is the answer in two sentences: where it stands, what is owed next and not recorded.
    `suspension_budget` is what is left of the right to delay for a registration not delayed yet.
    `obligations` are the agreement's own, whatever registrations there are; `terms_versions` every
    amendment and waiver of terms, with or without effect; `rights` whether the Holders' last.
    """

    summary: str
    id: str
    name: str
    template: IfAny[str]
    version: int
    as_of: date
    holders: tuple[HolderLine, ...]
    total_registrable_shares: ShownShares | None
    demands: DemandsLeft | tuple[UsesOfRight, ...] | None
    standstill: tuple[StandstillWindow, ...]
    suspension_budget: IfAny[SuspensionBudget | LimitsLeft]
    registrations: tuple[RegistrationLine, ...]
    rights: RightsStatus
    terms_versions: tuple[VersionOfTerms, ...]
    waivers: tuple[WaiverResult, ...]
    obligations: tuple[Obligation, ...]
    remedies: tuple[RemedyLine, ...]
    disclosure_warranty: DisclosureWarranty | None
    grants: tuple[Grant, ...]
    document_requests: tuple[DocumentRequest, ...]
    recognitions: tuple[Recognition, ...]
    addresses: tuple[AddressOnDay, ...]
    explained_by: Mapping[str, str]


def evaluate_registration(
    agreement_id: str,
    registration_id: str,
    terms: Terms,
    facts: Iterable[RecordedFact],
    as_of: date,
    detail: Detail = Detail.FULL,
    found_before: FoundBefore | None = None,
) -> Reasoned[RegistrationAnswer]:
    """Answer one registration on the record as of a day; KeyError if it had not yet begun.

    `found_before` are those that are known of this record.
    """
    record = open_record(terms, facts, as_of, registration_id, found_before=found_before)
    return _told(record, registration_id, agreement_id, detail)


def registrations_together(
    agreement_id: str,
    terms: Terms,
    facts: Iterable[RecordedFact],
    as_of: date,
    found_before: FoundBefore | None = None,
) -> Callable[[str], RegistrationAnswer]:
    """Answers any registration on one record, opened once for all of them, without the working."""
    opened = cache(lambda: open_record(terms, facts, as_of, found_before=found_before))
    return lambda name: _told(opened(), name, agreement_id, Detail.NONE).result


def _told(
    record: Record, registration_id: str, agreement_id: str, detail: Detail
) -> Reasoned[RegistrationAnswer]:
    """The answer to a registration with its summary, and what is missing as it is posted."""
    answer, matter = _registration(record, registration_id, agreement_id, detail)
    _say_what_to_post(record, matter, registration_id)
    called = kind_of(record.registration(registration_id)).rules.called
    return reasoned(registration_in_brief(answer, called, matter.working.missing), matter)


def _say_what_to_post(record: Record, matter: Matter, registration_id: str | None = None) -> None:
    """What is missing is named as it is posted to a record."""
    matter.working.missing = as_posted(matter.working.missing, record, registration_id)


def _registration(
    record: Record, registration_id: str, agreement_id: str | None, detail: Detail
) -> tuple[RegistrationAnswer, Matter]:
    """The answer to a registration, as far as it holds in every life the record leaves open."""
    return _either_way(
        record,
        _as_governed(record, registration_id, agreement_id, detail),
        lambda facts: _answered_by(record, registration_id, facts, agreement_id),
        _questions_of(record, registration_id),
    )


def _questions_of(record: Record, name: str | None) -> tuple[OpenQuestion, ...]:
    """What bears on other registrations alone is left open in theirs."""
    if name is not None and not isinstance(record.as_of, DayAsked):
        bears = _bearing(record, name)
        return _of_these(questions(record, bears), bears)
    # Asked of one record on many days, and for many registrations: they are looked for once.
    found = _besides_claims(record) if name is None else _questions(record)
    return _of_these(found, _bearing(record, name)) if found else ()


def _bearing(record: Record, name: str | None) -> set[str]:
    """The facts, by id, that bear on a registration (None: on the agreement itself)."""
    still = record.of_all_days or replace(record).keep_still()
    return {each.id for each in facts_bearing_on(still, name, bearing_on(still, name))}


def _of_these(found: Sequence[OpenQuestion], facts: set[str]) -> tuple[OpenQuestion, ...]:
    return tuple(
        each for each in found if each.of_all or any(facts & life.keys() for life in each.lives)
    )


def _besides_claims(record: Record) -> tuple[OpenQuestion, ...]:
    """What bears on more than the money of a registration, with which claims are answered."""
    claims = {each.id for each in record.facts if isinstance(each.fact, ClaimFact)}
    found = _questions(record)
    return tuple(
        each
        for each in found
        if each.of_all or not any(claims & life.keys() for life in each.lives)
    )


def _questions(record: Record) -> tuple[OpenQuestion, ...]:
    """What the record leaves open, looked for once for all that are answered by it."""
    return record.while_it_holds("questions", questions)


def _either_way(
    record: Record,
    answered: tuple[A, Matter],
    answered_by: Callable[[Sequence[RecordedFact]], tuple[A, Matter]],
    found: Sequence[OpenQuestion],
) -> tuple[A, Matter]:
    """An answer as far as it holds in every life that these questions leave open."""
    if not found:
        return answered
    answer, matter = answered
    others = [answered_by(facts) for facts in lives(found, record)]
    return either_way(answer, others, [each.missing for each in found], matter), matter


def obligations_on(record: Record, name: str | None) -> tuple[Obligation, ...]:
    """What is owed because of one registration, or under the agreement itself (None).

    It is what the answer to the registration or the agreement says on the record's day. Asked of
    one record on several days, no life is opened, nor asked anew, while all stays as it is in it.
    """
    owed = _owed(record, name)
    possible = record.while_it_holds(("lives", name), partial(_lives_of, name=name))
    others = [_owed_in(record, name, place, facts) for place, facts in enumerate(possible)]
    return agreed(owed, others)


def _lives_of(record: Record, name: str | None) -> list[list[RecordedFact]]:
    found = _questions_of(record, name)
    return list(lives(found, record)) if found else []


def _owed_in(
    record: Record, name: str | None, place: int, facts: Sequence[RecordedFact]
) -> tuple[Obligation, ...]:
    """What is owed on the record's day in one of its lives, which goes by its place among them."""

    def opened(on: Record) -> Record:
        return _gathered(on, facts) if name is None else _other(on, facts, name, on.alike)

    def owed(on: Record) -> tuple[Obligation, ...]:
        life = on.while_it_holds(("life", on.alike or name, place), opened)
        return _owed(life.on(on.as_of), name)

    found = record.while_it_holds(("owed", name, place), owed)
    return tuple(on_day(each, record.as_of) for each in found)


def _owed(record: Record, name: str | None) -> tuple[Obligation, ...]:
    if name is None:
        return _own_obligations(record)
    return _as_governed(record, name, None, Detail.NONE)[0].obligations


def _gathered(record: Record, facts: Sequence[RecordedFact]) -> Record:
    """The same agreement on the same day by other facts, for what is owed under it itself."""
    return gather(record.known.instruments.terms.original, facts, record.as_of)


def _own_obligations(record: Record) -> tuple[Obligation, ...]:
    return _own_duties(record, _of_the_agreement(record, Detail.NONE)).obligations


def _other(
    record: Record,
    facts: Sequence[RecordedFact],
    asked: str | None = None,
    alike: frozenset[str] = frozenset(),
) -> Record:
    """The same agreement on the same day by other facts."""
    terms = record.known.instruments.terms.original
    return open_record(terms, facts, record.as_of, asked, alike=alike)


def _rest_on(record: Record, matter: Matter, asked: AnyRegistration | None = None) -> None:
    """Name the readings that the record rests on, and in which order a split's day is taken."""
    matter.working.rely_on(*record.relied_on)
    say_order_of_splits(record, asked, matter)
    say_nothing_of_its_own(record, asked, matter)
    for holder, (day, shares) in record.register.taken_as_kept.items():
        matter.working.assume(
            "KEPT_WITHOUT_RIGHTS",
            f"{holder} is taken to have kept the {numbered(shares, 'share')} that had come to it "
            f"without rights, when more came on {written_out(day)}: they counted in what it held.",
        )


def _as_governed(
    record: Record, registration_id: str, agreement_id: str | None, detail: Detail
) -> tuple[RegistrationAnswer, Matter]:
    """The answer to a registration, under the terms that govern it and waivers of its duties."""
    # Each answer works out anew what it rests on: a day asked hears which days that looked at.
    record = replace(record).keep_still()
    asked = record.registration(registration_id)
    matter = open_matter(record.terms_of(asked), detail, record.terms_through(asked))
    _rest_on(record, matter, asked)
    instruments, as_of = record.known.instruments, record.as_of
    say_which_terms(instruments, record.requested_on(asked), as_of, matter)
    answer = as_terminated(
        answer_of(record, asked, Identity(registration_id, agreement_id), matter),
        asked.facts,
        rights_status(record.known, matter),
        matter,
    )
    if others_may_use_up(record, asked):
        answer = _as_used_up(answer, record, asked, matter)
    answer = without_overdue_births(
        answer, record, partial(_answered_besides, record, registration_id), matter
    )
    conditions = frozenset(each.id for each in answer.conditions_of_inclusion)
    owed = with_waivers(
        answer.obligations, registration_id, instruments.waivers, matter, as_of, conditions
    )
    miss_unconfirmed(owed, matter.working)
    return replace(answer, obligations=owed, remedies=remedies(owed, matter)), matter


def _as_used_up(
    answer: RegistrationAnswer, record: Record, asked: AnyRegistration, matter: Matter
) -> RegistrationAnswer:
    """The answer as the limits of its right leave it, of which later requests may use some up."""
    name = asked.registration_id
    own = next((life for life in record.accepted if life.id == name and not life.undecided), None)
    if own is None:
        return answer
    others = [life for life in record.accepted if life.id != name]
    return as_used_up(answer, own, others, matter)


def _answered_by(
    record: Record,
    registration_id: str,
    facts: Sequence[RecordedFact],
    agreement_id: str | None = None,
) -> tuple[RegistrationAnswer, Matter]:
    """What the answer to a registration would be on the same day by other facts."""
    other = _other(record, facts, registration_id)
    return _as_governed(other, registration_id, agreement_id, Detail.NONE)


def _answered_besides(
    record: Record, registration_id: str, waiver: RecordedFact
) -> RegistrationAnswer:
    """What the answer to a registration would be on the same day without one waiver.

    Where the record is one of many, what is settled and ruled without it is found once for all.
    """
    terms, facts = record.known.instruments.terms.original, without(waiver, record.facts)
    settled, ruled = (None, None) if record.settled is None else record.settled.besides(waiver.id)
    other = open_record(terms, facts, record.as_of, registration_id, ruled, settled=settled)
    return _as_governed(other, registration_id, None, Detail.NONE)[0]


def _own_duties(record: Record, matter: Matter) -> AgreementDuties:
    """What is owed under the agreement itself, and what it follows from."""
    found = agreement_duties(record.known, matter)

    def owed(facts: Sequence[RecordedFact]) -> tuple[Obligation, ...]:
        return _own_obligations(_gathered(record, facts))

    obligations = own_without_overdue_births(found.obligations, record, owed, matter)
    if obligations == found.obligations:
        return found
    return replace(found, obligations=obligations, remedies=remedies(obligations, matter))


def _of_the_agreement(record: Record, detail: Detail) -> Matter:
    return open_matter(record.terms, detail, record.known.terms_through())


def holders_on(terms: Terms, facts: Iterable[RecordedFact], day: date) -> tuple[str, ...]:
    """The Holders on the register at the end of a day, by id."""
    return tuple(sorted(gather(terms, facts, day).register.lines_on(day)))


def evaluate_may_sell(
    terms: Terms,
    facts: Iterable[RecordedFact],
    holder: str,
    day: date,
    manner: Manner,
    detail: Detail = Detail.FULL,
    found_before: FoundBefore | None = None,
) -> Reasoned[MaySell]:
    """Whether a Holder may sell on a day in a manner, on the facts known to have happened by it."""
    record = open_record(terms, facts, day, found_before=found_before)
    answer, matter = _either_way(
        record,
        _may_sell(record, holder, day, manner, detail),
        lambda facts: _may_sell(_other(record, facts), holder, day, manner, Detail.NONE),
        _besides_claims(record),
    )
    _say_what_to_post(record, matter)
    return reasoned(answer, matter)


def _may_sell(
    record: Record, holder: str, day: date, manner: Manner, detail: Detail
) -> tuple[MaySell, Matter]:
    matter = _of_the_agreement(record, detail)
    _rest_on(record, matter)
    bars = bars_on_record(record, manner, matter)
    line = record.register.lines_on(day).get(holder)
    shares = record.register.registrable_shares(holder, day)
    held = Sourced(shares, line.source) if line else None
    ended = end_of_rights(record.known, matter) if manner in UNDER_A_REGISTRATION else None
    found = may_sell(holder, day, manner, bars, matter, held, ended)
    matter.working.leave_out_what_is_about_others(holder)
    return found, matter


def evaluate_agreement(
    identity: AgreementIdentity,
    terms: Terms,
    facts: Iterable[RecordedFact],
    as_of: date,
    detail: Detail = Detail.FULL,
    found_before: FoundBefore | None = None,
) -> Reasoned[AgreementState]:
    """Where the agreement stands on a day."""
    record = open_record(terms, facts, as_of, state_alone=True, found_before=found_before)

    def in_life(facts: Sequence[RecordedFact]) -> tuple[AgreementState, Matter]:
        original = record.known.instruments.terms.original
        other = open_record(original, facts, as_of, state_alone=True)
        return _agreement(identity, other, Detail.NONE)

    state, matter = _either_way(
        record,
        _agreement(identity, record, detail),
        in_life,
        _besides_claims(record),
    )
    _say_what_to_post(record, matter)
    summary = agreement_in_brief(
        sum(record.register.left_on(each.holder, as_of) is None for each in state.holders),
        state.total_registrable_shares,
        (state.demands, len(_on_their_way(record))),
        state.rights,
        state.obligations,
        matter.working.missing,
    )
    return reasoned(replace(state, summary=summary), matter)


def _agreement(
    identity: AgreementIdentity, record: Record, detail: Detail
) -> tuple[AgreementState, Matter]:
    known, as_of = record.known, record.as_of
    matter = _of_the_agreement(record, detail)
    _rest_on(record, matter)
    everyone = tally(record.register.on(as_of), (), matter).total
    duties = _own_duties(record, matter)
    warn_of_shelves_not_begun(record, matter)
    state = AgreementState(
        summary="",  # made of the whole answer
        id=identity.id,
        name=identity.name,
        template=identity.template,
        version=identity.version,
        as_of=as_of,
        holders=_holders(record),
        total_registrable_shares=shown_shares(everyone.value),
        demands=_demands(record, matter),
        standstill=tuple(
            shown
            for right in record.terms.rights_to_demand
            for shown in standstill.shown_standstills(record.offerings, _under(right.name, matter))
        ),
        suspension_budget=_suspension_budget(record, matter),
        registrations=tuple(
            RegistrationLine(
                each.registration_id,
                each.beginning.begins,
                each.begun.fact.happened_on,
                {"begun_on": each.begun.source},
            )
            for each in record.registrations()
        ),
        rights=duties.rights,
        terms_versions=versions(known.instruments, matter),
        waivers=waiver_results(known.instruments.waivers, matter),
        obligations=duties.obligations,
        remedies=duties.remedies,
        disclosure_warranty=disclosure_warranty(known, matter),
        grants=duties.grants,
        document_requests=duties.document_requests,
        recognitions=duties.recognitions,
        addresses=address_book(known, matter),
        explained_by=explained(total_registrable_shares=everyone),
    )
    return state, matter


def _suspension_budget(record: Record, matter: Matter) -> SuspensionBudget | LimitsLeft | None:
    """The occasions left in the whole agreement, and the days of a registration not yet delayed."""
    right = record.terms.delay
    if right is None or not rights_status(record.known, matter.unrecorded()).in_effect:
        return None
    before = DelaysBefore(
        occasions=tuple(occasion for _, occasion in record.permitted),
        days=Sourced(0, "asked:/as_of"),
        undecided=tuple(use for _, use in record.undecided),
    )
    today = Sourced(record.as_of, "asked:/as_of")
    return left_of(today, "delay", right, before, matter)


def terms_governing(
    terms: Terms, facts: Iterable[RecordedFact], as_of: date, registration_id: str
) -> Terms:
    """The terms, with their readings, in force for a registration as it stands on a day."""
    record = open_record(terms, facts, as_of, registration_id)
    return record.terms_of(record.registration(registration_id))


def terms_on(
    terms: Terms, facts: Iterable[RecordedFact], as_of: date, requested_on: date | None = None
) -> TermsOnDay:
    """The terms in force on a day, or those that then govern a registration requested on a day."""
    register = gather(terms, facts, as_of).register
    return terms_after_splits(register.terms, register.splits, as_of, requested_on)


def _holders(record: Record) -> tuple[HolderLine, ...]:
    lines = record.register.lines_on(record.as_of)
    holdings = record.register.on(record.as_of)
    return tuple(
        HolderLine(
            holder=holder,
            name=lines[holder].name,
            position=_shown_position(holding.position),
            registrable_shares=shown_shares(fully_diluted(holding.position, record.terms)),
            recognised=holding.recognised,
            recognised_from=lines[holder].recognised_from,
            source=holding.source,
        )
        for holder, holding in holdings.by_holder.items()
    )


def _shown_position(position: Position) -> ShownPosition:
    return ShownPosition(
        shown_shares(position.common),
        shown_shares(position.preferred_as_converted),
        shown_shares(position.warrant_shares),
        shown_shares(position.expired_warrant_shares),
    )


def _demands(record: Record, matter: Matter) -> DemandsLeft | tuple[UsesOfRight, ...] | None:
    rights = record.terms.rights_to_demand
    _say_what_is_forecast(record, matter)
    if len(rights) == 1 and not rights[0].uses:
        at = _under(rights[0].name, matter)
        return shown_demands(effected.tally(record.accepted, record.as_of, at), at)
    found = []
    for right in rights:
        at = _under(right.name, matter)
        found.append(shown_uses(uses.tally(record.accepted, record.as_of, at), right, at))
    return tuple(found) or None


def _say_what_is_forecast(record: Record, matter: Matter) -> None:
    """A demand on its way uses up one once it is received, if nothing changes until then."""
    for life, day in _on_their_way(record):
        matter.working.assume(
            "FORECAST",
            f"The request of {life.id} is received only on {written_out(day)}: that it is accepted "
            "then is a forecast. Until then it uses up no demand.",
        )


def _on_their_way(record: Record) -> list[tuple[RegistrationLife, date]]:
    """The demands that the Company has not received yet, and when it will have."""
    return [
        (life, life.received_on)
        for life in record.accepted
        if life.received_on is not None and life.received_on > record.as_of
    ]


def _under(right: str, matter: Matter) -> Matter:
    """The same answer being made, of one of several rights to demand."""
    return matter.under(matter.terms.with_right(right), matter.through)
