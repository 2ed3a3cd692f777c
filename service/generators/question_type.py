"""What kind of answer a question asks for, and what in a text could be one. By rule, en and zh."""

import re
from typing import Literal

from knowledge.text import comparable

AnswerType = Literal["number", "date", "name", "definition", "reason", "other"]

_RULES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"\b(?:when|(?:what|which) (?:\w+ )?(?:year|date|month|day|decade|century))\b"
            r"|\bhow (?:recently|long ago)\b"
            r"|哪一?年|何时|什么时候|几几年|哪(?:一|个)?(?:月|天|日)|什么年份|年份|哪个年代"
        ),
    ),
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|big|large|long|far|often|old|tall|high|wide|deep|fast|small|low)\b"
            r"|\b(?:what|which) (?:\w+ ){0,3}?(?:percentage|percent|proportion|share|fraction"
            r"|number|amount|size|ratio|rate|value|score|length|rank|limit|cost|price|factor|range|accuracy"
            r"|probability|threshold|total)\b"
            r"|\bat what\b|多少|几[个种次倍层步位成张条类项轮点份代阶人只块台岁]"
            r"|百分之几|多[大长高久远宽深快]"
            r"|第几|几比几|取值|数值|数量|比例"
        ),
    ),
    (
        "name",
        re.compile(
            r"\b(?:who|whom|whose|where)\b"
            r"|\b(?:which|what) (?:\w+ ){0,2}?(?:researchers?|persons?|people|company|companies"
            r"|team|group|lab|laboratory|university|organi[sz]ation|institution|author|authors|scientist"
            r"|country|city|conference|journal|paper|model|method|name|framework|library|language"
            r"|place|dataset|benchmark|algorithm|technique|tool|tools|format)\b"
            r"|谁|哪[位家所些个]|哪里|哪儿|什么地方|叫什么|哪一[位家所个种]|哪[种款篇支项]|名称|人名"
        ),
    ),
    (
        "reason",
        re.compile(
            r"\b(?:why|how|what (?:causes?|makes?|happens?))\b|为什么|为何|怎么|怎样|如何|原因"
        ),
    ),
    (
        "definition",
        re.compile(
            r"^(?:what (?:is|are|does|do|was|were)|define|explain|describe)\b"
            r"|什么是|是什么|指什么|什么意思|含义|定义|何谓"
        ),
    ),
)
# A letter or digit that is not Chinese, Japanese or Korean: values stand between those unspaced.
_W = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_NUMBER = re.compile(
    rf"(?<!{_W})(?<!\.)[-+−~≈]?[$€£¥]?\d[\d,.]*(?:\s?(?:%|percent|per cent|billion|million|"
    r"thousand|trillion|[KMGT]i?B|[BMK]\b|bits?\b|bytes?\b|倍|个|亿|万|％))?"
    r"|[零一二两三四五六七八九十百千万亿]+(?:[个种次倍层步位张条类项轮点份代阶年月天]|分之)"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|half|twice|once|double|dozen)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)(?:年(?:\d{1,2}月(?:\d{1,2}日)?)?)?|\d{1,2}月\d{1,2}日"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+\d{1,4}\b|[一二〇零三四五六七八九]{4}年|\d{1,2}(?:st|nd|rd|th) century|\d{1,2}世纪",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*年)?")
_NAME = re.compile(
    rf"(?<!{_W})(?<!\.)(?:[A-Z](?:{_W}|[&'’.-])*{_W}|[A-Z]|{_W}*[a-z][A-Z]{_W}*)"
    rf"(?:\s+(?:of|the|and|de|van|von|et al\.?|[A-Z](?:{_W}|[&'’.-])*))*"
    r"|《[^》]+》|“[^”]{2,30}”|[\u4e00-\u9fff·]{2,8}(?:大学|学院|公司|研究院|研究所|实验室|会议|团队|集团|"
    r"市|省|县|国|人|们|等人)"
)


def answer_type(question: str) -> AnswerType:
    """The kind of answer that `question` asks for; `other` when no rule fits."""
    folded = comparable(question)
    for kind, pattern in _RULES:
        if pattern.search(folded):
            return kind
    return "other"


def candidates_of_type(kind: AnswerType, text: str, question: str) -> list[tuple[int, int]]:
    """Spans of `text` that could be an answer of this kind and that the question does not give."""
    patterns = {"number": _NUMBER, "date": _DATE, "name": _NAME}
    if kind not in patterns:
        return []
    asked = comparable(question)
    spans = []
    for match in patterns[kind].finditer(text):
        value = match[0].strip(" .,-")
        if not value or comparable(value) in asked:
            continue
        if kind == "number" and _YEAR.fullmatch(value):
            continue
        if kind == "name" and _only_opens_sentence(text, match):
            continue
        start = match.start() + match[0].index(value)
        spans.append((start, start + len(value)))
    return spans


def _only_opens_sentence(text: str, match: re.Match[str]) -> bool:
    """A lone capitalised word at the start says nothing about being a name."""
    return match.start() == 0 and " " not in match[0].strip() and match[0][1:].islower()
