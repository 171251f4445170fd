"""One offering of the company under several agreements: what each of them says of every seller.

Each agreement's own cutback is applied to the whole offering, the Holders of the others being
`others` to it, or the outsiders whom it names. Where all say the same number, that is the answer;
where they differ, none is, and each number stands beside its agreement and clause: which one
prevails, no agreement says by itself. Shares are whole shares. Nothing raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import Field

from app.rules.holders.register import Register
from app.rules.holders.without_rights import without_rights
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced
from app.rules.registrations.cutback.advised import MaximaAdvised, allocate_incidental
from app.rules.registrations.cutback.selling import Maximum, Seller
from app.rules.registrations.cutback.standing import not_by_name
from app.rules.terms import Terms
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class OneOffering:
    """What is asked for in an underwritten offering that the company initiates, in shares."""

    on: date
    company: int
    holders: Mapping[str, Mapping[str, int]]
    others: Mapping[str, int]
    maximum: int


@dataclass(frozen=True, slots=True)
class SaidOfSeller:
    """What one agreement says of a seller."""

    agreement: Annotated[str, Field(description="The agreement, by its id.")]
    clause: Annotated[str | None, Field(description="Its clause on who comes first.")]
    included: Annotated[
        int | None, Field(description="The shares it lets in; null where that is not known.")
    ]
    reason: str


@dataclass(frozen=True, slots=True)
class SellerOfSeveral:
    """One seller: the number on which all agreements agree, or what each of them says."""

    seller: Annotated[str, Field(description="The seller, by its id.")]
    agreement: Annotated[
        str | None, Field(description="The agreement whose Holder it is; null: of none.")
    ]
    requested: Annotated[int, Field(description="The shares it asks for.")]
    included: Annotated[
        int | None,
        Field(description="The shares that every agreement lets in; null where they differ."),
    ]
    in_conflict: Annotated[
        bool, Field(description="Whether two agreements say different numbers of it.")
    ]
    said: tuple[SaidOfSeller, ...]


def offering_under_all(
    offering: OneOffering, agreements: Mapping[str, tuple[Terms, Register]], company: str
) -> tuple[SellerOfSeveral, ...]:
    """Every seller of an offering, with what each agreement says of it.

    One whom the company need not recognise as a Holder yet has no right to be in it (9(f)), nor has
    one whose rights have ended: it takes nobody's room. An agreement whose rights have ended has no
    say in who comes first.
    """
    asking = [
        *([(company, None, offering.company)] if offering.company else []),
        *((who, of, n) for of, asked in offering.holders.items() for who, n in asked.items()),
        *((who, None, shares) for who, shares in offering.others.items()),
    ]
    strangers: dict[tuple[str, str | None], str] = {
        (who, of): why
        for who, of, _ in asking
        if of is not None and (why := _no_right(who, of, *agreements[of], offering.on)) is not None
    }
    sellers = [(who, of, 0 if (who, of) in strangers else n) for who, of, n in asking]
    said = {
        name: _said(name, terms, register, offering, sellers, company)
        for name, (terms, register) in agreements.items()
    }
    found = []
    for place, (who, of, shares) in enumerate(asking):
        lines = tuple(each[place] for each in said.values())
        if (who, of) in strangers:
            lines = tuple(replace(each, included=0, reason=strangers[who, of]) for each in lines)
        numbers = {each.included for each in lines if not _has_ended(*agreements[each.agreement])}
        known = {each for each in numbers if each is not None}
        agreed = next(iter(numbers)) if len(numbers) == 1 else None
        found.append(SellerOfSeveral(who, of, shares, agreed, len(known) > 1, lines))
    return tuple(found)


def _has_ended(terms: Terms, register: Register) -> bool:
    """Whether an agreement that gave a right to take part gives none any more."""
    return terms.incidental is None and register.terms.original.incidental is not None


def _no_right(who: str, of: str, terms: Terms, register: Register, day: date) -> str | None:
    """Why a Holder of an agreement has no right to be in the offering, if it has none."""
    if _has_ended(terms, register):
        return f"The rights under {of} have ended: {who} has none to take part."
    if not _is_recognised(who, register, day):
        return _not_recognised(who, terms, day)
    ended = without_rights(who, "incidental", day, register)
    return f"{who} is without rights on that day ({ended.clause})." if ended else None


def _is_recognised(holder: str, register: Register, day: date) -> bool:
    line = register.lines_on(day).get(holder)
    since = line.recognised_from if line else None
    return since is not None and since <= day


def _not_recognised(holder: str, terms: Terms, day: date) -> str:
    return (
        f"The company need not recognise {holder} as a Holder on {written_out(day)} "
        f"({terms.assignment.clause})."
    )


def _said(
    name: str,
    terms: Terms,
    register: Register,
    offering: OneOffering,
    sellers: Sequence[tuple[str, str | None, int]],
    company: str,
) -> list[SaidOfSeller]:
    """What an agreement says of each seller, in their order."""
    right = terms.with_incidental(None, "company").incidental
    if right is None:
        says = "The agreement gives no right to take part, and says nothing of who comes first."
        if _has_ended(terms, register):
            says = "Its rights have ended: it has no say in who comes first."
        return [SaidOfSeller(name, None, None, says) for _ in sellers]
    cutback, matter = right.cutback, open_matter(terms, Detail.NONE)
    clause = cutback.clause if cutback else right.clause
    open_groups = not_by_name(cutback.ranks, terms.groups) if cutback else ()
    if open_groups:
        says = f"Who belongs to {open_groups[0]} is not said by names in its terms."
        return [SaidOfSeller(name, clause, None, says) for _ in sellers]
    asking = [_seller(each, name, register, offering, matter, company) for each in sellers]
    yes, advised = Sourced(True, "request:/maximum_shares"), "request:/maximum_shares"
    maximum = Maximum(advised, offering.maximum, in_writing=yes)
    allocated = allocate_incidental(
        asking, MaximaAdvised(yes, (maximum,)), Sourced("company", "request:"), right, matter
    )
    lines = {line.seller: line for line in allocated.lines}
    return [
        SaidOfSeller(name, clause, lines[each.name].included, lines[each.name].reason)
        for each in asking
    ]


def _seller(
    seller: tuple[str, str | None, int],
    name: str,
    register: Register,
    offering: OneOffering,
    matter: Matter,
    company: str,
) -> Seller:
    """A seller as one agreement sees it."""
    who, of, shares = seller
    own = of == name
    groups = frozenset(
        label
        for label, group in matter.terms.groups.items()
        if (own and not group.outside and who in group.members)
        or (not own and group.outside and {who, of} & set(group.outside))
    )
    if who == company:
        return Seller(who, "company", "company", shares, "request:/company_shares")
    source = f"request:/holders/{of}/{who}" if of else f"request:/others/{who}"
    if not own:
        return Seller(
            f"{of}/{who}" if of else who, "others", "others", shares, source, None, groups
        )
    owned = Sourced(register.registrable_shares(who, offering.on), source)
    return Seller(who, "holders", "holders", shares, source, owned, groups)
