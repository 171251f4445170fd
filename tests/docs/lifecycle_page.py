"""`python -m tests.docs.lifecycle_page` writes docs/lifecycle.md, the table of the lifecycle."""

from pathlib import Path

from app.rules.facts.declaration import KINDS, STATES, Accepted, Flagged, Verdict
from app.rules.facts.life.lifecycle import (
    LIFECYCLE,
    SAID_ELSEWHERE,
    UNREACHABLE,
    WARNINGS,
    unreachable,
    verdict,
)
from app.rules.record.guards.life import OF_KIND

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"
TOLD = """# Which fact may come when

Every kind of fact in the life of a registration, in every state of every kind of registration. Each
kind of fact declares its row beside itself (in `app/rules/facts`), this page is written from the
declarations, and a test tries every cell. A cell says what becomes of a fact that comes in that
state:

- `+` it is recorded, and needs no word;
- `+ CODE` it is recorded, and every answer of the registration warns of it under that code;
- `- code` it cannot be true beside the other facts and is refused (422) with that code, whichever
  of them is posted first.

On the very day on which a state begins a fact may still have come before it, except where a
registration is effective or sold: then it is too late that day to withdraw, to abandon or to delay.
A fact that comes late, and a correction, are judged by what stands, not by the order of posting.
What a fact needs (a filing before effectiveness, a claim before its bill) is taken to be on the
record wherever the state lets it be. Under the reading `company_may_abandon=false` (QC13) an
abandonment ends nothing, and the record goes on as if it were not there.

Facts of the agreement (holdings, instruments, covenants, reports), what sets a registration going,
and corrections belong to no state of a registration; the guards of their subjects judge them.
"""


def _mark(found: Verdict) -> str:
    if isinstance(found, Accepted):
        return "+"
    return f"+ {found.code}" if isinstance(found, Flagged) else f"- {found.code}"


def page() -> str:
    """The page, whole."""
    parts = [TOLD, "## The warnings\n", "| code | says |", "|---|---|"]
    warnings = {**WARNINGS, **SAID_ELSEWHERE}
    parts += [f"| `{code}` | {says.format(since='the day')} |" for code, says in warnings.items()]
    for kind in KINDS:
        states = [each for each in STATES if not unreachable(kind, each)]
        parts += ["", f"## {OF_KIND[kind][0].upper()}{OF_KIND[kind][1:]}\n"]
        parts += [f"- Never `{state}`: {why}" for state, why in UNREACHABLE[kind].items()]
        foreign = []
        rows = []
        for fact, row in LIFECYCLE.items():
            name = fact.model_fields["kind"].default
            if kind not in row.of:
                foreign.append(f"`{name}`")
                continue
            cells = " | ".join(_mark(verdict(fact, kind, each)) for each in states)
            rows.append(f"| `{name}` | {cells} |")
        if foreign:
            parts.append(f"- Not of this kind (`not_for_this_kind`): {', '.join(foreign)}.")
        parts += ["", f"| fact | {' | '.join(states)} |", f"|---|{'---|' * len(states)}", *rows]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
