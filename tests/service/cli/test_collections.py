"""`footing collections`: what there is, and removing one of them."""

import io

import pytest

from service.bootstrap import INDEXES, open_store
from service.generators.prompts.examples import Example, add_example, read_examples


@pytest.fixture
def data(filled, tmp_path):
    """The data directory, filled."""
    del filled
    return tmp_path / "data"


def names(footing):
    return [row["name"] for row in footing("collections", "list", "--json").rows]


def test_collections_are_listed_with_what_they_hold(footing, data):
    (found,) = footing("collections", "list", "--json").rows
    assert found["name"] == "default"
    assert found["documents"] > 0
    assert f"{found['documents']} documents" in footing("collections", "list").out


def test_a_removed_collection_leaves_nothing_behind(footing, data, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("The lighthouse of Alexandria was built by Sostratus.", "utf-8")
    assert footing("ingest", str(note), "--collection", "tenant").status == 0
    footing("ask", "Who built the lighthouse?", "--collection", "tenant")
    store = open_store(data)
    folder = data / INDEXES / str(store.state("tenant").id)
    store.close()
    for name in ("tenant", "default"):
        add_example(data, Example(f"Whose? {name}", ("Ann's.",), "Ann's. [1]", name))
    assert folder.is_dir()
    ran = footing("collections", "delete", "tenant", "--yes")
    assert (ran.status, ran.out.strip()) == (0, "tenant: removed")
    assert names(footing) == ["default"]
    assert not folder.exists()
    assert [e.collection for e in read_examples(data / "examples.jsonl")] == ["default"]
    assert footing("ask", "Who built the lighthouse?", "--collection", "tenant").status == 2


@pytest.mark.parametrize("said", ["n\n", ""])
def test_nothing_is_removed_without_a_yes(footing, data, monkeypatch, said):
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert footing("collections", "delete", "default").status == 1
    (found,) = footing("collections", "list", "--json").rows
    assert found["documents"] > 0


def test_an_unknown_collection_is_named(footing, data):
    ran = footing("collections", "delete", "nobody", "--yes")
    assert ran.status == 2
    assert "nobody" in ran.err
