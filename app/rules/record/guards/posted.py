"""What every guard looks at: a fact beside the others, and whom it names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from app.rules.agreement.instruments import Instruments
from app.rules.facts import BeginningFact, DeliveredFact, Fact, RecordedFact
from app.rules.facts.declaration import DECLARED
from app.rules.holders.register import Register
from app.rules.notices.receipt import Delivery
from app.rules.record.guards.objection import Objection, days_of_delivery, unknown_on
from app.rules.terms import Terms


@dataclass(frozen=True)
class Posted:
    """A fact beside others; `ruled` are the instruments of all of them."""

    recorded: RecordedFact
    others: Sequence[RecordedFact]
    ruled: Instruments
    terms: Terms

    @property
    def fact(self) -> Fact:
        """The fact itself."""
        return self.recorded.fact

    @property
    def register(self) -> Register:
        """Who holds what, with all of them."""
        return self.ruled.register

    @cached_property
    def life(self) -> Sequence[Fact]:
        """The other facts of the same registration, or of the agreement."""
        own = self.recorded.registration_id
        return [each.fact for each in self.others if each.registration_id == own]

    @property
    def beginning(self) -> BeginningFact | None:
        """What set its registration going, if it is of one."""
        return next((each for each in self.life if isinstance(each, BeginningFact)), None)


def named_are_holders(posted: Posted) -> Iterator[Objection]:
    """The Holders that it declares to name are on the register.

    What is sent counts from its receipt (9(b)): one who became a Holder meanwhile is one.
    """
    fact, ruled = posted.fact, posted.ruled
    sent = fact.delivery if isinstance(fact, DeliveredFact) else None
    for name in DECLARED[type(fact)].holders:
        for pointer, holder, delivery in _holders(getattr(fact, name), f"/{name}"):
            travelled = delivery or sent
            days = (fact.happened_on,) if travelled is None else days_of_delivery(travelled, ruled)
            if not any(holder in posted.register.lines_on(day) for day in days):
                yield unknown_on(holder, pointer, days[-1], posted.register)


def _holders(value: object, pointer: str) -> Iterator[tuple[str, str, Delivery | None]]:
    """Every Holder in a field: where, who, and how a writing went to it alone."""
    match value:
        case str():
            yield pointer, value, None
        case tuple():
            for place, part in enumerate(value):
                yield from _holders(part, f"{pointer}/{place}")
        case Mapping():
            yield from ((f"{pointer}/{holder}", holder, None) for holder in value)
        case BaseModel():
            part = dict(value)
            yield f"{pointer}/holder", part["holder"], part.get("delivery")


def speaker_is_a_party(posted: Posted) -> Iterator[Objection]:
    """The speaker, where one is named, is the Company or a Holder."""
    fact, name = posted.fact, DECLARED[type(posted.fact)].speaker
    said_by = None if name is None else getattr(fact, name)
    if said_by in (None, posted.terms.company.id):
        return
    if said_by not in posted.register.lines_on(fact.happened_on):
        yield unknown_on(said_by, f"/{name}", fact.happened_on, posted.register)
