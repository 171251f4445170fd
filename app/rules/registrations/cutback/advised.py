"""Whether the managing underwriters' advice cuts anybody back: clauses 2(f), 2(a)(iii), 2(b).

The Underwriter's Maximum Number cuts only an underwritten registration, on the managing
underwriters' written advice (QC18), and an incidental one only if the Company initiated it: for one
that others initiated the text has no cutback (QC14). An underwritten sale off the shelf ranks as
reading QC5 says. A registration that holders of other securities demand makes room for Registrable
Securities only so far as the managing underwriter finds, if their right was granted in compliance
with the agreement (QC12). What nobody has stated and would decide is named as missing, and the
numbers stay null where they differ between what it can be. Shares are whole shares. Relies on
`allocation`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, get_args

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.allocation import (
    allocation,
    cut_back,
    whichever,
)
from app.rules.registrations.cutback.granting import (
    capacity_of,
    granted,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
    AllocationLine,
    Maximum,
    Seller,
    line,
    whole,
)
from app.rules.registrations.cutback.standing import Ranking, agreed_ranking
from app.rules.terms.rights.registrations import (
    Incidental,
    IncidentalCutback,
    OtherDemands,
    Party,
    TakedownCutback,
)
from app.rules.values.numbered import numbered


@dataclass(frozen=True, slots=True)
class MaximaAdvised:
    """What the managing underwriters have advised, the latest last; None: not stated."""

    underwritten: Sourced[bool] | None
    advised: tuple[Maximum, ...]

    @property
    def maximum(self) -> Maximum | None:
        """The latest."""
        return self.advised[-1] if self.advised else None


@dataclass(frozen=True, slots=True)
class OtherDemand:
    """A registration demanded by holders of other securities; `room` is for Registrable ones."""

    underwritten: Sourced[bool] | None
    compliant: Sourced[bool] | None
    room: Sourced[int] | None


@dataclass(frozen=True, slots=True)
class _Binding:
    """Whether a limit on shares applies (None: unknown), and why."""

    applies: bool | None
    says: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _SharesAsked:
    """What is known to be asked for, and whether that is all."""

    known: int
    is_all: bool

    def __str__(self) -> str:
        return f"The {numbered(self.known, 'share')} asked for"

    def fit(self, capacity: int) -> bool:
        """Whether all of it fits, whatever is not known."""
        return self.is_all and self.known <= capacity

    def beside(self, capacity: int) -> str:
        """Why the ranks decide."""
        if self.known > capacity:
            return f"{self} exceed {capacity:,}."
        return f"{self} and a request whose number is not known may exceed {capacity:,}."


def _asked(sellers: Sequence[Seller]) -> _SharesAsked:
    numbers = [each.requested for each in sellers if each.requested is not None]
    return _SharesAsked(sum(numbers), len(numbers) == len(sellers))


def allocate_incidental(
    sellers: Sequence[Seller],
    advice: MaximaAdvised,
    initiated_by: Sourced[Party] | None,
    term: Incidental,
    matter: Matter,
    first_offering: Sourced[bool] | None = None,
) -> Allocation:
    """Who may sell how many shares in a registration that the Company or others initiated.

    `first_offering` is whether it is the Company's first public one (None: not known).
    """
    cutback = term.cutback
    if cutback is None:
        lines = [whole(each, "The agreement has no cutback.") for each in sellers]
        return allocation(lines, advice.maximum, term.clause, matter)
    stands = _that_may_stand(advice, cutback, matter)
    binding = _cuts_nobody(sellers, advice, stands, cutback, matter)
    ranks = None if binding else _ranks(initiated_by, term, cutback, first_offering, matter)
    if binding is None:
        binding = ranks if isinstance(ranks, _Binding) else _binds(sellers, stands, cutback, matter)
    if binding.applies and ranks is None:
        matter.working.miss("initiated_by", "who comes first", cutback.clause)
        binding = _Binding(None, "Who initiated the registration is not stated.")
    ranking = ranks if isinstance(ranks, Ranking) else None
    if binding.applies and ranking and ranking.turns_on_first_offering and first_offering is None:
        matter.working.miss(
            "first_public_offering",
            "whether the least of a rank is kept for it",
            cutback.clause,
            posted_as="registration_determined.first_public_offering",
        )
        says = "Whether it is the Company's first public offering is not recorded."
        binding = _Binding(None, says, binding.readings)
    decided = _decided(sellers, stands, binding, ranking, cutback.clause, matter)
    if binding.applies is not None:
        return decided
    parties: tuple[Party, ...] = get_args(Party)
    initiators = [initiated_by] if initiated_by else [Sourced(party, "") for party in parties]
    firsts = [first_offering] if first_offering else [Sourced(is_it, "") for is_it in (True, False)]
    tried = [
        allocate_incidental(sellers, case, initiator, term, matter.unrecorded(), first)
        for case in _cases(stands, cutback, matter)
        for initiator in initiators
        for first in firsts
    ]
    return whichever(decided, stands.maximum, tried, cutback.clause, matter)


class OnAdvice(Protocol):
    """A cutback on the managing underwriter's advice, which may have to be in writing."""

    @property
    def clause(self) -> str:
        """The clause that says so."""

    @property
    def advice_in_writing(self) -> bool:
        """Whether only written advice cuts anybody back."""


