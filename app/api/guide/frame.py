"""The frame around a page: where one is, where one may go, and what is on the page.

All addresses are relative, so that they hold behind a proxy that adds a prefix.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Final

from app.api.guide.markdown import Heading, Rendered, plain
from app.api.guide.pages import Page

NAME: Final = "Registration Rights"
_LONG: Final = 2
"""From so many headings on a page says what is on it."""


def relative(address: str, here: str) -> str:
    """An address of the guide as it is written on a page of it; `/docs` leads out of the guide."""
    up = "../" * here.count("/")
    if address.startswith("/"):
        return f"../{up}{address[1:]}"
    return f"{up}{address}" or "./"


def whole(page: Page, rendered: Rendered, pages: Mapping[str, Page]) -> str:
    """A page in its frame."""
    order = list(pages)
    place = order.index(page.address)
    turned = [("prev", "Before", order[place - 1])] if place else []
    if place + 1 < len(order):
        turned.append(("next", "Next", order[place + 1]))
    turning = "".join(
        f'<a rel="{how}" href="{relative(address, page.address)}"><small>{word}</small>'
        f"{_title(pages[address])}</a>"
        for how, word, address in turned
    )
    above = pages.get(page.above or "")
    crumbs = escape(page.section)
    if page.above and above:
        crumbs += f' / <a href="{relative(above.address, page.address)}">{_title(above)}</a>'
    body = (
        f'<main id="content"><p class="crumbs">{crumbs}</p><h1>{_title(page)}</h1>\n'
        f"{rendered.html}"
        f'<nav class="turn" aria-label="Next and previous page">{turning}</nav></main>'
        f"{_on_this_page(rendered.headings)}"
    )
    return _framed(page.title, page.address, body, "".join(_side(page, pages)))


def not_found(here: str, pages: Mapping[str, Page]) -> str:
    """What stands where there is no page: the ways on."""
    starts = [pages[""], *(next(_of(section, pages)) for section in _sections(pages))]
    links = "".join(
        f'<li><a href="{relative(each.address, here)}">{_title(each)}</a></li>'
        for each in dict.fromkeys(starts)
    )
    body = (
        '<main id="content"><h1>There is no such page</h1>'
        "<p>It may have moved. Search above, choose from the list at the side, or begin with one "
        f"of these:</p><ul>{links}</ul></main>"
    )
    return _framed("No such page", here, body, "".join(_side(None, pages, here)))


def _framed(title: str, here: str, body: str, side: str) -> str:
    root = relative("", here)
    return f"""<!doctype html>
<html lang="en" data-root="{root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(plain(title))} · {NAME}</title>
<link rel="icon" href="{relative("guide.svg", here)}">
<link rel="stylesheet" href="{relative("guide.css", here)}">
<script src="{relative("guide.js", here)}" defer></script>
</head>
<body>
<a class="skip" href="#content">To the page</a>
<header>
<a class="menu" href="#side" aria-label="All pages">☰</a>
<a class="name" href="{root}">{NAME} <span>Guide</span></a>
<div class="search" role="search"><input type="search" placeholder="Search" aria-label="Search the \
guide" autocomplete="off" spellcheck="false"><div class="found" hidden></div></div>
<a class="out" href="{relative("/docs", here)}">Try the API</a>
</header>
<div class="frame">
<nav id="side" aria-label="All pages"><a class="close" href="#content">Close ×</a>{side}</nav>
{body}
</div>
</body>
</html>
"""


def _on_this_page(headings: Iterable[Heading]) -> str:
    shown = [each for each in headings if each.level <= 3]
    if len(shown) < _LONG:
        return ""
    links = "".join(
        f'<li class="l{each.level}"><a href="#{escape(each.anchor)}">{escape(each.text)}</a></li>'
        for each in shown
    )
    return f'<aside aria-label="On this page"><p>On this page</p><ul>{links}</ul></aside>'


def _side(page: Page | None, pages: Mapping[str, Page], here: str = "") -> Iterator[str]:
    """All pages by section; the parts of a page only where one is among them."""
    here = page.address if page else here
    opened = {page.address, page.above} if page else set()
    for section in _sections(pages):
        yield f"<h2>{escape(section)}</h2><ul>"
        for each in _of(section, pages):
            if each.above is None or each.above in opened:
                part = ' class="part"' if each.above else ""
                now = ' aria-current="page"' if page and each.address == page.address else ""
                href = relative(each.address, here)
                yield f'<li{part}><a href="{href}"{now}>{_title(each)}</a></li>'
        yield "</ul>"


def _sections(pages: Mapping[str, Page]) -> list[str]:
    return [section for section, _ in groupby(pages.values(), lambda page: page.section)]


def _of(section: str, pages: Mapping[str, Page]) -> Iterator[Page]:
    return (page for page in pages.values() if page.section == section)


def _title(page: Page) -> str:
    return escape(plain(page.title))
