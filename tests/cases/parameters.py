"""Terms that a case sets otherwise, by the names of the clause catalogue.

A case gives them under `terms`: by the name of a parameter of the catalogue (`join_days`) or of the
list of what other agreements vary (`demand.join_days`), or by the place of a term
(`/demand/join/within/count`).
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "demand_opens_after": ("/demand/opens/after",),
    "min_amount": ("/demand/minimum_shares",),
    "days": ("/demand/effect_within/count",),
    "days_short": ("/demand/short_form/effect_within/count",),
    "standstill_days": ("/demand/standstill/count",),
    "demand_cap": ("/demand/cap/limit",),
    "cap": ("/demand/cap/limit",),
    "join_days": (
        "/demand/join/within/count",
        "/shelf/join/within/count",
        "/takedown/join/within/count",
        "/incidental/join/within/count",
    ),
    "notice_days": ("/incidental/notice/count",),
    "max_days": ("/delay/max_days",),
    "occasions": ("/delay/occasions/limit",),
    "window": ("/delay/occasions/window_days",),
    "effective_days": ("/effectiveness/keep_effective/count",),
    "cutoff_bd": ("/comfort_letter/information_within/count",),
    "copy_bd": ("/amendment_copies/before_filing/count",),
    "draft_bd": ("/drafts/before_filing/count",),
    "before": ("/holdback/before/count",),
    "after": ("/holdback/after/count",),
    "mail_bd": ("/notices/methods/mail/received/count",),
    "rule_144_days": ("/rule144_statement/available_after/count",),
    "min_shares": ("/assignment/limbs/1/min_shares",),
    "demand.join_days": ("/demand/join/within/count",),
    "demand.max_count": ("/demand/cap/limit",),
    "demand.opens": ("/demand/opens/after",),
    "demand.closes": ("/demand/closes_on",),
    "demand.standstill": ("/demand/standstill/count",),
    "demand.threshold": ("/requisite_holders/fraction",),
    "incidental.join": ("/incidental/join/within/count",),
    "incidental.notice": ("/incidental/notice/count",),
    "delay.max_days": ("/delay/max_days",),
    "delay.max_occasions": ("/delay/occasions/limit",),
    "effectiveness.days": ("/effectiveness/keep_effective/count",),
    "shelf.period": ("/shelf_period/keep_effective/count",),
    "threshold": ("/assignment/limbs/1/min_shares",),
}


def with_parameters(terms: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The terms with what a case says otherwise; KeyError for what is no term."""
    changed: dict[str, Any] = deepcopy(dict(terms))
    for name, value in said.items():
        for place in PARAMETERS.get(name, (name,)):
            _set(changed, place, value)
    return changed


def _set(terms: dict[str, Any], place: str, value: object) -> None:
    *parents, last = place.removeprefix("/").split("/")
    part: Any = terms
    for name in parents:
        part = part[int(name)] if isinstance(part, list) else part[name]
    if last not in part:
        raise KeyError(place)
    part[last] = value
