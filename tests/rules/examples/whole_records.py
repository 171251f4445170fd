"""Records of everything at once: every kind of registration, instruments, covenants and claims.

Drawn at random, and kept only where the guards let it be recorded.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from app.rules.facts import ANY_FACT, BeginningFact, RecordedFact
from app.rules.record.guards.guards import objections
from app.rules.terms import Terms
from app.services.agreements.templates import template
from tests.api.bodies import Json
from tests.api.money.claim_facts import COMPANY, bill, claim, notified, paid, person, sale

TERMS: Terms = template("ctc-1998").terms
HOLDERS = ("alpha", "beta", "gamma")
START, LAST = date(1998, 9, 1), date(2001, 12, 31)

days = st.integers(0, (LAST - START).days).map(lambda number: START + timedelta(days=number))
holders = st.sampled_from(HOLDERS)
shares = st.integers(1, 600_000)
deliveries = st.one_of(
    days.map(lambda day: {"method": "mail", "sent_on": day.isoformat()}),
    days.map(lambda day: {"method": "personal", "delivered_on": day.isoformat()}),
)
letters = st.builds(
    lambda asking, number, delivery: {
        "requests": [{"holder": holder, "shares": number} for holder in sorted(asking)],
        "delivery": delivery,
    },
    st.sets(holders, min_size=1),
    st.integers(1, 100_000),
    deliveries,
)


def fact(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


def dated(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return fact(kind, occurred_on=days.map(date.isoformat), **fields)


demands = fact(
    "demand_received",
    letters=st.lists(letters, min_size=1, max_size=2),
    short_form_qualified=st.booleans(),
    underwritten=st.booleans(),
)
of_a_registration = st.one_of(
    fact("notice_given", holder=holders, delivery=deliveries),
    fact("join_requested", holder=holders, shares=shares, delivery=deliveries),
    fact("letter_added", letter=letters),
    dated("delay_invoked", days=st.integers(1, 70), board_judgment=st.booleans()),
    dated("filed", form=st.sampled_from(["S-1", "S-3"])),
    dated("declared_effective"),
    dated("withdrawn"),
    dated("stop_order", holder_at_fault=st.booleans()),
    dated("misstatement_notice_given"),
    dated("new_prospectus_received", holder=st.one_of(st.none(), holders)),
    dated("distribution_completed"),
    dated("additions_proposed", company=shares),
    dated("maximum_advised", shares=shares),
)
of_the_agreement = st.one_of(
    dated("preferred_converted", holder=holders, shares=shares),
    dated("shares_sold", holder=holders, shares=shares),
    dated("warrants_expired"),
    dated("stock_split", numerator=st.integers(1, 3), denominator=st.integers(1, 3)),
    dated("company_offering_commenced", seller=st.sampled_from(["company", "holders"])),
)
OPENING: list[dict[str, Any]] = [
    *({"kind": "holder_recorded", "holder": name, "name": name} for name in HOLDERS),
    *(
        {
            "kind": "position_stated",
            "holder": name,
            "preferred_as_converted": 400_000,
            "warrant_shares": 50_000,
        }
        for name in HOLDERS
    ),
]

REGISTRATIONS = ("first", "second", "third")
ALPHA = person("alpha", "holder")

written_days = days.map(date.isoformat)
some_letters = st.lists(letters, min_size=1, max_size=2)
beginnings = st.one_of(
    demands,
    fact(
        "shelf_triggered",
        conversion_proposed_on=written_days,
        certificate_date=written_days,
        letters=st.lists(letters, max_size=1),
    ),
    fact("takedown_requested", shelf=st.sampled_from(REGISTRATIONS), letters=some_letters),
    dated(
        "registration_determined",
        purpose=st.just("offering"),
        initiated_for=st.sampled_from(["company", "others"]),
        planned_filing_on=st.one_of(st.none(), written_days),
        underwritten=st.booleans(),
    ),
)
signed = {
    "company_signed": st.just(True),
    "signed_by": st.just(sorted(HOLDERS)),
    "effective_from": st.one_of(st.none(), written_days),
}
instruments = st.one_of(
    dated(
        "terms_amended",
        instrument=st.sampled_from(["amendment", "waiver"]),
        changes=st.dictionaries(
            st.sampled_from(["/demand/effect_within/count", "/effectiveness/keep_effective/count"]),
            st.integers(1, 200),
            min_size=1,
        ),
        reaches_requested=st.booleans(),
        **signed,
    ),
    dated(
        "obligation_waived",
        registration=st.sampled_from([None, *REGISTRATIONS]),
        obligation=st.sampled_from(["effect", "file", "notice:alpha", "maintain"]),
        **signed,
    ),
    dated("rights_ended", **signed),
)
covenants = st.one_of(
    dated("first_public_offering_effective"),
    dated("reporting_began"),
    dated("report_missed", report=st.just("10-K"), due_on=written_days),
    dated("report_filed", report=st.just("10-K"), due_on=written_days),
    dated(
        "covenant_standing",
        covenant=st.sampled_from(["public_information", "form_eligibility"]),
        kept=st.booleans(),
    ),
    fact(
        "rule144_requested",
        holder=holders,
        documents=st.just(["rule_144_statement", "reporting_statement"]),
        delivery=deliveries,
    ),
    dated(
        "securities_transferred",
        holder=holders,
        transferee=st.just("delta"),
        transferee_name=st.just("Delta"),
        preferred_as_converted=st.integers(1, 200_000),
        affiliate=st.booleans(),
        restricted_in_writing=st.just(False),
        record_holder_on=written_days,
        notice_received_on=written_days,
        agreement_received_on=written_days,
    ),
)
lives = st.one_of(
    of_a_registration,
    dated("abandoned"),
    dated("conversion_completed"),
    dated(
        "prohibition_noticed",
        days=st.integers(1, 60),
        board_judgment=st.just(True),
        transaction_considered_from=written_days,
        notices=st.lists(
            st.fixed_dictionaries({"holder": holders, "delivery": deliveries}), max_size=2
        ),
    ),
    dated("prohibition_lifted"),
    dated("stop_order_lifted"),
    dated("closing_failed", solely_holder=st.booleans()),
    st.builds(claim, written_days, st.just(ALPHA), st.just(COMPANY)),
    st.builds(notified, st.just("ctc"), deliveries),
    st.builds(bill, written_days, st.just("1000.00"), st.just("defence")),
    st.builds(paid, written_days, st.just("ctc"), st.just("400.00")),
    st.builds(sale, written_days, holders, st.integers(1, 20_000)),
)


@st.composite
def courses(draw: st.DrawFn) -> list[Json]:
    """What sets a registration going and what becomes of it; some become effective."""
    filed, effective = sorted(draw(st.tuples(written_days, written_days)))
    course = [draw(beginnings), *draw(st.lists(lives, max_size=7))]
    if draw(st.booleans()):
        course += [
            {"kind": "filed", "occurred_on": filed, "form": "S-3"},
            {"kind": "declared_effective", "occurred_on": effective},
        ]
    return course


@st.composite
def whole_records(draw: st.DrawFn) -> list[RecordedFact]:
    """A record with up to three registrations, of facts that may be recorded together."""
    proposed: list[tuple[str | None, Json]] = [
        (None, {**each, "occurred_on": "1998-04-10"}) for each in OPENING
    ]
    for name in REGISTRATIONS[: draw(st.integers(1, len(REGISTRATIONS)))]:
        proposed += [(name, each) for each in draw(courses())]
    anything = st.one_of(of_the_agreement, instruments, covenants)
    proposed += [(None, each) for each in draw(st.lists(anything, max_size=8))]
    return _recordable(proposed)


def _recordable(proposed: Sequence[tuple[str | None, Json]]) -> list[RecordedFact]:
    """What may be recorded; what waits for another fact is tried again after it."""
    record: list[RecordedFact] = []
    waiting = list(_readable(proposed))
    while True:
        refused = []
        for new in waiting:
            known = {each.registration_id for each in record}
            belongs = isinstance(new.fact, BeginningFact) or new.registration_id in {None, *known}
            if belongs and not objections(new, record, TERMS):
                record.append(new)
            else:
                refused.append(new)
        if len(refused) in (0, len(waiting)):
            return record
        waiting = refused


def _readable(proposed: Sequence[tuple[str | None, Json]]) -> Iterator[RecordedFact]:
    for number, (registration, fields) in enumerate(proposed):
        try:
            read = ANY_FACT.validate_python(fields)
        except ValidationError:
            continue
        yield RecordedFact(f"f{number:03}", registration, read)


def begun_by(record: Sequence[RecordedFact], day: date) -> list[str]:
    """The registrations that have begun by a day."""
    return [
        each.registration_id or ""
        for each in record
        if isinstance(each.fact, BeginningFact) and each.fact.happened_on <= day
    ]
