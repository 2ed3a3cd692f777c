"""Web pages."""

import pytest

from knowledge.parsers import counted_soup

PAGE = """<!DOCTYPE html><html><head>
<title>检索增强 - Site</title><style>p {{}}</style>{meta}</head>
<body><nav><a href="/">Home</a></nav><h1>检索增强 <em>生成</em></h1>
<p>Text with a <a href="http://x/y">link</a>, <b>bold</b>&nbsp;and snake_case_name.</p>
<script>alert(1)</script><ul><li>one<li>two</ul>
<table><tr><td>Name</td><td>Year</td></tr><tr><td>LoRA</td><td>2021</td></tr></table>
<h2></h2><p><img src="a.png" alt="A chart"></p><footer>Copyright</footer></body></html>"""
TEXT = """# 检索增强 *生成*

Text with a link, **bold** and snake_case_name.

* one
* two

| Name | Year |
| --- | --- |
| LoRA | 2021 |

A chart"""


def test_markdown_without_boilerplate(only):
    document = only(PAGE.format(meta="").encode(), "a.html")
    assert document.text == TEXT
    assert document.title == "检索增强 生成"
    assert document.media_type == "text/html"


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ("", "gb18030"),
        ("<meta charset=utf-8>", "utf-8-sig"),
        # What the page declares is wrong and the bytes are certain.
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=nonsense>", "utf-16"),
    ],
)
def test_encodings(only, meta, encoding):
    assert only(PAGE.format(meta=meta).encode(encoding), "a.htm").text == TEXT


def test_titles(only):
    page = "<title>The &amp; title</title><body><h2>Part</h2>words"
    assert only(page.encode(), "a.html").title == "The & title"
    assert only(b"<h2>Part</h2>words", "a.html").title == "Part"
    assert only(b"words", "my_page.xhtml").title == "my page"


def test_xhtml(only):
    page = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
    page += "<head><title>T</title></head><body><p>文字</p></body></html>"
    assert only(page.encode(), "a.xhtml").text == "文字"


def test_a_page_of_scripts_is_empty(refusal):
    error = refusal(b"<html><body><script>app()</script><div id=app></div></body></html>", "a.html")
    assert error.reason == "empty"
    assert "scripts" in error.message


@pytest.mark.parametrize(
    "page",
    [
        b"<p>" * 700_000,
        b"<p " + b" ".join(b"a%d" % n for n in range(1_000_000)) + b">text",
    ],
    ids=["tags", "attributes"],
)
def test_a_page_of_nothing_but_markup_is_refused_while_it_is_read(refusal, page):
    error = refusal(page, "a.html")
    assert (error.reason, error.details["limit"]) == ("too_large", 1_000_000)
    assert error.message.endswith("Split it, or convert it to text.")


@pytest.mark.parametrize("piece", [b"<!---->", b"<?a?>", b"<br>", b"<p>x</p>", b"<a b>"])
def test_every_kind_of_markup_counts(refusal, only, monkeypatch, piece):
    monkeypatch.setattr(counted_soup, "MAX_PIECES", 1000)
    assert only(b"text" + piece * 100, "a.html").text.startswith("text")
    assert refusal(b"text" + piece * 1000, "a.html").reason == "too_large"


def test_a_page_over_twenty_megabytes_is_refused(refusal):
    error = refusal(b"<p>" + b"a" * 20_000_000, "a.html")
    assert (error.reason, error.details["limit"]) == ("too_large", 20_000_000)
    assert error.message == (
        "a.html has 20.0 MB; the limit is 20.0 MB. Split it, or convert it to text."
    )


def test_deep_nesting_falls_back_to_plain_text(only):
    page = "<div>" * 3000 + "deep" + "</div>" * 3000 + "<p>after</p>"
    assert only(page.encode(), "a.html").text.split() == ["deep", "after"]
