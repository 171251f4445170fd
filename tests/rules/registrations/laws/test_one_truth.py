"""What is answered about one day never contradicts itself: state, dates, windows, may-sell, counts.

Each law looks at two answers, or two parts of one, that are worked out apart and say the same
thing: a state and its dates, a window and the request that comes in it, may-sell and the
registration it is asked of, the agreement and its registrations.

Seen to fail: a window shown closed on its last day (`joining/windows.py`) or open on the day after;
a registration expired on the last day of its period, or deferred on the first on which it need be
made (`answer/state.py`); an order that stops no sale (`may_sell.py`); a demand that was withdrawn
counted as pending (`requests/effected.py`); a demand of which nothing is left to register counted
as pending there (`gone_on`), or left open by its state; a registration whose period has run out
taken for one that has not ended, so that may-sell says that its Holder was in none
(`_has_ended` in `may_sell.py`).
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.rules.answers.evaluation import AgreementIdentity, evaluate_agreement, evaluate_may_sell
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.facts.life.course import StopOrder
from app.rules.reasoning.trace import Detail
from app.rules.record.guards.guards import objections
from app.rules.registrations.requests.effected import DemandsLeft
from app.rules.registrations.shown import Determination, RegistrationAnswer
from tests.rules.examples.random_records import (
    HOLDERS,
    LAST,
    START,
    TERMS,
    Record,
    answer,
    answers,
    begun,
    emptied_records,
    moving_record,
    moving_records,
    records,
)

days = st.integers(0, (LAST - START).days).map(lambda number: START + timedelta(days=number))
busy = st.integers(0, 700).map(lambda number: START + timedelta(days=number))
"""Days on which most registrations of a random record are under way."""
often = settings(max_examples=60, deadline=None)

BEFORE_FILING = ("deferred", "open", "noticed", "joining_closed")
GIVEN_UP = ("withdrawn", "abandoned", "terminated")
OVER = ("closed", "expired", *GIVEN_UP)


def state_contradicts(result: RegistrationAnswer, as_of: date) -> str | None:
    """How the state of a registration contradicts its dates, if it does."""
    effective, window, ended = result.effective_on, result.windows.effectiveness, result.ended_on
    last = window.last_day if window else None
    wrong = {
        "filed before it was filed": result.state == "filed" and result.filed_on is None,
        "effective without the day": result.state == "effective" and effective is None,
        "not effective in spite of its day": result.state in (*BEFORE_FILING, "filed")
        and effective is not None,
        "before filing in spite of its day": result.state in BEFORE_FILING
        and result.filed_on is not None,
        "effective after its last day": result.state == "effective"
        and last is not None
        and last < as_of,
        # The last day may be unknown: it has expired once every outcome agrees.
        "expired before its last day": result.state == "expired"
        and last is not None
        and last >= as_of,
        "over without a day": result.state in GIVEN_UP and ended is None,
        "a day of the end without an end": ended is not None and result.state not in OVER,
        "over on a day to come": ended is not None and ended > as_of,
        "deferred without reason": result.state == "deferred"
        and (result.determination.not_before is None or result.determination.not_before <= as_of),
        "open though deferred": result.state in ("open", "noticed", "joining_closed")
        and result.determination.not_before is not None
        and result.determination.not_before > as_of,
        "due before it need be effected": result.determination.due_on is not None
        and result.determination.not_before is not None
        and result.determination.due_on < result.determination.not_before,
        "late and in time": result.days_late is not None
        and (result.days_late == 0) is not result.in_time,
        "facts of a day to come": any(
            day is not None and day > as_of for day in (result.filed_on, effective)
        ),
        "refused with duties": result.state == "refused" and bool(result.obligations),
    }
    return next((says for says, is_so in wrong.items() if is_so), None)


@often
@given(records, busy)
def test_a_state_agrees_with_its_dates(record: Record, as_of: date) -> None:
    """Also on the last day of its period, the first on which it need be made, and beside these."""
    for name, each in answers(record, as_of).items():
        window = each.result.windows.effectiveness
        last = window.last_day if window else None
        turns = (last, each.result.determination.not_before)
        beside = {turn + timedelta(days=n) for turn in turns if turn for n in (-1, 0, 1)}
        for day in {as_of, *(day for day in beside if day <= LAST)}:
            asked = answer(record, name, day).result
            assert state_contradicts(asked, day) is None, (name, asked.state, day)
        if each.result.state in ("closed", "expired") and None in (last, each.result.ended_on):
            assert each.missing_inputs or each.result.kind == "takedown", name


@often
@given(records)
def test_joining_is_closed_when_no_window_is_open(record: Record) -> None:
    """On the morrow of each window, when others are mostly open."""
    for name, last in answers(record).items():
        for ended in last.result.windows.join:
            if ended.last_day is None or ended.last_day >= LAST:
                continue
            each = answer(record, name, ended.last_day + timedelta(days=1))
            open_ones = [
                window.holder
                for window in each.result.windows.join
                if window.state == "open" and window.response == "none"
            ]
            if each.result.state == "joining_closed":
                assert open_ones == []


@often
@given(records, busy)
def test_a_window_shown_open_accepts_and_one_shown_closed_does_not(
    record: Record, as_of: date
) -> None:
    """Also on its last day and the day after."""
    for name, found in answers(record, as_of).items():
        for window in found.result.windows.join:
            if window.state == "open":
                _accepts_if_open(record, name, window.holder, as_of)
            if window.last_day is not None and window.last_day < LAST:
                for day in (window.last_day, window.last_day + timedelta(days=1)):
                    _accepts_if_open(record, name, window.holder, day)


def _accepts_if_open(record: Record, name: str, holder: str, as_of: date) -> None:
    known = [each for each in record if each.fact.happened_on <= as_of]
    windows = answer(known, name, as_of).result.windows.join
    window = next((each for each in windows if each.holder == holder), None)
    if window is None or window.response != "none":
        return
    asked = {
        "kind": "join_requested",
        "holder": holder,
        "shares": 1,
        "delivery": {"method": "personal", "delivered_on": as_of.isoformat()},
    }
    new = RecordedFact("new", name, ANY_FACT.validate_python(asked))
    if objections(new, known, TERMS):
        return  # who holds nothing cannot ask
    after = answer([*known, new], name, as_of).result
    accepted = "accepted" in {each.decision for each in after.joins if each.holder == holder}
    # Of an effective shelf it asks that it be amended, of which others are told anew.
    amends = "new" in {each.amendment for each in after.windows.join}
    if window.state in ("open", "closed") and not amends:
        assert accepted is (window.state == "open"), (name, window)


@settings(max_examples=40, deadline=None)
@given(st.one_of(records, emptied_records), busy, st.sampled_from(HOLDERS))
def test_may_sell_agrees_with_the_registrations(record: Record, as_of: date, holder: str) -> None:
    """Also on the day of an order, and in the end."""
    stops = [each.fact.happened_on for each in record if isinstance(each.fact, StopOrder)]
    for day in {as_of, LAST, *stops[:1]}:
        _may_sell_agrees(record, day, holder)


def _may_sell_agrees(record: Record, as_of: date, holder: str) -> None:
    found = evaluate_may_sell(TERMS, record, holder, as_of, "under_registration", Detail.NONE)
    registrations = answers(record, as_of)
    shelves = {
        name: each.result.takedown.shelf
        for name, each in registrations.items()
        if each.result.takedown
    }
    free = [
        name
        for name, each in registrations.items()
        if _sells(registrations[shelves.get(name, name)].result)
        and any(
            line.seller == holder and line.included != 0 for line in each.result.allocation.lines
        )
    ]
    assert free or found.result.may_sell != "yes", (holder, as_of)
    allowed = {
        each.registration_id for each in found.result.registrations if each.may_sell == "yes"
    }
    assert allowed <= set(free), (holder, as_of)
    over = {
        name
        for name, each in registrations.items()
        if {each.result.state, registrations[shelves.get(name, name)].result.state} & {*OVER}
    }
    reasons = (
        *found.result.reasons,
        *(bar for it in found.result.registrations for bar in it.reasons),
    )
    for bar in reasons:
        if bar.code in ("WAITS_FOR_AMENDMENT", "PUT_OFF"):
            assert bar.registration_id not in over, (bar, as_of)
        if bar.code == "NOT_IN_A_REGISTRATION":
            had_asked = {name for name in over if holder in _asked(registrations[name].result)}
            assert not had_asked, (holder, as_of)


def _asked(result: RegistrationAnswer) -> set[str]:
    """Whoever was ever in a registration that was made."""
    joined = {each.holder for each in result.joins if each.decision == "accepted"}
    return joined | {*result.determination.requesters}


def _sells(result: RegistrationAnswer) -> bool:
    """Whether a registration is such that somebody may sell under it.

    A prohibition and a hold stop each Holder from its own receipt, so that another may sell.
    """
    return result.state == "effective" and "stop_ordered" not in result.overlays


@often
@given(st.one_of(records, emptied_records), busy)
def test_the_agreement_lists_and_counts_its_registrations(record: Record, as_of: date) -> None:
    identity = AgreementIdentity("agreement", "Agreement", None, len(record))
    found = evaluate_agreement(identity, TERMS, record, as_of, Detail.NONE)
    state = found.result
    known = [each for each in record if each.fact.happened_on <= as_of]
    assert {each.registration_id for each in state.registrations} == set(begun(known))
    pending = [
        name
        for name, each in answers(record, as_of).items()
        if each.result.kind == "requested"
        and _binds(each.result.determination)
        and each.result.state != "received"  # not before it is received: 2(a)(i)
        and each.result.effective_on is None
        and each.result.state not in OVER
    ]
    assert isinstance(state.demands, DemandsLeft)
    if state.demands.pending is None:  # what came first on a day may be open, and is asked for
        assert found.missing_inputs
        return
    assert state.demands.pending == len(pending)
    for name in pending[:1]:
        withdrawn = {"kind": "withdrawn", "occurred_on": as_of.isoformat()}
        taken_back = RecordedFact("taken back", name, ANY_FACT.validate_python(withdrawn))
        if not objections(taken_back, known, TERMS):
            left = evaluate_agreement(identity, TERMS, [*known, taken_back], as_of, Detail.NONE)
            assert isinstance(left.result.demands, DemandsLeft)
            assert left.result.demands.pending == len(pending) - 1


def _binds(found: Determination) -> bool:
    """Whether the Company is bound, though it may not be known from when (QB14)."""
    open_points = [each.name for each in found.conditions if each.outcome != "passed"]
    return found.decision in ("accepted", "deferred") or (
        found.decision == "undetermined"
        and set(open_points) <= {"no_standstill", "nothing_in_the_way"}
    )


@often
@given(st.one_of(records, moving_records), busy)
@example(moving_record(Random("moving 7")), LAST)  # the same every time
def test_each_duty_has_a_name_of_its_own(record: Record, as_of: date) -> None:
    """One who joins before and after effectiveness is owed two things."""
    for each in answers(record, as_of).values():
        names = Counter(duty.id for duty in each.result.obligations)
        assert [name for name, count in names.items() if count > 1] == []
