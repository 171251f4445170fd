"""Whether damages agreed beforehand are for what there is: rights, last days, conditions, groups.

Damages for a last day that no right has would never be owed, however late it came. Nothing raises.
"""

from collections.abc import Iterator
from typing import Final

from app.rules.terms.agreement import Terms
from app.rules.terms.document.checks.delays_said import names_of_rights
from app.rules.terms.document.checks.finding import TermsFinding, contradiction
from app.rules.terms.payments.damages import Damages, Default, StatedDays, right_missed

ACTS: Final = ("filed", "effective")


def damages_findings(terms: Terms) -> Iterator[TermsFinding]:
    """What the terms of damages say that nothing in the document answers to."""
    known = names_of_rights(terms)
    for name, said in terms.damages.items():
        at = f"/damages/{name}"
        if not said.of_rights:
            says = "Say in `rights` because of which registrations they are owed."
            yield contradiction(f"{at}/rights", "right_not_declared", says)
        for place, right in enumerate(said.rights):
            if right not in known:
                says = f"There is no right of this name; there are: {', '.join(known)}."
                yield contradiction(f"{at}/rights/{place}", "right_not_declared", says)
        yield from _of_statements(said, at, terms)
        for default, agreed in said.defaults.items():
            yield from _default(agreed, f"{at}/for/{default}", terms)
        yield from _holders(said, at, terms)


def _of_statements(said: Damages, at: str, terms: Terms) -> Iterator[TermsFinding]:
    """Days without sales are those under a statement, and a sale off a shelf has none."""
    if not any(each.without for each in said.defaults.values()):
        return
    for place, right in enumerate(said.rights):
        if right == "takedown" or right in terms.takedowns:
            says = "A sale off a shelf has no statement of its own: name the right of its shelf."
            yield contradiction(f"{at}/rights/{place}", "right_not_declared", says)


def _default(agreed: Default, at: str, terms: Terms) -> Iterator[TermsFinding]:
    if agreed.missed is not None:
        yield from _missed(agreed.missed, f"{at}/missed", terms)
    for field, stated in (("while", agreed.during or ()), ("not", agreed.left_out)):
        for place, each in enumerate(stated):
            yield from _stated(each, f"{at}/{field}/{place}", terms)


def _missed(moment: str, at: str, terms: Terms) -> Iterator[TermsFinding]:
    """The last day of a duty that there is, and that has a day."""
    right, act = right_missed(moment), moment.rpartition(".")[2]
    known = [each for each in names_of_rights(terms) if each in _WithLastDay(terms).names]
    if act not in ACTS:
        says = f"Of a right only the last days `filed` and `effective` are missed, not `{act}`."
        yield contradiction(at, "moment_not_honoured", says)
    elif right not in known:
        there = ", ".join(known) or "none"
        says = f"No right of this name has last days of its own; those that have: {there}."
        yield contradiction(at, "right_not_declared", says)
    elif not _WithLastDay(terms).has_day(right, act):
        says = f"No day is set by which it must be `{act}` under `{right}`: none could be missed."
        yield contradiction(at, "due_has_no_day", says)


class _WithLastDay:
    """The rights that have last days: to demand, and to a shelf."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        demands = {each.name: each for each in terms.rights_to_demand}
        self._shelves = {each.name: each for each in terms.every_shelf}
        self._demands = demands
        self.names = {*demands, *self._shelves}
        self.names |= {"demand"} if demands else set()
        self.names |= {"shelf"} if self._shelves else set()

    def has_day(self, right: str, act: str) -> bool:
        """Whether a day is set for an act under the right, or one of those of its kind."""
        demands = [each for name, each in self._demands.items() if right in (name, "demand")]
        shelves = [each for name, each in self._shelves.items() if right in (name, "shelf")]
        if act == "filed":
            own = [each.file_within for each in demands] + [each.file_within for each in shelves]
            return self._terms.registration_statement.within is not None or any(own)
        by_certificate = any(each.trigger == "mandatory_conversion" for each in shelves)
        own = [each.effect_within for each in demands] + [each.effect_within for each in shelves]
        return by_certificate or any(own)


def _stated(asked: StatedDays, at: str, terms: Terms) -> Iterator[TermsFinding]:
    if asked.denied is not None:
        yield from _stated(asked.denied, f"{at}/not", terms)
    if asked.asserted is not None and asked.asserted not in terms.conditions:
        declared = ", ".join(terms.conditions) or "none"
        says = f"No condition of this name is declared in `conditions`; declared are: {declared}."
        yield contradiction(f"{at}/asserted", "condition_not_declared", says)
    if asked.delayed and terms.delay is None:
        says = "The terms give no right to delay: there are no such days."
        yield contradiction(f"{at}/delayed", "condition_not_honoured", says)


def _holders(said: Damages, at: str, terms: Terms) -> Iterator[TermsFinding]:
    if said.owed_to not in ("holders", "participants", *terms.groups):
        declared = ", ".join(terms.groups) or "none"
        says = f"They are owed to `holders`, `participants` or a group; declared are: {declared}."
        yield contradiction(f"{at}/owed_to", "group_not_declared", says)
    base = said.base
    if base is None:
        return
    if base.of in ("unit_price", "stated_value", "principal") and base.each is None:
        says = f"Say in `each` the {base.of.replace('_', ' ')} of one: the record has none."
        yield contradiction(f"{at}/base/each", "base_without_money", says)
    for place, each in enumerate(base.left_out):
        yield from _stated(each, f"{at}/base/not/{place}", terms)
