"""One rule: for each computation, the same facts told as a record give the same result.

Each pair draws its question at random and asks it twice. What no record can be told says why here.

Every value that both answers hold is compared: days, decisions, reasons, amounts.

Seen to fail: a record that forgets that the Company qualifies for a short form, that there is a
conflict of interest (`indemnity/claim.py`), or whether costs came before the defence was taken over
(there); a prohibition shown to end a day too early (`answer/views.py`); a late notice that is no
reason (`claim_indemnity.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from app.rules.answers.evaluation import terms_on
from app.rules.terms import Terms
from app.services.agreements.templates import template, with_overrides
from tests.api.bodies import Json
from tests.api.computations.told import (
    FIRST,
    HELD,
    TERMS,
    Told,
    by_hand,
    day,
    demand,
    fact,
    letter,
    notice,
    plain,
)
from tests.api.description.openapi import DOCUMENT
from tests.api.money.claim_facts import at_fault, bill, claim, found, paid, person, unavailable
from tests.running.service import Service

Pair = Callable[[Told], tuple[Any, Any]]
"""What the computation says, and what the record says."""

POSITIONS = [{"holder": name, "common": shares} for name, shares in HELD.items()]
COMPANY = person("ctc", "company")
ALPHA = person("alpha", "holder", undertaking_given=True)
BETA = person("beta", "holder", undertaking_given=True)
EFFECTIVE = (fact("filed", 30, form="S-1"), fact("declared_effective", 40))


def picked(of: Any, *names: str) -> Json:
    """These values of a result, from the service or from the rules."""
    return {
        name: of.get(name) if isinstance(of, dict) else plain(getattr(of, name)) for name in names
    }


# --- demands and who joins them -----------------------------------------------------------------


def a_demand(told: Told) -> tuple[Any, Any]:
    letters = [
        letter(told.delivery(told.number(-150, 5)), **{name: told.number(1, HELD[name])})
        for name in told.random.sample(sorted(HELD), told.number(1, 3))
    ]
    begun = {"letters": letters, "short_form_qualified": told.yes()}
    offered = [told.number(-300, -1)] if told.yes() else []
    requests = [
        {**each, "requests": {it["holder"]: it["shares"] for it in each["requests"]}}
        for each in letters
    ]
    computed = told.compute(
        "demand",
        **begun | {"letters": requests},
        positions=POSITIONS,
        demands_effected=0,
        demands_pending=0,
        company_offerings=[{"commenced_on": day(each)} for each in offered],
    )
    told.add(None, *(fact("company_offering_commenced", each) for each in offered))
    recorded = told.registration({"kind": "demand_received", **begun}, as_of=20)
    return determined(computed["determination"]), determined(recorded.determination)


def determined(of: Any) -> Json:
    """All that is decided of a request, each condition by its outcome."""
    names = (
        *("decision", "reason", "requesters", "given_on", "received_on", "opens_on", "runs_from"),
        *("short_form_qualified", "due_before_delay", "due_on", "last_practicable_on"),
        *("not_before", "may_renew_on"),
    )
    conditions = of["conditions"] if isinstance(of, dict) else of.conditions
    tested = [picked(each, "name", "outcome", "clause", "reason") for each in conditions]
    return picked(of, *names) | {"conditions": tested}


def requisite_holders(told: Told) -> tuple[Any, Any]:
    asking = told.random.sample(sorted(HELD), told.number(1, 3))
    computed = told.compute("requisite-holders", requesters=asking, positions=POSITIONS)
    asked = letter(by_hand(0), **dict.fromkeys(asking, 1))
    tally = told.registration(demand(letters=[asked]), as_of=0).tallies.requisite
    names = ("requesting", "total", "needed")
    assert tally is not None
    return (
        {**picked(computed, *names), "met": computed["is_requisite"]},
        {**picked(tally, *names), "met": tally.met},
    )


def standstill(told: Told) -> tuple[Any, Any]:
    commenced = told.number(0, 300)
    computed = told.compute("standstill", company_offerings=[{"commenced_on": day(commenced)}])
    state = told.agreement(fact("company_offering_commenced", commenced), as_of=commenced)
    names = ("commenced_on", "first_day", "last_day", "first_free_day")
    return (
        [picked(each, *names) for each in computed["windows"]],
        [picked(each, *names) for each in state.standstill],
    )


def demand_count(told: Told) -> tuple[Any, Any]:
    effective = told.number(30, 60)
    order = {"on": day(effective + 5), "holder_at_fault": told.yes()} if told.yes() else None
    one = {"id": "it", "effective_on": day(effective)} | (
        {"interferences": [order]} if order else {}
    )
    computed = told.compute("demand-count", registrations=[one], as_of=day(100))
    told.add(
        "it",
        demand(),
        fact("filed", 20, form="S-1"),
        fact("declared_effective", effective),
        *(
            [fact("stop_order", effective + 5, holder_at_fault=order["holder_at_fault"])]
            if order
            else []
        ),
    )
    names = ("cap", "effected", "pending", "remaining", "counted")
    return picked(computed, *names), picked(told.agreement(as_of=100).demands, *names)


def short_form(told: Told) -> tuple[Any, Any]:
    forms = told.random.sample(["S-1", "S-2", "S-3", "F-3"], told.number(0, 3))
    computed = told.compute("short-form", forms_at_receipt=forms)
    begun = demand(short_form_qualified=None, forms_at_receipt=forms)
    result = told.registration(begun, as_of=0)
    return computed["short_form_qualified"], result.determination.short_form_qualified


def timeliness(told: Told) -> tuple[Any, Any]:
    effective = told.number(60, 120)
    filed = fact("filed", 30, form="S-1")
    result = told.registration(demand(), filed, fact("declared_effective", effective), as_of=130)
    due = plain(result.determination.due_on)
    computed = told.compute("timeliness", due_on=due, effective_on=day(effective))
    return picked(computed, "in_time", "days_late"), picked(result, "in_time", "days_late")


def deemed_receipt(told: Told) -> tuple[Any, Any]:
    delivery = told.delivery(told.number(0, 300))
    computed = told.compute("deemed-receipt", delivery=delivery)
    result = told.registration(demand(letters=[letter(delivery, alpha=1)]), as_of=310)
    names = ("given_on", "received_on")
    return picked(computed, *names), picked(result.determination, *names)


def deadline(told: Told) -> tuple[Any, Any]:
    """The last day, as a window's and as that of an act; the business day by which to be told."""
    received, asked = told.number(0, 300), told.number(0, 330)
    computed = told.compute("deadline", event_on=day(received), count=20)
    due = told.compute("deadline", event_on=day(received), count=90)
    result = told.registration(
        demand(received), notice("beta", by_hand(received)), as_of=max(received, asked)
    )
    (window,) = (each for each in result.windows.join if each.holder == "beta")
    filing = told.number(40, 90)
    before = told.compute("deadline", event_on=day(filing), count=30, direction="before")
    own_one = own(planned_filing_on=day(filing))
    shown = told.registration(own_one, as_of=0, name="own").incidental
    assert shown is not None
    is_open = date.fromisoformat(computed["last_day"]) >= date.fromisoformat(
        day(max(received, asked))
    )
    of_notice = ("last_day", "business_day_on_or_before")
    return (
        [computed["last_day"], is_open, due["last_day"], *picked(before, *of_notice).values()],
        [
            plain(window.last_day),
            window.state == "open",
            plain(result.determination.due_on),
            plain(shown.latest_notice_on),
            plain(shown.latest_notice_business_day),
        ],
    )


