"""From a masked Chinese sentence, in Simplified characters, to what it states.

A sentence is read clause by clause (，；). A clause without a subject of its own is about the
subject of the clause before it, as is usual in Chinese, as long as every clause was understood.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.triples.chinese import patterns as p
from knowledge.triples.chinese.definitions import defined
from knowledge.triples.chinese.relations import each, relations
from knowledge.triples.chinese.segmenter import segment
from knowledge.triples.chinese.subjects import subject_of
from knowledge.triples.masking import NAME, TOPIC
from knowledge.triples.statements import Statement

_CLAUSE = re.compile(r"[^，；。！：:]+")
_TEMPORAL = re.compile("(?:时|后|前|期间|同时|以来)$")
_BORROWED = 0.85
_NO_PHRASE = 2
_EMPTY_VERBS = frozenset(
    "表示 指出 认为 希望 成为 进行 开始 继续 来到 前往 返回 到达 抵达 进入 离开 经过 通过 "
    "根据 随着 按照 需要 要求 使得 利用 使用 具有 拥有 没有 包括 包含 知道 发现 看到 得到 "
    "受到 遭到 受雇 作为 称为 称作 视为 叫做 位于 属于 以及 还有 根据 参照 对于 关于 向往 "
    "朝向 面对 等于 至于 由于 有关 相对 面临 连同 伴随 邀请 要求 鼓励 决定 支持 反对 命令 "
    "派遣 协助 帮助 带领 率领 跟随 陪同 跟着 沿着 对抗 针对 按照 除了 直到 相比 比起 类似 "
    "不如 想要 打算 计划".split()
)


def statements(masked: str) -> Iterator[Statement]:
    """What a masked sentence, without parentheses, states."""
    if p.SPEECH.search(masked):
        return
    subject: str | None = None
    for number, match in enumerate(_CLAUSE.finditer(masked)):
        clause = match[0].strip()
        if masked[match.start() - 1 : match.start()] in ("；", "。", "！"):
            subject = None
        if _TEMPORAL.search(clause):
            # "When the republic was founded": the next clause is about something else.
            subject = None
            continue
        found, rest = subject_of(clause)
        if found and number and subject and len(rest) <= _NO_PHRASE:
            continue  # a name between commas stands in apposition: 位于红磡以北，何文田以南
        own = found is not None or not number
        subject, rest = (found or None, rest) if own else (subject, clause)
        if p.UNCERTAIN.search(p.HARMLESS.sub("", clause)):
            said = []
        else:
            said = list(_clause(subject, rest, own)) if subject else []
            yield from said
            yield from _owned_roles(clause)
        if rest and not said:
            # What was not understood may have brought somebody else in.
            subject = None


def _owned_roles(clause: str) -> Iterator[Statement]:
    """法国首都巴黎: says something of two names wherever it stands."""
    for match in p.OWNS_ROLE.finditer(clause):
        yield Statement(match["owner"], match["role"], match["object"], 0.8)


def _clause(subject: str, rest: str, own: bool) -> Iterator[Statement]:
    """What one clause says, the first way of reading it that finds something."""
    found = list(relations(subject, rest, own)) or list(defined(subject, rest, own))
    if not found and own:
        found = list(_general(subject, rest))
    factor = 1.0 if own else _BORROWED
    for s in found:
        if s.subject != s.object:
            yield replace(s, confidence=round(s.confidence * factor, 3))


def _general(subject: str, rest: str) -> Iterator[Statement]:
    """Subject, one plain verb of two characters or more, name."""
    match = p.SVO.match(rest)
    if not match or match["verb"] in _EMPTY_VERBS:
        return
    words = list(segment(match["verb"]))
    plain = (
        len(words) == 1 and words[0].tag == "v" and not re.search("[是为自有]|提前", match["verb"])
    )
    if plain and re.fullmatch(NAME, subject):
        yield from each(subject, match["verb"], match, 0.65)


def with_topic(masked: str) -> str:
    """The sentence with the pronoun or description that opens it replaced by the topic."""
    match = p.PRONOUN.match(masked)
    return masked if not match else match["lead"] + TOPIC + masked[match.end() :]
