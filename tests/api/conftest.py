"""What tests of the API share beside the service: an agreement of three Holders."""

import pytest

from tests.api.calls import make_agreement
from tests.running.service import Service


@pytest.fixture
def abc(service: Service) -> str:
    """The 1998 agreement among a, b and c, who hold 660,000, 340,000 and 100,000 shares."""
    body = {
        "template": "ctc-1998",
        "id": "abc",
        "holders": [
            {"id": "a", "name": "A", "preferred_as_converted": 600_000, "warrant_shares": 60_000},
            {"id": "b", "name": "B", "preferred_as_converted": 300_000, "common": 40_000},
            {"id": "c", "name": "C", "common": 100_000},
        ],
    }
    identifier: str = make_agreement(service, body)["result"]["id"]
    return identifier
