"""What makes a demand count as effected, where the right says so itself (`effected`).

a holds 60 of 100 shares, b 30 and c 10. One demand may be effected. It is received on 1 March 1999,
filed on 1 April and effective on 3 May 1999 unless a test says otherwise.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    all_sold,
    closing_failed,
    declared_effective,
    delay,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    maximum,
    order_lifted,
    sold,
    split,
    stop_order,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    begun,
    decided,
    dry_run,
    included,
    make_agreement,
    obligation,
    ok,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.api.description.explanation import audit_agreement, audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 60), holder("b", 30), holder("c", 10)]
EFFECTIVE = {"happened": "registration.effective"}
HALF = {"fraction": "1/2", "is": ">="}
COURSE = (filed("1999-04-01"), declared_effective("1999-05-03"))
DAYS_KEPT = {"count": 30, "unit": "day", "after": "registration.effective"}
KEPT = {"kept": {"until": {"earliest": [{"at": "registration.distributed"}, DAYS_KEPT]}}}


def made(service: Service, effected: Json, ranks: Any = None, **more: Any) -> None:
    demand = {
        "opens": None,
        "cap": None,
        "uses": [{"counts": "effected", "limit": 1}],
        "who": {"anyone": True},
        "ranks": ranks or [["holders"], ["company"], ["others"]],
        "priorities": {"$replace": True},
        "effected": {"clause": "2.1(d)"} | effected,
    }
    overrides = {"demand": demand} | more
    make_agreement(service, agreement("counts", overrides=overrides, holders=HELD))


def asked(day: str = "1999-03-01", **shares: int) -> Json:
    letters = [letter(handed_over(day), shares or {"a": 10})]
    return {"letters": letters, "short_form_qualified": False, "underwritten": True}


def demanded(service: Service, *facts: Json, **shares: int) -> str:
    return begun(service, "demands", asked("1999-03-01", **shares), *facts, agreement="counts")


def used(service: Service, day: str) -> int | None:
    (right,) = read_agreement(service, "counts", as_of=day)["demands"]
    found: int | None = right["limits"][0]["used"]
    return found


def stated(service: Service, condition: str, day: str, **more: Any) -> None:
    post_fact(service, fact("condition_stated", day, condition=condition, **more), "counts")


class TestNeeds:
    def test_it_counts_from_effectiveness(self, service: Service) -> None:
        made(service, {"needs": [EFFECTIVE]})
        demanded(service, *COURSE)
        assert [used(service, day) for day in ("1999-05-02", "1999-05-03")] == [0, 1]

    def test_nothing_undoes_what_the_terms_do_not_let_undo_it(self, service: Service) -> None:
        """The reading on interference has no part in it."""
        made(service, {"needs": [EFFECTIVE]})
        demanded(service, *COURSE, stop_order("1999-06-01"), closing_failed("1999-06-02"))
        assert used(service, "1999-07-01") == 1

    def test_it_is_kept_effective_for_a_span(self, service: Service) -> None:
        """30 days after 3 May end on 2 June: at its end they have run."""
        made(service, {"needs": [EFFECTIVE, KEPT]})
        demanded(service, *COURSE)
        assert [used(service, day) for day in ("1999-06-01", "1999-06-02")] == [0, 1]

    def test_or_until_all_is_sold(self, service: Service) -> None:
        made(service, {"needs": [EFFECTIVE, KEPT]})
        demanded(service, *COURSE, all_sold("1999-05-10"))
        assert [used(service, day) for day in ("1999-05-09", "1999-05-10")] == [0, 1]

    @pytest.mark.parametrize(("order", "expected"), [("1999-06-02", 0), ("1999-06-03", 1)])
    def test_an_order_in_the_span_breaks_it(
        self, service: Service, order: str, expected: int
    ) -> None:
        """The last day of the span is 2 June; nothing lets a later order undo it."""
        made(service, {"needs": [EFFECTIVE, KEPT]})
        demanded(service, *COURSE, stop_order(order))
        assert used(service, "1999-07-01") == expected

    def test_a_holders_own_fault_breaks_nothing_where_it_is_said(self, service: Service) -> None:
        undone = [{"what": "stop_order", "unless": "holder_at_fault"}]
        made(service, {"needs": [EFFECTIVE, KEPT], "undone_by": undone})
        demanded(service, *COURSE, stop_order("1999-05-20", holder_at_fault=True))
        assert used(service, "1999-07-01") == 1

    @pytest.mark.parametrize(
        ("portion", "most", "expected"),
        [
            # a asks for 40 and b for 20: half of 60 are 30.
            (HALF, 30, 1),
            (HALF, 29, 0),
            ({"fraction": "1/2", "is": ">"}, 30, 0),
            ({"fraction": "1/2", "is": ">"}, 31, 1),
            ({"fraction": "1", "is": ">="}, 60, 1),
        ],
    )
    def test_at_least_a_part_is_included(
        self, service: Service, portion: Json, most: int, expected: int
    ) -> None:
        made(service, {"needs": [EFFECTIVE, {"included": portion}]})
        demanded(service, maximum("1999-03-20", most, in_writing=True), *COURSE, a=40, b=20)
        assert used(service, "1999-07-01") == expected

    @pytest.mark.parametrize(
        ("portion", "most", "expected"),
        [
            (HALF | {"whose": "initiators"}, 19, 0),
            (HALF | {"whose": "initiators"}, 20, 1),
            (HALF, 29, 0),
            (HALF | {"whose": "initiators"}, 29, 1),
        ],
    )
    def test_of_what_those_who_asked_wanted(
        self, service: Service, portion: Json, most: int, expected: int
    ) -> None:
        """Half of what a asked for are 20, of what a and b want 30; a comes before b."""
        ranks = [["initiators"], ["holders"], ["company"], ["others"]]
        made(service, {"needs": [EFFECTIVE, {"included": portion}]}, ranks=ranks)
        joined = join("b", 20, handed_over("1999-03-10"))
        demanded(service, joined, maximum("1999-03-20", most, in_writing=True), *COURSE, a=40)
        assert used(service, "1999-07-01") == expected

    PASSED = (transfer("1999-03-15", "a", "d", 40, preferred_as_converted=0, common=40),)

    @pytest.mark.parametrize(
        ("passed", "most", "expected", "counts"),
        [
            # a keeps 20 of its 60 and d has 20 of the 40 that were asked for: both before b.
            (PASSED, 40, {"a": 20, "d": 20, "b": 0}, 1),
            (PASSED, 50, {"a": 20, "d": 20, "b": 10}, 1),
            # 39 of the 40 that those who asked wanted, whoever holds them now.
            (PASSED, 39, {"a": 20, "d": 19, "b": 0}, 0),
            # Further on to e: it stands in the place of d, and that in a's.
            (
                (
                    *PASSED,
                    transfer("1999-03-16", "d", "e", 40, preferred_as_converted=0, common=40),
                ),
                40,
                {"a": 20, "d": 0, "e": 20, "b": 0},
                1,
            ),
        ],
    )
    def test_who_stands_in_the_place_of_one_who_asked_is_an_initiator(
        self, service: Service, passed: tuple[Json, ...], most: int, expected: Json, counts: int
    ) -> None:
        ranks = [["initiators"], ["holders"], ["company"], ["others"]]
        whole = {"fraction": "1/1", "is": ">=", "whose": "initiators"}
        made(service, {"needs": [EFFECTIVE, {"included": whole}]}, ranks=ranks)
        joined = join("b", 20, handed_over("1999-03-10"))
        advised = maximum("1999-03-20", most, in_writing=True)
        name = demanded(service, joined, advised, *COURSE, a=40)
        for each in passed:
            post_fact(service, each, "counts")
        found = read_registration(service, name, as_of="1999-05-03")
        assert included(found) == expected
        assert used(service, "1999-05-03") == counts

    def test_shares_of_one_who_asked_rank_with_those_of_one_who_joins(
        self, service: Service
    ) -> None:
        """b joined before a's shares came to it: it has one rank, and the answer says so."""
        ranks = [["initiators"], ["holders"], ["company"], ["others"]]
        made(service, {"needs": [EFFECTIVE]}, ranks=ranks)
        joined, advised = (
            join("b", 20, handed_over("1999-03-10")),
            maximum("1999-03-20", 30, in_writing=True),
        )
        name = demanded(service, joined, advised, a=40)
        passed = transfer("1999-03-15", "a", "b", 40, preferred_as_converted=0, common=40)
        post_fact(service, passed, "counts")
        found = ok(service.get(f"/v1/registrations/{name}?as_of=1999-04-01"))
        assert included(found["result"]) == {"a": 20, "b": 10}
        (said,) = [x for x in found["assumptions"] if x["code"] == "RANKED_AS_A_WHOLE"]
        assert "came to it from a" in said["says"]

    @pytest.mark.parametrize(
        "later",
        [
            sold("1999-06-01", "a", 50),
            sold("1999-06-01", "b", 30),
            transfer("1999-06-01", "a", "d", 40, preferred_as_converted=0, common=40),
            split("1999-06-01", 2, 1),
        ],
    )
    def test_what_was_included_stays_so_when_its_shares_go_elsewhere(
        self, service: Service, later: Json
    ) -> None:
        """What was included at effectiveness was: a later sale or transfer undoes nothing."""
        made(service, {"needs": [EFFECTIVE, {"included": {"fraction": "3/4", "is": ">="}}]})
        demanded(service, *COURSE, a=40, b=20)
        post_fact(service, later, "counts")
        assert [used(service, day) for day in ("1999-05-03", "1999-07-01")] == [1, 1]
        again = dry_run(service, asked("1999-09-01", c=10), "counts")["result"]
        assert decided(again) == ("refused", "DEMAND_CAP_REACHED")

    def test_what_goes_before_effectiveness_is_not_included(self, service: Service) -> None:
        """a sells 50 of its 60 before: it asked for 40, and 10 of 40 are less than half."""
        made(service, {"needs": [EFFECTIVE, {"included": HALF}]})
        demanded(service, a=40)
        post_fact(service, sold("1999-04-20", "a", 50), "counts")
        assert used(service, "1999-05-03") == 0

    def test_at_least_a_part_is_sold(self, service: Service) -> None:
        """Of 40 asked for three quarters are 30: sold with the second sale."""
        made(service, {"needs": [EFFECTIVE, {"sold": {"fraction": "3/4", "is": ">="}}]})
        sales = [
            fact(
                "shares_sold_in_offering",
                day,
                seller="a",
                seller_class="holders",
                shares=shares,
                price="10.00",
                discount_per_share="0",
            )
            for day, shares in (("1999-05-10", 20), ("1999-05-20", 10))
        ]
        demanded(service, *COURSE, *sales, a=40)
        assert [used(service, day) for day in ("1999-05-19", "1999-05-20")] == [0, 1]

    def test_one_of_two_is_enough(self, service: Service) -> None:
        sold = {"sold": {"fraction": "1", "is": ">="}}
        made(service, {"needs": [EFFECTIVE, {"any": [sold, KEPT]}]})
        demanded(service, *COURSE, all_sold("1999-05-12"))
        assert [used(service, day) for day in ("1999-05-11", "1999-05-12")] == [0, 1]


