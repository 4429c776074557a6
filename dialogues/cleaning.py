"""Takes out of speech what nobody means: hesitation, restarts, filler words, stage directions."""

import re
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=256)  # turns: each is cleaned for every reply that looks back at it
def cleaned(text: str) -> str:
    """The text without fillers, restarts and stage directions."""
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", text.replace("\u2019", "'"))
    text = re.sub(r"\bi\b(?=['\s,])", "I", text)
    text = re.sub(
        r"\bme (?=(?:own|mum|mam|dad|nan|wife|husband|mate|mates|brother|sister|hand|hands|head|wallet|keys|house|phone|boss)\b)",
        "my ",
        text,
    )
    text = re.sub(
        r"(?i)\b(he|she|they|lady|mum|dad|man|i) sad (?=(?:he|she|no|yes|that|i|dad|mum|it|to|what)\b)",
        r"\1 said ",
        text,
    )
    text = re.sub(r"(?i)\ba(?:i|re)n'?t i\b", "", text)
    for plain, apostrophe in _MISSING_APOSTROPHE.items():
        text = re.sub(rf"\b{plain}\b", apostrophe, text, flags=re.IGNORECASE)
    text = re.sub(r"(?i)(?:,\s*)?\b(?:u+h*m+|u+h+|e+rm*|h+m+|a+h+|mm+)\b(?:\s*[,.](?!\.))?", " ", text)
    text = re.sub(r"(?i),\s*(?:you know|i mean|i think|i guess|i suppose|like|well|sort of|kind of|i don't know|honestly|actually"
                  r"|to be honest|obviously|basically|really|right)\s*,", ",", text)  # fmt: skip
    text = re.sub(r"(?i)\b(?:kind of|sort of|basically|literally|obviously|honestly|you know,?)\s+", "", text)
    text = re.sub(
        r"(?i),?\s*\b(?:you know|or something|or whatever|and stuff|i guess|i suppose|to be honest|by the way|as well)\s*(?=[.,!]|$)",
        "",
        text,
    )
    text = re.sub(
        r"(?i),\s*(?:you see|isn't it|wasn't it|innit|don't they|doesn't it|didn't (?:he|she|they|I)|do I)(?=[.,!]|$)",
        "",
        text,
    )
    text = re.sub(r"(?i),? \b(?:honestly|basically|literally)\s*(?=[.,!]|$)", "", text)
    text = re.sub(r"(?i)\bI don't know how many\b", "many", text)
    text = re.sub(r"(?i),?\s*\bI (?:really |honestly |truly )(?:do|did|am|was)(?=[.,!]|$)", "", text)
    before = None
    while before != text:
        before = text
        text = re.sub(r"(?i)\b((?:[\w']+ ){0,3}[\w']+),?(?: -)?\s+\1\b", r"\1", text)
    text = re.sub(r"\b(?:He|She|I|We|They|It) (?:is|was|am|are|have|has|had), (?=(?:he|she|I|we|they|it)\b)", "", text)
    text = re.sub(r"\s+([,.!?])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip(" ,-")


_MISSING_APOSTROPHE: Final = {
    "im": "I'm", "ive": "I've", "dont": "don't", "didnt": "didn't", "cant": "can't", "wont": "won't", "doesnt": "doesn't",
    "isnt": "isn't", "wasnt": "wasn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "hes": "he's", "shes": "she's",
    "thats": "that's", "theyre": "they're", "havent": "haven't", "hasnt": "hasn't", "wanna": "want to", "gonna": "going to",
    "gotta": "got to", "id": "I'd", "arent": "aren't", "werent": "weren't", "shouldnt": "shouldn't",
    "theyve": "they've", "weve": "we've", "aint": "ain't", "youre": "you're",
}  # fmt: skip
