"""Worked cases through the HTTP API: what is given becomes a request, the answer what is expected.

A case names its computation in `given.kind`. Every kind known here is one function that poses the
case to `/v1/compute/…` and gives back the answer in the words of `expect`; a kind that the service
does not compute yet is not supported, and never passes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tests.cases import kinds_life, kinds_money, kinds_parties, kinds_periods
from tests.cases.noted import Noted, unread
from tests.cases.parameters import with_parameters
from tests.cases.words import (
    Given,
    caused_by_holder,
    delivery,
    forms,
    missing_inputs,
    notice,
    refused_as_missing,
    registration_kind,
    solely_through_holders,
)
from tests.running.service import Service, described

Found = dict[str, Any]


NOT_FOUND = 404
DECISIONS = {
    "accepted": "accept",
    "refused": "refuse",
    "deferred": "defer",
    "undetermined": "undetermined",
}


class NotSupported(Exception):
    """The service does not compute this, or the runner does not know a word of the case."""


class MissingInputs(Exception):
    """The service refuses to compute without these fields, and names them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class Ask:
    """One case being asked: the service, what is given, and the answers so far."""

    service: Service
    given: Given
    answers: list[Found] = field(default_factory=list)
    otherwise: Given = field(default_factory=dict)

    def compute(self, computation: str, **inputs: object) -> Found:
        """Ask a stateless computation; its result, or the problem as an assertion error.

        What an answer leaves out, there being nothing to say, a case expects as null.
        """
        result: Found = self.answer(computation, **inputs)["result"]
        return nothing_said(computation) | result

    def answer(self, computation: str, **inputs: object) -> Found:
        """The whole answer, with its warnings and its working."""
        right = {"demand": self.given["right"]} if "right" in self.given else {}
        body = {
            **self._terms(),
            **right,
            "readings": self.given.get("options", {}),
            **{name: value for name, value in inputs.items() if value is not None},
        }
        response = self.service.post(f"/v1/compute/{computation}", body)
        if response.status_code == NOT_FOUND:
            raise NotSupported(computation)
        if absent := refused_as_missing(response):
            raise MissingInputs(absent)
        assert response.status_code == 200, response.text
        answer: Found = response.json()
        self.answers.append(answer)
        return answer

    def _terms(self) -> Found:
        """The agreement asked about, and the terms that the case sets otherwise."""
        name = self.given.get("template", "ctc-1998")
        otherwise = {**self.otherwise, **self.given.get("terms", {})}
        if not otherwise:
            return {"template": name}
        response = self.service.get(f"/v1/templates/{name}")
        assert response.status_code == 200, response.text
        return {"terms": with_parameters(response.json()["terms"], otherwise)}

    def with_terms(self, **otherwise: object) -> "Ask":
        """The same case with these terms set otherwise, where it states them."""
        stated = {name: value for name, value in otherwise.items() if value is not None}
        return replace(self, otherwise=stated)

    def beside(self) -> Found:
        """What the answers say beside their result."""
        warnings = [each["code"] for answer in self.answers for each in answer["warnings"]]
        missing = [name for answer in self.answers for name in missing_inputs(answer, self.given)]
        return {
            "missing_inputs": missing,
            "warning": warnings[0] if warnings else None,
            "warnings": warnings,
        }

    def store(self, path: str, body: Mapping[str, Any]) -> Found:
        """Record something; the result, or the problem as an assertion error."""
        response = self.service.post(path, body)
        assert response.status_code == 201, response.text
        result: Found = response.json()["result"]
        return result

    def read(self, path: str, *, as_of: str) -> Found:
        """Read something as of a day."""
        result: Found = self.read_whole(path, as_of=as_of)["result"]
        return result

    def read_whole(self, path: str, **asked: str) -> Found:
        """Read something with what is said beside it."""
        response = self.service.get(path, **asked)
        assert response.status_code == 200, response.text
        answer: Found = response.json()
        return answer