COMPLIED = {"complied": {"clause": "2.1(d)", "says": "The Company has complied"}}


NEEDS = {"needs": [EFFECTIVE, {"asserted": "complied"}]}


class TestStatedConditions:
    def test_what_is_not_stated_is_not_known(self, service: Service) -> None:
        made(service, NEEDS, conditions=COMPLIED)
        demanded(service, *COURSE)
        answer = ok(service.get("/v1/agreements/counts", as_of="1999-06-01"))
        (right,) = answer["result"]["demands"]
        assert (right["limits"][0]["used"], right["limits"][0]["left"]) == (None, None)
        (missing,) = [each for each in answer["missing_inputs"] if each["name"] == "complied"]
        assert missing["posted_as"] == "condition_stated.holds"
        assert missing["clause"] == "2.1(d)"
        found = dry_run(service, asked("1999-06-01", b=10), "counts")["result"]
        assert decided(found)[0] == "undetermined"

    @pytest.mark.parametrize(("holds", "expected"), [(True, 1), (False, 0)])
    def test_it_is_taken_as_stated(self, service: Service, holds: bool, expected: int) -> None:
        made(service, NEEDS, conditions=COMPLIED)
        demanded(service, *COURSE)
        stated(service, "complied", "1999-05-03", holds=holds)
        assert used(service, "1999-06-01") == expected

    def test_of_one_registration_goes_before_of_all(self, service: Service) -> None:
        made(service, NEEDS, conditions=COMPLIED)
        name = demanded(service, *COURSE)
        stated(service, "complied", "1999-05-03", registration=name, holds=False)
        stated(service, "complied", "1999-05-10")
        assert used(service, "1999-06-01") == 0

    @pytest.mark.parametrize("ceases", [{"holds": False}, {"holds": False, "until": "1999-06-30"}])
    def test_what_counts_is_not_undone_when_it_ceases(self, service: Service, ceases: Json) -> None:
        """All that it needs was so on 3 May; `undone_by` lists what undoes it again."""
        made(service, NEEDS, conditions=COMPLIED)
        demanded(service, *COURSE)
        stated(service, "complied", "1999-05-03", until="1999-05-31")
        days = ("1999-05-02", "1999-05-31", "1999-06-01")
        assert [used(service, day) for day in days] == [0, 1, 1]
        stated(service, "complied", "1999-06-10", **ceases)
        assert [used(service, day) for day in ("1999-06-11", "1999-07-01")] == [1, 1]

    def test_it_has_to_be_so_together_with_the_rest(self, service: Service) -> None:
        """It held until a week before effectiveness, and again from 10 June."""
        made(service, NEEDS, conditions=COMPLIED)
        demanded(service, *COURSE)
        stated(service, "complied", "1999-03-03", until="1999-04-26")
        assert [used(service, day) for day in ("1999-05-03", "1999-06-09")] == [0, 0]
        stated(service, "complied", "1999-06-10", until="1999-06-12")
        assert [used(service, day) for day in ("1999-06-09", "1999-06-10", "1999-07-01")] == [
            0,
            1,
            1,
        ]

    @pytest.mark.parametrize(("silence", "expected"), [("holds", 1), ("fails", 0)])
    def test_the_terms_say_what_silence_means(
        self, service: Service, silence: str, expected: int
    ) -> None:
        condition = COMPLIED["complied"] | {"if_not_stated": silence}
        made(service, NEEDS, conditions={"complied": condition})
        demanded(service, *COURSE)
        assert used(service, "1999-06-01") == expected

    def test_evidence_is_named_where_it_is_asked_for(self, service: Service) -> None:
        condition = COMPLIED["complied"] | {"evidence": "certificate"}
        made(service, NEEDS, conditions={"complied": condition})
        demanded(service, *COURSE)
        stated(service, "complied", "1999-05-03")
        assert used(service, "1999-06-01") is None
        stated(service, "complied", "1999-05-04", document="Certificate of the Secretary")
        assert used(service, "1999-06-01") == 1

    def test_one_that_the_terms_do_not_declare_is_refused(self, service: Service) -> None:
        made(service, NEEDS, conditions=COMPLIED)
        other = fact("condition_stated", "1999-05-03", condition="listed")
        found = service.post("/v1/agreements/counts/events", other)
        assert faults(found) == {"/condition": "no_such_condition"}


