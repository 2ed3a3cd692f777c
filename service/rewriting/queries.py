"""Other wordings of a question whose own words found little. By rule, in both languages.

Two kinds: the question without chatter (greetings, politeness, what the asker tells of himself),
and the sides of a question about several things, each to be searched alone.
"""

import re
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.text import content_terms

_ASKS = re.compile(r"[?？]\s*$")
_CHATTER = re.compile(
    r"\b(?:hello|hi|hey|greetings|good (?:morning|afternoon|evening))(?: there| all| everyone)?\b"
    r"[\s,.!:–—-]*"
    r"|\b(?:many )?(?:thanks|thank you)(?: so much| very much| a lot| in advance| for your help)*\b"
    r"|\bsorry (?:to bother you|for the trouble)\b(?: but)?"
    r"|\b(?:i was|i am|i'm|just) (?:just )?(?:wondering|curious)\b(?: about\b)?"
    r"|\bi(?: would|'d)? (?:really )?(?:like|love|want|need) to (?:know|learn|understand|ask)\b"
    r"(?: about)?"
    r"|\b(?:(?:if|whether) )?(?:(?:could|can|would|will) (?:you|someone|anyone)"
    r"|(?:you|someone|anyone) (?:could|can|would))(?: please| kindly| "
    r"perhaps| possibly| be able to)*(?: help me (?:to )?)?(?: (?:tell|explain|say|find out|look "
    r"up|check|let|remind|show|give)(?: to)?(?: me| us)?(?: know)?)?\b"
    r"|\b(?:please|kindly)(?: (?:tell|explain to|let|remind|show) (?:me|us)(?: know)?)?\b"
    r"|\b(?:do you (?:happen to )?know|any idea|i have a (?:quick )?question)\b[\s:,–—-]*"
    r"|\b(?:by the way|to be honest|for (?:my|a) (?:homework|project|report|friend)|asap)\b",
    re.IGNORECASE,
)
_CHATTER_ZH = re.compile(
    r"(?:大家|各位)?(?:你好|您好|早上好|下午好|晚上好)[呀啊哦]?"
    r"|(?:非常|十分|多)?(?:谢谢|感谢|多谢)(?:您|你|大家|各位)?(?:了|啦)?"
    r"|不好意思(?:打扰(?:一下|了)?)?|打扰(?:一下|了)|抱歉"
    r"|(?:想|我想|我要|想要)(?:请教|请问|问问|问|知道|了解|咨询)(?:一下|下)?(?:您|你|大家)?"
    r"|请问(?:一下|下)?(?:(?:您|你)?知道|(?:您|你))?|请教(?:一下|下)?"
    r"|(?:麻烦|劳驾|拜托)(?:您|你|大家)?"
    r"|(?:能不能|能否|可不可以|可以|能)?(?:帮(?:我|忙)|给我|替我)(?:查|看|找|解释|说|讲)(?:一?下|一查|看)?"
    r"|(?:能不能|能否|可不可以|可以|能|请)?(?:告诉|跟|和)我(?:说)?(?:一?下)?"
    r"|(?:您|你|有人|有谁)知道(?:的话)?"
)
# What is asked after a colon: the words before it only introduce it.
_INTRODUCED = re.compile(r"^[^?？]*[：:]\s*(?=\S[^：:]*[?？]\s*$)")
_WORD_ZH = "(?:谁|什么|何时|何地|哪|几|多|怎么|如何|为什么)"
_TWO_SIDES = (
    re.compile(
        r"\b(?:compare|(?:differences?|similarit(?:y|ies)|comparison|choose|choice) between)\s+"
        r"(?P<a>.+?)\s+(?:and|with|to|or)\s+(?P<b>.+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<a>.+?)\s+(?:vs\.?|versus)\s+(?P<b>.+)", re.IGNORECASE),
    re.compile(
        r"(?P<a>.+?),?\s+and\s+(?P<b>(?:who|whom|whose|what|which|when|where|why|how)\b.+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:比较|对比)(?:一下)?(?P<a>.+?)(?:和|与|跟|同)(?P<b>.+)"),
    re.compile(
        r"(?P<a>.+?)(?:和|与|跟|同)(?P<b>.+?)(?:之间)?(?:相比|有(?:什么|何|啥)(?:区别|不同|差别|异同)"
        r"|的(?:区别|不同|差别|异同)|哪个|谁)"
    ),
    re.compile(rf"(?P<a>.*{_WORD_ZH}.*)[，,；;](?:以及|还有|另外)?(?P<b>.*{_WORD_ZH}.*)"),
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|me|my|mine|we|our|us)\b|我", re.IGNORECASE)
# Words that say which thing is meant, names and numbers: what follows them belongs to the question.
_NARROWS = re.compile(
    r"\b(?:about|regarding|concerning|mean|not|only|specifically|called|named)\b|\d"
    r"|(?<=[a-z,;:] )(?!I\b|I'|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z]"
    r"|关于|问的|指的|不是|而是|只|名叫|(?<=[\u4e00-\u9fff])[A-Za-z]|[《「]"
)
_EDGES = " \t\n,.!?;:，。！？；：、—–-"


@dataclass(frozen=True, slots=True)
class Wordings:
    """A question in other words.

    Attributes:
        core: the question without chatter.
        parts: the sides of a question about several things, if it is one.
    """

    core: str
    parts: tuple[str, ...]


def without_chatter(question: str) -> str:
    """What is asked: without greetings, politeness and what the asker tells of himself.

    The question itself where nothing would be left.
    """
    sentences = [question[a:b] for a, b in sentence_spans(question)]
    asking = any(_ASKS.search(s) for s in sentences)
    kept = " ".join(_plain(s) for s in sentences if not (asking and _about_asker(s))).strip()
    return kept if content_terms(kept) else question


def parts_of(question: str) -> list[str]:
    """The sides of a comparison or of a double question; empty for a question about one thing."""
    bare = without_chatter(question).strip(_EDGES)
    for pattern in _TWO_SIDES:
        if found := pattern.search(bare):
            sides = [found[name].strip(_EDGES) for name in ("a", "b")]
            if all(content_terms(side) for side in sides):
                return sides
    return []


def wordings_of(question: str) -> Wordings:
    """Other wordings of a question; the same as it is where there are none."""
    return Wordings(without_chatter(question), tuple(parts_of(question)))


def _about_asker(sentence: str) -> bool:
    """Whether a sentence only tells of the asker; one that narrows the question down does not."""
    if _ASKS.search(sentence) or _NARROWS.search(sentence):
        return False
    return bool(_FIRST_PERSON.search(sentence)) or not content_terms(_bare(sentence))


def _plain(sentence: str) -> str:
    introduced = _INTRODUCED.match(sentence)
    if introduced and not _NARROWS.search(introduced[0]):
        sentence = sentence[introduced.end() :]
    bare = _bare(sentence)
    if bare == sentence.strip(_EDGES):
        return sentence.strip()
    ends = _ASKS.search(sentence)
    return f"{bare}{ends[0].strip()}" if ends and bare else bare


def _bare(sentence: str) -> str:
    return _CHATTER_ZH.sub("", _CHATTER.sub("", sentence)).strip(_EDGES)
