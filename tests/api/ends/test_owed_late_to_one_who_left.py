"""What a statement leaves out is owed to one who holds it, or to whom it passed: 1(e), 1(i), 9(f).

Holders a 510, b 300 and c 190 shares of common.
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
    shelf,
    sold,
    sold_in_offering,
    transfer,
)
from tests.api.calls import begun, included, make_agreement, ok, post_event, post_fact
from tests.running.service import Service


@pytest.fixture(autouse=True)
def made(service: Service) -> None:
    everybody = [holder("a", 510), holder("b", 300), holder("c", 190)]
    make_agreement(service, agreement("abc", holders=everybody))


def asked(service: Service, *facts: Json) -> str:
    body = demand(letter(handed_over("1999-03-01"), {"a": 100}), underwritten=False)
    return begun(service, "demands", body, *facts, agreement="abc")


def asked_late(service: Service) -> str:
    """Told on 20 April, b asks on 5 May, within its window; effective on 3 May (QG16)."""
    told = notice("b", handed_over("1999-04-20"))
    made = (filed("1999-04-05"), declared_effective("1999-05-03"))
    return asked(service, told, *made, join("b", 300, handed_over("1999-05-05")))


def left_short(service: Service, covered: int, *, signed: bool = False) -> str:
    """b asks for 300 in time; the statement of 14 May covers fewer. Due on 1 June."""
    covers = {"a": 100} | ({"b": covered} if covered else {})
    made = (filed("1999-04-05"), declared_effective("1999-05-14") | {"covers": covers})
    if signed:
        body = demand(letter(handed_over("1999-03-01"), {"a": 100, "b": 300}), underwritten=False)
        return begun(service, "demands", body, *made, agreement="abc")
    joined = (notice("b", handed_over("1999-03-03")), join("b", 300, handed_over("1999-03-10")))
    return asked(service, *joined, *made)


def of_all_rights(day: str, shares: int) -> Json:
    return transfer(day, "b", "t", 0, common=shares)


def read(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def including(service: Service, registration: str, day: str) -> dict[str, str]:
    duties = read(service, registration, day)["result"]["obligations"]
    return {
        each["id"]: each["status"] for each in duties if each["duty"] in ("include", "more_shares")
    }


def warned(service: Service, registration: str, day: str) -> set[str]:
    return {each["code"] for each in read(service, registration, day)["warnings"]}


def may_sell(service: Service, who: str, day: str) -> str:
    ask = {"holder": who, "on": day, "manner": "under_registration"}
    found: str = ok(service.get("/v1/agreements/abc/may-sell", **ask))["result"]["may_sell"]
    return found


class TestAskedForAfterEffectiveness:
    def test_it_is_not_owed_to_one_who_sold_everything(self, service: Service) -> None:
        registration = asked_late(service)
        post_fact(service, sold("1999-05-20", "b", 300), "abc")
        assert including(service, registration, "1999-05-19") == {"include:b": "open"}
        assert "INCLUSION_OWED_LATE" in warned(service, registration, "1999-05-19")
        for day in ("1999-05-20", "1999-06-02", "1999-11-12"):
            assert including(service, registration, day) == {"include:b": "excused"}
            assert "INCLUSION_OWED_LATE" not in warned(service, registration, day)

    def test_it_is_owed_for_what_is_left(self, service: Service) -> None:
        registration = asked_late(service)
        post_fact(service, sold("1999-05-20", "b", 250), "abc")
        assert including(service, registration, "1999-05-21") == {"include:b": "open"}
        assert including(service, registration, "1999-11-12") == {"include:b": "breached"}

    def test_what_was_broken_stays_so(self, service: Service) -> None:
        registration = asked_late(service)
        broken = not_performed("1999-05-18", "include:b", stated_by="b", registration=registration)
        post_fact(service, broken, "abc")
        post_fact(service, sold("1999-05-20", "b", 300), "abc")
        for day in ("1999-05-19", "1999-11-12"):
            assert including(service, registration, day) == {"include:b": "breached"}

    def test_what_ran_out_first_stays_broken(self, service: Service) -> None:
        registration = asked_late(service)
        post_fact(service, sold("1999-12-20", "b", 300), "abc")
        for day in ("1999-11-12", "1999-12-21"):
            assert including(service, registration, day) == {"include:b": "breached"}

    def test_it_passes_with_all_rights(self, service: Service) -> None:
        """9(f): to the extent of the shares so transferred."""
        registration = asked_late(service)
        post_fact(service, of_all_rights("1999-05-20", 300), "abc")
        for day in ("1999-05-20", "1999-06-02"):
            assert including(service, registration, day) == {
                "include:b": "excused",
                "include:t": "open",
            }
            assert may_sell(service, "t", day) == "no"
        assert including(service, registration, "1999-11-12") == {
            "include:b": "excused",
            "include:t": "breached",
        }

    @pytest.mark.parametrize("named", [{}, {"holder": "t"}])
    def test_an_amendment_takes_in_the_one_to_whom_it_passed(
        self, service: Service, named: Json
    ) -> None:
        registration = asked_late(service)
        post_fact(service, of_all_rights("1999-05-20", 300), "abc")
        amended = fact("procedure_performed", "1999-06-10", procedure="more_shares", **named)
        post_event(service, registration, amended)
        assert including(service, registration, "1999-06-11") == {
            "include:b": "excused",
            "include:t": "performed",
        }
        assert may_sell(service, "t", "1999-06-11") == "yes"
        found = included(read(service, registration, "1999-06-11")["result"])
        assert {each: shares for each, shares in found.items() if shares} == {"a": 100, "t": 300}
        assert may_sell(service, "t", "1999-06-09") == "no"

    def test_to_have_included_it_stays_done(self, service: Service) -> None:
        registration = asked_late(service)
        amended = fact("procedure_performed", "1999-05-18", procedure="more_shares", holder="b")
        post_event(service, registration, amended)
        post_fact(service, sold("1999-05-20", "b", 300), "abc")
        assert including(service, registration, "1999-05-21") == {"include:b": "performed"}


class TestLeftShort:
    @pytest.mark.parametrize("signed", [True, False])
    def test_nothing_is_owed_where_all_that_is_left_is_covered(
        self, service: Service, signed: bool
    ) -> None:
        registration = left_short(service, 10, signed=signed)
        post_fact(service, of_all_rights("1999-05-20", 295), "abc")
        post_event(service, registration, sold_in_offering("1999-05-25", "b", 5))
        assert including(service, registration, "1999-05-19") == {"include:b": "open"}
        late = "overdue_review" if signed else "breached"
        for day, to_t in (("1999-05-26", "open"), ("1999-06-02", late)):
            assert including(service, registration, day) == {
                "include:b": "excused",
                "include:t": to_t,
            }
        warnings = read(service, registration, "1999-06-02")["warnings"]
        short = [each["says"] for each in warnings if each["code"] == "REQUEST_NOT_COVERED"]
        assert len(short) == 1
        assert "5 shares of t" in short[0]

    def test_nor_where_it_sold_what_was_not_covered(self, service: Service) -> None:
        registration = left_short(service, 10)
        post_fact(service, sold("1999-05-20", "b", 290), "abc")
        assert including(service, registration, "1999-06-02") == {"include:b": "excused"}
        assert "REQUEST_NOT_COVERED" not in warned(service, registration, "1999-05-21")

    def test_what_was_broken_stays_so_and_is_owed_anew_to_the_transferee(
        self, service: Service
    ) -> None:
        registration = left_short(service, 10)
        post_fact(service, of_all_rights("1999-06-10", 300), "abc")
        assert including(service, registration, "1999-06-11") == {
            "include:b": "breached",
            "include:t": "open",
        }

    def test_one_left_out_altogether_passes_on_its_place(self, service: Service) -> None:
        registration = left_short(service, 0)
        post_fact(service, of_all_rights("1999-05-20", 300), "abc")
        assert including(service, registration, "1999-05-21") == {
            "include:b": "excused",
            "include:t": "open",
        }
        assert may_sell(service, "t", "1999-05-21") == "no"
        amended = fact("procedure_performed", "1999-05-25", procedure="more_shares", holder="t")
        post_event(service, registration, amended)
        assert including(service, registration, "1999-05-26")["include:t"] == "performed"
        assert may_sell(service, "t", "1999-05-26") == "yes"

    def test_so_off_a_shelf(self, service: Service) -> None:
        """2(a)(ii): asked for after the windows, its amendment is owed to the one who holds."""
        made = (filed("1999-10-04"), declared_effective("1999-10-29"))
        body = shelf(letter(handed_over("1999-09-02"), {"a": 100}))
        off = begun(service, "shelves", body, *made, agreement="abc")
        post_event(service, off, join("b", 300, handed_over("1999-12-01")))
        post_fact(service, sold("1999-12-10", "b", 100), "abc")
        assert including(service, off, "1999-12-11") == {"more_shares:b": "open"}
        post_fact(service, of_all_rights("1999-12-20", 200), "abc")
        assert including(service, off, "1999-12-21") == {
            "more_shares:b": "excused",
            "more_shares:t": "open",
        }