class TestOrders:
    def test_undo_it_until_lifted(self, service: Service) -> None:
        undone = [{"what": "stop_order", "restored_by": "lifting"}]
        made(service, {"needs": [EFFECTIVE], "undone_by": undone})
        demanded(service, *COURSE, stop_order("1999-06-01"), order_lifted("1999-06-20"))
        days = ("1999-05-31", "1999-06-01", "1999-06-19", "1999-06-20")
        assert [used(service, day) for day in days] == [1, 0, 0, 1]

    @pytest.mark.parametrize(("order", "expected"), [("1999-06-10", 0), ("1999-06-11", 1)])
    def test_only_until_something(self, service: Service, order: str, expected: int) -> None:
        """Sold on 10 June, the order of that day before the sales."""
        until = {"happened": "registration.distributed"}
        made(
            service,
            {"needs": [EFFECTIVE], "undone_by": [{"what": "stop_order", "until": until}]},
        )
        order_before = stop_order(order) | {"before_sales": True}
        demanded(service, *COURSE, all_sold("1999-06-10"), order_before)
        assert used(service, "1999-07-01") == expected

    @pytest.mark.parametrize(
        ("holders", "elected", "notified", "expected"),
        [
            # Lifted on 20 June. Five days after an election on the 22nd end on the 27th.
            (None, "1999-06-22", "1999-06-27", 1),
            (None, "1999-06-22", "1999-06-28", 0),
            # More than half of the 60 asked for: a's 40, not b's 20.
            (["a"], "1999-06-22", "1999-06-22", 1),
            (["b"], "1999-06-22", "1999-06-22", 0),
            # Before it was lifted nobody elects.
            (None, "1999-06-19", "1999-06-22", 0),
        ],
    )
    def test_unless_the_holders_elect_to_go_on(
        self, service: Service, holders: Any, elected: str, notified: str, expected: int
    ) -> None:
        last = {"count": 5, "unit": "day", "after": "order.elected", "roll": "none"}
        restored = {"fraction": "1/2", "is": ">", "notice_by": last}
        made(
            service,
            {
                "needs": [EFFECTIVE],
                "undone_by": [{"what": "stop_order", "restored_by": restored}],
            },
        )
        more = {"holders": holders} if holders else {}
        election = fact("continuation_elected", elected, notified_on=notified, **more)
        course = (*COURSE, stop_order("1999-06-01"), order_lifted("1999-06-20"), election)
        demanded(service, *course, a=40, b=20)
        assert [used(service, day) for day in ("1999-06-20", "1999-07-01")] == [0, expected]

    def test_when_they_told_the_company_must_be_known(self, service: Service) -> None:
        last = {"count": 5, "unit": "day", "after": "order.elected"}
        restored = {"fraction": "1/2", "is": ">", "notice_by": last}
        undone = [{"what": "stop_order", "restored_by": restored}]
        made(service, {"needs": [EFFECTIVE], "undone_by": undone})
        election = fact("continuation_elected", "1999-06-22")
        demanded(service, *COURSE, stop_order("1999-06-01"), order_lifted("1999-06-20"), election)
        assert used(service, "1999-07-01") is None

    @pytest.mark.parametrize(("fault", "expected"), [(True, 1), (False, 0)])
    def test_a_failed_closing_undoes_it_where_it_is_said(
        self, service: Service, fault: bool, expected: int
    ) -> None:
        undone = [{"what": "closing_failed", "unless": "holder_at_fault"}]
        made(service, {"needs": [EFFECTIVE], "undone_by": undone})
        demanded(service, *COURSE, closing_failed("1999-06-02", solely_holder=fault))
        assert used(service, "1999-07-01") == expected


