"""Choosing a parser, limits, and what is refused before any parser looks."""

import subprocess
import sys

import pytest

from knowledge.parsers import SUPPORTED_SUFFIXES, parse_bytes, suffix_of


def test_supported_suffixes_are_the_promised_ones():
    assert set(
        ".md .markdown .txt .text .rst .log .html .htm .xhtml .pdf .docx .pptx .xlsx .csv .tsv "
        ".jsonl .jsonl.gz".split()
    ) == set(SUPPORTED_SUFFIXES)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.MD", ".md"),
        ("a.b.jsonl.GZ", ".jsonl.gz"),
        ("a.csv.gz", ".gz"),
        ("C:\\docs\\a.Pdf", ".pdf"),
        ("README", ""),
    ],
)
def test_suffix_decides(name, suffix):
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("name", ["a.epub", "README", "a.csv.gz", ".md"])
def test_unsupported_type_lists_what_is_supported(refusal, name):
    error = refusal(b"words", name)
    assert error.reason == "unsupported_type"
    assert ".pdf" in error.message
    assert error.details["supported"] == sorted(SUPPORTED_SUFFIXES)


def test_old_office_formats_are_told_their_successor(refusal):
    assert "Save it as .xlsx." in refusal(b"words", "a.xls").message


@pytest.mark.parametrize("suffix", sorted(SUPPORTED_SUFFIXES))
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n"])
def test_nothing_in_the_file_is_empty(refusal, suffix, data):
    assert refusal(data, f"a{suffix}").reason == "empty"


def test_too_large_is_said_in_figures(refusal):
    error = refusal(b"x" * 11, "a.txt", max_bytes=10)
    assert error.reason == "too_large"
    assert error.details["bytes"] == 11
    assert error.details["limit"] == 10


def test_only_the_name_of_a_path_is_used():
    (document,) = parse_bytes(b"words", "../up/annual_report-2024.txt")
    assert document.title == "annual report 2024"  # type: ignore[union-attr]


def test_importing_the_parsers_loads_no_converter():
    heavy = "{'markitdown', 'pdfminer', 'pypdfium2', 'openpyxl', 'pandas', 'bs4', 'magika'}"
    code = f"import sys, knowledge.parsers; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
