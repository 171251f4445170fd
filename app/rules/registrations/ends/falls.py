"""Who has fewer shares in a registration than it asked for, and to whom they passed unrecognised.

Clauses 1(e), 1(i), 2(f) and 9(f). What a Holder no longer holds is not included; what the
allocation says of it, after a maximum too, is what is. Nothing is decided here, and nothing raises.
Shares are whole, or exact fractions that splits have left.
"""

from app.rules.reasoning.matter import Matter
from app.rules.registrations.cutback.selling import Allocation, AllocationLine
from app.rules.registrations.joining.covered import Covered
from app.rules.registrations.progress.progress import Progress, waiting_for_recognition
from app.rules.values.numbered import numbered, written
from app.rules.values.written_dates import written_out


def warn_of_falls(progress: Progress, allocation: Allocation, matter: Matter) -> None:
    """Say whose shares have fallen, what is included of them, and who is not recognised yet."""
    lines = {line.seller: line for line in allocation.lines}
    for holder, covered in progress.covered.items():
        if covered.short is not None:
            _warn(holder, covered, lines.get(holder), matter)
    for holder in waiting_for_recognition(progress, matter, owed=True):
        matter.working.warn(
            "INCLUSION_NOT_RECOGNISED",
            f"Registered shares passed to {holder}, whom the Company need not yet recognise; until "
            "it must, it includes none of them.",
        )


def _warn(holder: str, covered: Covered, line: AllocationLine | None, matter: Matter) -> None:
    short, asked = covered.short, covered.asked.value
    if short is None or asked is None:
        return
    besides = f" besides {written(short.besides)} that it took over" if short.besides else ""
    then = "when its request was received" if short.at_once else f"on {written_out(short.on)}"
    matter.working.warn(
        "MORE_THAN_HELD" if short.at_once else "INCLUSION_FELL",
        f"{holder} asked for {numbered(asked, 'share')}{besides}, and {then} held fewer"
        + "".join(f", {written(shares)} having passed to {taker}" for taker, shares in short.passed)
        + f"; {_included(covered, line)}.",
    )


def _included(covered: Covered, line: AllocationLine | None) -> str:
    """What is included in the end, so far as that is known."""
    whole = covered.whole.value
    included = whole if line is None else line.included
    if included is None:
        return "how many are included is not known"
    cut = whole is not None and included < whole
    return f"{included:,} {'is' if included == 1 else 'are'} included" + (
        " after the cutback" if cut else ""
    )
