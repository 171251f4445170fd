"""What the Company may make a Holder's part depend on: clauses 3(b) and 6(b).

Information and undertakings that it asked for in writing (3(b)), and an undertaking to indemnify
(6(b)). Each Holder stands by itself: one who has not complied is owed nothing until it does and
need not be included, and nobody else is touched. What is waived (9(e)) holds nothing back. A
request without a writing asks for nothing. Days are whole days; relies on `notice` for when a
writing has effect. Nothing raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from app.rules.agreement.waivers import Waivers
from app.rules.facts.life.information import (
    InformationReceived,
    InformationRequested,
    UndertakingReceived,
    UndertakingRequired,
)
from app.rules.notices.receipt import receipt
from app.rules.procedures.steps import step_named
from app.rules.procedures.under_way import SellersStanding, UnderWay, happened
from app.rules.procedures.wording import ACTIONS
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms.vocabulary import Standard
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value

ConditionName: TypeAlias = Literal["information", "undertaking"]
ConditionState: TypeAlias = Literal["not_asked", "met", "unmet", "waived", "unknown"]


@small_value
class ConditionOfInclusion:
    """One thing asked of one Holder; while it is unmet, the steps are not owed to it."""

    id: str
    holder: str
    name: ConditionName
    clause: str
    state: ConditionState
    asked_on: IfAny[date]
    met_on: IfAny[date]
    explained_by: Mapping[str, str] = field(default_factory=dict)


@small_value
class AskedOfHolder:
    """One request of the Company to a Holder, and its compliance with it."""

    holder: str
    id: str
    source: str
    asked_on: Sourced[date]
    reached_on: Sourced[date] | None
    met_on: Sourced[date] | None
    waived_on: Sourced[date] | None = None

    @property
    def is_unmet(self) -> bool:
        """Whether it is neither met nor waived."""
        return self.met_on is None and self.waived_on is None


@dataclass(frozen=True, slots=True)
class AskedOfHolders:
    """One kind of thing that the Company may ask for, and every request for it that has effect."""

    name: ConditionName
    clause: str
    standard: Standard | None
    requests: tuple[AskedOfHolder, ...]

    def to(self, holder: str) -> tuple[AskedOfHolder, ...]:
        """The requests to one Holder."""
        return tuple(each for each in self.requests if each.holder == holder)


def asked_of_holders(under_way: UnderWay, matter: Matter) -> tuple[AskedOfHolders, ...]:
    """Everything the agreement lets the Company ask for, with what it has asked."""
    found: list[AskedOfHolders] = []
    information = step_named("information", under_way, matter)
    if information is not None:
        asked = tuple(_information(under_way, matter))
        found.append(AskedOfHolders("information", information.clause, information.standard, asked))
    indemnity = matter.terms.indemnity
    by_holders = indemnity.by_holders if indemnity else None
    if by_holders is not None and by_holders.undertaking_required:
        asked = tuple(_undertakings(under_way, matter))
        found.append(AskedOfHolders("undertaking", by_holders.clause, None, asked))
    return tuple(found)


def _information(under_way: UnderWay, matter: Matter) -> Iterator[AskedOfHolder]:
    """The requests for information, each met by the Holder's next answer (3(b))."""
    answers = [
        (fact.holder, day)
        for recorded, fact in under_way.of(InformationReceived)
        if (day := receipt(fact.delivery, matter, f"{recorded.source}/delivery").received_on)
    ]
    for recorded, fact in under_way.of(InformationRequested):
        sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
        if sent.flaw is not None:
            says = f"The request for information to {fact.holder} has no effect."
            matter.working.warn(sent.flaw, says)
        if sent.given_on is None:
            continue
        since = [
            day
            for holder, day in answers
            if holder == fact.holder and day.value >= sent.given_on.value
        ]
        yield AskedOfHolder(
            holder=fact.holder,
            id=recorded.name,
            source=recorded.source,
            asked_on=sent.given_on,
            reached_on=sent.received_on,
            met_on=min(since, key=lambda day: day.value, default=None),
            waived_on=waived_condition("information", fact.holder, recorded.name, under_way.waived),
        )


