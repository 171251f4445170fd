"""Whether delays and standstills are possible, and end: which rights they name, and leave open.

A limit of a right that there is not would bind nothing; a use that no limit binds could last for
ever. Nothing raises.
"""

from collections.abc import Collection, Iterator
from typing import Final, get_args

from app.rules.terms.agreement import Terms
from app.rules.terms.clocks.clock import Clock
from app.rules.terms.document.checks.finding import TermsFinding, contradiction, warning
from app.rules.terms.rights.delays.delays import Delay
from app.rules.terms.rights.delays.limits import LimitOfDelays, UseOfDelay

_OF_A_STATEMENT: Final = (
    "registration.proposed",
    "registration.expected_filing",
    "registration.filed",
    "registration.publicly_filed",
    "registration.effective",
)
"""What happens to a statement alone."""


def delay_findings(terms: Terms) -> Iterator[TermsFinding]:
    """What the terms of delays say against themselves."""
    delay = terms.delay
    if delay is None:
        return
    yield from _rights_named(delay, terms)
    if delay.limits:
        yield from _endless(delay, terms)
        return
    if delay.days_each == 0 or delay.how_often.limit == 0:
        yield warning("/delay", "never_usable", "A right that cannot be used; null is none.")
    window = delay.how_often.window_days
    if window is not None and delay.days_each * delay.how_often.limit >= window:
        yield warning(
            "/delay/occasions/limit",
            "delays_without_end",
            f"{delay.how_often.limit} delays of {delay.days_each:,} days fill the {window:,} days "
            "within which they are counted: the Company could always delay.",
        )


def standstill_findings(terms: Terms) -> Iterator[TermsFinding]:
    """Each names rights that there are, and does to them what can be done."""
    to_join = {"incidental", *terms.incidentals}
    known = [each for each in names_of_rights(terms) if each not in to_join]
    for name, each in terms.standstills.items():
        at = f"/standstills/{name}"
        for field, rights in (("rights", each.rights), ("around/rights", each.around.rights)):
            for place, right in enumerate(rights):
                if right not in known:
                    says = f"There is no such right here; there are: {', '.join(known)}."
                    yield contradiction(f"{at}/{field}/{place}", "right_not_declared", says)
        sold = each.around.rights
        yield from _of_a_statement(sold, (each.since, each.until), at, terms)
        off_a_shelf = {"shelf", *terms.shelves, "takedown", *terms.takedowns}
        if each.effect == "defer" and not off_a_shelf.isdisjoint(each.rights):
            says = "Only a demand is put off by a standstill; a shelf or a sale off it is refused."
            yield contradiction(f"{at}/effect", "effect_not_honoured", says)
        by_event = sorted(_begun_by_an_event(terms).intersection(each.rights))
        if by_event and each.effect == "refuse":
            says = (
                f"An event calls for {by_event[0]!r} and nobody asks: no standstill refuses it. "
                "Name the rights that Holders ask for."
            )
            yield contradiction(f"{at}/rights", "effect_not_honoured", says)
        for demand in terms.rights_to_demand:
            if demand.standstill is not None and {"demand", demand.name} & set(each.rights):
                says = "This right has a `standstill` of its own: say it here alone."
                yield contradiction(f"{at}/rights", "standstill_twice", says)


def _begun_by_an_event(terms: Terms) -> frozenset[str]:
    """The shelves, by their names, that an event calls for."""
    found = {
        name or "shelf"
        for name, shelf in (*terms.shelves.items(), (None, terms.shelf))
        if shelf is not None and shelf.begins_by_itself
    }
    return frozenset({*found, "shelf"} if found else found)


def holdback_findings(terms: Terms) -> Iterator[TermsFinding]:
    """Each binds somebody that there is, in registrations that there may be."""
    known = names_of_rights(terms)
    for name, each in terms.holdbacks.items():
        for place, right in enumerate(each.rights):
            if right not in known:
                says = f"There is no right of this name; there are: {', '.join(known)}."
                at = f"/holdbacks/{name}/rights/{place}"
                yield contradiction(at, "right_not_declared", says)
        yield from _of_a_statement(
            each.rights, (each.since, each.until), f"/holdbacks/{name}", terms
        )
        if each.binds not in ("holders", "participants", "company", *terms.groups):
            declared = ", ".join(terms.groups) or "none"
            says = "It binds `holders`, `participants`, `company` or a group; declared are: "
            says += f"{declared}."
            yield contradiction(f"/holdbacks/{name}/binds", "group_not_declared", says)


