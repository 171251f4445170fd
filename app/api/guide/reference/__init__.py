"""Pages that the code itself gives: what `GET /v1/facts`, `/v1/codes` and the like answer."""
