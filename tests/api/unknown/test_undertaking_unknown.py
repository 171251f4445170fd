"""A required undertaking was not received by effectiveness (6(b), QG9): what turns on it.

a holds 300,000 and b 150,000; both are in a demand, for 100,000 and 50,000; effective on 1 March
1999, so that 180 days end on 28 August. a sells all of its shares on 10 March. If b is not in, the
registration is closed on that day; if it is, it is kept effective to 28 August.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    faxed,
    filed,
    handed_over,
    holder,
    join,
    letter,
    notice,
    stop_order,
)
from tests.api.calls import make_agreement, obligation, ok, post_demand, post_event, post_events
from tests.api.ends.test_sold_out import sale
from tests.running.service import Service

TELL = {"declared_effective.covers", "undertaking_received"}
ALL = {"a": 100_000, "b": 50_000}


@pytest.fixture
def registration(service: Service) -> str:
    holders = [holder("a", 300_000), holder("b", 150_000)]
    make_agreement(service, agreement("w", holders=holders))
    body = demand(letter(handed_over("1999-01-04"), ALL), id="one", short_form_qualified=True)
    post_demand(service, body, "w")
    required = fact("undertaking_required", "1999-01-20", holder="b")
    post_events(service, "one", required, filed("1999-02-01", "S-3"))
    return "one"


def effective(**more: Any) -> Json:
    return declared_effective("1999-03-01") | more


def information_asked() -> Json:
    delivery = handed_over("1999-01-21")
    return {"kind": "information_requested", "holder": "b", "delivery": delivery}


def read(service: Service, day: str) -> Json:
    answer: Json = ok(service.get("/v1/registrations/one", as_of=day))
    return answer


def told(answer: Json) -> set[str]:
    return {each["posted_as"] for each in answer["missing_inputs"]} & TELL


def may_sell(service: Service, day: str, who: str) -> str:
    ask = {"holder": who, "on": day, "manner": "under_registration"}
    found: str = ok(service.get("/v1/agreements/w/may-sell", **ask))["result"]["may_sell"]
    return found


def last_day(answer: Json) -> str | None:
    found: str | None = answer["result"]["windows"]["effectiveness"]["last_day"]
    return found


class TestAllThatTurnsOnIt:
    def test_is_not_known(self, service: Service, registration: str) -> None:
        post_events(service, registration, effective(), sale("1999-03-10", 100_000))
        answer = read(service, "1999-03-11")
        result = answer["result"]
        shares = {each["seller"]: each["included"] for each in result["allocation"]["lines"]}
        assert shares == {"a": 100_000, "b": None}
        assert result["allocation"]["total"] is None
        assert (last_day(answer), result.get("ended_on"), result["state"]) == (
            None,
            None,
            "effective",
        )
        assert told(answer) == TELL
        assert may_sell(service, "1999-03-11", "b") == "unknown"
        # Over either way: closed on 10 March, or run out on 28 August.
        answer = read(service, "1999-09-10")
        assert (answer["result"]["state"], answer["result"].get("ended_on")) == ("expired", None)
        assert last_day(answer) is None
        assert obligation(answer["result"], "indemnify")["status"] == "open"
        assert may_sell(service, "1999-09-10", "b") == "no"

    def test_nothing_turns_on_it_before_the_last_sale_but_the_shares(
        self, service: Service, registration: str
    ) -> None:
        post_events(service, registration, effective(), sale("1999-03-10", 99_999))
        answer = read(service, "1999-03-11")
        assert last_day(answer) == "1999-08-28"
        assert told(answer) == TELL

    @pytest.mark.parametrize(
        ("covers", "state", "ended"),
        [(ALL, "effective", None), ({"a": 100_000}, "closed", "1999-03-10")],
    )
    def test_is_known_by_what_the_statement_covers(
        self, service: Service, registration: str, covers: Json, state: str, ended: str | None
    ) -> None:
        post_events(service, registration, effective(covers=covers), sale("1999-03-10", 100_000))
        answer = read(service, "1999-03-11")
        assert (answer["result"]["state"], answer["result"].get("ended_on")) == (state, ended)
        assert told(answer) == set()

    def test_is_known_by_the_undertaking(self, service: Service, registration: str) -> None:
        received = fact("undertaking_received", "1999-02-20", holder="b", satisfactory=True)
        post_events(service, registration, received, effective(), sale("1999-03-10", 100_000))
        answer = read(service, "1999-03-11")
        assert (last_day(answer), answer["result"]["state"]) == ("1999-08-28", "effective")
        assert told(answer) == set()


class TestAMisleadingProspectus:
    """Told on 3 March; a has the new prospectus on 8 March. If b is not in, nobody waits (3(c))."""

    def told_of_it(self, service: Service, registration: str, **covers: Any) -> None:
        misleads = fact("misstatement_notice_given", "1999-03-03")
        new = fact("new_prospectus_received", "1999-03-08", holder="a")
        post_events(service, registration, effective(**covers), misleads, new)

    @pytest.mark.parametrize(
        ("day", "overlay"), [("1999-03-07", "held"), ("1999-03-08", "perhaps_held")]
    )
    def test_holds_it_perhaps_while_only_one_in_doubt_waits(
        self, service: Service, registration: str, day: str, overlay: str
    ) -> None:
        self.told_of_it(service, registration)
        answer = read(service, day)
        assert answer["result"]["overlays"] == [overlay]
        assert told(answer) == TELL

    @pytest.mark.parametrize(("covers", "overlays"), [(ALL, ["held"]), ({"a": 100_000}, [])])
    def test_holds_it_or_not_by_what_the_statement_covers(
        self, service: Service, registration: str, covers: Json, overlays: list[str]
    ) -> None:
        self.told_of_it(service, registration, covers=covers)
        assert read(service, "1999-03-08")["result"]["overlays"] == overlays

    def test_leaves_open_that_it_may_have_ended_with_the_last_sale(
        self, service: Service, registration: str
    ) -> None:
        """Closed on 10 March if b is not in; held without end, while b waits, if it is."""
        self.told_of_it(service, registration)
        post_events(service, registration, sale("1999-03-10", 100_000))
        answer = read(service, "1999-03-11")
        assert answer["result"]["overlays"] == ["perhaps_held", "perhaps_ended"]
        assert (last_day(answer), answer["result"].get("ended_on")) == (None, None)

    def test_holds_it_perhaps_while_it_is_not_known_whether_who_waits_has_joined(
        self, service: Service
    ) -> None:
        """b's fax is not acknowledged (QA16)."""
        holders = [holder("a", 300_000), holder("b", 150_000)]
        make_agreement(service, agreement("w", holders=holders))
        body = demand(letter(handed_over("1999-01-04"), {"a": 100_000}), id="one")
        post_demand(service, body, "w")
        joined = join("b", 50_000, faxed("1999-01-12"))
        post_events(service, "one", notice("b", handed_over("1999-01-05")), joined)
        post_events(service, "one", filed("1999-02-01", "S-3"))
        self.told_of_it(service, "one")
        assert read(service, "1999-03-07")["result"]["overlays"] == ["held"]
        assert read(service, "1999-03-08")["result"]["overlays"] == ["perhaps_held"]


