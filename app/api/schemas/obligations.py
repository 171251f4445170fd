"""The docket as it is asked for and answered: filters, places in it, and its entries."""

import base64
import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, TypeAlias
from urllib.parse import urlencode

from fastapi import Depends, Query, Response
from fastapi.openapi.models import Example
from pydantic import Field, TypeAdapter, ValidationError

from app.api.answering.renamed import OldAgreement, renamed
from app.api.deps import AsOfDay, AsOfDocket, KnownAt, TheWorkspace
from app.errors import Fault, InvalidInput
from app.rules.answers import DutyName, Modality, Status
from app.rules.terms import Identifier, RegistrationKind, Standard, Words
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value
from app.rules.values.written_dates import PlainDate
from app.services.docket import obligations
from app.services.docket.obligations import DocketEntry, Place, Wanted

# --- asked for ----------------------------------------------------------------------------------

STATUS_EXAMPLES: dict[str, Example] = {
    "open": {"summary": "Still to be done", "value": ["open"]},
    "unconfirmed": {
        "summary": "Past their due day, and nobody has recorded whether they were done",
        "value": ["unconfirmed"],
    },
    "overdue": {
        "summary": "Past their due day",
        "value": ["breached", "overdue_review", "unconfirmed"],
    },
}
Statuses: TypeAlias = Annotated[
    list[Status] | None,
    Query(
        max_length=10,
        description="Only these statuses; give it several times for several.",
        openapi_examples=STATUS_EXAMPLES,
    ),
]
DueFrom: TypeAlias = Annotated[
    AsOfDay | None, Query(description="Due on this day or later; what has no due day is left out.")
]
DueTo: TypeAlias = Annotated[
    AsOfDay | None, Query(description="Due on this day or before; what has no due day is left out.")
]
Obligor: TypeAlias = Annotated[
    Words | None, Query(description="Who owes it: `ctc`, the Company, or a Holder's id.")
]
Obligee: TypeAlias = Annotated[
    Words | None, Query(description="Among whom it is owed to: a Holder's id, or `ctc`.")
]
Clause: TypeAlias = Annotated[
    Words | None, Query(description="The clause that says so, exactly: `2(a)(i)`.")
]
OfAgreement: TypeAlias = Annotated[Identifier | None, Query(description="Under this agreement.")]
OfRegistration: TypeAlias = Annotated[
    Identifier | None, Query(description="Because of this registration.")
]
OldRegistration: TypeAlias = Annotated[
    Identifier | None,
    Query(deprecated=True, description="The old name of `registration_id`."),
]
OfStandard: TypeAlias = Annotated[
    Standard | None, Query(description="Measured by this standard of conduct.")
]


async def _wanted(
    workspace: TheWorkspace,
    response: Response,
    as_of: AsOfDocket = None,
    status: Statuses = None,
    due_from: DueFrom = None,
    due_to: DueTo = None,
    obligor: Obligor = None,
    obligee: Obligee = None,
    clause: Clause = None,
    agreement_id: OfAgreement = None,
    registration_id: OfRegistration = None,
    standard: OfStandard = None,
    known_at: KnownAt = None,
    agreement: OldAgreement = None,
    registration: OldRegistration = None,
) -> Wanted:
    """The obligations that are asked for; today's, where no day is asked about."""
    if due_from and due_to and due_to < due_from:
        says = (
            f"No day is on or after {due_from.isoformat()} and on or before {due_to.isoformat()}."
        )
        raise InvalidInput([Fault("due_to", "no_such_days", says, place="query")])
    return Wanted(
        day=as_of or obligations.today(workspace, known_at),
        statuses=tuple(dict.fromkeys(status or ())),
        due_from=due_from,
        due_to=due_to,
        obligor=obligor,
        obligee=obligee,
        clause=clause,
        agreement_id=renamed(response, "agreement", agreement, "agreement_id", agreement_id),
        registration_id=renamed(
            response, "registration", registration, "registration_id", registration_id
        ),
        standard=standard,
        known_at=known_at,
    )


WantedObligations = Annotated[Wanted, Depends(_wanted)]
"""The filters of the docket."""

# --- a place in the docket, as the caller hands it back -------------------------------------------

_PLACE: TypeAdapter[tuple[PlainDate | None, Identifier, Identifier | None, Words]] = TypeAdapter(
    tuple[PlainDate | None, Identifier, Identifier | None, Words]
)