@cache
def nothing_said(computation: str) -> Found:
    """Every field that the result of a computation may have, as null."""
    description = described()
    schemas = description["components"]["schemas"]

    def fields_of(schema: Found) -> Found:
        if "$ref" in schema:
            return fields_of(schemas[schema["$ref"].rpartition("/")[2]])
        found: Found = dict(schema.get("properties", {}))
        for each in schema.get("anyOf", ()):
            found |= fields_of(each)
        return found

    answered = description["paths"][f"/v1/compute/{computation}"]["post"]["responses"]["200"]
    answer = fields_of(answered["content"]["application/json"]["schema"])
    return dict.fromkeys(fields_of(answer["result"]))


def deemed_receipt(ask: Ask) -> Found:
    result = ask.compute("deemed-receipt", delivery=delivery(ask.given))
    effective = result["flaw"] is None and result["received_on"] is not None
    return {**result, "effective": effective, "reason": result["flaw"]}


def within_days_after(ask: Ask) -> Found:
    return ask.compute("deadline", event_on=ask.given.get("event_on"), count=ask.given["days"])


def business_days_before(ask: Ask) -> Found:
    if kinds_periods.is_before_filing(ask.given):
        return kinds_periods.copies_before_filing(ask)
    result = ask.compute(
        "deadline",
        event_on=ask.given.get("event_on"),
        count=ask.given.get("business_days"),
        unit="business_day",
        direction="before",
    )
    return {
        "latest_on": result["last_day"],
        "latest_business_day": result["business_day_on_or_before"],
    }


def requisite_holders(ask: Ask) -> Found:
    found = ask.compute(
        "requisite-holders",
        requesters=ask.given["requesters"],
        positions=[
            stated
            for stated, has_rights in (
                (position(each, ask.given), each.get("rights_passed", True))
                for each in ask.given["positions"]
            )
            if has_rights
        ],
    )
    return {**found, "meets": found["is_requisite"]}


def position(given: Given, case: Given) -> dict[str, Any]:
    """A position of a Holder; Warrants no longer outstanding have expired.

    Shares with which no rights passed are held by no Holder, and count nowhere (QB7).
    """
    stated = {name: value for name, value in given.items() if name != "rights_passed"}
    if given["holder"] in case.get("unrecognised", ()):
        stated["recognised"] = False
    if not case.get("warrants_outstanding", True):
        stated["expired_warrant_shares"] = stated.pop("warrant_shares", 0)
    return stated


def demand(ask: Ask) -> Found:
    given = ask.given
    letter: dict[str, Any] = {
        "requests": {"requesters": None},
        "fully_diluted_shares": given.get("requesting_fd_shares"),
    }
    return demand_found(posed_demand(ask, [{**letter, **receipt_of(given)}]))


def receipt_of(given: Given) -> dict[str, Any]:
    """How a demand reached the Company, or the day on which it did."""
    day = given.get("received_on")
    if given.get("in_writing", given.get("written")) is False:
        return {"delivery": {"method": "personal", "delivered_on": day, "in_writing": False}}
    if "sent" in given:
        return {"delivery": delivery(given["sent"])}
    if "method" in given:
        return {"delivery": delivery(given)}
    return {"received_on": day}


def joint_demand(ask: Ask) -> Found:
    letters = [
        {
            "requests": {each["holder"]: None},
            "fully_diluted_shares": each["fd_shares"],
            **receipt_of(each),
        }
        for each in ask.given["letters"]
    ]
    found = demand_found(posed_demand(ask, letters))
    never = found["reason"] == "NOT_REQUISITE_HOLDERS"
    return {**found, "demand_received_on": None if never else found["received_on"]}


