"""`python -m tests.docs.codes_page` writes docs/codes.md from the table of codes."""

from pathlib import Path

from app.api.guide.reference.codes import HEADINGS, code_table

PAGE = Path(__file__).parents[2] / "docs" / "codes.md"
TOLD = """# What a code means

Every code that an answer or a problem may hold, as `GET /v1/codes` lists it. This page is written
from the table in `app/api/description/codes`; a test holds every answer of the whole suite against
it. The sentence beside a code in an answer says more: which Holder, which day, how many shares.
"""


def page() -> str:
    """The page, whole."""
    parts = [TOLD]
    for use, heading in HEADINGS.items():
        parts += [f"## {heading}\n\n{code_table(use)}", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
