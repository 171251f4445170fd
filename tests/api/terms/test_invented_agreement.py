"""Nothing knows the 1998 agreement: one that differs from it in every term is only a document."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.rules.terms import Terms
from tests.api.bodies import Json, additions, declared_effective, filed, join, notice, offering
from tests.api.calls import by, included, ok, post_event, post_fact, window
from tests.running.service import Service

ROOT = Path(__file__).parents[3]
WIDGETS = ROOT / "tests" / "data" / "terms" / "widgets.json"
CTC = ROOT / "app" / "templates" / "ctc-1998.json"
HOLDERS = [
    {"id": "founders", "name": "Founders Fund", "common": 750},
    {"id": "angels", "name": "Angels Together", "common": 250},
]


def document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def patch(template: Any, wanted: Any) -> Any:
    """The JSON merge patch that makes of one document another: null for what is to go."""
    if not isinstance(template, dict) or not isinstance(wanted, dict):
        return wanted
    gone = {name: None for name in template if name not in wanted}
    return gone | {name: patch(template.get(name), each) for name, each in wanted.items()}


def emailed(day: str) -> Json:
    return {"method": "email", "sent_on": day}


def make(service: Service, identifier: str, **readings: Any) -> str:
    overrides = patch(document(CTC), document(WIDGETS))
    overrides["readings"] = overrides["readings"] | readings
    body = {"template": "ctc-1998", "id": identifier, "overrides": overrides, "holders": HOLDERS}
    ok(service.post("/v1/agreements", body), 201)
    return identifier


class TestTheOverrides:
    def test_make_the_whole_document_of_another(self, service: Service) -> None:
        """Methods of notice and paid kinds that the template has and the agreement has not go."""
        make(service, "widgets")
        found = ok(service.get("/v1/agreements/widgets/terms"))
        assert Terms.model_validate(found["terms"]) == Terms.model_validate(document(WIDGETS))


def asked(holder: str, shares: int, day: str) -> Json:
    return {"requests": [{"holder": holder, "shares": shares}], "delivery": emailed(day)}


def demand(day: str = "2021-03-01", **more: Any) -> Json:
    """Angels, who hold a quarter, ask by e-mail; an e-mail is received on the day it is sent."""
    return {"letters": [asked("angels", 100, day)], "short_form_qualified": False} | more


def begin(service: Service, kind: str, body: Json, *facts: Json) -> tuple[str, Json]:
    """The id of a registration of this kind, followed by these facts, and its first answer."""
    answer = ok(service.post(f"/v1/agreements/widgets/{kind}", body), 201)
    identifier: str = answer["result"].get("registration_id")
    for fact in facts:
        post_event(service, identifier, fact)
    return identifier, answer["result"]


def answer_on(service: Service, identifier: str, day: str) -> Json:
    answer: Json = ok(service.get(f"/v1/registrations/{identifier}", as_of=day))
    return answer


def result_on(service: Service, identifier: str, day: str) -> Json:
    result: Json = answer_on(service, identifier, day)["result"]
    return result


def duties(result: Json) -> dict[str, tuple[str, str | None, str | None]]:
    """Each obligation's clause, standard and due day."""
    found = by("id", result["obligations"])
    return {
        name: (each["clause"], each["standard"], each["due_on"]) for name, each in found.items()
    }


TOLD = notice("founders", emailed("2021-03-03"))
JOINED = join("founders", 300, emailed("2021-03-10"))


def effective_shelf(service: Service, effective: str = "2021-06-01") -> str:
    body = {"letters": [asked("angels", 100, "2021-03-01")]}
    facts = (filed("2021-03-26", "F-3"), declared_effective(effective))
    return begin(service, "shelves", body, *facts)[0]


def takedown(service: Service) -> str:
    """Of 560 shares asked for on the underwriters' word, not in writing, 220 can be sold."""
    body = {"shelf": effective_shelf(service), "letters": [asked("angels", 100, "2021-08-02")]}
    return begin(
        service,
        "takedowns",
        body,
        notice("founders", emailed("2021-08-03")),
        join("founders", 300, emailed("2021-08-04")),
        additions("2021-08-05", 100, others={"strangers": 60}),
        {
            "kind": "maximum_advised",
            "occurred_on": "2021-08-06",
            "shares": 220,
            "in_writing": False,
        },
    )[0]


