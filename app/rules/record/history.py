"""What has happened to each registration on the record since it began.

Notices, requests to join, withdrawals, the statement's filing and effectiveness, orders, holds and
the underwriter's advice, each sourced to its fact. Nothing is decided here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

from app.rules.agreement.rights_end import end_of_rights
from app.rules.agreement.waivers import Waivers
from app.rules.facts import DeliveredFact, RecordedFact
from app.rules.facts.holdings import SharesSold
from app.rules.facts.life.course import (
    ClosingFailed,
    ContinuationElected,
    ConversionCompleted,
    DeclaredEffective,
    Filed,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    StopOrder,
    StopOrderLifted,
)
from app.rules.facts.life.information import (
    InformationReceived,
    InformationRequested,
    UndertakingReceived,
    UndertakingRequired,
)
from app.rules.facts.life.misleading import HolderMisstatementNotice
from app.rules.facts.life.participation import (
    Abandoned,
    AdditionsProposed,
    JoinRequested,
    MaximumAdvised,
    NoticeGiven,
    Withdrawn,
)
from app.rules.facts.life.performance import NotPerformed
from app.rules.facts.life.procedures import ProcedurePerformed, ProcedureRequested
from app.rules.facts.life.requests import (
    DemandReceived,
    LetterAdded,
    RegistrationDetermined,
    RequestLetter,
    ShelfTriggered,
    TakedownRequested,
)
from app.rules.facts.money.damages import DamagesElected, PricePaidStated
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.facts.recorded import covered_supposed
from app.rules.facts.standing.withdrawal import wholly_withdrawn_on
from app.rules.holders.groups import members_on
from app.rules.holders.moves import moved_on, register_without
from app.rules.holders.register import Register
from app.rules.holders.sales_made import SaleMade
from app.rules.holders.splits import ShareNumber
from app.rules.holders.without_rights import any_of_one_holder, without_rights
from app.rules.notices.receipt import (
    Delivery,
    has_no_effect,
    reached_on,
    turns_on_acknowledgement,
)
from app.rules.procedures.conditions import waived_condition
from app.rules.procedures.endings import order_ended
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.trace import Sourced, plain, sourced
from app.rules.record.gathering import AnyRegistration, Record, TakedownFacts, occurred
from app.rules.record.happenings import happenings_of, is_underwritten
from app.rules.record.inputs import (
    later_than_votes,
    moves,
    moves_of,
    register_at_votes,
    right_named,
    stated,
    taken_back,
)
from app.rules.registrations.cutback.selling import (
    Additions,
    Maximum,
)
from app.rules.registrations.joining.history import (
    Amended,
    History,
    HolderToTell,
    JoinAsked,
    MoreAsked,
    NoticeSent,
    ProspectusReceived,
)
from app.rules.registrations.requests.life import (
    ElectionMade,
    FailedClosing,
    Interference,
    RegistrationLife,
)
from app.rules.terms import Terms
from app.rules.terms.document.checks.ranked import turns_on_holdings
from app.rules.terms.rights.telling import Inclusion


def life_of(record: Record, facts: AnyRegistration) -> RegistrationLife:
    """What has become of the registration."""
    return RegistrationLife(
        id=facts.registration_id,
        made=Sourced(facts.registration_id, facts.begun.source),
        begun_as=facts.beginning.begins,
        as_demand=_counts_as_demand(record, facts),
        effective_on=facts.effective_on,
        effective_before_requests=_before_requests(facts.effective_on, facts.of(DeclaredEffective)),
        withdrawn_on=_withdrawn_on(facts),
        all_sold_on=facts.all_sold_on,
        perhaps_sold_on=facts.perhaps_sold_on,
        sold_turns_on=facts.sold_turns_on,
        withdrawn_before_letters=_before_letters(facts),
        interferences=tuple(
            _interference(occurred(recorded, fact), fact, facts)
            for recorded, fact in facts.of(StopOrder)
        ),
        failed_closings=tuple(
            FailedClosing(
                occurred(recorded, fact),
                Sourced(fact.solely_holder, f"{recorded.source}/solely_holder"),
                fact.before_requests,
            )
            for recorded, fact in facts.of(ClosingFailed)
        ),
        known=cache(partial(happenings_of, record, facts)),
        sold=tuple(
            (fact.occurred_on, fact.shares)
            for _, fact in facts.of(SharesSoldInOffering)
            if fact.seller_class == "holders"
        ),
        elections=tuple(
            ElectionMade(
                occurred(recorded, fact),
                sourced(fact.notified_on, f"{recorded.source}/notified_on"),
                fact.holders,
            )
            for recorded, fact in facts.of(ContinuationElected)
        ),
        settled=next(
            (fact.settled_by for _, fact in reversed(facts.of(Withdrawn)) if fact.settled_by), None
        ),
    )


def _counts_as_demand(record: Record, facts: AnyRegistration) -> bool:
    """Whether it is one of the demands: a sale off a shelf is by a reading (QC6)."""
    if isinstance(facts.beginning, TakedownRequested):
        return record.terms_of(facts).readings.takedown_counts
    return isinstance(facts.beginning, DemandReceived)


def _before_letters(facts: AnyRegistration) -> dict[date, bool]:
    """Days on which requests were taken back, all before the letters of the day or one after."""
    said: dict[date, list[bool | None]] = {}
    for _, fact in facts.of(Withdrawn):
        said.setdefault(fact.occurred_on, []).append(fact.before_letters)
    return {
        day: False not in orders
        for day, orders in said.items()
        if False in orders or None not in orders
    }


def _interference(on: Sourced[date], order: StopOrder, facts: AnyRegistration) -> Interference:
    """An order, with the day on which it was lifted."""
    end = order_ended(on.value, facts.of(StopOrder), facts.of(StopOrderLifted))
    return Interference(
        on,
        order.holder_at_fault,
        plain(end.on),
        end.order_unknown,
        order.before_sales,
        order.before_requests,
        _before_requests(end.on, facts.of(StopOrderLifted)),
    )


def _before_requests(
    on: Sourced[date] | None,
    told: Sequence[tuple[RecordedFact, DeclaredEffective | StopOrderLifted]],
) -> bool | None:
    """Whether what happened on a day came before its requests (None: not recorded)."""
    said = [fact.before_requests for _, fact in told if on and fact.occurred_on == on.value]
    return said[-1] if said else None


def covers_of(facts: AnyRegistration) -> Sourced[Mapping[str, int]] | None:
    """Whose shares the effective statement is said to cover."""
    for recorded, fact in facts.of(DeclaredEffective):
        if fact.covers is not None:
            return Sourced(fact.covers, f"{recorded.source}/covers")
    return None


def supposed_of_covers(facts: AnyRegistration, how: str) -> frozenset[str]:
    """Of whom it is supposed that the effective statement covers them (`in`), or not (`out`)."""
    begins = covered_supposed("")
    return frozenset(
        name.removeprefix(begins)
        for recorded, _ in facts.of(DeclaredEffective)
        for name, said in recorded.supposed
        if name.startswith(begins) and said == how
    )


def _withdrawn_on(facts: AnyRegistration) -> Sourced[date] | None:
    """The day on which all withdrew at once, and after which nobody asked anew."""
    day = wholly_withdrawn_on([each.fact for each in facts.facts])
    for recorded, fact in facts.of(Withdrawn):
        if fact.holders is None and fact.occurred_on == day:
            return occurred(recorded, fact)
    return None


def history_of(record: Record, facts: AnyRegistration, life: RegistrationLife) -> History:
    """What has happened since the registration began."""
    filed = facts.of(Filed)
    sales, sales_elsewhere = _sales(record, facts)
    return History(
        life=life,
        holders=lambda day: _holders_to_tell(record, facts, day),
        holders_again=lambda day: _holders_to_tell_again(record, facts, day),
        notices=tuple(
            NoticeSent(fact.holder, fact.delivery, recorded.source)
            for recorded, fact in facts.of(NoticeGiven)
        ),
        joins=tuple(
            JoinAsked(
                fact.holder,
                fact.shares,
                fact.delivery,
                recorded.source,
                _is_recognised(record, fact.holder, fact.delivery),
                fact.in_addition,
                recorded.name,
                fact.before_sales,
            )
            for recorded, fact in facts.of(JoinRequested)
        ),
        waived=record.waived(facts.registration_id),
        taken_back=taken_back(facts),
        misstatements=facts.days(MisstatementNoticeGiven),
        prospectuses=tuple(
            ProspectusReceived(fact.holder, occurred(recorded, fact), fact.ends_same_day)
            for recorded, fact in facts.of(NewProspectusReceived)
        ),
        additions=_additions(facts),
        advised=tuple(_maximum(*each) for each in facts.of(MaximumAdvised)),
        underwritten=is_underwritten(facts),
        planned_filing_on=_planned_filing_on(facts),
        filed_on=facts.first(Filed),
        form=filed[0][1].form if filed else None,
        forms_open=_forms_open(facts),
        forms_at_receipt=_forms_at_receipt(facts),
        abandoned_on=facts.first(Abandoned),
        converted_on=facts.first(ConversionCompleted),
        occasions_elsewhere=tuple(
            occasion
            for registration_id, occasion in record.permitted
            if registration_id != facts.registration_id
        ),
        undecided_elsewhere=tuple(
            use
            for registration_id, use in record.undecided
            if registration_id != facts.registration_id
        ),
        owned=_owned(record, facts),
        undertakings=_undertakings(facts, *_beside(record, facts)),
        facts=facts.facts,
        nothing_left=facts.nothing_left,
        more=tuple(_more(record, facts)),
        without_undertaking=without_undertaking(facts, record.waived(facts.registration_id)),
        without_information=without_information(record, facts, _may_have_effect),
        amendments=tuple(
            Amended(fact.holder, occurred(recorded, fact))
            for recorded, fact in amendments(record, facts)
        ),
        beside=tuple(each.facts for each in _beside(record, facts)),
        holder_misstatements=_holder_misstatements(record, facts),
        everybody=tuple(
            holder
            for holder in sorted(record.register.lines_on(record.as_of))
            if record.register.registrable_shares(holder, record.as_of) > 0
        ),
        covers=covers_of(facts),
        not_performed=tuple(
            each
            for each in record.known.of(NotPerformed)
            if each[1].registration == facts.registration_id
        ),
        of_damages=tuple(each for each, _ in record.known.of(PricePaidStated, DamagesElected)),
        sales=sales,
        sales_elsewhere=sales_elsewhere,
        register=record.register,
        register_at_votes=partial(register_at_votes, record),
        later_than_votes=later_than_votes(record),
        before_changes=_before_changes(record, facts),
        fixed_on=_fixed_on(record, facts),
        left_out=facts.left_out | supposed_of_covers(facts, "out"),
        taken_in=supposed_of_covers(facts, "in"),
        kept_out=partial(kept_out, record, facts),
        rights_ended=partial(end_of_rights, record.known),
        let_in=facts.let_in,
        counted=_counted(record, facts, life),
        known=happenings_of(record, facts),
        offered_elsewhere=tuple(
            (each.first_offered_on, each.form)
            for each in record.offerings
            if each.first_offered_on is not None
            and each.seller != "holders"
            and facts.registration_id not in (each.registration, each.made_under)
        ),
    )


def _counted(
    record: Record, facts: AnyRegistration, life: RegistrationLife
) -> RegistrationLife | None:
    """A sale off the shelf as the limits of its right count it: effected when all is sold, or as
    its terms say.
    """
    right = record.terms_of(facts).takedown
    if not isinstance(facts.beginning, TakedownRequested) or right is None:
        return None
    if right.effected is None:
        return replace(life, effective_on=life.all_sold_on) if right.uses else None
    return record.lives.get(facts.registration_id, life)


def _forms_at_receipt(facts: AnyRegistration) -> Sourced[tuple[str, ...]] | None:
    asked = facts.beginning
    if not isinstance(asked, DemandReceived | ShelfTriggered) or asked.forms_at_receipt is None:
        return None
    return Sourced(asked.forms_at_receipt, f"{facts.begun.source}/forms_at_receipt")


def _forms_open(facts: AnyRegistration) -> Sourced[tuple[str, ...]] | None:
    """The forms that were open to the Company at filing, as the filing or the demand says."""
    for recorded, filed in facts.of(Filed):
        if filed.forms_open is not None:
            return Sourced(filed.forms_open, f"{recorded.source}/forms_open")
    asked = facts.beginning
    if not isinstance(asked, DemandReceived):
        return None
    return stated(facts, "forms_at_filing", asked.forms_at_filing)


def _fixed_on(record: Record, facts: AnyRegistration) -> Sourced[date] | None:
    """The day on which the allocation is fixed: nothing fixes what stands on a shelf."""
    if isinstance(facts.beginning, ShelfTriggered):
        return None
    if not isinstance(facts.beginning, TakedownRequested):
        # What an amendment takes in is shared out anew.
        amended = [occurred(recorded, fact) for recorded, fact in amendments(record, facts)]
        return amended[-1] if amended else facts.effective_on
    days = [day for day in (facts.first(SharesSoldInOffering), facts.all_sold_on) if day]
    return min(days, key=lambda day: day.value, default=None)


def fixing(
    facts: AnyRegistration,
) -> Sequence[tuple[RecordedFact, DeclaredEffective | SharesSoldInOffering]]:
    """What fixes how many shares each may sell: effectiveness, or the first sales off a shelf."""
    found: Sequence[tuple[RecordedFact, DeclaredEffective | SharesSoldInOffering]]
    is_sale = isinstance(facts.beginning, TakedownRequested)
    found = facts.of(SharesSoldInOffering) if is_sale else facts.of(DeclaredEffective)
    return [each for each in found if each[1].occurred_on == found[0][1].occurred_on]


def moved_beside(record: Record, facts: AnyRegistration, day: date) -> list[RecordedFact]:
    """What changed on a day what Holders hold, other than sales under the registration itself."""
    moved = moved_on(day, moves_of(record, day), None, record.register.terms.on(day))
    here = {
        facts.registration_id,
        *(x.registration_id for x in record.sales_off(facts.registration_id)),
    }
    return [each for each in moved if each.registration_id not in here]


def _before_changes(record: Record, facts: AnyRegistration) -> Mapping[date, Register]:
    """The register when each part was fixed, where that came before what moved that day."""
    days = {fact.occurred_on for _, fact in fixing(facts) if fact.before_changes}

    def without_what_moved(day: date) -> Register:
        moved = {each.id for each in moved_beside(record, facts, day)}
        return register_without(moved, day, moves(record), record.register)

    return record.once(
        f"{facts.registration_id} before changes",
        lambda: {day: without_what_moved(day) for day in days},
    )


def _sales(
    record: Record, facts: AnyRegistration
) -> tuple[tuple[SaleMade, ...], tuple[SaleMade, ...]]:
    """Every sale of a Holder made under this statement or off this shelf, and every other."""
    under_it = (facts, *record.sales_off(facts.registration_id))
    made = record.known.each((SharesSold, SharesSoldInOffering), _sale_made)
    if not any(each.of(SharesSoldInOffering) for each in under_it):
        return (), record.known.once("sales", lambda: tuple(sale for _, (_, sale) in made))
    here = {each.registration_id for each in under_it}
    return (
        tuple(sale for _, (under, sale) in made if under in here),
        tuple(sale for _, (under, sale) in made if under not in here),
    )


def _sale_made(recorded: RecordedFact) -> tuple[str | None, SaleMade] | None:
    """A sale of a Holder, with the registration under which it was made; None: under none."""
    match recorded.fact:
        case SharesSold() as fact:
            sold_on = occurred(recorded, fact)
            return None, SaleMade(fact.holder, sold_on, fact.shares, fact.publicly)
        case SharesSoldInOffering(seller_class="holders") as fact:
            sold_on = occurred(recorded, fact)
            sale = SaleMade(fact.seller, sold_on, fact.shares, publicly=True)
            return recorded.registration_id, sale
        case _:
            return None


def _holder_misstatements(record: Record, facts: AnyRegistration) -> tuple[Sourced[date], ...]:
    """The days on which Holders gave notice in writing that their own information misleads."""
    found = []
    for recorded, fact in facts.of(HolderMisstatementNotice):
        if _may_have_effect(record, fact):
            name = "sent_on" if fact.delivery.sent_on else "delivered_on"
            found.append(Sourced(fact.happened_on, f"{recorded.source}/delivery/{name}"))
    return tuple(found)


def without_undertaking(facts: AnyRegistration, waivers: Waivers) -> dict[str, Sourced[date]]:
    """Who had not given an undertaking by effectiveness that was required by then (6(b))."""
    effective = facts.effective_on
    if effective is None:
        return {}
    received = {
        fact.holder
        for _, fact in facts.of(UndertakingReceived)
        if fact.satisfactory is not False and fact.occurred_on <= effective.value
    }
    return {
        fact.holder: occurred(recorded, fact)
        for recorded, fact in facts.of(UndertakingRequired)
        if fact.occurred_on <= effective.value
        and fact.holder not in received
        and not waived_condition("undertaking", fact.holder, None, waivers, effective.value)
    }


def _may_have_effect(record: Record, fact: DeliveredFact) -> bool:
    """Whether a writing is not known to be without effect (9(b))."""
    terms = record.known.instruments.terms.on(fact.happened_on)
    return not has_no_effect(fact.delivery, terms)


def surely_has_effect(record: Record, fact: DeliveredFact) -> bool:
    """Whether the effect of a writing turns on nothing that is not recorded (9(b), QA16)."""
    terms = record.known.instruments.terms.on(fact.happened_on)
    open_yet = turns_on_acknowledgement(fact.delivery, terms)
    return not open_yet and _may_have_effect(record, fact)


def without_information(
    record: Record, facts: AnyRegistration, answered: Callable[[Record, DeliveredFact], bool]
) -> frozenset[str]:
    """Who had not `answered` by effectiveness what it was asked in writing by then (3(b))."""
    effective = facts.effective_on
    if effective is None:
        return frozenset()
    answers = [
        (fact.holder, fact.happened_on)
        for _, fact in facts.of(InformationReceived)
        if answered(record, fact)
    ]
    waivers = record.waived(facts.registration_id)
    return frozenset(
        asked.holder
        for recorded, asked in facts.of(InformationRequested)
        if _may_have_effect(record, asked)
        and asked.happened_on <= effective.value
        and not waived_condition(
            "information", asked.holder, recorded.name, waivers, effective.value
        )
        and not any(
            holder == asked.holder and asked.happened_on <= day <= effective.value
            for holder, day in answers
        )
    )


def _more(record: Record, facts: AnyRegistration) -> Iterator[MoreAsked]:
    """Requests that an effective shelf be amended to cover more shares."""
    for recorded, fact in facts.of(ProcedureRequested):
        if fact.procedure == "more_shares":
            yield MoreAsked(
                fact.holder,
                Sourced(fact.shares, f"{recorded.source}/shares"),
                fact.delivery,
                recorded.source,
                _is_recognised(record, fact.holder, fact.delivery),
                recorded.name,
            )
    for sale in record.sales_off(facts.registration_id):
        yield from _asked_in_sale(record, sale)


def _asked_in_sale(record: Record, sale: TakedownFacts) -> Iterator[MoreAsked]:
    """QG6: what Holders ask to sell off the shelf, for which it is amended as far as need be."""
    letters: list[tuple[str, str, RequestLetter]] = [
        *(
            (f"{sale.begun.source}/letters/{place}", sale.begun.name, letter)
            for place, letter in enumerate(sale.beginning.letters)
        ),
        *(
            (f"{recorded.source}/letter", recorded.name, added.letter)
            for recorded, added in sale.of(LetterAdded)
        ),
    ]
    asked: list[tuple[Sourced[int | None], str, str, RequestLetter | JoinRequested, str]] = [
        (Sourced(each.shares, f"{source}/requests/{place}/shares"), each.holder, source, letter, n)
        for source, n, letter in letters
        for place, each in enumerate(letter.requests)
    ]
    asked += [
        (Sourced(fact.shares, f"{told.source}/shares"), fact.holder, told.source, fact, told.name)
        for told, fact in sale.of(JoinRequested)
    ]
    for shares, holder, source, writing, name in asked:
        recognised = _is_recognised(record, holder, writing.delivery)
        yield MoreAsked(holder, shares, writing.delivery, source, recognised, name, for_sale=True)


def amendments(
    record: Record, facts: AnyRegistration
) -> list[tuple[RecordedFact, ProcedurePerformed]]:
    """The amendments that took more shares into an effective statement, in their order.

    Those of a shelf may be told of it, or of a sale off it.
    """
    performed = [
        (recorded, fact)
        for each in (facts, *record.sales_off(facts.registration_id))
        for recorded, fact in each.of(ProcedurePerformed)
        if fact.procedure == "more_shares"
    ]
    return sorted(performed, key=lambda each: each[1].occurred_on)


def _beside(record: Record, facts: AnyRegistration) -> tuple[AnyRegistration, ...]:
    """The other registrations under the same statement: a shelf and the sales off it have one."""
    beginning, shelf = facts.beginning, facts.registration_id
    if isinstance(beginning, TakedownRequested):
        shelf = beginning.shelf
    everything: list[AnyRegistration] = [*record.sales_off(shelf)]
    if shelf in record.begun_by(ShelfTriggered):
        everything.insert(0, record.begun[shelf])
    return tuple(each for each in everything if each.registration_id != facts.registration_id)


def _undertakings(*under_statement: AnyRegistration) -> dict[str, Sourced[bool]]:
    """Whether each Holder of whom one was required or received has given its undertaking (6(b))."""
    required = {
        fact.holder: Sourced(False, recorded.source)
        for facts in under_statement
        for recorded, fact in facts.of(UndertakingRequired)
    }
    received = {
        fact.holder: Sourced(True, recorded.source)
        for facts in under_statement
        for recorded, fact in facts.of(UndertakingReceived)
        if fact.satisfactory is not False
    }
    return required | received


def _planned_filing_on(facts: AnyRegistration) -> Sourced[date] | None:
    """The day of filing that the Company planned when it determined to register."""
    begun = facts.beginning
    if not isinstance(begun, RegistrationDetermined):
        return None
    return stated(facts, "planned_filing_on", begun.planned_filing_on)


def _owned(record: Record, facts: AnyRegistration) -> dict[str, Sourced[ShareNumber]]:
    """What every Holder owns; asked for only where shares are granted in proportion to it."""
    if not turns_on_holdings(record.terms_of(facts)):
        return {}
    fixed_on = _fixed_on(record, facts)
    day = fixed_on.value if fixed_on else record.as_of
    register = _before_changes(record, facts).get(day, record.register)
    lines = register.lines_on(day)
    return {
        holder: Sourced(register.registrable_shares(holder, day), entry.source)
        for holder, entry in lines.items()
    }


def _holders_to_tell(
    record: Record, facts: AnyRegistration, begun_on: date
) -> tuple[HolderToTell, ...]:
    """Holders recognised by now, or until it was over, with shares when it reached them."""
    until = min(_over_for_newcomers(record, facts), default=record.as_of)
    everybody = _holders_until(until, begun_on, facts.of(NoticeGiven), record)
    why = kept_out(record, facts, begun_on)
    return tuple(each for each in everybody if why(each.id, max(each.since, begun_on)) is None)


def kept_out(
    record: Record, facts: AnyRegistration, begun_on: date
) -> Callable[[str, date], str | None]:
    """Why a Holder is not told of a registration on a day, and does not join it; None: it may.

    Who belongs to the group that may join is found as the registration began.
    """
    terms, register = record.terms_of(facts), record.register
    join, of_one = _joining(facts, terms), any_of_one_holder(register)
    who = None if join is None else join.who
    members = None if who is None else members_on(who, terms, register, begun_on)
    right = right_named(facts, terms)

    def why(holder: str, day: date) -> str | None:
        if members is not None and holder not in members:
            return "NOT_AMONG_THOSE_WHO_MAY_JOIN"
        if of_one and without_rights(holder, right, day, register) is not None:
            return "HOLDER_WITHOUT_RIGHTS"
        return None

    return why


def _joining(facts: AnyRegistration, terms: Terms) -> Inclusion | None:
    """How Holders join a registration of its kind."""
    right = getattr(terms, facts.beginning.right)
    return None if right is None else right.join


def _holders_to_tell_again(
    record: Record, facts: AnyRegistration, asked_on: date
) -> tuple[HolderToTell, ...]:
    """Those to be told of a request of a day to amend the shelf, until it was amended or ended."""
    ends = [facts.all_sold_on, _withdrawn_on(facts)]
    over = [day.value for day in ends if day is not None]
    over += [fact.occurred_on for _, fact in amendments(record, facts)]
    until = min((day for day in over if day >= asked_on), default=record.as_of)
    notices = [each for each in facts.of(NoticeGiven) if each[1].happened_on >= asked_on]
    return _holders_until(until, asked_on, notices, record)


def _holders_until(
    until: date,
    begun_on: date,
    notices: Sequence[tuple[RecordedFact, NoticeGiven]],
    record: Record,
) -> tuple[HolderToTell, ...]:
    """Those who were recognised Holders of shares when it began, or on some day since by then."""
    register = record.register
    went_out = min((fact.happened_on for _, fact in notices), default=date.max)
    began = {each: register.holder_from(each, begun_on) for each in register.ever_recognised()}
    return tuple(
        HolderToTell(
            holder,
            since.source,
            since.value,
            came_later=since.value > went_out,
            left_on=register.left_on(holder, until),
        )
        for holder, since in sorted(began.items())
        if since is not None and since.value <= until
    )


def _over_for_newcomers(record: Record, facts: AnyRegistration) -> Iterator[date]:
    """Days after which nobody who becomes a Holder need be told of it any more.

    Notice of the Company's own registration is given so many days before it is filed: who becomes a
    Holder after the filing, or on its day, could never be told in time.
    """
    ends = [facts.effective_on, facts.all_sold_on, _withdrawn_on(facts)]
    if record.terms.readings.company_may_abandon:
        ends.append(facts.first(Abandoned))
    yield from (day.value for day in ends if day is not None)
    filed_on = facts.first(Filed)
    if filed_on is not None and isinstance(facts.beginning, RegistrationDetermined):
        yield filed_on.value - ONE_DAY


def _is_recognised(record: Record, holder: str, delivery: Delivery) -> bool:
    """Whether the Company must recognise a Holder when its writing reaches it (9(b), 9(f))."""
    day = reached_on(delivery, record.known.instruments.terms.on)
    entry = record.register.lines_on(day).get(holder)
    return entry is not None and entry.recognised_from is not None and entry.recognised_from <= day


def _additions(facts: AnyRegistration) -> Additions | None:
    """The latest proposal."""
    found = facts.of(AdditionsProposed)
    if not found:
        return None
    recorded, fact = found[-1]
    return Additions(
        recorded.source, fact.company, fact.others, fact.holders_consent, fact.occurred_on
    )


def _maximum(recorded: RecordedFact, fact: MaximumAdvised) -> Maximum:
    extra = fact.over_allotment_shares
    return Maximum(
        f"{recorded.source}/shares",
        fact.shares,
        sourced(extra, f"{recorded.source}/over_allotment_shares"),
        fact.occurred_on,
        sourced(fact.in_writing, f"{recorded.source}/in_writing"),
    )
