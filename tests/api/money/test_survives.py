"""What a breach, a bill or an end leaves owed: 2(d), 5, 6(e), 6(g) and 9(b) over HTTP."""

import pytest

from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    join,
    letter,
    letter_added,
    mailed,
    notice,
)
from tests.api.calls import (
    make_agreement,
    obligation,
    ok,
    post_demand,
    post_events,
    post_fact,
    read_registration,
)
from tests.api.money.claim_facts import (
    COMPANY,
    at_fault,
    bill,
    claim,
    found,
    paid,
    person,
    sale,
    unavailable,
)
from tests.running.service import Service

HOLDER_A = person("a", "holder", undertaking_given=True)
HOLDER_B = person("b", "holder", undertaking_given=True)
EFFECTIVE = (filed("1999-02-01", "S-1"), declared_effective("1999-03-01"))


def agreement(service: Service) -> str:
    """An agreement with two Holders, of 300,000 and 150,000 shares."""
    holders = [
        {"id": "a", "name": "A", "common": 300_000},
        {"id": "b", "name": "B", "common": 150_000},
    ]
    body = {"template": "ctc-1998", "holders": holders}
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier


def demanded_by_both(service: Service, *facts: Json) -> str:
    """A demand of 4 January 1999 by both, for 100,000 shares each, and what became of it."""
    asked = letter(handed_over("1999-01-04"), {"a": 100_000, "b": 100_000})
    body = demand(asked, underwritten=False)
    made = post_demand(service, body, agreement(service))
    identifier: str = made["result"]["registration_id"]
    if facts:
        post_events(service, identifier, *facts)
    return identifier


class TestContributionIsAnAdditionalAmount:
    """6(g): an amount or additional amount, so that all in all each bears its part by fault."""

    STORY = (
        *EFFECTIVE,
        sale("1999-03-05", "b", 100_000, "10.00", "0"),
        claim("1999-03-10", COMPANY, HOLDER_B),
        found("1999-03-15", at_fault(COMPANY, 40, "1/2"), at_fault(HOLDER_B, 60, "1/2")),
        bill("1999-04-01", "100000.00", "loss"),
    )

    def shown(self, service: Service, *more: Json) -> Json:
        identifier = demanded_by_both(service, *self.STORY, *more)
        result: Json = read_registration(service, identifier, "1999-06-01")
        claimed: Json = result["claims"][0]
        return claimed

    def test_what_is_owed_as_indemnity_counts(self, service: Service) -> None:
        """B bears 60,000 of 100,000; half of it it owes as indemnity: 10,000 more."""
        shown = self.shown(service, unavailable("1999-06-01"))["bills"][0]
        assert [each["amount"] for each in shown["indemnity"]] == ["50000.00"]
        assert [each["amount"] for each in shown["contribution"]] == ["10000.00"]
        assert shown["retained"] == "40000.00"

    def test_paid_or_not(self, service: Service) -> None:
        payment = paid("1999-04-01", "b", "50000.00")
        shown = self.shown(service, payment, unavailable("1999-06-01"))
        assert [each["amount"] for each in shown["bills"][0]["contribution"]] == ["10000.00"]
        assert shown["parties"][0]["left"] == "10000.00"

    def test_the_computation_says_the_same(self, service: Service) -> None:
        b = {"name": "b", "role": "holder", "fault": 60, "undertaking_given": True}
        body = {
            "template": "ctc-1998",
            "indemnity_unavailable": True,
            "loss": "100000.00",
            "expenses": "0",
            "indemnified": "ctc",
            "parties": [
                {"name": "ctc", "role": "company", "fault": 40},
                b | {"cap": "1000000", "already_paid": "50000"},
            ],
        }
        computed = ok(service.post("/v1/compute/contribution", body))["result"]
        assert [each["amount"] for each in computed["contributions"]] == ["10000.00"]

    def test_where_more_is_owed_as_indemnity_than_by_fault(self, service: Service) -> None:
        """B's information is behind all but a tenth: 90,000 as indemnity, beyond its 60,000."""
        story = (*self.STORY[:-2], self.STORY[-1])
        blame = found("1999-03-15", at_fault(COMPANY, 40, "1/10"), at_fault(HOLDER_B, 60, "9/10"))
        identifier = demanded_by_both(service, *story, blame, unavailable("1999-06-01"))
        shown = read_registration(service, identifier, "1999-06-01")["claims"][0]["bills"][0]
        assert [(each["amount"], each["reasons"]) for each in shown["contribution"]] == [
            ("0.00", ["OWED_AS_INDEMNITY"])
        ]
        assert shown["retained"] == "10000.00"

    def test_never_more_than_the_indemnity_leaves(self, service: Service) -> None:
        """A bears 90,000 by fault, but 80,000 is owed by B as indemnity: 20,000 is left."""
        blame = found(
            "1999-03-15",
            at_fault(COMPANY, 0),
            at_fault(HOLDER_A, 90),
            at_fault(HOLDER_B, 10, "4/5"),
        )
        facts = (
            *EFFECTIVE,
            sale("1999-03-05", "a", 100_000, "10.00", "0"),
            sale("1999-03-05", "b", 100_000, "10.00", "0"),
            claim("1999-03-10", COMPANY, HOLDER_A, HOLDER_B),
            blame,
            bill("1999-04-01", "100000.00", "loss"),
            unavailable("1999-06-01"),
        )
        identifier = demanded_by_both(service, *facts)
        shown = read_registration(service, identifier, "1999-06-01")["claims"][0]["bills"][0]
        assert [each["amount"] for each in shown["contribution"]] == ["20000.00", "0.00"]
        assert shown["retained"] == "0.00"