def allocate_takedown(
    sellers: Sequence[Seller], advice: MaximaAdvised, cutback: TakedownCutback, matter: Matter
) -> Allocation:
    """Who may sell how many shares in an underwritten sale off the shelf (QC5)."""
    return allocate_ranked(sellers, advice, cutback, partial(_takedown_ranks, cutback), matter)


def allocate_ranked(
    sellers: Sequence[Seller],
    advice: MaximaAdvised,
    cutback: OnAdvice,
    ranked: Callable[[Matter], Ranking],
    matter: Matter,
) -> Allocation:
    """Who may sell how many shares where one order decides, if the advice cuts anybody back."""
    stands = _that_may_stand(advice, cutback, matter)
    binding = _cuts_nobody(sellers, advice, stands, cutback, matter)
    if binding is None:
        binding = _binds(sellers, stands, cutback, matter)
    ranking = ranked(matter) if binding.applies else None
    decided = _decided(sellers, stands, binding, ranking, cutback.clause, matter)
    if binding.applies is not None:
        return decided
    tried = [
        allocate_ranked(sellers, case, cutback, ranked, matter.unrecorded())
        for case in _cases(stands, cutback, matter)
    ]
    return whichever(decided, stands.maximum, tried, cutback.clause, matter)


def _takedown_ranks(cutback: TakedownCutback, matter: Matter) -> Ranking:
    if cutback.ranks is not None:
        return agreed_ranking(cutback.clause, "terms:/takedown_cutback/ranks", cutback.ranks)
    priority = matter.readings.takedown_cutback
    place = f"terms:/takedown_cutback/priorities/{priority}"
    return Ranking(cutback.clause, place, cutback.priorities[priority], ("takedown_cutback",))


def allocate_other_demand(
    sellers: Sequence[Seller],
    demand: OtherDemand,
    term: Incidental,
    matter: Matter,
    maximum: Maximum | None = None,
) -> Allocation:
    """Who may sell how many shares in a registration that holders of other securities demanded.

    Nothing cuts it to a `maximum` that is advised; what exceeds one is said.
    """
    terms = term.other_demands
    if terms is None:
        reason = "The agreement gives such a demand no priority."
        return allocation([whole(each, reason) for each in sellers], None, term.clause, matter)
    holders = [each for each in sellers if each.seller_class == "holders"]
    binding = _room_binds(holders, demand, terms, maximum, matter)
    applies = _applies(
        binding,
        terms.clause,
        {
            "underwritten": demand.underwritten,
            "granted_in_compliance": demand.compliant,
            "room_for_registrable": demand.room,
        },
        matter,
    )
    first = [
        whole(
            each,
            "They demanded the registration."
            if each.seller_class == "demanding"
            else "Nothing in the agreement cuts these shares back in such a registration.",
        )
        for each in sellers
        if each.seller_class != "holders"
    ]
    if binding.applies and demand.room is not None:
        ranking = Ranking(terms.clause, None, (("holders",),))
        lines = granted(holders, demand.room, ranking, matter)
    else:
        lines = _as_ruled(holders, binding, applies, terms.clause, matter)
    decided = allocation(first + lines, maximum, terms.clause, matter)
    if maximum is not None and (decided.total or 0) > maximum.shares:
        matter.working.warn(
            "NO_CUTBACK_PROVISION",
            f"The {numbered(decided.total or 0, 'share exceeds', 'shares exceed')} the maximum "
            f"of {maximum.shares:,}; the agreement "
            "has no provision that cuts back a registration that others demanded.",
        )
    return decided


def _needs_writing(latest: Maximum | None, cutback: OnAdvice, matter: Matter) -> bool:
    """QC18: whether advice not known to be in writing cuts nobody back for want of it."""
    return _may_be_oral(latest, cutback, matter) and matter.readings.require_written_advice


def _may_be_oral(latest: Maximum | None, cutback: OnAdvice, matter: Matter) -> bool:
    """Whether the terms ask for written advice, and the latest is not known to have been.

    Whether they do so of a sale off the shelf, to which 2(f) is applied, is a reading (QG21).
    """
    written = latest is None or (latest.in_writing is not None and latest.in_writing.value)
    if written or not cutback.advice_in_writing:
        return False
    return not isinstance(cutback, TakedownCutback) or matter.readings.takedown_advice_in_writing


