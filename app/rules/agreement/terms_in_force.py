"""The versions of an agreement's terms, as an answer shows them: clause 9(e).

The original terms come first, then every amendment or waiver of terms in the order of its making:
whether it has effect, why not, from when, whom it binds, the count behind it, and which terms are
in force on the first day of its effect. Whole days. The changes are made in `terms.by_date`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal, TypeAlias

from app.rules.agreement.amendment import WHY_NOT, AmendmentRuling, Failure
from app.rules.agreement.instruments import Executed, Instruments, without_rights
from app.rules.facts import in_order
from app.rules.facts.instruments import RightsEnded, SignedInstrument, TermsAmended
from app.rules.holders.splits import (
    ShownShares,
    Split,
    adjusted,
    ratio_between,
    share_numbers,
    shown_shares,
)
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.terms import Terms
from app.rules.terms.document.by_date import TermsByDate, changed
from app.rules.values.if_any import IfAny
from app.rules.values.written_dates import written_out

Binds: TypeAlias = Literal["all_holders", "signing_holders"]


@dataclass(frozen=True, slots=True)
class InstrumentResult:
    """Whether an instrument has effect, from when, whom it binds, and the count behind it.

    `effective` and the shares are null while it is not recorded what moved before it was signed.
    """

    kind: Literal["amendment", "waiver"]
    made_on: date
    effective: bool | None
    reason: Failure | None
    effective_from: date | None
    binds: Binds | None
    signing: ShownShares | None
    needed: ShownShares | None
    total: ShownShares | None
    source: str
    explained_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionOfTerms:
    """One version of the terms; `instrument` is null for the original ones.

    `content_hash` is that of the terms in force on the first day; null if the instrument has no
    effect. `changes` are the places in the terms document that it changes.
    """

    effective_from: IfAny[date]
    content_hash: str | None
    changes: tuple[str, ...]
    reaches_requested: IfAny[bool]
    instrument: IfAny[InstrumentResult]
    explained_by: Mapping[str, str]


def instrument_result(executed: Executed[SignedInstrument], matter: Matter) -> InstrumentResult:
    """An instrument as an answer shows it, with its lines of working."""
    ruling = executed.explained(matter)
    fact, test = executed.fact, ruling.test
    made_on = Sourced(fact.occurred_on, f"{executed.recorded.source}/occurred_on")
    binds = executed.terms.amendments.binds if ruling.effective.value else None
    if ruling.reason is not None:
        matter.working.warn(
            "INSTRUMENT_WITHOUT_EFFECT",
            f"The {executed.kind} of {written_out(made_on.value)} has no effect: "
            f"{WHY_NOT[ruling.reason]}.",
        )
    elif isinstance(fact, TermsAmended):
        _warn_of_one_definition(fact, executed, made_on, matter)
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


REQUISITE, SIGNING = "/requisite_holders", "/amendments/holders_sign"


def _warn_of_one_definition(
    fact: TermsAmended, executed: Executed[SignedInstrument], made_on: Sourced[date], matter: Matter
) -> None:
    """One majority that two places state alike: a change of one leaves the other as it was."""
    terms = executed.terms
    there = {REQUISITE: terms.requisite_holders, SIGNING: terms.amendments.holders_sign}
    changed = {
        place for place in there if any(f"{each}/".startswith(f"{place}/") for each in fact.changes)
    }
    one, other = there.values()
    alike = (one.fraction, one.comparison, one.base) == (
        other.fraction,
        other.comparison,
        other.base,
    )
    for place in changed if alike and len(changed) == 1 else ():
        (kept,) = there.keys() - {place}
        matter.working.warn(
            "ANOTHER_PLACE_KEPT",
            f"The {executed.kind} of {written_out(made_on.value)} changes {place} "
            f"({there[place].clause}) and not {kept} ({there[kept].clause}), where the same "
            "majority was set: it stays as it was there. If both mean one definition, change both.",
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
        changes=tuple(sorted(fact.changes if fact else without_rights(known.terms.original))),
        reaches_requested=fact is not None and fact.reaches_requested,
        instrument=shown,
        explained_by={name: source for name, source in sources.items() if name == "effective_from"},
    )


@dataclass(frozen=True, slots=True)
class ShareNumberOnDay:
    """A number of shares in the terms: as written at a `place` of the document, and on a day.

    `adjusted` is exact: `written` times `ratio`, that of the splits since it was written (9(h));
    a fraction is text. `written_on` is null for what stands there from the beginning, `clause` the
    one on splits, null where the agreement has none and nothing changes.
    """

    place: str
    written: int
    written_on: IfAny[date]
    ratio: str
    adjusted: ShownShares
    clause: IfAny[str]


@dataclass(frozen=True, slots=True)
class TermsOnDay:
    """The terms of a day: as written, with their share numbers adjusted, and both side by side.

    In `adjusted` a number that splits have left with a fraction is rounded up to whole shares.
    """

    written: Terms
    adjusted: Terms
    share_numbers: tuple[ShareNumberOnDay, ...]


def terms_after_splits(
    by_date: TermsByDate, splits: Sequence[Split], as_of: date, requested_on: date | None
) -> TermsOnDay:
    """The terms in force on a day, or those that then govern a registration requested on a day."""
    if requested_on is not None:
        by_date = TermsByDate(by_date.original, by_date.governing(requested_on, as_of))
    terms = by_date.on(as_of)
    numbers = tuple(
        _on_day(place, number, by_date.stated_on(place, as_of), splits, as_of, terms)
        for place, number in share_numbers(terms).items()
    )
    changes = {
        each.place: ceil(Fraction(each.adjusted))
        for each in numbers
        if each.adjusted != each.written
    }
    return TermsOnDay(terms, changed(terms, changes) if changes else terms, numbers)


def terms_as_written(terms: Terms) -> TermsOnDay:
    """Terms that no split has reached."""
    return terms_after_splits(TermsByDate(terms), (), terms.agreement_date, None)


def _on_day(
    place: str,
    number: int,
    written_on: date | None,
    splits: Sequence[Split],
    as_of: date,
    terms: Terms,
) -> ShareNumberOnDay:
    ratio = ratio_between(splits, written_on, as_of)
    after = adjusted(number, ratio, terms.split_clause, terms.readings)
    return ShareNumberOnDay(
        place, number, written_on, str(ratio), shown_shares(after), terms.split_clause
    )


def say_which_terms(
    known: Instruments, requested_on: Sourced[date], as_of: date, matter: Matter
) -> None:
    """A line of working on the terms that govern, where an instrument has changed them."""
    governing = known.terms.governing(requested_on.value, as_of)
    if not governing:
        return
    clause = known.terms.original.amendments.clause
    days = ", ".join(
        written_out(day) for day in sorted({each.effective_from for each in governing})
    )
    matter.working.step(
        "terms.governing",
        clause,
        f"What was requested on {written_out(requested_on.value)} is governed by the terms as "
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
