"""What is told of all is told of those who were in then, and of nobody who came or was left out."""

from typing import Any

import pytest

from tests.api.bodies import Json, declared_effective, fact, filed, handed_over, join, notice
from tests.api.calls import DEMO, demanded, obligation, ok, read_registration
from tests.running.service import Service

TOLD = notice("wang", handed_over("1999-03-29"))
JOINED = join("wang", 2_000, handed_over("1999-04-15"))
ALL_DOCUMENTS = [
    "draft_registration_statement",
    "final_registration_statement",
    "draft_prospectus",
    "final_prospectus",
]


def drafts(day: str, **more: Any) -> Json:
    return fact("drafts_delivered", day, documents=ALL_DOCUMENTS, **more)


class TestDrafts:
    """5: five Business Days before the filing of Monday 3 May 1999 is Monday 26 April."""

    def found(self, service: Service, *facts: Json) -> dict[str, str]:
        facts = (TOLD, JOINED, *facts, filed("1999-05-03", "S-1"))
        identifier = demanded(service, *facts, underwritten=False)
        result = read_registration(service, identifier, "1999-05-04")
        return {
            holder: obligation(result, f"drafts:{holder}")["status"]
            for holder in ("spectrum", "wang")
        }

    def test_to_all_who_sell_went_to_those_who_sold_then(self, service: Service) -> None:
        """Delivered on 10 March, before wang asked to join on 15 April: wang had none."""
        found = self.found(service, drafts("1999-03-10"))
        assert found == {"spectrum": "performed", "wang": "breached"}

    def test_to_all_who_sell_go_to_a_later_joiner_from_his_day_on(self, service: Service) -> None:
        found = self.found(service, drafts("1999-03-10"), drafts("1999-04-15"))
        assert found == {"spectrum": "performed", "wang": "performed"}

    def test_of_its_own_serve_a_later_joiner(self, service: Service) -> None:
        found = self.found(service, drafts("1999-03-10"), drafts("1999-04-20", holders=["wang"]))
        assert found == {"spectrum": "performed", "wang": "performed"}

    def test_of_which_nothing_is_said_are_not_confirmed(self, service: Service) -> None:
        assert set(self.found(service).values()) == {"unconfirmed"}


class TestTheUnderwritingAgreement:
    """4(a): satisfactory to every Holder who requests the registration."""

    MADE = fact("underwriting_agreement_made", "1999-05-07", holders=["spectrum"])

    def found(self, service: Service, *satisfied: tuple[str, str]) -> tuple[Json, Json]:
        approvals = [
            fact("underwriting_agreement_approved", day, holder=holder) for holder, day in satisfied
        ]
        identifier = demanded(service, TOLD, JOINED, self.MADE, *approvals, underwritten=True)
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-06-01"))
        return obligation(answer["result"], "underwriting_agreement"), answer

    def test_is_not_the_one_owed_while_it_must_still_satisfy_somebody(
        self, service: Service
    ) -> None:
        duty, answer = self.found(service, ("spectrum", "1999-05-06"))
        assert answer["result"]["underwriting"]["agreement"]["still_to_satisfy"] == ["wang"]
        assert (duty["status"], duty.get("performed_on")) == ("open", None)
        assert "underwriting_agreement_approved" in {
            each["name"] for each in answer["missing_inputs"]
        }

    @pytest.mark.parametrize(
        ("day", "done"), [("1999-05-05", "1999-05-07"), ("1999-05-12", "1999-05-12")]
    )
    def test_is_entered_into_once_it_satisfies_them_all(
        self, service: Service, day: str, done: str
    ) -> None:
        duty, _ = self.found(service, ("spectrum", "1999-05-06"), ("wang", day))
        assert (duty["status"], duty["performed_on"]) == ("performed", done)


class TestWhatTheStatementCovers:
    """2(a)(i): to include what a joining Holder asked for."""

    def answer(self, service: Service, **said: Any) -> Json:
        effective = declared_effective("1999-05-14") | said
        identifier = demanded(service, TOLD, JOINED, filed("1999-05-03", "S-1"), effective)
        answer: Json = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-05-20"))
        return answer

    def test_is_taken_to_be_what_is_owed_and_says_so(self, service: Service) -> None:
        answer = self.answer(service)
        assert obligation(answer["result"], "include:wang")["status"] == "performed"
        assert "INCLUDED_AS_OWED" in {each["code"] for each in answer["assumptions"]}

    @pytest.mark.parametrize(
        ("covers", "found"),
        [
            ({"spectrum": 400_000, "wang": 2_000}, ("performed", "1999-05-14", None)),
            ({"spectrum": 400_000, "wang": 1_999}, ("open", None, None)),
            ({"spectrum": 400_000}, ("open", None, None)),
        ],
    )
    def test_is_what_it_is_said_to_be(
        self, service: Service, covers: Json, found: tuple[str, str | None, str | None]
    ) -> None:
        answer = self.answer(service, covers=covers)
        duty = obligation(answer["result"], "include:wang")
        assert (duty["status"], duty.get("performed_on"), duty.get("breached_on")) == found
        assert "INCLUDED_AS_OWED" not in {each["code"] for each in answer["assumptions"]}

    def test_is_assumed_of_those_who_made_the_request_alone_too(self, service: Service) -> None:
        effective = declared_effective("1999-05-14")
        identifier = demanded(service, filed("1999-05-03", "S-1"), effective)
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-05-20"))
        assert "INCLUDED_AS_OWED" in {each["code"] for each in answer["assumptions"]}

    @pytest.mark.parametrize(("covers", "assumed"), [({}, True), ({"wang": 2_000}, False)])
    def test_is_assumed_where_a_holder_may_sell_by_it(
        self, service: Service, covers: Json, assumed: bool
    ) -> None:
        self.answer(service, **({"covers": covers} if covers else {}))
        asked = {"holder": "wang", "on": "1999-05-20", "manner": "under_registration"}
        answer = ok(service.get(f"/v1/agreements/{DEMO}/may-sell", **asked))
        assert answer["result"]["may_sell"] == "yes"
        codes = {each["code"] for each in answer["assumptions"]}
        assert ("INCLUDED_AS_OWED" in codes) is assumed

    @pytest.mark.parametrize(
        ("covers", "verdict"), [({"spectrum": 1}, "no"), ({"wang": 2_000}, "yes")]
    )
    def test_decides_who_may_sell_under_it(
        self, service: Service, covers: Json, verdict: str
    ) -> None:
        self.answer(service, covers=covers)
        asked = {"holder": "wang", "manner": "under_registration", "on": "1999-05-20"}
        found = ok(service.get("/v1/agreements/ctc/may-sell", **asked))["result"]
        assert found["may_sell"] == verdict
