"""Assignees on the record, and from when the Company must recognise each: clause 9(f).

Whether rights passed, and by which limb, was decided on the day of the transfer. A word that the
agreement borrows from another document (P.3), such as who is an Affiliate, is taken from the fact.
Recognition lasts: notices and every other right of a Holder are owed from its first day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.rules.agreement.known import Known
from app.rules.facts.covenants import AssignmentPapersDelivered
from app.rules.holders.assignment import recognition
from app.rules.holders.recognition import Grounds
from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class Recognition:
    """One who became a Holder by a transfer; `recognised_from` is null while nothing demands it."""

    holder: str
    transferred_on: date
    limb: str
    recognised_from: date | None
    explained_by: Mapping[str, str]


def recognitions(
    known: Known, matter: Matter
) -> tuple[tuple[Recognition, ...], tuple[Obligation, ...]]:
    """Every assignee on the register, and the duty to recognise it."""
    found: list[Recognition] = []
    duties: list[Obligation] = []
    arrivals = dict(_arrivals(known, matter))
    for holder, entry in sorted(known.register.lines_on(known.as_of).items()):
        if entry.grounds is None:
            continue
        _say_what_is_borrowed(entry.grounds, matter)
        since = _since(_with_working(entry.grounds, arrivals), matter)
        found.append(
            Recognition(
                holder=holder,
                transferred_on=entry.grounds.transferred_on.value,
                limb=entry.grounds.limb,
                recognised_from=plain(since),
                explained_by=explained(
                    transferred_on=entry.grounds.transferred_on, recognised_from=since
                ),
            )
        )
        left = known.register.left_on(holder, known.as_of)
        if since is not None and (left is None or left.value > since.value):
            duties.append(_duty(holder, entry.grounds, since, left, known, matter))
    return tuple(found), tuple(duties)


def _arrivals(known: Known, matter: Matter) -> Iterator[tuple[str, Sourced[date]]]:
    """When each set of papers was received, with its line of working."""
    for recorded, fact in known.of(AssignmentPapersDelivered):
        arrived = receipt(fact.delivery, matter, f"{recorded.source}/delivery").received_on
        if arrived is not None:
            yield recorded.source, arrived


def _with_working(grounds: Grounds, arrivals: Mapping[str, Sourced[date]]) -> Grounds:
    """The grounds, each receipt of papers led back to its count."""
    return replace(
        grounds,
        **{
            name: arrivals.get(ground.source, ground)
            for name in ("notice_received_on", "agreement_received_on")
            if (ground := getattr(grounds, name)) is not None
        },
    )


def _since(grounds: Grounds, matter: Matter) -> Sourced[date] | None:
    """The first day of recognition, with its lines of working."""
    found = recognition(
        grounds.record_holder_on,
        grounds.notice_received_on,
        grounds.agreement_received_on,
        matter,
    )
    if found is None or found.value >= grounds.transferred_on.value:
        return found
    day = grounds.transferred_on.value
    return matter.working.step(
        "assignees.not_before_transfer",
        matter.terms.assignment.clause,
        f"Nobody is recognised before it has acquired anything: {written_out(day)}.",
        day,
        {"recognised_from": found, "transferred_on": grounds.transferred_on},
    )


def _duty(
    holder: str,
    grounds: Grounds,
    since: Sourced[date],
    left: Sourced[date] | None,
    known: Known,
    matter: Matter,
) -> Obligation:
    """To recognise an assignee as a Holder, from the first ground on, while it is one (1(e))."""
    return owed(
        Owing(
            duty="recognise",
            id=f"recognise:{holder}",
            obligor=matter.terms.company.id,
            obligees=(holder,),
            action="Recognise the transferee as a Holder, and give it the notices owed to "
            "Holders from that day.",
            clause=matter.terms.assignment.clause,
            trigger=grounds.transferred_on.source,
            begins_on=since,
        ),
        matter.working,
        known.as_of,
        outcome=Performance(excused=left is not None),
    )


def _say_what_is_borrowed(grounds: Grounds, matter: Matter) -> None:
    """Where rights passed by kinship, whose meaning of kinship was taken."""
    imported = matter.terms.imported_definitions
    by_kinship = any(
        limb.name == grounds.limb and limb.test == "affiliate"
        for limb in matter.terms.assignment.limbs
    )
    if imported is not None and by_kinship:
        words = ", ".join(imported.words)
        matter.working.assume(
            "IMPORTED_DEFINITION",
            f"{words}: the word has the meaning of the {imported.document} ({imported.clause}); "
            "whether a transferee is one is taken from the fact.",
        )