BAD_NEWS = {"bad_news": {"says": "The Company's condition changed for the worse"}}
FEES = fact(
    "expense_incurred",
    "1999-03-10",
    expense="registration_and_filing_fees",
    amount="1000.00",
)


def bearer(service: Service, name: str, day: str) -> str | None:
    (line,) = read_registration(service, name, day)["money"]["expenses"]["lines"]
    found: str | None = line["borne_by"]
    return found


class TestWithdrawals:
    @pytest.mark.parametrize(
        ("rule", "settled", "expected"),
        [
            ({"counts": "no", "paid_by": "company"}, None, (0, "company")),
            ({"counts": "no", "paid_by": "requesting_holders"}, None, (0, "requesting_holders")),
            ({"counts": "yes", "paid_by": "company"}, None, (1, "company")),
            # Counts, unless they pay.
            ({"counts": "unless_paid"}, None, (1, "company")),
            ({"counts": "unless_paid"}, "paying", (0, "requesting_holders")),
            ({"counts": "unless_paid"}, "forfeiting", (1, "company")),
            # They pay, unless they give up a demand.
            ({"counts": "if_forfeited"}, None, (0, "requesting_holders")),
            ({"counts": "if_forfeited"}, "forfeiting", (1, "company")),
        ],
    )
    def test_count_and_are_paid_for_as_it_is_said(
        self, service: Service, rule: Json, settled: str | None, expected: Any
    ) -> None:
        made(service, {"needs": [EFFECTIVE], "withdrawn": rule})
        chosen = {} if settled is None else {"settled_by": settled}
        name = demanded(service, FEES, withdrawn("1999-03-20") | chosen)
        assert (used(service, "1999-04-01"), bearer(service, name, "1999-04-01")) == expected
        owed = obligation(read_registration(service, name, "1999-04-01"), "expenses")
        company = expected[1] == "company"
        assert (owed["obligor"] == "requesting_holders") is not company

    @pytest.mark.parametrize(
        ("learnt", "expected"),
        [
            # Known before the request of 1 March, and over by then; learnt on the 10th; too late.
            ({"since": "1999-02-01", "until": "1999-02-20"}, (0, "requesting_holders")),
            ({"since": "1999-03-10"}, (0, "company")),
            ({"since": "1999-03-25"}, (0, None)),
            (None, (0, None)),
        ],
    )
    def test_are_free_after_bad_news(
        self, service: Service, learnt: Json | None, expected: Any
    ) -> None:
        rule = {"counts": "if_forfeited", "free_if": [{"asserted": "bad_news"}]}
        made(service, {"needs": [EFFECTIVE], "withdrawn": rule}, conditions=BAD_NEWS)
        name = demanded(service, FEES, withdrawn("1999-03-20"))
        if learnt is not None:
            more = {key: value for key, value in learnt.items() if key == "until"}
            stated(service, "bad_news", learnt["since"], **more)
        assert (used(service, "1999-04-01"), bearer(service, name, "1999-04-01")) == expected

    @pytest.mark.parametrize(("day", "expected"), [("1999-03-15", 0), ("1999-03-26", 1)])
    def test_are_free_while_a_delay_runs(self, service: Service, day: str, expected: int) -> None:
        """Ten days from 15 March: the last is the 24th."""
        rule = {"counts": "unless_paid", "free_if": [{"delayed": True}]}
        made(service, {"needs": [EFFECTIVE], "withdrawn": rule})
        demanded(service, delay("1999-03-15", 10), withdrawn(day))
        assert used(service, "1999-04-01") == expected

    def test_what_is_free_is_open_where_it_decides(self, service: Service) -> None:
        rule = {"counts": "unless_paid", "free_if": [{"asserted": "bad_news"}]}
        made(service, {"needs": [EFFECTIVE], "withdrawn": rule}, conditions=BAD_NEWS)
        demanded(service, withdrawn("1999-03-20"))
        assert used(service, "1999-04-01") is None


