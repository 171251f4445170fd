"""What cannot be recorded of one registration: facts that contradict its own life or its kind.

A registration is filed once, effective once and after filing, and then neither withdrawn nor
abandoned; a sale off a shelf has no statement of its own. Every objection is listed, with the field
at fault; nothing raises.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.rules.facts import (
    Abandoned,
    AdditionsProposed,
    AddressChanged,
    ClaimNotified,
    ClosingFailed,
    ConversionCompleted,
    DatedFact,
    DeclaredEffective,
    DefenceElected,
    DelayInvoked,
    DeliveredFact,
    DemandReceived,
    DistributionCompleted,
    Fact,
    FactModel,
    Filed,
    JoinRequested,
    LetterAdded,
    MaximumAdvised,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    ProhibitionNoticed,
    RegistrationDetermined,
    ShelfTriggered,
    StopOrder,
    StopOrderLifted,
    TakedownRequested,
    Withdrawn,
)
from app.rules.notice import Delivery
from app.rules.objection import Objection
from app.rules.procedure_guards import NEEDS_A_STATEMENT, procedure_objections

A_DEMAND, A_SHELF, A_TAKEDOWN, AN_INCIDENTAL = (
    DemandReceived,
    ShelfTriggered,
    TakedownRequested,
    RegistrationDetermined,
)
CALLED: Mapping[type[FactModel], str] = {
    A_DEMAND: "a demand",
    A_SHELF: "a shelf",
    A_TAKEDOWN: "a takedown",
    AN_INCIDENTAL: "the Company's own registration",
}
WITH_A_STATEMENT = (A_DEMAND, A_SHELF, AN_INCIDENTAL)
ONLY_OF: Mapping[type[FactModel], tuple[type[FactModel], ...]] = {
    LetterAdded: (A_DEMAND, A_SHELF, A_TAKEDOWN),
    AdditionsProposed: (A_DEMAND, A_TAKEDOWN),
    MaximumAdvised: (A_DEMAND, A_TAKEDOWN, AN_INCIDENTAL),
    Abandoned: (AN_INCIDENTAL,),
    ConversionCompleted: (A_SHELF,),
    Filed: WITH_A_STATEMENT,
    DeclaredEffective: WITH_A_STATEMENT,
    MisstatementNoticeGiven: WITH_A_STATEMENT,
    NewProspectusReceived: WITH_A_STATEMENT,
    StopOrder: WITH_A_STATEMENT,
    StopOrderLifted: WITH_A_STATEMENT,
    **dict.fromkeys(NEEDS_A_STATEMENT, WITH_A_STATEMENT),
}
"""Facts that belong to some kinds of registration only, by the facts that set these going."""


def life_objections(fact: Fact, life: Sequence[Fact]) -> Iterable[Objection]:
    """Everything in the life of its registration that stands against a fact."""
    beginning = next((each for each in life if type(each) in CALLED), None)
    if beginning is None:
        return
    kinds = ONLY_OF.get(type(fact))
    if kinds and type(beginning) not in kinds:
        yield Objection(
            "/kind",
            "not_for_this_kind",
            f"This is {CALLED[type(beginning)]}; {fact.kind} belongs to "
            f"{' or '.join(CALLED[each] for each in kinds)}.",
        )
        return
    if fact.happened_on < beginning.happened_on:
        code = "before_demand" if isinstance(beginning, DemandReceived) else "before_registration"
        yield Objection(
            date_pointer(fact), code, f"It began only on {beginning.happened_on.isoformat()}."
        )
    yield from _sequence_objections(fact, beginning, life)
    yield from procedure_objections(fact, date_pointer(fact), life)


def _sequence_objections(fact: Fact, beginning: Fact, life: Sequence[Fact]) -> Iterable[Objection]:
    """What happened before or after what it cannot have."""
    match fact:
        case Filed() | DeclaredEffective():
            yield from _statement_objections(fact, life)
        case ConversionCompleted() | Abandoned():
            yield from _once(fact, life)
        case Withdrawn():
            yield from _withdrawal_objections(fact, beginning, life)
    effective, pointer = _first(life, DeclaredEffective), date_pointer(fact)
    if isinstance(fact, ENDED_BY_EFFECTIVENESS) and effective and fact.occurred_on >= effective:
        yield _already(pointer, "already_effective", "effective", effective)
    # A sale off a shelf has the shelf's statement, not one of its own.
    needs_effect = isinstance(fact, AFTER_EFFECTIVENESS) and not isinstance(beginning, A_TAKEDOWN)
    if needs_effect and (not effective or fact.happened_on < effective):
        yield Objection(pointer, "not_effective", "It is not effective by that day.")


ENDED_BY_EFFECTIVENESS = (Withdrawn, DelayInvoked, Abandoned)
AFTER_EFFECTIVENESS = (
    ProhibitionNoticed,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    StopOrder,
    StopOrderLifted,
    ClosingFailed,
    DistributionCompleted,
)


def _statement_objections(
    fact: Filed | DeclaredEffective, life: Sequence[Fact]
) -> Iterable[Objection]:
    """A statement is filed once, then effective once, and not after it was given up."""
    pointer, filed = date_pointer(fact), _first(life, Filed)
    effective, abandoned = _first(life, DeclaredEffective), _first(life, Abandoned)
    withdrawn = _all_withdrawn_on(life)
    if isinstance(fact, Filed) and filed:
        yield _already(pointer, "already_filed", "filed", filed)
    elif abandoned and fact.occurred_on >= abandoned:
        yield _already(pointer, "already_abandoned", "abandoned", abandoned)
    elif isinstance(fact, DeclaredEffective):
        if withdrawn:
            yield _already(pointer, "already_withdrawn", "withdrawn", withdrawn)
        elif effective:
            yield _already(pointer, "already_effective", "effective", effective)
        elif not filed or fact.occurred_on < filed:
            yield Objection(pointer, "not_filed", "No filing is on record by that day.")


def _once(fact: ConversionCompleted | Abandoned, life: Sequence[Fact]) -> Iterable[Objection]:
    before = _first(life, type(fact))
    if before is not None:
        what = "converted" if isinstance(fact, ConversionCompleted) else "abandoned"
        yield _already(date_pointer(fact), f"already_{what}", what, before)


def _withdrawal_objections(
    fact: Withdrawn, beginning: Fact, life: Sequence[Fact]
) -> Iterable[Objection]:
    if fact.holders is not None:
        yield from _who_did_not_ask(fact.holders, life)
    elif isinstance(beginning, AN_INCIDENTAL):
        says = "Nobody demanded it: name the Holders who take back their requests."
        yield Objection("/holders", "names_nobody", says)


def _all_withdrawn_on(life: Sequence[Fact]) -> date | None:
    return next(
        (each.occurred_on for each in life if isinstance(each, Withdrawn) and not each.holders),
        None,
    )


def _first(life: Sequence[Fact], kind: type[DatedFact]) -> date | None:
    """The day of the first fact of one kind."""
    return min((each.occurred_on for each in life if isinstance(each, kind)), default=None)


def _already(pointer: str, code: str, what: str, day: date) -> Objection:
    return Objection(pointer, code, f"It was {what} on {day.isoformat()}.")


def _who_did_not_ask(holders: Sequence[str], life: Sequence[Fact]) -> Iterable[Objection]:
    """Nobody takes back a request that he did not make."""
    asked = {holder for fact in life for holder in _asks(fact)}
    for place, holder in enumerate(holders):
        if holder not in asked:
            yield Objection(
                f"/holders/{place}", "did_not_ask", f"{holder} asked for nothing to be registered."
            )


def _asks(fact: Fact) -> Iterable[str]:
    """The Holders who ask for shares to be registered in one fact."""
    match fact:
        case DemandReceived() | ShelfTriggered() | TakedownRequested():
            return [each.holder for letter in fact.letters for each in letter.requests]
        case LetterAdded():
            return [each.holder for each in fact.letter.requests]
        case JoinRequested():
            return [fact.holder]
        case _:
            return ()


def date_pointer(fact: Fact) -> str:
    """Where in a fact the day stands on which it happened."""
    match fact:
        case ShelfTriggered() if fact.conversion_proposed_on is not None:
            return "/conversion_proposed_on"
        case DemandReceived() | ShelfTriggered() | TakedownRequested():
            return "/letters/0/delivery" + _sent(fact.letters[0].delivery)
        case LetterAdded():
            return "/letter/delivery" + _sent(fact.letter.delivery)
        case DeliveredFact() | AddressChanged() | ClaimNotified() | DefenceElected():
            return "/delivery" + _sent(fact.delivery)
        case _:
            return "/occurred_on"


def _sent(delivery: Delivery) -> str:
    return "/sent_on" if delivery.sent_on else "/delivered_on"
