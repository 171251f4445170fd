"""Whether a Holder's shares were included, told by its own shares: 2(a)(i), 2(a)(iii), 2(b)."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    all_sold,
    conversion,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
    own_registration,
    shelf,
    sold_in_offering,
    takedown,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_events
from tests.running.service import Service


def read(service: Service, registration: str, day: str) -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return answer


def status(service: Service, registration: str, duty: str, day: str) -> str:
    found: str = obligation(read(service, registration, day)["result"], duty)["status"]
    return found


class TestOffAShelf:
    @pytest.fixture
    def sold_off(self, service: Service) -> str:
        make_agreement(
            service,
            agreement(
                "ab", holders=[holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]
            ),
        )
        asked = letter(handed_over("1999-09-02"), {"a": 400_000, "b": 100_000})
        made = (filed("1999-10-04"), declared_effective("1999-11-01"), conversion("1999-11-01"))
        off = begun(service, "shelves", shelf(asked), *made, agreement="ab")
        wants = takedown(off, letter(handed_over("2000-01-03"), {"a": 300_000}))
        return begun(
            service,
            "takedowns",
            wants,
            *(notice(each, handed_over("2000-01-05")) for each in "bc"),
            join("b", 500, handed_over("2000-01-10")),
            join("c", 700, handed_over("2000-01-10")),
            agreement="ab",
        )

    def test_is_included_once_its_own_shares_are_sold(
        self, service: Service, sold_off: str
    ) -> None:
        sales = (
            sold_in_offering("2000-02-15", "a", 200_000),
            sold_in_offering("2000-02-15", "b", 500),
        )
        post_events(service, sold_off, *sales)
        for day in ("2000-02-15", "2000-11-01", "2000-11-02", "2001-01-01"):
            duty = obligation(read(service, sold_off, day)["result"], "include:b")
            assert (duty["status"], duty["performed_on"]) == ("performed", "2000-02-15")

    def test_is_not_known_of_one_whose_sale_nobody_tells(
        self, service: Service, sold_off: str
    ) -> None:
        sales = (
            sold_in_offering("2000-02-15", "a", 300_000),
            sold_in_offering("2000-02-15", "b", 500),
        )
        post_events(service, sold_off, *sales, all_sold("2000-02-16"))
        assert status(service, sold_off, "include:c", "2000-02-17") == "unconfirmed"
        missing = read(service, sold_off, "2000-02-17")["missing_inputs"]
        assert "shares_sold_in_offering" in {each["posted_as"] for each in missing}

    @pytest.mark.parametrize(
        ("sales", "told"),
        [
            ((), ["unconfirmed", "shares_sold_in_offering"]),
            ((sold_in_offering("2000-02-15", "a", 200_000),), ["breached", None]),
        ],
    )
    def test_nobody_is_left_out_of_a_sale_that_may_not_have_been_made(
        self, service: Service, sold_off: str, sales: tuple[Json, ...], told: list[str | None]
    ) -> None:
        if sales:
            post_events(service, sold_off, *sales)
        after = read(service, sold_off, "2000-11-02")
        named = {each["posted_as"] for each in after["missing_inputs"]}
        duty = obligation(after["result"], "include:b")
        assert [duty["status"], next(iter(named & {"shares_sold_in_offering"}), None)] == told


@pytest.fixture
def holders(service: Service) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))


def offering(service: Service, covers: Json, *facts: Json, **more: Any) -> str:
    body = own_registration(planned_filing_on="1999-05-10", company_shares=1000) | more
    body = {name: value for name, value in body.items() if value is not None}
    told = (notice(each, handed_over("1999-04-05")) for each in "ab")
    made = (filed("1999-05-10", "S-1"), declared_effective("1999-06-01") | {"covers": covers})
    joined = join("a", 100, handed_over("1999-04-12"))
    return begun(service, "incidentals", body, *told, joined, *facts, *made, agreement="ab")


@pytest.mark.usefixtures("holders")
class TestOfWhichTheNumberIsOpen:
    @pytest.mark.parametrize("shares", [60, 90])
    @pytest.mark.parametrize("left_out", ["underwritten", "company_shares"])
    def test_is_not_performed_by_fewer_than_were_asked_for(
        self, service: Service, left_out: str, shares: int
    ) -> None:
        advised = maximum("1999-05-03", 1080, in_writing=True)
        name = offering(service, {"a": shares}, advised, **{left_out: None})
        answer = read(service, name, "1999-06-02")
        assert obligation(answer["result"], "include:a")["status"] == "unconfirmed"
        named = {each["posted_as"].rpartition(".")[2] for each in answer["missing_inputs"]}
        assert named & {left_out, "company"}

    def test_is_performed_by_all_that_was_asked_for(self, service: Service) -> None:
        advised = maximum("1999-05-03", 1080, in_writing=True)
        name = offering(service, {"a": 100}, advised, underwritten=None)
        assert status(service, name, "include:a", "1999-06-02") == "performed"

    def test_of_two_letters_of_one_day(self, service: Service) -> None:
        asked = letter(handed_over("1999-03-01"), {"a": 600})
        joined = (join("b", shares, handed_over("1999-03-10")) for shares in (100, 50))
        name = begun(
            service,
            "demands",
            demand(asked, underwritten=False),
            notice("b", handed_over("1999-03-05")),
            *joined,
            filed("1999-04-20"),
            declared_effective("1999-05-20") | {"covers": {"a": 600, "b": 40}},
            agreement="ab",
        )
        assert status(service, name, "include:b", "1999-05-21") == "unconfirmed"


@pytest.mark.usefixtures("holders")
class TestByWhatStandard:
    def test_of_the_companys_own_it_is_for_review(self, service: Service) -> None:
        name = offering(service, {"b": 0})
        assert status(service, name, "include:a", "1999-06-02") == "open"
        assert status(service, name, "include:a", "1999-12-10") == "overdue_review"

    def test_of_a_demand_it_is_owed_outright(self, service: Service) -> None:
        asked = letter(handed_over("1999-03-01"), {"a": 600})
        name = begun(
            service,
            "demands",
            demand(asked, underwritten=False),
            notice("b", handed_over("1999-03-05")),
            join("b", 100, handed_over("1999-03-10")),
            filed("1999-04-20"),
            declared_effective("1999-05-20") | {"covers": {"a": 600}},
            agreement="ab",
        )
        days = ("1999-04-01", "1999-05-21", "1999-12-10")
        found = [obligation(read(service, name, day)["result"], "include:b") for day in days]
        assert [each["standard"] for each in found] == [None, None, None]
        assert [each["status"] for each in found] == ["open", "open", "breached"]
