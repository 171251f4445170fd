"""May this Holder sell on this day, in this manner?"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.answers.may_sell.may_sell import Manner, MaySell, RegistrationBars, Stop, may_sell
from app.rules.procedures.underwriting.holdback import Holdbacks, HoldbackWindow
from app.rules.reasoning.matter import open_matter
from app.rules.reasoning.trace import Sourced
from tests.rules.examples.procedures import CTC, missing

DAY = date(1999, 6, 15)
PUBLIC: tuple[Manner, ...] = ("under_registration", "public_outside", "rule_144")


def on(day: date) -> Sourced[date]:
    return Sourced(day, f"fact:{day.isoformat()}#")


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def window(first: date, last: date) -> Holdbacks:
    found = HoldbackWindow("required", on(first), on(last), on(first), "4(c)")
    return Holdbacks("4(c)", (found,))


def registration(**changes: Any) -> RegistrationBars:
    """One that includes Wang and has been effective for a month."""
    usual: dict[str, Any] = {
        "registration_id": "demand",
        "kind": "requested",
        "terms": CTC,
        "includes": frozenset({"wang"}),
        "underwritten": Sourced(False, "fact:demand#/underwritten"),
        "effective_on": on(days(-30)),
        "kept_effective_to": on(days(150)),
        "over_on": None,
    }
    return RegistrationBars(**usual | changes)


def ask(*bars: RegistrationBars, manner: Manner = "under_registration", day: date = DAY) -> MaySell:
    return may_sell("wang", day, manner, bars, open_matter(CTC))


def codes(found: MaySell) -> list[str]:
    return [
        each.code
        for each in (*found.reasons, *(bar for line in found.registrations for bar in line.reasons))
    ]


class TestUnderARegistration:
    def test_an_effective_one_that_includes_him_will_do(self) -> None:
        found = ask(registration())
        assert (found.may_sell, codes(found)) == ("yes", [])

    def test_it_must_include_him(self) -> None:
        found = ask(registration(includes=frozenset({"spectrum"})))
        assert (found.may_sell, codes(found)) == ("no", ["NOT_IN_A_REGISTRATION"])

    @pytest.mark.parametrize("effective", [None, on(days(1))])
    def test_it_must_be_effective(self, effective: Sourced[date] | None) -> None:
        assert codes(ask(registration(effective_on=effective))) == ["NOT_EFFECTIVE"]

    def test_it_serves_through_the_last_day_it_is_kept_effective(self) -> None:
        assert ask(registration(kept_effective_to=on(DAY))).may_sell == "yes"
        assert codes(ask(registration(kept_effective_to=on(days(-1))))) == ["PERIOD_ENDED"]

    def test_it_must_not_be_over(self) -> None:
        assert codes(ask(registration(over_on=on(days(-1))))) == ["OVER"]

    def test_another_one_may_serve_him(self) -> None:
        closed = registration(registration_id="old", over_on=on(days(-1)))
        found = ask(closed, registration())
        assert found.may_sell == "yes"
        assert [each.may_sell for each in found.registrations] == ["no", "yes"]


class TestStops:
    STOPPED = Stop(on(days(-5)), on(days(-2)))

    @pytest.mark.parametrize(
        ("changes", "code", "clause"),
        [
            ({"holds": {"wang": [STOPPED]}}, "HELD", "3(c)"),
            ({"prohibitions": {"wang": [STOPPED]}}, "SUSPENDED", "2(g)"),
            ({"orders": [STOPPED]}, "STOP_ORDERED", "3(a)(vii)"),
        ],
    )
    def test_bar_sales_under_that_registration_and_no_other(
        self, changes: dict[str, Any], code: str, clause: str
    ) -> None:
        stopped = registration(**changes)
        found = ask(stopped)
        assert (found.may_sell, codes(found)) == ("no", [code])
        (line,) = found.registrations
        assert line.reasons[0].clause == clause
        assert ask(stopped, registration(registration_id="other")).may_sell == "yes"
        for manner in ("public_outside", "rule_144", "private"):
            assert ask(stopped, manner=manner).may_sell == "yes"

    def test_bar_each_holder_from_his_own_receipt(self) -> None:
        stopped = registration(holds={"wang": [self.STOPPED]})
        assert ask(stopped, day=days(-3)).may_sell == "yes"
        assert ask(stopped, day=days(-2)).may_sell == "no"
        assert ask(registration(holds={"spectrum": [self.STOPPED]})).may_sell == "yes"

    def test_end_on_the_day_of_the_new_prospectus(self) -> None:
        ended = Stop(on(days(-5)), on(days(-2)), free_from=on(DAY))
        stopped = registration(holds={"wang": [ended]})
        assert ask(stopped, day=days(-1)).may_sell == "no"
        assert ask(stopped).may_sell == "yes"

    def test_of_a_prohibition_last_through_its_last_day(self) -> None:
        prohibited = Stop(on(days(-5)), on(days(-5)), last_day=on(DAY))
        stopped = registration(prohibitions={"wang": [prohibited]})
        assert ask(stopped).may_sell == "no"
        assert ask(stopped, day=days(1)).may_sell == "yes"

    def test_from_an_unknown_day_leave_it_unknown(self) -> None:
        stopped = registration(holds={"wang": [Stop(on(days(-5)), None)]})
        assert ask(stopped).may_sell == "unknown"
        assert ask(stopped, day=days(-6)).may_sell == "yes"


class TestHoldback:
    HELD = registration(
        registration_id="underwritten",
        includes=frozenset({"spectrum"}),
        underwritten=Sourced(True, "fact:other#/underwritten"),
        holdbacks={"wang": window(days(-7), days(180))},
    )

    @pytest.mark.parametrize("manner", PUBLIC)
    def test_bars_every_public_sale_outside_the_underwritten_registration(
        self, manner: Manner
    ) -> None:
        found = ask(self.HELD, registration(), manner=manner)
        assert (found.may_sell, codes(found)) == ("no", ["HOLDBACK"])

    def test_leaves_a_private_sale_free(self) -> None:
        assert ask(self.HELD, manner="private").may_sell == "yes"

    def test_leaves_the_sale_as_part_of_it_free(self) -> None:
        part = registration(
            underwritten=Sourced(True, "fact:demand#/underwritten"),
            holdbacks={"wang": window(days(-7), days(180))},
        )
        assert ask(part, manner="underwritten_sale").may_sell == "yes"
        assert ask(part, manner="public_outside").may_sell == "no"

    def test_binds_on_its_first_and_last_day_only_between(self) -> None:
        for day, free in ((-8, "yes"), (-7, "no"), (180, "no"), (181, "yes")):
            assert ask(self.HELD, manner="rule_144", day=days(day)).may_sell == free

    def test_that_is_not_known_leaves_it_unknown(self) -> None:
        unknown = registration(holdbacks={"wang": Holdbacks("4(c)", known=False)})
        assert ask(unknown, manner="rule_144").may_sell == "unknown"
        assert ask(unknown).may_sell == "yes"


class TestUnderwrittenSale:
    def test_needs_an_underwritten_registration(self) -> None:
        found = ask(registration(), manner="underwritten_sale")
        assert (found.may_sell, codes(found)) == ("no", ["NOT_UNDERWRITTEN"])

    def test_is_not_known_while_nobody_says_whether_it_is_one(self) -> None:
        matter = open_matter(CTC)
        found = may_sell(
            "wang", DAY, "underwritten_sale", [registration(underwritten=None)], matter
        )
        assert (found.may_sell, missing(matter)) == ("unknown", {"underwritten"})


def test_a_sale_outside_a_registration_says_that_the_law_was_not_asked() -> None:
    matter = open_matter(CTC)
    assert may_sell("wang", DAY, "private", (), matter).may_sell == "yes"
    assert [each.code for each in matter.working.assumptions] == ["LAW_NOT_ASKED"]


@given(st.integers(-40, 200), st.integers(-40, 200), st.sampled_from(PUBLIC))
def test_what_stops_another_holder_never_stops_him(
    begins: int, asked_on: int, manner: Manner
) -> None:
    stopped = [Stop(on(days(begins)), on(days(begins)))]
    others = {"spectrum": stopped}
    barred = registration(
        holds=others,
        prohibitions=others,
        holdbacks={"spectrum": window(days(begins), days(begins + 100))},
    )
    free = registration()
    day = days(asked_on)
    assert ask(barred, manner=manner, day=day) == ask(free, manner=manner, day=day)
