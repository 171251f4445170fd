"""What cannot be recorded as a correction, and what a correction changes.

A correction is judged by the record as it will stand: it must name an entry that stands now, what
it puts in place must be possible, and so must every other fact beside it. An objection names the
field at fault (JSON pointer into the correction) and a stable code. No clause of the agreement
stands behind this module.
"""

from collections.abc import Iterator, Mapping, Sequence

from app.rules.agreement.instruments import instruments
from app.rules.facts import BeginningFact, Correction, RecordedFact, in_order
from app.rules.facts.corrections import FactCorrected
from app.rules.facts.holdings import AgreementMade
from app.rules.facts.standing.as_corrected import Standing, as_they_stand
from app.rules.holders.register import Impossible
from app.rules.record.guards.guards import beside, objections
from app.rules.record.guards.objection import Objection
from app.rules.terms import Terms
from app.rules.values.wording import near

CONTRADICTION = "contradicts_record"
WITHOUT_BEGINNING = Objection("", "without_beginning", "Nothing would have set it going.")


def correction_objections(
    new: RecordedFact, correction: Correction, entries: Sequence[RecordedFact], terms: Terms
) -> tuple[Objection, ...]:
    """Everything that stands against recording a correction after these entries."""
    before = as_they_stand(entries)
    known = {each.id: each for each in entries}
    first = tuple(_names_what_stands(correction, known, before))
    if first:
        return first
    after = as_they_stand([*entries, new])
    return (
        *_in_its_place(new, correction, entries, terms),
        *_of_the_others(before, after, terms),
    )


def _names_what_stands(
    correction: Correction, known: Mapping[str, RecordedFact], before: Standing
) -> Iterator[Objection]:
    """The entry named is on record, stands, and can be said to have been otherwise."""
    wrong = correction.fact_id
    if wrong not in known:
        yield _of_the_entry("unknown_fact", _no_entry(wrong, tuple(known)))
    elif isinstance(known[wrong].fact, AgreementMade):
        yield _of_the_entry(
            "not_correctable",
            "The making of the agreement is what the record is of: make another in its place.",
        )
    elif wrong in before.struck and isinstance(correction, FactCorrected):
        yield _of_the_entry(
            "not_correctable",
            "A retraction says nothing that could be replaced: retract it, and what it struck "
            "stands again.",
        )
    elif wrong in before.struck:
        return
    elif wrong not in before.facts:
        yield _of_the_entry("no_longer_stands", _what_became_of(wrong, before))
    elif isinstance(correction, FactCorrected):
        yield from _is_another_of_its_kind(correction, before.facts[wrong])


def _no_entry(wrong: str, names: Sequence[str]) -> str:
    """That there is no such entry, and which may have been meant: by its place, or its name."""
    says = f"There is no entry {wrong!r} on this record."
    if wrong.isdecimal() and 1 <= int(wrong) <= len(names):
        return f"{says} At position {int(wrong)} stands `{names[int(wrong) - 1]}`."
    return f"{says} {near(wrong, names)}".rstrip()


def _what_became_of(wrong: str, before: Standing) -> str:
    """Which entry to name instead of one that no longer stands."""
    last = wrong
    while last in before.overtaken:
        last = before.overtaken[last]
    if last in before.facts:
        return f"Entry {wrong!r} was corrected; entry {last!r} stands in its place: name that one."
    if last in before.struck:
        return f"Entry {wrong!r} was retracted by entry {last!r}; retract that one to undo it."
    if last == wrong:
        return f"Entry {wrong!r} only took a retraction back; name the fact that stands again."
    return f"Entry {wrong!r} was itself taken back by entry {last!r}."


def _is_another_of_its_kind(correction: FactCorrected, wrong: RecordedFact) -> Iterator[Objection]:
    kind = wrong.fact.kind
    if correction.replacement.kind != kind:
        yield Objection(
            "/replacement/kind",
            "another_kind",
            f"Entry {wrong.id!r} is a {kind}; retract it and record the other fact.",
        )
    elif correction.replacement == wrong.as_posted:
        yield Objection(
            "/replacement", "changes_nothing", "The replacement says what the record says already."
        )


def _in_its_place(
    new: RecordedFact, correction: Correction, entries: Sequence[RecordedFact], terms: Terms
) -> Iterator[Objection]:
    """What comes to stand must be possible beside the other facts.

    What was said against the fact in its place when it last stood is not said again: facts may be
    recorded late, and the guards look at a fact as if it were the newest.
    """
    before, after = as_they_stand(entries), as_they_stand([*entries, new])
    replaces = isinstance(correction, FactCorrected)
    for name in (each for each in after.facts if each not in before.facts):
        already = (
            _against(correction.fact_id, before, terms)
            if replaces
            else _against(name, _when_it_was_struck(correction.fact_id, entries), terms)
        )
        for (inside, code), says in _against(name, after, terms).items():
            if (inside, code) not in already:
                yield Objection(f"/replacement{inside}" if replaces else "/fact_id", code, says)


def _when_it_was_struck(retraction: str, entries: Sequence[RecordedFact]) -> Standing:
    """What stood before a retraction."""
    ids = [each.id for each in entries]
    return as_they_stand(entries[: ids.index(retraction)])


def _against(name: str, stands: Standing, terms: Terms) -> dict[tuple[str, str], str]:
    """What stands against one fact, by place and code; what it does to others, they say."""
    others = [each for each in stands.facts.values() if each.id != name]
    return {
        (each.pointer, each.code): each.says
        for each in objections(stands.facts[name], others, terms)
        if each.code != CONTRADICTION
    }


def _of_the_others(before: Standing, after: Standing, terms: Terms) -> Iterator[Objection]:
    """Every other fact must be as possible as it was."""
    possible = _objections_by_fact(before, terms)
    for name, found in _objections_by_fact(after, terms).items():
        if name not in before.facts:
            continue
        already = {(each.pointer, each.code) for each in possible[name]}
        for each in found:
            if (each.pointer, each.code) not in already:
                yield Objection(
                    "",
                    CONTRADICTION,
                    f"With this, {after.facts[name].fact.kind} {name!r} could not be true: "
                    f"{each.says}",
                )


def _objections_by_fact(stands: Standing, terms: Terms) -> dict[str, tuple[Objection, ...]]:
    """What stands against each fact, the register being kept once for all of them."""
    facts = sorted(stands.facts.values(), key=in_order)
    ruled = instruments(terms, facts)
    impossible = {each.fact_id: each for each in ruled.register.impossible}
    begun = {each.registration_id for each in facts if isinstance(each.fact, BeginningFact)}
    found: dict[str, tuple[Objection, ...]] = {}
    for place, each in enumerate(facts):
        others = [*facts[:place], *facts[place + 1 :]]
        found[each.id] = (
            *(_of_the_register(impossible[each.id]) if each.id in impossible else ()),
            # What a fact does to another is said by the other.
            *(it for it in beside(each, others, ruled, terms) if it.code != CONTRADICTION),
            *(() if each.registration_id in {None, *begun} else (WITHOUT_BEGINNING,)),
        )
    return found


def _of_the_register(found: Impossible) -> Iterator[Objection]:
    yield Objection(f"/{found.field}", found.code, found.says)


def _of_the_entry(code: str, says: str) -> Objection:
    return Objection("/fact_id", code, says)
