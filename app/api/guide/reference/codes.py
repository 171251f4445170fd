"""Every code, what it means and what to do: a page for each use."""

from collections.abc import Iterator
from typing import Final

from app.api.description.codes import CODES, Use
from app.api.guide.reference.page import Made

ABOVE: Final = "reference/codes"
HEADINGS: Final[dict[Use, str]] = {
    "problem": "Problems: why a request was not carried out (`code`)",
    "fault": "Faults that a problem lists (`errors[].code`)",
    "decision": "Decisions (`decision`)",
    "reason": "Reasons of decisions and numbers (`reason`)",
    "warning": "Warnings (`warnings[].code`)",
    "assumption": "Assumptions (`assumptions[].code`)",
    "finding": "What a check of terms finds (`findings[].code`)",
}
_TOLD: Final = """Every code that an answer or a problem may hold, as `GET /v1/codes` lists it. The
sentence beside a code in an answer says more: which Holder, which day, how many shares.

"""


def code_pages() -> Iterator[Made]:
    """The list of uses, and a page for each."""
    links = (f"- [{heading}](/guide/{ABOVE}/{use})" for use, heading in HEADINGS.items())
    yield Made(ABOVE, "What a code means", _TOLD + "\n".join(links))
    for use, heading in HEADINGS.items():
        yield Made(f"{ABOVE}/{use}", heading.partition(" (")[0], code_table(use), ABOVE)


def code_table(use: Use) -> str:
    """The codes of one use, one in a row."""
    rows = ["| code | means | remedy |", "|---|---|---|"]
    for each in (code for code in CODES if code.used_as == use):
        status = f" ({each.status})" if each.status else ""
        rows.append(f"| `{each.code}`{status} | {each.says} | {each.remedy} |")
    return "\n".join(rows)
