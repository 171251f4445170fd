"""The models describe every table and column in words, and rows are read as what they say."""

import ast
import inspect
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from app.db import models
from app.db.access.keys import KeyRow, TenantRow
from app.db.evidence.anchors import AnchorRow
from app.db.evidence.journal import StoredEntry, StoredEvaluation
from app.db.evidence.links import StoredLink
from app.db.models import Base
from app.db.records import AgreementRow, RegistrationRow, StoredFact

MODELS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__
)
READ_AS = [
    (models.Agreement, AgreementRow),
    (models.Anchor, AnchorRow),
    (models.ApiKey, KeyRow),
    (models.AuditEntry, StoredEntry),
    (models.ChainLink, StoredLink),
    (models.Evaluation, StoredEvaluation),
    (models.Fact, StoredFact),
    (models.Registration, RegistrationRow),
    (models.Tenant, TenantRow),
]


def test_every_table_is_a_model_of_its_own() -> None:
    assert {model.__table__.name for model in MODELS} == set(models.metadata.tables)
    assert {model.__name__ for model in MODELS} < set(models.__all__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_says_what_a_row_is_and_what_each_column_means(model: type[Base]) -> None:
    assert model.__doc__
    module = ast.parse(Path(inspect.getfile(model)).read_text(encoding="utf-8"))
    (body,) = (
        found.body
        for found in module.body
        if isinstance(found, ast.ClassDef) and found.name == model.__name__
    )
    told = {
        column.target.id
        for column, words in pairwise(body)
        if isinstance(column, ast.AnnAssign)
        and isinstance(column.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
    }
    assert told == set(model.__table__.columns.keys())


@pytest.mark.parametrize(("model", "row"), READ_AS, ids=lambda named: named.__name__)
def test_a_row_is_read_as_the_types_that_its_model_says(model: type[Base], row: type[Any]) -> None:
    columns = {
        name: get_args(hint)[0]
        for name, hint in get_type_hints(model).items()
        if name in model.__table__.columns
    }
    read = get_type_hints(row)
    assert read == {name: columns[name] for name in read}
