"""Every reading: the question, the choices, the default and its reason."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from pydantic import BaseModel

from app.api.guide.reference.page import Made, cell
from app.rules.terms import (
    CataloguedReading,
    DemandReadings,
    MoneyReadings,
    RegistrationReadings,
    SuspensionReadings,
    TimeReadings,
    TransferReadings,
    cited,
    every_reading,
)
from app.services.agreements.templates import template

ABOVE: Final = "reference/readings"
_SUBJECTS: Final[Mapping[str, tuple[str, type[BaseModel]]]] = {
    "time": ("Days and notices", TimeReadings),
    "demand": ("Demands", DemandReadings),
    "registration": ("Registrations", RegistrationReadings),
    "suspension": ("Delays and suspensions", SuspensionReadings),
    "money": ("Money", MoneyReadings),
    "transfer": ("Holders and transfers", TransferReadings),
}
_TOLD: Final = """The points on which two careful lawyers could compute differently. Each is a
setting with a default; the reason for the default stands beside it. An answer names the readings it
rests on. [How one is chosen](/guide/counsel/readings), and [why there are readings at
all](/guide/ideas/readings). `GET /v1/readings` answers the same to a program.

| subject | questions |
|---|---|
"""


def reading_pages() -> Iterator[Made]:
    """The list of subjects, and a page for each."""
    grouped = _grouped()
    rows = "\n".join(
        f"| [{name}](/guide/{ABOVE}/{subject}) | {len(grouped[subject])} |"
        for subject, (name, _) in _SUBJECTS.items()
    )
    yield Made(ABOVE, "Readings", _TOLD + rows)
    for subject, (name, _) in _SUBJECTS.items():
        agreement = template("ctc-1998").terms
        told = "\n\n".join(_told(cited(option, agreement)) for option in grouped[subject])
        yield Made(f"{ABOVE}/{subject}", f"Readings: {name[0].lower()}{name[1:]}", told, ABOVE)


def place_of(option: str) -> str:
    """Where a reading is told."""
    subject = next(name for name, options in _grouped().items() if option in options)
    return f"/guide/{ABOVE}/{subject}#{option}"


@lru_cache(maxsize=1)
def _grouped() -> Mapping[str, tuple[str, ...]]:
    return {
        subject: tuple(option for option in every_reading() if option in model.__annotations__)
        for subject, (_, model) in _SUBJECTS.items()
    }


def _told(reading: CataloguedReading) -> str:
    lines = [
        f"## `{reading.option}`",
        "",
        f"**{reading.number}, clause {reading.clause}.** {reading.question}",
        "",
    ]
    default = reading.default
    written = str(default).lower() if isinstance(default, bool) else str(default)
    for value, meaning in reading.choices.items():
        mark = " (default)" if value == written else ""
        lines.append(f"- `{value}`{mark}: {cell(meaning)}")
    lines += ["", f"Why this default: {reading.why}"]
    return "\n".join(lines)
