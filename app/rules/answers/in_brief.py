"""What a lawyer reads first: an answer in two sentences, made of what the answer itself says.

The first says what was decided and by when the registration has to be effective, or where the
agreement stands; the second what is owed next, and what is not recorded. Nothing is decided here;
clauses are those of the duties and conditions named. Whole days; raises nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.rules.agreement.rights_end import RightsStatus
from app.rules.facts import FACTS_BY_KIND, BeginningFact
from app.rules.facts.declaration import kind_of
from app.rules.facts.life.course import Filed
from app.rules.holders.splits import ShownShares
from app.rules.reasoning.days.almanac import ONE_DAY
from app.rules.reasoning.obligations import STILL_TO_DO, UNPERFORMED, Obligation
from app.rules.reasoning.trace import MissingInput
from app.rules.registrations.progress.progress import EFFECT
from app.rules.registrations.requests.effected import DemandsLeft
from app.rules.registrations.requests.uses import UsesOfRight
from app.rules.registrations.shown import Overlay, RegistrationAnswer
from app.rules.values.numbered import numbered
from app.rules.values.written_dates import on_its_weekday, written_out

ENDED: Final[Mapping[str, str]] = {
    "closed": "it has ended, everything being sold",
    "expired": "the period through which it was to be kept effective has ended",
    "withdrawn": "it has been withdrawn",
    "abandoned": "it has been given up",
    "terminated": "it has ended with the Holders' rights",
}
BARRED: Final[Mapping[Overlay, str]] = {
    "held": "sales under it are stopped, since the prospectus misleads",
    "perhaps_held": "sales under it may be stopped, since the prospectus misleads, which turns on "
    "who is in it and is not known",
    "suspended": "sales under it are prohibited for now",
    "perhaps_suspended": "sales under it may be prohibited for now, which is not known",
    "stop_ordered": "an order stands against it",
    "perhaps_ended": "whether it has ended is not known",
}
MOST_NAMED: Final = 3
"""How many missing inputs are named; of more, their number is told."""


def registration_in_brief(
    answer: RegistrationAnswer, called: str, missing: Iterable[MissingInput]
) -> RegistrationAnswer:
    """The answer to a registration, with its summary; `called` begins it."""
    follows = _what_follows(answer.obligations, tuple(missing))
    return replace(answer, summary=f"{_decided(answer, called)}. {follows}.")


def agreement_in_brief(
    holders: int,
    total: ShownShares | None,
    demands: tuple[DemandsLeft | tuple[UsesOfRight, ...] | None, int],
    rights: RightsStatus,
    duties: Sequence[Obligation],
    missing: Iterable[MissingInput],
) -> str:
    """Where an agreement stands, in two sentences.

    `demands` are those left, and how many of those counted are still on their way.
    """
    follows = _what_follows(duties, tuple(missing))
    return f"{_standing(holders, total, demands, rights)}. {follows}."


def _decided(answer: RegistrationAnswer, named: str) -> str:
    """The decision, and what has become of what was decided or by when it has to."""
    found = answer.determination
    received_on, as_of = found.received_on, answer.as_of
    if received_on is not None and as_of is not None and received_on > as_of:
        seen = replace(answer, as_of=None)
        on_its_way = f"Received only on {written_out(received_on)}, so that this is a forecast: "
        return f"{on_its_way}{_in_a_sentence(_decided(seen, named))}"
    opens = found.runs_from
    if opens is not None and as_of is not None and opens > as_of:
        seen = replace(answer, as_of=None)
        held = f"Held until {written_out(opens)}, when the right opens, so that this is a forecast"
        return f"{held}: {_in_a_sentence(_decided(seen, named))}"
    match found.decision:
        case "accepted":
            over = answer.state in ENDED
            return f"{named} {'was accepted' if over else 'stands'}{_become_of(answer)}"
        case "deferred":
            until = f" until {written_out(found.not_before)}" if found.not_before else ""
            if _has_been_made(answer):
                return f"{named} was put off{until}{_become_of(answer)}"
            come = found.not_before and answer.as_of and answer.as_of >= found.not_before
            because = "" if come else _because(answer, "deferred")
            return f"{named} {'was' if come else 'is'} put off{until}{because}"
        case "refused" if answer.kind == "incidental":
            return _outside(answer, named)
        case "refused":
            made = _become_of(answer) if _has_been_made(answer) else ""
            return f"{named} is refused{_because(answer, 'failed')}{made}"
        case "undetermined" if any(each.id == "assist" for each in answer.obligations):
            open_yet = ", but from when the Company has to assist it is not known yet"
            return f"{named} stands{open_yet if answer.state == 'received' else ''}"
        case "undetermined":
            return f"Whether {_in_a_sentence(named)} stands is not known yet"


def _in_a_sentence(says: str) -> str:
    return says[0].lower() + says[1:]


def _outside(answer: RegistrationAnswer, named: str) -> str:
    """Of the Company's own registration nothing is refused: it gives no right to join."""
    failed = next(each for each in answer.determination.conditions if each.outcome == "failed")
    is_outside = "is outside" if failed.name == "notice_called_for" else "gives no right under"
    outside = f"{named} {is_outside} {failed.clause}: {_inside(failed.says)}"
    made = _become_of(answer) if _has_been_made(answer) else ""
    return outside + made


def _has_been_made(answer: RegistrationAnswer) -> bool:
    """Whether the registration was made, whatever was decided."""
    return answer.effective_on is not None or answer.state in ENDED