def drafts(day: str, *holders: str, **more: object) -> Json:
    documents = [
        "draft_registration_statement",
        "final_registration_statement",
        "draft_prospectus",
        "final_prospectus",
    ]
    advisers = ["counsel", "accountants"]
    said = {"holders": list(holders), "advisers": advisers, "documents": documents}
    return fact("drafts_delivered", day, **said, **more)


class TestDraftsBeforeTheFiling:
    """5: five Business Days before the filing; what is only planned breaks nothing."""

    PLANNED = drafts("1999-03-02", "a", planned_filing_on="1999-03-10")

    def status(self, service: Service, day: str, *facts: Json) -> str:
        identifier = demanded_by_both(service, *facts)
        found: str = obligation(read_registration(service, identifier, day), "drafts:b")["status"]
        return found

    def test_not_broken_while_nothing_is_filed(self, service: Service) -> None:
        """Due on 3 March for a filing on the 10th, which may still be later."""
        assert self.status(service, "1999-03-08", self.PLANNED) == "overdue_review"

    def test_broken_by_the_filing_if_the_account_leaves_one_out(self, service: Service) -> None:
        assert self.status(service, "1999-03-10", self.PLANNED, filed("1999-03-10")) == "breached"

    def test_in_time_for_a_later_filing(self, service: Service) -> None:
        facts = (self.PLANNED, drafts("1999-03-15", "b"), filed("1999-03-24"))
        assert self.status(service, "1999-03-24", *facts) == "performed"


class TestOnlyAccruedExpensesSurvive:
    """2(d): what has been incurred is to be paid; of what was not, nothing is left by any end."""

    ENDS = (
        (fact("withdrawn", "1999-01-20"),),
        (*EFFECTIVE, fact("distribution_completed", "1999-03-20")),
    )

    @pytest.mark.parametrize("facts", ENDS)
    @pytest.mark.parametrize("accrued", [False, True])
    def test_whatever_the_end(
        self, service: Service, facts: tuple[Json, ...], *, accrued: bool
    ) -> None:
        cost = fact("expense_incurred", "1999-01-10", expense="printing", amount="100.00")
        identifier = demanded_by_both(service, *((cost,) if accrued else ()), *facts)
        shown = obligation(read_registration(service, identifier, "1999-06-01"), "expenses")
        assert shown["status"] == ("open" if accrued else "excused")


