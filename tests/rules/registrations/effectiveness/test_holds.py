"""Who waits for a new prospectus after a notice that it misleads: 3(c), day by day."""

from datetime import date

import pytest

from app.rules.reasoning.trace import Sourced
from app.rules.registrations.effectiveness.effectiveness import Hold
from app.rules.registrations.effectiveness.holds import Seats, holds_of
from app.rules.registrations.joining.history import History, ProspectusReceived
from app.rules.registrations.requests.life import RegistrationLife


def june(day: int) -> date:
    return date(1999, 6, day)


def on(day: int) -> Sourced[date]:
    return Sourced(june(day), "fact:said#/occurred_on")


def hold_of(seats: Seats, received: int, nothing_left: dict[str, Sourced[date]]) -> Hold:
    """A notice of 1 June and a new prospectus for all on a day."""
    history = History(
        life=RegistrationLife("demand", Sourced("demand", "fact:demand#")),
        holders=lambda _: (),
        misstatements=(on(1),),
        prospectuses=(ProspectusReceived(None, on(received), None),),
        nothing_left=nothing_left,
    )
    (hold,) = holds_of(history, seats)
    return hold


class TestSeats:
    SEATS = Seats([(june(1), frozenset({"a"})), (june(10), frozenset({"b"}))])

    @pytest.mark.parametrize(("day", "seated"), [(9, {"a"}), (10, {"b"}), (11, {"b"})])
    def test_change_on_their_day(self, day: int, seated: set[str]) -> None:
        assert self.SEATS.on(june(day)) == seated

    def test_before_the_first_nobody_is_in(self) -> None:
        assert self.SEATS.on(date(1999, 5, 31)) == set()

    @pytest.mark.parametrize(("day", "came"), [(9, [(june(10), "b")]), (10, []), (11, [])])
    def test_are_taken_after_a_day(self, day: int, came: list[tuple[date, str]]) -> None:
        assert list(self.SEATS.arrivals(june(day))) == came


@pytest.mark.parametrize(("came", "waits"), [(9, True), (10, False), (11, False)])
def test_who_comes_in_when_nobody_waits_any_more_does_not(came: int, waits: bool) -> None:
    """A had its new prospectus on 10 June: that day nobody waits any more."""
    seats = Seats([(june(1), frozenset({"a"})), (june(came), frozenset({"a", "b"}))])
    assert ("b" in hold_of(seats, 10, {}).received) is waits


@pytest.mark.parametrize(("done", "waits"), [(1, False), (2, True)])
def test_who_has_nothing_left_on_the_day_of_the_notice_waits_for_nothing(
    done: int, waits: bool
) -> None:
    seats = Seats([(date.min, frozenset({"a", "b"}))])
    assert ("b" in hold_of(seats, 10, {"b": on(done)}).received) is waits
