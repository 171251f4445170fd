"""Each rule on its own, without a record: what `/v1/compute/…` answers.

The functions here only arrange inputs and results; the computing is done by the same rules that
serve the record. Inputs carry `request:` sources. Raises `OutsideCalendar` beyond the calendars.
"""
