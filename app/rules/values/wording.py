"""What is wrong with a value, in our words: no sentence of the library shows through.

A misspelt name gets the nearest there is.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, cast, get_args

from pydantic import BaseModel

_NOT_JSON: Final[Mapping[str, str]] = {
    "Expecting value": "a value belongs here",
    "Expecting ',' delimiter": "a comma or a closing bracket belongs here",
    "Expecting ':' delimiter": "a colon belongs here",
    "Expecting property name enclosed in double quotes": "a name in double quotes belongs here",
    "Illegal trailing comma before end of object": "no comma belongs before the closing brace",
    "Illegal trailing comma before end of array": "no comma belongs before the closing bracket",
    "Extra data": "nothing may follow the end of the document",
    "Unterminated string starting at": "the text that begins here has no closing quote",
    "Invalid control character at": "a line break or another control character stands in a text; "
    "write `\\n`",
    "Invalid \\escape": "there is no such escape; a backslash itself is written twice",
    "Invalid \\uXXXX escape": "after `\\u` come four hexadecimal digits",
    "Unexpected UTF-8 BOM (decode using utf-8-sig)": "it begins with a byte order mark; leave "
    "that out",
}
"""What the parser says, in our words."""
Error = Mapping[str, Any]
MOST_NAMED: Final = 12
"""Choices that are all named; of more, only the nearest."""
_A: Final[Mapping[str, str]] = {
    "string_type": "a text, in quotes",
    "string_sub_type": "a text, in quotes",
    "int_type": "a whole number, without quotes",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "int_from_float": "a whole number: 90, not 90.5",
    "float_type": "a number, without quotes",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false, without quotes",
    "bool_parsing": "true or false",
    "date_type": "a day, YYYY-MM-DD",
    "date_parsing": "a day, YYYY-MM-DD",
    "date_from_datetime_parsing": "a day, YYYY-MM-DD",
    "date_from_datetime_inexact": "a day without a time, YYYY-MM-DD",
    "datetime_type": "an instant with its offset: 2026-11-22T17:00:00Z",
    "datetime_parsing": "an instant with its offset: 2026-11-22T17:00:00Z",
    "datetime_from_date_parsing": "an instant with its offset: 2026-11-22T17:00:00Z",
    "timezone_aware": "an instant with its offset: 2026-11-22T17:00:00Z",
    "decimal_type": 'an amount as text: "12500.00"',
    "decimal_parsing": 'an amount as text: "12500.00"',
    "list_type": "a list: […]",
    "tuple_type": "a list: […]",
    "set_type": "a list: […]",
    "frozen_set_type": "a list: […]",
    "dict_type": "an object: {…}",
    "mapping_type": "an object: {…}",
    "model_type": "an object: {…}",
    "model_attributes_type": "an object: {…}",
    "dataclass_type": "an object: {…}",
    "none_required": "null",
    "is_instance_of": "another kind of value",
}
"""What a value of the wrong type should have been."""


_OUTSIDE: Final[Mapping[str, str]] = {
    "missing": "This has to be given.",
    "extra_forbidden": "There is no such field here.",
    "too_short": "At least {min_length:,} has to be listed here.",
    "too_long": "At most {max_length:,} may be listed here.",
    "string_too_short": "This text needs {min_length:,} characters or more.",
    "string_too_long": "This text may have {max_length:,} characters at most.",
    "string_pattern_mismatch": "The text has to be of the form `{pattern}`.",
    "greater_than": "This has to be more than {gt:,}.",
    "greater_than_equal": "This has to be {ge:,} or more.",
    "less_than": "This has to be less than {lt:,}.",
    "less_than_equal": "This may be {le:,} at most.",
    "multiple_of": "This has to be a multiple of {multiple_of:,}.",
    "decimal_max_places": "No more than {decimal_places} places after the point.",
    "decimal_max_digits": "This number has too many digits.",
    "decimal_whole_digits": "This number has too many digits.",
}
"""What a value of the right type should have been, with the bounds that the type names."""


_FORMS: Final[Mapping[str, str]] = {
    "^[a-z0-9][a-z0-9_-]*$": "A name here is made of small letters, digits, hyphens and "
    "underscores: `closing_date`.",
    r"^[0-9]{1,13}(\.[0-9]{1,2})?$": "An amount is written in digits, with two places at most: "
    '"12500.00".',
    r"^[0-9]{1,7}(\.[0-9]{1,6})?$": "A price is written in digits, with six places at most: "
    '"10.25".',
    r"^[^\x00-\x1f\x7f]+$": "This is a text of one line, without tabs or the like.",
    r"^[^\x00-\x08\x0b-\x1f\x7f]+$": "This is a text of lines, without other control characters.",
    r"^(/[^/\x00-\x20\x7f]+)+$": "A place in the terms is named by its pointer: `/notices/clause`.",
    "^[0-9a-f]{64}$": "A SHA-256 is written as 64 digits from 0 to f, in small letters.",
    "^([01][0-9]|2[0-3]):[0-5][0-9]$": "A time of day is written with its minutes: `17:30`.",
    "^[a-z][a-z0-9_]*$": "A name here is made of small letters, digits and underscores.",
    "^[a-z_]+$": "A name here is made of small letters and underscores.",
    "^[A-Z][A-Za-z0-9_()]*$": "A code begins with a capital, as `EXCLUDED_FORM` does.",
    "^sha256:[0-9a-f]{64}$": "A hash is written `sha256:` and 64 digits from 0 to f.",
    r"^\*$": "This header may be `*` here, and nothing else.",
    r"^[^,\s]+(,[^,\s]+)*$": "Names of fields, with commas and no blanks between: "
    "`result.state,warnings`.",
}
"""What a text should have looked like, for the forms that are met most."""


OF_IDS: Final = "^[a-z0-9][a-z0-9-]*$"
"""What every id looks like."""


def not_json(parser: str) -> str:
    """What is wrong with a document that is not JSON; what the parser does not know says itself."""
    return _NOT_JSON.get(parser.removesuffix(": "), parser)


def says(given_error: object, shape: Any = None) -> str:
    """What is wrong, in a sentence: an error as pydantic lists it, in what should have a shape."""
    error = cast(Error, given_error)
    kind, given = str(error["type"]), error.get("ctx", {})
    if kind == "extra_forbidden" and shape is not None:
        return no_such_field(error["loc"], shape)
    if kind == "int_type" and isinstance(value := error.get("input"), float):
        whole = f": {value:.0f}, not {value}" if value.is_integer() else ""
        return f"This should be a whole number, without a decimal point{whole}."
    if kind in _A:
        return f"This should be {_A[kind]}."
    if kind == "string_pattern_mismatch" and given.get("pattern") in _FORMS:
        return _FORMS[given["pattern"]]
    if kind == "string_pattern_mismatch" and given.get("pattern") == OF_IDS:
        return _no_id(error.get("input"))
    if kind in _OUTSIDE:
        return _OUTSIDE[kind].format(**given)
    if kind == "union_tag_not_found":
        return f"Say which kind it is, in `{_tag_field(error)}`."
    if kind in ("literal_error", "enum"):
        return one_of(error.get("input"), quoted(str(given.get("expected", ""))))
    return sentence(str(error["msg"]).removeprefix("Value error, "))


def _no_id(given: object) -> str:
    """What an id is made of, and what the one that was given would look like."""
    written = re.sub(r"[^a-z0-9]+", "-", str(given)[:64].lower()).strip("-")
    return f"An id is made of small letters, digits and hyphens, as `{written or 'spectrum'}` is."


def sentence(words: str) -> str:
    """What a check says of a value, from its capital to its stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "…")) else ".")


