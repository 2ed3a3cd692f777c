"""The subject that opens a Chinese clause: a name, or a noun phrase around one."""

import re

from knowledge.triples.chinese import patterns as p
from knowledge.triples.chinese.segmenter import Word, segment
from knowledge.triples.masking import NAME

_LONGEST_SUBJECT = 16
_BAD_SUBJECT = re.compile(
    "^(?:原籍|祖籍|籍贯|地处|位于|位在|现为|出生|作者|今|其|共|全)|(?:上线|上映|上市|时期|期间|年代|之一|以[东南西北上下内外])$"
)
# Tags of words that a subject can be made of, and words that are none whatever their tag.
_NOUNS = frozenset("n nr ns nt nz nrt nrfg j b vn l i ng k g eng s ag vg zg tg".split())
_NO_SUBJECT = frozenset(
    "原因 结果 问题 目的 其中 其他 其余 部分 人们 大家 有人 自己 此外 另外 后者 前者 一般 "
    "特别 内容 故事 名称 名字 方面 时间 地点 时候 期间 同年 同时 当时 今日 现在 目前 现时 "
    "祖籍 籍贯 现任 时任 前任 主题 特色 缺点 优点 时期 年代 此时 父亲 母亲 妻子 儿子 女儿 "
    "丈夫 总部 成员 作者 传统 全片 全书 主角 位置 面积 人口 原名 本名 又名 别名 俗称 简称 "
    "全称 旧称 艺名 笔名 英文 英文名 俗名 别称 前身".split()
)


_OPENS_PHRASE = frozenset("d p v c t f x uj m a ad vd".split())
# After a name, these open what is said of it, whatever the segmenter makes of them.
_STARTS_PHRASE = re.compile(
    "[》〉」”』]?(?:是|为|位于|生于|出生|毕业|成立|又[称名叫]|也[称是]|亦[称名]|[曾由于在]|简称|原名|本名|$)"
)

_ADVERB_END = re.compile("(?:则|原本|原来|原|本来|现|曾|于|也|亦|即)?$")


def subject_of(clause: str) -> tuple[str | None, str]:
    """The subject that opens a clause, and the rest.

    None: the clause has no subject of its own. Empty: it has one that is no name or term.
    """
    opening = p.BEFORE_SUBJECT.match(clause)
    start = opening.end() if opening else 0
    first = clause[start : start + 1]
    if re.match(NAME, first) and _STARTS_PHRASE.match(clause, start + 1):
        return first, clause[start + 1 :].lstrip("》〉」”』")
    if start < len(clause) and _STARTS_PHRASE.match(clause, start):
        return None, clause
    words = list(segment(clause[start:]))
    end, named = 0, False
    for word in words:
        is_name = bool(re.fullmatch(NAME, word.text))
        if not is_name and (word.tag not in _NOUNS or word.text in _NO_SUBJECT):
            break
        end, named = word.end, named or is_name
    end -= len(_ADVERB_END.search(clause[start : start + end])[0])  # type: ignore[index]
    subject, rest = clause[start : start + end], clause[start + end :]
    if not end:
        return (None if _opens_phrase(words) else ""), clause
    rest = rest.lstrip("》〉」”』")
    if not named and (len(subject) < 2 or not re.match("(?:是一|是指|指的是|为一)", rest)):
        return "", rest
    if len(subject) > _LONGEST_SUBJECT or _BAD_SUBJECT.search(subject) or not _can_follow(rest):
        return "", rest
    return subject, rest


def _opens_phrase(words: list[Word]) -> bool:
    """Whether a clause opens with what is said, not with something it is said of."""
    return not words or (words[0].text not in _NO_SUBJECT and words[0].tag in _OPENS_PHRASE)


def _can_follow(rest: str) -> bool:
    """Whether `rest` can be said of a subject that stands before it."""
    if re.match(rf"的(?:{p.ROLES})(?:是|为)", rest):
        return True
    return not re.match(
        r"[的之时人等们和与及或至到、·/─—－-]|以[前后来]|[东西南北]部|地区|方面", rest
    )
