"""What waives a duty reaches the answer that is measured by it as well (9(e)).

Holder a has 600,000 shares of Common Stock, b 300,000 and c 100,000; a is a majority alone.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    notice,
    obligation_waived,
    own_registration,
)
from tests.api.calls import (
    begun,
    make_agreement,
    obligation,
    post_demand,
    post_events,
    post_fact,
    read_registration,
)
from tests.service import Service

MINE = "mine"


@pytest.fixture
def made(service: Service) -> Service:
    holders = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]
    make_agreement(service, agreement(MINE, holders=holders))
    return service


class TestNotices:
    """Determined on 1 March, to be filed on 15 April; thirty days before that are 16 March."""

    def filed_after(self, made: Service, told: str | None, waived: Json) -> Json:
        planned = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-04-15")
        notices = [notice(each, handed_over("1999-03-01")) for each in ("a", "b")]
        late = [notice("c", handed_over(told))] if told else []
        identifier = begun(made, "incidentals", planned, *notices, *late, agreement=MINE)
        post_fact(made, waived | {"registration": identifier}, MINE)
        post_events(made, identifier, filed("1999-04-15", "S-1"))
        return read_registration(made, identifier, "1999-04-16")

    @pytest.mark.parametrize("told", [None, "1999-03-10", "1999-03-20", "1999-03-30"])
    @pytest.mark.parametrize(
        "waived",
        [
            # Back to the determination; and before it was too late.
            obligation_waived("1999-04-10", "notice:c", "a", effective_from="1999-03-01"),
            obligation_waived("1999-03-10", "notice:c", "a"),
        ],
        ids=["back", "ahead"],
    )
    def test_that_are_waived_bar_no_filing_whenever_they_came(
        self, made: Service, told: str | None, waived: Json
    ) -> None:
        found = self.filed_after(made, told, waived)
        answered = found["incidental"]
        assert (answered["compliant"], answered["days_short"]) == (True, 0)
        assert answered["earliest_filing_on"] == "1999-03-31"
        assert obligation(found, "wait")["status"] == "performed"

    def test_that_are_not_waived_do(self, made: Service) -> None:
        waived = obligation_waived("1999-03-10", "notice:b", "a")
        found = self.filed_after(made, "1999-03-20", waived)["incidental"]
        # Thirty days after 20 March are 19 April.
        assert (found["compliant"], found["earliest_filing_on"]) == (False, "1999-04-19")


class TestCopies:
    def test_that_are_waived_leave_nothing_outstanding(self, made: Service) -> None:
        """To be filed on 10 June; two business days before that are the 8th."""
        asked = letter(handed_over("1999-03-01"), {"a": 100, "b": 100})
        body = demand(asked, underwritten=True)
        identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        proposed: Json = {
            "kind": "amendment_proposed",
            "occurred_on": "1999-06-01",
            "amendment": "am1",
            "planned_filing_on": "1999-06-10",
            "copies": [{"holder": "a", "furnished_on": "1999-06-01"}],
        }
        post_events(
            made, identifier, filed("1999-04-20"), declared_effective("1999-05-14"), proposed
        )
        assert self.may_file(made, identifier, "1999-06-08") == (None, ["COPY_OUTSTANDING"])
        waived = obligation_waived("1999-06-04", "amendment_copy:am1:b", "a")
        post_fact(made, waived | {"registration": identifier}, MINE)
        for day in ("1999-06-04", "1999-06-08", "1999-06-09"):
            assert self.may_file(made, identifier, day) == (True, [])

    def may_file(self, made: Service, identifier: str, day: str) -> tuple[bool | None, list[str]]:
        (line,) = read_registration(made, identifier, day)["amendments"]
        return line["may_file"], line["reasons"]
