"""What a decision tree is made of: questions by columns, answers on branches, alternatives at their ends.

An alternative takes one answer to each question, so a question may stand on several branches without being written
twice, and the tree is derived. Signs are ordinal: nothing here ever adds them up.
"""

from kehittamo_core.api import Choice, Field, Kind, LinkKind, Zone

MARKET_BANNER = "Market dialogue: no prices or trade secrets of one's own company belong here."

DECISIONS = (
    Choice("open", "still open", "question"),
    Choice("excluded", "ruled out", "arrow"),
    Choice("chosen", "chosen", "tick"),
)
MET = (Choice("yes", "met", "tick"), Choice("no", "not met"), Choice("unknown", "not known", "question"))

ROOT = Kind(
    id="root", code="JU", label="Starting point", label_many="Starting points", tone="kivi", glyph="flag", at_most=1,
    help="Where the decision starts from.",
)  # fmt: skip
QUESTION = Kind(
    id="question", code="KY", label="Question", label_many="Questions", tone="plain", glyph="question",
    help="A question is a column of the tree; the same question may stand on several branches.",
)  # fmt: skip
ANSWER = Kind(
    id="answer", code="VS", label="Answer", label_many="Answers", tone="plain", glyph="arrow",
    fields=(Field(id="meaning", label="Read as", help="How the answer was read where its words did not survive."),),
)  # fmt: skip
ALTERNATIVE = Kind(
    id="alternative", code="VE", label="Alternative", label_many="Alternatives", tone="jarvi", glyph="diamond",
    thread="decision",
    fields=(
        Field(id="decision", label="Decision", type="choice", choices=DECISIONS),
        Field(id="verdict", label="Verdict in the source's words"),
        Field(id="reason", label="Reason", type="text", help="Why it was ruled out or chosen. A lack is flagged, never invented."),
        Field(id="decided", label="Decided on", type="date"),
        Field(id="decided_by", label="Decided by"),
        Field(id="earlier", label="Earlier decisions", many=True),
    ),
)  # fmt: skip
EFFECT = Kind(
    id="effect", code="VX", label="Effect", label_many="Likely effects", tone="sammal", glyph="triangle",
    fields=(
        Field(id="sign", label="Sign", type="sign", words=("improves", "no clear change", "worsens")),
        Field(id="as_written", label="Sign as written"),
    ),
)  # fmt: skip
CRITERION = Kind(
    id="criterion", code="AK", label="Criterion", label_many="Criteria", tone="kanerva", glyph="pin", setup=True,
    fields=(
        Field(id="short", label="Short name"),
        Field(id="plus", label="What + means"),
        Field(id="even", label="What +/− means"),
        Field(id="minus", label="What − means"),
        Field(
            id="swing", label="Weight in points", type="number",
            help="Used only where weights are on. 100 for the criterion whose change from − to + matters most, the others against it.",
        ),
    ),
)  # fmt: skip
PRINCIPLE = Kind(
    id="principle", code="PE", label="Principle", label_many="Principles", tone="lakka", glyph="star",
    fields=(Field(id="lead", label="Begins with"),),
)  # fmt: skip
CONDITION = Kind(
    id="condition", code="EH", label="Condition", label_many="Conditions", tone="puolukka", glyph="gear",
    fields=(Field(id="lead", label="Begins with"),), help="A condition that every alternative must meet; a broken one rules out.",
)  # fmt: skip

SERVICE = Kind(
    id="service", code="HV", label="Compared service", label_many="Services compared", tone="kivi", glyph="pin",
    help="A service that somebody offers at a price: is the quality worth it?",
    fields=(
        Field(id="provider", label="Provider", type="actor"),
        Field(id="price", label="Price, euros", type="number", unit="€"),
        Field(id="unit", label="For what", help="A visit, an hour, a month: only prices for the same thing are compared."),
        Field(id="quality", label="Quality", type="scale", ends=("poor", "excellent")),
        Field(id="quality_from", label="What the quality is judged by"),
    ),
)  # fmt: skip
FEEDBACK = Kind(
    id="feedback", code="PT", label="Feedback", label_many="Feedback over time", tone="sammal", glyph="speech",
    help="What those who used the service said at one time.",
    fields=(
        Field(id="when", label="When", type="date"),
        Field(id="grade", label="Satisfaction", type="scale", ends=("not at all", "fully")),
        Field(id="number", label="How many answered", type="number"),
    ),
)  # fmt: skip
PARTICIPANT = Kind(
    id="participant", code="MO", label="Participant", label_many="Participants", tone="kivi", glyph="person",
    help="Who took part in the market dialogue; the list goes with the tender documents.",
    fields=(Field(id="organisation", label="Organisation"), Field(id="role", label="Role"), Field(id="met", label="Met on", type="date")),
)  # fmt: skip
SAID = Kind(
    id="said", code="MV", label="What was said", label_many="What was said", tone="lakka", glyph="speech",
    help="What the market told. No prices or trade secrets of one's own company belong here.",
    fields=(Field(id="about", label="About"),),
)  # fmt: skip