def _become_of(answer: RegistrationAnswer) -> str:
    made, ended = answer.effective_on, answer.ended_on
    never = made is None or (ended is not None and ended < made)
    elsewhere = any(each.id == "assist" and each.status == "excused" for each in answer.obligations)
    if answer.state == "closed" and ((never and answer.kind == "requested") or elsewhere):
        return ", and it has ended, nothing of what was asked for being left"
    if answer.state in ENDED:
        off_shelf = answer.state == "expired" and answer.kind == "takedown"
        return f", and {'its shelf has ended' if off_shelf else ENDED[answer.state]}"
    if answer.state == "deferred" and "state" in answer.explained_by:
        return ", but others have used up the number that the Company must effect"
    if answer.effective_on is not None:
        since = (
            f", and the registration has been effective since {written_out(answer.effective_on)}"
        )
        barred = ", and ".join(BARRED[each] for each in answer.overlays)
        return since + (f", but {barred}" if barred else "")
    due = answer.determination.due_on
    if due is None and (put_off := _delayed(answer)):
        return put_off
    if due is None or _need_not_be_made(answer):
        return ""
    had = "had" if answer.as_of is not None and answer.as_of > due else "has"
    done_by = [each.recorded_by for each in answer.obligations if each.id == EFFECT]
    act = "filed" if (kind_of(Filed),) in done_by else "effective"
    return f", and the registration {had} to be {act} by {on_its_weekday(due)}"


def _delayed(answer: RegistrationAnswer) -> str:
    """That a delay is running of what no day is set for, and through which day (2(g))."""
    as_of = answer.as_of
    lasts = [
        each.invoked_on + (each.days - 1) * ONE_DAY
        for each in answer.delays
        if each.decision == "accepted" and as_of is not None and each.invoked_on <= as_of
    ]
    last = max(lasts, default=None)
    if last is None or as_of is None or last < as_of:
        return ""
    return f", and the Company has delayed it through {written_out(last)}"


def _need_not_be_made(answer: RegistrationAnswer) -> bool:
    """Whether nobody is owed its effectiveness any more: the duty is waived or excused."""
    return any(
        each.id == EFFECT and each.status in ("waived", "excused") for each in answer.obligations
    )


def _because(answer: RegistrationAnswer, outcome: str) -> str:
    """The first condition that decided so, with its clause."""
    decisive = (each for each in answer.determination.conditions if each.outcome == outcome)
    first = next(decisive, None)
    return "" if first is None else f" under {first.clause}: {_inside(first.says)}"


def _standing(
    holders: int,
    total: ShownShares | None,
    demands: tuple[DemandsLeft | tuple[UsesOfRight, ...] | None, int],
    rights: RightsStatus,
) -> str:
    """Who holds what, and what is left of the Holders' rights."""
    if rights.in_effect is None:
        return "It is not known whether the Holders' rights have ended"
    if not rights.in_effect:
        if rights.ended_on is None:
            return "The Holders' rights have ended"
        return f"The Holders' rights ended on {written_out(rights.ended_on)}"
    shares = f"{total:,}" if isinstance(total, int) else total or "an unknown number of"
    held = f"{numbered(holders, 'Holder holds', 'Holders hold')} {shares} Registrable Securities"
    left, on_their_way = demands
    if not isinstance(left, DemandsLeft) or left.cap is None:
        return held
    of = numbered(left.cap, "demand", "demands")
    if left.remaining is None:
        return f"{held}, and it is not known how many of {of} are left"
    told = f"{left.remaining} of {of} {'is' if left.remaining == 1 else 'are'} left"
    if on_their_way:
        told += f", while {numbered(on_their_way, 'request is', 'requests are')} on the way"
    return f"{held}, and {told}"


def _what_follows(duties: Sequence[Obligation], missing: Sequence[MissingInput]) -> str:
    """What is owed next, what was not done in time, and what is not recorded."""
    said = [_next(duties), *_not_done(duties), _not_recorded(missing)]
    return "; ".join(said)


def _next(duties: Sequence[Obligation]) -> str:
    dated = [
        (each.due_on, each.id, each)
        for each in duties
        if each.due_on is not None and each.status in STILL_TO_DO and each.modality == "must"
    ]
    if not dated:
        return "No duty with a due day is open"
    day, _, first = min(dated)
    return f"Owed next, by {on_its_weekday(day)} ({first.clause}): {_inside(first.action)}"


def _not_done(duties: Sequence[Obligation]) -> Sequence[str]:
    broken = sum(each.status == "breached" for each in duties)
    open_yet = sum(each.status in UNPERFORMED for each in duties) - broken
    said = ((broken, "breached"), (open_yet, "overdue or unconfirmed"))
    return [f"{numbered(many, 'duty is', 'duties are')} {what}" for many, what in said if many]


def _not_recorded(missing: Sequence[MissingInput]) -> str:
    names = list(dict.fromkeys(_called(each) for each in missing))
    if not names:
        return "no fact that this answer needs is missing"
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"not recorded: {listed}"


def _called(missing: MissingInput) -> str:
    """What is missing, so that one knows of what it is: a field with its fact, if that is another.

    A fact of which the day is missing has not been recorded at all.
    """
    kind, _, field = (missing.posted_as or "").partition(".")
    if missing.name != field or issubclass(FACTS_BY_KIND.get(kind, BeginningFact), BeginningFact):
        return missing.name
    return kind if field == "occurred_on" else f"{kind}.{field}"


def _inside(sentence: str) -> str:
    """A sentence of the answer inside another: without its full stop."""
    return sentence.rstrip(".")
