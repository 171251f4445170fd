"""Who takes registered shares with their place takes the place in the request: 9(f), QG5.

Holders a 600 and b 400 shares of common. On 1 March 1999 a asks for 300 of its shares; on 10 March
all its shares, or 400 of them, pass to its affiliate d, holder of record on the same day.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    asked_shelf,
    demand,
    fact,
    handed_over,
    join,
    letter,
    notice,
    own_registration,
    sold,
    takedown,
    withdrawn,
)
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    ok,
    post_events,
    post_fact,
    read_registration,
)
from tests.api.holders.test_later_holders import passes, shelved
from tests.running.service import Service

KINDS = ("demand", "shelf", "takedown", "incidental")


def made(service: Service, **more: Any) -> str:
    holders = [{"id": "a", "name": "A", "common": 600}, {"id": "b", "name": "B", "common": 400}]
    body = {"template": "ctc-1998", "id": "ab", "holders": holders} | more
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


def asked_in(kind: str, service: Service, **more: Any) -> str:
    """A registration in which a is in for 300 since 1 March 1999, by its letter or by joining."""
    letters = letter(handed_over("1999-03-01"), {"a": 300})
    match kind:
        case "demand":
            return begun(service, "demands", demand(letters, **more), agreement=made(service))
        case "shelf":
            on_request = made(service, overrides={"readings": {"shelf_on_request": True}})
            return begun(service, "shelves", asked_shelf(letters), agreement=on_request)
        case "takedown":
            shelf = shelved(service, a=600, b=400)
            later = letter(handed_over("1999-04-01"), {"a": 300})
            return begun(service, "takedowns", takedown(shelf, later), agreement="ab")
    planned = {"occurred_on": "1999-02-26", "planned_filing_on": "1999-04-15"}
    own = own_registration(**planned, company_shares=100, **more)
    told = (notice("a", handed_over("1999-03-01")), notice("b", handed_over("1999-03-01")))
    joined = join("a", 300, handed_over("1999-03-01"))
    return begun(service, "incidentals", own, *told, joined, agreement=made(service))


def day_of(kind: str, day: int) -> str:
    """A day of March 1999, or for a sale off the shelf of April."""
    return f"1999-{'04' if kind == 'takedown' else '03'}-{day:02}"


def warned(service: Service, registration: str, day: str) -> dict[str, str]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return {each["code"]: each["says"] for each in answer["warnings"]}


def of_holders(result: Json) -> dict[str, int | None]:
    """What each Holder is in for, without those who have nothing in it any more."""
    found = included(result).items()
    return {holder: shares for holder, shares in found if holder != "ctc" and shares != 0}


@pytest.mark.parametrize("kind", KINDS)
class TestTakingBack:
    def test_by_one_who_has_passed_everything_on_leaves_the_successor_in(
        self, service: Service, kind: str
    ) -> None:
        """a had nothing left to take back: the 300 are d's."""
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 600), "ab")
        post_events(service, registration, withdrawn(day_of(kind, 15), "a"))
        result = read_registration(service, registration, day_of(kind, 16))
        assert result["state"] not in ("withdrawn", "refused")
        assert of_holders(result) == {"d": 300}

    def test_by_one_who_has_passed_some_on_takes_back_the_rest(
        self, service: Service, kind: str
    ) -> None:
        """a keeps 200 and 100 of the 300 pass: a takes back 200, d is in for 100."""
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 400), "ab")
        before = read_registration(service, registration, day_of(kind, 14))
        assert of_holders(before) == {"a": 200, "d": 100}
        post_events(service, registration, withdrawn(day_of(kind, 15), "a"))
        result = read_registration(service, registration, day_of(kind, 16))
        assert result["state"] not in ("withdrawn", "refused")
        assert of_holders(result) == {"d": 100}

    def test_by_the_successor_takes_back_what_it_took_over(
        self, service: Service, kind: str
    ) -> None:
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 400), "ab")
        post_events(service, registration, withdrawn(day_of(kind, 15), "d"))
        result = read_registration(service, registration, day_of(kind, 16))
        assert result["state"] != "withdrawn"
        assert of_holders(result) == {"a": 200}

    def test_by_a_successor_to_everything_takes_everything_back(
        self, service: Service, kind: str
    ) -> None:
        """a asks for nothing any more, and d takes back the 300: what Holders began is over."""
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 600), "ab")
        post_events(service, registration, withdrawn(day_of(kind, 15), "d"))
        result = read_registration(service, registration, day_of(kind, 16))
        assert (result["state"] == "withdrawn") is (kind != "incidental")
        assert of_holders(result) == {}
        assert read_registration(service, registration, day_of(kind, 14))["state"] != "withdrawn"

    def test_of_both_is_of_everything(self, service: Service, kind: str) -> None:
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 400), "ab")
        both = (withdrawn(day_of(kind, 15), "a"), withdrawn(day_of(kind, 17), "d"))
        post_events(service, registration, *both)
        one = read_registration(service, registration, day_of(kind, 16))
        assert one["state"] != "withdrawn"
        result = read_registration(service, registration, day_of(kind, 18))
        assert (result["state"] == "withdrawn") is (kind != "incidental")
        assert of_holders(result) == {}

    def test_by_one_to_whom_nothing_registered_passed_is_refused(
        self, service: Service, kind: str
    ) -> None:
        """a keeps 300 of 600 and is in for 300: what d has was not asked for."""
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 300), "ab")
        path = f"/v1/registrations/{registration}/events"
        response = service.post(path, withdrawn(day_of(kind, 15), "d"))
        assert response.status_code == 422
        assert "did_not_ask" in response.text

    def test_on_the_day_of_the_transfer_may_come_before_it_or_after(
        self, service: Service, kind: str
    ) -> None:
        """If a took its request back first, nothing passed; if it had passed the shares on, 300."""
        registration = asked_in(kind, service)
        moved = passes(day_of(kind, 10), "a", "d", 600)
        post_fact(service, moved, "ab")
        post_events(service, registration, withdrawn(day_of(kind, 10), "a"))
        answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day_of(kind, 11)))
        assert of_holders(answer["result"]) == {"d": None}
        assert answer["result"]["state"] != "withdrawn"
        assert "securities_transferred.before_requests" in {
            each["posted_as"] for each in answer["missing_inputs"]
        }

    @pytest.mark.parametrize(("before", "left"), [(True, {"d": 300}), (False, {})])
    def test_in_a_known_order_of_the_day(
        self, service: Service, kind: str, before: bool, left: Json
    ) -> None:
        registration = asked_in(kind, service)
        moved = passes(day_of(kind, 10), "a", "d", 600, before_requests=before)
        post_fact(service, moved, "ab")
        post_events(service, registration, withdrawn(day_of(kind, 10), "a"))
        result = read_registration(service, registration, day_of(kind, 11))
        assert of_holders(result) == left
        assert (result["state"] == "withdrawn") is (kind != "incidental" and not left)


