"""Whether a cutback applies to a registration, and who comes first in it: clauses 2(f), 2(a)(iii),
2(b).

The Underwriter's Maximum Number cuts only an underwritten registration, on the managing
underwriters' written advice (QC18), and an incidental one only if the Company initiated it: for one
that others initiated the text has no cutback (QC14). An underwritten sale off the shelf ranks as
reading QC5 says. A registration that holders of other securities demand makes room for Registrable
Securities only so far as the managing underwriter finds, if their right was granted in compliance
with the agreement (QC12). What nobody has stated and would decide is named as missing, and the
numbers stay null. Shares are whole shares. Relies on `allocation`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.allocation import (
    Allocation,
    AllocationLine,
    Maximum,
    Ranking,
    Seller,
    allocation,
    capacity_of,
    cut_back,
    granted,
    line,
    whole,
)
from app.rules.terms.registrations import (
    Incidental,
    IncidentalCutback,
    OtherDemands,
    Party,
    TakedownCutback,
)


@dataclass(frozen=True, slots=True)
class MaximumAdvised:
    """What the managing underwriters have said; None where it is not stated."""

    underwritten: Sourced[bool] | None
    in_writing: Sourced[bool] | None
    maximum: Maximum | None


@dataclass(frozen=True, slots=True)
class OtherDemand:
    """A registration demanded by holders of other securities; `room` is for Registrable ones."""

    underwritten: Sourced[bool] | None
    compliant: Sourced[bool] | None
    room: Sourced[int] | None


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether a limit on shares applies (None: unknown), and why."""

    applies: bool | None
    says: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known to be asked for, and whether that is all."""

    known: int
    is_all: bool

    def __str__(self) -> str:
        return f"The {self.known:,} shares asked for"

    def fit(self, capacity: int) -> bool:
        """Whether all of it fits, whatever is not known."""
        return self.is_all and self.known <= capacity

    def beside(self, capacity: int) -> str:
        """Why the ranks decide."""
        if self.known > capacity:
            return f"{self} exceed {capacity:,}."
        return f"{self} and a request whose number is not known may exceed {capacity:,}."


def _asked(sellers: Sequence[Seller]) -> _Asked:
    numbers = [each.requested for each in sellers if each.requested is not None]
    return _Asked(sum(numbers), len(numbers) == len(sellers))


def allocate_incidental(
    sellers: Sequence[Seller],
    advice: MaximumAdvised,
    initiated_by: Sourced[Party] | None,
    term: Incidental,
    matter: Matter,
) -> Allocation:
    """Who may sell how many shares in a registration that the Company or others initiated."""
    cutback = term.cutback
    if cutback is None:
        lines = [whole(each, "The agreement has no cutback.") for each in sellers]
        return allocation(lines, advice.maximum, term.clause, matter)
    capacity = _capacity(advice, cutback.clause, matter)
    verdict = _advice_binds(sellers, advice, capacity, cutback, matter)
    ranking = None
    if verdict.applies:
        verdict, ranking = _ranked_by_initiator(initiated_by, cutback, verdict, matter)
    return _decided(sellers, advice, capacity, verdict, ranking, cutback.clause, matter)


def allocate_takedown(
    sellers: Sequence[Seller], advice: MaximumAdvised, cutback: TakedownCutback, matter: Matter
) -> Allocation:
    """Who may sell how many shares in an underwritten sale off the shelf (QC5)."""
    priority = matter.readings.takedown_cutback
    ranking = Ranking(
        cutback.clause,
        f"terms:/takedown_cutback/priorities/{priority}",
        cutback.priorities[priority],
        ("takedown_cutback",),
    )
    capacity = _capacity(advice, cutback.clause, matter)
    verdict = _advice_binds(sellers, advice, capacity, cutback, matter)
    return _decided(sellers, advice, capacity, verdict, ranking, cutback.clause, matter)


def allocate_other_demand(
    sellers: Sequence[Seller], demand: OtherDemand, term: Incidental, matter: Matter
) -> Allocation:
    """Who may sell how many shares in a registration that holders of other securities demanded."""
    terms = term.other_demands
    if terms is None:
        reason = "The agreement gives such a demand no priority."
        return allocation([whole(each, reason) for each in sellers], None, term.clause, matter)
    holders = [each for each in sellers if each.seller_class == "holders"]
    verdict = _room_binds(holders, demand, terms, matter)
    applies = _verdict_step(
        verdict,
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
    if verdict.applies and demand.room is not None:
        ranking = Ranking(terms.clause, None, (("holders",),))
        lines = granted(holders, demand.room, ranking, matter)
    else:
        lines = _as_ruled(holders, verdict, applies, terms.clause, matter)
    return allocation(first + lines, None, terms.clause, matter)


def _capacity(advice: MaximumAdvised, clause: str, matter: Matter) -> Sourced[int] | None:
    return capacity_of(advice.maximum, clause, matter) if advice.maximum else None


def _advice_binds(
    sellers: Sequence[Seller],
    advice: MaximumAdvised,
    capacity: Sourced[int] | None,
    cutback: IncidentalCutback | TakedownCutback,
    matter: Matter,
) -> _Verdict:
    """Whether the managing underwriters' advice cuts anybody, whoever comes first."""
    if advice.underwritten is not None and not advice.underwritten.value:
        return _Verdict(False, "The registration is not underwritten: nobody is cut back.")
    if capacity is None:
        return _Verdict(False, "No maximum has been advised: nobody is cut back.")
    asked = _asked(sellers)
    if asked.fit(capacity.value):
        return _Verdict(False, f"{asked} fit within {capacity.value:,}.")
    if advice.underwritten is None:
        matter.working.miss("underwritten", "whether anybody is cut back", cutback.clause)
        return _Verdict(None, "Whether the registration is underwritten is not stated.")
    if not cutback.advice_in_writing:
        return _Verdict(True, asked.beside(capacity.value))
    return _in_writing(asked, advice, capacity, cutback.clause, matter)