def notice_addresses(told: Told) -> tuple[Any, Any]:
    computed = told.compute("notice-addresses", holders=sorted(HELD))
    names = ("party", "address", "copies_to")
    state = told.agreement(as_of=0)
    of = {each.party: picked(each, *names) for each in state.addresses}
    parties = {each["party"]: picked(each, *names) for each in computed["parties"]}
    return parties, {name: of[name] for name in parties}


def join_window(told: Told) -> tuple[Any, Any]:
    noticed, asked = told.delivery(told.number(0, 5)), told.delivery(told.number(5, 40))
    computed = told.compute(
        "join-window",
        notices=[{"holder": "beta", "delivery": noticed}],
        requests=[{"holder": "beta", "delivery": asked}],
    )
    join = {"kind": "join_requested", "holder": "beta", "shares": 1, "delivery": asked}
    result = told.registration(demand(), notice("beta", noticed), join, as_of=60)
    (window,) = (each for each in result.windows.join if each.holder == "beta")
    names = ("holder", "given_on", "received_on", "decision", "reason")
    of_window = ("notice_received_on", "last_day")
    return (
        [picked(computed["windows"][0], *of_window), picked(computed["joins"][0], *names)],
        [picked(window, *of_window), picked(result.joins[0], *names)],
    )


# --- the Company's own registration -------------------------------------------------------------


def own(**more: Any) -> Json:
    said = {"purpose": "offering", "initiated_for": "company", "securities": "equity"}
    return fact("registration_determined", 0, **{"solely": True, **said, **more})


def incidental_notice(told: Told) -> tuple[Any, Any]:
    told_of = {name: told.delivery(told.number(0, 30)) for name in HELD}
    filing = told.number(40, 80)
    computed = told.compute(
        "incidental-notice",
        filing_on=day(filing),
        notices=[{"holder": name, "delivery": each} for name, each in told_of.items()],
    )
    notices = (notice(name, each) for name, each in told_of.items())
    result = told.registration(own(planned_filing_on=day(filing)), *notices, as_of=35)
    names = ("earliest_filing_on", "compliant", "days_short", "hold_filing_until", "not_told")
    assert result.incidental is not None
    shown = {
        **picked(result.incidental, *names),
        "latest_given_on": plain(result.incidental.latest_notice_on),
        "latest_business_day": plain(result.incidental.latest_notice_business_day),
        "last_day_to_give_request": plain(result.windows.last_join_day),
    }
    return picked(computed, *shown), shown


def incidental_trigger(told: Told) -> tuple[Any, Any]:
    question = {
        "purpose": told.one_of(["offering", "employee_plan", "rule_145", "rights_offering"]),
        "initiated_for": told.one_of(["company", "others"]),
        "form": told.one_of(["S-1", "S-3", "S-4", "S-8"]),
        "solely": told.yes(),
        "securities": told.one_of(["equity", "debt"]),
    }
    computed = told.compute("incidental-trigger", **question)
    determination = told.registration(own(**question), as_of=0).determination
    triggers = determination.decision != "refused"
    return (
        [computed["triggers_notice"], computed.get("reason")],
        [triggers, determination.reason],
    )


def cutback(told: Told) -> tuple[Any, Any]:
    company, most = told.number(1, 900), told.number(1, 2_500)
    asked = {name: told.number(1, 900) for name in told.random.sample(sorted(HELD), 2)}
    others = {"founder": told.number(1, 900), "bank": told.number(1, 900)}
    written, for_whom = told.yes(), told.one_of(["company", "others"])
    initiators = {"founder": others.pop("founder")} if for_whom == "others" else {}
    computed = told.compute(
        "cutback",
        registration="incidental",
        initiated_by=for_whom,
        initiators=[*initiators] or None,
        underwritten=True,
        written_advice=written,
        maximum_shares=most,
        company=company,
        holders=asked,
        others=others | initiators,
    )
    result = told.registration(
        own(
            underwritten=True,
            company_shares=company,
            others=others,
            initiated_for=for_whom,
            initiators=initiators,
        ),
        *(notice(name, by_hand(1)) for name in asked),
        *(
            {"kind": "join_requested", "holder": name, "shares": each, "delivery": by_hand(2)}
            for name, each in asked.items()
        ),
        fact("maximum_advised", 25, shares=most, in_writing=written),
        as_of=25,
    )
    names = ("seller", "seller_class", "requested", "included", "reason")
    in_all = ("maximum", "total", "cut_back")
    return (
        (picked(computed, *in_all), in_order(computed["lines"], *names)),
        (picked(result.allocation, *in_all), in_order(result.allocation.lines, *names)),
    )


def in_order(lines: Any, *names: str) -> list[Json]:
    """These values of each line, in one order."""
    return sorted((picked(each, *names) for each in lines), key=str)


# --- underwriting, papers -----------------------------------------------------------------------


