"""A request in writing: who asks for how many shares, and on which day it is complete.

Clauses 2(a)(i) and 9(b). Several letters are one request, received on the day on which those who
signed them first are the Requisite Holders together (QB10); where no threshold is asked for, on
the day of the first letter. Dates are whole days, shares whole shares; nothing raises but
`OutsideCalendar`. Relies on `notice` for receipt, `holdings` and `requisite` for the count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.rules.answers import Condition
from app.rules.holdings import Tally
from app.rules.matter import Matter
from app.rules.notice import Delivery, Receipt, receipt
from app.rules.requisite import ThresholdTest, apply_threshold
from app.rules.working import Sourced


@dataclass(frozen=True, slots=True)
class Letter:
    """One writing that asks for the registration: who asks for how many shares, and its way.

    `received_on` may be stated outright when the delivery itself is not known. `held` is what each
    signer held when it was sent (None: not known); `unrecognised` are signers whom the Company need
    not recognise then.
    """

    source: str
    requests: Mapping[str, Sourced[int | None]]
    delivery: Delivery | None
    received_on: date | None = None
    held: Mapping[str, int] | None = None
    unrecognised: frozenset[str] = frozenset()

    @property
    def asked_on(self) -> date | None:
        """The day on which its signers asked."""
        return self.delivery.happened_on if self.delivery else self.received_on


@dataclass(frozen=True, slots=True)
class Request:
    """The letters of one request and what is known of those who signed them.

    `count` gives what a set of requesters and all Holders hold on a day (None: not recorded);
    `recognised` the Holders whom the Company must recognise on a day (None: all). Letters stand in
    the order of the record, which decides between those of one day.
    """

    letters: tuple[Letter, ...]
    count: Callable[[date, frozenset[str], Matter], Tally | None]
    withdrawn_requesters: Mapping[str, Sourced[date]] | None = None
    recognised: Callable[[date], frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The request as received: when, by whom, and how much they hold."""

    received_on: Sourced[date] | None
    given_on: Sourced[date] | None
    requesters: frozenset[str]
    unrecognised: frozenset[str]
    counted: tuple[Letter, ...]
    later: tuple[Letter, ...]
    tally: Tally | None
    threshold: ThresholdTest | None
    flaw: str | None


