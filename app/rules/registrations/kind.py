"""One kind of registration: the rules by which it is judged, followed, shared out and answered.

The kinds of Section 2 are four: the demand, the shelf, the sale off it and the Company's own
registration. Each gathers its rules in one `Kind`; whatever is the same for all of them is said
here once. Dates are whole days; raises `OutsideCalendar` beyond the calendars.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced
from app.rules.registrations.answer.assembling import (
    ON_NO_RECORD,
    Identity,
    OfItsKind,
    assemble,
    nothing_allocated,
)
from app.rules.registrations.cutback.selling import (
    Allocation,
)
from app.rules.registrations.joining.history import History
from app.rules.registrations.joining.undertakings import in_doubt, left_out
from app.rules.registrations.progress.either_way import without_those_in_doubt
from app.rules.registrations.progress.progress import Progress
from app.rules.registrations.requests.ruling import Case, RegistrationRuling
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.registrations.suspension.uses_made import TimingOf

C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class Kind(Generic[C]):
    """The rules of one kind of registration, each given what it is judged by.

    `decide` rules on what set it going; `follow` gives the course it has taken since, as of a day;
    `own` what is owed because of it and what only its kind shows; `share_out` who may sell how
    many shares; `timing_of_delays` how a delay lies to the day on which it is due. Where the
    agreement gives no such right, `share_out` is None and nothing is owed. `called` begins the
    sentence that says what was decided.
    """

    decide: Callable[[C, Matter], RegistrationRuling]
    follow: Callable[[C, RegistrationRuling, History, Matter, date | None], Progress]
    own: Callable[[C, Progress, Matter], OfItsKind]
    share_out: Callable[[C, Progress, Matter], Allocation | None]
    timing_of_delays: Callable[[C, RegistrationRuling, Matter], TimingOf]
    called: str

    def progress(self, case: C, history: History, matter: Matter, as_of: date | None) -> Progress:
        """The ruling on it and the course it has taken since."""
        return self.followed(case, self.decide(case, matter), history, matter, as_of)

    def followed(
        self,
        case: C,
        ruling: RegistrationRuling,
        history: History,
        matter: Matter,
        as_of: date | None,
    ) -> Progress:
        """The course it has taken by a day; in an effective one each has what a maximum left it."""
        return self.followed_with(
            lambda: self.left_by_maximum(case, ruling, history, matter.unrecorded()),
            case,
            ruling,
            history,
            matter,
            as_of,
        )

    def followed_with(
        self,
        left_by_maximum: Callable[[], Mapping[str, Sourced[int]]],
        case: C,
        ruling: RegistrationRuling,
        history: History,
        matter: Matter,
        as_of: date | None,
    ) -> Progress:
        """The same, where what a maximum left each is asked for only once it is effective."""
        effective = history.life.effective_on
        is_later = effective is not None and (as_of is None or as_of >= effective.value)
        left = left_by_maximum() if is_later else {}
        return self.follow(case, ruling, replace(history, allotted=left), matter, as_of)

    def left_by_maximum(
        self, case: C, ruling: RegistrationRuling, history: History, matter: Matter
    ) -> Mapping[str, Sourced[int]]:
        """What a maximum left each Holder on the day of effectiveness, as far as that is known."""
        effective = history.life.effective_on
        is_made = ruling.stands or history.volunteered(ruling)
        if effective is None or not history.advised or not is_made:
            return {}
        uncovered = replace(
            history,
            covers=None,
            left_out=left_out(history, matter),
            register=history.register_when_fixed(effective.value),
        )
        then = self.follow(case, ruling, uncovered, matter, effective.value)
        shares = self.share_out(case, then, matter)
        return {
            line.seller: Sourced(line.included, history.advised[-1].source)
            for line in (shares.lines if shares else ())
            if line.seller_class == "holders" and line.included is not None
        }

    def shared_out_on(
        self, case: C, ruling: RegistrationRuling, history: History, matter: Matter, day: date
    ) -> tuple[Progress, Allocation | None]:
        """Who may sell how many shares as it stood at the end of a day, and how it stood."""
        then = self.followed(case, ruling, history, matter, day)
        return then, self.share_out(case, then, matter)

    def answer(
        self,
        case: C,
        history: History,
        matter: Matter,
        as_of: date | None,
        identity: Identity = ON_NO_RECORD,
    ) -> RegistrationAnswer:
        """The whole answer as of a day (None: no day is asked about, nothing is overdue)."""
        progress = self.progress(case, history, matter, as_of)
        own = self.own(case, progress, matter)
        shares = self.share_out(case, progress, matter) or nothing_allocated(progress, matter)
        if doubted := in_doubt(progress.history, matter):
            tried, aside = replace(history, left_out=doubted), matter.unrecorded()
            without = self.share_out(
                case, self.followed(case, progress.ruling, tried, aside, as_of), aside
            )
            shares = without_those_in_doubt(shares, without, doubted) if without else shares
        return assemble(progress, shares, identity, matter, own)
