"""The duty not to refuse without reason the further days the Company asks for: clause 2(g)."""

from collections.abc import Iterator

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import (
    Obligation,
    Owing,
    Performance,
    owed,
)
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.suspension import suspension
from app.rules.terms.vocabulary import Standard


def consents(progress: Progress, matter: Matter) -> Iterator[Obligation]:
    """Not to refuse without reason the days asked for beyond those that the Company has (2(g)).

    Each request for more binds the Holders until the days are granted.
    """
    right = matter.terms.delay
    if right is None or right.consent_standard is None or right.consent_clause is None:
        return
    for asked in (*progress.ruling.delays, *progress.ruling.prohibitions):
        if any(each.reason == "SUSPENSION_TOO_LATE" for each in asked.conditions):
            continue
        if asked.max_days is not None and asked.days.value > asked.max_days.value:
            yield from _consents_to(
                asked, right.consent_standard, right.consent_clause, progress, matter
            )


def _consents_to(
    asked: suspension.Ruling, standard: Standard, clause: str, progress: Progress, matter: Matter
) -> Iterator[Obligation]:
    given = asked.invoked_on if asked.days_allowed else None
    for holder in progress.history.everybody:
        yield owed(
            Owing(
                duty="consent",
                id=f"consent:{holder}:{asked.name}",
                obligor=holder,
                obligees=(matter.terms.company.id,),
                action="Refuse without reason to consent to the further days.",
                clause=clause,
                trigger=asked.source,
                standard=standard,
                modality="must_not",
            ),
            matter.working,
            progress.as_of,
            outcome=Performance(given),
        )
