"""What an answer on a record names as missing can be posted then, and posting it settles it: a law.

Records drawn at random, of all makes. Every missing input of every registration names a kind of
fact, and the field of it where it is a field; where a fact on record leaves the field out, a
correction of that fact says it, and else a further fact of the kind is posted. One of the values
that may be said is let be by the guards, and with it nobody is asked for the same thing again.

Shown able to fail: a rule that names another kind of fact, no kind, or a field of a computation; a
fact that the guards refuse; a fact that changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any, Final, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
)
from app.rules.answers.may_sell.may_sell import Manner
from app.rules.facts import ANY_FACT, ORDER_IN_A_DAY, BeginningFact, Fact, RecordedFact
from app.rules.facts.declaration import kind_of
from app.rules.facts.life.requests import TakedownRequested
from app.rules.reasoning.trace import Detail, MissingInput
from app.rules.record.guards.guards import objections
from tests.rules.examples.random_records import (
    HOLDERS,
    TERMS,
    TRANSFEREE,
    Record,
    answer,
    costly_record,
    crowded_record,
    moving_record,
    random_record,
)

KINDS: Final = {kind_of(fact): fact for fact in ORDER_IN_A_DAY}
MAKES: Final = (random_record, moving_record, crowded_record, costly_record)
EACH: Final = 8
"""So many records of each make."""
AFTER: Final = (20, 45, 120, 400)
"""So many days after a registration began it is asked about, one of them for each record."""


def is_field(model: Any, path: Sequence[str]) -> bool:
    """Whether a model has the field, which may lie in another one's, or in a list of them."""
    if not path:
        return True
    models = [each for each in _parts(model) if path[0] in each.model_fields]
    return any(is_field(each.model_fields[path[0]].annotation, path[1:]) for each in models)


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


# --- what may be posted ---------------------------------------------------------------------------


def values(annotation: Any, day: date) -> Iterator[Any]:
    """Some of what a field may say."""
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation is bool:
        yield from (True, False)
    elif annotation is date:
        yield from (day - timedelta(days=each) for each in (0, 10, 40, 120))
    elif annotation is int:
        yield from (0, 1, 1_000_000)
    elif origin is Literal:
        yield from args
    elif origin is tuple:
        yield []
        yield from ([each] for each in values(args[0], day))
    elif annotation is str:
        yield from ("S-3", "S-1")
    elif isinstance(origin, type) and issubclass(origin, dict):
        yield from _of_sellers()
    else:
        for part in args:
            yield from values(part, day)


def _of_sellers() -> Iterator[dict[str, int]]:
    everybody = (*HOLDERS, TRANSFEREE)
    yield dict.fromkeys(everybody, 1_000)
    yield {"fund": 1_000}
    yield {}


def field_values(fact: Fact, path: Sequence[str], day: date) -> Iterator[Any]:
    """Some of what a field of a fact may say: as it is described, and a mapping of Holders."""
    model: Any = type(fact)
    for name in path:
        (model, *_) = (
            part.model_fields[name].annotation
            for part in _parts(model)
            if name in part.model_fields
        )
    yield from values(model, day)
    yield from _of_sellers()


def corrections(
    record: Record, missing: MissingInput, day: date
) -> Iterator[tuple[RecordedFact, Record]]:
    """The record with the fact that is pointed to as it may be corrected."""
    assert missing.at is not None
    wrong, _, pointer = missing.at.removeprefix("fact:").partition("#/")
    (told,) = (each for each in record if each.id == wrong)
    names = pointer.split("/")
    path = [name for name in names if not name.isdecimal()]
    for value in field_values(told.fact, path, day):
        fields = told.fact.model_dump(mode="json")
        place: Any = fields
        for name in names[:-1]:
            place = place[int(name)] if isinstance(place, list) else place[name]
        place[names[-1]] = value.isoformat() if isinstance(value, date) else value
        right = _valid(fields)
        if right is not None and right != told.fact:
            others = [each for each in record if each is not told]
            yield RecordedFact(f"{told.id}-c", told.registration_id, right), others


