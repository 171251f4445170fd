"""A request by fax that nobody is known to have acknowledged may be in or out (9(b), QA16).

What sums over those who take part is the same either way, or it is not known: the cutback (2(f)),
the approval of the underwriter (4(b)), the end of what is sold (3(a)(iii)), what counts as effected
(2(e)), who may sell. Holders a 60 and b 40 shares of common, unless a test says otherwise.
"""

from typing import ClassVar

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    demand,
    fact,
    faxed,
    filed,
    handed_over,
    holder,
    join,
    letter,
    letter_added,
    maximum,
    notice,
    own_registration,
    shelf,
    stop_order,
    takedown,
    withdrawn,
)
from tests.api.calls import (
    begun,
    decided,
    included,
    joins,
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    read_registration,
)
from tests.api.ends.test_sold_out import sale
from tests.running.service import Service

KNOWN = "1999-03-05"
EFFECTIVE = (filed("1999-05-20"), declared_effective("1999-06-01"))


def holding(service: Service, **common: int) -> None:
    holders = [holder(name, shares) for name, shares in common.items()]
    make_agreement(service, agreement("ab", holders=holders))


@pytest.fixture
def two(service: Service) -> Service:
    holding(service, a=60, b=40)
    return service


def may_sell(service: Service, who: str, day: str, manner: str = "under_registration") -> str:
    ask = {"holder": who, "on": day, "manner": manner}
    found: str = ok(service.get("/v1/agreements/ab/may-sell", **ask))["result"]["may_sell"]
    return found


def missing(service: Service, registration: str, day: str) -> set[str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return {each["name"] for each in answer["missing_inputs"]}


class TestCutBack:
    """Asked for is more than the maximum: what a gets turns on whether b asked too."""

    def own(self, service: Service, acknowledged: str | None) -> str:
        body = own_registration(
            occurred_on="1999-03-01", planned_filing_on="1999-04-15", company_shares=100
        )
        told = notice("a", handed_over("1999-03-02")), notice("b", handed_over("1999-03-02"))
        asked = join("a", 60, handed_over(KNOWN)), join("b", 40, faxed(KNOWN, acknowledged))
        most = maximum("1999-03-20", 130, in_writing=True)
        return begun(service, "incidentals", body, *told, *asked, most, agreement="ab")

    def test_own_registration(self, two: Service) -> None:
        """The Company 100 first; of 30 left a has 18 and b 12, or a has all 30."""
        registration = self.own(two, None)
        result = read_registration(two, registration, "1999-03-21")
        assert joins(result)["b"] == ("undetermined", None)
        assert included(result) == {"ctc": 100, "a": None, "b": None}
        assert result["allocation"]["cut_back"] is True
        assert result["allocation"]["total"] == 130
        assert "acknowledged_on" in missing(two, registration, "1999-03-21")

    def test_own_registration_acknowledged(self, two: Service) -> None:
        result = read_registration(two, self.own(two, KNOWN), "1999-03-21")
        assert included(result) == {"ctc": 100, "a": 18, "b": 12}

    @pytest.mark.parametrize(
        ("acknowledged", "shares"),
        [(None, {"a": None, "b": None}), ("1999-07-05", {"a": 30, "b": 20})],
    )
    def test_sale_off_the_shelf(
        self, two: Service, acknowledged: str | None, shares: dict[str, int | None]
    ) -> None:
        """100 asked for and 50 fit: a 30 and b 20, or a all 50."""
        both = letter(handed_over("1999-05-02"), {"a": 60, "b": 40})
        on = {"conversion_proposed_on": "1999-05-01", "certificate_date": "1999-06-01"}
        on_shelf = begun(two, "shelves", shelf(both, **on), *EFFECTIVE, agreement="ab")
        registration = begun(
            two,
            "takedowns",
            takedown(on_shelf, letter(handed_over("1999-07-01"), {"a": 60})),
            notice("b", handed_over("1999-07-02")),
            join("b", 40, faxed("1999-07-05", acknowledged)),
            maximum("1999-07-20", 50, in_writing=True),
            agreement="ab",
        )
        assert included(read_registration(two, registration, "1999-07-21")) == shares

    def test_nothing_is_cut_whoever_is_in(self, two: Service) -> None:
        """In a demand timely requests come in whole: a's 50 are the same either way."""
        body = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=False)
        registration = post_demand(two, body, "ab")["result"]["registration_id"]
        post_events(
            two,
            registration,
            notice("b", handed_over("1999-03-02")),
            join("b", 10, faxed(KNOWN)),
        )
        result = read_registration(two, registration, "1999-03-21")
        assert included(result) == {"a": 60, "b": None}
        assert result["allocation"]["total"] is None

    def test_own_letter_that_may_stand_instead(self, two: Service) -> None:
        """a asked for 60 and by fax for 10 instead: which of them it is in for is open."""
        body = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=False)
        registration = post_demand(two, body, "ab")["result"]["registration_id"]
        post_events(two, registration, letter_added(letter(faxed(KNOWN), {"a": 10})))
        assert included(read_registration(two, registration, "1999-03-21")) == {"a": None}


