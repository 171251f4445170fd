"""Who takes part in a registration and with how many shares: clauses 2(a), 2(b), 2(e), 2(f)."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool

from app.rules.facts.base import (
    BeforeSales,
    BeforeVotes,
    DatedFact,
    DeliveredFact,
    InAddition,
    ShareCount,
    Shares,
    SomeHolders,
)
from app.rules.facts.declaration import (
    AFTER_ANY_END,
    UNTIL_EFFECTIVE,
    Example,
    Replaces,
    Row,
    declared,
)
from app.rules.terms.vocabulary import Identifier


@declared(
    290,
    life=Row(cells=AFTER_ANY_END),
    holders=("holder",),
    settles=("notice",),
    examples=(
        Example(
            "notice",
            "The Company mails notice to a Holder",
            {"holder": "wang", "delivery": {"method": "mail", "sent_on": "1999-02-22"}},
        ),
    ),
)
class NoticeGiven(DeliveredFact):
    """The Company gave a Holder notice of the registration (2(a)(i), 2(b))."""

    kind: Literal["notice_given"] = "notice_given"


@declared(
    300,
    # Too late for its window, or after effectiveness, it is answered with a reason of its own.
    life=Row(cells=AFTER_ANY_END),
    examples=(
        Example(
            "join",
            "A Holder asks to join",
            {
                "holder": "wang",
                "shares": 2000,
                "delivery": {"method": "personal", "delivered_on": "1999-03-17"},
            },
        ),
    ),
)
class JoinRequested(DeliveredFact):
    """A Holder asked to include this many shares (2(a)(i), 2(b)).

    A later request stands instead of it, or besides it (QG12).
    """

    kind: Literal["join_requested"] = "join_requested"
    shares: Shares
    in_addition: InAddition = None
    before_sales: BeforeSales = None
    before_votes: BeforeVotes = None


BeforeLetters: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it reached the Company before the letters that it received on that "
        "day; only needed where the request would be complete with them, or where a demand is left "
        "to another that they ask for only once this one was taken back. Null: not recorded."
    ),
]


@declared(
    460,
    life=Row(
        cells=UNTIL_EFFECTIVE, strict=frozenset({"effective", "closed"}), leads_to="withdrawn"
    ),
    holders=("holders",),
    examples=(
        Example(
            "withdrawn",
            "Those who asked take the demand back",
            {"occurred_on": "1999-04-20"},
            ends=True,
        ),
    ),
)
class Withdrawn(DatedFact):
    """Those who asked took back their requests, all of them or those named (2(a)(i), 2(e)).

    What is taken back before the request as a whole is complete was never part of it. Who took
    registered shares over takes them back with its own; who passed them on cannot (9(f)).
    """

    kind: Literal["withdrawn"] = "withdrawn"
    holders: SomeHolders | None = None
    before_letters: BeforeLetters = None
    before_votes: BeforeVotes = None
    settled_by: Annotated[
        Literal["paying", "forfeiting"] | None,
        Field(
            description="Whether those who withdrew bear the expenses or give up a demand, where "
            "the terms leave it to them (`effected.withdrawn`). Left out: they have not chosen, "
            "and what the terms say first is so.",
            examples=["paying"],
        ),
    ] = None


@declared(
    370,
    replaces=Replaces(),
    life=Row(of=("requested", "takedown"), cells=UNTIL_EFFECTIVE),
    examples=(
        Example(
            "additions",
            "The Company would sell shares of its own beside the Holders",
            {"occurred_on": "1999-04-05", "company": 100000, "holders_consent": False},
        ),
    ),
)
class AdditionsProposed(DatedFact):
    """The Company proposed to add its own or others' shares to the demand (2(a)(i))."""

    kind: Literal["additions_proposed"] = "additions_proposed"
    company: ShareCount = 0
    others: Annotated[Mapping[Identifier, Shares], Field(default_factory=dict, max_length=500)]
    holders_consent: StrictBool | None = None


@declared(
    380,
    replaces=Replaces(),
    life=Row(of=("requested", "takedown", "incidental"), cells=UNTIL_EFFECTIVE, underwritten=True),
    examples=(
        Example(
            "maximum",
            "The managing underwriter finds that no more can be sold",
            {"occurred_on": "1999-04-20", "shares": 450000, "in_writing": True},
        ),
    ),
)
class MaximumAdvised(DatedFact):
    """The managing underwriter found that no more than this many shares can be sold (2(f)).

    `over_allotment_shares` are those it may sell besides; QC19 says whether they are part of it.
    """

    kind: Literal["maximum_advised"] = "maximum_advised"
    shares: ShareCount
    in_writing: StrictBool | None = None
    over_allotment_shares: ShareCount | None = None


@declared(
    470,
    # Where the Company may not abandon its registration (QC13), the attempt ends nothing.
    life=Row(
        of=("incidental",),
        once="already_abandoned",
        cells=UNTIL_EFFECTIVE,
        strict=frozenset({"effective"}),
        leads_to="abandoned",
    ),
    examples=(
        Example(
            "abandoned",
            "The Company gives up its own registration",
            {"occurred_on": "1999-07-20"},
            in_life_of="incidental",
            ends=True,
        ),
    ),
)
class Abandoned(DatedFact):
    """The Company gave up its own registration before it was effective (2(b), QC13)."""

    kind: Literal["abandoned"] = "abandoned"
