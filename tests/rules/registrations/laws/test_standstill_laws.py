"""One union of standstills: due day, first day and state of a demand agree (2(a)(i), QB16).

Held on records drawn at random: a demand, up to four offerings, up to two delays, any reading of
the standstill, any day asked about.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.answers.evaluation import evaluate_registration
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.registrations.requests.standstill import (
    DaysOfStandstill,
    Window,
    only_the_standstill_is_open,
)
from app.rules.registrations.shown import RegistrationAnswer
from tests.rules.examples.agreement import Json, dated, record, terms

FIRST = date(1999, 1, 4)


def _drawn(random: Random) -> RegistrationAnswer:
    """A demand that a standstill may meet, as of a day."""

    def day(reach: int) -> str:
        return (FIRST + timedelta(days=random.randint(0, reach))).isoformat()

    # Each ends on a Saturday, and the Sunday that is free may roll into the next.
    commenced = [FIRST + timedelta(weeks=random.randint(0, 57))]
    while random.random() < 0.6:
        gap = random.choice([random.randint(0, 300), 180, 181, 181, 182])
        commenced.append(commenced[-1] + timedelta(days=gap))
    offerings = [dated("company_offering_commenced", each.isoformat()) for each in commenced]
    received_on = day(400)
    delays = [
        dated(
            "delay_invoked",
            (date.fromisoformat(received_on) + timedelta(days=random.randint(0, 200))).isoformat(),
            of="d",
            days=random.choice([5, 20, 60]),
            board_judgment=True,
            transaction_considered_from="1998-12-01",
        )
        for _ in range(random.choice([0, 0, 1, 2]))
    ]
    demand: Json = {
        "of": "d",
        "kind": "demand_received",
        "letters": [
            {
                "requests": [{"holder": each, "shares": 10} for each in ("alpha", "beta")],
                "delivery": {"method": "personal", "delivered_on": received_on},
            }
        ],
        "short_form_qualified": random.random() < 0.5,
    }
    chosen = terms(
        standstill_effect=random.choice(
            ["defer", "defer", "refuse", "stop_clock", "restart_clock"]
        ),
        delay_in_standstill=random.choice(["from_original", "from_deferred", "idle"]),
        late_delay=random.choice(["no_cure", "cures"]),
    )
    as_of = date.fromisoformat(received_on) + timedelta(days=random.randint(0, 900))
    facts = record(demand, *offerings, *delays)
    return evaluate_registration("x", "d", chosen, facts, as_of, Detail.NONE).result


def _in_a_standstill(answer: RegistrationAnswer, day: date | None) -> bool:
    return day is not None and any(first <= day <= last for first, last in _standstills(answer))


def _standstills(answer: RegistrationAnswer) -> Iterator[tuple[date, date]]:
    for each in answer.windows.standstill:
        assert each.first_day is not None
        assert each.last_day is not None
        yield each.first_day, each.last_day


answers = st.randoms(use_true_random=True).map(_drawn)
days = st.integers(0, 60).map(lambda after: FIRST + timedelta(days=after))


def _window(first: date, last: date) -> Window:
    first_day, last_day = Sourced(first, "facts"), Sourced(last, "facts")
    return Window(first_day, last_day, Sourced(last + timedelta(days=1), "facts"), first_day)


@given(st.lists(st.builds(_window, days, days), max_size=8), days)
def test_the_first_day_free_of_all_is_the_same_asked_of_each_and_of_all_at_once(
    standstills: list[Window], day: date
) -> None:
    free = day
    while any(each.holds(free) for each in standstills):
        free += timedelta(days=1)
    assert DaysOfStandstill(standstills).first_free_day(day) == free


@given(answers)
def test_a_deferred_demand_is_due_and_to_be_acted_on_outside_every_standstill(
    answer: RegistrationAnswer,
) -> None:
    found = answer.determination
    if found.decision != "deferred":
        return
    assert not _in_a_standstill(answer, found.not_before)
    assert not _in_a_standstill(answer, found.due_on)
    assert found.not_before is not None
    # By when it is due turns on a delay, where the ruling on one is open.
    if not any(each.decision == "undetermined" for each in answer.delays):
        assert found.due_on is not None
    assert found.due_on is None or found.not_before <= found.due_on


@given(answers)
def test_no_standstill_lies_between_the_first_day_and_the_due_day(
    answer: RegistrationAnswer,
) -> None:
    found = answer.determination
    if found.decision != "deferred" or not found.not_before or not found.due_on:
        return
    for first, last in _standstills(answer):
        assert last < found.not_before or first > found.due_on


@given(answers)
def test_the_state_is_deferred_until_the_first_day_and_not_after(
    answer: RegistrationAnswer,
) -> None:
    found = answer.determination
    if found.decision in ("accepted", "deferred"):
        waits = found.not_before is not None and (
            answer.as_of is None or answer.as_of < found.not_before
        )
        assert (answer.state == "deferred") == waits
        assert (found.decision == "deferred") == (found.not_before is not None)


def _own(random: Random) -> tuple[RegistrationAnswer, RegistrationAnswer] | None:
    """A demand beside the Company's own effective registration: before and after it is told when
    its offering commenced; None where another day was assumed for that (QB14).
    """
    determined = FIRST + timedelta(days=random.randint(0, 200))
    effective = determined + timedelta(days=random.randint(1, 90))
    sold = effective + timedelta(days=random.randint(0, 120)) if random.random() < 0.5 else None
    received = FIRST + timedelta(days=random.randint(0, 500))
    last = sold or determined + timedelta(days=600)
    commenced = determined + timedelta(days=random.randint(0, (last - determined).days))
    own = [
        dated(
            "registration_determined",
            determined.isoformat(),
            of="own",
            purpose="offering",
            initiated_for="company",
        ),
        dated("filed", determined.isoformat(), of="own", form="S-1"),
        dated("declared_effective", effective.isoformat(), of="own"),
    ]
    if sold is not None:
        own.append(dated("distribution_completed", sold.isoformat(), of="own"))
    demand: Json = {
        "of": "d",
        "kind": "demand_received",
        "letters": [
            {
                "requests": [{"holder": each, "shares": 10} for each in ("alpha", "beta")],
                "delivery": {"method": "personal", "delivered_on": received.isoformat()},
            }
        ],
        "short_form_qualified": random.random() < 0.5,
    }
    if random.random() < 0.5 and effective <= last:
        commenced = effective
    on = commenced.isoformat()
    told = dated("company_offering_commenced", on, registration="own", closing_on=on)
    chosen = terms(
        commencement_event=random.choice(["first_offer", "closing"]),
        standstill_effect=random.choice(
            ["defer", "defer", "refuse", "stop_clock", "restart_clock"]
        ),
        standstill_catches_prior=random.random() < 0.8,
    )
    as_of = received + timedelta(days=random.randint(0, 1200))

    def answered(*facts: Json) -> Reasoned[RegistrationAnswer]:
        whole = record(demand, *own, *facts)
        return evaluate_registration("x", "d", chosen, whole, as_of, Detail.NONE)

    before = answered()
    assumed = "COMMENCED_WHEN_EFFECTIVE" in {each.code for each in before.assumptions}
    if assumed and commenced != effective:
        return None
    return before.result, answered(told).result


@given(st.randoms(use_true_random=True).map(_own))
def test_telling_when_the_offering_commenced_turns_no_known_answer_round(
    answers: tuple[RegistrationAnswer, RegistrationAnswer] | None,
) -> None:
    """Where effectiveness was taken for it, telling just that day changes nothing."""
    if answers is None:
        return
    before, after = (each.determination for each in answers)
    if before.decision != "undetermined":
        assert (before.decision, before.reason) == (after.decision, after.reason)
        assert (before.due_on, before.not_before) == (after.due_on, after.not_before)
    assert before.due_on in (None, after.due_on)
    assert before.not_before in (None, after.not_before)


@pytest.mark.parametrize(
    ("requisite_holders", "standstill", "bound"),
    [
        ("passed", "passed", True),
        ("passed", "unknown", True),
        ("unknown", "passed", False),
        ("unknown", "unknown", False),
        ("failed", "unknown", False),
    ],
)
def test_the_company_is_bound_where_only_its_standstill_is_open(
    requisite_holders: Outcome, standstill: Outcome, bound: bool
) -> None:
    """2(a)(i): a standstill puts off from when it is bound, not whether."""
    conditions = [
        Condition("requisite_holders", requisite_holders, "2(a)(i)", ""),
        Condition("no_standstill", standstill, "2(a)(i)", ""),
    ]
    assert only_the_standstill_is_open(conditions) is bound
