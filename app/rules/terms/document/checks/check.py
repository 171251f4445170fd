"""Whether a terms document contradicts itself: before anybody relies on a date computed from it.

The shape of a terms document is checked when it is read; this is about what its parts say of each
other. A *contradiction* cannot be what the parties wrote (a right that closes before it opens, a
notice due after the filing that it announces, a rank that leaves a class of sellers out): no
agreement is made from such terms and nothing is computed on them. A *warning* can be meant, but is
more often a slip (a cap of zero, a window to join that outlasts the notice). Each finding names its
place as a JSON pointer into the terms. Nothing raises; the calendars bound what can be reached.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from pydantic import BaseModel

from app.rules.terms.agreement import Terms
from app.rules.terms.clocks.periods import EarningsStatement
from app.rules.terms.clocks.within import Within
from app.rules.terms.document.blanks_left import blank_findings
from app.rules.terms.document.checks.calendars_said import calendar_findings
from app.rules.terms.document.checks.counted_from import anchor_findings, clock_findings
from app.rules.terms.document.checks.damages_said import damages_findings
from app.rules.terms.document.checks.delays_said import (
    delay_findings,
    holdback_findings,
    names_of_rights,
    standstill_findings,
)
from app.rules.terms.document.checks.finding import Parts, TermsFinding, contradiction, warning
from app.rules.terms.document.checks.never import case_findings, never_findings
from app.rules.terms.document.checks.ranked import rank_findings
from app.rules.terms.rights.asking import WhoMayAsk
from app.rules.terms.rights.registrations import Demand, Incidental, Opening, TierClass, Tiers
from app.rules.terms.rights.sizes import ClassHeld, FractionAsked
from app.rules.terms.vocabulary import Period, Threshold
from app.rules.values.calendars import FIRST_DAY, LAST_DAY

FEWEST_DAYS = {"day": 1, "business_day": 1, "month": 28, "year": 365}
"""The fewest days that one of each unit takes."""

LONGEST_COUNT = (LAST_DAY - FIRST_DAY).days

BEFORE = frozenset({"notice", "before", "before_filing", "information_within"})
AFTER = frozenset(
    {
        "effect_within",
        "standstill",
        "within",
        "received",
        "keep_effective",
        "after",
        "on_advice",
        "available_after",
        "payment",
        "shortest",
        "longest",
    }
)
"""The periods by name, as far as their name says in which direction they run."""


SELLERS: tuple[TierClass, ...] = ("holders", "company", "others")


@dataclass(frozen=True, slots=True)
class TermsCheck:
    """What a terms document says against itself; consistent if it contradicts itself nowhere."""

    consistent: bool
    findings: tuple[TermsFinding, ...]


def check_terms(terms: Terms) -> TermsCheck:
    """Everything found, contradictions first."""
    parts = _all_parts(terms)
    found = [
        *_parties(terms),
        *_periods(parts, terms.agreement_date),
        *anchor_findings(parts, terms),
        *clock_findings(parts, terms),
        *calendar_findings(terms),
        *blank_findings(terms),
        *_repetitions(parts),
        *_thresholds(parts),
        *_bases(terms),
        *_classes(parts, terms),
        *_bound(terms),
        *(each for right in terms.rights_to_demand for each in _demand(right, terms)),
        *_rights_to_demand(terms),
        *(each for right in terms.every_incidental for each in _incidental(right, terms)),
        *delay_findings(terms),
        *standstill_findings(terms),
        *holdback_findings(terms),
        *damages_findings(terms),
        *never_findings(terms),
        *case_findings(parts),
        *_takedowns(terms),
        *rank_findings(terms),
        *_money(terms),
        *_assignment(terms),
        *(_earnings(terms.earnings_statement) if terms.earnings_statement else ()),
    ]
    found.sort(key=lambda each: each.severity)
    return TermsCheck(all(each.severity == "warning" for each in found), tuple(found))


def contradictions(terms: Terms) -> tuple[TermsFinding, ...]:
    """What cannot be, which keeps an agreement from being made from these terms."""
    return tuple(each for each in check_terms(terms).findings if each.severity == "contradiction")


def warnings(terms: Terms) -> tuple[TermsFinding, ...]:
    """What may be meant, but should be seen."""
    return tuple(each for each in check_terms(terms).findings if each.severity == "warning")


def _bound(terms: Terms) -> Iterator[TermsFinding]:
    """An instrument binds every Holder, signed or not: no answer is given for each by itself."""
    if terms.amendments.binds != "all_holders":
        says = (
            "An amendment or a waiver is taken to bind every Holder: terms under which it binds "
            "those alone who sign it cannot be kept to yet, and are refused rather than ignored."
        )
        yield contradiction("/amendments/binds", "binds_not_honoured", says)


def _bases(terms: Terms) -> Iterator[TermsFinding]:
    """Each majority is counted among the shares of its own clause, and among no others."""
    underwriter, signing = terms.underwriter_selection, terms.amendments.holders_sign
    if underwriter is not None and underwriter.approval.base != "securities_included":
        says = (
            "An underwriter is approved by a part of the shares to be included, and of no others."
        )
        yield contradiction("/underwriter_selection/approval/base", "base_not_counted", says)
    if signing.base != "registrable_securities_fully_diluted":
        says = "An instrument is executed by a part of all Registrable Securities, fully diluted."
        yield contradiction("/amendments/holders_sign/base", "base_not_counted", says)


def _classes(parts: Parts, terms: Terms) -> Iterator[TermsFinding]:
    """A part of a class is asked for only of one that counts: of another nobody holds any."""
    counts = terms.registrable_securities.counts
    for pointer, part in parts:
        if not isinstance(part, WhoMayAsk | FractionAsked) or part.of not in get_args(ClassHeld):
            continue
        if part.of not in counts:
            says = f"Securities of the class {part.of} are no Registrable Securities."
            yield contradiction(f"{pointer}/of", "class_not_counted", says)


def _parties(terms: Terms) -> Iterator[TermsFinding]:
    """Each Holder once, and the Company not among them; something for them to hold."""
    seen = {terms.company.id}
    for place, holder in enumerate(terms.original_holders):
        if holder.id in seen:
            who = "the Company" if holder.id == terms.company.id else "another Holder"
            yield contradiction(
                f"/original_holders/{place}/id", "party_twice", f"{holder.id} is also {who}."
            )
        seen.add(holder.id)
    counts = terms.registrable_securities
    if not counts.counts:
        yield contradiction(
            "/registrable_securities/counts", "nothing_registrable", "No securities count."
        )
    if counts.warrant_shares is not None and "warrant_shares" not in counts.counts:
        yield warning(
            "/registrable_securities/warrant_shares",
            "uncounted_warrants",
            "Shares under Warrants are stated, but they do not count.",
        )


def _periods(parts: Parts, agreement_date: date) -> Iterator[TermsFinding]:
    """Every period runs the right way, rolls the way it runs, and ends within the calendars."""
    for pointer, period in parts:
        if not isinstance(period, Period):
            continue
        name = pointer.rpartition("/")[2]
        expected = "before" if name in BEFORE else "after" if name in AFTER else period.direction
        if period.direction != expected:
            yield contradiction(
                f"{pointer}/direction",
                "wrong_direction",
                f"This is counted {expected} its event; counted {period.direction} it, the window "
                "would end before it begins.",
            )
        if period.roll != "none" and (period.roll == "backward") != (period.direction == "before"):
            yield contradiction(
                f"{pointer}/roll",
                "roll_against_direction",
                f"A day counted {period.direction} its event is not moved as `{period.roll}` says.",
            )
        if not _reachable(period, agreement_date):
            yield contradiction(
                f"{pointer}/count",
                "unreachable_date",
                f"No event under the agreement leaves {period.count:,} {period.unit}s within the "
                f"calendars, which run from {FIRST_DAY} to {LAST_DAY}.",
            )


def _reachable(period: Period, earliest_event: date) -> bool:
    """Whether some event under the agreement has an end of the period within the calendars."""
    fewest = period.count * FEWEST_DAYS[period.unit]
    room = (LAST_DAY - earliest_event).days if period.direction == "after" else LONGEST_COUNT
    return fewest <= room


def _all_parts(terms: Terms) -> list[tuple[str, object]]:
    """Every part of the terms that has parts, with its place."""
    found: list[tuple[str, object]] = []

    def walk(part: object, pointer: str) -> None:
        if isinstance(part, BaseModel):
            fields = type(part).model_fields
            inner: Iterable[tuple[str | int, object]] = (
                (fields[name].alias or name, each) for name, each in part.__dict__.items()
            )
        elif isinstance(part, Mapping):
            inner = part.items()
        elif isinstance(part, tuple):
            inner = enumerate(part)
        else:
            return
        found.append((pointer, part))
        for name, each in inner:
            walk(each, f"{pointer}/{name}")

    for name, part in terms.__dict__.items():
        if name != "readings":
            walk(part, f"/{name}")
    return found


def _repetitions(parts: Parts) -> Iterator[TermsFinding]:
    """Nothing is listed twice: the second would either mean nothing or count twice."""
    for pointer, part in parts:
        if isinstance(part, tuple):
            words = [each for each in part if isinstance(each, str)]
            if len(set(words)) < len(words):
                yield from _repeated(words, pointer)


def _repeated(words: Sequence[str], pointer: str) -> Iterator[TermsFinding]:
    seen: set[str] = set()
    for place, word in enumerate(words):
        if word in seen:
            yield contradiction(f"{pointer}/{place}", "listed_twice", f"{word} is listed twice.")
        seen.add(word)


def _thresholds(parts: Parts) -> Iterator[TermsFinding]:
    """More than all is never reached."""
    for pointer, threshold in parts:
        if not isinstance(threshold, Threshold):
            continue
        if threshold.fraction == 1 and threshold.comparison == ">":
            yield contradiction(
                f"{pointer}/comparison",
                "beyond_the_whole",
                "More than the whole can never agree; `>=` asks for all of them.",
            )


def _demand(demand: Demand, terms: Terms) -> Iterator[TermsFinding]:
    """The right to demand: open for a while, usable, and every class of sellers has its rank."""
    at = demand.place
    yield from _span(demand.opens, demand.closes_on, at, terms)
    if demand.cap is not None and demand.cap.limit == 0:
        yield warning(
            f"{at}/cap/limit", "never_usable", "A right that may be used no time; null is none."
        )
    short = demand.short_form
    whole = demand.effect_within
    if short is not None and whole is not None and _longer(short.effect_within, whole):
        yield warning(
            f"{at}/short_form/effect_within/count",
            "short_form_longer",
            "On a short form there would be more time than on any other.",
        )
    for name, tiers in demand.priorities.items():
        yield from _ranks(tiers, f"{at}/priorities/{name}", name)


def _off_shelves_there_are(terms: Terms) -> Iterator[TermsFinding]:
    """A sale is given off shelves that the terms name."""
    declared = ", ".join(terms.shelves) or "none"
    for sale in terms.sales_off_shelf:
        for place, name in enumerate(sale.off):
            if name not in terms.shelves:
                says = f"There is no shelf of this name in `shelves`; there are: {declared}."
                yield contradiction(f"{sale.place}/off/{place}", "right_not_declared", says)


def _reserved_names(terms: Terms) -> Iterator[TermsFinding]:
    """No right is called what a kind of right, or a seller, is called."""
    declared = {"demands": terms.demands, "takedowns": terms.takedowns, "shelves": terms.shelves}
    for kind, named in declared.items():
        for name in ("demand", "takedown", "shelf", "incidental", *SELLERS):
            if name in named:
                says = f"`{name}` is a word of its own: name this right otherwise."
                yield contradiction(f"/{kind}/{name}", "reserved_name", says)


def _rights_to_demand(terms: Terms) -> Iterator[TermsFinding]:
    """A limit counts rights that there are; of several, no reading says which one it means."""
    rights = terms.rights_to_demand
    names = [each.name for each in terms.rights_asked_for]
    yield from _reserved_names(terms)
    for right in terms.rights_asked_for:
        for number, limit in enumerate(right.uses):
            for place, name in enumerate(limit.of):
                if name not in names:
                    says = (
                        "There is no right that is asked for of this name; "
                        f"there are: {', '.join(names)}."
                    )
                    at = f"{right.place}/uses/{number}/of/{place}"
                    yield contradiction(at, "right_not_declared", says)
    yield from _off_shelves_there_are(terms)
    if len(rights) < 2 or not terms.sales_off_shelf:
        return
    readings = terms.readings
    if readings.takedown_counts:
        says = "A sale off a shelf uses up a demand under none of several rights: this is false."
        yield contradiction("/readings/takedown_counts", "reading_not_honoured", says)
    if readings.standstill_applies_to_takedown and any(each.standstill for each in rights):
        says = "Of several rights the standstill of none reaches a sale off a shelf: this is false."
        at = "/readings/standstill_applies_to_takedown"
        yield contradiction(at, "reading_not_honoured", says)


def _span(
    opens: Opening | None, closes_on: date | None, pointer: str, terms: Terms
) -> Iterator[TermsFinding]:
    """A right opens before it closes, both within the calendars and the agreement's life."""
    opens_after = opens.after if opens else None
    if opens_after is not None and not FIRST_DAY <= opens_after < LAST_DAY:
        yield contradiction(
            f"{pointer}/opens/after",
            "unreachable_date",
            f"The calendars run from {FIRST_DAY} to {LAST_DAY}: the right would never open.",
        )
    if closes_on is None:
        return
    if closes_on < terms.agreement_date:
        yield contradiction(
            f"{pointer}/closes_on",
            "closes_before_agreement",
            f"The right closes before the agreement, which was made on {terms.agreement_date}.",
        )
    if opens_after is not None and closes_on <= opens_after:
        yield contradiction(
            f"{pointer}/closes_on",
            "closes_before_it_opens",
            f"The right opens only after {opens_after}.",
        )


