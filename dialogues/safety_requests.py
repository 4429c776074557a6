"""What people ask of the program when it matters most: a secret, whether this is therapy, the number once more."""

import re
from typing import Final

THERAPY: Final = re.compile(
    r"(?:so )?is (?:this|it)(?: (?:some kind of|like|actually|real|a kind of|supposed to be))*(?: a)? (?:therapy|counselling|counseling|treatment)(?: session)?(?: or what| then)?"
    r"|are you (?:a|my|some kind of|like a) (?:real |proper |trained |qualified )?(?:counsellor|counselor|doctor|psychologist|psychiatrist|shrink|nurse|coach|professional)"
)
SECRET: Final = re.compile(
    r"(?:please )?(?:can|could|will|would) you keep (?:a|this|it a|this a|my) secret(?: for me)?|(?:please )?keep (?:this|it) (?:a )?(?:secret|between us|to yourself)"
    r"|(?:please )?(?:promise|swear)(?: me)?(?: that)? (?:not to|you(?:'ll| will) not|you won't|you'll never) (?:ever )?(?:tell|say|repeat)\b.{0,40}"
    r"|(?:please )?(?:don't|do not|dont|you can't|you mustn't) (?:ever )?(?:tell|say (?:this|it|anything) to) (?:any(?:one|body)|a soul|him|her|my [\w']+)(?: .{0,30})?"
    r"|(?:so )?(?:this|it) (?:stays|is|is just|stays just) between (?:us|you and me)(?: (?:right|yes|ok|okay))?"
)
AGAIN: Final = re.compile(
    r"(?:please )?(?:can|could|would) you (?:please )?(?:say|repeat|read|give me) (?:that|it|the number|that number)(?: (?:again|out|once more))*(?: (?:(?:a bit )?more )?(?:slowly|slower))?(?: please)?"
    r"|(?:please )?(?:say|repeat|read) (?:that|it|the number|that number)(?: (?:again|out|once more))*(?: (?:(?:a bit )?more )?(?:slowly|slower))?(?: please)?"
    r"|(?:again|once more)(?: please| slowly)+|(?:more )?(?:slowly|slower)(?: please)?|what (?:is|was) (?:the|that) number(?: again)?(?: please)?"
)
