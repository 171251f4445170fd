"""What open questions leave: every way in which a record may have gone."""
