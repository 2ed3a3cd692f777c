"""Words by which English questions reach one thing through another."""

# How to ask for a role: the wording that texts answer most plainly.
ASKED_BY = {
    "director": "Who directed {}?",
    "co-director": "Who directed {}?",
    "composer": "Who composed {}?",
    "lyricist": "Who wrote the lyrics of {}?",
    "performer": "Who performed {}?",
    "singer": "Who sang {}?",
    "author": "Who wrote {}?",
    "writer": "Who wrote {}?",
    "screenwriter": "Who wrote {}?",
    "producer": "Who produced {}?",
    "founder": "Who founded {}?",
    "co-founder": "Who founded {}?",
    "creator": "Who created {}?",
    "inventor": "Who invented {}?",
    "discoverer": "Who discovered {}?",
    "designer": "Who designed {}?",
    "architect": "Who designed {}?",
    "publisher": "Who published {}?",
    "developer": "Who developed {}?",
    "manufacturer": "Who manufactured {}?",
    "painter": "Who painted {}?",
    "sculptor": "Who sculpted {}?",
    "owner": "Who owns {}?",
}
PEOPLE = (
    "father mother parent husband wife spouse partner child son daughter brother sister sibling "
    "uncle aunt grandfather grandmother stepfather "
    "successor predecessor teacher mentor editor editor-in-chief "
    "conductor coach manager captain president chairman chairwoman chairperson chancellor king "
    "queen emperor monarch mayor governor leader ceo principal dean commander presenter "
    "narrator illustrator translator protagonist"
).split()
PEOPLE_PHRASES = (
    "prime minister", "head of state", "chief executive officer", "chief executive", "head coach",
    "executive producer", "music director", "doctoral advisor", "vice president", "lead singer",
    "lead actor", "lead actress", "main character", "lead vocalist",
)  # fmt: skip
THINGS = (
    "capital birthplace hometown headquarters employer continent constellation sequel prequel "
    "subsidiary"
).split()
THING_PHRASES = (
    "place of birth", "place of death", "birth place", "alma mater", "record label",
    "parent company", "country of origin", "capital city", "largest city", "headquarters location",
)  # fmt: skip
# Roles that are two steps.
TWO_STEPS = {
    "paternal grandfather": ("father", "father"),
    "paternal grandmother": ("father", "mother"),
    "maternal grandfather": ("mother", "father"),
    "maternal grandmother": ("mother", "mother"),
    "father-in-law": ("spouse", "father"),
    "mother-in-law": ("spouse", "mother"),
    "child-in-law": ("child", "spouse"),
    "son-in-law": ("daughter", "husband"),
    "daughter-in-law": ("son", "wife"),
    "sibling-in-law": ("sibling", "spouse"),
    "stepmother": ("father", "wife"),
    "stepfather": ("mother", "husband"),
}
# What may stand before a name: the film Alien, the 1979 British film Alien.
KINDS = (
    "films? movies? documentar(?:y|ies) songs? tracks? singles? albums? books? novels? "
    "stor(?:y|ies) poems? plays? operas? paintings? magazines? journals? newspapers? series shows? "
    "games? bands? groups? compan(?:y|ies) brands? teams? clubs? cit(?:y|ies) towns? villages? "
    "countr(?:y|ies) states? universit(?:y|ies) schools? colleges? museums? bridges? buildings? "
    "towers? rivers? lakes? mountains? islands? planets? ships? languages?"
).split()
CONNECTORS = frozenset(
    "of the and in on for to a an at with from de la le les des du del della di da dos van von der "
    "den al el bin ibn & – - vs. vs".split()
)
# Verbs of an event with a date, as in "released first".
EVENTS = (
    "released published founded formed established built opened created launched started born "
    "constructed completed introduced invented discovered written recorded produced aired "
    "premiered incorporated organized held finished died"
).split()
