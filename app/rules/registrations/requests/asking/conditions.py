"""The conditions of a request: that it was duly given, and that those who may ask asked.

Clauses 2(a)(i) and 9(b). What is not known of a day leaves a condition open. Nothing raises.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.rules.reasoning.days.clock import Happenings, passed_on_its_day
from app.rules.reasoning.days.within import POSTED_AS
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.reasoning.verdicts import Condition
from app.rules.registrations.requests.asking.asked import Request, RequestReceived
from app.rules.registrations.requests.asking.least import after_withdrawals
from app.rules.registrations.requests.asking.majority import clause_on_who, who_may_ask
from app.rules.registrations.requests.asking.size import (
    OUTSTANDING,
)
from app.rules.registrations.requests.asking.taken_back import TakenBack
from app.rules.terms.clocks.clock import OnForm, Stated
from app.rules.terms.rights.asked import AskedFor
from app.rules.terms.rights.forms import is_on
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import written_out


def duly_given(asked: RequestReceived, matter: Matter) -> Condition:
    """Whether a writing has been duly given and received."""
    name, clause = "written_and_duly_given", matter.terms.notices.clause
    if asked.flaw:
        return Condition(name, "failed", clause, _FLAWS[asked.flaw], asked.flaw)
    if asked.arrived_on is None:
        return Condition(name, "unknown", clause, "The day of receipt is not known.")
    says = f"A writing, duly given, received on {written_out(asked.arrived_on.value)}."
    return Condition(name, "passed", clause, says)


_FLAWS = {
    "NOT_IN_WRITING": "The request was not in writing.",
    "NOT_DULY_GIVEN": "The request was sent in a way that has no effect.",
    "HOLDER_WITHOUT_RIGHTS": "Who asked is without this right on the day of receipt.",
    "COPIES_MISSING": "Copies to counsel are required and were not sent.",
}


def not_excepted(
    right: AskedFor,
    received_on: Sourced[date] | None,
    known: Happenings,
    forms_open: Sourced[tuple[str, ...]] | None,
    matter: Matter,
    told_by: str = "demand_received",
) -> Iterator[Condition]:
    """Whether what takes the request out of the right was so on the day of receipt."""
    if right.unless is None or received_on is None:
        return

    def stated(asked: Stated, day: date) -> Sourced[bool] | None:
        if not isinstance(asked, OnForm):
            return known.stated(asked, day)
        if forms_open is None:
            return None
        is_open = any(is_on(form, asked.form) for form in forms_open.value)
        return Sourced(is_open, forms_open.source)

    name, clause = "not_excepted", right.clause
    then = replace(known, stated=stated).on(received_on.value)
    tested = passed_on_its_day(right.unless, then, matter)
    if tested.passed is None:
        for each in tested.waits_for:
            posted_as = f"{told_by}.forms_at_receipt" if each == "form" else None
            posted_as = posted_as or POSTED_AS.get(each, "condition_stated.holds")
            needed_for = "whether the request is excepted"
            matter.working.miss(each, needed_for, clause, posted_as=posted_as)
        says = "It is not recorded whether an exception in the agreement applies to this request."
        yield Condition(name, "unknown", clause, says)
    elif tested.passed:
        says = "An exception in the agreement applies to this request."
        yield Condition(name, "failed", clause, says, "EXCLUDED_BY_CONDITION")
    else:
        yield Condition(
            name, "passed", clause, "No exception in the agreement applies to this request."
        )


def by_requisite_holders(asked: RequestReceived, request: Request, matter: Matter) -> Condition:
    """Whether the Requisite Holders ask, counted on the day of receipt."""
    name, clause = "requisite_holders", clause_on_who(request, matter)
    if asked.flaw or asked.received_on is None:
        says = "Not tested: no request is known to have been received."
        return Condition(name, "unknown", clause, says)
    if asked.tally is None or asked.threshold is None or asked.tally.total.value == 0:
        return _holdings_not_known(asked.received_on.value, request, clause, matter)
    if asked.open_order:
        return _order_not_known(asked.open_order, clause, matter)
    if asked.open_moves:
        return _moves_not_known(asked.open_moves, asked.received_on.value, clause, matter)
    tally, test = asked.tally, asked.threshold
    if test.met.value and request.taken_back:
        tally, test = after_withdrawals(asked, tally, test, request, matter)
    says = (
        f"Those who ask hold {written(tally.requesting.value)} of "
        f"{numbered(tally.total.value, 'share')}; {written(test.needed.value)} are needed."
    )
    says += _who_are_without_rights(asked.received_on.value, request)
    for taken in (*asked.dropped, *(() if test.met.value else _taken_back_since(asked, request))):
        day = written_out(taken.on.value)
        says += f" {taken.holder} took back its request on {day}, before it was complete."
    if test.met.value:
        return Condition(name, "passed", clause, says)
    unheard = _held_by_unrecognised(asked, asked.received_on.value, request, matter)
    says = f"{says.removesuffix('.')}{unheard}."
    return Condition(name, "failed", clause, says, "NOT_REQUISITE_HOLDERS")


def _taken_back_since(asked: RequestReceived, request: Request) -> Iterator[TakenBack]:
    """Requests taken back after the last letter, while what was asked for was not complete."""
    since = {
        holder: request.taken_back.of(holder, letter.asked_on)
        for letter in asked.counted
        for holder in letter.requests
    }
    yield from dict.fromkeys(taken for _, taken in sorted(since.items()) if taken is not None)


def _holdings_not_known(day: date, request: Request, clause: str, matter: Matter) -> Condition:
    """What Holders hold, or of what it must be a part, is not recorded."""
    who, says = who_may_ask(request, matter), "The Holders' positions are not recorded."
    if who is not None and who.of == "outstanding" and request.outstanding(day) is None:
        posted_as, needed_for = OUTSTANDING[1], "whether enough of them ask"
        matter.working.miss(OUTSTANDING[0], needed_for, clause, posted_as=posted_as)
        says = "The shares outstanding are not recorded."
    else:
        matter.working.miss("positions", "whether Requisite Holders ask", clause)
    return Condition("requisite_holders", "unknown", clause, says)


def _who_are_without_rights(day: date, request: Request) -> str:
    """Of those who signed, who has not the right any more, in words."""
    signed = dict.fromkeys(each for letter in request.letters for each in letter.requests)
    barred = ((holder, request.barred(holder, day)) for holder in signed)
    return "".join(
        f" {holder} is without rights by clause {clause}, and does not count."
        for holder, clause in barred
        if clause is not None
    )


def _held_by_unrecognised(
    asked: RequestReceived, day: date, request: Request, matter: Matter
) -> str:
    """What those hold who asked in vain, since the Company need not recognise them yet (QB9)."""
    if not asked.unrecognised:
        return ""
    readings = matter.terms.readings.model_copy(update={"unrecognised_count": "both"})
    all_count = open_matter(matter.terms.model_copy(update={"readings": readings}), Detail.NONE)
    held = request.count(day, asked.unrecognised, all_count)
    who = " and ".join(sorted(asked.unrecognised))
    shares = f" {numbered(held.requesting.value, 'share')}" if held else " shares"
    return (
        f"; the{shares} of {who} are not among them, since on {written_out(day)} the Company need "
        f"not yet recognise {who} ({matter.terms.assignment.clause})"
    )


def _order_not_known(taken: Sequence[TakenBack], clause: str, matter: Matter) -> Condition:
    """Letters and a taking back reached the Company on one day: which came first decides."""
    matter.working.miss(
        "before_letters",
        "whether the request was complete before it was taken back",
        clause,
        posted_as="withdrawn.before_letters",
    )
    who = " and ".join(sorted({str(each.holder) for each in taken}))
    says = (
        f"On {written_out(taken[0].on.value)} {who} took back what it had asked for, and letters "
        "were received; it is not recorded which came first."
    )
    return Condition("requisite_holders", "unknown", clause, says)


def _moves_not_known(told_by: Sequence[str], day: date, clause: str, matter: Matter) -> Condition:
    """Shares moved on the day of the letters: what those who ask held then turns on the order."""
    for kind in told_by:
        matter.working.miss(
            "before_requests",
            "whether those who ask held enough when the request was received",
            clause,
            posted_as=f"{kind}.before_requests",
        )
    says = (
        f"On {written_out(day)} letters were received, and what Holders hold changed; it is not "
        "recorded which came first."
    )
    return Condition("requisite_holders", "unknown", clause, says)
