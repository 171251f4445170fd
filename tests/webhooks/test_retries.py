"""When a try is repeated: four times as long each time, spread a little, six hours at most."""

from datetime import UTC, datetime, timedelta

import pytest

from app.services.webhooks.retries import LONGEST, Called, next_try, wait

NOW = datetime(1999, 5, 13, 12, tzinfo=UTC)


def test_waits_grow_and_end_growing() -> None:
    waits = [wait(failures, 0.0).total_seconds() for failures in range(1, 10)]
    assert waits == [5, 20, 80, 320, 1280, 5120, 20480, 21600, 21600]
    assert wait(10_000, 0.0) == LONGEST


def test_chance_spreads_them_by_a_fifth() -> None:
    assert wait(2, -1.0) == timedelta(seconds=16)
    assert wait(2, 1.0) == timedelta(seconds=24)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        (None, 5),
        ("2", 5),
        ("60", 60),
        ("999999999999999999999", 21600),
        ("Thu, 13 May 1999 12:01:00 GMT", 60),
        ("Thu, 13 May 1999 11:00:00 GMT", 5),
        ("Thu, 13 May 1999 12:01:00", 5),
        ("soon", 5),
        ("-1", 5),
    ],
)
def test_a_receiver_may_ask_for_more(asked: str | None, seconds: int) -> None:
    called = Called("refused", 503, asked)
    assert next_try(NOW, 1, 0.0, called) == NOW + timedelta(seconds=seconds)
