"""What is stated of the conditions that an agreement declares, and which statement has the word.

What is stated of one registration or one Holder goes before what is stated of all; of two of the
same scope the later has the last word from its day on. Days are whole days; the last day of a
statement is included, and the day after it the opposite is so. Nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.declared import DeclaredCondition


@dataclass(frozen=True, slots=True)
class StatedCondition:
    """That a condition holds from a day on, or does not: of a registration or a Holder, or at all.

    `documented`: it names the writing that shows it.
    """

    condition: str
    holds: bool
    since: Sourced[date]
    until: date | None = None
    registration: str | None = None
    holder: str | None = None
    documented: bool = False


@dataclass(frozen=True, slots=True)
class StatedConditions:
    """The statements in the order of the record, and the conditions that the terms declare.

    `supposed` is what is tried of conditions that nobody has stated.
    """

    declared: Mapping[str, DeclaredCondition]
    statements: Sequence[StatedCondition] = ()
    supposed: Mapping[str, bool] = field(default_factory=dict)

    def holds(
        self, name: str, on: date, registration: str | None = None, holder: str | None = None
    ) -> Sourced[bool] | None:
        """Whether a condition holds on a day; None where nobody has stated it."""
        found = [
            ((each.registration is not None, each.holder is not None), each.since.value, place)
            for place, each in enumerate(self.statements)
            if each.since.value <= on and self._is_of(each, name, registration, holder)
        ]
        if found:
            statement = self.statements[max(found)[2]]
            runs = statement.until is None or on <= statement.until
            return Sourced(statement.holds == runs, statement.since.source)
        if name in self.supposed:
            return Sourced(self.supposed[name], f"terms:/conditions/{name}")
        condition = self.declared.get(name)
        if condition is None or condition.if_not_stated is None:
            return None
        holds = condition.if_not_stated == "holds"
        return Sourced(holds, f"terms:/conditions/{name}/if_not_stated")

    def first_held(
        self, by: date, registration: str | None = None, holder: str | None = None
    ) -> dict[str, Sourced[date]]:
        """The first day, by another, from which each condition was stated to hold."""
        found: dict[str, Sourced[date]] = {}
        for each in self.statements:
            name, first = each.condition, found.get(each.condition)
            counts = each.holds and each.since.value <= by
            if counts and self._is_of(each, name, registration, holder):
                earlier = first is None or each.since.value < first.value
                found[name] = each.since if first is None or earlier else first
        return found

    @property
    def days(self) -> tuple[date, ...]:
        """The days from which something is stated."""
        return tuple(each.since.value for each in self.statements)

    def held_since(
        self, by: date, beginning: Sourced[date], holder: str | None = None
    ) -> dict[str, Sourced[date]]:
        """The same, and the beginning of what is so from the beginning without being stated."""
        held = {name: self.holds(name, beginning.value, holder=holder) for name in self.declared}
        from_it = {name: beginning for name, so in held.items() if so is not None and so.value}
        return self.first_held(by, holder=holder) | from_it

    def _is_of(
        self, each: StatedCondition, name: str, registration: str | None, holder: str | None
    ) -> bool:
        condition = self.declared.get(name)
        shown = condition is None or condition.evidence is None or each.documented
        return (
            each.condition == name
            and shown
            and each.registration in (None, registration)
            and each.holder in (None, holder)
        )
