"""CSV, TSV and Excel: rows that stand on their own."""

import datetime
import io

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from knowledge.errors import DeadlineExceededError
from knowledge.parsers import parse_bytes

ROWS = "# data\n\nName: LoRA; Year: 2021\nName: 适配; Year: 2023"


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_delimiters(only, delimiter):
    text = f"Name{delimiter}Year\r\nLoRA{delimiter}2021\r\n\r\n适配{delimiter}2023\r\n"
    document = only(text.encode("gb18030"), "data.csv")
    assert document.text == ROWS
    assert document.title == "data"
    assert document.media_type == "text/csv"


def test_tsv_keeps_commas(only):
    document = only(b"Name\tNote\nLoRA\tsmall, fast, cheap\n", "data.tsv")
    assert document.text == "# data\n\nName: LoRA; Note: small, fast, cheap"
    assert document.media_type == "text/tab-separated-values"


def test_quotes_newlines_and_missing_cells(only):
    document = only(b'Name,Note,\nLoRA,"two\nlines, ""quoted""",extra\nQLoRA,,\n', "data.csv")
    assert document.text == '# data\n\nName: LoRA; Note: two lines, "quoted"; extra\nName: QLoRA'


def test_a_stray_quote_does_not_swallow_the_rows_after_it(only):
    document = only(b'Name,Size\nPipe,"5 inch\nRod,3 inch\n', "data.csv")
    assert document.text.splitlines()[2:] == [
        'Name: Pipe; Size: "5 inch',
        "Name: Rod; Size: 3 inch",
    ]


def test_years_may_be_column_names_but_numbers_are_rows(only):
    text = only(b"Region,2020,2021\nNorth,5,6\n", "data.csv").text
    assert text.endswith("Region: North; 2020: 5; 2021: 6")
    assert only(b"LoRA,2021\nQLoRA,2023\n", "data.csv").text.endswith("LoRA; 2021\nQLoRA; 2023")


def test_one_column_and_header_only(only):
    assert only(b"Name\nLoRA\nQLoRA\n", "data.csv").text == "# data\n\nName: LoRA\nName: QLoRA"
    assert only(b"Name,Year\n", "data.csv").text == "# data\n\nName; Year"


def test_delimiters_alone_are_empty(refusal):
    assert refusal(b",,,\n,,,\n", "data.csv").reason == "empty"


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_heading_a_sheet_and_a_line_a_row(only):
    data = workbook(
        方法=[
            ["Table 1: methods"],
            [],
            ["Name", "Year", "Score", "When", "Open"],
            ["LoRA", 2021, 3.0, datetime.date(2021, 6, 17), True],
            ["适配\n器", None, 0.25, datetime.datetime(2023, 5, 23, 10, 30), None],  # noqa: DTZ001
        ],
        Empty=[],
        Notes=[["only one cell"]],
    )
    document = only(data, "my-table.xlsx")
    assert document.text == (
        "## 方法\n\nTable 1: methods\n"
        "Name: LoRA; Year: 2021; Score: 3; When: 2021-06-17; Open: True\n"
        "Name: 适配 器; Score: 0.25; When: 2023-05-23 10:30:00\n\n"
        "## Notes\n\nonly one cell"
    )
    assert document.title == "my table"
    assert document.metadata == {"sheets": ["方法", "Empty", "Notes"]}


def test_an_empty_workbook_is_empty(refusal):
    assert refusal(workbook(Sheet=[]), "a.xlsx").reason == "empty"


def test_a_broken_workbook_is_malformed(refusal, build_zip):
    assert refusal(build_zip({"xl/workbook.xml": b"<broken"}), "a.xlsx").reason == "malformed"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_deadline_ends_the_reading_between_two_rows(impatient, name):
    rows: list[list[object]] = [["Name", "Year"], ["LoRA", 2021], ["QLoRA", 2023]]
    text = "\n".join(",".join(map(str, row)) for row in rows).encode()
    data = text if name == "a.csv" else workbook(One=rows)
    assert len(list(parse_bytes(data, name, check=impatient(3)))) == 1
    with pytest.raises(DeadlineExceededError):
        list(parse_bytes(data, name, check=impatient(2)))
