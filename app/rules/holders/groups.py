"""Who belongs to a group of the terms on a day: `terms/rights/groups`.

Members by name belong whatever they hold; with `transferees` those to whom securities with all
rights passed from one of them, by that day. What is asked of a holding is asked of the Registrable
Securities at the end of the day, in exact shares. Nothing raises.
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Final

from app.rules.holders.holdings import fully_diluted
from app.rules.holders.register import Register
from app.rules.holders.splits import ShareNumber
from app.rules.terms import Terms
from app.rules.terms.rights.groups import Group, HoldOfEach

COMPARE: Final[Mapping[str, Callable[[ShareNumber, Fraction], bool]]] = {
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
}


def members_on(name: str, terms: Terms, register: Register | None, day: date) -> frozenset[str]:
    """The Holders who belong to a group at the end of a day.

    Without a register only those are known whom the terms name.
    """
    group = terms.groups[name]
    if register is None:
        return frozenset(group.members) if group.by_name else frozenset()
    found = _named(group, register, day)
    lines = register.lines_on(day)
    if group.holding:
        found = frozenset(
            holder
            for holder in found
            if holder in lines
            and any(lines[holder].position.of(each) > 0 for each in group.holding)
        )
    if group.hold is None:
        return found
    held = {holder: fully_diluted(line.position, terms) for holder, line in lines.items()}
    least = _least(group.hold, f"/groups/{name}/hold/shares", held, register, day)
    if least is None:
        return frozenset()
    families = terms.affiliates.values() if group.hold.affiliates == "as_one" else ()
    together = {holder: family for family in families for holder in family}
    return frozenset(
        holder
        for holder in found
        if holder in held
        and _reaches(
            sum(held.get(each, 0) for each in together.get(holder, (holder,))), least, group.hold
        )
    )


def _named(group: Group, register: Register, day: date) -> frozenset[str]:
    """Those whom the group names, and who got securities from one of them; all where it does not.

    Transfers of one day are taken in the order of the record.
    """
    if not group.members:
        return frozenset(register.lines_on(day))
    named = set(group.members)
    if group.transferees:
        for passed in register.passed:
            if passed.on <= day and passed.giver in named:
                named.add(passed.taker)
    return frozenset(named)


def _least(
    hold: HoldOfEach, place: str, held: Mapping[str, ShareNumber], register: Register, day: date
) -> Fraction | None:
    """What must be held, in shares of the day: a number is adjusted for the splits since.

    None where it is a part of what is not recorded.
    """
    if hold.fraction is not None and hold.of == "outstanding":
        outstanding = register.outstanding_or_supposed(day)
        return None if outstanding is None else hold.fraction * outstanding
    if hold.fraction is not None:
        return hold.fraction * sum(held.values())
    written = register.terms.stated_on(place, day)
    return Fraction(hold.shares or 0) * register.split_ratio(written, day)


def _reaches(shares: ShareNumber, least: Fraction, hold: HoldOfEach) -> bool:
    return shares > 0 and COMPARE[hold.comparison](shares, least)
