"""Documents whose files are gone: which are found, what is removed with them, what always stays."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.bootstrap import Footing
from service.ingest.files import from_bytes, from_paths
from service.ingest.missing import count_documents_of, find_missing, remove_missing
from service.ingest.offered import Outcome
from service.ingest.texts import from_text

LIMIT = 10_000_000
Write = Callable[..., Path]


@pytest.fixture
def footing(make_footing) -> Footing:
    made: Footing = make_footing()
    return made


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with a file that stays."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "stays.txt").write_text("Stays.")
    return tmp_path / "docs"


def _write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"Text of {path.name}.")
    return path


def _rows(path: Path, *ids: str, uri: str | None = None) -> Path:
    rows = [{"id": i, "text": f"Row {i}."} | ({"uri": uri} if uri else {}) for i in ids]
    return _write(path, "\n".join(map(json.dumps, rows)))


def _ingest(footing: Footing, *paths: Path, collection: str = "default") -> None:
    for _ in footing.ingester.ingest(collection, from_paths(paths, LIMIT)):
        pass


def _count(footing: Footing, *paths: Path) -> int:
    return count_documents_of(
        footing.store, "default", find_missing(footing.store, "default", paths)
    )


def _remove(footing: Footing, *paths: Path) -> Iterator[Outcome]:
    missing = find_missing(footing.store, "default", paths)
    return remove_missing(footing.store, "default", missing)


def _removed(footing: Footing, *paths: Path) -> list[str]:
    """The names of what was removed, and that nothing was refused."""
    outcomes = list(_remove(footing, *paths))
    assert {o.status for o in outcomes} <= {"removed"}
    return sorted(o.name for o in outcomes)


def _stored(footing: Footing, collection: str = "default") -> set[str]:
    return {d.title for d in footing.store.documents(collection, 1000, None, None)}


@pytest.mark.parametrize("name", ["a.txt", "b b.md", "笔记/第 1 章.md", "50% #1?.txt", "a/b/c.txt"])
def test_the_document_of_a_deleted_file_goes(footing, folder, name):
    path = _write(folder / name)
    _ingest(footing, folder)
    assert _removed(footing, folder) == []
    path.unlink()
    if path.parent != folder:
        os.removedirs(path.parent)
    assert _count(footing, folder) == 1
    assert _removed(footing, folder) == [str(path)]
    assert _stored(footing) == {"stays"}
    assert _count(footing, folder) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_file_whose_name_is_not_unicode_is_found_where_it_is(footing, folder):
    path = Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.txt"))
    _write(path, "Text.")
    _ingest(footing, folder)
    assert _removed(footing, folder) == []
    path.unlink()
    assert _removed(footing, folder) == [str(path)]


def test_all_that_came_from_it_goes_with_it(footing, folder):
    path = _write(folder / "a.txt", "The Harbour bridge was opened in 1932.")
    _ingest(footing, folder)
    assert "1932" in str(footing.searcher.search("default", "Harbour bridge", 5).chunks)
    path.unlink()
    _removed(footing, folder)
    assert "1932" not in str(footing.searcher.search("default", "Harbour bridge", 5).chunks)
    assert footing.store.state("default").chunks == 1


def test_the_rows_of_a_deleted_file_go_except_those_that_another_file_holds(footing, folder):
    path = _rows(folder / "rows.jsonl", "one", "two", "both")
    _rows(folder / "more.jsonl", "both", "three")
    _ingest(footing, folder)
    path.unlink()
    assert _count(footing, folder) == 2
    assert _removed(footing, folder) == [f"{path}#one", f"{path}#two"]
    (folder / "more.jsonl").unlink()
    assert _count(footing, folder) == 2
    assert len(_removed(footing, folder)) == 2


def test_rows_are_of_their_file_wherever_they_say_they_are_from(footing, folder, tmp_path):
    gone = _write(folder / "page.txt")
    _rows(tmp_path / "crawl.jsonl", "row", uri=gone.as_uri())
    gone.unlink()
    _ingest(footing, tmp_path / "crawl.jsonl")
    assert _removed(footing, folder) == []


def test_other_folders_and_collections_and_uploads_stay(footing, folder, tmp_path):
    for path in (folder / "a.txt", tmp_path / "docs2" / "a.txt", tmp_path / "a.txt"):
        _write(path)
    _ingest(footing, tmp_path)
    _ingest(footing, folder, collection="other")
    upload = from_bytes(b"An upload.", "upload.txt", None, LIMIT)
    given = from_text("Given.", "given", uri=(folder / "given by REST.txt").as_uri())
    list(footing.ingester.ingest("default", [*upload, ("given", given)]))
    for path in tmp_path.rglob("a.txt"):
        path.unlink()
    assert _removed(footing, folder) == [f"{folder}/a.txt"]
    assert _stored(footing) == {"a", "stays", "upload", "given"}
    assert _stored(footing, "other") == {"a", "stays"}


def test_files_that_were_named_one_by_one_are_not_asked_about(footing, folder):
    path = _write(folder / "a.txt")
    _ingest(footing, folder)
    path.unlink()
    assert _removed(footing, path, folder / "stays.txt") == []
    assert _removed(footing, folder / "stays.txt", folder, folder) == [str(path)]


def test_a_file_that_is_there_keeps_its_document_read_or_not(footing, folder):
    path = _write(folder / "a.txt")
    _ingest(footing, folder)
    path.write_bytes(b"\x00\x01")
    _ingest(footing, folder)
    assert _removed(footing, folder) == []
    path.unlink()
    path.symlink_to(folder / "nowhere")
    assert _removed(footing, folder) == []


def test_a_folder_that_is_not_there_is_not_asked_about(footing, folder, tmp_path):
    _ingest(footing, folder)
    folder.rename(tmp_path / "away")
    assert _removed(footing, folder) == []


@pytest.mark.parametrize("place", ["docs", "docs/disc", "docs/disc/deeper"])
def test_an_empty_folder_may_be_a_disc_that_is_not_mounted(footing, folder, tmp_path, place):
    disc = tmp_path / place
    _write(disc / "x" / "a.txt")
    _rows(disc / "rows.jsonl", "one", "two")
    _ingest(footing, folder)
    before = _stored(footing)
    disc.rename(tmp_path / "unmounted")
    (disc / "empty").mkdir(parents=True)
    (disc / ".hidden").write_text("what is hidden does not count")
    refused = list(_remove(footing, folder))
    assert [(o.status, o.name, o.reason) for o in refused] == [("failed", str(disc), "no_files")]
    assert refused[0].details == {"documents": 3 + (place == "docs")}
    assert _stored(footing) == before
    _write(disc / "a new file.txt")
    assert len(_removed(footing, folder)) == 3 + (place == "docs")


def test_one_folder_that_is_empty_does_not_keep_another(footing, folder, tmp_path):
    gone, other = _write(folder / "gone.txt"), _write(tmp_path / "disc" / "a.txt")
    _ingest(footing, folder, other.parent)
    gone.unlink()
    other.unlink()
    outcomes = [(o.status, o.name) for o in _remove(footing, other.parent, folder)]
    assert outcomes == [("removed", str(gone)), ("failed", str(other.parent))]


def test_a_folder_is_known_by_where_its_links_lead(footing, folder, tmp_path):
    path = _write(folder / "a.txt")
    link = tmp_path / "link"
    link.symlink_to(folder)
    _ingest(footing, link)
    path.unlink()
    assert _removed(footing, link) == [str(path)]


def test_what_links_in_a_folder_lead_to_stays(footing, folder, tmp_path):
    target = _write(tmp_path / "elsewhere" / "a.txt")
    (folder / "link.txt").symlink_to(target)
    _ingest(footing, folder)
    target.unlink()
    assert _removed(footing, folder) == []
    (folder / "link.txt").unlink()
    assert _removed(footing, folder) == []


@pytest.mark.parametrize("mounted", [True, False])
def test_a_folder_that_became_a_link_keeps_its_documents(footing, folder, tmp_path, mounted):
    _write(folder / "moved" / "deeper" / "a.txt")
    _ingest(footing, folder)
    (folder / "moved").rename(tmp_path / "moved")
    (folder / "moved").symlink_to(tmp_path / "moved")
    (tmp_path / "moved" / "deeper" / "a.txt").unlink()
    if not mounted:
        (tmp_path / "moved").rename(tmp_path / "unmounted")
    assert _removed(footing, folder) == []


def test_a_folder_that_became_a_file_has_lost_its_files(footing, folder):
    path = _write(folder / "was a folder" / "a.txt")
    _ingest(footing, folder)
    path.unlink()
    path.parent.rmdir()
    _write(path.parent)
    assert _removed(footing, folder) == [str(path)]


def test_a_document_that_another_process_removed_is_passed_over(footing, folder):
    paths = [_write(folder / name) for name in ("a.txt", "b.txt")]
    _ingest(footing, folder)
    for path in paths:
        path.unlink()
    missing = find_missing(footing.store, "default", [folder])
    footing.store.delete_document("default", str(missing[0].origin.document_id))
    outcomes = list(remove_missing(footing.store, "default", missing))
    assert [o.name for o in outcomes] == [str(paths[1])]
