"""Questions of triples: `What is the P of S?`, put the way the predicate wants it."""

import re
from collections.abc import Sequence

from knowledge.graph import ALIAS_PREDICATES
from knowledge.text import comparable, language_of
from knowledge.types import Triple
from service.evaluation.proposals.accepting import is_answer, is_question
from service.evaluation.proposals.english_events import DATED, MADE, PRESENTED
from service.evaluation.proposals.proposal import Found, Proposal
from service.evaluation.proposals.rows import stating

_DOES = {
    "uses": "use", "trains": "train", "reduces": "reduce", "mitigates": "mitigate",
    "partitions": "partition", "contains": "contain", "includes": "include", "causes": "cause",
    "requires": "require", "needs": "need", "supports": "support", "produces": "produce",
    "treats": "treat", "borders": "border", "owns": "own", "employs": "employ",
    "replaces": "replace", "prevents": "prevent", "provides": "provide", "measures": "measure",
}  # fmt: skip
_VERBS_ZH = frozenset(
    "使用 用于 需要 不需要 缓解 包括 包含 缩小 位于 属于 采用 支持 导致 治疗 提供 减少 增加 依赖 "
    "基于 毕业于 任职于 出生于".split()
)
_NOUN = re.compile(r"^(?!has |is |was )[a-z]+(?: [a-z]+){0,3}$")
_SENTENCE = re.compile(r"[。；;]|\. ")


def proposal_of(group: Sequence[Triple]) -> Proposal | None:
    """The question of triples that share subject and predicate; their objects are its answers."""
    first = group[0]
    subject, predicate = first.subject.strip(), _plain(first.predicate)
    answers = tuple(dict.fromkeys(t.object.strip() for t in group))
    if comparable(predicate) in ALIAS_PREDICATES or len(subject) > 60 or _SENTENCE.search(subject):
        return None
    lang = language_of(predicate)
    asked = (_chinese if lang == "zh" else _english)(subject, predicate, answers[0])
    if asked is None:
        return None
    question, stated = asked
    sentence = "\n".join(triple.verbalise() for triple in group)
    given = any(comparable(a) in comparable(question) for a in answers)
    if (
        given
        or not is_question(question, lang)
        or not all(is_answer(a, sentence, lang) for a in answers)
    ):
        return None
    note = "" if len(group) == 1 else "one of several values of the graph is enough"
    found = Found("triple", question, answers, subject, stated, note)
    return Proposal(found, lang, sentence, first.document_id)


def _plain(predicate: str) -> str:
    """`dateOfBirth` and `date_of_birth` as words."""
    name = re.split(r"[#/]", predicate)[-1] if "://" in predicate else predicate
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").strip()


def _english(subject: str, predicate: str, value: str) -> tuple[str, str] | None:
    predicate = predicate.lower()
    verb, _, last = predicate.rpartition(" ")
    if verb.endswith("ed") and last in ("by", "in", "at"):
        return _happened(subject, verb, last, value)
    if predicate in _DOES:
        # Too many words say as much: nothing tells that it is not stated of something else.
        return f"What does {subject} {_DOES[predicate]}?", ""
    if last in ("of", "with", "on", "in", "from") and verb:
        return f"What is {subject} {'a ' if last == 'of' else ''}{predicate}?", ""
    if _NOUN.match(predicate) and last not in ("by", "to", "for", "at", "as"):
        stated = stating(predicate, value)
        if not re.search(r"[^s]s$", predicate):
            return f"What is the {predicate} of {subject}?", stated
        if re.match(r"\d", value):
            return f"How many {predicate} does {subject} have?", stated
        return f"What are the {predicate} of {subject}?", stated
    return None


def _happened(subject: str, verb: str, last: str, value: str) -> tuple[str, str] | None:
    if last == "by":
        return f"Who {verb} {subject}?", MADE
    if last == "at":
        return f"Where was {subject} {verb}?", PRESENTED
    return (f"When was {subject} {verb}?", DATED) if re.fullmatch(r"\d{4}", value) else None


def _chinese(subject: str, predicate: str, value: str) -> tuple[str, str]:
    if predicate in _VERBS_ZH or predicate.endswith("于"):
        return f"{subject}{predicate}什么？", ""
    asks = "什么"
    if re.search(r"者$|人$|作者|导演|父亲|母亲|配偶", predicate):
        asks = "谁"
    elif re.search(r"年份$|年代$", predicate) and re.search(r"\d{4}", value):
        asks = "哪一年"
    elif re.match(r"\d", value) and re.search(r"[数量率长高重度]$", predicate):
        asks = "多少"
    stated = MADE if asks == "谁" else DATED if asks == "哪一年" else stating(predicate, value)
    return f"{subject}的{predicate}是{asks}？", stated
