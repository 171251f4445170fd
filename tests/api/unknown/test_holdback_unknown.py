"""A holdback of which something is not recorded bars, or may bar, its own days only: clause 4(c).

The Company's registration is effective on Monday 2 August 1999. Seven days before it to 180 after
it: 26 July 1999 to 29 January 2000. Advised for 90 days after it: 3 August to 31 October 1999.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, declared_effective, filed, handed_over, own_registration
from tests.api.calls import begun, ok
from tests.running.service import Service

FREE, PERHAPS, BARRED = "yes", "unknown", "no"
DAYS = ("1999-07-25", "1999-07-26", "2000-01-29", "2000-01-30", "2003-01-30")
ADVISED_DAYS = ("1999-08-02", "1999-08-03", "1999-10-31", "1999-11-01")
REQUIRED = {
    "kind": "holdback_required",
    "occurred_on": "1999-07-12",
    "expected_effective_on": "1999-08-02",
}
ADVISED = {"kind": "holdback_advised", "occurred_on": "1999-07-12", "days": 90}
TOLD = {"kind": "holdback_notice_given", "holder": "wang", "delivery": handed_over("1999-07-13")}


def may_sell(service: Service, days: tuple[str, ...], *facts: Json) -> list[str]:
    made = (filed("1999-07-01", "S-1"), declared_effective("1999-08-02"))
    begun(service, "incidentals", own_registration(), *facts, *made)
    asked = {"holder": "wang", "manner": "rule_144"}
    path = "/v1/agreements/ctc/may-sell"
    return [ok(service.get(path, on=day, **asked))["result"]["may_sell"] for day in days]


def computed(service: Service, days: tuple[str, ...], **said: Any) -> list[bool | None]:
    body = {"template": "ctc-1998", "effective_on": "1999-08-02", "test_dates": days, **said}
    found = ok(service.post("/v1/compute/holdback", body))["result"]["days"]
    return [each["may_sell"] for each in found]


class TestOnRecord:
    def test_required_and_perhaps_firm(self, service: Service) -> None:
        found = may_sell(service, DAYS, REQUIRED)
        assert found == [FREE, PERHAPS, PERHAPS, FREE, FREE]

    def test_advised_and_perhaps_firm(self, service: Service) -> None:
        found = may_sell(service, ADVISED_DAYS, ADVISED, TOLD)
        assert found == [FREE, PERHAPS, PERHAPS, FREE]

    def test_required_and_firm(self, service: Service) -> None:
        found = may_sell(service, DAYS, REQUIRED | {"firm_commitment": True})
        assert found == [FREE, BARRED, BARRED, FREE, FREE]


class TestComputed:
    @pytest.mark.parametrize(
        "said",
        [
            {"required_by_managing_underwriter": True},
            {"firm_commitment": True},
            {},
            {
                "required_by_managing_underwriter": True,
                "firm_commitment": True,
                "readings": {"holdback_scope": "participating"},
            },
        ],
        ids=["firm commitment", "requirement", "both", "who takes part"],
    )
    def test_what_is_missing_opens_those_days_only(self, service: Service, said: Json) -> None:
        assert computed(service, DAYS, **said) == [True, None, None, True, True]

    @pytest.mark.parametrize(
        "advice",
        [
            {"given": True},
            {"given": None, "notice_received_on": "1999-07-13"},
            {"given": True, "notice_given": True},
        ],
        ids=["notice", "advice", "receipt"],
    )
    def test_alike_for_what_is_advised(self, service: Service, advice: Json) -> None:
        said = {"advice": {"days": 90} | advice, "firm_commitment": True}
        assert computed(service, ADVISED_DAYS, **said) == [True, None, None, True]

    def test_what_is_required_bars_whatever_was_advised(self, service: Service) -> None:
        """Beside a requirement, advice of which nobody knows leaves the required days barred."""
        said = {
            "required_by_managing_underwriter": True,
            "firm_commitment": True,
            "advice": {"days": 90},
        }
        assert computed(service, DAYS, **said) == [True, False, False, True, True]


class TestNotYetEffective:
    """What is advised binds only after effectiveness, of which there is none on the record."""

    def asked(self, service: Service, *facts: Json) -> tuple[str, set[str]]:
        begun(service, "incidentals", own_registration(), *facts, filed("1999-07-15", "S-1"))
        asked = {"holder": "wang", "manner": "rule_144", "on": "1999-07-26"}
        found = ok(service.get("/v1/agreements/ctc/may-sell", **asked))
        named = {each["posted_as"] for each in found.get("missing_inputs", ())}
        return found["result"]["may_sell"], named

    def test_advised(self, service: Service) -> None:
        advised = ADVISED | {"firm_commitment": True}
        found, named = self.asked(service, advised, TOLD)
        assert found == FREE
        assert "holdback_required.expected_effective_on" not in named

    def test_required(self, service: Service) -> None:
        """The seven days before it may have begun."""
        required = {"kind": "holdback_required", "occurred_on": "1999-07-12"}
        found, named = self.asked(service, required | {"firm_commitment": True})
        assert found == PERHAPS
        assert "holdback_required.expected_effective_on" in named
