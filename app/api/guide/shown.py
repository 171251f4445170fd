"""A page put together: its Markdown rendered, its links led on, its requests in every way."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.routing import BaseRoute

from app.api.guide.frame import relative, whole
from app.api.guide.markdown import Rendered, rendered
from app.api.guide.pages import Page, page_of, pages
from app.api.guide.samples import Sample, read, samples

OWN: Final = re.compile(r"http://127\.0\.0\.1:8000(?=/)")
"""The address under which documents name the service that shows them."""
GUIDE: Final = "/guide/"


def page_shown(page: Page, routes: Sequence[BaseRoute]) -> str:
    """The page as HTML, whole."""
    return whole(page, as_html(page, routes), pages())


def as_html(page: Page, routes: Sequence[BaseRoute]) -> Rendered:
    """The page without its frame."""

    def in_every_way(block: str) -> Iterable[Sample]:
        return samples(read(block), routes)

    return rendered(page.text, lambda link: leads_to(page, link), in_every_way)


def leads_to(page: Page, link: str) -> str | None:
    """Where a link of a page leads on the site; None for what the site does not hold."""
    place = OWN.sub("", link)
    if re.match(r"[a-z]+:", place) or (place.startswith("#") and page.file is None):
        return place
    address, _, anchor = place.partition("#")
    if not address:  # of a document in parts the heading may stand on another page
        found = page_of(page.file or "", anchor)
    elif address.startswith("/"):
        found = pages().get(address.removeprefix(GUIDE)) if address.startswith(GUIDE) else None
        if found is None:
            return None if address.startswith(GUIDE) else relative(place, page.address)
    else:
        folder = posixpath.dirname(page.file or "")
        found = page_of(posixpath.normpath(posixpath.join(folder, address)), anchor)
    if found is None:
        return None
    is_page = found.address.rpartition("/")[2] == anchor
    return relative(found.address, page.address) + (f"#{anchor}" if anchor and not is_page else "")