class TestSeveralInDoubt:
    """a gave no undertaking either. If a alone is in, the registration is closed on 10 March."""

    def test_each_may_be_in_without_the_other(self, service: Service, registration: str) -> None:
        required = fact("undertaking_required", "1999-02-02", holder="a")
        post_events(service, registration, required, effective(), sale("1999-03-10", 100_000))
        answer = read(service, "1999-03-11")
        assert (last_day(answer), answer["result"].get("ended_on")) == (None, None)
        assert told(answer) == TELL

    def test_all_end_by_the_last_sale_of_all(self, service: Service, registration: str) -> None:
        """Closed on 10 March, 12 March or, with both or b alone, then: over in any case by then."""
        required = fact("undertaking_required", "1999-02-02", holder="a")
        sold = sale("1999-03-10", 100_000), sale("1999-03-12", 50_000) | {"seller": "b"}
        post_events(service, registration, required, effective(), *sold)
        answer = read(service, "1999-03-13")
        assert (last_day(answer), answer["result"].get("ended_on")) == (None, None)


class TestAnOrderAfterTheLastSaleOfTheOthers:
    """If b is not in, the distribution was complete before the order (QC20)."""

    def test_leaves_it_open_whether_the_demand_counts(
        self, service: Service, registration: str
    ) -> None:
        order = stop_order("1999-03-20")
        post_events(service, registration, effective(), sale("1999-03-10", 100_000), order)
        answer = read(service, "1999-03-21")
        assert answer["result"]["effected"] is None
        assert answer["result"]["tallies"]["demands"]["remaining_after"] is None
        state = ok(service.get("/v1/agreements/w", as_of="1999-03-21"))
        assert (state["result"]["demands"]["effected"], told(state)) == (None, TELL)

    @pytest.mark.parametrize(("covers", "effected"), [(ALL, False), ({"a": 100_000}, True)])
    def test_is_settled_by_what_is_covered(
        self, service: Service, registration: str, covers: Json, effected: bool
    ) -> None:
        order = stop_order("1999-03-20")
        sold = sale("1999-03-10", 100_000)
        post_events(service, registration, effective(covers=covers), sold, order)
        assert read(service, "1999-03-21")["result"]["effected"] is effected

    def test_one_before_both_is_one_before_both(self, service: Service, registration: str) -> None:
        order = stop_order("1999-03-05")
        post_events(service, registration, effective(), order, sale("1999-03-10", 100_000))
        assert read(service, "1999-03-21")["result"]["effected"] is False

    def test_nor_does_it_matter_once_everybody_has_sold(
        self, service: Service, registration: str
    ) -> None:
        sold = sale("1999-03-10", 100_000), sale("1999-03-12", 50_000, "b")
        post_events(service, registration, effective(), *sold)
        post_event(service, registration, stop_order("1999-03-20"))
        answer = read(service, "1999-03-21")
        assert (answer["result"]["state"], answer["result"]["effected"]) == ("closed", True)
        assert answer["result"].get("ended_on") is None


