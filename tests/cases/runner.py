"""Worked cases through the HTTP API: what is given becomes a request, the answer what is expected.

A case names its computation in `given.kind`. Every kind known here is one function that poses the
case to `/v1/compute/…` and gives back the answer in the words of `expect`; a kind that the service
does not compute yet is not supported, and never passes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.cases import kinds_life, kinds_money, kinds_parties, kinds_periods
from tests.service import Service

Given = Mapping[str, Any]
Found = dict[str, Any]

OTHER_WORDS = {
    "actual_on": "actually_received_on",
    "actual_receipt_on": "actually_received_on",
    "actual_received_on": "actually_received_on",
    "written": "in_writing",
}
"""Words a case may use for what the service calls otherwise."""

DECISIONS = {
    "accepted": "accept",
    "refused": "refuse",
    "deferred": "defer",
    "undetermined": "undetermined",
}


class NotSupported(Exception):
    """The service does not compute this kind of case yet."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One case being asked: the service, what is given, and the readings it asks for."""

    service: Service
    given: Given

    def compute(self, computation: str, **inputs: object) -> Found:
        """Ask a stateless computation; its result, or the problem as an assertion error."""
        result: Found = self.answer(computation, **inputs)["result"]
        return result

    def answer(self, computation: str, **inputs: object) -> Found:
        """The whole answer, with its warnings and its working."""
        body = {
            "template": "ctc-1998",
            "readings": self.given.get("options", {}),
            **{name: value for name, value in inputs.items() if value is not None},
        }
        response = self.service.post(f"/v1/compute/{computation}", body)
        assert response.status_code == 200, response.text
        answer: Found = response.json()
        return answer

    def store(self, path: str, body: Mapping[str, Any]) -> Found:
        """Record something; the result, or the problem as an assertion error."""
        response = self.service.post(path, body)
        assert response.status_code == 201, response.text
        result: Found = response.json()["result"]
        return result

    def read(self, path: str, *, as_of: str) -> Found:
        """Read something as of a day."""
        response = self.service.get(path, as_of=as_of)
        assert response.status_code == 200, response.text
        result: Found = response.json()["result"]
        return result


def delivery(given: Given) -> dict[str, Any]:
    """The part of a case that says how a writing travelled."""
    names = (
        "method",
        "sent_on",
        "delivered_on",
        "delivered_at",
        "acknowledged_on",
        "actually_received_on",
        "in_writing",
        "copies_sent",
    )
    stated = {OTHER_WORDS.get(name, name): value for name, value in given.items()}
    return {name: stated[name] for name in names if stated.get(name) is not None}


def deemed_receipt(ask: Ask) -> Found:
    result = ask.compute("deemed-receipt", delivery=delivery(ask.given))
    return {**result, "effective": result["flaw"] is None and result["received_on"] is not None}


def within_days_after(ask: Ask) -> Found:
    return ask.compute("deadline", event_on=ask.given["event_on"], count=ask.given["days"])


def business_days_before(ask: Ask) -> Found:
    if kinds_periods.is_amendment_copy(ask.given):
        return kinds_periods.amendment_copy(ask)
    result = ask.compute(
        "deadline",
        event_on=ask.given["event_on"],
        count=ask.given["business_days"],
        unit="business_day",
        direction="before",
    )
    return {"latest_on": result["last_day"]}


def requisite_holders(ask: Ask) -> Found:
    return ask.compute(
        "requisite-holders",
        requesters=ask.given["requesters"],
        positions=[position(each, ask.given) for each in ask.given["positions"]],
    )


def position(given: Given, case: Given) -> dict[str, Any]:
    """A position; Warrants no longer outstanding have expired."""
    stated = dict(given)
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
    if given.get("in_writing", given.get("written")) is False:
        day = given.get("received_on")
        letter["delivery"] = {"method": "personal", "delivered_on": day, "in_writing": False}
    elif "sent" in given:
        letter["delivery"] = delivery(given["sent"])
    else:
        letter["received_on"] = given["received_on"]
    return demand_found(posed_demand(ask, [letter]))


def joint_demand(ask: Ask) -> Found:
    letters = [
        {
            "requests": {each["holder"]: None},
            "fully_diluted_shares": each["fd_shares"],
            "received_on": each["received_on"],
        }
        for each in ask.given["letters"]
    ]
    found = demand_found(posed_demand(ask, letters))
    return {**found, "demand_received_on": found["received_on"]}


