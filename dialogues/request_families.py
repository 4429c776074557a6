"""Families of wording in which people ask something of the program: each matches one whole clause, unwrapped.

They stand beside the patterns of `dialogues.requests`, which knows what each is a request for.
"""

import re
from typing import Final

_HEDGE: Final = (
    r"(?:(?:like|even|just|only|really|actually|ever|possibly|perhaps|maybe|then|still|supposed to|meant to) )*"
)
_SOMEBODY: Final = r"(?:any(?:one|body)|some(?:one|body)|people)"
_THEM: Final = r"(?:him|her|them|it|us|me|this|that|my [\w']+|our [\w']+|the [\w']+|one's [\w']+)"
_BEING: Final = (
    r"(?:(?:a|an|the|some|any|kind of|sort of|like|real|actual|living|proper|genuine|human|young|old|live) )*"
    r"(?:person|human(?: being)?|being|lady|man|woman|girl|boy|guy|bloke|machine|robot|bot|chatbot|computer|program(?:me)?|ai|recording|real|tape)"
)
_HERE: Final = (
    r"(?:(?: or .*)| listening| (?:in |out )?there| here| on (?:the )?(?:other )?(?:end|line|side)| at (?:the )?other end"
    r"| behind (?:this|that|it)| (?:that )?i'm (?:talking|speaking) (?:to|with)| talking to me| at all)*"
)

PERSON_OR_PROGRAM: Final = re.compile(
    rf"are you {_HEDGE}{_BEING}{_HERE}"
    rf"|is (?:there|this|that|it) {_HEDGE}(?:{_BEING}|{_SOMEBODY} (?:in |out )?(?:there|here|real|on the .*|at the other end)){_HERE}"
    rf"|is {_SOMEBODY} {_HEDGE}(?:(?:in |out )?there|on the (?:other )?(?:end|line)|at the other end){_HERE}"
    rf"|am i {_HEDGE}(?:talking|speaking|chatting) {_HEDGE}(?:to|with) {_BEING}{_HERE}"
    rf"|(?:you're|you are) (?:not {_BEING} are you|{_BEING} aren't you)|what (?:even )?are you exactly"
    r"|who(?:'s| is) (?:this|there)"
)
MACHINE_AT_THE_END: Final = re.compile(
    # After a run-on ("do you get me or are you just a machine"), but not when somebody else asked it.
    rf"^(?!.*\b(?:asked|asks|said|says|told|goes|texted|wrote)\b).*\bare you {_HEDGE}{_BEING}$"
)

_HEARD: Final = r"(?:(?:to|in|on|into|at) )?(?:this|us|all this|any of (?:this|it)|what i(?:'m| am)? (?:say|said|saying|tell you|told you))"
_BUT_YOU: Final = r"(?: (?:besides|except|apart from|other than|but) (?:you|me|us)(?:rself|rselves)?| right| and me)*"

WHO_HEARS: Final = re.compile(
    rf"who(?:'s| is| else is| else| all| can| could| will| might| gets to| is going to be| would)* (?:hear|see|read|listen|watch|record|hearing|seeing|reading|listening|watching|recording)(?:s)?(?: {_HEARD}| in)?{_BUT_YOU}"
    rf"|(?:is|are) {_SOMEBODY}(?: else)? {_HEDGE}(?:hearing|reading|listening|watching|recording)(?: {_HEARD}| in)?{_BUT_YOU}"
    rf"|(?:can|could|will|would|might|does|do) (?:{_SOMEBODY}(?: else)?|he|she|they|my [\w']+) {_HEDGE}(?:hear|see|read|listen|find|look|access|get(?: hold of)?) {_HEARD}{_BUT_YOU}"
    r"|(?:does|do|will|would) (?:this|it|that|any of (?:this|it)|what i say|my (?:voice|words)) (?:all )?(?:ever )?(?:get |be |go |stay |leave )"
    r"(?:sent|saved|kept|recorded|uploaded|shared|stored|passed on|online|anywhere|out|private|here|between us|to (?:a|an|the|any|some)\w*|on (?:the|a) (?:internet|cloud|record)|(?:this|my) (?:room|computer|laptop|house|phone))(?: .{0,25})?"
    rf"|(?:are|will|would) you (?:going to |gonna )?(?:tell|telling) (?:{_SOMEBODY}|him|her|them|my [\w']+)(?: (?:about|what) .{{0,25}})?"
    rf"|(?:can|could|will|would|might) {_SOMEBODY} (?:ever )?find out (?:about (?:this|it)|what i(?:'ve)? (?:say|said|told you)).{{0,15}}"
    r"|where does (?:all )?(?:this|it|that|what i say|all this)(?: all)? go|is (?:it|this) (?:just|only) (?:you and me|us)(?: here)?"
    r"|is (?:this|it|that) (?:all |just )?(?:between (?:us|you and me)|on the internet|in the cloud|online|going (?:anywhere|online))"
)

