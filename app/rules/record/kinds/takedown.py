"""The underwritten sale off a shelf on the record: clause 2(a)(iii)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from app.rules.agreement.rights_end import end_of_rights
from app.rules.facts.life.course import DistributionCompleted
from app.rules.facts.life.requests import TakedownRequested
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.splits import ShareNumber, ratio_between
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, earliest
from app.rules.record.gathering import Record, TakedownFacts
from app.rules.record.happenings import happenings_of, others_of, stages_of
from app.rules.record.history import history_of, life_of
from app.rules.record.inputs import (
    done_or_given_up,
    invocations_of,
    offerings_that_matter,
    request_of,
    request_received,
    sales_before,
    stated,
    stated_price,
    used_before,
)
from app.rules.record.kinds.included import with_what_is_included
from app.rules.record.kinds.joined import joined_so_far
from app.rules.record.kinds.on_record import OnRecord, Settled, turns_on
from app.rules.record.kinds.shelf import shelf_standing, stops_of_shelf
from app.rules.registrations.kinds.takedown.answer import TAKEDOWN
from app.rules.registrations.kinds.takedown.ruling import ShelfStanding, TakedownCase


def _case(record: Record, facts: TakedownFacts, matter: Matter) -> TakedownCase:
    """What a takedown is judged by."""
    case = _stated(record, facts, matter)
    joined = joined_so_far(record, facts, TAKEDOWN, case, matter)
    return replace(case, request=replace(case.request, joined=joined)) if joined else case


def _stated(record: Record, facts: TakedownFacts, matter: Matter) -> TakedownCase:
    ended_on = done_or_given_up(record, facts, facts.all_sold_on, matter)
    shelf = shelf_standing(record, facts.beginning.shelf, ended_on, matter)
    return TakedownCase(
        request=replace(
            request_of(record, facts, facts.beginning.letters), price=stated_price(facts)
        ),
        shelf=replace(
            shelf,
            sold=_sold_off(record, facts, shelf, matter),
            stops=stops_of_shelf(record, shelf.id, matter)
            if facts.of(SharesSoldInOffering)
            else (),
        ),
        demands_used=used_before(record, facts),
        sales_used=sales_before(record, facts),
        offering_on=stated(facts, "offering_on", facts.beginning.offering_on),
        known=happenings_of(record, facts),
        offerings=offerings_that_matter(record, facts, facts.all_sold_on, matter),
        invocations=invocations_of(record, facts, matter),
        rights_ended=partial(end_of_rights, record.known),
        others=others_of(record, facts, matter),
    )


def _sold_off(
    record: Record, facts: TakedownFacts, shelf: ShelfStanding, matter: Matter
) -> Mapping[str, ShareNumber]:
    """What each Holder has sold under the shelf's statement, by earlier complete sales as well."""
    sold = dict(shelf.sold)
    own = _end(facts)
    for sale in record.sales_off(shelf.id):
        done, name = sale.first(DistributionCompleted), sale.registration_id
        if done is None or name == facts.registration_id or own < _end(sale):
            continue
        ratio = ratio_between(record.register.splits, done.value, record.as_of)
        for holder, shares in sold_at_completion(record, sale, done.value, matter):
            sold[holder] = sold.get(holder, 0) + shares * ratio
    return sold


def _end(sale: TakedownFacts) -> tuple[date, str]:
    """Where the end of a sale stands among those of others, so that one follows the other."""
    done = sale.first(DistributionCompleted)
    return done.value if done else date.max, sale.registration_id


def sold_at_completion(
    record: Record, sale: TakedownFacts, completed_on: date, matter: Matter
) -> Sequence[tuple[str, Fraction]]:
    """What a sale off the shelf that is said to be complete sold besides the sales on record."""

    def work() -> Iterator[tuple[str, Fraction]]:
        followed = OFF_THE_SHELF.followed(record, sale, matter)
        progress = followed.by(completed_on)
        allocation = followed.shared_out(progress)
        for line in allocation.lines if allocation else ():
            covered = progress.covered.get(line.seller)
            if line.included is not None and covered is not None:
                yield line.seller, max(Fraction(line.included) - covered.sold, Fraction(0))

    return record.once(f"sold off by {sale.registration_id}", lambda: tuple(work()))


def _made_on(facts: TakedownFacts) -> Iterator[Sourced[date] | None]:
    """The days on which it is settled, by its own course, how many shares are sold in it."""
    stages = stages_of(facts)
    yield from (stages.get(f"registration.{stage}") for stage in ("priced", "closed"))


def _settled(record: Record, facts: TakedownFacts, matter: Matter) -> Settled:
    """A sale is effected when it is done, or as its right says."""
    case = _case(record, facts, matter)
    history = history_of(record, facts, life_of(record, facts))
    progress = TAKEDOWN.progress(case, history, matter, None)
    life = replace(
        progress.history.life,
        effective_on=facts.all_sold_on,
        fixed_on=earliest(*_made_on(facts), facts.all_sold_on),
    )
    right = matter.terms.takedown
    if right is not None and right.effected is not None:
        shared_out = partial(TAKEDOWN.shared_out_on, case, progress.ruling, history, matter)
        life = with_what_is_included(life, history, shared_out, or_unknown=True)
    open_on = turns_on(progress.ruling, lambda aside: TAKEDOWN.decide(case, aside), matter)
    return Settled(life, progress.ruling, open_on)


OFF_THE_SHELF = OnRecord(
    begun_by=TakedownRequested,
    rules=TAKEDOWN,
    case=_case,
    measured_on=request_received,
    uses_up_demand="by_reading",
    settled=_settled,
)
