"""Damages end with the rights, and each default is one only while it is agreed, over HTTP.

As in `test_damages_on_record.py`: late from 6 March 2025, a accrues 2,000.00 a day, b 1,333.33⅓.
"""

import pytest

from tests.api.bodies import Json, amendment, instrument
from tests.api.calls import post_fact
from tests.api.description.explanation import audit_registration
from tests.api.money.test_damages_on_record import FLAT, LATE, MISSED, accrued, duty, made, stated
from tests.running.service import Service

RIGHTS_ENDED = instrument("2025-03-13", "a", "b", kind="rights_ended")
UNLISTED: Json = {"for": {"market": {"while": [{"not": {"asserted": "listed"}}]}}}


class TestTheRightsEnd:
    """On 13 March, after seven days late."""

    def test_with_them_what_accrues(self, service: Service) -> None:
        made(service, LATE, RIGHTS_ENDED)
        assert accrued(service, "2025-03-12") == {"a": "14000.00", "b": "9333.33"}
        assert accrued(service, "2025-04-04") == {"a": "14000.00", "b": "9333.33"}
        assert duty(service, "2025-03-14") == ("2025-03-19", "open")
        assert audit_registration(service, "shelf", "owed", "2025-04-04").unexplained() == []

    def test_with_them_what_is_owed_for_conditions(self, service: Service) -> None:
        """Not listed from 6 March on: seven days of 250.00 to each."""
        made(
            service,
            FLAT | UNLISTED,
            stated("listed", "2025-03-06", holds=False),
            RIGHTS_ENDED,
            conditions={"listed": {"says": "The shares are listed", "if_not_stated": "holds"}},
        )
        assert accrued(service, "2025-04-04") == {"a": "1750.00", "b": "1750.00"}

    def test_a_default_that_has_not_begun_begins_no_more(self, service: Service) -> None:
        effect = {"effect": MISSED["effect"]}
        made(service, LATE | {"for": effect, "at_once": {"rate": "1/100"}}, RIGHTS_ENDED)
        assert accrued(service, "2025-06-04") == {"a": "0.00", "b": "0.00"}

    def test_an_end_by_time_leaves_what_is_under_way(self, service: Service) -> None:
        """So do the duties: thirty days by 4 April."""
        made(service, LATE, ends={"time": {"clause": "9", "on": {"date": "2025-03-13"}}})
        assert accrued(service, "2025-04-04") == {"a": "60000.00", "b": "40000.00"}


class TestADefaultThatIsAmended:
    """On 13 March, seven days after the filing was late."""

    @pytest.mark.parametrize(
        ("before", "changes", "expected"),
        [
            pytest.param(
                LATE | {"for": {"effect": MISSED["effect"]}},
                {"/damages/late/for/filing": MISSED["filing"]},
                "6000.00",
                id="put in, three days",
            ),
            pytest.param(
                LATE,
                {"/damages/late/for": {"effect": MISSED["effect"]}},
                "14000.00",
                id="taken out, seven days",
            ),
            pytest.param(
                FLAT | {"for": {"stopped": {"without": "sales"}}},
                {"/damages/late": LATE},
                "6000.00",
                id="in place of another, three days",
            ),
        ],
    )
    def test_accrues_only_while_it_is_agreed(
        self, service: Service, before: Json, changes: Json, expected: str
    ) -> None:
        made(service, before)
        signed = amendment("2025-03-13", changes, "a", "b", reaches_requested=True)
        post_fact(service, signed, "owed")
        assert accrued(service, "2025-03-15")["a"] == expected
