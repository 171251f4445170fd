"""A sale off a shelf that asks for more than the shelf covers: clauses 2(a)(ii) and 2(a)(iii).

All Holders may take part in the sale, and a shelf is amended at a Holder's request; until it is,
what it does not cover cannot be sold off it. Whether such a request is good is reading QG6. Shares
are whole; where the shelf's number is not known nothing is said. Nothing raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, owed
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.joining.covered import Covered
from app.rules.registrations.kinds.takedown.ruling import ShelfStanding
from app.rules.registrations.progress.progress import Course
from app.rules.terms.registrations import Shelf


def beyond_shelf(course: Course, shelf: ShelfStanding) -> Mapping[str, int]:
    """How many more shares each Holder has in the sale than the shelf covers."""
    if shelf.covers is None or not course.ruling.stands:
        return {}
    found = {
        holder: each.whole.value - on_shelf
        for holder, each in course.covered.items()
        if each.whole.value is not None and (on_shelf := shelf.covers.get(holder, 0)) is not None
    }
    return {holder: shares for holder, shares in found.items() if shares > 0}


def within_shelf(course: Course, shelf: ShelfStanding, matter: Matter) -> Course:
    """The course of the sale, with no more than the shelf covers where QG6 refuses the rest."""
    beyond = beyond_shelf(course, shelf)
    if not beyond:
        return course
    matter.working.rely_on("takedown_off_shelf")
    refused = matter.readings.takedown_off_shelf == "refuse"
    for holder, shares in beyond.items():
        matter.working.warn(
            "BEYOND_THE_SHELF",
            f"{holder} asks to sell {shares:,} shares more than the shelf covers; "
            + ("they are refused." if refused else "they wait for the shelf to be amended."),
        )
    if not refused:
        return course
    covered = {
        holder: _cut(each, beyond[holder], matter) if holder in beyond else each
        for holder, each in course.covered.items()
    }
    fixed = {
        holder: covered[holder] if holder in beyond else each
        for holder, each in course.when_fixed.items()
    }
    joins = tuple(
        replace(each, result=replace(each.result, decision="refused", reason="NOT_ON_THE_SHELF"))
        if each.is_in and not (shelf.covers or {}).get(each.result.holder, 0)
        else each
        for each in course.taking_part.joins
    )
    return replace(
        course,
        covered=covered,
        owed=covered,
        when_fixed=covered if course.when_fixed is course.covered else fixed,
        taking_part=replace(course.taking_part, joins=joins),
    )


def _cut(covered: Covered, beyond: int, matter: Matter) -> Covered:
    clause = matter.terms.takedown.clause if matter.terms.takedown else ""
    on_shelf: int | None = (covered.whole.value or 0) - beyond
    shares = matter.working.step(
        "beyond_shelf.within",
        clause,
        f"The shelf covers {on_shelf:,} of the shares that {covered.holder} asks to sell.",
        on_shelf,
        {"asked_for": covered.whole},
        readings=("takedown_off_shelf",),
    )
    return replace(covered, shares=Sourced(shares.value, shares.source), whole=shares)


def amendments_owed(
    course: Course, shelf: ShelfStanding, term: Shelf | None, matter: Matter
) -> Iterator[Obligation]:
    """To amend the shelf for what it does not cover, with the efforts owed for that (2(a)(ii))."""
    if term is None or matter.readings.takedown_off_shelf == "refuse":
        return
    efforts = (each.standard for each in matter.terms.procedures if each.name == "more_shares")
    standard = next(efforts, None)
    for holder, shares in beyond_shelf(course, shelf).items():
        yield owed(
            Owing(
                duty="more_shares",
                id=f"more_shares:{holder}",
                obligor=matter.terms.company.id,
                obligees=(holder,),
                action=f"Amend the shelf so that it covers {shares:,} further shares.",
                clause=term.clause,
                trigger=course.ruling.trigger,
                standard=standard,
            ),
            matter.working,
            course.as_of,
        )