def _writing_read_by(latest: Maximum | None, cutback: OnAdvice, matter: Matter) -> tuple[str, ...]:
    """The readings by which advice has to be in writing, or need not be."""
    by = ("takedown_advice_in_writing",) if isinstance(cutback, TakedownCutback) else ()
    return (*by, "require_written_advice") if _may_be_oral(latest, cutback, matter) else ()


def _that_may_stand(advice: MaximaAdvised, cutback: OnAdvice, matter: Matter) -> MaximaAdvised:
    """The advice that stands, or may: the latest in writing, and later ones that perhaps were."""
    if not _needs_writing(advice.maximum, cutback, matter):
        return replace(advice, advised=advice.advised[-1:])
    may_stand: list[Maximum] = []
    for each in reversed(advice.advised):
        if not _is_oral(each):
            may_stand.insert(0, each)
        if each.in_writing is not None and each.in_writing.value:
            break
    if _is_oral(advice.maximum):
        matter.working.warn(
            "ADVICE_NOT_WRITTEN",
            "The latest advice was not in writing: it cuts nobody back, and leaves written advice "
            "before it standing.",
        )
    return replace(advice, advised=tuple(may_stand))


def _is_oral(maximum: Maximum | None) -> bool:
    written = maximum.in_writing if maximum else None
    return written is not None and not written.value


def _cases(stands: MaximaAdvised, cutback: OnAdvice, matter: Matter) -> list[MaximaAdvised]:
    """Everything that can turn out to have been said, of what is not known of the advice."""
    written, oral = Sourced(True, ""), Sourced(False, "")
    each_standing = [(replace(each, in_writing=written),) for each in stands.advised]
    silent = all(not each.in_writing for each in stands.advised)
    if silent and _needs_writing(stands.maximum, cutback, matter):
        each_standing += [(replace(each, in_writing=oral),) for each in stands.advised[:1]]
    underwritten = [stands.underwritten] if stands.underwritten else [written, oral]
    return [MaximaAdvised(made, advised) for made in underwritten for advised in each_standing]


def _capacity(advice: MaximaAdvised, clause: str, matter: Matter) -> Sourced[int] | None:
    return capacity_of(advice.maximum, clause, matter) if advice.maximum else None


def _cuts_nobody(
    sellers: Sequence[Seller],
    advice: MaximaAdvised,
    stands: MaximaAdvised,
    cutback: OnAdvice,
    matter: Matter,
) -> _Binding | None:
    """Why the advice cuts nobody back, whichever comes first and whatever is not known."""
    if stands.underwritten is not None and not stands.underwritten.value:
        return _Binding(False, "The registration is not underwritten: nobody is cut back.")
    if not advice.advised:
        return _Binding(False, "No maximum has been advised: nobody is cut back.")
    if not stands.advised:
        says = "The advice was not in writing: nobody is cut back."
        return _Binding(False, says, _writing_read_by(advice.maximum, cutback, matter))
    asked = _asked(sellers)
    capacities = [capacity_of(each, cutback.clause, matter).value for each in stands.advised]
    if asked.fit(min(capacities)):
        return _Binding(False, f"{asked} fit within {min(capacities):,}.")
    return None


def _binds(
    sellers: Sequence[Seller],
    stands: MaximaAdvised,
    cutback: OnAdvice,
    matter: Matter,
) -> _Binding:
    """Whether the advice cuts anybody back, nothing that is known being against it."""
    if stands.underwritten is None:
        matter.working.miss("underwritten", "whether anybody is cut back", cutback.clause)
        return _Binding(None, "Whether the registration is underwritten is not stated.")
    latest = stands.maximum
    readings = _writing_read_by(latest, cutback, matter)
    if _needs_writing(latest, cutback, matter):
        matter.working.miss(
            "written_advice",
            "whether anybody is cut back",
            cutback.clause,
            posted_as="maximum_advised.in_writing",
        )
        return _Binding(None, "Whether the advice was in writing is not stated.", readings)
    capacity = _capacity(stands, cutback.clause, matter)
    return _Binding(True, _asked(sellers).beside(capacity.value if capacity else 0), readings)


