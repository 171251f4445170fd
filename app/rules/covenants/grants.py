"""Registration rights that the Company granted to others, on the record: clause 8.

Each grant is compared, measure by measure, with what the Holders have under the terms in force on
its day. A grant that is more favourable or inconsistent breaks the promise; whether one is that
cannot be compared is not known. Once the Holders' rights have ended the promise has too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.rules.agreement.known import Known
from app.rules.agreement.rights_end import RightsStatus, rights_status
from app.rules.agreement.waivers import Waivers, waivers_of
from app.rules.covenants import rights_comparison
from app.rules.covenants.holders_rights import SplitsSince, rights_here
from app.rules.covenants.rights_comparison import ComparedTerm
from app.rules.facts import RecordedFact
from app.rules.facts.covenants import RightsGranted
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, sourced
from app.rules.terms.parties import OtherRights
from app.rules.values.written_dates import written_out

OBLIGATION = "no-better-rights"


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant to another, whether it is permitted (null: not known), and what stands against it.

    `reason` is the code of a breach.
    """

    grantee: str
    granted_on: date
    permitted: bool | None
    reason: str | None
    more_favourable: tuple[str, ...]
    inconsistent: tuple[str, ...]
    not_comparable: tuple[str, ...]
    terms: tuple[ComparedTerm, ...]
    source: str
    explained_by: Mapping[str, str]


def grants(known: Known, rights: RightsStatus, matter: Matter) -> tuple[Grant, ...]:
    """Every grant made while the Holders had rights, in the order of the record."""
    found = []
    waivers = waivers_of(None, known.instruments.waivers, known.as_of)
    for recorded, fact in known.of(RightsGranted):
        terms = known.instruments.terms.on(fact.occurred_on)
        ended = rights.ended_on is not None and fact.occurred_on >= rights.ended_on
        if terms.other_rights is not None and not ended:
            then = matter.under(terms)
            splits = _splits_since(fact.occurred_on, known)
            made = _grant(recorded, fact, terms.other_rights, splits, then)
            found.append(_as_waived(made, waivers, then))
    return tuple(found)


def _as_waived(made: Grant, waivers: Waivers, matter: Matter) -> Grant:
    """A grant made while the promise not to make it was waived is permitted (9(e))."""
    since = waivers.of(OBLIGATION, made.granted_on)
    if since is None or made.permitted:
        return made
    free = matter.working.step(
        "grants.waived",
        matter.terms.amendments.clause,
        f"The promise is waived from {written_out(since.value)}: the grant is permitted.",
        True,
        {"waived_from": since},
    )
    by = {**made.explained_by, "permitted": free.source}
    return replace(made, permitted=True, reason=None, explained_by=by)


def _splits_since(day: date, known: Known) -> SplitsSince:
    def ratio(place: str) -> Fraction:
        return known.register.split_ratio(known.instruments.terms.stated_on(place, day), day)

    return ratio


def _grant(
    recorded: RecordedFact,
    fact: RightsGranted,
    term: OtherRights,
    splits: SplitsSince,
    matter: Matter,
) -> Grant:
    def stated(name: str) -> dict[str, Sourced[int | None]]:
        values: Mapping[str, int | None] = getattr(fact, name)
        return {
            measure: Sourced(value, f"{recorded.source}/{name}/{measure}")
            for measure, value in values.items()
        }

    overall = fact.more_favourable_overall
    compared = rights_comparison.compare(
        {**stated("existing"), **rights_here(fact.rights, term, splits, matter)},
        stated("rights"),
        sourced(overall, f"{recorded.source}/more_favourable_overall"),
        term,
        matter,
    )
    granted_on = Sourced(fact.occurred_on, f"{recorded.source}/occurred_on")
    return Grant(
        grantee=fact.grantee,
        granted_on=granted_on.value,
        permitted=compared.permitted.value,
        reason=term.reason if compared.permitted.value is False else None,
        more_favourable=compared.named("more"),
        inconsistent=compared.inconsistent(),
        not_comparable=compared.named("not_comparable"),
        terms=compared.terms,
        source=recorded.source,
        explained_by={
            **explained(granted_on=granted_on),
            **explained(permitted=compared.permitted),
        },
    )


def rightly_granted(grantee: str, day: date, known: Known, matter: Matter) -> Sourced[bool] | None:
    """Whether all that was granted to somebody by a day was permitted; None: it is not known."""
    his = [
        each
        for each in grants(known, rights_status(known, matter), matter)
        if each.grantee == grantee and each.granted_on <= day
    ]
    broken = next((each for each in his if each.permitted is False), None)
    if broken is None and (not his or any(each.permitted is None for each in his)):
        return None
    deciding = broken or his[-1]
    return Sourced(broken is None, deciding.explained_by["permitted"])


def no_better_rights(
    made: tuple[Grant, ...], holders: tuple[str, ...], known: Known, matter: Matter
) -> tuple[Obligation, ...]:
    """The promise to grant nobody better rights, broken by the first grant that does."""
    term = matter.terms.other_rights
    if term is None:
        return ()
    broken = [each for each in made if each.permitted is False]
    first = min(broken, key=lambda each: each.granted_on, default=None)
    breached_on = (
        None if first is None else Sourced(first.granted_on, first.explained_by["granted_on"])
    )
    promise = owed(
        Owing(
            duty="no_better_rights",
            id=OBLIGATION,
            obligor=matter.terms.company.id,
            obligees=holders,
            modality="must_not",
            action="Grant anybody registration rights that are more favourable than the Holders' "
            "or inconsistent with them.",
            clause=term.clause,
            trigger="terms:/agreement_date",
        ),
        matter.working,
        known.as_of,
        outcome=Performance(breached_on=breached_on),
    )
    return (promise,)
