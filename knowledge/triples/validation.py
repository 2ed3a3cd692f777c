"""Which triples are worth keeping, whoever read them: the same rules for every extractor."""

import re

from knowledge.stop_words import STOP_PHRASES_ZH, STOP_WORDS_EN
from knowledge.text import comparable
from knowledge.types import EntityMention, Triple

MAX_END = 200
MAX_PREDICATE = 60
_PRONOUNS = frozenset(
    "he she it they we you i him her them us me his hers its their theirs who whom which "
    "that this these those there here one ones someone something everyone everything nobody "
    "nothing another others former latter same such none both all many some few".split()
)
_PRONOUNS_ZH = frozenset(
    "他 她 它 他们 她们 它们 我 我们 你 你们 自己 本人 其 其他 其它 此 这 那 该 这个 那个 "
    "这里 那里 这些 那些 有人 大家 人们 谁 什么 前者 后者 双方 对方 本片 该片 本书 该书 本剧 "
    "该剧 该公司 该校 本校 该站 本站 当时 当地 同年 同时 目前 现在 之后 以后 以前 之前 一般 "
    "主要 全部 部分 一些 许多 多数 少数".split()
)
# Somebody's, and the triple does not say whose.
_POSSESSIVE = re.compile(
    r"\b(?:his|her|their|its|my|our|your)\b|[他她它]们?的|自己的|其[^他中实它余]"
)
_STOP_ENDS = STOP_WORDS_EN | _PRONOUNS | _PRONOUNS_ZH | frozenset(STOP_PHRASES_ZH)
# Between subject and object, these take the statement back.
_DENIED = re.compile(
    r"\b(?:not|never|no longer|neither|nor|cannot|may|might|could|would|if|unless|allegedly|"
    r"reportedly)\b|n['’]t\b"
    r"|不是|并非|没有|并未|从未|尚未|不再|可能|也许|或许|如果|假如|倘若|据说|传说|相传|疑似"
)


def is_valid_triple(triple: Triple, text: str) -> bool:
    """Whether a triple read from a document says something of something.

    Args:
        triple: with the offsets of the sentence that states it.
        text: the document's.
    """
    start, end = triple.start, triple.end
    if start is None or end is None or not 0 <= start < end <= len(text):
        return False
    if not (_is_end(triple.subject) and _is_end(triple.object)):
        return False
    if not 0 < len(triple.predicate.strip()) <= MAX_PREDICATE or not 0 <= triple.confidence <= 1:
        return False
    if comparable(triple.subject) == comparable(triple.object):
        return False
    return not _is_denied(triple, text[start:end])


def is_valid_mention(mention: EntityMention, text: str) -> bool:
    """Whether a mention lies in its document and names something."""
    return 0 <= mention.start < mention.end <= len(text) and _is_end(mention.name)


def _is_end(name: str) -> bool:
    folded = comparable(name)
    return (
        0 < len(name) <= MAX_END
        and "\n" not in name
        and (folded not in _STOP_ENDS or (len(name) > 1 and name.isupper()))  # WHO is no "who"
        and not _POSSESSIVE.search(folded)
        and any(c.isalnum() for c in folded)
    )


def _is_denied(triple: Triple, sentence: str) -> bool:
    first, last = sentence.find(triple.subject), sentence.find(triple.object)
    if last < 0:
        return False
    # A subject that the sentence does not name ("he") stands at its start.
    a, b = sorted((max(first, 0), last))
    return bool(_DENIED.search(sentence, a, b))
