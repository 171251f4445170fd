"""The shelf on the record: clause 2(a)(ii)."""

from dataclasses import replace
from datetime import date
from functools import partial
from math import floor

from app.rules.agreement.rights_end import end_of_rights
from app.rules.facts.life.requests import ShelfTriggered
from app.rules.holders.sales_made import Barred
from app.rules.holders.without_rights import uncounted_on
from app.rules.procedures import carry_out
from app.rules.reasoning.days.clock import NOTHING_KNOWN
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.record.gathering import Record, ShelfFacts
from app.rules.record.happenings import happenings_of, of_the_agreement, others_of
from app.rules.record.history import history_of, life_of
from app.rules.record.inputs import (
    barred_in,
    first_request,
    invocations_of,
    request_of,
    shelves_before,
    stated,
    stated_price,
)
from app.rules.record.kinds.on_record import OnRecord, Settled, turns_on
from app.rules.registrations.answer.under_way import under_way_of
from app.rules.registrations.ends.stops import overlays, stops
from app.rules.registrations.kinds.shelf.answer import SHELF
from app.rules.registrations.kinds.shelf.ruling import ShelfCase
from app.rules.registrations.kinds.takedown.beyond_shelf import taken_in
from app.rules.registrations.kinds.takedown.ruling import ShelfStanding
from app.rules.registrations.requests.asking.asked import Letter
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.suspension.uses_made import runs_of
from app.rules.terms import Terms
from app.rules.terms.clocks.moments import moment_in_words
from app.rules.values.written_dates import written_out


def _case(record: Record, facts: ShelfFacts, matter: Matter) -> ShelfCase:
    """What a shelf is judged by: a conversion is not known of before it is proposed."""
    shelf = facts.beginning
    proposed_on = shelf.conversion_proposed_on
    is_to_come = proposed_on is not None and proposed_on > record.as_of
    return ShelfCase(
        trigger=facts.begun.source,
        request=replace(request_of(record, facts, shelf.letters), price=stated_price(facts)),
        proposed_on=None if is_to_come else stated(facts, "conversion_proposed_on", proposed_on),
        certificate_date=None
        if is_to_come
        else stated(facts, "certificate_date", shelf.certificate_date),
        first_request_on=first_request(record, facts, matter),
        said_to_be_proposed_on=stated(facts, "conversion_proposed_on", proposed_on),
        called_for_on=stated(facts, "called_for_on", shelf.called_for_on),
        everybody=_everybody(record, facts, matter),
        invocations=invocations_of(record, facts, matter),
        rights_ended=partial(end_of_rights, record.known),
        known=happenings_of(record, facts)
        if _looks_at_what_happened(matter.terms)
        else NOTHING_KNOWN,
        others=others_of(record, facts, matter),
        used_before=shelves_before(record, facts),
        short_form=ShortFormFacts(
            forms_at_receipt=stated(facts, "forms_at_receipt", shelf.forms_at_receipt)
        ),
    )


def _looks_at_what_happened(terms: Terms) -> bool:
    """Whether the ruling on a shelf turns on more than what called for it."""
    shelf = terms.shelf
    by_right = shelf is not None and (shelf.effect_within or shelf.open or shelf.unless)
    return bool(terms.standstills or by_right)


def _everybody(record: Record, facts: ShelfFacts, matter: Matter) -> Letter | None:
    """As if every Holder had asked for all that it held on the day that called for the shelf.

    Not one whose rights have ended or are suspended then, or whose shares do not count.
    """
    shelf, day = matter.terms.shelf, facts.beginning.called_for_on
    if shelf is None or shelf.covers != "all" or day is None:
        return None
    register, barred = record.register, barred_in(record, facts)
    left_out = uncounted_on(day, register)
    held = {
        holder: register.registrable_shares(holder, day)
        for holder in register.lines_on(day)
        if holder not in left_out and barred(holder, day) is None
    }
    requests: dict[str, Sourced[int | None]] = {
        holder: Sourced(floor(shares), f"{facts.begun.source}/called_for_on")
        for holder, shares in sorted(held.items())
        if floor(shares) > 0
    }
    recognised = register.on(day).recognised()
    return Letter(
        facts.begun.source,
        requests,
        None,
        received_on=day,
        unrecognised=frozenset(requests).difference(recognised),
        name=facts.begun.name,
        told_by="shelf_triggered.called_for_on",
    )


