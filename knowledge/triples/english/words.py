"""Words that English names and clauses are told apart by."""

import re

_UPPER_LETTERS = "".join(chr(c) for c in range(0xC0, 0x250) if chr(c).isupper())
UPPER = f"[A-Z{_UPPER_LETTERS}]"

# Capitalised at the start of a sentence without being names.
NOT_NAMES = frozenset(
    "a about above according across additionally after afterwards again against all almost "
    "along alongside already also although am amid among an and another any apart are around "
    "as aside at back based be because been before behind being below beneath beside besides "
    "best between beyond born both but by can commonly compared consequently contrary could "
    "critics currently dear despite did do does during each earlier early eight either "
    "eleven even eventually ever every everyone except few fewer fifteen fifty finally first "
    "firstly five following for former formerly four fourth from further furthermore "
    "generally given had half has have having he hence her here hers herself high him "
    "himself his historically hotel how however i if in including indeed initially inside "
    "instead into is it its itself just kilometers known large last lastly late later least "
    "less let like likewise listed little located long low mainly many may me meanwhile more "
    "moreover most mostly much must my named near nearly neither never nevertheless new next "
    "nine no none nonetheless nor not nothing now of off often old on once one only onto "
    "opposite or originally other others otherwise our out outside over overall part "
    "particularly people per perhaps please previously prior regarding results second "
    "secondly see seven several she should similarly simply since six small so some someone "
    "sometimes soon still students subsequently such ten than thanks that the their them "
    "themselves then there thereafter therefore these they thirty this those though three "
    "through throughout thus to today together too toward towards traditionally twelve "
    "twenty two typically ultimately under unfortunately unlike until up upon us using "
    "usually very via was we well were what when whenever where whereas wherever whether "
    "which while who whom whose why will with within without would yes yet you your there's "
    "it's he's she's i'm don't can't won't note details notes references history background "
    "overview introduction plot cast reception production release career biography life "
    "legacy death awards events january february march april june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday".split()
)
ARTICLES = frozenset("a an i the".split())
# Open names as often as they open sentences: New Zealand, Second World War.
PART_OF_NAMES = frozenset(
    "new old first second third high long little large low last near on production".split()
)
_NATIONS = (
    "french dutch greek thai swiss czech irish welsh turkish polish danish finnish swedish spanish "
    "british english scottish jewish flemish pakistani israeli iraqi saudi afghan arab kurdish "
    "german american european african russian mexican canadian australian korean cuban roman "
    "norman "
    "austrian philippine filipino basque catholic protestant lutheran muslim hindu buddhist "
    "islamic "
    "christian democratic republican communist northern southern eastern western central".split()
)
_DEMONYM = re.compile(r"[a-z]{3,}(?:ese|nian|dian|sian|rian|gian|lian|tian|bian|vian|pian|[aeo]an)")


def is_nationality(word: str) -> bool:
    """Whether a capitalised word is an adjective of a people, a place or a creed."""
    lower = word.lower()
    return lower in _NATIONS or bool(_DEMONYM.fullmatch(lower))


IRREGULAR_PAST = frozenset(
    "died became began bought brought built came caught chose drew drove fell felt fought found "
    "founded gave got grew held kept knew laid lay led left lent lost made met overcame "
    "overtook paid put ran read rose said sang sat saw sold sent set shot showed sold sought "
    "spent spoke sprang stood stole struck swam swept taught thought threw told took "
    "understood underwent went withdrew woke won wore wrote beat cut hit".split()
)
PARTICIPLES = frozenset(
    "known born written made built held set led won given taken chosen drawn driven found "
    "fought lost sold sent bought brought taught thought sung shot shown spoken stolen "
    "struck worn laid kept met put read run seen begun broken spread cut cast sworn "
    "overthrown beaten hit bound grown".split()
)
PRESENT = frozenset(
    "acts attends believes belongs borders borrows causes comes comprises computes connects "
    "consists contains controls covers creates crosses defines depends describes develops "
    "displays divides employs enables encodes ensures features flows follows forms generates "
    "governs grows hosts houses implements improves includes increases inhabits introduces "
    "involves joins leads lies links lives maintains makes manages manufactures means "
    "measures merges narrates occupies occurs orbits offers operates oversees owns performs "
    "plays portrays predicts prevents produces promotes protects provides publishes reaches "
    "receives reduces refers regulates represents requires resembles reads runs sells "
    "separates serves shares shows sits sponsors stands stars stores supplies supports "
    "surrounds teaches tells trains treats uses works writes".split()
)
_NOT_PAST = frozenset(
    "united red hundred indeed speed seed need exceed bed shed feed breed sacred naked "
    "hatred kindred wicked gifted talented renowned aged".split()
)


def is_verb(word: str) -> bool:
    """Whether a lower-case word after a subject can only be a finite verb."""
    return word in IRREGULAR_PAST or word in PRESENT or (is_regular_past(word))


def is_regular_past(word: str) -> bool:
    """Whether a word ends as a past form does."""
    return len(word) > 4 and word.endswith("ed") and word not in _NOT_PAST


def is_participle(word: str) -> bool:
    """Whether a word can stand after "was" in the passive."""
    return word in PARTICIPLES or is_regular_past(word)
