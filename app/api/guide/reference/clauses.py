"""Every provision of the 1998 agreement: what it says, what computes it, who owes what."""

from collections.abc import Iterator
from typing import Final, get_args

from app.api.guide.reference.page import Made, cell
from app.api.guide.reference.readings import place_of
from app.rules.catalogue import CataloguedClause, Section, of_section

ABOVE: Final = "reference/clauses"
_NAMES: Final[dict[str, str]] = {
    "P": "Preamble",
    "1": "Section 1: definitions",
    "2": "Section 2: registration",
    "3": "Section 3: procedures",
    "4": "Section 4: underwriting, documents, no sales",
    "5": "Section 5: preparation and investigation",
    "6": "Section 6: indemnity",
    "7": "Section 7: Rule 144 and reports",
    "8": "Section 8: no better rights",
    "9": "Section 9: notices, amendments, transfers",
}
_TOLD: Final = """Every provision of the agreement of CTC Communications Corp. of 10 April 1998, in
our words: what the service makes of it, who owes what because of it, and the readings on which it
turns. Other agreements say in their terms which clause each of their numbers comes from.
`GET /v1/clauses` answers the same to a program.

"""


def clause_pages() -> Iterator[Made]:
    """The list of sections, and a page for each."""
    sections: tuple[Section, ...] = get_args(Section)
    links = "\n".join(f"- [{_NAMES[section]}](/guide/{ABOVE}/{section})" for section in sections)
    yield Made(ABOVE, "Clauses", _TOLD + links)
    for section in sections:
        told = "\n\n".join(_told(clause) for clause in of_section(section))
        yield Made(f"{ABOVE}/{section}", _NAMES[section], told, ABOVE)


def _told(clause: CataloguedClause) -> str:
    lines = [f"## {clause.id}", "", clause.says, ""]
    for owed in clause.obligations:
        by = [owed.deadline or "", (owed.standard or "").replace("_", " ")]
        measured = f" *{cell('; '.join(filter(None, by)))}*" if any(by) else ""
        words = f"{owed.obligor} {owed.modality.replace('_', ' ')} {owed.action}".rstrip(".")
        lines.append(f"- {words} (to {owed.obligee}).{measured}")
    if clause.computations:
        asked = ", ".join(f"`{address}`" for address in clause.computations)
        lines.append(f"- Computed without a record by {asked}")
    lines += [
        f"- Reading [{reading.number}]({place_of(reading.option)}): {reading.question}"
        for reading in clause.readings
    ]
    if clause.not_computed:
        lines.append(f"- Not computed: {clause.not_computed}")
    return "\n".join(lines)
