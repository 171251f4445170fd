"""Worked cases of cutbacks, triggers, approvals, amendments, transfers, splits, other rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.cases.words import Given, form, registration_kind

if TYPE_CHECKING:  # the runner imports this module
    from tests.cases.runner import Ask, Found

PURPOSES = (
    ("145", "rule_145"),
    ("merger", "merger"),
    ("acquisition", "acquisition"),
    ("section_2a", "holders_own_registration"),
    ("employee", "employee_plan"),
    ("benefit_plan", "employee_plan"),
    ("service_provider", "employee_plan"),
    ("stock_option", "employee_plan"),
    ("exchange_offer", "exchange_offer"),
    ("rights_offering", "rights_offering"),
    ("drip", "reinvestment_plan"),
    ("reinvestment", "reinvestment_plan"),
)
"""What in a case's purpose tells which of the service's it is; any other is an offering."""


def purpose_of(said: str) -> str:
    """The purpose of a registration."""
    return next((purpose for part, purpose in PURPOSES if part in said), "offering")


def securities_of(given: Given) -> str | None:
    """The kind of securities, said outright or by the purpose."""
    purpose = str(given["purpose"])
    debt = any(word in purpose for word in ("debt", "notes", "bonds"))
    stated: str | None = given.get("securities")
    return stated or ("debt" if debt else None)


def party(said: str | None) -> str | None:
    """The Company, the Holders, or anybody else."""
    return said if said in (None, "company", "holders") else "others"


def cutback(ask: Ask) -> Found:
    given = ask.given
    answer = ask.answer(
        "cutback",
        registration=registration_kind(given["registration"]),
        initiated_by=party(given.get("initiated_by")),
        initiators=given.get("initiators"),
        underwritten=given.get("underwritten"),
        written_advice=given.get("written_advice"),
        maximum_shares=given.get("max"),
        greenshoe_shares=given.get("greenshoe"),
        company=given.get("company"),
        holders=given.get("holders"),
        others=given.get("others"),
        demanding=given.get("demanding"),
        owned=given.get("owned"),
        first_public_offering=given.get("first_public_offering"),
        holders_consent=given.get("holders_consent", given.get("consent")),
        room_for_registrable=given.get("room_for_registrable"),
        granted_in_compliance=given.get("compliant_with_section_8"),
    )
    return cutback_found(answer, given)


def cutback_found(answer: Found, given: Given) -> Found:
    """Each class's shares by seller, in the words of the cases."""
    lines = answer["result"]["lines"]
    warnings = [each["code"] for each in answer["warnings"]]
    by_class: dict[str, dict[str, Any]] = {"holders": {}, "others": {}, "demanding": {}}
    company = 0 if given.get("company") == 0 else None
    for each in lines:
        if each["seller_class"] == "company":
            company = each["included"]
        else:
            by_class[each["seller_class"]][each["seller"]] = each["included"]
    return {
        **by_class,
        "company": company,
        "total": answer["result"]["total"],
        "cut_back": answer["result"]["cut_back"],
        "warning": warnings[0] if warnings else None,
        "warnings": warnings,
    }


def incidental_trigger(ask: Ask) -> Found:
    given = ask.given
    return ask.compute(
        "incidental-trigger",
        purpose=purpose_of(str(given["purpose"])),
        initiated_for=party(given.get("for", "company")),
        form=form(given.get("form")),
        solely=given.get("solely"),
        securities=securities_of(given),
        determined_on=given.get("determined_on"),
    )


def underwriter_approval(ask: Ask) -> Found:
    return ask.compute(
        "underwriter-approval", included=ask.given["included"], approving=ask.given["approving"]
    )


def amendment(ask: Ask) -> Found:
    given = ask.given
    return ask.compute(
        "amendment",
        instrument=given.get("instrument"),
        in_writing=given.get("in_writing", given.get("written")),
        company_signed=given.get("company_signed"),
        signing_shares=given.get("signing_fd_shares"),
        total_shares=given.get("total_fd_shares"),
        signed_on=given.get("signed_on"),
        takes_effect_on=given.get("takes_effect_on"),
        hurt_more_than_others=given.get("hurt_more_than_others"),
    )


RECOGNITION = {"record_holder_on", "notice_received_on", "agreement_received_on"}


