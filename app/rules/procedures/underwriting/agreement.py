"""The underwriter and the underwriting agreement: clauses 4(a) and 4(b).

In an underwritten registration of the kinds the terms name, the underwriter is selected with the
approval of Holders of enough of the shares to be included, and the underwriting agreement satisfies
every Holder who requested the registration. An approval counts for the underwriter it names: when
another is selected, the vote begins again. What was approved on a day by those who then had enough
of the shares in the registration stays so, whatever becomes of these, unless it is the shares
included in the end that count (QG19). No day is set for any of it.
Relies on `approval`; nothing raises.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.rules.facts import RecordedFact
from app.rules.facts.life.underwriting import (
    RepresentationAsked,
    UnderwriterApproved,
    UnderwriterSelected,
    UnderwritingAgreementApproved,
    UnderwritingAgreementMade,
)
from app.rules.holders.requisite import needed_shares
from app.rules.holders.splits import ShareNumber, ShownShares, shown_shares
from app.rules.procedures.documents.delivered import UNDERWRITERS
from app.rules.procedures.under_way import SharesAtVotes, SharesByDay, UnderWay, happened
from app.rules.procedures.underwriting.approval import (
    Approval,
    still_to_satisfy,
    underwriter_approval,
    warn_of_nothing_included,
)
from app.rules.reasoning.days.between import same
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.obligations import Obligation, Owing, Performance, owed
from app.rules.reasoning.trace import Sourced, explained, plain
from app.rules.reasoning.traces import DutyName
from app.rules.terms.parties import Representation, UnderwriterSelection, UnderwritingAgreement
from app.rules.values.if_any import IfAny
from app.rules.values.lean import small_value
from app.rules.values.written_dates import written_out


@dataclass(frozen=True, slots=True)
class UnderwriterVote:
    """The underwriter selected, and the approval of those whose shares are to be included.

    `approved` is null while nobody is selected or the shares of somebody are not known. What was
    approved stays so when others join later or shares leave, unless reading QG19 says otherwise:
    where the votes would not be enough any more, the shares are those of the day on which they
    were.
    """

    underwriter: str | None
    selected_on: IfAny[date]
    approved_by: tuple[str, ...]
    approving_shares: ShownShares | None
    included_shares: ShownShares | None
    needed_shares: ShownShares | None
    approved: bool | None
    clause: str
    explained_by: Mapping[str, str] = field(default_factory=dict)


@small_value
class RepresentationLine:
    """What one Holder was asked to vouch for, and whether it is more than it need (4(a))."""

    id: str
    holder: str
    asked_on: date
    about: Representation
    in_words: IfAny[str]
    excess: bool
    clause: str
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AgreementOfUnderwriting:
    """The underwriting agreement: whom it must still satisfy, and whether it has been made."""

    still_to_satisfy: tuple[str, ...]
    made_on: IfAny[date]
    parties: tuple[str, ...]
    representations: tuple[RepresentationLine, ...]
    clause: str
    explained_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Underwriting:
    """What an underwritten registration asks for; null where the terms do not ask for it."""

    vote: IfAny[UnderwriterVote]
    agreement: IfAny[AgreementOfUnderwriting]


@dataclass(frozen=True, slots=True)
class UnderwritingFound:
    """What is owed because the registration is underwritten, and where it stands."""

    duties: tuple[Obligation, ...]
    shown: Underwriting | None


@dataclass(frozen=True, slots=True)
class _Count:
    """The count of the approvals, as far as it does not turn on who is in the registration."""

    approving: Sourced[ShareNumber] | None
    included: Sourced[ShareNumber] | None
    needed: Sourced[ShareNumber] | None
    met: Sourced[bool] | None

    def if_also(self, other: "_Count") -> "_Count":
        """What is the same in another count."""
        return _Count(
            same(self.approving, other.approving),
            same(self.included, other.included),
            same(self.needed, other.needed),
            same(self.met, other.met),
        )


PARTY: Final[DutyName] = "underwriting_party"
"""The duty to have a Holder be party to the underwriting agreement."""

UNDERWRITER = "underwriter"
"""The id of the duty to select an underwriter with approval."""

NOT_COUNTED = _Count(None, None, None, None)


@dataclass(frozen=True, slots=True)
class _Vote:
    """The count of the approvals, and the day on which they were first enough."""

    selected: tuple[RecordedFact, UnderwriterSelected] | None
    approved_by: tuple[str, ...]
    count: _Count
    enough_on: Sourced[date] | None

    @property
    def approved(self) -> Sourced[bool] | None:
        """Whether the underwriter selected has had the approval it needs."""
        if self.selected is None:
            return None
        met = self.count.met
        if self.enough_on is None or (met is not None and met.value):
            return met
        return Sourced(True, self.enough_on.source)


def underwriting(under_way: UnderWay, matter: Matter) -> UnderwritingFound:
    """The vote on the underwriter and the underwriting agreement."""
    if not under_way.is_underwritten:
        return UnderwritingFound((), None)
    duties: list[Obligation] = []
    vote: UnderwriterVote | None = None
    agreement: AgreementOfUnderwriting | None = None
    selection = matter.terms.underwriter_selection
    if selection is not None and under_way.kind in selection.registrations:
        counted = _count(under_way, selection, matter)
        duties += _selection_duties(counted, under_way, selection, matter)
        vote = _shown_vote(counted, selection)
    term = matter.terms.underwriting_agreement
    if term is not None and under_way.kind in term.registrations:
        missing = _missing(under_way, term, matter)
        duties += _agreement_duties(missing, under_way, term, matter)
        agreement = _shown_agreement(missing, under_way, term, matter)
    shown = Underwriting(vote, agreement) if vote or agreement else None
    return UnderwritingFound(tuple(duties), shown)


# --- the vote on the underwriter ----------------------------------------------------------------


def _count(under_way: UnderWay, selection: UnderwriterSelection, matter: Matter) -> _Vote:
    selections = under_way.of(UnderwriterSelected)
    selected = selections[-1] if selections else None
    approvals = [
        each
        for each in under_way.of(UnderwriterApproved)
        if selected is not None and each[1].underwriter == selected[1].underwriter
    ]
    approved_by = tuple(
        dict.fromkeys(holder for each in approvals for holder in _approving(*each, under_way))
    )

    def counted(
        shares: Mapping[str, Sourced[ShareNumber | None]],
        by_day: SharesByDay,
        at_votes: SharesAtVotes,
        at: Matter,
    ) -> tuple[_Count, Sourced[date] | None]:
        included = _known(shares, selection, at)
        count, now = NOT_COUNTED, None
        if included is not None:
            had_shares = {*included, *_had_when_they_approved(approvals, by_day, at_votes)}
            warn_of_nothing_included(had_shares, approved_by, at)
            found = underwriter_approval(included, approved_by, selection, at)
            count = _count_of(found)
            now = _enough_on(approvals, selected, included, selection, under_way)
        then = _enough_then(approvals, selected, by_day, at_votes, selection, under_way, at)
        if then is None:
            return count, now
        met = count.met and count.met.value
        same_day = now is not None and now.value == then.on.value
        if met is not None and not (met and same_day):
            if at.readings.approval_counted == "at_last":
                return count, now
            if not met:
                count = then.count(selection, at)
        return count, then.on

    ways = (under_way.included, *under_way.or_included)
    through = under_way.by_day or tuple(_no_days for _ in ways)
    when_voted = under_way.at_votes or tuple(_as_at_its_end for _ in ways)
    count, enough_on = counted(ways[0], through[0], when_voted[0], matter)
    for shares, by_day, at_votes in zip(ways[1:], through[1:], when_voted[1:], strict=True):
        other, other_day = counted(shares, by_day, at_votes, matter.unrecorded())
        count, enough_on = count.if_also(other), same(enough_on, other_day)
    return _Vote(selected, approved_by, count, enough_on)


def _had_when_they_approved(
    approvals: list[tuple[RecordedFact, UnderwriterApproved]],
    by_day: SharesByDay,
    at_votes: SharesAtVotes,
) -> Iterator[str]:
    """Those who had shares in it on the day they approved, whatever has become of these since."""
    days = sorted(by_day(), key=lambda each: each[0]) if approvals else []
    for _, fact in approvals:
        so_far = [shares for day, shares in days if day <= fact.occurred_on]
        then = at_votes(fact.occurred_on) or (so_far[-1] if so_far else {})
        yield from (each for each in fact.holders if then.get(each, 0) != 0)


def _no_days() -> tuple[()]:
    """Of what is stated outright nothing is told day by day."""
    return ()


def _as_at_its_end(_day: date) -> None:
    """Nothing is said to have come only after the votes of a day."""
    return


def _count_of(found: Approval) -> _Count:
    return _Count(found.approving, found.included, found.test.needed, found.test.met)


@dataclass(frozen=True, slots=True)
class _EnoughThen:
    """The day on which the votes were first enough, the shares included then, and whose votes."""

    on: Sourced[date]
    included: Mapping[str, ShareNumber]
    in_favour: tuple[str, ...]

    def count(self, selection: UnderwriterSelection, matter: Matter) -> _Count:
        """The count of that day."""
        shares = {holder: Sourced(each, self.on.source) for holder, each in self.included.items()}
        return _count_of(underwriter_approval(shares, self.in_favour, selection, matter))


def _enough_then(
    approvals: list[tuple[RecordedFact, UnderwriterApproved]],
    selected: tuple[RecordedFact, UnderwriterSelected] | None,
    by_day: SharesByDay,
    at_votes: SharesAtVotes,
    selection: UnderwriterSelection,
    under_way: UnderWay,
    matter: Matter,
) -> _EnoughThen | None:
    """The first day on which, or by the end of which, those who had approved had enough."""
    if selected is None or not approvals:
        return None
    chosen, days = happened(*selected), sorted(by_day(), key=lambda each: each[0])
    voted = [max(chosen, happened(*each), key=lambda day: day.value) for each in approvals]
    first = min(each.value for each in voted)
    for day in sorted({*(each.value for each in voted), *(on for on, _ in days if on > first)}):
        so_far = [each for each in days if each[0] <= day]
        in_favour = {
            holder
            for given, by in approvals
            if by.occurred_on <= day
            for holder in (*by.holders, *_approving(given, by, under_way))
        }
        at_its_end = so_far[-1][1] if so_far else {}
        for shares in (
            at_votes(day) if day in {each.value for each in voted} else None,
            at_its_end,
        ):
            known = _if_known(shares)
            needed = needed_shares(selection.approval, sum(known.values()))
            yes = sum(each for holder, each in known.items() if holder in in_favour)
            if not known or yes < needed:
                continue
            last = max((each for each in voted if each.value <= day), key=lambda each: each.value)
            if last.value != day:
                last = _enough_by_change(day, last, selection, matter)
            return _EnoughThen(last, dict(sorted(known.items())), tuple(sorted(in_favour)))
    return None


def _if_known(shares: Mapping[str, ShareNumber | None] | None) -> dict[str, ShareNumber]:
    """The shares of everybody; nothing while those of somebody are not known."""
    if shares is None or None in shares.values():
        return {}
    return {holder: each for holder, each in shares.items() if each is not None}


def _enough_by_change(
    day: date, voted: Sourced[date], selection: UnderwriterSelection, matter: Matter
) -> Sourced[date]:
    """A day on which the votes given before came to be enough: the shares in it changed."""
    return matter.working.step(
        "approval.enough_by_change",
        selection.approval.clause,
        f"On {written_out(day)} the shares to be included changed: the votes through "
        f"{written_out(voted.value)} were enough from then on.",
        day,
        {"voted": voted},
    )


def _approving(
    recorded: RecordedFact, fact: UnderwriterApproved, under_way: UnderWay
) -> Iterator[str]:
    """Who approved, or now has the place of one who did (9(f), QG5); those with no share last."""
    day = happened(recorded, fact).value
    for holder in under_way.sellers:
        if not set(fact.holders).isdisjoint(under_way.in_its_place(holder, day)):
            yield holder
    taken_over = {one for each in under_way.took_over for one in under_way.in_its_place(each, day)}
    yield from (each for each in fact.holders if each not in taken_over)


def _known(
    included: Mapping[str, Sourced[ShareNumber | None]],
    selection: UnderwriterSelection,
    matter: Matter,
) -> Mapping[str, Sourced[ShareNumber]] | None:
    """The shares to be included, or None while those of somebody are not known."""
    known: dict[str, Sourced[ShareNumber]] = {}
    for holder, shares in sorted(included.items()):
        if shares.value is None:
            matter.working.miss(
                "shares", "whether the underwriter is approved", selection.approval.clause
            )
            return None
        known[holder] = Sourced(shares.value, shares.source)
    return known


def _enough_on(
    approvals: list[tuple[RecordedFact, UnderwriterApproved]],
    selected: tuple[RecordedFact, UnderwriterSelected] | None,
    included: Mapping[str, Sourced[ShareNumber]],
    selection: UnderwriterSelection,
    under_way: UnderWay,
) -> Sourced[date] | None:
    """The day of the approval with which there were enough, not before the selection."""
    needed = needed_shares(selection.approval, sum(each.value for each in included.values()))
    in_favour: set[str] = set()
    for recorded, fact in approvals:
        in_favour |= set(_approving(recorded, fact, under_way)) & included.keys()
        if in_favour and sum(included[holder].value for holder in in_favour) >= needed:
            approved = happened(recorded, fact)
            chosen = happened(*selected) if selected else approved
            return max(chosen, approved, key=lambda day: day.value)
    return None


def _selection_duties(
    vote: _Vote, under_way: UnderWay, selection: UnderwriterSelection, matter: Matter
) -> Iterator[Obligation]:
    """To select with approval; and for those who have not approved, to withhold it with reason."""
    company = matter.terms.company.id
    by_company = selection.selected_by == "company"
    yield owed(
        Owing(
            duty="underwriter",
            id=UNDERWRITER,
            obligor=company if by_company else "requesting_holders",
            obligees=under_way.sellers if by_company else (company,),
            action="Select an underwriter of national reputation, with the approval needed.",
            clause=selection.clause,
            trigger=under_way.trigger,
        ),
        matter.working,
        under_way.as_of,
        outcome=Performance(vote.enough_on),
    )
    if vote.selected is None or vote.enough_on is not None:
        return
    if under_way.is_waived(UNDERWRITER, None):
        return
    for holder in under_way.sellers:
        if holder not in vote.approved_by:
            yield owed(
                Owing(
                    duty="underwriter_approval",
                    id=f"underwriter_approval:{holder}",
                    obligor=holder,
                    obligees=(company,),
                    action="Withhold approval of the underwriter without reason.",
                    clause=selection.approval.clause,
                    trigger=vote.selected[0].source,
                    standard=selection.approval_standard,
                    modality="must_not",
                ),
                matter.working,
                under_way.as_of,
            )


def _shown_vote(vote: _Vote, selection: UnderwriterSelection) -> UnderwriterVote:
    count, selected = vote.count, vote.selected
    approving, included, needed = count.approving, count.included, count.needed
    selected_on = happened(*selected) if selected else None
    return UnderwriterVote(
        underwriter=selected[1].underwriter if selected else None,
        selected_on=plain(selected_on),
        approved_by=vote.approved_by,
        approving_shares=None if approving is None else shown_shares(approving.value),
        included_shares=None if included is None else shown_shares(included.value),
        needed_shares=None if needed is None else shown_shares(needed.value),
        approved=plain(vote.approved),
        clause=selection.approval.clause,
        explained_by={
            **explained(selected_on=selected_on),
            **explained(approving_shares=approving, included_shares=included, needed_shares=needed),
            **explained(approved=vote.approved),
        },
    )


# --- the underwriting agreement -----------------------------------------------------------------


def _missing(
    under_way: UnderWay, term: UnderwritingAgreement, matter: Matter
) -> Sourced[tuple[str, ...]]:
    """The Holders whom the underwriting agreement must still satisfy."""
    approvals = under_way.of(UnderwritingAgreementApproved)
    satisfied = matter.working.step(
        "procedures.agreement_satisfies",
        term.clause,
        f"Holders whom the underwriting agreement satisfies: {len(approvals)}.",
        tuple(_satisfied(under_way)),
        {fact.holder: happened(recorded, fact) for recorded, fact in approvals},
    )
    asked = tuple(holder for holder in under_way.sellers if holder in under_way.asked_by)
    joined = tuple(holder for holder in under_way.sellers if holder not in under_way.asked_by)
    return still_to_satisfy(
        _taking_part("asked for the registration", asked, under_way, term, matter),
        _taking_part("joined it", joined, under_way, term, matter),
        satisfied,
        term,
        matter,
    )


def _satisfied(under_way: UnderWay) -> dict[str, Sourced[date]]:
    """Whom the agreement satisfies, from when: what satisfied one satisfies who takes its place."""
    satisfied: dict[str, Sourced[date]] = {}
    for recorded, fact in under_way.of(UnderwritingAgreementApproved):
        day = happened(recorded, fact)
        satisfied.setdefault(fact.holder, day)
        for holder in under_way.sellers:
            if fact.holder in under_way.in_its_place(holder, day.value):
                satisfied.setdefault(holder, day)
    return satisfied


def _taking_part(
    how: str,
    holders: tuple[str, ...],
    under_way: UnderWay,
    term: UnderwritingAgreement,
    matter: Matter,
) -> Sourced[tuple[str, ...]]:
    """Holders in the registration, by the shares that each has in it."""
    return matter.working.step(
        "procedures.taking_part",
        term.clause,
        f"Holders who {how} and take part: {', '.join(holders) or 'none'}.",
        holders,
        {holder: under_way.included[holder] for holder in holders if holder in under_way.included},
    )


def _satisfying_on(
    missing: Sourced[tuple[str, ...]],
    under_way: UnderWay,
    term: UnderwritingAgreement,
    matter: Matter,
) -> Sourced[date] | None:
    """The day on which the agreement was made and satisfied the last of those whom it must."""
    made = under_way.of(UnderwritingAgreementMade)
    if not made:
        return None
    if missing.value:
        matter.working.miss(
            "underwriting_agreement_approved",
            f"whether the underwriting agreement satisfies {', '.join(missing.value)}",
            term.clause,
            posted_as="underwriting_agreement_approved",
        )
        return None
    of_all = matter.readings.ua_satisfaction == "all_requesting"
    needed = under_way.sellers if of_all else under_way.asked_by
    satisfied = _satisfied(under_way)
    days = [happened(*made[0]), *(satisfied[each] for each in needed if each in satisfied)]
    return max(days, key=lambda day: day.value)


def _may_miss_another(under_way: UnderWay, matter: Matter) -> bool:
    """Whether one must be satisfied too of whom it is not known whether it has joined (QF21)."""
    if matter.readings.ua_satisfaction != "all_requesting":
        return False
    perhaps = {holder for shares in under_way.or_included for holder in shares}
    return bool(perhaps - under_way.included.keys() - _satisfied(under_way).keys())


def _agreement_duties(
    missing: Sourced[tuple[str, ...]],
    under_way: UnderWay,
    term: UnderwritingAgreement,
    matter: Matter,
) -> Iterator[Obligation]:
    """To enter into an agreement that satisfies them all, and to have each be party to it."""
    made = under_way.of(UnderwritingAgreementMade)
    done_on = _satisfying_on(missing, under_way, term, matter)
    is_open = done_on is not None and _may_miss_another(under_way, matter)
    yield owed(
        Owing(
            duty="underwriting_agreement",
            id="underwriting_agreement",
            obligor=matter.terms.company.id,
            obligees=(*under_way.sellers, UNDERWRITERS),
            action="Enter into an underwriting agreement that satisfies the requesting Holders "
            "and their underwriters.",
            clause=term.clause,
            trigger=under_way.trigger,
            standard=term.standard,
        ),
        matter.working,
        under_way.as_of,
        outcome=Performance(unknown=True) if is_open else Performance(done_on),
    )
    for holder in under_way.sellers_owed(PARTY):
        joined = [happened(*each) for each in made if holder in each[1].holders]
        yield owed(
            Owing(
                duty=PARTY,
                id=f"underwriting_party:{holder}",
                obligor=matter.terms.company.id,
                obligees=(holder,),
                action="Have the Holder be party to the underwriting agreement.",
                clause=term.clause,
                trigger=under_way.trigger,
            ),
            matter.working,
            under_way.as_of,
            outcome=Performance(joined[0] if joined else None),
        )


def _shown_agreement(
    missing: Sourced[tuple[str, ...]],
    under_way: UnderWay,
    term: UnderwritingAgreement,
    matter: Matter,
) -> AgreementOfUnderwriting:
    made = under_way.of(UnderwritingAgreementMade)
    made_on = happened(*made[0]) if made else None
    return AgreementOfUnderwriting(
        still_to_satisfy=missing.value,
        made_on=plain(made_on),
        parties=tuple(dict.fromkeys(holder for _, fact in made for holder in fact.holders)),
        representations=tuple(_representations(under_way, term, matter)),
        clause=term.clause,
        explained_by={**explained(made_on=made_on), **explained(still_to_satisfy=missing)},
    )


def _representations(
    under_way: UnderWay, term: UnderwritingAgreement, matter: Matter
) -> Iterator[RepresentationLine]:
    """What Holders were asked to vouch for; no Holder need vouch for more than the terms say."""
    for recorded, fact in under_way.of(RepresentationAsked):
        excess = fact.about not in term.holder_representations
        asked_on = happened(recorded, fact)
        found = matter.working.step(
            "procedures.representation",
            term.clause,
            f"{fact.holder} {'need not' if excess else 'may have to'} vouch for this.",
            excess,
            {"about": Sourced(fact.about, f"{recorded.source}/about")},
        )
        if excess:
            matter.working.warn(
                "REPRESENTATION_IN_EXCESS",
                f"{fact.holder} is asked on {written_out(asked_on.value)} to vouch for more than "
                "the agreement lets it be asked for.",
            )
        yield RepresentationLine(
            id=recorded.name,
            holder=fact.holder,
            asked_on=asked_on.value,
            about=fact.about,
            in_words=fact.in_words,
            excess=excess,
            clause=term.clause,
            explained_by=explained(asked_on=asked_on, excess=found),
        )
