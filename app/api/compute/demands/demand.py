"""The body of a demand posed without a record."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from app.api.compute.computation import computation
from app.api.compute.days.suspensions import Notices, OccasionOrDay, enough_for_limits, told_of
from app.api.compute.demands.earlier_demands import ConditionsGiven, known_from
from app.api.compute.demands.other_registrations import OtherRegistrations
from app.api.compute.question import (
    Body,
    JoinRequest,
    NoticeGivenTo,
    Offerings,
    Positions,
    QuestionOfDemand,
    example,
    given,
    holdings_of,
    offerings_of,
    one_right,
    short_form_facts,
    unknown_holder,
)
from app.errors import Fault, InvalidInput
from app.rules.answers.either_way import either_way
from app.rules.answers.in_brief import registration_in_brief
from app.rules.facts.base import HolderId, InAddition, ShareCount, Shares
from app.rules.facts.life.participation import BeforeLetters
from app.rules.facts.life.requests import OfferingPrice, OfferingPriceNet
from app.rules.facts.life.suspension import ConsideredUntil
from app.rules.holders.holdings import Holding, fully_diluted
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.reasoning.trace import Detail, Sourced, plain, sourced
from app.rules.record.lives.question import AT_MOST
from app.rules.record.lives.unacknowledged import ways_of
from app.rules.registrations.cutback.selling import (
    Additions,
    Maximum,
)
from app.rules.registrations.joining.history import History, JoinAsked, NoticeSent
from app.rules.registrations.kinds.demand.answer import DEMAND
from app.rules.registrations.kinds.demand.question import (
    DemandQuestion,
    answer_question,
    holders_to_tell,
)
from app.rules.registrations.requests.asking.asked import Letter
from app.rules.registrations.requests.asking.size import StatedPrice
from app.rules.registrations.requests.asking.taken_back import TakenBack, WhoTookBack
from app.rules.registrations.requests.life import RegistrationLife
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.registrations.suspension.limits import ASKED
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.prohibition import Told
from app.rules.registrations.suspension.suspension import Invocation
from app.rules.terms import Terms
from app.rules.terms.rights.forms import FormName
from app.rules.terms.vocabulary import Words
from app.rules.values.amounts import PositiveMoney
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import PlainDate


class LetterGiven(Body):
    """One writing that asks for the registration.

    With positions, the signers' holdings follow from them; without, state what they hold together
    in `fully_diluted_shares`.
    """

    requests: Annotated[
        dict[Words, Shares | None],
        Field(
            min_length=1,
            max_length=500,
            description="Shares each signer asks to register; null if not said.",
            examples=[{"spectrum": 400000}],
        ),
    ]
    delivery: Delivery | None = None
    received_on: PlainDate | None = None
    in_addition: InAddition = None
    fully_diluted_shares: ShareCount | None = None

    @model_validator(mode="after")
    def _at_most_one(self) -> "LetterGiven":
        if self.delivery is not None and self.received_on is not None:
            raise ValueError("give the delivery or the day of receipt, not both")
        return self

    @property
    def asked_on(self) -> date | None:
        """The day on which its signers asked, if it is known."""
        return self.delivery.happened_on if self.delivery else self.received_on

    def letter(self, source: str) -> Letter:
        """The letter, sourced to the request."""
        requests = {
            holder: Sourced(shares, f"{source}/requests/{holder}")
            for holder, shares in self.requests.items()
        }
        return Letter(
            source, requests, self.delivery, self.received_on, in_addition=self.in_addition
        )


class DelayGiven(Body):
    """One delay by the Company."""

    invoked_on: PlainDate
    days: Annotated[int, Field(gt=0, le=3650, strict=True)]
    board_judgment: StrictBool | None = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: ConsideredUntil = None
    consent: Annotated[
        StrictBool | None,
        Field(
            description="Whether those whose consent is needed gave it; left out: not known, so "
            "that more days than there are can be neither accepted nor refused."
        ),
    ] = None
    notices: Notices = None
    conditions: ConditionsGiven = ()

    def invocation(
        self, place: int, earlier: tuple[Occasion, ...], as_of: date | None, matter: Matter
    ) -> Invocation:
        """The delay, with the notices of it that had been given by the day asked about."""
        source = f"request:/delays/{place}"
        told = told_of(self.notices, f"{source}/notices", matter)
        if told is not None and as_of is not None:
            told = tuple(each for each in told if not _after(_first_day_of(each), as_of))
        return Invocation(
            name=f"delay-{place}",
            source=source,
            kind="delay",
            invoked_on=self.invoked_on,
            days=self.days,
            board_judgment=self.board_judgment,
            considered_from=self.transaction_considered_from,
            considered_until=self.transaction_considered_until,
            consent=self.consent,
            occasions_elsewhere=earlier,
            told=told,
            registration="requested",
            earlier_stated_at="prior_delay_occasions",
            known=known_from(self.conditions, source, matter.terms, self.invoked_on),
            registration_id=ASKED,
            rights=matter.terms.names_of_right("requested"),
        )


class JoinGiven(JoinRequest):
    """One Holder's request to join, with its number of shares."""

    shares: Shares
    in_addition: InAddition = None


