"""Each reading of cutback, trigger, transfer, approval and amendment changes an answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest

from app.rules.agreement.rights_period import first_offering_effective, run_out_on
from app.rules.answers.evaluation import evaluate_registration
from app.rules.holders.assignment import Transfer
from app.rules.holders.register import keep_register
from app.rules.holders.splits import adjust, ratio_of
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.covered import Asking, covered
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms.readings.transfer import TransferReadings
from tests.rules.agreement import test_amendment as amendments
from tests.rules.covenants import test_rights_comparison as rights
from tests.rules.examples.agreement import POSITIONS, Json, dated, record, recorded, transferred
from tests.rules.examples.parties import (
    advice,
    in_incidental,
    in_takedown,
    matter,
    relied_on,
    said,
    seller,
    shares,
)
from tests.rules.holders import test_assignment as assignments
from tests.rules.holders import test_splits as splits
from tests.rules.procedures.underwriting import test_approval as approvals
from tests.rules.registrations.kinds.incidental import test_incidental_trigger as triggers

COMPANY = seller("ctc", 3_000, "company")


def on_record(day: str, *facts: Json) -> Callable[[Matter], Reasoned[RegistrationAnswer]]:
    """The demand "d" as of a day, on the record of three Holders and under the terms in hand."""

    def ask(asked: Matter) -> Reasoned[RegistrationAnswer]:
        whole = record(*facts)
        answer = evaluate_registration("x", "d", asked.terms, whole, date.fromisoformat(day))
        asked.working.rely_on(*(each.option for each in answer.readings))
        return answer

    return ask


def amended_on_its_way(asked: Matter) -> object:
    """Mailed on 2 March by alpha and beta, received on the 5th; on the 3rd 90 days become 45."""
    changes = {"/demand/effect_within/count": 45}
    answer = on_record(
        "1999-03-08",
        demand_by("alpha", "beta", mailed_on="1999-03-02"),
        dated(
            "terms_amended",
            "1999-03-03",
            instrument="amendment",
            changes=changes,
            company_signed=True,
            signed_by=["alpha", "beta"],
            reaches_requested=False,
        ),
    )(asked)
    return str(answer.result.determination.due_on)


def emptied_and_filled(asked: Matter) -> object:
    """Nobody holds anything from 1 March; alpha does again from 3 May, and asks on the 10th."""
    answer = on_record(
        "1999-05-14",
        *(dated("position_stated", "1999-03-01", holder=name) for name in POSITIONS),
        dated("position_stated", "1999-05-03", holder="alpha", common=60),
        demand_by("alpha", mailed_on="1999-05-10"),
    )(asked)
    return answer.result.determination.reason


def approved_and_joined(asked: Matter) -> object:
    """alpha and beta ask for 10 shares each and approve the underwriter; gamma joins with 21."""
    answer = on_record(
        "1999-03-20",
        demand_by("alpha", "beta", mailed_on="1999-03-02") | {"underwritten": True},
        dated("underwriter_selected", "1999-03-08", of="d", underwriter="U"),
        dated(
            "underwriter_approved", "1999-03-09", of="d", underwriter="U", holders=["alpha", "beta"]
        ),
        {"of": "d", "kind": "notice_given", "holder": "gamma", "delivery": handed("1999-03-09")},
        {
            "of": "d",
            "kind": "join_requested",
            "holder": "gamma",
            "shares": 21,
            "delivery": handed("1999-03-12"),
        },
    )(asked)
    underwriting = answer.result.underwriting
    return underwriting and underwriting.vote and underwriting.vote.approved


def handed(day: str) -> Json:
    return {"method": "personal", "delivered_on": day}


def demand_by(*holders: str, mailed_on: str, shares: int = 10) -> Json:
    asked_for = [{"holder": each, "shares": shares} for each in holders]
    delivery = {"method": "mail", "sent_on": mailed_on}
    return {
        "of": "d",
        "kind": "demand_received",
        "letters": [{"requests": asked_for, "delivery": delivery}],
        "short_form_qualified": False,
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that has one answer by default, and another when the option is set."""

    option: str
    value: object
    ask: Callable[[Matter], object]
    usual: object
    other: object


def takedown(asked: Matter) -> object:
    return shares(in_takedown([COMPANY, seller("a", 600)], advice(3_200), asked))


