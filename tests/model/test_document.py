"""docs/model.md beside the declaration that it is written from."""

from checkout import ROOT
from samverkan.model.document import model_document
from samverkan.model.domain import SCHEMA


def test_the_document_is_up_to_date():
    assert (ROOT / "docs" / "model.md").read_text(encoding="utf-8") == model_document(SCHEMA), "run `make docs`"


def test_whatever_is_declared_is_documented():
    text = model_document(SCHEMA)
    for node in SCHEMA.labels:
        assert f"## {node.table}.csv – {node.label}" in text
        assert all(f"`{p.name}`" in text for p in node.properties)
        assert all(f"`{kind}`" in text for kind in node.kinds)
    assert all(f"| `{t.type}` |" in text for t in SCHEMA.types)
