"""What a correction changes: the agreement and each of its registrations, before it and after.

Both are answered by the same rules on the same day, and every value that differs is listed with its
place, as `sensitivity` does; a place can be asked about with `why`. A registration that is no
longer on record, or newly is, differs in its `registration_id` alone. Raises what the rules raise.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_registration,
    registrations_together,
)
from app.rules.answers.sensitivity import Leaf, leaves
from app.rules.facts import BeginningFact, Correction, RecordedFact
from app.rules.facts.base import KeptOnFile
from app.rules.facts.standing.as_corrected import standing_facts
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.reasoned import Reasoned, reasoned
from app.rules.reasoning.trace import Detail
from app.rules.record import FoundBefore
from app.rules.record.bearing import EVERYTHING, Everything
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.rules.values.if_any import IfAny

LENGTH_OF_THE_RECORD = "/version"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another now: its place in the answer, and both values."""

    path: str
    then: IfAny[Leaf]
    now: IfAny[Leaf]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """What differs in one answer: about a registration, or else about the agreement itself."""

    registration_id: IfAny[str]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CorrectionMade:
    """A correction or retraction, and every answer of the agreement that it changes on a day.

    `correction_id` names the new entry, null if it was only tried; `fact_id` the entry it concerns;
    `registration_id` the registration that entry belongs to, if any. `on_file` are those kept with
    the correction; left out where there are none.
    """

    agreement_id: str
    version: int
    correction_id: IfAny[str]
    kind: Literal["fact_corrected", "fact_retracted"]
    fact_id: str
    registration_id: IfAny[str]
    reason: str
    as_of: date
    changed: tuple[ChangedAnswer, ...]
    on_file: KeptOnFile = None


def what_changed(
    identity: AgreementIdentity,
    terms: Terms,
    entries: Sequence[RecordedFact],
    correction: Correction,
    as_of: date,
    go_on: Callable[[], None],
) -> Reasoned[CorrectionMade]:
    """What the last of these entries, a correction, changed.

    `go_on` is called before each answer that is compared, and may raise.
    """
    *earlier, made = entries
    before, after = standing_facts(earlier), standing_facts(entries)
    return reasoned(
        CorrectionMade(
            agreement_id=identity.id,
            version=identity.version,
            correction_id=made.id,
            kind=correction.kind,
            fact_id=correction.fact_id,
            registration_id=made.registration_id,
            reason=correction.reason,
            as_of=as_of,
            changed=tuple(changed_answers(identity, terms, before, after, as_of, go_on)),
            on_file=made.on_file,
        ),
        open_matter(terms, Detail.NONE),
    )


NOTHING_KNOWN: Final[Mapping[str | None, object]] = {}


def changed_answers(
    identity: AgreementIdentity,
    terms: Terms,
    before: Sequence[RecordedFact],
    after: Sequence[RecordedFact],
    as_of: date,
    go_on: Callable[[], None],
    of: Container[str | None] = EVERYTHING,
    known: Mapping[str | None, object] = NOTHING_KNOWN,
    found_before: tuple[FoundBefore | None, FoundBefore | None] = (None, None),
) -> Iterator[ChangedAnswer]:
    """The answers among these that differ, the agreement's first, then by registration.

    `known` are the answers after that were given already, without their working; `found_before` is
    what is known of the facts before, and of those after.
    """

    def agreement(facts: Sequence[RecordedFact]) -> object:
        if facts is after and None in known:
            return known[None]
        go_on()
        its_own = known_after if facts is after else known_before
        return evaluate_agreement(identity, terms, facts, as_of, Detail.NONE, its_own).result

    def answers(
        facts: Sequence[RecordedFact], its_own: FoundBefore | None
    ) -> Callable[[str], RegistrationAnswer]:
        if its_own is None or isinstance(of, Everything):
            return registrations_together(identity.id, terms, facts, as_of, its_own)
        # Of a few, where all else is known, each is answered by what bears on it.
        return lambda name: (
            evaluate_registration(
                identity.id, name, terms, facts, as_of, Detail.NONE, its_own
            ).result
        )

    known_before, known_after = found_before
    answers_before, answers_after = answers(before, known_before), answers(after, known_after)

    def registration(facts: Sequence[RecordedFact], name: str) -> object:
        if facts is after and name in known:
            return known[name]
        go_on()
        return answers_after(name) if facts is after else answers_before(name)

    found = [ChangedAnswer(None, differences(agreement(before), agreement(after)))]
    then, now = begun(before, as_of), begun(after, as_of)
    for name in sorted(each for each in then | now if each in of):
        if name in then and name in now:
            changes = differences(registration(before, name), registration(after, name))
        else:
            changes = (_came_or_went(name, there_now=name in now),)
        found.append(ChangedAnswer(name, changes))
    return (each for each in found if each.changes)


def begun(facts: Sequence[RecordedFact], as_of: date) -> set[str]:
    """The registrations on record as of a day."""
    return {
        each.registration_id
        for each in facts
        if isinstance(each.fact, BeginningFact)
        and each.registration_id is not None
        and each.fact.happened_on <= as_of
    }


def _came_or_went(name: str, *, there_now: bool) -> Change:
    return Change("/registration_id", None if there_now else name, name if there_now else None)


def differences(before: object, after: object) -> tuple[Change, ...]:
    """Every value that differs between two answers, by its place."""
    then, now = dict(leaves(before)), dict(leaves(after))
    places = [*then, *(path for path in now if path not in then)]
    return tuple(
        Change(path, then.get(path), now.get(path))
        for path in places
        if then.get(path) != now.get(path) and path != LENGTH_OF_THE_RECORD
    )
