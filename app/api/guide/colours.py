"""Code with its words marked for the eye: JSON, Python, a shell's commands and a request."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from keyword import kwlist
from typing import Final

_JSON: Final = re.compile(
    r'(?P<k>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<s>"(?:[^"\\]|\\.)*")'
    r"|(?P<n>-?\b\d+(?:\.\d+)?\b)|(?P<w>\b(?:true|false|null)\b|^(?:GET|POST|DELETE)\b)",
    re.MULTILINE,
)
_PYTHON: Final = re.compile(
    r"(?P<c>#[^\n]*)|(?P<s>[rbf]?\"\"\".*?\"\"\"|[rbf]?\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    rf"|(?P<n>\b\d[\d_.]*\b)|(?P<w>\b(?:{'|'.join(kwlist)})\b)",
    re.DOTALL,
)
_SHELL: Final = re.compile(
    r"(?P<c>(?:^|(?<=\s))#[^\n]*)|(?P<s>'[^']*'|\"[^\"]*\")|(?P<w>(?<=\s)--?[a-zA-Z][\w-]*)",
    re.MULTILINE,
)
_LANGUAGES: Final[Mapping[str, re.Pattern[str]]] = {
    "json": _JSON,
    "http": _JSON,
    "python": _PYTHON,
    "sh": _SHELL,
}


def coloured(code: str, language: str) -> str:
    """The code as HTML: key, string, number, word and comment in a `span` of that letter."""
    found = _LANGUAGES.get(language)
    return escape(code, quote=False) if found is None else "".join(_parts(code, found))


def _parts(code: str, words: re.Pattern[str]) -> Iterator[str]:
    end = 0
    for word in words.finditer(code):
        yield escape(code[end : word.start()], quote=False)
        yield f'<span class="{word.lastgroup}">{escape(word[0], quote=False)}</span>'
        end = word.end()
    yield escape(code[end:], quote=False)
