"""English: who did it, when, where. `X was introduced by A in 2017`, `A introduced X in 2017`."""

import re
from collections.abc import Iterator

from service.evaluation.proposals.english_names import (
    AGENT,
    AGENT_END,
    DATE,
    MONTHS,
    OTHERS,
    inside_sentence,
    is_plural,
    is_specific,
    leans,
    stands_alone,
)
from service.evaluation.proposals.proposal import Found, Reading

# A past participle and its past form, where the two differ.
_PAST = {"written": "wrote", "drawn": "drew"}
MAKING = (
    "introduced|proposed|published|released|developed|described|invented|founded|designed|created|"
    "launched|presented|written|built|discovered|established|composed|directed|produced|painted|"
    "formulated|patented|constructed|coined|popularised|popularized|announced|unveiled|"
    "commissioned|drawn|edited|illustrated|translated|manufactured"
)
_HAPPENING = (
    "opened|completed|born|elected|appointed|destroyed|closed|abolished|dissolved|signed|adopted|"
    "enacted|ratified|incorporated|demolished|renovated|restored|executed|buried|ordained|"
    "inaugurated|discontinued|cancelled|canceled|banned|nominated|awarded|crowned|rebuilt|renamed"
)
# Anything that may say who made a thing, in either language; strict on purpose.
MADE = (
    r"(?i:introduc|propos|publish|releas|develop|describ|invent|found(?:ed|er)|design|creat|launch|"
    r"present|wr(?:ote|itten)|author|built|discover|establish|coin|popular|patent)|\bby [A-Z]|et "
    r"al|"
    r"提出|发布|开发|发明|创[立建办始]|设计|研[发制]|推出|作者|引入|构造|建立|发表|由[^，。]{2,20}(?:人|公司|大学)"
)
# Anything that may say when.
DATED = rf"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)|\b{MONTHS}\b|世纪|年代"
_PLACED = r"\b(?:in|at|near) [A-Z]|位于|坐落|地处|所在地|总部"

PRESENTED = rf"\b(?:in|at) [A-Z]|(?i:venue|conference)|会议|{DATED}"
_BY = re.compile(rf"\bby (?P<agent>{AGENT}){AGENT_END}")
_ON = re.compile(rf"\b(?:in|on|since) (?P<date>{DATE})")
_AT = re.compile(
    rf"\bat (?P<venue>(?:the )?[A-Z][\w'&-]*(?: (?:[A-Z][\w'&-]*|\d{{4}}|of|in the|the))*?)"
    rf"(?=$|[,;:.)]| (?:by|in|on|from|for|with|as|and|{MONTHS})\b)"
)
_PASSIVE = re.compile(
    r"^(?P<subject>[A-Z0-9“\"][^,;:()?!]{1,80}?)(?: \((?P<short>[^()]{1,40})\))? (?P<be>was|were) "
    rf"(?P<first>first |originally |initially |officially |formally )?"
    rf"(?P<verb>{MAKING}|{_HAPPENING})\b(?P<rest>[^;]*)"
)
_PARTICIPLE = re.compile(
    r"^(?P<subject>[A-Z0-9“\"][^,;:()?!]{1,60}?)(?: \((?P<short>[^()]{1,40})\))?, "
    rf"(?P<first>first |originally )?(?P<verb>{MAKING}) "
    rf"(?P<rest>(?:by {AGENT}|in|at)(?: [^,;]*)?), "
)
_BARE_BY = re.compile(
    rf"^(?P<subject>[A-Z][^,;:()?!]{{1,50}}?)(?: \((?P<short>[^()]{{1,40}})\))?, "
    rf"by (?P<agent>{AGENT})(?: at {AGENT})?(?: in (?P<date>{DATE}))?, "
)
_ACTIVE = re.compile(
    rf"^(?P<agent>{AGENT})(?: at (?:the )?[A-Z]\w+)? (?:first |originally )?"
    rf"(?P<verb>{MAKING.replace('written', 'wrote')}) "
    r"(?P<object>(?:the )?[\w\"“'’+./-]+(?: [\w\"”'’+./-]+){0,7}?)"
    r"(?P<rest>(?: (?:in|on|at|for|with|to|by|as|from|after|before|during|using|through|under|into"
    r"|based)\b|[,;:.]|$).*)"
)
_INTRANSITIVE = {
    "appeared": "appear", "opened": "open", "began": "begin", "started": "start", "ended": "end",
    "died": "die", "closed": "close", "debuted": "debut", "premiered": "premiere",
    "launched": "launch", "retired": "retire", "resigned": "resign", "graduated": "graduate",
}  # fmt: skip
_DID = re.compile(
    r"^(?P<subject>[A-Z0-9][^,;:()?!]{1,60}?)(?: \([^()]{1,40}\))? "
    rf"(?P<verb>{'|'.join(_INTRANSITIVE)})\b(?P<rest>[^;]*)"
)
_WHERE = re.compile(
    r"^(?P<subject>[A-Z0-9][^,;:()?!]{1,60}?)(?: \([^()]{1,60}\))? (?P<be>is|are|was|were) "
    r"(?P<verb>located|situated|based|headquartered|born|buried) "
    r"(?:in|at|on|near) (?P<place>(?:the )?[A-Z][^.;:()]*?)(?=\.?$|;|, (?:and|where|which|who|"
    r"but|to|"
    r"about|approximately|[a-z]+ing|on)\b| (?:on|in) (?:\d|[A-Z][a-z]+ \d)| (?:and|to|into|where|"
    r"as|with)\b)"
)
_CLAUSE = re.compile(r"\b(?:that|which|who|while|where|when|but|because|until)\b| and [a-z]+ed\b")


