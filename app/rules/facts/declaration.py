"""What every kind of fact declares of itself, once, beside its class.

To whom it belongs, when it may be posted (its row of the lifecycle), where it stands among the
facts of one day, whom it names, which duties it settles, and examples. The unions that are read
from outside, the guards, the lifecycle and its page, the traces of duties and the examples of the
API all follow from it. A kind or a place in the day that is taken already raises ValueError.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar, get_args

from pydantic import Field

from app.rules.facts.base import BeginningFact, Fact
from app.rules.reasoning.traces import DutyName, settled_by
from app.rules.terms.vocabulary import RegistrationKind

State: TypeAlias = Literal[
    "received",
    "refused",
    "deferred",
    "open",
    "noticed",
    "joining_closed",
    "filed",
    "effective",
    "closed",
    "expired",
    "withdrawn",
    "abandoned",
    "terminated",
]
STATES: Final[tuple[State, ...]] = get_args(State)
KINDS: Final[tuple[RegistrationKind, ...]] = get_args(RegistrationKind)
NOT_TAKEDOWN: Final[tuple[RegistrationKind, ...]] = ("requested", "shelf", "incidental")
"""Those with a registration statement of their own: a sale off a shelf has the shelf's."""
REQUESTED: Final[tuple[RegistrationKind, ...]] = ("requested", "shelf", "takedown")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The fact is recorded and needs no word."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """The fact is recorded, and every answer of the registration warns of it.

    `of` are the kinds of registration of which that is so.
    """

    code: str
    of: tuple[RegistrationKind, ...] = KINDS


@dataclass(frozen=True, slots=True)
class Refused:
    """The fact cannot be true beside the others and is not recorded."""

    code: str


Verdict: TypeAlias = Accepted | Flagged | Refused
ACCEPTED: Final = Accepted()


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that must be on the record by the day of another, or else `verdict`.

    A sale off a shelf has no statement of its own, and no need that is `of_a_statement`. One that
    is needed `by_name` is looked for by the guards of its subject. A fact of the kind `or_of` will
    do as well.
    """

    fact: type[Fact]
    verdict: Flagged | Refused
    says: str
    of_a_statement: bool = False
    by_name: bool = False
    or_of: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one kind of fact in the life of a registration.

    `of` are the kinds of registration it belongs to; `once` the code if it is on record already.
    `cells` are the states in which it is not simply accepted. On the very day on which a state
    begins the fact may still have come before it, unless it is `strict`. `underwritten` facts
    are flagged where it is said that nothing is underwritten. `leads_to` is the state that begins
    with it, and in the states of `never_in` it is not on the record.
    """

    of: tuple[RegistrationKind, ...] = KINDS
    needs: tuple[Need, ...] = ()
    once: str | None = None
    cells: Mapping[State, Flagged | Refused] = field(default_factory=dict)
    strict: frozenset[State] = frozenset()
    underwritten: bool = False
    leads_to: State | None = None
    never_in: frozenset[State] = frozenset()


LATE: Final = Flagged("AFTER_THE_END")
MADE_UNASKED: Final = Flagged("MADE_THOUGH_REFUSED", of=REQUESTED)
AFTER_GIVEN_UP: Final[Mapping[State, Flagged]] = {
    "withdrawn": LATE,
    "abandoned": LATE,
    "terminated": LATE,
}
OF_A_STATEMENT: Final = Row(of=NOT_TAKEDOWN, cells=AFTER_GIVEN_UP)
"""What has a registration statement of its own: a sale off a shelf has the shelf's."""
AFTER_ANY_END: Final[Mapping[State, Flagged]] = {"closed": LATE, "expired": LATE, **AFTER_GIVEN_UP}
UNTIL_EFFECTIVE: Final[Mapping[State, Flagged | Refused]] = {
    **AFTER_ANY_END,
    "effective": Refused("already_effective"),
}
"""What cannot happen once the statement is effective or, off a shelf, the sale is over."""
BEFORE_FILING: Final[frozenset[State]] = frozenset(
    {"deferred", "open", "noticed", "joining_closed"}
)
NEVER_EFFECTIVE: Final[frozenset[State]] = frozenset(
    {*BEFORE_FILING, "refused", "filed", "withdrawn", "abandoned"}
)


