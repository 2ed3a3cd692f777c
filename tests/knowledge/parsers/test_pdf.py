"""PDF files, and turning printed lines back into paragraphs."""

import pytest

from knowledge.errors import DeadlineExceededError
from knowledge.parsers import parse_bytes
from knowledge.parsers.reflow import reflow
from tests.hostile import LONG, in_linear_time

EN = [
    "Retrieval-Augmented Generation",
    "",
    "Retrieval-augmented generation combines a retriever with a gen-",
    "erator. The retriever finds passages in a collection, and the model",
    "reads them before it answers.",
    "",
    "A second paragraph.",
    "",
    "1",
]
ZH = [
    "检索增强生成",
    "",
    "大型语言模型在生成答案时可能会产生幻觉，因此需要从外部知识库中",
    "检索相关文档，并检查每个句子是否得到支持。",
    "",
    "第 2 页 共 2 页",
]


def test_paragraphs_in_both_languages(only, build_pdf):
    document = only(build_pdf([EN, ZH], title="论文 Title"), "a.pdf")
    assert document.text == (
        "Retrieval-Augmented Generation\n\n"
        "Retrieval-augmented generation combines a retriever with a generator. The retriever finds "
        "passages in a collection, and the model reads them before it answers.\n\n"
        "A second paragraph.\n\n检索增强生成\n\n"
        "大型语言模型在生成答案时可能会产生幻觉，因此需要从外部知识库中检索相关文档，"
        "并检查每个句子是否得到支持。"
    )
    assert document.title == "论文 Title"
    assert document.media_type == "application/pdf"
    assert document.metadata == {"pages": 2}


@pytest.mark.parametrize("title", ["", "Microsoft Word - draft.doc", "untitled", "paper.dvi"])
def test_placeholder_titles_give_way_to_the_name(only, build_pdf, title):
    assert only(build_pdf([EN], title=title), "my_paper.pdf").title == "my paper"


def test_encrypted(refusal, build_pdf):
    error = refusal(build_pdf([EN], password="secret"), "a.pdf")
    assert error.reason == "encrypted"
    assert "password" in error.message


def test_no_text_layer_is_empty_and_says_ocr(refusal, build_pdf):
    error = refusal(build_pdf([[], []]), "scan.pdf")
    assert error.reason == "empty"
    assert "OCR" in error.message
    assert error.details["pages"] == 2


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.8])
def test_a_file_cut_short_is_malformed(refusal, build_pdf, keep):
    data = build_pdf([EN, ZH])
    assert refusal(data[: int(len(data) * keep)], "a.pdf").reason == "malformed"


def test_a_lost_cross_reference_table_is_survived(only, build_pdf):
    data = build_pdf([EN])
    assert "second paragraph" in only(data[: data.rindex(b"startxref")], "a.pdf").text


@pytest.mark.parametrize("data", [b"words", b"<html>404</html>", b"PK\x03\x04 zip"])
def test_what_is_no_pdf(refusal, data):
    assert refusal(data, "a.pdf").reason == "wrong_type"


def test_only_a_header_is_malformed(refusal):
    assert refusal(b"%PDF-1.7\n%nothing more", "a.pdf").reason == "malformed"


def test_hyphens_follow_the_rest_of_the_document():
    page = (
        "We use self-attention in every layer, which costs much; but self-\n"
        "attention is worth it, as the state-of-the-\n"
        "art models show, among them GPT-\n"
        "4 and the models that came before it, which had fewer para-\n"
        "meters."
    )
    assert reflow([page]) == (
        "We use self-attention in every layer, which costs much; but self-attention is worth it, "
        "as the state-of-the-art models show, among them GPT-4 and the models that came before it, "
        "which had fewer parameters."
    )


def test_a_sentence_crosses_a_page():
    first = "A line that is long enough to be a full line of the page,\n\n12"
    second = "13\n\nand goes on after it.\n\nAnother paragraph."
    assert reflow([first, second]) == (
        "A line that is long enough to be a full line of the page, and goes on after it.\n\n"
        "Another paragraph."
    )


def test_double_spaced_chinese_is_joined():
    lines = [
        "大型语言模型在生成答案时可能会产生幻觉因此需要从外部知识库",
        "中检索相关文档并检查每个句子。",
    ]
    assert reflow(["\n\n".join(lines)]) == "".join(lines)


def test_headings_and_lists_stay_lines():
    page = (
        "3 Methods\nThe method has two parts, which are described in the text below:\n"
        "• retrieval of the passages that belong to the question, and\n  ranking\n"
        "• generation\n一、检索\n二、生成"
    )
    assert reflow([page]) == (
        "3 Methods\n\nThe method has two parts, which are described in the text below:\n"
        "• retrieval of the passages that belong to the question, and ranking\n"
        "• generation\n一、检索\n二、生成"
    )


def test_running_headers_and_page_numbers_go_but_numbers_in_the_text_stay():
    pages = [
        f"Journal of Things {n}\n\nText of page {n}.\n\n42\n\nMore.\n\n{n}" for n in range(1, 5)
    ]
    assert reflow(pages) == "\n\n".join(f"Text of page {n}.\n\n42\n\nMore." for n in range(1, 5))


def test_a_page_that_is_a_number_is_kept():
    assert reflow(["42"]) == "42"


def test_table_rows_stay_rows():
    assert reflow(["Above.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"]) == (
        "Above.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    )


def test_letter_spaced_chinese_is_closed_up():
    assert reflow(["检 索 增 强 生 成 BERT 模 型"]) == "检索增强生成 BERT 模型"


def test_nothing_is_nothing():
    assert reflow([]) == ""
    assert reflow(["", "\n"]) == ""


def test_a_page_of_columns_becomes_table_rows(only, build_pdf):
    rows = [("Name", "Year", "Place"), ("LoRA", "2021", "Redmond"), ("适配", "2023", "北京")]
    document = only(build_pdf([EN, rows]), "a.pdf")
    assert "| LoRA | 2021 | Redmond |" in document.text
    assert "combines a retriever with a generator." in document.text


@pytest.mark.parametrize("run", ["a", "a-", "-", "1"])
def test_a_line_that_is_one_long_word_is_read_in_linear_time(run):
    line = run * (LONG // len(run)) + "b"
    with in_linear_time():
        assert reflow([f"{line}\n{line}"]).startswith(line)


def test_a_deadline_ends_the_reading_between_two_pages(build_pdf, impatient):
    data = build_pdf([["One."], ["Two."], ["Three."]])
    assert len(list(parse_bytes(data, "a.pdf", check=impatient(3)))) == 1
    with pytest.raises(DeadlineExceededError):
        list(parse_bytes(data, "a.pdf", check=impatient(2)))
