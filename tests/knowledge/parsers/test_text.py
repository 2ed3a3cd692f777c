"""Plain text and Markdown, and the encodings they come in."""

import pytest

ZH = "检索增强生成结合了检索与生成。"
ZH_LONG = "大型语言模型在生成答案时可能会产生幻觉，因此需要检查每个句子是否得到支持。" * 4
TW = "檢索增強生成結合了檢索與生成，減少幻覺。"
JA = "これは日本語の文章です。検索と生成を組み合わせます。"
FR = "Le café crème coûte 3 € à Orléans. Où est l’été ?"
RU = "Это русский текст о поиске и генерации ответов."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ZH, "utf-8"),
        (ZH, "utf-8-sig"),
        (ZH, "utf-16"),
        (ZH, "utf-32"),
        (ZH, "gb18030"),
        (ZH_LONG, "gb18030"),
        ("姓名,城市\n张三,北京", "gb18030"),
        ("The model LoRA（低秩适配）freezes weights.", "gb18030"),
        (TW, "big5"),
        (TW * 5, "big5"),
        (TW, "gb18030"),
        (JA, "shift_jis"),
        (FR, "cp1252"),
        ("café", "latin-1"),
        ("Die Größe der Straße überrascht München.", "latin-1"),
        (RU, "cp1251"),
    ],
)
def test_encodings(only, text, encoding):
    assert only(text.encode(encoding), "a.txt").text == text


def test_big_endian_utf16(only):
    assert only(b"\xfe\xff" + ZH.encode("utf-16-be"), "a.txt").text == ZH


def test_long_text_is_decoded_past_the_sample(only):
    text = "\n".join(ZH_LONG for _ in range(2000))
    assert only(text.encode("gb18030"), "a.txt").text == text


def test_a_stray_byte_does_not_change_the_alphabet_of_a_utf8_file(only):
    data = (ZH * 200).encode() + b"\xff" + ZH.encode()
    assert only(data, "a.log").text == ZH * 200 + "\ufffd" + ZH


def test_a_cut_last_character_is_dropped(only):
    assert only((ZH * 10).encode()[:-1], "a.txt").text == (ZH * 10)[:-1]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)) * 4,
        b"\xff\xfe" + b"\xd8\x01" * 40 + b"\x00\xdc" * 40,
        b"\x81\x01\x8d\x02\x90\x03\xff\x04" * 30,
    ],
)
def test_what_no_encoding_explains_is_refused(refusal, data):
    assert refusal(data, "a.txt").reason == "bad_encoding"


@pytest.mark.parametrize(
    ("start", "reason", "words"),
    [
        (b"%PDF-1.7\n", "wrong_type", "is a PDF, not what its name says; rename it to .pdf"),
        (b"\x1f\x8b\x08\x00", "wrong_type", "a gzip archive"),
        (b"PK\x03\x04", "wrong_type", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "wrong_type", "Office file"),
        (b"\x89PNG\r\n\x1a\n", "binary", "a PNG image"),
        (b"MZ\x90\x00", "binary", "a Windows program"),
        (b"\x7fELF", "binary", "a Linux program"),
        (b"text \x00 text", "binary", "NUL bytes"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv", ".jsonl"])
def test_a_text_name_does_not_make_text(refusal, start, reason, words, suffix):
    error = refusal(start + b" more", f"a{suffix}")
    assert error.reason == reason
    assert words in error.message


def test_text_is_clean(only):
    document = only(b"a\r\nb\rc\x07 \x1b[31mred\x1b[0m\x0cnext\ttab\n\n", "notes.log")
    assert document.text == "a\nb\nc red\nnext\ttab"
    assert document.title == "notes"
    assert document.media_type == "text/plain"


def test_markdown_is_kept_and_titled_by_its_first_heading(only):
    text = "```\n# not this\n```\n\n## **The** [title](http://x) ##\n\nWords.\n\n\n\n* item"
    document = only(text.encode(), "a.md")
    assert document.text == text
    assert document.title == "The title"
    assert document.media_type == "text/markdown"


def test_front_matter_gives_title_and_metadata(only):
    front = "---\ntitle: '检索: 综述'\ndate: 2024-05-01\ntags: [a, 2]\nnested: {k: null}\n---\n"
    document = only(f"{front}\n# Heading\n\nWords.".encode(), "a.markdown")
    assert document.title == "检索: 综述"
    assert document.text == "# Heading\n\nWords."
    assert document.metadata == {"date": "2024-05-01", "tags": ["a", 2], "nested": {"k": None}}


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule above, a rule below.\n\n---\n\nWords.",
        "---\ntitle: [unclosed\n---\n\nWords.",
        "---\na: &a [x, x]\nb: *a\n---\n\nWords.",
        "---\ntitle: never closed\n\nWords.",
    ],
)
def test_what_is_no_front_matter_stays(only, text):
    document = only(text.encode(), "my_notes.md")
    assert document.text == text
    assert document.metadata == {}


def test_titles_without_a_heading(only):
    assert only(b"Title\n=====\n\nWords.", "a.md").title == "Title"
    assert only(b"Words.", "my_notes-2.md").title == "my notes 2"
    assert only(b"Words.", "___.md").title == "___.md"


def test_front_matter_alone_is_empty(refusal):
    assert refusal(b"---\ntitle: x\n---\n", "a.md").reason == "empty"
