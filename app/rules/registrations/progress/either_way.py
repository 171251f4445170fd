"""What is shared out while it is not known whether a request to join was received: 2(f), 9(b).

Each number is what comes out whether the request counts or not; where that differs it is not known.
Shares are whole. Nothing raises. The facts that would tell are named where the request is ruled on.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from app.rules.reasoning.matter import Matter
from app.rules.registrations.cutback.selling import (
    Allocation,
    AllocationLine,
)
from app.rules.registrations.progress.progress import Progress

REASON = "That turns on a request to join; whether it was received is not recorded."
OF_OTHERS = "That turns on whether the statement covers others, which is not recorded."


def shared_either_way(
    share_out: Callable[[Progress, Matter], Allocation], progress: Progress, matter: Matter
) -> Allocation:
    """Who may sell how many shares, as far as it does not turn on who has joined."""
    found = share_out(progress, matter)
    others = [share_out(each, matter.unrecorded()) for each in progress.others]
    if not others:
        return found
    return replace(
        found,
        lines=_lines(found, others),
        total=found.total if all(each.total == found.total for each in others) else None,
        cut_back=found.cut_back
        if all(each.cut_back is found.cut_back for each in others)
        else None,
        explained_by=found.explained_by
        if all(each.total == found.total for each in others)
        else {name: at for name, at in found.explained_by.items() if name != "total"},
    )


def without_those_in_doubt(
    found: Allocation, without: Allocation, doubted: Collection[str]
) -> Allocation:
    """QG9: the numbers of all others, as far as they are the same if those in doubt are not in."""
    theirs = {line.seller: line for line in without.lines}
    lines = tuple(
        replace(line, included=None, reason=OF_OTHERS)
        if line.seller not in doubted
        and (other := theirs.get(line.seller)) is not None
        and other.included != line.included
        else line
        for line in found.lines
    )
    cut_back = found.cut_back if found.cut_back is without.cut_back else None
    return replace(found, lines=lines, cut_back=cut_back)


def _lines(found: Allocation, others: list[Allocation]) -> tuple[AllocationLine, ...]:
    ways = [{line.seller: line for line in each.lines} for each in (found, *others)]
    sellers = dict.fromkeys(seller for way in ways for seller in way)
    return tuple(_line([way.get(seller) for way in ways]) for seller in sellers)


def _line(ways: list[AllocationLine | None]) -> AllocationLine:
    """One seller's line: a number that is not the same in all of them is not known."""
    known = [line for line in ways if line is not None]
    first = known[0]
    requested = {line.requested for line in known}
    included = {None if line is None else line.included for line in ways}
    if len(known) == len(ways) and len(requested) == len(included) == 1:
        return first
    return replace(
        first,
        requested=first.requested if len(requested) == 1 else None,
        included=None if len(known) < len(ways) or len(included) > 1 else first.included,
        reason=REASON,
    )