def incidental(service: Service) -> str:
    body = {
        "occurred_on": "2021-09-01",
        "purpose": "offering",
        "initiated_for": "company",
        "form": "F-1",
        "securities": "equity",
        "underwritten": True,
        "company_shares": 500,
        "others": {"strangers": 60},
        "planned_filing_on": "2021-10-29",
    }
    return begin(
        service,
        "incidentals",
        body,
        notice("founders", emailed("2021-10-01")),
        notice("angels", emailed("2021-10-01")),
        join("founders", 300, emailed("2021-10-05")),
        {
            "kind": "maximum_advised",
            "occurred_on": "2021-10-06",
            "shares": 400,
            "in_writing": False,
        },
    )[0]


class TestADemand:
    def test_a_quarter_exactly_suffices(self, service: Service) -> None:
        make(service, "widgets")
        _, result = begin(service, "demands", demand())
        requisite = result["tallies"]["requisite"]
        assert (requisite["requesting"], requisite["needed"], requisite["met"]) == (250, 250, True)

    def test_is_due_in_four_months_of_which_the_day_of_receipt_is_the_first(
        self, service: Service
    ) -> None:
        """1 March through 30 June."""
        make(service, "widgets")
        _, result = begin(service, "demands", demand())
        found = result["determination"]
        assert (found["received_on"], found["due_on"]) == ("2021-03-01", "2021-06-30")

    def test_by_mail_is_received_on_the_fifth_day_from_its_delivery(self, service: Service) -> None:
        """Delivered on Wednesday 3 March; the fifth day is Sunday the 7th: Monday the 8th."""
        make(service, "widgets")
        sent = {"method": "mail", "sent_on": "2021-03-01", "delivered_on": "2021-03-03"}
        delivery = sent | {"delivered_at": "2021-03-03T10:00:00-06:00"}
        letter = asked("angels", 100, "2021-03-01") | {"delivery": delivery}
        body = {"letters": [letter], "short_form_qualified": False}
        found = begin(service, "demands", body)[1]["determination"]
        assert (found["given_on"], found["received_on"]) == ("2021-03-03", "2021-03-08")

    def test_on_a_short_form_it_is_due_on_the_forty_fifth_business_day(
        self, service: Service
    ) -> None:
        """From Monday 1 March: 23 weekdays of March, 22 of April, and two for those that are none.

        Under the reading chosen business days leave out 17 March and 19 April, holidays there.
        """
        make(service, "widgets")
        _, result = begin(service, "demands", demand(short_form_qualified=True))
        assert result["determination"]["due_on"] == "2021-05-04"

    def test_before_the_right_opens_it_is_held_to_the_first_open_day(
        self, service: Service
    ) -> None:
        """The right opens after 30 June 2020: 1 July through 31 October."""
        make(service, "widgets")
        _, result = begin(service, "demands", demand("2020-06-22"))
        found = result["determination"]
        assert (found["opens_on"], found["runs_from"]) == ("2020-07-01", "2020-07-01")
        assert found["due_on"] == "2020-10-31"

    def test_after_the_right_has_closed_it_is_refused(self, service: Service) -> None:
        make(service, "widgets")
        _, result = begin(service, "demands", demand("2026-01-16"))
        found = result["determination"]
        assert (found["decision"], found.get("reason")) == ("refused", "DEMAND_CLOSED")

    def test_for_fewer_shares_than_the_least_it_is_refused(self, service: Service) -> None:
        make(service, "widgets")
        body = {"letters": [asked("angels", 89, "2021-03-01")], "short_form_qualified": False}
        found = begin(service, "demands", body)[1]["determination"]
        assert (found["decision"], found.get("reason")) == ("refused", "DEMAND_TOO_SMALL")

    def test_the_third_is_one_too_many(self, service: Service) -> None:
        make(service, "widgets")
        days = ("2021-03-01", "2021-03-02", "2021-03-03")
        found = [begin(service, "demands", demand(day))[1] for day in days]
        assert [each["determination"]["decision"] for each in found] == [
            "accepted",
            "accepted",
            "refused",
        ]
        assert found[2]["tallies"]["demands"]["cap"] == 2

    def test_the_standstill_is_its_own(self, service: Service) -> None:
        """Three months from the closing, that day counted, end on Sunday 2 May, and so a day later.

        Under the reading chosen a demand inside it is refused.
        """
        make(service, "widgets")
        post_fact(service, offering("2021-01-20", closing_on="2021-02-03"), "widgets")
        _, result = begin(service, "demands", demand())
        (found,) = result["windows"]["standstill"]
        assert (found["first_day"], found["last_day"]) == ("2021-02-03", "2021-05-03")
        ruled = result["determination"]
        assert (ruled["decision"], ruled.get("reason")) == ("refused", "STANDSTILL")
        assert ruled["may_renew_on"] == "2021-05-04"

    def test_an_exempt_form_starts_no_standstill(self, service: Service) -> None:
        make(service, "widgets")
        fact = offering("2021-01-20", closing_on="2021-02-03", form="F-4")
        post_fact(service, fact, "widgets")
        assert begin(service, "demands", demand())[1]["windows"]["standstill"] == []

    def test_what_is_owed_is_owed_under_its_own_clauses(self, service: Service) -> None:
        """Effective on Friday 4 June: four months end on Sunday 3 October, and so on the 4th.

        To tell: the fifth business day from 1 March. To file: the thirtieth day, 30 March. Drafts:
        the day before the filing, with the day of filing itself the second. The earnings statement:
        fifteen months end on Saturday 3 September 2022, before Labor Day.
        """
        make(service, "widgets")
        facts = (TOLD, JOINED, filed("2021-03-26", "F-1"), declared_effective("2021-06-04"))
        identifier, _ = begin(service, "demands", demand(), *facts)
        result = result_on(service, identifier, "2021-06-07")
        assert duties(result) == {
            "notice:angels": ("2.1(e)", None, "2021-03-05"),
            "notice:founders": ("2.1(e)", None, "2021-03-05"),
            "effect": ("2.1(b)", "reasonable", "2021-06-30"),
            "include:founders": ("2.1(f)", None, None),
            "file": ("3.1", "reasonable", "2021-03-30"),
            "form": ("2.9", None, None),
            "maintain": ("3.2", "reasonable", "2021-10-04"),
            "earnings_statement": ("7.1(c)", "promptly", "2022-09-06"),
            "drafts:angels": ("5.1", None, "2021-03-25"),
            "drafts:founders": ("5.1", None, "2021-03-25"),
            "indemnify": ("6.1", None, None),
        }
        assert result["windows"]["effectiveness"]["last_day"] == "2021-10-04"

    def test_holders_join_within_ten_business_days(self, service: Service) -> None:
        """Told on Wednesday 3 March, the first of them; the tenth is Tuesday the 16th."""
        make(service, "widgets")
        identifier, _ = begin(service, "demands", demand(), TOLD, JOINED)
        result = result_on(service, identifier, "2021-03-12")
        assert window(result, "founders")["last_day"] == "2021-03-16"
        assert included(result) == {"angels": 100, "founders": 300}