_WHOEVER: Final = (
    r"(?:i|we|you|one|people|any(?:one|body)|some(?:one|body)|a (?:\w+ )?(?:man|woman|person|father|mother|dad|mum|mom|parent|wife"
    r"|husband|son|daughter|brother|sister|friend|couple|family))"
)
_MENDING: Final = (
    r"(?:repair|mend|heal|fix|forgive|trust|cope|deal|rebuild|restart|let go|move on|carry on|get (?:over|past|through|on with)"
    rf"|(?:get|win|have|earn|bring|take) {_THEM} back|make {_THEM} (?:up|right|trust|see|stop|listen)|put {_THEM} right|earn"
    r"|learn to|start again|live with|handle|approach|raise|bring (?:it|that|this) up|face|choose|decide|believe (?:him|her|them|in))"
)
_STEP: Final = (
    r"(?:leave|stay|go|walk away|tell|forgive|take|ring|call|phone|text|message|write|confront|wait|quit|resign|report|play"
    r"|move out|stick|fight|let|give|pay|apologi[sz]e|end|keep quiet|say something|say nothing|ask (?:him|her|them))"
)

ADVICE: Final = re.compile(
    r"what (?:am i|are we|is (?:one|a \w+)) (?:even |actually |really )*(?:supposed|meant) to (?:do|say|think|tell|try|feel)(?: .{0,60})?"
    r"|what ought (?:i|we) (?:to )?(?:do|say|try|tell)(?: .{0,60})?|ought (?:i|we)(?: (?:to )?.{2,80})?|(?:should|shall) (?:i|we)"
    r"|what (?:should|shall|can|could|do|must) (?:i|we) do (?:just|or|like|leave|go|ring|call) .{2,80}"
    r"|what would you (?:tell|have|want|advise) (?:me|us)(?: to)?(?: .{0,40})?"
    r"|what(?:'s| is| would be) the (?:smart|right|best|wise|sensible|decent|clever|kind) (?:thing|move|way|course|step|option|choice)(?: (?:to|here|in|for|forward|now)\b.{0,40})?"
    rf"|how (?:do|does|can|should|would|might|am|is|are|on earth do) {_WHOEVER} {_HEDGE}{_MENDING}\b.*"
    r"|is there (?:even |ever |really |still )*(?:any |a |some |no )?(?:real )?(?:way|coming|going|getting|fixing|mending|repairing|saving|recovering|moving)"
    r" (?:back|forward|out|through|past|over|on|to|of|this|that|it|us|round|around)\b.*"
    r"|what (?:should|shall|do|can) (?:i|we) (?:even )?do (?:should|shall|do|can) (?:i|we) .{2,200}"
    r"|what would you (?:say|think|reckon) (?:i|we) (?:ought to|should|could|can) (?:do|say|try|tell)(?: .{0,60})?"
    r"|is there any(?:thing (?:i|we) (?:can|could|should) (?:do|say|try)| hope(?: for .*)?| way| fixing (?:this|it|us))(?: .{0,40})?"
    r"|would you (?:even |ever |really |just )*(?:leave|stay|walk away|go back|put up with"
    r"|(?:forgive|believe|trust|tell|ring|call|confront) (?:him|her|them|my [\w']+|someone|somebody)"
    r"|(?:take|have|let) (?:him|her|them|someone|somebody)(?: new)? (?:back|in|go|off))(?: .{0,40})?"
    rf"|do (?:i|we) {_HEDGE}{_STEP}(?: .{{1,60}})?|decide for me(?: .*)?|is (?:it|this|he|she|{_THEM}) (?:even |still |really )?worth (?:saving|fixing|mending|fighting for)"
    r"|(?:who|which (?:one )?of us)(?:'s| is| was) (?:right|wrong|out of order|in the (?:right|wrong)|at fault|to blame|the bad guy)(?: .*)?"
)