def assignment(ask: Ask) -> Found:
    given = ask.given
    found = ask.with_terms(threshold=given.get("threshold")).compute(
        "assignment",
        affiliate=given.get("affiliate", False),
        held_before=given.get("transferee_before", 0),
        without_rights=given.get("transferee_before_without_rights", 0),
        transferred=given.get("transferred"),
        restricted_in_writing=given.get("restricted_in_writing", False),
        to_the_public=given.get("to_the_public", given.get("public_sale")),
        splits=splits(given),
        record_holder=of_record(given),
        notice_and_agreement=notice_and_joinder(given),
    )
    if not RECOGNITION & given.keys():
        return found
    known = recognition(ask).get("recognised_from") if found["rights_pass"] else None
    return {**found, "recognised_from": known}


def of_record(given: Given) -> bool | None:
    """Whether the transferee is of record: said outright, or by the day."""
    if "record_holder_on" in given:
        return given["record_holder_on"] is not None
    said: bool | None = given.get("record_holder")
    return said


def notice_and_joinder(given: Given) -> bool | None:
    """Whether the Company has notice and agreement: said outright, or by their days."""
    days = ("notice_received_on", "agreement_received_on")
    if any(day in given for day in days):
        return all(given.get(day) is not None for day in days)
    said: bool | None = given.get("notice_and_joinder")
    return said


def splits(given: Given) -> list[dict[str, int]]:
    """Splits as the computations take them."""
    return [split(each) for each in given.get("splits", [])]


def split(said: Any) -> dict[str, int]:
    """One split, the new shares for the old: a pair, its parts by name, or in words (3-for-2)."""
    if isinstance(said, dict):
        return dict(said)
    new, old = said.lower().replace("-", " ").split(" for ") if isinstance(said, str) else said
    return {"numerator": int(new), "denominator": int(old)}


def recognition(ask: Ask) -> Found:
    return ask.compute("recognition", **{name: ask.given.get(name) for name in RECOGNITION})


def split_adjust(ask: Ask) -> Found:
    """Numbers of shares; a percentage among them, or listed beside them, is posed as one."""
    stated = ask.given.get("values", {})
    numbers = {name: value for name, value in stated.items() if not is_percentage(name, value)}
    percentages = {name: value for name, value in stated.items() if name not in numbers}
    percentages |= ask.given.get("percentages", {})
    days = ask.given.get("days", {})
    found = split_found(
        ask,
        values=numbers,
        days=days,
        percentages={name: fraction(value) for name, value in percentages.items()},
    )
    kept = {
        name: value
        for name, value in percentages.items()
        if found["percentages"][name] == fraction(value)
    }
    return {**found, "adjusted": {**found["adjusted"], **kept}, "percentages": kept}


def split_adjust_days(ask: Ask) -> Found:
    return split_found(ask, values={}, days=ask.given["days"])


def is_percentage(name: str, value: Any) -> bool:
    """Whether a number of a case is a percentage, by its name or its sign."""
    words = ("pct", "percent", "per_cent")
    return "%" in str(value) or any(word in name for word in words)


def fraction(said: Any) -> str:
    """A percentage as an exact fraction in text."""
    return str(Fraction(str(said).replace("%", "").strip()))


def split_found(ask: Ask, **numbers: Given) -> Found:
    """The numbers by name, shares as exact text and days as they are."""
    result = ask.compute("split-adjustment", splits=splits(ask.given), **numbers)
    return {
        "adjusted": {each["name"]: each["number"] for each in result["adjusted"]},
        "days": {each["name"]: each["days"] for each in result["days"]},
        "percentages": {each["name"]: each["percentage"] for each in result["percentages"]},
    }


def rights_comparison(ask: Ask) -> Found:
    return ask.compute(
        "rights-comparison", existing=ask.given["existing"], proposed=ask.given["proposed"]
    )


KINDS: Mapping[str, Callable[[Ask], Found]] = {
    "amendment": amendment,
    "assignment": assignment,
    "cutback": cutback,
    "incidental_trigger": incidental_trigger,
    "recognition": recognition,
    "rights_comparison": rights_comparison,
    "split_adjust": split_adjust,
    "split_adjust_days": split_adjust_days,
    "underwriter_approval": underwriter_approval,
}
