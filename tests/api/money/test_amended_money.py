"""What was incurred, sold or billed before an amendment stays under the terms of its day (9(e)).

Holder a has 60 shares of Common Stock and b 40; a demands for 10 and b joins with 10, effective on
Monday 24 May 1999. Each amendment reaches registrations already requested.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    declared_effective,
    demand,
    fact,
    filed,
    general_waiver,
    handed_over,
    holder,
    join,
    letter,
    withdrawn,
)
from tests.api.calls import make_agreement, obligation, ok, post_demand, post_events, post_fact
from tests.api.calls import read_registration as read
from tests.api.money.claim_facts import at_fault, bill, claim, expense, found, person, sale
from tests.running.service import Service

MINE, LATER = "mine", "1999-12-24"
COMPANY, A = person("ctc", "company"), person("a", "holder", undertaking_given=True)


@pytest.fixture
def one(service: Service) -> str:
    make_agreement(service, agreement(MINE, holders=[holder("a", 60), holder("b", 40)]))
    body = demand(letter(handed_over("1999-03-01"), {"a": 10}), id="one", underwritten=True)
    post_demand(service, body, MINE)
    joined = join("b", 10, handed_over("1999-03-10"))
    post_events(service, "one", joined, filed("1999-05-10"), declared_effective("1999-05-24"))
    return "one"


def amend(service: Service, day: str, changes: Json) -> None:
    post_fact(service, amendment(day, changes, "a", reaches_requested=True), MINE)


def charged(service: Service) -> list[tuple[str, str | None]]:
    lines = read(service, "one", LATER)["money"]["expenses"]["lines"]
    return [(each["amount"], each["borne_by"]) for each in lines]


class TestExpenses:
    NOBODY: ClassVar[Json] = {"/registration_expenses/paid_in": {}}

    def test_stay_with_who_bore_them_when_incurred(self, service: Service, one: str) -> None:
        """1(j), 2(d): the Company pays what was incurred before it is relieved of paying."""
        post_events(service, one, expense("1999-04-01", "printing", "1000.00"))
        amend(service, "1999-06-10", self.NOBODY)
        post_events(service, one, expense("1999-06-10", "printing", "500.00"))
        assert charged(service) == [("1000.00", "company"), ("500.00", "whoever_incurred")]

    def test_are_reached_by_a_waiver_that_reaches_back(self, service: Service, one: str) -> None:
        post_events(service, one, expense("1999-04-01", "printing", "1000.00"))
        back = {"effective_from": "1999-03-01", "reaches_requested": True}
        post_fact(service, general_waiver("1999-06-10", self.NOBODY, "a", **back), MINE)
        assert charged(service) == [("1000.00", "whoever_incurred")]

    @pytest.mark.parametrize(
        ("day", "obligor"), [("1999-06-10", "ctc"), ("1999-03-15", "requesting_holders")]
    )
    def test_of_what_was_withdrawn_are_owed_by_who_bore_them_on_that_day(
        self, service: Service, day: str, obligor: str
    ) -> None:
        """2(d), QB19: withdrawn on 1 April 1999, and changed after that, or before."""
        make_agreement(service, agreement(MINE, holders=[holder("a", 60), holder("b", 40)]))
        body = demand(letter(handed_over("1999-03-01"), {"a": 10}), id="one")
        post_demand(service, body, MINE)
        post_events(service, "one", withdrawn("1999-04-01", "a"))
        amend(service, day, {"/readings/withdrawn_payer": "requesting_holders"})
        assert obligation(read(service, "one", LATER), "expenses")["obligor"] == obligor

    @pytest.mark.parametrize(
        ("maximum", "later"),
        [
            # 8,000 is used up already.
            ("5000.00", [("0.00", "company"), ("3000.00", "whoever_incurred")]),
            ("10000.00", [("2000.00", "company"), ("1000.00", "whoever_incurred")]),
        ],
    )
    def test_of_counsel_use_up_a_maximum_of_later(
        self, service: Service, one: str, maximum: str, later: list[tuple[str, str]]
    ) -> None:
        place = "/registration_expenses/holders_counsel/maximum"
        post_events(service, one, expense("1999-04-01", "holders_counsel", "8000.00", "E&A"))
        amend(service, "1999-06-10", {place: maximum})
        post_events(service, one, expense("1999-07-01", "holders_counsel", "3000.00", "E&A"))
        assert charged(service) == [("8000.00", "company"), *later]


class TestDiscounts:
    def test_are_shared_as_on_the_day_of_the_sale(self, service: Service, one: str) -> None:
        """2(d): those of 1 June pro rata; those of 1 July are shared by nobody."""
        of_june = (
            sale("1999-06-01", "a", 10, "10.00", "1"),
            sale("1999-06-01", "b", 5, "10.00", "6"),
        )
        post_events(service, one, *of_june)
        amend(service, "1999-06-10", {"/discounts": None})
        post_events(service, one, sale("1999-07-01", "b", 5, "10.00", "2.00"))
        lines = {each["seller"]: each for each in read(service, one, LATER)["money"]["proceeds"]}
        # Of 40.00 taken on 10 and 5 shares, two thirds and one.
        assert lines["a"]["discount_share"] == "26.67"
        assert lines["b"]["discount_share"] == "13.33"
        assert (lines["a"]["discount_taken"], lines["b"]["discount_taken"]) == ("10.00", "40.00")


class TestIndemnity:
    """6(b): a sold 10 shares for 10.00 less 1.00; the loss is due to its information wholly."""

    CLAIM: Sequence[Json] = (
        sale("1999-06-01", "a", 10, "10.00", "1.00"),
        claim("1999-06-15", COMPANY, A),
        found("1999-06-20", at_fault(COMPANY, 0, 0), at_fault(A, 1, 1)),
        bill("1999-07-01", "95.00", "loss"),
    )

    def owed(self, service: Service) -> list[list[Any]]:
        bills = read(service, "one", LATER)["claims"][0]["bills"]
        return [[part["amount"] for part in each["indemnity"]] for each in bills]

    def test_keeps_the_limit_of_the_day_of_the_bill(self, service: Service, one: str) -> None:
        """90.00 net of the first bill; of the limit of 100.00 gross 10.00 is left for the next."""
        post_events(service, one, *self.CLAIM)
        amend(service, "1999-07-10", {"/indemnity/by_holders/cap/measure": "gross_proceeds"})
        post_events(service, one, bill("1999-07-20", "50.00", "loss"))
        assert self.owed(service) == [["90.00"], ["10.00"]]

    def test_stays_owed_when_the_section_is_struck_out(self, service: Service, one: str) -> None:
        post_events(service, one, *self.CLAIM)
        amend(service, "1999-07-10", {"/indemnity": None})
        post_events(service, one, bill("1999-07-20", "50.00", "loss"))
        assert self.owed(service) == [["90.00"], []]
        (_, later) = read(service, one, LATER)["claims"][0]["bills"]
        assert later["retained"] == "50.00"


class TestHoldback:
    """4(c): seven days before 24 May to 180 days after it, 17 May through 20 November."""

    def window(self, service: Service, changed_on: str, changes: Json) -> tuple[str, str] | None:
        amend(service, changed_on, changes)
        lines = read(service, "one", LATER)["holdback"]
        return (lines[0]["first_day"], lines[0]["last_day"]) if lines else None

    @pytest.fixture
    def required(self, service: Service, one: str) -> None:
        post_events(service, one, fact("holdback_required", "1999-04-20", firm_commitment=True))

    @pytest.mark.usefixtures("required")
    @pytest.mark.parametrize(
        ("after", "last_day"),
        [
            # 48 days after 24 May are 11 July, 47 the 10th; the 46th and the 30th had gone by.
            (48, "1999-07-11"),
            (47, "1999-07-10"),
            (46, "1999-07-09"),
            (30, "1999-07-09"),
            # 200 days are 10 December.
            (200, "1999-12-10"),
        ],
    )
    def test_that_has_begun_is_changed_for_what_is_to_come(
        self, service: Service, after: int, last_day: str
    ) -> None:
        changed = self.window(service, "1999-07-10", {"/holdback/after/count": after})
        assert changed == ("1999-05-17", last_day)

    @pytest.mark.usefixtures("required")
    def test_that_is_struck_out_ends(self, service: Service) -> None:
        assert self.window(service, "1999-06-11", {"/holdback": None}) == (
            "1999-05-17",
            "1999-06-10",
        )
        for day, may in (("1999-06-10", "no"), ("1999-06-11", "yes")):
            ask = {"holder": "b", "on": day, "manner": "rule_144"}
            sold = ok(service.get(f"/v1/agreements/{MINE}/may-sell", **ask))
            assert sold["result"]["may_sell"] == may

    @pytest.mark.usefixtures("required")
    @pytest.mark.parametrize(
        ("before", "first_day"),
        # Eight days before 24 May are the 16th, ten the 14th; the 20th before it had gone by.
        [(8, "1999-05-16"), (10, "1999-05-14"), (11, "1999-05-14"), (20, "1999-05-14")],
    )
    def test_begins_with_a_change_by_which_it_would_have_begun(
        self, service: Service, before: int, first_day: str
    ) -> None:
        changed = self.window(service, "1999-05-14", {"/holdback/before/count": before})
        assert changed == (first_day, "1999-11-20")

    @pytest.mark.usefixtures("required")
    def test_that_is_to_come_is_changed(self, service: Service) -> None:
        """Thirty days after 24 May are 23 June."""
        changed = ("1999-05-17", "1999-06-23")
        assert self.window(service, "1999-05-17", {"/holdback/after/count": 30}) == changed

    @pytest.mark.usefixtures("required")
    def test_that_is_to_come_is_struck_out(self, service: Service) -> None:
        assert self.window(service, "1999-05-01", {"/holdback": None}) is None
