"""What exactly a question asks for: "learning rate" in "Which learning rate did ...", 步 in 多少步.

An answer has to speak of it: a passage about the right thing that lacks it is a near miss.
"""

import re

from knowledge.stop_words import STOP_WORDS_EN
from knowledge.text import comparable, content_fragments, fragments, language_of, terms

_EN_AFTER = re.compile(
    r"\b(?:which|how many|how much|how large an?|how big an?"
    r"|what(?:'s| is| are| was| were)? (?:the )?)"
    r"\s*((?:[\w-]+ ?){1,6})"
)
_ZH_AFTER = re.compile(
    r"(?:多少|几|哪[一种个些位家款篇]?|什么(?!是|时候|叫))\s*([a-z]*\s*[^\s，。？?的是了在会能a-z]{1,4})"
)
_ZH_BEFORE = re.compile(
    r"([^\s，。？?的]{2,6}?)(?:应该|通常|一般|大概|约|要|被)?(?:是|有|为|设成|设为|设|取|占|等于)?"
    r"(?:多少|多大|多长|多高|几)(?=[？?]|$|倍|呢)"
)
_ENDS = STOP_WORDS_EN | {"take", "took", "need", "needs"}
_COUNTED = r"\d[\d.,]*\s*(?:万|亿|千|百|million|billion|thousand)?\s*"
_ZH_COUNTED = r"[零一二两三四五六七八九十百千万]+"


def focus_of(question: str) -> str:
    """The words that name what is asked for; empty when no rule finds them."""
    folded = comparable(question)
    if language_of(question) == "zh":
        found = [m[1].strip() for m in (*_ZH_AFTER.finditer(folded), *_ZH_BEFORE.finditer(folded))]
        return " ".join(found)
    match = _EN_AFTER.search(folded)
    if not match:
        return ""
    kept: list[str] = []
    for word in match[1].split():
        if word in _ENDS:
            break
        kept.append(word)
    return " ".join(kept[:3])


def focus_share(focus: str, text: str) -> float:
    """Share of the focus that a text says, by fragments; 0.5 when nothing is known of it."""
    wanted = content_fragments(focus)
    return len(wanted & fragments(text)) / len(wanted) if wanted else 0.5


def counted(question: str, text: str) -> float:
    """Whether a number in `text` counts what is asked for: 1 yes, -1 no, 0 when not asked.

    多少步 wants a number followed by 步; "how many GPU hours" one followed by "GPU hours".
    """
    folded, said = comparable(question), comparable(text)
    if language_of(question) == "zh":
        asked = re.search(r"(?:多少|几)\s*((?:gpu|token)?\s*[^\s，。？?的是了在会能]{1,2})", folded)
        if not asked or asked[1].startswith(("次", "呢")):
            return 0.0
        unit = re.escape(asked[1][:1] if not asked[1][:1].isascii() else asked[1].split()[0])
        return 1.0 if re.search(rf"(?:{_COUNTED}|{_ZH_COUNTED})(?:多|余)?{unit}", said) else -1.0
    asked = re.search(r"\bhow many ((?:[\w-]+ ?){1,3})", folded)
    if not asked:
        return 0.0
    heads = {t for t in terms(asked[1]) if t not in STOP_WORDS_EN}
    for match in re.finditer(rf"(?<![\w.]){_COUNTED}((?:[\w-]+ ?){{1,4}})", said):
        if heads & set(terms(match[1])):
            return 1.0
    return -1.0