def _longer(period: Within, other: Within) -> bool:
    if not isinstance(period, Period) or not isinstance(other, Period):
        return False
    return period.unit == other.unit and period.count > other.count


def _ranks(
    tiers: Tiers, pointer: str, name: str = "", needed: Sequence[TierClass] = SELLERS
) -> Iterator[TermsFinding]:
    """Every class of sellers has one rank, and a priority does what its name says."""
    ranked = [each for tier in tiers for each in tier]
    for missing in needed:
        if missing not in ranked:
            yield contradiction(
                pointer, "class_missing", f"What {missing} may sell is not said: they have no rank."
            )
    for place, tier in enumerate(tiers):
        if not tier:
            yield contradiction(f"{pointer}/{place}", "empty_rank", "Nobody has this rank.")
        for number, each in enumerate(tier):
            where = f"{pointer}/{place}/{number}"
            if each not in needed:
                yield contradiction(
                    where, "class_unknown", f"There are no {each} in this registration."
                )
            if each in (other for earlier in tiers[:place] for other in earlier):
                yield contradiction(where, "class_twice", f"{each} have a better rank already.")
    first = name.partition("_")[0]
    if first in needed and (not tiers or first not in tiers[0]):
        yield contradiction(
            pointer, "not_as_named", f"The priority is called {name}, but {first} are not first."
        )


