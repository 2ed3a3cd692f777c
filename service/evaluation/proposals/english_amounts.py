"""English: how many, how much, how tall. `X has 8 exponent bits`, `X is 828 metres tall`."""

import re
from collections.abc import Iterator

from service.evaluation.proposals.english_names import (
    ABOUT,
    NUMBER,
    NUMBER_WORDS,
    inside_sentence,
    is_plural,
    stands_alone,
)
from service.evaluation.proposals.proposal import Found, Reading

# A verb as the sentence has it: the auxiliary and the plain form of the question.
_VERBS = {
    "has": "does have", "have": "do have", "had": "did have", "contains": "does contain",
    "contain": "do contain", "contained": "did contain", "uses": "does use", "used": "did use",
    "needs": "does need", "need": "do need", "needed": "did need", "takes": "does take",
    "take": "do take", "took": "did take", "requires": "does require", "required": "did require",
    "holds": "does hold", "held": "did hold", "covers": "does cover", "cover": "do cover",
    "covered": "did cover", "supports": "does support", "supported": "did support",
    "employs": "does employ", "employed": "did employ", "comprises": "does comprise",
    "includes": "does include", "included": "did include", "serves": "does serve",
    "keeps": "does keep", "stores": "does store", "adds": "does add", "spans": "does span",
    "won": "did win", "scored": "did score", "sold": "did sell", "released": "did release",
    "published": "did publish", "hired": "did hire", "produces": "does produce",
    "produced": "did produce", "carries": "does carry", "carried": "did carry",
    "occupies": "does occupy", "reads": "does read", "inspected": "did inspect",
    "weighs": "does weigh", "lasted": "did last", "lasts": "does last",
}  # fmt: skip
_PLURAL = ("have", "contain", "need", "take", "cover")
_HEAD = rf"(?P<about>{ABOUT} )?(?P<number>{NUMBER})"
_UNIT = r"(?P<unit>[a-z][a-z-]*(?: [a-zA-Z][\w-]*){0,2}?)"
_STOP = (
    r"(?=\.?$|[,;:]| (?:and|but|or|for|in|per|of|to|on|from|with|as|at|by|that|which|who|when|"
    r"while|"
    r"because|so|instead|than|after|before|during|over|under|among|between|each|every|only|not|"
    r"including|using|across|whose|where|into|through|about|if|until|it|they|according)\b| \()"
)
_TAIL = (
    r"(?P<tail> (?:for|in|per|on|of) [^,;:.()]{2,45}?(?=\.?$|[,;:]| and | but | while | "
    r"which | that ))?"
)
_COUNT = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,60}}?)(?: \([^()]{{1,40}}\))? (?P<verb>{'|'.join(_VERBS)}) "
    rf"{_HEAD} {_UNIT}{_STOP}{_TAIL}"
)
_SYMBOL = r"(?P<unit>[KMGTP]i?B|TFLOPS|kg|km|km²|mm|cm|ms|MHz|GHz|kW|MW|kWh|°C)\b"
_MEASURE = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,60}}?)(?: \([^()]{{1,40}}\))? (?P<verb>{'|'.join(_VERBS)}) "
    rf"{_HEAD} {_SYMBOL}(?: of (?P<what>(?:[a-z-]+ ){{0,2}}[a-z-]+))?{_STOP}"
)
_SHARE = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,60}}?) (?P<verb>{'|'.join(_VERBS)}) "
    rf"{_HEAD} ?(?:percent|per cent|%) of (?P<whole>(?:the )?[^,;:.()]{{3,40}}?)(?=\.?$|[,;:]| "
    r"and | but )"
)
_SIZE = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,60}}?) (?P<be>is|are|was|were) {_HEAD}[ -](?P<unit>[a-z]+|"
    r"m|km|ft) "
    r"(?P<size>tall|long|high|wide|deep|thick|old)\b"
)
_COST = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,60}}?) (?P<verb>costs|cost) (?P<about>{ABOUT} )?"
    r"(?P<number>[$€£]\d[\d,.]*\d?(?: (?:million|billion))?|\d[\d,.]* (?:million |billion "
    r")?(?:dollars|euros|pounds|yuan))"
)
_THERE = re.compile(
    rf"^There (?P<be>are|were) {_HEAD} {_UNIT} (?P<where>(?:in|on|at) [^,;:.()]{{3,50}}?)(?=\.?$|"
    r"[,;:]| and )"
)
_LIST = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,60}}?) (?P<verb>has|have|uses|combines|stores|includes|"
    r"contains) "
    rf"(?P<number>{NUMBER_WORDS}) (?P<unit>(?:[a-z-]+ ){{0,2}}[a-z]+s): (?P<list>[^:;]+?)\.?$"
)
_HELD = re.compile(
    rf"^(?P<number>{NUMBER_WORDS}) (?P<rest>[a-z][^,;:()]{{5,60}}): (?P<list>[^:;]+?)\.?$", re.I
)