class TestAShelf:
    def test_may_be_asked_for_and_is_kept_effective_for_two_years(self, service: Service) -> None:
        """1 June 2021 through 31 May 2023; the opinion by the tenth business day, 14 June."""
        make(service, "widgets")
        result = result_on(service, effective_shelf(service), "2021-06-02")
        assert result["determination"]["decision"] == "accepted"
        assert result["windows"]["effectiveness"]["last_day"] == "2023-05-31"
        assert duties(result) == {
            "effect": ("2.4", "reasonable", None),
            "file": ("3.1", "reasonable", "2021-03-30"),
            "form": ("2.9", None, None),
            "expenses": ("2.10(a)", None, None),
            "maintain": ("2.4(c)", "reasonable", "2023-05-31"),
            "opinion": ("3.4", "reasonable", "2021-06-14"),
            "earnings_statement": ("7.1(c)", "promptly", "2022-08-31"),
            "drafts:angels": ("5.1", None, "2021-03-25"),
            "indemnify": ("6.1", None, None),
        }

    def test_counts_from_effectiveness_whatever_is_read_into_a_conversion(
        self, service: Service
    ) -> None:
        make(service, "widgets", shelf_year_from="conversion")
        answer = answer_on(service, effective_shelf(service), "2021-06-02")
        assert answer["result"]["windows"]["effectiveness"]["last_day"] == "2023-05-31"
        # Nothing about the period; whether the drafts went out before the filing is not recorded.
        assert [each["name"] for each in answer["missing_inputs"]] == ["drafts_delivered"]

    def test_is_joined_within_seven_business_days_if_that_is_read_into_it(
        self, service: Service
    ) -> None:
        """Told by Thursday 4 March, the fourth; from Wednesday the 3rd to Thursday the 11th."""
        make(service, "widgets", shelf_join_window=True)
        body = {"letters": [asked("angels", 100, "2021-03-01")]}
        identifier, _ = begin(service, "shelves", body, TOLD)
        result = result_on(service, identifier, "2021-03-04")
        assert window(result, "founders")["last_day"] == "2021-03-11"
        assert duties(result)["notice:founders"] == ("2.4(a)", "forthwith", "2021-03-04")


