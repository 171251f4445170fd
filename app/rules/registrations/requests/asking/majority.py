"""Whether those who ask hold enough together: the Requisite Holders, or whom the right names.

Clause 2(a)(i), counted under the terms of the day. Shares are whole, parts exact. Nothing raises.
"""

from collections.abc import Callable
from datetime import date

from app.rules.holders.holdings import CLASSES, Tally
from app.rules.holders.requisite import ThresholdTest, apply_threshold
from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.asking.asked import Request
from app.rules.terms.rights.asked import AskedFor
from app.rules.terms.rights.asking import WhoMayAsk
from app.rules.terms.vocabulary import Threshold
from app.rules.values.numbered import numbered, written


def who_may_ask(request: Request, matter: Matter) -> WhoMayAsk | None:
    """What the right says of who may ask; None where it says nothing of its own."""
    right = right_used(request, matter)
    return right.who if right is not None else None


def right_used(request: Request, matter: Matter) -> AskedFor | None:
    """The right by which it is asked for."""
    terms = matter.terms
    rights: dict[str, AskedFor | None] = {"takedown": terms.takedown, "shelf": terms.shelf}
    return rights.get(request.right, terms.demand)


def those_who_may(request: Request, day: date, matter: Matter) -> frozenset[str] | None:
    """The only Holders who may ask on a day; None where every Holder may, or it is not known."""
    who = who_may_ask(request, matter)
    if who is None or (who.group is None and not who.members):
        return None
    if who.group is None:
        return frozenset(who.members)
    return request.in_group(who.group, day, matter)


def _asks_at(request: Request, matter: Matter) -> str:
    """Where the right says who may ask."""
    right = right_used(request, matter)
    return f"{right.place if right else '/demand'}/who"


def clause_on_who(request: Request, matter: Matter) -> str:
    """The clause that says who may ask."""
    who = who_may_ask(request, matter)
    if who is None:
        return matter.terms.requisite_holders.clause
    right = right_used(request, matter)
    return who.clause or (right.clause if right else matter.terms.requisite_holders.clause)


def tally_of(
    count: Callable[[frozenset[str], Matter], Tally | None],
    requesters: frozenset[str],
    day: date,
    request: Request,
    matter: Matter,
) -> Tally | None:
    """What those who ask hold, and of what it must be a part.

    What the members alone hold is known from positions only (`recognised`), not from totals.
    """
    found, who = count(requesters, matter), who_may_ask(request, matter)
    may_ask = those_who_may(request, day, matter)
    if who is not None and who.group is not None and may_ask is None:
        return None
    if found is None or who is None:
        return found
    if who.of == "outstanding":
        outstanding = request.outstanding(day)
        return None if outstanding is None else Tally(found.requesting, outstanding)
    if who.of in CLASSES:
        return request.of_class(day, requesters, who.of, matter)
    if may_ask is None or who.of not in ("members", "group"):
        return found
    own = count(may_ask, matter.unrecorded()) if request.recognised else None
    if own is None:
        return None
    held = own.requesting.value
    named: Sourced[object] = (
        Sourced(who.group, f"terms:{_asks_at(request, matter)}/group")
        if who.group
        else Sourced(who.members, f"terms:{_asks_at(request, matter)}/members")
    )
    base = matter.working.step(
        "requisite.members",
        clause_on_who(request, matter),
        f"Those who may ask hold {written(held)} Registrable Securities, fully diluted.",
        held,
        {"group" if who.group else "members": named},
    )
    return Tally(found.requesting, base)


def threshold(tally: Tally | None, request: Request, matter: Matter) -> ThresholdTest | None:
    """Whether what they hold together reaches what is needed; None while that is not counted."""
    if tally is None:
        return None
    who = who_may_ask(request, matter)
    if who is not None:
        return _as_agreed(tally, who, request, matter)
    return apply_threshold(
        matter.terms.requisite_holders,
        tally.requesting,
        tally.total,
        matter.working,
        "/requisite_holders",
    )


def _as_agreed(tally: Tally, who: WhoMayAsk, request: Request, matter: Matter) -> ThresholdTest:
    """Whether enough ask, as the right itself says."""
    place, clause = _asks_at(request, matter), clause_on_who(request, matter)
    if who.fraction is not None and who.comparison is not None:
        return apply_threshold(
            Threshold(
                clause=clause,
                fraction=who.fraction,
                base="registrable_securities_fully_diluted",
                comparison=who.comparison,
            ),
            tally.requesting,
            tally.total,
            matter.working,
            place,
            is_at="is",
        )
    anyone = Sourced(True, f"terms:{place}/anyone")
    needed: Sourced[ShareNumber] = matter.working.step(
        "requisite.anyone", clause, "Any Holder may ask.", 1, {"anyone": anyone}
    )
    asks = matter.working.step(
        "requisite.test",
        clause,
        f"{numbered(tally.requesting.value, 'share is', 'shares are')} held by those who ask.",
        tally.requesting.value >= 1,
        {"held": tally.requesting, "needed": needed},
    )
    return ThresholdTest(asks, needed)
