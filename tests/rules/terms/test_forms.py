"""Forms of registration statement, however they are written."""

import pytest
from pydantic import TypeAdapter, ValidationError

from app.rules.terms.rights.forms import FORMS, FormName, is_on

FORM: TypeAdapter[str] = TypeAdapter(FormName)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("S-3", "S-3"),
        ("Form S-3", "S-3"),
        ("  commission form s-3 ", "S-3"),
        ("SEC Form SB-2", "SB-2"),
        ("S3", "S-3"),
        ("s 3", "S-3"),
        ("S-3ASR", "S-3ASR"),
        ("form s-3 asr", "S-3ASR"),
        ("F3ASR", "F-3ASR"),
        ("S-3D", "S-3D"),
        ("n-1a", "N-1A"),
    ],
)
def test_what_can_only_mean_one_form_is_that_form(said: str, meant: str) -> None:
    assert FORM.validate_python(said) == meant


@pytest.mark.parametrize("said", ["S-33", "10-K", "short form", "Form", "S-3/A"])
def test_what_is_no_form_is_refused_with_those_that_are(said: str) -> None:
    with pytest.raises(ValidationError, match="S-1, S-2, S-3"):
        FORM.validate_python(said)


def test_each_form_is_itself() -> None:
    assert [FORM.validate_python(form) for form in FORMS] == list(FORMS)


@pytest.mark.parametrize(
    ("form", "listed", "expected"),
    [
        ("S-3ASR", ["S-3"], True),
        ("S-3ASR", ["S-3ASR"], True),
        ("S-3", ["S-3ASR"], False),
        ("F-3ASR", ["S-3"], False),
        (None, ["S-3"], False),
    ],
)
def test_an_automatic_shelf_is_on_its_plain_form_too(
    form: str | None, listed: list[str], expected: bool
) -> None:
    assert is_on(form, listed) is expected
