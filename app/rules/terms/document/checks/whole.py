"""The check of a whole document: its terms as they are read, its doubts, and its own words.

The terms are checked with the ways of the doubts that are in force (`check.py`); each other way is
tried by itself, since somebody may come to take it. Nothing raises.
"""

from collections.abc import Iterator
from typing import Final

from app.rules.terms.agreement import Terms
from app.rules.terms.clocks.calendars import BY_READING
from app.rules.terms.document.as_read import as_read
from app.rules.terms.document.by_date import DoesNotFit, changed
from app.rules.terms.document.checks.check import TermsCheck, check_terms
from app.rules.terms.document.checks.finding import TermsFinding, contradiction, warning
from app.rules.terms.document.cited import clauses_of
from app.rules.terms.readings.doubts import Doubt

NOT_IN_DOUBT: Final = (
    "/agreement_date",
    "/blanks",
    "/company",
    "/doubts",
    "/original_holders",
    "/readings",
    "/schema_version",
    "/texts",
    "/time_zone",
    "/title",
)
"""Places that no doubt is about: who and when, other doubts, and what is never computed with."""


def check_document(terms: Terms, *, own: bool = False) -> TermsCheck:
    """Everything found, contradictions first; `own`: it was written from no template."""
    of_doubts = [*_doubts(terms)]
    sound = all(each.severity == "warning" for each in of_doubts)
    found = [
        *check_terms(as_read(terms) if sound else terms).findings,
        *of_doubts,
        *_texts(terms),
        *(_silent(terms) if own else ()),
    ]
    found.sort(key=lambda each: each.severity)
    return TermsCheck(all(each.severity == "warning" for each in found), tuple(found))


def _silent(terms: Terms) -> Iterator[TermsFinding]:
    """What a document of one's own does not say, and a reading would say for it."""
    chosen = "deadline_roll" in terms.readings.model_fields_set
    if terms.deadline_roll == BY_READING and not chosen:
        says = (
            "The document does not say whether a last day moves, so that a reading does: by a "
            "statute of Massachusetts, from a Sunday or holiday. Say `null`, which moves none, or "
            "name a roll."
        )
        yield warning("/deadline_roll", "roll_not_said", says)


def _doubts(terms: Terms) -> Iterator[TermsFinding]:
    """Ways that make no valid terms, two doubts of one place; and every doubt, to be seen."""
    seen: dict[str, str] = {}
    for name, doubt in sorted(terms.doubts.items()):
        at = f"/doubts/{name}"
        for place in doubt.places:
            if any(_overlap(place, other) for other in NOT_IN_DOUBT):
                says = f"{place} is no place of a doubt: one is about what is computed with."
                yield contradiction(at, "place_not_in_doubt", says)
            other = next((each for each in seen if _overlap(each, place)), None)
            if other is not None:
                says = (
                    f"`{seen[other]}` is about {other} too: two doubts about one place are one "
                    "doubt with more ways."
                )
                yield contradiction(at, "doubts_overlap", says)
        seen |= dict.fromkeys(doubt.places, name)
        yield from _ways(name, doubt, terms)
        yield warning(at, "text_in_doubt", _told(doubt))


def _ways(name: str, doubt: Doubt, terms: Terms) -> Iterator[TermsFinding]:
    for way, each in doubt.ways.items():
        try:
            changed(terms, each.changes)
        except DoesNotFit as misfit:
            for found in misfit.misfits:
                place = f" ({found.place})" if found.place else ""
                says = f"Read in this way the document is no valid terms: {found.says}{place}"
                yield contradiction(f"/doubts/{name}/ways/{way}", "way_makes_no_terms", says)


def _told(doubt: Doubt) -> str:
    """A doubt in words, and what holds meanwhile."""
    if doubt.taken is not None:
        holds = f"`{doubt.taken}` has been taken" + (f" by {doubt.taken_by}" * bool(doubt.taken_by))
    elif doubt.recommended is not None:
        holds = f"none has been taken, and `{doubt.recommended}`, which is recommended, holds"
    else:
        holds = "none has been taken or is recommended: what turns on it is undetermined"
    return f"The text is {doubt.kind}: {doubt.question} Ways: {', '.join(doubt.ways)}; {holds}."


def _overlap(place: str, other: str) -> bool:
    """Whether one place is, or lies in, the other."""
    return f"{place}/".startswith(f"{other}/") or f"{other}/".startswith(f"{place}/")


def _texts(terms: Terms) -> Iterator[TermsFinding]:
    """Once a document carries the agreement's words, every clause that it cites has its own."""
    if not terms.texts:
        return
    for clause, places in clauses_of(terms).items():
        if clause not in terms.texts:
            says = f"`texts` carries the words of other clauses, and not those of {clause}."
            yield warning(min(places, default="/texts"), "clause_without_text", says)
