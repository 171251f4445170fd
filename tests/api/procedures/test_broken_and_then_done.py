"""What was broken stays on record: it is done late, or its Holder leaves, or it is waived.

Holders a 60, b 30 and c 10 shares. The demand of a is received on 1 March 1999 and due ninety days
later, on Sunday 30 May, which moves to Tuesday 1 June, Monday being Memorial Day; b joins with 20.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    not_performed,
    notice,
    obligation_waived,
    sold,
    transfer,
    withdrawn,
)
from tests.api.calls import begun, make_agreement, obligation, post_event, post_fact
from tests.api.calls import read_registration as read
from tests.running.service import Service

NO_EFFORTS = {"stated_by": "b", "best_efforts_used": False}
EFFECTIVE = filed("1999-05-10"), declared_effective("1999-05-20")


@pytest.fixture(autouse=True)
def agreed(service: Service) -> None:
    holders = [holder(*each) for each in (("a", 60), ("b", 30), ("c", 10))]
    make_agreement(service, agreement("abc", holders=holders))


def demanded(service: Service, *facts: Json) -> str:
    asked = demand(letter(handed_over("1999-03-01"), {"a": 40}))
    joined = notice("b", handed_over("1999-03-02")), join("b", 20, handed_over("1999-03-05"))
    return begun(service, "demands", asked, *joined, *facts, agreement="abc")


def stated(service: Service, registration: str, day: str, duty: str) -> None:
    said = not_performed(day, duty, registration=registration, **NO_EFFORTS)
    post_fact(service, said, "abc")


def duty(service: Service, registration: str, called: str, day: str) -> tuple[str, str | None]:
    found = obligation(read(service, registration, day), called)
    return found["status"], found.get("breached_on")


def leave(service: Service, registration: str, how: str) -> None:
    """On 1 July b has nothing in it any more."""
    if how == "sells":
        post_fact(service, sold("1999-07-01", "b", 30), "abc")
    else:
        post_event(service, registration, withdrawn("1999-07-01", "b"))


class TestAHolderWhoLeaves:
    @pytest.mark.parametrize("how", ["sells", "takes back"])
    def test_keeps_what_was_broken_before(self, service: Service, how: str) -> None:
        on = demanded(service)
        stated(service, on, "1999-06-10", "include:b")
        leave(service, on, how)
        for day in ("1999-06-10", "1999-07-02", "1999-12-01"):
            assert duty(service, on, "include:b", day) == ("breached", "1999-06-10")

    def test_is_owed_nothing_for_a_word_that_broke_nothing(self, service: Service) -> None:
        """On 20 May nothing was due yet; in July nobody was left to be included."""
        on = demanded(service)
        stated(service, on, "1999-05-20", "include:b")
        leave(service, on, "sells")
        assert duty(service, on, "include:b", "1999-07-02") == ("excused", None)

    def test_of_one_who_had_left_nothing_is_broken(self, service: Service) -> None:
        on = demanded(service)
        leave(service, on, "sells")
        stated(service, on, "1999-07-10", "include:b")
        assert duty(service, on, "include:b", "1999-07-12") == ("excused", None)

    @pytest.mark.parametrize("who", ["a", "b"])
    def test_stays_left_out_by_a_statement_that_says_so(self, service: Service, who: str) -> None:
        """The statement covers the other alone; its day passed on 1 June, and then it sells all."""
        covers = {"b": 20} if who == "a" else {"a": 40}
        on = demanded(
            service, filed("1999-05-10"), declared_effective("1999-05-20") | {"covers": covers}
        )
        post_fact(service, sold("1999-07-01", who, 60 if who == "a" else 30), "abc")
        # Who asked is owed efforts, which are for review; to include who joined is owed outright.
        left_out = ("overdue_review", None) if who == "a" else ("breached", "1999-06-02")
        for day in ("1999-06-10", "1999-07-02"):
            assert duty(service, on, f"include:{who}", day) == left_out

    def test_before_the_day_has_passed_is_excused(self, service: Service) -> None:
        effective = declared_effective("1999-05-20") | {"covers": {"a": 40}}
        on = demanded(service, filed("1999-05-10"), effective)
        post_fact(service, sold("1999-05-25", "b", 30), "abc")
        assert duty(service, on, "include:b", "1999-06-10") == ("excused", None)


class TestTheIndemnity:
    def obligees(self, service: Service, on: str, day: str) -> list[str]:
        found: list[str] = obligation(read(service, on, day), "indemnify")["obligees"]
        return found

    def test_is_owed_to_who_was_to_sell_under_the_statement(self, service: Service) -> None:
        """6(a): of shares to be sold under it; a sale to another later takes that from nobody."""
        on = demanded(service, *EFFECTIVE)
        post_fact(service, sold("1999-07-01", "b", 30), "abc")
        assert self.obligees(service, on, "1999-07-02") == ["a", "b"]

    def test_and_to_who_came_in_its_place(self, service: Service) -> None:
        on = demanded(service, *EFFECTIVE)
        passed = transfer("1999-07-01", "b", "x", 0) | {"common": 30}
        passed.pop("preferred_as_converted")
        post_fact(service, passed, "abc")
        assert self.obligees(service, on, "1999-06-30") == ["a", "b"]
        assert self.obligees(service, on, "1999-07-02") == ["a", "b", "x"]

    def test_not_to_who_had_left_before_there_was_one(self, service: Service) -> None:
        on = demanded(service)
        post_fact(service, sold("1999-05-05", "b", 30), "abc")
        for each in EFFECTIVE:
            post_event(service, on, each)
        assert self.obligees(service, on, "1999-07-02") == ["a"]

    def test_of_one_who_undertook_it_stays_too(self, service: Service) -> None:
        """6(b), 6(f): its written information stays in the statement."""
        given = fact("undertaking_received", "1999-05-03", holder="b")
        on = demanded(service, given, *EFFECTIVE)
        post_fact(service, sold("1999-07-01", "b", 30), "abc")
        assert duty(service, on, "indemnify:b", "1999-07-02") == ("open", None)


class TestWhatIsWaived:
    def test_is_not_performed_by_the_lapse_of_its_time(self, service: Service) -> None:
        """To be kept effective through 16 November; waived in July."""
        on = demanded(service, *EFFECTIVE)
        post_fact(service, obligation_waived("1999-07-01", "maintain", "a", registration=on), "abc")
        assert duty(service, on, "maintain", "1999-06-30")[0] == "open"
        for day in ("1999-07-01", "1999-11-16", "1999-11-17", "2000-06-01"):
            found = obligation(read(service, on, day), "maintain")
            assert (found["status"], found.get("performed_on")) == ("waived", None)

    def test_once_it_was_kept_to_its_end_stays_performed(self, service: Service) -> None:
        on = demanded(service, *EFFECTIVE)
        post_fact(service, obligation_waived("1999-11-20", "maintain", "a", registration=on), "abc")
        assert duty(service, on, "maintain", "1999-12-01")[0] == "performed"


class TestWhatIsDoneOnceItWasBroken:
    def test_is_late_and_the_breach_is_noted(self, service: Service) -> None:
        """Notice to c is owed promptly: it is stated not to have been given, and then given."""
        on = demanded(service)
        stated(service, on, "1999-03-20", "notice:c")
        post_event(service, on, notice("c", handed_over("1999-04-10")))
        assert duty(service, on, "notice:c", "1999-03-21") == ("breached", "1999-03-20")
        found = obligation(read(service, on, "1999-04-11"), "notice:c")
        assert (found["status"], found.get("performed_on")) == ("performed_late", "1999-04-10")
        assert (found.get("breached_on"), found.get("days_late")) == ("1999-03-20", None)
        assert {"breached_on", "performed_on"} <= found["explained_by"].keys()

    def test_before_it_is_stated_is_performed(self, service: Service) -> None:
        on = demanded(service, notice("c", handed_over("1999-03-19")))
        stated(service, on, "1999-03-20", "notice:c")
        assert duty(service, on, "notice:c", "1999-04-11") == ("performed", None)

    def test_is_not_late_where_only_efforts_are_for_review(self, service: Service) -> None:
        """Without a finding that none were made the statement breaks nothing."""
        on = demanded(service, *EFFECTIVE)
        said = not_performed("1999-05-25", "listing", registration=on, stated_by="b")
        post_fact(service, said, "abc")
        post_event(service, on, fact("listed", "1999-06-10"))
        assert duty(service, on, "listing", "1999-06-11")[0] == "performed"
