"""A prospectus that misleads stops sales, and the days come back at the end (3(c))."""

from typing import Any

from tests.running.service import Service

DEMAND = "/v1/registrations/ctc-example-demand"


def effective(service: Service, *facts: dict[str, Any]) -> None:
    filed = {"kind": "filed", "occurred_on": "1999-05-03", "form": "S-1"}
    declared = {"kind": "declared_effective", "occurred_on": "1999-06-10"}
    for fact in (filed, declared, *facts):
        response = service.post(f"{DEMAND}/events", fact)
        assert response.status_code == 201, response.text


def result(service: Service, as_of: str) -> Any:
    return service.get(DEMAND, as_of=as_of).json()["result"]


def misleading(day: str) -> dict[str, Any]:
    return {"kind": "misstatement_notice_given", "occurred_on": day}


def prospectus(day: str, holder: str | None = None) -> dict[str, Any]:
    return {"kind": "new_prospectus_received", "occurred_on": day, "holder": holder}


class TestHolds:
    def test_give_back_the_days_with_both_ends(self, service: Service) -> None:
        effective(service, misleading("1999-09-01"), prospectus("1999-09-10"))
        window = result(service, "1999-09-30")["windows"]["effectiveness"]
        assert (window["base_end"], window["extension_days"]) == ("1999-12-07", 10)
        assert window["last_day"] == "1999-12-17"

    def test_last_until_every_included_holder_has_the_new_prospectus(
        self, service: Service
    ) -> None:
        effective(service, misleading("1999-09-01"), prospectus("1999-09-10", "spectrum"))
        held = result(service, "1999-09-30")
        assert held["overlays"] == ["held"]
        assert held["windows"]["effectiveness"]["last_day"] is None
        late = service.post(f"{DEMAND}/events", prospectus("1999-09-14", "doeg-hill"))
        assert late.json()["result"]["overlays"] == []
        window = result(service, "1999-09-30")["windows"]["effectiveness"]
        assert window["last_day"] == "1999-12-21"

    def test_keep_the_period_from_ending_while_they_are_open(self, service: Service) -> None:
        effective(service, misleading("1999-12-01"))
        assert result(service, "2000-03-01")["state"] == "effective"

    def test_need_an_effective_registration(self, service: Service) -> None:
        response = service.post(f"{DEMAND}/events", misleading("1999-04-01"))
        assert response.status_code == 422
        assert response.json()["errors"][0]["code"] == "not_effective"
