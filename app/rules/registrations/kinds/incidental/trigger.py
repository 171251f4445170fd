"""Whether a registration by the Company calls for notice to the Holders: clause 2(b).

Every registration of the Company's securities, for itself or for holders, does, unless the terms
exclude its purpose and form. Reading QC10 says whether debt and other securities count, QC11
whether the Holders' own registrations call for a second notice. A registration demanded by holders
of other securities calls for none only if their right was rightly granted and the managing
underwriter finds no room at all. A fact that nobody has stated and that would decide is named as
missing. Days are whole days; the day of the agreement itself is excluded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.rules.reasoning.days.clock import NOTHING_KNOWN, Happenings, passed_on_its_day
from app.rules.reasoning.days.within import closed_on, name_waiting, opened_on
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import OtherDemand
from app.rules.terms.clocks.clock import Conditions, OnForm, Span, Stated
from app.rules.terms.rights.forms import is_on
from app.rules.terms.rights.registrations import (
    Exclusion,
    Incidental,
    OtherDemands,
    Party,
    Purpose,
    SecurityKind,
)
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class PlannedRegistration:
    """What the Company has determined to register; None where it is not stated."""

    purpose: Sourced[Purpose]
    initiated_for: Sourced[Party]
    determined_on: Sourced[date] | None
    form: Sourced[str] | None
    solely: Sourced[bool] | None
    securities: Sourced[SecurityKind] | None
    other_demand: OtherDemand | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Whether notice is called for (None: unknown), and the reason where it is not."""

    triggers_notice: Sourced[bool | None]
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Exception:
    """A ground on which no notice is called for; `reason` None: it may apply, but is not known."""

    clause: str
    reason: str | None
    says: str
    days: Mapping[str, Sourced[date]] = field(default_factory=dict)


def rule_on_trigger(
    planned: PlannedRegistration,
    term: Incidental,
    matter: Matter,
    known: Happenings = NOTHING_KNOWN,
) -> Trigger:
    """Go through the grounds on which no notice is called for, in the order of the clause."""
    found = list(_exceptions(planned, term, known, matter))
    decisive = next((each for each in found if each.reason), None) or next(iter(found), None)
    triggers = None if decisive and decisive.reason is None else decisive is None
    ruled = matter.working.step(
        "incidental_trigger",
        decisive.clause if decisive else term.clause,
        decisive.says if decisive else "Every Holder must be told of it.",
        triggers,
        {**_stated(planned), **(decisive.days if decisive else {})},
        readings=_readings(planned, term),
    )
    return Trigger(ruled, decisive.reason if decisive else None)


