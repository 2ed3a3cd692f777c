"""English: what something is, stands for, is called, is for, and why. No verb is understood."""

import re
from collections.abc import Iterator

from service.evaluation.proposals.english_names import (
    inside_sentence,
    is_plural,
    leans,
    stands_alone,
)
from service.evaluation.proposals.proposal import Found, Reading

_SUBJECT = r"(?P<subject>[A-Z][^,;:()?!]{1,60}?)(?P<brackets> \([^()]{1,80}\))?"
_CALLED = r"(?:, (?:also |often |sometimes )?(?:called|known as|or) (?P<other>[^,;:()]{2,40}),)?"
_IS_A = re.compile(
    rf"^{_SUBJECT}{_CALLED} (?P<be>is|are|was|were) (?P<what>(?:an?|any|the) .+?)\.?$"
)
_VAGUE = re.compile(
    r"^(?:an?|the) (?:(?:very|more|most|less|good|robust|common|usual|typical|right|wrong|ideal|"
    r"obvious|useful|frequent|simple|"
    r"important|few|lot|little|bit|matter|result|must|problem|reason|key|way|main|major|modern|"
    r"big|small|large|great|clear|same|only|first|last|best|worst|case|exception|example|"
    r"part|member|one|number|consequence|rare|popular|well-known|natural|special|separate|better)\b|"
    r"\w+est\b)"
)
_PERSON = re.compile(
    r"\b(?:actor|actress|politician|writer|novelist|poet|singer|songwriter|musician|player|footballer|"
    r"cricketer|scientist|physicist|chemist|mathematician|engineer|author|artist|painter|composer|"
    r"director|producer|journalist|lawyer|businessman|businesswoman|entrepreneur|philosopher|"
    r"historian|professor|athlete|swimmer|boxer|wrestler|officer|general|bishop|king|queen|"
    r"economist|architect|dancer|rapper|comedian|skater|cyclist|judge|biologist|scholar|rider|coach|"
    r"manager|activist|critic|diplomat|soldier|priest|chef|midfielder|defender|goalkeeper|winger|"
    r"forward|native|daughter|son|botanist|astronomer|inventor|explorer|surgeon|physician|pianist|"
    r"drummer|guitarist|illustrator|photographer|screenwriter|filmmaker|sculptor|linguist)\b"
)
_HEADS = re.compile(
    r"^(?P<head>.+? (?:of|for|that|which|in|from|by|with|to|where|used|developed) )"
)
_SHORT = re.compile(r" \((?P<short>[A-Z][A-Za-z]{0,3}[A-Z]{1,6})s?\)")
_ALSO = re.compile(
    rf"^{_SUBJECT},? (?:(?:is|are) )?(?:also|sometimes|often|commonly) (?:called|known as|"
    r"referred to as) "
    r"(?P<other>(?:the )?[\w\"“”'’-]+(?: [\w\"“”'’-]+){0,4}?)(?=\.?$|[,;:]| (?:and|or|because|"
    r"after|in|since|when|by)\b)"
)
_KNOWN = re.compile(
    r"^(?P<subject>[A-Z][^,;:()?!]{8,110}?) (?P<be>is|are) (?:called|known as|termed) "
    r"(?P<other>(?:the |an? )?[\w\"“”'’-]+(?:[ –-][\w\"“”'’–-]+){0,4}?)(?=\.?$|[,;:]| (?:and|or|"
    r"because|after|in|since|when)\b)"
)
_ATTRIBUTE = re.compile(
    r"^The (?P<what>[a-z]+(?: [a-z]+)?) (?P<of>of|for) (?P<owner>[^,;:()]{2,50}?) (?P<be>is|was) "
    r"(?P<value>(?!part of\b|"
    r"\w+ed\b|written|made|given|held|known|seen|done|built|set|in\b|at\b|on\b|by\b|"
    r"from\b|to be|not\b|also\b|often\b|usually\b|the same\b|always\b|therefore\b)[^;:()]+?)"
    r"(?=\.?$|[;:]|, (?:which|and|but|so|since|because|typically|although|where|when)\b)"
)
_SUPERLATIVE = re.compile(
    r"^(?P<subject>[A-Z][^,;:()?!]{1,50}?) (?P<be>is|are|was|were) "
    r"(?P<what>the (?:only|first|(?:second|third)?[- ]?(?:largest|smallest|highest|lowest|"
    r"tallest|oldest|longest|biggest|"
    r"best|worst|earliest|deepest|fastest|most [a-z-]+|least [a-z-]+)) (?:[a-z-]+ ){1,4}"
    r"(?:of|in|for|from|to|on|at) [^,;:()]{3,50}?)(?=\.?$|[,;:]| and )"
)
_USED = re.compile(
    rf"^{_SUBJECT} (?P<be>is|are|was|were) (?:mainly |mostly |often |commonly |primarily |widely )?"
    r"(?P<how>used|designed|intended|meant) (?P<end>(?:to|for) [^;:()]+?)(?=\.?$|[;:]|, (?:which|"
    r"and|but|so|since)\b)"
)
_BECAUSE = re.compile(
    r"(?:^|; |, (?:and|but|while|whereas) )(?P<subject>(?:[A-Z]|the )[^,;:()?!]{1,45}?) "
    r"(?P<help>is|are|was|were|can|cannot|could|must|should|will) (?P<rest>[^,;:()]{4,90}?)"
    r",? because (?!of\b)(?P<reason>[^;()]{12,160}?)"
    r"(?=\.?$|, (?:but|and|so|which|although|while)\b)"
)
_REASONED = r"(?i:because|since|reason|why)|因为|由于|原因"
_DOES = (
    "adds|aligns|allows|averages|avoids|builds|changes|checks|clips|combines|compares|compresses|"
    "computes|connects|constrains|converts|copies|corrects|counts|cuts|decides|decomposes|describes|divides|"
    "drops|encodes|estimates|evaluates|extends|extracts|filters|freezes|generates|groups|helps|ignores|"
    "improves|inserts|interpolates|joins|keeps|lets|limits|lowers|makes|maps|masks|measures|merges|"
    "minimises|mixes|modifies|multiplies|normalises|penalises|places|predicts|prevents|processes|"
    "projects|protects|provides|quantises|ranks|reads|reduces|removes|replaces|represents|restores|retrieves|rewrites|"
    "samples|scales|selects|sends|separates|shares|shifts|slows|sorts|splits|stops|stores|sums|swaps|"
    "trains|transforms|translates|turns|updates|verifies|weighs|wraps|writes|optimises|optimizes"
)
_FUNCTION = re.compile(
    rf"^(?P<subject>[A-Z][\w+.'’-]*(?: [\w+.'’-]+){{0,3}}?)(?: \([^()]{{1,60}}\))?{_CALLED}"
    rf"(?:, (?:by|proposed by|introduced by) [^,;:()]+(?:, [A-Z][^,;:()]*)*,)? "
    rf"(?P<does>(?:{_DOES}) (?!(?:is|are|was|were|of|in|made|from)\b)[^;:]+?)\.?$"
)