class TestATakedown:
    def test_ranks_and_cuts_as_its_own_clause_says(self, service: Service) -> None:
        """Company first: 100 of 220. The Holders halve the other 120. Nothing is left."""
        make(service, "widgets", takedown_off_shelf="amend")
        result = result_on(service, takedown(service), "2021-08-10")
        assert included(result) == {"widgets": 100, "angels": 60, "founders": 60, "strangers": 0}

    def test_is_joined_and_owed_on_its_own_terms(self, service: Service) -> None:
        """Asked for on Monday 2 August; told on the 3rd, joined by the second business day."""
        make(service, "widgets", takedown_off_shelf="amend")
        result = result_on(service, takedown(service), "2021-08-10")
        assert window(result, "founders")["last_day"] == "2021-08-04"
        assert duties(result) == {
            "notice:angels": ("2.5(a)", "immediately", "2021-08-02"),
            "notice:founders": ("2.5(a)", "immediately", "2021-08-02"),
            "assist": ("2.5", "expeditiously", None),
            "include:founders": ("2.5(b)", None, None),
            # The shelf covers none of its shares.
            "more_shares:founders": ("2.4", None, None),
            "listing": ("3.8", "reasonable", None),
            "underwriting_agreement": ("4.2", "best_efforts", None),
            "underwriting_party:angels": ("4.2", None, None),
            "underwriting_party:founders": ("4.2", None, None),
            "indemnify": ("6.1", None, None),
        }


class TestItsOwnRegistration:
    def test_waits_for_fifteen_business_days_of_notice(self, service: Service) -> None:
        """From Friday 1 October, the first, to Thursday the 21st; back from Friday the 29th, the
        first, to Monday the 11th: a bank holiday that the agreement has back as a Business Day.
        """
        make(service, "widgets")
        result = result_on(service, incidental(service), "2021-10-20")
        found = result["incidental"]
        assert found["earliest_filing_on"] == "2021-10-21"
        assert found["latest_notice_on"] == "2021-10-11"
        assert (found["compliant"], found["days_short"]) == (True, 0)
        # Nine business days from 1 October.
        assert result["windows"]["last_join_day"] == "2021-10-13"

    def test_ranks_the_holders_first(self, service: Service) -> None:
        """300 of 400 are the Holder's; the Company and the strangers halve the other 100."""
        make(service, "widgets")
        result = result_on(service, incidental(service), "2021-10-20")
        assert included(result) == {"founders": 300, "widgets": 50, "strangers": 50}

    def test_is_owed_on_its_own_terms(self, service: Service) -> None:
        """To include: the twentieth day from the request of 5 October."""
        make(service, "widgets")
        result = result_on(service, incidental(service), "2021-10-20")
        found = duties(result)
        assert found["notice:angels"] == ("2.2(a)", None, "2021-10-11")
        assert found["wait"] == ("2.2(a)", None, None)
        assert found["include:founders"] == ("2.2(c)", "best_efforts", "2021-10-24")

    def test_of_debt_or_for_others_calls_for_no_notice(self, service: Service) -> None:
        make(service, "widgets")
        for changed in ({"securities": "debt"}, {"initiated_for": "others"}):
            body = {
                "occurred_on": "2021-09-01",
                "purpose": "offering",
                "initiated_for": "company",
                "securities": "equity",
            }
            _, result = begin(service, "incidentals", body | changed)
            assert result["determination"]["decision"] == "refused", changed


