"""Who may sell how many shares in a registration of any kind: clauses 2(a)(i) and 2(f).

`cut_back` fills the ranks of any registration up to the Underwriter's Maximum Number. A number
nobody has stated stays null and is named as missing. Shares are whole shares. Relies on `granting`.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained
from app.rules.registrations.cutback.granting import granted
from app.rules.registrations.cutback.selling import (
    Allocation,
    AllocationLine,
    Maximum,
    Seller,
    line,
)
from app.rules.registrations.cutback.standing import Ranking
from app.rules.values.numbered import numbered


def cut_back(
    sellers: Sequence[Seller],
    maximum: Maximum,
    capacity: Sourced[int],
    ranking: Ranking,
    matter: Matter,
) -> Allocation:
    """Fill the ranks up to the maximum."""
    lines = granted(sellers, capacity, ranking, matter)
    return allocation(lines, maximum, ranking.clause, matter)


def allocation(
    lines: Sequence[AllocationLine], maximum: Maximum | None, clause: str, matter: Matter
) -> Allocation:
    """The lines as one allocation; the total is null while a number is missing."""
    total = _total(lines, clause, matter)
    return Allocation(
        tuple(lines),
        maximum.shares if maximum else None,
        total.value if total else None,
        is_cut(lines),
        {
            **explained(total=total),
            **({"maximum": maximum.source} if maximum else {}),
        },
    )


def whichever(
    left_open: Allocation,
    maximum: Maximum | None,
    tried: Sequence[Allocation],
    clause: str,
    matter: Matter,
) -> Allocation:
    """An allocation that is left open, with the numbers that are the same in each case tried."""
    lines = []
    for place, open_line in enumerate(left_open.lines):
        found = {each.lines[place].included for each in tried}
        number = found.pop() if len(found) == 1 else None
        if open_line.included is not None or number is None:
            lines.append(open_line)
            continue
        says = f"In every case {numbered(number, 'share')}."
        shares = matter.working.step(
            "allocation.whichever",
            clause,
            f"{open_line.seller}: {open_line.reason} {says}",
            number,
            {"requested": Sourced(open_line.requested, open_line.source)},
        )
        reason = f"{open_line.reason} {says}"
        lines.append(replace(open_line, included=number, reason=reason, source=shares.source))
    if tuple(lines) == left_open.lines:
        return left_open
    return allocation(lines, maximum, clause, matter)


def _total(lines: Sequence[AllocationLine], clause: str, matter: Matter) -> Sourced[int] | None:
    """All shares included; None while a number is missing."""
    numbers = [each.included for each in lines if each.included is not None]
    if len(numbers) < len(lines):
        return None
    total = sum(numbers)
    known = {each.seller: Sourced(each.included, each.source) for each in lines}
    return matter.working.step(
        "allocation.total",
        clause,
        f"Together they may sell {numbered(total, 'share')}.",
        total,
        known,
    )


def is_cut(lines: Sequence[AllocationLine]) -> bool | None:
    """Whether anybody gets fewer shares than it asked for; None: that is not known of somebody."""
    asked = [(each.included, each.requested) for each in lines if each.requested is not None]
    if any(included is not None and included < requested for included, requested in asked):
        return True
    return None if any(included is None for included, _ in asked) else False


def left_open(
    sellers: Sequence[Seller],
    says: str,
    missing: str,
    maximum: Maximum | None,
    clause: str,
    matter: Matter,
) -> Allocation:
    """Everybody's number not known, while what decides who comes first is not stated."""
    matter.working.miss(missing, "who comes first", clause)
    lines = [line(each, None, says, each.source) for each in sellers]
    return allocation(lines, maximum, clause, matter)
