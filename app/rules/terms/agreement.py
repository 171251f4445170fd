"""The terms of one agreement as a document: every number, period and test with its clause.

Nothing in the rules knows a particular agreement; they read these terms. A period says how many
of which unit, from which event, in which direction, whether the event's own day counts, and
whether its last day may move. A threshold is a fraction of a base with a comparison. A counter is
a limit within a window. What an agreement lacks is `null`, never zero. Share numbers are whole
shares; fractions are exact and written as text (`"1/2"`).
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.rules.terms.clocks.calendars import (
    BY_READING,
    AgreementCalendar,
    BusinessDayTerm,
    RollTerm,
)
from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.clocks.declared import DeclaredCondition
from app.rules.terms.clocks.events import DeclaredEvent
from app.rules.terms.clocks.periods import (
    AmendmentCopies,
    ComfortLetter,
    Drafts,
    EarningsStatement,
    Extended,
    GivenBack,
    Holdback,
    Lost,
    Rule144Statement,
    ShelfPeriod,
    Tolling,
)
from app.rules.terms.covenants import (
    Covenants,
    EndOfRightsSaid,
    Execution,
    ImportedDefinitions,
    Remedies,
    RightsEnd,
)
from app.rules.terms.document.blanks import Blank
from app.rules.terms.document.texts import ClauseText
from app.rules.terms.holders import Assignment, OriginalHolder, RegistrableSecurities
from app.rules.terms.notices import Notices
from app.rules.terms.parties import (
    Amendments,
    OtherRights,
    TermPointer,
    UnderwriterSelection,
    UnderwritingAgreement,
)
from app.rules.terms.payments.damages import Damages
from app.rules.terms.payments.money import Discounts, Indemnity, RegistrationExpenses
from app.rules.terms.procedures import LegalOpinion, Procedure
from app.rules.terms.readings import Readings
from app.rules.terms.readings.doubts import Doubt
from app.rules.terms.rights.asked import AskedFor, AskedRight
from app.rules.terms.rights.delays.delays import Delay
from app.rules.terms.rights.delays.standstills import HoldbackSaid, Standstill
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.groups import Affiliates, Groups
from app.rules.terms.rights.ranks import SharingOut
from app.rules.terms.rights.registrations import (
    Demand,
    Effectiveness,
    EffectiveRegistration,
    Incidental,
    Party,
    Shelf,
    StatementDuty,
    TakedownCutback,
)
from app.rules.terms.rights.takedowns import Takedown
from app.rules.terms.vocabulary import (
    ClauseName,
    RegistrationKind,
    RequisiteThreshold,
    Term,
    Words,
    ZoneName,
    silent,
)
from app.rules.values.calendars import FIRST_DAY, FIRST_DAY_OF_PLACES, LAST_DAY
from app.rules.values.written_dates import PlainDate


class Terms(Term):
    """One agreement's terms, whole."""

    schema_version: Annotated[
        Literal[1, 2],
        Field(
            description="The edition in which the document is written: in 2 nothing is read into "
            "what it leaves out, so that no last day moves unless `deadline_roll` says so."
        ),
    ]
    title: Words = Field(description="What the agreement is called.")
    agreement_date: PlainDate = Field(description="The date that it bears: `agreement.dated`.")
    governing_law: Words = Field(description="Words for the reader: it moves no day.")
    time_zone: ZoneName = Field(description="Where it is which day when nobody says `as_of`.")
    company: OriginalHolder
    original_holders: tuple[OriginalHolder, ...] = ()
    business_day_clause: ClauseName = Field(
        description="The clause cited for the Business Day; `calendars` and `business_day` say "
        "which days they are."
    )
    governing_law_clause: ClauseName = Field(
        description="The clause cited where the law moves or counts days."
    )
    registrable_securities: RegistrableSecurities
    requisite_holders: RequisiteThreshold = Field(
        description="Who may ask where a right has no `who`, and whose consent is meant."
    )
    notices: Notices
    demand: Demand | None = None
    demands: Mapping[NameOfTerm, Demand] = silent(
        {},
        description="Several rights to demand, by a name of each, in place of `demand`: each "
        "whole, with its own Holders, periods and numbers.",
    )
    shelf: Shelf | None = None
    shelves: Mapping[NameOfTerm, Shelf] = silent(
        {},
        description="Several shelves, by a name of each, in place of `shelf`: each whole, with "
        "what calls for it and its own days.",
    )
    takedown: Takedown | None = None
    takedowns: Mapping[NameOfTerm, Takedown] = silent(
        {},
        description="Several kinds of sales off the shelf, by a name of each, in place of "
        "`takedown`: an underwritten offering, a block trade, each with its own numbers.",
    )
    incidental: Incidental | None = None
    incidentals: Mapping[NameOfTerm, Incidental] = silent(
        {},
        description="Several rights to join the Company's registrations, by a name of each, in "
        "place of `incidental`: of those for itself and those for others, say, each whole.",
    )
    delay: Delay | None = None
    registration_statement: StatementDuty
    procedures: tuple[Procedure, ...] = ()
    legal_opinion: LegalOpinion | None = None
    form_clause: ClauseName | None = Field(
        default=None,
        description="The clause on the form to use; with `preferred_form`. Left out: any form.",
    )
    preferred_form: FormName | None = None
    form_equivalents: tuple[FormName, ...] = Field(
        default=(), description="Forms as good as the preferred one."
    )
    expenses_clause: ClauseName = Field(
        description="The clause cited where no other says who pays."
    )
    registration_expenses: RegistrationExpenses | None = Field(
        default=None,
        description="Which expenses the Company pays, and in which registrations. Left out: "
        "nothing is computed of who pays.",
    )
    discounts: Discounts | None = Field(
        default=None,
        description="That sellers bear discounts pro rata. Left out: no share is computed.",
    )
    indemnity: Indemnity | None = Field(
        default=None,
        description="Who indemnifies whom, and up to what. Left out: no claim is computed.",
    )
    effectiveness: Effectiveness
    shelf_period: ShelfPeriod | None = None
    tolling: Tolling = Field(
        description="Edition 1 of the days given back: `{}` where `given_back` says it."
    )
    earnings_statement: EarningsStatement | None = None
    holdback: Holdback | None = None
    rule144_statement: Rule144Statement | None = None
    comfort_letter: ComfortLetter | None = None
    drafts: Drafts | None = None
    amendment_copies: AmendmentCopies | None = None
    effective_registration: EffectiveRegistration = Field(
        description="Clauses cited for what counts as effected; an agreement without such a clause "
        "names that of the demand. What the text says of it stands in "
        "`demand.effected`."
    )
    assignment: Assignment
    split_clause: ClauseName | None = None
    takedown_cutback: TakedownCutback | None = None
    underwriting_agreement: UnderwritingAgreement | None = None
    underwriter_selection: UnderwriterSelection | None = None
    amendments: Amendments
    other_rights: OtherRights | None = None
    covenants: Covenants | None = None
    execution: Execution | None = None
    imported_definitions: ImportedDefinitions | None = None
    remedies: Remedies | None = None
    rights_end: RightsEnd | None = None
    ends: Mapping[NameOfTerm, EndOfRightsSaid] = silent(
        {},
        description="What ends the rights under the agreement, by a name of each: the first that "
        "comes. Left out: `rights_end`, or a reading, says it.",
    )
    readings: Readings = Field(
        description="How questions are read that the words leave open; `{}`: each as recommended."
    )
    groups: Groups = silent(
        {}, description="Holders, or outsiders, who stand together under one name, by that name."
    )
    affiliates: Affiliates = silent(
        {}, description="Holders who are affiliates of each other, by a name for each family."
    )
    sharing: SharingOut | None = silent(
        description="How ranks that do not fit whole are shared out, where they do not say so."
    )
    standstills: Mapping[NameOfTerm, Standstill] = silent(
        {},
        description="Days around other registrations on which certain rights may not be used, or "
        "wait, by a name of each.",
    )
    given_back: Mapping[NameOfTerm, GivenBack] | None = silent(
        description="Which days of stops extend which periods, by a name of each, and no others, "
        "in place of `tolling`; `{}`: none. Left out: `tolling` and readings say it."
    )
    holdbacks: Mapping[NameOfTerm, HoldbackSaid] = silent(
        {},
        description="Days around a registration without sales outside it, by a name of each, in "
        "place of `holdback`.",
    )
    damages: Mapping[NameOfTerm, Damages] = silent(
        {},
        description="Damages agreed beforehand for what comes late or lapses, by a name of each.",
    )
    events: Mapping[NameOfTerm, DeclaredEvent] = silent({})
    conditions: Mapping[NameOfTerm, DeclaredCondition] = silent(
        {},
        description="Conditions by a name of each, which the record states (`condition_stated`) "
        "and `asserted` asks for.",
    )
    calendars: Mapping[NameOfTerm, AgreementCalendar] = silent({})
    business_day: BusinessDayTerm | None = silent()
    rolls: Mapping[NameOfTerm, RollTerm] = silent({})
    deadline_roll: NameOfTerm | None = silent(
        BY_READING,
        description="The roll of `rolls` by which every last day moves; null or `none`: none does. "
        "Left out: the text is silent, and a reading chooses.",
    )
    blanks: Mapping[TermPointer, Blank] = silent(
        {},
        description="Places at which a form leaves a blank, and an example stands: writing "
        "the place fills it.",
    )
    doubts: Mapping[NameOfTerm, Doubt] = silent(
        {},
        description="What the text of this agreement leaves open, by a name of each, with the ways "
        "in which it can be read.",
    )
    texts: Mapping[ClauseName, ClauseText] = silent(
        {},
        description="The agreement's own words, by clause: answers quote them. They change nothing "
        "that is computed.",
    )
    _as_stored: str | None = PrivateAttr(default=None)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        """What an agreement lacks is left out, or null: of what is listed by name as well."""
        if not isinstance(value, dict) or None not in value.values():
            return value
        lists = {name for name, each in cls.model_fields.items() if each.default in ({}, ())}
        return {name: each for name, each in value.items() if each is not None or name not in lists}

    @model_validator(mode="before")
    @classmethod
    def _as_its_edition_has_it(cls, value: Any) -> Any:
        """In edition 2 no reading stands in for a roll that the document leaves out."""
        if isinstance(value, dict) and value.get("schema_version") == 2:
            return {"deadline_roll": None, **value}
        return value

    @model_validator(mode="after")
    def _within_its_calendars(self) -> Self:
        if not self.first_day <= self.agreement_date <= LAST_DAY:
            says = (
                f"the calendars run from {self.first_day} to {LAST_DAY}; with `business_day` and "
                f"`deadline_roll` of its own, from {FIRST_DAY_OF_PLACES}"
            )
            fault = InitErrorDetails(
                type=PydanticCustomError("value_error", "{says}", {"says": says}),
                loc=("agreement_date",),
                input=self.agreement_date,
            )
            raise ValidationError.from_exception_data(type(self).__name__, [fault])
        return self

    @model_validator(mode="after")
    def _says_its_roll(self) -> Self:
        if self.schema_version == 2 and self.deadline_roll == BY_READING:
            raise ValueError("in edition 2 no reading stands in for `deadline_roll`: leave it out")
        return self

    @model_validator(mode="after")
    def _ended_by_one_way(self) -> Self:
        if self.ends and self.rights_end is not None:
            raise ValueError("`ends` say when the rights end: leave `rights_end` out")
        return self

    @model_validator(mode="after")
    def _doubted_under_names_of_their_own(self) -> Self:
        taken = sorted(self.doubts.keys() & type(self.readings).model_fields.keys())
        if taken:
            raise ValueError(f"`doubts`: {', '.join(taken)} is the name of a reading")
        return self

    @model_validator(mode="after")
    def _given_back_by_one_way(self) -> Self:
        if self.given_back is not None and self.tolling != Tolling():
            raise ValueError(
                "`given_back` says which days extend which periods: leave `tolling` empty"
            )
        return self

    def gives_back(self, lost: Lost, extends: Extended) -> GivenBack | None:
        """What `given_back` says of such days and such a period; None: they are not given back."""
        said = (self.given_back or {}).values()
        return next((each for each in said if each.lost == lost and extends in each.extends), None)

    @model_validator(mode="after")
    def _held_back_by_one_way(self) -> Self:
        if self.holdbacks and self.holdback is not None:
            raise ValueError("`holdbacks` say who holds back, and when: leave `holdback` out")
        return self

    @model_validator(mode="after")
    def _demanded_by_one_way(self) -> Self:
        if self.demand is not None and self.demands:
            raise ValueError("`demands` are all the rights to demand: leave `demand` out")
        if self.takedown is not None and self.takedowns:
            raise ValueError("`takedowns` are all the sales off the shelf: leave `takedown` out")
        if self.shelf is not None and self.shelves:
            raise ValueError("`shelves` are all the shelves: leave `shelf` out")
        if self.incidental is not None and self.incidentals:
            raise ValueError("`incidentals` are all the rights to join: leave `incidental` out")
        names = [*self.demands, *self.takedowns, *self.shelves, *self.incidentals]
        twice = {name for name in names if names.count(name) > 1}
        if self.takedown is not None or self.takedowns:
            twice |= {"takedown"}.intersection(self.demands)
        if self.shelves or self.incidentals:
            twice |= {"demand", "takedown", "shelf", "incidental"}.intersection(names)
        if twice:
            raise ValueError(f"two rights are both called {', '.join(sorted(twice))}")
        return self

    def with_right(self, name: str | None) -> Self:
        """The terms as they govern a demand under one of `demands`, which then stands for all.

        None is the only one there is; of several none is meant.
        """
        if name is None and len(self.demands) == 1:
            name = next(iter(self.demands))
        if name is None or name not in self.demands:
            return self
        as_stored = self.as_stored
        right = self.demands[name].at(f"/demands/{name}")
        found = self.model_copy(update={"demand": right})
        found._as_stored = as_stored
        return found

    def names_of_right(self, kind: RegistrationKind) -> frozenset[str]:
        """The names of the right under which such a registration is, as limits name them."""
        if kind == "takedown" and self.takedown is not None:
            return frozenset({kind, self.takedown.name})
        if kind == "shelf" and self.shelf is not None:
            return frozenset({kind, self.shelf.name})
        if kind == "incidental" and self.incidental is not None:
            return frozenset({kind, self.incidental.name})
        if kind != "requested":
            return frozenset({kind})
        return frozenset({"demand"} | ({self.demand.name} if self.demand else set()))

    def names_of_registration(self, kind: RegistrationKind) -> tuple[str, ...]:
        """What such a registration is called, its own right first: `paid_in` names it so."""
        rights = {"requested": self.demand, "takedown": self.takedown, "shelf": self.shelf}
        right = self.incidental if kind == "incidental" else rights.get(kind)
        own = () if right is None else (right.name,)
        return tuple(dict.fromkeys((*own, *sorted(self.names_of_right(kind)), kind)))

    def called(self, right: str) -> frozenset[str]:
        """Every name of a right: its own, and that of its kind."""
        kinds: dict[str, Collection[str]] = {
            "demand": self.demands,
            "takedown": self.takedowns,
            "shelf": self.shelves,
            "incidental": self.incidentals,
        }
        return frozenset({right, *(kind for kind, named in kinds.items() if right in named)})

    def with_sale(self, name: str | None) -> Self:
        """The terms as they govern a sale under one of `takedowns`, which then stands for all."""
        if name is None and len(self.takedowns) == 1:
            name = next(iter(self.takedowns))
        if name is None or name not in self.takedowns:
            return self
        as_stored = self.as_stored
        sale = self.takedowns[name].at(f"/takedowns/{name}")
        found = self.model_copy(update={"takedown": sale})
        found._as_stored = as_stored
        return found

    def with_shelf(self, name: str | None) -> Self:
        """The terms as they govern one of `shelves`, which then stands for all."""
        if name is None and len(self.shelves) == 1:
            name = next(iter(self.shelves))
        if name is None or name not in self.shelves:
            return self
        as_stored = self.as_stored
        shelf = self.shelves[name].at(f"/shelves/{name}")
        found = self.model_copy(update={"shelf": shelf})
        found._as_stored = as_stored
        return found

    def with_incidental(self, name: str | None, initiated_for: Party | None = None) -> Self:
        """The terms as they govern a registration of the Company's, by one of `incidentals`.

        None is the only one there is, or the only one that is of registrations for that party.
        """
        name = name or self.only_incidental(initiated_for)
        if name is None or name not in self.incidentals:
            return self
        as_stored = self.as_stored
        right = self.incidentals[name].at(f"/incidentals/{name}")
        found = self.model_copy(update={"incidental": right})
        found._as_stored = as_stored
        return found

    def only_incidental(self, initiated_for: Party | None) -> str | None:
        """The one of `incidentals` that is of registrations for a party; None: none, or several."""
        fit = [
            name
            for name, right in self.incidentals.items()
            if initiated_for is None or initiated_for in right.initiated_for
        ]
        return fit[0] if len(fit) == 1 else None

    @property
    def every_incidental(self) -> tuple[Incidental, ...]:
        """Every right to join the Company's registrations, each with its place."""
        alone = (self.incidental,) if self.incidental is not None and not self.incidentals else ()
        return alone or tuple(
            right.at(f"/incidentals/{name}") for name, right in sorted(self.incidentals.items())
        )

    @property
    def every_shelf(self) -> tuple[Shelf, ...]:
        """Every shelf, each with its place."""
        alone = (self.shelf,) if self.shelf is not None and not self.shelves else ()
        return alone or tuple(
            shelf.at(f"/shelves/{name}") for name, shelf in sorted(self.shelves.items())
        )

    @property
    def reserved_ids(self) -> frozenset[str]:
        """What answers call the Company, and others who sell: no Holder is called so."""
        return frozenset({self.company.id, "company", "others"})

    @property
    def shelf_kept(self) -> ShelfPeriod | None:
        """How long the shelf is kept effective: as it says itself, or as `shelf_period` does."""
        of_all, own = self.shelf_period, self.shelf.keep_effective if self.shelf else None
        if self.shelf is None or own is None:
            return of_all
        if of_all is not None:
            return of_all.model_copy(
                update={"clause": own.clause or of_all.clause, "keep_effective": own}
            )
        return ShelfPeriod(
            clause=own.clause or self.shelf.clause,
            standard=self.shelf.effort or self.effectiveness.standard,
            keep_effective=own,
        )

    @property
    def rights_to_demand(self) -> tuple[Demand, ...]:
        """Every right to demand, each with its place."""
        alone = (self.demand,) if self.demand is not None and not self.demands else ()
        return alone or tuple(
            right.at(f"/demands/{name}") for name, right in sorted(self.demands.items())
        )

    @property
    def sales_off_shelf(self) -> tuple[Takedown, ...]:
        """Every kind of sale off the shelf, each with its place."""
        alone = (self.takedown,) if self.takedown is not None and not self.takedowns else ()
        return alone or tuple(
            sale.at(f"/takedowns/{name}") for name, sale in sorted(self.takedowns.items())
        )

    @property
    def asked_rights(self) -> tuple[AskedRight, ...]:
        """Every right that is used by nothing but asking."""
        return (*self.rights_to_demand, *self.sales_off_shelf)

    @property
    def rights_asked_for(self) -> tuple[AskedFor, ...]:
        """Every right that may be used by asking, shelves too."""
        return (*self.asked_rights, *self.every_shelf)

    @property
    def counts_sales(self) -> bool:
        """Whether sales off the shelf are counted, among themselves or with other rights."""
        return self._counts(self.sales_off_shelf)

    @property
    def counts_shelves(self) -> bool:
        """Whether shelves are counted, among themselves or with other rights."""
        return self._counts(self.every_shelf)

    def _counts(self, rights: Sequence[AskedFor]) -> bool:
        """Whether some limit counts uses of these rights: their own, or one that names them."""
        names = {each.name for each in rights}
        return any(each.uses for each in rights) or any(
            names.intersection(limit.of) for each in self.rights_asked_for for limit in each.uses
        )

    @property
    def first_day(self) -> date:
        """From when days are answered: earlier where every calendar is the agreement's own."""
        own = self.business_day is not None and self.deadline_roll != BY_READING
        return FIRST_DAY_OF_PLACES if own else FIRST_DAY

    @cached_property
    def own_calendars(self) -> str:
        """What the document says of calendars and rolls, as canonical JSON; empty if nothing."""
        said = self.model_dump(
            mode="json", include={"calendars", "business_day", "rolls", "deadline_roll"}
        )
        return canonical_json(said) if said else ""

    @cached_property
    def canonical(self) -> str:
        """The document as one canonical line of JSON, the text that is hashed."""
        return canonical_json(self.model_dump(mode="json"))

    @property
    def content_hash(self) -> str:
        """What the terms are known by: `sha256:` and the digest of their canonical JSON.

        Of terms that were stored, of the document that was: what it is known by does not change
        when it would be written otherwise today, with a reading that was not known then.
        """
        return _hash_of(self.as_stored)

    @property
    def as_stored(self) -> str:
        """The canonical JSON as it was stored, or would be now."""
        return self._as_stored or self.canonical

    def stored_as(self, text: str) -> Self:
        """The same terms, known by the canonical JSON of the document that was stored."""
        named = self.model_copy()
        # Known to every copy: it is what all that is worked out from the terms is kept by.
        named.__dict__["canonical"] = self.canonical
        named._as_stored = text
        return named


@lru_cache(maxsize=1024)
def _hash_of(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def canonical_json(document: object) -> str:
    """A document as one canonical line of JSON."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=256)
def parse_terms(text: str) -> Terms:
    """The terms from their JSON text, parsed once for each text.

    Raises pydantic.ValidationError for a document that is not terms.
    """
    return Terms.model_validate_json(text)


def with_readings(terms: Terms, changes: Mapping[str, object]) -> Terms:
    """The same terms under other readings, doubts of its own among them.

    Raises pydantic.ValidationError on an unknown one, or on what is none of its choices.
    """
    return _with_readings(terms.canonical, canonical_json(changes)) if changes else terms


@lru_cache(maxsize=1024)
def _with_readings(terms: str, changes: str) -> Terms:
    document = json.loads(terms)
    for name, choice in json.loads(changes).items():
        if name in document.get("doubts", {}):
            document["doubts"][name]["taken"] = choice
        else:
            document["readings"][name] = choice
    return Terms.model_validate(document)
