"""Whom the effective statement covers, of those whom the Company may leave out: 3(b), 6(b), QG9.

One who had not done by effectiveness what its inclusion was made to depend on is in the statement
or not, and the Company has not said. Nothing raises.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from app.rules.facts import DeliveredFact
from app.rules.facts.life.course import DeclaredEffective
from app.rules.facts.life.information import InformationRequested, UndertakingRequired
from app.rules.facts.recorded import covered_supposed, supposing
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, MissingInput
from app.rules.record.gathering import AnyRegistration, Record
from app.rules.record.history import surely_has_effect, without_information
from app.rules.record.kinds import kind_of
from app.rules.record.lives.question import OpenQuestion
from app.rules.registrations.joining.undertakings import in_doubt, what_tells

CONDITIONS = UndertakingRequired, InformationRequested
"""What an inclusion may be made to depend on."""


def who_is_covered(record: Record) -> Iterator[OpenQuestion]:
    """Of each of them, whether it is in."""
    asked = {each.registration_id for each, _ in record.known.of(*CONDITIONS)}
    for facts in record.registrations() if asked else ():
        declared = facts.of(DeclaredEffective)
        if facts.registration_id not in asked or not declared:
            continue
        matter = record.matter_of(facts, open_matter(record.terms, Detail.NONE))
        found = doubted(record, facts, matter, surely_has_effect)
        for holder, told_by in sorted(found.items()):
            named = covered_supposed(holder)
            yield OpenQuestion(
                told_by[0],
                tuple(
                    {each.id: partial(supposing, named, so) for each, _ in declared}
                    for so in ("in", "out")
                ),
            )


def doubted(
    record: Record,
    facts: AnyRegistration,
    matter: Matter,
    answered: Callable[[Record, DeliveredFact], bool] | None = None,
) -> Mapping[str, tuple[MissingInput, ...]]:
    """Of whom it is not known whether they are in, as a condition was unmet; what tells.

    `answered` is which answers meet one, where that is not asked as of all others.
    """
    if not any(facts.of(kind) for kind in CONDITIONS):
        return {}
    history = kind_of(facts).followed(record, facts, matter).by(record.as_of).history
    if answered is not None:
        unmet = without_information(record, facts, answered)
        history = replace(history, without_information=unmet)
    return {
        holder: tuple(what_tells(holder, history, matter)) for holder in in_doubt(history, matter)
    }
