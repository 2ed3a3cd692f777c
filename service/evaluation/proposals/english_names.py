"""English noun phrases by their look: names, agents, dates, and subjects that stand alone."""

import re

_CAP = r"(?:[A-ZÀ-ÞŁŠŽ]\.|[A-ZÀ-ÞŁŠŽ][\w'’&+-]*(?:\.\w+)*)"
NAME = rf"{_CAP}(?: (?:(?:of the|of|van|von|de|der|den|la|le|du) )?{_CAP})*"
OTHERS = r"(?:colleagues|co-authors|coauthors|co-workers|others)"
AGENT = rf"(?:the )?{NAME}(?:, {NAME})*(?:,? and {NAME})?(?:,? and {OTHERS}| et al\.)?"
# Where an agent has ended: "by Google" but not "by Google researchers".
AGENT_END = (
    r"(?=$|[,;:.)]| (?:at|in|on|from|for|with|as|to|during|after|before|who|which|and|"
    r"under|using)\b)"
)
MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
DATE = (
    rf"(?:(?:early|late|mid)[- ])?(?:\d{{1,2}} {MONTHS},? |{MONTHS} (?:\d{{1,2}}, )?)?"
    r"(?:1[0-9]\d\d|20\d\d)(?![\d%]|[-–]\d|s\b|,\d| (?!and\b|by\b|at\b|as\b|with\b|to\b|for\b|in\b|"
    r"from\b|after\b|under\b|the\b|on\b|it\b|using\b|when\b|where\b|paper|study|article)\w)"
)
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    "sixty|seventy|eighty|ninety"
)
NUMBER = rf"(?:[$€£]?\d[\d,]*(?:\.\d+)?(?: (?:million|billion|trillion|thousand))?|{NUMBER_WORDS})"
ABOUT = (
    r"(?:about|around|roughly|approximately|nearly|almost|over|more than|less than|fewer than|"
    r"under|at least|at most|up to|only|exactly|some|just|as many as)"
)
_PRONOUN = re.compile(
    r"\b(?:it|its|itself|he|him|his|she|her|hers|they|them|their|theirs|this|these|those|we|us|our|"
    r"you|your|i|my|such|former|latter|respectively|above|below|following|aforementioned|same|here|"
    r"other|others|another|each other|one|ones|et al|so|too|also|therefore|thus|however)\b",
    re.I,
)
_ANAPHORIC = re.compile(
    r"\b(?:the|that) (?:(?:new|old|two|three|four|main|whole|first|second|third|last|next|latter|"
    r"original|resulting|final|paper's|entire|present|current|early|later|older|newer|small|"
    r"large) )*"
    r"(?:method|methods|model|models|approach|paper|papers|author|authors|technique|techniques|"
    r"result|results|effect|idea|ideas|study|studies|book|film|movie|song|album|novel|series|show|"
    r"episode|game|city|town|village|company|firm|team|club|group|band|war|battle|building|"
    r"bridge|church|school|university|party|project|system|work|works|finding|findings|field|"
    r"case|cases|question|questions|problem|reason|table|figure|example|examples|difference|site|"
    r"area|region|district|country|state|government|committee|event|season|year|period|time|"
    r"century|species|genus|plant|family|character|story|plot|program|programme|organisation|"
    r"organization|station|line|route|road|river|island|lake|ship|aircraft|engine|two|three|rest|"
    r"others|remainder|procedure|rule|step|steps|tool|value|values|set|sets|number|numbers|name|"
    r"title|award|position|post|office|place|building|house|castle|museum|structure|process|"
    r"original|latter|former|gap|cost|price|point|answer|answers|network|networks|cause)"
    r"(?=$|[?.,;:]| (?!of\b|for\b|in [A-Z]|between\b|named\b|called\b))",
    re.I,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|cannot|could|will|would|may|might|"
    r"must|should|that|which|who|whom|whose|when|where|while|because|although|though|if|since|"
    r"unless|until|but|or|never|always|often|usually|still|then|further|nor|not|n't|than|whereas|therefore)\b",
    re.I,
)
_OPENS = re.compile(
    r"^(?:in|on|at|by|for|with|from|as|after|before|during|under|over|of|to|into|within|without|"
    r"between|among|against|through|about|like|unlike|despite|besides|except|per|via|then|there|"
    r"now|today|later|earlier|first|firstly|second|secondly|third|finally|next|last|also|moreover|"
    r"furthermore|additionally|instead|hence|thus|however|only|even|just|some|any|many|most|more|"
    r"much|few|fewer|several|all|both|each|every|no|none|either|neither|half|what|how|why|whether|"
    r"that|anyone|everyone|someone|nothing|something|people|two|three|four|five|six|seven|eight|"
    r"nine|ten|early|recent|recently|originally|currently|typically|usually|often|according|"
    r"including|using|based|given|thanks|due|because|once|see|note|when|where|while|not)\b",
    re.I,
)
_STANDS = re.compile(r"[A-Z0-9]|\b(?:of|for|in|between)\b")
_SPECIFIC = re.compile(r"(?<!^)[A-Z]|[A-Z]{2}|\d|^[a-z]*[A-Z]")