def further(
    record: Record, missing: MissingInput, registration: str, day: date
) -> Iterator[tuple[RecordedFact, Record]]:
    """The record with a further fact of the kind that is named."""
    kind = str(missing.posted_as).partition(".")[0]
    whose = [missing.name.rpartition("/")[2]] if "/" in missing.name else []
    for place in _places(kind, record, registration):
        for fields in _facts(kind, record, [*whose, *HOLDERS, TRANSFEREE], day, registration):
            fact = _valid({"kind": kind, **fields})
            if fact is not None:
                yield RecordedFact("new", place, fact), record


def _places(kind: str, record: Record, registration: str) -> list[str | None]:
    """The registration to which it is posted: this one, or the shelf of a sale off it."""
    if kind == "company_offering_commenced":
        return [None]
    begun = [each.fact for each in record if each.registration_id == registration]
    return [registration, *(fact.shelf for fact in begun if isinstance(fact, TakedownRequested))]


def _days(record: Record, registration: str, day: date) -> list[date]:
    """Days on which it may have happened: those of the registration, before and after each."""
    on = {each.fact.happened_on for each in record if each.registration_id == registration}
    found = {day, *on, *(each + timedelta(days=by) for each in on for by in (-6, -1, 1))}
    return sorted((each for each in found if each <= day), reverse=True)


def _facts(
    kind: str, record: Record, whom: Sequence[str], day: date, registration: str
) -> Iterator[dict[str, Any]]:
    holders = list(dict.fromkeys(whom))
    for on in _days(record, registration, day):
        dated = {"occurred_on": on.isoformat()}
        delivered = {"delivery": {"method": "personal", "delivered_on": on.isoformat()}}
        if kind in ("opinion_delivered", "comfort_letter_delivered"):
            dates = (each.isoformat() for each in _days(record, registration, day))
            yield from (dated | _says(kind, on) | {"dated": each} for each in dates)
        elif kind == "company_offering_commenced":
            begun = [each for each in record if isinstance(each.fact, BeginningFact)]
            yield from (dated | {"registration": str(each.registration_id)} for each in begun)
        elif kind in ("misstatement_notice_delivered", "notice_given", "information_received"):
            yield from (delivered | {"holder": each} for each in holders)
        elif kind == "join_requested":
            yield from (delivered | {"holder": each, "shares": 10} for each in holders)
        elif kind == "letter_added":
            asked = [{"holder": each, "shares": 100_000} for each in HOLDERS]
            yield {"letter": {"requests": asked, **delivered}}
        elif kind in OTHERWISE:
            yield from (dated | each for each in OTHERWISE[kind](holders, day))
        else:
            yield dated
            yield from (dated | {"holder": each} for each in holders)


def _says(kind: str, on: date) -> dict[str, Any]:
    """What the papers of the day of effectiveness say."""
    if kind == "comfort_letter_delivered":
        return {"information_to": on.isoformat()}
    return {"topics": TERMS.legal_opinion.topics if TERMS.legal_opinion else ()}


def _drafts(holders: Sequence[str], _: date) -> list[dict[str, Any]]:
    advisers = ["counsel", "accountants", "underwriters"]
    to = {"advisers": advisers, "documents": TERMS.drafts.documents if TERMS.drafts else ()}
    return [to | {"holders": each} for each in (sorted(holders), sorted(HOLDERS))]


OF_A_SALE: Final = {"price": "10.00", "discount_per_share": "0.00"}
OTHERWISE: Final[dict[str, Callable[[Sequence[str], date], list[dict[str, Any]]]]] = {
    "drafts_delivered": _drafts,
    "maximum_advised": lambda _, __: [{"shares": 1_000_000, "in_writing": True}],
    "indemnity_found_unavailable": lambda _, __: [{"claim": "doe", "extent": "unavailable"}],
    "payment_made": lambda holders, _: [
        {"claim": "doe", "party": each, "amount": "100000000"} for each in (*holders, "ctc")
    ],
    "shares_sold_in_offering": lambda holders, _: [
        {"seller": each, "seller_class": "holders", "shares": 1, **OF_A_SALE} for each in holders
    ],
    "holdback_required": lambda _, day: [
        {"firm_commitment": True, "expected_effective_on": str(day + timedelta(days=20))}
    ],
}
"""What else a fact of a kind says, where a day and a Holder are not all of it."""