class AdditionsGiven(Body):
    """Shares the Company proposes to add, and whether the requesting Holders consent."""

    company: ShareCount = 0
    others: Annotated[dict[Words, Shares], Field(default_factory=dict, max_length=500)]
    holders_consent: StrictBool | None = None


class WithdrawalGiven(Body):
    """A Holder took back its request."""

    holder: HolderId | Words
    on: PlainDate
    before_letters: BeforeLetters = None


class DemandQuestionBody(QuestionOfDemand):
    """May they demand, and what follows? Every input stated; what is left out is named missing."""

    letters: Annotated[tuple[LetterGiven, ...], Field(min_length=1, max_length=100)]
    positions: Positions | None = None
    total_fully_diluted_shares: ShareCount | None = None
    short_form_qualified: StrictBool | None = None
    forms_at_receipt: Annotated[tuple[FormName, ...], Field(max_length=20)] | None = None
    forms_at_filing: Annotated[tuple[FormName, ...], Field(max_length=20)] | None = None
    offering_price: OfferingPrice = None
    offering_price_net: OfferingPriceNet = None
    shares_outstanding: Annotated[
        Shares | None,
        Field(
            description="The Company's shares outstanding on the day of receipt. Only a part of "
            "them that the terms ask for needs it. Left out: not known."
        ),
    ] = None
    market_price: Annotated[
        PositiveMoney | None,
        Field(
            description="The price of one share on the market on the day that the terms name. Only "
            "a least size at the price of the market needs it. Left out: not known."
        ),
    ] = None
    demands_effected: Annotated[int, Field(ge=0, le=1000, strict=True)]
    demands_pending: Annotated[int, Field(ge=0, le=1000, strict=True)]
    company_offerings: Offerings = ()
    other_registrations: OtherRegistrations = ()
    delays: Annotated[tuple[DelayGiven, ...], Field(max_length=200)] = ()
    prior_delay_occasions: Annotated[tuple[OccasionOrDay, ...], Field(max_length=200)] = ()
    notices: Annotated[
        tuple[NoticeGivenTo, ...],
        Field(max_length=1000, description="Notices of the demand. Left out: none is given yet."),
    ] = ()
    joins: Annotated[
        tuple[JoinGiven, ...],
        Field(max_length=1000, description="Requests to join. Left out: nobody has asked."),
    ] = ()
    underwritten: StrictBool | None = None
    additions: AdditionsGiven | None = None
    maximum_shares: Annotated[
        ShareCount | None,
        Field(description="The most shares the managing underwriter finds can be sold."),
    ] = None
    withdrawals: Annotated[tuple[WithdrawalGiven, ...], Field(max_length=200)] = ()
    filed_on: PlainDate | None = None
    effective_on: PlainDate | None = None
    as_of: PlainDate | None = None

    def question(self, matter: Matter) -> DemandQuestion:
        """The question, with every input sourced to the request.

        InvalidInput lists what cannot be true; what happened after `as_of` is left out, as it is
        of a record.
        """
        holdings = holdings_of(self.positions) if self.positions is not None else None
        faults = [*self._holder_faults(holdings, matter.terms), *self._course_faults()]
        if faults:
            raise InvalidInput(faults)
        return self._known()._posed(holdings, matter)

    def _holder_faults(self, holdings: dict[str, Holding] | None, terms: Terms) -> Iterator[Fault]:
        """Nobody asks without a position or for more than it holds, and no part exceeds all."""
        asked = [
            (f"/letters/{place}/requests/{holder}", holder, shares)
            for place, letter in enumerate(self.letters)
            for holder, shares in letter.requests.items()
        ]
        asked += [
            (f"/joins/{place}/holder", join.holder, None) for place, join in enumerate(self.joins)
        ]
        for pointer, holder, shares in asked if holdings is not None else ():
            holding = (holdings or {}).get(holder)
            if holding is None:
                yield unknown_holder(pointer, holder, holdings or {})
            elif shares is not None and shares > (held := fully_diluted(holding.position, terms)):
                yield Fault(pointer, "more_than_held", f"{holder} holds {numbered(held, 'share')}.")
        total = self.total_fully_diluted_shares
        signed = sum(self._stated_by_signers().values())
        if holdings is None and total is not None and signed > total:
            says = (
                f"The signers hold {numbered(signed, 'share')}, more than the {total:,} "
                "of all Holders."
            )
            yield Fault("/total_fully_diluted_shares", "more_than_all", says)

    def _stated_by_signers(self) -> dict[frozenset[str], int]:
        """The most that each set of signers says it holds, leaving out parts of a larger set."""
        stated: dict[frozenset[str], int] = {}
        for letter in self.letters:
            signers = frozenset(letter.requests)
            stated[signers] = max(stated.get(signers, 0), letter.fully_diluted_shares or 0)
        return {
            signers: shares
            for signers, shares in stated.items()
            if not any(signers < other for other in stated)
        }

    def _course_faults(self) -> Iterator[Fault]:
        """A statement is filed after the demand, and effective after it is filed."""
        days = [letter.asked_on for letter in self.letters if letter.asked_on]
        made = min(days, default=None)
        for name in ("filed_on", "effective_on"):
            day = getattr(self, name)
            if made and day and day < made:
                yield Fault(f"/{name}", "before_demand", f"The demand was made on {made}.")
        if self.filed_on and self.effective_on and self.effective_on < self.filed_on:
            yield Fault("/effective_on", "not_filed", f"It was filed only on {self.filed_on}.")

    def _known(self) -> "DemandQuestionBody":
        """What had happened by the day asked about."""
        day = self.as_of
        if day is None:
            return self
        late = {
            name: None for name in ("filed_on", "effective_on") if _after(getattr(self, name), day)
        }
        return self.model_copy(
            update={
                **late,
                "letters": tuple(each for each in self.letters if not _after(each.asked_on, day))
                or self.letters,
                "company_offerings": tuple(
                    each for each in self.company_offerings if not _after(each.began_on, day)
                ),
                "delays": tuple(each for each in self.delays if not _after(each.invoked_on, day)),
                "notices": tuple(each for each in self.notices if not _after(each.given_on, day)),
                "joins": tuple(
                    each for each in self.joins if not _after(each.delivery.happened_on, day)
                ),
                "withdrawals": tuple(each for each in self.withdrawals if not _after(each.on, day)),
            }
        )

    def _posed(self, holdings: dict[str, Holding] | None, matter: Matter) -> DemandQuestion:
        letters = tuple(
            each.letter(f"request:/letters/{place}") for place, each in enumerate(self.letters)
        )
        return DemandQuestion(
            letters=letters,
            signers_shares=tuple(each.fully_diluted_shares for each in self.letters),
            total_shares=self.total_fully_diluted_shares,
            holdings=holdings,
            effected=self.demands_effected,
            pending=self.demands_pending,
            short_form=short_form_facts(
                self.short_form_qualified, self.forms_at_receipt, self.forms_at_filing
            ),
            outstanding=given(self.shares_outstanding, "shares_outstanding"),
            market_price=given(self.market_price, "market_price"),
            offerings=offerings_of(self.company_offerings),
            delays=self._invocations(matter),
            others=tuple(
                each.other(f"request:/other_registrations/{place}", self.as_of, matter)
                for place, each in enumerate(self.other_registrations)
            ),
            history=self._since(holdings, letters),
            price=StatedPrice(
                *(
                    sourced(stated, f"request:/{name}")
                    for name, stated in (
                        ("offering_price", self.offering_price),
                        ("offering_price_net", self.offering_price_net),
                    )
                )
            ),
        )

    def _invocations(self, matter: Matter) -> tuple[Invocation, ...]:
        prior = self.prior_delay_occasions
        enough_for_limits(prior, "/prior_delay_occasions", matter.terms, elsewhere=True)
        earlier = tuple(
            each.occasion(f"request:/prior_delay_occasions/{place}", matter.terms)
            for place, each in enumerate(self.prior_delay_occasions)
        )
        return tuple(
            each.invocation(place, earlier, self.as_of, matter)
            for place, each in enumerate(self.delays)
        )

    def _since(self, holdings: dict[str, Holding] | None, letters: tuple[Letter, ...]) -> History:
        notified = {
            each.holder: f"request:/notices/{place}" for place, each in enumerate(self.notices)
        }
        taken_back = WhoTookBack(
            tuple(
                TakenBack(
                    each.holder,
                    Sourced(each.on, f"request:/withdrawals/{place}/on"),
                    each.before_letters,
                )
                for place, each in enumerate(self.withdrawals)
            )
        )
        return History(
            life=RegistrationLife(
                "this",
                Sourced("this", "request:/letters"),
                effective_on=given(self.effective_on, "effective_on"),
            ),
            holders=lambda _day: holders_to_tell(holdings, letters, notified),
            notices=tuple(
                NoticeSent(
                    each.holder, each.delivery, f"request:/notices/{place}", each.received_on
                )
                for place, each in enumerate(self.notices)
            ),
            joins=tuple(
                JoinAsked(
                    each.holder,
                    each.shares,
                    each.delivery,
                    f"request:/joins/{place}",
                    in_addition=each.in_addition,
                )
                for place, each in enumerate(self.joins)
            ),
            taken_back=taken_back,
            additions=None
            if self.additions is None
            else Additions(
                "request:/additions",
                self.additions.company,
                self.additions.others,
                self.additions.holders_consent,
            ),
            advised=()
            if self.maximum_shares is None
            else (Maximum("request:/maximum_shares", self.maximum_shares),),
            underwritten=given(self.underwritten, "underwritten"),
            filed_on=given(self.filed_on, "filed_on"),
            forms_at_receipt=given(self.forms_at_receipt, "forms_at_receipt"),
        )


