"""Holders who come in later: 3(c), 9(f), 2(a)(ii), with QG5.

Holders a 600 and b 400 shares of common. On 1 March 1999 a and b ask for 100 each, or for all; the
statement is effective on 14 May, and kept so through 10 November (3(a)(iii): 180 days).
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    letter,
    misleading,
    new_prospectus,
    own_registration,
    prohibition,
    shelf,
    takedown,
    transfer,
)
from tests.api.calls import (
    begun,
    included,
    kept,
    make_agreement,
    ok,
    post_demand,
    post_event,
    post_events,
    post_fact,
    read_registration,
)
from tests.running.service import Service

EFFECTIVE = (filed("1999-04-15"), declared_effective("1999-05-14"))
HELD_TEN_DAYS = (
    misleading("1999-06-01"),
    new_prospectus("1999-06-10", "a"),
    new_prospectus("1999-06-10", "b"),
)


def made(service: Service, **readings: object) -> str:
    holders = [{"id": "a", "name": "A", "common": 600}, {"id": "b", "name": "B", "common": 400}]
    body = {"template": "ctc-1998", "id": "ab", "holders": holders}
    overrides = {"overrides": {"readings": readings}} if readings else {}
    identifier: str = make_agreement(service, body | overrides)["result"]["id"]
    return identifier


def asked(day: str = "1999-03-01", **shares: int) -> Json:
    return letter(handed_over(day), shares or {"a": 100, "b": 100})


def demanded(service: Service, *facts: Json, readings: Json | None = None, **more: Any) -> str:
    shares = more.pop("shares", {"a": 100, "b": 100})
    answer = post_demand(service, demand(asked(**shares), **more), made(service, **readings or {}))
    registration: str = answer["result"]["registration_id"]
    post_events(service, registration, *facts)
    return registration


def shelved(service: Service, *facts: Json, early: Json | None = None, **shares: int) -> str:
    """A shelf effective on 15 March 1999, kept through 15 March 2000 (2(a)(ii), QC1).

    `early` happened to the agreement before it.
    """
    agreement = made(service)
    if early is not None:
        post_fact(service, early, agreement)
    dates = {"conversion_proposed_on": "1999-02-01", "certificate_date": "1999-03-15"}
    begin = shelf(asked("1999-02-01", **shares), **dates)
    effective = (filed("1999-02-20"), declared_effective("1999-03-15"), conversion("1999-03-15"))
    return begun(service, "shelves", begin, *effective, *facts, agreement=agreement)


def passes(day: str, giver: str, taker: str, shares: int, **more: Any) -> Json:
    """Common shares pass to an affiliate, who is holder of record on the same day."""
    return transfer(day, giver, taker, 0, **{"preferred_as_converted": 0, "common": shares} | more)


def may_sell(
    service: Service, holder: str, day: str, manner: str = "under_registration"
) -> tuple[str, set[str]]:
    ask = {"holder": holder, "on": day, "manner": manner}
    result = ok(service.get("/v1/agreements/ab/may-sell", **ask))["result"]
    under = (each["reasons"] for each in result["registrations"])
    reasons = (*result["reasons"], *(bar for bars in under for bar in bars))
    return result["may_sell"], {each["code"] for each in reasons}


def duty(service: Service, registration: str, day: str, identifier: str) -> Json | None:
    """An obligation of a day, if there is one."""
    found = read_registration(service, registration, day)["obligations"]
    return next((each for each in found if each["id"] == identifier), None)


class TestAFinishedHold:
    """3(c): the days are those until each Holder who was given the notice has the prospectus."""

    @pytest.mark.parametrize("everyone", [False, True])
    def test_is_not_reopened_by_a_transfer(self, service: Service, everyone: bool) -> None:
        received = (new_prospectus("1999-06-10"),) if everyone else HELD_TEN_DAYS[1:]
        registration = demanded(service, *EFFECTIVE, HELD_TEN_DAYS[0], *received)
        post_fact(service, passes("1999-08-02", "b", "h", 400), "ab")
        for day in ("1999-08-03", "1999-11-20"):
            result = read_registration(service, registration, day)
            assert (result["state"], result["overlays"]) == ("effective", [])
            assert kept(result) == ("1999-11-10", 10, "1999-11-20")
        assert read_registration(service, registration, "1999-11-21")["state"] == "expired"
        assert may_sell(service, "h", "1999-08-03") == ("yes", set())

    def test_of_a_shelf_is_not_reopened_by_a_transfer(self, service: Service) -> None:
        registration = shelved(service, *HELD_TEN_DAYS, a=100, b=100)
        post_fact(service, passes("1999-08-02", "b", "h", 400), "ab")
        assert kept(read_registration(service, registration, "1999-08-03"))[1:] == (
            10,
            "2000-03-25",
        )
        assert may_sell(service, "h", "1999-08-03") == ("yes", set())

    def test_is_not_reopened_by_one_whom_the_shelf_takes_in(self, service: Service) -> None:
        """b comes in on 20 July under a prospectus that does not mislead any more."""
        registration = shelved(service, *HELD_TEN_DAYS[:2], a=300)
        more = {"procedure": "more_shares", "holder": "b"}
        delivery = handed_over("1999-07-01")
        asks = {"kind": "procedure_requested", "delivery": delivery, "shares": 200} | more
        post_events(service, registration, asks, fact("procedure_performed", "1999-07-20", **more))
        result = read_registration(service, registration, "1999-07-21")
        assert result["overlays"] == []
        assert kept(result)[1:] == (10, "2000-03-25")
        assert may_sell(service, "b", "1999-07-21") == ("yes", set())

    def test_that_a_holder_opened_is_not_wiped_out_by_a_later_notice(
        self, service: Service
    ) -> None:
        """QD11: ten days of June, six of September; the Company's notice is of another event."""
        own = {"kind": "holder_misstatement_notice", "holder": "a"}
        registration = demanded(
            service,
            *EFFECTIVE,
            own | {"delivery": handed_over("1999-06-01")},
            new_prospectus("1999-06-10"),
            misleading("1999-09-15"),
            new_prospectus("1999-09-20"),
        )
        result = read_registration(service, registration, "1999-09-21")
        assert kept(result) == ("1999-11-10", 16, "1999-11-26")

    def test_is_one_with_that_of_the_holder_while_it_lasts(self, service: Service) -> None:
        """QD11: a notice of the Company before the new prospectus is of the same event."""
        own = {"kind": "holder_misstatement_notice", "holder": "a"}
        registration = demanded(
            service,
            *EFFECTIVE,
            own | {"delivery": handed_over("1999-06-01")},
            misleading("1999-06-05"),
            new_prospectus("1999-06-10"),
        )
        result = read_registration(service, registration, "1999-06-11")
        assert kept(result) == ("1999-11-10", 6, "1999-11-16")