def _valid(fields: dict[str, Any]) -> Fact | None:
    try:
        return ANY_FACT.validate_python(fields)
    except ValidationError:
        return None


# --- the law --------------------------------------------------------------------------------------


def asked_for(missing: MissingInput) -> tuple[str, str, str | None]:
    return missing.name, missing.needed_for, missing.posted_as


def posted(
    record: Record, missing: MissingInput, registration: str, day: date
) -> Iterator[tuple[RecordedFact, Record]]:
    if missing.posted_as == "fact_corrected":
        yield from _ordered(record, missing)
    elif missing.at is not None:
        yield from corrections(record, missing, day)
    else:
        yield from further(record, missing, registration, day)


def _ordered(record: Record, missing: MissingInput) -> Iterator[tuple[RecordedFact, Record]]:
    """Of facts of one day that differ, one is corrected to have happened on another day."""
    _, kind, day = missing.name.split("/")
    for each in record:
        if each.fact.kind == kind and str(each.fact.happened_on) == day:
            others = [other for other in record if other is not each]
            fields = each.fact.model_dump(mode="json")
            for by in (-1, 1):
                fields["occurred_on"] = str(date.fromisoformat(day) + timedelta(days=by))
                fact = _valid(fields)
                if fact is not None:
                    yield RecordedFact(f"{each.id}-c", each.registration_id, fact), others


def settles(record: Record, missing: MissingInput, registration: str, day: date) -> bool:
    """Whether something that may be posted takes it from what is missing."""
    for new, others in posted(record, missing, registration, day):
        if objections(new, others, TERMS):
            continue
        then = answer([*others, new], registration, day).missing_inputs
        if asked_for(missing) not in map(asked_for, then):
            return True
    return False


def names_a_fact(missing: MissingInput) -> bool:
    """Whether it names a kind of fact, and the field of it where it names one."""
    kind, *path = str(missing.posted_as).split(".")
    return kind in KINDS and is_field(KINDS[kind], path)


@pytest.mark.parametrize("make", MAKES)
def test_what_is_missing_can_be_posted_and_settles_it(make: Any) -> None:
    seen: set[tuple[int, str, str, str]] = set()
    for number in range(EACH):
        record = make(Random(number))  # the same every time
        for begun in [each for each in record if isinstance(each.fact, BeginningFact)]:
            registration = str(begun.registration_id)
            day = begun.fact.happened_on + timedelta(days=AFTER[number % len(AFTER)])
            for missing in answer(record, registration, day).missing_inputs:
                about = f"{make.__name__} {number}, {registration} on {day}: {missing}"
                assert names_a_fact(missing), about
                called = missing.name.partition("/")[0]
                alike = number, begun.fact.kind, str(missing.posted_as), called
                if alike in seen:
                    continue
                seen.add(alike)
                assert settles(record, missing, registration, day), about
    assert len({each[2] for each in seen}) > 5


def test_so_it_does_of_the_agreement_and_of_a_sale() -> None:
    """That it settles is the same question as in the registration that it comes from."""
    identity, sales = AgreementIdentity("a", "A", None, 1), get_args(Manner)
    for number, make in product(range(EACH), MAKES):
        record = make(Random(number))  # the same every time
        begun = next(each for each in record if isinstance(each.fact, BeginningFact))
        day = begun.fact.happened_on + timedelta(days=AFTER[number % len(AFTER)])
        named = [evaluate_agreement(identity, TERMS, record, day, Detail.NONE).missing_inputs]
        for holder, manner in product(HOLDERS[:2], sales):
            sale = evaluate_may_sell(TERMS, record, holder, day, manner, Detail.NONE)
            named.append(sale.missing_inputs)
        for missing in (each for inputs in named for each in inputs):
            assert names_a_fact(missing), f"{make.__name__} {number} on {day}: {missing}"
