"""Claims, sales and expenses in the life of a registration: Section 6, 1(j) and 2(d) over HTTP.

Spectrum's demand is effective on 18 May 1999. Spectrum and Doeg Hill, their Series A converted,
sell under it on 24 May.
"""

import pytest

from tests.api.bodies import (
    Json,
    converted,
    declared_effective,
    demand,
    filed,
    handed_over,
    instrument,
    join,
    letter,
    mailed,
    not_performed,
    obligation_waived,
    withdrawn,
)
from tests.api.calls import (
    DEMO,
    EXAMPLE_DEMAND,
    by,
    demanded,
    noticed,
    obligation,
    ok,
    post_event,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
    with_readings,
)
from tests.api.description.explanation import without_steps
from tests.api.money.claim_facts import (
    COMPANY,
    DOEG_HILL,
    SPECTRUM,
    answered,
    at_fault,
    bill,
    bill_of_unsaid_work,
    claim,
    elected,
    expense,
    found,
    notified,
    paid,
    person,
    proposed,
    sale,
    settled,
    unavailable,
)
from tests.api.refusals import faults, nothing_stored
from tests.running.service import Service

EFFECTIVE = (filed("1999-04-05"), declared_effective("1999-05-18"))
SOLD = (sale("1999-05-24", "spectrum", 300_000), sale("1999-05-24", "doeg-hill", 50_000))
AGAINST_HOLDER = claim("1999-09-01", SPECTRUM, COMPANY)
AGAINST_COMPANY = claim("1999-09-01", COMPANY, SPECTRUM, DOEG_HILL)
LATER = "1999-12-24"


def effective(service: Service, *facts: Json, agreement: str = DEMO) -> str:
    """The id of an effective registration in which Spectrum and Doeg Hill can sell."""
    for name, shares in (("spectrum", 400_000), ("doeg-hill", 50_000)):
        post_fact(service, converted("1999-05-03", name, shares), agreement)
    joined = join("doeg-hill", 50_000, handed_over("1999-03-17"))
    return noticed(service, joined, *EFFECTIVE, *facts, agreement=agreement)


def refused(service: Service, identifier: str, fact: Json) -> dict[str, str]:
    """The faults found in a fact that cannot be recorded."""
    with nothing_stored(service):
        return faults(service.post(f"/v1/registrations/{identifier}/events", fact))