DRAFTS = fact(
    "drafts_delivered",
    "1999-04-01",
    holders=["a", "b"],
    advisers=["counsel", "accountants"],
    documents=[
        "draft_registration_statement",
        "final_registration_statement",
        "draft_prospectus",
        "final_prospectus",
    ],
    planned_filing_on="1999-04-15",
)


class TestWhatReachedAHolder:
    """9(f): what was in time for one is in time for whoever takes its place."""

    def test_drafts_of_a_predecessor_are_those_of_its_successor(self, service: Service) -> None:
        """Clause 5: due on 8 April, five business days before 15 April; in time on the 1st."""
        registration = demanded(service, DRAFTS, underwritten=False)
        post_fact(service, passes("1999-04-12", "b", "d", 400), "ab")
        post_event(service, registration, EFFECTIVE[0])
        for day in ("1999-04-13", "1999-04-16"):
            for owed_to in ("d", "counsel", "accountants"):
                found = duty(service, registration, day, f"drafts:{owed_to}")
                assert found
                assert (found["status"], found["due_on"]) == ("performed", "1999-04-08")

    def test_drafts_of_before_it_came_in_are_not_overdue_to_a_successor(
        self, service: Service
    ) -> None:
        registration = demanded(service, DRAFTS | {"holders": ["a"]}, underwritten=False)
        post_fact(service, passes("1999-04-12", "b", "d", 400), "ab")
        found = duty(service, registration, "1999-04-13", "drafts:d")
        assert found
        assert (found["status"], found["due_on"]) == ("open", None)

    def test_drafts_of_a_statement_filed_before_it_came_in_are_owed_to_its_predecessor(
        self, service: Service
    ) -> None:
        registration = demanded(service, *EFFECTIVE, underwritten=False)
        post_fact(service, passes("1999-08-02", "b", "h", 400), "ab")
        assert duty(service, registration, "1999-08-03", "drafts:h") is None
        found = duty(service, registration, "1999-08-03", "drafts:b")
        assert found
        assert (found["status"], found["due_on"]) == ("unconfirmed", "1999-04-08")

    def test_the_copy_of_a_predecessor_is_that_of_its_successor(self, service: Service) -> None:
        """3(a)(x): due on 8 June, two business days before 10 June; in time on the 1st."""
        copies = [{"holder": holder, "furnished_on": "1999-06-01"} for holder in ("a", "b")]
        proposed = fact("amendment_proposed", "1999-06-01", amendment="am1", copies=copies)
        proposed["planned_filing_on"] = "1999-06-10"
        registration = demanded(service, *EFFECTIVE, proposed, underwritten=True)
        post_fact(service, passes("1999-06-09", "b", "d", 400), "ab")
        (line,) = read_registration(service, registration, "1999-06-09")["amendments"]
        assert (line["may_file"], line.get("latest_copy_on")) == (True, "1999-06-08")
        assert [(each["holder"], each["in_time"]) for each in line["copies"]] == [
            ("a", True),
            ("d", True),
        ]
        found = duty(service, registration, "1999-06-09", "amendment_copy:am1:d")
        assert found
        assert found["status"] == "performed"

    def test_the_approval_of_a_predecessor_is_that_of_its_successor(self, service: Service) -> None:
        """4(a), 4(b): a approved for 300 of 550 shares, which d has now."""
        registration = demanded(
            service,
            fact("underwriter_selected", "1999-03-05", underwriter="U"),
            fact("underwriter_approved", "1999-03-06", underwriter="U", holders=["a"]),
            fact("underwriting_agreement_approved", "1999-03-06", holder="a"),
            underwritten=True,
            shares={"a": 300, "b": 250},
        )
        post_fact(service, passes("1999-03-10", "a", "d", 600), "ab")
        result = read_registration(service, registration, "1999-03-11")
        vote, terms = result["underwriting"]["vote"], result["underwriting"]["agreement"]
        assert (vote["approving_shares"], vote["included_shares"]) == (300, 550)
        assert vote["approved"] is True
        assert terms["still_to_satisfy"] == ["b"]
        found = duty(service, registration, "1999-03-11", "underwriter")
        assert found
        assert (found["status"], found.get("performed_on")) == ("performed", "1999-03-06")

    def test_what_the_statement_covers_covers_it_for_the_successor(self, service: Service) -> None:
        effective = declared_effective("1999-05-14") | {"covers": {"a": 300, "b": 400}}
        registration = demanded(service, EFFECTIVE[0], effective, shares={"a": 300, "b": 400})
        post_fact(service, passes("1999-06-01", "b", "d", 300), "ab")
        path = f"/v1/registrations/{registration}"
        answer = ok(service.get(path, as_of="1999-06-02"))
        assert included(answer["result"]) == {"a": 300, "b": 100, "d": 300}
        assert "REQUEST_NOT_COVERED" not in {each["code"] for each in answer["warnings"]}


