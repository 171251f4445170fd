"""Whole lives: a case's events are recorded, and the registration is read back.

A life begins with a demand, in as many letters as it took, or with another event of `BEGINNINGS`.
Where a case has more registrations than one, an event may say by `of` which it belongs to (the last
begun, if it does not), and the case by `asked` which is asked about. With a `manner` of sale it is
asked of every Holder whether it may sell on the day.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.cases.words import (
    DELIVERY,
    Given,
    caused_by_holder,
    delivery,
    solely_through_holders,
)

if TYPE_CHECKING:
    from tests.cases.runner import Ask, Found

AT_THE_END = "2005-12-31"
DECISIONS = {"accepted": "accept", "refused": "refuse", "deferred": "defer"}
NEVER_EFFECTIVE = ("withdrawn", "refused")
BEGINNINGS: Mapping[str, str] = {
    "demanded": "demands",
    "registration_determined": "incidentals",
    "shelf_triggered": "shelves",
    "takedown_requested": "takedowns",
}
"""Events that begin a registration without a demand, and where each is posted."""

Facts = list[dict[str, Any]]


def identifier(name: str) -> str:
    """A Holder's id from the name a case gives it."""
    return name.lower().replace(" ", "-")


def lifecycle(ask: "Ask") -> "Found":
    given = ask.given
    names = {identifier(name): name for name in given["positions"]}
    agreement, begun = _begin(ask)
    for event in _in_order(given["events"]):
        if event["event"] in BEGINNINGS:
            begun[event.get("name", event["event"])] = _begun(ask, agreement, event, begun)
            continue
        of_the_agreement = event["event"] in OF_THE_AGREEMENT
        place = agreement if of_the_agreement else begun[event.get("of", list(begun)[-1])]
        path = "agreements" if of_the_agreement else "registrations"
        for fact in EVENTS.get(event["event"], _as_it_is)(event, list(names.values())):
            ask.store(f"/v1/{path}/{place}/events", fact)
    asked = given.get("asked", list(begun)[-1])
    registration = begun[asked]
    last = max(event["on"] for event in given["events"])
    as_of = given.get("as_of", AT_THE_END)
    answer = ask.read_whole(f"/v1/registrations/{registration}", as_of=as_of)
    result = answer["result"]
    before = _day_before_order(given["events"], last, asked)
    earlier = ask.read(f"/v1/registrations/{registration}", as_of=before)
    counted = ask.read(f"/v1/agreements/{agreement}", as_of=as_of)
    _check_sizes(given, result)
    until_order = earlier["windows"].get("effectiveness") or {}
    return {
        **_determination(result),
        **_windows(result),
        **_participants(result, names),
        **_beside(result),
        "effectiveness_end_before_stop_order": until_order.get("last_day"),
        "effective_in_time": result["in_time"],
        "days_late": result.get("days_late"),
        "state": result["state"],
        "deemed_effected": False if result["state"] in NEVER_EFFECTIVE else result["effected"],
        **_demands(counted["demands"]),
        "facts_missing": sorted(
            {each.get("posted_as") or each["name"] for each in answer["missing_inputs"]}
        ),
        "warned": sorted({each["code"] for each in answer["warnings"]}),
        **(_may_sell(ask, agreement, names, as_of) if "manner" in given else {}),
    }


def _demands(counted: Any) -> dict[str, Any]:
    """How often the right to demand was used; of several, what each limit of each leaves."""
    if isinstance(counted, list):
        left = {each["right"]: [limit["left"] for limit in each["limits"]] for each in counted}
        return {"demands_left": left}
    if counted is None:  # the rights have ended
        return {}
    return {
        "demands_counted": counted["effected"],
        "demands_pending": counted["pending"],
        "demands_remaining": counted["remaining"],
    }


def _beside(result: Given) -> dict[str, Any]:
    """What only some registrations have: a filing after notices, a vote, claims; and duties."""
    filing = result.get("incidental") or {}
    accounts = {each["id"]: each["parties"] for each in result["claims"]}
    vote = (result.get("underwriting") or {}).get("vote") or {}
    return {
        "approved": vote.get("approved"),
        "needed": vote.get("needed_shares"),
        **{name: filing.get(name) for name in ("earliest_filing_on", "compliant", "not_told")},
        "may_file": {each["name"]: each["may_file"] for each in result["amendments"]},
        "statuses": {each["id"]: each["status"] for each in result["obligations"]},
        "due": {each["id"]: each["due_on"] for each in result["obligations"]},
        "clauses": {each["id"]: each["clause"] for each in result["obligations"]},
        "payable": {
            claim: {each["party"]: each["payable"] for each in parties}
            for claim, parties in accounts.items()
        },
        "defence_elected_on": {
            claim: {each["party"]: each["defence_elected_on"] for each in parties}
            for claim, parties in accounts.items()
        },
    }