@dataclass(frozen=True, slots=True)
class Example:
    """A fact as it is posted, without its kind.

    One in the life of a registration is shown `in_life_of` a demand, or of another kind where it
    needs one: a sale under a statement is of the shelf, which is effective. One that `ends` what it
    is posted to is shown on an agreement of its own.
    """

    name: str
    summary: str
    value: Mapping[str, Any]
    description: str | None = None
    in_life_of: RegistrationKind = "requested"
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Replaces:
    """A later fact of the kind stands in the place of an earlier one about the same thing.

    `about` are the fields that say what it is about, beside its registration; of a mapping each
    name is a thing of its own. Two of one day that differ leave open which holds. `alone`: where
    one holds, the other is as if it had not been.
    """

    about: tuple[str, ...] = ()
    alone: bool = False


Owner: TypeAlias = Literal["making", "agreement", "beginning", "registration", "correction"]
"""To whom a fact belongs: it makes the agreement, is of it, sets a registration going, is in the
life of one, or says something of other facts."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a kind of fact declares; see `declared`."""

    of: Owner
    order: int
    life: Row | None
    holders: tuple[str, ...]
    speaker: str | None
    examples: tuple[Example, ...]
    may_precede_agreement: bool
    replaces: Replaces | None = None
    bears_on: tuple[str, ...] = ()


DECLARED: Final[dict[type[Fact], Declaration]] = {}
"""Every kind of fact, as it was declared."""
F = TypeVar("F", bound=Fact)


def declared(
    order: int,
    *,
    of: Owner = "agreement",
    life: Row | None = None,
    holders: tuple[str, ...] = (),
    speaker: str | None = None,
    settles: tuple[DutyName, ...] = (),
    helps_settle: tuple[DutyName, ...] = (),
    examples: tuple[Example, ...] = (),
    may_precede_agreement: bool = False,
    replaces: Replaces | None = None,
    bears_on: tuple[str, ...] = (),
) -> Callable[[type[F]], type[F]]:
    """Declare a kind of fact.

    `order` is its place among the facts of one day. One with a row of the lifecycle (`life`) is in
    the life of a registration. `holders` are the fields that name Holders, `speaker` the one that
    names the Company or a Holder. It `settles` duties, or `helps_settle` them beside another. One
    that `may_precede_agreement` may be older than it; one that `replaces` stands in the place of
    an earlier one of its kind. Where the agreement has none of the terms that it `bears_on`, it
    changes nothing.
    """

    def declare(kind: type[F]) -> type[F]:
        owner: Owner = "registration" if life else of
        if issubclass(kind, BeginningFact):
            owner = "beginning"
        if any(
            kind_of(other) == kind_of(kind) or it.order == order for other, it in DECLARED.items()
        ):
            raise ValueError(f"{kind_of(kind)} or its place {order} in a day is taken already")
        DECLARED[kind] = Declaration(
            owner,
            order,
            life,
            holders,
            speaker,
            examples,
            may_precede_agreement,
            replaces,
            bears_on,
        )
        for duty in settles:
            settled_by(duty, kind_of(kind), order)
        for duty in helps_settle:
            settled_by(duty, kind_of(kind), order, beside=True)
        return kind

    return declare


def kind_of(fact: type[Fact]) -> str:
    """The name by which a kind of fact is told apart."""
    return str(fact.model_fields["kind"].default)


def kinds_of(*owners: Owner) -> tuple[type[Fact], ...]:
    """The kinds of fact that belong to these, in the order of a day."""
    kinds = [kind for kind, it in DECLARED.items() if it.of in owners]
    return tuple(sorted(kinds, key=lambda kind: DECLARED[kind].order))


def one_of(*owners: Owner) -> Any:
    """A fact of any kind that belongs to these, told apart by its kind."""
    return Annotated[reduce(or_, kinds_of(*owners)), Field(discriminator="kind")]
