"""The demand as an OpenFisca country package: entities, variables by formula, one simulation.

Clauses 2(a)(i), 9(b). Days are numpy days; business days are numpy's, with the holidays given.
"""

from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.peers.question import HOLDERS, HOLIDAYS

Holder = build_entity("holder", "holders", "A Holder", is_person=True)
Demand = build_entity(
    "demand", "demands", "A demand", roles=[{"key": "party", "plural": "parties", "label": "One"}]
)
YEAR, PERIOD = periods.DateUnit.YEAR, periods.period("1999")
NEVER = np.datetime64("2999-12-31")


def _input(name: str, entity: Any, kind: type, default: Any = None) -> type:
    body = {"value_type": kind, "entity": entity, "definition_period": YEAR, "label": name}
    return type(name, (Variable,), body if default is None else body | {"default_value": default})


def _formula(name: str, entity: Any, kind: type, formula: Any) -> type:
    body = {"value_type": kind, "entity": entity, "definition_period": YEAR, "label": name}
    return type(name, (Variable,), body | {"formula": formula})


def _by_mail(sent: Any) -> Any:
    return np.busday_offset(sent, 3, roll="backward", holidays=HOLIDAYS)


def _rolled(day: Any) -> Any:
    return np.busday_offset(day, 0, roll="forward", holidays=HOLIDAYS)


def _received_on(demand: Any, _: Any) -> Any:
    return _by_mail(demand("letter_sent_on", PERIOD).astype("datetime64[D]"))


def _has_requisite(demand: Any, _: Any) -> Any:
    held = demand.members("held", PERIOD)
    asks = demand.members("requested", PERIOD) > 0
    return 2 * demand.sum(held * asks) > demand.sum(held)


def _demands_left(demand: Any, _: Any) -> Any:
    return demand("demands_used", PERIOD) < 3


def _free_on(demand: Any) -> Any:
    began = demand("offering_commenced_on", PERIOD).astype("datetime64[D]")
    return began + np.timedelta64(181, "D")


def _deferred(demand: Any, _: Any) -> Any:
    return demand("received_on", PERIOD).astype("datetime64[D]") < _free_on(demand)


def _due_on(demand: Any, _: Any) -> Any:
    received = demand("received_on", PERIOD).astype("datetime64[D]")
    within = np.where(demand("short_form", PERIOD), 60, 90).astype("timedelta64[D]")
    due = _rolled(received + within)
    return np.where(demand("deferred", PERIOD), np.maximum(due, _free_on(demand)), due)


def _last_day_to_join(holder: Any, _: Any) -> Any:
    got = _by_mail(holder("notice_sent_on", PERIOD).astype("datetime64[D]"))
    return _rolled(got + np.timedelta64(20, "D"))


def _included(holder: Any, _: Any) -> Any:
    joined = holder("join_received_on", PERIOD).astype("datetime64[D]")
    in_time = joined <= holder("last_day_to_join", PERIOD).astype("datetime64[D]")
    shares = holder("join_shares", PERIOD)
    return holder("requested", PERIOD) + np.where(in_time, shares, 0)


def system() -> Any:
    """The country package: its entities and variables."""
    from datetime import date

    found = TaxBenefitSystem([Holder, Demand])
    for variable in (
        _input("held", Holder, int),
        _input("requested", Holder, int),
        _input("notice_sent_on", Holder, date),
        _input("join_received_on", Holder, date, date(2999, 12, 31)),
        _input("join_shares", Holder, int),
        _input("letter_sent_on", Demand, date),
        _input("short_form", Demand, bool),
        _input("demands_used", Demand, int),
        _input("offering_commenced_on", Demand, date),
        _formula("received_on", Demand, date, _received_on),
        _formula("has_requisite", Demand, bool, _has_requisite),
        _formula("demands_left", Demand, bool, _demands_left),
        _formula("deferred", Demand, bool, _deferred),
        _formula("due_on", Demand, date, _due_on),
        _formula("last_day_to_join", Holder, date, _last_day_to_join),
        _formula("included", Holder, int, _included),
    ):
        found.add_variable(variable)
    return found


def answer(rules: Any, question: dict[str, Any]) -> dict[str, Any]:
    """One determination, from the question as JSON to the answer as JSON."""
    asked = _asked(rules, question)

    def of(name: str) -> Any:
        return asked.calculate(name, PERIOD)

    return {
        "received_on": str(of("received_on")[0]),
        "has_requisite": bool(of("has_requisite")[0]),
        "demands_left": bool(of("demands_left")[0]),
        "deferred": bool(of("deferred")[0]),
        "due_on": str(of("due_on")[0]),
        "last_days_to_join": [str(day) for day in of("last_day_to_join")],
        "included": [int(shares) for shares in of("included")],
    }


def explained(rules: Any, question: dict[str, Any]) -> int:
    """The bytes of its trace: which variable was made of which, with values, without clauses."""
    asked = _asked(rules, question)
    asked.trace = True
    for name in ("has_requisite", "demands_left", "due_on", "included"):
        asked.calculate(name, PERIOD)
    return sum(len(line) for line in asked.tracer.computation_log.lines())


def _asked(rules: Any, question: dict[str, Any]) -> Any:
    names = ("held", "requested", "notice_sent_on", "join_received_on", "join_shares")
    holders = {
        holder: {name: {"1999": told[name]} for name in names if told[name] is not None}
        for holder, told in zip(HOLDERS, question["holders"], strict=True)
    }
    of_demand = ("letter_sent_on", "short_form", "demands_used", "offering_commenced_on")
    demand = {name: {"1999": question[name]} for name in of_demand}
    situation = {
        "holders": holders,
        "demands": {"one": {"parties": list(HOLDERS), **demand}},
    }
    return SimulationBuilder().build_from_entities(rules, situation)