def _stated(planned: PlannedRegistration) -> dict[str, Sourced[object]]:
    demand = planned.other_demand
    facts: dict[str, Sourced[object] | None] = {
        "purpose": planned.purpose,
        "initiated_for": planned.initiated_for,
        "determined_on": planned.determined_on,
        "form": planned.form,
        "solely": planned.solely,
        "securities": planned.securities,
        "room_for_registrable": demand.room if demand else None,
        "granted_in_compliance": demand.compliant if demand else None,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _readings(planned: PlannedRegistration, term: Incidental) -> tuple[str, ...]:
    own = term.own_registrations and planned.purpose.value == "holders_own_registration"
    return ("incidental_scope", "demand_also_incidental") if own else ("incidental_scope",)


def _exceptions(
    planned: PlannedRegistration, term: Incidental, known: Happenings, matter: Matter
) -> Iterator[_Exception]:
    """Every ground that applies or may apply."""
    yield from _too_early(planned, term, known, matter)
    if planned.initiated_for.value not in term.initiated_for:
        yield _Exception(term.clause, "PARTY_NOT_COVERED", "It is for a party not covered.")
    yield from _own(planned, term, matter)
    yield from _other_securities(planned, term, matter)
    for exclusion in term.exclusions:
        yield from _excluded(planned, exclusion, matter)
    if term.unless is not None:
        yield from _excepted(planned, term.unless, known, term, matter)
    if planned.other_demand is not None and term.other_demands is not None:
        yield from _no_room(planned.other_demand, term.other_demands, matter)


def _too_early(
    planned: PlannedRegistration, term: Incidental, known: Happenings, matter: Matter
) -> Iterator[_Exception]:
    if term.open is not None:
        yield from _outside(planned, term.open, known, term, matter)
    if term.opens is None:
        return
    opens = written_out(term.opens.after)
    if planned.determined_on is None:
        matter.working.assume("DETERMINED_AFTER_OPENING", f"It was determined after {opens}.")
    elif planned.determined_on.value <= term.opens.after:
        yield _Exception(
            term.opens.clause,
            "RIGHT_NOT_YET_OPEN",
            f"The Company determined to register before the right opened (on or before {opens}).",
        )


def _outside(
    planned: PlannedRegistration, span: Span, known: Happenings, term: Incidental, matter: Matter
) -> Iterator[_Exception]:
    """It was determined before the right opened or after it had ended."""
    determined = planned.determined_on
    if determined is None:
        matter.working.miss("determined_on", "whether the right is open", term.clause)
        says = "The day on which the Company determined to register is not stated."
        yield _Exception(term.clause, None, says)
        return
    clause = span.clause or term.clause
    opens = opened_on(span, known, determined.value, matter, f"{term.place}/open", term.clause)
    closes = closed_on(span, known, determined.value, matter, f"{term.place}/open", term.clause)
    if span.since is not None and opens is None:
        says = "The right opens only after an event that is not on the record."
        yield _Exception(clause, "RIGHT_NOT_YET_OPEN", says)
    elif opens is not None and determined.value < opens.value:
        says = f"The right opened only on {written_out(opens.value)}."
        yield _Exception(clause, "RIGHT_NOT_YET_OPEN", says, {"opens_on": opens})
    elif closes is not None and determined.value > closes.value:
        says = f"The right ended on {written_out(closes.value)}."
        yield _Exception(clause, "RIGHT_CLOSED", says, {"closes_on": closes})


def _excepted(
    planned: PlannedRegistration,
    unless: Conditions,
    known: Happenings,
    term: Incidental,
    matter: Matter,
) -> Iterator[_Exception]:
    """What takes it out of the right, as it stood on the day on which it was determined."""
    day = planned.determined_on

    def stated(asked: Stated, on: date) -> Sourced[bool] | None:
        if isinstance(asked, OnForm) and planned.form is not None:
            return Sourced(is_on(planned.form.value, asked.form), planned.form.source)
        return known.stated(asked, on)

    tested = passed_on_its_day(
        unless, replace(known, stated=stated).on(day.value if day else None), matter
    )
    if tested.passed:
        yield _Exception(
            term.clause,
            "EXCLUDED_BY_CONDITION",
            "An exception in the agreement applies: no notice need be given.",
        )
    if tested.passed is None:
        name_waiting(tested.waits_for, "whether notice is called for", term.clause, matter)
        yield _Exception(term.clause, None, "It is not recorded whether an exception applies.")


def _own(planned: PlannedRegistration, term: Incidental, matter: Matter) -> Iterator[_Exception]:
    """QC11: the Holders' own registration has its own notice and its own window."""
    own = term.own_registrations
    is_own = planned.purpose.value == "holders_own_registration"
    if own and is_own and not matter.readings.demand_also_incidental:
        says = f"It is the Holders' own registration, of which clause {own.clause} gives notice."
        yield _Exception(own.clause, own.reason, says)


def _other_securities(
    planned: PlannedRegistration, term: Incidental, matter: Matter
) -> Iterator[_Exception]:
    """QC10: whether debt and other securities count."""
    covered: set[SecurityKind] = set(term.securities)
    if matter.readings.incidental_scope == "equity_only":
        covered &= {"equity"}
    if planned.securities is None:
        if covered != {"equity", "debt", "other"}:
            matter.working.miss(
                "securities",
                "whether notice is called for",
                term.clause,
                posted_as="registration_determined.securities",
            )
            yield _Exception(term.clause, None, "Which securities it registers is not stated.")
    elif planned.securities.value not in covered:
        yield _Exception(
            term.clause, "SECURITIES_NOT_COVERED", "Such securities call for no notice."
        )


def _excluded(
    planned: PlannedRegistration, exclusion: Exclusion, matter: Matter
) -> Iterator[_Exception]:
    """An exclusion by purpose, on certain forms only or solely for that purpose."""
    if planned.purpose.value not in exclusion.purposes or _differs(planned, exclusion):
        return
    missing = [
        name
        for name, value, needed in (
            ("form", planned.form, exclusion.forms is not None),
            ("solely", planned.solely, exclusion.solely),
        )
        if needed and value is None
    ]
    for name in missing:
        matter.working.miss(
            name,
            "whether notice is called for",
            exclusion.clause,
            posted_as=f"registration_determined.{name}",
        )
    if missing:
        yield _Exception(exclusion.clause, None, f"Not stated: {', '.join(missing)}.")
    else:
        yield _Exception(
            exclusion.clause, exclusion.reason, f"Clause {exclusion.clause} excludes it."
        )


def _differs(planned: PlannedRegistration, exclusion: Exclusion) -> bool:
    """Whether the form stated, or the other purposes it serves, take it out of the exclusion."""
    form, solely = planned.form, planned.solely
    on_another_form = (
        exclusion.forms is not None and form is not None and not is_on(form.value, exclusion.forms)
    )
    serves_more = exclusion.solely and solely is not None and not solely.value
    return on_another_form or serves_more


def _no_room(demand: OtherDemand, terms: OtherDemands, matter: Matter) -> Iterator[_Exception]:
    """A demand of holders of other securities that leaves no room for Registrable Securities."""
    no_room = demand.room is not None and demand.room.value == 0
    not_underwritten = demand.underwritten is not None and not demand.underwritten.value
    if not no_room or not_underwritten:
        return
    needs_compliance = terms.only_if_compliant_with is not None
    if needs_compliance and demand.compliant is None:
        matter.working.miss(
            "granted_in_compliance",
            "whether notice is called for",
            terms.clause,
            posted_as="registration_determined.other_demand.granted_in_compliance",
        )
        says = "It is not known whether their right was granted in compliance with the agreement."
        yield _Exception(terms.clause, None, says)
    elif not needs_compliance or (demand.compliant is not None and demand.compliant.value):
        says = "Holders of other securities demanded it, and it leaves no room."
        yield _Exception(terms.clause, terms.reason, says)
