"""The Company's own registration: are the Holders entitled to join it?

Clause 2(b). What the Company determines to register for itself or for others calls for notice to
every Holder, unless it is excluded. There is no request to judge: the determination itself sets the
registration going, and a delay (2(g)) is measured by the first request to join. Dates are whole
days; nothing raises. Relies on `trigger` for the exclusions.
"""

from dataclasses import dataclass
from datetime import date

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.reasoning.verdicts import Condition, Outcome
from app.rules.registrations.cutback.selling import (
    Seller,
)
from app.rules.registrations.kinds.incidental.trigger import (
    PlannedRegistration,
    Trigger,
    rule_on_trigger,
)
from app.rules.registrations.requests.asking.asked import NOBODY_ASKED
from app.rules.registrations.requests.ruling import (
    Case,
    Nature,
    RegistrationRuling,
    asked_after_the_end,
    decision_on,
    first_failed,
    no_such_right,
)
from app.rules.registrations.suspension.uses_made import rule_on_suspensions
from app.rules.terms.rights.registrations import Incidental

OF_THE_COMPANY = Nature("incidental", is_the_companys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentalCase(Case):
    """Everything it is judged by; `first_request_on` is the first receipt of a request to join.

    `sellers` are the Company and others, each with the shares it means to sell; `first_offering`
    whether it is stated to be the Company's first public offering.
    """

    trigger: str
    planned: PlannedRegistration
    determined_on: Sourced[date]
    planned_filing_on: Sourced[date] | None = None
    sellers: tuple[Seller, ...] = ()
    first_request_on: Sourced[date] | None = None
    first_offering: Sourced[bool] | None = None


def decide_incidental(case: IncidentalCase, matter: Matter) -> RegistrationRuling:
    """Judge a determination."""
    too_late = asked_after_the_end(
        OF_THE_COMPANY, case.rights_ended, case.trigger, NOBODY_ASKED, case.determined_on, matter
    )
    if too_late is not None:
        return too_late
    then = matter.on(case.determined_on.value)
    incidental = then.terms.incidental
    if incidental is None:
        clause = matter.terms.registrable_securities.clause
        says = "The agreement gives no right to join the Company's registrations."
        return no_such_right(
            OF_THE_COMPANY, says, clause, case.trigger, NOBODY_ASKED, case.determined_on
        )
    called_for = _called_for(
        rule_on_trigger(case.planned, incidental, then, case.known), incidental
    )
    failed = first_failed((called_for,))
    return RegistrationRuling(
        nature=OF_THE_COMPANY,
        decision=decision_on((called_for,), deferred=False),
        reason=failed.reason if failed else None,
        conditions=(called_for,),
        asked=NOBODY_ASKED,
        trigger=case.trigger,
        begun_on=case.determined_on,
        suspensions=()
        if failed
        else rule_on_suspensions(case.invocations, case.first_request_on, matter),
        rests_on_requests=False,
    )


def _called_for(trigger: Trigger, incidental: Incidental) -> Condition:
    """Whether the determination calls for notice to the Holders."""
    outcomes: dict[bool | None, Outcome] = {True: "passed", False: "failed", None: "unknown"}
    says = {
        True: "Every Holder must be told of it and may join.",
        False: "The Holders cannot join it.",
        None: "Whether the Holders may join cannot be told from what is recorded.",
    }
    called_for = trigger.triggers_notice.value
    return Condition(
        "notice_called_for",
        outcomes[called_for],
        incidental.clause,
        says[called_for],
        trigger.reason if called_for is False else None,
    )
