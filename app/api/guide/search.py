"""What the search box looks through: every heading of every page, with the words under it.

A row of a table that is about a name (a code, a field) is found by itself.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.api.guide.markdown import DEEPEST, anchor_of, headings, plain, row_name
from app.api.guide.pages import Page

_LINE: Final = re.compile(r"^(#{2,4}) (.+)$")
_FENCE: Final = re.compile(r"^(```|~~~)")
_RULE: Final = re.compile(r"\|[-:| ]+\|")


def index(pages: Iterable[Page]) -> bytes:
    """The index as JSON: address, title of the page, heading, words."""
    rows = [row for page in pages for row in _of(page)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _of(page: Page) -> Iterator[tuple[str, str, str, str]]:
    title = plain(page.title)
    heading, anchor, words = "", "", [""]
    taken = {each.anchor for each in headings(page.text)}
    in_code = False
    for line in page.text.splitlines():
        if _FENCE.match(line):
            in_code = not in_code
        found = None if in_code else _LINE.match(line)
        if found and len(found[1]) <= DEEPEST:
            yield page.address + anchor, title, heading, _words(words)
            heading, anchor, words = plain(found[2]), f"#{anchor_of(found[2])}", []
            continue
        name = None if in_code else row_name(line)
        if name is not None and name not in taken:
            taken.add(name)
            yield f"{page.address}#{name}", title, name, _words([line.split("|", 2)[2]])
        elif not _RULE.fullmatch(line):
            words.append(line)
    yield page.address + anchor, title, heading, _words(words)


def _words(lines: Iterable[str]) -> str:
    return plain(re.sub(r'["{}]', "", "\n".join(lines).replace("```", "")))
