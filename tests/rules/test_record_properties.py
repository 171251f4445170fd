"""What must hold of any record: drawn at random, kept only where the guards let it be recorded."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.rules.answers import Answer, RegistrationAnswer
from app.rules.evaluation import AgreementIdentity, evaluate_agreement, evaluate_registration
from app.rules.facts import ANY_FACT, DemandReceived, DistributionCompleted, RecordedFact
from app.rules.guards import objections
from app.rules.readings import catalogue
from app.rules.sensitivity import leaves, other_choices
from app.rules.terms import Terms, with_readings
from app.services.templates import template

TERMS: Terms = template("ctc-1998").terms
HOLDERS = ("alpha", "beta", "gamma")
REGISTRATIONS = ("first", "second", "third", "fourth", "fifth")
START, LAST = date(1998, 9, 1), date(2001, 12, 31)
AS_BYTES = TypeAdapter(Answer[RegistrationAnswer])

days = st.integers(0, (LAST - START).days).map(lambda number: START + timedelta(days=number))
holders = st.sampled_from(HOLDERS)
shares = st.integers(1, 600_000)
deliveries = st.one_of(
    days.map(lambda day: {"method": "mail", "sent_on": day.isoformat()}),
    days.map(lambda day: {"method": "personal", "delivered_on": day.isoformat()}),
)
letters = st.builds(
    lambda asking, number, delivery: {
        "requests": [{"holder": holder, "shares": number} for holder in sorted(asking)],
        "delivery": delivery,
    },
    st.sets(holders, min_size=1),
    st.integers(1, 100_000),
    deliveries,
)


def fact(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


def dated(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return fact(kind, occurred_on=days.map(date.isoformat), **fields)


demands = fact(
    "demand_received",
    letters=st.lists(letters, min_size=1, max_size=2),
    short_form_qualified=st.booleans(),
    underwritten=st.booleans(),
)
of_a_registration = st.one_of(
    fact("notice_given", holder=holders, delivery=deliveries),
    fact("join_requested", holder=holders, shares=shares, delivery=deliveries),
    fact("letter_added", letter=letters),
    dated("delay_invoked", days=st.integers(1, 70), board_judgment=st.booleans()),
    dated("filed", form=st.sampled_from(["S-1", "S-3"])),
    dated("declared_effective"),
    dated("withdrawn"),
    dated("stop_order", holder_at_fault=st.booleans()),
    dated("misstatement_notice_given"),
    dated("new_prospectus_received", holder=st.one_of(st.none(), holders)),
    dated("distribution_completed"),
    dated("additions_proposed", company=shares),
    dated("maximum_advised", shares=shares),
)
of_its_steps = st.one_of(
    fact(
        "procedure_requested",
        holder=holders,
        delivery=deliveries,
        procedure=st.sampled_from(["copies", "state_qualification", "corrected_prospectus"]),
    ),
    dated("procedure_performed", procedure=st.just("copies")),
    fact("information_requested", holder=holders, delivery=deliveries),
    fact("information_received", holder=holders, delivery=deliveries),
    dated("undertaking_required", holder=holders),
    dated("undertaking_received", holder=holders),
    dated("transfer_agent_appointed"),
    dated("opinion_delivered", dated=days.map(date.isoformat), topics=st.just(["no_stop_order"])),
    dated(
        "drafts_delivered",
        documents=st.just(["draft_prospectus"]),
        planned_filing_on=days.map(date.isoformat),
    ),
    dated("amendment_proposed", amendment=st.just("one"), planned_filing_on=days.map(str)),
    fact(
        "amendment_objected",
        holder=holders,
        delivery=deliveries,
        amendment=st.just("one"),
        on_compliance_grounds=st.just(True),
        reasonable=st.sampled_from([True, None]),
    ),
    dated("underwriter_selected", underwriter=st.just("A Bank")),
    dated("underwriter_approved", underwriter=st.just("A Bank"), holders=st.just(["alpha"])),
    dated("underwriting_agreement_approved", holder=holders),
    dated("holdback_required", firm_commitment=st.just(True)),
    dated("holdback_advised", days=st.integers(1, 200), firm_commitment=st.booleans()),
    fact("holdback_notice_given", holder=holders, delivery=deliveries),
    fact("holder_misstatement_notice", holder=holders, delivery=deliveries),
    fact("misstatement_notice_delivered", holder=holders, delivery=deliveries),
)
of_the_agreement = st.one_of(
    dated("preferred_converted", holder=holders, shares=shares),
    dated("shares_sold", holder=holders, shares=shares),
    dated("warrants_expired"),
    dated("stock_split", numerator=st.integers(1, 3), denominator=st.integers(1, 3)),
    dated("company_offering_commenced", seller=st.sampled_from(["company", "holders"])),
)
OPENING: list[dict[str, Any]] = [
    *({"kind": "holder_recorded", "holder": name, "name": name} for name in HOLDERS),
    *(
        {
            "kind": "position_stated",
            "holder": name,
            "preferred_as_converted": 400_000,
            "warrant_shares": 50_000,
        }
        for name in HOLDERS
    ),
]


@st.composite
def records(draw: st.DrawFn) -> list[RecordedFact]:
    """A record with up to five demands, of facts that may be recorded together."""
    proposed: list[tuple[str | None, dict[str, Any]]] = [
        (None, {**each, "occurred_on": "1998-04-10"}) for each in OPENING
    ]
    proposed += [(None, each) for each in draw(st.lists(of_the_agreement, max_size=4))]
    for name in REGISTRATIONS[: draw(st.integers(1, len(REGISTRATIONS)))]:
        proposed.append((name, draw(demands)))
        proposed += [(name, each) for each in draw(st.lists(of_a_registration, max_size=6))]
        proposed += [(name, each) for each in draw(st.lists(of_its_steps, max_size=3))]
    record: list[RecordedFact] = []
    for number, (registration, fields) in enumerate(proposed):
        new = RecordedFact(f"f{number:03}", registration, ANY_FACT.validate_python(fields))
        known = {each.registration_id for each in record}
        belongs = isinstance(new.fact, DemandReceived) or registration in {None, *known}
        if belongs and not objections(new, record, TERMS):
            record.append(new)
    return record


def demanded(record: Sequence[RecordedFact]) -> list[str]:
    return [each.registration_id or "" for each in record if isinstance(each.fact, DemandReceived)]


def answers(record: Sequence[RecordedFact], as_of: date) -> dict[str, Answer[RegistrationAnswer]]:
    return {
        name: evaluate_registration("agreement", name, TERMS, record, as_of)
        for name in demanded(record)
    }


@settings(max_examples=60, deadline=None)
@given(records(), st.randoms(use_true_random=False))
def test_any_order_of_posting_gives_the_same_bytes(record: list[RecordedFact], random: Any) -> None:
    shuffled = list(record)
    random.shuffle(shuffled)
    given_order = {name: AS_BYTES.dump_json(each) for name, each in answers(record, LAST).items()}
    other_order = {name: AS_BYTES.dump_json(each) for name, each in answers(shuffled, LAST).items()}
    assert given_order == other_order


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_demand_is_never_due_before_its_shorter_period(record: list[RecordedFact]) -> None:
    for answer in answers(record, LAST).values():
        found = answer.result.determination
        if found.due_on is not None and found.runs_from is not None:
            assert found.due_on >= found.runs_from + timedelta(days=60)


@settings(max_examples=60, deadline=None)
@given(records())
def test_the_company_is_never_obliged_to_effect_a_fourth_demand(
    record: list[RecordedFact],
) -> None:
    for answer in answers(record, LAST).values():
        demands_left = answer.result.tallies.demands
        if answer.result.determination.decision in ("accepted", "deferred"):
            assert demands_left is not None
            assert demands_left.effected + demands_left.pending < 3


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_cutback_adds_up_and_gives_nobody_more_than_he_asked(
    record: list[RecordedFact],
) -> None:
    for answer in answers(record, LAST).values():
        allocation = answer.result.allocation
        for line in allocation.lines:
            if line.included is not None and line.requested is not None:
                assert 0 <= line.included <= line.requested
        if allocation.cut_back and allocation.maximum is not None:
            holders_alone = sum(
                line.included or 0 for line in allocation.lines if line.seller_class == "holders"
            )
            assert allocation.total is not None
            assert allocation.total <= max(allocation.maximum, holders_alone)


@settings(max_examples=60, deadline=None)
@given(records(), days)
def test_facts_after_the_day_asked_about_change_nothing(
    record: list[RecordedFact], as_of: date
) -> None:
    known = [each for each in record if each.fact.happened_on <= as_of]
    assert answers(known, as_of) == {
        name: evaluate_registration("agreement", name, TERMS, record, as_of)
        for name in demanded(known)
    }


@settings(max_examples=60, deadline=None)
@given(records())
def test_the_agreement_counts_what_its_registrations_say(record: list[RecordedFact]) -> None:
    state = evaluate_agreement(
        AgreementIdentity("agreement", "Agreement", None, len(record)), TERMS, record, LAST
    ).result
    effected = [name for name, each in answers(record, LAST).items() if each.result.effected]
    accepted = [
        name
        for name, each in answers(record, LAST).items()
        if each.result.determination.decision in ("accepted", "deferred")
    ]
    assert state.demands is not None
    assert set(state.demands.counted) == set(effected) & set(accepted)
    assert state.total_registrable_shares == sum(line.registrable_shares for line in state.holders)


@settings(max_examples=40, deadline=None)
@given(records(), st.data())
def test_a_reading_the_answer_did_not_rely_on_cannot_change_it(
    record: list[RecordedFact], data: st.DataObject
) -> None:
    for name, answer in answers(record, LAST).items():
        named = {each.option for each in answer.readings}
        silent = [option for option in catalogue() if option not in named]
        option = data.draw(st.sampled_from(silent))
        for other in other_choices(option, TERMS.readings) or ():
            terms = with_readings(TERMS, {option: other})
            again = evaluate_registration("agreement", name, terms, record, LAST)
            assert dict(leaves(again.result)) == dict(leaves(answer.result)), (option, other)


@settings(max_examples=60, deadline=None)
@given(records())
def test_the_period_never_ends_before_its_base_end_unless_all_is_sold(
    record: list[RecordedFact],
) -> None:
    for name, answer in answers(record, LAST).items():
        window = answer.result.windows.effectiveness
        sold = any(
            each.registration_id == name and isinstance(each.fact, DistributionCompleted)
            for each in record
        )
        if window and window.last_day and window.base_end and not sold:
            assert window.last_day >= window.base_end
