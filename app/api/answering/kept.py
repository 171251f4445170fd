"""Answers that are kept: the response is the very bytes on record, and names the record."""

from collections.abc import Mapping

from app.services.evidence.evaluations import KeptAnswer

EVALUATION_ID = "Evaluation-Id"
HEADERS = {
    EVALUATION_ID: "The id under which this answer is kept, to the byte.",
    "Link": "Where the kept answer is, with all that it was computed from.",
}
"""What the headers of a kept answer say, for the OpenAPI document."""


def headers_of(kept: KeptAnswer[object]) -> Mapping[str, str]:
    """The headers that name a kept answer; none for one that was only given."""
    if kept.evaluation_id is None:
        return {}
    where = f'</v1/evaluations/{kept.evaluation_id}>; rel="describedby"'
    return {EVALUATION_ID: kept.evaluation_id, "Link": where}
