"""Terms read against themselves: one contradiction at a time, each named at its spot."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.terms import Terms
from app.rules.terms.document.checks.check import check_terms, contradictions, warnings
from app.rules.terms.rights.registrations import TierClass
from app.services.agreements.templates import all_templates, template, with_overrides

BASE = template("ctc-1998").terms
SELLERS = ("holders", "company", "others")


def changed(**overrides: Any) -> Terms:
    return with_overrides(BASE, overrides)


def found(terms: Terms) -> dict[str, str]:
    return {each.pointer: each.code for each in contradictions(terms)}


def delays(*limits: Any) -> dict[str, Any]:
    said = {"clause": "2(g)", "grounds": [], "prohibition_needs_notice": True}
    return {"$replace": True, **said, "limits": list(limits)}


def per_use(days: int) -> dict[str, Any]:
    return {"counts": "days", "limit": days, "per": "use"}


YEAR = {"count": 12, "unit": "month"}


def after(moment: str, days: int) -> dict[str, Any]:
    return {"count": days, "unit": "day", "after": moment}


@pytest.mark.parametrize("name", [each.name for each in all_templates()])
def test_bundled_terms_say_nothing_against_themselves(name: str) -> None:
    """What a form leaves blank is all that is told of it."""
    terms = template(name).terms
    found = check_terms(terms)
    assert found.consistent
    assert {each.pointer for each in found.findings} == set(terms.blanks)
    assert {each.code for each in found.findings} <= {"blank_not_filled"}


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        # Majorities counted among shares that nobody counts them in.
        (
            {
                "underwriter_selection": {
                    "approval": {"base": "registrable_securities_fully_diluted"}
                }
            },
            {"/underwriter_selection/approval/base": "base_not_counted"},
        ),
        (
            {"amendments": {"holders_sign": {"base": "securities_included"}}},
            {"/amendments/holders_sign/base": "base_not_counted"},
        ),
        # Instruments that would bind some Holders and not others.
        ({"amendments": {"binds": "signing_holders"}}, {"/amendments/binds": "binds_not_honoured"}),
        # Windows that end before they begin.
        ({"demand": {"closes_on": "1998-10-09"}}, {"/demand/closes_on": "closes_before_it_opens"}),
        (
            {"demand": {"closes_on": "1998-01-05"}},
            {"/demand/closes_on": "closes_before_it_opens"},
        ),
        (
            {"demand": {"opens": None, "closes_on": "1998-01-05"}},
            {"/demand/closes_on": "closes_before_agreement"},
        ),
        (
            {"demand": {"standstill": {"direction": "before"}}},
            {"/demand/standstill/direction": "wrong_direction"},
        ),
        (
            {"incidental": {"notice": {"direction": "after", "roll": "none"}}},
            {"/incidental/notice/direction": "wrong_direction"},
        ),
        (
            {"notices": {"methods": {"mail": {"received": {"direction": "before"}}}}},
            {"/notices/methods/mail/received/direction": "wrong_direction"},
        ),
        (
            {"holdback": {"before": {"direction": "after"}}},
            {"/holdback/before/direction": "wrong_direction"},
        ),
        (
            {"demand": {"join": {"within": {"roll": "backward"}}}},
            {"/demand/join/within/roll": "roll_against_direction"},
        ),
        (
            {"earnings_statement": {"shortest": {"count": 19}}},
            {"/earnings_statement/shortest/count": "shortest_exceeds_longest"},
        ),
        # Dates that are never reached.
        (
            {"demand": {"effect_within": {"count": 63, "unit": "year"}}},
            {"/demand/effect_within/count": "unreachable_date"},
        ),
        (
            {"drafts": {"before_filing": {"count": 20_000, "unit": "month"}}},
            {"/drafts/before_filing/count": "unreachable_date"},
        ),
        (
            {"demand": {"opens": {"after": "2060-12-31"}}},
            {"/demand/opens/after": "unreachable_date"},
        ),
        (
            {"incidental": {"opens": {"after": "2150-01-01"}}},
            {"/incidental/opens/after": "unreachable_date"},
        ),
        # Ranks.
        (
            {"demand": {"priorities": {"company_first": [["company"], ["holders"]]}}},
            {"/demand/priorities/company_first": "class_missing"},
        ),
        (
            {"demand": {"priorities": {"company_first": [["holders"], ["company", "others"]]}}},
            {"/demand/priorities/company_first": "not_as_named"},
        ),
        (
            {"incidental": {"cutback": {"priority": [["company"], ["holders"]]}}},
            {"/incidental/cutback/priority": "class_missing"},
        ),
        (
            {"incidental": {"cutback": {"priority": [["company", "initiators"], list(SELLERS)]}}},
            {
                "/incidental/cutback/priority/0/1": "class_unknown",
                "/incidental/cutback/priority/1/1": "class_twice",
            },
        ),
        (
            {"takedown_cutback": {"priorities": {"company_first": [["company"], [], ["holders"]]}}},
            {
                "/takedown_cutback/priorities/company_first": "class_missing",
                "/takedown_cutback/priorities/company_first/1": "empty_rank",
            },
        ),
        # Who and how many.
        (
            {"requisite_holders": {"fraction": "1"}},
            {"/requisite_holders/comparison": "beyond_the_whole"},
        ),
        (
            {"original_holders": [{"id": "ctc", "name": "CTC", "entity": "corporation"}]},
            {"/original_holders/0/id": "party_twice"},
        ),
        (
            {"registrable_securities": {"counts": [], "warrant_shares": None}},
            {"/registrable_securities/counts": "nothing_registrable"},
        ),
        (
            {"incidental": {"securities": ["equity", "debt", "equity"]}},
            {"/incidental/securities/2": "listed_twice"},
        ),
        (
            {"indemnity": {"by_company": {"only_if_required": ["director"]}}},
            {"/indemnity/by_company/only_if_required/0": "not_protected"},
        ),
        ({"assignment": {"recognised_by": []}}, {"/assignment/recognised_by": "never_recognised"}),
    ],
    ids=str,
)
def test_a_contradiction_is_found_at_its_spot(
    overrides: dict[str, Any], expected: dict[str, str]
) -> None:
    assert found(changed(**overrides)) == expected


@pytest.mark.parametrize(
    ("overrides", "pointer", "code"),
    [
        ({"demand": {"cap": {"limit": 0}}}, "/demand/cap/limit", "never_usable"),
        (
            {"demand": {"short_form": {"effect_within": {"count": 91}}}},
            "/demand/short_form/effect_within/count",
            "short_form_longer",
        ),
        (
            {"incidental": {"join": {"within": {"count": 31}}}},
            "/incidental/join/within/count",
            "window_outlasts_notice",
        ),
        ({"delay": {"max_days": 0}}, "/delay", "never_usable"),
        ({"delay": {"max_days": 183}}, "/delay/occasions/limit", "delays_without_end"),
        ({"shelf": None, "takedown": None}, "/takedown_cutback", "no_shelf"),
        (
            {"registration_expenses": {"holders_counsel": None}},
            "/registration_expenses/holders_counsel",
            "counsel_in_one_place_only",
        ),
        (
            {"registrable_securities": {"counts": ["common"]}},
            "/registrable_securities/warrant_shares",
            "uncounted_warrants",
        ),
        (
            {
                "incidental": {
                    "exclusions": [
                        {
                            "clause": "2",
                            "reason": "NONE",
                            "purposes": [],
                            "forms": None,
                            "solely": False,
                        }
                    ]
                }
            },
            "/incidental/exclusions/0",
            "excludes_nothing",
        ),
        # Ninety days of one use, where there are 45 in twelve months.
        (
            {"delay": delays(per_use(90), {"counts": "days", "limit": 45, "window": YEAR})},
            "/delay/limits/0/limit",
            "never_binds",
        ),
        (
            {"demand": {"file_within": after("request.received", 150)}},
            "/demand/effect_within",
            "effect_before_filing",
        ),
        (
            {
                "demand": {
                    "file_within": after("request.given", 10),
                    "notice_to_holders": {"standard": None, "within": after("request.given", 30)},
                }
            },
            "/demand/notice_to_holders/within",
            "told_after_filing",
        ),
    ],
    ids=str,
)
def test_a_slip_is_a_warning_and_no_more(
    overrides: dict[str, Any], pointer: str, code: str
) -> None:
    terms = changed(**overrides)
    assert contradictions(terms) == ()
    assert {each.pointer: each.code for each in warnings(terms)} == {pointer: code}
    assert check_terms(terms).consistent


@pytest.mark.parametrize(
    ("other", "binds"),
    [
        ({"counts": "days", "limit": 90, "window": YEAR}, True),
        ({"counts": "days", "limit": 89, "window": YEAR}, False),
        ({"counts": "days", "limit": 89, "window": YEAR, "force": "efforts"}, True),
        ({"counts": "days", "limit": 89, "window": YEAR, "rights": ["shelf"]}, True),
        # A use may reach from one calendar year into the next.
        ({"counts": "days", "limit": 89, "window": {"calendar": "year"}}, True),
    ],
    ids=str,
)
def test_a_limit_that_no_other_is_reached_before_binds(other: Any, binds: bool) -> None:
    """Ninety days of one use."""
    found = warnings(changed(delay=delays(per_use(90), other)))
    assert ([each.code for each in found] == []) is binds


@pytest.mark.parametrize(
    ("rights", "codes"), [(["takedown"], ["condition_not_honoured"]), ([], [])]
)
def test_no_sale_off_a_shelf_is_the_first_public_offering(rights: Any, codes: list[str]) -> None:
    span = {"from": after("registration.priced", 1), "until": after("registration.priced", 9)}
    said = {"clause": "7", "rights": rights, "first_public_offering": True, **span}
    terms = changed(holdback=None, holdbacks={"a": said})
    assert [each.code for each in contradictions(terms)] == codes


def test_all_are_found_at_once_contradictions_first() -> None:
    terms = changed(
        demand={"closes_on": "1998-10-01", "cap": {"limit": 0}}, assignment={"recognised_by": []}
    )
    severities = [each.severity for each in check_terms(terms).findings]
    assert severities == ["contradiction", "contradiction", "warning"]


TIERS = st.lists(st.lists(st.sampled_from(["holders", "company", "others", "initiators"])))


@given(tiers=TIERS)
def test_only_a_ranking_of_each_class_once_passes(tiers: list[list[TierClass]]) -> None:
    terms = changed(incidental={"cutback": {"priority": tiers}})
    ranked = sorted(each for tier in tiers for each in tier)
    complete = ranked == sorted(SELLERS) and all(tiers)
    assert (contradictions(terms) == ()) is complete


@given(
    opens=st.dates(BASE.agreement_date.replace(year=1999), BASE.agreement_date.replace(year=2050)),
    days=st.integers(-5_000, 5_000),
)
def test_a_right_is_open_on_some_day_or_contradicts_itself(opens: Any, days: int) -> None:
    closes = opens.fromordinal(opens.toordinal() + days)
    terms = changed(
        agreement_date="1998-04-10",
        demand={"opens": {"after": opens.isoformat()}, "closes_on": closes.isoformat()},
    )
    assert (contradictions(terms) == ()) is (days > 0) or closes < BASE.agreement_date


def test_places_exist() -> None:
    """A pointer leads to a value of the document."""
    terms = changed(
        demand={"closes_on": "1998-10-01", "cap": {"limit": 0}},
        incidental={"notice": {"direction": "after"}, "cutback": {"priority": [["company"]]}},
    )
    document = json.loads(terms.canonical)
    for each in check_terms(terms).findings:
        here = document
        for part in each.pointer.split("/")[1:]:
            here = here[int(part) if isinstance(here, list) else part]
