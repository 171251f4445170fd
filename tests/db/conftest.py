"""What the tests of the record as evidence share: the demonstration, and its database in hand."""

from collections.abc import Iterator

import pytest

from app.db.engine import Database
from tests.running.service import Service, serving


@pytest.fixture
def loaded(demonstration_url: str) -> Iterator[Database]:
    """An open database with the demonstration data."""
    opened = Database(demonstration_url)
    yield opened
    opened.dispose()


@pytest.fixture
def evidence(loaded: Database) -> Iterator[Service]:
    """The service on that database, which a test may tamper with."""
    with serving(loaded) as running:
        yield running