def _incidental(incidental: Incidental, terms: Terms) -> Iterator[TermsFinding]:
    """The right to join: open some day, time enough to answer, every class of sellers ranked."""
    yield from _span(incidental.opens, None, incidental.place, terms)
    for field, listed in (
        ("initiated_for", incidental.initiated_for),
        ("securities", incidental.securities),
    ):
        if not listed:
            says = "Nothing is listed: no registration is one that Holders may join."
            yield warning(f"{incidental.place}/{field}", "never_usable", says)
    for place, exclusion in enumerate(incidental.exclusions):
        if exclusion.forms == () or not exclusion.purposes:
            at = f"{incidental.place}/exclusions/{place}"
            yield warning(at, "excludes_nothing", "This excludes nothing.")
    if incidental.notice and _longer(incidental.join.within, incidental.lead):
        yield warning(
            f"{incidental.place}/join/within/count",
            "window_outlasts_notice",
            "Holders may still join when the registration has long been filed.",
        )
    cutback = incidental.cutback
    if cutback is not None:
        if cutback.ranks is None:
            yield from _ranks(cutback.priority or (), f"{incidental.place}/cutback/priority")
        for name, tiers in cutback.priorities_initiated_by_others.items():
            where = f"{incidental.place}/cutback/priorities_initiated_by_others/{name}"
            yield from _ranks(tiers, where, name, get_args(TierClass))


