"""What to do about each problem; its meaning is its title (`app.api.answering.problems`)."""

from collections.abc import Mapping
from typing import Final

AGAIN = "Wait as long as `Retry-After` says, then send the same request again."
KEYED = f"{AGAIN} Under an `Idempotency-Key` it is carried out once."
REMEDIES: Final[Mapping[str, str]] = {
    "malformed_json": "Send one JSON document in UTF-8 that names each field once.",
    "bad_request": "Send the request anew; it broke off, or is not HTTP.",
    "unauthenticated": "Send a key or a token: `Authorization: Bearer …`.",
    "scope_missing": "Use a credential with the scope that the answer names.",
    "not_found": "Check the path and the ids in it; the lists (`GET /v1/agreements`) show them.",
    "method_not_allowed": "Use one of the methods in the header `Allow`.",
    "body_late": "Send the body at once, after the headers.",
    "already_exists": "Choose another id, or leave it out and one is made.",
    "record_moved": KEYED,
    "request_in_progress": AGAIN,
    "record_changed": "Read the record again, decide anew, and send its new `ETag`.",
    "record_stands": "Leave `If-None-Match` out, or read what is there.",
    "condition_required": "Read the record, and send its `ETag` as `If-Match`; `*` is any state.",
    "body_too_large": "Send less: the detail says how much is taken.",
    "unsupported_media_type": "Send `Content-Type: application/json`, without a coding.",
    "encoded_body": "Send the body without a coding (no `Content-Encoding`).",
    "invalid_input": "Mend what `errors` lists: every fault with its place.",
    "idempotency_key_reused": "Use a new key for a new request.",
    "too_many_requests": AGAIN,
    "internal_error": "Nothing was stored. Tell the operator the `X-Request-ID`.",
    "busy": KEYED,
    "storage_unavailable": "Ask again later; `GET /readyz` tells when it is ready.",
    "schema_altered": "The operator has to look at the database: `python -m app check`.",
    "docket_altered": "The operator has to look at the database: `python -m app check`.",
    "clock_disagrees": "The operator has to look at the clock of the machine.",
    "outcome_unknown": "Send it again under the same `Idempotency-Key`, or read the record first.",
    "identity_unavailable": "Use an API key, or ask again later.",
    "timed_out": "Ask for less (`explain=none`, fewer readings), or ask again.",
}