class TestInformationAskedForAndNotGiven:
    """3(b) makes what is owed to b depend on it, as 6(b) does on the undertaking."""

    TELLS = frozenset({"declared_effective.covers", "information_received"})

    @pytest.fixture
    def demanded(self, service: Service) -> str:
        holders = [holder("a", 300_000), holder("b", 150_000)]
        make_agreement(service, agreement("w", holders=holders))
        body = demand(letter(handed_over("1999-01-04"), ALL), id="one", short_form_qualified=True)
        post_demand(service, body, "w")
        post_events(service, "one", information_asked(), filed("1999-02-01", "S-3"))
        return "one"

    def told(self, answer: Json) -> set[str]:
        return {each["posted_as"] for each in answer["missing_inputs"]} & self.TELLS

    def test_leaves_open_what_turns_on_it(self, service: Service, demanded: str) -> None:
        post_events(service, demanded, effective(), sale("1999-03-10", 100_000))
        asked = {"holder": "b", "on": "1999-03-09", "manner": "under_registration"}
        answer = ok(service.get("/v1/agreements/w/may-sell", **asked))
        assert answer["result"]["may_sell"] == "unknown"
        (sale_under,) = answer["result"]["registrations"]
        assert [(each["code"], each["clause"]) for each in sale_under["reasons"]] == [
            ("INFORMATION_MISSING", "3(b)")
        ]
        assert self.told(answer) == self.TELLS
        answer = read(service, "1999-03-11")
        result = answer["result"]
        assert (last_day(answer), result.get("ended_on"), result["state"]) == (
            None,
            None,
            "effective",
        )
        assert self.told(answer) == self.TELLS

    def test_is_settled_by_what_the_statement_covers(self, service: Service, demanded: str) -> None:
        post_events(service, demanded, effective(covers=ALL))
        assert may_sell(service, "1999-03-11", "b") == "yes"
