"""The page on the record as evidence: the check of hashes it prints finds what was changed."""

import re
from pathlib import Path
from typing import Any

from tests.api.calls import EXAMPLE, ok
from tests.service import Service

PAGE = (Path(__file__).parents[1] / "docs" / "record.md").read_text(encoding="utf-8")


def broken_link(export: Any) -> int | None:
    """The position that the page's own code finds."""
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102  # a page of our own
    found: int | None = names["broken_link"](export)
    return found


def exported(service: Service) -> Any:
    return ok(service.get(f"/v1/agreements/{EXAMPLE}/export"))


def test_an_export_fits(service: Service) -> None:
    assert broken_link(exported(service)) is None


def test_a_changed_fact_is_found(service: Service) -> None:
    export = exported(service)
    export["facts"][4]["payload"]["holder"] = "somebody-else"
    assert broken_link(export) == 5


def test_a_fact_left_out_is_found(service: Service) -> None:
    export = exported(service)
    del export["facts"][7]
    assert broken_link(export) == 9
