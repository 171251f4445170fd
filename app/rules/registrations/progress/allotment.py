"""Who asks to sell how many shares when they are shared out, and what is left of it since.

Clauses 2(a), 2(f), 9(h). The shares of a registration are shared out anew on every day, as Holders
join and shares leave them, until its statement is effective; off a shelf, until the first sale. On
that day the allocation is fixed (`Since.fixed_on`). Every number is counted in the shares of that
day, or of the day asked about while nothing is fixed, whatever day it was stated on; what was fixed
then follows splits and falls with what a Holder is in for (`covered`), and nobody's grows.
Shares are whole; nothing raises.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Final

from app.rules.holders.groups import members_on
from app.rules.holders.splits import Split, brought_to, ratio_between, whole_of
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.allocation import (
    allocation,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
    AllocationLine,
    Maximum,
    Seller,
)
from app.rules.registrations.cutback.standing import names_initiators
from app.rules.registrations.joining.covered import Covered
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.rights.ranks import Ranks
from app.rules.terms.rights.telling import Inclusion
from app.rules.values.numbered import numbered


def holders_selling(progress: Progress) -> list[Seller]:
    """The Holders who ask, each with the whole shares it is in for when they are shared out."""
    return [
        Seller(
            holder,
            "holders",
            "holders",
            each.whole.value,
            each.whole.source,
            progress.history.owned.get(holder),
            beside=progress.history.owned,
        )
        for holder, each in progress.when_fixed.items()
    ]


def ranked(
    progress: Progress, ranks: Ranks | None, join: Inclusion, matter: Matter
) -> list[Seller]:
    """The Holders who ask; those who asked for it first as initiators, where they rank apart."""
    selling = holders_selling(progress)
    if not names_initiators(ranks):
        return selling
    if join.joins_as == "initiators":
        return [replace(each, tier_class="initiators") for each in selling]
    first = initiators(progress)
    _say_who_ranks_as_a_whole(first, progress, matter)
    return [
        replace(each, tier_class="initiators") if each.name in first else each for each in selling
    ]


def initiators(progress: Progress) -> frozenset[str]:
    """Who asked for the registration first, and who stands in their place alone (QG5)."""
    found = set(progress.ruling.asked.requesters)
    takers = {
        holder: {passed.giver for passed in each.came}
        for holder, each in progress.when_fixed.items()
        if not each.asks_itself
    }
    while more := {holder for holder, givers in takers.items() if givers <= found} - found:
        found |= more
    return frozenset(found)


def _say_who_ranks_as_a_whole(first: Collection[str], progress: Progress, matter: Matter) -> None:
    """One Holder has one rank, though shares that came to it had another."""
    for holder, each in progress.when_fixed.items():
        others = sorted({x.giver for x in each.came if (x.giver in first) != (holder in first)})
        if others:
            place = "those who asked for it" if holder in first else "those who joined"
            matter.working.assume(
                "RANKED_AS_A_WHOLE",
                f"All shares of {holder} are ranked with {place}, though some came to it from "
                f"{', '.join(others)}, which ranked otherwise.",
            )


def in_their_groups(sellers: Sequence[Seller], progress: Progress, matter: Matter) -> list[Seller]:
    """Each with the groups to which it belongs on the day on which the shares are shared out."""
    terms, history = matter.terms, progress.history
    if not terms.groups:
        return list(sellers)
    day = history.fixed_on.value if history.fixed_on else progress.as_of or date.max
    belongs = {
        name: frozenset(group.outside)
        or members_on(name, terms, history.register_when_fixed(day), day)
        for name, group in terms.groups.items()
    }
    return [
        replace(
            seller,
            groups=frozenset(
                name
                for name, group in terms.groups.items()
                if seller.name in belongs[name]
                and bool(group.outside) == (seller.seller_class != "holders")
            ),
        )
        for seller in sellers
    ]


def others_selling(
    sellers: Sequence[Seller], stated_on: date | None, progress: Progress, matter: Matter
) -> list[Seller]:
    """The Company and others, their shares as splits have changed them since they were stated."""
    found = []
    for seller in sellers:
        shares = None
        if seller.requested is not None:
            stated = Sourced(seller.requested, seller.source)
            shares = brought_forward(seller.name, stated, stated_on, progress, matter)
        found.append(
            replace(seller, requested=shares.value, source=shares.source) if shares else seller
        )
    return found


def advised_then(progress: Progress, matter: Matter) -> tuple[Maximum, ...]:
    """The numbers that were advised, the latest last, as splits have changed them since."""
    return tuple(_as_split(each, progress, matter) for each in progress.history.advised)


def _as_split(maximum: Maximum, progress: Progress, matter: Matter) -> Maximum:
    advised = Sourced(maximum.shares, maximum.source)
    shares = brought_forward("The maximum", advised, maximum.stated_on, progress, matter)
    extra, fixed_on = maximum.greenshoe, progress.history.fixed_on
    splits = _splits(progress)
    since = ratio_between(splits, fixed_on.value, progress.as_of) if fixed_on else Fraction(1)
    return replace(
        maximum,
        in_shares_of_now=since,
        shares=shares.value,
        source=shares.source,
        greenshoe=extra
        and brought_forward("Over-allotment", extra, maximum.stated_on, progress, matter),
    )


def brought_forward(
    whose: str, number: Sourced[int], stated_on: date | None, progress: Progress, matter: Matter
) -> Sourced[int]:
    """A number of shares in whole shares of the day on which they are shared out."""
    day = progress.history.fixed_on.value if progress.history.fixed_on else progress.as_of
    after = brought_to(whose, number, stated_on, day, _splits(progress), matter)
    return whole_of(whose, after, matter)


def _splits(progress: Progress) -> Sequence[Split]:
    register = progress.history.register
    return register.splits if register else ()


def as_it_stands(fixed: Allocation, progress: Progress, clause: str, matter: Matter) -> Allocation:
    """What is left of an allocation, in shares of the day asked about."""
    fixed_on = progress.history.fixed_on
    if progress.when_fixed is progress.covered or fixed_on is None:
        return fixed
    ratio = ratio_between(_splits(progress), fixed_on.value, progress.as_of)
    has = _passed_on(fixed, ratio, fixed_on.value, progress)
    lines = [
        replace(each, requested=_split(each.requested, ratio))
        if each.included is None
        else _line_now(each, has.pop(each.seller), ratio, progress, clause, matter)
        if each.seller_class == "holders"
        else _line_now(each, floor(each.included * ratio), ratio, progress, clause, matter)
        for each in fixed.lines
    ]
    lines += [_line_of_taker(progress.covered[taker], shares) for taker, shares in has.items()]
    if lines == list(fixed.lines):
        return fixed
    now = allocation(lines, None, clause, matter)
    maximum = None if fixed.maximum is None else floor(fixed.maximum * ratio)
    return replace(
        now,
        maximum=maximum,
        cut_back=fixed.cut_back,
        explained_by={**fixed.explained_by, **now.explained_by},
    )


def _split(shares: int | None, ratio: Fraction) -> int | None:
    """Whole shares of the day asked about, which a split since has made of some."""
    return None if shares is None else floor(shares * ratio)


def _passed_on(
    fixed: Allocation, ratio: Fraction, fixed_on: date, progress: Progress
) -> dict[str, int]:
    """The Holders' shares, with what has passed since to those who took its place along (QG5).

    And with what the statement covers beyond what they asked for, where no maximum was advised.
    """
    has = {
        line.seller: floor(line.included * ratio) + _beyond(line.seller, progress)
        for line in fixed.lines
        if line.seller_class == "holders" and line.included is not None
    }
    register, by_then = progress.history.register, progress.history.passed_when_fixed(fixed_on)
    for passed in register.passed if register else ():
        taker = progress.covered.get(passed.taker)
        if passed in by_then or taker is None or passed not in taker.came:
            continue
        moved = floor(passed.shares * ratio_between(_splits(progress), passed.on, progress.as_of))
        along = min(has.get(passed.giver, 0) - _left(passed.giver, progress), moved)
        if along > 0:
            has[passed.giver] -= along
            has[passed.taker] = has.get(passed.taker, 0) + along
    return {holder: min(shares, _left(holder, progress)) for holder, shares in has.items()}


def _beyond(holder: str, progress: Progress) -> int:
    """The whole shares that the statement covers of a Holder beyond what it asked for."""
    covered = progress.covered.get(holder)
    return 0 if covered is None or progress.history.advised else floor(covered.beyond)


def _left(holder: str, progress: Progress) -> int:
    """The whole shares that a Holder is still in for; all of them where that is not known."""
    covered = progress.covered.get(holder)
    if covered is None:
        return 0
    return MANY if covered.whole.value is None else covered.whole.value


MANY: Final = 10**15


def _line_of_taker(covered: Covered, shares: int) -> AllocationLine:
    """The line of one to whom registered shares passed after they were shared out."""
    return AllocationLine(
        covered.holder,
        "holders",
        covered.whole.value,
        shares,
        "Registered shares that passed to it took their place along.",
        covered.whole.source,
    )


def _what_became_of_it(
    seller: str, before: int, after: int, ratio: Fraction, progress: Progress
) -> str:
    """What a seller has now of what it was to sell; and that the statement covers less, if so."""
    covers, advised = progress.history.covers, progress.history.advised
    said = (
        f"{numbered(before, 'share was', 'shares were')} "
        f"{'left to it by the maximum' if advised else 'to be included'}"
    )
    named = covers.value.get(seller, 0) if covers and seller in progress.covered else before
    if named < before and after <= named * ratio:
        said += f"; the effective statement covers {named:,} of them"
    return f"{said}; {after:,} {'is' if after == 1 else 'are'} included now."


def _line_now(
    fixed: AllocationLine,
    after: int,
    ratio: Fraction,
    progress: Progress,
    clause: str,
    matter: Matter,
) -> AllocationLine:
    """One seller's shares after splits, and no more than it is still in for."""
    if after == fixed.included and ratio == 1:
        return fixed
    inputs: dict[str, Sourced[object]] = {"fixed": Sourced(fixed.included, fixed.source)}
    covered = progress.covered.get(fixed.seller)
    if covered is not None:
        inputs["covered"] = Sourced(covered.whole.value, covered.whole.source)
    reason = _what_became_of_it(fixed.seller, fixed.included or 0, after, ratio, progress)
    shares = matter.working.step(
        "allotment.now", clause, f"{fixed.seller}: {reason}", after, inputs
    )
    return replace(
        fixed,
        requested=_split(fixed.requested, ratio),
        included=after,
        reason=reason,
        source=shares.source,
    )