def test_goes_on_through_a_chain_and_a_split(service: Service) -> None:
    """a's 300 pass to d and on to e; after a 2-for-1 they are 600, which e alone takes back."""
    registration = asked_in("demand", service)
    post_fact(service, passes("1999-03-05", "a", "d", 600), "ab")
    post_fact(service, fact("stock_split", "1999-03-08", numerator=2, denominator=1), "ab")
    post_fact(service, passes("1999-03-10", "d", "e", 1_200), "ab")
    post_events(service, registration, withdrawn("1999-03-12", "a", "d"))
    result = read_registration(service, registration, "1999-03-13")
    assert (result["state"], of_holders(result)) == ("open", {"e": 600})
    post_events(service, registration, withdrawn("1999-03-15", "e"))
    assert read_registration(service, registration, "1999-03-16")["state"] == "withdrawn"


def test_is_of_everybody_when_nobody_is_named(service: Service) -> None:
    registration = asked_in("demand", service)
    post_fact(service, passes("1999-03-10", "a", "d", 600), "ab")
    post_events(service, registration, withdrawn("1999-03-15"))
    result = read_registration(service, registration, "1999-03-16")
    assert (result["state"], of_holders(result)) == ("withdrawn", {})


def test_may_be_filed_after_one_who_passed_on_its_shares_withdrew(service: Service) -> None:
    """The guard knows the successor too: the demand is not over."""
    registration = asked_in("demand", service)
    post_fact(service, passes("1999-03-10", "a", "d", 600), "ab")
    effective = (fact("filed", "1999-04-15", form="S-3"), fact("declared_effective", "1999-05-14"))
    post_events(service, registration, withdrawn("1999-03-15", "a"), *effective)
    result = read_registration(service, registration, "1999-05-15")
    assert (result["state"], of_holders(result)) == ("effective", {"d": 300})