NOBODY_ASKED = Asked(None, None, frozenset(), frozenset(), (), (), None, None, None)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter that has arrived."""

    letter: Letter
    given_on: Sourced[date] | None
    received_on: Sourced[date]


def received(request: Request, matter: Matter) -> Asked:
    """Find the day on which the letters together first come from the Requisite Holders."""
    arrived, flaw = _arrivals(request, matter)
    requesters: frozenset[str] = frozenset()
    counted: list[Letter] = []
    tally, test, last = None, None, None
    for _, same_day in groupby(arrived, key=lambda arrival: arrival.received_on.value):
        for last in same_day:
            requesters |= frozenset(last.letter.requests)
            counted.append(last.letter)
        if last is not None:
            tally = request.count(last.received_on.value, requesters, matter)
        test = _threshold(tally, matter)
        if test is None or test.met.value:
            break
    return Asked(
        received_on=last.received_on if last else None,
        given_on=last.given_on if last else None,
        requesters=requesters,
        unrecognised=_unrecognised(requesters, last, request, matter),
        counted=tuple(counted),
        later=tuple(arrival.letter for arrival in arrived[len(counted) :]),
        tally=tally,
        threshold=test,
        flaw=None if arrived else flaw,
    )


def received_from_anyone(request: Request, matter: Matter) -> Asked:
    """The request of whichever Holders ask, where no threshold is set: the first letter makes it.

    The letters of the first day of receipt are the request; later ones join it.
    """
    arrived, flaw = _arrivals(request, matter)
    first = arrived[0] if arrived else None
    counted = [
        each for each in arrived if first and each.received_on.value == first.received_on.value
    ]
    requesters = frozenset(holder for each in counted for holder in each.letter.requests)
    return Asked(
        received_on=first.received_on if first else None,
        given_on=first.given_on if first else None,
        requesters=requesters,
        unrecognised=_unrecognised(requesters, first, request, matter),
        counted=tuple(each.letter for each in counted),
        later=tuple(each.letter for each in arrived[len(counted) :]),
        tally=None,
        threshold=None,
        flaw=None if arrived else flaw,
    )


def _arrivals(request: Request, matter: Matter) -> tuple[list[_Arrival], str | None]:
    """The letters that have arrived, by the day of receipt, and what is wrong with the others."""
    receipts = [(letter, letter_receipt(letter, matter)) for letter in request.letters]
    arrived = sorted(
        (
            _Arrival(letter, each.given_on, each.received_on)
            for letter, each in receipts
            if each.received_on is not None
        ),
        key=lambda arrival: arrival.received_on.value,
    )
    return arrived, next((each.flaw for _, each in receipts if each.flaw), None)


def _unrecognised(
    requesters: frozenset[str], last: _Arrival | None, request: Request, matter: Matter
) -> frozenset[str]:
    """Signers whom the Company need not recognise, unless reading QB9 lets them count."""
    if request.recognised is None or last is None or matter.readings.unrecognised_count == "both":
        return frozenset()
    return requesters - request.recognised(last.received_on.value)


def letter_receipt(letter: Letter, matter: Matter) -> Receipt:
    """When one letter was given and received, worked out or as stated."""
    if letter.delivery is not None:
        return receipt(letter.delivery, matter, f"{letter.source}/delivery")
    if letter.received_on is None:
        matter.working.miss(
            "received_on", "the day of receipt of the demand", matter.terms.notices.clause
        )
        return Receipt(None, None)
    matter.working.assume(
        "RECEIPT_STATED",
        "The day of receipt is taken as stated, and the request as a writing duly given.",
    )
    stated = Sourced(letter.received_on, f"{letter.source}/received_on")
    return Receipt(stated, stated)


def _threshold(tally: Tally | None, matter: Matter) -> ThresholdTest | None:
    if tally is None:
        return None
    return apply_threshold(
        matter.terms.requisite_holders,
        tally.requesting,
        tally.total,
        matter.working,
        "/requisite_holders",
    )


def duly_given(asked: Asked, matter: Matter) -> Condition:
    """Whether a writing has been duly given and received."""
    name, clause = "written_and_duly_given", matter.terms.notices.clause
    if asked.flaw:
        return Condition(name, "failed", clause, _FLAWS[asked.flaw], asked.flaw)
    if asked.received_on is None:
        return Condition(name, "unknown", clause, "The day of receipt is not known.")
    says = f"A writing, duly given, received on {asked.received_on.value.isoformat()}."
    return Condition(name, "passed", clause, says)


_FLAWS = {
    "NOT_IN_WRITING": "The request was not in writing.",
    "NOT_DULY_GIVEN": "The request was sent in a way that has no effect.",
    "COPIES_MISSING": "Copies to counsel are required and were not sent.",
}


def by_requisite_holders(asked: Asked, request: Request, matter: Matter) -> Condition:
    """Whether the Requisite Holders ask, counted on the day of receipt."""
    name, clause = "requisite_holders", matter.terms.requisite_holders.clause
    if asked.flaw or asked.received_on is None:
        return Condition(name, "unknown", clause, "Not tested: no request has been received.")
    if asked.tally is None or asked.threshold is None or asked.tally.total.value == 0:
        matter.working.miss("positions", "whether Requisite Holders ask", clause)
        return Condition(name, "unknown", clause, "The Holders' positions are not recorded.")
    tally, test = asked.tally, asked.threshold
    if test.met.value and request.withdrawn_requesters:
        tally, test = _after_withdrawals(asked, tally, test, request, matter)
    says = (
        f"{tally.requesting.value:,} of {tally.total.value:,} shares asked; "
        f"{test.needed.value:,} are needed."
    )
    if test.met.value:
        return Condition(name, "passed", clause, says)
    return Condition(name, "failed", clause, says, "NOT_REQUISITE_HOLDERS")


def _after_withdrawals(
    asked: Asked, tally: Tally, test: ThresholdTest, request: Request, matter: Matter
) -> tuple[Tally, ThresholdTest]:
    """QB20: whether the requesters who are left must still be enough."""
    matter.working.rely_on("retest_majority")
    if not matter.readings.retest_majority or asked.received_on is None:
        return tally, test
    left = asked.requesters - frozenset(request.withdrawn_requesters or ())
    again = request.count(asked.received_on.value, left, matter)
    tested = _threshold(again, matter)
    return (again, tested) if again and tested else (tally, test)