_ABOUT: Final = r"(?:(?:that|this|it|him|her|them|those|there|more|anything)(?: any ?more| one| bit| stuff| part)?|(?:my|our|his|her|their|the) (?:[\w']+ ?){1,4})"

LEFT_ALONE: Final = re.compile(
    r"(?:i )?(?:ain't|aint|i'm not|i am not|im not|won't be|not) (?:gonna be |going to be )?(?:talking|speaking) about"
    rf" {_ABOUT}(?: (?:before you ask|with you|here|so don't ask))?"
    rf"|(?:i )?(?:ain't|aint|i'm not|i am not|im not) (?:discussing|answering|getting into|going into|opening up about) {_ABOUT}(?: (?:before you ask|with you|here))?"
    rf"|(?:i )?(?:ain't|aint|i'm not|i am not|im not|not) going there|(?:i )?won't (?:talk about|discuss|answer|go into) {_ABOUT}"
    r"|(?:(?:can|could|shall) (?:we|you) |i(?:'d| would) (?:like|rather|prefer|want)(?: to)?(?: you)? |let's |you can |we can |you )?(?:please )?(?:just )?"
    r"(?:leave|keep) (?:[\w']+ ){1,3}out of (?:it|this|that)"
    r"|(?:can|could|may|shall) we (?:please )?(?:just )?leave (?:the|my|his|her|our) [\w']+(?: (?:alone|be|there|aside|out))?"
    r"|(?:please )?(?:don't|do not|dont) (?:(?:psycho)?analy[sz]e|ask|question|start on|talk to|press|push) me (?:about|on) .{2,40}"
    r"|(?:please )?(?:don't|do not|dont) (?:go there|(?:ask|start) about .{2,30}|ask me that|bring (?:him|her|them|that|it|my [\w']+) (?:up|into (?:it|this)))"
    r"|(?:that's|that is|it's|he's|she's|my [\w']+(?:'s| is)) off[ -]limits|no comment|(?:that's |that is |it's )?none of your (?:business|concern)|(?:i )?(?:don't fancy|can't face|can't bear) (?:talking about|discussing|going into) .{2,40}"
    r"|(?:let's |can we )?(?:talk about|ask (?:me )?(?:about )?|try) ?(?:something|anything|some other thing) (?:else|different|other)|ask me (?:a different|another) (?:question|one)|i'll pass(?: on (?:that|this)(?: one)?)?|let's skip (?:it|that|this)(?: one)?"
)

_BREAK_OVER: Final = (
    r"my (?:next )?(?:break|bus|train|stop|lift|taxi|cab|ride|uber|appointment|client|meeting|patient|shift|class|lesson|(?:\w+ )?o'?clock)"
    r"(?:'?s| is| has)? ?(?:just )?(?:done|over|here|up|starting|come|arrived|finished|started)"
)

