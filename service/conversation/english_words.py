"""Words that English questions are built with."""

BE = frozenset("is are was were am be been being isn't aren't wasn't weren't".split())
AUXILIARIES = BE | frozenset(
    "do does did don't doesn't didn't can could can't cannot couldn't will would won't wouldn't "
    "shall should shouldn't may might must has have had hasn't haven't hadn't".split()
)
WH = frozenset("what who whom whose which when where why how".split())
DETERMINERS = frozenset("the a an this that these those my our your".split())
PREPOSITIONS = frozenset(
    "in on at by for from of to with without about under over during since until before after "
    "between among against into through within as than like per via across near around".split()
)
CONJUNCTIONS = frozenset("and or but so because if when while that which who as than".split())
PRONOUNS = frozenset(
    "it its he him his she her hers they them their theirs this that these those i me my you your "
    "we us our one ones there himself herself itself themselves".split()
)
ADVERBS = frozenset(
    "also already always ever first originally exactly usually often still then too now only "
    "actually really today later earlier just not never yet again else more most both each other "
    "so very much many long far officially mainly currently".split()
)
FUNCTION = AUXILIARIES | WH | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | ADVERBS

# Verbs as they follow a subject in a question: "does it work".
VERBS = frozenset(
    "accept achieve act affect allow appear apply ask become begin belong break bring build buy "
    "calculate call cause change charge choose come compare compute connect contain continue "
    "convert cost count cover create cross decide define deliver depend describe design detect "
    "develop die differ discover drive drop earn employ end enter evaluate exist expire explain "
    "fail fall fit fix flow follow forget found freeze generate get give go grow handle happen "
    "have help hold host improve include increase invent introduce join keep know last lead learn "
    "leave let live look lose make matter mean measure mention merge move need occur offer open "
    "operate own pass pay perform play prevent produce propose protect provide publish quantise "
    "quantize reach read receive recommend reduce refer release remain remove replace report "
    "represent require return rise run save say see sell serve set show sign sit sleep slow speak "
    "spend stand start stay stop store study support take talk teach tell test think train travel "
    "try turn understand update use visit wait walk want wear weigh win work write yield".split()
)
# Past forms that do not end in -ed, with the form that follows "was".
PARTICIPLES = {
    "began": "begun", "bought": "bought", "brought": "brought", "built": "built",
    "chose": "chosen", "cut": "cut", "did": "done", "drew": "drawn", "found": "found",
    "gave": "given", "held": "held", "kept": "kept", "knew": "known", "led": "led",
    "lost": "lost", "made": "made", "met": "met", "paid": "paid", "put": "put", "ran": "run",
    "read": "read", "said": "said", "sang": "sung", "saw": "seen", "sent": "sent", "set": "set",
    "sold": "sold", "spoke": "spoken", "stole": "stolen", "taught": "taught", "took": "taken",
    "told": "told", "won": "won", "wrote": "written",
}  # fmt: skip
BORN = frozenset("born based located known called named used made done".split())

# What a thing has: after "the ... of" it is not itself what the conversation is about.
ATTRIBUTES = frozenset(
    "address advantage advantages age amount area author authors benefit benefits birthplace "
    "budget capacity cause causes ceo colour color cost costs creator date deadline definition "
    "depth designer difference differences director disadvantage disadvantages drawback drawbacks "
    "duration effect effects example examples fee fees founder founders goal height inventor "
    "language length licence license limit limitation limitations limits location material "
    "materials maximum meaning minimum name number origin owner parameters penalty population "
    "position price pros purpose reason reasons requirement requirements result results risk "
    "risks role salary scope score size source speed start status steps surface symptoms title "
    "total type types use uses value volume weaknesses weight width "
    "year revenue revenues profit profits sales income expenses margin turnover earnings "
    "headcount".split()
)
# Nouns that a name may end with: "the Harbour bridge".
HEADS = frozenset(
    "act agreement airport algorithm army award bank battle benchmark book border bridge building "
    "canal castle cathedral chapter church city club committee company conference contract corpus "
    "council county course crisis dam dataset department district dynasty edition effect empire "
    "engine equation experiment factory family festival film firm forest foundation framework "
    "function game group handbook harbour hospital hotel hypothesis institute island kingdom lake "
    "law league library line machine manual market method metric mission model mountain movement "
    "museum network novel office operation optimizer order palace paper park party plan plant "
    "platform policy port prize problem process product program programme project protocol "
    "province railway region report republic river road rule scheme school sea series server "
    "service ship society software standard state station store street strategy system team "
    "technique temple test theorem theory tower town trade trail train treaty tunnel union "
    "university valley version village vitamin wall war web zone".split()
)
# One of a kind that goes without a name: "the method", where a name was said before.
KINDS = HEADS | frozenset(
    "adapter approach architecture area artist author battery book car composer concept country "
    "device disease document drug event feature idea instrument language loss man material "
    "medicine metal organisation organization person phenomenon place planet player rate scientist "
    "singer song species step substance technology term thing tool treatment tree vaccine virus "
    "woman word work writer".split()
)
PLACES = frozenset(
    "city country county district island place province region state town village".split()
)
TIMES = frozenset("year month week day morning evening time moment decade century season".split())
ADJECTIVES = frozenset(
    "allowed available bad better big cheap common compatible cheaper dangerous deep different "
    "difficult easy effective expensive famous fast faster free good harder hard harmful heavy "
    "high important large larger legal long low mandatory necessary new old open popular possible "
    "reliable required safe short slow slower small smaller strong suitable tall true unique "
    "useful well wide worse worth wrong".split()
)
IMPERATIVES = frozenset(
    "compare contrast define describe discuss explain find give list mention name outline please "
    "show state summarise summarize tell hi hello".split()
)