def counted(reading: Reading) -> Iterator[Found]:
    """`X has N things [for Y]`."""
    match = _COUNT.match(reading.text)
    if not match or not stands_alone(match["subject"], reading.known):
        return
    unit, tail = match["unit"], match["tail"] or ""
    if match["verb"] in _PLURAL and not is_plural(match["subject"]):
        return
    if unit.split()[0] in _NO_UNIT or not re.search(r"s$|people|children|men$|women$", unit):
        return
    if unit.split()[-1] in ("times", "percent") or (tail and not _fits(tail)):
        return
    asked = f"How many {unit} {_asked(match, reading)}{tail}?"
    yield _amount(match, asked, f" {unit}", unit.split()[-1])


def measured(reading: Reading) -> Iterator[Found]:
    """`X needs 2 GiB [of memory]`."""
    match = _MEASURE.match(reading.text)
    # The same unit again: the sentence lists parts, and no one number is the answer.
    if match and len(re.findall(rf"\d {re.escape(match['unit'])}\b", reading.text)) > 1:
        return
    if match and stands_alone(match["subject"], reading.known):
        what = f"much {match['what']}" if match["what"] else f"many {match['unit']}"
        asked = f"How {what} {_asked(match, reading)}?"
        yield _amount(match, asked, f" {match['unit']}", match["unit"])


def shared(reading: Reading) -> Iterator[Found]:
    """`X covers 30 percent of Y`."""
    match = _SHARE.match(reading.text)
    if match and stands_alone(match["subject"], reading.known) and _fits(f" of {match['whole']}"):
        asked = f"What percentage of {match['whole']} {_asked(match, reading)}?"
        unit = reading.text[match.end("number") :].split(" of ")[0]
        yield _amount(match, asked, unit, "percent|per cent|%|％|百分之")


def sized(reading: Reading) -> Iterator[Found]:
    """`X is 828 metres tall`."""
    match = _SIZE.match(reading.text)
    if match and stands_alone(match["subject"], reading.known):
        subject = inside_sentence(match["subject"], reading.passage)
        asked = f"How {match['size']} {match['be']} {subject}?"
        unit = reading.text[match.end("number") : match.end("unit")]
        yield _amount(match, asked, unit, match["size"], subject)


def priced(reading: Reading) -> Iterator[Found]:
    """`X cost $5 million`."""
    match = _COST.match(reading.text)
    if match and stands_alone(match["subject"], reading.known):
        subject = inside_sentence(match["subject"], reading.passage)
        help_ = "does" if match["verb"] == "costs" else "did"
        asked = f"How much {help_} {subject} cost?"
        yield _amount(match, asked, "", "cost|price|paid|dollar|[$€£]|花费|成本|价格", subject)


def there_are(reading: Reading) -> Iterator[Found]:
    """`There are N things in Y`."""
    match = _THERE.match(reading.text)
    if match and stands_alone(match["where"].split(" ", 1)[1].capitalize(), reading.known):
        asked = f"How many {match['unit']} {match['be']} there {match['where']}?"
        where = match["where"].split(" ", 1)[1]
        yield _amount(match, asked, f" {match['unit']}", match["unit"], where)


def enumerated(reading: Reading) -> Iterator[Found]:
    """`X has three fields: A, B and C`, `Four models are held by X: A, B, C and D`."""
    match = _LIST.match(reading.text)
    if match and stands_alone(match["subject"], reading.known):
        asked = f"Which {match['number']} {match['unit']} {_asked(match, reading)}?"
        yield Found("list", asked, (match["list"],))
    match = _HELD.match(reading.text)
    if match and re.search(r"\b(?:are|were)\b", match["rest"]):
        asked = f"Which {match['number'].lower()} {match['rest']}?"
        yield Found("list", asked, (match["list"],))


_HELPS = {"combines": "does combine", "uses": "does use"}


def _asked(match: re.Match[str], reading: Reading) -> str:
    """Auxiliary, subject and verb in the order of a question."""
    help_, _, plain = (_VERBS.get(match["verb"]) or _HELPS[match["verb"]]).partition(" ")
    return f"{help_} {inside_sentence(match['subject'], reading.passage)} {plain}"


def _amount(
    match: re.Match[str], question: str, unit: str, stem: str, subject: str | None = None
) -> Found:
    """Answers with and without the unit and with `about` where the sentence has it."""
    said = match.group(0)[match.start("number") - match.start() :]
    number = match["number"]
    full = said[: len(number + unit)]
    about = (match["about"] or "") if "about" in match.re.groupindex else ""
    answers = tuple(dict.fromkeys((about + full, full, number)))
    subject = subject if subject is not None else match["subject"]
    inside = subject if subject in question else subject[:1].lower() + subject[1:]
    stem = stem if "|" in stem else re.escape(stem[:6])
    stated = rf"(?i:\d|{NUMBER_WORDS}|[一二两三四五六七八九十])[\s\S]*(?i:{stem})"
    return Found("amount", question, answers, inside if inside in question else "", stated)


_NO_UNIT = frozenset(
    "or and to of in times percent per more less fewer times-higher orders million billion".split()
)


def _fits(tail: str) -> bool:
    """Whether words behind an amount can be asked with it: no clause, nothing left open."""
    return not re.search(r"\b(?:is|are|was|were|that|which|it|its|their|this|these|those|the "
                         r"same)\b|"
                         r"\b(?:and|or|of|the|a|an)$|\d", tail)  # fmt: skip