def posed_demand(ask: Ask, letters: list[dict[str, Any]]) -> Found:
    """A demand posed with everything the case says."""
    given = ask.given
    pending = given.get("demands_pending", 0)
    if "demands_requested" in given:
        pending = given["demands_requested"] - given.get("demands_effected", 0)
    return ask.with_terms(cap=given.get("cap")).compute(
        "demand",
        letters=letters,
        total_fully_diluted_shares=given.get("total_fd_shares"),
        short_form_qualified=given.get("short_form_qualified"),
        forms_at_receipt=forms(given.get("forms_at_receipt")),
        forms_at_filing=forms(given.get("forms_at_filing")),
        demands_effected=given.get("demands_effected", 0),
        demands_pending=pending,
        company_offerings=offerings(given),
        delays=[delay(each) for each in given.get("delays", [])],
        prior_delay_occasions=[
            kinds_periods.occasion(each) for each in given.get("prior_occasions", [])
        ],
        withdrawals=withdrawals(given),
        effective_on=given.get("effective_on"),
    )


def delay(given: Given) -> dict[str, Any]:
    """A delay of a case, with the notices of it where the case speaks of them.

    A case that says nothing of a consent means that none was given.
    """
    apart = ("notice", "notices")
    stated = {"consent": False}
    stated |= {name: value for name, value in given.items() if name not in apart}
    told = kinds_periods.notices(given)
    return stated if told is None else {**stated, "notices": told}


def withdrawals(given: Given) -> list[dict[str, Any]]:
    """Those who took back their requests: listed, or each beside its letter."""
    beside = [
        {"holder": each["holder"], "on": each["withdrawn_on"]}
        for each in given.get("letters", [])
        if each.get("withdrawn_on")
    ]
    return [*given.get("withdrawals", []), *beside]


def offerings(given: Given) -> list[dict[str, Any]]:
    """The Company's offerings: one by its commencement, or several by day or by their parts."""
    days = given.get("company_offering_commenced_on") or []
    stated: list[Any] = list(days) if isinstance(days, list) else [days]
    stated += given.get("company_offerings", given.get("offerings", []))
    return [each if isinstance(each, dict) else {"commenced_on": each} for each in stated]


def demand_found(result: Found) -> Found:
    """The answer to a demand, in the words of the cases."""
    determination, tallies = result["determination"], result["tallies"]
    demands, requisite = tallies["demands"] or {}, tallies["requisite"] or {}
    delays = [each for each in result["delays"] if each["decision"] == "refused"]
    return {
        **{
            name: determination[name]
            for name in (
                "received_on",
                "opens_on",
                "due_on",
                "not_before",
                "may_renew_on",
                "last_practicable_on",
                "short_form_qualified",
            )
        },
        "due_before_delay": determination.get("due_before_delay"),
        "decision": DECISIONS[determination["decision"]],
        "reason": determination["reason"],
        "remaining_after": demands.get("remaining_after"),
        "requesting": requisite.get("requesting"),
        "total": requisite.get("total"),
        "needed": requisite.get("needed"),
        "is_requisite": requisite.get("met"),
        "in_time": result["in_time"],
        "days_late": result.get("days_late"),
        "delay_reason": delays[0].get("reason") if delays else None,
    }


def standstill(ask: Ask) -> Found:
    days = ("commenced_on", "filed_on", "effective_on", "closing_on", "seller", "form")
    offering = {name: ask.given[name] for name in days if ask.given.get(name) is not None}
    result = ask.compute(
        "standstill", company_offerings=[*([offering] if offering else []), *offerings(ask.given)]
    )
    nothing = {"first_day": None, "last_day": None, "first_free_day": None}
    window: Found = next(iter(result["windows"]), nothing)
    return {**window, "applies": bool(result["windows"]), "windows": result["windows"]}


def standstill_scope(ask: Ask) -> Found:
    return ask.compute("standstill", registration_kind=registration_kind(ask.given["type"]))


def demand_count(ask: Ask) -> Found:
    found = ask.with_terms(cap=ask.given.get("cap")).compute(
        "demand-count",
        registrations=[earlier_demand(each) for each in ask.given["registrations"]],
        as_of=ask.given.get("as_of"),
    )
    return {**found, "count": found["effected"]}


