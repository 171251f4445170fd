"""Whether the Company may grant these rights to others: clause 8.

Rights may be neither more favourable than the Holders' nor inconsistent with them. The terms say of
each measure whether more or less of it favours the holder; a value of null is no limit at all, the
most favourable. Compared term by term (QF17) one better term is enough to forbid the grant; as a
whole, better and worse terms must be weighed, which is a finding and never computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, SourceShown, plain
from app.rules.terms.parties import Measure, OtherRights

Verdict: TypeAlias = Literal["more", "equal", "less", "not_granted", "not_comparable"]
Values: TypeAlias = Mapping[str, Sourced[int | None]]
"""Rights by their measure; a value of None is no limit."""


@dataclass(frozen=True, slots=True)
class ComparedTerm:
    """One term of both grants, and whether the proposed one is more or less favourable."""

    name: str
    existing: int | None
    proposed: int | None
    verdict: Verdict
    says: str
    inconsistent_with: str | None
    source: SourceShown


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every term compared, and whether the grant is permitted (None: unknown)."""

    terms: tuple[ComparedTerm, ...]
    permitted: Sourced[bool | None]

    def named(self, verdict: Verdict) -> tuple[str, ...]:
        """The names of the terms with this verdict, in order."""
        return tuple(each.name for each in self.terms if each.verdict == verdict)

    def inconsistent(self) -> tuple[str, ...]:
        """The names of the terms that contradict a clause."""
        return tuple(each.name for each in self.terms if each.inconsistent_with)


def compare(
    existing: Values,
    proposed: Values,
    more_favourable_overall: Sourced[bool] | None,
    rights: OtherRights,
    matter: Matter,
) -> Comparison:
    """Compare the rights proposed for others with those that exist here."""
    compared = tuple(
        _compared(name, existing, proposed, rights, matter)
        for name in sorted(existing.keys() | proposed.keys())
    )
    terms = Comparison(compared, Sourced(None, ""))
    permitted = _permitted(terms, more_favourable_overall, rights, matter)
    inputs: dict[str, Sourced[object]] = {
        each.name: Sourced(each.verdict, each.source) for each in compared
    }
    if more_favourable_overall is not None:
        inputs["more_favourable_overall"] = more_favourable_overall
    says = {True: "may", False: "may not", None: "may or may not, which is not known,"}[permitted]
    ruled = matter.working.step(
        "rights_comparison.permitted",
        rights.clause,
        f"The Company {says} grant these rights.",
        permitted,
        inputs,
        readings=("sec8_test",),
    )
    return Comparison(compared, ruled)


def _compared(
    name: str, existing: Values, proposed: Values, rights: OtherRights, matter: Matter
) -> ComparedTerm:
    measure = rights.measures.get(name)
    verdict = _verdict(name, existing, proposed, measure)
    if verdict == "not_comparable":
        known = measure is not None
        matter.working.miss(
            f"existing/{name}" if known else f"terms/other_rights/measures/{name}",
            f"the comparison of {name}",
            rights.clause,
        )
    says = measure.says if measure else "a term that the agreement does not measure"
    inputs: dict[str, Sourced[object]] = {
        side: values[name]
        for side, values in (("existing", existing), ("proposed", proposed))
        if name in values
    }
    if measure is not None:
        inputs["more_favourable"] = Sourced(
            measure.more_favourable, f"terms:/other_rights/measures/{name}/more_favourable"
        )
    step = matter.working.step(
        "rights_comparison.term",
        rights.clause,
        f"{says}: {_shown(existing, name)} here, {_shown(proposed, name)} there: "
        f"{verdict.replace('_', ' ')}{' favourable' if verdict in ('more', 'less') else ''}.",
        verdict,
        inputs,
    )
    contradicts = measure.inconsistent_with if measure and verdict == "more" else None
    return ComparedTerm(
        name,
        plain(existing.get(name)),
        plain(proposed.get(name)),
        verdict,
        says,
        contradicts,
        step.source,
    )


def _shown(values: Values, name: str) -> str:
    if name not in values:
        return "nothing stated"
    value = values[name].value
    return "no limit" if value is None else f"{value:,}"


def _verdict(name: str, existing: Values, proposed: Values, measure: Measure | None) -> Verdict:
    if name not in proposed:
        return "not_granted"
    if measure is None or name not in existing:
        return "not_comparable"
    here = _favour(existing[name].value, measure)
    there = _favour(proposed[name].value, measure)
    if there == here:
        return "equal"
    return "more" if there > here else "less"


def _favour(value: int | None, measure: Measure) -> tuple[bool, int]:
    """How favourable a value is: the greater the better, and no limit the best."""
    if value is None:
        return True, 0
    return False, value if measure.more_favourable == "higher" else -value


def _permitted(
    terms: Comparison, overall: Sourced[bool] | None, rights: OtherRights, matter: Matter
) -> bool | None:
    better, worse = terms.named("more"), terms.named("less")
    unknown = bool(terms.named("not_comparable"))
    if terms.inconsistent():
        return False
    if matter.readings.sec8_test == "term_by_term":
        return False if better else None if unknown else True
    if overall is not None:
        return not overall.value
    if unknown or (better and worse):
        matter.working.miss(
            "more_favourable_overall",
            "whether better terms outweigh worse ones",
            rights.clause,
            posted_as="rights_granted.more_favourable_overall",
        )
        return None
    return not better
