"""Rows of tables, as they are stored: `model: LLaMA-7B; layers: 32; hidden size: 4096`."""

import re
from collections.abc import Iterator

from knowledge.text import cjk_share
from service.evaluation.proposals.english_events import DATED, MADE
from service.evaluation.proposals.proposal import Found, Reading

_CELL = re.compile(r"([^:：;；]{1,40})[:：] ?([^;；]{1,60})(?:[;；] ?|$)")
_NAME = re.compile(
    r"name|title|model|method|id$|^gpu|product|item|名称|名字|方法|模型|评测集|姓名|产品|项目", re.I
)
_NO_VALUE = re.compile(
    r"^(?:yes|no|true|false|none|n/?a|not .*|unknown|是|否|无|有|-+|—+|\?|见.*)$", re.I
)
_NO_KEY = re.compile(r"^(?:notes?|remarks?|comments?|备注|说明|注)$", re.I)
_AMOUNT = re.compile(r"^[~≈约]?[\d$€£¥]")


def cells(reading: Reading) -> Iterator[Found]:
    """A question for each further cell of a row whose first cell is its name."""
    found = _CELL.findall(reading.text)
    if len(found) < 3 or sum(len(k) + len(v) for k, v in found) < len(reading.text) * 0.7:
        return
    (first, name), *rest = [(k.strip(), v.strip()) for k, v in found]
    if not _NAME.search(first) or len(name) > 30 or _AMOUNT.match(name):
        return
    for key, value in rest:
        skipped = _NO_VALUE.match(value) or _NO_KEY.match(key)
        question = None if skipped else _asked(key, name, value)
        if question:
            stated = stating(key, value)
            yield Found("cell", question, (value,), name, stated, "made from a row of a table")


def stating(key: str, value: str) -> str:
    """What a passage would hold that states an attribute of this name; in doubt, too much."""
    if re.search(r"year|date|venue|published|年份|年代|时间|日期", key, re.I):
        return DATED
    if re.search(
        r"author|develop|publish|maker|compan|creat|发布|开发|机构|作者|提出|公司|创", key, re.I
    ):
        return MADE
    word = re.escape(key.split()[-1][:7]) if key.isascii() else re.escape(key[:2])
    # A number may be said in other words; one inside a name, such as GPT-3, is none.
    return rf"(?i:{word})|(?<![A-Za-z\d.-])\d" if _AMOUNT.match(value) else f"(?i:{word})"


def _asked(key: str, name: str, value: str) -> str | None:
    amount = bool(_AMOUNT.match(value)) and len(value) < 14
    if cjk_share(key):
        if re.fullmatch(r"年份|时间|发布时间", key):
            return f"{name}的{key}是哪一年？" if re.fullmatch(r"\d{4}", value) else None
        many = amount and not key.endswith("内容")
        return f"{name}的{key}是{'多少' if many else '什么'}？"
    if re.search(r"year|date", key, re.I):
        return f"Which {key} is listed for {name}?"
    plain = re.fullmatch(r"[a-zA-Z0-9 -]+", key)
    if plain and amount and key.endswith("s") and not key.endswith("ss"):
        return f"How many {key} are listed for {name}?"
    return f"What is the {key} of {name}?" if plain else None