class TestApproval:
    """4(b): a 100 approves; b's 300 by fax would make it 100 of 400."""

    @pytest.mark.parametrize(
        ("acknowledged", "approved", "status"),
        [(None, None, "unconfirmed"), (KNOWN, False, "open")],
    )
    def test_vote(
        self, service: Service, acknowledged: str | None, approved: bool | None, status: str
    ) -> None:
        holding(service, a=700, b=600)
        body = demand(letter(handed_over("1999-03-01"), {"a": 100}), underwritten=True)
        registration = post_demand(service, body, "ab")["result"]["registration_id"]
        bank = {"underwriter": "Bank"}
        post_events(
            service,
            registration,
            notice("b", handed_over("1999-03-02")),
            join("b", 300, faxed(KNOWN, acknowledged)),
            fact("underwriter_selected", "1999-03-20", **bank),
            fact("underwriter_approved", "1999-03-25", **bank, holders=["a"]),
        )
        result = read_registration(service, registration, "1999-03-26")
        vote = result["underwriting"]["vote"]
        assert vote["approved"] is approved
        assert vote["included_shares"] == (None if acknowledged is None else 400)
        assert vote["approving_shares"] == 100
        assert obligation(result, "underwriter")["status"] == status


class TestSold:
    """a sells all its 60 on 10 May; b's 10 by fax, if in, keep the registration going."""

    @pytest.fixture
    def sold(self, two: Service) -> str:
        body = demand(letter(handed_over("1999-03-01"), {"a": 60}))
        registration: str = post_demand(two, body, "ab")["result"]["registration_id"]
        post_events(
            two,
            registration,
            notice("b", handed_over("1999-03-02")),
            join("b", 10, faxed(KNOWN)),
            filed("1999-04-12"),
            declared_effective("1999-05-01"),
            sale("1999-05-10", 60),
        )
        return registration

    def test_end(self, two: Service, sold: str) -> None:
        result = read_registration(two, sold, "1999-05-20")
        assert result["state"] == "effective"
        assert result.get("ended_on") is None
        assert obligation(result, "maintain")["status"] != "performed"

    @pytest.mark.usefixtures("sold")
    def test_may_sell(self, two: Service) -> None:
        assert may_sell(two, "b", "1999-05-05") == "unknown"
        assert may_sell(two, "b", "1999-05-20") == "unknown"

    def test_effected(self, two: Service, sold: str) -> None:
        """An order on 1 June came after the last sale, or before it (2(e)(i))."""
        post_events(two, sold, stop_order("1999-06-01"))
        assert read_registration(two, sold, "1999-06-02")["effected"] is None
        left = ok(two.get("/v1/agreements/ab", as_of="1999-06-02"))["result"]["demands"]
        assert left["effected"] is None


