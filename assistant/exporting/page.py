"""What is read from top to bottom, and the three forms it is written in: text, Markdown and HTML.

No word in a page can pass for anything but words: in none of the three forms does text become markup, and the HTML has no
script, loads nothing, and forbids both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final, TypeAlias

from assistant.plain_text import indented, on_one_line, shown


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A plain line, such as when it was."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Who said what."""

    who: str
    text: str
    is_user: bool = True
    note: str = ""
    """Stands below it, such as what was heard instead."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    texts: tuple[str, ...]


Block: TypeAlias = Heading | Line | Said | Items


@dataclass(frozen=True, slots=True)
class Page:
    """What is read from top to bottom."""

    title: str
    blocks: tuple[Block, ...]


def as_text(page: Page) -> str:
    """The page as plain text."""
    return "\n\n".join([on_one_line(page.title), *map(_text, page.blocks)]) + "\n"


def as_markdown(page: Page) -> str:
    """The page as Markdown (CommonMark), in which nothing that was said is markup."""
    return "\n\n".join([f"# {_inline(on_one_line(page.title))}", *map(_markdown, page.blocks)]) + "\n"


def as_html(page: Page) -> str:
    """The page as one HTML file, to be read in a browser or by a screen reader, and to be printed."""
    title = _html(on_one_line(page.title))
    body = "\n".join(line for block in page.blocks for line in _html_block(block))
    return _HTML.format(title=title, style=_STYLE, body=body)


def _text(block: Block) -> str:
    match block:
        case Heading(text):
            line = on_one_line(text)
            return f"\n{line}\n{'-' * min(len(line), 80)}"
        case Line(text):
            return shown(text)
        case Said(who, text, _, note):
            return f"{who}: {indented(text)}" + (f"\n  ({indented(note)})" if note else "")
        case Items(texts):
            return "\n".join(f"- {indented(text)}" for text in texts)


def _markdown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {_inline(on_one_line(text))}"
        case Line(text):
            return _paragraphs(text)
        case Said(who, text, _, note):
            return f"**{_inline(who)}:** {_paragraphs(text)}" + (
                f"\n\n*({_inline(on_one_line(note))})*" if note else ""
            )
        case Items(texts):
            return "\n".join(f"- {_inline(on_one_line(text))}" for text in texts)


def _paragraphs(text: str) -> str:
    """Text of several lines: a new line stays a new line."""
    lines = [_inline(line.strip()) for line in shown(text).strip().split("\n")]
    return re.sub(r"(?:\\\n){2,}", "\n\n", "\\\n".join(lines)).rstrip("\\")


def _inline(text: str) -> str:
    """Text in which Markdown sees no markup: every sign that can be one is escaped."""
    text = _MARKS.sub(r"\\\g<0>", text)
    return _AT_THE_START.sub(r"\1\\\2", text)


_MARKS: Final = re.compile(r"[\\`*_\[\]<>|~&!#{}^=$@]|:(?=//)|(?<=www)\.")
_AT_THE_START: Final = re.compile(r"^(\s*\d{0,9})([-+.)])(?=\s|$|-|\+)")


def _html_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f'<h2 dir="auto">{_html(on_one_line(text))}</h2>'
        case Line(text):
            yield f'<p class="line" dir="auto">{_html(text)}</p>'
        case Said(who, text, is_user, note):
            kind = "you" if is_user else "board"
            yield f'<p class="{kind}"><strong>{_html(who)}:</strong> <span dir="auto">{_html(text)}</span></p>'
            if note:
                yield f'<p class="note" dir="auto">({_html(note)})</p>'
        case Items(texts):
            yield "<ul>"
            yield from (f'<li dir="auto">{_html(text)}</li>' for text in texts)
            yield "</ul>"


def _html(text: str) -> str:
    return escape(shown(text)).replace("\n", "<br>\n")


_STYLE: Final = """\
body { font: 1.05rem/1.55 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.2rem; break-after: avoid }
p, li { overflow-wrap: anywhere } .board { color: #444 } .line, .note { color: #595959; font-size: .95rem }
.you, .board { orphans: 2; widows: 2 } .note { margin-top: -.6rem }
@media print { body { margin: 0; max-width: none; font-size: 11pt } @page { margin: 2cm } }"""
_HTML: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1 dir="auto">{title}</h1>
{body}
</main>
</body>
</html>
"""