ENDING_HERE: Final = re.compile(
    r"(?:i think |i reckon )?(?:that|this)(?:'ll| will|'s going to have to| has to) do(?: (?:me|us))?(?: for (?:a|one) (?:day|night|evening))?"
    r"|that's me(?: (?:done|finished))?"
    r"|(?:that's|that is|thats|that'll be|that will be) (?:quite )?(?:enough|plenty|me done|us done|all i (?:can (?:manage|take|do|say)|have|(?:'ve )?got))(?: (?:for (?:a|one) (?:day|night|evening)|i think|of that))*"
    r"|(?:i'm |im |i am )?(?:gonna|going to|off to|heading|heading off) ?(?:to )?(?:go |get |head |head off )?(?:to )?(?:bed|sleep|turn in)"
    r"|(?:i'm |im |i am )?(?:gonna|going to) (?:have to )?(?:stop|end|finish|leave (?:it|this)|go|run|dash)(?: (?:it|this))?(?: (?:there|here))?(?: (?:my .{2,30} )?(?:bye|ta))?"
    r"|i (?:shall|must|had better|'d better) (?:stop|go|finish|end|rest|leave (?:it|this))(?: (?:it|this))?(?: (?:there|here))?"
    r"|good ?(?:night|bye)(?: to (?:you|you all|yourself)| all| my (?:dear|love|friend))|(?:i have|i've|ive) (?:got )?to (?:get|catch) (?:the|my|a) (?:bus|train|tram|lift)"
    rf"|{_BREAK_OVER}|let's (?:leave it|stop|end|finish)(?: (?:at that|there|here|for (?:now|tonight)))*"
)
CALLED_AWAY: Final = re.compile(
    # The end of a run-on ("the kids are up i gotta go"), but not what is always so, or what somebody felt or said.
    r"^(?!.*\b(?:said|says|told|thought|thinking|knew|felt|like|when|whenever|if|every|always|because|cause|cos|that|was|were|had)\b)"
    r".*\b(?:(?:gotta|got to|better) (?:go|run|dash)|i'll (?:leave it|stop|end it) (?:there|here))(?: (?:ta|bye|cheers))*$"
)
FAREWELL: Final = re.compile(
    # Thanks for listening and a goodbye, at the very end of a run-on of any length.
    r"^(?!.*\b(?:said|says|told|goes|went|texted|wrote)\b).*\b(?:thank you|thanks|cheers|ta) for (?:listening|hearing|your time|letting me|all)\b"
    r".*\b(?:good ?bye|bye|good ?night|ta-ra|see you)$"
)

NOT_UNDERSTOOD: Final = re.compile(
    r"you(?:'ve| have|'re| are)? ?(?:still |really |just )*(?:haven't|have not|don't|do not|didn't|did not|not) (?:understood|understand|understanding|got|get)(?: (?:me|it|that|what i(?:'m| am)? (?:mean|meant|said|saying)))?(?: at all)?"
    r"|you(?:'ve| have)?(?: got)? (?:it|me|that|this) (?:all|completely|totally|quite) wrong"
    r"|(?:that's|that is|this is|it's|it is) (?:a |far |much |way )*too (?:big|strong|harsh|hard|heavy)(?: (?:a|of a))? word|(?:that's|that is) not the (?:right )?word"
)
GRATING: Final = re.compile(
    r"you (?:just |only |always )*(?:keep|kept) (?:on )?(?:saying|asking|repeating|telling|giving|going)(?: me| on)? (?:the same|exactly the same|that|this)\b.{0,30}"
    r"|you(?:'re| are)? (?:just |only |always |simply |all you do is )*(?:repeat|echo|parrot|copy|mirror)(?:ing)? (?:me|everything|what i|my words|myself|yourself)\b.{0,40}"
    r"|(?:you(?:'re| are) not|you aren't|you (?:haven't|have not) been)(?: even| really)? (?:listening|hearing me|paying attention|following|helping|making sense)(?: (?:to|at)\b.{0,25})?"
    r"|(?:please )?(?:don't|do not|dont|stop|drop|quit|enough (?:of|with)) (?:(?:do|doing|use|using|give me|giving me|put on|putting on) )?(?:the|that|this|your) (?:\w+ )?(?:voice|tone|therapist (?:talk|act|speak|stuff)|act|therapy (?:talk|speak))(?: (?:with|on) me)?"
    r"|(?:please )?(?:don't|do not|dont|stop) (?:be|being) (?:so )?(?:nice|kind|sweet|gentle|soft|polite)(?: to me)?|(?:please )?(?:don't|do not|dont|stop) (?:patroni[sz](?:e|ing)|therapi[sz](?:e|ing)|humour(?:ing)?) me"
    r"|you(?:'ve| have)?(?: just| already)? (?:asked|said|told)(?: me)? (?:that|this)(?: (?:already|before|twice|three times|last time|a minute ago))*"
    r"|(?:please )?(?:don't|do not|dont|stop|quit) (?:talk|sound|act|speak)(?:ing)?(?: to me)? like (?:a|an|my|you)\b.{0,30}"
    r"|is that all you (?:can (?:say|do)|do|say|know|'ve got|have)(?: .{0,20})?|(?:this|that) is (?:just )?(?:the )?same thing (?:over and over|again)(?: .{0,15})?"
)