def _joined(number: int, **asked: int) -> list[Json]:
    return [
        fields
        for name, shares in asked.items()
        for fields in (
            notice(name, by_hand(number)),
            {
                "kind": "join_requested",
                "holder": name,
                "shares": shares,
                "delivery": by_hand(number + 1),
            },
        )
    ]


def underwriter_approval(told: Told) -> tuple[Any, Any]:
    included = {"alpha": 10_000, "beta": told.number(1, 20_000)}
    approving = told.random.sample(sorted(included), told.number(1, 2))
    computed = told.compute("underwriter-approval", included=included, approving=approving)
    result = told.registration(
        demand(underwritten=True),
        *_joined(1, beta=included["beta"]),
        fact("underwriter_selected", 10, underwriter="A Bank"),
        fact("underwriter_approved", 11, underwriter="A Bank", holders=approving),
        as_of=11,
    )
    assert result.underwriting is not None
    vote = result.underwriting.vote
    assert vote is not None
    return (
        [computed["approving"], computed["included"], computed["needed"], computed["approved"]],
        [
            plain(vote.approving_shares),
            plain(vote.included_shares),
            vote.needed_shares,
            vote.approved,
        ],
    )


def underwriting_agreement(told: Told) -> tuple[Any, Any]:
    satisfied = told.random.sample(["alpha", "beta"], told.number(0, 2))
    computed = told.compute(
        "underwriting-agreement", initiators=["alpha"], joiners=["beta"], satisfied=satisfied
    )
    approved = (fact("underwriting_agreement_approved", 10, holder=each) for each in satisfied)
    result = told.registration(
        demand(underwritten=True), *_joined(1, beta=500), *approved, as_of=10
    )
    assert result.underwriting is not None
    agreement = result.underwriting.agreement
    assert agreement is not None
    return sorted(computed["still_to_satisfy"]), sorted(agreement.still_to_satisfy)


def copies_before_filing(told: Told) -> tuple[Any, Any]:
    planned, furnished = told.number(60, 90), told.number(45, 60)
    underwritten = told.yes()
    computed = told.compute(
        "copies-before-filing",
        papers="amendment",
        filing_on=day(planned),
        underwritten=underwritten,
        delivered_on=day(furnished),
    )
    result = told.registration(
        demand(underwritten=underwritten),
        *EFFECTIVE,
        fact(
            "amendment_proposed",
            60,
            amendment="no-1",
            planned_filing_on=day(planned),
            copies=[{"holder": "alpha", "furnished_on": day(furnished)}],
        ),
        as_of=60,
    )
    (line,) = result.amendments
    return (
        [computed["latest_on"], computed["clause"], computed["compliant"]],
        [plain(line.latest_copy_on), line.copies_clause, line.copies[0].in_time],
    )


def comfort_letter(told: Told) -> tuple[Any, Any]:
    dated, up_to = told.number(38, 42), told.number(20, 40)
    up_to = min(up_to, dated)
    computed = told.compute(
        "comfort-letter", letter_dated=day(dated), cutoff_on=day(up_to), effective_on=day(40)
    )
    delivered = fact("comfort_letter_delivered", 43, dated=day(dated), information_to=day(up_to))
    result = told.registration(demand(), *EFFECTIVE, delivered, as_of=43)
    (line,) = result.documents.letters
    return (
        picked(computed, "recent_enough", "dated_at_effectiveness")
        | {"earliest": computed["earliest_cutoff_on"]},
        picked(line, "recent_enough", "dated_at_effectiveness")
        | {"earliest": plain(line.earliest_information_to)},
    )


def earnings_statement(told: Told) -> tuple[Any, Any]:
    effective = told.number(31, 200)
    first, last = told.number(200, 240), told.number(500, 800)
    computed = told.compute(
        "earnings-statement",
        effective_on=day(effective),
        statement_first_day=day(first),
        statement_last_day=day(last),
    )
    result = told.registration(
        demand(),
        fact("filed", 30, form="S-1"),
        fact("declared_effective", effective),
        fact("earnings_statement_available", 820, first_day=day(first), last_day=day(last)),
        as_of=820,
    )
    period = result.documents.earnings_period
    (line,) = result.documents.earnings_statements
    assert period is not None
    return (
        [
            computed["period_start"],
            computed["earliest_period_end"],
            computed["latest_period_end"],
            computed["satisfied"],
        ],
        plain([period.first_day, period.earliest_last_day, period.latest_last_day, line.covers]),
    )


def holdback(told: Told) -> tuple[Any, Any]:
    firm, required = told.yes(), told.yes()
    effective = told.number(40, 80)
    computed = told.compute(
        "holdback",
        effective_on=day(effective),
        firm_commitment=firm,
        required_by_managing_underwriter=required,
    )
    needed = [fact("holdback_required", 31, firm_commitment=firm)] if required else []
    result = told.registration(
        demand(underwritten=True),
        fact("filed", 30, form="S-1"),
        *needed,
        fact("declared_effective", effective),
        as_of=effective + 5,
    )
    names = ("limb", "first_day", "last_day", "bound_from")
    lines = [picked(each, *names) for each in result.holdback if each.holder == "alpha"]
    return [picked(each, *names) for each in computed["windows"]], lines


# --- periods and suspensions --------------------------------------------------------------------


def effectiveness_period(told: Told) -> tuple[Any, Any]:
    given, again = told.number(45, 60), told.number(100, 120)
    received = {name: told.number(60, 99) for name in ("alpha", "beta")}
    later = {name: told.number(120, 150) for name in ("alpha", "beta")}
    computed = told.compute(
        "effectiveness-period",
        effective_on=day(40),
        holds=[
            {
                "notice_given_on": day(noticed),
                "received": {name: day(number) for name, number in holders.items()},
            }
            for noticed, holders in ((given, received), (again, later))
        ],
    )
    result = told.registration(
        demand(),
        *_joined(1, beta=500),
        *EFFECTIVE,
        fact("misstatement_notice_given", given),
        fact("misstatement_notice_given", again),
        *(
            fact("new_prospectus_received", number, holder=name)
            for holders in (received, later)
            for name, number in holders.items()
        ),
        as_of=160,
    )
    window = result.windows.effectiveness
    assert window is not None
    return (
        [computed["base_end"], computed["extension_days"], computed["end"]]
        + [[each["holder"], each["extension_days"], each["end"]] for each in computed["by_holder"]],
        plain([window.base_end, window.extension_days, window.last_day])
        + [plain([each.holder, each.extension_days, each.last_day]) for each in window.by_holder],
    )