def _may_sell(
    ask: "Ask", agreement: str, names: Mapping[str, str], day: str
) -> dict[str, dict[str, str]]:
    """Whether each Holder of the case may sell on the day."""
    manner = ask.given["manner"]
    asked = {
        name: ask.read_whole(
            f"/v1/agreements/{agreement}/may-sell", holder=holder, on=day, manner=manner
        )
        for holder, name in names.items()
    }
    return {"may_sell": {name: each["result"]["may_sell"] for name, each in asked.items()}}


def _check_sizes(given: Given, result: Given) -> None:
    """The fully diluted shares that a case states are those that the record comes to."""
    tally = result["tallies"]["requisite"] or {}
    asked = [each["fd_shares"] for each in given["events"] if "fd_shares" in each]
    if "total_fd_shares" in given:
        assert given["total_fd_shares"] == tally.get("total")
    if asked:
        assert sum(asked) == tally.get("requesting")


def _determination(result: Given) -> dict[str, Any]:
    """The answer to the demand, and what became of the Company's delays."""
    determination = result["determination"]
    names = ("due_before_delay", "due_on", "not_before", "opens_on", "reason", "may_renew_on")
    refused = [each.get("reason") for each in result["delays"] if each["decision"] == "refused"]
    return {
        **{name: determination[name] for name in names},
        "demand_received_on": determination["received_on"],
        "decision": DECISIONS.get(determination["decision"], determination["decision"]),
        "delay_reason": refused[0] if refused else None,
    }


def _windows(result: Given) -> dict[str, Any]:
    """The days until which Holders may join, and the statement is kept effective."""
    windows = result["windows"]
    until = windows.get("effectiveness") or {}
    received = {each.get("notice_received_on") for each in windows["join"]}
    return {
        "notice_received_on": max((day for day in received if day), default=None),
        "join_last_day": windows["last_join_day"],
        "effectiveness_base_end": until.get("base_end"),
        "extension_days": until.get("extension_days"),
        "per_holder_end": {each["holder"]: each["last_day"] for each in until.get("by_holder", [])},
        "effectiveness_end": until.get("last_day"),
    }


def _participants(result: Given, names: Mapping[str, str]) -> dict[str, Any]:
    """What each includes, by the names of the case, and who came too late."""
    lines = result["allocation"]["lines"]
    return {
        "included": {names.get(line["seller"], line["seller"]): line["included"] for line in lines},
        "refused": {
            names.get(each["holder"], each["holder"]): each.get("reason")
            for each in result["joins"]
            if each["decision"] == "refused"
        },
    }


def _begin(ask: "Ask") -> tuple[str, dict[str, str]]:
    """Make the agreement and post the demand, if there is one; the ids are the service's own."""
    given = ask.given
    agreement = ask.store(
        "/v1/agreements",
        {
            "template": given.get("template", "ctc-1998"),
            "overrides": {**given.get("terms", {}), "readings": given.get("options", {})},
            "holders": [
                {"id": identifier(name), "name": name, **_holding(shares)}
                for name, shares in given["positions"].items()
            ],
        },
    )["id"]
    demands = [each for each in given["events"] if _is_demand(each)]
    if not demands:
        return agreement, {}
    body = {
        "letters": [_letter([each], _delivery(each)) for each in demands],
        **{name: _stated_alike(demands, name) for name in DEMANDED},
    }
    demanded = ask.store(f"/v1/agreements/{agreement}/demands", body)
    return agreement, {"demand": demanded["registration_id"]}


def _letter(requests: list[Given], sent: dict[str, Any]) -> dict[str, Any]:
    """One writing in which these Holders ask for these shares."""
    asked = [{"holder": identifier(each["holder"]), "shares": each["shares"]} for each in requests]
    return {"requests": asked, "delivery": sent}


def _begun(ask: "Ask", agreement: str, event: Given, begun: Mapping[str, str]) -> str:
    """Another registration than a demand, with the fields of the fact that begins it."""
    apart = ("event", "on", "name", "requests", *DELIVERY)
    body = {name: event[name] for name in event if name not in apart}
    if "requests" in event:
        body["letters"] = [_letter(event["requests"], _delivery(event))]
    if "shelf" in body:
        body["shelf"] = begun[body["shelf"]]
    if event["event"] == "registration_determined":
        body["occurred_on"] = event["on"]
    path = f"/v1/agreements/{agreement}/{BEGINNINGS[event['event']]}"
    identity: str = ask.store(path, body)["registration_id"]
    return identity


