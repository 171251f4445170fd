"""A request that comes late and asks for less than what stands: clauses 2(a)(i) and 2(b).

The days in which a Holder may ask limit what the Company is obliged to include. Who asks for less
takes the rest back, and may do so until the statement is effective, as it may take back everything.
Shares are exact, in shares of the day on which the later request was written. Nothing raises.
Relies on QG12 (`second_letter`): a request that stands besides the earlier one takes nothing back.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from app.rules.holders.splits import ShareNumber, brought
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.arrivals import Arrival
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.joining import JoinRight, JoinRuling
from app.rules.registrations.joining.participants import Joined
from app.rules.registrations.requests.ruling import RegistrationRuling


def as_reduction(
    late: JoinRuling,
    asked: Arrival,
    joined: Iterable[Joined],
    ruling: RegistrationRuling,
    history: History,
    right: JoinRight,
    matter: Matter,
) -> JoinRuling:
    """A late request that asks for less than what stands of its Holder's is accepted as that."""
    shares, adds = asked.shares.value, asked.in_addition
    if late.reason != "JOIN_LATE" or late.tested is None or shares is None:
        return late
    if adds is None:
        adds = matter.readings.second_letter == "adds"
    standing = None if adds else _standing(asked, joined, ruling, history, matter)
    if standing is None or shares >= standing:
        return late
    taken = matter.working.step(
        "joining.reduced",
        right.clause,
        f"{asked.holder} asks for fewer shares than it had asked for in time: that takes back the "
        "rest, which it may do until the statement is effective.",
        True,
        {"shares": asked.shares, "tested": late.tested},
        readings=("second_letter",),
    )
    return JoinRuling("accepted", None, Sourced(late.tested.value, taken.source))


def _standing(
    asked: Arrival,
    joined: Iterable[Joined],
    ruling: RegistrationRuling,
    history: History,
    matter: Matter,
) -> ShareNumber | None:
    """What its Holder's requests that count came to by then, if it has any and that is known."""
    splits = history.register.splits if history.register else ()
    adding = matter.readings.second_letter == "adds"
    stands: ShareNumber | None = None
    for shares, asked_on, in_addition in _earlier(asked.holder, joined, ruling):
        if history.took_back(asked.holder, asked_on):
            stands = None
        elif shares is None:
            return None
        else:
            since = asked_on or date.min
            number = brought(shares, since, asked.asked_on, splits, matter.readings)
            adds = adding if in_addition is None else in_addition
            stands = number + (stands or 0) if adds else number
    return stands


def _earlier(
    holder: str, joined: Iterable[Joined], ruling: RegistrationRuling
) -> Iterator[tuple[int | None, date | None, bool | None]]:
    for letter in ruling.asked.counted:
        if holder in letter.requests and holder not in ruling.asked.unrecognised:
            yield letter.requests[holder].value, letter.asked_on, letter.in_addition
    for each in joined:
        if each.result.holder == holder and each.in_force:
            yield each.shares.value, each.asked_on, each.in_addition