def _shelf(told: Told, *facts: Json, set_for: int = 60) -> None:
    told.add(
        "it",
        {
            "kind": "shelf_triggered",
            "conversion_proposed_on": day(0),
            "certificate_date": day(set_for),
            "letters": [letter(by_hand(0), alpha=10_000)],
        },
        *facts,
    )


def shelf_period(told: Told) -> tuple[Any, Any]:
    converted, lasts = told.number(41, 70), told.number(1, 60)
    _shelf(
        told,
        *EFFECTIVE,
        fact("conversion_completed", converted),
        fact(
            "prohibition_noticed",
            100,
            days=lasts,
            board_judgment=True,
            transaction_considered_from=day(90),
            notices=[{"holder": "alpha", "delivery": by_hand(100)}],
        ),
    )
    result = told.registration(as_of=200)
    run = result.prohibitions[0]
    computed = told.compute(
        "shelf-period",
        mandatory_conversion_on=day(converted),
        effective_on=day(40),
        prohibitions=[picked(run, "first_day", "last_day")],
    )
    window = result.windows.effectiveness
    assert window is not None
    return (
        [computed["base_end"], computed["tolled_days"], computed["end"]],
        plain([window.base_end, window.extension_days, window.last_day]),
    )


def shelf_condition(told: Told) -> tuple[Any, Any]:
    effective, set_for = told.number(31, 80), told.number(32, 79)
    order = told.number(81, 90) if told.yes() else None
    orders = [] if order is None else [{"on": day(order), "holder_at_fault": False}]
    computed = told.compute(
        "shelf-condition",
        due_on=day(set_for),
        effective_on=day(effective),
        interferences=orders,
        as_of=day(100),
    )
    stopped = [] if order is None else [fact("stop_order", order, holder_at_fault=False)]
    filed = fact("filed", 30, form="S-3")
    _shelf(told, filed, fact("declared_effective", effective), *stopped, set_for=set_for)
    result = told.registration(as_of=100)
    assert result.shelf is not None
    return (
        [computed["condition_met"], computed["in_time"], computed.get("days_late")],
        [result.shelf.condition_met, result.in_time, result.days_late],
    )


def suspension(told: Told) -> tuple[Any, Any]:
    """A second use of the right, after one that was permitted: a delay or a prohibition."""
    return _delay(told) if told.yes() else _prohibition(told)


ALWAYS = {"board_judgment": True, "transaction_considered_from": day(-1)}
OF_A_USE = ("invoked_on", "days", "decision", "reason", "max_days", "next_permitted_on")


def _question(told: Told, on: int) -> Json:
    return {
        "days": told.number(1, 70),
        "board_judgment": told.one_of([True, True, False]),
        "transaction_considered_from": day(told.number(on - 15, on + 2)),
        "consent": told.yes(),
    }


def _delay(told: Told) -> tuple[Any, Any]:
    question, before = _question(told, 10), told.number(0, 40)
    computed = told.compute(
        "suspension",
        kind="delay",
        registration_kind="requested",
        invoked_on=day(10),
        request_received_on=day(0),
        days_used=before,
        earlier_occasions=[{"invoked_on": day(5), "kind": "delay"}] if before else [],
        **question,
    )
    earlier = [fact("delay_invoked", 5, days=before, **ALWAYS)] if before else []
    result = told.registration(demand(), *earlier, fact("delay_invoked", 10, **question), as_of=10)
    return picked(computed, *OF_A_USE), picked(result.delays[-1], *OF_A_USE)


def _prohibition(told: Told) -> tuple[Any, Any]:
    """Of a shelf, some days after the end of another, or on its morrow: then the runs join."""
    first, lasted = told.number(100, 110), told.number(1, 40)
    last = first + lasted - 1
    second = last + told.one_of([1, 1, 2, 20, 400])
    question = _question(told, second) | {
        "notices": [
            {"holder": name, "delivery": told.delivery(second)}
            for name in told.random.sample(["alpha", "beta"], told.number(0, 2))
        ]
    }
    whom = [{"holder": "alpha", "delivery": by_hand(first)}]
    computed = told.compute(
        "suspension",
        kind="prohibition",
        registration_kind="shelf",
        invoked_on=day(second),
        earlier_occasions=[
            {
                "invoked_on": day(first),
                "kind": "prohibition",
                "in_effect_from": day(first),
                "in_effect_to": day(last),
            }
        ],
        **question,
    )
    _shelf(
        told,
        *EFFECTIVE,
        fact("conversion_completed", 80),
        fact("prohibition_noticed", first, days=lasted, notices=whom, **ALWAYS),
        fact("prohibition_noticed", second, **question),
    )
    use = told.registration(as_of=second + 5).prohibitions[-1]
    days = ("first_day", "last_day", "resume_on")
    return (
        picked(computed, *OF_A_USE, *days)
        | {"days_in_effect": computed["tolled_days"], "holders": bound(computed["holders"])},
        picked(use, *OF_A_USE, *days, "days_in_effect") | {"holders": bound(use.holders)},
    )


def bound(holders: Any) -> list[Json]:
    """From when each Holder is bound."""
    return in_order(holders, "holder", "first_day")


def suspension_budget(told: Told) -> tuple[Any, Any]:
    asked, lasts = told.number(20, 400), told.number(1, 60)
    used = {"days": lasts, "board_judgment": True, "transaction_considered_from": day(-1)}
    told.add("it", demand(), fact("delay_invoked", 10, **used))
    computed = told.compute(
        "suspension-budget",
        as_of=day(asked),
        kind="delay",
        earlier_occasions=[{"invoked_on": day(10), "kind": "delay"}],
    )
    names = (
        *("max_days", "days_used", "days_left", "occasion_limit", "window_days"),
        *("occasions_used", "occasions_left", "next_permitted_on"),
    )
    budget = told.agreement(as_of=asked).suspension_budget
    return picked(computed, *names), picked(budget, *names)


