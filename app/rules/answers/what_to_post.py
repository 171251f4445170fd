"""What a record lacks, as it is posted: a kind of fact, and the field of one where it is a field.

A rule names what it misses as a computation is asked for it; of a record that is a fact that nobody
has recorded, or a field that a fact on record leaves out, which is said by correcting that fact. So
no answer on a record names a field of a computation. No clause stands behind this module. Nothing
raises.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from app.rules.facts import FACTS_BY_KIND, BeginningFact, Fact, RecordedFact
from app.rules.reasoning.trace import MissingInput
from app.rules.record import Record

TOLD_BY: Final[Mapping[str, str]] = {
    "discontinuances": "new_prospectus_received",
    "received": "new_prospectus_received",
    "delivery": "notice_given.delivery",
    "address of": "address_changed",
}
"""By which fact a record is told of what a computation asks for, by the beginning of its name."""
BY_ASKING: Final[Mapping[str, str]] = {
    "registration_determined": "join_requested",
    "shelf_triggered": "join_requested",
}
"""What asks to be in a registration of a kind, where it is not a further letter."""
LEFT_OUT: Final[tuple[object, ...]] = (None, {}, ())
"""What a field holds of which nothing is said."""
SAID_BY_THE_REST: Final = "shares"
"""A number that is not known for a reason, which is what is to be posted."""


def as_posted(
    missing: Iterable[MissingInput], record: Record, registration: str | None
) -> dict[MissingInput, None]:
    """What is missing of a record, each thing once, by the facts that would tell of it."""
    found = (_posted(each, record, registration) for each in missing)
    return {each: None for each in found if each is not None}


def _posted(missing: MissingInput, record: Record, registration: str | None) -> MissingInput | None:
    if missing.name == "request_received_on":
        return _asked_for(missing, record, registration)
    told = _told_by(missing, record, registration)
    if told.posted_as is None:
        return None if missing.name == SAID_BY_THE_REST else told
    if told.at is not None or "." not in told.posted_as:
        return told
    kind, _, field = told.posted_as.partition(".")
    silent = [
        each
        for each in record.facts
        if each.fact.kind == kind
        and (registration is None or each.registration_id in (None, registration))
        and getattr(each.fact, field, "said") in LEFT_OUT
    ]
    return replace(told, at=f"{silent[-1].source}/{field}") if silent else told


def _asked_for(missing: MissingInput, record: Record, registration: str | None) -> MissingInput:
    """What is measured by the first request for a registration, which nobody has asked for yet."""
    told = None if missing.at is None else _fact_at(missing.at, record)
    begun = _begun(record, told.registration_id if told else registration)
    asked_by = BY_ASKING.get(begun.kind if begun else "", "letter_added")
    return replace(missing, name=asked_by, posted_as=asked_by, at=None)


def _begun(record: Record, registration: str | None) -> Fact | None:
    """The fact that set a registration going."""
    return record.begun[registration].begun.fact if registration in record.begun else None


def _told_by(missing: MissingInput, record: Record, registration: str | None) -> MissingInput:
    """What is missing, by the kind of fact that tells of it and its field."""
    name, posted_as = missing.name, missing.posted_as
    if missing.at is not None and (at := _place(missing.at, record)) is not None:
        return replace(missing, posted_as=at)
    own = _begun(record, registration)
    field = posted_as.rpartition(".")[2] if posted_as else name
    kind = FACTS_BY_KIND.get(posted_as.partition(".")[0]) if posted_as else None
    is_of_a_beginning = kind is None or issubclass(kind, BeginningFact)
    if own is not None and is_of_a_beginning and field in type(own).model_fields:
        return replace(missing, posted_as=f"{own.kind}.{field}")
    if posted_as is not None:
        return missing
    head, _, whose = name.partition("/")
    if head in FACTS_BY_KIND:
        return replace(missing, posted_as=head)
    told_by = next((by for start, by in TOLD_BY.items() if name.startswith(start)), None)
    if told_by is None:
        return missing
    named = f"{told_by}/{whose}" if head == "received" and whose else told_by
    return replace(missing, name=named, posted_as=told_by)


def _fact_at(at: str, record: Record) -> RecordedFact | None:
    """The fact on record in which a place is."""
    return next((each for each in record.facts if at.startswith(f"{each.source}/")), None)


def _place(at: str, record: Record) -> str | None:
    """The kind of fact and the field of it at a place on record; None: it is not on record."""
    recorded = _fact_at(at, record)
    if recorded is None:
        return None
    pointer = at.removeprefix(recorded.source)
    names = [each for each in pointer.split("/") if each and not each.isdecimal()]
    return ".".join((recorded.fact.kind, *names))
