"""Drafts are due by the filing that the Company planned at the outset: clause 5.

Filing is planned for Monday 10 May 1999: five Business Days before it is Monday 3 May.
"""

import pytest

from tests.api.bodies import Json, fact, faxed, filed, handed_over, join, notice, transfer
from tests.api.calls import begun, obligation, ok, post_fact, read_registration
from tests.running.service import Service

PLANNED = {
    "occurred_on": "1999-04-01",
    "purpose": "offering",
    "initiated_for": "company",
    "securities": "equity",
    "form": "S-1",
    "planned_filing_on": "1999-05-10",
    "underwritten": False,
    "company_shares": 100,
}


DOCUMENTS = [
    f"{stage}_{paper}"
    for paper in ("registration_statement", "prospectus")
    for stage in ("draft", "final")
]


def duty(service: Service, as_of: str, *facts: Json, whose: str = "a") -> Json:
    name = begun(service, "incidentals", PLANNED, *_JOINED, *facts, agreement="abc")
    found: Json = obligation(read_registration(service, name, as_of), f"drafts:{whose}")
    return found


_JOINED = (
    notice("a", handed_over("1999-04-05")),
    join("a", 20, handed_over("1999-04-12")),
)


@pytest.mark.usefixtures("abc")
@pytest.mark.parametrize("whose", ["a", "counsel", "accountants"])
class TestPlannedAtTheOutset:
    def test_is_the_day_they_are_counted_from(self, service: Service, whose: str) -> None:
        found = duty(service, "1999-04-30", whose=whose)
        assert (found["due_on"], found["status"]) == ("1999-05-03", "open")
        computed = ok(
            service.post(
                "/v1/compute/copies-before-filing",
                {"template": "ctc-1998", "filing_on": "1999-05-10", "underwritten": False},
            )
        )["result"]
        assert computed["latest_on"] == "1999-05-03"

    def test_breaks_nothing_by_itself(self, service: Service, whose: str) -> None:
        """The Company may still file later."""
        found = duty(service, "1999-05-04", whose=whose)
        assert (found["due_on"], found["status"]) == ("1999-05-03", "unconfirmed")

    def test_gives_way_to_the_filing(self, service: Service, whose: str) -> None:
        found = duty(service, "1999-05-28", filed("1999-05-28", "S-1"), whose=whose)
        assert found["due_on"] == "1999-05-21"

    def test_and_to_a_later_plan(self, service: Service, whose: str) -> None:
        later = fact(
            "drafts_delivered",
            "1999-04-20",
            documents=["draft_prospectus"],
            planned_filing_on="1999-05-28",
        )
        assert duty(service, "1999-04-30", later, whose=whose)["due_on"] == "1999-05-21"


@pytest.mark.usefixtures("abc")
class TestWhoComesInLater:
    @pytest.mark.parametrize(
        ("asked_on", "due_on"), [("1999-05-03", "1999-05-03"), ("1999-05-04", None)]
    )
    def test_after_their_day_is_owed_them_promptly(
        self, service: Service, asked_on: str, due_on: str | None
    ) -> None:
        """b, told on 15 April, may join until 5 May; on 3 May itself they may still be given."""
        joined = notice("b", handed_over("1999-04-15")), join("b", 20, handed_over(asked_on))
        found = duty(service, "1999-05-05", *joined, whose="b")
        assert found.get("due_on") == due_on
        assert found.get("standard") == (None if due_on else "promptly")

    def test_in_the_place_of_one_who_had_them_in_time_has_had_them_too(
        self, service: Service
    ) -> None:
        """a had them on 3 May, the last day for it, and passes all it holds to t on the 4th."""
        given = fact("drafts_delivered", "1999-05-03", documents=DOCUMENTS, holders=["a"])
        post_fact(service, transfer("1999-05-04", "a", "t", 600_000, warrant_shares=60_000), "abc")
        found = duty(service, "1999-05-05", given, whose="t")
        assert (found["status"], found["due_on"]) == ("performed", "1999-05-03")


def test_stand_in_the_calendar_and_on_the_docket(service: Service, abc: str) -> None:
    begun(service, "incidentals", PLANNED, *_JOINED, agreement=abc)
    listed = ok(service.get("/v1/obligations", agreement_id=abc, as_of="1999-04-30"))["items"]
    due = {each["obligation"]["id"]: each["obligation"]["due_on"] for each in listed}
    assert due["drafts:a"] == "1999-05-03"


def test_no_day_is_the_last_to_join_while_one_window_is_not_known(
    service: Service, abc: str
) -> None:
    """c was told by fax, and whether the fax was acknowledged is not recorded (9(b))."""
    told = notice("c", faxed("1999-04-05"))
    name = begun(service, "incidentals", PLANNED, *_JOINED, told, agreement=abc)
    assert read_registration(service, name, "1999-04-20")["windows"]["last_join_day"] is None
    told = notice("c", faxed("1999-04-05", acknowledged="1999-04-08"))
    name = begun(service, "incidentals", PLANNED, *_JOINED, told, agreement=abc)
    assert read_registration(service, name, "1999-04-20")["windows"]["last_join_day"] is not None
