"""Terms of notice: methods, receipt and addresses."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    Field,
    StrictBool,
)

from app.rules.terms.vocabulary import ClauseName, Period, Term, Words

Method: TypeAlias = Literal["personal", "courier", "mail", "fax", "email"]


class NoticeMethod(Term):
    """When a notice sent this way is given, and how long after that day it is received."""

    given: Literal["sent", "delivered"]
    received: Period


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