AS_JSON: Final = {"True": "true", "False": "false", "None": "null"}


def quoted(listed: str) -> list[str]:
    """The words of an enumeration: 'a', 'b' or 'c'; where none is in quotes, as JSON has them."""
    plainly = [AS_JSON.get(each, each) for each in re.split(", | or ", listed) if each]
    return listed.split("'")[1::2] or plainly


def _tag_field(error: Error) -> str:
    return str(error["ctx"]["discriminator"]).strip("'")


def one_of(given: object, choices: Sequence[str]) -> str:
    """That a word is none of the choices, and which was meant or which there are."""
    known = choices if len(choices) <= MOST_NAMED else choices[:MOST_NAMED]
    listed = ", ".join(f"`{each}`" for each in known) + ("" if known is choices else ", …")
    if isinstance(given, str) and "," in given and set(given.split(",")) < {*choices}:
        meant = "One value stands here; where several may be asked for, give each on its own. "
    else:
        meant = near(given, choices)
    return f"{meant}One of {listed}." if len(choices) > 1 else f"{meant}This has to be {listed}."


_CALLED_OTHERWISE: Final[Mapping[str, str]] = {
    "demand": "requested",
    "piggyback": "incidental",
    "own": "incidental",
}
"""Words of the field for what a name here says."""


def near(given: object, names: Collection[str]) -> str:
    """The question whether another name was meant, with a space after it; empty if none is near.

    A name is near that is written alike, or else has what was given among its words.
    """
    if not isinstance(given, str):
        return ""
    word = given[:100].lower()
    if (ours := _CALLED_OTHERWISE.get(word)) in names:
        return f"Did you mean `{ours}`? "
    found = get_close_matches(word, names, n=1, cutoff=0.7) or sorted(
        (each for each in names if word in re.split(r"\W|_", each)), key=len
    )
    return f"Did you mean `{found[0]}`? " if found else ""


# --- fields -------------------------------------------------------------------------------------


def no_such_field(path: Sequence[str | int], annotation: Any) -> str:
    """That there is no such field, and which was meant or which there are."""
    names = sorted(fields_at(path[:-1], annotation))
    meant = near(path[-1] if path else None, names)
    if meant or not names or len(names) > MOST_NAMED:
        return f"There is no such field here. {meant}".rstrip()
    return f"There is no such field here; known: {', '.join(names)}."


def fields_at(path: Sequence[str | int], annotation: Any) -> set[str]:
    """The names of the fields that can stand at a place of a body of this type."""
    models = models_at(path, annotation)
    return {field.alias or name for each in models for name, field in each.model_fields.items()}


def models_at(path: Sequence[str | int], annotation: Any) -> Sequence[type[BaseModel]]:
    """The models of what can stand at a place of a body of this type."""
    models = list(models_in(annotation))
    for part in path:
        fields = [each.model_fields[part] for each in models if part in each.model_fields]
        if fields:
            models = [model for field in fields for model in models_in(field.annotation)]
        else:  # the kind by which a union tells its members apart
            models = [each for each in models if _is_of(each, part)] or models
    return models


def _is_of(model: type[BaseModel], tag: object) -> bool:
    return any(field.default == tag for field in model.model_fields.values() if tag is not None)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from models_in(part)
