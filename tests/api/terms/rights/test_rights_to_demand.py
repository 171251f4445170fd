"""Several rights to demand, each with those who may use it, its period, and its own numbers.

a holds 60 of 100 shares, b 30 and c 10. A demand is received on the day on which it is handed
over. The long right needs more than half; the short one anybody, with less time and its own limits.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    filed,
    handed_over,
    holder,
    letter,
    notice,
    withdrawn,
)
from tests.api.calls import (
    begun,
    condition,
    decided,
    dry_run,
    effective_shelf,
    make_agreement,
    ok,
    post_demand,
    read_agreement,
    read_registration,
    taken_down,
)
from tests.api.description.explanation import audit_agreement, audit_registration
from tests.api.refusals import faults
from tests.running.service import Service

HELD = [holder("a", 60), holder("b", 30), holder("c", 10)]
MORE_THAN_HALF = {"fraction": "1/2", "of": "registrable", "is": ">"}
A_YEAR_BEFORE = {"count": 12, "unit": "month", "ends": "day_before"}


def right(service: Service, days: int, **more: Any) -> Json:
    """A right to demand that lasts, effected so many days after receipt."""
    own: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]["demand"]
    for name in ("opens", "cap", "short_form", "standstill"):
        own[name] = None
    within = {"count": days, "unit": "day", "after": "request.received", "roll": "none"}
    return own | {"effect_within": within} | more


def two(service: Service, long: Json | None = None, short: Json | None = None) -> Json:
    return {
        "demand": None,
        "demands": {
            "long": right(service, 90, **{"who": MORE_THAN_HALF} | (long or {})),
            "short": right(service, 45, **{"who": {"anyone": True}} | (short or {})),
        },
        "readings": {"standstill_applies_to_takedown": False},
    }


def made(service: Service, overrides: Json) -> str:
    body = agreement("rights", overrides=overrides, holders=HELD)
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


def asked(day: str, under: str | None, **shares: int) -> Json:
    body: Json = {"letters": [letter(handed_over(day), shares or {"a": 10})]}
    return body | ({} if under is None else {"demand": under})


def demanded(service: Service, day: str, under: str | None, *facts: Json, **shares: int) -> str:
    return begun(service, "demands", asked(day, under, **shares), *facts, agreement="rights")


def ruled(service: Service, day: str, under: str | None, **shares: int) -> Any:
    found = dry_run(service, asked(day, under, **shares), "rights")
    return decided(found["result"])


ACCEPTED = ("accepted", None)
TOO_FEW = ("refused", "NOT_REQUISITE_HOLDERS")
USED_UP = ("refused", "DEMAND_CAP_REACHED")


@pytest.fixture
def rights(service: Service) -> Service:
    made(service, two(service))
    return service


class TestWhoMayAsk:
    def test_is_said_by_each_right(self, rights: Service) -> None:
        """b's 30 are no more than half of 100; a's 60 are."""
        body = asked("1999-03-01", "long", b=10)
        assert decided(post_demand(rights, body, "rights")["result"]) == TOO_FEW
        for who in ("a", "b", "c"):
            body = asked("1999-03-01", "short", **{who: 10})
            assert decided(post_demand(rights, body, "rights")["result"]) == ACCEPTED

    @pytest.mark.parametrize(
        ("who", "shares", "expected"),
        [
            # Three tenths of 100: b holds just these.
            ({"fraction": "3/10", "of": "registrable", "is": ">="}, {"b": 5}, ACCEPTED),
            ({"fraction": "3/10", "of": "registrable", "is": ">"}, {"b": 5}, TOO_FEW),
            # Of the 40 of b and c more than half: c's 10 are not enough, b's 30 are.
            (
                {"members": ["b", "c"], "fraction": "1/2", "of": "members", "is": ">"},
                {"b": 5},
                ACCEPTED,
            ),
            (
                {"members": ["b", "c"], "fraction": "1/2", "of": "members", "is": ">"},
                {"c": 5},
                TOO_FEW,
            ),
            # a is not among those who may ask, whatever it holds.
            ({"members": ["b", "c"], "anyone": True}, {"a": 5}, TOO_FEW),
            ({"members": ["b", "c"], "anyone": True}, {"c": 5}, ACCEPTED),
            (
                {"members": ["b", "c"], "fraction": "1/4", "of": "registrable", "is": ">="},
                {"b": 5},
                ACCEPTED,
            ),
        ],
    )
    def test_is_a_part_of_all_or_of_some(
        self, service: Service, who: Json, shares: dict[str, int], expected: Any
    ) -> None:
        made(service, {"demand": {"who": who}})
        body = asked("1999-03-01", None, **shares)
        assert decided(post_demand(service, body, "rights")["result"]) == expected

    def test_leaves_out_of_the_request_who_may_not_ask(self, service: Service) -> None:
        """c signs beside b, but only b may ask: c may join once it is told."""
        made(service, {"demand": {"who": {"members": ["b"], "anyone": True}}})
        name = demanded(service, "1999-03-01", None, b=5, c=5)
        found = read_registration(service, name, "1999-03-02")
        owed = {each["id"] for each in found["obligations"]}
        assert decided(found) == ACCEPTED
        assert "notice:c" in owed
        assert found["tallies"]["requisite"]["requesting"] == 30

    def test_of_a_sale_off_the_shelf_is_its_own(self, service: Service) -> None:
        """Spectrum holds just a half of 1,600,000."""
        held = [holder("spectrum", 800_000), holder("doeg-hill", 700_000), holder("wang", 100_000)]
        who = {"fraction": "1/2", "of": "registrable", "is": ">="}
        for least, expected in ((who, ACCEPTED), (who | {"is": ">"}, TOO_FEW)):
            body = {
                "template": "ctc-1998",
                "holders": held,
                "overrides": {"takedown": {"who": least}},
            }
            name = make_agreement(service, body)["result"]["id"]
            sale = taken_down(service, effective_shelf(service, agreement=name), agreement=name)
            assert decided(read_registration(service, sale, "2000-02-02")) == expected


class TestEachRight:
    def test_has_its_own_period(self, rights: Service) -> None:
        """Received on 1 March 1999: 90 days end on 30 May, 45 on 15 April."""
        days = {}
        for under in ("long", "short"):
            name = demanded(rights, "1999-03-01", under)
            found = read_registration(rights, name, "1999-03-02")
            days[under] = found["determination"]["due_on"]
        assert days == {"long": "1999-05-30", "short": "1999-04-15"}

    def test_is_named_where_there_are_several(self, rights: Service) -> None:
        path = "/v1/agreements/rights/demands"
        unnamed = rights.post(path, asked("1999-03-01", None))
        assert faults(unnamed) == {"/demand": "right_not_named"}
        other = rights.post(path, asked("1999-03-01", "middle"))
        assert faults(other) == {"/demand": "no_such_right"}

    def test_is_cited_at_its_own_place(self, rights: Service) -> None:
        name = demanded(rights, "1999-03-01", "short")
        answer = ok(rights.get(f"/v1/registrations/{name}", as_of="1999-03-02"))
        cited = str(answer["explanation"]["steps"])
        assert "terms:/demands/short/" in cited
        assert "terms:/demand/" not in cited
        assert "terms:/demands/long/" not in cited

    def test_explains_its_answer(self, service: Service) -> None:
        uses = {"uses": [{"counts": "accepted", "limit": 2, "of": ["long", "short"]}]}
        who = {"members": ["a"], "fraction": "1/2", "of": "members", "is": ">"}
        made(service, two(service, uses | {"who": who}, uses))
        demanded(service, "1999-03-01", "short", c=10)
        name = demanded(service, "1999-03-02", "long")
        for audit in (
            audit_registration(service, name, "rights", "1999-03-03"),
            audit_agreement(service, "rights", as_of="1999-03-03"),
        ):
            assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
            assert audit.misquoted_inputs() == audit.forward_references() == []

    def test_joins_by_its_own_window(self, service: Service) -> None:
        """Told on 1 March: five days end on 6 March, and the sixth is too late."""
        window = {"within": {"count": 5, "unit": "day", "after": "notice.given", "roll": "none"}}
        overrides = two(service, short={"join": window})
        made(service, overrides)
        name = demanded(service, "1999-03-01", "short", notice("b", handed_over("1999-03-01")))
        found = read_registration(service, name, "1999-03-02")
        (joins,) = [each for each in found["windows"]["join"] if each["holder"] == "b"]
        assert joins["last_day"] == "1999-03-06"

    def test_may_be_asked_of_without_a_record(self, service: Service) -> None:
        terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        del terms["demand"]
        terms["demands"] = two(service)["demands"]
        terms["readings"]["standstill_applies_to_takedown"] = False
        body = {
            "terms": terms,
            "as_of": "1999-03-02",
            "letters": [{"requests": {"b": 10}, "delivery": handed_over("1999-03-01")}],
            "positions": [{"holder": each["id"], "common": each["common"]} for each in HELD],
            "demands_effected": 0,
            "demands_pending": 0,
        }
        unnamed = service.post("/v1/compute/demand", body)
        assert faults(unnamed) == {"/demand": "right_not_named"}
        for under, expected in (("short", "accepted"), ("long", "refused")):
            found = ok(service.post("/v1/compute/demand", body | {"demand": under}))
            assert found["result"]["determination"]["decision"] == expected
        other = service.post("/v1/compute/demand", body | {"demand": "middle"})
        assert faults(other) == {"/demand": "no_such_right"}


class TestHowOften:
    def test_each_counts_its_own(self, service: Service) -> None:
        once = {"uses": [{"counts": "effected_or_pending", "limit": 1}]}
        made(service, two(service, once, once))
        demanded(service, "1999-03-01", "long")
        assert ruled(service, "1999-04-01", "long") == ("refused", "DEMAND_CAP_PENDING")
        assert ruled(service, "1999-04-01", "short") == ACCEPTED

    def test_a_number_may_be_shared(self, service: Service) -> None:
        shared = {"uses": [{"counts": "accepted", "limit": 2, "of": ["long", "short"]}]}
        made(service, two(service, shared, shared))
        demanded(service, "1999-03-01", "long")
        assert ruled(service, "1999-04-01", "short") == ACCEPTED
        # Accepted it was, though taken back since.
        demanded(service, "1999-04-01", "short", withdrawn("1999-04-10"))
        assert ruled(service, "1999-05-03", "short") == USED_UP
        assert ruled(service, "1999-05-03", "long") == USED_UP

    @pytest.mark.parametrize(
        ("window", "day", "expected"),
        [
            # Effective on 1 June 1999. The twelve months before 1 June 2000 begin with it.
            (A_YEAR_BEFORE, "2000-06-01", USED_UP),
            (A_YEAR_BEFORE, "2000-06-02", ACCEPTED),
            # (D less twelve months, D] holds it no more on 1 June 2000.
            ({"count": 12, "unit": "month"}, "2000-05-31", USED_UP),
            ({"count": 12, "unit": "month"}, "2000-06-01", ACCEPTED),
            ({"calendar": "year"}, "1999-12-31", USED_UP),
            ({"calendar": "year"}, "2000-01-03", ACCEPTED),
            ({"count": 90, "unit": "day"}, "1999-08-29", USED_UP),
            ({"count": 90, "unit": "day"}, "1999-08-30", ACCEPTED),
        ],
    )
    def test_effected_within_a_window(
        self, service: Service, window: Json, day: str, expected: Any
    ) -> None:
        limit = {"counts": "effected", "limit": 1, "window": window}
        made(service, two(service, short={"uses": [limit]}))
        demanded(
            service, "1999-04-20", "short", filed("1999-05-10"), declared_effective("1999-06-01")
        )
        assert ruled(service, day, "short") == expected

    @pytest.mark.parametrize(
        ("limits", "next_on"),
        [
            ([{"window": A_YEAR_BEFORE}], "2000-06-02"),
            ([{"window": {"count": 12, "unit": "month"}}], "2000-06-01"),
            ([{"window": {"calendar": "year"}}], "2000-01-01"),
            # The last of several limits that are reached; where one is for good, no day.
            ([{"window": {"calendar": "year"}}, {"window": A_YEAR_BEFORE}], "2000-06-02"),
            ([{"window": A_YEAR_BEFORE}, {}], None),
        ],
    )
    def test_a_refusal_names_the_day_on_which_the_window_has_moved_on(
        self, service: Service, limits: list[Json], next_on: str | None
    ) -> None:
        one: Json = {"counts": "effected", "limit": 1}
        made(service, two(service, short={"uses": [one | each for each in limits]}))
        demanded(
            service, "1999-04-20", "short", filed("1999-05-10"), declared_effective("1999-06-01")
        )
        found = dry_run(service, asked("1999-09-01", "short"), "rights")["result"]
        assert decided(found) == USED_UP
        assert found["determination"].get("may_renew_on") == next_on
        assert next_on is None or ruled(service, next_on, "short") == ACCEPTED

    def test_what_is_under_way_counts_only_where_it_is_said(self, service: Service) -> None:
        made(service, two(service, short={"uses": [{"counts": "effected", "limit": 1}]}))
        demanded(service, "1999-03-01", "short")
        assert ruled(service, "1999-03-15", "short") == ACCEPTED

    @pytest.mark.parametrize(
        ("day", "expected"), [("2000-02-29", USED_UP), ("2000-03-01", ACCEPTED)]
    )
    def test_accepted_within_a_window_by_the_day_of_receipt(
        self, service: Service, day: str, expected: Any
    ) -> None:
        limit = {"counts": "accepted", "limit": 1, "window": {"count": 12, "unit": "month"}}
        made(service, two(service, short={"uses": [limit]}))
        demanded(service, "1999-03-01", "short")
        assert ruled(service, day, "short") == expected

    @pytest.mark.parametrize(
        ("window", "day", "expected"),
        [
            # The twelve months before 1 March end with 28 February: the day's own are not in them.
            (A_YEAR_BEFORE, "1999-03-01", ACCEPTED),
            (A_YEAR_BEFORE, "1999-03-02", USED_UP),
            # (D less twelve months, D] holds it, if it came first: that is not recorded.
            ({"count": 12, "unit": "month"}, "1999-03-01", ("undetermined", None)),
        ],
    )
    def test_another_of_the_same_day(
        self, service: Service, window: Json, day: str, expected: Any
    ) -> None:
        limit = {"counts": "accepted", "limit": 1, "window": window}
        made(service, two(service, short={"uses": [limit]}))
        demanded(service, "1999-03-01", "short")
        assert ruled(service, day, "short") == expected

    def test_the_agreement_says_what_is_left_of_each(self, service: Service) -> None:
        long = {"uses": [{"counts": "accepted", "limit": 2}]}
        short = {"uses": [{"counts": "effected", "limit": 3, "window": A_YEAR_BEFORE}]}
        made(service, two(service, long, short))
        demanded(service, "1999-03-01", "long")
        name = demanded(
            service, "1999-04-20", "short", filed("1999-05-10"), declared_effective("1999-06-01")
        )
        found = read_agreement(service, "rights", as_of="1999-07-01")["demands"]
        assert [(each["right"], each["limits"][0]["used"]) for each in found] == [
            ("long", 1),
            ("short", 1),
        ]
        assert found[1]["limits"][0]["left"] == 2
        assert found[1]["limits"][0]["says"] == "At most 3 demands effected in any 12 months."
        own = read_registration(service, name, "1999-07-01")["tallies"]["demands"]
        assert (own["right"], own["limits"][0]["used"]) == ("short", 0)

    def test_of_numbers_stated_what_may_lie_in_the_window_is_open(self, service: Service) -> None:
        terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        del terms["demand"]
        limit = {"counts": "effected", "limit": 2, "window": A_YEAR_BEFORE}
        terms["demands"] = two(service, short={"uses": [limit]})["demands"]
        terms["readings"]["standstill_applies_to_takedown"] = False
        body = {
            "terms": terms,
            "demand": "short",
            "as_of": "1999-03-02",
            "letters": [{"requests": {"b": 10}, "delivery": handed_over("1999-03-01")}],
            "positions": [{"holder": each["id"], "common": each["common"]} for each in HELD],
            "demands_pending": 0,
        }
        for effected, expected in ((1, "passed"), (2, "unknown")):
            stated = body | {"demands_effected": effected}
            found = ok(service.post("/v1/compute/demand", stated))
            assert condition(found["result"], "demands_left")["outcome"] == expected


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ({}, "Say `anyone`"),
        ({"anyone": True, "fraction": "1/2", "of": "registrable", "is": ">"}, "Say `anyone`"),
        ({"fraction": "1/2", "of": "registrable"}, "`is` `>` or `>=`"),
        ({"fraction": "1/2", "of": "members", "is": ">"}, "Name the `members`"),
        ({"fraction": "1", "of": "registrable", "is": ">"}, "More than the whole"),
        ({"anyone": True, "of": "registrable"}, "leave `of` and `is` out"),
    ],
)
def test_who_may_ask_is_said_in_one_way(service: Service, who: Json, says: str) -> None:
    body = agreement("refused", overrides={"demand": {"who": who}}, holders=HELD)
    refused = service.post("/v1/agreements", body)
    assert refused.status_code == 422
    assert says in " ".join(each["detail"] for each in refused.json()["errors"])


def test_a_limit_counts_rights_that_there_are(service: Service) -> None:
    limit = {"counts": "accepted", "limit": 2, "of": ["long", "block"]}
    body = agreement("refused", overrides=two(service, {"uses": [limit]}), holders=HELD)
    refused = service.post("/v1/agreements", body)
    assert faults(refused) == {"/overrides/demands/long/uses/0/of/1": "right_not_declared"}


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"demand": {"uses": [{"counts": "accepted", "limit": 2}]}}, "leave `cap` out"),
        ({"demand": {"uses": [{"counts": "accepted", "limit": 0}]}}, "1 or more"),
    ],
)
def test_the_number_is_said_in_one_way(service: Service, overrides: Json, says: str) -> None:
    refused = service.post("/v1/agreements", agreement("refused", overrides=overrides))
    assert refused.status_code == 422
    assert says in " ".join(each["detail"] for each in refused.json()["errors"])


def test_several_rights_stand_in_place_of_the_one(service: Service) -> None:
    overrides = two(service)
    del overrides["demand"]
    refused = service.post("/v1/agreements", agreement("refused", overrides=overrides))
    assert "leave `demand` out" in refused.json()["errors"][0]["detail"]


@pytest.mark.parametrize("name", ["takedown_counts", "standstill_applies_to_takedown"])
def test_no_reading_means_one_of_several(service: Service, name: str) -> None:
    standstill = ok(service.get("/v1/templates/ctc-1998"))["terms"]["demand"]["standstill"]
    overrides = two(service, {"standstill": standstill})
    overrides["readings"] = overrides["readings"] | {name: True}
    refused = service.post("/v1/agreements", agreement("refused", overrides=overrides))
    assert faults(refused) == {f"/overrides/readings/{name}": "reading_not_honoured"}