class TestWhatWasOwedByADay:
    """9(f), 3(a)(viii): what was due by effectiveness was owed to those in it then."""

    AT_EFFECTIVENESS = ("opinion", "comfort_letter", "effect", "file")

    @pytest.mark.parametrize("kind", ["demand", "shelf"])
    @pytest.mark.parametrize("how", ["passed", "sold"])
    def test_stays_owed_to_those_who_were_there(
        self, service: Service, kind: str, how: str
    ) -> None:
        registration = (
            demanded(service, *EFFECTIVE) if kind == "demand" else shelved(service, a=100, b=100)
        )
        moved = passes("1999-08-02", "b", "h", 400) if how == "passed" else sold_by_b()
        post_fact(service, moved, "ab")
        for identifier in self.AT_EFFECTIVENESS:
            found = duty(service, registration, "1999-08-03", identifier)
            assert found
            assert found["obligees"] == ["a", "b"], identifier
        lasting = duty(service, registration, "1999-08-03", "maintain")
        assert lasting
        assert lasting["obligees"] == (["a", "h"] if how == "passed" else ["a"])

    def test_is_owed_to_a_successor_who_came_before_that_day(self, service: Service) -> None:
        registration = demanded(service)
        post_fact(service, passes("1999-04-12", "b", "h", 400), "ab")
        post_events(service, registration, *EFFECTIVE)
        for identifier in self.AT_EFFECTIVENESS:
            found = duty(service, registration, "1999-08-03", identifier)
            assert found
            assert found["obligees"] == ["a", "h"], identifier

    def test_that_was_broken_before_the_last_left_stays_owed_to_it(self, service: Service) -> None:
        """Due on 30 May; a sells everything elsewhere on 10 June: what it is owed stands."""
        registration = demanded(service, shares={"a": 100})
        post_fact(service, fact("shares_sold", "1999-06-10", holder="a", shares=600), "ab")
        found = duty(service, registration, "1999-06-11", "effect")
        assert found
        assert (found["obligees"], found["status"]) == (["a"], "overdue_review")


