"""The cutback without a record: who wants to sell how many shares, and what was advised."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator
from typing_extensions import override

from app.api.compute.computation import computation
from app.api.compute.parties import Names, Requests
from app.api.compute.question import (
    NameOfIncidental,
    QuestionOfDemand,
    agreed,
    demand_of,
    example,
    given,
    incidental_of,
    joined_by,
)
from app.rules.facts.base import ShareCount
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.cutback.advised import (
    MaximaAdvised,
    OtherDemand,
    allocate_incidental,
    allocate_other_demand,
    allocate_takedown,
)
from app.rules.registrations.cutback.allocation import (
    left_open,
)
from app.rules.registrations.cutback.demanded import (
    allocate,
)
from app.rules.registrations.cutback.selling import (
    Additions,
    Allocation,
    Maximum,
    Seller,
)
from app.rules.registrations.cutback.standing import names_initiators, not_by_name
from app.rules.terms import Terms
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.rights.ranks import Ranks
from app.rules.terms.rights.registrations import (
    Party,
    SellerClass,
    TierClass,
)
from app.rules.terms.vocabulary import Words


class CutbackQuestion(QuestionOfDemand):
    """Who wants to sell how many shares, and what have the managing underwriters said?"""

    registration: Annotated[
        Literal["incidental", "requested", "takedown", "other_demand"],
        Field(
            description="The Company's or others' own registration, the Holders' demand, an "
            "underwritten sale off the shelf, or a demand by holders of other securities."
        ),
    ]
    incidental: NameOfIncidental = None
    initiated_by: Annotated[
        Party | None, Field(description="Who initiated an incidental registration.")
    ] = None
    initiators: Annotated[
        Names | None,
        Field(description="Those who initiated it; left out: all of the class `initiated_by`."),
    ] = None
    underwritten: StrictBool | None = None
    written_advice: Annotated[
        StrictBool | None,
        Field(description="Whether the managing underwriters' advice is in writing."),
    ] = None
    maximum_shares: Annotated[
        ShareCount | None,
        Field(description="The Underwriter's Maximum Number. Left out: none is advised."),
    ] = None
    greenshoe_shares: Annotated[
        ShareCount | None, Field(description="Over-allotment shares, asked for by nobody here.")
    ] = None
    company: Annotated[
        ShareCount, Field(description="What the Company sells. Left out: nothing.")
    ] = 0
    holders: Requests
    others: Requests
    demanding: Annotated[
        dict[Words, ShareCount],
        Field(
            default_factory=dict,
            max_length=1000,
            description="Shares of those who demanded it under rights of their own.",
        ),
    ]
    owned: Annotated[
        dict[Words, ShareCount],
        Field(
            default_factory=dict,
            max_length=3000,
            description="Shares each owns; needed only where shares are granted by ownership.",
        ),
    ]
    groups: Annotated[
        dict[NameOfTerm, Names],
        Field(
            default_factory=dict,
            max_length=100,
            description="Who of the sellers belongs to each group of the terms; needed for a group "
            "that is not by names alone. Left out: those whom the terms name.",
        ),
    ]
    first_public_offering: Annotated[
        StrictBool | None,
        Field(
            description="Whether it is the Company's first public offering; needed only where the "
            "terms give a rank a least that is not owed in it."
        ),
    ] = None
    holders_consent: Annotated[
        StrictBool | None,
        Field(description="Consent to additions to a demand that is not underwritten."),
    ] = None
    room_for_registrable: Annotated[
        ShareCount | None,
        Field(
            description="Registrable Securities that do not interfere with another's demand; null "
            "if the managing underwriter has found no interference."
        ),
    ] = None
    granted_in_compliance: Annotated[
        StrictBool | None,
        Field(description="Whether the others' right to demand was granted as the terms allow."),
    ] = None

    @model_validator(mode="after")
    def _belongs_together(self) -> "CutbackQuestion":
        named = [*self.holders, *self.others, *self.demanding]
        if len(named) != len(set(named)):
            raise ValueError("each seller is named once, among holders, others or demanding")
        if self.registration == "other_demand":
            if self.company or self.others or self.maximum_shares is not None:
                raise ValueError(
                    "a demand by others is asked with demanding, holders and room_for_registrable"
                )
        elif self.demanding or self.room_for_registrable is not None:
            raise ValueError("demanding and room_for_registrable belong to other_demand")
        if not set(self.initiators or ()) <= set(named):
            raise ValueError("initiators are named among holders or others")
        return self

    def owned_shares(self) -> Mapping[str, Sourced[int]]:
        """What each seller owns."""
        return {
            seller: Sourced(shares, f"request:/owned/{seller}")
            for seller, shares in self.owned.items()
        }

    def additions(self) -> Additions | None:
        """What the Company proposes to add to a demand."""
        if not self.company and not self.others:
            return None
        return Additions("request:", self.company, self.others, self.holders_consent)

    def maximum(self) -> Maximum | None:
        """The Underwriter's Maximum Number, if one is advised."""
        if self.maximum_shares is None:
            return None
        greenshoe = given(self.greenshoe_shares, "greenshoe_shares")
        return Maximum(
            "request:/maximum_shares",
            self.maximum_shares,
            greenshoe,
            in_writing=given(self.written_advice, "written_advice"),
        )

    def advice(self) -> MaximaAdvised:
        """What the managing underwriters have said."""
        maximum = self.maximum()
        return MaximaAdvised(
            given(self.underwritten, "underwritten"), () if maximum is None else (maximum,)
        )

    def other_demand(self) -> OtherDemand:
        """What is known of the demand by holders of other securities."""
        return OtherDemand(
            given(self.underwritten, "underwritten"),
            given(self.granted_in_compliance, "granted_in_compliance"),
            given(self.room_for_registrable, "room_for_registrable"),
        )

    def initiator(self) -> Sourced[Party] | None:
        """Who initiated the registration."""
        return given(self.initiated_by, "initiated_by")

    def sellers(self, matter: Matter) -> tuple[Seller, ...]:
        """Everybody who asks to sell, with its rank."""
        company: dict[str, int] = {matter.terms.company.id: self.company} if self.company else {}
        asked: tuple[tuple[SellerClass, TierClass, Mapping[str, int]], ...] = (
            ("demanding", "initiators", self.demanding),
            ("company", "company", company),
            ("holders", "holders", self.holders),
            ("others", "others", self.others),
        )
        return tuple(
            Seller(
                name,
                seller_class,
                "initiators" if self._initiates(name, seller_class) else tier_class,
                shares,
                "request:/company"
                if seller_class == "company"
                else f"request:/{seller_class}/{name}",
                self.owned_shares().get(name),
                self._groups_of(name, seller_class, matter),
                self.owned_shares() if seller_class == "holders" else {},
            )
            for seller_class, tier_class, requests in asked
            for name, shares in requests.items()
        )

    def _groups_of(self, name: str, seller_class: SellerClass, matter: Matter) -> frozenset[str]:
        """The groups to which a seller belongs, as stated here or by the terms."""
        return frozenset(
            group
            for group, term in matter.terms.groups.items()
            if name in self.groups.get(group, (*term.members, *term.outside))
            and bool(term.outside) == (seller_class != "holders")
        )

    def unknown_groups(self, ranks: Ranks | None, matter: Matter) -> tuple[str, ...]:
        """The groups that ranks name, of which neither terms nor question say who belongs."""
        open_groups = not_by_name(ranks, matter.terms.groups)
        return tuple(name for name in open_groups if name not in self.groups)

    @override
    def _of_the_right(self, terms: Terms) -> Terms:
        return joined_by(super()._of_the_right(terms), self.incidental, self.initiated_by)

    def _initiates(self, name: str, seller_class: SellerClass) -> bool:
        if seller_class == "company":
            return False
        if self.registration != "incidental":
            return seller_class == "holders" and name in (self.initiators or ())
        if self.initiators is not None:
            return name in self.initiators
        return seller_class == self.initiated_by