class TestOnTheShelf:
    """b's letter by fax is the second: a, which has sold, was alone on the shelf or was not."""

    def test_may_sell_and_end(self, two: Service) -> None:
        first = letter(handed_over("1999-05-02"), {"a": 60})
        on = {"conversion_proposed_on": "1999-05-01", "certificate_date": "1999-06-01"}
        body = shelf(first, letter(faxed("1999-05-04"), {"b": 40}), **on)
        registration = begun(
            two,
            "shelves",
            body,
            *EFFECTIVE,
            sale("1999-06-10", 60),
            agreement="ab",
        )
        result = read_registration(two, registration, "1999-06-20")
        assert joins(result)["b"] == ("undetermined", None)
        assert result["state"] == "effective"
        assert may_sell(two, "b", "1999-06-20") == "unknown"
        assert may_sell(two, "a", "1999-06-20") == "no"


class TestTheShelfOfASale:
    """2(a)(ii), (iii): a sale off the shelf of a's 60 and, if its fax was received, b's 40.

    It is complete on 2 August 1999: nothing is left on the shelf, or b's 40 through 1 June 2000.
    """

    def completed(self, service: Service, acknowledged: str | None) -> str:
        both = letter(handed_over("1999-05-02"), {"a": 60, "b": 40})
        on = {"conversion_proposed_on": "1999-05-01", "certificate_date": "1999-06-01"}
        told = fact("conversion_completed", "1999-06-01")
        on_shelf = begun(service, "shelves", shelf(both, **on), *EFFECTIVE, told, agreement="ab")
        begun(
            service,
            "takedowns",
            takedown(on_shelf, letter(handed_over("1999-07-01"), {"a": 60})),
            notice("b", handed_over("1999-07-02")),
            join("b", 40, faxed("1999-07-05", acknowledged)),
            fact("distribution_completed", "1999-08-02"),
            agreement="ab",
        )
        return on_shelf

    def test_its_end_is_not_known(self, two: Service) -> None:
        on_shelf = self.completed(two, None)
        result = read_registration(two, on_shelf, "1999-08-03")
        assert result["windows"]["effectiveness"]["last_day"] is None
        assert obligation(result, "maintain")["status"] != "performed"
        assert may_sell(two, "b", "1999-08-03") == "unknown"
        assert "acknowledged_on" in missing(two, on_shelf, "1999-08-03")

    def test_it_ends_with_the_sale_of_both(self, two: Service) -> None:
        on_shelf = self.completed(two, "1999-07-05")
        result = read_registration(two, on_shelf, "1999-08-03")
        assert (result["state"], result.get("ended_on")) == ("closed", "1999-08-02")

    def test_it_does_not_where_b_sells_all_the_same(self, two: Service) -> None:
        """b's 40 are sold under the shelf itself on 2 July: then nothing is left either way."""
        on_shelf = self.completed(two, None)
        post_events(two, on_shelf, sale("1999-07-02", 40, "b"))
        result = read_registration(two, on_shelf, "1999-08-03")
        assert (result["state"], result["ended_on"]) == ("closed", "1999-08-02")


class TestEnoughAsk:
    """9(b), QB10: a holds 45, b 40 and c 15: with b they are the Requisite Holders."""

    @pytest.mark.parametrize(
        ("acknowledged", "decision"),
        [(None, "undetermined"), (KNOWN, "accepted")],
    )
    def test_letter_added(self, service: Service, acknowledged: str | None, decision: str) -> None:
        holding(service, a=45, b=40, c=15)
        body = demand(letter(handed_over("1999-03-01"), {"a": 10}))
        registration = post_demand(service, body, "ab")["result"]["registration_id"]
        more = letter(faxed(KNOWN, acknowledged), {"b": 10})
        post_events(service, registration, letter_added(more))
        result = read_registration(service, registration, "1999-03-21")
        assert decided(result)[0] == decision

    def test_day_of_completion(self, service: Service) -> None:
        """Complete on 5 March by the fax, or on the 10th with c's letter."""
        holding(service, a=45, b=40, c=15)
        body = demand(letter(handed_over("1999-03-01"), {"a": 10}))
        registration = post_demand(service, body, "ab")["result"]["registration_id"]
        more = letter(faxed(KNOWN), {"b": 10}), letter(handed_over("1999-03-10"), {"c": 10})
        post_events(service, registration, *(letter_added(each) for each in more))
        result = read_registration(service, registration, "1999-03-21")
        assert decided(result)[0] == "undetermined"

    def test_it_does_not_matter(self, service: Service) -> None:
        """a and c are enough without b."""
        holding(service, a=45, b=40, c=15)
        body = demand(letter(handed_over("1999-03-01"), {"a": 10, "c": 10}))
        registration = post_demand(service, body, "ab")["result"]["registration_id"]
        post_events(service, registration, letter_added(letter(faxed(KNOWN), {"b": 10})))
        assert decided(read_registration(service, registration, "1999-03-21"))[0] == "accepted"


