"""A page's Markdown as HTML: links led on, requests shown in every way of sending them.

`<!-- 201 -->` before a block of JSON says that it is the answer, with its status; other comments
are not shown. No HTML of a page is passed on.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from http import HTTPStatus
from itertools import takewhile
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from app.api.guide.colours import coloured
from app.api.guide.samples import Sample

_STATUS: Final = re.compile(r"<!-- (\d{3}) -->")
_FENCE: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(r"^(#{2,4}) (.+)$", re.MULTILINE)
_ROW: Final = re.compile(r"\| ?`(\w+)`(?: \([\w ]+\))? ?\|")
_MARKS: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)|<!--.*?-->|[`*|]", re.DOTALL)
FEW: Final = 3
DEEPEST: Final = 4
"""Headings from the second level to this one can be linked to."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, and where it is."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as HTML, with its headings."""

    html: str
    headings: tuple[Heading, ...]


def plain(text: str) -> str:
    """Words without the marks of Markdown."""
    return " ".join(_MARKS.sub(r"\1", text).split())


def anchor_of(heading: str) -> str:
    """The anchor of a heading, as the places that show Markdown make it."""
    return re.sub(r"[^\w\- ]", "", plain(heading).lower()).replace(" ", "-")


def headings(text: str) -> tuple[Heading, ...]:
    """The headings of a page, without what only looks like one in code."""
    found = _HEADING.findall(_FENCE.sub("", text))
    return tuple(Heading(len(marks), plain(said), anchor_of(said)) for marks, said in found)


def row_name(line: str) -> str | None:
    """What a row of a table is about, if it begins with it as code: it can be linked to."""
    found = _ROW.match(line)
    return found[1] if found else None


def rendered(
    text: str,
    leads_to: Callable[[str], str | None],
    in_every_way: Callable[[str], Iterable[Sample]],
) -> Rendered:
    """The page; a link that leads nowhere keeps its words only."""
    parser = _parser()
    tokens = parser.parse(text)
    taken = {heading.anchor for heading in headings(text)}
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(tokens[place + 1].content))
        elif token.type == "fence":
            before = tokens[place - 1] if place else None
            status = (
                _STATUS.match(before.content) if before and before.type == "html_block" else None
            )
            token.meta["status"] = status[1] if status else None
            token.meta["samples"] = (
                tuple(in_every_way(token.content)) if token.info == "http" else ()
            )
        elif token.type == "tr_open":
            name = row_name(f"|{tokens[place + 2].content}|")
            if name is not None and name not in taken:
                taken.add(name)
                token.attrSet("id", name)
        _lead_on(token.children or (), leads_to)
    return Rendered(str(parser.renderer.render(tokens, parser.options, {})), headings(text))


def _lead_on(tokens: Sequence[Token], leads_to: Callable[[str], str | None]) -> None:
    for token in tokens:
        if token.type == "link_open":
            place = leads_to(str(token.attrGet("href")))
            if place is None:
                del token.attrs["href"]
            else:
                token.attrSet("href", place)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("html_block", _no_html)
    parser.add_render_rule("html_inline", _no_html)
    parser.add_render_rule("heading_close", _heading_close)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _no_html(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    content = tokens[place].content
    return "" if content.startswith("<!--") else escape(content)


def _heading_close(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    opened = tokens[place - 2]
    anchor = escape(str(opened.attrGet("id")))
    return f' <a class="here" href="#{anchor}" aria-label="This heading">#</a></{opened.tag}>\n'


def _table_open(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    """A table of few columns may be stacked where there is no room beside each other."""
    head = takewhile(lambda token: token.type != "thead_close", tokens[place:])
    columns = sum(token.type == "th_open" for token in head)
    return f'<div class="table{" few" if columns <= FEW else ""}"><table>\n'


def _fence(_: RendererHTML, tokens: Sequence[Token], place: int, *__: Any) -> str:
    token = tokens[place]
    language, *rest = token.info.split() or [""]
    if token.meta["samples"]:
        ways: list[Any] = [Sample("HTTP", "http", token.content.rstrip()), *token.meta["samples"]]
        shown = "".join(
            f'<div class="way" data-way="{way.name}"{" hidden" if number else ""}>'
            f"{_block(way.code, way.language)}</div>"
            for number, way in enumerate(ways)
        )
        return f'<div class="ways">{shown}</div>\n'
    if token.meta["status"]:
        status = HTTPStatus(int(token.meta["status"]))
        told = f'<p class="told">Answer: <b>{status.value} {status.phrase}</b></p>'
    elif rest:
        told = f'<p class="told">{escape(" ".join(rest).replace("_", " "))}</p>'
    else:
        told = ""
    return f'<div class="block">{told}{_block(token.content.rstrip(), language)}</div>\n'


def _block(code: str, language: str) -> str:
    return f'<pre tabindex="0"><code>{coloured(code, language)}</code></pre>'
