"""A copy of an amendment is owed whether or not the offering is underwritten: clauses 3(a)(x), 5.

For a filing on Wednesday 8 September 1999 it is due on Friday 3 September if it is underwritten,
two Business Days before, and on Tuesday 31 August if it is not: five, of which Labor Day is none.
While it is not recorded which, a copy by 31 August is in time and one after 3 September is late.
"""

import pytest

from tests.api.bodies import Json, declared_effective, filed
from tests.api.calls import demanded, obligation, ok, read_registration
from tests.running.service import Service


@pytest.mark.parametrize(
    ("delivered", "compliant"),
    [
        (None, None),
        ("1999-08-31", True),
        ("1999-09-01", None),
        ("1999-09-03", None),
        ("1999-09-04", False),
        ("1999-09-07", False),
    ],
)
class TestComputed:
    def test_a_copy(self, service: Service, delivered: str | None, compliant: bool | None) -> None:
        asked = {"template": "ctc-1998", "papers": "amendment", "filing_on": "1999-09-08"}
        answer = ok(
            service.post("/v1/compute/copies-before-filing", asked | {"delivered_on": delivered})
        )
        result = answer["result"]
        assert (result["owed"], result["compliant"]) == (True, compliant)
        assert (result["latest_on"], result["clause"]) == (None, None)
        assert [each["name"] for each in answer["missing_inputs"]] == ["underwritten"]


class TestOnRecord:
    def proposed(self, service: Service, furnished: str | None, **said: bool) -> tuple[Json, Json]:
        """The amendment and its duty on the eve of the filing."""
        copies = [{"holder": "spectrum", "furnished_on": furnished}] if furnished else []
        amendment = {
            "kind": "amendment_proposed",
            "occurred_on": "1999-09-07",
            "amendment": "first",
            "planned_filing_on": "1999-09-08",
            "copies": copies,
            **said,
        }
        made = (filed("1999-04-05"), declared_effective("1999-05-18"))
        identifier = demanded(service, *made, amendment)
        result = read_registration(service, identifier, "1999-09-07")
        return result["amendments"][0], obligation(result, "amendment_copy:first:spectrum")

    @pytest.mark.parametrize(
        ("furnished", "in_time", "may_file", "reasons", "status"),
        [
            ("1999-08-31", True, True, [], "performed"),
            ("1999-09-02", None, None, ["NOT_KNOWN"], "performed_perhaps_late"),
            ("1999-09-07", False, False, ["COPY_LATE"], "performed_perhaps_late"),
        ],
    )
    def test_a_copy(
        self,
        service: Service,
        furnished: str,
        in_time: bool | None,
        may_file: bool | None,
        reasons: list[str],
        status: str,
    ) -> None:
        line, duty = self.proposed(service, furnished, earlier_copy_possible=True)
        assert line["copies"][0]["in_time"] is in_time
        assert (line["may_file"], line["reasons"]) == (may_file, reasons)
        assert (duty["clause"], duty["due_on"], duty["status"]) == ("3(a)(x)", None, status)

    def test_without_an_earlier_copy_possible(self, service: Service) -> None:
        """Late under clause 5, which asks for no reason; excused under 3(a)(x): not known."""
        line, _ = self.proposed(service, "1999-09-07", earlier_copy_possible=False)
        assert (line["may_file"], line["reasons"]) == (None, ["NOT_KNOWN"])

    def test_no_copy_yet(self, service: Service) -> None:
        line, duty = self.proposed(service, None)
        assert (line["may_file"], duty["status"]) == (None, "unconfirmed")