DELAY: Json = {
    "kind": "delay_invoked",
    "board_judgment": True,
    "transaction_considered_from": "2021-01-04",
    "notices": [
        {"holder": name, "delivery": {"method": "email", "sent_on": "2021-03-15"}}
        for name in ("angels", "founders")
    ],
}


class TestDelays:
    def test_forty_five_days_and_no_more(self, service: Service) -> None:
        """The due day, 30 June, and 45 days: 14 August."""
        make(service, "widgets")
        long = DELAY | {"occurred_on": "2021-03-15", "days": 46, "consent": False}
        identifier, _ = begin(service, "demands", demand(), long)
        (refused,) = result_on(service, identifier, "2021-03-16")["delays"]
        assert (refused["reason"], refused["max_days"]) == ("SUSPENSION_DAYS", 45)
        post_event(service, identifier, DELAY | {"occurred_on": "2021-03-15", "days": 45})
        found = result_on(service, identifier, "2021-03-16")
        assert found["determination"]["due_on"] == "2021-08-14"
        # Filing: 30 March and 45 days.
        assert duties(found)["file"] == ("3.1", "reasonable", "2021-05-14")

    def test_once_in_a_hundred_and_eighty_days(self, service: Service) -> None:
        """Every day of the first counts under the reading chosen: 15 March to 28 April.

        The first day of the 180 that leaves 28 April out ends on 25 October.
        """
        make(service, "widgets")
        first = DELAY | {"occurred_on": "2021-03-15", "days": 45}
        again = DELAY | {"occurred_on": "2021-06-01", "days": 5}
        identifier, _ = begin(service, "demands", demand(), first, again)
        found = result_on(service, identifier, "2021-06-02")["delays"][1]
        assert found["reason"] == "SUSPENSION_OCCASIONS"
        assert found["next_permitted_on"] == "2021-10-25"


def computed(service: Service, computation: str, **question: Any) -> Json:
    """The answer of a stateless computation on the whole document."""
    body = question | {"terms": document(WIDGETS)}
    result: Json = ok(service.post(f"/v1/compute/{computation}", body))["result"]
    return result


LOSS: Json = {"loss": "2000.00", "expenses": "150.00"}


class TestIndemnity:
    """Narrower than in 1998 in some things, wider in others."""

    def test_covers_the_loss_alone_and_whose_information_it_was_does_not_matter(
        self, stateless_service: Service
    ) -> None:
        found = computed(
            stateless_service,
            "indemnity",
            name="founders",
            role="holder",
            basis="misstatement",
            own_information_share="1/4",
            **LOSS,
        )
        assert found["payable"] == "2000.00"

    @pytest.mark.parametrize(
        ("role", "basis", "reason"),
        [
            ("holder", "omission", "NOT_COVERED"),
            ("underwriter", "misstatement", "NOT_INDEMNIFIED"),
        ],
    )
    def test_leaves_out_what_its_own_clause_leaves_out(
        self, stateless_service: Service, role: str, basis: str, reason: str
    ) -> None:
        asked = {"role": role, "basis": basis, "own_information_share": "0"} | LOSS
        found = computed(stateless_service, "indemnity", name="somebody", **asked)
        assert (found["payable"], found["reason"]) == ("0.00", reason)

    def test_of_a_holder_needs_no_undertaking_and_is_capped_before_the_discount(
        self, stateless_service: Service
    ) -> None:
        """300 shares at 17.25 are 5,175, of which 1,000 is paid."""
        sale = {"shares": 300, "price": "17.25", "discount_per_share": "0.95"}
        found = computed(
            stateless_service,
            "holder-cap",
            holder="founders",
            claim="6000.00",
            sales=[sale],
            already_paid=["1000.00"],
            undertaking_given=False,
        )
        assert (found["cap"], found["left"]) == ("5175.00", "4175.00")

    def test_is_lost_by_any_prejudice_of_a_late_notice(self, stateless_service: Service) -> None:
        late = {"loss": "500.00", "actual_prejudice": "120.00"}
        assert computed(stateless_service, "late-notice", **late)["payable"] == "0.00"

    def test_defence_is_assumed_in_spite_of_a_conflict_and_ends_all_costs(
        self, stateless_service: Service
    ) -> None:
        bills = [
            {"incurred_on": "2021-11-05", "amount": "40.00", "investigation": False},
            {"incurred_on": "2021-12-10", "amount": "10.00", "investigation": True},
        ]
        found = computed(
            stateless_service,
            "defence-costs",
            election_notice_on="2021-11-15",
            conflict=True,
            counsel_satisfactory=True,
            bills=bills,
        )
        assert (found["reimbursable"], found.get("reason")) == ("40.00", "ASSUMED")

    def test_is_paid_by_the_tenth_business_day(self, stateless_service: Service) -> None:
        """From Monday 7 June, the first; 17 June is a holiday there and 18 June is closed."""
        bills = [{"received_on": "2021-06-07", "amount": "40.00"}]
        (due,) = computed(stateless_service, "indemnity-payments", bills=bills)["due"]
        assert due["due_on"] == "2021-06-22"

    def test_contribution_divides_the_loss_without_expenses(
        self, stateless_service: Service
    ) -> None:
        """Forty parts of a hundred of 2,000; a fraud bars nobody."""
        guilty = {"name": "founders", "role": "holder", "fault": 60, "fraudulent": True}
        found = computed(
            stateless_service,
            "contribution",
            indemnity_unavailable=True,
            indemnified="founders",
            parties=[guilty, {"name": "widgets", "role": "company", "fault": 40}],
            **LOSS,
        )
        (share,) = found["contributions"]
        assert (found["base"], share["party"], share["amount"]) == ("2000.00", "widgets", "800.00")