# Where another subject begins: "and selective risk is ...".
_NEXT_CLAUSE = re.compile(
    r",? (?:and|but|whereas|while) (?=(?:the |a |an )?[\w-]+(?: [\w-]+){0,5} "
    r"(?:is|are|was|were|has|have|measures|reached)\b)"
)


def defined(reading: Reading) -> Iterator[Found]:
    """`X is a Y that ...`."""
    match = _IS_A.match(reading.text)
    if not match or not stands_alone(match["subject"], reading.known):
        return
    subject, what = match["subject"], match["what"]
    if re.match(r"[\d.]|The (?!\w+$)", subject) or _VAGUE.match(what) or len(what.split()) < 3:
        return
    if leans(what.split(",")[0]) or not (_HEADS.match(what) or len(what.split()) > 4):
        return
    asked = inside_sentence(re.sub(r"^An? ", "", subject), reading.passage)
    if subject[:2] in ("A ", "An"):
        asked = subject[0].lower() + subject[1:]
    head = re.split(
        r" (?:of|for|that|in|from|by|with|to|where|led|based|about|featuring)\b|,", what
    )[0]
    person = _PERSON.search(head) or re.search(r"\bwho\b", what[:60])
    who = "Who" if person and subject[:2] not in ("A ", "An") else "What"
    shorter = what.split(",")[0]
    # A clause behind "and" says something else; one behind "which" says more of the same.
    answers = [] if re.match(r", (?:and|but|while|whereas|so)\b", what[len(shorter) :]) else [what]
    answers += [shorter] * (len(shorter.split()) >= 3)
    yield Found("definition", f"{who} {match['be']} {asked}?", tuple(dict.fromkeys(answers)), asked)


def expanded(reading: Reading) -> Iterator[Found]:
    """`Direct Preference Optimization (DPO)`, where the letters agree."""
    for match in _SHORT.finditer(reading.text):
        # The brackets first, then what is before them: a pattern for both would cost time.
        before = reading.text[max(0, match.start() - 90) : match.start()]
        long = _initialled(before, match["short"])
        if long:
            yield Found(
                "expansion", f"What does {match['short']} stand for?", (long,), match["short"]
            )


