"""Terms of money: who bears expenses and discounts, who indemnifies whom, and up to what."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from app.rules.terms.rights.delays.limits import NameOfRight
from app.rules.terms.vocabulary import ClauseName, Period, Standard, Term, silent
from app.rules.values.amounts import Money

ExpenseKind: TypeAlias = Literal[
    "registration_and_filing_fees",
    "listing_fees",
    "nasd_fees",
    "blue_sky",
    "printing",
    "messenger_and_delivery",
    "transfer_taxes",
    "company_counsel",
    "accountants",
    "holders_counsel",
    "underwriter_fees_of_issuers",
    "underwriter_fees_of_sellers",
    "other_company_performance",
    "underwriting_discounts_and_commissions",
    "other",
]
"""What was paid for. `other_company_performance` is whatever else the Company's performance of the
agreement costs; `other` is what has nothing to do with that."""

Role: TypeAlias = Literal[
    "company",
    "director",
    "officer",
    "company_controlling_person",
    "holder",
    "holder_counsel",
    "holder_controlling_person",
    "underwriter",
    "underwriter_controlling_person",
]
"""What a person is in a registration."""

LossBasis: TypeAlias = Literal["misstatement", "omission", "company_violation"]


class HolderCounsel(Term):
    """How many counsel for the Holders are paid for, and up to what amount (null: any)."""

    clause: ClauseName
    count: Annotated[int, Field(ge=0, le=100, strict=True)]
    maximum: Money | None


class RegistrationExpenses(Term):
    """Which expenses are Registration Expenses, and in which registrations the Company pays them.

    `paid_in` gives for each kind of registration, or right by its name, the clause that makes the
    Company pay; `borne_by_holders` that which makes those who ask pay, and goes before it.
    """

    clause: ClauseName
    kinds: tuple[ExpenseKind, ...]
    holders_counsel: HolderCounsel | None
    paid_in: Mapping[NameOfRight, ClauseName]
    borne_by_holders: Mapping[NameOfRight, ClauseName] = silent(
        {},
        description="The rights by name (`second`, `shelf`, `takedown`) whose registrations are at "
        "the expense of the Holders who ask, with the clause of each. Left out: none.",
    )

    def borne_by_the_company(self, names: Sequence[str]) -> ClauseName | None:
        """The clause that makes the Company pay, of a registration that has these names."""
        return next((self.paid_in[name] for name in names if name in self.paid_in), None)

    def borne_by_the_holders(self, names: Sequence[str]) -> ClauseName | None:
        """The clause that makes those who ask pay, of a registration that has these names."""
        said = self.borne_by_holders
        return next((said[name] for name in names if name in said), None)


class Discounts(Term):
    """That those who sell share the underwriting discounts and commissions pro rata."""

    clause: ClauseName


class CompanyIndemnity(Term):
    """Whom the Company indemnifies, for what, and what is left out.

    Those in `only_if_required` are protected only if they made it a condition of taking part.
    """

    clause: ClauseName
    protects: tuple[Role, ...]
    only_if_required: tuple[Role, ...]
    covers: tuple[LossBasis, ...]
    reimburses_expenses: StrictBool
    except_own_information: StrictBool


class HolderCap(Term):
    """The limit on what a Holder owes in one offering: the proceeds it received in it.

    `measure` is `proceeds` where the text does not say whether before or after the discount.
    """

    clause: ClauseName
    measure: Literal["proceeds", "net_proceeds", "gross_proceeds"]
    except_fraud: StrictBool


class HolderIndemnity(Term):
    """Whom a Holder indemnifies for its own written information, and up to what amount."""

    clause: ClauseName
    protects: tuple[Role, ...]
    undertaking_required: StrictBool
    cap: HolderCap | None


class ClaimNotice(Term):
    """Notice of a claim to the Indemnifying Party, and how far its failure relieves it."""

    clause: ClauseName
    standard: Standard
    failure_relieves: Literal["to_the_extent_prejudiced", "wholly_if_prejudiced", "never"]


class Defence(Term):
    """The Indemnifying Party's right to take over the defence, and what it then still owes."""

    clause: ClauseName
    barred_by_conflict: StrictBool
    pays_investigation_after: StrictBool


class Settlement(Term):
    """That a settlement may need the Indemnified Party's consent."""

    clause: ClauseName


class Contribution(Term):
    """Contribution by relative fault where the indemnity does not reach."""

    clause: ClauseName
    counts_expenses: StrictBool
    barred_by_fraud: StrictBool


class Indemnity(Term):
    """Indemnification and contribution, whole."""

    by_company: CompanyIndemnity
    by_holders: HolderIndemnity | None
    other_laws_clause: ClauseName | None
    claim_notice: ClaimNotice | None
    defence: Defence | None
    settlement: Settlement | None
    payment: Period | None
    contribution: Contribution | None


Bearer: TypeAlias = Literal[
    "company", "requesting_holders", "holders", "sellers", "whoever_incurred"
]


DISCOUNT_KIND: ExpenseKind = "underwriting_discounts_and_commissions"


COUNSEL_KIND: ExpenseKind = "holders_counsel"
