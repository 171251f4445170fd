"""Whether an amendment or a waiver has effect, from when, and whom it binds: clause 9(e).

It needs a writing executed by the Company and by Holders of enough Registrable Securities, counted
fully diluted on the day it is made. Whether a Holder hurt more than the others must itself consent
is reading QF19. A waiver may reach into the past, an amendment has effect from its own date at the
earliest (QF24). Days are whole days, shares whole shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from app.rules.holders.requisite import ThresholdTest, apply_threshold
from app.rules.holders.splits import ShareNumber
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.terms.parties import Amendments, InstrumentKind
from app.rules.values.written_dates import written_out

Failure: TypeAlias = Literal[
    "NOT_IN_WRITING", "COMPANY_NOT_SIGNED", "NOT_REQUISITE_HOLDERS", "CONSENT_MISSING"
]


@dataclass(frozen=True, slots=True)
class Instrument:
    """What was signed: by whom, when, from when it is to have effect, and whom it hurts most.

    A document that was signed is in writing unless `in_writing` says otherwise; whether it amends
    or waives is not known where there is no `kind`.
    `hurt` are the Holders hurt more than the others, and whether each of them consents.
    """

    kind: InstrumentKind | None
    in_writing: Sourced[bool] | None
    company_signed: Sourced[bool]
    signing_shares: Sourced[ShareNumber]
    total_shares: Sourced[ShareNumber]
    signed_on: Sourced[date] | None
    takes_effect_on: Sourced[date] | None
    hurt: Mapping[str, Sourced[bool]]


@dataclass(frozen=True, slots=True)
class AmendmentRuling:
    """Whether it has effect, why not, from which day, and the count against what it needed."""

    effective: Sourced[bool]
    reason: Failure | None
    signing: Sourced[ShareNumber]
    total: Sourced[ShareNumber]
    test: ThresholdTest
    effective_from: Sourced[date] | None


def rule_on_amendment(instrument: Instrument, matter: Matter) -> AmendmentRuling:
    """Rule on one instrument under the terms on amendments."""
    terms = matter.terms.amendments
    test = apply_threshold(
        terms.holders_sign,
        instrument.signing_shares,
        instrument.total_shares,
        matter.working,
        "/amendments/holders_sign",
    )
    reason = _failure(instrument, test, terms, matter)
    stated: dict[str, Sourced[object]] = {
        "company_signed": instrument.company_signed,
        "majority": test.met,
        **instrument.hurt,
    }
    if instrument.in_writing is not None:
        stated["in_writing"] = instrument.in_writing
    effective = matter.working.step(
        "amendment.effective",
        terms.clause,
        f"The {instrument.kind or 'instrument'} has effect."
        if reason is None
        else f"The {instrument.kind or 'instrument'} has no effect: {WHY_NOT[reason]}.",
        reason is None,
        stated,
        readings=("disproportionate_consent",) if instrument.hurt else (),
    )
    starts = _effective_from(instrument, terms, matter) if effective.value else None
    return AmendmentRuling(
        effective, reason, instrument.signing_shares, instrument.total_shares, test, starts
    )


WHY_NOT: Mapping[Failure, str] = {
    "NOT_IN_WRITING": "it is not in writing",
    "COMPANY_NOT_SIGNED": "the Company has not signed it",
    "NOT_REQUISITE_HOLDERS": "too few Registrable Securities signed it",
    "CONSENT_MISSING": "a Holder whom it hurts more than the others has not consented",
}


def _failure(
    instrument: Instrument, test: ThresholdTest, terms: Amendments, matter: Matter
) -> Failure | None:
    """The first requirement that is not met."""
    oral = instrument.in_writing is not None and not instrument.in_writing.value
    if terms.in_writing and oral:
        return "NOT_IN_WRITING"
    if terms.company_signs and not instrument.company_signed.value:
        return "COMPANY_NOT_SIGNED"
    if not test.met.value:
        return "NOT_REQUISITE_HOLDERS"
    consents = all(consent.value for consent in instrument.hurt.values())
    if not consents and matter.readings.disproportionate_consent:
        return "CONSENT_MISSING"
    return None


def _effective_from(
    instrument: Instrument, terms: Amendments, matter: Matter
) -> Sourced[date] | None:
    """The day from which it has effect: the day it names, or that of the instrument (QF24)."""
    signed, stated = instrument.signed_on, instrument.takes_effect_on
    if signed is None:
        matter.working.miss("signed_on", "the day from which it has effect", terms.clause)
        return None
    if stated is None:
        return signed
    into_the_past = stated.value < signed.value
    readings: tuple[str, ...] = ()
    if into_the_past and instrument.kind != "waiver":
        readings = ("retroactive_amendment",)
    start = stated.value
    kinds = _kinds(instrument) if into_the_past else ()
    reaches_back = {_reaches_back(kind, terms, matter) for kind in kinds}
    if len(reaches_back) > 1:
        matter.working.miss("instrument", "the day from which it has effect", terms.clause)
        return None
    if into_the_past and not any(reaches_back):
        start = signed.value
        matter.working.warn(
            "NOT_RETROACTIVE",
            f"The {instrument.kind or 'instrument'} has no effect before {written_out(start)}.",
        )
    return matter.working.step(
        "amendment.effective_from",
        terms.clause,
        f"It has effect from {written_out(start)}.",
        start,
        {"signed_on": signed, "takes_effect_on": stated},
        readings=readings,
    )


def _kinds(instrument: Instrument) -> tuple[InstrumentKind, ...]:
    """What it is, or may be."""
    return get_args(InstrumentKind) if instrument.kind is None else (instrument.kind,)


def _reaches_back(kind: InstrumentKind, terms: Amendments, matter: Matter) -> bool:
    """Whether an instrument of this kind may have effect before its own day (QF24)."""
    if kind in terms.retroactive:
        return True
    return kind == "amendment" and matter.readings.retroactive_amendment