def secondary(asked: Matter) -> object:
    sellers = [seller("x", 600, "others", "initiators"), seller("a", 400)]
    return shares(in_incidental(sellers, advice(700), asked, "others"))


def by_ownership(asked: Matter) -> object:
    sellers = [seller("a", 600, owned=900), seller("b", 400, owned=100), seller("c", 200, owned=0)]
    return shares(in_incidental(sellers, advice(600), asked))


def in_thirds(asked: Matter) -> object:
    return shares(in_incidental([seller(name, 1_000) for name in "abc"], advice(1_700), asked))


def beside_others(asked: Matter) -> object:
    sellers = [seller("a", 600), seller("x", 400, "others")]
    return shares(in_incidental(sellers, advice(700), asked))


def orally_advised(asked: Matter) -> object:
    return shares(in_incidental([seller("a", 600)], advice(500, in_writing=False), asked))


def taken_down_on_oral_advice(asked: Matter) -> object:
    return shares(in_takedown([seller("a", 600)], advice(500, in_writing=False), asked))


def over_allotted(asked: Matter) -> object:
    return shares(in_incidental([seller("a", 600)], advice(500, greenshoe=75), asked))


def passes(transfer: Transfer) -> Callable[[Matter], object]:
    return lambda asked: assignments.ruled(transfer, asked).limb


def warrants_after_splits(asked: Matter) -> object:
    ratio = ratio_of([splits.THREE_FOR_TWO, splits.ONE_FOR_TEN], None, asked)
    return adjust("warrants", splits.WARRANTS, ratio, asked).value


def debt(asked: Matter) -> object:
    return triggers.ruled(asked, securities="debt").triggers_notice.value


def own_demand(asked: Matter) -> object:
    return triggers.ruled(asked, "holders_own_registration").triggers_notice.value


def mixed_rights(asked: Matter) -> object:
    return rights.compared({"demands": 4, "days_to_effect": 120}, asked).permitted.value


def hurtful(asked: Matter) -> object:
    hurt = replace(amendments.AMENDMENT, hurt={"wang": said(False)})
    return amendments.ruled(hurt, asked).reason


def lasting(asked: Matter) -> object:
    offering = dated("first_public_offering_effective", "1999-03-01")
    found = run_out_on(first_offering_effective(recorded([offering])), asked)
    return None if found is None else found.value.isoformat()


def handed_on(asked: Matter) -> object:
    """Beta asked for 300,000 and passes 100,000 to delta, an affiliate and holder of record."""
    passed = transferred("1999-03-10", 100_000, record_holder_on="1999-03-10")
    day = date(1999, 3, 10)
    register = keep_register(record(passed), asked.terms)
    asking = Asking(
        "beta", Sourced(300_000, "request:/shares"), day - ONE_DAY, day - ONE_DAY, "request:/"
    )
    found = covered([asking], (), register, day, asked)
    return {holder: each.whole.value for holder, each in found.items()}


def after_a_combination(asked: Matter) -> object:
    """Alpha holds 500,000 shares by preferred; then three shares become one."""
    split = dated("stock_split", "1999-03-10", numerator=1, denominator=3)
    register = keep_register(record(split), asked.terms)
    asked.working.rely_on(*register.relied_on)
    return register.registrable_shares("alpha", date(1999, 3, 10))


def reaching_back(asked: Matter) -> object:
    amendment = replace(amendments.AMENDMENT, takes_effect_on=amendments.EARLIER)
    return amendments.from_when(amendment, asked)