def _in_writing(
    asked: "_Asked", advice: MaximumAdvised, capacity: Sourced[int], clause: str, matter: Matter
) -> _Verdict:
    """QC18: oral advice cuts nobody back unless the reading lets it."""
    readings = ("require_written_advice",)
    if advice.in_writing is not None and advice.in_writing.value:
        return _Verdict(True, asked.beside(capacity.value))
    if not matter.readings.require_written_advice:
        return _Verdict(True, asked.beside(capacity.value), readings)
    if advice.in_writing is None:
        matter.working.miss(
            "written_advice",
            "whether anybody is cut back",
            clause,
            posted_as="maximum_advised.in_writing",
        )
        return _Verdict(None, "Whether the advice was in writing is not stated.", readings)
    says = "The advice was not in writing: nobody is cut back."
    matter.working.warn("ADVICE_NOT_WRITTEN", says)
    return _Verdict(False, says, readings)


def _ranked_by_initiator(
    initiated_by: Sourced[Party] | None,
    cutback: IncidentalCutback,
    verdict: _Verdict,
    matter: Matter,
) -> tuple[_Verdict, Ranking | None]:
    """The ranks, which depend on who initiated the registration (QC14)."""
    if initiated_by is None:
        matter.working.miss("initiated_by", "who comes first", cutback.clause)
        return _Verdict(None, "Who initiated the registration is not stated."), None
    if initiated_by.value == "company":
        ranking = Ranking(cutback.clause, "terms:/incidental/cutback/priority", cutback.priority)
        return verdict, ranking
    readings = (*verdict.readings, "secondary_incidental_cutback")
    rule = matter.readings.secondary_incidental_cutback
    if rule == "none":
        says = (
            "The Company did not initiate the registration, and the agreement has no provision "
            "that cuts it back: every request is included."
        )
        matter.working.warn("NO_CUTBACK_PROVISION", says)
        return _Verdict(False, says, readings), None
    ranking = Ranking(
        cutback.clause,
        f"terms:/incidental/cutback/priorities_initiated_by_others/{rule}",
        cutback.priorities_initiated_by_others[rule],
        ("secondary_incidental_cutback",),
    )
    return _Verdict(True, verdict.says, readings), ranking


