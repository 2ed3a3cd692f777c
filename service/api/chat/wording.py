"""What the door itself says to people, in the language of their question."""

from knowledge.text import language_of
from service.answer import AbstainReason, Answer

_SEARCHING = {
    "en": "Searching the documents and checking what they say",
    "zh": "正在检索文档并核对内容",
}
_UNDERSTANDING = {"en": "Reading the conversation", "zh": "正在理解对话"}
_SEARCHING_FOR = {"en": "{searching}: “{question}”", "zh": "{searching}：“{question}”"}
_ANSWERED = {
    "en": "Answered from {sources} (support {support:.2f})",
    "zh": "依据{sources}回答（支持度 {support:.2f}）",
}
_SOURCES = {"en": ("{n} source", "{n} sources"), "zh": ("{n} 处来源", "{n} 处来源")}
HEADING = {"en": "Sources", "zh": "来源"}
_REASONS: dict[AbstainReason, dict[str, str]] = {
    "no_evidence": {
        "en": "No answer: nothing about it was found in the documents",
        "zh": "无法回答：文档中没有找到相关内容",
    },
    "weak_support": {
        "en": "No answer: what was found supports one too weakly",
        "zh": "无法回答：找到的内容支持不足",
    },
    "contradicted": {
        "en": "No answer: the documents contradict what could be said",
        "zh": "无法回答：文档内容与可能的回答相矛盾",
    },
    "not_answerable": {
        "en": "No answer: the nearest passages do not seem to answer it",
        "zh": "无法回答：最接近的段落似乎没有给出答案",
    },
    "generator_failed": {
        "en": "No answer: the model that drafts answers failed",
        "zh": "无法回答：生成回答的模型出错",
    },
}


def searching(asked: str, question: str | None) -> str:
    """What a person sees while waiting; with the question once it was completed."""
    if question is None:
        return _UNDERSTANDING[language_of(asked)]
    language = language_of(question)
    if asked.strip() == question:
        return _SEARCHING[language]
    return _SEARCHING_FOR[language].format(searching=_SEARCHING[language], question=question)


def outcome(answer: Answer) -> str:
    """What became of a question."""
    language = language_of(answer.question)
    if answer.abstain_reason:
        return _REASONS[answer.abstain_reason][language]
    one, many = _SOURCES[language]
    count = len(answer.citations)
    sources = (one if count == 1 else many).format(n=count)
    return _ANSWERED[language].format(sources=sources, support=answer.support)
