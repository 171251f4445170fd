"""The requests to join that reached the Company, or may have: 2(a), 2(b), 9(b).

By a writing of its own, or by a letter that came after the request as a whole was complete. Whether
one came that left no trace of its receipt is tried both ways (`Since.let_in`). Nothing raises.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.notices.receipt import Delivery, Receipt, receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import MissingInput, Sourced
from app.rules.registrations.joining.history import History, JoinAsked
from app.rules.registrations.requests.asking.asked import Letter, letter_receipt
from app.rules.registrations.requests.ruling import RegistrationRuling


@dataclass(frozen=True, slots=True)
class Arrival:
    """One Holder's request to join, by a writing of its own or by a letter that came later."""

    holder: str
    shares: Sourced[int | None]
    sent: Receipt
    asked_on: date | None
    source: str
    name: str
    in_addition: bool | None
    recognised: bool
    told_by: str = "join_requested"
    turns_on: tuple[MissingInput, ...] = ()
    before_sales: bool | None = None

    @property
    def reached_on(self) -> date:
        """The day by which requests are ruled on in turn."""
        return self.sent.received_on.value if self.sent.received_on else date.max


def _sent(
    source: str,
    delivery: Delivery | None,
    arrived: Callable[[Matter], Receipt],
    history: History,
    matter: Matter,
) -> tuple[Receipt, tuple[MissingInput, ...]]:
    """The receipt of a request; what would tell, where it is not known whether it was received.

    Where that is tried, it was received on the day on which it was sent.
    """
    found = arrived(matter)
    if delivery is None or found.received_on is not None:
        return found, ()
    if history.let_in is not None and source in history.let_in:
        sent_on = Sourced(delivery.happened_on, f"{source}/delivery")
        return Receipt(sent_on, sent_on), ()
    aside = matter.unrecorded()
    arrived(aside)
    return found, tuple(aside.working.missing)


def by_own_writing(history: History, matter: Matter) -> Iterator[Arrival]:
    """Requests to join."""
    for join in history.joins:

        def arrived(at: Matter, join: JoinAsked = join) -> Receipt:
            return receipt(join.delivery, at, f"{join.source}/delivery")

        sent, turns_on = _sent(join.source, join.delivery, arrived, history, matter)
        yield Arrival(
            join.holder,
            Sourced(join.shares, f"{join.source}/shares"),
            sent,
            join.delivery.happened_on,
            join.source,
            join.name,
            join.in_addition,
            join.recognised,
            turns_on=turns_on,
            before_sales=join.before_sales,
        )


def by_letter(ruling: RegistrationRuling, history: History, matter: Matter) -> Iterator[Arrival]:
    """Letters that came after the request as a whole was complete, or may have come."""
    for letter in (*ruling.asked.later, *ruling.asked.on_the_way):

        def arrived(at: Matter, letter: Letter = letter) -> Receipt:
            return letter_receipt(letter, at)

        sent, turns_on = _sent(letter.source, letter.delivery, arrived, history, matter)
        for holder, shares in letter.requests.items():
            yield Arrival(
                holder,
                shares,
                sent,
                letter.asked_on,
                letter.source,
                letter.name,
                letter.in_addition,
                holder not in letter.unrecognised,
                letter.told_by,
                turns_on,
                letter.before_sales,
            )


def days_asked(ruling: RegistrationRuling, history: History, matter: Matter) -> Iterator[date]:
    """The days on which what was asked since it began was received."""
    deliveries = [join.delivery for join in history.joins] + [
        more.delivery for more in history.more
    ]
    for sent in (
        *(receipt(delivery, matter, "") for delivery in deliveries),
        *(letter_receipt(letter, matter) for letter in ruling.asked.later),
    ):
        if sent.received_on is not None:
            yield sent.received_on.value
