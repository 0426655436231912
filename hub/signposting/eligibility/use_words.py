"""The words by which sentences say that bodies may use a framework, that it is meant for them, or that they may not."""

from hub.signposting.eligibility.phrases import any_of, phrase

USED = "(?:used|utili[sz]ed|accessed|called[\\s-]off|drawn on|procured)"
FRAMEWORK = "(?:framework|agreement|DPS|contract|arrangement)"
BUYERS = (
    "(?:members|bodies|authorities|organisations|users|consortia|councils|trusts|clients|partners|customers|buyers|"
    "institutions|parties|purchasers|universities|schools|forces|beneficiaries|commissioners|employers|user groups)"
)
USE = (
    "(?:use|utili[sz]e|access|call[\\s-]{0,2}off|purchase|procure|buy|order|place|participate|benefit|draw|join|"
    "(?:run|hold|conduct) (?:[\\w-]+ )?(?:mini-)?competitions?|recruit|source|hire|obtain|"
    "task|commission|call (?:on|upon|off)|"
    "award|enter|agree|"
    "make use|make (?:placements|purchases|awards|appointments|call[\\s-]?offs)|have access|procuring|"
    "purchasing|using|accessing|calling)"
)
MAY = (
    "(?:(?:can|may|could|might|shall|will|would|are|is|be) (?:(?:also|then|only|all) ){0,2}(?:be )?"
    "(?:able|entitled|permitted|eligible|allowed|free|invited|welcome|authorised|encouraged) to(?: also)?"
    "|(?:can|may|might)(?: also| then| only| each| both| all| (?:wish|want|choose|elect|decide) to)?"
    "|(?:will|shall|would|to)?\\s*(?:also )?have the (?:option|right|ability|opportunity) (?:to|of)"
    "|wishing to|(?:who|that|which) (?:wish|plan|intend|want|choose|require|need)(?:e?s)? to(?: \\w+ly)?"
    "|(?:will|shall) have)"
)
SUBJECT = phrase(
    rf"\b{MAY}(?:,[^,.;:]{{1,80}},)? (?:(?:also|then|directly) )?{USE}\b",
    r"(?:primary|main|preferred|default) (?:means|route|way|vehicle) (?:of|for|to) (?:access|buy|procur|purchas)\w*",
    r"\b(?:will|shall|would) (?:also )?call[\s-]?off\b",
    r"\bare (?:jointly|collectively|together|collaboratively) "
    r"(?:procuring|tendering|commissioning|seeking|establishing)\b",
    r"\b(?:will|shall) (?:also )?make use of\b",
    rf"\b(?:will|shall) (?:(?:also|jointly|all|each|both|then|only) )?(?:use|utili[sz]e|access|participate in|"
    rf"call[\s-]?off (?:from )?) (?:(?:the|this) {FRAMEWORK}|it)\b",
    r"\b(?:will|shall) (?:(?:also|all|each|both) )?(?:participate|take part)\b",
    r"\b(?:have|has) (?:come|joined|worked|got) together\b",
    r"\bare (?:working|collaborating|joining) together\b",
    r"\b(?:(?:is|are|will be) (?:participating|taking part)|(?:has|have) (?:joined|signed up)) (?:in|to)?",
    r"\b(?:has|have) (?:agreed|asked|confirmed|expressed (?:an|their) interest|indicated) [^.;:]{0,60}?"
    rf"(?:us(?:e|ing)|access(?:ing)?|participat(?:e|ing in)|join(?:ing)?) (?:the|this|in the) {FRAMEWORK}\b",
    r"\b(?:is|are|will be|shall be) (?:the )?(?:named )?(?:clients|customers|users|buyers|purchasers|participants)\b"
    rf"(?= (?:of|under|for|in) (?:the|this) {FRAMEWORK})",
    r"\b(?:are|will be|shall be) the (?:participating|purchasing|contracting|eligible|call-off|client|partner) "
    r"(?:authorities|bodies|organisations|clients|customers|trusts|councils)\b",
)
"""Stands after those who may use it."""
CALL_OFFS = "(?:call[\\s-]?offs?|orders|(?:further|mini)[\\s-]competitions?)"
TO_WHOM = (
    "(?:for (?:the )?(?:use|access) (?:by|of)|to be (?:used|utilised|accessed) by|to (?:and for )?use by|"
    "for call[\\s-]?offs? (?:by|from)|to|for|by)"
)
HOW = "(?:(?:also|only|nationally|primarily|mainly|principally) )?"
AFTER = phrase(
    rf"\b(?:(?:made|be|is|are|also|freely) )?(?:available|open|accessible|offered|opened(?: up)?) {HOW}{TO_WHOM}\b",
    r"\bfor (?:the )?(?:(?:sole|exclusive) )?(?:use|benefit) (?:by|of|across|within)\b",
    rf"\b(?:be|been|is|are|being) (?:(?:also|then|only) )?{USED} (?:\w+ly )?by\b",
    r"\b(?:used|utili[sz]ed|accessed|useable|usable) by\b",
    r"\bon behalf of\b",
    r"\bon (?:its|their) own behalf and for\b",
    r"\bfor (?:its|their) own (?:use|needs|requirements|purposes) and (?:also )?"
    r"(?:for )?(?:that|those|the (?:use|needs|requirements)|use) (?:of|by)\b",
    r"\bas (?:the |an? )?(?:\w+ ){0,2}agents? (?:for(?: the for)?|of|to)\b",
    rf"\b{FRAMEWORK} (?:is )?(?:exclusively|solely|only|specifically) for\b",
    r"\baccess(?:ible)? (?:for|to be given to)\b",
    rf"\b(?:use|buy from|access) (?:the|this)(?: {FRAMEWORK})? if you(?:['’]re| are)(?: part of| from| in)?\b",
    r"\bopen to you if you(?:['’]re| are)(?: part of| from| in)?\b",
    r"\b(?<!able\s)to serve\b",
    r"\b(?:will|shall) (?:also )?serve\b(?! as\b)",
    r"\bpossible for\b",
    r"\b(?:procuring|tendering) (?:this (?:\w+ )?)?for\b",
    r"\b(?:used?|uses|using|framework|agreement|is|intends) to supply\b"
    r"(?= (?:to )?(?:any|all|NHS|other|(?:the )?following)\b)",
    rf"\b{FRAMEWORK} is an? (?:\w+ )?(?:collaboration|partnership|arrangement|initiative) "
    r"(?:of|between|by|for|among)\b",
    rf"\b(?:use|access|call[\s-]?offs?|orders?) (?:of (?:the|this) {FRAMEWORK} )?by\b",
    r"\b(?<!may\sbe\s)(?<!could\sbe\s)(?:extends?|extended) to\b",
    r"\b(?:is|are|be|use|access) (?:restricted|limited|confined) to\b",
    r"\b(?:option|right|opportunity|facility) for\b",
    r"\b(?:procurement|contracting|commissioning|lead) (?:lead|authority|body|partner|commissioner) (?:for|on behalf "
    r"of)\b",
    r"\bjointly (?:by|with|for|between)\b",
    r"\b(?:joint|collaborative|shared) (?:procurement|tender|framework|exercise|project|collaboration)\b"
    r"[^.;:]{0,60}?\b(?:by|between|for|of|with|involving)\b",
    rf"\b{FRAMEWORK} (?:is|will be|has been set up|has been established) for\b",
    rf"\b{CALL_OFFS}[^.;:]{{0,80}}? (?:be|are|is) "
    r"(?:placed|made|conducted|run|undertaken|awarded|let|issued|carried out)"
    r"(?: (?:under|from|through|via) (?:the|this) \w+)? by\b",
    r"\broute to market for\b",
    r"\b(?:purchas(?:e|ing)|procur(?:ement|ing)|buying|ordering) of [^.,;:]{1,120}? by\b",
    r"\b(?:a|the) (?:mechanism|vehicle|means|route) for (?=(?:[\w-]+ ){1,8}(?:so that|to) )",
)
"""Stands before those who may use it."""
NEAR = (
    "(?=(?:(?:all|any|other|UK|the|and|wider|central|local|both) ){0,4}(?:public|contracting|local auth|central gov|"
    "sector|"
    "housing|social|registered|schools|NHS|universit|members))"
)
AIMED = phrase(
    r"\b(?:aimed|targeted|focuss?ed|directed) "
    r"(?:(?:primarily|mainly|principally|chiefly|largely|specifically|particularly) )?(?:at|on|towards?)\b",
    r"\b(?:designed|intended|suitable|tailored|developed|created) (?:(?:primarily|specifically|mainly) )?(?:for|by "
    r"and for)\b",
    r"\b(?:meets?|meeting|satisf(?:y|ies)|fulfil|support(?:s|ing)?|address(?:es)?) (?:all )?(?:of )?the (?:\w+ ){0,4}?"
    r"(?:needs?|requirements?|demands?) of\b",
    r"\b(?:primarily|mainly|principally|predominantly|particularly|especially) (?:for|to|by|used by)\b",
    rf"\b(?:helps?|supports?|supporting|assists?|offers?|offering|gives?|giving|provides?|providing) {NEAR}",
    r"\bpotential (?:users|customers|buyers)(?: of the framework)?\s*(?:are|include|may include|:)",
)
"""Stands before those for whom it is meant."""
GIVING = phrase(
    rf"\b(?:gives?|giving|offers?|offering|provides?|providing) {NEAR}",
    r"\b(?:gives?|offers?|provides?) (?=(?:(?:all|any|other|UK|the|both|local|our|its) ){0,4}"
    r"(?:councils|authorities|bodies|organisations|trusts|academies|police|fire|colleges|buyers)\b)",
)
GIVEN_USE = phrase(
    r"(?:(?<!\s)\s++)?(?:with )?(?:(?:the|an?|easy|direct|quick|full|simple|flexible) ){0,2}"
    r"(?:access|opportunity|ability|option|chance|right|means|route|mechanism|vehicle|way)\b"
)
"""The agreement gives bodies access, and so says plainly who may use it."""
ALLOWING = phrase(r"\b(?:enabl|allow|permit|facilitat|entitl)(?:es?|ing|s)? (?=\S)")
TO_USE = phrase(rf"\s*to (?:directly )?{USE}\b")
FURTHER_BUYERS = phrase(r"\bfurther buyers named\s*:")
"""What the reader of notices writes before the buyers that a notice names besides its owner."""
LISTING = phrase(
    rf"\b{BUYERS}[\"”’')]{{0,2}}\s*(?:(?:of|under|to|for|using|in|on) (?:the|this) (?:\w+ )?{FRAMEWORK} )?"
    r"(?:currently )?(?:are|is|(?:shall|will) be|includes?|being|comprises?|namely|as follows)\s*:?",
    rf"\b{BUYERS} (?:(?:that|who) are )?(?:eligible|entitled|able|permitted) to (?:use|access|call "
    rf"off)\b[^.;:]{{0,60}}?"
    r"(?:\b(?:are|includes?|(?:shall|will) be)\b|:)",
    rf"{FURTHER_BUYERS.pattern}",
    rf"\b(?:includes?|are|of|by|to|for|and|behalf of) the following (?:\w+ ){{0,3}}?{BUYERS}\b(?!\s*\.)",
    rf"^\W*the following (?:\w+ ){{0,3}}?{BUYERS}\b[^.;:]{{0,60}}:",
    r"\b(?:client|customer|user|buyer|member)s? list (?:comprises?|consists? of|includes?|is)\b",
    rf"\bthe following {MAY} (?:also )?{USE}\b[^.;:]{{0,80}}:",
    r"\bthe (?:sole |only )?(?:client|customer|buyer|purchaser|employer) (?:is|will be|shall be|means|shall mean)\b",
    rf"\b{BUYERS} (?:that|who|which) {MAY} (?:also )?{USE}\b[^.,;:]{{0,60}}?(?: (?:are|include|will be)\b:?|:)",
    rf"\b{BUYERS} (?:participating|taking part|involved) in [^.,;:]{{0,60}}?(?: (?:are|include|will be)\b:?|:)",
    rf"\b{BUYERS} (?:under|of|to|for|in|using) (?:the|this) (?:\w+ )?{FRAMEWORK}\s*:",
    rf"\b{BUYERS}\s*:",
    rf"\b{BUYERS} (?:named|listed|identified) (?:in|on) [^.;:]{{0,40}}:",
    r"\bwho (?:can|may|could|is able to) (?:use|access|buy)\b[^.,;:]{0,40}[:?]",
    r"\bwho (?:it['’]s|it is|this is|is it) for\s*[:?]",
)
"""Stands before a list of those who use it."""
PARTNERS = phrase(r"(?:partners|schools|universities|forces|organisations|trusts|councils|institutions|parties)\b")
ENTITLED = phrase(r"\b(?:eligible|permitted|authorised|entitled|participating|qualifying) $")
"""Before "organisations are": users are meant."""
MADE_BY = phrase(
    r"\b(?:(?:produced|developed|created|delivered|written) (?:by|with)|alliance|consists? of|partnership between)\b"
)
"""Before such a list: it tells who made the framework."""
OTHER_THINGS = phrase(
    r"\b(?:funding|funds?|grants?|guidance|information|documents?|documentation|data|loans?|records?|reports?|portal|"
    r"website|results?|regulations?|legislation|duty|duties|membership|"
    r"consultations?|engagement|events?|workshops?|webinars?|packs?|meetings?),? "
    r"(?:(?:which|that|it|and) )?(?:(?:about|on|of|for|under|from) (?:(?:the|this|any) )?(?:\w+ ){1,2})?"
    r"(?:(?!framework|agreement|DPS|contract|service|solution|system|lot)\w+ ){0,3}$"
)
"""Just before "is available to": not the framework is."""
NO_PROMISE = phrase(
    r"\b(?:no|not|cannot|nor) (?:\w+ ){0,2}?(?:guarantee\w*|anticipated|intended|expected|commitment|envisaged|liable|"
    r"obliged)\b(?:(?! but )[^,;:.]){0,40}$"
)
"""Before what is said of use: it is said that it may never be."""
OTHERS_AGREEMENT = phrase(
    r"\b(?:was|were|had been|previously|formerly)(?: \w+)? $",
    r"\b(?:replac\w+|supersed\w+) (?:the|an?|our) [^.;:]{0,60}?,? (?:(?:which|that) )?(?:\w+ ){0,2}$",
    r"\b(?:under|through|via|using|against|from) (?:the|an?) (?:(?-i:[A-Z])[\w-]* ){1,6}"
    r"(?:framework|agreement|DPS|contract)\b[^.;:,]{0,30},? (?:(?:which|that) )?(?:(?:is|are|can|may) )?(?:be )?$",
)
"""Just before "open to": an older agreement or another's is."""
BARRED = phrase(
    r"\bnot (?:be )?(?:available|open|accessible|used|for use|eligible)(?: for (?:the )?use)?\s*(?:to|by|for|of)\b",
    r"\b(?:may|can|shall)\s*not be (?:used|accessed|utili[sz]ed) by\b",
    r"\bnot (?:\w+ )?for (?:the )?use (?:of|by)\b",
)
EXCEPT = phrase(
    r"\b(?:excluding|excludes?|except(?:ing)?(?: for)?|with the exception of|save for|apart from|barring)\b",
    r"\bsave(?= (?:that )?(?:the |any |all )?(?-i:[A-Z]|schools|councils|police|fire|local|central|health|academ))",
    r"\bother than\b(?! (?:those|the above|as)\b)",
    r"\bbut not\b(?! (?:limited|restricted|exclusive|exclusively|confined)\b)",
)
"""Exclusions only where they follow words on who may use the framework: other things are excluded more often."""
BARRED_SUBJECT = phrase(
    r"\b(?:(?:may|can|shall|will)\s*not|are not|is not|are excluded|is excluded|are unable) "
    r"(?:(?:able|be able|eligible|permitted|entitled|allowed) )?(?:to )?"
    r"(?:use|utili[sz]e|access|call[\s-]?off|purchase (?:from|through|under)|from (?:using|the|this)|able|eligible|"
    r"permitted|"
    r"entitled|included)\b"
    r"(?![^.;]{0,60}\b(?:after|before|beyond|outside|more than|until|unless|without|again|lots?)\b)"
)
BUT = phrase(r"\b(?:but|however|whereas|although|though|while)\b")
"""Between those who may use it and those who may not."""
THING = phrase(
    any_of(
        r"frameworks?|agreements?|DPS|dynamic|contracts?|arrangements?|lots?|sub-lots?|call(?:ed)?[\s-]?offs?|orders|"
        r"an order|"
        r"notice|tender(?:s|ed|ing)?|bids?|providers|procur(?:e|ed|ing)|procurement|purchasing|commission(?:ed|ing)|"
        r"list|panel|scheme|solution|vehicle|let|system|catalogue|services?|suppliers?"
    )
)
TOOL = phrase(
    any_of(
        r"frameworks?|agreements?|DPS|dynamic|contracts?|arrangements?|lots?|sub-lots?|call(?:ed)?[\s-]?offs?|orders|"
        r"an order|"
        r"procurement|purchasing|list|panel|scheme|solution|vehicle|system|catalogue|deal|portal"
    )
)
"""What bodies can use; that schools can buy meals from suppliers says nothing of it."""
PRONOUN = phrase(
    r"\b(?:may|can) (?:also )?(?:order|call[\s-]?off|buy|purchase)\W{0,3}$",
    r"^\W{0,3}(?:it|this|these|they|open|available|for|use|access|its use|orders)\b",
    r"\b(?:use|using|access|accessing|join|order from|buy from|draw (?:on|from)|"
    r"participate in|benefit from|(?:purchase|call[\s-]?off) (?:from|under|through)) "
    r"(?:it|this|them)\b",
)
HEDGE = phrase(
    r"(?!(?:intended|anticipated|expected|envisaged) (?:that|to be)\b)"
    + any_of(
        "primarily|mainly|principally|predominantly|potentially|designed|intended|aim(?:s|ed|ing)?|envisaged|"
        "anticipated|"
        "expected|could|might|likely|possibly|typically|generally"
    )
)
NOT_YET = phrase(r"\bat (?:a|some) (?:later|future) (?:date|stage|point|time)\b", r"\bin due course\b")
"""After "opened to bodies": it is not yet."""
LATER = phrase(r"[^.;,]{0,60}?\b(?:later|in due course|subsequently)\b")
"""After "may use": it is no more than kept open."""
OBLIGED = phrase(r" (?:must|should|(?:are|is) (?:required|obliged|mandated|expected)|needs? to)\b")
"""What follows says what bodies have to do, not that they may use it."""
DESIGNED = phrase(r"\b(?:designed|intended|aims?|aimed|intends|seeks) to $")
"""Just before "enable": it is no more than an aim."""
MAYBE = phrase(r"\b(?:may|might|could)(?: also)? $")
"""Just before "allow": it is no more than kept possible."""
RESERVED = phrase(r"\breserves? the right (?:for|to)\b", r"\bmay choose to\b", r"\bis considering\b")
"""Anywhere before: what follows is only kept possible."""
STOP = phrase(
    OBLIGED.pattern,
    r" to (?:enable|allow|provide|deliver|support|meet|assist|help|purchase|use|access|procure|call|undertake|carry|"
    r"appoint|"
    r"establish|obtain|buy|place|set)\b",
    r" in order to\b",
    r" for the (?:provision|supply|purchase|delivery|procurement|purposes?|duration|establishment|appointment|period|"
    r"following)\b",
    r" for (?:a|an|up to|\d+)\b",
    r" through (?:the|this|a)\b",
    r" under (?:the|this) (?:framework|agreement|terms)",
    r"(?<!,)(?<!,\sand)(?<!,\sor) (?:when|where|if)\b",
    r"(?:(?<=,)|(?<=,\sand)|(?<=,\sor)) (?:when|where|if)\b(?![^,.;:]{1,40}, )",
    r" (?:via|should they|during|until|over (?:the|a)|as and when)\b",
    r" on an? \w+ basis",
    r" (?<!which\s)(?<!who\s)(?<!that\s)(?<!they\s)(?:is|has|was|wishes|intends|invites|seeks) ",
    r" and (?:also )?(?:gives?|provides?|offers?|will|can|is|has|covers?|includes?|enables?|allows?)\b",
    r" are (?:seeking|looking|inviting|undertaking|tendering)",
    r",? (?:but|however|whereas|although|though|while) (?=[^.;:]{1,90}?\b(?:may|can|shall|will|are|is)\s*not\b)",
    r",? but (?=[^.;:]{1,60}?\b(?:may|can)\b)",
)
"""After the bodies: what follows speaks of something else."""
CLAUSE = phrase(
    r"^(?:with the exception of|except(?:ing)?(?: for)?|other than|excluding)\b[^,]{0,120},",
    r"[;:]\s",
    r"(?<=[a-z)]\s)(?=(?-i:All|Any)\s)",
    r"\b(?:against|under|from|through|by|on) which\b",
    r"\b(?:so that|whereby|whereas|where)\b",
    r"\b(?:framework|agreement|DPS|contract|arrangement|system),? (?:which|that)\b(?= (?:the|all|any|other|its) )",
    r", but\b|\bbut\b(?= (?:all|any|other|public|local|the|may|can)\b)",
    r"\bthat\b(?= (?:any|all|other|the)\b)",
)
"""Before the bodies: what stands before speaks of something else."""
INCLUDED = phrase(r"\b(?:includ(?:e|es|ing)|such as|namely|e\.g\.?|i\.e\.?|for example|these are)\b", ":")
FOR_USE = phrase(
    r"^\W*on behalf of\b",
    r"\bfor use (?:by|of)\b",
    r"(?:\bbe |^|\s)(?:used|utili[sz]ed|accessed) by\b",
    r"\b(?:is|are|be) (?:also )?open to (?:all|any) (?:UK |English )?(?:public|contracting)",
    r"\b(?:open for use|accessible (?:by|to)|available to all|access by (?:all|any))\b",
)
"""Words so plain that nothing need be said of a framework."""
BODY = phrase(
    r"\b(?:bod(?:y|ies)|authorit|organisation|council|school|trust|sector|department|member|universit|following\b|"
    r"customers?\b|clients?\b|users?\b|buyers?\b)"
)
SECTOR_WIDE = phrase(
    r"\b(?:all|any) (?:central government|local authorit|councils)",
    r"\b(?:public|third) sector\b",
    r"\bpublic bod",
    r"\bcontracting authorit",
)
"""Only such subjects ("all public bodies can buy food") tell of use where nothing is said of a framework."""
