"""The smallest document of docs/terms.md, and agreements made of it with parts put in."""

import json
import re
from pathlib import Path
from typing import Any, Final

from tests.api.bodies import Json, holder
from tests.api.calls import make_agreement
from tests.running.service import Service

_PAGE: Final = (Path(__file__).parents[3] / "docs" / "terms.md").read_text(encoding="utf-8")
_FOUND: Final = re.search(r"```json terms\n(.+?)```", _PAGE, re.DOTALL)
WHOLE: Final[Json] = json.loads(_FOUND[1]) if _FOUND else {}


def _merged(document: Any, put_in: Any) -> Any:
    """A JSON merge patch."""
    if not isinstance(document, dict) or not isinstance(put_in, dict):
        return put_in
    parts = document | {name: _merged(document.get(name), put_in[name]) for name in put_in}
    return {name: part for name, part in parts.items() if part is not None}


def larch(service: Service, holds: dict[str, int], **put_in: Any) -> str:
    """The id of an agreement of these Holders, by their shares, under the document so changed."""
    holders = [holder(name, shares) for name, shares in holds.items()]
    made = make_agreement(service, {"terms": _merged(WHOLE, put_in), "holders": holders})
    identifier: str = made["result"]["id"]
    return identifier
