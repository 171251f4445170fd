"""Moments: what a Clock can start from. A closed list, `subject.act`, and the agreement's events.

`event.<id>` is an event that the document declares; `due.<right>.<act>` the last day of a duty of
one of its rights. Anything else is no Moment and is refused with the words that would be right.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field

Subject: TypeAlias = Literal[
    "agreement",
    "request",
    "notice",
    "registration",
    "ipo",
    "delay",
    "order",
    "default",
    "period",
    "document",
    "due",
    "event",
]

ACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "agreement": ("dated",),
    "request": ("dated", "sent", "given", "received"),
    "notice": ("dated", "sent", "given", "delivered", "received"),
    "registration": (
        "proposed",
        "expected_filing",
        "filed",
        "publicly_filed",
        "comments_received",
        "comments_answered",
        "review_ended",
        "acceleration_asked",
        "expected_preliminary",
        "expected_pricing",
        "effective",
        "offering_commenced",
        "priced",
        "final_prospectus",
        "closed",
        "distributed",
        "next_month",
    ),
    "ipo": ("effective", "priced", "closed"),
    "delay": ("invoked", "notice_given", "certified", "began", "ended"),
    "order": ("issued", "lifted", "elected"),
    "default": ("began", "ended"),
    "period": ("began", "ended"),
    "document": ("asked", "dated", "filed", "received", "due"),
}
"""What can happen to each subject; `due` and `event` go on with the document's own ids."""

DUE_ACTS: Final = (
    "filed",
    "comments_answered",
    "acceleration_asked",
    "effective",
    "launched",
    "included",
)

_ID: Final = r"[a-z0-9][a-z0-9_-]*"
_EVENT: Final = re.compile(rf"event\.{_ID}")
_DUE: Final = re.compile(rf"due\.{_ID}\.(?:{'|'.join(DUE_ACTS)})")


def known_moment(written: str) -> str:
    """The Moment itself; ValueError, naming what would be right, for what is none."""
    subject, _, act = written.partition(".")
    if subject in ACTS:
        if act in ACTS[subject]:
            return written
        raise ValueError(
            f"there is no Moment {written!r}: of {subject!r} there are "
            + ", ".join(f"{subject}.{each}" for each in ACTS[subject])
        )
    if subject == "event":
        if _EVENT.fullmatch(written):
            return written
        raise ValueError("a Moment of an event is written `event.` and the id of the event")
    if subject == "due":
        if _DUE.fullmatch(written):
            return written
        raise ValueError(
            "a Moment of a duty is written `due.`, the id of the right, and one of "
            + ", ".join(DUE_ACTS)
        )
    raise ValueError(
        f"there is no Moment {written!r}: a Moment is a subject and an act, such as "
        f"`request.received`; the subjects are {', '.join((*ACTS, 'due', 'event'))}"
    )


def subject_of(moment: str) -> str:
    """What a Moment happens to: the word before its first dot."""
    return moment.partition(".")[0]


Moment: TypeAlias = Annotated[
    str,
    AfterValidator(known_moment),
    Field(
        max_length=140,
        json_schema_extra={"pattern": r"^[^.]+\..+$"},  # as its check says, in other words
        description="A Moment: `subject.act`, such as `request.received` or `event.closing`.",
        examples=["request.received"],
    ),
]


_IN_WORDS: Final[Mapping[str, str]] = {
    "agreement.dated": "the date of the agreement",
    "request.dated": "the date of the request",
    "request.sent": "the sending of the request",
    "request.given": "the giving of the request",
    "request.received": "the receipt of the request",
    "notice.dated": "the date of the notice",
    "notice.sent": "the sending of the notice",
    "notice.given": "the giving of the notice",
    "notice.delivered": "the delivery of the notice",
    "notice.received": "the receipt of the notice",
    "registration.proposed": "the resolution to register",
    "registration.expected_filing": "the expected filing",
    "registration.filed": "the filing",
    "registration.publicly_filed": "the public filing",
    "registration.comments_received": "the receipt of the Commission's comments",
    "registration.comments_answered": "the answer to the Commission's comments",
    "registration.review_ended": "the end of the Commission's review",
    "registration.acceleration_asked": "the request for acceleration",
    "registration.expected_preliminary": "the expected preliminary prospectus",
    "registration.expected_pricing": "the expected pricing",
    "registration.effective": "effectiveness",
    "registration.offering_commenced": "the commencement of the offering",
    "registration.priced": "the pricing",
    "registration.final_prospectus": "the final prospectus",
    "registration.closed": "the closing of the sale",
    "registration.distributed": "the end of the distribution",
    "registration.next_month": "the first full month after effectiveness",
    "ipo.effective": "the effectiveness of the first public offering",
    "ipo.priced": "the pricing of the first public offering",
    "ipo.closed": "the closing of the first public offering",
    "delay.invoked": "the invocation of the delay",
    "delay.notice_given": "the notice of the delay",
    "delay.certified": "the certificate of the delay",
    "delay.began": "the beginning of the delay",
    "delay.ended": "the end of the delay",
    "order.issued": "the issue of the stop order",
    "order.lifted": "the lifting of the stop order",
    "order.elected": "the election after the stop order",
    "default.began": "the beginning of the default",
    "default.ended": "the end of the default",
    "period.began": "the beginning of the period",
    "period.ended": "the end of the period",
    "document.asked": "the request for the document",
    "document.dated": "the date of the document",
    "document.filed": "the filing of the document",
    "document.received": "the receipt of the document",
    "document.due": "the last day for the document",
}


def moment_in_words(moment: str) -> str:
    """The Moment as a sentence names it."""
    subject, _, act = moment.partition(".")
    if subject == "event":
        return f"the event {act!r}"
    if subject == "due":
        right, _, act = act.rpartition(".")
        return f"the last day for {act!r} under {right!r}"
    return _IN_WORDS[moment]
