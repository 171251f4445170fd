"""Several agreements of one company: read together as of a day, each from its own record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import floor
from typing import Annotated

from pydantic import Field

from app.errors import Fault, InvalidInput, NotFound
from app.rules.answers import Register, gather
from app.rules.companies import (
    LaterRights,
    OneOffering,
    RankConflict,
    SellerOfSeveral,
    ThresholdThrough,
    WeightsOnDay,
    offering_under_all,
    rank_conflicts,
    rights_granted_later,
    thresholds_through,
    weights_through,
)
from app.rules.terms import Terms
from app.services.agreements.agreements import identifiers
from app.services.record import records
from app.services.workspace.workspace import Workspace

MOST_AT_ONCE = 20
LOOKED_THROUGH = 200


@dataclass(frozen=True, slots=True)
class AgreementOfCompany:
    """One agreement of the company, in short."""

    id: str
    name: str
    title: Annotated[str, Field(description="The title of its document.")]
    made_on: Annotated[date, Field(description="The date of the agreement.")]
    registrable_shares: Annotated[
        int, Field(description="Its Registrable Securities on the day, in whole shares.")
    ]


@dataclass(frozen=True, slots=True)
class CompanyState:
    """The agreements of a company side by side, as of a day.

    `rank_conflicts` and `later_rights` name clauses of both agreements; neither is taken to
    prevail. `thresholds` and `weights` tell how majorities and rounds shifted, day by day.
    """

    company: Annotated[str, Field(description="The company, by its id in the terms.")]
    as_of: date
    agreements: tuple[AgreementOfCompany, ...]
    rank_conflicts: tuple[RankConflict, ...]
    later_rights: tuple[LaterRights, ...]
    thresholds: tuple[ThresholdThrough, ...]
    weights: tuple[WeightsOnDay, ...]


@dataclass(frozen=True, slots=True)
class OfferingOfCompany:
    """One offering under all agreements of a company: each seller, and what each agreement says."""

    company: Annotated[str, Field(description="The company, by its id in the terms.")]
    as_of: date
    maximum_shares: Annotated[int, Field(description="The most that can be sold, as advised.")]
    in_conflict: Annotated[
        bool, Field(description="Whether two agreements say different numbers of some seller.")
    ]
    sellers: tuple[SellerOfSeveral, ...]
    rank_conflicts: tuple[RankConflict, ...]


@dataclass(frozen=True, slots=True)
class _Agreement:
    """An agreement as it stands on the day."""

    name: str
    terms: Terms
    register: Register


def state(
    workspace: Workspace,
    company: str,
    named: Sequence[str],
    as_of: date | None,
    known_at: datetime | None = None,
) -> CompanyState:
    """The agreements of a company on a day; NotFound if there are none."""
    day, found = _loaded(workspace, company, named, as_of, known_at)
    terms = [(name, each.terms) for name, each in found.items()]
    registers = {name: each.register for name, each in found.items()}
    return CompanyState(
        company=company,
        as_of=day,
        agreements=tuple(
            AgreementOfCompany(
                name,
                each.name,
                each.terms.title,
                each.terms.agreement_date,
                sum(
                    floor(each.register.registrable_shares(holder, day))
                    for holder in each.register.lines_on(day)
                ),
            )
            for name, each in found.items()
        ),
        rank_conflicts=tuple(rank_conflicts(terms)),
        later_rights=tuple(rights_granted_later(terms)),
        thresholds=tuple(
            threshold
            for name, register in registers.items()
            for threshold in thresholds_through(name, register, day)
        ),
        weights=tuple(weights_through(registers, day)),
    )


def offering(
    workspace: Workspace, company: str, asked: OneOffering, known_at: datetime | None = None
) -> OfferingOfCompany:
    """An offering under the agreements whose Holders ask; InvalidInput for a Holder not known."""
    day, found = _loaded(workspace, company, tuple(asked.holders), asked.on, known_at)
    faults = [
        Fault(
            f"/holders/{name}",
            "before_agreement",
            f"{name} had not been made on {day.isoformat()}.",
        )
        for name in asked.holders
        if name not in found
    ]
    faults += [
        Fault(
            f"/holders/{name}/{holder}",
            "more_than_held" if holder in held else "unknown_holder",
            f"{holder} has {held.get(holder, 0):,} Registrable Securities under {name} that day.",
        )
        for name, each in found.items()
        for held in (_held(each.register, day),)
        for holder, shares in asked.holders[name].items()
        if shares > held.get(holder, -1)
    ]
    if faults:
        raise InvalidInput(faults)
    sellers = offering_under_all(
        asked, {name: (each.terms, each.register) for name, each in found.items()}, company
    )
    return OfferingOfCompany(
        company=company,
        as_of=day,
        maximum_shares=asked.maximum,
        in_conflict=any(each.in_conflict for each in sellers),
        sellers=sellers,
        rank_conflicts=tuple(
            each
            for each in rank_conflicts([(name, each.terms) for name, each in found.items()])
            if each.offering == "initiated_by_the_company"
        ),
    )


def _held(register: Register, day: date) -> Mapping[str, int]:
    return {
        holder: floor(register.registrable_shares(holder, day)) for holder in register.lines_on(day)
    }


def _loaded(
    workspace: Workspace,
    company: str,
    named: Sequence[str],
    as_of: date | None,
    known_at: datetime | None,
) -> tuple[date, dict[str, _Agreement]]:
    """The company's agreements that were made by the day, each with its record, by date."""
    names = tuple(dict.fromkeys(named)) or _all_names(workspace)
    with workspace.database.reading() as unit:
        loaded = [records.load(workspace, unit, name, known_at=known_at) for name in names]
    of_company = [each for each in loaded if each.terms.company.id == company]
    strange = [each.agreement.id for each in loaded if each.terms.company.id != company]
    if named and strange:
        says = f"{strange[0]} is an agreement of another company than {company}."
        raise InvalidInput([Fault("agreement_id", "another_company", says, place="query")])
    if not of_company:
        raise NotFound("company", company, "No agreement is of this company.")
    if len(of_company) > MOST_AT_ONCE:
        says = f"{len(of_company)} agreements are of {company}: name {MOST_AT_ONCE} at most."
        raise InvalidInput([Fault("agreement_id", "too_many_agreements", says, place="query")])
    day = records.day_asked(as_of, workspace, of_company[0].terms, known_at)
    made = [each for each in of_company if each.terms.agreement_date <= day]
    made.sort(key=lambda each: (each.terms.agreement_date, each.agreement.id))
    found = {}
    for each in made:
        register = gather(each.terms, each.facts, day).register
        found[each.agreement.id] = _Agreement(each.agreement.name, register.terms.on(day), register)
    if not found:
        raise NotFound(f"company, as of {day.isoformat()},", company, "Ask for a later day.")
    return day, found


def _all_names(workspace: Workspace) -> tuple[str, ...]:
    """Every agreement of the tenant, if they are not too many to look through."""
    names: list[str] = []
    for name in identifiers(workspace):
        names.append(name)
        if len(names) > LOOKED_THROUGH:
            says = f"There are more than {LOOKED_THROUGH} agreements to look through: name some."
            raise InvalidInput([Fault("agreement_id", "too_many_agreements", says, place="query")])
    return tuple(names)
