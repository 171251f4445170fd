"""Bodies of the computations of notices and join windows."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator
from typing_extensions import override

from app.api.compute.computation import computation
from app.api.compute.question import (
    Body,
    JoinRequest,
    NameOfIncidental,
    NoticeGivenTo,
    Question,
    QuestionOfDemand,
    agreed,
    answered_elsewhere,
    demand_of,
    example,
    incidental_of,
    joined_by,
    present,
)
from app.rules.catalogue.computations import joining
from app.rules.catalogue.computations.joining import NoticeTo, RequestFrom
from app.rules.facts.base import HolderId
from app.rules.notices.receipt import Delivery
from app.rules.reasoning.matter import Matter
from app.rules.registrations.joining.joining import (
    JoinRight,
    demand_join,
    incidental_join,
    shelf_join,
    takedown_join,
)
from app.rules.terms import Terms
from app.rules.terms.rights.asked import AskedRight
from app.rules.terms.rights.registrations import Incidental, Shelf
from app.rules.terms.vocabulary import Words
from app.rules.values.written_dates import PlainDate

Regime: TypeAlias = Literal["demand", "takedown", "shelf", "incidental"]


class JoinWindowQuestion(QuestionOfDemand):
    """Until when may each Holder join, and which requests are in time?"""

    regime: Annotated[
        Regime | None,
        Field(
            description="What is joined. Left out: not known, so that only what is the same "
            "whatever is joined is answered."
        ),
    ] = None
    incidental: NameOfIncidental = None
    notices: Annotated[
        tuple[NoticeGivenTo, ...],
        Field(max_length=1000, description="The Company's notices. Left out: none is given yet."),
    ] = ()
    requests: Annotated[tuple[JoinRequest, ...], Field(max_length=1000)] = ()

    @override
    def _of_the_right(self, terms: Terms) -> Terms:
        return joined_by(super()._of_the_right(terms), self.incidental)

    @model_validator(mode="after")
    def _something_asked(self) -> "JoinWindowQuestion":
        if not self.notices and not self.requests:
            raise ValueError("give the notices, the requests, or both")
        return self

    def notices_given(self) -> tuple[NoticeTo, ...]:
        """The notices, as the rules take them."""
        return tuple(
            NoticeTo(each.holder, each.delivery, each.received_on) for each in self.notices
        )

    def requests_made(self) -> tuple[RequestFrom, ...]:
        """The requests, as the rules take them."""
        return tuple(RequestFrom(each.holder, each.delivery) for each in self.requests)


@computation(
    "/join-window",
    "Until when may each Holder join?",
    example(
        "Delivered to one Holder, mailed to another",
        regime="demand",
        notices=[
            {
                "holder": "spectrum",
                "delivery": {"method": "personal", "delivered_on": "1998-11-25"},
            },
            {"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1998-11-25"}},
        ],
        requests=[{"holder": "mochary", "delivery": {"method": "mail", "sent_on": "1998-12-17"}}],
    ),
)
def compute_join_window(asked: JoinWindowQuestion, matter: Matter) -> joining.JoinWindowsResult:
    """Twenty days from each Holder's own receipt of the notice.

    In a demand the request must be received by then, in the Company's own registration given.
    """
    rights = _join_rights(asked.regime, matter)
    return joining.join_windows(rights, asked.notices_given(), asked.requests_made(), matter)


def _join_rights(regime: Regime | None, matter: Matter) -> tuple[JoinRight, ...]:
    """How Holders join this kind of registration; of none, every way there is to join one."""
    if regime is not None:
        return (_join_right(regime, matter),)
    terms = matter.terms
    there_are: Mapping[Regime, object] = {
        "demand": terms.demand or terms.demands or None,
        "takedown": terms.takedown,
        "shelf": terms.shelf if terms.shelf is not None and terms.shelf.join else None,
        "incidental": terms.incidental or terms.incidentals or None,
    }
    return tuple(_join_right(each, matter) for each, term in there_are.items() if term is not None)


def _join_right(regime: Regime, matter: Matter) -> JoinRight:
    match regime:
        case "demand":
            _anybody_may_join(demand_of(matter))
            return demand_join(demand_of(matter), matter)
        case "takedown":
            _anybody_may_join(present(matter.terms.takedown, "takedown"))
            return takedown_join(present(matter.terms.takedown, "takedown"), matter)
        case "shelf":
            _anybody_may_join(present(matter.terms.shelf, "shelf"))
            return shelf_join(present(matter.terms.shelf, "shelf"), matter)
        case "incidental":
            _anybody_may_join(incidental_of(matter))
            return incidental_join(incidental_of(matter), matter)


def _anybody_may_join(right: AskedRight | Shelf | Incidental) -> None:
    """InvalidInput where some Holders, or all, may not join: who may is known on a record."""
    place = "/incidental" if isinstance(right, Incidental) else right.place
    on_record = "ask a registration on record"
    nobody = not isinstance(right, Incidental) and right.notice_to == "nobody"
    answered_elsewhere(f"{place}/notice_to", nobody, on_record)
    answered_elsewhere(f"{place}/covers", right.join is None, on_record)
    answered_elsewhere(f"{place}/join/who", right.join and right.join.who, on_record)


class HolderNoticeGiven(Body):
    """The Company's notice to one Holder."""

    holder: HolderId | Words
    delivery: Delivery


class IncidentalNoticeQuestion(Question):
    """When must notice be given, and from when may the Company file?"""

    incidental: NameOfIncidental = None
    filing_on: PlainDate | None = None
    notices: Annotated[tuple[HolderNoticeGiven, ...], Field(max_length=1000)] = ()
    not_told: Annotated[
        tuple[HolderId | Words, ...],
        Field(max_length=1000, description="Holders to whom no notice was given at all."),
    ] = ()

    @override
    def _of_the_right(self, terms: Terms) -> Terms:
        return joined_by(super()._of_the_right(terms), self.incidental)

    @model_validator(mode="after")
    def _something_asked(self) -> "IncidentalNoticeQuestion":
        if self.filing_on is None and not self.notices and not self.not_told:
            raise ValueError("give the day of filing, the notices, or both")
        return self

    @model_validator(mode="after")
    def _told_or_not(self) -> "IncidentalNoticeQuestion":
        both = {each.holder for each in self.notices} & set(self.not_told)
        if both:
            raise ValueError(f"{min(both)} is given a notice and said not to have been told")
        return self

    def notices_given(self) -> tuple[NoticeTo, ...]:
        """The notices as the rules read them."""
        return tuple(NoticeTo(each.holder, each.delivery, None) for each in self.notices)


@computation(
    "/incidental-notice",
    "When may the Company file its own registration?",
    example(
        "A notice mailed 29 days before the filing",
        filing_on="1999-05-04",
        notices=[{"holder": "spectrum", "delivery": {"method": "mail", "sent_on": "1999-04-05"}}],
    ),
)
def compute_incidental_notice(
    asked: IncidentalNoticeQuestion, matter: Matter
) -> joining.IncidentalNoticeResult:
    """Clause 2(b): every Holder is told at least 30 days before filing.

    Gives the last day for notice of a planned filing, the first day of filing after the notices
    given, and the day until which it is wise to wait for requests still on their way.
    """
    right = incidental_of(matter)
    agreed(right.notice, "/incidental/notice")
    return joining.incidental_notice(
        right, asked.filing_on, asked.notices_given(), asked.not_told, matter
    )


COMPUTATIONS = (
    compute_join_window,
    compute_incidental_notice,
)
