"""How many shares each Holder asks for, by the requests that count: 2(a), 2(b).

A later request stands instead of the earlier ones, or besides them (QG12). What an amendment of the
shelf takes in comes on top (QG6). Shares are whole. Names in `missing_inputs` what is not stated.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.rules.holders.splits import ShareNumber, brought_to
from app.rules.notices.receipt import receipt
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, plain
from app.rules.registrations.joining.covered import Asking
from app.rules.registrations.joining.history import History, MoreAsked, taken_in_on
from app.rules.registrations.joining.participants import Participation, by_receipt
from app.rules.registrations.requests.asking import second_letter
from app.rules.registrations.requests.ruling import RegistrationRuling
from app.rules.values.numbered import numbered


def askings(
    ruling: RegistrationRuling, taking_part: Participation, history: History, matter: Matter
) -> tuple[Asking, ...]:
    """The requests that count, in their order, each with the number that stands once it has come.

    A Holder's later request stands instead of its earlier ones, or besides them (QG12).
    """
    if not ruling.stands and not history.volunteered(ruling):
        return ()
    found: list[tuple[Asking, bool | None]] = []
    for letter in ruling.asked.counted:
        for holder, shares in letter.requests.items():
            if shares.value is None:
                clause = matter.terms.requisite_holders.clause
                matter.working.miss("shares", f"the allocation of {holder}", clause)
            if holder in ruling.asked.unrecognised:
                continue
            asked_on, received_on = letter.asked_on, letter.received_on
            asking = Asking(
                holder, shares, asked_on, received_on, letter.source, told_by=letter.told_by
            )
            found.append((asking, letter.in_addition))
    for joined in sorted(taking_part.joins, key=by_receipt):
        if joined.in_force:
            amended_on = plain(joined.amended_on)
            asked_on, received_on = joined.asked_on, amended_on or joined.result.received_on
            holder, source = joined.result.holder, joined.source
            asking = Asking(
                holder,
                joined.shares,
                asked_on,
                received_on,
                source,
                in_from=amended_on,
                reached_on=joined.result.received_on if amended_on else None,
                told_by=joined.told_by,
            )
            found.append((asking, joined.in_addition))
    by_joining = {joined.source for joined in taking_part.joins}
    found += [(more, True) for more in _taken_in_besides(found, history, matter)]
    known = [
        (
            _perhaps_taken_back(asking, history, matter)
            if asking.source in by_joining
            else replace(asking, taken_back_on=_taken_back_on(asking, history)),
            in_addition,
        )
        for asking, in_addition in found
    ]
    return _with_second_letters(known, history, matter)


def _with_second_letters(
    found: Sequence[tuple[Asking, bool | None]], history: History, matter: Matter
) -> tuple[Asking, ...]:
    """The requests, one of each Holder a day, each for what it then asks for in all.

    What is asked of an amendment of the shelf comes on top of what the shelf covers: it takes in
    additional securities (2(a)(ii)). Of requests for one amendment QG12 says which stand.
    """
    of_holder: defaultdict[str, list[tuple[Asking, bool | None]]] = defaultdict(list)
    for each in found:
        of_holder[each[0].holder].append(each)
    together: list[Asking] = []
    for its_own in of_holder.values():
        if len(its_own) > 1:
            together += _one_a_day(its_own, history, matter)
        else:  # nothing of its own for it to stand instead of, or besides
            [(asking, in_addition)] = its_own
            together.append(replace(asking, in_addition=in_addition))
    # In the order in which they last came, as without second letters.
    order = {(asking.holder, asking.source): place for place, (asking, _) in enumerate(found)}
    return tuple(sorted(together, key=lambda asking: order[asking.holder, asking.source]))


def _one_a_day(
    its_own: Iterable[tuple[Asking, bool | None]], history: History, matter: Matter
) -> Iterator[Asking]:
    """The requests of one Holder, one a day."""
    of_day: defaultdict[date | None, dict[second_letter.AskedByLetter, Asking]] = defaultdict(dict)
    for asking, in_addition in its_own:
        asked = second_letter.AskedByLetter(
            asking.holder,
            asking.shares,
            _when(asking),
            in_addition,
            asking.told_by,
            asking.source,
        )
        of_day[asking.in_from][asked] = asking
    before: Asking | None = None
    for amended_on in sorted(of_day, key=lambda day: day or date.min):
        asked_then = of_day[amended_on]
        stood, at_first = before, None
        for same_day in second_letter.days_of(asked_then):
            asking = asked_then[same_day[-1]]
            earlier = _still_asked(at_first, asking, history, matter)
            stands = second_letter.stands_after(earlier, same_day, matter)
            at_first = replace(asking, shares=stands.shares, in_addition=stands.last.in_addition)
            before = _besides(stood, at_first, same_day[-1], history, matter)
            yield before


def _besides(
    stood: Asking | None,
    asking: Asking,
    letter: second_letter.AskedByLetter,
    history: History,
    matter: Matter,
) -> Asking:
    """What a Holder has in all once an amendment has taken in what it asked for.

    What it says it wants instead of what stood stands alone.
    """
    if asking.in_from is None or letter.in_addition is False:
        return asking
    earlier = _still_asked(stood, asking, history, matter)
    if earlier is None:
        return asking
    more = replace(letter, shares=asking.shares, in_addition=True)
    return replace(asking, shares=second_letter.stands_after(earlier, (more,), matter).shares)


def _when(asking: Asking) -> tuple[date, date]:
    received = asking.received_on or date.max
    return received, asking.asked_on or received


def _still_asked(
    before: Asking | None, asking: Asking, history: History, matter: Matter
) -> Sourced[ShareNumber | None] | None:
    """What a Holder had asked for when it asked anew; None if it had taken that back."""
    received = asking.received_on
    if before is None:
        return None
    if before.taken_back_on is not None and (received is None or before.taken_back_on <= received):
        return None
    number, written_on = before.shares.value, before.asked_on
    if number is None or history.register is None or written_on is None:
        return Sourced(number, before.shares.source)
    stated = Sourced(number, before.shares.source)
    splits, until = history.register.splits, asking.asked_on
    whose = f"Asked for by {asking.holder}"
    brought = brought_to(whose, stated, written_on, until, splits, matter)
    return Sourced(brought.value, brought.source)


def _taken_in_besides(
    found: Sequence[tuple[Asking, bool | None]], history: History, matter: Matter
) -> Iterator[Asking]:
    """Further shares that an amendment of the shelf took in, besides what a Holder had."""
    for more in history.more:
        if more.for_sale and not history.amendments:
            continue
        sent = receipt(more.delivery, matter, f"{more.source}/delivery")
        if sent.flaw is not None or not more.recognised:
            continue
        asked_on = sent.received_on.value if sent.received_on else more.delivery.happened_on
        amended_on = plain(taken_in_on(more.holder, asked_on, history))
        if amended_on is None:
            continue
        if sent.received_on is None and not _was_taken_in(more.holder, amended_on, history):
            # Whether it was received, and so what was taken in for it, is not recorded.
            if not more.for_sale:
                yield _taken_in(more, Sourced(None, more.shares.source), amended_on)
            continue
        if more.shares.value is None:
            shelf = matter.terms.shelf
            matter.working.miss(
                "shares",
                f"the allocation of {more.holder}",
                shelf.clause if shelf else matter.terms.effectiveness.clause,
                posted_as="procedure_requested.shares",
            )
        shares = more.shares
        if more.for_sale:
            beyond = _beyond(more, found, matter)
            if beyond is None:
                continue
            shares = beyond
        yield _taken_in(more, shares, amended_on)


def _was_taken_in(holder: str, amended_on: date, history: History) -> bool:
    """Whether an amendment of a day is said to have taken in what this Holder asked for."""
    return any(each.holder == holder and each.on.value == amended_on for each in history.amendments)


def _taken_in(more: MoreAsked, shares: Sourced[int | None], amended_on: date) -> Asking:
    asked_on = more.delivery.happened_on
    return Asking(more.holder, shares, asked_on, amended_on, more.source, in_from=amended_on)


def _beyond(
    more: MoreAsked, found: Iterable[tuple[Asking, bool | None]], matter: Matter
) -> Sourced[int | None] | None:
    """By how many shares what it asks to sell off the shelf exceeds what it has there, if known."""
    its_own = [asking.shares for asking, _ in found if asking.holder == more.holder]
    has = sum(shares.value or 0 for shares in its_own)
    wants = more.shares.value
    if wants is None or any(shares.value is None for shares in its_own) or wants <= has:
        return None
    shelf = matter.terms.shelf
    beyond: int | None = wants - has
    return matter.working.step(
        "joining.beyond_shelf",
        shelf.clause if shelf else matter.terms.effectiveness.clause,
        f"{more.holder} asks to sell {numbered(wants, 'share')} off the shelf, on which it "
        f"has {has:,}: the amendment takes in {beyond:,}.",
        beyond,
        {"wants": more.shares, **{f"has_{n}": each for n, each in enumerate(its_own, start=1)}},
        readings=("takedown_off_shelf",),
    )


def _perhaps_taken_back(asking: Asking, history: History, matter: Matter) -> Asking:
    """A request to join; what its Holder took back that day it may have asked for after that."""
    taken = history.taken_back.of(asking.holder, asking.asked_on)
    if taken is None or taken.on.value != asking.asked_on or taken.before_letters is not None:
        return replace(asking, taken_back_on=plain(taken.on) if taken else None)
    matter.working.miss(
        "before_letters",
        f"whether what {asking.holder} asked for that day was taken back",
        matter.terms.requisite_holders.clause,
        posted_as="withdrawn.before_letters",
    )
    return replace(asking, shares=Sourced(None, asking.shares.source))


def _taken_back_on(asking: Asking, history: History) -> date | None:
    taken = history.taken_back.of(asking.holder, asking.asked_on)
    return taken.on.value if taken else None