def rule_144_statement(told: Told) -> tuple[Any, Any]:
    first, asked = told.number(-300, 0), told.number(0, 120)
    computed = told.compute(
        "rule-144-statement",
        first_effective_on=day(first),
        requested_on=day(asked),
        owns_registrable_securities=True,
    )
    request = {
        "kind": "rule144_requested",
        "holder": "alpha",
        "documents": ["rule_144_statement"],
        "delivery": by_hand(asked),
    }
    opened = fact("first_public_offering_effective", first)
    (line,) = told.agreement(opened, request, as_of=asked).document_requests
    names = ("available_from", "entitled")
    return picked(computed, *names), picked(line, *names)


# --- instruments, transfers, splits, grants -----------------------------------------------------


def amendment(told: Told) -> tuple[Any, Any]:
    signing = told.random.sample(sorted(HELD), told.number(0, 3))
    kind, company = told.one_of(["amendment", "waiver"]), told.yes()
    from_day = told.number(-20, 20)
    computed = told.compute(
        "amendment",
        instrument=kind,
        in_writing=True,
        company_signed=company,
        positions=POSITIONS,
        signatories=signing,
        signed_on=day(0),
        takes_effect_on=day(from_day),
    )
    made = fact(
        "terms_amended",
        0,
        instrument=kind,
        in_writing=True,
        company_signed=company,
        signed_by=signing,
        effective_from=day(from_day),
        reaches_requested=False,
        changes={"/demand/cap/limit": 4},
    )
    state = told.agreement(made, as_of=30)
    (line,) = (each.instrument for each in state.terms_versions if each.instrument)
    names = ("effective", "reason", "effective_from", "signing", "total", "needed")
    return picked(computed, *names), picked(line, *names)


def _transfer(shares: int, number: int = 0, **more: Any) -> Json:
    return fact(
        "securities_transferred",
        number,
        holder="alpha",
        transferee="delta",
        transferee_name="Delta",
        common=shares,
        **more,
    )


def assignment(told: Told) -> tuple[Any, Any]:
    affiliate, restricted = told.yes(), told.yes()
    shares, of_record = told.one_of([1, 20_000, 49_999, 50_000, 70_000]), told.yes()
    # Shares that came before without any rights are held all the same (9(f)(ii)).
    before = told.one_of([0, 30_000])
    if before:
        told.add(None, _transfer(before, number=-1, affiliate=False, restricted_in_writing=True))
    computed = told.compute(
        "assignment",
        affiliate=affiliate,
        held_before=before,
        transferred=shares,
        restricted_in_writing=restricted,
        record_holder=of_record,
        notice_and_agreement=False,
    )
    moved = _transfer(
        shares,
        affiliate=affiliate,
        restricted_in_writing=restricted,
        record_holder_on=day(0) if of_record else None,
    )
    state = told.agreement(moved, as_of=5)
    lines = {each.holder: each.recognised for each in state.holders}
    came = [each.limb for each in state.recognitions if each.holder == "delta"]
    passed = bool(came) or "delta" in lines
    recognised = lines.get("delta", False)
    return (
        [computed["rights_pass"], bool(computed["recognised"]), computed.get("limb")],
        [passed, recognised, came[0] if came else None],
    )


def recognition(told: Told) -> tuple[Any, Any]:
    days = {
        "record_holder_on": told.number(0, 30),
        "notice_received_on": told.number(0, 30),
        "agreement_received_on": told.number(0, 30),
    }
    stated = {name: day(number) for name, number in days.items() if told.yes()}
    computed = told.compute("recognition", **stated)
    moved = _transfer(60_000, affiliate=False, restricted_in_writing=False)
    told.add(None, moved)
    if "record_holder_on" in stated:
        entered = fact("record_holder_entered", days["record_holder_on"], holder="delta")
        told.add(None, entered)
    for name, papers in (("notice_received_on", "notice"), ("agreement_received_on", "agreement")):
        if name in stated:
            told.add(None, papers_delivered(days[name], papers))
    state = told.agreement(as_of=60)
    since = [each.recognised_from for each in state.recognitions if each.holder == "delta"]
    return computed.get("recognised_from"), plain(since[0] if since else None)


def papers_delivered(number: int, papers: str) -> Json:
    return {
        "kind": "assignment_papers_delivered",
        "holder": "delta",
        "papers": [papers],
        "delivery": by_hand(number),
    }


def split_adjustment(told: Told) -> tuple[Any, Any]:
    ratio = {"numerator": told.number(1, 9), "denominator": told.number(1, 9)}
    if ratio["numerator"] == ratio["denominator"]:
        ratio["numerator"] += 1
    computed = told.compute("split-adjustment", splits=[ratio], values={"least": 50_000})
    told.add(None, fact("stock_split", 0, **ratio))
    numbers = terms_on(TERMS, told.record, FIRST).share_numbers
    (least,) = (each for each in numbers if each.written == 50_000)
    return computed["adjusted"][0]["number"], str(least.adjusted)


def rights_comparison(told: Told) -> tuple[Any, Any]:
    rights = {"demands": told.number(1, 5), "join_days": told.number(10, 30)}
    granted = fact("rights_granted", 0, grantee="A Bank", rights=rights)
    (line,) = told.agreement(granted, as_of=0).grants
    computed = told.compute(
        "rights-comparison", existing={"demands": 3, "join_days": 20}, proposed=rights
    )
    names = ("permitted", "reason", "more_favourable", "inconsistent", "not_comparable")
    of_term = ("name", "existing", "proposed", "verdict", "inconsistent_with")
    return (
        picked(computed, *names)
        | {"terms": [picked(each, *of_term) for each in computed["terms"]]},
        picked(line, *names) | {"terms": [picked(each, *of_term) for each in line.terms]},
    )


# --- money and claims ---------------------------------------------------------------------------


def _sale(number: int, seller: str, shares: int, price: str, discount: str) -> Json:
    of = "company" if seller == "ctc" else "holders"
    return fact(
        "shares_sold_in_offering",
        number,
        seller=seller,
        seller_class=of,
        shares=shares,
        price=price,
        discount_per_share=discount,
    )


