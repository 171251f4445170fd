"""The parts that stateless computations share: on which terms, and the things that are given."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeAlias, TypeVar

from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator
from typing_extensions import override

from app.errors import Fault, InvalidInput, NotFound, json_pointer
from app.rules.facts.base import HolderId, ShareCount
from app.rules.holders.holdings import Holding, Position
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced, sourced
from app.rules.record.guards.objection import some_of
from app.rules.registrations.requests.effecting import ShortFormFacts
from app.rules.registrations.requests.standstill import Offering
from app.rules.terms import Terms, with_readings
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.document.as_read import as_read, undetermined
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import Demand, Incidental, Party
from app.rules.terms.vocabulary import Seller, Words
from app.rules.values.wording import says
from app.rules.values.written_dates import PlainDate
from app.services.agreements.templates import refuse_contradictions, template

T = TypeVar("T")


class Body(BaseModel):
    """The base of every body: unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(Body):
    """On which terms to compute: a bundled template or terms given whole, and other readings."""

    template: Annotated[str | None, Field(max_length=64, examples=["ctc-1998"])] = None
    terms: Terms | None = None
    readings: Annotated[
        dict[str, Any],
        Field(default_factory=dict, description="Readings that differ from those of the terms."),
    ]

    @model_validator(mode="after")
    def _one_of_both(self) -> "Question":
        if (self.template is None) == (self.terms is None):
            raise ValueError("give either a template's name or terms")
        return self

    def matter(self, detail: Detail) -> Matter:
        """Start an answer on the terms asked for; InvalidInput if there are none such.

        Terms given whole must not contradict themselves; bundled ones are known not to.
        """
        if self.terms is not None:
            refuse_contradictions(self.terms, "/terms")
        chosen = self.chosen_terms()
        open_doubts = [
            Fault(
                json_pointer(["readings", name]),
                "doubt_undetermined",
                f"{doubt.question} The terms say in no way which is in force: choose one of "
                f"{', '.join(doubt.ways)}.",
            )
            for name, doubt in undetermined(chosen)
        ]
        if open_doubts:
            raise InvalidInput(open_doubts)
        return open_matter(as_read(chosen), detail)

    def chosen_terms(self) -> Terms:
        """The terms asked for, with other readings where asked for."""
        try:
            base = self.terms or template(self.template or "").terms
            return self._of_the_right(with_readings(base, self.readings))
        except NotFound as unknown:
            raise InvalidInput([Fault("/template", "unknown_template", str(unknown))]) from unknown
        except ValidationError as invalid:
            raise InvalidInput(
                [
                    Fault(
                        json_pointer(["readings", *error["loc"][1:]]),
                        "invalid_reading",
                        says(error, Terms),
                    )
                    for error in invalid.errors(include_url=False, include_input=False)
                ]
            ) from invalid

    def _of_the_right(self, terms: Terms) -> Terms:
        return terms.with_right(None).with_shelf(None).with_incidental(None)


NameOfIncidental: TypeAlias = Annotated[
    NameOfTerm | None,
    Field(
        description="The name in `incidentals` of the terms of the right to join that is asked "
        "about. Left out: the terms have one only, or one of registrations for that party."
    ),
]


def joined_by(terms: Terms, name: str | None, initiated_for: Party | None = None) -> Terms:
    """The terms as they govern a registration of the Company's, by the right that is named."""
    if name is not None and name not in terms.incidentals:
        there_are = some_of(terms.incidentals)
        says = f"The terms have no such right in `incidentals`; there are: {there_are}."
        raise InvalidInput([Fault("/incidental", "no_such_right", says)])
    return terms.with_incidental(name, initiated_for)


class QuestionOfDemand(Question):
    """A question about a right to demand, which it names if the terms have several."""

    demand: Annotated[
        NameOfTerm | None,
        Field(
            description="The name in `demands` of the terms of the right to demand that is asked "
            "about. Left out: the terms have one only."
        ),
    ] = None

    @override
    def _of_the_right(self, terms: Terms) -> Terms:
        if self.demand is not None and self.demand not in terms.demands:
            there_are = some_of(terms.demands)
            says = f"The terms have no such right in `demands`; there are: {there_are}."
            raise InvalidInput([Fault("/demand", "no_such_right", says)])
        return terms.with_right(self.demand).with_incidental(None)


def present(term: T | None, name: str) -> T:
    """A part of the terms; InvalidInput if the agreement lacks it."""
    if term is None:
        raise InvalidInput(
            [Fault(f"/terms/{name}", "no_such_term", "The agreement has no such provision.")]
        )
    return term


def agreed(term: T | None, place: str) -> T:
    """The term; InvalidInput if the agreement has no such term."""
    if term is None:
        raise InvalidInput([Fault(f"/terms{place}", "no_such_term", "There is no such term.")])
    return term


def answered_elsewhere(part: str, said: object, where: str) -> None:
    """InvalidInput if the terms say what this computation does not know, and who does."""
    if said:
        name = part.rpartition("/")[2]
        says = f"These terms have `{name}`, which this computation does not know: {where}."
        raise InvalidInput([Fault(f"/terms{part}", "answered_elsewhere", says)])


def one_right(matter: Matter) -> None:
    """InvalidInput if the terms have several rights to demand and the question names none."""
    if matter.terms.demand is None and matter.terms.demands:
        says = f"Say which right is asked about; the terms have {some_of(matter.terms.demands)}."
        raise InvalidInput([Fault("/demand", "right_not_named", says)])


def demand_of(matter: Matter) -> Demand:
    """The terms' right to demand; InvalidInput if the agreement has none."""
    one_right(matter)
    if matter.terms.demand is None:
        raise InvalidInput([Fault("/terms/demand", "no_such_right", "There is no such right.")])
    return matter.terms.demand