def _initialled(before: str, short: str) -> str | None:
    """The end of `before` whose initials are `short`."""
    letters = short.lower()
    parts = [m for m in re.finditer(r"[A-Za-z]\w*", before) if m[0].lower() not in _SMALL]
    if len(parts) < len(letters):
        return None
    last = parts[-len(letters) :]
    long = before[last[0].start() :]
    matches = "".join(m[0][0].lower() for m in last) == letters
    return long if matches and re.fullmatch(r"[\w -]+", long) else None


_SMALL = frozenset("of the and for in on with a an to at by".split())


def also_called(reading: Reading) -> Iterator[Found]:
    """`X, also called Y, ...`; `The distance between A and B is called Y`."""
    match = _ALSO.match(reading.text)
    if match and stands_alone(match["subject"], reading.known):
        subject = inside_sentence(match["subject"], reading.passage)
        asked = f"What is another name for {subject}?"
        yield Found("other_name", asked, (match["other"].strip('"“”'),), subject)
        return
    match = _KNOWN.match(reading.text)
    if not match or leans(match["subject"]) or " also" in match["subject"]:
        return
    if len(match["subject"].split()) >= 4 and re.match(r"(?:The|An?) ", match["subject"]):
        described = match["subject"][0].lower() + match["subject"][1:]
        asked = f"What {match['be']} {described} called?"
        yield Found("other_name", asked, (match["other"].strip('"“”'),))


def attributed(reading: Reading) -> Iterator[Found]:
    """`The cost of X is Y`."""
    match = _ATTRIBUTE.match(reading.text)
    if not match or leans(f"the {match['what']} {match['of']} {match['owner']}"):
        return
    value = re.sub(r"^that ", "", match["value"])
    owner = match["owner"]
    if not stands_alone(owner[0].upper() + owner[1:], reading.known) or leans(value[:25]):
        return
    if re.fullmatch(_PLAIN, value):
        return
    asked = f"What {match['be']} the {match['what']} {match['of']} {owner}?"
    about = f"(?i:{re.escape(match['what'].split()[-1][:7])})"
    yield Found("attribute", asked, (value,), owner, about)


_PLAIN = (
    r"(?:very |quite |too )?(?:small|large|high|low|big|great|good|bad|new|old|clear|simple|"
    r"known|unknown|[a-z]+(?:ed|ous|ful|able|ible|al|ic|ive|less))"
)


def superlative(reading: Reading) -> Iterator[Found]:
    """`X is the most common Y in Z`."""
    match = _SUPERLATIVE.match(reading.text)
    if match and stands_alone(match["subject"], reading.known) and not leans(match["what"]):
        asked = f"What {match['be']} {match['what']}?"
        yield Found("superlative", asked, (match["subject"],))


def used_for(reading: Reading) -> Iterator[Found]:
    """`X is used to ...`."""
    match = _USED.match(reading.text)
    if not match or not stands_alone(match["subject"], reading.known) or leans(match["end"][:30]):
        return
    subject = inside_sentence(match["subject"], reading.passage)
    asked = f"What {match['be']} {subject} {match['how']} for?"
    bare = re.sub(r"^(?:to|for) ", "", match["end"])
    yield Found(
        "purpose", asked, (match["end"], bare), subject, r"(?i:\bused?\b|purpose|designed)|用"
    )


def because(reading: Reading) -> Iterator[Found]:
    """`X is Y because Z`."""
    match = _BECAUSE.search(reading.text)
    if not match:
        return
    subject, rest = match["subject"], match["rest"]
    if not stands_alone(subject[0].upper() + subject[1:], reading.known) or leans(rest):
        return
    if re.search(r" and (?:\w+ed|is|are|was|were|has|had)\b", rest):  # two statements, one reason
        return
    help_ = match["help"]
    negated = " not" if help_ == "cannot" else ""
    inside = inside_sentence(subject, reading.passage)
    asked = f"Why {help_.removesuffix('not')} {inside}{negated} {rest}?"
    whole = re.match(r"(?:all|the|a|an|[A-Z])", match["reason"])
    note = "" if whole else "the reason may lean on its sentence"
    yield Found("reason", asked, (match["reason"],), inside, _REASONED, note)


def does(reading: Reading) -> Iterator[Found]:
    """`X reduces Y`: what X does."""
    match = _FUNCTION.match(reading.text)
    if not match or not stands_alone(match["subject"], reading.known):
        return
    subject = match["subject"]
    if len(match["does"].split()) < 4 or leans(match["does"].split(",")[0]):
        return
    inside = inside_sentence(subject, reading.passage)
    if is_plural(subject) or re.search(r"\b(?:and|or)\b|^An? ", subject):
        return
    told = _NEXT_CLAUSE.split(match["does"])[0]
    shorter = re.split(r", (?:which|so|since|because|although)\b", told)[0]
    yield Found(
        "function", f"What does {inside} do?", tuple(dict.fromkeys((told, shorter))), inside
    )
