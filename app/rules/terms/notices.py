"""Terms of notice: methods, receipt and addresses."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, model_validator

from app.rules.terms.clocks.clock import Hour, NameOfTerm
from app.rules.terms.clocks.within import Within
from app.rules.terms.vocabulary import ClauseName, Term, Words, ZoneName, silent

Method: TypeAlias = Literal["personal", "courier", "mail", "registered_mail", "fax", "email"]


class BusinessHours(Term):
    """The hours within which a writing counts on its own day; else it does on the next open day.

    Outside them is before `from`, after `to`, and the whole of a day that is not open in `days` (a
    calendar; without one, no Business Day). Without a `zone` the hour is that of the place of the
    recipient, as the moment is written.
    """

    since: Hour = Field(alias="from", description="The first moment of the hours: `09:00`.")
    until: Hour = Field(alias="to", description="The last moment of the hours: `17:00`.")
    days: NameOfTerm | None = silent(
        description="The calendar of the days that are open. Left out: the Business Days."
    )
    zone: ZoneName | None = silent(
        description="The time zone of the hours. Left out: the recipient's, as the moment is "
        "written."
    )

    @model_validator(mode="after")
    def _some_time(self) -> "BusinessHours":
        if self.since >= self.until:
            raise ValueError("the hours end after they begin")
        return self


class NoticeMethod(Term):
    """When a notice sent this way is given, and how long after that day it is received.

    `given` `received` means that it is given when it is deemed received. `if_earlier` `actual`: the
    day on which it in fact arrived, if that is earlier. `hours`: outside them it counts on the next
    open day. `bounced` `not_given`: one that came back undelivered is no notice.
    """

    given: Annotated[
        Literal["sent", "delivered", "received"],
        Field(description="On which day it is given: `received` is the day of deemed receipt."),
    ]
    received: Within
    if_earlier: Literal["actual"] | None = silent(
        description="Whether an earlier arrival counts. Left out: what is deemed is conclusive."
    )
    hours: BusinessHours | None = silent()
    bounced: Literal["not_given"] | None = silent(
        description="Whether one that came back is no notice. Left out: it is one."
    )


class Address(Term):
    """Where a party takes notice, and who must have a copy."""

    addressee: Words
    copies_to: tuple[Words, ...] = ()


class Notices(Term):
    """How demands, requests and notices are given and received."""

    clause: ClauseName
    writing_required: StrictBool
    methods: Annotated[Mapping[Method, NoticeMethod], Field(min_length=1)]
    company_address: Address
    holders_address: Address | None = None
