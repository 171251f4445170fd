"""A sale off the shelf while the ruling on a delay of it is open: 2(a)(iii)(cc), 2(g)(i).

A delay refuses nothing: the request stands, and only from when the Company is to assist may be
open. Holder a asks on 3 July 2000; each delay was judged necessary unless that is left out.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    delay,
    filed,
    handed_over,
    holder,
    letter,
    shelf,
    sold_in_offering,
    takedown,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_event
from tests.running.service import Service


@pytest.fixture
def off_the_shelf(service: Service) -> str:
    holders = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]
    make_agreement(service, agreement("ab", holders=holders))
    asked = letter(handed_over("1999-09-02"), {"a": 600_000, "b": 200_000})
    made = (filed("1999-10-04"), declared_effective("1999-11-01"), conversion("1999-11-01"))
    return begun(service, "shelves", shelf(asked), *made, agreement="ab")


def delayed(service: Service, off: str, *delays: Json) -> str:
    asked = takedown(off, letter(handed_over("2000-07-03"), {"a": 550_000}))
    return begun(service, "takedowns", asked, *delays, agreement="ab")


def put_off(day: str, days: int, *, judged: bool | None = True) -> Json:
    said = {} if judged is None else {"board_judgment": judged}
    body = delay(day, days, transaction_considered_from="2000-07-01")
    return {name: value for name, value in body.items() if name != "board_judgment"} | said


def told(service: Service, sale: str, day: str) -> tuple[str, str, str | None, str]:
    """The state, the duty to assist, from when, and the first sentence."""
    result = ok(service.get(f"/v1/registrations/{sale}", as_of=day))["result"]
    return (
        result["state"],
        obligation(result, "assist")["status"],
        result["determination"].get("not_before"),
        result["summary"].split(". ")[0],
    )


STANDS = "The request for a sale off the shelf stands"
NOT_FROM_WHEN = f"{STANDS}, but from when the Company has to assist it is not known yet"


class TestOneThatIsOpen:
    """15 days from 10 July: through 24 July, if the Board judged it necessary."""

    @pytest.mark.parametrize(
        ("judged", "at_once"),
        [
            (None, ("received", "unconfirmed", None, NOT_FROM_WHEN)),
            (True, ("deferred", "not_yet_due", "2000-07-25", "")),
            (False, ("open", "open", None, STANDS)),
        ],
    )
    def test_leaves_only_its_own_days_open(
        self, service: Service, off_the_shelf: str, judged: bool | None, at_once: tuple[str, ...]
    ) -> None:
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15, judged=judged))
        found = told(service, sale, "2000-07-11")
        assert found[:3] == at_once[:3]
        assert found[3].startswith(at_once[3])
        assert told(service, sale, "2000-07-25")[:2] == ("open", "open")

    def test_says_that_the_request_stands_once_they_are_over(
        self, service: Service, off_the_shelf: str
    ) -> None:
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15, judged=None))
        assert told(service, sale, "2000-07-25")[3] == STANDS

    @pytest.mark.parametrize(
        ("judged", "may"),
        [
            (None, ["unknown", "unknown", "yes"]),
            (True, ["no", "no", "yes"]),
            (False, ["yes", "yes", "yes"]),
        ],
    )
    def test_leaves_open_whether_shares_may_be_sold_in_it(
        self, service: Service, off_the_shelf: str, judged: bool | None, may: list[str]
    ) -> None:
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15, judged=judged))
        days = ("2000-07-11", "2000-07-24", "2000-07-25")
        assert [may_sell_in(service, sale, day) for day in days] == may

    @pytest.mark.parametrize(
        ("judged", "warned"),
        [(None, "SALE_PERHAPS_BARRED"), (True, "SALE_WHILE_PUT_OFF"), (False, None)],
    )
    def test_warns_of_what_is_sold_in_it(
        self, service: Service, off_the_shelf: str, judged: bool | None, warned: str | None
    ) -> None:
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15, judged=judged))
        post_event(service, sale, sold_in_offering("2000-07-24", "a", 100))
        found = warnings(service, sale, "2000-07-26")
        assert found & {"SALE_PERHAPS_BARRED", "SALE_WHILE_PUT_OFF"} == ({warned} - {None})

    @pytest.mark.parametrize(
        ("day", "warned"),
        [("2000-07-07", set()), ("2000-07-10", {"SALE_PERHAPS_BARRED"}), ("2000-07-25", set())],
    )
    def test_warns_of_nothing_sold_before_or_after_it(
        self, service: Service, off_the_shelf: str, day: str, warned: set[str]
    ) -> None:
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15))
        post_event(service, sale, sold_in_offering(day, "a", 100))
        found = warnings(service, sale, "2000-07-26")
        assert found & {"SALE_PERHAPS_BARRED", "SALE_WHILE_PUT_OFF"} == warned


def warnings(service: Service, sale: str, day: str) -> set[str]:
    return {
        each["code"] for each in ok(service.get(f"/v1/registrations/{sale}", as_of=day))["warnings"]
    }


def may_sell_in(service: Service, sale: str, day: str) -> str:
    asked = {"holder": "a", "on": day, "manner": "underwritten_sale"}
    answer = ok(service.get("/v1/agreements/ab/may-sell", **asked))
    (found,) = (
        each["may_sell"]
        for each in answer["result"]["registrations"]
        if each["registration_id"] == sale
    )
    if found == "unknown":
        assert "board_judgment" in {each["name"] for each in answer["missing_inputs"]}
    return str(found)


class TestASecondThatIsOpen:
    """After 15 days from 10 July, 20 from 10 August: through 29 August, if judged necessary."""

    @pytest.mark.parametrize(
        ("day", "told_then"),
        [
            ("2000-07-20", ("deferred", "not_yet_due")),
            ("2000-08-12", ("received", "unconfirmed")),
            ("2000-08-29", ("received", "unconfirmed")),
            ("2000-08-30", ("open", "open")),
        ],
    )
    def test_leaves_open_whether_it_is_still_put_off(
        self, service: Service, off_the_shelf: str, day: str, told_then: tuple[str, str]
    ) -> None:
        second = put_off("2000-08-10", 20, judged=None)
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15), second)
        assert told(service, sale, day)[:3] == (
            *told_then,
            None if day > "2000-08" else "2000-07-25",
        )

    def test_is_said_beside_the_first(self, service: Service, off_the_shelf: str) -> None:
        second = put_off("2000-08-10", 20, judged=None)
        sale = delayed(service, off_the_shelf, put_off("2000-07-10", 15), second)
        found = ok(service.get(f"/v1/registrations/{sale}", as_of="2000-08-12"))
        conditions = found["result"]["determination"]["conditions"]
        says = next(each["says"] for each in conditions if each["name"] == "nothing_in_the_way")
        assert says == (
            "A delay by the Company is in the way through 24 July 2000. Whether another is in the "
            "way after that day is not known: the ruling on it is open."
        )
        assert "board_judgment" in {each["name"] for each in found["missing_inputs"]}
