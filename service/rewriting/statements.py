"""A question and its answer as one statement, by rule: what a checker should say of answers.

Chinese keeps its order, so the asking word is replaced. English moves words; a question that no
rule fits gives None rather than a sentence nobody would write.
"""

import re

_ZH_ASKED = re.compile(
    r"什么时候|什么时间|什么地方|什么原因|哪一年|哪年|何时|何地|何人|何年|为何|为什么|哪一个|哪一位|"
    r"哪个|哪位|哪里|哪儿|哪座|哪国|谁|多少|几|什么"
)
_ZH_OPEN = re.compile(r"哪些|怎么|怎样|如何|为什么|为何|什么原因|吗|何(?![时地人年])")
_BE = r"is|are|was|were"
_DO = r"did|does|do"
_HELP = rf"{_BE}|{_DO}|can|could|will|would|has|have|had|should|must|may|might"
_WHO = re.compile(rf"^who (?!(?:{_HELP})\b)(\w.*)", re.I)
_WHICH = re.compile(
    rf"^(?:(?:what|which) (?!types|kinds|sorts)\w+ (?!of\b)|what (?!\w+ies\b|\w+ of\b))"
    rf"(?!(?:{_HELP}|was|is|states|times)\b)"
    r"(?P<told>(?:\w{3,}ed|took|won|led|wrote|made|held|gave|became|began|had|lost|built|[a-z]{3,}s)"
    r" (?!(?:is|are|was|were|did|does|do|has|have)\b).*)",
    re.I,
)
_WHO_BE = re.compile(rf"^(?:who|what) ({_BE}) ((?:the|a|an|one|his|her|its|their) .*)", re.I)
_WHEN_DID = re.compile(
    rf"^(?P<asked>when|where|in (?:what|which) \w+|on (?:what|which) \w+|how many \w+|"
    rf"(?:what|which) \w+|what|who|whom) (?:{_DO}) (?P<rest>.*)",
    re.I,
)
_WHEN_WAS = re.compile(
    rf"^(?P<asked>when|where|in (?:what|which) \w+|how) (?P<be>{_BE}) (?P<rest>.*)", re.I
)
_PARTICIPLE = re.compile(
    r"^(?:\w+ed|born|built|made|found|founded|held|written|given|known|taken|seen|sent|sold|won|"
    r"begun|broken|chosen|cut|done|drawn|driven|fought|grown|killed|laid|led|left|lost|paid|put|"
    r"read|set|shown|shot|struck|taught|told|thought|located|first|originally|buried|set)$",
    re.I,
)
_PREPOSED = re.compile(r"^(?:in|on|at|by|during|since|from|to|after|before|around|about)\b", re.I)
# `What is the tower made of`: the answer belongs behind the last word, where no rule puts it.
_DANGLING = re.compile(r" (?:of|by|for|with|from|to|as|called|named|about)$", re.I)
_END = re.compile(r"[\s?？。.!！]+$")


def statement_of(question: str, answer: str, lang: str) -> str | None:
    """What the answer says of the question, as a sentence; None if no rule fits.

    Args:
        question: ends with or without a question mark.
        answer: a short one, such as a span of text.
        lang: "en" or "zh".
    """
    asked, answer = _END.sub("", question).strip(), answer.strip(" ,.;，。；")
    if not asked or not answer:
        return None
    return _chinese(asked, answer) if lang == "zh" else _english(asked, answer)


def _chinese(asked: str, answer: str) -> str | None:
    if _ZH_OPEN.search(asked) or len(answer) > 24 or len(_ZH_ASKED.findall(asked)) != 1:
        return None
    match = _ZH_ASKED.search(asked)
    if match is None:
        return None
    return f"{asked[: match.start()]}{answer}{_without_unit(asked[match.end() :], answer)}。"


def _without_unit(rest: str, answer: str) -> str:
    """What follows the asking word, less the unit or kind that the answer says itself."""
    if rest.startswith("国家") and answer.endswith("国"):
        return rest[2:]
    said = next((n for n in range(min(4, len(rest)), 0, -1) if answer.endswith(rest[:n])), 0)
    return rest[said:]


def _english(asked: str, answer: str) -> str | None:
    if len(answer.split()) > 12:
        return None
    if _DANGLING.search(asked):
        return None
    if match := _WHO_BE.match(asked):
        return _sentence(f"{match[2]} {match[1]} {answer}")
    if match := _WHEN_DID.match(asked):
        return _done(match["asked"].lower(), match["rest"], answer)
    if match := _WHEN_WAS.match(asked):
        return _been(match["asked"].lower(), match["be"], match["rest"], answer)
    if match := _WHO.match(asked) or _WHICH.match(asked):
        return _sentence(f"{answer} {match[match.lastindex or 1]}")
    return None


def _done(asked: str, rest: str, answer: str) -> str | None:
    """`When did X begin` and `1973` as `X did begin in 1973`, put plainly where that is easy."""
    if len(rest.split()) < 2:
        return None
    return _sentence(f"{rest} {_placed(asked, answer)}")


def _been(asked: str, be: str, rest: str, answer: str) -> str | None:
    words = rest.split()
    for n in range(1, len(words)):
        if _PARTICIPLE.match(words[n]):
            told = [*words[:n], be, *words[n:], _placed(asked, answer)]
            return _sentence(" ".join(told))
    return None


def _placed(asked: str, answer: str) -> str:
    if _PREPOSED.match(answer):
        return answer
    if asked.startswith(("when", "in")) or asked.endswith((" year", " century", " month")):
        return f"{'on' if re.match(r'[A-Z][a-z]+ [0-9]{1,2}', answer) else 'in'} {answer}"
    if asked.startswith("where"):
        return f"in {answer}"
    return f"on {answer}" if asked.startswith("on") else answer


def _sentence(text: str) -> str:
    plain = " ".join(text.split())
    return plain[0].upper() + plain[1:] + "."