@computation(
    "/demand",
    "May they demand, and what follows?",
    example(
        "A demand received after the Company's offering commenced",
        letters=[
            {
                "requests": {"spectrum": 400000},
                "delivery": {"method": "mail", "sent_on": "1999-08-11"},
            }
        ],
        positions=[
            {"holder": "spectrum", "preferred_as_converted": 1200000, "warrant_shares": 120000},
            {"holder": "doeg-hill", "preferred_as_converted": 100000},
            {"holder": "mochary", "preferred_as_converted": 46666},
        ],
        short_form_qualified=True,
        demands_effected=0,
        demands_pending=0,
        company_offerings=[{"commenced_on": "1999-07-14"}],
        notices=[
            {"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1999-08-17"}},
        ],
        joins=[
            {
                "holder": "mochary",
                "shares": 25000,
                "delivery": {"method": "personal", "delivered_on": "1999-09-09"},
            }
        ],
        as_of="1999-09-10",
    ),
)
def compute_demand(asked: DemandQuestionBody, matter: Matter) -> RegistrationAnswer:
    """A demand answered whole, without a record: the same rules and the same answer."""
    one_right(matter)
    answer = answer_question(asked.question(matter), matter, asked.as_of)
    others = tuple(_in_each_life(asked, matter))
    if others:
        answer = either_way(answer, others, tuple(matter.working.missing), matter)
    return registration_in_brief(answer, DEMAND.called, matter.working.missing)


def _in_each_life(
    asked: DemandQuestionBody, matter: Matter
) -> Iterator[tuple[RegistrationAnswer, Matter]]:
    """The answers that are possible while it is not known whether a writing was received."""
    for settled in ways_of(asked, matter.terms, asked.as_of or date.min, AT_MOST):
        life = open_matter(matter.terms, Detail.NONE)
        yield answer_question(settled.question(life), life, asked.as_of), life


def _first_day_of(told: Told) -> date | None:
    """The day on which a notice was given, or else that of its receipt."""
    return plain(told.given_on or told.received_on)


def _after(event: date | None, day: date) -> bool:
    return event is not None and event > day


COMPUTATIONS = (compute_demand,)
