"""What the words between two masked entities of an English sentence can say."""

import re

from knowledge.triples.masking import ANY, DATE, NAME, QUANTITY, TOPIC

# Hypothetical, asked, or somebody's opinion: nothing of such a sentence is taken for a fact.
UNCERTAIN_SENTENCE = re.compile(
    r"^(?:If|Unless|Whether|Suppose|Imagine|Perhaps|Maybe|Possibly|Should|Would|Could)\b|\?\W*$|\b(?:if|whether)\b"
)
UNCERTAIN = re.compile(
    r"\b(?:not|never|no longer|cannot|neither|nor|without|failed to|may|might|could|would|"
    r"should|can|"
    r"must|will|possibly|probably|perhaps|allegedly|reportedly|supposedly|rumou?red|unlikely|likely|"
    r"expected|planned|intended|scheduled|claim(?:s|ed)?|hop(?:es|ed)|refus(?:es|ed)|tried|attempted|almost|nearly|"
    r"denie[sd]|purported(?:ly)?|said to|believed|thought to|considered)\b|n['’]t\b"
)
_CONNECTIVE = (
    "However|Meanwhile|Later|Today|Also|Additionally|Furthermore|Moreover|Subsequently|Eventually|"
    "Then|Finally|Originally|Initially|Currently|Historically|Traditionally|Thus|Therefore|"
    "Nevertheless|Afterwards?|Soon after|Thereafter|Similarly"
)
ADJUNCT = re.compile(
    rf"^(?:{_CONNECTIVE}),? (?=\W?{ANY}|[A-Zhits])"
    r"|^(?:In|On|At|During|After|Before|By|From|Since|As of|Until|Under|Through|Throughout|"
    r"Following|"
    rf"Around|Between|Upon|Along with|Prior to) [^,;.]{{1,60}}, "
    rf"|^(?:In|On|By|Since|During) {DATE},? "
)
_NOUNS = (
    r"(?: (?!(?:in|on|at|by|from|to|with|for|as|of|and|or|that|which|who|into|about|against|over|"
    r"after|before|not|but|than|when|while|where)\b)[a-z-]+){0,3}"
)
BOUNDARY = (
    r"(?=\s*$|[,.;:)]|[”\"](?:[\s,.]|$)| (?:and|or|but|in|on|at|by|from|to|with|for|as|who|"
    r"which|whose|"
    r"where|when|while|after|before|during|under|against|until|since|between|because|that|including|"
    r"near|through|throughout|over|alongside|along|along with|such as|within|via|using|to)\b)"
)
LIST = rf"(?P<object>{NAME})(?P<more>(?:, (?:the )?{NAME})*(?:,? and (?:the )?{NAME})?){BOUNDARY}"
DIRECT = re.compile(rf"^(?: (?:the|a|an|his|her|its|their){_NOUNS})? [“\"]?{LIST}")
PREPOSITIONS = (
    "in|on|at|by|from|to|with|for|as|into|near|after|against|through|under|of|between|within|across"
)
PHRASE = re.compile(
    rf"^,? (?P<preposition>{PREPOSITIONS})(?: (?:the|a|an|his|her))?(?: (?:city|town|village|"
    rf"state|province|region|"
    rf"district|county|island|early|late|about|around|approximately))?(?: of)? "
    rf"(?:(?P<date>{DATE}){BOUNDARY}|{LIST})"
)
# "Ulm, Germany": the second place tells where the first is.
WITHIN = re.compile(rf"^, {NAME}(?=,|\.|$| on | in | at )")
VERB_PHRASE = re.compile(
    r"^(?P<aux>(?:is|are|was|were|has been|have been|had been|has|have|had)\b ?)?"
    r"(?P<adverb>(?:also|then|later|first|now|soon|once|still|both|[a-z]{2,}ly) ){0,2}"
    r"(?P<verb>[a-z]+(?:-[a-z]+)?)(?P<particle> (?:up|out|off|down|over|away|back|forth|"
    r"together))?(?P<rest>(?![\w-]).*)$"
)
CONJUNCT = re.compile(
    r",? (?:and|but) (?:(?:also|later|then|subsequently|eventually|was|is|were|are) "
    r")*(?P<verb>[a-z]+)\b"
)
# "the tomb of Charles, which was built": what was built is not the name before the comma.
RELATIVE = re.compile(
    rf"(?:(?<!of )(?<!of the )(?P<person>{NAME}),? who|(?<!of )(?<!of the )(?<!, )(?<!and )"
    rf"(?P<thing>{NAME}),? which) "
    rf"(?P<phrase>[^;]*)"
)
# After one of these, "and" can join something else than the subject's verb phrases.
SUBORDINATE = re.compile(
    r".{8,} (?:was|were|is|are|has|had|that|which|who|when|while|because|where|if) |;"
)
QUOTATION = re.compile(r"[\"“][^\"“”]{25,}[\"”]")
REDUCED = re.compile(
    rf"(?<!by )(?<!by the )(?<!of )(?<!with )(?<!with the )(?<!and )(?<!from )(?<!for )(?<!in )"
    rf"(?P<subject>{NAME})(?P<phrase> (?:directed|written|founded|built|designed|composed|"
    rf"published|"
    rf"released|created|located|situated|produced|performed|developed|invented|painted|recorded|"
    rf"established) "
    rf"(?:by|in|on|at) .*)"
)
SUBJECT = re.compile(
    rf"^[“\"]?(?:The |An? )?[“\"]?(?P<subject>{NAME})[”\"]?(?P<aside>,[^,;]{{1,80}},)? "
    rf"(?P<rest>.*)$"
)
ROLE = re.compile(
    rf"(?P<subject>{NAME}), (?:the |an? )?(?P<role>(?!(?:{PREPOSITIONS}|and|or|who|which|not|"
    rf"one|some|all|both|most|because|instead|out|outside)\b)(?:[a-z-]+ ){{0,3}}[a-z-]+) of "
    rf"(?:the )?(?P<object>{NAME})(?=[,.;]|$)"
)
ROLE_IS = re.compile(
    rf"^(?:The )?(?P<role>(?:[a-z-]+ ){{0,3}}[a-z-]+) of (?:the )?(?P<object>{NAME}) (?:is|was) "
    rf"(?:the )?(?P<subject>{NAME})(?=[,.;]|$)"
)
APPOSITION = re.compile(
    rf"(?P<subject>{NAME}), (?P<article>an?) (?P<noun>(?:(?!(?:who|which|that|where|and|or|is|"
    rf"was|were|are|has|had|have)\b)(?:[a-z][\w-]*|{ANY}) ?){{1,6}}?)(?=,|\.|;|$| (?:who|that|"
    rf"which|from|in|located|based|born|for|with|and)\b)"
)
MEASURE = re.compile(
    rf"^(?:has|had) an? (?:total |estimated |average )?(?P<what>population|area|length|height|"
    rf"capacity|elevation|budget|circulation|"
    rf"runtime|running time|membership|depth|width|diameter|mass|surface area|land area) of "
    rf"(?:about |around |approximately |over |nearly |some )?"
    rf"(?P<value>{QUANTITY}|\d[\d,.]*\d)(?=[,.;]|$| (?:and|in|at|as|according)\b)"
)
DEFINITION = re.compile(r"^(?P<be>is|are|was|were) (?P<article>an?|the|one of the) (?P<noun>.+)$")
NOUN_ENDS = re.compile(
    r"[,;:()]|\.(?:\s|$)| (?:who|which|that|where|whose|when|in|at|on|by|for|with|as|to|from|"
    r"born|located|"
    r"situated|based|known|founded|established|directed|written|produced|released|published|created|"
    r"developed|used|made|consisting|starring|featuring|set|held|built|designed|composed|recorded|named|called|"
    r"formed|native|found|operated|owned|and (?:the|was|is|a|an|currently|former)|or|during|"
    r"since|under|near|between|but|against|performed|"
    r"[a-z]+ed (?:by|in|on|at|to|with|as|from|for|during|both)|organized|organised|belonging|"
    r"containing|using|having|being|playing|working|serving|led|run|awarded|given|about)\b"
)
STARRING = re.compile(rf"\bstarring {LIST}")
KNOWN_AS = re.compile(
    rf"(?P<subject>{NAME}|{TOPIC})(?:,| \()? ?(?:or |who is |which is |is |are |was )?(?:also|"
    rf"better|commonly|formerly|previously|sometimes|often)? ?"
    rf"(?:known|referred to|called|abbreviated)(?: simply)?(?: as| to)? "
    rf"[“\"'‘]?(?P<object>{NAME})(?=[”\"'’,.;)]|$| (?:is|was|in)\b)"
)