def posed_demand(ask: Ask, letters: list[dict[str, Any]]) -> Found:
    """A demand posed with everything the case says."""
    given = ask.given
    commenced = given.get("company_offering_commenced_on")
    return ask.compute(
        "demand",
        letters=letters,
        total_fully_diluted_shares=given.get("total_fd_shares"),
        short_form_qualified=given.get("short_form_qualified"),
        forms_at_receipt=given.get("forms_at_receipt"),
        forms_at_filing=given.get("forms_at_filing"),
        demands_effected=given.get("demands_effected", 0),
        demands_pending=given.get("demands_pending", 0),
        company_offerings=[{"commenced_on": commenced}] if commenced else [],
        delays=given.get("delays", []),
        prior_delay_occasions=given.get("prior_occasions", []),
        effective_on=given.get("effective_on"),
    )


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
        "due_before_delay": determination["due_before_delay"],
        "decision": DECISIONS[determination["decision"]],
        "reason": determination["reason"],
        "remaining_after": demands.get("remaining_after"),
        "requesting": requisite.get("requesting"),
        "needed": requisite.get("needed"),
        "in_time": result["in_time"],
        "days_late": result["days_late"],
        "delay_reason": delays[0]["reason"] if delays else None,
    }


def standstill(ask: Ask) -> Found:
    result = ask.compute(
        "standstill", company_offerings=[{"commenced_on": ask.given["commenced_on"]}]
    )
    window: Found = result["windows"][0]
    return window


def standstill_scope(ask: Ask) -> Found:
    return ask.compute("standstill", registration_kind=ask.given["type"])


def demand_count(ask: Ask) -> Found:
    cap = ask.given.get("cap")
    assert cap in (None, 3), "the cap is a term of the agreement: 3"
    return ask.compute(
        "demand-count",
        registrations=[earlier_demand(each) for each in ask.given["registrations"]],
    )


def earlier_demand(given: Given) -> dict[str, Any]:
    """One registration of a case, as the computation takes it."""
    stated = {
        name: value for name, value in given.items() if name not in ("interference", "closing")
    }
    if "interference" in given:
        order = given["interference"]
        at_fault = str(order["cause"]).startswith("holder")
        lifted = order.get("lifted_on") or order.get("cured_on")
        stated["interferences"] = [
            {"on": order["on"], "holder_at_fault": at_fault, "lifted_on": lifted}
        ]
    closing = given.get("closing")
    if closing and not closing["conditions_met"]:
        stated["failed_closings"] = [{"solely_holder": closing["fault"] == "holder_solely"}]
    return stated


def join(ask: Ask) -> Found:
    result = ask.compute(
        "join-window",
        regime=ask.given["regime"],
        notices=[{"holder": "H", **notice_to(ask.given)}],
        requests=[{"holder": "H", "delivery": delivery(ask.given["request"])}],
    )
    ruling = result["joins"][0]
    return {
        "window_last_day": result["windows"][0]["last_day"],
        "request_given_on": ruling["given_on"],
        "request_received_on": ruling["received_on"],
        "decision": DECISIONS[ruling["decision"]],
        "reason": ruling["reason"],
    }


def notice_to(given: Given) -> dict[str, Any]:
    """The notice a join is measured from: its delivery, or the day of its receipt."""
    if "notice" in given:
        return {"delivery": delivery(given["notice"])}
    return {"received_on": given["notice_received_on"]}


def join_windows(ask: Ask) -> Found:
    result = ask.compute(
        "join-window",
        regime=ask.given.get("regime", "demand"),
        notices=[
            {"holder": each["holder"], "delivery": delivery(each)} for each in ask.given["notices"]
        ],
    )
    return {
        "windows": {each["holder"]: each["last_day"] for each in result["windows"]},
        "last": result["last_day"],
    }


def incidental_notice(ask: Ask) -> Found:
    return ask.compute(
        "incidental-notice",
        filing_on=ask.given.get("filing_on"),
        notices=[
            {"holder": each["holder"], "delivery": delivery(each)}
            for each in ask.given.get("notices", [])
        ],
    )


def short_form(ask: Ask) -> Found:
    result = ask.compute(
        "short-form",
        forms_at_receipt=ask.given.get("forms_at_receipt"),
        forms_at_filing=ask.given.get("forms_at_filing"),
    )
    return {**result, "days": result["count"]}


def timeliness(ask: Ask) -> Found:
    return ask.compute(
        "timeliness", due_on=ask.given["due_on"], effective_on=ask.given["effective_on"]
    )


def notice_addresses(ask: Ask) -> Found:
    own = ask.given.get("own_address_on_file") or {}
    result = ask.compute("notice-addresses", holders=ask.given["holders"], own_addresses=dict(own))
    return {"addresses": {each["party"]: each["address"] for each in result["parties"]}}


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
    """Pose one case; NotSupported if the service does not compute its kind yet."""
    pose = KINDS.get(case["given"]["kind"])
    if pose is None:
        raise NotSupported(case["given"]["kind"])
    return pose(Ask(service, case["given"]))


def differences(expected: Mapping[str, Any], found: Found) -> list[str]:
    """What the answer has otherwise than expected; a value expected but not given differs."""
    return [
        f"{name}: expected {value!r}, found {found.get(name, 'nothing')!r}"
        for name, value in expected.items()
        if name not in found or found[name] != value
    ]
