"""Whose consent lets a delay or prohibition go beyond the agreed days: clauses 2(g) and 9(e).

The Holders may not withhold it unreasonably; whether it was given is counted here. The Requisite
Holders bind all, unless reading QD7 asks every Holder affected, or every Holder. Shares are whole
shares; nothing raises. Relies on `holdings` for the count and `requisite` for the threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.holders.holdings import Holding, Holdings, tally
from app.rules.holders.requisite import apply_threshold
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.rights.delays.delays import Delay


@dataclass(frozen=True, slots=True)
class Consents:
    """Who consented, who is affected, and what each Holder holds; None: not recorded."""

    consenting: Sourced[tuple[str, ...]]
    affected: Sourced[tuple[str, ...]] | None
    holdings: Mapping[str, Holding] | None


def consent_given(consents: Consents, right: Delay, matter: Matter) -> Sourced[bool] | None:
    """Whether those whose consent is needed have given it; None while a missing input decides."""
    rule = matter.readings.consent_by
    if rule == "affected_holders":
        if consents.affected is None:
            _name_missing("affected_holders", right, matter)
            return None
        return _everyone(consents, consents.affected, right, matter)
    if consents.holdings is None:
        _name_missing("positions", right, matter)
        return None
    if rule == "all":
        listed = next(iter(consents.holdings.values()), None)
        source = listed.source if listed else consents.consenting.source
        every = Sourced(tuple(sorted(consents.holdings)), source)
        return _everyone(consents, every, right, matter)
    counted = tally(Holdings(consents.holdings), frozenset(consents.consenting.value), matter)
    return apply_threshold(
        matter.terms.requisite_holders,
        counted.requesting,
        counted.total,
        matter.working,
        "/requisite_holders",
    ).met


def _name_missing(name: str, right: Delay, matter: Matter) -> None:
    matter.working.miss(
        name, "whether the Holders consent to more days", (right.consent_clause or right.clause)
    )


def _everyone(
    consents: Consents, needed: Sourced[tuple[str, ...]], right: Delay, matter: Matter
) -> Sourced[bool]:
    silent = sorted(set(needed.value) - set(consents.consenting.value))
    return matter.working.step(
        "consent.everyone",
        (right.consent_clause or right.clause),
        f"{', '.join(silent)} did not consent." if silent else "All of them consented.",
        not silent,
        {"consenting": consents.consenting, "needed": needed},
        readings=("consent_by",),
    )
