"""A sale off a shelf that asks for more than the shelf covers: clauses 2(a)(ii) and 2(a)(iii).

All Holders may take part in the sale, and a shelf is amended at a Holder's request; until it is,
what it does not cover cannot be sold off it, nor can what was sold under it before. Whether such a
request is good is reading QG6. Shares are whole; where the shelf's number is not known nothing is
said. Nothing raises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Final

from app.rules.facts.money.proceeds import SharesSoldInOffering
from app.rules.holders.splits import ShareNumber, ratio_between
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, amendment_for, owed
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.joining.askings import askings
from app.rules.registrations.joining.covered import Covered
from app.rules.registrations.kinds.takedown.ruling import ShelfStanding, TakenIn
from app.rules.registrations.progress.progress import Progress
from app.rules.terms.rights.registrations import Shelf
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import written_out

ALL_OF_IT: Final[Mapping[str, int]] = {}


def beyond_shelf(
    progress: Progress, shelf: ShelfStanding, left: Mapping[str, int] = ALL_OF_IT
) -> Mapping[str, int]:
    """How many more shares each Holder has in the sale than the shelf covers.

    `left` is what a maximum leaves each (2(f)): what it takes away is not sold off the shelf.
    """
    if shelf.covers is None or not progress.ruling.stands:
        return {}
    found = {
        holder: min(each.whole.value, left.get(holder, each.whole.value)) - on_shelf
        for holder, each in progress.covered.items()
        if each.whole.value is not None
        and (on_shelf := _on_shelf(holder, progress, shelf)) is not None
    }
    return {holder: shares for holder, shares in found.items() if shares > 0}


def left_by_maximum(shares: Allocation | None) -> Mapping[str, int]:
    """What a maximum leaves each Holder, as far as that is known."""
    if shares is None or shares.maximum is None:
        return {}
    return {
        line.seller: line.included
        for line in shares.lines
        if line.seller_class == "holders" and line.included is not None
    }


def warn_of_what_waits(
    progress: Progress, shelf: ShelfStanding, left: Mapping[str, int], matter: Matter
) -> None:
    """What waits for the shelf to be amended; once all is sold, or the shelf has ended, nothing."""
    if progress.is_over or progress.history.life.all_sold_on is not None:
        return
    if shelf.ends_on and progress.as_of is not None and progress.as_of > shelf.ends_on.value:
        return
    if matter.readings.takedown_off_shelf == "refuse":
        return
    for holder, shares in beyond_shelf(progress, shelf, left).items():
        matter.working.warn(
            "BEYOND_THE_SHELF",
            f"{holder} asks to sell {numbered(shares, 'share')} more than the shelf covers; "
            "they wait for "
            "the shelf to be amended.",
        )


def warn_of_sales_beyond(progress: Progress, shelf: ShelfStanding, matter: Matter) -> None:
    """Flag each Holder's first sale in it that took it beyond what the shelf covers (2(a)(ii)).

    Of sales of one day those made otherwise off the shelf are counted first.
    """
    history, until = progress.history, progress.as_of
    splits = history.register.splits if history.register else ()
    ratio = Fraction(shelf.split_since_end) / history.split_since_end
    elsewhere = [
        (fact.occurred_on, False, fact.seller, fact.shares)
        for facts in history.beside
        for each in facts
        if isinstance(fact := each.fact, SharesSoldInOffering) and fact.seller_class == "holders"
    ]
    here = [(each.on.value, True, each.holder, each.shares) for each in history.sales]
    sold: dict[str, Fraction] = {}
    flagged = set[str]()
    for day, in_this_sale, holder, shares in sorted([*elsewhere, *here]):
        covers = (shelf.covers or {}).get(holder, 0)
        since = ratio_between(splits, day, until)
        sold[holder] = sold.get(holder, Fraction(0)) + shares * since
        is_beyond = covers is not None and sold[holder] > covers * ratio
        if not (in_this_sale and is_beyond) or holder in flagged:
            continue
        flagged.add(holder)
        says = f"{holder} sold {numbered(shares, 'share')} on {written_out(day)}"
        if not covers:
            says += "; the shelf covers none of its shares."
            matter.working.warn("SALE_NOT_INCLUDED", says)
            continue
        says += f": it has then sold more off the shelf than the {covers:,} that the shelf covers."
        matter.working.warn("SALE_BEYOND_INCLUDED", says)


def _on_shelf(holder: str, progress: Progress, shelf: ShelfStanding) -> int | None:
    """What the shelf covers of a Holder, without what it sold under it otherwise than in this sale.

    None where the number is not known. In shares of the sale's own last day, once it has ended.
    """
    covers = (shelf.covers or {}).get(holder, 0)
    if covers is None:
        return None
    covered = progress.covered.get(holder)
    ratio = Fraction(shelf.split_since_end) / progress.history.split_since_end
    sold = Fraction(shelf.sold.get(holder, 0)) * ratio
    elsewhere = max(sold - Fraction(covered.sold if covered else 0), Fraction(0))
    return max(floor(covers * ratio - elsewhere), 0)


def within_shelf(progress: Progress, shelf: ShelfStanding, matter: Matter) -> Progress:
    """The course of the sale, with no more than the shelf covers where QG6 refuses the rest."""
    beyond = beyond_shelf(progress, shelf)
    if not beyond:
        return progress
    if matter.readings.takedown_off_shelf != "refuse":
        return progress
    for holder, shares in beyond.items():
        matter.working.warn(
            "BEYOND_THE_SHELF",
            f"{holder} asks to sell {numbered(shares, 'share')} more than the shelf covers; "
            "they are "
            "refused.",
        )
    covered = {
        holder: _cut(each, beyond[holder], matter) if holder in beyond else each
        for holder, each in progress.covered.items()
    }
    fixed = {
        holder: covered[holder] if holder in beyond else each
        for holder, each in progress.when_fixed.items()
    }
    joins = tuple(
        replace(each, result=replace(each.result, decision="refused", reason="NOT_ON_THE_SHELF"))
        if each.is_in and not _on_shelf(each.result.holder, progress, shelf)
        else each
        for each in progress.taking_part.joins
    )
    return replace(
        progress,
        covered=covered,
        owed=covered,
        when_fixed=covered if progress.when_fixed is progress.covered else fixed,
        taking_part=replace(progress.taking_part, joins=joins),
    )


def _cut(covered: Covered, beyond: int, matter: Matter) -> Covered:
    clause = matter.terms.takedown.clause if matter.terms.takedown else ""
    on_shelf: int | None = (covered.whole.value or 0) - beyond
    shares = matter.working.step(
        "beyond_shelf.within",
        clause,
        f"The shelf covers {on_shelf:,} of the shares that {covered.holder} asks to sell.",
        on_shelf,
        {"asked_for": covered.whole},
        readings=("takedown_off_shelf",),
    )
    return replace(covered, shares=Sourced(shares.value, shares.source), whole=shares)


def amendments_owed(
    progress: Progress,
    shelf: ShelfStanding,
    left: Mapping[str, int],
    term: Shelf | None,
    matter: Matter,
) -> Iterator[Obligation]:
    """To amend the shelf for what it does not cover, with the efforts owed for that (2(a)(ii))."""
    efforts = (each.standard for each in matter.terms.procedures if each.name == "more_shares")
    standard = next(efforts, None)
    beyond = beyond_shelf(progress, shelf, left)
    for holder in progress.covered if progress.ruling.stands else ():
        shares, done = beyond.get(holder), _amended_for(holder, progress, shelf)
        if shares is None and done is None:
            continue
        if term is None or matter.readings.takedown_off_shelf == "refuse":
            return
        further = f"{shares:,} further shares" if shares else "the further shares"
        yield owed(
            Owing(
                duty="more_shares",
                id=amendment_for(holder),
                obligor=matter.terms.company.id,
                obligees=(holder,),
                action=f"Amend the shelf so that it covers {further}.",
                clause=term.clause,
                trigger=progress.ruling.trigger,
                standard=standard,
            ),
            matter.working,
            progress.as_of,
            outcome=Performance(None if shares else done),
        )


def _amended_for(holder: str, progress: Progress, shelf: ShelfStanding) -> Sourced[date] | None:
    """The last amendment since a Holder asked to sell that took in what the shelf did not cover."""
    asked_on, wants = progress.came_in.get(holder), progress.covered[holder].whole.value
    on_shelf = _on_shelf(holder, progress, shelf)
    since = [
        each for each in shelf.taken_in.get(holder, ()) if asked_on and each.on.value >= asked_on
    ]
    if not since:
        return None
    unknown = wants is None or on_shelf is None or any(each.shares is None for each in since)
    before = 0 if unknown else (on_shelf or 0) - sum(each.shares or 0 for each in since)
    return since[-1].on if unknown or before < (wants or 0) else None


def taken_in(progress: Progress, matter: Matter) -> Mapping[str, Sequence[TakenIn]]:
    """What amendments of a shelf took in of each Holder, in their order."""
    found: dict[str, list[TakenIn]] = {}
    had: dict[str, ShareNumber | None] = {}
    amended = {each.on.value: each.on for each in progress.history.amendments}
    for asking in askings(progress.ruling, progress.taking_part, progress.history, matter):
        before, after = had.get(asking.holder, 0), asking.shares.value
        had[asking.holder] = after
        if asking.in_from is not None:
            more = None if before is None or after is None else int(after - before)
            found.setdefault(asking.holder, []).append(TakenIn(amended[asking.in_from], more))
    return found