class TestLargeEnough:
    """QG13: 50 shares are the least; a asks for 30 on 1 March 1999, and b by fax for 20 more."""

    def asked(
        self, service: Service, *more: Json, acknowledged: str | None = None
    ) -> tuple[str, Json]:
        holders = [holder("a", 60), holder("b", 40)]
        least = {"demand": {"minimum_shares": 50}}
        make_agreement(service, agreement("ab", holders=holders, overrides=least))
        body = demand(letter(handed_over("1999-03-01"), {"a": 30}), short_form_qualified=False)
        registration: str = post_demand(service, body, "ab")["result"]["registration_id"]
        by_fax = letter_added(letter(faxed(KNOWN, acknowledged), {"b": 20}))
        post_events(service, registration, by_fax, *more)
        return registration, read_registration(service, registration, "1999-03-21")

    def assert_open(self, service: Service, registration: str, result: Json) -> None:
        assert decided(result)[0] == "undetermined"
        found = result["determination"]
        assert (found["received_on"], found["due_on"]) == (None, None)
        assert "acknowledged_on" in missing(service, registration, "1999-03-21")

    def test_is_not_known(self, service: Service) -> None:
        """With the fax 50 are asked for on 5 March, without it 30: too small (2(a)(i))."""
        self.assert_open(service, *self.asked(service))

    def test_is_not_known_beside_a_letter_of_that_day(self, service: Service) -> None:
        """a's second letter of 5 March asks for ten in addition: 40 without the fax, 60 with it."""
        more = letter(handed_over(KNOWN), {"a": 10}) | {"in_addition": True}
        self.assert_open(service, *self.asked(service, letter_added(more)))

    def test_is_by_the_letter_of_a_later_day(self, service: Service) -> None:
        """Large enough with the fax on 5 March, and without it on the 10th: the day is open."""
        more = letter(handed_over("1999-03-10"), {"a": 30}) | {"in_addition": True}
        self.assert_open(service, *self.asked(service, letter_added(more)))

    def test_with_the_fax(self, service: Service) -> None:
        """5 March + 90 days is Thursday 3 June."""
        _, result = self.asked(service, acknowledged=KNOWN)
        assert decided(result)[0] == "accepted"
        assert result["determination"]["due_on"] == "1999-06-03"


def test_nothing_is_open_once_acknowledged_late(two: Service) -> None:
    """Window 2 to 22 March; acknowledged on the 23rd, the request of the 5th is late (2(a)(i))."""
    body: Json = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=False)
    registration = post_demand(two, body, "ab")["result"]["registration_id"]
    late = join("b", 10, faxed(KNOWN, "1999-03-23"))
    post_events(two, registration, notice("b", handed_over("1999-03-02")), late)
    result = read_registration(two, registration, "1999-03-24")
    assert joins(result)["b"] == ("refused", "JOIN_LATE")
    assert included(result) == {"a": 60}


