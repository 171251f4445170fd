"""The docket as a calendar that calendar programs subscribe to: RFC 5545.

A due day is an event of that whole day. An event keeps its UID as long as its obligation lives, so
that a program moves the event when the due day moves; it is stamped with the time at which the last
fact of its agreement was recorded, so the same record gives the same calendar.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.release import SERVICE_VERSION
from app.rules.answers import Obligation, in_words
from app.services.docket.obligations import DocketEntry

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE = "text/calendar"
IN_WORDS = {
    "not_yet_due": "Not yet owed",
    "open": "Open",
    "performed": "Performed",
    "performed_late": "Performed late",
    "performed_perhaps_late": "Performed; not known whether in time",
    "waived": "Waived",
    "excused": "Excused",
    "breached": "Breached",
    "overdue_review": "Overdue, to be reviewed",
    "unconfirmed": "Past its day, not confirmed",
}
KEPT_IN_WORDS = {"open": "In force", "performed": "Kept", "breached": "Broken"}
"""Of what must not be done."""


def calendar_of(entries: Iterable[DocketEntry], as_of: date) -> bytes:
    """A calendar with an event for every entry that has a due day."""
    from icalendar import Calendar  # by who asks for one

    calendar = Calendar()
    calendar.add("prodid", f"-//Registration Rights//{SERVICE_VERSION}//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        if entry.obligation.due_on is not None:
            calendar.add_component(_event(entry, entry.obligation.due_on, as_of))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: DocketEntry, due_on: date, as_of: date) -> "Event":
    from icalendar import Event

    owed, names = entry.obligation, entry.names
    identity = "/".join([entry.agreement_id, entry.registration_id or "", owed.id])
    event = Event()
    event.add("uid", f"{identity}@registration-rights")
    event.add("dtstamp", entry.recorded_at)
    event.add("dtstart", due_on)
    # Of duties alike, to each of several Holders, the title says to whom it is owed.
    to = f" To {names.get(owed.obligees[0], owed.obligees[0])}." if len(owed.obligees) == 1 else ""
    event.add("summary", f"{owed.clause}: {in_words(owed)}{to} ({_stands(owed)})")
    event.add("description", "\n".join(_details(entry, as_of)))
    event.add("categories", [owed.status])
    event.add("transp", "TRANSPARENT")  # a due day keeps nobody busy
    return event


def _details(entry: DocketEntry, as_of: date) -> Iterable[str]:
    owed, names = entry.obligation, entry.names
    to = ", ".join(_called(each, names) for each in owed.obligees)
    yield f"Agreement: {entry.agreement_name} ({entry.agreement_id})"
    if entry.registration_id is not None:
        yield f"Registration: {entry.registration_id} ({entry.registration_kind})"
    yield f"Clause: {owed.clause}"
    yield f"Owed by {_called(owed.obligor, names)} to {to or 'nobody'}"
    if owed.standard is not None:
        yield f"Standard: {owed.standard.replace('_', ' ')}"
    if owed.last_practicable_on not in (None, owed.due_on):
        yield f"Last practicable day: {owed.last_practicable_on}"
    yield f"As of {as_of.isoformat()}: {_stands(owed)}"


def _stands(owed: Obligation) -> str:
    """Its status in words: what is forbidden is kept or broken."""
    forbidden = KEPT_IN_WORDS if owed.modality == "must_not" else {}
    return forbidden.get(owed.status, IN_WORDS[owed.status])


def _called(party: str, names: Mapping[str, str]) -> str:
    """Somebody by its name, with its id; some go by their role alone."""
    return f"{names[party]} ({party})" if party in names else party.replace("_", " ")