class TestAClaimOnRecord:
    def test_is_answered_with_each_fact(self, service: Service) -> None:
        identifier = effective(service, *SOLD, AGAINST_COMPANY, bill("1999-09-20", "100000.01"))
        finding = found(
            "1999-11-20",
            at_fault(COMPANY, 50, "1/4"),
            at_fault(SPECTRUM, 30, "1/4"),
            at_fault(DOEG_HILL, 20, "1/2"),
        )
        post_events(service, identifier, finding, paid("1999-12-01", "spectrum", "20000"))
        answer = post_event(service, identifier, unavailable("1999-12-02"), as_of=LATER)
        (shown,) = answer["result"]["claims"]
        parties = by("party", shown["parties"])
        assert {
            name: (each["payable"], each["paid"], each["left"]) for name, each in parties.items()
        } == {
            # 30,000 and 20,000 by fault, of which 25,000 and 50,000.01 as indemnity (6(g)).
            "spectrum": ("30000.00", "20000.00", "10000.00"),
            "doeg-hill": ("50000.01", "0.00", "50000.01"),
        }
        assert (shown["state"], shown["bills"][0]["retained"]) == ("contribution", "20000.00")
        due = obligation(
            answer["result"], f"claim:doe:spectrum:indemnity:{shown['bills'][0]['id']}"
        )
        # Known only by the finding of 20 November: owed promptly, without a date.
        assert (due["due_on"], due["status"], due["clause"]) == (None, "open", "6(b)")

    def test_a_holder_owes_nothing_before_the_proceeds_came(self, service: Service) -> None:
        # 6(b): spectrum owes no more than it received. Of a bill of 3 June 4,815,000 (300,000
        # shares at 17.25 less 1.20) is owed from the first sale, the rest from the second.
        identifier = effective(
            service,
            claim("1999-06-01", COMPANY, SPECTRUM),
            bill("1999-06-03", "6000000.00", "loss"),
            found("1999-06-04", at_fault(COMPANY, 0), at_fault(SPECTRUM, 1, 1)),
            sale("1999-07-01", "spectrum", 300_000),
            sale("1999-08-02", "spectrum", 100_000),
        )

        def duties(day: str) -> list[tuple[str, str, str]]:
            result = read_registration(service, identifier, day)
            (shown,) = result["claims"]
            payments = by("party", shown["parties"])["spectrum"]["payments"]
            return [
                (
                    each["amount"],
                    each["due_on"],
                    obligation(result, f"claim:doe:spectrum:{each['id']}")["status"],
                )
                for each in payments
            ]

        assert duties("1999-06-30") == []
        assert duties("1999-07-01") == [("4815000.00", "1999-07-01", "open")]
        assert duties("1999-07-02") == [("4815000.00", "1999-07-01", "unconfirmed")]
        assert duties("1999-08-02") == [
            ("4815000.00", "1999-07-01", "unconfirmed"),
            ("1185000.00", "1999-08-02", "open"),
        ]

    def test_is_known_only_from_its_day(self, service: Service) -> None:
        identifier = effective(service, AGAINST_HOLDER)
        assert read_registration(service, identifier, "1999-08-31")["claims"] == []
        assert len(read_registration(service, identifier, "1999-09-01")["claims"]) == 1

    def test_has_a_view_of_its_own(self, service: Service) -> None:
        identifier = effective(service, *SOLD, AGAINST_HOLDER)
        view = ok(service.get(f"/v1/registrations/{identifier}/claims", as_of=LATER))
        assert view.pop("names")["doeg-hill"] == "Doeg Hill I, LLC"
        result = read_registration(service, identifier, LATER)
        shown = {name: result[name] for name in ("registration_id", "as_of", "claims", "money")}
        assert view.keys() == shown.keys()
        assert without_steps(view) == without_steps(shown)

    def test_says_why_an_amount_is_what_it_is(self, service: Service) -> None:
        identifier = effective(service, *SOLD)
        path = f"/v1/registrations/{identifier}/why"
        why = ok(service.get(path, of="/money/proceeds/spectrum/limit", as_of=LATER))
        assert why["value"] == "4815000.00"

    def test_changes_with_the_readings_that_bear_on_it(self, service: Service) -> None:
        identifier = effective(service, *SOLD)
        path = f"/v1/registrations/{identifier}/sensitivity"
        changes = by("option", ok(service.get(path, as_of=LATER))["sensitivity"]["changes"])
        differences = by("path", changes["cap_measure"]["differences"])
        limit = differences["/money/proceeds/spectrum/limit"]
        assert (limit["now"], limit["becomes"]) == ("4815000.00", "5175000.00")

    @pytest.mark.parametrize(
        "ending",
        [
            (withdrawn("1999-04-12"),),
            (declared_effective("1999-05-18"),),
            (
                declared_effective("1999-05-18"),
                {"kind": "distribution_completed", "occurred_on": "1999-06-01"},
            ),
        ],
        ids=["withdrawn", "expired", "closed"],
    )
    def test_survives_the_registration(self, service: Service, ending: tuple[Json, ...]) -> None:
        identifier = demanded(service, filed("1999-04-05"), *ending)
        post_events(service, identifier, claim("2000-02-01", SPECTRUM, COMPANY))
        post_events(service, identifier, bill("2000-03-01", "500"))
        result = read_registration(service, identifier, "2000-03-01")
        (payment,) = result["claims"][0]["parties"][0]["payments"]
        assert payment["left"] == "500.00"
        assert obligation(result, "indemnify")["status"] == "open"

    def test_survives_the_end_of_all_rights(self, service: Service) -> None:
        identifier = effective(service, AGAINST_HOLDER, bill("1999-09-20", "500"))
        post_fact(service, instrument("1999-10-01", kind="rights_ended"))
        (shown,) = read_registration(service, identifier, LATER)["claims"]
        assert shown["parties"][0]["left"] == "500.00"

    def test_owes_what_is_waived_no_more(self, service: Service) -> None:
        identifier = effective(service, AGAINST_HOLDER, bill("1999-09-20", "500"))
        (line,) = read_registration(service, identifier, LATER)["claims"][0]["bills"]
        duty = f"claim:doe:ctc:indemnity:{line['id']}"
        post_fact(service, not_performed("1999-09-30", duty, registration=identifier))
        before = read_registration(service, identifier, LATER)
        assert duty in by("obligation", before["remedies"])
        waived = obligation_waived("1999-10-01", duty, registration=identifier)
        post_fact(service, {**waived, "effective_from": "1999-09-20"})
        after = read_registration(service, identifier, LATER)
        assert obligation(after, duty)["status"] == "waived"
        assert duty not in by("obligation", after["remedies"])

    @pytest.mark.parametrize(
        ("paid_on", "paid_of_it", "overpaid"),
        [("1999-09-30", "200.00", "0.00"), ("1999-10-01", "0.00", "200.00")],
    )
    def test_what_was_paid_before_the_waiver_needed_none(
        self, service: Service, paid_on: str, paid_of_it: str, overpaid: str
    ) -> None:
        """Waived from 1 October on: what is paid on that day is owed no more."""
        life = bill("1999-09-20", "500"), paid(paid_on, "ctc", "200.00")
        identifier = effective(service, AGAINST_HOLDER, *life)
        (line,) = read_registration(service, identifier, LATER)["claims"][0]["bills"]
        duty = f"claim:doe:ctc:indemnity:{line['id']}"
        post_fact(service, obligation_waived("1999-10-01", duty, registration=identifier))
        (its,) = read_registration(service, identifier, LATER)["claims"][0]["parties"]
        (payment,) = its["payments"]
        assert (payment["paid"], payment["left"]) == (paid_of_it, "0.00")
        assert (its["payable"], its["overpaid"]) == (paid_of_it, overpaid)

    @pytest.mark.parametrize(
        ("found_on", "due_on"), [("1999-09-20", "1999-09-20"), ("1999-09-21", None)]
    )
    def test_what_a_holder_owes_has_its_day_where_it_was_found_by_then(
        self, service: Service, found_on: str, due_on: str | None
    ) -> None:
        """6(e): due when the bill is received; found only later it is owed without a day."""
        fault = found(found_on, at_fault(COMPANY, 0), at_fault(SPECTRUM, 1, 1))
        against = claim("1999-09-01", COMPANY, SPECTRUM)
        identifier = effective(service, *SOLD, against, bill("1999-09-20", "500", "loss"), fault)
        (line,) = read_registration(service, identifier, LATER)["claims"][0]["bills"]
        duty = f"claim:doe:spectrum:indemnity:{line['id']}"
        assert (
            obligation(read_registration(service, identifier, LATER), duty).get("due_on") == due_on
        )

    def test_under_a_shelf_and_a_sale_off_it(self, service: Service) -> None:
        asked = {
            "shelf": "ctc-example-shelf",
            "letters": [letter(handed_over("1999-12-01"), {"spectrum": 800_000})],
        }
        path = "/v1/agreements/ctc-example/takedowns"
        takedown = ok(service.post(path, asked), 201)["result"]["registration_id"]
        for identifier in ("ctc-example-shelf", takedown):
            answer = post_event(service, identifier, claim("2000-02-01", SPECTRUM, COMPANY))
            assert [each["state"] for each in answer["result"]["claims"]] == ["made"]
            assert obligation(answer["result"], "indemnify")["clause"] == "6(a)"


