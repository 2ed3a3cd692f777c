"""Claims that are nearly what a text says, for teaching and testing checkers. By rule."""

import random
import re
from collections.abc import Callable, Mapping

from knowledge.text import cjk_share

_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:of\s+)?[A-Z][\w'’-]*)*")
_NAME_ZH = re.compile(r"(?<=《)[^》]{2,12}(?=》)|(?<=[在于由被和与])[一-鿿]{2,3}(?=[，、的和与])")
_MONTH = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b"
)
_MONTHS = (
    "January", "February", "March", "April", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_UNITS = (
    ("km", "m"), ("kilometres", "metres"), ("miles", "feet"), ("million", "billion"),
    ("thousand", "million"), ("hours", "minutes"), ("years", "months"), ("days", "weeks"),
    ("kg", "g"), ("percent", "per mille"), ("century", "decade"), ("公里", "米"), ("万", "亿"),
    ("小时", "分钟"), ("年", "个月"), ("平方公里", "公顷"),
)  # fmt: skip
_NEGATE = (
    (re.compile(r"\b(is|are|was|were|can|will|has|have|had|could|would|did|does)\b(?! not)"),
     r"\1 not"),
    (re.compile(r"(?<![不没但还于只若可要就正])(是|可以|位于|属于)(?![否不非])"), r"不\1"),
)  # fmt: skip
_AFFIRM = (
    (re.compile(r"\b(is|are|was|were|can|will|has|have|had|could|would|did|does) not\b"), r"\1"),
    (re.compile(r"不(是|会|能|可以)"), r"\1"),
)
_SWAPS = (
    ("increase", "decrease"), ("increased", "decreased"), ("higher", "lower"), ("more", "fewer"),
    ("before", "after"), ("first", "last"), ("best", "worst"), ("largest", "smallest"),
    ("highest", "lowest"), ("north", "south"), ("northern", "southern"), ("east", "west"),
    ("eastern", "western"), ("won", "lost"), ("early", "late"), ("older", "younger"),
    ("above", "below"), ("began", "ended"), ("male", "female"), ("father", "mother"),
    ("public", "private"), ("accepted", "rejected"), ("with", "without"), ("buy", "sell"),
    ("bought", "sold"), ("rise", "fall"), ("rose", "fell"), ("major", "minor"), ("war", "peace"),
    ("增加", "减少"), ("提高", "降低"), ("上升", "下降"), ("之前", "之后"), ("最大", "最小"),
    ("最高", "最低"), ("最早", "最晚"), ("首次", "末次"), ("开始", "结束"), ("东部", "西部"),
    ("南部", "北部"), ("父亲", "母亲"), ("儿子", "女儿"), ("成立", "解散"), ("出生", "去世"),
    ("胜", "负"), ("支持", "反对"), ("公开", "秘密"), ("大于", "小于"), ("高于", "低于"),
)  # fmt: skip
_QUANTIFIERS = (
    ("all", "some"), ("every", "no"), ("many", "few"), ("most", "few"), ("some", "all"),
    ("often", "never"), ("sometimes", "always"), ("usually", "never"), ("only", "not only"),
    ("several", "no"), ("所有", "部分"), ("许多", "极少数"), ("大部分", "小部分"), ("部分", "全部"),
    ("经常", "从不"), ("通常", "从不"), ("一些", "所有"), ("都", "都不"),
)  # fmt: skip
_CLAUSE = re.compile(r"[,，;；]\s*")

Way = Callable[[str, str, random.Random], str | None]


def corrupt(sentence: str, draw: random.Random, context: str = "") -> str | None:
    """The sentence with one particular changed so that it does not hold; None if it has none.

    Args:
        sentence: a true one.
        draw: where chance comes from.
        context: the text it is from; another name of it replaces one in the sentence.
    """
    ways = list(_WAYS)
    draw.shuffle(ways)
    for way in ways:
        changed = way(sentence, context, draw)
        if changed and changed != sentence:
            return changed
    return None


def shorten(sentence: str, draw: random.Random) -> str | None:
    """The sentence without one of its clauses, so that it still holds; None if it has one only."""
    clauses = _CLAUSE.split(sentence)
    if len(clauses) < 2:
        return None
    keep = draw.randrange(len(clauses))
    kept = clauses[: keep + 1] if keep else clauses[:1]
    text = "，".join(kept) if "，" in sentence else ", ".join(kept)
    return text.rstrip("。.") if len(text) >= 6 else None


def _other_number(sentence: str, context: str, draw: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = draw.choice(found)
    near: list[str] = [
        n for n in _NUMBER.findall(context) if len(n) == len(match[0]) and n not in sentence
    ]
    if near and draw.random() < 0.4:
        return sentence[: match.start()] + draw.choice(near) + sentence[match.end() :]
    value = float(match[0].replace(",", ""))
    changed = value + draw.choice((-3, -2, -1, 1, 2, 5, 10)) if value < 3000 else value * 1.5
    text = f"{abs(changed) or 7:.1f}" if "." in match[0] else str(int(abs(changed)) or 7)
    if "," in match[0]:
        text = f"{int(abs(changed)):,}"
    return sentence[: match.start()] + text + sentence[match.end() :]


def _other_month(sentence: str, context: str, draw: random.Random) -> str | None:
    del context
    match = _MONTH.search(sentence)
    if not match:
        return None
    other = draw.choice([m for m in _MONTHS if m != match[0]])
    return sentence[: match.start()] + other + sentence[match.end() :]


def _other_name(sentence: str, context: str, draw: random.Random) -> str | None:
    pattern = _NAME_ZH if cjk_share(sentence) > 0.2 else _NAME
    inside = [m for m in pattern.finditer(sentence) if len(m[0]) > 1 and m.start() > 0]
    outside: list[str] = [
        n
        for n in dict.fromkeys(pattern.findall(context))
        if n not in sentence and len(n) > 2 and n.lower() not in _OPENINGS
    ]
    if not inside or not outside:
        return None
    match = draw.choice(inside)
    return sentence[: match.start()] + draw.choice(outside) + sentence[match.end() :]


_OPENINGS = frozenset(
    "the this that these those when where while after before during from with but and its his her "
    "their they there however although since for also many most some one two three".split()
)


def _replaced(pairs: tuple[tuple[str, str], ...]) -> Way:
    def change(sentence: str, context: str, draw: random.Random) -> str | None:
        del context
        ways = []
        for one, other in pairs:
            pattern = rf"\b{one}\b" if one.isascii() else one
            if re.search(pattern, sentence):
                ways.append(re.sub(pattern, other, sentence, count=1))
        return draw.choice(ways) if ways else None

    return change


def _negated(sentence: str, context: str, draw: random.Random) -> str | None:
    del context
    if draw.random() < 0.5:
        return None
    for pattern, replacement in (*_AFFIRM, *_NEGATE):
        changed, count = pattern.subn(replacement, sentence, count=1)
        if count:
            return changed
    return None


def _with_clause(sentence: str, context: str, draw: random.Random) -> str | None:
    """The sentence with a clause added that does not hold: half of it does."""
    if draw.random() < 0.7:
        return None
    chinese = cjk_share(sentence) > 0.2
    foreign = [c.strip(" 。.") for c in _CLAUSE.split(context) if 6 < len(c) < 60]
    foreign = [c for c in foreign if c not in sentence and "。" not in c and ". " not in c]
    if not foreign:
        return None
    added = corrupt(draw.choice(foreign), draw, "")
    if not added or added in context:
        return None
    end = "。" if chinese else "."
    return sentence.rstrip("。. ") + ("，" if chinese else ", and ") + added + end


# Each way by name, for those who measure which kinds pass.
NAMED_WAYS: Mapping[str, Way] = {
    "number": _other_number,
    "name": _other_name,
    "month": _other_month,
    "unit": _replaced(_UNITS),
    "opposite": _replaced(_SWAPS + tuple((b, a) for a, b in _SWAPS)),
    "quantifier": _replaced(_QUANTIFIERS),
    "negation": _negated,
    "added clause": _with_clause,
}
_WAYS: tuple[Way, ...] = (
    _other_number,
    _other_number,
    _other_name,
    _other_name,
    _other_month,
    _replaced(_UNITS),
    _replaced(_SWAPS + tuple((b, a) for a, b in _SWAPS)),
    _replaced(_QUANTIFIERS),
    _negated,
    _with_clause,
)