def written(place: Place) -> str:
    """A place as text that means nothing to the caller."""
    due = None if place.due_on is None else place.due_on.isoformat()
    parts = [due, place.agreement_id, place.registration_id, place.obligation_id]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read(text: str) -> Place:
    """The place that `written` wrote; InvalidInput for any other text."""
    try:
        padded = text + "=" * (-len(text) % 4)
        return Place(*_PLACE.validate_json(base64.b64decode(padded, "-_", validate=True)))
    except (ValueError, ValidationError) as broken:
        says = "Pass `next` of the page before, as it was given."
        raise InvalidInput([Fault("after", "not_a_place", says, place="query")]) from broken


# --- answered -------------------------------------------------------------------------------------


@small_value
class DocketObligation:
    """One duty under one clause, as it stands on the day asked about.

    It has a due day, or the standard of conduct that the clause sets; `days_left` counts to the due
    day. `begins_on` is the first day on which it is owed, `breached_on` the day of a breach:
    as recorded, or the morrow of the due day; `broken_by`, where that is not known, the day from
    which it is broken whichever it is; `last_practicable_on` the Commission's last working
    day before it is due, `guideline_on`
    a house guideline, which is never a due day. `recorded_by` are the kinds of fact that settle it;
    while its status is `unconfirmed` nobody has recorded whether it was done. `duty` is what kind
    of duty it is.
    """

    id: str
    obligor: str
    obligees: tuple[str, ...]
    modality: Modality
    action: str
    clause: str
    trigger: str
    standard: Standard | None
    due_on: date | None
    status: Status
    performed_on: IfAny[date]
    breached_on: IfAny[date]
    broken_by: IfAny[date]
    begins_on: IfAny[date]
    days_late: IfAny[int]
    days_left: IfAny[int]
    last_practicable_on: IfAny[date]
    guideline_on: IfAny[date]
    recorded_by: tuple[str, ...]
    duty: IfAny[DutyName]


Names: TypeAlias = Annotated[
    Mapping[str, str],
    Field(
        exclude_if=operator.not_,
        description="The names of those who owe the obligation and to whom it is owed, by id, as "
        "they were last recorded. Left out where none is.",
    ),
]


@small_value
class DocketItem:
    """An obligation on the docket, with its agreement and registration.

    A duty of the agreement's own has no registration. `explained_at` is the answer that
    works out every date of it, step by step, as of the same day and by the same knowledge: it
    stays what it is when later facts are recorded.
    """

    agreement_id: str
    agreement_name: str
    registration_id: IfAny[str]
    registration_kind: IfAny[RegistrationKind]
    obligation: DocketObligation
    names: Names
    explained_at: str


@dataclass(frozen=True, slots=True)
class DocketPage:
    """A page of the docket as of a day; `next` is null on the last."""

    as_of: date
    items: tuple[DocketItem, ...]
    next: str | None


def shown_page(entries: list[DocketEntry], wanted: Wanted, limit: int) -> DocketPage:
    """The entries of a page; one more than it holds says that another follows."""
    items = tuple(_shown(entry, wanted.day) for entry in entries[:limit])
    more = len(entries) > limit
    return DocketPage(wanted.day, items, written(entries[limit - 1].place) if more else None)


_NAMES = tuple(field.name for field in fields(DocketObligation))


def _shown(entry: DocketEntry, day: date) -> DocketItem:
    # The instant of the agreement's last fact, not that asked about: the item is the same to the
    # byte whenever it is asked for, and what it leads to stays as it is when later facts come.
    known = entry.recorded_at.isoformat().replace("+00:00", "Z")
    asked = urlencode({"as_of": day.isoformat(), "known_at": known}, safe=":")
    owed = DocketObligation(**{name: getattr(entry.obligation, name) for name in _NAMES})
    answer = (
        f"/v1/agreements/{entry.agreement_id}"
        if entry.registration_id is None
        else f"/v1/registrations/{entry.registration_id}"
    )
    return DocketItem(
        agreement_id=entry.agreement_id,
        agreement_name=entry.agreement_name,
        registration_id=entry.registration_id,
        registration_kind=entry.registration_kind,
        obligation=owed,
        names=entry.names,
        explained_at=f"{answer}?{asked}",
    )