def sold_by_b() -> Json:
    return fact("shares_sold", "1999-08-02", holder="b", shares=400)


@pytest.mark.parametrize("kind", ["demand", "takedown"])
def test_nobody_is_owed_what_would_be_for_nobody(service: Service, kind: str) -> None:
    """1(i), 2(a): a asked alone and has sold everything elsewhere; nothing is left to register."""
    if kind == "demand":
        registration = demanded(service, shares={"a": 100})
    else:
        off = shelved(service, a=100, b=100)
        registration = begun(
            service, "takedowns", takedown(off, asked("1999-04-01", a=100)), agreement="ab"
        )
    post_fact(service, fact("shares_sold", "1999-04-10", holder="a", shares=600), "ab")
    found = read_registration(service, registration, "1999-04-12")["obligations"]
    live = [each for each in found if each["status"] in ("open", "not_yet_due")]
    assert [each["id"] for each in live if not each["obligees"]] == []
    if kind != "takedown":  # which is closed
        excused = {each["id"] for each in found if each["status"] == "excused"}
        assert excused >= {"effect", "file"}


def test_a_shelf_on_conversion_is_owed_to_those_who_may_still_join(service: Service) -> None:
    """2(a)(ii): the conversion calls for it, whoever asked; b has not been told and may join."""
    begin = shelf(asked(a=100), conversion_proposed_on="1999-03-01")
    registration = begun(service, "shelves", begin, agreement=made(service))
    post_fact(service, fact("shares_sold", "1999-04-10", holder="a", shares=600), "ab")
    for identifier in ("effect", "file"):
        found = duty(service, registration, "1999-04-12", identifier)
        assert found
        assert (found["status"], found["obligees"]) == ("open", [])


class TestAProhibition:
    def test_may_bind_who_takes_the_place_of_one_who_was_told(self, service: Service) -> None:
        """2(g)(ii), 9(f): told on 1 June for 30 days, b passes its shares on and h is not told."""
        told = {holder: handed_over("1999-06-01") for holder in ("a", "b")}
        considered = {"transaction_considered_from": "1999-05-20"}
        shelved(service, prohibition("1999-06-01", 30, told, **considered), a=300, b=100)
        post_fact(service, passes("1999-06-10", "b", "h", 400), "ab")
        assert may_sell(service, "b", "1999-06-09") == ("no", {"SUSPENDED"})
        assert may_sell(service, "h", "1999-06-13") == ("unknown", {"SUSPENDED"})
        assert may_sell(service, "h", "1999-07-01") == ("yes", set())

    def test_flags_a_sale_of_one_whom_it_may_bind(self, service: Service) -> None:
        """b was told on 1 June; h took its place on the 10th, and sells on the 12th and in July."""
        told = {holder: handed_over("1999-06-01") for holder in ("a", "b")}
        considered = {"transaction_considered_from": "1999-05-20"}
        stop = prohibition("1999-06-01", 30, told, **considered)
        registration = shelved(service, stop, a=300, b=100)
        post_fact(service, passes("1999-06-10", "b", "h", 400), "ab")
        sale = {"seller": "h", "seller_class": "holders", "price": "8.00", "shares": 10}
        sale["discount_per_share"] = "0"
        sales = (fact("shares_sold_in_offering", d, **sale) for d in ("1999-06-12", "1999-07-01"))
        post_events(service, registration, *sales)
        answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-07-02"))
        flagged = [each["says"] for each in answer["warnings"] if "SALE" in each["code"]]
        assert flagged == [
            "h sold 10 shares on 12 June 1999; sales were prohibited through 30 June 1999 toward "
            "one whose place it took; whether it was told is not recorded."
        ]

    def test_may_bind_one_who_is_in_it_already(self, service: Service) -> None:
        """h asked for 50 of its own and was not told: b, who was, passes its 100 on to it."""
        told = {holder: handed_over("1999-06-01") for holder in ("a", "b")}
        considered = {"transaction_considered_from": "1999-05-20"}
        early = passes("1999-01-04", "a", "h", 50)
        registration = shelved(service, a=300, b=100, early=early, h=50)
        stop = prohibition("1999-06-01", 30, told, **considered)
        post_event(service, registration, stop)
        assert may_sell(service, "h", "1999-06-09") == ("yes", set())
        post_fact(service, passes("1999-06-10", "b", "h", 400), "ab")
        assert may_sell(service, "h", "1999-06-13") == ("unknown", {"SUSPENDED"})
        assert may_sell(service, "h", "1999-07-01") == ("yes", set())