def earlier_demand(given: Given) -> dict[str, Any]:
    """One registration of a case, as the computation takes it."""
    apart = ("interference", "interferences", "closing", "type")
    stated = {name: value for name, value in given.items() if name not in apart}
    if "type" in given:
        stated["registration_kind"] = registration_kind(given["type"])
    orders = given.get("interferences") or [given.get("interference")]
    stated["interferences"] = [interference(each) for each in orders if each]
    closing = given.get("closing")
    if closing and not closing["conditions_met"]:
        solely = solely_through_holders(closing.get("fault"))
        stated["failed_closings"] = [{"on": closing.get("on"), "solely_holder": solely}]
    return stated


def interference(given: Given) -> dict[str, Any]:
    """An order against a registration, and whether a Holder's misstatement caused it."""
    return {
        "on": given["on"],
        "holder_at_fault": caused_by_holder(given.get("cause")),
        "lifted_on": given.get("lifted_on") or given.get("cured_on"),
    }


def join(ask: Ask) -> Found:
    result = ask.compute(
        "join-window",
        regime=regime(ask.given),
        notices=notice_to(ask.given),
        requests=[{"holder": "H", "delivery": delivery(ask.given["request"])}],
    )
    ruling = result["joins"][0]
    return {
        "window_last_day": result["last_day"],
        "request_given_on": ruling["given_on"],
        "request_received_on": ruling["received_on"],
        "decision": DECISIONS[ruling["decision"]],
        "reason": ruling.get("reason"),
    }


def notice_to(given: Given) -> list[dict[str, Any]]:
    """The notice a join is measured from: its delivery, the day of its receipt, or none yet."""
    if given.get("notice"):
        return [{"holder": "H", "delivery": delivery(given["notice"])}]
    day = given.get("notice_received_on")
    return [{"holder": "H", "received_on": day}] if day else []


def regime(given: Given) -> str:
    """Whose registration is joined."""
    said = registration_kind(given.get("regime", "demand"))
    return "demand" if said == "requested" else said


def join_windows(ask: Ask) -> Found:
    result = ask.compute(
        "join-window",
        regime=regime(ask.given),
        notices=[notice(each) for each in ask.given["notices"]],
    )
    return {
        "windows": {each["holder"]: each["last_day"] for each in result["windows"]},
        "last": result["last_day"],
        "received": {each["holder"]: each.get("notice_received_on") for each in result["windows"]},
    }


def incidental_notice(ask: Ask) -> Found:
    return ask.compute(
        "incidental-notice",
        filing_on=ask.given.get("filing_on"),
        notices=[notice(each) for each in ask.given.get("notices", [])],
        not_told=ask.given.get("not_told"),
    )


def short_form(ask: Ask) -> Found:
    result = ask.compute(
        "short-form",
        forms_at_receipt=forms(ask.given.get("forms_at_receipt")),
        forms_at_filing=forms(ask.given.get("forms_at_filing")),
    )
    return {**result, "days": result["count"]}


def timeliness(ask: Ask) -> Found:
    return ask.compute(
        "timeliness",
        due_on=ask.given.get("due_on"),
        effective_on=ask.given.get("effective_on"),
        filed_on=ask.given.get("filed_on"),
    )


def notice_addresses(ask: Ask) -> Found:
    own = own_addresses(ask.given.get("own_address_on_file") or {})
    result = ask.compute("notice-addresses", holders=ask.given["holders"], own_addresses=own)
    return {
        "addresses": {each["party"]: each.get("address") for each in result["parties"]},
        "copies_to": {each["party"]: each["copies_to"] for each in result["parties"]},
    }


def own_addresses(given: Any) -> dict[str, str]:
    """Addresses that Holders specified for themselves, by Holder or one after the other.

    A Holder of whom only the name is given has one, wherever that is.
    """
    if isinstance(given, str):
        return own_addresses([given])
    if isinstance(given, Mapping):
        return dict(given)
    pairs = [
        (each, f"{each}'s own address")
        if isinstance(each, str)
        else (each["holder"], each.get("address"))
        if isinstance(each, Mapping)
        else each
        for each in given
    ]
    return dict(pairs)