def made_or_happened(reading: Reading) -> Iterator[Found]:
    """`X was introduced [by A] [at V] [in D]`, also as `X, introduced by A in D, ...`."""
    match = _PASSIVE.match(reading.text) or _PARTICIPLE.match(reading.text)
    if not match or not stands_alone(match["subject"], reading.known):
        return
    if re.match(r"An? ", match["subject"]):  # one of many, known to its passage only
        return
    rest = _CLAUSE.split(match["rest"])[0]
    subject = inside_sentence(match["subject"], reading.passage)
    be = match.groupdict().get("be") or ("were" if is_plural(subject) else "was")
    verb, making = match["verb"], bool(re.fullmatch(MAKING, match["verb"]))
    by = _BY.search(rest)
    if by and making:
        yield _who(_PAST.get(verb, verb), subject, by["agent"])
    on = _ON.search(rest)
    if on and _plain(rest[: on.start()]):
        first = "" if by else (match["first"] or "")
        yield _when(f"When {be} {subject} {first}{verb}?", on["date"], subject)
    at = _AT.search(rest)
    # "by A at V" is where A works, unless V is an event: then it carries a year.
    at_event = at and (not by or verb == "presented" or re.search(r"\d{4}", at["venue"]))
    if at and at_event and verb in ("presented", "published", "introduced", "proposed"):
        place = f"Where {be} {subject} {verb}?"
        yield Found("place", place, (at["venue"],), subject, PRESENTED)


def by_alone(reading: Reading) -> Iterator[Found]:
    """`X, by A and colleagues in 2022, does ...`."""
    match = _BARE_BY.match(reading.text)
    if not match or not stands_alone(match["subject"], reading.known):
        return
    if re.match(r", [A-Z]", reading.text[match.end("agent") :]):  # a list of names, read in part
        return
    subject = inside_sentence(match["subject"], reading.passage)
    note = "the passage says only `by`: the verb of the question is a guess"
    yield _who("proposed", subject, match["agent"], note)
    if match["date"]:
        be = "were" if is_plural(subject) else "was"
        yield _when(f"When {be} {subject} proposed?", match["date"], subject, note)


def someone_made(reading: Reading) -> Iterator[Found]:
    """`A introduced X in D`."""
    match = _ACTIVE.match(reading.text)
    if not match or leans(match["agent"]):
        return
    thing = match["object"].strip()
    if not stands_alone(thing, reading.known) or re.match(r"(?:an?|its|his|her)\b", thing):
        return
    if not is_specific(thing) and thing.casefold() not in reading.known:
        return
    yield _who(match["verb"], thing, match["agent"])
    on = _ON.search(_CLAUSE.split(match["rest"])[0])
    if on and _plain(match["rest"][: on.start()]):
        be = "were" if is_plural(thing) else "was"
        participle = "written" if match["verb"] == "wrote" else match["verb"]
        yield _when(f"When {be} {thing} {participle}?", on["date"], thing)


def it_happened(reading: Reading) -> Iterator[Found]:
    """`X appeared in D`."""
    match = _DID.match(reading.text)
    on = match and _ON.search(_CLAUSE.split(match["rest"])[0])
    alone = (
        match and stands_alone(match["subject"], reading.known) and is_specific(match["subject"])
    )
    if match and on and alone:
        subject = inside_sentence(match["subject"], reading.passage)
        asked = f"When did {subject} {_INTRANSITIVE[match['verb']]}?"
        yield _when(asked, on["date"], subject)


def it_is_somewhere(reading: Reading) -> Iterator[Found]:
    """`X is located in P`."""
    match = _WHERE.match(reading.text)
    if match and stands_alone(match["subject"], reading.known):
        subject = inside_sentence(match["subject"], reading.passage)
        asked = f"Where {match['be']} {subject} {match['verb']}?"
        place = match["place"]
        if re.match(rf"{MONTHS}\b|\d", place):
            return
        shorter = place.split(",")[0]
        yield Found("place", asked, tuple(dict.fromkeys((place, shorter))), subject, _PLACED)


def _who(verb: str, thing: str, agent: str, note: str = "") -> Found:
    main = re.sub(rf"(?:,? and {OTHERS}| et al\.)$", "", agent)
    answers = tuple(dict.fromkeys((agent, main)))
    return Found("agent", f"Who {verb} {thing}?", answers, thing, MADE, note)


def _when(question: str, date: str, subject: str, note: str = "") -> Found:
    return Found("date", question, (date.strip(),), subject, DATED, note)


def _plain(between: str) -> bool:
    """Whether what stands before a date still belongs to the event."""
    return len(between.split()) <= 14 and not re.search(r"[:;]|\bto\b", between)