class TestStatementsAndCopies:
    def test_earnings_are_stated_for_one_to_two_years(self, stateless_service: Service) -> None:
        """After 1 July 2021; 1 July 2023 is a Saturday."""
        found = computed(stateless_service, "earnings-statement", effective_on="2021-06-04")
        assert (found["period_start"], found["standard"]) == ("2021-07-01", "promptly")
        assert found["earliest_period_end"] == "2022-07-01"
        assert found["latest_period_end"] == "2023-07-03"

    def test_a_statement_on_rule_144_is_owed_after_two_months(
        self, stateless_service: Service
    ) -> None:
        """From 10 March, counted, to Sunday 9 May and so to Monday the 10th; then it is owed."""
        found = computed(stateless_service, "rule-144-statement", first_effective_on="2021-03-10")
        assert (found["available_from"], found["standard"]) == ("2021-05-11", "reasonable")

    def test_and_furnished_by_the_third_business_day(self, service: Service) -> None:
        """Asked for on Friday 14 May, the first; Tuesday 18 May is the third."""
        make(service, "widgets")
        effective = {"kind": "first_public_offering_effective", "occurred_on": "2021-03-10"}
        post_fact(service, effective, "widgets")
        asked_for = {
            "kind": "rule144_requested",
            "holder": "angels",
            "documents": ["rule_144_statement"],
            "delivery": emailed("2021-05-14"),
        }
        post_fact(service, asked_for, "widgets")
        answer = ok(service.get("/v1/agreements/widgets", as_of="2021-05-17"))["result"]
        found = [each for each in duties(answer).values() if each[0] == "8.5(b)"]
        assert found == [("8.5(b)", "reasonable", "2021-05-18")]

    def test_copies_of_an_amendment_go_out_on_the_fourth_day_before_it(
        self, service: Service
    ) -> None:
        """Back from Friday 16 July, the first: Tuesday the 13th, earlier than drafts need be."""
        make(service, "widgets")
        facts = (filed("2021-03-26", "F-1"), declared_effective("2021-06-04"))
        proposed = {
            "kind": "amendment_proposed",
            "occurred_on": "2021-07-01",
            "amendment": "first",
            "planned_filing_on": "2021-07-16",
        }
        identifier, _ = begin(service, "demands", demand(), *facts, proposed)
        found = duties(result_on(service, identifier, "2021-07-02"))
        assert found["amendment_copy:first:angels"] == ("3.9", None, "2021-07-13")