def _settled(record: Record, facts: ShelfFacts, matter: Matter) -> Settled:
    """What has become of a shelf that a limit of uses counts."""
    case = _case(record, facts, matter)
    progress = SHELF.progress(case, history_of(record, facts, life_of(record, facts)), matter, None)
    open_on = turns_on(progress.ruling, lambda aside: SHELF.decide(case, aside), matter)
    return Settled(progress.history.life, progress.ruling, open_on)


ON_THE_SHELF = OnRecord(
    begun_by=ShelfTriggered,
    rules=SHELF,
    case=_case,
    measured_on=first_request,
    uses_up_demand="by_limits",
    settled=_settled,
)


def shelf_standing(
    record: Record, shelf_id: str, ended_on: date | None, matter: Matter
) -> ShelfStanding:
    """What a shelf on the record is to those who would sell off it, or did: through their end."""
    if not matter.working.aside:
        return _standing(record, shelf_id, ended_on, matter)
    name = f"standing of {shelf_id} through {ended_on}"
    return record.once(name, lambda: _standing(record, shelf_id, ended_on, matter))


def _standing(
    record: Record, shelf_id: str, ended_on: date | None, matter: Matter
) -> ShelfStanding:
    facts = record.begun_by(ShelfTriggered).get(shelf_id)
    if facts is None:
        return ShelfStanding(shelf_id, None, None)
    facts = facts if ended_on is None else facts.through(ended_on)
    matter = record.matter_of(facts, matter)
    history = history_of(record, facts, life_of(record, facts))
    progress = SHELF.progress(_case(record, facts, matter), history, matter, record.as_of)
    ruling = progress.ruling
    return ShelfStanding(
        id=shelf_id,
        effective_on=progress.history.life.effective_on if ruling.stands else None,
        ends_on=progress.kept.end if progress.kept else None,
        named=facts.beginning.shelf or (matter.terms.shelf.name if matter.terms.shelf else None),
        prohibitions=runs_of(ruling.prohibitions),
        covers={holder: each.whole.value for holder, each in progress.covered.items()},
        sold={holder: each.sold for holder, each in progress.covered.items()},
        ends_between=progress.kept.between if progress.kept else None,
        kept_at_least=progress.kept.at_least if progress.kept else None,
        undecided=tuple(
            Run(each.would_be.first_day, each.would_be.last_day)
            for each in ruling.prohibitions
            if each.would_be is not None
        ),
        turns_on=tuple(what for each in ruling.prohibitions for what in each.turns_on),
        taken_in=taken_in(progress, matter.unrecorded()),
        overlays=overlays(progress, matter.unrecorded()) if ruling.stands else (),
        split_since_end=progress.history.split_since_end,
    )


def stops_of_shelf(record: Record, shelf_id: str, matter: Matter) -> tuple[Barred, ...]:
    """The days on which sales under a shelf on the record were barred, and whose."""
    facts = record.begun_by(ShelfTriggered).get(shelf_id)
    if facts is None:
        return ()
    followed = ON_THE_SHELF.followed(record, facts, matter)

    def work() -> tuple[Barred, ...]:
        progress, aside = followed.by(record.as_of), followed.matter
        if not progress.ruling.stands:
            return ()
        return tuple(stops(progress, carry_out(under_way_of(progress, aside), aside), aside))

    return record.once(f"stops of {shelf_id}", work)


def warn_of_shelves_not_begun(record: Record, matter: Matter) -> None:
    """What an event has called for and nobody has begun on the record: none of its days is kept."""
    days, terms = of_the_agreement(record.known).days, record.terms
    begun = record.begun_by(ShelfTriggered)
    named = {each.beginning.shelf for each in begun.values()}
    ended = end_of_rights(record.known, matter.unrecorded())
    for shelf in terms.every_shelf:
        called_on = days.get(shelf.trigger) if shelf.begins_by_itself else None
        if called_on is None or called_on.value > record.as_of:
            continue
        is_over = ended is not None and ended.on.value <= called_on.value
        alone = len(terms.every_shelf) == 1
        if is_over or shelf.name in named or (alone and begun):
            continue
        what = moment_in_words(shelf.trigger)
        matter.working.warn(
            "SHELF_NOT_BEGUN",
            f"{what[:1].upper()}{what[1:]} was on {written_out(called_on.value)} and calls for "
            f"{'the shelf' if alone else f'the shelf {shelf.name!r}'} ({shelf.clause}), which is "
            "not begun on the record: none of its last days is answered until it is "
            "(`shelf_triggered` with `called_for_on`).",
        )
