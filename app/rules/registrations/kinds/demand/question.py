"""A demand posed without a record: the same rules, the inputs stated outright.

Holdings are given as positions, or as totals (what each letter's signers hold, and what all
Holders hold); earlier demands as their number effected and pending. The answer is the one the
record would give to the same facts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from app.rules.agreement.ends_by_terms import known_of_ends
from app.rules.agreement.rights_end import end_by_terms_alone
from app.rules.holders.holdings import Holding, Holdings, Tally, tally, tally_of_class
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.within import name_waiting
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced
from app.rules.registrations.joining.history import History, HolderToTell
from app.rules.registrations.kinds.demand.answer import DEMAND
from app.rules.registrations.kinds.demand.ends_stated import EndsAsStated
from app.rules.registrations.kinds.demand.ruling import DemandCase
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.asking.asked import JoinedSoFar, Letter, Request
from app.rules.registrations.requests.asking.size import NO_PRICE, StatedPrice
from app.rules.registrations.requests.effected import DemandTally, LimitTally, cap_tally
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.requests.standstill import Offering, as_other
from app.rules.registrations.requests.uses import limit_in_words
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.registrations.suspension.in_the_way import OtherRegistration
from app.rules.registrations.suspension.suspension import Invocation
from app.rules.terms.rights.registrations import Demand
from app.rules.values.numbered import numbered


@dataclass(frozen=True, slots=True)
class DemandQuestion:
    """What is asked; `signers_shares` goes with `letters`, one number for each."""

    letters: tuple[Letter, ...]
    signers_shares: tuple[int | None, ...]
    total_shares: int | None
    holdings: Mapping[str, Holding] | None
    effected: int
    pending: int
    short_form: ShortFormFacts
    offerings: tuple[Offering, ...]
    delays: tuple[Invocation, ...]
    history: History
    price: StatedPrice = NO_PRICE
    others: tuple[OtherRegistration, ...] = ()
    outstanding: Sourced[int] | None = None
    market_price: Sourced[Decimal] | None = None


def answer_question(
    question: DemandQuestion, matter: Matter, as_of: date | None
) -> RegistrationAnswer:
    """Answer a demand that is on no record."""
    ends = EndsAsStated(question.holdings, question.outstanding, matter)
    request = Request(
        letters=question.letters,
        count=lambda day, requesters, matter: _count(question, ends, day, requesters, matter),
        taken_back=question.history.taken_back,
        recognised=None
        if question.holdings is None
        else lambda _day: frozenset(Holdings(question.holdings or {}).recognised()),
        split_ratio=lambda _place, _day: Fraction(1),
        price=question.price,
        barred=ends.barred,
        outstanding=lambda _day: (
            None
            if question.outstanding is None
            else Sourced(question.outstanding.value, question.outstanding.source)
        ),
        market_price=lambda _day: question.market_price,
        of_class=lambda _day, requesters, name, matter: (
            None
            if question.holdings is None
            else tally_of_class(Holdings(question.holdings), requesters, name, matter)
        ),
    )
    ended = partial(end_by_terms_alone, as_of or date.max)
    case = DemandCase(
        request=request,
        demands_used=lambda _day, _askers, matter: _used(question, matter),
        short_form=question.short_form,
        offerings=question.offerings,
        invocations=question.delays,
        others=(
            *question.others,
            *(as_other(each, f"offering {n}", matter) for n, each in enumerate(question.offerings)),
        ),
        rights_ended=ended,
        known=known_of_ends([], matter.terms, date.max),
        of_the_request_alone=True,
    )
    history = replace(
        question.history,
        rights_ended=ended,
        kept_out=lambda _begun_on: ends.kept_out,
        holders=lambda day: tuple(
            each for each in question.history.holders(day) if ends.kept_out(each.id, day) is None
        ),
    )
    for waits_for in ends.may_have_come(as_of or date.max):
        name_waiting(waits_for, "whether the rights have ended", "ends", matter)
    case = replace(
        case, request=replace(request, joined=_joined_so_far(case, history, matter, as_of))
    )
    return DEMAND.answer(case, history, matter, as_of)


def _joined_so_far(
    case: DemandCase, history: History, matter: Matter, as_of: date | None
) -> JoinedSoFar | None:
    """The most shares of those who joined that counted together by the day asked about.

    None where they do not count. It is decided once, as on a record: what is taken back afterwards
    takes nothing from the right.
    """
    demand = matter.terms.demand
    if demand is None or not demand.with_joiners:
        return None
    without = demand.model_copy(update={"size": None, "with_joiners": False})
    aside = matter.unrecorded().under(matter.terms.model_copy(update={"demand": without}))
    ruling = DEMAND.decide(case, aside)
    askers = ruling.asked.requesters

    def by(day: date | None) -> Progress:
        then = history if day is None else _through(history, day)
        return DEMAND.follow(case, ruling, then, aside, day)

    windows = [each for each in by(as_of).taking_part.windows if each.holder not in askers]
    lasts = [each.last.value for each in windows if each.last is not None]
    ended = as_of is not None and all(last < as_of for last in lasts)
    is_over = ended and len(lasts) == len(windows)
    until = max(lasts, default=as_of) if is_over else as_of
    days = [each.on.value - ONE_DAY for each in history.taken_back.everything]
    before = [day for day in days if until is None or day < until]
    return JoinedSoFar(max(_joined(by(day), askers) for day in (*before, until)), is_over)


def _through(history: History, day: date) -> History:
    """What was asked and taken back by the end of a day."""
    joins = tuple(each for each in history.joins if each.delivery.happened_on <= day)
    return replace(history, joins=joins, taken_back=history.taken_back.through(day))


def _joined(progress: Progress, askers: frozenset[str]) -> int:
    """The shares of those who joined."""
    found = [
        each.whole.value
        for holder, each in progress.covered.items()
        if holder not in askers and each.whole.value is not None
    ]
    return int(sum(found))


def _count(
    question: DemandQuestion,
    ends: EndsAsStated,
    day: date,
    requesters: frozenset[str],
    matter: Matter,
) -> Tally | None:
    """The requesters' shares and everybody's, from positions or from the totals stated."""
    if question.holdings is not None:
        return tally(Holdings(ends.counted(day)), requesters, matter)
    if question.total_shares is None:
        return None
    counted = _counted_once(question.letters, day, requesters)
    if any(question.signers_shares[place] is None for place in counted):
        return None
    signed = {
        f"letter_{place + 1}": Sourced(shares, f"{letter.source}/fully_diluted_shares")
        for place, (letter, shares) in enumerate(
            zip(question.letters, question.signers_shares, strict=True)
        )
        if place in counted and shares is not None
    }
    asked = sum(shares.value for shares in signed.values())
    requesting = matter.working.step(
        "holdings.stated",
        matter.terms.registrable_securities.clause,
        f"Those who ask hold {numbered(asked, 'share')} as stated, fully diluted.",
        asked,
        signed,
    )
    total = Sourced(question.total_shares, "request:/total_fully_diluted_shares")
    return Tally(requesting, total)


def _counted_once(
    letters: Sequence[Letter], day: date, requesters: frozenset[str]
) -> frozenset[int]:
    """The places of the requesters' letters whose signers no later or larger one repeats.

    Each letter states what its signers hold together, and who signs twice does not hold twice.
    """
    sent = sorted((letter.asked_on or day, place) for place, letter in enumerate(letters))
    latest = {
        frozenset(letters[place].requests): place
        for asked_on, place in sent
        if asked_on <= day and requesters.issuperset(letters[place].requests)
    }
    return frozenset(
        place for signers, place in latest.items() if not any(signers < other for other in latest)
    )


def _used(question: DemandQuestion, matter: Matter) -> DemandTally:
    """The demands used up, as stated."""
    effected = Sourced(question.effected, "request:/demands_effected")
    pending = Sourced(question.pending, "request:/demands_pending")
    requested = matter.working.step(
        "effected.requested",
        matter.terms.effective_registration.clause,
        f"Demands accepted so far: {effected.value + pending.value}.",
        effected.value + pending.value,
        {"effected": effected, "pending": pending},
    )
    found = cap_tally(effected, pending, requested, (), matter)
    demand = matter.terms.demand
    if demand is None or not demand.uses:
        return found
    return replace(found, limits=tuple(_against(found, demand, matter)), turns_on=(_WHICH,))


_WHICH: Final = MissingInput(
    "demands_effected", "how many of the earlier demands each limit counts", "demands", None
)


def _against(found: DemandTally, demand: Demand, matter: Matter) -> Iterator[LimitTally]:
    """The numbers stated against each limit: of one window or other rights, none or all of them."""
    for number, limit in enumerate(demand.uses):
        place, clause = f"{demand.place}/uses/{number}", limit.clause or demand.clause
        pending = 0 if limit.counts == "effected" else found.pending.value
        most = pending + (0 if limit.counts == "pending" else found.effected.value)
        of_some = limit.window is not None or limit.per is not None
        least = 0 if of_some or len(matter.terms.demands) > 1 else most
        inputs = {"effected": found.effected, "pending": found.pending}
        says = f"At most {limit_in_words(limit, place)}: at least {least} of those stated count."
        used = matter.working.step("uses.count", clause, says, least, inputs)
        left = max(limit.limit - least, 0)
        cap = Sourced(limit.limit, f"terms:{place}/limit")
        remaining = matter.working.step(
            "uses.left", clause, f"{left} more may be made.", left, {"limit": cap, "used": used}
        )
        by_standing = limit.counts in ("effected_or_pending", "pending")
        under_way = min(pending, least) if by_standing else 0
        yield LimitTally(limit, place, clause, used, remaining, most, under_way)


def holders_to_tell(
    holdings: Mapping[str, Holding] | None, letters: tuple[Letter, ...], notified: Mapping[str, str]
) -> tuple[HolderToTell, ...]:
    """The recognised Holders with shares; without positions, those named in the question."""
    if holdings is not None:
        return tuple(
            HolderToTell(holder, holding.source)
            for holder, holding in sorted(holdings.items())
            if holding.recognised
        )
    named = {holder: letter.source for letter in letters for holder in letter.requests}
    return tuple(
        HolderToTell(holder, source) for holder, source in sorted({**named, **notified}.items())
    )
