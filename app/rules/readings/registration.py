"""Readings of shelf, takedown, incidental registration and cutback: QC1 to QC25."""

from typing import Annotated

from pydantic import StrictBool

from app.rules.readings.reading import YES_NO, Reading, ReadingGroup


class RegistrationReadings(ReadingGroup):
    """What the other registrations ask for, and who may sell when not all shares fit."""

    standstill_applies_to_takedown: Annotated[
        StrictBool,
        Reading(
            "QC7",
            "2(a)(iii)",
            "Does the standstill reach an underwritten sale off the shelf?",
            YES_NO,
            "The provisions on demands apply to it as far as reasonably possible.",
        ),
    ] = True