DIFFERENCES = (
    Difference(
        "takedown_cutback",
        "company_first",
        takedown,
        {"ctc": 2_600, "a": 600},
        {"ctc": 3_000, "a": 200},
    ),
    Difference("incidental_scope", "equity_only", debt, True, False),
    Difference("demand_also_incidental", True, own_demand, False, True),
    Difference(
        "secondary_incidental_cutback",
        "pro_rata_all",
        secondary,
        {"x": 600, "a": 400},
        {"x": 420, "a": 280},
    ),
    Difference(
        "secondary_incidental_cutback",
        "initiators_first",
        secondary,
        {"x": 600, "a": 400},
        {"x": 600, "a": 100},
    ),
    Difference(
        "pro_rata_basis",
        "owned",
        by_ownership,
        {"a": 300, "b": 200, "c": 100},
        {"a": 540, "b": 60, "c": 0},
    ),
    Difference(
        "pro_rata_basis",
        "equal",
        by_ownership,
        {"a": 300, "b": 200, "c": 100},
        {"a": 200, "b": 200, "c": 200},
    ),
    Difference(
        "rounding", "floor", in_thirds, {"a": 567, "b": 567, "c": 566}, dict.fromkeys("abc", 566)
    ),
    Difference(
        "rounding",
        "lot_100",
        in_thirds,
        {"a": 567, "b": 567, "c": 566},
        {"a": 600, "b": 600, "c": 500},
    ),
    Difference(
        "others_rank", "after_holders", beside_others, {"a": 420, "x": 280}, {"a": 600, "x": 100}
    ),
    Difference("require_written_advice", False, orally_advised, {"a": 600}, {"a": 500}),
    Difference(
        "takedown_advice_in_writing", False, taken_down_on_oral_advice, {"a": 600}, {"a": 500}
    ),
    Difference("greenshoe_in_max", True, over_allotted, {"a": 500}, {"a": 425}),
    Difference(
        "assignment_limbs",
        "restriction_overrides",
        passes(Transfer(True, 0, 10, True)),
        "(i)",
        None,
    ),
    Difference(
        "public_buyers_are_holders",
        True,
        passes(Transfer(False, 0, 60_000, True, to_the_public=True)),
        None,
        "(ii)",
    ),
    Difference(
        "threshold_counts_prior",
        False,
        passes(Transfer(False, 25_000, 30_000, True)),
        "(ii)",
        None,
    ),
    Difference(
        "shares_without_rights",
        "not_counted",
        passes(Transfer(False, 30_000, 20_000, True, without_rights=30_000)),
        "(ii)",
        None,
    ),
    Difference(
        "shares_without_rights",
        "registrable",
        lambda asked: (
            assignments.ruled(
                Transfer(False, 30_000, 20_000, True, without_rights=30_000), asked
            ).registrable.value
        ),
        20_000,
        50_000,
    ),
    Difference(
        "split_rounding",
        "down",
        warrants_after_splits,
        Fraction(399_999, 20),
        19_999,
    ),
    Difference(
        "split_rounding",
        "up",
        warrants_after_splits,
        Fraction(399_999, 20),
        20_000,
    ),
    Difference(
        "inclusion_passes",
        False,
        handed_on,
        {"beta": 200_000, "delta": 100_000},
        {"beta": 200_000},
    ),
    Difference(
        "split_fractions",
        "dropped_each",
        after_a_combination,
        Fraction(500_000, 3),
        166_666,
    ),
    Difference("sec8_test", "overall", mixed_rights, False, None),
    Difference("disproportionate_consent", True, hurtful, None, "CONSENT_MISSING"),
    Difference(
        "ua_satisfaction",
        "initiators",
        lambda asked: approvals.still_missing(asked, ("mochary",), ("spectrum",)),
        ("mochary",),
        (),
    ),
    Difference("approval_counted", "at_last", approved_and_joined, True, False),
    Difference(
        "retroactive_amendment",
        True,
        reaching_back,
        amendments.SIGNED.value,
        amendments.EARLIER.value,
    ),
    # 5 March and 90 days is 3 June; and 45 days 19 April, Patriots' Day, so the 20th.
    Difference("governing_day", "given", amended_on_its_way, "1999-04-20", "1999-06-03"),
    Difference("empty_register", "ends", emptied_and_filled, None, "RIGHTS_ENDED"),
    Difference("rights_end", "3_years_after_ipo", lasting, None, "2002-03-02"),
    Difference("rights_end", "5_years_after_ipo", lasting, None, "2004-03-02"),
    Difference("rights_end", "7_years_after_ipo", lasting, None, "2006-03-02"),
)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: f"{each.option}={each.value}")
def test_a_reading_changes_the_answer_and_is_named(difference: Difference) -> None:
    usual, other = matter(), matter(None, **{difference.option: difference.value})
    assert difference.ask(usual) == difference.usual
    assert difference.ask(other) == difference.other
    assert difference.option in relied_on(usual) & relied_on(other)


def test_every_reading_of_transfer_is_in_the_table() -> None:
    assert set(TransferReadings.model_fields) <= {each.option for each in DIFFERENCES}
