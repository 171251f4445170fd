"""By which facts the record tells that a duty was performed, and whether it tells in any case.

Effectiveness, a filing and a notice leave their trace on the record of a registration whatever is
done with them: where such a duty's day has passed and the record shows nothing, the duty was not
performed. Most other acts are known only if somebody records them (a transfer agent is appointed, a
paper is delivered, copies are furnished, money is paid): of these silence says nothing. What lasts
as long as the registration does is broken only by a statement. Which fact settles a duty, the fact
declares; a duty goes by its name, whichever clause of an agreement asks for it.
"""

from typing import Final, Literal, TypeAlias, get_args

from app.rules.terms.procedures import ProcedureName

DutyName: TypeAlias = (
    ProcedureName
    | Literal[
        "amendment_copy",
        "amendment_objection",
        "assist",
        "consent",
        "damages",
        "discount",
        "drafts",
        "earnings_statement",
        "effect",
        "execution",
        "expenses",
        "file",
        "form",
        "form_eligibility",
        "furnish",
        "holdback",
        "include",
        "indemnify",
        "lasting",
        "maintain",
        "no_better_rights",
        "no_sales",
        "notice",
        "notice_of_claim",
        "payment",
        "public_information",
        "recognise",
        "report",
        "reports",
        "settle",
        "supplement",
        "underwriter",
        "underwriter_approval",
        "underwriting_agreement",
        "underwriting_party",
        "wait",
    ]
)
"""What a duty is, apart from who owes it to whom."""
DUTIES: Final[tuple[DutyName, ...]] = tuple(
    name for part in get_args(DutyName) for name in get_args(part)
)

NOT_PERFORMED: Final = "not_performed"
"""The fact by which somebody states that a duty was not performed."""


KEPT_THROUGHOUT: Final[frozenset[DutyName]] = frozenset(
    {"maintain", "holdback", "no_sales", "discontinuance"}
)
"""Duties owed on each of their days: that they were kept is only inferred, once these are over."""


IN_ANY_CASE: Final[frozenset[DutyName]] = frozenset(
    {
        # Effectiveness, filing, notices and other writings to a party (9(b)), and what is not done
        # by a sale or a filing.
        "notice",
        "effect",
        "file",
        "form",
        "include",
        "maintain",
        "assist",
        "wait",
        "amendment_objection",
        "no_sales",
        "holdback",
        "discontinuance",
        "misstatement_notice",
        "own_misstatement_notice",
        "notice_of_claim",
        "information",
        "withdrawal_of_order",
        "execution",
        "report",
        "reports",
        "settle",
        # The accounts of a registration.
        "expenses",
        "discount",
    }
)
"""Duties of which the record shows whether they were performed; of others silence says nothing."""

_SETTLED: Final[dict[DutyName, list[tuple[bool, int, str]]]] = {}


def settled_by(duty: DutyName, kind: str, order: int, *, beside: bool = False) -> None:
    """Note that a kind of fact settles a duty; each declares it (`facts.declaration`).

    They come in the order of a day, and those that only help `beside` another after it.
    """
    _SETTLED.setdefault(duty, []).append((beside, order, kind))


def recorded_by(duty: DutyName) -> tuple[str, ...]:
    """The kinds of fact that settle a duty, or the statement that it was not performed."""
    return tuple(kind for _, _, kind in sorted(_SETTLED.get(duty, ()))) or (NOT_PERFORMED,)


def settled_of(kind: str, *, beside: bool = False) -> tuple[DutyName, ...]:
    """The duties that a kind of fact settles, or helps to settle `beside` another."""
    return tuple(
        duty
        for duty in DUTIES
        if any((kind, beside) == (each, helps) for helps, _, each in _SETTLED.get(duty, ()))
    )
