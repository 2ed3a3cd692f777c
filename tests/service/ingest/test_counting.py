"""How many documents lie ahead: rows and files, and packed files that unpack to far too much."""

import gzip
import tracemalloc

import pytest

from service.ingest import counting
from service.ingest.counting import count_documents

LIMIT = 10_000_000


def test_documents_are_counted_before_they_are_read(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.jsonl").write_text('{"text": "1"}\n\n{"text": "2"}\n')
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(b'{"text": "1"}\n' * 3))
    (tmp_path / "d.jsonl.gz").write_bytes(b"not gzip")
    (tmp_path / "d2.jsonl.gz").write_bytes(gzip.compress(b"x" * 100)[:12] + b"damaged")
    (tmp_path / "E.JSONL").write_text('{"text": "1"}\n{"text": "2"}')
    assert count_documents([tmp_path], LIMIT) == 1 + 2 + 3 + 1 + 1 + 2
    assert count_documents([tmp_path / "gone.jsonl"], LIMIT) == 1


@pytest.mark.parametrize("block", [1, 2, 3, 7])
def test_lines_go_on_from_block_to_block(tmp_path, monkeypatch, block):
    monkeypatch.setattr(counting, "_BLOCK", block)
    (tmp_path / "a.jsonl").write_bytes(b"\n{1}\n  \n\n {22}\n\r\n{3}")
    assert count_documents([tmp_path], LIMIT) == 3


def test_a_bomb_of_one_line_is_neither_held_nor_counted_to_its_end(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"x" * 3 * LIMIT + b"\nx" * 100))
    tracemalloc.start()
    try:
        assert count_documents([tmp_path], LIMIT) == 1
        assert tracemalloc.get_traced_memory()[1] < LIMIT
    finally:
        tracemalloc.stop()