def discount_shares(told: Told) -> tuple[Any, Any]:
    sold = {"alpha": told.number(1, 5_000), "beta": told.number(1, 5_000)}
    price = f"{told.number(1, 40)}.{told.number(0, 99):02}"
    total = f"{sum(sold.values())}.00"
    computed = told.compute(
        "discount-shares",
        total_discount=total,
        sellers=[{"seller": name, "shares": each, "price": price} for name, each in sold.items()],
    )
    sales = (_sale(50, name, each, price, "1.00") for name, each in sold.items())
    result = told.registration(demand(), *_joined(1, beta=5_000), *EFFECTIVE, *sales, as_of=50)
    return (
        {each["seller"]: each["amount"] for each in computed["lines"]},
        {each.seller: plain(each.discount_share) for each in result.money.proceeds},
    )


def expenses(told: Told) -> tuple[Any, Any]:
    kinds = ["printing", "nasd_fees", "accountants", "other", "blue_sky"]
    bills = [{"kind": each, "amount": told.amount()} for each in told.random.sample(kinds, 3)]
    computed = told.compute("expenses", registration="requested", expenses=bills)
    incurred = (
        fact("expense_incurred", 5, expense=each["kind"], amount=each["amount"]) for each in bills
    )
    result = told.registration(demand(), *incurred, as_of=5)
    found = result.money.expenses
    return (
        sorted(
            [each["amount"], each.get("expense_class"), each["borne_by"]]
            for each in computed["lines"]
        ),
        computed["totals"],
        computed["undetermined"],
    ), (
        sorted([plain(each.amount), each.expense_class, each.borne_by] for each in found.lines),
        {each.name: plain(each.amount) for each in found.totals},
        plain(found.undetermined),
    )


def claimed(
    told: Told, indemnified: Json, *facts: Json, payers: Sequence[Json] = (), **more: Any
) -> Any:
    """A claim of day 60 as it stands, against the Company or two Holders."""
    against = payers or ((ALPHA, BETA) if indemnified is COMPANY else (COMPANY,))
    result = told.registration(
        demand(),
        *_joined(1, beta=5_000),
        *EFFECTIVE,
        claim(day(60), indemnified, *against, **more),
        *facts,
        as_of=200,
    )
    return next(each for each in result.claims if each.id == "doe")


def account(shown: Any, party: str) -> Any:
    (found_account,) = (each for each in shown.parties if each.party == party)
    return found_account


def part(shown: Any, party: str, towards: str = "indemnity", of: int = 0) -> Any:
    """What a party owes of a bill, with the reasons."""
    (found_part,) = (each for each in getattr(shown.bills[of], towards) if each.party == party)
    return found_part


def because(reason: str | None) -> list[str]:
    return [reason] if reason else []


def indemnity(told: Told) -> tuple[Any, Any]:
    loss, share = told.amount(), f"{told.number(0, 4)}/4"
    role = told.one_of(["holder", "underwriter", "holder_counsel", "holder_controlling_person"])
    required = told.one_of([True, False]) if role == "underwriter" else None
    basis, cost = (
        told.one_of(["misstatement", "omission", "other"]),
        told.one_of(["loss", "defence"]),
    )
    computed = told.compute(
        "indemnity",
        name="alpha",
        role=role,
        basis=basis,
        loss=loss if cost == "loss" else "0.00",
        expenses=loss if cost == "defence" else "0.00",
        own_information_share=share,
        required_indemnity=required,
    )
    protected = person("alpha", role, required_indemnity=required)
    shown = claimed(
        told,
        protected,
        bill(day(70), loss, cost),
        found(day(80), at_fault(COMPANY, 1), at_fault(protected, 0, share)),
        basis=basis,
    )
    owed = part(shown, "ctc")
    assert account(shown, "ctc").payable == owed.amount
    return (
        [computed["payable"], because(computed.get("reason"))],
        [plain(owed.amount), list(owed.reasons)],
    )


def holder_cap(told: Told) -> tuple[Any, Any]:
    """With what it paid before on another claim of the same offering."""
    shares, price, loss = told.number(1, 5_000), told.number(2, 40), told.amount()
    undertaken, limit = told.one_of([True, True, False]), shares * Decimal(f"{price - 1}.75")
    before = min(Decimal(told.number(0, 60_000)), limit) if undertaken else Decimal(0)
    whom = person("alpha", "holder", undertaking_given=undertaken)
    computed = told.compute(
        "holder-cap",
        holder="alpha",
        claim=loss,
        sales=[{"shares": shares, "price": f"{price}.50", "discount_per_share": "0.75"}],
        already_paid=[f"{before:.2f}"] if before else [],
        undertaking_given=undertaken,
    )
    whose = at_fault(COMPANY, 0), at_fault(whom, 1, 1), at_fault(BETA, 0)
    other: list[Json] = [
        claim(day(55), COMPANY, whom, BETA, claim="roe"),
        found(day(55), *whose, claim="roe"),
        bill(day(56), f"{before:.2f}", "loss", claim="roe"),
        paid(day(57), "alpha", f"{before:.2f}", claim="roe"),
    ]
    shown = claimed(
        told,
        COMPANY,
        _sale(50, "alpha", shares, f"{price}.50", "0.75"),
        *(other if before else []),
        bill(day(70), loss, "loss"),
        found(day(80), *whose),
        payers=(whom, BETA),
    )
    owed = part(shown, "alpha")
    (line,) = told.registration(as_of=200).money.proceeds
    left = line.limit_left + owed.amount
    return (
        [computed["payable"], because(computed.get("reason")), computed["cap"], computed["left"]],
        [plain(owed.amount), list(owed.reasons), plain(line.limit), plain(left)],
    )


