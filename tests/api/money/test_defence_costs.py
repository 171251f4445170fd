"""What is owed of the costs of a defence that may have been taken over: clause 6(c).

The Company elects to defend on 10 May 1999, by hand. Costs incurred before that are owed in any
case, and so are reasonable costs of investigation after it; other later costs only if the defence
could not be taken over.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, filed, handed_over
from tests.api.calls import demanded, ok, post_events
from tests.api.money.claim_facts import (
    COMPANY,
    SPECTRUM,
    answered,
    bill,
    bill_of_unsaid_work,
    claim,
    elected,
    paid,
)
from tests.running.service import Service

BILLS = (
    bill("1999-05-08", "5000.00"),
    bill("1999-05-12", "1000.00", "investigation"),
    bill("1999-05-13", "3000.00"),
)
CONFLICT = answered("1999-05-11", "ctc", conflict=True)
NONE = answered("1999-05-11", "ctc", conflict=False, counsel_satisfactory=True)


def recorded(service: Service, *more: Json) -> tuple[Json, Json]:
    """The claim, and the whole answer."""
    told = (claim("1999-05-01", SPECTRUM, COMPANY), elected("ctc", handed_over("1999-05-10")))
    asked = demanded(service, filed("1999-04-05"))
    post_events(service, asked, *told, *more, *BILLS)
    answer = ok(service.get(f"/v1/registrations/{asked}", as_of="1999-06-01"))
    (shown,) = answer["result"]["claims"]
    return shown, answer


def computed(service: Service, **said: Any) -> Json:
    body = {"template": "ctc-1998", "election_notice_on": "1999-05-10", **said}
    answer: Json = ok(service.post("/v1/compute/defence-costs", body))
    return answer


def dated(*bills: tuple[str, str, bool]) -> list[Json]:
    names = ("incurred_on", "amount", "investigation")
    return [dict(zip(names, each, strict=True)) for each in bills]


class TestWhileItIsNotKnownWhetherTheDefenceWasTakenOver:
    def test_costs_of_investigation_are_owed(self, service: Service) -> None:
        shown, _ = recorded(service)
        owed = [each["indemnity"][0]["amount"] for each in shown["bills"]]
        assert owed == ["5000.00", "1000.00", None]

    @pytest.mark.parametrize(
        ("answers", "paid_of", "left"),
        [
            ((), (None, None), "how much of it is left is not known."),
            ((NONE,), ("1000.00", "1000.00"), "1,000.00 is left."),
            ((CONFLICT,), ("0.00", "2000.00"), "2,000.00 is left."),
        ],
    )
    def test_payments_of_what_falls_due_later_are_not_known(
        self, service: Service, answers: tuple[Json, ...], paid_of: Any, left: str
    ) -> None:
        """7,000 go against 6,000 first, and then against nothing of 3,000, or all of it."""
        later = bill("1999-05-20", "2000.00", "investigation")
        shown, answer = recorded(service, *answers, later, paid("1999-05-25", "ctc", "7000.00"))
        (party,) = shown["parties"]
        line = party["payments"][-1]
        assert (line["amount"], line["paid"], line["left"]) == ("2000.00", *paid_of)
        assert [each["left"] for each in party["payments"][:2]] == ["0.00", "0.00"]
        duties = [each for each in answer["result"]["obligations"] if each["duty"] == "payment"]
        assert duties[-1]["action"].endswith(left)

    @pytest.mark.parametrize(
        ("answers", "overpaid"), [((), "0.00"), ((NONE,), "500.00"), ((CONFLICT,), "0.00")]
    )
    def test_whether_too_much_was_paid_is_not_known(
        self, service: Service, answers: tuple[Json, ...], overpaid: str
    ) -> None:
        shown, _ = recorded(service, *answers, paid("1999-05-25", "ctc", "6500.00"))
        assert shown["parties"][0]["overpaid"] == overpaid

    def test_nobody_is_said_to_have_taken_it_over(self, service: Service) -> None:
        shown, answer = recorded(service)
        (party,) = shown["parties"]
        assert (shown["state"], party["defence"]) == (None, None)
        assert (party["payable"], party["undetermined"]) == ("6000.00", "3000.00")
        assert "defence_answered.conflict" in {
            each["posted_as"] for each in answer["missing_inputs"]
        }

    @pytest.mark.parametrize(
        ("bills", "owed"),
        [
            ((("1999-05-08", "5000.00", False), ("1999-05-12", "1000.00", True)), "6000.00"),
            ((("1999-05-08", "5000.00", False),), "5000.00"),
            ((("1999-05-12", "3000.00", False),), None),
        ],
    )
    def test_alike_without_a_record(
        self, service: Service, bills: tuple[tuple[str, str, bool], ...], owed: str | None
    ) -> None:
        answer = computed(service, bills=dated(*bills))
        assert (answer["result"]["reimbursable"], answer["result"].get("reason")) == (owed, None)
        missing = {each["name"] for each in answer["missing_inputs"]}
        assert missing == {"conflict", "counsel_satisfactory"}


class TestOnceItIsKnown:
    @pytest.mark.parametrize(
        ("answer", "last", "state", "defence"),
        [(CONFLICT, "3000.00", "made", "CONFLICT"), (NONE, "0.00", "defended", "ASSUMED")],
    )
    def test_the_rest_follows(
        self, service: Service, answer: Json, last: str, state: str, defence: str
    ) -> None:
        shown, _ = recorded(service, answer)
        owed = [each["indemnity"][0]["amount"] for each in shown["bills"]]
        assert owed == ["5000.00", "1000.00", last]
        assert shown["parties"][0]["defence"] == defence
        assert shown["state"] == state

    @pytest.mark.parametrize(
        ("answers", "last", "defence"),
        [
            ((NONE, answered("1999-05-13", "ctc", conflict=True)), "3000.00", "CONFLICT"),
            ((NONE, answered("1999-05-14", "ctc", conflict=True)), "0.00", "CONFLICT"),
            ((CONFLICT, NONE | {"occurred_on": "1999-05-13"}), "0.00", "ASSUMED"),
            ((CONFLICT, NONE | {"occurred_on": "1999-05-14"}), "3000.00", "ASSUMED"),
        ],
    )
    def test_a_conflict_seen_later_reaches_what_is_incurred_from_then_on(
        self, service: Service, answers: tuple[Json, ...], last: str, defence: str
    ) -> None:
        """What was cut off while nobody saw one does not fall due again; worked on 13 May."""
        shown, _ = recorded(service, *answers)
        owed = [each["indemnity"][0]["amount"] for each in shown["bills"]]
        assert owed == ["5000.00", "1000.00", last]
        assert shown["parties"][0]["defence"] == defence

    def test_without_the_day_of_the_work_it_is_open_which_answer_reaches_it(
        self, service: Service
    ) -> None:
        later = answered("1999-05-14", "ctc", conflict=True)
        unsaid = bill_of_unsaid_work("1999-05-20", "700.00", before_election=False)
        shown, answer = recorded(service, NONE, later, unsaid)
        owed = [each["indemnity"][0]["amount"] for each in shown["bills"]]
        assert owed == ["5000.00", "1000.00", "0.00", None]
        assert "bill_received.incurred_on" in {
            each["posted_as"] for each in answer["missing_inputs"]
        }

    def test_whether_counsel_will_do_is_not_taken_for_granted(self, service: Service) -> None:
        """6(c): with counsel reasonably satisfactory; left out, that is missing, and named."""
        answer = computed(service, conflict=False, bills=dated(("1999-05-12", "3000.00", False)))
        assert answer["result"]["reimbursable"] is None
        assert [each["name"] for each in answer["missing_inputs"]] == ["counsel_satisfactory"]


class TestTheDayOfTheWork:
    """6(c) cuts what is "subsequently incurred", whenever it is billed (6(e))."""

    @pytest.mark.parametrize(
        ("billed", "owed", "missing"),
        [
            (bill_of_unsaid_work("1999-05-11", "7000.00"), None, "incurred_on"),
            (bill("1999-05-11", "7000.00", incurred_on="1999-05-09"), "7000.00", None),
            (bill("1999-05-11", "7000.00", incurred_on="1999-05-11"), "0.00", None),
            (bill("1999-05-11", "7000.00", incurred_on="1999-05-10"), None, "before_election"),
            (bill_of_unsaid_work("1999-05-11", "7000.00", before_election=True), "7000.00", None),
            (bill_of_unsaid_work("1999-05-11", "7000.00", before_election=False), "0.00", None),
            (bill_of_unsaid_work("1999-05-10", "5000.00"), None, "incurred_on"),
            (bill("1999-05-10", "5000.00", before_election=True), "5000.00", None),
            (bill_of_unsaid_work("1999-05-09", "5000.00"), "5000.00", None),
        ],
    )
    def test_decides(
        self, service: Service, billed: Json, owed: str | None, missing: str | None
    ) -> None:
        shown, answer = recorded(service, NONE, billed)
        line = [each for each in shown["bills"] if each["amount"] == billed["amount"]][-1]
        assert line["indemnity"][0]["amount"] == owed
        named = {each["posted_as"] for each in answer["missing_inputs"]}
        assert named & {"bill_received.incurred_on", "bill_received.before_election"} == (
            {f"bill_received.{missing}"} if missing else set()
        )

    @pytest.mark.parametrize(("before", "owed"), [(True, "90.00"), (False, "0.00"), (None, None)])
    def test_of_the_notice_itself_without_a_record(
        self, service: Service, before: bool | None, owed: str | None
    ) -> None:
        billed = {"incurred_on": "1999-05-10", "amount": "90.00", "investigation": False}
        said = {} if before is None else {"before_election": before}
        answer = computed(service, conflict=False, counsel_satisfactory=True, bills=[billed | said])
        assert answer["result"]["reimbursable"] == owed
        named = [each["name"] for each in answer["missing_inputs"]]
        assert named == ([] if owed else ["bills/0/before_election"])

    def test_matters_only_where_the_defence_was_taken_over(self, service: Service) -> None:
        shown, answer = recorded(service, CONFLICT, bill_of_unsaid_work("1999-05-14", "70.00"))
        assert shown["bills"][-1]["indemnity"][0]["amount"] == "70.00"
        assert "bill_received.incurred_on" not in {
            each["posted_as"] for each in answer["missing_inputs"]
        }

    def test_is_no_later_than_the_bill(self, service: Service) -> None:
        asked = demanded(service, filed("1999-04-05"))
        post_events(service, asked, claim("1999-05-01", SPECTRUM, COMPANY))
        late = bill("1999-05-11", "7000.00", incurred_on="1999-05-12")
        answer = service.post(f"/v1/registrations/{asked}/events", late)
        assert answer.status_code == 422
