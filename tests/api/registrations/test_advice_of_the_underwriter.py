"""Which advice of the managing underwriters cuts whom back: clauses 2(f), 2(a)(i), 2(a)(iii).

The Underwriter's Maximum Number is given in written advice (2(f)). The Company's own offering is
of 300,000 shares; Spectrum joins with 100,000. Written advice of 350,000 leaves it 50,000; of
320,000 it would leave 20,000.
"""

from typing import Any

import pytest

from tests.api.bodies import (
    Json,
    demand,
    handed_over,
    join,
    letter,
    notice,
    own_registration,
)
from tests.api.calls import DEMO, begun, ok, post_demand, post_events, with_readings
from tests.running.service import Service

HOLDER = "spectrum"


def advised(day: str, shares: int, **said: bool) -> Json:
    return {"kind": "maximum_advised", "occurred_on": day, "shares": shares, **said}


WRITTEN = advised("1999-04-20", 350_000, in_writing=True)


def offering(service: Service, *facts: Json, agreement: str = DEMO) -> Json:
    """The Company's own offering, with Spectrum in it."""
    told = (
        notice(HOLDER, handed_over("1999-04-02")),
        join(HOLDER, 100_000, handed_over("1999-04-05")),
    )
    planned = own_registration(company_shares=300_000)
    identifier = begun(service, "incidentals", planned, *told, *facts, agreement=agreement)
    answer: Json = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-04-30"))
    return answer


def shares(result: Json) -> dict[str, int | None]:
    return {each["seller"]: each["included"] for each in result["lines"]}


def cut(service: Service, **said: Any) -> Json:
    """The Company's 100 shares, and 100 each of Holder h and of x, up to 150."""
    body = {
        "template": "ctc-1998",
        "registration": "incidental",
        "company": 100,
        "holders": {"h": 100},
        "others": {"x": 100},
        "maximum_shares": 150,
        "underwritten": True,
        "written_advice": True,
        "initiated_by": "company",
    }
    answer: Json = ok(service.post("/v1/compute/cutback", body | said))
    return answer


class TestASecondAdvice:
    """2(f): what is not in writing is no such advice, and does away with none."""

    @pytest.mark.parametrize(
        ("second", "included"),
        [
            (advised("1999-04-21", 320_000, in_writing=False), 50_000),
            (advised("1999-04-21", 500_000, in_writing=False), 50_000),
            (advised("1999-04-21", 320_000, in_writing=True), 20_000),
            (advised("1999-04-21", 500_000, in_writing=True), 100_000),
            (advised("1999-04-21", 320_000), None),
            (advised("1999-04-21", 500_000), None),
            (advised("1999-04-21", 350_000), 50_000),
        ],
        ids=["oral", "oral, of more", "written", "of more", "perhaps", "perhaps more", "alike"],
    )
    def test_replaces_the_first_if_it_is_written(
        self, service: Service, second: Json, included: int | None
    ) -> None:
        answer = offering(service, WRITTEN, second)
        found = answer["result"]["allocation"]
        assert shares(found) == {"ctc": 300_000, HOLDER: included}
        missing = {each["posted_as"] for each in answer["missing_inputs"]}
        assert ("maximum_advised.in_writing" in missing) == ("in_writing" not in second)

    def test_that_was_oral_is_warned_of_and_is_not_the_maximum(self, service: Service) -> None:
        answer = offering(service, WRITTEN, advised("1999-04-21", 320_000, in_writing=False))
        assert answer["result"]["allocation"]["maximum"] == 350_000
        assert "ADVICE_NOT_WRITTEN" in {each["code"] for each in answer["warnings"]}

    def test_alone_and_oral_is_no_maximum(self, service: Service) -> None:
        found = offering(service, advised("1999-04-21", 320_000, in_writing=False))
        allocation = found["result"]["allocation"]
        assert (allocation["maximum"], allocation["cut_back"]) == (None, False)
        assert shares(allocation) == {"ctc": 300_000, HOLDER: 100_000}

    def test_replaces_it_in_any_case_in_terms_that_ask_for_no_writing(
        self, service: Service
    ) -> None:
        oral = advised("1999-04-21", 320_000, in_writing=False)
        agreement = with_readings(service, require_written_advice=False)
        found = offering(service, WRITTEN, oral, agreement=agreement)["result"]["allocation"]
        assert shares(found) == {"ctc": 300_000, HOLDER: 20_000}


class TestWhatIsNotStated:
    """2(f): what is not recorded makes unknown only the numbers on which it bears."""

    @pytest.mark.parametrize(
        ("said", "found"),
        [
            ({"underwritten": None}, {"ctc": 100, "h": None, "x": None}),
            ({"written_advice": None}, {"ctc": 100, "h": None, "x": None}),
            ({"initiated_by": None}, {"ctc": 100, "h": None, "x": None}),
            ({"underwritten": None, "written_advice": None}, {"ctc": 100, "h": None, "x": None}),
            ({"underwritten": None, "written_advice": False}, {"ctc": 100, "h": 100, "x": 100}),
            ({"written_advice": None, "initiated_by": "others"}, {"ctc": 100, "h": 100, "x": 100}),
            ({"underwritten": None, "initiated_by": "others"}, {"ctc": 100, "h": 100, "x": 100}),
        ],
    )
    def test_bears_on_some_numbers(
        self, service: Service, said: Json, found: dict[str, int | None]
    ) -> None:
        answer = cut(service, **said)
        assert shares(answer["result"]) == found
        assert bool(answer["missing_inputs"]) == (None in found.values())


class TestADemand:
    """2(a)(i), QB22: added if the underwriter finds room, or without underwriter by consent."""

    def test_computed(self, service: Service) -> None:
        body = {"registration": "requested", "underwritten": None, "initiated_by": None}
        answer = cut(service, **body)
        assert shares(answer["result"]) == {"h": 100, "ctc": None, "x": None}
        assert "underwritten" in {each["name"] for each in answer["missing_inputs"]}

    def test_on_record(self, service: Service) -> None:
        asked = demand(letter(handed_over("1999-02-16"), {HOLDER: 400_000}), id="asked")
        post_demand(service, asked)
        added = {
            "kind": "additions_proposed",
            "occurred_on": "1999-03-01",
            "company": 100_000,
            "others": {"x": 100_000},
        }
        post_events(service, "asked", added, advised("1999-03-02", 450_000, in_writing=True))
        answer = ok(service.get("/v1/registrations/asked", as_of="1999-03-03"))
        found = answer["result"]["allocation"]
        assert shares(found) == {HOLDER: 400_000, "ctc": None, "x": None}
        assert found["total"] is None
