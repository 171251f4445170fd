"""Every worked case, posed over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.conftest import IS_CASE
from tests.cases.runner import NotSupported, differences, run
from tests.running.service import Service


def test_case(
    case: dict[str, Any], case_service: Service, record_property: Callable[[str, object], None]
) -> None:
    record_property(*IS_CASE)
    try:
        found = run(case_service, case)
    except NotSupported as kind:
        pytest.skip(f"not supported: {kind}")
    assert not differences(case["expect"], found), case["reasoning"]
