"""Terms of an underwritten sale off the shelf, or of several kinds of such sales."""

from pydantic import PrivateAttr, model_validator

from app.rules.terms.clocks.clock import Counted, NameOfTerm
from app.rules.terms.rights.asked import AskedRight
from app.rules.terms.vocabulary import silent


class Takedown(AskedRight):
    """An underwritten sale off the shelf, at the request of the Requisite Holders or of `who`.

    `ask_by` is the lead that those who ask must give before the offering is to commence, `off` the
    shelves off which alone it may be made.
    """

    ask_by: Counted | None = silent(
        description="By when it must be asked for, counted back from the day on which the offering "
        "is to commence. Left out: no lead is asked for."
    )
    off: tuple[NameOfTerm, ...] = silent(
        (),
        description="The shelves off which alone it may be made, by their names in `shelves`. Left "
        "out: off any.",
    )
    _place: str = PrivateAttr(default="/takedown")

    @model_validator(mode="after")
    def _asked_before(self) -> "Takedown":
        if self.ask_by is not None and self.ask_by.before is None:
            raise ValueError("`ask_by` is counted back: `before` the offering is to commence")
        return self
