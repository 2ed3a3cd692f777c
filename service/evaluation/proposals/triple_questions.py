"""Questions of triples: `What is the P of S?`, put the way the predicate wants it."""

import re
from collections.abc import Sequence

from knowledge.graph import ALIAS_PREDICATES
from knowledge.text import comparable, language_of
from knowledge.types import Triple
from service.evaluation.proposals.english_events import DATED, MADE
from service.evaluation.proposals.proposal import Found, Proposal

_DOES = {
    "uses": "use", "trains": "train", "reduces": "reduce", "mitigates": "mitigate",
    "partitions": "partition", "contains": "contain", "includes": "include", "causes": "cause",
    "requires": "require", "needs": "need", "supports": "support", "produces": "produce",
    "treats": "treat", "borders": "border", "owns": "own", "employs": "employ",
    "replaces": "replace", "prevents": "prevent", "provides": "provide", "measures": "measure",
}  # fmt: skip
_VERBS_ZH = frozenset(
    "使用 用于 需要 不需要 缓解 包括 包含 缩小 位于 属于 采用 支持 导致 治疗 提供 减少 增加 依赖 基于 毕业于 任职于 出生于".split()
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
    chinese = language_of(predicate) == "zh"
    asked = _chinese(subject, predicate, answers[0]) if chinese else _english(subject, predicate, answers[0])  # fmt: skip
    if asked is None:
        return None
    question, stated = asked
    note = "" if len(group) == 1 else "one of several values of the graph is enough"
    found = Found("triple", question, answers, subject, stated, note)
    return Proposal(found, "zh" if chinese else "en", first.verbalise(), first.document_id)


def _plain(predicate: str) -> str:
    """`dateOfBirth` and `date_of_birth` as words."""
    name = re.split(r"[#/]", predicate)[-1] if "://" in predicate else predicate
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").strip()


def _english(subject: str, predicate: str, value: str) -> tuple[str, str] | None:
    predicate = predicate.lower()
    verb, _, last = predicate.rpartition(" ")
    if last == "by" and verb.endswith("ed") and verb:
        return f"Who {verb} {subject}?", MADE
    if last == "in" and verb.endswith("ed") and re.fullmatch(r"\d{4}", value):
        return f"When was {subject} {verb}?", DATED
    if last == "at" and verb.endswith("ed"):
        return f"Where was {subject} {verb}?", r"\b(?:in|at) [A-Z]"
    if predicate in _DOES:
        return f"What does {subject} {_DOES[predicate]}?", f"(?i:{_DOES[predicate][:5]})"
    if last in ("of", "with", "on", "in", "from") and verb:
        return f"What is {subject} {predicate}?" if last != "of" else f"What is {subject} a {predicate}?", ""  # fmt: skip
    if _NOUN.match(predicate) and last not in ("by", "to", "for", "at", "as"):
        return f"What is the {predicate} of {subject}?", f"(?i:{re.escape(predicate[:7])})"
    return None


def _chinese(subject: str, predicate: str, value: str) -> tuple[str, str]:
    if predicate in _VERBS_ZH or predicate.endswith("于"):
        return f"{subject}{predicate}什么？", predicate
    asks = "什么"
    if re.search(r"者$|人$|作者|导演|父亲|母亲|配偶", predicate):
        asks = "谁"
    elif re.search(r"年份$|年代$", predicate) and re.search(r"\d{4}", value):
        asks = "哪一年"
    elif re.match(r"\d", value) and re.search(r"[数量率长高重度]$", predicate):
        asks = "多少"
    stated = MADE if asks == "谁" else DATED if asks == "哪一年" else re.escape(predicate[:2])
    return f"{subject}的{predicate}是{asks}？", stated