class TestASaleUnderTheStatement:
    def test_takes_the_shares_off_the_register(self, service: Service) -> None:
        before = by("holder", read_agreement(service)["holders"])["spectrum"]
        effective(service, *SOLD)
        after = by("holder", read_agreement(service, as_of=LATER)["holders"])["spectrum"]
        assert before["registrable_shares"] - after["registrable_shares"] == 300_000
        assert after["position"]["common"] == 100_000

    def test_of_the_company_does_not(self, service: Service) -> None:
        before = read_agreement(service)["total_registrable_shares"]
        own = sale("1999-05-24", "ctc", 1_000_000, seller_class="company")
        post_events(service, demanded(service, *EFFECTIVE), own)
        assert read_agreement(service, as_of=LATER)["total_registrable_shares"] == before

    def test_of_more_than_is_held_is_refused(self, service: Service) -> None:
        identifier = effective(service)
        assert refused(service, identifier, sale("1999-05-24", "spectrum", 400_001)) == {
            "/shares": "more_than_held"
        }

    def test_by_nobody_known_is_refused(self, service: Service) -> None:
        identifier = effective(service)
        assert refused(service, identifier, sale("1999-05-24", "nobody", 1)) == {
            "/seller": "unknown_holder"
        }

    def test_before_it_is_effective_is_refused(self, service: Service) -> None:
        identifier = effective(service)
        assert refused(service, identifier, sale("1999-05-17", "spectrum", 1)) == {
            "/occurred_on": "not_effective"
        }

    @pytest.mark.parametrize(
        ("seller", "said"),
        [("spectrum", "others"), ("ctc", "others"), ("somebody", "company")],
    )
    def test_by_somebody_else_than_is_said_is_refused(
        self, service: Service, seller: str, said: str
    ) -> None:
        identifier = effective(service)
        fact = sale("1999-05-24", seller, 1, seller_class=said)
        assert refused(service, identifier, fact) == {"/seller_class": "wrong_seller_class"}


