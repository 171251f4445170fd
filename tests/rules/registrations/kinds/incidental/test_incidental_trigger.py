"""Which registrations call for notice to the Holders."""

from datetime import date

import pytest

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import OtherDemand
from app.rules.registrations.kinds.incidental.trigger import (
    PlannedRegistration,
    Trigger,
    rule_on_trigger,
)
from app.rules.terms.rights.registrations import Party, Purpose, SecurityKind
from tests.rules.examples.parties import incidental, matter, missing, said


def ruled(
    asked: Matter,
    purpose: Purpose = "offering",
    form: str | None = "S-3",
    *,
    solely: bool | None = True,
    securities: SecurityKind | None = None,
    initiated_for: Party = "company",
    determined_on: date | None = None,
    other_demand: OtherDemand | None = None,
) -> Trigger:
    return rule_on_trigger(
        PlannedRegistration(
            Sourced(purpose, "request:/purpose"),
            Sourced(initiated_for, "request:/initiated_for"),
            None if determined_on is None else Sourced(determined_on, "request:/determined_on"),
            None if form is None else Sourced(form, "request:/form"),
            None if solely is None else said(solely),
            None if securities is None else Sourced(securities, "request:/securities"),
            other_demand,
        ),
        incidental(asked),
        asked,
    )


@pytest.mark.parametrize(
    ("purpose", "form", "solely", "reason"),
    [
        ("offering", "S-3", True, None),
        ("employee_plan", "S-8", True, "EXCLUDED_EMPLOYEE_PLAN"),
        ("employee_plan", "S-1", True, "EXCLUDED_EMPLOYEE_PLAN"),
        ("employee_plan", "S-8", False, None),
        ("rule_145", "S-4", True, "EXCLUDED_RULE_145"),
        ("rule_145", "S-4", False, "EXCLUDED_RULE_145"),
        ("rule_145", "S-1", True, None),
        ("merger", "S-4", None, "EXCLUDED_RULE_145"),
        ("exchange_offer", "S-4", True, None),
        ("reinvestment_plan", "S-3", True, None),
        ("holders_own_registration", "S-3", True, "COVERED_BY_2(a)"),
    ],
)
def test_purpose_and_form_decide(
    purpose: Purpose, form: str, solely: bool | None, reason: str | None
) -> None:
    found = ruled(matter(), purpose, form, solely=solely)
    assert (found.triggers_notice.value, found.reason) == (reason is None, reason)


def test_the_step_names_the_clause_of_the_exclusion() -> None:
    asked = matter()
    ruled(asked, "rule_145", "S-4")
    assert asked.working.steps[-1].clause == "2(b)(ii)"


@pytest.mark.parametrize(
    ("form", "solely", "name"), [("S-4", True, "form"), ("S-8", None, "solely")]
)
def test_what_is_not_stated_and_decides_is_missing(
    form: str, solely: bool | None, name: str
) -> None:
    asked = matter()
    purpose: Purpose = "employee_plan" if name == "solely" else "merger"
    found = ruled(asked, purpose, None if name == "form" else form, solely=solely)
    assert (found.triggers_notice.value, found.reason) == (None, None)
    assert missing(asked) == [name]


def test_only_what_is_determined_after_the_agreement_counts() -> None:
    assert ruled(matter(), determined_on=date(1998, 4, 10)).reason == "RIGHT_NOT_YET_OPEN"
    assert ruled(matter(), determined_on=date(1998, 4, 11)).triggers_notice.value is True


def test_for_whom_is_a_term() -> None:
    asked = matter({"incidental": {"initiated_for": ["company"]}})
    assert ruled(asked, initiated_for="others").reason == "PARTY_NOT_COVERED"


@pytest.mark.parametrize(
    ("room", "compliant", "underwritten", "triggers"),
    [
        (0, True, True, False),
        (1, True, True, True),
        (0, False, True, True),
        (0, None, True, None),
        (0, True, False, True),
        (None, True, True, True),
    ],
)
def test_a_demand_by_others_that_leaves_no_room_calls_for_none(
    room: int | None, compliant: bool | None, underwritten: bool, triggers: bool | None
) -> None:
    demand = OtherDemand(
        said(underwritten),
        None if compliant is None else said(compliant),
        None if room is None else Sourced(room, "request:/room"),
    )
    found = ruled(matter(), initiated_for="others", other_demand=demand)
    assert found.triggers_notice.value is triggers
    assert found.reason == ("EXCLUDED_OTHER_DEMAND" if triggers is False else None)
