"""The docket: kept in step with every record, watched, and listed across agreements."""