class TestExpenses:
    def test_are_charged_on_the_record(self, service: Service) -> None:
        printing = expense("1999-04-12", "printing", "12500.00", "A printer")
        answer = post_event(service, EXAMPLE_DEMAND, printing)
        (line,) = answer["result"]["money"]["expenses"]["lines"]
        assert (line["borne_by"], line["amount"]) == ("company", "12500.00")

    def test_of_a_withdrawn_demand_are_borne_as_read(self, service: Service) -> None:
        other = with_readings(service, withdrawn_payer="requesting_holders")
        printing = expense("1999-03-19", "printing", "12500.00")
        identifier = demanded(service, printing, withdrawn("1999-03-22"), agreement=other)
        totals = read_registration(service, identifier, LATER)["money"]["expenses"]["totals"]
        assert [(each["name"], each["amount"]) for each in totals] == [
            ("requesting_holders", "12500.00")
        ]


class TestWhatCannotBeRecorded:
    def test_a_claim_before_anything_is_filed(self, service: Service) -> None:
        identifier = demanded(service)
        assert refused(service, identifier, AGAINST_HOLDER) == {"/occurred_on": "not_filed"}
        post_events(service, identifier, filed("1999-04-05"))
        early = {**AGAINST_HOLDER, "occurred_on": "1999-04-04"}
        assert refused(service, identifier, early) == {"/occurred_on": "not_filed"}

    def test_two_claims_of_one_name(self, service: Service) -> None:
        identifier = effective(service, AGAINST_HOLDER)
        assert refused(service, identifier, AGAINST_HOLDER) == {"/claim": "claim_exists"}

    @pytest.mark.parametrize(
        "fact",
        [
            bill("1999-09-20", "5"),
            notified("ctc", mailed("1999-09-20")),
            settled("1999-09-20", "ctc", release=True),
        ],
        ids=lambda fact: fact["kind"],
    )
    def test_a_fact_of_no_claim(self, service: Service, fact: Json) -> None:
        assert refused(service, effective(service), fact) == {"/claim": "unknown_claim"}

    @pytest.mark.parametrize(
        ("fact", "pointer"),
        [
            (bill("1999-08-31", "5"), "/occurred_on"),
            (notified("ctc", mailed("1999-08-31")), "/delivery/sent_on"),
            (elected("ctc", handed_over("1999-08-31")), "/delivery/delivered_on"),
        ],
        ids=["bill", "notice", "defence"],
    )
    def test_a_fact_before_its_claim(self, service: Service, fact: Json, pointer: str) -> None:
        identifier = effective(service, AGAINST_HOLDER)
        assert refused(service, identifier, fact) == {pointer: "before_claim"}

    @pytest.mark.parametrize(
        "fact",
        [
            paid("1999-10-01", "spectrum", "5"),
            notified("doeg-hill", mailed("1999-10-01")),
            proposed("1999-10-01", "doeg-hill", release=True),
        ],
        ids=lambda fact: fact["kind"],
    )
    def test_a_fact_of_somebody_who_is_not_to_indemnify(self, service: Service, fact: Json) -> None:
        identifier = effective(service, AGAINST_HOLDER)
        assert refused(service, identifier, fact) == {"/party": "not_in_the_claim"}

    def test_but_whom_a_finding_names_may_pay(self, service: Service) -> None:
        finding = found(
            "1999-09-20", at_fault(COMPANY, 1), at_fault(SPECTRUM, 1), at_fault(DOEG_HILL, 1)
        )
        identifier = effective(service, claim("1999-09-01", COMPANY, SPECTRUM), finding)
        post_event(service, identifier, paid("1999-10-01", "doeg-hill", "5"))

    @pytest.mark.parametrize(
        ("who", "fault"),
        [
            (person("nobody", "holder"), {"/indemnified/id": "unknown_holder"}),
            (person("ctc", "holder"), {"/indemnified/role": "wrong_role"}),
            (person("somebody", "company"), {"/indemnified/role": "wrong_role"}),
        ],
    )
    def test_a_claim_of_somebody_else_than_is_said(
        self, service: Service, who: Json, fault: dict[str, str]
    ) -> None:
        fact = claim("1999-09-01", who, DOEG_HILL)
        assert refused(service, effective(service), fact) == fault

    def test_but_a_holder_may_be_a_director_too(self, service: Service) -> None:
        director = person("nicholson", "director")
        post_event(service, effective(service), claim("1999-09-01", director, SPECTRUM))

    def test_a_finding_that_leaves_somebody_out_or_calls_him_what_he_is_not(
        self, service: Service
    ) -> None:
        identifier = effective(service, AGAINST_COMPANY)
        finding = found(
            "1999-09-20", at_fault(COMPANY, 1), at_fault(person("spectrum", "officer"), 1)
        )
        assert refused(service, identifier, finding) == {
            "/parties": "party_missing",
            "/parties/1/role": "wrong_role",
        }

    @pytest.mark.parametrize(
        ("fact", "says"),
        [
            (
                claim("1999-09-01", SPECTRUM, SPECTRUM),
                "Named twice",
            ),
            (
                found("1999-09-20", at_fault(COMPANY, 0), at_fault(SPECTRUM, 0)),
                "Somebody must be at fault",
            ),
            (
                found("1999-09-20", at_fault(COMPANY, 1, "2/3"), at_fault(SPECTRUM, 1, "2/3")),
                "no more than the whole loss",
            ),
            (
                found("1999-09-20", at_fault(COMPANY, 1, "4/3"), at_fault(SPECTRUM, 1)),
                "between 0 and 1",
            ),
            (bill("1999-09-20", "0"), "more than nothing"),
        ],
    )
    def test_what_contradicts_itself(self, service: Service, fact: Json, says: str) -> None:
        identifier = effective(service, AGAINST_HOLDER)
        with nothing_stored(service):
            response = service.post(f"/v1/registrations/{identifier}/events", fact)
        assert response.status_code == 422
        assert says in response.text


