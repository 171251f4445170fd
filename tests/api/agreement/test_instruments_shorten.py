"""What an instrument takes away of a period that runs, by a day already past, ends with it (9(e)).

Holder a has 600 shares of Common Stock and b 400. What binds from the day of the instrument on is
the shortened period, at the earliest from that day: never later than had it been shortened less.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    conversion,
    declared_effective,
    demand,
    filed,
    general_waiver,
    handed_over,
    holder,
    letter,
    offering,
    shelf,
    takedown,
)
from tests.api.calls import (
    begun,
    decided,
    make_agreement,
    obligation,
    post_demand,
    post_fact,
    read_registration,
)
from tests.running.service import Service

MINE = "mine"
ASKED = demand(letter(handed_over("1999-03-01"), {"a": 100, "b": 100}))
"""Ninety days after Monday 1 March 1999 are Sunday 30 May; Monday 31 May is Memorial Day."""
COMMENCED = offering("1999-04-01", seller="company", form="S-1")


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement(MINE, holders=[holder("a", 600), holder("b", 400)]))
    return service


def amend(service: Service, day: str, changes: Json, **more: Any) -> None:
    post_fact(service, amendment(day, changes, "a", reaches_requested=True) | more, MINE)


def due(found: Json) -> tuple[str, str | None, str | None]:
    return (
        found["state"],
        found["determination"].get("not_before"),
        found["determination"]["due_on"],
    )


class TestStandstills:
    """The Company's offering commenced on 1 April: 180 days are through 28 September."""

    @pytest.mark.parametrize(
        ("changes", "free"),
        [
            # 120 days after 1 April are 30 July.
            ({"/demand/standstill/count": 120}, "1999-07-31"),
            # 76 are 16 June; 75 the 15th, the last day that is still to come.
            ({"/demand/standstill/count": 76}, "1999-06-17"),
            ({"/demand/standstill/count": 75}, "1999-06-16"),
            # The 74th had gone by, and the 30th long ago: free from the amendment on.
            ({"/demand/standstill/count": 74}, "1999-06-15"),
            ({"/demand/standstill/count": 30}, "1999-06-15"),
            ({"/demand/standstill": None}, "1999-06-15"),
        ],
    )
    @pytest.mark.parametrize("instrument", ["amendment", "waiver"])
    def test_of_a_demand(self, made: Service, changes: Json, free: str, instrument: str) -> None:
        identifier = post_demand(made, ASKED, MINE)["result"]["registration_id"]
        post_fact(made, COMMENCED, MINE)
        amend(made, "1999-06-15", changes, instrument=instrument)
        found = read_registration(made, identifier, "1999-06-15")
        state = "open" if free == "1999-06-15" else "deferred"
        assert due(found)[:2] == (state, free)
        # Saturday 31 July is no holiday, and stays.
        assert due(found)[2] == free
        assert obligation(found, "effect")["status"] in ("open", "not_yet_due")

    def test_waived_back_to_the_offering(self, made: Service) -> None:
        identifier = post_demand(made, ASKED, MINE)["result"]["registration_id"]
        post_fact(made, COMMENCED, MINE)
        changes: Json = {"/demand/standstill": None}
        waived = general_waiver(
            "1999-06-15", changes, "a", effective_from="1999-04-01", reaches_requested=True
        )
        post_fact(made, waived, MINE)
        found = read_registration(made, identifier, "1999-06-16")
        # Had there been none, 1 June was due: gone by when it was waived, so it is owed promptly.
        assert due(found) == ("open", None, None)

    def test_that_had_ended_are_not_lengthened(self, made: Service) -> None:
        """Thirty days from the start: over on 1 May, and 365 are agreed on 20 May."""
        amend(made, "1999-02-01", {"/demand/standstill/count": 30})
        identifier = post_demand(made, ASKED, MINE)["result"]["registration_id"]
        post_fact(made, COMMENCED, MINE)
        amend(made, "1999-05-20", {"/demand/standstill/count": 365})
        assert due(read_registration(made, identifier, "1999-05-21"))[2] == "1999-06-01"

    @pytest.mark.parametrize(
        "changes", [{"/demand/standstill/count": 30}, {"/demand/standstill": None}]
    )
    def test_of_a_takedown(self, made: Service, changes: Json) -> None:
        body = shelf(
            letter(handed_over("1998-12-01"), {"a": 300}),
            conversion_proposed_on="1998-12-01",
            certificate_date="1999-03-15",
        )
        life = (filed("1999-02-20"), declared_effective("1999-03-15"), conversion("1999-03-15"))
        off = begun(made, "shelves", body, *life, agreement=MINE)
        post_fact(made, COMMENCED, MINE)
        asked = takedown(off, letter(handed_over("1999-05-03"), {"a": 100}))
        identifier = begun(made, "takedowns", asked, agreement=MINE)
        found = read_registration(made, identifier, "1999-05-04")
        assert due(found)[:2] == ("deferred", "1999-09-29")
        amend(made, "1999-06-15", changes)
        found = read_registration(made, identifier, "1999-06-15")
        assert due(found)[:2] == ("open", "1999-06-15")


class TestTimeToEffect:
    @pytest.mark.parametrize(
        ("days", "due_on"),
        [
            # 60 days after 1 March are Friday 30 April; 45 the 15th, the day of the amendment.
            (60, "1999-04-30"),
            (45, "1999-04-15"),
            (44, "1999-04-15"),
            (30, "1999-04-15"),
        ],
    )
    def test_ends_with_the_amendment_at_the_earliest(
        self, made: Service, days: int, due_on: str
    ) -> None:
        identifier = post_demand(made, ASKED, MINE)["result"]["registration_id"]
        amend(made, "1999-04-15", {"/demand/effect_within/count": days})
        found = read_registration(made, identifier, "1999-04-15")
        assert due(found)[2] == due_on
        assert obligation(found, "effect")["status"] == "open"
        assert decided(found) == ("accepted", None)
