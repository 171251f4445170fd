"""Limits of delays of an agreement's own: per use, in all, in windows, only to be aimed at.

Spectrum's demand of February 1999 is received on Friday the 19th and due 90 days later.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, delay, holder
from tests.api.calls import demanded, make_agreement, ok, read_agreement, read_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]


def right(*limits: Json, **more: Any) -> Json:
    return {
        "$replace": True,
        "clause": "2.5",
        "limits": list(limits),
        "grounds": [],
        "prohibition_needs_notice": True,
    } | more


def bare(day: str, days: int) -> Json:
    """A delay of which nothing more is recorded."""
    return {"kind": "delay_invoked", "occurred_on": day, "days": days}


def ruled(service: Service, delays: list[Json], *limits: Json, **more: Any) -> list[Any]:
    """The decision and reason of each delay of one demand."""
    body = agreement("limits", overrides={"delay": right(*limits, **more)}, holders=HELD)
    made = make_agreement(service, body)["result"]["id"]
    asked = demanded(service, *delays, agreement=made)
    found = read_registration(service, asked, as_of="2000-12-31")
    return [(each["decision"], each.get("reason")) for each in found["delays"]]


ACCEPTED = ("accepted", None)
TOO_MANY = ("refused", "SUSPENSION_OCCASIONS")
TOO_LONG = ("refused", "SUSPENSION_DAYS")
PER_USE = {"counts": "days", "per": "use", "limit": 30}
IN_A_YEAR = {"counts": "days", "limit": 45, "window": {"count": 12, "unit": "month"}}


class TestADelay:
    @pytest.mark.parametrize(
        ("delays", "limits", "expected"),
        [
            # Thirty days of one use: the thirtieth is within, the thirty-first is not.
            ([("1999-03-01", 30)], [PER_USE], [ACCEPTED]),
            ([("1999-03-01", 31)], [PER_USE], [TOO_LONG]),
            ([("1999-03-01", 30)], [PER_USE | {"is": "<"}], [TOO_LONG]),
            # Forty-five in twelve months: 30 in March leave 15.
            ([("1999-03-01", 30), ("1999-05-03", 15)], [PER_USE, IN_A_YEAR], [ACCEPTED] * 2),
            (
                [("1999-03-01", 30), ("1999-05-03", 16)],
                [PER_USE, IN_A_YEAR],
                [ACCEPTED, TOO_LONG],
            ),
            # One use in any two months: 1 March to 1 May, not a day sooner.
            (
                [("1999-03-01", 5), ("1999-04-30", 5)],
                [PER_USE, {"counts": "uses", "limit": 1, "window": {"count": 2, "unit": "month"}}],
                [ACCEPTED, TOO_MANY],
            ),
            (
                [("1999-03-01", 5), ("1999-05-01", 5)],
                [PER_USE, {"counts": "uses", "limit": 1, "window": {"count": 2, "unit": "month"}}],
                [ACCEPTED, ACCEPTED],
            ),
            (
                [("1999-03-01", 5), ("1999-05-01", 5)],
                [
                    PER_USE,
                    {
                        "counts": "uses",
                        "limit": 1,
                        "window": {"count": 2, "unit": "month", "ends": "day_before"},
                    },
                ],
                [ACCEPTED, TOO_MANY],
            ),
            # Efforts refuse nothing.
            (
                [("1999-03-01", 30)],
                [PER_USE, PER_USE | {"limit": 9, "force": "efforts"}],
                [ACCEPTED],
            ),
        ],
    )
    def test_is_held_against_every_limit(
        self, service: Service, delays: list[Any], limits: list[Json], expected: list[Any]
    ) -> None:
        assert ruled(service, [bare(*each) for each in delays], *limits) == expected

    @pytest.mark.parametrize(("days", "next_on"), [(15, "1999-03-21"), (31, None)])
    def test_that_is_refused_names_the_first_day_on_which_as_many_days_fit(
        self, service: Service, days: int, next_on: str | None
    ) -> None:
        """Twenty days in any thirty; 1 to 10 March are used, and 15 more begin on 15 March.

        From 21 March the window through 4 April holds 6 to 10 March and all fifteen: twenty.
        Thirty-one days of one use never fit; no use is refused for what is only aimed at.
        """
        often = {"counts": "days", "limit": 20, "window": {"count": 30, "unit": "day"}}
        seldom: Json = {"counts": "uses", "limit": 1, "force": "efforts"}
        seldom |= {"window": {"count": 3, "unit": "month"}}
        terms = agreement("fit", overrides={"delay": right(PER_USE, often, seldom)}, holders=HELD)
        made = make_agreement(service, terms)["result"]["id"]
        delays = (bare("1999-03-01", 10), bare("1999-03-15", days))
        asked = demanded(service, *delays, agreement=made)
        answer = ok(service.get(f"/v1/registrations/{asked}", as_of="1999-05-03"))
        _, refused = answer["result"]["delays"]
        assert (refused.get("reason"), refused["next_permitted_on"]) == ("SUSPENSION_DAYS", next_on)
        assert "LIMIT_OF_EFFORTS_PASSED" not in {each["code"] for each in answer["warnings"]}

    def test_needs_the_grounds_that_are_said_and_no_others(self, service: Service) -> None:
        unjudged = bare("1999-03-01", 30)
        found = ruled(service, [unjudged], PER_USE, grounds=["board_judgment"])
        assert found == [("undetermined", None)]

    def test_may_last_longer_by_consent_where_that_is_provided(self, service: Service) -> None:
        longer = delay("1999-03-01", 40) | {"consent": True}
        assert ruled(service, [longer], PER_USE, consent_clause="2.5(c)") == [ACCEPTED]


def test_the_answer_says_what_is_used_and_left_of_each(service: Service) -> None:
    body = agreement("limits", overrides={"delay": right(PER_USE, IN_A_YEAR)}, holders=HELD)
    made = make_agreement(service, body)["result"]["id"]
    demanded(service, bare("1999-03-01", 30), bare("1999-05-03", 15), agreement=made)
    found = read_agreement(service, made, as_of="1999-06-01")["suspension_budget"]
    each, in_a_year = found["limits"]
    assert (each["used"], each["left"]) == (0, 30)
    assert (in_a_year["used"], in_a_year["left"]) == (45, 0)
    # The window (D - 12 months, D] still holds 1 March 1999 on 29 February 2000, not on 1 March.
    assert in_a_year["first_free_day"] == "2000-03-01" == found["next_permitted_on"]
    assert in_a_year["says"] == "At most 45 days in any 12 months."


@pytest.mark.parametrize(
    "said",
    [
        right({"counts": "uses", "limit": 2}),
        right(PER_USE | {"window": {"calendar": "year"}}),
        right({"counts": "days", "limit": 1, "is": "<"}),
        right(PER_USE, max_days=60),
        right(PER_USE, grounds=None),
        right(),
    ],
)
def test_refused(service: Service, said: Json) -> None:
    body = agreement("refused", overrides={"delay": said}, holders=HELD)
    refused = service.post("/v1/agreements", body)
    assert refused.status_code == 422
    assert any(place.startswith("/overrides/delay") for place in faults(refused))