def _ranks(
    initiated_by: Sourced[Party] | None,
    term: Incidental,
    cutback: IncidentalCutback,
    first_offering: Sourced[bool] | None,
    matter: Matter,
) -> Ranking | _Binding | None:
    """The ranks, or why nobody is cut back, by who initiated it (QC14); None: not stated."""
    if initiated_by is None:
        return None
    at = f"terms:{term.place}/cutback"
    place = f"{at}/ranks"
    if initiated_by.value == "company" and cutback.ranks is not None:
        return agreed_ranking(cutback.clause, place, cutback.ranks, first_offering)
    if initiated_by.value == "company":
        return Ranking(cutback.clause, f"{at}/priority", cutback.priority or ())
    of_others = cutback.ranks_initiated_by_others
    if of_others is not None and of_others != "uncut":
        place += "_initiated_by_others"
        return agreed_ranking(cutback.clause, place, of_others, first_offering)
    readings = () if of_others else ("secondary_incidental_cutback",)
    rule = "none" if of_others else matter.readings.secondary_incidental_cutback
    if rule == "none":
        says = (
            "The Company did not initiate the registration, and the agreement has no provision "
            "that cuts it back: every request is included."
        )
        matter.working.warn("NO_CUTBACK_PROVISION", says)
        return _Binding(False, says, readings)
    return Ranking(
        cutback.clause,
        f"{at}/priorities_initiated_by_others/{rule}",
        cutback.priorities_initiated_by_others[rule],
        readings,
    )


def _room_binds(
    holders: Sequence[Seller],
    demand: OtherDemand,
    terms: OtherDemands,
    maximum: Maximum | None,
    matter: Matter,
) -> _Binding:
    """Whether the room that the managing underwriter finds limits the Holders.

    A maximum that it advised tells of interference, and not of the room that is left.
    """
    if terms.only_if_compliant_with and demand.compliant is not None and not demand.compliant.value:
        says = (
            "The right to demand was granted in breach of clause "
            f"{terms.only_if_compliant_with}: it does not go before the Holders."
        )
        matter.working.warn(terms.breach_reason, says)
        return _Binding(False, says)
    if demand.underwritten is not None and not demand.underwritten.value:
        return _Binding(False, "Not underwritten: no managing underwriter finds interference.")
    if demand.room is None and maximum is not None:
        matter.working.warn(
            "NO_CUTBACK_PROVISION",
            "A maximum was advised for a registration that others demanded: no provision cuts it "
            "back to that number; Holders are limited by the room found for them, which is not "
            "recorded.",
        )
        matter.working.miss(
            "room_for_registrable",
            "for how many shares of Holders the managing underwriter finds room",
            terms.clause,
            posted_as="registration_determined.other_demand.room_for_registrable",
        )
        return _Binding(None, "The room that the managing underwriter found is not stated.")
    if demand.room is None:
        return _Binding(False, "The managing underwriter has not found any interference.")
    asked = _asked(holders)
    if asked.fit(demand.room.value):
        return _Binding(
            False, f"The Holders' {numbered(asked.known, 'share')} fit the room found for them."
        )
    if demand.underwritten is None:
        matter.working.miss("underwritten", "the room for the Holders", terms.clause)
        return _Binding(None, "Whether the registration is underwritten is not stated.")
    if terms.only_if_compliant_with and demand.compliant is None:
        matter.working.miss(
            "granted_in_compliance",
            "the room for the Holders",
            terms.only_if_compliant_with,
            posted_as="registration_determined.other_demand.granted_in_compliance",
        )
        return _Binding(None, "Whether the right to demand was rightly granted is not stated.")
    return _Binding(True, asked.beside(demand.room.value))


def _decided(
    sellers: Sequence[Seller],
    stands: MaximaAdvised,
    binding: _Binding,
    ranking: Ranking | None,
    clause: str,
    matter: Matter,
) -> Allocation:
    """Cut back by the ranks if a cutback applies; else every request is whole, or unknown."""
    capacity = _capacity(stands, clause, matter)
    applies = _applies(
        binding,
        clause,
        {
            "underwritten": stands.underwritten,
            "written_advice": stands.maximum.in_writing if stands.maximum else None,
            "capacity": capacity,
        },
        matter,
    )
    if binding.applies and ranking and stands.maximum and capacity:
        return cut_back(sellers, stands.maximum, capacity, ranking, matter)
    lines = _as_ruled(sellers, binding, applies, clause, matter)
    return allocation(lines, stands.maximum, clause, matter)


def _applies(
    binding: _Binding,
    clause: str,
    inputs: dict[str, Sourced[bool] | Sourced[int] | None],
    matter: Matter,
) -> Sourced[bool | None]:
    stated: dict[str, Sourced[object]] = {
        name: value for name, value in inputs.items() if value is not None
    }
    return matter.working.step(
        "priority.applies", clause, binding.says, binding.applies, stated, binding.readings
    )


def _as_ruled(
    sellers: Sequence[Seller],
    binding: _Binding,
    applies: Sourced[bool | None],
    clause: str,
    matter: Matter,
) -> list[AllocationLine]:
    """Every request whole where no limit applies; null where that is unknown."""
    lines = []
    for seller in sellers:
        included = seller.requested if binding.applies is False else None
        shares = matter.working.step(
            "allocation.grant",
            clause,
            f"{seller.name}: {binding.says}",
            included,
            {"requested": Sourced(seller.requested, seller.source), "applies": applies},
        )
        lines.append(line(seller, included, binding.says, shares.source))
    return lines
