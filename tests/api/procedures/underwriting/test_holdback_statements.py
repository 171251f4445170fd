"""Each statement of the managing underwriter governs from its own day on: clause 4(c).

Holder a has 600 shares of Common Stock, b 400 and c 100. A registration is effective on Monday 17
May 1999 (a sale off the shelf: all sold then). Required: 10 May to 13 November, the 180th day after
it. Advised: from 18 May; the 30th day after the 17th is 16 June, the 60th 16 July, the 90th 15
August, the 120th 14 September. Beside it Holders may sell under a shelf, effective since March.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    conversion,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    obligation_waived,
    own_registration,
    shelf,
    takedown,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_event, post_fact
from tests.running.service import Service

MINE = "mine"
KINDS = ("incidental", "demand", "takedown")


def sale(day: str, seller: str = "b") -> Json:
    price = {"price": "10.00", "discount_per_share": "0.00"}
    own: Json = {"seller": seller, "seller_class": "holders", "shares": 10}
    return fact("shares_sold_in_offering", day, **own, **price)


def required(day: str, *, still: bool = True, **more: Any) -> Json:
    return fact("holdback_required", day, required=still, firm_commitment=True, **more)


def advised(day: str, days: int) -> Json:
    return fact("holdback_advised", day, days=days, firm_commitment=True)


def told(holder: str, day: str) -> Json:
    return {"kind": "holdback_notice_given", "holder": holder, "delivery": handed_over(day)}


class Story:
    """A shelf, and beside it an underwritten registration of some kind."""

    def __init__(self, service: Service, kind: str, *facts: Json, effective: bool = True) -> None:
        self.service = service
        held = [holder("a", 600), holder("b", 400), holder("c", 100)]
        make_agreement(service, agreement(MINE, holders=held))
        asked = letter(handed_over("1998-12-01"), {"a": 300, "b": 300, "c": 100})
        body = shelf(asked, conversion_proposed_on="1998-12-01", certificate_date="1999-03-15")
        life = (filed("1999-02-20"), declared_effective("1999-03-15"), conversion("1999-03-15"))
        self.shelf = begun(service, "shelves", body, *life, agreement=MINE)
        by_a = letter(handed_over("1999-04-01"), {"a": 100})
        course: tuple[Json, ...] = (filed("1999-05-04", "S-1"), declared_effective("1999-05-17"))
        if kind == "takedown":
            course, path, body = (sale("1999-05-17", "a") | {"shares": 100},), "takedowns", {}
            body = takedown(self.shelf, by_a)
        elif kind == "demand":
            path, body = "demands", demand(by_a, underwritten=True)
        else:
            path, body = "incidentals", own_registration()
        course = course if effective else ()
        self.own = begun(service, path, body, *facts, *course, agreement=MINE)

    def sells(self, day: str, seller: str = "b") -> None:
        post_event(self.service, self.shelf, sale(day, seller))

    def also(self, *facts: Json) -> None:
        for each in facts:
            post_event(self.service, self.own, each)

    def read(self, day: str) -> Json:
        path = f"/v1/registrations/{self.own}"
        answer: Json = ok(self.service.get(path, as_of=day))
        return answer

    def duty(self, name: str, day: str) -> tuple[str, str | None]:
        found = obligation(self.read(day)["result"], f"holdback:{name}")
        return found["status"], found.get("breached_on")

    def duties(self, day: str) -> list[str]:
        found = self.read(day)["result"]["obligations"]
        return [each["id"] for each in found if each["id"].startswith("holdback:")]

    def lines(self, day: str, holder: str = "b") -> dict[str, tuple[str, str]]:
        found = self.read(day)["result"]["holdback"]
        assert len({each["id"] for each in found}) == len(found)
        return {
            each["id"]: (each.get("bound_from"), each["last_day"])
            for each in found
            if each["holder"] == holder
        }

    def flagged(self, day: str, code: str = "SALE_IN_HOLDBACK") -> list[str]:
        return [each["says"] for each in self.read(day)["warnings"] if each["code"] == code]

    def may_sell(self, holder: str, *days: str) -> list[str]:
        path = f"/v1/agreements/{MINE}/may-sell"
        asked = ({"holder": holder, "on": day, "manner": "rule_144"} for day in days)
        return [ok(self.service.get(path, **each))["result"]["may_sell"] for each in asked]


@pytest.mark.parametrize("kind", KINDS)
class TestARelease:
    def test_leaves_what_was_bound_and_broken(self, service: Service, kind: str) -> None:
        """F26: required until 19 September; on the 20th it no longer is."""
        story = Story(service, kind, required("1999-05-03"))
        story.sells("1999-09-01")
        story.also(required("1999-09-20", still=False))
        days = ("1999-05-16", "1999-09-01", "1999-09-19", "1999-09-20", "1999-11-13")
        assert story.may_sell("b", *days)[2:] == ["no", "yes", "yes"]
        for day in ("1999-09-15", "1999-09-20", "1999-12-01"):
            assert story.duty("required:b", day) == ("breached", "1999-09-01")
            assert len(story.flagged(day)) == 1
        assert story.lines("1999-09-20") == {"required:b": ("1999-05-10", "1999-09-19")}
        assert story.duty("required:c", "1999-09-20") == ("performed", None)

    def test_and_a_new_requirement_are_two_stretches(self, service: Service, kind: str) -> None:
        """Free from 1 to 9 July; the sale of the 5th is free, that of the 12th is not."""
        again = (required("1999-07-01", still=False), required("1999-07-10"))
        story = Story(service, kind, required("1999-05-03"))
        story.also(*again)
        story.sells("1999-07-05")
        story.sells("1999-07-12", "c")
        assert story.may_sell("b", "1999-06-30", "1999-07-01", "1999-07-09", "1999-07-10") == [
            *("no", "yes", "yes", "no")
        ]
        assert story.lines("1999-07-20") == {
            "required:b": ("1999-05-10", "1999-06-30"),
            "required:b:2": ("1999-07-10", "1999-11-13"),
        }
        assert story.duty("required:b", "1999-07-20") == ("performed", None)
        assert story.duty("required:b:2", "1999-07-20") == ("open", None)
        assert story.duty("required:c:2", "1999-07-20") == ("breached", "1999-07-12")
        post_fact(
            service,
            obligation_waived("1999-08-01", "holdback:required:b:2", "a", registration=story.own),
            MINE,
        )
        assert story.may_sell("b", "1999-08-02") == ["yes"]
        assert story.may_sell("c", "1999-08-02") == ["no"]

    def test_before_the_days_began_binds_nobody(self, service: Service, kind: str) -> None:
        story = Story(service, kind, required("1999-05-03"), required("1999-05-10", still=False))
        assert story.lines("1999-06-01") == {}
        assert story.may_sell("b", "1999-05-10", "1999-06-01") == ["yes", "yes"]

    def test_said_again_it_goes_on(self, service: Service, kind: str) -> None:
        story = Story(service, kind, required("1999-05-03"))
        story.also(required("1999-06-10"))
        assert story.lines("1999-06-20") == {"required:b": ("1999-05-10", "1999-11-13")}


@pytest.mark.parametrize("kind", KINDS)
class TestASecondAdvice:
    def test_that_is_shorter_frees_from_its_day_on(self, service: Service, kind: str) -> None:
        """F26b: 90 days end on 15 August; on 10 July 30 days are advised, which ended in June."""
        first = (advised("1999-05-03", 90), told("b", "1999-05-04"), told("c", "1999-05-04"))
        story = Story(service, kind, *first)
        story.sells("1999-07-05")
        story.also(advised("1999-07-10", 30))
        assert story.duty("advised:b", "1999-07-11") == ("breached", "1999-07-05")
        assert story.duty("advised:c", "1999-07-11") == ("performed", None)
        assert len(story.flagged("1999-07-11")) == 1
        assert story.lines("1999-07-11") == {"advised:b": ("1999-05-18", "1999-07-09")}
        assert story.may_sell("c", "1999-07-09", "1999-07-10") == ["no", "yes"]

    def test_that_is_shorter_binds_to_its_own_end(self, service: Service, kind: str) -> None:
        """60 days, advised on 10 June: bound through 16 July, the 60th day, without notice."""
        story = Story(service, kind, advised("1999-05-03", 90), told("b", "1999-05-04"))
        story.also(advised("1999-06-10", 60))
        assert story.lines("1999-06-20") == {"advised:b": ("1999-05-18", "1999-07-16")}
        assert story.may_sell("b", "1999-07-16", "1999-07-17") == ["no", "yes"]

    def test_that_is_longer_binds_from_notice_of_it(self, service: Service, kind: str) -> None:
        """F27: 30 days end on 16 June; 120 days are advised on 10 July, b and c told on the 12th.

        What b sold on 5 July was free, and a, who was not told of the second advice, stays free.
        """
        first = [told(each, "1999-05-04") for each in ("a", "b", "c")]
        story = Story(service, kind, advised("1999-05-03", 30), *first)
        story.sells("1999-07-05")
        story.also(advised("1999-07-10", 120), told("b", "1999-07-12"), told("c", "1999-07-12"))
        story.sells("1999-07-13", "c")
        assert story.flagged("1999-07-12") == []
        days = ("1999-06-16", "1999-07-05", "1999-07-11", "1999-07-12", "1999-09-15")
        assert story.may_sell("b", *days) == ["no", "yes", "yes", "no", "yes"]
        assert story.may_sell("a", *days) == ["no", "yes", "yes", "yes", "yes"]
        assert story.lines("1999-07-13") == {
            "advised:b": ("1999-05-18", "1999-06-16"),
            "advised:b:2": ("1999-07-12", "1999-09-14"),
        }
        assert story.lines("1999-07-13", "a") == {"advised:a": ("1999-05-18", "1999-06-16")}
        assert story.duty("advised:b", "1999-07-13") == ("performed", None)
        assert story.duty("advised:b:2", "1999-07-13") == ("open", None)
        assert story.duty("advised:c:2", "1999-07-13") == ("breached", "1999-07-13")

    def test_that_is_longer_goes_on_without_a_break(self, service: Service, kind: str) -> None:
        """Told on 12 June, while the 30 days still run: one stretch, to 14 September."""
        story = Story(service, kind, advised("1999-05-03", 30), told("b", "1999-05-04"))
        story.also(advised("1999-06-10", 120))
        assert story.lines("1999-06-11") == {"advised:b": ("1999-05-18", "1999-06-16")}
        story.also(told("b", "1999-06-12"))
        assert story.lines("1999-06-12") == {"advised:b": ("1999-05-18", "1999-09-14")}

    def test_a_notice_before_the_advice_is_none_of_it(self, service: Service, kind: str) -> None:
        """F28: told on 2 May of what was advised on the 3rd."""
        story = Story(service, kind, told("b", "1999-05-02"), advised("1999-05-03", 90))
        assert story.may_sell("b", "1999-06-01") == ["yes"]
        assert story.duties("1999-06-01") == []
        assert len(story.flagged("1999-06-01", "NOTICE_BEFORE_ADVICE")) == 1


def test_one_sale_in_two_holdbacks_is_flagged_once(service: Service) -> None:
    """F29: both limbs bar 1 June."""
    told_b = (advised("1999-05-03", 90), told("b", "1999-05-04"))
    story = Story(service, "incidental", required("1999-05-03"), *told_b)
    story.sells("1999-06-01")
    assert len(story.flagged("1999-06-02")) == 1
    for name in ("required:b", "advised:b"):
        assert story.duty(name, "1999-06-02") == ("breached", "1999-06-01")


@pytest.mark.parametrize("kind", KINDS)
class TestASaleBeforeEffectiveness:
    @pytest.mark.parametrize(
        ("expected", "status"),
        [
            ("1999-05-17", ("breached", "1999-05-12")),  # barred from 10 May
            ("1999-05-19", ("breached", "1999-05-12")),  # barred from 12 May
            ("1999-05-20", ("open", None)),  # barred from 13 May: sold in good faith on the 12th
            (None, ("open", None)),  # no day was expected
        ],
    )
    def test_breaks_it_by_the_day_expected_then(
        self, service: Service, kind: str, expected: str | None, status: tuple[str, str | None]
    ) -> None:
        """F43, QD17: sold on 12 May, among the seven days before the 17th."""
        story = Story(service, kind, required("1999-05-03", expected_effective_on=expected))
        story.sells("1999-05-12")
        assert story.may_sell("b", "1999-05-12") == [
            {"breached": "no", "open": "yes" if expected else "unknown"}[status[0]]
        ]
        assert story.duty("required:b", "1999-06-01") == status
        assert len(story.flagged("1999-06-01")) == 1

    def test_counts_by_what_was_expected_then_not_since(self, service: Service, kind: str) -> None:
        """Expected on the 17th when it sold; on 13 May the 24th is: the 12th is free again.

        4(c) bars the seven days before a registration that "has become effective": until it has,
        no sale has broken it, and what would tell is named.
        """
        expected = required("1999-05-03", expected_effective_on="1999-05-17")
        story = Story(service, kind, expected, effective=False)
        story.sells("1999-05-12")
        assert story.duty("required:b", "1999-05-12") == ("unconfirmed", None)
        assert len(story.flagged("1999-05-12")) == 1
        tells = "declared_effective" if kind != "takedown" else "shares_sold_in_offering"
        answer = ok(service.get(f"/v1/registrations/{story.own}", as_of="1999-05-12"))
        assert tells in {each["name"] for each in answer["missing_inputs"]}
        story.also(required("1999-05-13", expected_effective_on="1999-05-24"))
        assert story.duty("required:b", "1999-05-13") == ("not_yet_due", None)
        assert story.flagged("1999-05-13") == []


class TestAWaiverOfWhatGoesOn:
    """F47, 9(e): sold on 25 July; the holdback goes on to 13 November."""

    @pytest.mark.parametrize(
        ("made", "since", "status"),
        [
            ("1999-08-01", None, "breached"),  # its last day is still to come
            ("1999-08-01", "1999-07-25", "waived"),
            ("1999-11-13", None, "breached"),
            ("1999-11-14", None, "waived"),  # its day had passed: it can mean nothing else
        ],
    )
    def test_leaves_the_breach_unless_it_reaches_back(
        self, service: Service, made: str, since: str | None, status: str
    ) -> None:
        story = Story(service, "incidental", required("1999-05-03"))
        story.sells("1999-07-25")
        more = {"effective_from": since} if since else {}
        own = {"registration": story.own}
        waiver = obligation_waived(made, "holdback:required:b", "a", **own, **more)
        post_fact(service, waiver, MINE)
        assert story.duty("required:b", "1999-11-20")[0] == status
        assert story.may_sell("b", "1999-08-02") == ["yes" if made == "1999-08-01" else "no"]