def _room_binds(
    holders: Sequence[Seller], demand: OtherDemand, terms: OtherDemands, matter: Matter
) -> _Verdict:
    """Whether the room that the managing underwriter finds limits the Holders."""
    if terms.only_if_compliant_with and demand.compliant is not None and not demand.compliant.value:
        says = (
            "The right to demand was granted in breach of clause "
            f"{terms.only_if_compliant_with}: it does not go before the Holders."
        )
        matter.working.warn(terms.breach_reason, says)
        return _Verdict(False, says)
    if demand.underwritten is not None and not demand.underwritten.value:
        return _Verdict(False, "Not underwritten: no managing underwriter finds interference.")
    if demand.room is None:
        return _Verdict(False, "The managing underwriter has not found any interference.")
    asked = _asked(holders)
    if asked.fit(demand.room.value):
        return _Verdict(False, f"The Holders' {asked.known:,} shares fit the room found for them.")
    if demand.underwritten is None:
        matter.working.miss("underwritten", "the room for the Holders", terms.clause)
        return _Verdict(None, "Whether the registration is underwritten is not stated.")
    if terms.only_if_compliant_with and demand.compliant is None:
        matter.working.miss(
            "granted_in_compliance",
            "the room for the Holders",
            terms.only_if_compliant_with,
            posted_as="registration_determined.other_demand.granted_in_compliance",
        )
        return _Verdict(None, "Whether the right to demand was rightly granted is not stated.")
    return _Verdict(True, asked.beside(demand.room.value))


def _decided(
    sellers: Sequence[Seller],
    advice: MaximumAdvised,
    capacity: Sourced[int] | None,
    verdict: _Verdict,
    ranking: Ranking | None,
    clause: str,
    matter: Matter,
) -> Allocation:
    """Cut back by the ranks if a cutback applies; else every request is whole, or unknown."""
    applies = _verdict_step(
        verdict,
        clause,
        {
            "underwritten": advice.underwritten,
            "written_advice": advice.in_writing,
            "capacity": capacity,
        },
        matter,
    )
    if verdict.applies and ranking and advice.maximum and capacity:
        return cut_back(sellers, advice.maximum, capacity, ranking, matter)
    lines = _as_ruled(sellers, verdict, applies, clause, matter)
    return allocation(lines, advice.maximum, clause, matter)


def _verdict_step(
    verdict: _Verdict,
    clause: str,
    inputs: dict[str, Sourced[bool] | Sourced[int] | None],
    matter: Matter,
) -> Sourced[bool | None]:
    stated: dict[str, Sourced[object]] = {
        name: value for name, value in inputs.items() if value is not None
    }
    return matter.working.step(
        "priority.applies", clause, verdict.says, verdict.applies, stated, verdict.readings
    )


def _as_ruled(
    sellers: Sequence[Seller],
    verdict: _Verdict,
    applies: Sourced[bool | None],
    clause: str,
    matter: Matter,
) -> list[AllocationLine]:
    """Every request whole where no limit applies; null where that is unknown."""
    lines = []
    for seller in sellers:
        included = seller.requested if verdict.applies is False else None
        shares = matter.working.step(
            "allocation.grant",
            clause,
            f"{seller.name}: {verdict.says}",
            included,
            {"requested": Sourced(seller.requested, seller.source), "applies": applies},
        )
        lines.append(line(seller, included, verdict.says, shares.source))
    return lines
