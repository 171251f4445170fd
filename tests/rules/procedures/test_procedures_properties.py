"""What must hold of Sections 3 to 5 whatever is on the record."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.procedures import UnderWay
from tests.rules.examples.procedures import (
    CTC,
    asked_for,
    carried_out,
    dated,
    handed,
    under_way,
)

START = date(1999, 4, 1)
days = st.integers(0, 300).map(lambda number: (START + timedelta(days=number)).isoformat())
sellers = st.sampled_from(["spectrum", "wang"])
steps = st.sampled_from(
    ["copies", "state_qualification", "corrected_prospectus", "investigation", "objectives"]
)
topics = st.lists(
    st.sampled_from(["effectiveness", "no_stop_order", "no_misstatement"]), min_size=1, max_size=5
)


def of(holders: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A fact about one of these Holders alone."""
    return st.one_of(
        st.builds(asked_for, steps, holders, days),
        st.builds(lambda who, day: handed("information_requested", who, day), holders, days),
        st.builds(lambda who, day: handed("information_received", who, day), holders, days),
        st.builds(lambda who, day: dated("undertaking_required", day, holder=who), holders, days),
        st.builds(lambda who, day: dated("undertaking_received", day, holder=who), holders, days),
        st.builds(lambda who, day: dated("old_copies_returned", day, holder=who), holders, days),
        st.builds(
            lambda who, day: handed("misstatement_notice_delivered", who, day), holders, days
        ),
        st.builds(
            lambda who, day: dated("new_prospectus_received", day, holder=who), holders, days
        ),
        st.builds(lambda who, day: handed("holdback_notice_given", who, day), holders, days),
        st.builds(
            lambda who, step, day: dated("procedure_performed", day, procedure=step, holder=who),
            holders,
            steps,
            days,
        ),
    )


of_all = st.one_of(
    st.builds(lambda day: dated("misstatement_notice_given", day), days),
    st.builds(lambda day: dated("stop_order", day, holder_at_fault=False), days),
    st.builds(lambda day: dated("stop_order_lifted", day), days),
    st.builds(lambda day: dated("transfer_agent_appointed", day), days),
    st.builds(lambda day: dated("listed", day), days),
    st.builds(lambda day, of: dated("opinion_delivered", day, dated=day, topics=of), days, topics),
    st.builds(
        lambda day: dated("comfort_letter_delivered", day, dated=day, information_to=day), days
    ),
    st.builds(
        lambda day, planned: dated(
            "amendment_proposed", day, amendment="one", planned_filing_on=planned
        ),
        days,
        days,
    ),
    st.builds(lambda day: dated("holdback_required", day, firm_commitment=True), days),
    st.builds(lambda day, n: dated("holdback_advised", day, days=n), days, st.integers(1, 200)),
    st.builds(lambda day: dated("underwriter_selected", day, underwriter="Bank"), days),
)
records = st.lists(st.one_of(of(sellers), of_all), max_size=10)
kinds = st.sampled_from(["requested", "shelf", "takedown", "incidental"])
underwritten = st.sampled_from([True, False, None])
effective = st.sampled_from([None, date(1999, 5, 14)])

registrations = st.builds(
    lambda facts, kind, by_underwriters, since, number, given_up: under_way(
        *facts,
        kind=kind,
        underwritten=by_underwriters,
        effective=since,
        given_up=given_up,
        as_of=START + timedelta(days=number),
    ),
    records,
    kinds,
    underwritten,
    effective,
    st.integers(0, 400),
    st.booleans(),
)

WITH_A_PERIOD = {each.name for each in CTC.procedures if each.within is not None}
DATED_BY_ITS_OWN_TERM = ("drafts", "amendment_copy", "holdback")


@settings(max_examples=150, deadline=None)
@given(registrations)
def test_a_stated_standard_never_yields_a_due_day(registration: UnderWay) -> None:
    for duty in carried_out(registration)[0].obligations:
        name = duty.id.partition(":")[0]
        if name not in WITH_A_PERIOD and name not in DATED_BY_ITS_OWN_TERM:
            assert duty.due_on is None, duty.id
            assert duty.status != "breached" or duty.breached_on, duty.id


@settings(max_examples=150, deadline=None)
@given(registrations)
def test_every_duty_has_an_id_of_its_own_and_leads_to_a_fact(registration: UnderWay) -> None:
    found = carried_out(registration)[0].obligations
    assert len({each.id for each in found}) == len(found)
    assert all(each.trigger.startswith("fact:") and each.obligees for each in found)


@settings(max_examples=150, deadline=None)
@given(records, st.lists(of(st.just("wang")), min_size=1, max_size=4), kinds)
def test_a_fact_about_one_holder_changes_nothing_for_another(
    facts: list[dict[str, Any]], about_wang: list[dict[str, Any]], kind: Any
) -> None:
    before = carried_out(under_way(*facts, kind=kind))[0]
    after = carried_out(under_way(*facts, *about_wang, kind=kind))[0]

    def spectrums(found: Any) -> list[Any]:
        return [
            (each.name, each.state, each.asked_on, each.met_on)
            for each in found.conditions_of_inclusion
            if each.holder == "spectrum"
        ]

    def windows_of_spectrum(found: Any) -> list[Any]:
        return [
            (each.limb, each.bound_from, each.last_day)
            for each in found.holdback
            if each.holder == "spectrum"
        ]

    def owed_to_spectrum(found: Any) -> dict[str, Any]:
        """What is owed to it or by it; a step suspended toward it is not."""
        return {
            each.id: (each.status, each.due_on, each.begins_on)
            for each in found.obligations
            if "spectrum" in (*each.obligees, each.obligor) and each.status != "excused"
        }

    assert spectrums(before) == spectrums(after)
    assert owed_to_spectrum(before) == owed_to_spectrum(after)
    assert windows_of_spectrum(before) == windows_of_spectrum(after)


@settings(max_examples=100, deadline=None)
@given(registrations)
def test_every_figure_of_a_duty_says_where_it_comes_from(registration: UnderWay) -> None:
    found, matter = carried_out(registration)
    steps = {f"step:{each.id}" for each in matter.working.steps}
    names = ("due_on", "performed_on", "begins_on", "breached_on", "days_late", "days_left")
    for duty in found.obligations:
        for name in names:
            if getattr(duty, name) is not None:
                source = duty.explained_by[name]
                assert source.startswith("fact:") or source in steps
