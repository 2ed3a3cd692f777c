"""`footing ingest` and `footing triples`."""

import pytest

from service.ingest import files


def test_documents_are_counted_by_what_became_of_them(footing, tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nSome text.")
    (tmp_path / "rows.jsonl").write_text('{"id": "r1", "text": "行一。"}\n{"id": "r2"}\n')
    first = footing("ingest", tmp_path / "a.md", tmp_path / "rows.jsonl")
    assert (first.status, first.out) == (1, "2 added, 0 updated, 0 unchanged, 1 failed\n")
    assert f"failed: {tmp_path}/rows.jsonl:2: rows.jsonl, line 2: `text` is missing." in first.err
    (tmp_path / "a.md").write_text("# A\n\nOther text.")
    second = footing("ingest", tmp_path / "a.md")
    assert (second.status, second.out) == (0, "0 added, 1 updated, 0 unchanged, 0 failed\n")
    assert footing("ingest", tmp_path / "a.md").out.startswith("0 added, 0 updated, 1 unchanged")


def test_json_is_a_line_a_document_and_then_the_totals(footing, tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nSome text.")
    (tmp_path / "b.bin").write_bytes(b"\x00")
    ran = footing("ingest", tmp_path / "a.md", tmp_path / "b.bin", "--json")
    good, bad, summary = ran.rows
    assert ran.status == 1
    assert (good["status"], good["chunks"], good["name"]) == ("added", 1, f"{tmp_path}/a.md")
    assert good["document_id"].startswith("a-")
    assert (bad["status"], bad["reason"], bad["document_id"]) == (
        "failed",
        "unsupported_type",
        None,
    )
    assert summary["summary"] == {
        "added": 1, "updated": 0, "unchanged": 0, "failed": 1, "removed": 0, "missing": 0,
    }  # fmt: skip


def test_rows_that_their_file_has_no_more_are_counted_beside_the_others(footing, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "One."}\n{"text": "Two."}\n')
    assert footing("ingest", path).out == "2 added, 0 updated, 0 unchanged, 0 failed\n"
    path.write_text('{"text": "One."}\n')
    ran = footing("ingest", path, "--json")
    assert [row.get("status") for row in ran.rows] == ["unchanged", "removed", None]
    assert ran.rows[-1]["summary"]["removed"] == 1
    path.write_text('{"text": "Three."}\n')
    said = "1 added, 0 updated, 0 unchanged, 0 failed, 1 removed\n"
    assert footing("ingest", path).out == said


def test_documents_of_deleted_files_are_told_of_and_removed_on_request(footing, tmp_path):
    folder = tmp_path / "我的 documents"
    folder.mkdir()
    (folder / "a.md").write_text("Alpha was built in 1931.")
    (folder / "b b.md").write_text("Beta was built in 1932.")
    (folder / "rows.jsonl").write_text('{"text": "Gamma."}\n{"text": "Delta."}\n')
    assert footing("ingest", folder).out == "4 added, 0 updated, 0 unchanged, 0 failed\n"
    (folder / "b b.md").unlink()
    (folder / "rows.jsonl").unlink()
    told = footing("ingest", folder)
    assert (told.status, told.out) == (
        0,
        "0 added, 0 updated, 1 unchanged, 0 failed\n"
        "documents whose files are gone: 3; --delete-missing removes them\n",
    )
    assert footing("ingest", folder, "--json").rows[-1]["summary"]["missing"] == 3
    removed = footing("ingest", folder, "--delete-missing")
    assert (removed.status, removed.out) == (
        0,
        "0 added, 0 updated, 1 unchanged, 0 failed, 3 removed\n",
    )
    assert "Beta" not in footing("ask", "When was Beta built?").out
    again = footing("ingest", folder, "--delete-missing")
    assert again.out == "0 added, 0 updated, 1 unchanged, 0 failed\n"


def test_what_is_removed_is_a_line_of_json_each(footing, tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(f"Text of {name}.")
    _, b, _ = footing("ingest", folder, "--json").rows
    (folder / "b.md").unlink()
    _, gone, summary = footing("ingest", folder, "--delete-missing", "--json").rows
    assert (gone["status"], gone["name"]) == ("removed", f"{folder}/b.md")
    assert gone["document_id"] == b["document_id"]
    assert summary["summary"] == {
        "added": 0, "updated": 0, "unchanged": 1, "failed": 0, "removed": 1, "missing": 0,
    }  # fmt: skip


def test_an_empty_folder_may_be_a_disc_that_is_not_mounted(footing, tmp_path):
    folder = tmp_path / "disc"
    folder.mkdir()
    (folder / "a.md").write_text("Alpha was built in 1931.")
    footing("ingest", folder)
    (folder / "a.md").rename(tmp_path / "a.md")
    refused = footing("ingest", folder, "--delete-missing")
    assert (refused.status, refused.out) == (1, "0 added, 0 updated, 0 unchanged, 1 failed\n")
    assert f"failed: {folder}: {folder} holds no file any more" in refused.err
    assert "are kept (1). Mount it; or" in refused.err
    summary = footing("ingest", folder, "--delete-missing", "--json").rows[-1]["summary"]
    assert (summary["removed"], summary["missing"]) == (0, 1)
    (tmp_path / "a.md").rename(folder / "a.md")
    assert footing("ingest", folder).out == "0 added, 0 updated, 1 unchanged, 0 failed\n"


def test_a_folder_that_is_not_there_removes_nothing(footing, tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.md").write_text("Alpha was built in 1931.")
    footing("ingest", folder)
    folder.rename(tmp_path / "away")
    ran = footing("ingest", folder, "--delete-missing")
    assert (ran.status, ran.out) == (1, "0 added, 0 updated, 0 unchanged, 1 failed\n")
    (tmp_path / "away").rename(folder)
    assert footing("ingest", folder).out == "0 added, 0 updated, 1 unchanged, 0 failed\n"


def test_an_interrupted_run_removes_nothing(footing, tmp_path, monkeypatch):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(f"Text of {name}.")
    footing("ingest", folder)
    (folder / "a.md").unlink()

    def interrupted(*_: object, **_options: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as at_the_keyboard:
        at_the_keyboard.setattr(files, "read_file", interrupted)
        assert footing("ingest", folder, "--delete-missing").status != 0
    assert footing("ingest", folder, "--json").rows[-1]["summary"]["missing"] == 1


def test_a_path_that_is_not_there_is_a_failure(footing, tmp_path):
    ran = footing("ingest", tmp_path / "gone.txt")
    assert (ran.status, ran.out) == (1, "0 added, 0 updated, 0 unchanged, 1 failed\n")
    assert "does not exist" in ran.err


def test_a_wrong_collection_name_is_one_line(footing, tmp_path):
    ran = footing("ingest", tmp_path, "--collection", "a b")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: a collection's name has 1 to 64")
    assert ran.err.count("\n") == 1


def test_a_configuration_error_is_one_line(footing, tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTING_PORT", "many")
    ran = footing("ingest", tmp_path)
    assert ran.status == 2
    assert "setting 'port' (from FOOTING_PORT)" in ran.err


def test_triples_go_in_and_out_and_away(footing, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("subject,predicate,object\nParis,capital of,France\n长城,位于,中国\n")
    assert footing("triples", "import", path).out == "2 added, 0 unchanged\n"
    assert footing("triples", "import", path, "--json").rows == [{"added": 0, "unchanged": 2}]
    exported = footing("triples", "export").out
    assert "Paris\tcapital of\tFrance" in exported
    assert "长城\t位于\t中国" in exported
    (tmp_path / "away.tsv").write_text("Paris\tcapital of\tFrance\n")
    assert footing("triples", "remove", tmp_path / "away.tsv", "--json").rows == [{"removed": 1}]
    assert footing("triples", "remove", tmp_path / "away.tsv").out == "0 removed\n"
    assert "Paris" not in footing("triples", "export", "--format", "csv").out


@pytest.mark.parametrize("file_format", ["tsv", "csv", "jsonl", "ttl", "nt"])
def test_what_is_exported_can_be_imported(footing, tmp_path, file_format):
    path = tmp_path / "t.tsv"
    path.write_text("Paris\tcapital of\tFrance\n长城\t位于\t中国\n")
    footing("triples", "import", path)
    exported = tmp_path / f"out.{file_format}"
    exported.write_text(footing("triples", "export", "--format", file_format).out)
    ran = footing("triples", "import", exported, "--json")
    assert ran.rows == [{"added": 0, "unchanged": 2}]


def test_wrong_lines_are_named_and_nothing_is_imported(footing, tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("Paris\tcapital of\tFrance\nParis\tcapital of\n\tof\tx\n")
    ran = footing("triples", "import", path)
    assert (ran.status, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first.startswith("error: t.tsv, line 2: ")
    assert first.endswith("(and 1 more). Nothing was imported.")
    assert second == "  line 3: subject is empty"
    assert "Paris" not in footing("triples", "export").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("triples", "import", "gone.tsv"), "gone.tsv does not exist"),
        (("triples", "import", "t.xml"), "triples cannot be read from 't.xml'"),
        (("triples", "export", "--format", "xml"), "xml"),
        (("triples", "export", "-c", "nowhere"), "there is no collection 'nowhere'"),
        (("triples", "remove", "t.tsv", "-c", "nowhere"), "there is no collection 'nowhere'"),
        (("triples", "import", "t.tsv", "-c", "a b"), "a collection's name"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(footing, tmp_path, arguments, said):
    (tmp_path / "t.xml").write_text("<t/>")
    (tmp_path / "t.tsv").write_text("a\tb\tc\n")
    ran = footing(*arguments)
    assert ran.status == 2
    assert ran.err.startswith("error: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1
