"""Titles, tags and follow-up questions of a conversation, by rule and in its language."""

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.stop_words import STOP_WORDS_EN
from knowledge.text import language_of
from knowledge.types import Language
from service.conversation import chinese_phrases, english_topics
from service.conversation.condense import condense
from service.conversation.turns import Turn

_MAX_WORDS = 5
_MAX_CHARACTERS_ZH = 14
# What a question is about is said by here; patterns need not read what follows.
_HEAD = 300
_POLITE = re.compile(
    r"^(?:(?:please|hi|hello|hey|can you|could you|would you|tell me|i want to know|i would like "
    r"to know|do you know|i wonder)\b[,\s]*(?:me\s|about\s)?)+",
    re.IGNORECASE,
)
# Words that say nothing in a title.
_UNTELLING = STOP_WORDS_EN | {"much", "many", "take", "takes", "need", "needs"}
_UNTITLED = {"en": "New Chat", "zh": "新对话"}
_GENERAL = {"en": "General", "zh": "综合"}
# Open WebUI wants no finer tags for conversations shorter than this.
_SHORT = 3
_FOLLOW_UPS = {
    "en": (
        "What else do the documents say about {topic}?",
        "What are the limitations of {topic}?",
        "How does {topic} compare with the alternatives?",
    ),
    "zh": ("文档中关于{topic}还有哪些内容？", "{topic}有哪些局限？", "{topic}与其他方案相比如何？"),
}
_FOLLOW_UPS_UNTOLD = {
    "en": ("What do the documents cover?", "Which topics are described in most detail?",
           "What are the main conclusions?"),
    "zh": ("文档包含哪些内容？", "哪些主题介绍得最详细？", "主要结论是什么？"),
}  # fmt: skip


def title(said: Sequence[Turn]) -> str:
    """A title of at most five words or fourteen characters: what was asked first."""
    question = next((t.text.strip() for t in said if t.speaker == "user" and t.text.strip()), "")
    language = language_of(question) if question else "en"
    first = question.splitlines()[0][:_HEAD] if question else ""
    made = _title_zh(first) if language == "zh" else _title_en(first)
    return made or _UNTITLED[language]


def _title_zh(question: str) -> str:
    text = re.sub(r"[呢吗吧啊呀]?[？?。！!\s]*$", "", chinese_phrases.plain(question))
    if len(text) <= _MAX_CHARACTERS_ZH:
        return text
    topic = chinese_phrases.topic_of(question)
    return (topic or text)[:_MAX_CHARACTERS_ZH]


def _title_en(question: str) -> str:
    words = re.findall(r"[^\s?!？！。，,;:\"“”()\[\]{}<>]+", _POLITE.sub("", question))
    words = [word.rstrip(".") for word in words if word.strip(".")]
    if len(words) > _MAX_WORDS:
        telling = [word for word in words if word.lower() not in _UNTELLING]
        words = (telling or words)[:_MAX_WORDS]
    return " ".join(w[:1].upper() + w[1:] if w.islower() else w for w in words)[:80]


def tags(said: Sequence[Turn]) -> list[str]:
    """One to three topics of the questions, the most frequent first."""
    asked = [turn.text for turn in said if turn.speaker == "user"]
    language = language_of(" ".join(asked)) if asked else "en"
    topics = Counter(topic for topic in map(_topic, _standing_alone(said)) if topic)
    if len(said) < _SHORT or not topics:
        return [_GENERAL[language]]
    return [_tag(topic) for topic, _ in topics.most_common(3)]


def _tag(topic: str) -> str:
    plain = re.sub(r"^(?:the|a|an)\s+", "", topic, flags=re.IGNORECASE)
    return plain[:1].upper() + plain[1:] if plain[:2].islower() else plain


def follow_ups(said: Sequence[Turn]) -> list[str]:
    """Three questions that a person may ask next."""
    questions = _standing_alone(said)
    topic = next((t for t in map(_topic, reversed(questions)) if t), "")
    last = questions[-1] if questions else ""
    language: Language = language_of(last) if last else "en"
    if not topic:
        return list(_FOLLOW_UPS_UNTOLD[language])
    return [form.format(topic=topic) for form in _FOLLOW_UPS[language]]


def _standing_alone(said: Sequence[Turn]) -> list[str]:
    """The last questions, each completed from what came before it."""
    asked = [number for number, turn in enumerate(said) if turn.speaker == "user"][-6:]
    return [condense(said[: number + 1]).question for number in asked]


def _topic(question: str) -> str:
    head = question[:_HEAD]
    if language_of(head) == "zh":
        return chinese_phrases.topic_of(head)
    return english_topics.topic_of(head)