def _of_a_statement(
    rights: tuple[str, ...], clocks: tuple[Clock, Clock], at: str, terms: Terms
) -> Iterator[TermsFinding]:
    """A sale off a shelf has no statement of its own, which is filed and becomes effective."""
    if not rights or not {"takedown", *terms.takedowns}.issuperset(rights):
        return
    for field, clock in zip(("from", "until"), clocks, strict=True):
        written = clock.model_dump_json(by_alias=True)
        found = next((each for each in _OF_A_STATEMENT if f'"{each}"' in written), None)
        if found is not None:
            says = (
                f"A sale off a shelf has no `{found}` of its own: count from "
                "`registration.offering_commenced`, `registration.priced` or another of its stages."
            )
            yield contradiction(f"{at}/{field}", "moment_not_honoured", says)


def names_of_rights(terms: Terms) -> tuple[str, ...]:
    """Every right under which there may be a registration, by the name that limits give it."""
    to_demand = ("demand", *(each.name for each in terms.rights_to_demand if terms.demands))
    to_sell = ("takedown", *terms.takedowns)
    to_stand = ("shelf", *terms.shelves)
    return (
        *(to_demand if terms.rights_to_demand else ()),
        *(to_sell if terms.sales_off_shelf else ()),
        *(to_stand if terms.every_shelf else ()),
        *(("incidental", *terms.incidentals) if terms.every_incidental else ()),
    )


def _rights_named(delay: Delay, terms: Terms) -> Iterator[TermsFinding]:
    """Every right that is named is there."""
    named = {f"/delay/limits/{n}/rights": each.rights for n, each in enumerate(delay.limits)}
    if delay.stops is not None:
        named["/delay/stops/registrations"] = delay.stops.registrations
        named["/delay/stops/sales"] = delay.stops.sales
    known = names_of_rights(terms)
    for pointer, rights in named.items():
        for place, name in enumerate(rights):
            if name not in known:
                says = f"There is no right of this name; there are: {', '.join(known)}."
                yield contradiction(f"{pointer}/{place}", "right_not_declared", says)
    for place, name in enumerate(delay.stops.sales if delay.stops else ()):
        if name in ("takedown", *terms.takedowns):
            says = (
                "Sales are prohibited under a statement, and a sale off a shelf has that of the "
                "shelf: name `shelf`, or one of `shelves`."
            )
            yield contradiction(f"/delay/stops/sales/{place}", "right_not_honoured", says)


def _endless(delay: Delay, terms: Terms) -> Iterator[TermsFinding]:
    """Some limit binds the days of every use that there can be."""
    for use in get_args(UseOfDelay):
        if use == "delay" and delay.ends_by is not None:
            continue
        for right in _that_may_be_stopped(use, delay, terms):
            if not any(_binds_days(limit, use, right, terms) for limit in delay.limits):
                what = "a delay" if use == "delay" else "a prohibition of sales"
                says = f"No limit says how many days {what} under {right!r} may last: it could last"
                yield contradiction("/delay/limits", "delays_without_end", f"{says} without end.")
                return


def _that_may_be_stopped(use: UseOfDelay, delay: Delay, terms: Terms) -> tuple[str, ...]:
    """The rights that a use reaches: each of several rights to demand by its own name."""
    several: dict[str, Collection[str]] = {
        "demand": terms.demands,
        "takedown": terms.takedowns,
        "shelf": terms.shelves,
        "incidental": terms.incidentals,
    }
    rights = [each for each in names_of_rights(terms) if not several.get(each)]
    if delay.stops is None:
        shelves = {"shelf", *terms.shelves}.intersection(rights)
        return tuple(rights) if use == "delay" else tuple(sorted(shelves))
    return tuple(each for each in rights if delay.may_stop(use, _called(each, terms)))


def _binds_days(limit: LimitOfDelays, use: UseOfDelay, right: str, terms: Terms) -> bool:
    if limit.counts == "uses" or limit.force == "efforts" or (limit.of and use not in limit.of):
        return False
    return not limit.rights or not _called(right, terms).isdisjoint(limit.rights)


def _called(right: str, terms: Terms) -> frozenset[str]:
    """Every name of a right."""
    if right in terms.shelves:
        return frozenset({right, "shelf"})
    if right in terms.takedowns:
        return frozenset({right, "takedown"})
    if right in terms.incidentals:
        return frozenset({right, "incidental"})
    return frozenset({right, "demand"} if right in terms.demands else {right})