_YOU_MEAN: Final = (
    r"(?:you (?:mean|meant|want|want to know|want from me|said|say)|you(?:'re| are|re| were) (?:asking|saying|getting at|after|on about|trying to say)"
    r"|(?:that|this|it)(?: even)? (?:means|meant)|the question (?:is|means|was))(?: (?:me|by (?:that|this|it)|with (?:that|this)))*"
)

MORE_PLAINLY: Final = re.compile(
    r"(?:(?:can|could|would|will) you )?(?:please )?(?:explain|say|tell me|clarify)(?: please)?(?: to me)? what (?:is it (?:that )?)?"
    + _YOU_MEAN
    + rf"|what (?:is it|was it|exactly is it|is)(?: that)? {_YOU_MEAN}|what {_YOU_MEAN}"
    + r"|(?:i )?(?:don't|do not|dont|didn't|can't|cannot)(?: really| quite| even)? (?:know|see|get|understand|follow|tell|make out) what "
    + _YOU_MEAN
    + r"|(?:i'm |im |i am )?(?:not (?:really |quite )?(?:following|with) you|not following)|(?:that|it) (?:went|goes) (?:right |way )?over my head|(?:that|your question) makes no sense(?: to me)?"
    r"|(?:(?:can|could|would|will) you )?(?:please )?(?:say|put|ask|explain) (?:that|it|this|the question)(?: to me)? (?:(?:a bit|a little|more|much|in|using) )*(?:a (?:simpler|plainer|easier|different) (?:way|form)|simply|simpler|plainly|plainer|plain|clearly|clearer|slowly|easier|easy|simple|normal)(?: (?:words|english|terms|way|language))?"
    r"|(?:in )?(?:plain|plainer|simple|simpler|normal|other) (?:words|english|terms|language)"
)
MISSED: Final = re.compile(
    r"(?:i )?lost you there|(?:say|repeat) (?:it|that|this)(?: again| once more| one more time) (?:i |for |my |the ).{2,30}|(?:i )?lost (?:the question|the last (?:bit|part))"
    r"|(?:(?:can|could|would) you )?(?:please )?(?:run|go over|take me through|tell me|give me|ask me|ask) (?:that|it|the question)(?: (?:by|past) me)? (?:again|once more|one more time)"
    r"|(?:(?:can|could|would) you )?(?:please )?(?:speak|talk) (?:up|louder|a (?:bit|little) louder)(?: a (?:bit|little))?|(?:a (?:bit|little) )?louder|you what|come again|what's that(?: (?:again|you said|you say))?|what was that(?: (?:again|you said|bit))?"
    r"|what (?:was it|is it|were you|was it that)(?: that)? (?:you )?(?:just )?(?:asked|said|wanted to know|asking|saying)(?: me)?(?: (?:again|just now|before))?"
)