def leans(text: str) -> bool:
    """Whether a phrase or question points to something outside itself: `it`, `the method`."""
    return bool(_PRONOUN.search(text) or _ANAPHORIC.search(text))


def stands_alone(phrase: str, known: str) -> bool:
    """Whether a subject can be asked about without its passage.

    Args:
        phrase: a noun phrase as the sentence has it.
        known: comparable title and headings above it.
    """
    words = phrase.split()
    if not 1 <= len(words) <= 9 or leans(phrase) or _FINITE.search(phrase) or _OPENS.match(phrase):
        return False
    if phrase.count('"') % 2 or phrase[-1] in "-–—" or words[-1].lower() in _NO_END:
        return False
    bare = re.sub(r"^(?:the|a|an) ", "", phrase, flags=re.I)
    if bare != phrase and phrase[:2].lower() == "th":
        return bool(_STANDS.search(bare)) or bare.casefold() in known
    return bool(bare) and not re.fullmatch(r"[\d\W]+", bare)


_NO_END = frozenset(
    "and or the a an of in on at for with to by from as very more most also".split()
)


def is_specific(phrase: str) -> bool:
    """Whether a phrase has a name in it, not only common nouns."""
    bare = re.sub(r"^(?:The|A|An) ", "", phrase)
    return bool(_SPECIFIC.search(bare)) or bool(re.match(r"[A-Z]", phrase[:1]) and " " not in bare)


def inside_sentence(phrase: str, passage: str) -> str:
    """The phrase as it is written inside a sentence: `The cache` becomes `the cache`."""
    first, _, rest = phrase.partition(" ")
    lowered = first[:1].lower() + first[1:]
    if first in ("The", "A", "An"):
        return f"{lowered} {rest}"
    small = re.fullmatch(r"(?:(?:[a-z][\w-]*|\d+)(?: |$))*", rest)
    if not re.fullmatch(r"[A-Z][a-z]+(?:-[a-z]+)*", first) or not small:
        return phrase
    # The passage shows whether it is a name: a common noun is written small somewhere.
    if re.search(rf"\b{re.escape(lowered)}\b", passage):
        return f"{lowered} {rest}".rstrip()
    if not rest and _COMMON.search(first):
        return lowered
    if re.search(rf"[a-z,] {re.escape(first)}\b", passage) or not rest:
        return phrase
    return f"{lowered} {rest}" if first.lower() not in _NATIONS else phrase


_COMMON = re.compile(r"(?:[a-z]{3}ing|tion|sion|ment|ness|[a-z]{3}ity|age|ence|ance|ism|lexity)$")
_NATIONS = frozenset(
    "american british french german chinese japanese italian spanish russian english european "
    "roman greek dutch swedish indian african asian canadian australian".split()
)


def is_plural(phrase: str) -> bool:
    """Whether a subject takes `were`: by the last letter of its head, which may be wrong."""
    head = re.split(r" (?:of|for|in|at|from|by|with|between|on)\b", phrase)[0].split()[-1]
    return " and " in phrase or bool(re.search(r"(?<![su'’i])s$", head) and head[-2:-1].islower())
