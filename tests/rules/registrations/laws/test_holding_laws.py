"""Two laws of holding, on random records with sales, transfers, cutbacks and splits.

Holding (1(e), 1(i), 2(f)): on no day is a Holder allotted, counted, voting or bound in a
registration for more than it holds that day, what it sold under the statement beside; and what one
gives up goes to the others of its rank.

Splits (9(h), 1(i)(ii)): what is told in old shares before an n-for-m and in new shares after it
comes to the same as if all of it had been told in new shares: the same decisions, and in exact
rationals the same numbers.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.rules.facts import ANY_FACT, RecordedFact, in_order
from app.rules.facts.holdings import SecuritiesTransferred, StockSplit
from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.register import keep_register
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Detail
from app.rules.record import open_record
from app.rules.record.guards.guards import objections
from app.rules.record.progress import progress_of
from app.rules.registrations.cutback.selling import (
    Allocation,
    AllocationLine,
)
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.services.agreements.templates import with_overrides
from tests.api.bodies import Json, transfer, withdrawn
from tests.rules.examples.random_records import (
    START,
    TERMS,
    Record,
    answer,
    begun,
    moving_record,
    moving_records,
)

often = settings(max_examples=40, deadline=None)
DAYS = tuple(START + timedelta(days=number) for number in range(10, 300, 35))
days = st.integers(0, 420).map(lambda number: START + timedelta(days=number))


def progress(record: Record, name: str, day: date, terms: Terms = TERMS) -> Progress:
    known = open_record(terms, record, day)
    facts = known.registration(name)
    governed = known.terms_of(facts)
    return progress_of(known, facts, open_matter(governed, Detail.NONE))


def registrations(record: Record, day: date) -> Iterator[str]:
    yield from begun([each for each in record if each.fact.happened_on <= day])


def splits_between(record: Record, since: date, until: date) -> Fraction:
    """By what the splits after one day, through another, multiply a number of shares."""
    ratio = Fraction(1)
    for each in record:
        fact = each.fact
        if isinstance(fact, StockSplit) and since < fact.occurred_on <= until:
            ratio *= Fraction(fact.numerator, fact.denominator)
    return ratio


def has(record: Record, name: str, holder: str, day: date) -> Fraction:
    """What a Holder holds on a day and has sold under the statement, counted from the facts."""
    known = sorted((each for each in record if each.fact.happened_on <= day), key=in_order)
    register = keep_register(known, TERMS)
    statement = {name} | {
        each.registration_id or ""
        for each in known
        if each.fact.kind == "takedown_requested" and getattr(each.fact, "shelf", None) == name
    }
    sold = sum(
        (
            each.fact.shares * splits_between(record, each.fact.occurred_on, day)
            for each in known
            if isinstance(each.fact, SharesSoldInOffering)
            and each.registration_id in statement
            and each.fact.seller == holder
        ),
        Fraction(0),
    )
    return Fraction(register.registrable_shares(holder, day)) + sold


def counted_on(found: Progress, day: date) -> date:
    """The day whose shares are counted: of what has ended, the last change by its last day."""
    register = found.history.register
    has_ended = found.history.register_since is not None
    return register.days[-1] if register and register.days and has_ended else day


UNDER_WAY = frozenset({"deferred", "open", "noticed", "joining_closed", "filed"})


@often
@given(moving_records, days)
def test_who_is_in_takes_back_what_is_its_own_and_nothing_else(record: Record, day: date) -> None:
    """9(f): by request or in the place of another, until the statement is effective."""
    known, morrow = [each for each in record if each.fact.happened_on <= day], day + ONE_DAY
    for name in registrations(known, day):
        if answer(known, name, morrow).result.state not in UNDER_WAY:
            continue
        before = progress(known, name, morrow)
        for holder, each in before.covered.items():
            if not each.shares.value:
                continue
            fields = withdrawn(morrow.isoformat(), holder)
            gone = RecordedFact("gone", name, ANY_FACT.validate_python(fields))
            assert not objections(gone, known, TERMS)
            after = progress([*known, gone], name, morrow)
            event("in the place of another" if each.came else "by its own request")
            left = {one: its.shares.value for one, its in after.covered.items() if its.is_in}
            assert left == {
                one: its.shares.value
                for one, its in before.covered.items()
                if its.is_in and one != holder
            }
            assert not (left and after.is_withdrawn)


@often
@given(moving_records)
def test_nobody_is_in_for_more_than_it_holds_and_has_sold(record: Record) -> None:
    """Broken by an allotment that is not held to what its Holder has left."""
    for day in DAYS:
        for name in registrations(record, day):
            holds_what_it_is_in_for(record, name, day)


def holds_what_it_is_in_for(record: Record, name: str, day: date) -> Allocation:
    """See that everybody does; the allocation of that day."""
    found, result = progress(record, name, day), answer(record, name, day).result
    asked_about, day = day, counted_on(found, day)
    event("under way" if day == asked_about else "ended before")
    for holder, each in found.covered.items():
        # Not known: two letters of one day, which do not say how they go together (QG12).
        if each.shares.value is not None:
            assert each.shares.value <= has(record, name, holder, day)
    for line in result.allocation.lines:
        if line.seller_class == "holders" and line.included is not None:
            assert line.included <= has(record, name, line.seller, day)
            event("cut" if line.included < (line.requested or 0) else "whole")
    nothing = {holder for holder in found.covered if has(record, name, holder, day) == 0}
    assert not nothing & set(found.included)
    event("somebody has nothing left" if nothing else "all have something left")
    for duty in result.obligations:
        # What was due by then survives its shares: to whom a transfer agent was owed is settled.
        due_on = duty.due_on
        was_due = duty.id == "transfer_agent" and due_on is not None and due_on < asked_about
        if duty.id in ("maintain", "transfer_agent", "listing") and not was_due:
            assert not nothing & set(duty.obligees), duty.id
    return result.allocation


@often
@given(moving_records)
def test_nobody_grows_but_by_asking_or_by_transfer(record: Record) -> None:
    for day, then in pairwise(DAYS):
        between = [each.fact for each in record if day < each.fact.happened_on <= then]
        takers = {each.transferee for each in between if isinstance(each, SecuritiesTransferred)}
        for name in registrations(record, day):
            before, after = progress(record, name, day), progress(record, name, then)
            asked_before, asked_after = _asked(before, day), _asked(after, then)
            for holder, each in after.covered.items():
                was = before.covered.get(holder)
                if was is None or holder in takers or asked_before[holder] != asked_after[holder]:
                    continue
                if was.shares.value is None or each.shares.value is None:
                    continue
                since, until = counted_on(before, day), counted_on(after, then)
                follows = was.shares.value * splits_between(record, since, until)
                assert each.shares.value <= follows
                event("fell" if each.shares.value < follows else "stayed")


@settings(max_examples=15, deadline=None)
@given(moving_records)
def test_a_hold_that_has_ended_is_not_opened_again(record: Record) -> None:
    """3(c): whoever comes in later, and whatever is told later, its days stay what they were."""
    record = sorted((*record, *_holds_of_ten_days(record)), key=in_order)
    for name in registrations(record, DAYS[-1]):
        ended: dict[str, date] = {}
        for day in DAYS:
            if name not in registrations(record, day):
                continue
            ends = _ends_of_holds(progress(record, name, day))
            for notice, end in ended.items():
                assert ends[notice] == end
                event("stays ended")
            ended = {notice: end for notice, end in ends.items() if end is not None}


def _holds_of_ten_days(record: Record) -> Iterator[RecordedFact]:
    """A hold soon after each effectiveness, ended by its Holders' receipts.

    A month later its first Holder transfers all it holds, with all rights.
    """
    for each in record:
        if each.fact.kind == "declared_effective" and each.registration_id:
            on = each.fact.happened_on + timedelta(days=1)
            told: Json = {"kind": "misstatement_notice_given", "occurred_on": on.isoformat()}
            yield _told(each, told)
            end = (on + timedelta(days=9)).isoformat()
            included = progress(record, each.registration_id, on).included
            yield from (_moved(each, record, holder, on) for holder in sorted(included)[:1])
            for holder in included:
                told = {"kind": "new_prospectus_received", "occurred_on": end, "holder": holder}
                yield _told(each, told)


def _moved(effective: RecordedFact, record: Record, holder: str, on: date) -> RecordedFact:
    day = on + timedelta(days=30)
    known = [each for each in record if each.fact.happened_on <= day]
    position = keep_register(known, TERMS).lines_on(day)[holder].position
    moved = transfer(day.isoformat(), holder, f"heir-{effective.id}", 0)
    moved |= {
        "common": int(position.common),
        "preferred_as_converted": int(position.preferred_as_converted),
        "warrant_shares": int(position.warrant_shares),
    }
    return RecordedFact(f"{effective.id} moved", None, ANY_FACT.validate_python(moved))


def _told(effective: RecordedFact, fact: Json) -> RecordedFact:
    name = f"{effective.id} {fact['kind']} {fact.get('holder')}"
    return RecordedFact(name, effective.registration_id, ANY_FACT.validate_python(fact))


def _ends_of_holds(found: Progress) -> dict[str, date | None]:
    """The last day of each hold, by its notice; None while somebody waits."""
    ends: dict[str, date | None] = {}
    for hold in found.holds:
        notice = hold.notice_given_on or hold.holder_notice_given_on
        days = [day.value if day else None for day in hold.received.values()]
        last = max((day for day in days if day), default=None)
        ends[notice.source if notice else ""] = None if None in days else last
    return ends


def _asked(found: Progress, day: date) -> defaultdict[str, list[object]]:
    """Every request that counts and was made by a day, by Holder: on its way it is a forecast."""
    asked: defaultdict[str, list[object]] = defaultdict(list)
    for letter in found.ruling.asked.counted:
        for holder in letter.requests:
            asked[holder].append(letter.source)
    for joined in found.taking_part.joins:
        made_on = joined.asked_on or joined.result.received_on
        if made_on is not None and made_on <= day:
            asked[joined.result.holder].append(joined.source)
    return asked


BASES = ("requested", "owned", "equal")


@often
@given(moving_records, st.sampled_from(BASES))
def test_what_one_gives_up_goes_to_the_others(record: Record, basis: str) -> None:
    """Who is left with nothing sells nothing, and a maximum that cut it is used up by the others.

    By whichever measure the shares are shared out; until the allocation is fixed.
    """
    terms = with_overrides(TERMS, {"readings": {"pro_rata_basis": basis}})
    for day in DAYS:
        for name in registrations(record, day):
            shared = answer(record, name, day, terms).result
            if shared.kind not in ("takedown", "incidental") or not shared.allocation.cut_back:
                continue
            if progress(record, name, day, terms).history.fixed_on is not None:
                continue
            _is_used_up(shared.allocation)
            giver = next((each.seller for each in _holders(shared.allocation) if each.included), "")
            left = _without(giver, record, day)
            if left is not None:
                then = answer(left, name, day, terms).result.allocation
                assert giver not in {each.seller for each in _holders(then) if each.included}
                _is_used_up(then, giver)
                event("given up")


def _holders(allocation: Allocation) -> list[AllocationLine]:
    return [each for each in allocation.lines if each.seller_class == "holders"]


def _is_used_up(allocation: Allocation, nothing_of: str = "") -> None:
    """The shares given out are the maximum, or all that is asked for by those who hold any."""
    asking = [each for each in allocation.lines if each.seller != nothing_of]
    asked = sum(each.requested or 0 for each in asking)
    given_out = [each.included for each in asking if each.included is not None]
    for each in asking:
        assert (each.included or 0) <= (each.requested or 0)
    if allocation.maximum is not None and len(given_out) == len(asking):
        assert sum(given_out) == min(allocation.maximum, asked)


def _without(giver: str, record: Record, day: date) -> Record | None:
    """The record on a day on which a Holder is left with nothing."""
    nothing = {"kind": "position_stated", "holder": giver, "occurred_on": day.isoformat()}
    known = [each for each in record if each.fact.happened_on <= day]
    if not giver:
        return None
    new = RecordedFact("left with nothing", None, ANY_FACT.validate_python(nothing))
    return None if objections(new, known, TERMS) else [*known, new]


# --- splits -------------------------------------------------------------------------------------


RATIOS = (Fraction(2), Fraction(1, 2), Fraction(1, 10), Fraction(5), Fraction(5, 2))
SHARES = frozenset(
    {
        "shares",
        "common",
        "preferred_as_converted",
        "warrant_shares",
        "company",
        "company_shares",
        "over_allotment_shares",
        "room_for_registrable",
    }
)
BY_SELLER = frozenset({"others", "initiators"})
PRICES = frozenset({"price", "discount_per_share"})


def times(told: Any, ratio: Fraction, name: str = "") -> Any:
    """A fact told in shares of which `ratio` make one of those it was told in."""
    if isinstance(told, Mapping):
        if name in BY_SELLER:
            return {key: times(each, ratio, "shares") for key, each in told.items()}
        return {key: times(each, ratio, key) for key, each in told.items()}
    if isinstance(told, list):
        return [times(each, ratio, name) for each in told]
    if name in SHARES and isinstance(told, int):
        after = told * ratio
        assert after.denominator == 1
        return int(after)
    if name in PRICES:
        after = Fraction(told) / ratio
        return f"{float(after):.6f}"
    return told


def retold(recorded: RecordedFact, ratio: Fraction) -> RecordedFact:
    fields = times(json.loads(recorded.content), ratio)
    return RecordedFact(recorded.id, recorded.registration_id, ANY_FACT.validate_python(fields))


def told_by_day(recorded: RecordedFact, ratio: Fraction, day: date) -> RecordedFact:
    """The fact as it is told where a split takes effect on a day: each letter by its own day."""
    if recorded.fact.happened_on >= day:
        return retold(recorded, ratio)
    fields = json.loads(recorded.content)
    if "letters" not in fields:
        return recorded
    letters = [
        times(each, ratio) if written_on(each) >= day.isoformat() else each
        for each in fields["letters"]
    ]
    told = ANY_FACT.validate_python(fields | {"letters": letters})
    return RecordedFact(recorded.id, recorded.registration_id, told)


def written_on(letter: Mapping[str, Any]) -> str:
    """The day on which a letter was sent, or else delivered."""
    delivery = letter["delivery"]
    return str(delivery["sent_on"] or delivery["delivered_on"])


def terms_in(ratio: Fraction) -> Terms:
    """The terms with their least numbers of shares told in new shares."""
    limbs = json.loads(TERMS.canonical)["assignment"]["limbs"]
    for limb in limbs:
        if limb.get("min_shares") is not None:
            limb["min_shares"] = int(limb["min_shares"] * ratio)
    return with_overrides(TERMS, {"assignment": {"limbs": limbs}})


def told_twice(record: Record, ratio: Fraction, day: date) -> tuple[Record, Record]:
    """The record in old shares with a split on a day, and in new shares without one.

    Its numbers are first made such that a split leaves no fraction of them.
    """
    base = [retold(each, Fraction(ratio.denominator)) for each in record]
    split = ANY_FACT.validate_python(
        {
            "kind": "stock_split",
            "occurred_on": day.isoformat(),
            "numerator": ratio.numerator,
            "denominator": ratio.denominator,
        }
    )
    old = [told_by_day(each, ratio, day) for each in base]
    new = [retold(each, ratio) for each in base]
    return [*old, RecordedFact("split", None, split)], new


def decided(result: RegistrationAnswer) -> object:
    """Everything in an answer that is no number of shares."""
    return (
        result.state,
        result.determination.decision,
        result.determination.reason,
        result.determination.due_on,
        [(each.holder, each.decision, each.reason) for each in result.joins],
        [(each.id, each.status, each.due_on, each.obligees) for each in result.obligations],
        result.underwriting and result.underwriting.vote and result.underwriting.vote.approved,
        result.effected,
    )


def asks_twice_a_day(found: Progress) -> bool:
    """Whether a Holder has two requests of one day, between which the record has no order."""
    asked = [
        (holder, letter.received_on)
        for letter in found.ruling.asked.counted
        for holder in letter.requests
    ]
    asked += [
        (each.result.holder, each.result.received_on)
        for each in found.taking_part.joins
        if each.is_in
    ]
    return len(set(asked)) < len(asked)


unsplit = st.randoms(use_true_random=True).map(lambda random: moving_record(random, splits=False))


@often
@given(unsplit, st.sampled_from(RATIOS), st.integers(0, 260), days)
def test_old_shares_before_a_split_are_new_shares_all_along(
    record: Record, ratio: Fraction, number: int, day: date
) -> None:
    """Broken by a split that multiplies only what is asked of a later day than its own."""
    comes_to_the_same(record, ratio, START + timedelta(days=number), day)


def comes_to_the_same(record: Record, ratio: Fraction, on: date, day: date) -> None:
    """See that it does, told in old shares with a split, and in new ones all along."""
    old, new = told_twice(record, ratio, on)
    new_terms = terms_in(ratio)
    for name in registrations(record, day):
        one, other = progress(old, name, day), progress(new, name, day, new_terms)
        if asks_twice_a_day(one):
            continue
        before, after = answer(old, name, day).result, answer(new, name, day, new_terms).result
        assert decided(before) == decided(after)
        fixed, counted = one.history.fixed_on, counted_on(one, day)
        told_in_old = ratio if counted < on else Fraction(1)
        shared_out_then = counted < on or (fixed is not None and fixed.value < on)
        # Odd shares are dealt whole: in old shares where it was shared out before the split.
        is_odd = shared_out_then and before.allocation.cut_back
        odd = max(ratio, Fraction(1)) if is_odd else Fraction(0)
        has = {h: (each.shares.value or 0) * told_in_old for h, each in one.covered.items()}
        then = {h: each.shares.value or 0 for h, each in other.covered.items()}
        assert has.keys() == then.keys()
        assert all(abs(shares - then[holder]) <= odd for holder, shares in has.items())
        for line, again in zip(before.allocation.lines, after.allocation.lines, strict=True):
            assert line.seller == again.seller
            if line.included is not None and again.included is not None:
                assert abs(line.included * told_in_old - again.included) <= odd
        event("a split in between" if day >= on else "a split to come")
        event("cut" if before.allocation.cut_back else "whole")
