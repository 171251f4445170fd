"""What all facts are made of: a frozen model, a day, a writing on its way."""

from datetime import date
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from app.rules.notices.receipt import Delivery
from app.rules.terms.vocabulary import Identifier, RegistrationKind, Words
from app.rules.values.if_any import IfAny
from app.rules.values.written_dates import PlainDate


def is_none(value: object) -> bool:
    """Whether it is left out of what is written."""
    return value is None


Shares: TypeAlias = Annotated[
    int, Field(gt=0, le=10**12, strict=True, description="Whole shares, more than none.")
]
ShareCount: TypeAlias = Annotated[
    int, Field(ge=0, le=10**12, strict=True, description="Whole shares.")
]
InAddition: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it asks for these shares besides those that the Holder asked for "
        "before, or took over registered (true), or instead of them (false). Null: it does not "
        "say: what the Holder asked for before is decided by reading QG12, and what it took over "
        "stays (9(f))."
    ),
]
Right: TypeAlias = Literal["demand", "shelf", "takedown", "incidental"]
"""Where the terms state the right to a registration."""
HolderId: TypeAlias = Annotated[Identifier, Field(examples=["spectrum"])]
SomeHolders: TypeAlias = Annotated[tuple[HolderId, ...], Field(min_length=1, max_length=500)]
Note: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+$")
]
"""Words in one or more lines."""
ON_FILE: Final = "on_file"
ObligationId: TypeAlias = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="The `id` of the obligation in the answer.",
        examples=["notice:wang"],
    ),
]
OfRegistration: TypeAlias = Annotated[
    Identifier | None,
    Field(description="The registration that brought it about; left out: the agreement's own."),
]
EndsSameDay: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it also ends what began on the same day. Left out: it ends what began "
        "earlier, and what began that day only if nothing was left to end, or if the day has as "
        "many ends more as beginnings.",
        examples=[True],
    ),
]
BeforeRequests: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it came before the requests, and what takes requests back, that the "
        "Company received on that day; "
        "only needed where it decides whether those who ask are enough, whether a demand is left "
        "to them, whether the statement can cover what is asked for, or whether what is asked to "
        "be registered passed with all rights. Null: not recorded.",
        examples=[True],
    ),
]
SilentOfRequests: TypeAlias = Annotated[BeforeRequests, Field(exclude_if=is_none)]
"""The same of what is not shown to be silent: it came to say it later than others."""
BeforeVotes: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        exclude_if=is_none,
        description="Whether it came before what Holders signed, consented to or approved on that "
        "day; only needed where it decides whether they were enough (9(e), 2(g), 4(b)). Null: not "
        "recorded.",
        examples=[True],
    ),
]
BeforeChanges: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        exclude_if=is_none,
        description="Whether it came before all that changed on that day what Holders hold, other "
        "than sales under the registration itself; only needed where it decides how many shares "
        "each may sell, which is fixed when the statement is declared effective, or when the first "
        "shares are sold off the shelf (2(f), 9(f)). Null: not recorded.",
        examples=[True],
    ),
]
BeforeSales: TypeAlias = Annotated[
    StrictBool | None,
    Field(
        description="Whether it came, or reached the Holder, before what was sold under the "
        "registration on that day; only needed where shares were sold on it. Null: not recorded.",
        examples=[True],
    ),
]


class FiledDocument(BaseModel):
    """A document that shows a fact: it stays where it is kept, and is known by its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Words, Field(description="What it is.", examples=["Demand letter, signed"])]
    sha256: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{64}$",
            description="The SHA-256 of its bytes, in 64 lower-case hexadecimal digits.",
            examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
        ),
    ]
    kept_at: Annotated[
        Words | None,
        Field(
            exclude_if=is_none,
            description="Where it is kept: an address, a file number, a shelf. It is not looked "
            "for there. Null: not said.",
            examples=["https://dms.example/4711"],
        ),
    ] = None


class OnFile(BaseModel):
    """What is kept with a fact by its recorder. No rule looks at it, and no answer turns on it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"minProperties": 1})

    reference: Annotated[
        Words | None,
        Field(
            exclude_if=is_none,
            description="Your own reference.",
            examples=["MATTER-1999-014"],
        ),
    ] = None
    note: Annotated[
        Note | None,
        Field(
            exclude_if=is_none,
            description="A note, of up to 2,000 characters.",
            examples=["By courier; the receipt is in the file."],
        ),
    ] = None
    documents: Annotated[
        tuple[FiledDocument, ...] | None,
        Field(
            exclude_if=is_none,
            min_length=1,
            max_length=20,
            description="The documents that show it.",
        ),
    ] = None

    @model_validator(mode="after")
    def _hold_something(self) -> "OnFile":
        if self.reference is None and self.note is None and self.documents is None:
            raise ValueError("it holds a reference, a note or documents; else leave them out")
        return self


KeptOnFile: TypeAlias = IfAny[OnFile]
"""In an answer: what is kept with a fact, left out where there are none."""


def _as_posted(schema: dict[str, Any], fact: type[BaseModel]) -> None:
    """One who posts one of many kinds of fact must say which: the schema says so, too.

    A body that is of one kind by its address (`…/demands`) has its kind from the fact and need not.
    What a fact says comes before what is kept with it.
    """
    schema["properties"][ON_FILE] = schema["properties"].pop(ON_FILE)
    if "kind" in get_annotations(fact):
        schema["required"] = ["kind", *schema.get("required", ())]


class Fact(BaseModel):
    """A dated thing that happened. Every kind is told apart by its `kind`."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_as_posted)

    on_file: Annotated[
        OnFile | None,
        Field(
            exclude_if=is_none,
            description="A reference of your own, a note and the documents that show it, if any. "
            "They are recorded with the fact, and shown where it is cited.",
        ),
    ] = None

    if TYPE_CHECKING:
        # A field of every kind: here it would come before all others in what is written down.
        @property
        def kind(self) -> str:
            """What tells the kinds of fact apart."""

    @property
    def happened_on(self) -> date:
        """The legal date by which facts are ordered; of a writing the day its sender acted."""
        raise NotImplementedError

    @property
    def dated_at(self) -> str:
        """Where in the fact that day stands, as a JSON pointer."""
        return "/occurred_on"


class BeginningFact(Fact):
    """A fact that sets a registration going, of the kind that it `begins`, by a `right`."""

    begins: ClassVar[RegistrationKind]
    right: ClassVar[Right]


class DatedFact(Fact):
    """A fact that happened on the day stated."""

    occurred_on: PlainDate

    @property
    def happened_on(self) -> date:
        """The day stated."""
        return self.occurred_on


class WritingFact(Fact):
    """A fact that is a writing on its way from one to another, by its `delivery`."""

    if TYPE_CHECKING:

        @property
        def delivery(self) -> Delivery:
            """How it travels."""

    @property
    def happened_on(self) -> date:
        """The day on which the sender acted."""
        return self.delivery.happened_on

    @property
    def dated_at(self) -> str:
        """Where the delivery says so."""
        return "/delivery" + self.delivery.dated_at


class DeliveredFact(WritingFact):
    """A writing from or to one Holder."""

    holder: HolderId
    delivery: Delivery