class TestTwoJoinsOfOneDay:
    """b asks on one day for 10 and for 30; only its second letter says how they go together."""

    @pytest.mark.parametrize(
        ("said", "shares"),
        [(True, {"ctc": 100, "a": 18, "b": 12}), (False, {"ctc": 100, "a": 20, "b": 10})],
    )
    def test_the_second_settles_it(
        self, two: Service, said: bool, shares: dict[str, int | None]
    ) -> None:
        """In addition: 40, and a has 30 * 60/100. Not in addition: 30, and a 30 * 60/90."""
        body = own_registration(
            occurred_on="1999-03-01", planned_filing_on="1999-04-15", company_shares=100
        )
        on = handed_over(KNOWN)
        registration = begun(
            two,
            "incidentals",
            body,
            notice("a", handed_over("1999-03-02")),
            notice("b", handed_over("1999-03-02")),
            join("a", 60, on),
            join("b", 10, on),
            join("b", 30, on) | {"in_addition": said},
            maximum("1999-03-20", 130, in_writing=True),
            agreement="ab",
        )
        result = read_registration(two, registration, "1999-03-21")
        assert included(result) == shares
        assert "in_addition" not in missing(two, registration, "1999-03-21")


class TestNumberOfDemands:
    """2(a)(i) allows three: two are effected, and the third came by fax, if it came."""

    @pytest.mark.parametrize(
        ("acknowledged", "decision"),
        [(None, "undetermined"), (KNOWN, "refused")],
    )
    def test_fourth(self, two: Service, acknowledged: str | None, decision: str) -> None:
        for first, effective in (("1998-11-02", "1998-12-15"), ("1998-12-01", "1998-12-28")):
            body = demand(letter(handed_over(first), {"a": 10}))
            one = post_demand(two, body, "ab")["result"]["registration_id"]
            post_events(two, one, filed(effective), declared_effective(effective))
        post_demand(two, demand(letter(faxed(KNOWN, acknowledged), {"a": 10})), "ab")
        body = demand(letter(handed_over("1999-04-01"), {"a": 10}))
        fourth = post_demand(two, body, "ab")["result"]["registration_id"]
        result = read_registration(two, fourth, "1999-04-02")
        assert decided(result)[0] == decision
        told = "acknowledged_on" in missing(two, fourth, "1999-04-02")
        assert told is (acknowledged is None)


@pytest.mark.parametrize(("form", "verdict"), [(None, "unknown"), ("S-1", "no")])
def test_holdback_of_an_undetermined_registration(
    two: Service, form: str | None, verdict: str
) -> None:
    """2(b), 4(c): without its form it is open whether a merger's registration is one at all."""
    body = own_registration(
        occurred_on="1999-03-01", planned_filing_on="1999-04-15", purpose="merger", form=form
    )
    begun(
        two,
        "incidentals",
        body,
        fact("holdback_required", "1999-04-01", firm_commitment=True),
        filed("1999-04-15", "S-1"),
        declared_effective("1999-05-01"),
        agreement="ab",
    )
    assert may_sell(two, "a", "1999-05-10", "rule_144") == verdict


class TestAllOthersWithdrew:
    """2(e), QB19: a asks on 1 March 1999 and takes it back on the 10th; b by fax on the 5th for 10.

    With b's request the demand goes on, and is due on 90 days' end: 30 May, a Sunday; Monday is
    Memorial Day, so on 1 June. Without it nobody asks any more.
    """

    def demanded(self, service: Service, acknowledged: str | None, sent: str = KNOWN) -> str:
        asked = letter(handed_over("1999-03-01"), {"a": 60})
        body = demand(asked, underwritten=False, short_form_qualified=False)
        registration: str = post_demand(service, body, "ab")["result"]["registration_id"]
        post_events(
            service,
            registration,
            notice("b", handed_over("1999-03-02")),
            join("b", 10, faxed(sent, acknowledged)),
            withdrawn("1999-03-10", "a"),
        )
        return registration

    def test_is_not_known(self, two: Service) -> None:
        registration = self.demanded(two, None)
        result = read_registration(two, registration, "1999-03-21")
        assert result["state"] not in ("withdrawn", "closed")
        assert result.get("ended_on") is None
        # Open with b's request, and owed to nobody without it.
        assert obligation(result, "effect")["status"] == "unconfirmed"
        later = read_registration(two, registration, "1999-06-02")
        assert obligation(later, "effect")["status"] == "unconfirmed"
        assert "acknowledged_on" in missing(two, registration, "1999-06-02")

    def test_leaves_open_what_is_left(self, two: Service) -> None:
        """2(a)(i): pending, or withdrawn and not counted."""
        self.demanded(two, None)
        answer = ok(two.get("/v1/agreements/ab", as_of="1999-03-21"))
        left = answer["result"]["demands"]
        assert (left["effected"], left["pending"], left["remaining"]) == (0, None, None)
        assert "acknowledged_on" in {each["name"] for each in answer["missing_inputs"]}

    def test_goes_on_with_it(self, two: Service) -> None:
        registration = self.demanded(two, KNOWN)
        result = read_registration(two, registration, "1999-06-02")
        assert obligation(result, "effect")["status"] == "overdue_review"

    @pytest.mark.parametrize("sent", ["1999-03-11", "1999-03-23"])
    def test_is_over_where_the_fax_came_too_late_in_any_case(self, two: Service, sent: str) -> None:
        """Sent on the day after, or after the window of 2 to 22 March: nobody is left who asks."""
        registration = self.demanded(two, None, sent)
        result = read_registration(two, registration, "1999-03-24")
        assert (result["state"], result["ended_on"]) == ("withdrawn", "1999-03-10")