def _stated_alike(letters: list[Given], name: str) -> Any:
    """What the letters of one demand state of it, each that states it alike."""
    stated = [letter[name] for letter in letters if name in letter]
    assert all(each == stated[0] for each in stated), f"the letters differ in {name}"
    return stated[0] if stated else None


def _holding(said: Any) -> dict[str, Any]:
    """A Holder's securities: a number of shares, or the numbers by their origin."""
    return dict(said) if isinstance(said, dict) else {"common": said}


def _is_demand(event: Given) -> bool:
    return str(event["event"]).startswith("demand_")


def _in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events after the demand, by day: what comes first is posted first."""
    later = [each for each in events if not _is_demand(each)]
    return sorted(later, key=lambda each: str(each["on"]))


def _day_before_order(events: list[dict[str, Any]], last: str, asked: str) -> str:
    """The last day before a stop order against the registration that is asked about."""
    against = (each for each in events if each["event"] == "stop_order")
    orders = [each["on"] for each in against if each.get("of", asked) == asked]
    earlier = [each["on"] for each in events if each["on"] < min(orders)] if orders else [last]
    return max(earlier)


def _delivery(event: Given) -> dict[str, Any]:
    """How the writing of an event travelled: as its name says, or its own method."""
    if "method" in event:
        # Only what tells how it travelled is read: another key must not pass for read.
        return {"sent_on": event["on"]} | delivery(event)
    if event["event"].endswith("_mailed"):
        return {"method": "mail", "sent_on": event["on"]}
    return {"method": "personal", "delivered_on": event["on"]}


def _notices(event: Given, holders: list[str]) -> Facts:
    told = holders if event.get("to", "all") == "all" else event["to"]
    return [
        {"kind": "notice_given", "holder": identifier(name), "delivery": _delivery(event)}
        for name in told
    ]


def _join(event: Given, _holders: list[str]) -> Facts:
    asked = {"holder": identifier(event["holder"]), "shares": event["shares"]}
    return [{"kind": "join_requested", "delivery": _delivery(event), **asked}]


def _as_it_is(event: Given, _holders: list[str]) -> Facts:
    """An event that is called as a fact is, with the fields that the fact has."""
    said = {name: value for name, value in event.items() if name not in ("event", "on", "of")}
    day = {} if "delivery" in said else {"occurred_on": event["on"]}
    named = {"holder": identifier(said["holder"])} if "holder" in said else {}
    return [{"kind": event["event"], **said, **day, **named}]


def _dated(kind: str, *names: str) -> Callable[[Given, list[str]], Facts]:
    """An event that is one fact on its day, with these fields taken over."""

    def facts(event: Given, _holders: list[str]) -> Facts:
        kept = {name: event[name] for name in names if name in event}
        return [{"kind": kind, "occurred_on": event["on"], **kept}]

    return facts


def _delay(event: Given, holders: list[str]) -> Facts:
    """A delay; a case that says nothing of a consent means that none was given."""
    (fact,) = _dated("delay_invoked", *DELAY)(event, holders)
    return [{"consent": False, **fact}]


def _filed(event: Given, _holders: list[str]) -> Facts:
    return [{"kind": "filed", "occurred_on": event["on"], "form": event.get("form", "S-1")}]


def _holders_notice(event: Given, _holders: list[str]) -> Facts:
    holder = identifier(event["holder"])
    return [{"kind": "holder_misstatement_notice", "holder": holder, "delivery": _delivery(event)}]


def _prospectus(event: Given, _holders: list[str]) -> Facts:
    fact = {"kind": "new_prospectus_received", "occurred_on": event["on"]}
    if event.get("holder", "all") != "all":
        fact["holder"] = identifier(event["holder"])
    return [fact]


def _stop_order(event: Given, _holders: list[str]) -> Facts:
    at_fault = caused_by_holder(event.get("cause"))
    return [{"kind": "stop_order", "occurred_on": event["on"], "holder_at_fault": at_fault}]


def _closing_failed(event: Given, _holders: list[str]) -> Facts:
    solely = solely_through_holders(event.get("fault", event.get("cause")))
    return [{"kind": "closing_failed", "occurred_on": event["on"], "solely_holder": solely}]


def _maximum(event: Given, _holders: list[str]) -> Facts:
    shares = event.get("shares", event.get("max"))
    in_writing = event.get("in_writing", event.get("written", True))
    said = {"shares": shares, "in_writing": in_writing}
    return [{"kind": "maximum_advised", "occurred_on": event["on"], **said}]


def _additions(event: Given, _holders: list[str]) -> Facts:
    others = {identifier(name): shares for name, shares in event.get("others", {}).items()}
    said = {"company": event.get("company", 0), "others": others}
    return [{"kind": "additions_proposed", "occurred_on": event["on"], **said}]


def _sold(event: Given, _holders: list[str]) -> Facts:
    sold = {"holder": identifier(event["holder"]), "shares": event["shares"]}
    return [{"kind": "shares_sold", "occurred_on": event["on"], **sold}]


def _happened(event: Given, _holders: list[str]) -> Facts:
    """An event that the terms declare; the case says which by `happened`."""
    said = {"event": event["happened"], "occurred_on": event["on"]}
    return [{"kind": "event_happened", **said}]


def _transferred(event: Given, _holders: list[str]) -> Facts:
    """Common shares pass to an affiliate, who is holder of record on the day."""
    to, day = event["to"], event["on"]
    return [
        {
            "kind": "securities_transferred",
            "occurred_on": day,
            "holder": identifier(event["holder"]),
            "transferee": identifier(to),
            "transferee_name": to,
            "common": event["shares"],
            "affiliate": True,
            "restricted_in_writing": False,
            "record_holder_on": day,
        }
    ]


def _withdrawn(event: Given, _holders: list[str]) -> Facts:
    fact: dict[str, Any] = {"kind": "withdrawn", "occurred_on": event["on"]}
    named = event.get("holders") or [event.get("holder", "all")]
    if named != ["all"]:
        fact["holders"] = [identifier(name) for name in named]
    if "settled_by" in event:
        fact["settled_by"] = event["settled_by"]
    return [fact]


def _stated(event: Given, _holders: list[str]) -> Facts:
    held = {"holder": identifier(event["holder"]), **_holding(event["shares"])}
    return [{"kind": "position_stated", "occurred_on": event["on"], **held}]


def _amended(event: Given, holders: list[str]) -> Facts:
    """All Holders and the Company sign; what was requested before is left alone."""
    signed = {"company_signed": True, "signed_by": [identifier(name) for name in holders]}
    said = {"instrument": "amendment", "changes": event["changes"], "reaches_requested": False}
    return [{"kind": "terms_amended", "occurred_on": event["on"], **signed, **said}]


DEMANDED = (
    "demand",
    "short_form_qualified",
    "underwritten",
    "offering_price",
    "offering_price_net",
)
"""What a demand says beside who asks for how much; `demand` is the right that it uses."""
DELAY = (
    "days",
    "board_judgment",
    "transaction_considered_from",
    "transaction_considered_until",
    "consent",
)
OFFERING = ("seller", "form", "filed_on", "effective_on", "closing_on")

EVENTS: Mapping[str, Callable[[Given, list[str]], Facts]] = {
    "company_notice_mailed": _notices,
    "company_notice_delivered": _notices,
    "join_mailed": _join,
    "join_delivered": _join,
    "delay_invoked": _delay,
    "company_offering_commenced": _dated("company_offering_commenced", *OFFERING),
    "additions_proposed": _additions,
    "maximum_advised": _maximum,
    "event_happened": _happened,
    "filed": _filed,
    "declared_effective": _dated("declared_effective"),
    "misstatement_notice_given": _dated("misstatement_notice_given"),
    "holder_misstatement_notice_mailed": _holders_notice,
    "holder_misstatement_notice_delivered": _holders_notice,
    "amended_prospectus_received": _prospectus,
    "new_prospectus_received": _prospectus,
    "stop_order": _stop_order,
    "stop_order_lifted": _dated("stop_order_lifted"),
    "closing_failed": _closing_failed,
    "withdrawn": _withdrawn,
    "withdrawal": _withdrawn,
    "sold": _sold,
    "position_stated": _stated,
    "terms_amended": _amended,
    "transferred": _transferred,
    "stock_split": _dated("stock_split", "numerator", "denominator"),
    "all_sold": _dated("distribution_completed"),
    "distribution_completed": _dated("distribution_completed"),
}
OF_THE_AGREEMENT = (
    "condition_stated",
    "event_happened",
    "first_public_offering_effective",
    "company_offering_commenced",
    "sold",
    "transferred",
    "stock_split",
    "position_stated",
    "terms_amended",
)

KINDS: Mapping[str, Callable[["Ask"], "Found"]] = {"lifecycle": lifecycle}
