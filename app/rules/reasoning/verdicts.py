"""Whether a condition is met, and what the conditions together decide."""

from typing import Literal, TypeAlias

from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value

Outcome: TypeAlias = Literal["passed", "deferred", "failed", "unknown"]


Decision: TypeAlias = Literal["accepted", "deferred", "refused", "undetermined"]


@small_value
class Condition:
    """One condition, whether it is met, its clause, what was found, and the code if it failed.

    `deferred`: it does not refuse what is asked, but puts it off.
    """

    name: str
    outcome: Outcome
    clause: str
    says: str
    reason: IfAny[str] = None
