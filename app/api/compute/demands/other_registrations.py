"""Other registrations of the Company, stated outright, for standstills of the agreement."""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from app.api.compute.question import Body
from app.rules.reasoning.days.clock import NOTHING_KNOWN
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.suspension.in_the_way import OtherRegistration
from app.rules.terms.rights.delays.limits import NameOfRight
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import Party, Purpose
from app.rules.values.written_dates import PlainDate


class OtherRegistrationGiven(Body):
    """Another registration, around which a standstill of the agreement may stand."""

    right: Annotated[
        NameOfRight | None,
        Field(
            description="The right of Holders under which it is: `demand`, a name of `demands`, "
            "`shelf` or `takedown`. Null: the Company registers."
        ),
    ] = None
    initiated_for: Annotated[
        Party | None, Field(description="For whom the Company registers. Null: `right` says it.")
    ] = None
    purpose: Annotated[
        Purpose | None,
        Field(description="For what it registers. Null: taken to be what a standstill is about."),
    ] = None
    form: Annotated[
        FormName | None,
        Field(description="On which form. Null: taken to be one that has a standstill."),
    ] = None
    determined_on: Annotated[
        PlainDate | None,
        Field(description="When it was resolved on or asked for. Null: before the request."),
    ] = None
    planned_filing_on: PlainDate | None = None
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    offering_commenced_on: Annotated[
        PlainDate | None, Field(description="The first bona fide offer. Null: not recorded.")
    ] = None
    priced_on: Annotated[
        PlainDate | None, Field(description="When the offering was priced. Null: not recorded.")
    ] = None
    final_prospectus_on: Annotated[
        PlainDate | None, Field(description="The date of the final prospectus. Null: not recorded.")
    ] = None
    closed_on: Annotated[
        PlainDate | None, Field(description="When the sale closed. Null: not recorded.")
    ] = None
    given_up_on: Annotated[
        PlainDate | None,
        Field(description="When it was abandoned or taken back. Null: it was not."),
    ] = None

    @model_validator(mode="after")
    def _is_somebodys(self) -> "OtherRegistrationGiven":
        if (self.right is None) == (self.initiated_for is None):
            raise ValueError("say either for whom the Company registers, or under which right")
        return self

    def other(self, source: str, as_of: date | None, matter: Matter) -> OtherRegistration:
        """The registration, sourced to the request; what happened after `as_of` is left out."""

        def day(name: str) -> Sourced[date] | None:
            value = getattr(self, name)
            is_to_come = value is not None and as_of is not None and value > as_of
            if value is None or (is_to_come and name != "planned_filing_on"):
                return None
            return Sourced(value, f"{source}/{name}")

        made = Sourced(matter.terms.agreement_date, "terms:/agreement_date")
        known = NOTHING_KNOWN.also(
            {
                "agreement.dated": made,
                "registration.proposed": day("determined_on"),
                "registration.filed": day("filed_on"),
                "registration.effective": day("effective_on"),
                "registration.offering_commenced": day("offering_commenced_on"),
                "registration.priced": day("priced_on"),
                "registration.final_prospectus": day("final_prospectus_on"),
                "registration.closed": day("closed_on"),
            }
        )
        several = {"demand"} if self.right in matter.terms.demands else set()
        return OtherRegistration(
            source.rpartition("/")[2],
            known,
            begun_on=self.determined_on,
            initiated_for=self.initiated_for,
            purpose=self.purpose,
            form=self.form,
            rights=frozenset(several | ({self.right} if self.right else set())),
            planned=day("planned_filing_on"),
            over_on=day("given_up_on"),
        )


OtherRegistrations: TypeAlias = Annotated[
    tuple[OtherRegistrationGiven, ...],
    Field(
        max_length=200,
        description="Other registrations, where the terms have `standstills`. Left out: none.",
    ),
]
