"""What must hold of any record of all four kinds: the invariants of the life of a registration."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.rules.answers.evaluation import AgreementIdentity, evaluate_agreement
from app.rules.answers.sensitivity import leaves, other_choices
from app.rules.facts import in_order
from app.rules.facts.life.course import DistributionCompleted
from app.rules.facts.life.participation import JoinRequested
from app.rules.holders.register import Register, keep_register
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.registrations.requests.effected import DemandsLeft
from app.rules.registrations.shown import DemandsTally, RegistrationAnswer
from app.rules.registrations.suspension.suspension import SuspensionBudget
from app.rules.terms import with_readings
from app.rules.terms.readings import every_reading
from tests.rules.examples.random_records import (
    LAST,
    START,
    TERMS,
    Record,
    answer,
    answers,
    begun,
    numbered_records,
)

AS_BYTES = TypeAdapter(Reasoned[RegistrationAnswer])
STANDING = ("accepted", "deferred")
days = st.integers(0, (LAST - START).days).map(lambda number: START + timedelta(days=number))
often = settings(max_examples=40, deadline=None)


def results(record: Record, as_of: date = LAST) -> dict[str, RegistrationAnswer]:
    return {name: each.result for name, each in answers(record, as_of).items()}


def register_of(record: Record) -> Register:
    return keep_register(sorted(record, key=in_order), TERMS)


@often
@given(numbered_records, days)
def test_nobody_has_more_included_than_he_held_when_he_asked(record: Record, as_of: date) -> None:
    register = register_of(record)
    for name, result in results(record, as_of).items():
        for line in result.allocation.lines:
            if line.seller_class == "holders" and line.included:
                asked_on = [
                    each.fact.happened_on
                    for each in record
                    if each.registration_id == name and line.seller in each.content
                ]
                most = max(register.registrable_shares(line.seller, day) for day in asked_on)
                assert line.included <= most


@often
@given(numbered_records)
def test_a_request_to_join_is_never_for_more_than_is_held(record: Record) -> None:
    register = register_of(record)
    for each in record:
        if isinstance(each.fact, JoinRequested):
            held = register.registrable_shares(each.fact.holder, each.fact.happened_on)
            assert each.fact.shares <= held


@often
@given(numbered_records, days)
def test_a_cutback_fills_the_maximum_and_gives_nobody_more_than_he_asked(
    record: Record, as_of: date
) -> None:
    for result in results(record, as_of).values():
        allocation = result.allocation
        for line in allocation.lines:
            if line.included is not None and line.requested is not None:
                assert 0 <= line.included <= line.requested
        if not allocation.cut_back:
            assert all(line.included in (None, line.requested) for line in allocation.lines)
            continue
        asked = sum(line.requested or 0 for line in allocation.lines)
        # In a demand Holders are never cut: only what is added makes room (QB25).
        whole = result.kind == "requested"
        held = sum(
            line.requested or 0 for line in allocation.lines if line.seller_class == "holders"
        )
        assert allocation.maximum is not None
        most = max(allocation.maximum, held) if whole else allocation.maximum
        assert allocation.total == min(most, asked)


@often
@given(numbered_records, days)
def test_the_company_is_never_obliged_to_effect_a_fourth_demand(
    record: Record, as_of: date
) -> None:
    for result in results(record, as_of).values():
        demands_left = result.tallies.demands
        if result.kind == "requested" and result.determination.decision in STANDING:
            assert isinstance(demands_left, DemandsTally)
            assert (demands_left.effected_before or 0) + (demands_left.pending_before or 0) < 3


def _uses(record: Record, as_of: date) -> Iterator[date]:
    for result in results(record, as_of).values():
        yield from (each.invoked_on for each in result.delays if each.decision == "accepted")
        yield from (each.invoked_on for each in result.prohibitions if each.decision == "accepted")


@often
@given(numbered_records, days)
def test_no_third_occasion_in_any_365_days_is_permitted(record: Record, as_of: date) -> None:
    uses = sorted(_uses(record, as_of))
    for first, third in zip(uses, uses[2:], strict=False):
        assert (third - first).days >= 365


@often
@given(numbered_records, days)
def test_every_occasion_left_counts_the_same_uses(record: Record, as_of: date) -> None:
    """What one registration shows as used is what all of them together were permitted."""
    opens = as_of - timedelta(days=364)
    uses = sorted(day for day in _uses(record, as_of) if opens <= day <= as_of)
    for result in results(record, as_of).values():
        budget = result.suspension_budget
        if budget is None:
            continue
        assert isinstance(budget, SuspensionBudget)
        if budget.occasions_used is not None:
            assert list(budget.occasions_used) == uses


@often
@given(numbered_records, days)
def test_prohibitions_without_consent_make_no_run_of_more_than_sixty_days(
    record: Record, as_of: date
) -> None:
    for result in results(record, as_of).values():
        prohibited = {
            each.first_day + timedelta(days=number)
            for each in result.prohibitions
            if each.first_day and each.last_day
            for number in range((each.last_day - each.first_day).days + 1)
        }
        for day in prohibited:
            assert any(day + timedelta(days=number) not in prohibited for number in range(61))


@often
@given(numbered_records, days)
def test_due_days(record: Record, as_of: date) -> None:
    for result in results(record, as_of).values():
        found, shelf = result.determination, result.shelf
        if result.kind == "requested" and found.due_on and found.runs_from:
            assert found.due_on >= found.runs_from + timedelta(days=60)
        elif result.kind == "shelf" and shelf and found.due_on:
            assert found.due_before_delay == shelf.certificate_date
        else:
            assert result.kind in ("requested", "shelf") or found.due_on is None


@often
@given(numbered_records, days)
def test_the_period_never_ends_before_its_base_end_unless_all_is_sold(
    record: Record, as_of: date
) -> None:
    for name, result in results(record, as_of).items():
        window = result.windows.effectiveness
        sold = result.state == "closed" or any(
            each.registration_id == name and isinstance(each.fact, DistributionCompleted)
            for each in record
        )
        if window and window.last_day and window.base_end and not sold:
            assert window.last_day >= window.base_end
            assert (window.last_day - window.base_end).days == window.extension_days


@often
@given(numbered_records, st.randoms(use_true_random=True))
def test_any_order_of_posting_gives_the_same_bytes(record: Record, random: Random) -> None:
    shuffled = list(record)
    random.shuffle(shuffled)
    for name in begun(record):
        given_order, other_order = (
            AS_BYTES.dump_json(answer(each, name, detail=Detail.FULL))
            for each in (record, shuffled)
        )
        assert given_order == other_order


@often
@given(numbered_records, days)
def test_facts_after_the_day_asked_about_change_nothing(record: Record, as_of: date) -> None:
    known = [each for each in record if each.fact.happened_on <= as_of]
    for name in begun(known):
        assert answer(record, name, as_of) == answer(known, name, as_of)


@often
@given(numbered_records, days)
def test_the_agreement_counts_what_its_registrations_say(record: Record, as_of: date) -> None:
    identity = AgreementIdentity("agreement", "Agreement", None, len(record))
    state = evaluate_agreement(identity, TERMS, record, as_of, Detail.NONE).result
    effected = {
        name
        for name, each in results(record, as_of).items()
        if each.kind == "requested" and each.effected
    }
    assert isinstance(state.demands, DemandsLeft)
    assert set(state.demands.counted) == effected
    held = [line.registrable_shares for line in state.holders]
    total = state.total_registrable_shares
    if total is not None and None not in held:
        assert Fraction(total) == sum(Fraction(each) for each in held if each is not None)


@settings(max_examples=25, deadline=None)
@given(numbered_records, st.randoms(use_true_random=True))
def test_a_reading_the_answer_did_not_rely_on_cannot_change_it(
    record: Record, random: Random
) -> None:
    for name, found in answers(record).items():
        named = {each.option for each in found.readings}
        option = random.choice([option for option in every_reading() if option not in named])
        for other in other_choices(option, TERMS.readings) or ():
            terms = with_readings(TERMS, {option: other})
            again = answer(record, name, terms=terms)
            assert dict(leaves(again.result)) == dict(leaves(found.result)), (option, other)
