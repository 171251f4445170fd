"""The statement of compliance with Rule 144 that a Holder may ask for: clause 7(c).

A Holder who owns Registrable Securities may ask for it at any time after so many days after the
effectiveness of the Company's first registration for a public offering: from the day after the last
of them. It is then furnished forthwith, a standard without a date. The other statements and reports
of the clause do not wait for it. Days are calendar days; nothing rolls and nothing raises.
"""

from datetime import date

from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.days.period import last_day
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.clocks.periods import Rule144Statement
from app.rules.values.written_dates import written_out

TERM = "/rule144_statement/available_after"


def available_from(
    first_effective: Sourced[date] | None, term: Rule144Statement, matter: Matter
) -> Sourced[date] | None:
    """The first day on which the statement may be asked for."""
    if first_effective is None:
        matter.working.miss(
            "first_effective_on",
            "from when the statement may be asked for",
            term.clause,
            posted_as="first_public_offering_effective",
        )
        return None
    last = last_day(term.available_after, first_effective, matter, TERM)
    day = last.value + ONE_DAY
    return matter.working.step(
        "rule144.available_from",
        term.clause,
        f"The first day after them is {written_out(day)}.",
        day,
        {"last_day": last},
    )


def may_have(
    requested: Sourced[date],
    owns: Sourced[bool] | None,
    available: Sourced[date] | None,
    term: Rule144Statement,
    matter: Matter,
) -> Sourced[bool] | None:
    """Whether a request on a day entitles the Holder to the statement."""
    early = available is not None and requested.value < available.value
    if available is not None and early and matter.readings.early_rule144_request == "ask_again":
        return matter.working.step(
            "rule144.too_early",
            term.clause,
            f"The request of {written_out(requested.value)} comes before the statement can be "
            "asked for.",
            False,
            {"requested_on": requested, "available_from": available},
        )
    if owns is None:
        matter.working.miss(
            "owns_registrable_securities", "whether the Holder may ask", term.clause
        )
        return None
    if available is None and owns.value:
        return None
    return matter.working.step(
        "rule144.may_have",
        term.clause,
        f"The Holder {'owns' if owns.value else 'no longer owns'} Registrable Securities.",
        owns.value,
        {"requested_on": requested, "owns_registrable_securities": owns},
    )