class TestAnswers:
    def test_explain_themselves(self, service: Service) -> None:
        needs = [EFFECTIVE, KEPT, {"included": HALF}, {"asserted": "complied"}]
        undone = [{"what": "stop_order", "restored_by": "lifting"}]
        made(service, {"needs": needs, "undone_by": undone}, conditions=COMPLIED)
        name = demanded(service, *COURSE, stop_order("1999-05-20"), order_lifted("1999-05-25"))
        stated(service, "complied", "1999-05-03")
        for audit in (
            audit_registration(service, name, "counts", "1999-07-03"),
            audit_agreement(service, "counts", as_of="1999-07-03"),
        ):
            assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
            assert audit.misquoted_inputs() == audit.forward_references() == []

    def test_each_right_has_its_own(self, service: Service) -> None:
        """What counts under one right is not what counts under the other."""
        own = ok(service.get("/v1/templates/ctc-1998"))["terms"]["demand"]
        for name in ("opens", "cap", "short_form", "standstill"):
            own[name] = None
        own |= {"who": {"anyone": True}}
        uses = [{"counts": "effected", "limit": 2, "of": ["long", "short"]}]
        long = own | {"uses": uses, "effected": {"needs": [EFFECTIVE]}}
        short = own | {"uses": uses, "effected": {"needs": [EFFECTIVE, KEPT]}}
        overrides = {
            "demand": None,
            "demands": {"long": long, "short": short},
            "readings": {"standstill_applies_to_takedown": False},
        }
        make_agreement(service, agreement("counts", overrides=overrides, holders=HELD))
        for under in ("long", "short"):
            begun(service, "demands", asked() | {"demand": under}, *COURSE, agreement="counts")
        found = read_agreement(service, "counts", as_of="1999-05-20")["demands"]
        assert [each["limits"][0]["used"] for each in found] == [1, 1]

    def test_without_a_record(self, service: Service) -> None:
        terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        undone = [{"what": "stop_order", "restored_by": {"fraction": "1/2", "is": ">"}}]
        rule = {"counts": "unless_paid", "free_if": [{"asserted": "bad_news"}]}
        terms["conditions"] = BAD_NEWS
        terms["demand"]["effected"] = {
            "needs": [EFFECTIVE, {"included": HALF}],
            "undone_by": undone,
            "withdrawn": rule,
        }
        effective: Json = {"effective_on": "1999-05-03", "requested_shares": 60}
        lifted = {"on": "1999-06-01", "holder_at_fault": False, "lifted_on": "1999-06-20"}
        order = effective | {"included_shares": 60, "interferences": [lifted]}
        elected: Json = {"on": "1999-06-21", "enough": True}
        news: Json = {"condition": "bad_news", "since": "1999-03-10"}
        lives: list[tuple[Json, int]] = [
            (effective | {"included_shares": 29}, 0),
            (effective | {"included_shares": 30}, 1),
            (order, 0),
            (order | {"elections": [elected]}, 1),
            ({"withdrawn_on": "1999-03-20", "conditions": [news]}, 0),
            ({"withdrawn_on": "1999-03-20", "settled_by": "paying"}, 0),
            ({"withdrawn_on": "1999-03-20", "conditions": [news | {"holds": False}]}, 1),
        ]
        for life, expected in lives:
            body = {"terms": terms, "registrations": [{"id": "one"} | life], "as_of": "1999-07-01"}
            found = ok(service.post("/v1/compute/demand-count", body))["result"]
            assert found["effected"] == expected, life
        bills = [{"kind": "registration_and_filing_fees", "amount": "10.00"}]
        bearers: list[tuple[Json, str | None]] = [
            ({"withdrawal_is_free": False}, "company"),
            ({"withdrawal_is_free": False, "settled_by": "paying"}, "requesting_holders"),
            ({"withdrawal_is_free": True, "settled_by": "paying"}, "company"),
            ({"settled_by": "paying"}, None),
        ]
        for more, who in bearers:
            body = {"terms": terms, "withdrawn": True, "expenses": bills} | more
            found = ok(service.post("/v1/compute/expenses", body))["result"]
            assert found["lines"][0]["borne_by"] == who

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({"requested_of_initiators": 40, "included_of_initiators": 20}, (1, [])),
            ({"requested_of_initiators": 40, "included_of_initiators": 19}, (0, [])),
            ({"included_shares": 60}, (None, ["included_of_initiators"])),
        ],
    )
    def test_of_the_initiators_without_a_record(
        self, service: Service, said: Json, expected: tuple[int | None, list[str]]
    ) -> None:
        terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        whose = {"included": HALF | {"whose": "initiators"}}
        terms["demand"]["effected"] = {"needs": [EFFECTIVE, whose]}
        life: Json = {"id": "one", "effective_on": "1999-05-03", "requested_shares": 60} | said
        body = {"terms": terms, "registrations": [life], "as_of": "1999-07-01"}
        found = ok(service.post("/v1/compute/demand-count", body))
        named = [each["name"] for each in found["missing_inputs"]]
        assert (found["result"]["effected"], named) == expected
