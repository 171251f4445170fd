"""Who may join a registration, and until when: the join windows of clauses 2(a)(i) and 2(b).

Every Holder has a window of his own, counted from his own receipt of the Company's notice. In a
demand his request must be received by the Company within it; in the Company's own registration it
must be given within it (QA21). Joining is an act the contract authorises, so a last day on a
Sunday or holiday moves (QA8). Days are calendar days.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.rules.matter import Matter
from app.rules.notice import Receipt
from app.rules.period import last_day
from app.rules.terms.registrations import Inclusion
from app.rules.working import Sourced

Test: TypeAlias = Literal["received", "given"]


@dataclass(frozen=True, slots=True)
class JoinRuling:
    """Whether a request to join is in time; if not, why."""

    decision: Literal["accepted", "refused", "undetermined"]
    reason: str | None
    tested: Sourced[date] | None


def window_last_day(
    notice_received: Sourced[date], term: Inclusion, matter: Matter, pointer: str
) -> Sourced[date]:
    """The last day on which this Holder may join."""
    return last_day(term.within, notice_received, matter, f"{pointer}/within")


def rule_on_join(
    request: Receipt,
    last: Sourced[date] | None,
    term: Inclusion,
    test: Test,
    reading: str,
    matter: Matter,
) -> JoinRuling:
    """Decide whether a request to join is in time; without a notice the window has not begun."""
    if request.flaw:
        return JoinRuling("refused", request.flaw, None)
    tested = request.received_on if test == "received" else request.given_on
    if tested is None:
        return JoinRuling("undetermined", None, None)
    if last is None:
        matter.working.step(
            "joining.test",
            term.within.clause,
            "No notice has reached this Holder: his window has not begun to run.",
            True,
            {test: tested},
            readings=(reading,),
        )
        return JoinRuling("accepted", None, tested)
    in_time = tested.value <= last.value
    ruling = matter.working.step(
        "joining.test",
        term.within.clause,
        f"The request was {test} on {tested.value.isoformat()}; the last day was "
        f"{last.value.isoformat()}: {'in time' if in_time else 'late'}.",
        in_time,
        {test: tested, "last_day": last},
        readings=(reading,),
    )
    if in_time:
        return JoinRuling("accepted", None, Sourced(tested.value, ruling.source))
    return JoinRuling("refused", "JOIN_LATE", Sourced(tested.value, ruling.source))
