"""Shares that moved on the day on which Holders signed, consented, approved or asked for a report.

Clauses 2(g), 4(b), 7(c), 9(e), 9(f). Of Holders a and b, with 60 and 40 shares, a is enough alone
until it has sold 20; `before_votes` and `before_requests` say which came first, and where nothing
says it and it matters, the answer is unknown and names the field.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    amendment,
    declared_effective,
    delay,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    instrument,
    join,
    letter,
    notice,
    obligation_waived,
    sold,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    begun,
    make_agreement,
    obligation,
    ok,
    post_events,
    post_fact,
)
from tests.running.service import Service

DAY, MORROW = "1999-03-21", "1999-03-22"
ORDERS = [True, False, None]


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement("v", holders=[holder("a", 60), holder("b", 40)]))
    return service


def said(field: str, first: bool | None) -> Json:
    return {} if first is None else {field: first}


def a_sells(first: bool | None, shares: int = 20) -> Json:
    return sold(DAY, "a", shares) | said("before_votes", first)


def read(service: Service) -> Json:
    answer: Json = ok(service.get("/v1/agreements/v", as_of=MORROW))
    return answer


def told(answer: Json) -> set[str]:
    return {each["posted_as"] for each in answer["missing_inputs"]}


def whether(first: bool | None, if_sold_first: object, if_sold_later: object) -> object:
    return {True: if_sold_first, False: if_sold_later, None: None}[first]


@pytest.mark.parametrize("first", ORDERS)
class TestAnInstrument:
    def test_that_amends(self, made: Service, first: bool | None) -> None:
        post_fact(made, a_sells(first), "v")
        post_fact(made, amendment(DAY, {"/demand/cap/limit": 1}, "a"), "v")
        found = read(made)
        assert found["result"]["demands"]["remaining"] == whether(first, 3, 1)
        assert found["result"]["terms_versions"][-1]["instrument"]["effective"] is whether(
            first, False, True
        )
        assert ("shares_sold.before_votes" in told(found)) is (first is None)

    def test_that_ends_the_rights(self, made: Service, first: bool | None) -> None:
        post_fact(made, instrument(DAY, "a", kind="rights_ended"), "v")
        post_fact(made, a_sells(first), "v")
        found = read(made)
        assert found["result"]["rights"]["in_effect"] is whether(first, True, False)
        assert ("shares_sold.before_votes" in told(found)) is (first is None)

    def test_that_waives_a_duty(self, made: Service, first: bool | None) -> None:
        asked = demand(letter(handed_over("1999-03-01"), {"a": 30}))
        name = begun(made, "demands", asked, agreement="v")
        waived = obligation_waived(DAY, "notice:b", "a", registration=name)
        post_fact(made, waived, "v")
        post_fact(made, a_sells(first), "v")
        found: Json = ok(made.get(f"/v1/registrations/{name}", as_of=MORROW))
        status = obligation(found["result"], "notice:b")["status"]
        assert status == (whether(first, "open", "waived") or "unconfirmed")
        assert ("shares_sold.before_votes" in told(found)) is (first is None)


@pytest.mark.parametrize("first", ORDERS)
class TestAConsentToMoreDays:
    """QD7: a alone is the Requisite Holders, with 60 of 100, and not with 40 of 80."""

    def consented(self, service: Service, first: bool | None) -> Json:
        asked = demand(letter(handed_over("1999-03-01"), {"a": 30}), underwritten=False)
        name = begun(service, "demands", asked, agreement="v")
        post_fact(service, a_sells(first), "v")
        post_events(service, name, delay(DAY, 90, consenting_holders=["a"]))
        answer: Json = ok(service.get(f"/v1/registrations/{name}", as_of=MORROW))
        return answer

    def test_permits_the_delay_or_not(self, made: Service, first: bool | None) -> None:
        found = self.consented(made, first)
        delays = found["result"]["delays"]
        assert delays[0]["decision"] == (whether(first, "refused", "accepted") or "undetermined")
        assert ("shares_sold.before_votes" in told(found)) is (first is None)


def underwritten(service: Service, *events: Json) -> str:
    """A registration with 60 of a and 40 of b in it, whose underwriter a approves on the day."""
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=True)
    name = begun(service, "demands", asked, notice("b", handed_over("1999-03-02")), agreement="v")
    selected = fact("underwriter_selected", "1999-03-10", underwriter="U")
    approved = fact("underwriter_approved", DAY, underwriter="U", holders=["a"])
    post_events(service, name, *events, selected, approved)
    return name


def approval(service: Service, name: str) -> tuple[object, object, bool]:
    answer: Json = ok(service.get(f"/v1/registrations/{name}", as_of=MORROW))
    vote = answer["result"]["underwriting"]["vote"]
    duty = obligation(answer["result"], "underwriter")
    named = any(each.endswith(".before_votes") for each in told(answer))
    return vote["approved"], duty["status"], named


RULED = {True: (False, "open", False), False: (True, "performed", False)}


class TestTheApprovalOfTheUnderwriter:
    @pytest.mark.parametrize("first", ORDERS)
    def test_after_or_before_a_sale(self, made: Service, first: bool | None) -> None:
        """30 of 70, or 60 of 100."""
        name = underwritten(made, join("b", 40, handed_over("1999-03-05")))
        post_fact(made, a_sells(first, 30), "v")
        approved, status, named = approval(made, name)
        if first is None:
            assert (approved, named) == (None, True)
        else:
            assert (approved, status, named) == RULED[first]

    @pytest.mark.parametrize("first", ORDERS)
    def test_after_or_before_another_joins(self, service: Service, first: bool | None) -> None:
        """60 of 130, or of 60."""
        make_agreement(service, agreement("v", holders=[holder("a", 60), holder("b", 70)]))
        asked = demand(letter(handed_over("1999-03-01"), {"a": 60, "b": 10}), underwritten=True)
        joined = join("b", 70, handed_over(DAY)) | said("before_votes", first)
        name = begun(service, "demands", asked, agreement="v")
        selected = fact("underwriter_selected", "1999-03-10", underwriter="U")
        approved = fact("underwriter_approved", DAY, underwriter="U", holders=["a"])
        post_events(service, name, joined, selected, approved)
        found, status, named = approval(service, name)
        if first is None:
            assert (found, named) == (None, True)
        else:
            assert (found, status, named) == RULED[first]

    @pytest.mark.parametrize("first", ORDERS)
    def test_before_or_after_it_takes_its_request_back(
        self, made: Service, first: bool | None
    ) -> None:
        """Nothing of 40, or 60 of 100."""
        name = underwritten(made, join("b", 40, handed_over("1999-03-05")))
        post_events(made, name, withdrawn(DAY, "a") | said("before_votes", first))
        found, status, named = approval(made, name)
        if first is None:
            assert (found, named) == (None, True)
        else:
            assert (found, status, named) == RULED[first]

    @pytest.mark.parametrize("first", ORDERS)
    def test_is_the_same_where_both_orders_say_so(self, made: Service, first: bool | None) -> None:
        """59 of 99, or 60 of 100."""
        name = underwritten(made, join("b", 40, handed_over("1999-03-05")))
        post_fact(made, a_sells(first, 1), "v")
        assert approval(made, name)[:2] == (True, "performed")


@pytest.mark.parametrize("first", ORDERS)
class TestARequestForAReport:
    """7(c): who has sold all asks in vain; who sells all of it later that day does not."""

    @pytest.mark.parametrize("how", ["sold", "passed_on"])
    def test_on_the_day_of_the_last_sale(self, made: Service, how: str, first: bool | None) -> None:
        asked = {"kind": "rule144_requested", "holder": "b", "documents": ["latest_report"]}
        post_fact(made, asked | {"delivery": handed_over(DAY)}, "v")
        gone = sold(DAY, "b", 40) if how == "sold" else transfer(DAY, "b", "a", 0, common=40)
        post_fact(made, gone | said("before_requests", first), "v")
        found = read(made)
        request = found["result"]["document_requests"][0]
        assert request["entitled"] is whether(first, False, True)
        named = f"{gone['kind']}.before_requests" in told(found)
        assert named is (first is None)


class TestADemandOnTheDayOfASaleInAnOffering:
    @pytest.mark.parametrize(
        ("first", "decision"), [(True, "refused"), (False, "accepted"), (None, "undetermined")]
    )
    def test_is_counted_by_the_order(
        self, made: Service, first: bool | None, decision: str
    ) -> None:
        """a asks with 60 of 100, or with 40 of 80 once it has sold 20 under another statement."""
        earlier = demand(letter(handed_over("1998-11-02"), {"a": 30}), underwritten=False)
        events = [filed("1998-12-01", "S-1"), declared_effective("1998-12-15")]
        name = begun(made, "demands", earlier, *events, agreement="v")
        price = {"price": "10", "discount_per_share": "0"}
        sale = fact("shares_sold_in_offering", DAY, seller="a", seller_class="holders", shares=20)
        post_events(made, name, sale | price | said("before_requests", first))
        asked = demand(letter(handed_over(DAY), {"a": 30}), underwritten=False)
        other = begun(made, "demands", asked, agreement="v")
        found: Json = ok(made.get(f"/v1/registrations/{other}", as_of=MORROW))
        assert found["result"]["determination"]["decision"] == decision
        assert ("shares_sold_in_offering.before_requests" in told(found)) is (first is None)


class TestTransfersOfOneDayToOneTransferee:
    """9(f)(ii): 30,000 of a and 20,000 of b pass to t, who needs 50,000 to have rights."""

    def moved(self, service: Service, first: Json, second: Json) -> Json:
        holders = [holder("a", 600_000), holder("b", 400_000)]
        make_agreement(service, agreement("v", holders=holders))
        limb = {"affiliate": False, "restricted_in_writing": True, "record_holder_on": DAY}
        for each, more in (("a", first), ("b", second)):
            shares = 30_000 if each == "a" else 20_000
            post_fact(service, transfer(DAY, each, "t", 0, common=shares) | limb | more, "v")
        return read(service)

    def held(self, answer: Json) -> tuple[Any, Any]:
        lines = {each["holder"]: each["registrable_shares"] for each in answer["result"]["holders"]}
        return lines.get("t"), answer["result"]["total_registrable_shares"]

    def test_silent(self, service: Service) -> None:
        found = self.moved(service, {}, {})
        assert self.held(found) == (None, None)
        assert "securities_transferred.before_transfers" in told(found)

    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ({"before_transfers": True}, {}, (20_000, 970_000)),
            ({}, {"before_transfers": False}, (20_000, 970_000)),
            ({"before_transfers": False}, {}, (30_000, 980_000)),
            ({}, {"before_transfers": True}, (30_000, 980_000)),
        ],
    )
    def test_in_order(
        self, service: Service, first: Json, second: Json, expected: tuple[int, int]
    ) -> None:
        found = self.moved(service, first, second)
        assert self.held(found) == expected
        assert "securities_transferred.before_transfers" not in told(found)
