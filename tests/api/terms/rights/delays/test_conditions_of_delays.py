"""What an agreement asks of a delay besides limits: conditions that somebody states, a day to end.

Spectrum's demand is mailed on 16 February 1999, received on Friday the 19th and due 90 days later.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, fact, holder
from tests.api.calls import demanded, make_agreement, ok, post_fact, read_registration
from tests.api.description.explanation import audit_registration
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
CERTIFIED = {"certified": {"says": "The chief executive certifies it", "evidence": "certificate"}}
ACCEPTED = ("accepted", None)
NOT_SO = ("refused", "SUSPENSION_CONDITION_FAILED")
TOO_LATE = ("refused", "SUSPENSION_TOO_LATE")
OPEN = ("undetermined", None)


def made(service: Service, delays: list[tuple[str, int]], **more: Any) -> str:
    right = {
        "$replace": True,
        "clause": "2.5",
        "limits": [{"counts": "uses", "limit": 4}, {"counts": "days", "limit": 90}],
        "grounds": [],
        "prohibition_needs_notice": True,
    } | more
    body = agreement("told", overrides={"delay": right, "conditions": CERTIFIED}, holders=HELD)
    make_agreement(service, body)
    bare = [{"kind": "delay_invoked", "occurred_on": day, "days": days} for day, days in delays]
    return demanded(service, *bare, agreement="told")


def ruled(service: Service, name: str) -> list[tuple[str, str | None]]:
    found = read_registration(service, name, as_of="2000-12-31")["delays"]
    return [(each["decision"], each.get("reason")) for each in found]


def certified(service: Service, day: str, **more: Any) -> None:
    document = {"document": "Certificate of the Chief Executive Officer"}
    stated = fact("condition_stated", day, condition="certified", **(document | more))
    post_fact(service, stated, "told")


ASKED = {"conditions": [{"asserted": "certified"}]}


class TestConditions:
    def test_are_open_and_named_until_they_are_stated(self, service: Service) -> None:
        name = made(service, [("1999-03-01", 20)], **ASKED)
        assert ruled(service, name) == [OPEN]
        answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-03-10"))
        missing = {(each["name"], each["posted_as"]) for each in answer["missing_inputs"]}
        assert ("certified", "condition_stated.holds") in missing

    @pytest.mark.parametrize(
        ("day", "more", "expected"),
        [
            ("1999-03-01", {}, ACCEPTED),
            ("1999-02-01", {}, ACCEPTED),
            # Only after it was invoked, no certificate, or over by then.
            ("1999-03-02", {}, OPEN),
            ("1999-03-01", {"document": None}, OPEN),
            ("1999-03-01", {"holds": False}, NOT_SO),
            ("1999-02-01", {"until": "1999-02-28"}, NOT_SO),
            ("1999-02-01", {"until": "1999-03-01"}, ACCEPTED),
        ],
    )
    def test_are_those_of_the_day_of_the_invocation(
        self, service: Service, day: str, more: Json, expected: Any
    ) -> None:
        name = made(service, [("1999-03-01", 20)], **ASKED)
        certified(service, day, **more)
        assert ruled(service, name) == [expected]

    def test_of_one_registration_alone(self, service: Service) -> None:
        name = made(service, [("1999-03-01", 20)], **ASKED)
        certified(service, "1999-03-01", registration=name)
        assert ruled(service, name) == [ACCEPTED]

    def test_move_the_due_day_only_if_they_are_so(self, service: Service) -> None:
        """20 May 1999 with 20 days is 9 June."""
        name = made(service, [("1999-03-01", 20)], **ASKED)
        certified(service, "1999-03-01", holds=False)
        found = read_registration(service, name, as_of="1999-04-01")
        assert found["determination"]["due_on"] == "1999-05-20"
        certified(service, "1999-03-01", registration=name)
        found = read_registration(service, name, as_of="1999-04-01")
        assert found["determination"]["due_on"] == "1999-06-09"

    def test_explain_themselves(self, service: Service) -> None:
        last = {"count": 60, "unit": "day", "after": "request.given"}
        name = made(service, [("1999-03-01", 20)], **ASKED, ends_by=last)
        certified(service, "1999-03-01")
        audit = audit_registration(service, name, "told", "1999-04-01")
        assert audit.unexplained() == audit.unaccounted() == audit.misquoted() == []
        assert audit.misquoted_inputs() == audit.forward_references() == []


class TestTheDayByWhichItEnds:
    @pytest.mark.parametrize(
        ("after", "days", "expected"),
        [
            # Sixty days after 19 February end on 20 April, the 51st day from 1 March.
            ("request.received", 51, ACCEPTED),
            ("request.received", 52, TOO_LATE),
            # Sixty days after 16 February end on 17 April, the 48th.
            ("request.given", 48, ACCEPTED),
            ("request.given", 49, TOO_LATE),
        ],
    )
    def test_runs_from_the_request(
        self, service: Service, after: str, days: int, expected: Any
    ) -> None:
        last = {"count": 60, "unit": "day", "after": after}
        name = made(service, [("1999-03-01", days)], ends_by=last)
        assert ruled(service, name) == [expected]
        (delay,) = read_registration(service, name, as_of="1999-04-01")["delays"]
        assert delay["max_days"] == (51 if after == "request.received" else 48)

    def test_binds_whenever_the_delay_is_invoked(self, service: Service) -> None:
        last = {"count": 60, "unit": "day", "after": "request.received"}
        delays = [("1999-03-01", 20), ("1999-04-19", 2), ("1999-04-20", 2)]
        name = made(service, delays, ends_by=last)
        assert ruled(service, name) == [ACCEPTED, ACCEPTED, TOO_LATE]

    def test_limits_the_days_where_nothing_else_does(self, service: Service) -> None:
        right = {
            "$replace": True,
            "clause": "2.5",
            "limits": [{"counts": "uses", "limit": 1}],
            "grounds": [],
            "prohibition_needs_notice": True,
            "stops": {"registrations": ["demand"]},
        }
        last = {"ends_by": {"count": 60, "unit": "day", "after": "request.received"}}
        for more, expected in (({}, False), (last, True)):
            body = {"template": "ctc-1998", "overrides": {"delay": right | more}}
            found = ok(service.post("/v1/compute/terms-check", body))["result"]
            assert found["consistent"] is expected

    def test_without_a_record(self, service: Service) -> None:
        terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        terms["conditions"] = {"certified": {"says": "It is certified"}}
        terms["delay"] = {
            "clause": "2.5",
            "limits": [{"counts": "days", "limit": 90}],
            "grounds": [],
            "prohibition_needs_notice": True,
            "ends_by": {"count": 60, "unit": "day", "after": "request.received"},
        } | ASKED
        stated: Json = {"condition": "certified", "since": "1999-03-01"}
        letter: Json = {"requests": {"spectrum": 10}, "received_on": "1999-02-19"}
        letter["fully_diluted_shares"] = 60
        for days, said, expected in (
            (51, [stated], "accepted"),
            (52, [stated], "refused"),
            (51, [stated | {"holds": False}], "refused"),
            (51, [], "undetermined"),
        ):
            body = {
                "terms": terms,
                "as_of": "1999-03-02",
                "letters": [letter],
                "total_fully_diluted_shares": 100,
                "demands_effected": 0,
                "demands_pending": 0,
                "delays": [{"invoked_on": "1999-03-01", "days": days, "conditions": said}],
            }
            found = ok(service.post("/v1/compute/demand", body))["result"]
            assert [each["decision"] for each in found["delays"]] == [expected]
            asked = {
                "terms": terms,
                "kind": "delay",
                "registration_kind": "requested",
                "request_received_on": "1999-02-19",
                "invoked_on": "1999-03-01",
                "days": days,
                "conditions": said,
            }
            found = ok(service.post("/v1/compute/suspension", asked))["result"]
            assert found["decision"] == expected