def incidental_of(matter: Matter) -> Incidental:
    """The terms' right to join the Company's registration; InvalidInput if there is none."""
    if matter.terms.incidental is None and matter.terms.incidentals:
        says = f"Say which right is asked about; they are {some_of(matter.terms.incidentals)}."
        raise InvalidInput([Fault("/incidental", "right_not_named", says)])
    if matter.terms.incidental is None:
        raise InvalidInput([Fault("/terms/incidental", "no_such_right", "There is no such right.")])
    return matter.terms.incidental


class PositionGiven(Body):
    """One Holder's securities, in shares of Common Stock."""

    holder: HolderId | Words
    common: Annotated[ShareCount, Field(description="Common Stock. Left out: none.")] = 0
    preferred_as_converted: Annotated[
        ShareCount, Field(description="What its preferred stock converts into. Left out: none.")
    ] = 0
    warrant_shares: Annotated[
        ShareCount, Field(description="What its warrants are exercised for. Left out: none.")
    ] = 0
    expired_warrant_shares: Annotated[
        ShareCount, Field(description="What its expired warrants were for. Left out: none.")
    ] = 0
    recognised: Annotated[
        StrictBool,
        Field(description="Whether the Company must recognise it as a Holder. Left out: it must."),
    ] = True

    def holding(self, source: str) -> Holding:
        """The holding, sourced to the request."""
        position = Position(
            self.common,
            self.preferred_as_converted,
            self.warrant_shares,
            self.expired_warrant_shares,
        )
        return Holding(position, self.recognised, source)


Positions = Annotated[tuple[PositionGiven, ...], Field(min_length=1, max_length=1000)]


def holdings_of(positions: tuple[PositionGiven, ...]) -> dict[str, Holding]:
    """The holdings by Holder; InvalidInput if one is given twice."""
    holdings: dict[str, Holding] = {}
    for place, each in enumerate(positions):
        if each.holder in holdings:
            raise InvalidInput(
                [
                    Fault(
                        f"/positions/{place}/holder",
                        "duplicate_holder",
                        f"{each.holder} is given twice.",
                    )
                ]
            )
        holdings[each.holder] = each.holding(f"request:/positions/{place}")
    return holdings


def unknown_holder(pointer: str, holder: str, holdings: Mapping[str, Holding]) -> Fault:
    """A Holder who is named and has no position."""
    known = some_of(holdings)
    says = f"{holder!r} has no position; positions are given of {known}."
    return Fault(pointer, "unknown_holder", says)


class OfferingGiven(Body):
    """A public offering of the Company's equity."""

    commenced_on: Annotated[
        PlainDate | None,
        Field(description="The first bona fide offer; left out: effectiveness stands for it."),
    ] = None
    seller: Annotated[Seller, Field(description="Who sells in it. Left out: the Company.")] = (
        "company"
    )
    form: Annotated[
        FormName | None,
        Field(
            description="The form of its registration statement, as the Commission names it. Left "
            "out: taken to be one that starts a standstill, which the answer states as an "
            "assumption."
        ),
    ] = None
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    closing_on: PlainDate | None = None

    @model_validator(mode="after")
    def _began(self) -> "OfferingGiven":
        if self.commenced_on is None and self.effective_on is None:
            raise ValueError("give the first offer, or the day of effectiveness")
        return self

    @property
    def began_on(self) -> date | None:
        """The first day on which it is known to have been an offering."""
        return self.commenced_on or self.effective_on

    def offering(self, source: str) -> Offering:
        """The offering, sourced to the request."""

        def day(name: str) -> Sourced[Any] | None:
            value = getattr(self, name)
            return sourced(value, f"{source}/{name}")

        return Offering(
            first_offered_on=day("commenced_on"),
            seller=self.seller,
            filed_on=day("filed_on"),
            effective_on=day("effective_on"),
            closing_on=day("closing_on"),
            form=self.form,
        )


Offerings = Annotated[
    tuple[OfferingGiven, ...],
    Field(max_length=200, description="Public offerings of the Company. Left out: none."),
]


def offerings_of(given: tuple[OfferingGiven, ...]) -> tuple[Offering, ...]:
    """The offerings, sourced to the request."""
    return tuple(
        each.offering(f"request:/company_offerings/{place}") for place, each in enumerate(given)
    )


class NoticeGivenTo(Body):
    """The notice to one Holder: how it travelled, or the day of its receipt."""

    holder: HolderId | Words
    delivery: Delivery | None = None
    received_on: PlainDate | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "NoticeGivenTo":
        if (self.delivery is None) == (self.received_on is None):
            raise ValueError("give either the delivery or the day of receipt")
        return self

    @property
    def given_on(self) -> date | None:
        """The day on which the sender acted, or else that of receipt."""
        return self.delivery.happened_on if self.delivery else self.received_on


class JoinRequest(Body):
    """One Holder's request to join."""

    holder: HolderId | Words
    delivery: Delivery


def short_form_facts(
    qualified: bool | None,
    at_receipt: tuple[str, ...] | None,
    at_filing: tuple[str, ...] | None,
) -> ShortFormFacts:
    """What is said of the Company's forms, sourced to the request."""
    return ShortFormFacts(
        given(qualified, "short_form_qualified"),
        given(at_receipt, "forms_at_receipt"),
        given(at_filing, "forms_at_filing"),
    )


def given(value: T | None, name: str) -> Sourced[T] | None:
    """A field of the request with its source; None where it was left out."""
    return sourced(value, f"request:/{name}")


def example(summary: str, **value: object) -> dict[str, Example]:
    """One example on the 1998 agreement, as the documentation shows it."""
    return {"as_it_stands": {"summary": summary, "value": {"template": "ctc-1998", **value}}}
