"""The parts of bodies that say how the right to delay or prohibit was used: clause 2(g)."""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from typing_extensions import override

from app.api.schemas.compute.question import Body, NoticeGivenTo
from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.runs import Run
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.prohibition import Told
from app.rules.registrations.suspension.suspension import Kind
from app.rules.values.written_dates import PlainDate

Notices: TypeAlias = Annotated[
    tuple[NoticeGivenTo, ...] | None,
    Field(
        max_length=1000,
        description="Notices to Holders: an empty list says none was given; left out: not known.",
    ),
]


def told_of(
    notices: tuple[NoticeGivenTo, ...] | None, source: str, matter: Matter
) -> tuple[Told, ...] | None:
    """The notices as they reached the Holders; None: nobody has said."""
    if notices is None:
        return None
    return tuple(_told(each, f"{source}/{place}", matter) for place, each in enumerate(notices))


def _told(notice: NoticeGivenTo, source: str, matter: Matter) -> Told:
    if notice.delivery is None:
        day = notice.received_on
        received = None if day is None else Sourced(day, f"{source}/received_on")
        return Told(notice.holder, None, received)
    found = receipt(notice.delivery, matter, f"{source}/delivery")
    return Told(notice.holder, found.given_on, found.received_on, found.flaw)


class EarlierOccasion(Body):
    """An earlier permitted delay or prohibition, and the days it was in effect."""

    invoked_on: PlainDate
    kind: Kind | None = None
    in_effect_from: PlainDate | None = None
    in_effect_to: PlainDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "EarlierOccasion":
        begins = self.in_effect_from or self.invoked_on
        if self.in_effect_to is not None and self.in_effect_to < begins:
            raise ValueError("the last day does not come before the first")
        return self

    def occasion(self, source: str) -> Occasion:
        """The occasion, sourced to the request."""
        last = self.in_effect_to
        return Occasion(
            Sourced(self.invoked_on, f"{source}/invoked_on"),
            None if last is None else Sourced(last, f"{source}/in_effect_to"),
        )

    def run(self, source: str) -> Run | None:
        """The days on which it prohibited sales; None for a delay or where they are not given."""
        if self.kind == "delay" or self.in_effect_from is None:
            return None
        last = self.in_effect_to
        return Run(
            Sourced(self.in_effect_from, f"{source}/in_effect_from"),
            None if last is None else Sourced(last, f"{source}/in_effect_to"),
        )


class OccasionOfDay(EarlierOccasion):
    """An occasion of which only its day is given, and stands for all of it."""

    @override
    def occasion(self, source: str) -> Occasion:
        return Occasion(Sourced(self.invoked_on, source))


def _by_day(stated: object) -> object:
    if isinstance(stated, str | date):
        return OccasionOfDay.model_validate({"invoked_on": stated})
    return stated


OccasionOrDay: TypeAlias = Annotated[
    EarlierOccasion, BeforeValidator(_by_day, json_schema_input_type=PlainDate | EarlierOccasion)
]
"""An earlier occasion, or only the day on which it was invoked."""