def _undertakings(under_way: UnderWay, matter: Matter) -> Iterator[AskedOfHolder]:
    """The undertakings made a condition, each met by one that satisfies the Company (6(b))."""
    received: dict[str, Sourced[date]] = {}
    for recorded, fact in under_way.of(UndertakingReceived):
        if fact.satisfactory is False or fact.holder in received:
            continue
        if fact.satisfactory is None:
            matter.working.assume(
                "UNDERTAKING_SATISFACTORY",
                f"The undertaking of {fact.holder} is taken to satisfy the Company.",
            )
        received[fact.holder] = happened(recorded, fact)
    for recorded, required in under_way.of(UndertakingRequired):
        yield AskedOfHolder(
            holder=required.holder,
            id=recorded.name,
            source=recorded.source,
            asked_on=happened(recorded, required),
            reached_on=None,
            met_on=received.get(required.holder),
            waived_on=waived_condition("undertaking", required.holder, None, under_way.waived),
        )


def waived_condition(
    name: ConditionName,
    holder: str,
    request: str | None,
    waivers: Waivers,
    day: date | None = None,
) -> Sourced[date] | None:
    """The day from which a condition is waived, named as such or by the duty of one request.

    By `day`, if one is given.
    """
    of_all = waivers.of(_condition_of(name, holder), day)
    return of_all or (waivers.of(_duty_of(holder, request), day) if request else None)


def _condition_of(name: ConditionName, holder: str) -> str:
    """The id of a condition."""
    return f"{name}:{holder}"


def _duty_of(holder: str, request: str) -> str:
    """The id of the duty to answer one request for information."""
    return f"information:{holder}:{request}"


def conditions(
    asked: tuple[AskedOfHolders, ...], under_way: UnderWay
) -> tuple[ConditionOfInclusion, ...]:
    """Where each seller, and each who was left out, stands with what may be asked of it."""
    everybody = sorted({*under_way.sellers, *under_way.left_out})
    return tuple(
        _condition(holder, each, each.to(holder)) for holder in everybody for each in asked
    )


def _condition(
    holder: str, kind: AskedOfHolders, asked: tuple[AskedOfHolder, ...]
) -> ConditionOfInclusion:
    """Unmet while any request is unanswered and not waived; else as the last one is."""
    unanswered = next((each for each in asked if each.is_unmet), None)
    shown = unanswered or (asked[-1] if asked else None)
    state: ConditionState = "not_asked" if shown is None else "unmet" if unanswered else "met"
    if shown is not None and shown.met_on is None and shown.waived_on is not None:
        state = "waived"
    asked_on = shown.asked_on if shown else None
    met_on = shown.met_on if shown else None
    return ConditionOfInclusion(
        id=_condition_of(kind.name, holder),
        holder=holder,
        name=kind.name,
        clause=kind.clause,
        state=state,
        asked_on=plain(asked_on),
        met_on=plain(met_on),
        explained_by={
            **explained(asked_on=asked_on, met_on=met_on),
            **(explained(state=shown.waived_on) if shown and state == "waived" else {}),
        },
    )


def standing(found: tuple[ConditionOfInclusion, ...], under_way: UnderWay) -> SellersStanding:
    """Who of the sellers has not done what was asked of it.

    The undertaking is a condition of inclusion (6(b)): to one whose shares the statement is said to
    cover nothing is denied for want of it.
    """

    def without(name: ConditionName) -> dict[str, date]:
        return {
            each.holder: each.asked_on
            for each in found
            if each.name == name and each.state == "unmet" and each.asked_on is not None
        }

    undertaking = without("undertaking")
    not_in = {holder: day for holder, day in undertaking.items() if holder not in under_way.covers}
    return SellersStanding(under_way.sellers, without("information"), not_in)


def information_duties(
    asked: tuple[AskedOfHolders, ...], under_way: UnderWay, matter: Matter
) -> Iterator[Obligation]:
    """What Holders owe the Company because it asked them for information (3(b))."""
    for kind in asked:
        if kind.name != "information":
            continue
        for request in kind.requests:
            yield owed(
                Owing(
                    duty="information",
                    id=_duty_of(request.holder, request.id),
                    obligor=request.holder,
                    obligees=(matter.terms.company.id,),
                    action=ACTIONS["information"],
                    clause=kind.clause,
                    trigger=request.source,
                    standard=kind.standard,
                    begins_on=request.reached_on,
                ),
                matter.working,
                under_way.as_of,
                outcome=Performance(
                    request.met_on,
                    excused=_has_left(request.holder, under_way),
                    waived=request.met_on is None
                    and under_way.is_waived(_condition_of(kind.name, request.holder), None),
                ),
            )


def _has_left(holder: str, under_way: UnderWay) -> bool:
    """Whether one holds nothing any more that could be sold in it: it is no Holder then (1(e))."""
    register, as_of = under_way.register, under_way.as_of
    return register is not None and as_of is not None and bool(register.left_on(holder, as_of))