def _takedowns(terms: Terms) -> Iterator[TermsFinding]:
    """Sales off a shelf need one."""
    for sale in terms.sales_off_shelf:
        if not terms.every_shelf:
            yield warning(sale.place, "no_shelf", "The terms have no shelf to sell from.")
        for number, undoing in enumerate(sale.effected.undone_by if sale.effected else ()):
            if undoing.what == "stop_order":
                says = "An order is against the shelf: of a sale off it only a closing fails."
                at = f"{sale.place}/effected/undone_by/{number}/what"
                yield contradiction(at, "condition_not_honoured", says)
    if terms.takedown_cutback is not None:
        for name, tiers in terms.takedown_cutback.priorities.items():
            yield from _ranks(tiers, f"/takedown_cutback/priorities/{name}", name)
        if not terms.every_shelf:
            yield warning("/takedown_cutback", "no_shelf", "The terms have no shelf to sell from.")


def _money(terms: Terms) -> Iterator[TermsFinding]:
    """Counsel whom the Company pays are an expense, and only the protected have conditions."""
    expenses = terms.registration_expenses
    if expenses is not None:
        listed = "holders_counsel" in expenses.kinds
        if listed != (expenses.holders_counsel is not None):
            yield warning(
                "/registration_expenses/holders_counsel",
                "counsel_in_one_place_only",
                "The Holders' counsel must be both listed and described, or neither.",
            )
        kinds = {"requested", "shelf", "takedown", "incidental"}
        named = (("paid_in", expenses.paid_in), ("borne_by_holders", expenses.borne_by_holders))
        for field, said in named:
            for name in said:
                if name not in kinds.union(names_of_rights(terms)):
                    known = ", ".join(sorted(kinds.union(names_of_rights(terms))))
                    says = f"There is no right of this name; there are: {known}."
                    at = f"/registration_expenses/{field}/{name}"
                    yield contradiction(at, "right_not_declared", says)
        to_join = {"incidental", *terms.incidentals}
        for name in sorted(to_join.intersection(expenses.borne_by_holders)):
            says = "Nobody asks for the Company's own registration: no Holder bears its expenses."
            at = f"/registration_expenses/borne_by_holders/{name}"
            yield contradiction(at, "condition_not_honoured", says)
    if terms.indemnity is not None:
        company = terms.indemnity.by_company
        for place, role in enumerate(company.only_if_required):
            if role not in company.protects:
                yield contradiction(
                    f"/indemnity/by_company/only_if_required/{place}",
                    "not_protected",
                    f"{role} has a condition for a protection that is not given.",
                )


def _assignment(terms: Terms) -> Iterator[TermsFinding]:
    """Rights that may pass pass to somebody whom the Company must at some time recognise."""
    if terms.assignment.limbs and not terms.assignment.recognised_by:
        yield contradiction(
            "/assignment/recognised_by",
            "never_recognised",
            "Rights pass, but there is no ground on which the Company must recognise anybody.",
        )


def _earnings(statement: EarningsStatement) -> Iterator[TermsFinding]:
    """The shortest period is not longer than the longest."""
    if _longer(statement.shortest, statement.longest):
        yield contradiction(
            "/earnings_statement/shortest/count",
            "shortest_exceeds_longest",
            "No period is at least the shortest and at most the longest.",
        )