def contribution(told: Told) -> tuple[Any, Any]:
    loss, fault = told.amount(), [told.number(1, 60) for _ in range(3)]
    price = f"{told.number(50, 900)}.00"
    earned = f"{10_000 * int(price[:-3])}.00"
    before = f"{told.number(0, 400_000)}.00"
    computed = told.compute(
        "contribution",
        indemnity_unavailable=True,
        loss=loss,
        expenses="0.00",
        indemnified="ctc",
        parties=[
            {"name": "ctc", "role": "company", "fault": fault[0]},
            {
                "name": "alpha",
                "role": "holder",
                "fault": fault[1],
                "undertaking_given": True,
                "cap": earned,
                "already_paid": before,
            },
            {
                "name": "beta",
                "role": "holder",
                "fault": fault[2],
                "undertaking_given": True,
                "cap": "0.00",
            },
        ],
    )
    payment = [paid(day(90), "alpha", before)] if before != "0.00" else []
    shown = claimed(
        told,
        COMPANY,
        _sale(50, "alpha", 10_000, price, "0.00"),
        bill(day(70), loss, "loss"),
        found(
            day(80),
            at_fault(COMPANY, fault[0]),
            at_fault(ALPHA, fault[1]),
            at_fault(BETA, fault[2]),
        ),
        unavailable(day(81), "unavailable"),
        *payment,
    )
    (line,) = shown.bills
    lines = {
        each["party"]: [each["in_all"], each["amount"], because(each.get("reason"))]
        for each in computed["contributions"]
    }
    recorded = {
        each.party: [
            plain(each.amount),
            plain(account(shown, each.party).left),
            list(each.reasons),
        ]
        for each in line.contribution
    }
    assert all(account(shown, each.party).payable == each.amount for each in line.contribution)
    return (
        [lines, picked(computed, "base", "retained"), computed["decision"]],
        [
            recorded,
            {"base": plain(line.amount), "retained": plain(line.retained)},
            shown.contribution,
        ],
    )


def late_notice(told: Told) -> tuple[Any, Any]:
    """Which leaves what it cost with the one who was late, and says so."""
    loss, prejudice = told.amount(), told.one_of([told.amount(), "0.00", "9000001.00"])
    computed = told.compute("late-notice", loss=loss, actual_prejudice=prejudice)
    shown = claimed(
        told,
        ALPHA,
        bill(day(70), loss, "loss"),
        found(day(75), at_fault(COMPANY, 1), at_fault(ALPHA, 0)),
        fact("prejudice_found", 80, claim="doe", party="ctc", amount=prejudice),
    )
    (line,), owed = shown.bills, part(shown, "ctc")
    payable = Decimal(computed["payable"])
    return (
        [computed["payable"], plain(Decimal(loss) - payable), payable < Decimal(loss)],
        [plain(owed.amount), plain(line.retained), owed.reasons == ("LATE_NOTICE",)],
    )


def defence_costs(told: Told) -> tuple[Any, Any]:
    elected, conflict, satisfactory = told.number(62, 90), told.yes(), told.yes()
    bills: list[Json] = [
        {
            "incurred_on": day(told.number(61, 99)),
            "amount": told.amount(),
            "investigation": each,
            "before_election": told.yes(),
        }
        for each in (True, False, False)
    ]
    computed = told.compute(
        "defence-costs",
        election_notice_on=day(elected),
        conflict=conflict,
        counsel_satisfactory=satisfactory,
        bills=bills,
    )
    shown = claimed(
        told,
        ALPHA,
        {
            "kind": "defence_elected",
            "claim": "doe",
            "party": "ctc",
            "delivery": by_hand(elected),
        },
        fact(
            "defence_answered",
            elected,
            claim="doe",
            party="ctc",
            conflict=conflict,
            counsel_satisfactory=satisfactory,
        ),
        *(
            bill(
                each["incurred_on"],
                each["amount"],
                "investigation" if each["investigation"] else "defence",
                before_election=each["before_election"],
            )
            for each in bills
        ),
    )
    by_party = account(shown, "ctc")
    parts = {part(shown, "ctc", of=place).reasons for place in range(len(bills))}
    whole = sum(Decimal(each["amount"]) for each in bills)
    return (
        [
            computed["reimbursable"],
            computed["reason"],
            day(elected),
            Decimal(computed["reimbursable"]) < whole,
        ],
        [
            plain(by_party.payable),
            by_party.defence,
            plain(by_party.defence_elected_on),
            ("DEFENCE_ASSUMED",) in parts,
        ],
    )


def settlement(told: Told) -> tuple[Any, Any]:
    release, consent = told.yes(), told.one_of([True, False, None])
    computed = told.compute("settlement", unconditional_release=release, consent_given=consent)
    answered = (
        [] if consent is None else [fact("settlement_answered", 71, claim="doe", consented=consent)]
    )
    proposed = fact(
        "settlement_proposed", 70, claim="doe", party="ctc", unconditional_release=release
    )
    shown = claimed(told, ALPHA, proposed, *answered)
    names = ("consent_required", "permitted")
    return picked(computed, *names), picked(shown.settlement, *names)


def indemnity_payments(told: Told) -> tuple[Any, Any]:
    bills = [{"received_on": day(told.number(61, 99)), "amount": told.amount()} for _ in range(3)]
    sold, shares, price = told.number(50, 120), told.number(1, 5_000), f"{told.number(1, 900)}.00"
    proceeds = {"received_on": day(sold), "amount": f"{shares * int(price[:-3])}.00"}
    computed = told.compute("indemnity-payments", bills=bills, proceeds=[proceeds])
    shown = claimed(
        told,
        COMPANY,
        _sale(sold, "alpha", shares, price, "0.00"),
        *(bill(each["received_on"], each["amount"], "loss") for each in bills),
        found(day(60), at_fault(COMPANY, 0), at_fault(ALPHA, 1, 1), at_fault(BETA, 0)),
    )
    owed = account(shown, "alpha")
    due = [(each["due_on"], Decimal(each["amount"])) for each in computed["due"]]
    made = [(plain(each.due_on), each.amount) for each in owed.payments]
    beyond = sum(Decimal(each["beyond_limit"]) for each in computed["due"])
    return (
        [by_day(due), computed["periodic"], computed["total"], beyond],
        [
            by_day(made),
            shown.whole_section,
            plain(owed.payable),
            sum(each.retained for each in shown.bills),
        ],
    )