class TestOtherRightsAndSplits:
    def test_a_better_grant_breaks_the_promise_by_its_own_measures(self, service: Service) -> None:
        """The grantee is told sixteen business days before, the Holders fifteen."""
        make(service, "widgets")
        granted = {
            "kind": "rights_granted",
            "occurred_on": "2021-02-01",
            "grantee": "Strangers",
            "rights": {"notice_business_days": 16, "least_transfer": 100},
            "more_favourable_overall": True,
        }
        post_fact(service, granted, "widgets")
        answer = ok(service.get("/v1/agreements/widgets", as_of="2021-02-01"))["result"]
        (grant,) = answer["grants"]
        assert (grant["permitted"], grant["reason"]) == (False, "RIGHTS_BREACH")
        assert grant["more_favourable"] == ["notice_business_days"]
        assert by("id", answer["obligations"])["no-better-rights"]["clause"] == "10.2"

    def test_a_split_multiplies_the_least_demand(self, service: Service) -> None:
        """Two shares for one: 90 become 180."""
        make(service, "widgets")
        split = {
            "kind": "stock_split",
            "occurred_on": "2021-02-01",
            "numerator": 2,
            "denominator": 1,
        }
        post_fact(service, split, "widgets")
        decisions = []
        for shares in (179, 180):
            letter = asked("angels", shares, "2021-03-01")
            body: Json = {"letters": [letter], "short_form_qualified": False}
            decisions.append(begin(service, "demands", body)[1]["determination"].get("reason"))
        assert decisions == ["DEMAND_TOO_SMALL", None]

    def test_numbers_of_shares_are_rounded_up(self, stateless_service: Service) -> None:
        splits = [{"numerator": 3, "denominator": 2}]
        found = computed(
            stateless_service, "split-adjustment", splits=splits, values={"some": 101}, days={}
        )
        assert [each["number"] for each in found["adjusted"]] == ["152"]


def clauses(part: Any, name: str = "") -> Iterator[str]:
    """Every clause that a document names."""
    if isinstance(part, dict):
        for key, each in part.items():
            yield from clauses(each, "clause" if name == "paid_in" else key)
    elif isinstance(part, list):
        for each in part:
            yield from clauses(each, name)
    elif isinstance(part, str) and (name == "clause" or name.endswith("_clause")):
        yield part


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for each in part.values():
            yield from texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, str):
        yield part


class TestEveryAnswer:
    """Readings are left out: their catalogue tells doubts about the 1998 text, clause by clause."""

    def test_names_only_the_clauses_of_the_agreement(self, service: Service) -> None:
        make(service, "widgets")
        own = {*clauses(document(WIDGETS)), "house guideline"}
        for answer in answers(service):
            assert set(clauses(answer)) <= own

    def test_says_nothing_of_the_1998_agreement(self, service: Service) -> None:
        make(service, "widgets")
        numbered = {each for each in clauses(document(CTC)) if "(" in each}
        plain = {each for each in clauses(document(CTC)) if "(" not in each}
        strange = [rf"(?<![\w.]){re.escape(each)}(?![\w(])" for each in sorted(numbered)] + [
            rf"(?:[Cc]lause|[Ss]ection) {re.escape(each)}\b" for each in sorted(plain)
        ]
        said = re.compile(
            "|".join(["CTC", "Massachusetts", r"(?<!\w)S-[1-9]", "Series A", *strange])
        )
        for answer in answers(service):
            assert [text for text in texts(answer) if said.search(text)] == []


def answers(service: Service) -> list[Json]:
    """An answer to each kind of registration, one of them refused, and the agreement's own."""
    facts = (TOLD, JOINED, filed("2021-03-26", "F-1"), declared_effective("2021-06-04"))
    held = begin(service, "demands", demand(underwritten=True), *facts)[0]
    small = begin(service, "demands", {"letters": [asked("angels", 5, "2021-03-02")]})[0]
    made = [(held, "2021-06-07"), (small, "2021-06-07"), (incidental(service), "2021-10-20")]
    made.append((takedown(service), "2021-08-10"))
    shelf = ok(service.get(f"/v1/registrations/{made[-1][0]}"))["result"]["takedown"]["shelf"]
    made.append((shelf, "2021-08-10"))
    found = [answer_on(service, identifier, day) for identifier, day in made]
    found.append(ok(service.get("/v1/agreements/widgets", as_of="2021-06-07")))
    return [{name: each for name, each in one.items() if name != "readings"} for one in found]