@pytest.mark.parametrize("kind", KINDS)
class TestJoiningBesides:
    """2(a)(i), QG12: its own request beside what it took over, never silently."""

    @pytest.mark.parametrize(
        ("in_addition", "shares", "is_said"),
        [(None, 400, True), (True, 400, False), (False, 100, False)],
    )
    def test_is_said(
        self, service: Service, kind: str, in_addition: bool | None, shares: int, is_said: bool
    ) -> None:
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 600), "ab")
        told = notice("d", handed_over(day_of(kind, 10)))
        asks = join("d", 100, handed_over(day_of(kind, 12))) | {"in_addition": in_addition}
        post_events(service, registration, told, asks)
        result = read_registration(service, registration, day_of(kind, 13))
        assert of_holders(result) == {"d": shares}
        says = warned(service, registration, day_of(kind, 13))
        assert ("ASKED_BESIDE_TAKEN_OVER" in says) is is_said
        assert "MORE_THAN_HELD" not in says
        assert not says.get("INCLUSION_FELL", "").startswith("d")
        if is_said:
            assert "100" in says["ASKED_BESIDE_TAKEN_OVER"]
            assert "300" in says["ASKED_BESIDE_TAKEN_OVER"]

    def test_stays_said_when_more_is_asked_for_in_addition(
        self, service: Service, kind: str
    ) -> None:
        """What 50 more say of themselves does not tell what the 100 before were."""
        registration = asked_in(kind, service)
        post_fact(service, passes(day_of(kind, 10), "a", "d", 600), "ab")
        told = notice("d", handed_over(day_of(kind, 10)))
        first = join("d", 100, handed_over(day_of(kind, 12)))
        more = join("d", 50, handed_over(day_of(kind, 13))) | {"in_addition": True}
        post_events(service, registration, told, first, more)
        assert of_holders(read_registration(service, registration, day_of(kind, 14))) == {"d": 450}
        assert "ASKED_BESIDE_TAKEN_OVER" in warned(service, registration, day_of(kind, 14))


def test_names_what_it_took_over_where_it_holds_fewer(service: Service) -> None:
    """d takes over 300, asks for 300 more and holds 400: 400 are in, of 600."""
    registration = asked_in("demand", service)
    post_fact(service, passes("1999-03-10", "a", "d", 400), "ab")
    post_events(service, registration, notice("d", handed_over("1999-03-10")))
    asks = join("d", 350, handed_over("1999-03-12")) | {"in_addition": True}
    post_events(service, registration, asks)
    result = read_registration(service, registration, "1999-03-13")
    assert of_holders(result) == {"a": 200, "d": 400}
    says = warned(service, registration, "1999-03-13")["MORE_THAN_HELD"]
    assert "350" in says
    assert "100" in says


@pytest.mark.parametrize("kind", ["demand", "takedown"])
class TestAnApproval:
    """4(a), 4(b): what was performed stays so, whatever becomes of the shares of who gave it."""

    def approved(self, service: Service, kind: str) -> str:
        """a approves for 300 of 550 shares on the 6th."""
        underwritten = {"underwritten": True} if kind == "demand" else {}
        registration = asked_in(kind, service, **underwritten)
        day = day_of(kind, 6)
        post_events(
            service,
            registration,
            notice("b", handed_over(day_of(kind, 2))),
            join("b", 250, handed_over(day_of(kind, 3))),
            fact("underwriter_selected", day_of(kind, 5), underwriter="U"),
            fact("underwriter_approved", day, underwriter="U", holders=["a"]),
            fact("underwriting_agreement_approved", day, holder="a"),
            fact("underwriting_agreement_approved", day, holder="b"),
        )
        return registration

    @pytest.mark.parametrize("how", ["sold", "passed", "taken_back"])
    def test_stays_performed(self, service: Service, kind: str, how: str) -> None:
        registration = self.approved(service, kind)
        day = day_of(kind, 10)
        if how == "taken_back":
            post_events(service, registration, withdrawn(day, "a"))
        else:
            left = sold(day, "a", 400) if how == "sold" else passes(day, "a", "d", 600)
            post_fact(service, left, "ab")
        result = read_registration(service, registration, day_of(kind, 12))
        duties = {each["id"]: each for each in result["obligations"]}
        assert duties["underwriter"]["status"] == "performed"
        assert duties["underwriter"].get("performed_on") == day_of(kind, 6)
        assert not [each for each in duties if each.startswith("underwriter_approval:")]
        assert result["underwriting"]["agreement"]["still_to_satisfy"] == []
        assert result["underwriting"]["vote"]["approved"] is True