class TestMoreShares:
    """2(a)(ii): b asks by fax that the shelf be amended for its 40; the amendment is made later."""

    MORE: ClassVar[Json] = {"procedure": "more_shares", "holder": "b"}

    def amended(self, two: Service, acknowledged: str | None, performed: Json) -> str:
        asked = letter(handed_over("1999-05-02"), {"a": 60})
        on = {"conversion_proposed_on": "1999-05-01", "certificate_date": "1999-06-01"}
        sent = faxed("1999-07-01", acknowledged)
        more = {"kind": "procedure_requested", "shares": 40, "delivery": sent} | self.MORE
        made = fact("procedure_performed", "1999-07-20", **performed)
        facts = (*EFFECTIVE, conversion("1999-06-01"), more, made)
        return begun(two, "shelves", shelf(asked, **on), *facts, agreement="ab")

    @pytest.mark.parametrize(
        ("acknowledged", "performed", "shares", "may"),
        [
            ("1999-07-02", {"procedure": "more_shares"}, 40, "yes"),
            (None, {"procedure": "more_shares"}, None, "unknown"),
            # What was taken in for it by name was asked for, and came.
            (None, MORE, 40, "yes"),
        ],
    )
    def test_are_in_as_far_as_the_request_came(
        self,
        two: Service,
        acknowledged: str | None,
        performed: Json,
        shares: int | None,
        may: str,
    ) -> None:
        registration = self.amended(two, acknowledged, performed)
        result = read_registration(two, registration, "1999-07-21")
        assert included(result) == {"a": 60, "b": shares}
        assert may_sell(two, "b", "1999-07-21") == may
        if may == "unknown":
            assert "acknowledged_on" in missing(two, registration, "1999-07-21")


@pytest.mark.parametrize(
    ("acknowledged", "status"), [(None, "unconfirmed"), (KNOWN, "open"), ("none", "performed")]
)
def test_an_underwriting_agreement_may_have_to_satisfy_one_more(
    two: Service, acknowledged: str | None, status: str
) -> None:
    """4(a), QF21: it satisfies a; b, who may have joined by fax, has not been asked."""
    joined = [] if acknowledged == "none" else [join("b", 40, faxed(KNOWN, acknowledged))]
    facts = (
        notice("b", handed_over("1999-03-02")),
        *joined,
        fact("underwriting_agreement_approved", "1999-03-20", holder="a"),
        fact("underwriting_agreement_made", "1999-03-22", holders=["a"]),
    )
    asked = demand(letter(handed_over("1999-03-01"), {"a": 60}), underwritten=True)
    registration = begun(two, "demands", asked, *facts, agreement="ab")
    result = read_registration(two, registration, "1999-03-23")
    assert obligation(result, "underwriting_agreement")["status"] == status