class TestAnAdvisedHoldback:
    """4(c), 9(f): each Holder with notice holds back; whether it binds who takes its place is open.

    Effective on 14 May, advised for 90 days: through 12 August. a and b were told on 12 May.
    """

    def advised(self, service: Service) -> str:
        own = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        registration = begun(service, "incidentals", own, agreement=made(service))
        firm = {"days": 90, "firm_commitment": True, "expected_effective_on": "1999-05-14"}
        advice = fact("holdback_advised", "1999-05-12", **firm)
        told = {"kind": "holdback_notice_given", "delivery": handed_over("1999-05-12")}
        both = (told | {"holder": holder} for holder in ("a", "b"))
        post_events(service, registration, advice, *both, *EFFECTIVE)
        return registration

    def test_may_bind_who_takes_the_place_of_one_who_was_told(self, service: Service) -> None:
        registration = self.advised(service)
        assert may_sell(service, "b", "1999-05-31", "rule_144") == ("no", {"HOLDBACK"})
        post_fact(service, passes("1999-06-01", "b", "d", 400), "ab")
        post_fact(service, passes("1999-06-03", "d", "e", 100), "ab")
        for holder in ("d", "e"):
            ask = {"holder": holder, "on": "1999-06-04", "manner": "rule_144"}
            answer = ok(service.get("/v1/agreements/ab/may-sell", **ask))
            assert answer["result"]["may_sell"] == "unknown"
            named = {each["posted_as"] for each in answer["missing_inputs"]}
            assert named == {"holdback_notice_given.delivery"}
            assert may_sell(service, holder, "1999-08-12", "rule_144")[0] == "unknown"
            assert may_sell(service, holder, "1999-08-13", "rule_144") == ("yes", set())
        told = {"kind": "holdback_notice_given", "delivery": handed_over("1999-06-05")}
        post_event(service, registration, told | {"holder": "d"})
        assert may_sell(service, "d", "1999-06-06", "rule_144") == ("no", {"HOLDBACK"})

    def test_does_not_bind_who_takes_the_place_of_one_who_was_not_told(
        self, service: Service
    ) -> None:
        """b passed its shares on before it was told."""
        own = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        registration = begun(service, "incidentals", own, agreement=made(service))
        firm = {"days": 90, "firm_commitment": True, "expected_effective_on": "1999-05-14"}
        advice = fact("holdback_advised", "1999-05-12", **firm)
        told = {"kind": "holdback_notice_given", "delivery": handed_over("1999-05-13")}
        post_fact(service, passes("1999-05-12", "b", "d", 300), "ab")
        post_events(service, registration, advice, told | {"holder": "b"}, *EFFECTIVE)
        assert may_sell(service, "d", "1999-06-04", "rule_144") == ("yes", set())
        assert may_sell(service, "b", "1999-06-04", "rule_144") == ("no", {"HOLDBACK"})


class TestAnOpenHold:
    def test_goes_on_for_whoever_takes_the_place_of_one_who_waits(self, service: Service) -> None:
        """b passes on what it may not sell; h stands in its place and waits on (9(f))."""
        registration = demanded(service, *EFFECTIVE, *HELD_TEN_DAYS[:2])
        post_fact(service, passes("1999-06-08", "b", "h", 400), "ab")
        assert read_registration(service, registration, "1999-06-12")["overlays"] == ["held"]
        post_event(service, registration, new_prospectus("1999-06-14", "h"))
        result = read_registration(service, registration, "1999-06-15")
        assert kept(result) == ("1999-11-10", 14, "1999-11-24")

    def test_does_not_begin_for_whoever_takes_the_place_of_one_who_is_free(
        self, service: Service
    ) -> None:
        """b has the new prospectus on the 5th and may sell; so may h, who takes its place."""
        early = (HELD_TEN_DAYS[0], new_prospectus("1999-06-05", "b"), HELD_TEN_DAYS[1])
        registration = demanded(service, *EFFECTIVE, *early)
        post_fact(service, passes("1999-06-08", "b", "h", 400), "ab")
        assert may_sell(service, "h", "1999-06-09") == ("yes", set())
        result = read_registration(service, registration, "1999-06-11")
        assert kept(result) == ("1999-11-10", 10, "1999-11-20")
