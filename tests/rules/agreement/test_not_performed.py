"""A statement that a duty was not performed: what it says depends on its day and on the day asked.

The duty is to provide a transfer agent (3(a)(xi)), due on Thursday 20 May 1999. Until the end
of that day it may still be done: the statement counts if it is of that day or later, and the duty
is broken from the day after.
"""

from datetime import date

import pytest

from app.rules.agreement.not_performed import as_stated
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.facts.life.performance import NotPerformed
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.traces import DutyName
from app.rules.terms.vocabulary import Standard
from tests.rules.examples.parties import matter, warnings


def may(day: int) -> date:
    return date(1999, 5, day)


def stated(
    stated_on: int,
    as_of: int | None,
    *,
    due: int | None = 20,
    done: int | None = None,
    standard: Standard | None = None,
    best_efforts_used: bool | None = None,
    kept: DutyName = "transfer_agent",
) -> tuple[Obligation, list[str]]:
    """The duty after a statement of a day in May, and the warnings."""
    asked = matter()
    owing = Owing(
        duty=kept,
        id="transfer_agent",
        obligor="ctc",
        obligees=("spectrum",),
        action="Provide a transfer agent.",
        clause="3(a)(xi)",
        trigger="fact:asked#",
        standard=standard,
    )
    duty = owed(
        owing,
        asked.working,
        None if as_of is None else may(as_of),
        due=None if due is None else Sourced(may(due), "fact:asked#"),
        outcome=Performance(None if done is None else Sourced(may(done), "fact:done#/occurred_on")),
    )
    fact = ANY_FACT.validate_python(
        {
            "kind": "not_performed",
            "occurred_on": may(stated_on).isoformat(),
            "obligation": duty.id,
            "stated_by": "spectrum",
            "best_efforts_used": best_efforts_used,
        }
    )
    assert isinstance(fact, NotPerformed)
    statement = (RecordedFact("stated", "demand", fact), fact)
    (after,) = as_stated((duty,), [statement], asked, None if as_of is None else may(as_of))
    return after, warnings(asked)


@pytest.mark.parametrize(
    ("stated_on", "as_of", "status", "breached_on"),
    [
        (19, 20, "open", None),
        (19, 21, "unconfirmed", None),
        (20, 20, "open", None),
        (20, 21, "breached", 21),
        (21, 21, "breached", 21),
        (25, 25, "breached", 21),
        (20, None, "open", None),
    ],
)
def test_it_counts_from_the_due_day_on_and_breaks_the_duty_the_day_after(
    stated_on: int, as_of: int | None, status: str, breached_on: int | None
) -> None:
    duty, warned = stated(stated_on, as_of)
    assert (duty.status, duty.breached_on) == (status, breached_on and may(breached_on))
    assert warned == (["STATED_BEFORE_DUE"] if stated_on < 20 else [])


def test_without_a_due_day_it_breaks_the_duty_on_its_own_day() -> None:
    duty, warned = stated(10, 10, due=None)
    assert (duty.status, duty.breached_on, warned) == ("breached", may(10), [])


@pytest.mark.parametrize("stated_on", [19, 20])
def test_what_is_kept_on_each_of_its_days_is_broken_on_the_day_of_which_it_is_stated(
    stated_on: int,
) -> None:
    """To sell nothing through the 20th: the last day is one of them."""
    duty, _ = stated(stated_on, 20, kept="no_sales")
    assert (duty.status, duty.breached_on) == ("breached", may(stated_on))


@pytest.mark.parametrize(
    ("done", "status", "warned"),
    [
        (19, "performed", ["PERFORMED_ALL_THE_SAME"]),
        (20, "performed", ["PERFORMED_ALL_THE_SAME"]),
        (21, "performed_late", ["PERFORMED_ALL_THE_SAME"]),
        (22, "performed_late", []),
    ],
)
def test_the_act_on_record_outweighs_it_and_contradicts_it_if_it_came_by_then(
    done: int, status: str, warned: list[str]
) -> None:
    """Stated on the 21st: what was done on the 22nd makes no liar of who said so."""
    duty, said = stated(21, 25, done=done)
    assert (duty.status, duty.performed_on, duty.breached_on) == (status, may(done), None)
    assert said == warned


@pytest.mark.parametrize("due", [20, None])
@pytest.mark.parametrize(
    "standard", ["best_efforts", "reasonable_best_efforts", "commercially_reasonable_efforts"]
)
@pytest.mark.parametrize(
    ("best_efforts_used", "status"),
    [(None, "overdue_review"), (True, "overdue_review"), (False, "breached")],
)
def test_where_only_efforts_are_promised_it_breaks_the_duty_if_they_were_not_used(
    best_efforts_used: bool | None, status: str, standard: Standard, due: int | None
) -> None:
    """Whatever the agreement calls the efforts, and whether or not they have a day."""
    duty, _ = stated(21, 25, due=due, standard=standard, best_efforts_used=best_efforts_used)
    assert (duty.status, duty.breached_on) == (status, may(21) if status == "breached" else None)
