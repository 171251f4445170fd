"""Names for the lists of values: one list, one name, wherever it stands.

A list inside a property has no name of its own, and each generator invents one (`State4`,
`ReasonType0`). Here a list is named for the property that alone has it (`status` is
`ObligationStatus` by the table, `modality` is `Modality` by itself), or else for the schema and the
property that have it (`JoinWindowState`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Schema = dict[str, Any]
Values = tuple[Any, ...]
SHORTEST = 4
"""A property's name of fewer letters (`is`, `to`, `of`) says nothing by itself."""

DATA = frozenset({"default", "example", "examples", "const", "enum"})
"""Where values stand, not schemas."""

NAMED: Final[Mapping[tuple[str, str], str]] = {
    ("RegistrationAnswer.state", "joining_closed"): "RegistrationState",
    ("post_demand.answer", "changes"): "AnswerShape",
    ("DocketItem.registration_kind", "shelf"): "RegistrationKind",
    ("Obligation.status", "overdue_review"): "ObligationStatus",
    ("Determination.decision", "deferred"): "RequestDecision",
    ("DelayResult.decision", "refused"): "Decision",
    ("ExpenseGiven.kind", "listing_fees"): "ExpenseKind",
    ("RequisiteThreshold.comparison", ">="): "Comparison",
    ("FactKind.settles", "preparation"): "ProcedureDuty",
    ("FactKind.settles", "opinion"): "FurtherDuty",
    ("FactKind.settles", "amendment_copy"): "OtherDuty",
    ("AllocationLine.seller_class", "holders"): "SellerClass",
    ("DeliveryTried.outcome", "unreachable"): "DeliveryOutcome",
    ("Condition.outcome", "deferred"): "Outcome",
    ("Happening.type", "due_soon"): "ChangeKind",
    ("Subscription.state", "failing"): "WebhookState",
    ("Subscription.stopped", "receiver_gone"): "StopReason",
}
"""Lists that a property's name names badly: where one stands, one of its values, and its name."""


@dataclass(frozen=True, slots=True)
class InlineEnum:
    """Where a list of values stands: in whose property, and what is said of it there."""

    node: Schema
    owner: str
    property: str
    says: str


def name_enums(document: Schema) -> None:
    """Give every list of values in the document a schema of its own, and refer to it."""
    schemas: dict[str, Schema] = document["components"]["schemas"]
    places: dict[Values, list[InlineEnum]] = defaultdict(list)
    for place in inline(document):
        places[tuple(place.node["enum"])].append(place)
    alone = Counter(name for found in places.values() for name in {each.property for each in found})
    for values, found in places.items():
        name = _name(values, found, alone, schemas)
        first = found[0].node
        schemas[name] = {
            **({"type": first["type"]} if "type" in first else {}),
            "enum": list(values),
            "description": found[0].says.split(" Null: ")[0],
            "title": name,
        }
        for place in found:
            for said in ("enum", "type", "title"):
                place.node.pop(said, None)
            place.node["$ref"] = f"#/components/schemas/{name}"
    _say_once(document)


def _say_once(part: Any) -> None:
    """Leave out a choice that stands beside its like: two literals that are one list now."""
    if isinstance(part, dict):
        choices = part.get("anyOf")
        if isinstance(choices, list):
            once = [each for place, each in enumerate(choices) if each not in choices[:place]]
            part["anyOf"] = once
            if len(once) == 1:
                del part["anyOf"]
                part.update(once[0])
        for inner in part.values():
            _say_once(inner)
    elif isinstance(part, list):
        for inner in part:
            _say_once(inner)


def drop_titles(part: Any) -> None:
    """Leave out the titles that repeat a property's name: each makes a class nobody asked for."""
    if isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for name, inner in part.items():
            if name == "properties":  # one of them may be called `default`
                drop_titles(list(inner.values()))
            elif name not in DATA:
                drop_titles(inner)
    elif isinstance(part, list):
        for inner in part:
            drop_titles(inner)


def inline(document: Schema) -> Iterator[InlineEnum]:
    """Every list of more than one value that stands in a property or a parameter.

    But for lists of what a property may be *called*: openapi-python-client knows no name there.
    """
    for name, schema in document["components"]["schemas"].items():
        if "enum" not in schema:
            yield from _inside(
                schema, InlineEnum(schema, plain_name(name), "", schema.get("description", ""))
            )
    for methods in document["paths"].values():
        for operation in methods.values():
            for each in operation.get("parameters", ()):
                says = each.get("description", "")
                place = InlineEnum(each["schema"], operation["operationId"], each["name"], says)
                yield from _inside(each["schema"], place)


def _inside(node: Schema, place: InlineEnum) -> Iterator[InlineEnum]:
    if len(node.get("enum", ())) > 1:
        yield InlineEnum(node, place.owner, place.property, place.says)
    inner = [each for kind in ("anyOf", "oneOf", "prefixItems") for each in node.get(kind, ())]
    inner += [node.get(kind) for kind in ("items", "additionalProperties")]
    inner += node.get("patternProperties", {}).values()
    for each in inner:
        if isinstance(each, dict):
            yield from _inside(each, place)
    for name, each in node.get("properties", {}).items():
        says = each.get("description", place.says)
        yield from _inside(each, InlineEnum(each, place.owner, name, says))


def _name(
    values: Values, found: list[InlineEnum], alone: Counter[str], taken: Mapping[str, Schema]
) -> str:
    for place in found:
        for (where, value), name in NAMED.items():
            if where == f"{place.owner}.{place.property}" and value in values:
                return name
    used = Counter(place.property for place in found)
    of_its_own = [name for name in used if alone[name] == 1 and len(name) >= SHORTEST]
    for name in sorted(of_its_own, key=lambda each: (-used[each], each)):
        if _pascal(name) not in taken:
            return _pascal(name)
    shortest = min(found, key=lambda place: (len(place.owner), place.owner, place.property))
    return _pascal(shortest.owner) + _pascal(shortest.property)


def plain_name(name: str) -> str:
    """A schema's name without what tells what is sent from what is answered."""
    return name.removesuffix("-Input").removesuffix("-Output")


def _pascal(name: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in name.split("_") if word)
