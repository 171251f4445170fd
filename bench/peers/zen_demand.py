"""The demand as a decision graph of zen: two expression nodes, evaluated by its engine.

Clauses 2(a)(i), 9(b). Business days are found among the next days, with weekends and the holidays
given left out; the second node is carried out for each Holder.
"""

import json
from collections.abc import Mapping
from typing import Any

import zen

from bench.peers.question import HOLIDAYS

_OPEN = f"#.weekday() < 6 and not(#.format('%Y-%m-%d') in {json.dumps(HOLIDAYS)})"


def _mailed(day: str) -> str:
    """The third business day after a day."""
    return f"filter(map([1..14], d({day}).add(#, 'd')), {_OPEN})[2].format('%Y-%m-%d')"


def _rolled(day: str, days: str) -> str:
    """So many days after a day, or the next business day if that is none."""
    after = f"map([0..7], d({day}).add({days}, 'd').add(#, 'd'))"
    return f"filter({after}, {_OPEN})[0].format('%Y-%m-%d')"


OF_THE_DEMAND = {
    "received_on": _mailed("letter_sent_on"),
    "free_on": "d(offering_commenced_on).add(181, 'd').format('%Y-%m-%d')",
    "asked": "sum(map(filter(holders, #.requested > 0), #.held))",
    "has_requisite": "$.asked * 2 > sum(map(holders, #.held))",
    "demands_left": "demands_used < 3",
    "deferred": "d($.received_on) < d($.free_on)",
    "usual": _rolled("$.received_on", "short_form ? 60 : 90"),
    "due_on": "$.deferred and d($.usual) < d($.free_on) ? $.free_on : $.usual",
}
OF_EACH_HOLDER = {
    "notice_received_on": _mailed("notice_sent_on"),
    "last_day": _rolled("$.notice_received_on", "20"),
    "included": "requested + "
    "(join_received_on != null and d(join_received_on) <= d($.last_day) ? join_shares : 0)",
}


def _node(name: str, expressions: Mapping[str, str], **more: Any) -> dict[str, Any]:
    listed = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    content = {"expressions": listed, "passThrough": True, **more}
    return {"id": name, "name": name, "type": "expressionNode", "content": content}


def graph() -> str:
    """The decision graph as a document."""
    each = {"executionMode": "loop", "inputField": "holders", "outputPath": "holders"}
    nodes = [
        {"id": "asked", "name": "asked", "type": "inputNode", "content": {}},
        _node("demand", OF_THE_DEMAND),
        _node("holders", OF_EACH_HOLDER, **each),
        {"id": "answer", "name": "answer", "type": "outputNode", "content": {}},
    ]
    ways = [("asked", "demand"), ("demand", "holders"), ("holders", "answer")]
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in ways]
    return json.dumps({"nodes": nodes, "edges": edges})


def system() -> Any:
    """The graph, read by the engine."""
    return zen.ZenEngine().create_decision(graph())


def answer(decision: Any, question: dict[str, Any]) -> dict[str, Any]:
    """One determination, from the question as JSON to the answer as JSON."""
    found = decision.evaluate(question)["result"]
    names = ("received_on", "has_requisite", "demands_left", "deferred", "due_on")
    return {name: found[name] for name in names} | {
        "last_days_to_join": [holder["last_day"] for holder in found["holders"]],
        "included": [int(holder["included"]) for holder in found["holders"]],
    }


def explained(decision: Any, question: dict[str, Any]) -> int:
    """The bytes of its trace: what went into each node and came out of it, without clauses."""
    return len(json.dumps(decision.evaluate(question, {"trace": True})["trace"]))
