"""Whether every rank can be had, every group is one, and nothing said of them is ignored.

Nothing raises.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, get_args

from app.rules.terms.agreement import Terms
from app.rules.terms.covenants import EndOfRightsSaid
from app.rules.terms.document.checks.delays_said import names_of_rights
from app.rules.terms.document.checks.finding import TermsFinding, contradiction, warning
from app.rules.terms.rights.ranks import Rank, Ranks, labels_of
from app.rules.terms.rights.registrations import Incidental, TierClass
from app.rules.terms.rights.telling import Inclusion

CLASSES: Final[tuple[str, ...]] = get_args(TierClass)


@dataclass(frozen=True, slots=True)
class RanksSaid:
    """The ranks that the terms say at a place, and who sells in such a registration."""

    place: str
    ranks: Ranks
    needed: tuple[str, ...]
    may_be_first: bool = False


def ranks_said(terms: Terms) -> tuple[RanksSaid, ...]:
    """All the ranks that are terms, and not between which a reading chooses."""
    found = [
        _of_requests(f"{right.place}/ranks", right.ranks)
        for right in terms.rights_to_demand
        if right.ranks is not None
    ]
    if terms.takedown_cutback is not None and terms.takedown_cutback.ranks is not None:
        found.append(_of_requests("/takedown_cutback/ranks", terms.takedown_cutback.ranks))
    for right in terms.every_incidental:
        found.extend(_of_joining(right))
    return tuple(found)


def _of_joining(right: Incidental) -> Iterator[RanksSaid]:
    cutback, at = right.cutback, f"{right.place}/cutback"
    if cutback is not None and cutback.ranks is not None:
        needed = ("company", "holders", "others")
        yield RanksSaid(f"{at}/ranks", cutback.ranks, needed, True)
    others = cutback.ranks_initiated_by_others if cutback else None
    if others is not None and others != "uncut":
        yield RanksSaid(f"{at}/ranks_initiated_by_others", others, CLASSES, True)


def _of_requests(place: str, ranks: Ranks) -> RanksSaid:
    named = [label for rank in ranks for label in labels_of(rank)]
    askers = ("initiators",) if "initiators" in named else ()
    return RanksSaid(place, ranks, ("company", "holders", "others", *askers))


def turns_on_holdings(terms: Terms) -> bool:
    """Whether shares are granted by what is owned, or ranks turn on what somebody holds."""
    said = terms.sharing
    if terms.readings.pro_rata_basis == "owned" or (said is not None and said.basis == "owned"):
        return True
    if any(not group.by_name for group in terms.groups.values()):
        return True
    if any(each.whose == "holder" for each in terms.ends.values()):
        return True
    return any(
        isinstance(rank, Rank) and rank.basis == "owned"
        for each in ranks_said(terms)
        for rank in each.ranks
    )


def rank_findings(terms: Terms) -> Iterator[TermsFinding]:
    """What the ranks, the groups and the sharing say against themselves."""
    for said in ranks_said(terms):
        yield from _labels(said, terms)
        yield from _floors(said)
        yield from _shared_by_what_is_owned(said, terms)
    yield from _joined(terms)
    yield from _groups(terms)
    yield from _sharing(terms)


def _labels(said: RanksSaid, terms: Terms) -> Iterator[TermsFinding]:
    """Every class of sellers has one rank, and every name is a class or a group."""
    tiers = [labels_of(rank) for rank in said.ranks]
    for missing in said.needed:
        if not any(missing in tier for tier in tiers):
            yield contradiction(
                said.place,
                "class_missing",
                f"What {missing} may sell is not said: they have no rank.",
            )
    for place, tier in enumerate(tiers):
        inner = "/groups" if isinstance(said.ranks[place], Rank) else ""
        if not tier:
            yield contradiction(f"{said.place}/{place}", "empty_rank", "Nobody has this rank.")
        for number, label in enumerate(tier):
            where = f"{said.place}/{place}{inner}/{number}"
            if any(label in earlier for earlier in tiers[:place]):
                yield contradiction(where, "class_twice", f"{label} have a better rank already.")
            elif label in CLASSES and label not in said.needed:
                says = f"There are no {label} in this registration."
                yield contradiction(where, "class_unknown", says)
            elif label not in CLASSES and label not in terms.groups:
                known = ", ".join(f"`{each}`" for each in (*said.needed, *terms.groups))
                says = f"There is no group `{label}`; here may stand: {known}."
                yield contradiction(where, "group_not_declared", says)


def _floors(said: RanksSaid) -> Iterator[TermsFinding]:
    """A least displaces some rank above it, all of them fit, and its exception can be known."""
    whole = Fraction(0)
    for place, rank in enumerate(said.ranks):
        floor = rank.floor if isinstance(rank, Rank) else None
        if floor is None:
            continue
        where = f"{said.place}/{place}/floor"
        whole += floor.fraction if floor.of == "offering" else 0
        if place == 0:
            says = "Nobody comes before the first rank: a least of it would displace nobody."
            yield contradiction(where, "floor_not_honoured", says)
        if floor.unless is not None and not said.may_be_first:
            says = (
                "Whether an offering is the Company's first is asked only of the Company's and "
                "others' own registrations: leave `unless` out."
            )
            yield contradiction(f"{where}/unless", "condition_not_honoured", says)
    if whole > 1:
        says = f"Together these ranks are to get at least {whole} of the offering."
        yield contradiction(said.place, "floors_exceed_whole", says)


def _shared_by_what_is_owned(said: RanksSaid, terms: Terms) -> Iterator[TermsFinding]:
    """No fact states what sellers own who are no Holders: such a rank is not shared by it."""
    outside = {"company", "others"} | {name for name, each in terms.groups.items() if each.outside}
    if said.may_be_first:
        outside.add("initiators")
    for place, rank in enumerate(said.ranks):
        own = rank.basis if isinstance(rank, Rank) else None
        basis = own or (terms.sharing.basis if terms.sharing else None)
        strangers = [label for label in labels_of(rank) if label in outside]
        if basis == "owned" and strangers and labels_of(rank) != ("company",):
            says = (
                f"No fact states what {' and '.join(strangers)} own: if the rank does not fit "
                "whole, nobody's part of it is known. Say its `basis`: `requested` or `equal`."
            )
            yield warning(f"{said.place}/{place}", "owned_not_stated", says)


def _joined(terms: Terms) -> Iterator[TermsFinding]:
    """As what one who joins ranks is asked only where those who asked have a rank of their own."""
    rights = {place.removesuffix("/join"): join for place, join in joins_said(terms)}
    ranks = {said.place.removesuffix("/ranks"): said.ranks for said in ranks_said(terms)}
    ranks |= {each.place: ranks.get("/takedown_cutback", ()) for each in terms.sales_off_shelf}
    for place, join in rights.items():
        named = any("initiators" in labels_of(rank) for rank in ranks.get(place, ()))
        unasked = place.startswith(("/shel", "/incidental"))
        if join.joins_as == "initiators" and (not named or unasked):
            says = (
                "Who joins ranks with those who asked only where `ranks` name the `initiators` of "
                "a demand or of a sale off the shelf: leave `as` out."
            )
            yield contradiction(f"{place}/join/as", "as_not_honoured", says)


def _asking(terms: Terms) -> Iterator[TermsFinding]:
    """Who alone may ask for something is a group of Holders."""
    for place, name in _groups_asking(terms):
        if name not in terms.groups:
            known = ", ".join(f"`{each}`" for each in terms.groups) or "none"
            says = f"There is no group `{name}`; declared are: {known}."
            yield contradiction(place, "group_not_declared", says)
        elif terms.groups[name].outside:
            says = "Outsiders are no party: they cannot ask for anything under this agreement."
            yield contradiction(place, "group_not_a_party", says)


def _groups(terms: Terms) -> Iterator[TermsFinding]:
    """A group has a name of its own, holds what counts, and is used."""
    used = _names_used(terms)
    yield from _asking(terms)
    for name, group in terms.groups.items():
        at = f"/groups/{name}"
        if name in (*CLASSES, "all", "joiners", "incidental", "participants"):
            says = f"`{name}` is a word of its own: give the group another name."
            yield contradiction(at, "reserved_name", says)
        for number, held in enumerate(group.holding):
            if held not in terms.registrable_securities.counts:
                says = f"Securities of the class {held} are no Registrable Securities."
                yield contradiction(f"{at}/holding/{number}", "class_not_counted", says)
        if group.hold and group.hold.affiliates == "as_one" and not terms.affiliates:
            yield _no_affiliates(f"{at}/hold/affiliates")
        if name not in used:
            yield warning(at, "group_not_used", "Nothing names this group: it changes no answer.")
    yield from _families(terms)
    yield from _ends_of_holders(terms)


def _ends_of_holders(terms: Terms) -> Iterator[TermsFinding]:
    """An end of one Holder is about rights that there are, and knows who is an affiliate."""
    names = names_of_rights(terms)
    for name, end in terms.ends.items():
        for number, right in enumerate(end.rights):
            if right not in names:
                says = f"There is no right of this name; there are: {', '.join(names)}."
                yield contradiction(f"/ends/{name}/rights/{number}", "right_not_declared", says)
        if _together(end) and not terms.affiliates:
            yield _no_affiliates(f"/ends/{name}/on")


def _together(end: EndOfRightsSaid) -> bool:
    """Whether it asks what affiliates hold together."""
    return '"affiliates":"as_one"' in end.on.model_dump_json(by_alias=True)


def _families(terms: Terms) -> Iterator[TermsFinding]:
    """Nobody is in two families of affiliates."""
    seen: set[str] = set()
    for name, family in terms.affiliates.items():
        for number, holder in enumerate(family):
            if holder in seen:
                says = f"{holder} is an affiliate of others already."
                yield contradiction(f"/affiliates/{name}/{number}", "affiliate_twice", says)
            seen.add(holder)


def not_yet_holders(terms: Terms, holders: Collection[str]) -> Iterator[TermsFinding]:
    """Whom the terms name as a Holder, and who is none: it may become one, or be a slip."""
    named: list[tuple[str, Sequence[str]]] = [
        *((f"/groups/{name}/members", group.members) for name, group in terms.groups.items()),
        *((f"/affiliates/{name}", family) for name, family in terms.affiliates.items()),
        *(
            (f"{each.place}/who/members", each.who.members)
            for each in terms.rights_asked_for
            if each.who
        ),
    ]
    known = ", ".join(sorted(holders)) or "nobody"
    for place, members in named:
        for number, member in enumerate(members):
            if member not in holders:
                says = f"{member} is no Holder when the agreement is made; Holders are: {known}."
                yield warning(f"{place}/{number}", "holder_not_named", says)


def held_and_not_counted(
    terms: Terms, held: Mapping[str, Mapping[str, int]]
) -> Iterator[TermsFinding]:
    """What Holders have of a class whose shares the terms do not count: no right is used by it."""
    counted = terms.registrable_securities.counts
    for holder, shares in held.items():
        for name, number in shares.items():
            if number and name not in counted:
                says = (
                    f"{holder} holds {number:,} {name}, which are not among "
                    "`registrable_securities.counts`: they count for nothing."
                )
                yield warning("/registrable_securities/counts", "holding_not_counted", says)


def _names_used(terms: Terms) -> set[str]:
    ranked = {
        label for said in ranks_said(terms) for rank in said.ranks for label in labels_of(rank)
    }
    bound = {each.binds for each in terms.holdbacks.values()}
    bound |= {each.owed_to for each in terms.damages.values()}
    return ranked | bound | {group for _, group in _groups_asking(terms)}


def _groups_asking(terms: Terms) -> Iterator[tuple[str, str]]:
    """The groups that alone may ask for something, each with the place that says so."""
    for place, who in ((right.place, right.who) for right in terms.rights_asked_for):
        if who is not None and who.group is not None:
            yield f"{place}/who/group", who.group
    for place, join in joins_said(terms):
        if join.who is not None:
            yield f"{place}/who", join.who


def joins_said(terms: Terms) -> Iterator[tuple[str, Inclusion]]:
    """How Holders join each kind of registration, with its place."""
    yield from ((f"{right.place}/join", right.join) for right in terms.asked_rights)
    for shelf in terms.every_shelf:
        if shelf.join is not None:
            yield f"{shelf.place}/join", shelf.join
    yield from ((f"{right.place}/join", right.join) for right in terms.every_incidental)


def _no_affiliates(pointer: str) -> TermsFinding:
    says = "Who are affiliates is not said: name them together in `affiliates`."
    return contradiction(pointer, "affiliates_not_declared", says)


def _sharing(terms: Terms) -> Iterator[TermsFinding]:
    said = terms.sharing
    if said is not None and said.affiliates == "as_one" and not terms.affiliates:
        yield _no_affiliates("/sharing/affiliates")
    used = bool(said and said.affiliates == "as_one") or any(map(_together, terms.ends.values()))
    used = used or any(
        group.hold and group.hold.affiliates == "as_one" for group in terms.groups.values()
    )
    if terms.affiliates and not used:
        says = "Nothing counts affiliates as one: who they are changes no answer."
        yield warning("/affiliates", "affiliates_not_used", says)