KINDS: Mapping[str, Callable[[Ask], Found]] = {
    "business_days_before": business_days_before,
    "deemed_receipt": deemed_receipt,
    "demand": demand,
    "demand_count": demand_count,
    "incidental_filing": incidental_notice,
    "incidental_hold_filing": incidental_notice,
    "incidental_notice_latest": incidental_notice,
    "join": join,
    "join_windows": join_windows,
    "joint_demand": joint_demand,
    "notice_addresses": notice_addresses,
    "requisite_holders": requisite_holders,
    "short_form": short_form,
    "standstill": standstill,
    "standstill_scope": standstill_scope,
    "timeliness": timeliness,
    "within_days_after": within_days_after,
    **kinds_life.KINDS,
    **kinds_money.KINDS,
    **kinds_parties.KINDS,
    **kinds_periods.KINDS,
}


def run(service: Service, case: Mapping[str, Any]) -> Found:
    """Pose one case; NotSupported if its kind, a key given or a key expected is not known.

    A case is compared whole or not at all: what is given and never read, or expected and never
    told, might be the point of it.
    """
    given = Noted(case["given"])
    kind = given["kind"]
    ask = Ask(service, given)
    try:
        found = KINDS.get(kind, directly)(ask)
        found = {**ask.beside(), **found}
        told = set(found)
    except MissingInputs as missing:
        found = {"missing_inputs": missing.names}
        told = {*found, *UNSAID.get(kind, ())}
    unknown = [name for name in case["expect"] if name not in told]
    ignored = [*unread(given), *(f"expected {name}" for name in unknown)]
    if ignored:
        raise NotSupported(f"{kind}: the runner does not know {', '.join(ignored)}")
    return found


def directly(ask: Ask) -> Found:
    """A kind that is called as a computation is, with its inputs by the names it knows."""
    apart = ("kind", "options", "terms", "template")
    stated = {name: value for name, value in ask.given.items() if name not in apart}
    return ask.compute(str(ask.given["kind"]).replace("_", "-"), **stated)


UNSAID: Mapping[str, tuple[str, ...]] = {
    "assignment": ("rights_pass", "limb", "recognised", "recognised_from", "threshold"),
    "cutback": ("company", "holders", "others", "demanding", "total", "warning"),
    "deemed_receipt": ("given_on", "received_on", "effective", "reason", "warning"),
    "defence_costs": ("reimbursable", "reason"),
    "demand": ("decision", "reason", "opens_on", "received_on", "due_on", "not_before", "warning"),
    "effectiveness_end": ("base_end", "extension_days", "end", "ends", "per_holder_end"),
    "holdback": ("first_day", "last_day", "allowed"),
    "incidental_trigger": ("triggers_notice", "reason"),
    "late_notice": ("payable",),
    "rule144_statement": ("available_from", "entitled"),
    "shelf_end": ("base_end", "end", "tolled_days"),
    "short_form": ("short_form_qualified", "days"),
    "suspension": ("decision", "reason", "next_permitted_on", "last_day", "resume_on", "max_days"),
    "timeliness": ("in_time", "days_late"),
    "within_days_after": ("last_day",),
}
"""What a case may expect as null of a kind that the service refuses to compute without an input."""


def differences(expected: Mapping[str, Any], found: Found) -> list[str]:
    """What the answer has otherwise than expected; a value expected but not given differs.

    Where inputs are missing, what is not given is null. A warning expected is one of those given.
    """
    nothing = None if found.get("missing_inputs") else "nothing"
    warned = found.get("warnings", ())
    return [
        f"{name}: expected {value!r}, found {found.get(name, nothing)!r}"
        for name, value in expected.items()
        if found.get(name, nothing) != value and not (name == "warning" and value in warned)
    ]
