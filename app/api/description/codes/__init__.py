"""Every code that an answer or a problem may hold, with its meaning and what to do about it.

One table: the codes of problems (`code`), of the faults listed in one (`errors[].code`), of reasons
(why something is refused, limited or not known), of warnings, of assumptions, and decisions. A test
holds every answer of the whole suite against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from app.api.answering.problems import TITLES
from app.api.description.codes.faults import FAULTS
from app.api.description.codes.problems import REMEDIES
from app.api.description.codes.reasons import DECISIONS, REASONS
from app.api.description.codes.terms import FINDINGS
from app.api.description.codes.warnings import ASSUMPTIONS, WARNINGS
from app.rules.facts import lifecycle
from app.rules.values.if_any import IfAny

Use: TypeAlias = Literal[
    "problem", "fault", "reason", "warning", "assumption", "decision", "finding"
]


@dataclass(frozen=True, slots=True)
class Code:
    """One code: where it stands, what it means, and what one can do.

    `used_as`: of a `problem` (`code`), of a `fault` in one (`errors[].code`), as the `reason` of a
    decision or a number, of a `warning` or an `assumption` (`code`), as a `decision`, or of a
    `finding` about terms. `status` is the HTTP status of a problem. Where the terms of an agreement
    name reasons of their own (what is excluded from a right to join), those are used too.
    """

    code: str
    used_as: Use
    says: str
    remedy: str
    status: IfAny[int] = None


def _of(use: Use, table: Mapping[str, tuple[str, str]]) -> tuple[Code, ...]:
    return tuple(Code(name, use, says, remedy) for name, (says, remedy) in sorted(table.items()))


_OF_A_LIFE: Final = {
    code: (f"{says[0].upper()}{says[1:]}.", "Check the day and the registration it is posted to.")
    for code, says in {**lifecycle.WARNINGS, **lifecycle.SAID_ELSEWHERE}.items()
    for says in (says.format(since="a day before"),)
}
CODES: Final[tuple[Code, ...]] = (
    *(
        Code(name, "problem", f"{title}.", REMEDIES.get(name, ""), status)
        for name, (status, title) in TITLES.items()
    ),
    *_of("fault", FAULTS),
    *_of("decision", DECISIONS),
    *_of("reason", REASONS),
    *_of("warning", {**_OF_A_LIFE, **WARNINGS}),
    *_of("assumption", ASSUMPTIONS),
    *_of("finding", FINDINGS),
)
"""Every code, by use and name."""


def named(*uses: Use) -> list[str]:
    """The codes of these uses, in order."""
    return sorted({each.code for each in CODES if each.used_as in uses})
