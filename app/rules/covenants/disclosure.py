"""Whether the Company's warranty of earlier registration rights is true: clause 8, first sentence.

It warrants that nobody had been granted any but those that the document named in the terms tells
of. One right that the document leaves out makes it untrue. While nobody has stated who had rights
when the agreement was made, it is not known. Nothing raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.agreement.known import Known
from app.rules.facts.covenants import ExistingRightsStated
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, explained


@dataclass(frozen=True, slots=True)
class DisclosureWarranty:
    """Whether the warranty is true (null: not known), and whose rights it leaves out."""

    is_true: bool | None
    disclosed_in: str
    disclosed: tuple[str, ...]
    undisclosed: tuple[str, ...]
    clause: str
    explained_by: Mapping[str, str]


def disclosure_warranty(known: Known, matter: Matter) -> DisclosureWarranty | None:
    """The warranty as the record shows it; None if the agreement has none."""
    term = matter.terms.other_rights
    if term is None or term.disclosed_in is None:
        return None
    stated = next(iter(known.of(ExistingRightsStated)), None)
    if stated is None:
        matter.working.miss(
            "existing_rights_stated",
            "whether all earlier registration rights are disclosed",
            term.clause,
        )
        return DisclosureWarranty(None, term.disclosed_in, (), (), term.clause, {})
    recorded, fact = stated
    disclosed = tuple(each.grantee for each in fact.rights if each.disclosed)
    undisclosed = tuple(each.grantee for each in fact.rights if not each.disclosed)
    is_true = matter.working.step(
        "rights_disclosed.is_true",
        term.clause,
        f"The {term.disclosed_in} leaves out the registration rights of {', '.join(undisclosed)}."
        if undisclosed
        else f"Nobody had registration rights that the {term.disclosed_in} does not tell of.",
        not undisclosed,
        {
            f"right_{place}": Sourced(each.disclosed, f"{recorded.source}/rights/{place}/disclosed")
            for place, each in enumerate(fact.rights)
        },
    )
    return DisclosureWarranty(
        is_true.value,
        term.disclosed_in,
        disclosed,
        undisclosed,
        term.clause,
        explained(is_true=is_true),
    )
