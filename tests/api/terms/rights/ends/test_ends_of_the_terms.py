"""What ends the rights under an agreement, where the document says it (`ends`): the first comes."""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    fact,
    filed,
    handed_over,
    holder,
    letter,
)
from tests.api.calls import begun, decided, dry_run, make_agreement, ok, post_fact, read_agreement
from tests.api.description.explanation import audit_agreement
from tests.running.service import Service

HELD = [holder("a", 60), holder("b", 40)]
SALE: Json = {"sale": {"clause": "2.13(a)", "on": {"at": "event.sale"}}}
YEARS: Json = {
    "years": {"clause": "2.13(c)", "on": {"count": 1, "unit": "year", "after": "ipo.effective"}}
}
EVENTS = {"sale": {"says": "A sale of the Company"}}


def made(service: Service, ends: Json, **more: Any) -> None:
    demand = {"opens": None, "who": {"anyone": True}}
    overrides = {"demand": demand, "ends": ends, "events": EVENTS} | more
    make_agreement(service, agreement("ending", overrides=overrides, holders=HELD))


def rights(service: Service, day: str) -> tuple[bool, str | None, str | None]:
    found = read_agreement(service, "ending", as_of=day)["rights"]
    return found["in_effect"], found.get("ended_on"), found.get("reason")


def asked(service: Service, day: str) -> str:
    body = {"letters": [letter(handed_over(day), {"a": 10})], "short_form_qualified": False}
    return decided(dry_run(service, body, "ending")["result"])[0]


def offered(service: Service, day: str) -> None:
    post_fact(service, fact("first_public_offering_effective", day), "ending")


def sold(service: Service, day: str) -> None:
    post_fact(service, fact("event_happened", day, event="sale"), "ending")


class TestEnds:
    def test_an_event_ends_them_on_its_day(self, service: Service) -> None:
        made(service, SALE)
        assert rights(service, "1999-12-31") == (True, None, None)
        sold(service, "1999-06-01")
        assert rights(service, "1999-05-31")[0] is True
        assert rights(service, "1999-06-01") == (False, "1999-06-01", "ENDED_BY_TIME")

    @pytest.mark.parametrize(("edge", "first"), [("on", "2000-03-01"), ("strict", "2000-03-02")])
    def test_an_anniversary_is_with_or_without_rights(
        self, service: Service, edge: str, first: str
    ) -> None:
        """One year after 1 March 1999 is 1 March 2000."""
        clock: Json = {"count": 1, "unit": "year", "after": "ipo.effective", "edge": edge}
        made(service, {"years": {"on": clock}})
        offered(service, "1999-03-01")
        assert rights(service, "2001-01-01")[1] == first

    @pytest.mark.parametrize(
        ("sale", "expected"), [("1999-06-01", "1999-06-01"), ("2000-06-01", "2000-03-01")]
    )
    def test_of_several_the_first_comes(self, service: Service, sale: str, expected: str) -> None:
        made(service, SALE | YEARS)
        offered(service, "1999-03-01")
        sold(service, sale)
        assert rights(service, "2001-01-01")[1] == expected

    def test_nothing_is_demanded_afterwards_and_what_was_goes_on(self, service: Service) -> None:
        made(service, SALE)
        body = {"letters": [letter(handed_over("1999-05-03"), {"a": 10})]}
        name = begun(service, "demands", body | {"short_form_qualified": False}, agreement="ending")
        sold(service, "1999-06-01")
        assert asked(service, "1999-05-31") == "accepted"
        assert asked(service, "1999-06-01") == "refused"
        found = service.get(f"/v1/registrations/{name}", as_of="1999-06-10").json()
        assert decided(found["result"])[0] == "accepted"

    def test_a_stated_condition_may_be_needed_too(self, service: Service) -> None:
        """A sale for cash ends them, on the later of the two days; until it is stated, perhaps."""
        cash = {"cash": {"says": "Holders receive cash or listed securities"}}
        when = {"when": [{"happened": "event.sale"}, {"asserted": "cash"}]}
        made(service, {"sale": {"on": when}}, conditions=cash)
        sold(service, "1999-06-01")
        assert rights(service, "1999-12-31")[0] is None
        post_fact(service, fact("condition_stated", "1999-06-15", condition="cash"), "ending")
        assert rights(service, "1999-12-31")[1] == "1999-06-15"

    def test_what_is_expected_ends_nothing(self, service: Service) -> None:
        events = {"sale": {"says": "A sale", "expected": "1999-06-01"}}
        made(service, SALE, events=events)
        assert rights(service, "1999-12-31")[0] is True

    def test_the_answer_explains_itself(self, service: Service) -> None:
        made(service, SALE | YEARS)
        offered(service, "1999-03-01")
        sold(service, "1999-06-01")
        audit = audit_agreement(service, "ending", as_of="1999-07-01")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []


class TestWhatIsNotMissing:
    """A condition is asked for only where it decides: an end whose rest is so, how long to keep."""

    def test_of_an_end_whose_event_has_not_happened(self, service: Service) -> None:
        sale = [{"happened": "event.sale"}, {"asserted": "cash"}]
        overrides = {
            "events": {"sale": {"says": "A sale of the Company"}},
            "conditions": {"cash": {"says": "Holders receive cash"}},
            "ends": {"sale": {"clause": "2.13(a)", "on": {"when": sale}}},
        }
        make_agreement(service, agreement("quiet", overrides=overrides, holders=[holder("a", 60)]))
        body = {"letters": [letter(handed_over("1999-03-01"), {"a": 10})]}
        name = begun(service, "demands", body | {"short_form_qualified": True}, agreement="quiet")

        def asked_for(as_of: str) -> set[str]:
            found = ok(service.get(f"/v1/registrations/{name}", as_of=as_of))
            return {each["name"] for each in found["missing_inputs"]}

        assert "cash" not in asked_for("1999-03-05")
        sold = {"kind": "event_happened", "event": "sale", "occurred_on": "1999-02-25"}
        post_fact(service, sold, "quiet")
        assert "cash" in asked_for("1999-03-05")

    @pytest.mark.parametrize(("if_not_stated", "expected"), [("fails", False), (None, True)])
    def test_of_how_long_a_statement_is_kept_effective(
        self, service: Service, if_not_stated: str | None, expected: bool
    ) -> None:
        freely: Json = {"says": "All may be sold freely"}
        if if_not_stated:
            freely["if_not_stated"] = if_not_stated
        kept = {"$replace": True, "when": {"asserted": "freely"}}
        overrides = {
            "conditions": {"freely": freely},
            "effectiveness": {"keep_effective": kept},
        }
        make_agreement(service, agreement("quiet", overrides=overrides, holders=[holder("a", 60)]))
        body = {"letters": [letter(handed_over("1999-03-01"), {"a": 10})]}
        course = (filed("1999-04-01"), declared_effective("1999-05-03"))
        name = begun(
            service,
            "demands",
            body | {"short_form_qualified": True},
            *course,
            agreement="quiet",
        )
        found = ok(service.get(f"/v1/registrations/{name}", as_of="1999-06-01"))
        assert ("freely" in {each["name"] for each in found["missing_inputs"]}) is expected
        stated = {"kind": "condition_stated", "condition": "freely", "occurred_on": "1999-05-20"}
        post_fact(service, stated | {"holds": False}, "quiet")
        found = ok(service.get(f"/v1/registrations/{name}", as_of="1999-06-01"))
        assert "freely" not in {each["name"] for each in found["missing_inputs"]}
