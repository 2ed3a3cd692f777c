"""Word documents and presentations."""

import io
import struct
import tracemalloc

import docx
import pptx
import pytest
from pptx.util import Inches

from tests.hostile import LONG, in_linear_time

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def word_file(*, title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.add_heading("检索增强生成", 0)
    document.add_paragraph("Intro with *stars* and snake_case.")
    document.add_heading("方法 Methods", 1)
    document.add_paragraph("第一句。第二句。")
    document.add_paragraph("item", style="List Bullet")
    table = document.add_table(2, 2)
    for row, cells in enumerate([("Name", "Year"), ("LoRA", "2021")]):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_picture() -> bytes:
    """A page of a bitmap that is large and packs to little."""
    header = b"BM" + (30_000_054).to_bytes(4, "little") + bytes(4) + b"\x36\0\0\0\x28\0\0\0"
    bitmap = header + struct.pack("<iiHHIIiiII", 10_000, 1000, 1, 24, 0, 30_000_000, 1, 1, 0, 0)
    document = docx.Document()
    document.add_paragraph("Before.")
    document.add_picture(io.BytesIO(bitmap + bytes(30_000_000)), Inches(1), Inches(1))
    document.add_paragraph("After.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def slide_deck() -> bytes:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "第一页\vTitle"
    slide.placeholders[1].text = "point one\npoint two"
    above = slide.shapes.add_textbox(0, 0, Inches(2), Inches(0.3))
    above.text_frame.text = "above the title"
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1))
    box.text_frame.text = "没有标题的幻灯片"
    slide.notes_slide.notes_text_frame.text = "what the speaker says"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def test_word_headings_lists_and_tables(only):
    document = only(word_file(), "a.docx")
    assert document.text == (
        "# 检索增强生成\n\nIntro with *stars* and snake_case.\n\n"
        "# 方法 Methods\n\n第一句。第二句。\n\n* item\n\n"
        "| Name | Year |\n| --- | --- |\n| LoRA | 2021 |"
    )
    assert document.title == "检索增强生成"
    assert document.media_type.endswith("wordprocessingml.document")


def test_pictures_are_left_out_and_not_carried_along(only):
    tracemalloc.start()
    try:
        assert only(with_picture(), "a.docx").text == "Before.\n\nAfter."
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("property_title", "title"), [("年度 Report", "年度 Report"), ("Word Document", "my file")]
)
def test_word_title_without_headings(only, property_title, title):
    document = docx.Document()
    document.core_properties.title = property_title
    document.add_paragraph("Words.")
    out = io.BytesIO()
    document.save(out)
    assert only(out.getvalue(), "my_file.docx").title == title


def test_slides_are_sections(only):
    document = only(slide_deck(), "a.pptx")
    assert document.text == (
        "# 第一页 Title\n\nabove the title\npoint one\npoint two\n\n"
        "# Slide 2\n\n没有标题的幻灯片\n\n## Notes\n\nwhat the speaker says"
    )
    assert document.title == "第一页 Title"
    assert document.metadata == {"slides": 2}


def test_office_files_without_text_are_empty(refusal):
    for made, suffix in ((docx.Document(), ".docx"), (pptx.Presentation(), ".pptx")):
        out = io.BytesIO()
        made.save(out)
        assert refusal(out.getvalue(), f"a{suffix}").reason == "empty"


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_password_protected(refusal, suffix):
    error = refusal(OLE + "EncryptedPackage".encode("utf-16-le"), f"a{suffix}")
    assert error.reason == "encrypted"
    assert "password" in error.message


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_other_things_under_an_office_name(refusal, suffix, build_pdf):
    assert refusal(OLE, f"a{suffix}").reason == "wrong_type"
    assert refusal(b"words", f"a{suffix}").reason == "wrong_type"
    assert "web page" in refusal(b"<!doctype html><p>404", f"a{suffix}").message
    assert "rename it to .pdf" in refusal(build_pdf([["x"]]), f"a{suffix}").message


def test_one_office_type_under_the_name_of_another(refusal):
    error = refusal(slide_deck(), "a.docx")
    assert error.reason == "wrong_type"
    assert error.details["looks_like"] == ".pptx"


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.97])
def test_a_file_cut_short(refusal, keep):
    data = word_file()
    assert refusal(data[: int(len(data) * keep)], "a.docx").reason in {"malformed", "wrong_type"}


@pytest.mark.parametrize("xml", [b"<w:document", b"<x/>", b""])
def test_broken_xml_is_malformed(refusal, build_zip, xml):
    error = refusal(build_zip({"word/document.xml": xml}), "a.docx")
    assert error.reason == "malformed"


def test_entities_do_not_expand(refusal, build_zip):
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    xml = f'<!DOCTYPE x [<!ENTITY e0 "haha">{levels}]><x>&e11;</x>'.encode()
    assert refusal(build_zip({"word/document.xml": xml}), "a.docx").reason == "malformed"


def test_a_slide_that_looks_like_many_pictures_is_read_in_linear_time(only):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    text = "![" + "](" * (LONG // 2) + "end"
    slide.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = text
    out = io.BytesIO()
    deck.save(out)
    with in_linear_time():
        assert text in only(out.getvalue(), "a.pptx").text
