"""Shares that move on the day on which what each may sell is fixed: 2(f), 2(a)(iii), 9(f).

Until its statement is effective, or anything is sold off the shelf, a registration is shared out
anew; from then on nobody's part grows. Which came first on that day decides it. Holder a has 510
shares of common, b 300 and c 190.
"""

import pytest

from tests.api.bodies import (
    Json,
    additions,
    agreement,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    notice,
    own_registration,
    shelf,
    sold,
    sold_in_offering,
    takedown,
)
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    obligation,
    ok,
    post_event,
    post_fact,
)
from tests.running.service import Service

DAY, MORROW = "1999-06-10", "1999-06-11"
FIRST = "declared_effective.before_changes"
FIRST_SOLD = "shares_sold_in_offering.before_changes"


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    holders = [holder("a", 510), holder("b", 300), holder("c", 190)]
    make_agreement(service, agreement("m", holders=holders))


def said(first: bool | None, field: str = "before_changes") -> Json:
    return {} if first is None else {field: first}


def own(service: Service) -> str:
    """The Company sells 100, a asks for 200 and b for 300; of 350 there are 250 left to them."""
    told = [notice(each, handed_over("1999-03-05")) for each in "abc"]
    joined = [join("a", 200, handed_over("1999-03-10")), join("b", 300, handed_over("1999-03-10"))]
    begins = {"occurred_on": "1999-03-01", "planned_filing_on": "1999-05-10"}
    facts = (*told, *joined, maximum("1999-04-10", 350, in_writing=True), filed("1999-05-10"))
    body = own_registration(company_shares=100, **begins)
    return begun(service, "incidentals", body, *facts, agreement="m")


def demanded(service: Service) -> str:
    """a demands 200 and b joins with 300; the Company adds 300, to which the maximum leaves 100."""
    told = [notice(each, handed_over("1999-03-05")) for each in "bc"]
    asked = demand(letter(handed_over("1999-03-01"), {"a": 200}), underwritten=True)
    joined = join("b", 300, handed_over("1999-03-10"))
    added = additions("1999-04-01", company=300)
    advised = maximum("1999-04-10", 600, in_writing=True)
    facts = (*told, joined, added, advised, filed("1999-05-10"))
    return begun(service, "demands", asked, *facts, agreement="m")


def answer(service: Service, registration: str, day: str = MORROW) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def shares(service: Service, registration: str, day: str = MORROW) -> Json:
    found = included(answer(service, registration, day)["result"])
    return {each: number for each, number in found.items() if each in "abt"}


def may_sell(
    service: Service, who: str, day: str = MORROW, manner: str = "under_registration"
) -> str:
    found = ok(service.get("/v1/agreements/m/may-sell", holder=who, on=day, manner=manner))
    said: str = found["result"]["may_sell"]
    assert said != "unknown" or names(found) & {FIRST, FIRST_SOLD}
    return said


def transferred(shares: int = 150, day: str = DAY) -> Json:
    moved = fact("securities_transferred", day, holder="b", transferee="t", transferee_name="T")
    rights = {"affiliate": True, "restricted_in_writing": False, "record_holder_on": day}
    return moved | rights | {"common": shares}


def names(found: Json) -> set[str | None]:
    return {each["posted_as"] for each in found["missing_inputs"]}


