"""On which day a request is complete, and who asks then: 2(a)(i), 9(b), QB10, QB20.

Alpha holds 5, Beta 4 and Gamma 3 of 12 shares: seven are a majority. Days are of May 1999.
"""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from app.rules.holders.holdings import Holding, Holdings, Position, Tally, tally
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.requests.asking.asked import (
    NOTHING_MOVED,
    Letter,
    MovesOfDay,
    Request,
    RequestReceived,
)
from app.rules.registrations.requests.asking.received import received, received_from_anyone
from app.rules.registrations.requests.asking.taken_back import TakenBack, WhoTookBack
from tests.rules.examples.parties import matter

HELD = {"alpha": 5, "beta": 4, "gamma": 3}


def may(day: int) -> date:
    return date(1999, 5, day)


def count(held: Mapping[str, int]) -> Callable[[frozenset[str], Matter], Tally | None]:
    holdings = Holdings(
        {
            name: Holding(Position(common=shares), True, f"fact:{name}#")
            for name, shares in held.items()
        }
    )
    return lambda requesters, asked: tally(holdings, requesters, asked)


def letter(holder: str, day: int) -> Letter:
    """Received on a day, whatever its way."""
    asks = {holder: Sourced(100, f"fact:{holder}#/shares")}
    return Letter(f"fact:{holder}#", asks, None, may(day))


def taken(holder: str | None, day: int, before_letters: bool | None = None) -> TakenBack:
    return TakenBack(holder, Sourced(may(day), "fact:withdrawn#/occurred_on"), before_letters)


def asked(
    *letters: Letter,
    took: tuple[TakenBack, ...] = (),
    moves: MovesOfDay = NOTHING_MOVED,
    made_on: int | None = None,
) -> RequestReceived:
    usual = count(HELD)
    request = Request(
        letters=letters,
        count=lambda _day, requesters, of: usual(requesters, of),
        taken_back=WhoTookBack(took),
        moves=lambda _day: moves,
        made_on=None if made_on is None else may(made_on),
    )
    return received(request, matter())


def complete_on(found: RequestReceived) -> int | None:
    met = found.threshold is not None and found.threshold.met.value
    return found.received_on.value.day if met and found.received_on else None


def test_it_is_complete_on_the_first_day_on_which_those_who_ask_are_a_majority() -> None:
    letters = (letter("gamma", 13), letter("alpha", 10), letter("beta", 12))
    found = asked(*letters)
    assert (complete_on(found), found.requesters) == (12, frozenset({"alpha", "beta"}))
    assert [each.source for each in found.later] == ["fact:gamma#"]
    assert complete_on(asked(*letters[1:2])) is None


@pytest.mark.parametrize(("made_on", "complete"), [(11, None), (12, 12), (13, 12), (None, 12)])
def test_no_letter_completes_it_after_the_registration_was_made_all_the_same(
    made_on: int | None, complete: int | None
) -> None:
    found = asked(letter("alpha", 10), letter("beta", 12), made_on=made_on)
    assert complete_on(found) == complete
    assert len(found.later) == (0 if complete else 1)


@pytest.mark.parametrize(
    ("day", "before_letters", "complete", "dropped", "is_open"),
    [
        (11, None, None, True, False),
        (12, True, None, True, False),
        (12, None, 12, False, True),
        (12, False, 12, False, False),
        (13, None, 12, False, False),
    ],
)
def test_what_is_taken_back_before_it_is_complete_was_never_part_of_it(
    day: int, before_letters: bool | None, complete: int | None, dropped: bool, is_open: bool
) -> None:
    """Alpha asks on the 10th and Beta on the 12th; without Alpha, Beta has 4 of 12."""
    took = (taken("alpha", day, before_letters),)
    found = asked(letter("alpha", 10), letter("beta", 12), took=took)
    assert complete_on(found) == complete
    assert ([each.holder for each in found.dropped], bool(found.open_order)) == (
        ["alpha"] if dropped else [],
        is_open,
    )


@pytest.mark.parametrize(
    ("takers", "is_open"),
    [
        (("alpha",), False),
        (("beta",), False),
        (("gamma",), False),
        (("alpha", "gamma"), True),
        (("beta", "gamma"), True),
        ((None,), True),
    ],
)
def test_the_order_of_its_day_is_open_only_where_the_others_would_not_do(
    takers: tuple[str | None, ...], is_open: bool
) -> None:
    """All ask on the 10th, and some take it back: without Alpha there are 7, without two at most 5.

    None: everybody does.
    """
    letters = (letter("alpha", 10), letter("beta", 10), letter("gamma", 10))
    found = asked(*letters, took=tuple(taken(holder, 10) for holder in takers))
    assert (bool(found.open_order), complete_on(found)) == (is_open, 10)


@pytest.mark.parametrize(
    ("others", "is_open"),
    [
        ((HELD,), False),
        (({"alpha": 2, "beta": 4, "gamma": 3},), False),
        (({"alpha": 2, "beta": 2, "gamma": 8},), True),
        ((HELD, {"alpha": 2, "beta": 2, "gamma": 8}), True),
        (({"alpha": 2, "beta": 2, "gamma": 8}, {"alpha": 1, "beta": 1, "gamma": 10}), True),
    ],
)
def test_what_else_moved_that_day_leaves_it_open_if_some_order_decides_otherwise(
    others: tuple[Mapping[str, int], ...], is_open: bool
) -> None:
    """Alpha and Beta, 9 of 12; in another order of the day's sales 6 of 9, 4 of 12, or 2 of 12."""
    moves = MovesOfDay(("shares_sold",), tuple(map(count, others)))
    found = asked(letter("alpha", 10), letter("beta", 12), moves=moves)
    assert found.open_moves == (("shares_sold",) if is_open else ())


@pytest.mark.parametrize(("day", "asks"), [(12, False), (13, True), (14, True)])
def test_of_whichever_holder_asks_what_was_taken_back_before_it_arrived_is_none(
    day: int, asks: bool
) -> None:
    """2(a)(ii): mailed on Monday 10 May, received on Thursday the 13th."""
    sent = Delivery.model_validate({"method": "mail", "sent_on": "1999-05-10"})
    posted = Letter("fact:a#", {"alpha": Sourced(100, "fact:a#/shares")}, sent)
    usual = count(HELD)
    request = Request(
        (posted,),
        lambda _day, requesters, of: usual(requesters, of),
        WhoTookBack((taken("alpha", day),)),
    )
    found = received_from_anyone(request, matter())
    assert found.requesters == ({"alpha"} if asks else frozenset())
    assert (found.received_on is not None) is asks
