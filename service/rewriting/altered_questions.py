"""Questions changed so that their passage no longer answers them. By rule, in both languages.

The changes are the kinds that people make when they are asked for unanswerable questions about a
passage (Rajpurkar et al., 2018, "Know What You Don't Know"): another name or number, a negation,
an antonym.
"""

import random
import re
from collections.abc import Callable

_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w'’-]*)*")
_ARTICLE = re.compile(r"^(?:The|A|An)\s+")
_NUMBER = re.compile(r"(?<![\w.])\d{1,4}(?:,\d{3})*(?![\w.]*\d)")
_QUOTED = re.compile(r"《[^》]{1,20}》|「[^」]{1,12}」|“[^”]{1,12}”")
_ASKING = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|in|on|at|the|is|are|was|were|did|does|do)$",
    re.IGNORECASE,
)
_ANTONYMS = (
    ("first", "last"), ("largest", "smallest"), ("highest", "lowest"), ("most", "least"),
    ("more", "fewer"), ("before", "after"), ("increase", "decrease"), ("increased", "decreased"),
    ("won", "lost"), ("north", "south"), ("northern", "southern"), ("east", "west"),
    ("eastern", "western"), ("oldest", "youngest"), ("early", "late"), ("began", "ended"),
    ("begin", "end"), ("start", "end"), ("started", "ended"), ("above", "below"),
    ("high", "low"), ("higher", "lower"), ("larger", "smaller"), ("male", "female"),
    ("accepted", "rejected"), ("allowed", "prohibited"), ("include", "exclude"),
    ("opened", "closed"), ("created", "destroyed"), ("born", "buried"), ("win", "lose"),
    ("best", "worst"), ("major", "minor"), ("same", "different"), ("with", "without"),
    ("support", "oppose"), ("supported", "opposed"), ("public", "private"), ("often", "rarely"),
    ("common", "rare"), ("ancient", "modern"), ("inside", "outside"), ("minimum", "maximum"),
)  # fmt: skip
_ANTONYMS_ZH = (
    ("最大", "最小"), ("最高", "最低"), ("最早", "最晚"), ("最多", "最少"), ("第一", "第三"),
    ("之前", "之后"), ("以前", "以后"), ("开始", "结束"), ("增加", "减少"), ("东", "西"),
    ("南", "北"), ("出生", "去世"), ("成立", "解散"), ("父亲", "母亲"), ("哥哥", "弟弟"),
    ("上升", "下降"), ("最长", "最短"), ("支持", "反对"), ("首次", "末次"), ("属于", "不属于"),
)  # fmt: skip
_NEGATED = (
    (re.compile(r"\b(did|does|do|was|were|is|are|could|has|have|had|would)\b(?! not)"), r"\1n't"),
)  # fmt: skip
_NEGATED_ZH = ((re.compile(r"(?<![不但还于只若可要就正])(是|可以|属于)(?![否不非])"), r"不\1"),)

# People rarely choose the negation, and rules find a place for it in every question.
_NEGATED_SHARE = 0.12


def alter_question(
    question: str, context: str, elsewhere: str, lang: str, draw: random.Random
) -> str | None:
    """The question asking for something that `context` does not say; None if no rule fits.

    Args:
        question: answered by `context`.
        context: its passage; names that replace those of the question come from it by preference,
            for they look plausible.
        elsewhere: more text of the same subject to take names from.
        lang: "en" or "zh".
        draw: where chance comes from.
    """
    ways: list[tuple[float, Callable[[], str | None]]] = [
        (3.0, lambda: _other_name(question, context, elsewhere, lang, draw)),
        (2.0, lambda: other_number(question, context, draw)),
        (2.0, lambda: opposite(question, lang, draw)),
    ]
    if draw.random() < _NEGATED_SHARE:
        ways = [(1.0, lambda: _negated(question, lang))]
    while ways:
        way = draw.choices(ways, [w for w, _ in ways])[0]
        ways.remove(way)
        changed = way[1]()
        if changed and changed != question:
            return changed
    return None


def names_in(text: str, lang: str) -> list[str]:
    """Names in a text without articles, each once: capitalised in English, quoted in Chinese."""
    pattern = _QUOTED if lang == "zh" else _NAME
    found = [_ARTICLE.sub("", m[0]) for m in pattern.finditer(text)]
    return [n for n in dict.fromkeys(found) if not _ASKING.match(n) and len(n) > 2]


def _other_name(
    question: str, context: str, elsewhere: str, lang: str, draw: random.Random
) -> str | None:
    asked = [n for n in names_in(question, lang) if n in context and not question.startswith(n)]
    if not asked:
        return None
    name = draw.choice(asked)
    for pool in draw.sample((context, elsewhere), 2) if elsewhere else (context,):
        others = [
            n
            for n in names_in(pool, lang)
            if n not in question and abs(len(n.split()) - len(name.split())) <= 1
        ]
        if others:
            return question.replace(name, draw.choice(others), 1)
    return None


def other_number(question: str, context: str, draw: random.Random) -> str | None:
    """The question with one of its whole numbers changed; None if it has none."""
    asked = list(_NUMBER.finditer(question))
    if not asked:
        return None
    match = draw.choice(asked)
    others = [n for n in dict.fromkeys(_NUMBER.findall(context)) if n not in question]
    alike = [n for n in others if len(n) == len(match[0])]
    value = int(match[0].replace(",", ""))
    made = str(max(1, value + draw.choice((-20, -10, -3, -2, 2, 3, 5, 10))))
    new = draw.choice(alike) if alike and draw.random() < 0.6 else made
    if new == match[0]:
        return None
    return question[: match.start()] + new + question[match.end() :]


def opposite(question: str, lang: str, draw: random.Random) -> str | None:
    """The question with one word replaced by its antonym; None if it has no such word."""
    ways = []
    for left, right in _ANTONYMS_ZH if lang == "zh" else _ANTONYMS:
        for one, other in ((left, right), (right, left)):
            pattern = one if lang == "zh" else rf"\b{one}\b"
            if re.search(pattern, question):
                ways.append(re.sub(pattern, other, question, count=1))
    return draw.choice(ways) if ways else None


def _negated(question: str, lang: str) -> str | None:
    for pattern, replacement in _NEGATED_ZH if lang == "zh" else _NEGATED:
        changed, count = pattern.subn(replacement, question, count=1)
        if count:
            return changed
    return None
