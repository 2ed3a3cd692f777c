"""Whatever the bytes are: documents or our own error, never a character we forbid."""

import io

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers import SUPPORTED_SUFFIXES, parse_bytes
from knowledge.text import has_forbidden_characters

REASONS = {
    "empty",
    "too_large",
    "wrong_type",
    "binary",
    "bad_encoding",
    "encrypted",
    "malformed",
    "unsupported_type",
}
SUFFIXES = st.sampled_from(sorted(SUPPORTED_SUFFIXES))
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<html>",
        b"---\n",
    ]
)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def check(data: bytes, name: str) -> None:
    problem: UnreadableDocumentError | None = None
    try:
        for found in parse_bytes(data, name, max_bytes=1 << 20):
            if isinstance(found, UnreadableDocumentError):
                assert found.reason in REASONS
                assert found.details["line"] >= 1
                continue
            assert found.text.strip()
            assert found.title.strip() == found.title != ""
            assert "\n" not in found.title
            assert "\r" not in found.text
            assert not has_forbidden_characters(found.text + found.title)
            found.text.encode()
    except UnreadableDocumentError as error:
        problem = error
    assert problem is None or problem.reason in REASONS


@settings(max_examples=400, deadline=None, suppress_health_check=QUIET)
@given(start=STARTS, data=st.binary(max_size=400), suffix=SUFFIXES)
def test_random_bytes(start, data, suffix):
    check(start + data, f"a{suffix}")


@settings(max_examples=200, deadline=None, suppress_health_check=QUIET)
@given(
    text=st.text(max_size=200),
    encoding=st.sampled_from(["utf-8", "utf-16", "gb18030", "big5", "latin-1"]),
    suffix=SUFFIXES,
    name=st.text(max_size=20),
)
def test_random_text(text, encoding, suffix, name):
    check(text.encode(encoding, errors="ignore"), name + suffix)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(
    cut=st.integers(0, 10**6), flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)))
)
def test_damaged_pdf(build_pdf, cut, flips):
    check(damaged(build_pdf([["检索增强生成", "", "Words."]]), cut, flips), "a.pdf")


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(
    cut=st.integers(0, 10**6), flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)))
)
def test_damaged_docx(cut, flips):
    check(damaged(WORD_FILE, cut, flips), "a.docx")


def damaged(data: bytes, cut: int, flips: list[tuple[int, int]]) -> bytes:
    broken = bytearray(data)
    for position, value in flips:
        broken[position % len(broken)] = value
    # Half of the files are whole in length: those reach the converters.
    return bytes(broken if cut % 2 else broken[: cut % len(broken)])


def _word_file() -> bytes:
    document = docx.Document()
    document.add_heading("检索增强生成", 1)
    document.add_paragraph("Words.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WORD_FILE = _word_file()
