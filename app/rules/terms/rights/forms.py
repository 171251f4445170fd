"""The Commission's forms of registration statement, by name, as they enter from outside.

Clauses 2(a)(i), 2(b) and 2(c) turn on which form is used or open. A form that is not recognised
would quietly be no short form and no excluded one, so it is refused where it enters; what can only
mean one form ("Form s-3", "S3") is taken for it.
"""

import re
from collections.abc import Container
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field

from app.rules.terms.vocabulary import Words

FORMS: Final = (
    *(
        "S-1",
        "S-2",
        "S-3",
        "S-3ASR",
        "S-3D",
        "S-4",
        "S-6",
        "S-8",
        "S-11",
        "S-14",
        "S-15",
        "S-16",
        "S-18",
    ),
    *("S-20", "SB-1", "SB-2", "SF-1", "SF-3"),
    *("F-1", "F-2", "F-3", "F-3ASR", "F-3D", "F-4", "F-6", "F-7", "F-8", "F-9", "F-10", "F-80"),
    *("N-1A", "N-2", "N-3", "N-4", "N-5", "N-6", "N-14"),
)
"""The forms under the Securities Act, of today and of the agreement's time."""

AUTOMATIC: Final = {"S-3ASR": "S-3", "F-3ASR": "F-3"}
"""The automatic shelves of well-known seasoned issuers, and the plain form that each is on."""

_BY_LETTERS: Final = {form.replace("-", ""): form for form in FORMS}
_FORM = re.compile(r"(?:(?:SEC|COMMISSION) )?(?:FORM )?")


def form_name(said: str) -> str:
    """The form meant, by its own name; ValueError if there is none such."""
    words = _FORM.sub("", " ".join(said.upper().split()), count=1)
    known = _BY_LETTERS.get(words.replace("-", "").replace(" ", ""))
    if known is None:
        raise ValueError(f"there is no registration form {said!r}; known are {', '.join(FORMS)}")
    return known


def is_on(form: str | None, listed: Container[str]) -> bool:
    """Whether a form is one of those listed: an automatic shelf is on its plain form too."""
    return form is not None and (form in listed or AUTOMATIC.get(form, form) in listed)


FormName: TypeAlias = Annotated[
    Words,
    AfterValidator(form_name),
    Field(
        description="A form of registration statement, such as `S-3`; `Form S-3` and `s-3` too. "
        "What names `S-3` reaches the automatic shelf `S-3ASR`, which may be named by itself.",
        examples=["S-3"],
    ),
]
