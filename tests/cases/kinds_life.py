"""Whole lives: a case's events are recorded, and the registration is read back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.cases.runner import Ask, Found

AT_THE_END = "2005-12-31"


def identifier(name: str) -> str:
    """A Holder's id from the name a case gives him."""
    return name.lower().replace(" ", "-")


def lifecycle(ask: "Ask") -> "Found":
    given = ask.given
    names = {identifier(name): name for name in given["positions"]}
    agreement, registration = _begin(ask)
    for event in _in_order(given["events"]):
        for fact in EVENTS[event["event"]](event):
            ask.store(f"/v1/registrations/{registration}/events", fact)
    last = max(event["on"] for event in given["events"])
    before_order = _day_before_order(given["events"], last)
    result = ask.read(f"/v1/registrations/{registration}", as_of=AT_THE_END)
    earlier = ask.read(f"/v1/registrations/{registration}", as_of=before_order)
    counted = ask.read(f"/v1/agreements/{agreement}", as_of=AT_THE_END)["demands"]
    determination, windows = result["determination"], result["windows"]
    until, until_order = windows["effectiveness"] or {}, earlier["windows"]["effectiveness"] or {}
    received = {each["notice_received_on"] for each in windows["join"]}
    return {
        "demand_received_on": determination["received_on"],
        "due_before_delay": determination["due_before_delay"],
        "due_on": determination["due_on"],
        "notice_received_on": max((day for day in received if day), default=None),
        "join_last_day": windows["last_join_day"],
        "included": {
            names[line["seller"]]: line["included"] for line in result["allocation"]["lines"]
        },
        "refused": {
            names[each["holder"]]: each["reason"]
            for each in result["joins"]
            if each["decision"] == "refused"
        },
        "effective_in_time": result["in_time"],
        "effectiveness_base_end": until.get("base_end"),
        "effectiveness_end": until.get("last_day"),
        "effectiveness_end_before_stop_order": until_order.get("last_day"),
        "deemed_effected": result["effected"],
        "demands_counted": counted["effected"],
        "demands_remaining": counted["remaining"],
    }


def _begin(ask: "Ask") -> tuple[str, str]:
    """Make the agreement and post the demand; both get ids of the service's own."""
    given = ask.given
    agreement = ask.store(
        "/v1/agreements",
        {
            "template": "ctc-1998",
            "overrides": {"readings": given.get("options", {})},
            "holders": [
                {"id": identifier(name), "name": name, "common": shares}
                for name, shares in given["positions"].items()
            ],
        },
    )["id"]
    (demand,) = (each for each in given["events"] if each["event"].startswith("demand_"))
    body = {
        "letters": [
            {
                "requests": [{"holder": identifier(demand["holder"]), "shares": demand["shares"]}],
                "delivery": _delivery(demand),
            }
        ],
        "short_form_qualified": demand["short_form_qualified"],
        "underwritten": demand.get("underwritten"),
    }
    return agreement, ask.store(f"/v1/agreements/{agreement}/demands", body)["registration_id"]


def _in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events after the demand, by day: what comes first is posted first."""
    later = [each for each in events if not each["event"].startswith("demand_")]
    return sorted(later, key=lambda each: str(each["on"]))


def _day_before_order(events: list[dict[str, Any]], last: str) -> str:
    orders = [each["on"] for each in events if each["event"] == "stop_order"]
    earlier = [each["on"] for each in events if each["on"] < min(orders)] if orders else [last]
    return max(earlier)


def _delivery(event: Mapping[str, Any]) -> dict[str, Any]:
    if event["event"].endswith("_mailed"):
        return {"method": "mail", "sent_on": event["on"]}
    return {"method": "personal", "delivered_on": event["on"]}


def _notices(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"kind": "notice_given", "holder": identifier(name), "delivery": _delivery(event)}
        for name in event["to"]
    ]


def _join(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    asked = {"holder": identifier(event["holder"]), "shares": event["shares"]}
    return [{"kind": "join_requested", "delivery": _delivery(event), **asked}]


def _dated(kind: str, *names: str) -> Callable[[Mapping[str, Any]], list[dict[str, Any]]]:
    """An event that is one fact on its day, with these fields taken over."""

    def facts(event: Mapping[str, Any]) -> list[dict[str, Any]]:
        kept = {name: event[name] for name in names if name in event}
        return [{"kind": kind, "occurred_on": event["on"], **kept}]

    return facts


def _prospectus(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    fact = {"kind": "new_prospectus_received", "occurred_on": event["on"]}
    if event.get("holder", "all") != "all":
        fact["holder"] = identifier(event["holder"])
    return [fact]


def _stop_order(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    at_fault = str(event["cause"]).startswith("holder")
    return [{"kind": "stop_order", "occurred_on": event["on"], "holder_at_fault": at_fault}]


EVENTS: Mapping[str, Callable[[Mapping[str, Any]], list[dict[str, Any]]]] = {
    "company_notice_mailed": _notices,
    "company_notice_delivered": _notices,
    "join_mailed": _join,
    "join_delivered": _join,
    "delay_invoked": _dated(
        "delay_invoked", "days", "board_judgment", "transaction_considered_from", "consent"
    ),
    "filed": _dated("filed", "form"),
    "declared_effective": _dated("declared_effective"),
    "misstatement_notice_given": _dated("misstatement_notice_given"),
    "amended_prospectus_received": _prospectus,
    "stop_order": _stop_order,
    "stop_order_lifted": _dated("stop_order_lifted"),
    "withdrawn": _dated("withdrawn"),
    "all_sold": _dated("distribution_completed"),
}

KINDS: Mapping[str, Callable[["Ask"], "Found"]] = {"lifecycle": lifecycle}
