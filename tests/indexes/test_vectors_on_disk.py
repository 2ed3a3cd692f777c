"""The vector index between runs: kept, checked, and rebuilt when anything does not fit."""

import json
import shutil
import sqlite3

import pytest

from indexes import manifest
from indexes.vectors import VectorIndex

FILES = ["exact.faiss", "graph.faiss", "ids.npz", "manifest.json"]


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "vectors"


def open_index(library, directory, model="random") -> VectorIndex:
    return VectorIndex(directory, model, library.dimension, exact_limit=10)


@pytest.fixture
def saved(library, directory):
    """Six documents, absorbed; then one more, and one deleted; saved."""
    for n in range(6):
        library.put_vectors(f"d{n}", 20)
    index = open_index(library, directory)
    index.refresh(library.store, "c")
    index.absorb()
    library.put_vectors("late", 8)
    library.store.delete_document("c", "d3")
    index.refresh(library.store, "c")
    index.save()
    return index


def assert_right(index, library, k=10) -> None:
    """So few vectors are found without a miss, even by HNSW."""
    assert len(index) == len(library.live())
    for query in library.unit(12):
        assert [hit.id for hit in index.search(query, k)] == library.nearest(query, k)


def test_a_saved_index_is_the_same_when_opened(library, directory, saved):
    again = open_index(library, directory)
    assert (len(again), again.graph_size, again.sequence) == (108, 100, saved.sequence)
    for query in library.unit(10):
        assert again.search(query, 20) == saved.search(query, 20)
    again.refresh(library.store, "c")
    assert again.graph_size == 100  # nothing was rebuilt
    assert_right(again, library)


def test_an_opened_index_follows_what_came_later(library, directory, saved):
    library.put_vectors("later", 7)
    library.store.delete_document("c", "d0")
    library.store.delete_document("c", "late")
    again = open_index(library, directory)
    again.refresh(library.store, "c")
    assert again.graph_size == 80
    assert_right(again, library)


def test_saving_again_without_a_change_writes_nothing(library, directory, saved):
    before = {name: (directory / name).stat().st_mtime_ns for name in FILES}
    saved.save()
    assert {name: (directory / name).stat().st_mtime_ns for name in FILES} == before
    assert sorted(path.name for path in directory.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES[:3])
@pytest.mark.parametrize("where", [0, 0.5, -1])
def test_a_flipped_byte_makes_it_rebuild(library, directory, saved, name, where):
    path = directory / name
    data = bytearray(path.read_bytes())
    data[int(len(data) * where) if where >= 0 else -1] ^= 0x41
    path.write_bytes(data)
    again = open_index(library, directory)
    assert len(again) == 0
    again.refresh(library.store, "c")
    assert_right(again, library)


def test_any_flipped_byte_of_the_manifest_leaves_results_right(library, directory, saved):
    kept = directory.with_name("kept")
    shutil.copytree(directory, kept)
    data = (kept / "manifest.json").read_bytes()
    for at in range(len(data)):
        shutil.copytree(kept, directory, dirs_exist_ok=True)
        changed = bytearray(data)
        changed[at] ^= 1
        (directory / "manifest.json").write_bytes(changed)
        again = open_index(library, directory)
        again.refresh(library.store, "c")
        assert len(again) == len(library.live())
        query = library.unit(1)[0]
        assert [h.id for h in again.search(query, 5)] == library.nearest(query, 5)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "garbage"])
def test_a_damaged_file_makes_it_rebuild(library, directory, saved, name, damage):
    path = directory / name
    if damage == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes({"empty": b"", "cut": data[:-9], "garbage": b"[1, 2]"}[damage])
    again = open_index(library, directory)
    again.refresh(library.store, "c")
    assert_right(again, library)


def test_the_directory_may_be_deleted_while_it_is_open(library, directory, saved):
    shutil.rmtree(directory)
    assert_right(saved, library)
    library.put_vectors("later", 7)
    saved.refresh(library.store, "c")
    saved.save()
    again = open_index(library, directory)
    assert again.sequence == library.store.state("c").sequence
    assert_right(again, library)


def test_vectors_of_another_model_or_dimension_are_not_taken(library, directory, saved):
    assert len(open_index(library, directory, model="other")) == 0
    assert not directory.exists()


def restore(library, backup) -> None:
    """Put an older copy of the store's content back under the open store."""
    source = sqlite3.connect(backup)
    source.backup(library.store._connections._writer)
    source.close()


@pytest.fixture
def backup(library, tmp_path):
    library.put_vectors("base", 15)
    path = tmp_path / "backup.sqlite"
    target = sqlite3.connect(path)
    library.store._connections.reader().backup(target)
    target.close()
    return path


@pytest.mark.parametrize("reopened", [False, True])
@pytest.mark.parametrize("later", [0, 1, 2, 3])
def test_a_store_restored_to_an_older_state_is_followed(
    library, directory, backup, reopened, later
):
    index = open_index(library, directory)
    library.put_vectors("lost", 15)
    library.put_vectors("lost too", 15)
    index.refresh(library.store, "c")
    index.save()
    restore(library, backup)
    for n in range(later):  # behind the index, level with it, ahead of it
        library.put_vectors(f"new{n}", 4)
    if reopened:
        index = open_index(library, directory)
    index.refresh(library.store, "c")
    assert_right(index, library)


def test_passages_without_a_vector_are_reported(library, directory, caplog):
    library.put_vectors("d", 3)
    index = open_index(library, directory, model="other")
    index.refresh(library.store, "c")
    assert len(index) == 0
    assert "3 passages of collection c have no vector by other" in caplog.text


def test_the_manifest_says_what_is_held(library, directory, saved):
    state = library.store.state("c")
    found = json.loads((directory / manifest.NAME).read_text())
    assert found["kind"] == "faiss random 16"
    assert (found["sequence"], found["chunks"], found["checksum"]) == (
        state.sequence,
        state.chunks,
        state.checksum,
    )
    assert found["files"] == {name: manifest.sha256(directory / name) for name in FILES[:3]}