KINDS = (
    ROOT, QUESTION, ANSWER, ALTERNATIVE, EFFECT, CRITERION, PRINCIPLE, CONDITION, SERVICE, FEEDBACK, PARTICIPANT, SAID,
)  # fmt: skip

LINKS = (
    LinkKind(
        id="answer_to", label="answers", reverse_label="has the answer", source=("answer",), target=("question",),
        refusal="An answer belongs to a question; {source} cannot answer {target}.",
    ),
    LinkKind(
        id="takes", label="takes the answer", reverse_label="leads to", source=("alternative",), target=("answer",),
        refusal="An alternative takes answers; {source} cannot take {target}.",
    ),
    LinkKind(
        id="effect_of", label="is an effect of", reverse_label="has the effect", source=("effect",), target=("alternative",),
        refusal="An effect belongs to an alternative; {source} cannot be an effect of {target}.",
    ),
    LinkKind(
        id="otherwise", label="comes otherwise, if not", source=("effect",), target=("effect",), dashed=True,
        refusal="Only an effect can depend on an effect; {source} cannot depend on {target}.",
    ),
    LinkKind(
        id="concerns", label="concerns the criterion", reverse_label="is spoken of by", source=("effect",), target=("criterion",),
        refusal="An effect concerns a criterion; {source} cannot concern {target}.",
    ),
    LinkKind(
        id="rated", label="is rated by", reverse_label="rates", source=("alternative",), target=("criterion",),
        fields=(
            Field(id="sign", label="Sign", type="sign", words=("improves", "no clear change", "worsens")),
            Field(id="reason", label="Reason"),
            Field(
                id="differs", label="Why an effect's sign differs from this",
                help="Where both are kept: what the effect speaks of, and what the rating.",
            ),
            Field(id="as_written", label="Sign as written"),
        ),
        refusal="An alternative is rated by a criterion; {source} cannot be rated by {target}.",
        rated_alone=True, sign_fields=("plus", "even", "minus"),
    ),
    LinkKind(
        id="meets", label="meets", source=("alternative",), target=("principle", "condition"),
        fields=(Field(id="met", label="Met", type="choice", choices=MET), Field(id="reason", label="Reason")),
        refusal="An alternative meets principles and conditions; {source} cannot meet {target}.",
    ),
    LinkKind(
        id="feedback_on", label="is feedback on", reverse_label="has the feedback", source=("feedback",), target=("service",),
        refusal="Feedback is given on a service; {source} cannot be feedback on {target}.",
    ),
    LinkKind(
        id="told_by", label="was told by", reverse_label="told", source=("said",), target=("participant",),
        refusal="What was said was told by a participant; {source} cannot be told by {target}.",
    ),
)  # fmt: skip

ZONES = (
    Zone(id="root", label="Starting point", kinds=("root",), tone="kivi", glyph="flag", question="Where do we start from?"),
    Zone(
        id="questions", label="Questions", kinds=("question",), glyph="question",
        question="What has to be decided, in which order?", plain_question="What must we decide first? What next?",
    ),
    Zone(id="answers", label="Answers", kinds=("answer",), glyph="arrow", question="What can each question be answered with?"),
    Zone(
        id="alternatives", label="Alternatives", kinds=("alternative",), tone="jarvi", glyph="diamond",
        question="Which ways do the answers lead to?", plain_question="What different ways are there?",
    ),
    Zone(
        id="effects", label="Likely effects", kinds=("effect",), tone="sammal", glyph="triangle",
        question="What would follow, for better or worse?", plain_question="What would happen then? Is it good or bad?",
    ),
    Zone(
        id="principles", label="Principles and conditions", kinds=("principle", "condition"), tone="lakka", glyph="star",
        question="What must hold whatever we choose?",
    ),
    Zone(
        id="services", label="Services compared", kinds=("service", "feedback"), glyph="pin", shown_when=(("services", (True,)),),
        question="What is offered, at which price and how good? What have those who used it said?",
    ),
    Zone(
        id="dialogue", label="Market dialogue", kinds=("said",), tone="lakka", glyph="speech",
        shown_when=(("market_dialogue", (True,)),), question="What do the providers tell? No prices or trade secrets of one's own company.",
    ),
    Zone(
        id="participants", label="Participants", kinds=("participant",), glyph="person",
        shown_when=(("market_dialogue", (True,)),), question="Who took part in the market dialogue, and when?",
    ),
)  # fmt: skip
