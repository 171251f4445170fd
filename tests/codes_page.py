"""`python -m tests.codes_page` writes docs/codes.md from the table of codes."""

from pathlib import Path
from typing import Final

from app.api.description.codes import CODES, Use

PAGE = Path(__file__).parents[1] / "docs" / "codes.md"
TOLD = """# What a code means

Every code that an answer or a problem may hold, as `GET /v1/codes` lists it. This page is written
from the table in `app/api/description/codes`; a test holds every answer of the whole suite against
it. The sentence beside a code in an answer says more: which Holder, which day, how many shares.
"""
HEADINGS: Final[dict[Use, str]] = {
    "problem": "Problems: why a request was not carried out (`code`)",
    "fault": "Faults that a problem lists (`errors[].code`)",
    "decision": "Decisions (`decision`)",
    "reason": "Reasons of decisions and numbers (`reason`)",
    "warning": "Warnings (`warnings[].code`)",
    "assumption": "Assumptions (`assumptions[].code`)",
    "finding": "What a check of terms finds (`findings[].code`)",
}


def page() -> str:
    """The page, whole."""
    parts = [TOLD]
    for use, heading in HEADINGS.items():
        parts.append(f"## {heading}\n\n| code | means | remedy |\n|---|---|---|")
        for each in (code for code in CODES if code.used_as == use):
            status = f" ({each.status})" if each.status else ""
            parts.append(f"| `{each.code}`{status} | {each.says} | {each.remedy} |")
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
