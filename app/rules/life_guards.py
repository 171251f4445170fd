"""What cannot be recorded of one registration: facts that contradict its own life or its kind.

A registration is filed once, effective once and after filing, and then neither withdrawn nor
abandoned nor delayed; a sale off a shelf has no statement of its own, and is over with the sale.
Facts that contradict each other are objected to in whichever order they are posted. Every objection
is listed, with the field at fault; nothing raises.
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
    LetterAdded,
    MaximumAdvised,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    ProhibitionLifted,
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
from app.rules.terms import Terms
from app.rules.withdrawal import all_withdrawn_on, asks, rests_on_requests

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
    # A prohibition is of sales under the shelf, and is recorded with it. Of a demand it is refused
    # by the agreement, which is an answer; of a sale off the shelf it would be lost to the shelf.
    ProhibitionNoticed: WITH_A_STATEMENT,
    ProhibitionLifted: (A_SHELF,),
    Filed: WITH_A_STATEMENT,
    DeclaredEffective: WITH_A_STATEMENT,
    MisstatementNoticeGiven: WITH_A_STATEMENT,
    NewProspectusReceived: WITH_A_STATEMENT,
    StopOrder: WITH_A_STATEMENT,
    StopOrderLifted: WITH_A_STATEMENT,
    **dict.fromkeys(NEEDS_A_STATEMENT, WITH_A_STATEMENT),
}
"""Facts that belong to some kinds of registration only, by the facts that set these going."""


def life_objections(fact: Fact, life: Sequence[Fact], terms: Terms) -> Iterable[Objection]:
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
    yield from _sequence_objections(fact, beginning, life, terms)
    yield from _ending_objections(fact, beginning, life)
    yield from procedure_objections(fact, date_pointer(fact), life)


def _sequence_objections(
    fact: Fact, beginning: Fact, life: Sequence[Fact], terms: Terms
) -> Iterable[Objection]:
    """What happened before or after what it cannot have."""
    # Where the Company may not abandon its registration (QC13), the attempt ends nothing.
    ends_it = terms.readings.company_may_abandon
    match fact:
        case Filed() | DeclaredEffective():
            abandoned = _first(life, Abandoned) if ends_it else None
            yield from _statement_objections(fact, beginning, life, abandoned)
        case ConversionCompleted() | Abandoned():
            yield from _once(fact, life)
        case Withdrawn():
            yield from _withdrawal_objections(fact, beginning, life)
    if isinstance(fact, Abandoned) and ends_it:
        yield from _abandonment_objections(fact, life)
    effective, pointer = _first(life, DeclaredEffective), date_pointer(fact)
    # A sale off a shelf has the shelf's statement, not one of its own.
    needs_effect = isinstance(fact, AFTER_EFFECTIVENESS) and not isinstance(beginning, A_TAKEDOWN)
    if needs_effect and (not effective or fact.happened_on < effective):
        yield Objection(pointer, "not_effective", "It is not effective by that day.")
    if isinstance(fact, AFTER_FILING):
        filed = _first(life, Filed)
        if not filed or fact.happened_on < filed:
            yield Objection(pointer, "not_filed", "No filing is on record by that day.")


AFTER_EFFECTIVENESS = (
    ProhibitionNoticed,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    ClosingFailed,
    DistributionCompleted,
)
# An order can be issued against a statement on file, before it is effective (3(a)(vii)).
AFTER_FILING = (StopOrder, StopOrderLifted)


ONLY_BEFORE_THE_END = (Withdrawn, DelayInvoked, Abandoned)
ONLY_UNTIL_THE_END = (AdditionsProposed, MaximumAdvised)


def _ending_objections(fact: Fact, beginning: Fact, life: Sequence[Fact]) -> Iterable[Objection]:
    """What cannot happen once the statement is effective or, off a shelf, the sale is over."""
    off_a_shelf = isinstance(beginning, A_TAKEDOWN)
    ending: type[DatedFact] = DistributionCompleted if off_a_shelf else DeclaredEffective
    what = "sold" if off_a_shelf else "effective"
    end, pointer = _first(life, ending), date_pointer(fact)
    if isinstance(fact, ending):
        withdrawn = all_withdrawn_on(beginning, life) if off_a_shelf else None
        if withdrawn is not None:
            yield _already(pointer, "already_withdrawn", "withdrawn", withdrawn)
        for each in life:
            if _comes_too_late(each, fact.occurred_on):
                says = f"{each.kind} of {each.happened_on.isoformat()} could not be true after it."
                yield Objection(pointer, "contradicts_record", says)
    elif end is not None and (_comes_too_late(fact, end) or _ends_it(fact, beginning, life)):
        yield _already(pointer, f"already_{what}", what, end)


def _comes_too_late(fact: Fact, end: date) -> bool:
    if isinstance(fact, ONLY_UNTIL_THE_END):
        return fact.occurred_on > end
    return isinstance(fact, ONLY_BEFORE_THE_END) and fact.occurred_on >= end


def _ends_it(fact: Fact, beginning: Fact, life: Sequence[Fact]) -> bool:
    """Whether nobody asks for it any more once this is taken back."""
    return isinstance(fact, Withdrawn) and all_withdrawn_on(beginning, [*life, fact]) is not None


def _abandonment_objections(fact: Abandoned, life: Sequence[Fact]) -> Iterable[Objection]:
    """What was given up is neither filed nor effective afterwards."""
    filed, effective = _first(life, Filed), _first(life, DeclaredEffective)
    if effective is not None and effective > fact.occurred_on:
        yield _already(date_pointer(fact), "already_effective", "effective", effective)
    elif effective is None and filed is not None and filed >= fact.occurred_on:
        yield _already(date_pointer(fact), "already_filed", "filed", filed)


def _statement_objections(
    fact: Filed | DeclaredEffective, beginning: Fact, life: Sequence[Fact], abandoned: date | None
) -> Iterable[Objection]:
    """A statement is filed once, then effective once, and not after it was given up."""
    pointer, filed = date_pointer(fact), _first(life, Filed)
    effective, withdrawn = _first(life, DeclaredEffective), all_withdrawn_on(beginning, life)
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
    elif not rests_on_requests(beginning):
        says = "No Holder set it going: name the Holders who take back their requests."
        yield Objection("/holders", "names_nobody", says)


def _first(life: Sequence[Fact], kind: type[DatedFact]) -> date | None:
    """The day of the first fact of one kind."""
    return min((each.occurred_on for each in life if isinstance(each, kind)), default=None)


def _already(pointer: str, code: str, what: str, day: date) -> Objection:
    return Objection(pointer, code, f"It was {what} on {day.isoformat()}.")


def _who_did_not_ask(holders: Sequence[str], life: Sequence[Fact]) -> Iterable[Objection]:
    """Nobody takes back a request that he did not make."""
    asked = {holder for fact in life for holder, _ in asks(fact)}
    for place, holder in enumerate(holders):
        if holder not in asked:
            yield Objection(
                f"/holders/{place}", "did_not_ask", f"{holder} asked for nothing to be registered."
            )


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
