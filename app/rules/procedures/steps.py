"""The steps that the Company takes in a registration: Section 3(a), and 2(a)(ii) for a shelf.

Each step that the terms list is owed from what brings it about: the start of the registration, its
effectiveness, a Holder's request, an order. A step that the terms give only a standard never has a
due day; one with a period has its last day as soon as the day it is counted from is known. Steps
that last as long as the registration are performed by no act; they end with it. Relies on
`period` for the count and `notices.receipt` for requests; raises `OutsideCalendar` beyond the
calendars.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.rules.facts import RecordedFact
from app.rules.facts.life.course import NewProspectusReceived, StopOrder, StopOrderLifted
from app.rules.facts.life.procedures import (
    ExemptionClaimed,
    Listed,
    ProcedurePerformed,
    ProcedureRequested,
    TransferAgentAppointed,
)
from app.rules.notices.receipt import Receipt, receipt
from app.rules.procedures.endings import order_ended, say_if_unknown
from app.rules.procedures.under_way import SellersStanding, UnderWay, happened
from app.rules.procedures.wording import ACTIONS, CONTINUING
from app.rules.reasoning.days.guideline import promptly_guideline
from app.rules.reasoning.days.period import due_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import DONE, Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, plain
from app.rules.terms import Terms
from app.rules.terms.procedures import Procedure, ProcedureName
from app.rules.terms.vocabulary import RegistrationKind

DOCUMENTS = ("opinion", "comfort_letter")
"""Steps that a document performs: see `documents`."""


def step_named(name: ProcedureName, under_way: UnderWay, matter: Matter) -> Procedure | None:
    """The step of this name, if the agreement has it in registrations of this kind."""
    return step_asked_for(name, under_way.kind, None, matter.terms)


def step_asked_for(
    name: ProcedureName, kind: RegistrationKind, underwritten: bool | None, terms: Terms
) -> Procedure | None:
    """The step of this name that a Holder may ask for in such a registration, if there is one.

    Without underwriters there is none toward them; None: whether there are any is not known.
    """
    if name == "underwriting_terms" and underwritten is False:
        return None
    return next(
        (each for each in terms.procedures if each.name == name and each.reaches(kind)), None
    )


def step_due(
    procedure: Procedure, since: Sourced[date] | None, done_on: Sourced[date] | None, matter: Matter
) -> Sourced[date] | None:
    """The last day of a step that has a period, counted from the day that brought it about."""
    if since is None:
        return None
    place = matter.terms.procedures.index(procedure)
    return due_day(f"/procedures/{place}/within", since, matter, done_on=done_on)


def duty_of_company(
    procedure: Procedure,
    under_way: UnderWay,
    standing: SellersStanding,
    outcome: Performance,
    matter: Matter,
    *,
    due: Sourced[date] | None = None,
) -> Obligation:
    """A step that the Company owes to all who sell; once its day has passed, who did by then."""
    past = due is not None and under_way.as_of is not None and due.value < under_way.as_of
    if due is not None and past:
        standing = replace(standing, sellers=under_way.sellers_on(due.value))
    toward = standing.toward(conditional=procedure.conditional, due=due)
    from_effectiveness = procedure.arises == "effective"
    duty = owed(
        Owing(
            duty="lasting" if procedure.name in CONTINUING else procedure.name,
            id=procedure.name,
            obligor=matter.terms.company.id,
            obligees=toward.obligees(outcome.done_on),
            action=ACTIONS[procedure.name],
            clause=procedure.clause,
            trigger=under_way.trigger,
            standard=procedure.standard,
            begins_on=under_way.effective_on if from_effectiveness else None,
        ),
        matter.working,
        under_way.as_of,
        due=due,
        outcome=replace(outcome, excused=toward.nobody),
    )
    if from_effectiveness and under_way.effective_on is None:
        return not_yet(duty)
    return duty


def not_yet(duty: Obligation) -> Obligation:
    """A duty whose trigger has not come: it waits for it, unless it is excused or done."""
    return replace(duty, status="not_yet_due") if duty.status == "open" else duty


def standing_steps(
    under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> Iterator[Obligation]:
    """The steps that need no request: owed from the outset or from effectiveness."""
    for procedure in matter.terms.procedures:
        if procedure.arises not in ("outset", "effective") or procedure.name in DOCUMENTS:
            continue
        if procedure.name == "own_misstatement_notice" or not procedure.reaches(under_way.kind):
            continue
        done_on = _done_on(procedure, under_way)
        due = step_due(procedure, under_way.effective_on, done_on, matter)
        yield duty_of_company(procedure, under_way, standing, Performance(done_on), matter, due=due)


def _done_on(procedure: Procedure, under_way: UnderWay) -> Sourced[date] | None:
    """The day of the act that performs a step; none performs a lasting one."""
    if procedure.name == "transfer_agent":
        return under_way.first(TransferAgentAppointed)
    if procedure.name == "listing":
        return under_way.first(Listed)
    if procedure.name in CONTINUING:
        return None
    for recorded, fact in under_way.of(ProcedurePerformed):
        if fact.procedure == procedure.name and fact.holder is None and not fact.matters:
            return happened(recorded, fact)
    return None


# --- what a Holder asks for ---------------------------------------------------------------------


def requested_steps(
    under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> Iterator[Obligation]:
    """What Holders have asked for: one duty for each request, and for each matter in it."""
    for recorded, fact in under_way.of(ProcedureRequested):
        procedure = step_asked_for(
            fact.procedure, under_way.kind, plain(under_way.underwritten), matter.terms
        )
        if procedure is None:
            matter.working.warn(
                "NOT_OWED_ON_REQUEST",
                f"What {fact.holder} asked for is no step of this registration under the "
                "agreement.",
            )
            continue
        yield from _on_request(recorded, fact, procedure, under_way, standing, matter)


def _on_request(
    recorded: RecordedFact,
    fact: ProcedureRequested,
    procedure: Procedure,
    under_way: UnderWay,
    standing: SellersStanding,
    matter: Matter,
) -> Iterator[Obligation]:
    sent = receipt(fact.delivery, matter, f"{recorded.source}/delivery")
    if sent.flaw is not None:
        matter.working.warn(sent.flaw, f"The request of {fact.holder} has no effect.")
        return
    may_ask = procedure.to == "any_holder" or fact.holder in under_way.sellers
    asked_on = sent.received_on or sent.given_on
    left = not may_ask and asked_on and fact.holder in under_way.sellers_on(asked_on.value)
    if not may_ask and not left:
        matter.working.warn(
            "NOT_AMONG_SELLERS", f"{fact.holder} has no shares in the registration."
        )
    guideline = (
        promptly_guideline(sent.received_on, matter) if procedure.standard == "promptly" else None
    )
    for place, matter_asked in enumerate(fact.matters or (None,)):
        particular = f":{place}" if matter_asked else ""
        done_on = _answered_on(fact, matter_asked, under_way)
        due = step_due(procedure, sent.received_on, done_on, matter)
        toward = standing.toward(conditional=procedure.conditional, due=due)
        called = f"{procedure.name}:{fact.holder}:{recorded.name}{particular}"
        stays = may_ask or (left and under_way.left_owed(called, fact.holder, due))
        excused = not stays or fact.holder in toward.suspended
        duty = owed(
            Owing(
                duty=procedure.name,
                id=called,
                obligor=matter.terms.company.id,
                obligees=(fact.holder,),
                action=ACTIONS[procedure.name] + (f" ({matter_asked})" if matter_asked else ""),
                clause=procedure.clause,
                trigger=recorded.source,
                standard=procedure.standard,
                begins_on=sent.received_on,
            ),
            matter.working,
            under_way.as_of,
            due=due,
            outcome=Performance(
                done_on,
                excused=excused,
                unknown=not (excused or done_on) and _is_over(procedure, sent, under_way),
            ),
            guideline=guideline,
        )
        duty = duty if sent.received_on else not_yet(duty)
        yield _exempt(duty, procedure, matter_asked, under_way, matter)


def _is_over(procedure: Procedure, sent: Receipt, under_way: UnderWay) -> bool:
    """3(a)(ii): whether a statement that one asked to help prepare has become effective since."""
    asked_on, effective_on = sent.received_on, under_way.effective_on
    if procedure.name != "preparation" or asked_on is None or effective_on is None:
        return False
    return asked_on.value <= effective_on.value


def _exempt(
    duty: Obligation,
    procedure: Procedure,
    matter_asked: str | None,
    under_way: UnderWay,
    matter: Matter,
) -> Obligation:
    """The duty without what the Company need not do, once it has claimed so and not done it."""
    if duty.status in DONE:
        return duty
    for recorded, claimed in under_way.of(ExemptionClaimed):
        if claimed.procedure != procedure.name or matter_asked not in claimed.matters:
            continue
        clause = procedure.exemptions.get(claimed.ground)
        if clause is None:
            says = f"The agreement does not exempt the Company on this ground: {claimed.ground}."
            matter.working.warn("NOT_EXEMPT", says)
            continue
        exempt = matter.working.step(
            "procedures.exempt",
            clause,
            f"The Company is exempt from doing so in {matter_asked}.",
            "excused",
            {"claimed_on": happened(recorded, claimed)},
        )
        return replace(
            duty,
            status="excused",
            days_left=None,
            explained_by={
                **{name: at for name, at in duty.explained_by.items() if name != "days_left"},
                "status": exempt.source,
            },
        )
    return duty


def _answered_on(
    asked: ProcedureRequested, matter_asked: str | None, under_way: UnderWay
) -> Sourced[date] | None:
    """The first day from the request on on which what was asked for was done."""
    done = [
        happened(recorded, fact)
        for recorded, fact in under_way.of(ProcedurePerformed)
        if fact.procedure == asked.procedure
        and fact.holder in (None, asked.holder)
        and (not fact.matters or matter_asked in fact.matters)
    ]
    if asked.procedure == "corrected_prospectus":
        done += [
            happened(recorded, received)
            for recorded, received in under_way.of(NewProspectusReceived)
            if received.holder in (None, asked.holder)
        ]
    since = [day for day in done if day.value >= asked.happened_on]
    return min(since, key=lambda day: day.value, default=None)


# --- orders against the registration ------------------------------------------------------------


def steps_against_orders(
    under_way: UnderWay, standing: SellersStanding, matter: Matter
) -> Iterator[Obligation]:
    """To have each order against the registration withdrawn (3(a)(vii))."""
    procedure = step_named("withdrawal_of_order", under_way, matter)
    if procedure is None:
        return
    orders, lifted = under_way.of(StopOrder), under_way.of(StopOrderLifted)
    for recorded, order in orders:
        ordered = happened(recorded, order)
        end = order_ended(ordered.value, orders, lifted)
        say_if_unknown(end, "the order", "stop_order_lifted", procedure.clause, matter)
        done = end.on
        prompt = procedure.standard == "promptly"
        due = step_due(procedure, ordered, done, matter)
        toward = standing.toward(conditional=procedure.conditional, due=due)
        yield owed(
            Owing(
                duty=procedure.name,
                id=f"{procedure.name}:{recorded.name}",
                obligor=matter.terms.company.id,
                obligees=toward.obligees(done),
                action=ACTIONS[procedure.name],
                clause=procedure.clause,
                trigger=recorded.source,
                standard=procedure.standard,
            ),
            matter.working,
            under_way.as_of,
            due=due,
            outcome=Performance(done, excused=toward.nobody),
            guideline=promptly_guideline(ordered, matter) if prompt else None,
        )