class TestEffectiveness:
    @pytest.mark.parametrize(
        ("first", "of_a", "status"),
        [(True, 100, "performed"), (False, 200, "excused"), (None, None, "unconfirmed")],
    )
    def test_and_one_sells_elsewhere(
        self, service: Service, first: bool | None, of_a: int | None, status: str
    ) -> None:
        registration = own(service)
        post_fact(service, sold(DAY, "b", 300), "m")
        post_event(service, registration, declared_effective(DAY) | said(first))
        for day in (DAY, MORROW):
            found = answer(service, registration, day)
            parts = included(found["result"])
            assert (parts["a"], parts.get("b", 0)) == (of_a, 0)
            assert obligation(found["result"], "include:b")["status"] == status
            assert (FIRST in names(found)) is (first is None)

    @pytest.mark.parametrize(
        ("first", "of_company", "status"),
        [(True, 100, "performed"), (False, 300, "excused"), (None, None, "unconfirmed")],
    )
    def test_of_a_demand_and_one_sells_elsewhere(
        self, service: Service, first: bool | None, of_company: int | None, status: str
    ) -> None:
        registration = demanded(service)
        post_fact(service, sold(DAY, "b", 300), "m")
        post_event(service, registration, declared_effective(DAY) | said(first))
        found = answer(service, registration)
        assert included(found["result"])["ctc"] == of_company
        assert obligation(found["result"], "include:b")["status"] == status
        assert (FIRST in names(found)) is (first is None)

    @pytest.mark.parametrize(
        ("first", "expected", "sells"),
        [
            (True, {"a": 100, "b": 150}, "no"),
            (False, {"a": 100, "b": 75, "t": 75}, "yes"),
            (None, {"a": 100, "b": None, "t": None}, "unknown"),
        ],
    )
    def test_and_shares_pass_to_another(
        self, service: Service, first: bool | None, expected: Json, sells: str
    ) -> None:
        """Of 300, half: if b was left 150 before, it can still fill them itself (QG5)."""
        registration = own(service)
        post_fact(service, transferred(), "m")
        post_event(service, registration, declared_effective(DAY) | said(first))
        for day in (DAY, MORROW):
            assert shares(service, registration, day) == expected
        assert (may_sell(service, "a"), may_sell(service, "t")) == ("yes", sells)

    @pytest.mark.parametrize(("first", "of_t"), [(True, 50), (False, 100), (None, None)])
    def test_and_more_passes_than_the_maximum_leaves(
        self, service: Service, first: bool | None, of_t: int | None
    ) -> None:
        """200 of 300 pass: of 150 left to it, b can fill 100; before, 200 of 300 were t's."""
        registration = own(service)
        post_fact(service, transferred(200), "m")
        post_event(service, registration, declared_effective(DAY) | said(first))
        assert shares(service, registration)["t"] == of_t

    @pytest.mark.parametrize(("first", "of_t"), [(True, 50), (False, 0), (None, None)])
    def test_and_more_passes_than_the_statement_covers(
        self, service: Service, first: bool | None, of_t: int | None
    ) -> None:
        """It names b with 150: what b can no longer fill of them is t's only if it passed later."""
        registration = demanded(service)
        post_fact(service, transferred(200), "m")
        covers = {"covers": {"a": 200, "b": 150}}
        post_event(service, registration, declared_effective(DAY) | covers | said(first))
        assert shares(service, registration).get("t", 0) == of_t

    def test_what_all_orders_say_needs_no_order(self, service: Service) -> None:
        registration = own(service)
        post_fact(service, sold(DAY, "c", 100), "m")
        post_event(service, registration, declared_effective(DAY))
        assert shares(service, registration) == {"a": 100, "b": 150}
        assert FIRST not in names(answer(service, registration))


class TestTheFirstSaleOffAShelf:
    """a has 300 and b 100 on the shelf; of 200 advised in the sale, a has 150 and b 50."""

    def sale(self, service: Service) -> str:
        body = shelf(letter(handed_over("1999-09-02"), {"a": 300, "b": 100}))
        facts = (filed("1999-10-11"), declared_effective("1999-10-29"), conversion("1999-11-01"))
        on_it = begun(service, "shelves", body, *facts, agreement="m")
        asks = takedown(on_it, letter(handed_over("2000-01-10"), {"a": 300, "b": 100}))
        advised = maximum("2000-01-20", 200, in_writing=True)
        return begun(service, "takedowns", asks, advised, agreement="m")

    @pytest.mark.parametrize(("first", "of_a"), [(True, 150), (False, 200), (None, None)])
    def test_and_one_sells_elsewhere(
        self, service: Service, first: bool | None, of_a: int | None
    ) -> None:
        off_it = self.sale(service)
        post_fact(service, sold("2000-02-10", "b", 300), "m")
        post_event(service, off_it, sold_in_offering("2000-02-10", "a", 100) | said(first))
        found = answer(service, off_it, "2000-02-11")
        assert included(found["result"])["a"] == of_a
        assert (FIRST_SOLD in names(found)) is (first is None)