class TestPaymentsOfAHolder:
    """6(e): as bills are received; but no duty is overdue on the day on which it is first known."""

    def test_found_after_the_bill(self, service: Service) -> None:
        facts = (
            *EFFECTIVE,
            sale("1999-03-05", "b", 100_000, "10.00", "0"),
            claim("1999-03-10", COMPANY, HOLDER_B),
            bill("1999-04-01", "100000.00", "loss"),
            found("1999-05-15", at_fault(COMPANY, 40, "1/2"), at_fault(HOLDER_B, 60, "1/2")),
        )
        identifier = demanded_by_both(service, *facts)
        result = read_registration(service, identifier, "1999-05-15")
        (owed,) = [each for each in result["obligations"] if ":indemnity:" in each["id"]]
        assert (owed["due_on"], owed["standard"], owed["status"]) == (None, "promptly", "open")


class TestALetterMailedBeforeTheFirstArrived:
    """QB10: complete with the receipt of the last letter, whichever was sent first."""

    def test_is_added(self, service: Service) -> None:
        body = demand(letter(handed_over("1999-03-05"), {"b": 100_000}))
        made = post_demand(service, body, agreement(service))
        added = letter_added(letter(mailed("1999-03-04"), {"a": 5_000}))
        post_events(service, made["result"]["registration_id"], added)
        result = read_registration(service, made["result"]["registration_id"], "1999-03-09")
        assert result["determination"]["received_on"] == "1999-03-09"


class TestABreachOutlivesTheEnd:
    """9(b), 2(a)(i): one who asked in time and was not taken in is not forgotten at the expiry."""

    def test_one_who_was_not_taken_in(self, service: Service) -> None:
        """Effective through 23 October 1999; B had asked on 5 May, in its twenty days."""
        body = demand(letter(handed_over("1999-03-01"), {"a": 160_000}))
        made = post_demand(service, body, agreement(service))["result"]["registration_id"]
        facts = (
            notice("b", handed_over("1999-04-20")),
            filed("1999-04-26", "S-1"),
            declared_effective("1999-04-26"),
            join("b", 5_000, handed_over("1999-05-05")),
        )
        post_events(service, made, *facts)
        on = {day: read_registration(service, made, day) for day in ("1999-05-06", "1999-12-06")}
        said = {day: obligation(on[day], "include:b")["status"] for day in on}
        assert on["1999-12-06"]["state"] == "expired"
        assert said == {"1999-05-06": "open", "1999-12-06": "breached"}


class TestAPaymentThatNobodyRecorded:
    """6(e): due as the bill is received; money leaves no trace here unless somebody records it."""

    OF_THE_COMPANY = (
        claim("1999-03-10", HOLDER_A, COMPANY),
        bill("1999-04-01", "100.00", "loss"),
    )
    OF_A_HOLDER = (
        sale("1999-03-05", "b", 100_000, "10.00", "0"),
        claim("1999-03-10", COMPANY, HOLDER_B),
        found("1999-03-15", at_fault(COMPANY, 40, "1/2"), at_fault(HOLDER_B, 60, "1/2")),
        bill("1999-04-01", "100000.00", "loss"),
        unavailable("1999-04-01"),
    )

    @pytest.mark.parametrize("story", [OF_THE_COMPANY, OF_A_HOLDER])
    def test_is_not_confirmed_until_somebody_says(
        self, service: Service, story: tuple[Json, ...]
    ) -> None:
        identifier = demanded_by_both(service, *EFFECTIVE, *story)
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of="1999-04-02"))
        owed = payments(answer["result"])
        assert owed
        assert {(each["due_on"], each["status"], each.get("breached_on")) for each in owed} == {
            ("1999-04-01", "unconfirmed", None)
        }
        assert "payment_made" in {each["posted_as"] for each in answer["missing_inputs"]}
        denied = (
            fact(
                "not_performed",
                "1999-04-05",
                registration=identifier,
                obligation=each["id"],
                stated_by=each["obligees"][0],
            )
            for each in owed
        )
        for each in denied:
            post_fact(service, each, answer["result"]["agreement_id"])
        owed = payments(read_registration(service, identifier, "1999-04-05"))
        # Broken from the day after the last one, whenever that was stated.
        assert {(each["status"], each.get("breached_on")) for each in owed} == {
            ("breached", "1999-04-02")
        }


def payments(result: Json) -> list[Json]:
    towards = (":indemnity:", ":contribution:")
    return [each for each in result["obligations"] if any(way in each["id"] for way in towards)]