@computation(
    "/cutback",
    "Who may sell how many shares when not all fit?",
    example(
        "The Company's offering with room for half of the rest",
        registration="incidental",
        initiated_by="company",
        underwritten=True,
        written_advice=True,
        maximum_shares=3500000,
        company=3200000,
        holders={"spectrum": 500000, "doeg-hill": 50000, "mochary": 25000},
        others={"other-holder": 25000},
    ),
)
def compute_cutback(asked: CutbackQuestion, matter: Matter) -> Allocation:
    """Clause 2(f), and 2(a)(i), 2(a)(iii) and 2(b) for the other kinds of registration.

    In the Company's own underwritten registration the Company comes first, then Holders and other
    holders together, pro rata to what they ask for, up to the number that the managing
    underwriters advise in writing. In a demand the Holders come in whole and others are added only
    where they do not interfere; in a sale off the shelf Holders come first and are cut pro rata.
    Nobody is cut back without a maximum, in a registration that is not underwritten, or in one
    that others than the Company initiated; the answer warns where the text has no cutback. Every
    number comes with its reason.
    """
    return _allocation(asked, matter)


def _allocation(asked: CutbackQuestion, matter: Matter) -> Allocation:
    """The allocation by the rule for this kind of registration."""
    sellers, ranks, clause = asked.sellers(matter), *_ranks_of(asked, matter)
    unknown = asked.unknown_groups(ranks, matter) if asked.maximum_shares is not None else ()
    if unknown:
        says = f"Who belongs to {unknown[0]} is not stated here."
        return left_open(sellers, says, "groups", asked.maximum(), clause, matter)
    match asked.registration:
        case "requested":
            return allocate(
                list(sellers),
                asked.additions(),
                asked.advice(),
                demand_of(matter),
                matter,
                askers_known=asked.initiators is not None
                or demand_of(matter).join.joins_as == "initiators",
            )
        case "incidental":
            first = given(asked.first_public_offering, "first_public_offering")
            return allocate_incidental(
                sellers, asked.advice(), asked.initiator(), incidental_of(matter), matter, first
            )
        case "takedown":
            term = agreed(matter.terms.takedown_cutback, "/takedown_cutback")
            if names_initiators(term.ranks) and asked.initiators is None:
                says = "Those who asked for the sale come first; who they are is not stated here."
                return left_open(sellers, says, "initiators", asked.maximum(), clause, matter)
            return allocate_takedown(sellers, asked.advice(), term, matter)
        case "other_demand":
            right = incidental_of(matter)
            other = asked.other_demand()
            return allocate_other_demand(sellers, other, right, matter, asked.maximum())


def _ranks_of(asked: CutbackQuestion, matter: Matter) -> tuple[Ranks | None, str]:
    """The ranks that the terms say for this kind of registration, and their clause."""
    match asked.registration:
        case "requested":
            return demand_of(matter).ranks, demand_of(matter).additions_clause
        case "takedown":
            term = agreed(matter.terms.takedown_cutback, "/takedown_cutback")
            return term.ranks, term.clause
        case "incidental":
            right = incidental_of(matter)
            cutback = right.cutback
            if cutback is None or asked.initiated_by is None:
                return None, right.clause
            others = cutback.ranks_initiated_by_others
            of_others = None if others == "uncut" else others
            by_company = asked.initiated_by == "company"
            return cutback.ranks if by_company else of_others, cutback.clause
        case "other_demand":
            return None, incidental_of(matter).clause


COMPUTATIONS = (compute_cutback,)