UNSAID = "unsaid"
"""A field that is left out."""


def without_unsaid(**fields: object) -> Json:
    return {name: value for name, value in fields.items() if value != UNSAID}


class TestWhatNobodyHasSaidDecidesNothing:
    def found(self, service: Service, *facts: Json) -> tuple[Json, Json, set[str]]:
        """The claim, the account of the one who is to pay, and what is missing."""
        identifier = effective(service, *SOLD, *facts)
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of=LATER))
        (shown,) = answer["result"]["claims"]
        (account,) = shown["parties"]
        return shown, account, {each["posted_as"] for each in answer["missing_inputs"]}

    @pytest.mark.parametrize(
        ("required", "amount", "undetermined"),
        [(True, "100.00", "0.00"), (False, "0.00", "0.00"), (UNSAID, None, "100.00")],
    )
    def test_an_underwriter_is_protected_if_it_made_that_a_condition(
        self, service: Service, required: object, amount: str | None, undetermined: str
    ) -> None:
        """6(a)."""
        bank = person("bank", "underwriter", **without_unsaid(required_indemnity=required))
        shown, account, missing = self.found(
            service, claim("1999-09-01", bank, COMPANY), bill("1999-09-20", "100.00")
        )
        assert shown["bills"][0]["indemnity"][0]["amount"] == amount
        assert shown["bills"][0]["retained"] == {"100.00": "0.00", "0.00": "100.00"}.get(
            amount or ""
        )
        assert account["undetermined"] == undetermined
        asked = "claim_made.indemnified.required_indemnity"
        assert (asked in missing) is (required == UNSAID)

    @pytest.mark.parametrize(
        ("given", "amount", "reason"),
        [(True, "100.00", None), (False, "0.00", "NO_UNDERTAKING"), (UNSAID, None, None)],
    )
    def test_a_holder_owes_what_it_undertook(
        self, service: Service, given: object, amount: str | None, reason: str | None
    ) -> None:
        """6(b): no undertaking, no indemnity."""
        holder = person("spectrum", "holder", **without_unsaid(undertaking_given=given))
        shown, account, missing = self.found(
            service,
            claim("1999-09-01", COMPANY, holder),
            bill("1999-09-20", "100.00"),
            found("1999-09-21", at_fault(COMPANY, 0), at_fault(holder, 1, 1)),
        )
        assert shown["bills"][0]["indemnity"][0]["amount"] == amount
        assert account.get("reason") == reason
        assert ("undertaking_received" in missing) is (given == UNSAID)

    def test_nor_does_it_contribute_while_that_is_not_known(self, service: Service) -> None:
        """6(g): of 100 by fault 1 to 1 spectrum bears 50 if it undertook it, or nothing."""
        holder = person("spectrum", "holder")
        shown, account, _ = self.found(
            service,
            claim("1999-09-01", COMPANY, holder),
            bill("1999-09-20", "100.00"),
            found("1999-09-21", at_fault(COMPANY, 1), at_fault(holder, 1, 1)),
            unavailable("1999-09-22", "unavailable"),
        )
        (line,) = shown["bills"]
        assert [each["amount"] for each in line["indemnity"]] == ["0.00"]
        assert [each["amount"] for each in line["contribution"]] == [None]
        assert (line.get("retained"), shown["contribution"]) == (None, "undetermined")
        assert (account["payable"], account["undetermined"]) == ("0.00", "100.00")

    @pytest.mark.parametrize(
        ("said", "payable", "defence", "state", "missing"),
        [
            ({"conflict": True}, "4000.00", "CONFLICT", "made", set()),
            (
                {"conflict": False, "counsel_satisfactory": True},
                "1000.00",
                "ASSUMED",
                "defended",
                set(),
            ),
            (
                {"conflict": False, "counsel_satisfactory": False},
                "4000.00",
                "COUNSEL_NOT_SATISFACTORY",
                "made",
                set(),
            ),
            (
                {"conflict": False},
                "1000.00",
                None,
                None,
                {"defence_answered.counsel_satisfactory"},
            ),
            (
                None,
                "1000.00",
                None,
                None,
                {"defence_answered.conflict", "defence_answered.counsel_satisfactory"},
            ),
        ],
    )
    def test_who_defends_turns_on_conflict_and_counsel_and_investigation_on_neither(
        self,
        service: Service,
        said: dict[str, bool] | None,
        payable: str,
        defence: str | None,
        state: str | None,
        missing: set[str],
    ) -> None:
        """6(c): 1,000 of investigation is owed in any case, 3,000 of defence if not taken over."""
        answers = [] if said is None else [answered("1999-09-11", "ctc", **said)]
        shown, account, asked = self.found(
            service,
            AGAINST_HOLDER,
            elected("ctc", handed_over("1999-09-10")),
            *answers,
            bill("1999-09-12", "1000.00", "investigation"),
            bill("1999-09-12", "3000.00"),
        )
        assert (account["payable"], account["defence"]) == (payable, defence)
        assert account["undetermined"] == ("3000.00" if missing else "0.00")
        assert shown["state"] == state
        assert {each for each in asked if (each or "").startswith("defence_answered")} == missing

    @pytest.mark.parametrize(("later", "owed"), [("800000.00", "800000.00"), ("900000.00", None)])
    def test_nor_is_known_what_is_left_of_a_limit_for_a_later_bill(
        self, service: Service, later: str, owed: str | None
    ) -> None:
        """6(b): 300,000 at 16.05 are 4,815,000 for both; the first bill is 4,000,000 or nothing.

        815,000 are left in any case.
        """
        identifier = effective(
            service,
            *SOLD,
            claim("1999-09-01", COMPANY, SPECTRUM),
            elected("spectrum", handed_over("1999-09-10")),
            answered("1999-09-11", "spectrum", conflict=False, counsel_satisfactory=True),
            found("1999-09-12", at_fault(COMPANY, 0), at_fault(SPECTRUM, 1, 1)),
            bill_of_unsaid_work("1999-09-20", "4000000.00"),
            bill("1999-09-21", later, "loss"),
        )
        answer = ok(service.get(f"/v1/registrations/{identifier}", as_of=LATER))
        (shown,) = answer["result"]["claims"]
        assert [each["indemnity"][0]["amount"] for each in shown["bills"]] == [None, owed]
        assert "bill_received.incurred_on" in {e["posted_as"] for e in answer["missing_inputs"]}
        line = by("seller", answer["result"]["money"]["proceeds"])["spectrum"]
        assert (line["limit"], line["limit_used"], line["limit_left"]) == ("4815000.00", None, None)


def test_a_demand_that_nobody_demands_is_unknown(service: Service) -> None:
    assert service.get("/v1/registrations/nothing/claims").status_code == 404


def test_a_demand_without_claims_has_none(service: Service) -> None:
    body = demand(letter(mailed("1999-02-16"), {"spectrum": 400_000}))
    answer = ok(service.post(f"/v1/agreements/{DEMO}/demands", body, dry_run=True))
    assert answer["result"]["claims"] == []
    assert answer["result"]["money"] == {
        "expenses": {"lines": [], "totals": [], "undetermined": "0.00", "explained_by": {}},
        "proceeds": [],
    }
