"""No paper bears a day after that on which it was delivered: clause 3(a)(viii)."""

import pytest

from tests.api.bodies import Json, declared_effective, fact, filed
from tests.api.calls import demanded, post_events
from tests.api.refusals import faults
from tests.running.service import Service

PAPERS: dict[str, Json] = {
    "opinion_delivered": {"topics": ["effectiveness"]},
    "comfort_letter_delivered": {"information_to": "1999-05-25"},
}


@pytest.mark.parametrize(("kind", "says"), PAPERS.items(), ids=PAPERS)
def test_is_refused(service: Service, kind: str, says: Json) -> None:
    name = demanded(service, filed("1999-05-03"), declared_effective("1999-06-01"))
    early = fact(kind, "1999-06-01", dated="1999-06-20", **says)
    refused = service.post(f"/v1/registrations/{name}/events", early)
    assert faults(refused) == {"/dated": "not_yet_happened"}
    post_events(service, name, early | {"occurred_on": "1999-06-20"})
