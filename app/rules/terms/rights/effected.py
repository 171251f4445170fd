"""What makes a demand count as effected, what undoes it, and what a withdrawal does: clause 2(e).

Where a right says so itself, no reading has a part in it. `needs` are Conditions of which all must
be passed; what is still to come leaves the demand under way. Nothing undoes what is not listed.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from app.rules.terms.clocks.clock import Clock, Conditions
from app.rules.terms.vocabulary import ClauseName, ExactFraction, Term, proper, silent


class ElectionToGoOn(Term):
    """An order no longer undoes it once it is lifted and Holders then elect to go on.

    `fraction` is a part of the shares that all who asked wanted registered; `notice_by` the last
    day for the notice of the election.
    """

    fraction: Annotated[ExactFraction, AfterValidator(proper)]
    comparison: Literal[">", ">="] = Field(alias="is")
    notice_by: Clock | None = silent(
        description="By when the Company is told of the election. Left out: by no day."
    )


class Undoing(Term):
    """What makes a demand that counted count no more.

    `unless` a Holder is to blame; `until` Conditions that, once passed, leave nothing to undo;
    `restored_by` the lifting of an order, or an election of the Holders after it.
    """

    clause: ClauseName | None = silent()
    what: Literal["stop_order", "closing_failed"]
    unless: Literal["holder_at_fault"] | None = silent(
        description="Not if a Holder is to blame. Left out: no matter who is to blame."
    )
    until: Conditions | None = silent(
        description="Conditions after which it undoes nothing. Left out: it always does."
    )
    restored_by: Literal["lifting"] | ElectionToGoOn | None = silent(
        description="What makes the demand count again. Left out: nothing does."
    )

    @model_validator(mode="after")
    def _can_be_restored(self) -> "Undoing":
        if self.what != "stop_order" and self.restored_by is not None:
            raise ValueError("only an order can be lifted: leave `restored_by` out")
        return self


PaidBy: TypeAlias = Literal["company", "requesting_holders"]


class WithdrawnDemand(Term):
    """Whether a withdrawn demand counts, and who bears its expenses.

    `unless_paid`: it counts, unless those who withdrew pay. `if_forfeited`: they pay, unless they
    give up one demand for it. In both the Company pays where it counts. While `free_if` is passed
    on the day of withdrawal it does not count and the Company pays.
    """

    clause: ClauseName | None = silent()
    counts: Literal["no", "yes", "unless_paid", "if_forfeited"]
    paid_by: PaidBy | None = silent(
        description="Who bears the expenses, where `counts` is `no` or `yes`."
    )
    free_if: Conditions | None = silent(
        description="Conditions on the day of withdrawal in which it does not count."
    )

    @model_validator(mode="after")
    def _paid_by_one(self) -> "WithdrawnDemand":
        if self.counts in ("unless_paid", "if_forfeited") and self.paid_by is not None:
            raise ValueError(f"`{self.counts}` says who pays: leave `paid_by` out")
        if self.counts in ("no", "yes") and self.paid_by is None:
            raise ValueError(
                "say who bears the expenses: `paid_by` is one of company and requesting_holders"
            )
        return self


class Effected(Term):
    """What makes a demand count as effected. Without `withdrawn` one that was withdrawn does not,
    and the Company pays.
    """

    clause: ClauseName | None = silent()
    needs: Conditions = Field(description="What must be so, all of it, for the demand to count.")
    undone_by: Annotated[tuple[Undoing, ...], Field(max_length=10)] = silent(
        (), description="What makes it count no more. Left out: nothing does."
    )
    withdrawn: WithdrawnDemand | None = silent()
