"""What cannot be recorded of the steps of a registration: Sections 3 to 5.

Nobody objects to an amendment that was not proposed, approves an underwriter who was not selected,
or stops because of a notice that was not given; and no copy is furnished after the fact that tells
of it. Every objection is listed, with the field at fault; nothing raises.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from app.rules.facts import DatedFact, Fact
from app.rules.facts.life.amendments import (
    AmendmentCopyFurnished,
    AmendmentFiled,
    AmendmentObjected,
    AmendmentProposed,
)
from app.rules.facts.life.procedures import (
    ComfortLetterDelivered,
    OpinionDelivered,
    ProcedureRequested,
)
from app.rules.facts.life.underwriting import UnderwriterApproved, UnderwriterSelected
from app.rules.procedures.steps import step_asked_for
from app.rules.record.guards.objection import Objection
from app.rules.record.guards.posted import Posted
from app.rules.terms.procedures import Procedure, RequestedProcedure
from app.rules.values.written_dates import written_out


def step_is_owed_on_request(posted: Posted) -> Iterator[Objection]:
    """A Holder asks for a step that is owed on request in such a registration."""
    fact, begun = posted.fact, posted.beginning
    if not isinstance(fact, ProcedureRequested) or begun is None:
        return
    governing = posted.ruled.terms.for_registration(begun.happened_on, fact.happened_on)
    kind = begun.begins
    # A shelf is not itself underwritten; a sale off it is, by what it asks for.
    without = kind == "shelf" or getattr(begun, "underwritten", None) is False

    def step(name: RequestedProcedure) -> Procedure | None:
        return step_asked_for(name, kind, False if without else None, governing)

    if step(fact.procedure) is None:
        owed = ", ".join(each for each in get_args(RequestedProcedure) if step(each)) or "none"
        yield Objection(
            "/procedure",
            "not_owed_on_request",
            f"It is no step of this registration under the agreement. Steps that are: {owed}.",
        )


def procedure_objections(fact: Fact, life: Sequence[Fact]) -> Iterator[Objection]:
    """What stands against what a fact of the steps says, beside the life of its registration."""
    match fact:
        case AmendmentProposed():
            yield from _proposal(fact, life)
        case AmendmentCopyFurnished() | AmendmentObjected() | AmendmentFiled():
            yield from _of_an_amendment(fact, life)
        case UnderwriterApproved():
            yield from _approval(fact, life)
        case OpinionDelivered() | ComfortLetterDelivered() if fact.dated > fact.occurred_on:
            yield Objection("/dated", "not_yet_happened", _of_a_later_day(fact))


def _proposal(fact: AmendmentProposed, life: Sequence[Fact]) -> Iterable[Objection]:
    if fact.amendment in _filed(life):
        says = f"{fact.amendment} is filed already."
        yield Objection("/amendment", "amendment_already_filed", says)
    for place, copy in enumerate(fact.copies):
        if copy.furnished_on > fact.occurred_on:
            yield Objection(
                f"/copies/{place}/furnished_on",
                "not_yet_happened",
                _of_a_later_day(fact),
            )


def _of_a_later_day(fact: DatedFact) -> str:
    return f"A fact of {written_out(fact.occurred_on)} does not tell of a later day."


def _filed(life: Sequence[Fact]) -> set[str]:
    return {each.amendment for each in life if isinstance(each, AmendmentFiled)}


def _of_an_amendment(
    fact: AmendmentCopyFurnished | AmendmentObjected | AmendmentFiled, life: Sequence[Fact]
) -> Iterable[Objection]:
    proposed = sorted(
        {
            each.amendment
            for each in life
            if isinstance(each, AmendmentProposed) and each.occurred_on <= fact.happened_on
        }
    )
    if fact.amendment not in proposed:
        yield Objection(
            "/amendment",
            "unknown_amendment",
            f"No amendment {fact.amendment!r} is proposed by that day. Proposed: "
            f"{', '.join(proposed) or 'none'}.",
        )
    elif isinstance(fact, AmendmentFiled) and fact.amendment in _filed(life):
        says = f"{fact.amendment} is filed already."
        yield Objection("/amendment", "amendment_already_filed", says)


def _approval(fact: UnderwriterApproved, life: Sequence[Fact]) -> Iterable[Objection]:
    selected = sorted(
        {
            each.underwriter
            for each in life
            if isinstance(each, UnderwriterSelected) and each.occurred_on <= fact.occurred_on
        }
    )
    if fact.underwriter not in selected:
        yield Objection(
            "/underwriter",
            "unknown_underwriter",
            f"{fact.underwriter} is not selected by that day. Selected: "
            f"{', '.join(selected) or 'nobody'}.",
        )