def by_day(amounts: Sequence[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """What falls due on each day: of which bill of a day first, nothing says."""
    return {
        on: total
        for on, _ in amounts
        if (total := sum((amount for day, amount in amounts if day == on), Decimal(0)))
    }


LATE: Json = {
    "clause": "2.5",
    "for": {"filing": {"missed": "due.shelf.filed"}, "effect": {"missed": "due.shelf.effective"}},
    "base": {"of": "paid", "held_on": "each_day"},
    "rates": [{"rate": "1/100"}],
    "per": {"count": 30, "unit": "day"},
    "accrues": "daily",
    "cure_day": "excluded",
    "together": "one_at_a_time",
    "cap": {"fraction": "1/10", "of": "base", "is": "<=", "held_on": "issue"},
    "pay": {"count": 5, "unit": "business_day", "after": "period.ended"},
}


def late(damages: Json) -> Terms:
    """Terms by which a shelf is filed 30 days after a closing, effective 90 days after it."""
    kept: Json = {"clause": "2.2", "keep_effective": {"at": "registration.distributed"}}
    within = {"unit": "day", "after": "event.closing"}
    shelf = {
        "clause": "2.1",
        "trigger": "event.closing",
        "effort": None,
        "covers": "all",
        "file_within": within | {"count": 30},
        "effect_within": within | {"count": 90},
        "keep_effective": kept["keep_effective"],
    }
    return with_overrides(
        template("blank-check").terms,
        {
            "agreement_date": "1998-04-10",
            "demands": None,
            "events": {"closing": {"says": "Closing"}},
            "shelf": shelf,
            "shelf_period": kept | {"standard": "best_efforts"},
            "damages": {"late": damages},
        },
    )


def damages(told: Told) -> tuple[Any, Any]:
    """Closed on day 0: to be filed by the 30th day and effective by the 90th."""
    accrues = told.one_of(["daily", "started_periods", "full_periods"])
    # Only what accrues by the day has a base that is counted each day.
    held_on = told.one_of(["period_start", "issue", "each_day"][: 3 if accrues == "daily" else 2])
    agreed = LATE | {
        "base": {"of": "paid", "held_on": held_on},
        "accrues": accrues,
        "together": told.one_of(["one_at_a_time", "added"]),
        "cure_day": told.one_of(["excluded", "counted"]),
    }
    filed, effective = told.number(20, 80), told.number(81, 200)
    sold, asked = told.number(1, 200), told.number(201, 400)
    shares = told.number(1, 100_000)
    prices = {name: f"{told.number(1, 40)}.{told.number(0, 99):02}" for name in HELD}
    defaults = {"filing": (30, filed), "effect": (90, effective)}
    computed = told.compute(
        "damages",
        template="blank-check",
        damages=agreed,
        defaults=[
            {"default": name, "last_day": day(last), "cured_on": day(cured)}
            for name, (last, cured) in defaults.items()
            if cured > last
        ],
        holders=[
            {
                "holder": name,
                "held": [{"since": day(0), "units": held}]
                + ([{"since": day(sold), "units": held - shares}] if name == "alpha" else []),
                "per_unit": prices[name],
            }
            for name, held in HELD.items()
        ],
        as_of=day(asked),
    )
    owed = Told(told.service, told.random, terms=late(agreed))
    owed.add(None, fact("event_happened", 0, event="closing"))
    for name, held in HELD.items():
        paid_in_all = f"{held * Decimal(prices[name]):.2f}"
        owed.add(None, fact("price_paid_stated", 0, holder=name, paid=paid_in_all, shares=held))
    owed.add(None, fact("shares_sold", sold, holder="alpha", shares=shares))
    result = owed.registration(
        {"kind": "shelf_triggered", "called_for_on": day(0)},
        fact("filed", filed, form="S-3"),
        fact("declared_effective", effective),
        as_of=asked,
    )
    (found_damages,) = result.damages
    of_payment = (
        *("id", "holder", "default", "kind", "begins", "last_day", "ended_on", "days"),
        *("uncapped", "amount", "pay_by"),
    )
    of_holder = ("holder", "accrued", "cap", "cap_reached_on", "may_still_accrue")
    return in_parts(computed, of_payment, of_holder), in_parts(found_damages, of_payment, of_holder)


def in_parts(of: Any, of_payment: Sequence[str], of_holder: Sequence[str]) -> Json:
    """Damages in all, each payment, and each Holder."""
    payments, holders = (
        of[name] if isinstance(of, dict) else getattr(of, name) for name in ("payments", "holders")
    )
    return picked(of, "accrued", "may_still_accrue", "without_limit") | {
        "payments": in_order(payments, *of_payment),
        "holders": in_order(holders, *of_holder),
    }


PAIRS: Mapping[str, Pair] = {
    "amendment": amendment,
    "assignment": assignment,
    "comfort-letter": comfort_letter,
    "contribution": contribution,
    "copies-before-filing": copies_before_filing,
    "cutback": cutback,
    "damages": damages,
    "deadline": deadline,
    "deemed-receipt": deemed_receipt,
    "defence-costs": defence_costs,
    "demand": a_demand,
    "demand-count": demand_count,
    "discount-shares": discount_shares,
    "earnings-statement": earnings_statement,
    "effectiveness-period": effectiveness_period,
    "expenses": expenses,
    "holdback": holdback,
    "holder-cap": holder_cap,
    "incidental-notice": incidental_notice,
    "incidental-trigger": incidental_trigger,
    "indemnity": indemnity,
    "indemnity-payments": indemnity_payments,
    "join-window": join_window,
    "late-notice": late_notice,
    "notice-addresses": notice_addresses,
    "recognition": recognition,
    "requisite-holders": requisite_holders,
    "rights-comparison": rights_comparison,
    "rule-144-statement": rule_144_statement,
    "settlement": settlement,
    "shelf-condition": shelf_condition,
    "shelf-period": shelf_period,
    "short-form": short_form,
    "split-adjustment": split_adjustment,
    "standstill": standstill,
    "suspension": suspension,
    "suspension-budget": suspension_budget,
    "timeliness": timeliness,
    "underwriter-approval": underwriter_approval,
    "underwriting-agreement": underwriting_agreement,
}
ON_NO_RECORD: Mapping[str, str] = {
    "terms-check": "it reads the terms against themselves: no fact bears on it",
}
"""Computations that cannot be told as a record, and why."""


def test_every_computation_is_told_as_a_record_or_says_why_not() -> None:
    paths = DOCUMENT["paths"]
    computations = {
        path.removeprefix("/v1/compute/") for path in paths if path.startswith("/v1/compute/")
    }
    assert computations == {*PAIRS, *ON_NO_RECORD}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("computation", PAIRS)
def test_the_record_gives_what_the_computation_gives(
    stateless_service: Service, computation: str, seed: int
) -> None:
    told = Told(stateless_service, Random(f"{computation} {seed}"))
    computed, recorded = PAIRS[computation](told)
    assert recorded == computed
