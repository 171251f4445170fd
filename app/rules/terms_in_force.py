"""The versions of an agreement's terms, as an answer shows them: clause 9(e).

The original terms come first, then every amendment or waiver of terms in the order of its making:
whether it has effect, why not, from when, whom it binds, the count behind it, and which terms are
in force on the first day of its effect. Whole days. The changes are made in `terms.by_date`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from app.rules.amendment import AmendmentRuling, Failure
from app.rules.facts import RightsEnded, SignedInstrument, TermsAmended, in_order
from app.rules.instruments import WITHOUT_RIGHTS, Executed, Instruments
from app.rules.matter import Matter
from app.rules.splits import ShownShares, shown_shares
from app.rules.working import Sourced, explained, plain

Binds: TypeAlias = Literal["all_holders", "signing_holders"]


@dataclass(frozen=True, slots=True)
class InstrumentResult:
    """Whether an instrument has effect, from when, whom it binds, and the count behind it."""

    kind: Literal["amendment", "waiver"]
    made_on: date
    effective: bool
    reason: Failure | None
    effective_from: date | None
    binds: Binds | None
    signing: ShownShares
    needed: ShownShares
    total: ShownShares
    source: str
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionOfTerms:
    """One version of the terms; `instrument` is null for the original ones.

    `content_hash` is that of the terms in force on the first day; null if the instrument has no
    effect. `changes` are the places in the terms document that it changes.
    """

    effective_from: date | None
    content_hash: str | None
    changes: tuple[str, ...]
    reaches_requested: bool | None
    instrument: InstrumentResult | None
    explained_by: Mapping[str, str]


def instrument_result(executed: Executed[SignedInstrument], matter: Matter) -> InstrumentResult:
    """An instrument as an answer shows it, with its lines of working."""
    ruling = executed.explained(matter)
    fact, test = executed.fact, ruling.test
    made_on = Sourced(fact.occurred_on, f"{executed.recorded.source}/occurred_on")
    binds = executed.terms.amendments.binds if ruling.effective.value else None
    return InstrumentResult(
        kind=executed.kind,
        made_on=made_on.value,
        effective=ruling.effective.value,
        reason=ruling.reason,
        effective_from=plain(ruling.effective_from),
        binds=binds,
        signing=shown_shares(ruling.signing.value),
        needed=shown_shares(test.needed.value),
        total=shown_shares(ruling.total.value),
        source=executed.recorded.source,
        explained_by=_sources(ruling, made_on),
    )


def _sources(ruling: AmendmentRuling, made_on: Sourced[date]) -> Mapping[str, str]:
    return {
        **explained(made_on=made_on, effective_from=ruling.effective_from),
        **explained(effective=ruling.effective),
        **explained(signing=ruling.signing, needed=ruling.test.needed, total=ruling.total),
    }


def versions(known: Instruments, matter: Matter) -> tuple[VersionOfTerms, ...]:
    """Every version of the terms, the original ones first."""
    original = known.terms.original
    first = Sourced(original.agreement_date, "terms:/agreement_date")
    return (
        VersionOfTerms(
            effective_from=first.value,
            content_hash=original.content_hash,
            changes=(),
            reaches_requested=None,
            instrument=None,
            explained_by=explained(effective_from=first),
        ),
        *(_version(each, known, matter) for each in _in_order(known)),
    )


def _in_order(known: Instruments) -> list[Executed[TermsAmended | RightsEnded]]:
    """Whatever is to change the terms, in the order of its making."""
    found: list[Executed[TermsAmended | RightsEnded]] = [*known.amendments, *known.endings]
    return sorted(found, key=lambda each: in_order(each.recorded))


def _version(
    executed: Executed[TermsAmended | RightsEnded], known: Instruments, matter: Matter
) -> VersionOfTerms:
    shown = instrument_result(executed, matter)
    fact = executed.fact if isinstance(executed.fact, TermsAmended) else None
    start = shown.effective_from
    sources = shown.explained_by
    return VersionOfTerms(
        effective_from=start,
        content_hash=known.terms.on(start).content_hash if start else None,
        changes=tuple(sorted(WITHOUT_RIGHTS if fact is None else fact.changes)),
        reaches_requested=fact is not None and fact.reaches_requested,
        instrument=shown,
        explained_by={name: source for name, source in sources.items() if name == "effective_from"},
    )


def say_which_terms(
    known: Instruments, requested_on: Sourced[date], as_of: date, matter: Matter
) -> None:
    """A line of working on the terms that govern, where an instrument has changed them."""
    governing = known.terms.governing(requested_on.value, as_of)
    if not governing:
        return
    clause = known.terms.original.amendments.clause
    days = ", ".join(sorted({each.effective_from.isoformat() for each in governing}))
    matter.working.step(
        "terms.governing",
        clause,
        f"What was requested on {requested_on.value.isoformat()} is governed by the terms as "
        f"changed from {days}, each change for what happens from its day on.",
        matter.terms.content_hash,
        {
            "requested_on": requested_on,
            **{
                f"instrument_{place}": Sourced(each.effective_from, each.source)
                for place, each in enumerate(governing, start=1)
            },
        },
    )
