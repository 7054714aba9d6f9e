"""Text in columns as text fields have them: how wide it is, broken into lines, and in ASCII where that is wanted."""

import unicodedata
from collections.abc import Iterator

from workup import words

# What has a plain form of its own; the rest loses its accents or is written as its code.
_PLAIN = {
    "☐": "[_]",
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "·": "-", "•": "-", "…": "...", "“": '"', "”": '"',
    "«": '"', "»": '"', "¿": "", "¡": "",
    "„": '"', "‘": "'", "’": "'", "‚": "'", "′": "'", "″": '"', "×": "x", "≥": ">=", "≤": "<=", "±": "+/-",
    "≈": "~", "≠": "!=", "→": "->", "←": "<-", "°": " deg", "µ": "u", "μ": "u", "⟨": "<", "⟩": ">", "ß": "ss",
    "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "®": "(R)", "©": "(C)",
    "™": "(TM)", "€": "EUR", "£": "GBP", "\u00a0": " ", "½": "1/2", "¼": "1/4", "¾": "3/4", "⁄": "/",
}  # fmt: skip


def columns_of(text: str) -> int:
    """How many columns a text takes: wide letters two, marks over letters none."""
    return len(text) if text.isascii() else sum(map(_column, text))


def _column(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def filled(text: str, width: int) -> str:
    """The text with spaces behind it up to this width."""
    return text + " " * (width - columns_of(text))


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """One paragraph as lines no wider than that; what is longer than a line is cut between letters."""
    lines, line, bare = [], first, True
    for word in text.split(" "):
        if not word:
            continue
        gap = "" if bare else " "
        if columns_of(line) + len(gap) + columns_of(word) <= width:
            line, bare = f"{line}{gap}{word}", False
            continue
        if not bare:
            lines.append(line)
            line = rest
        *whole, last = _cut(word, width, columns_of(line), columns_of(rest))
        for piece in whole:
            lines.append(line + piece)
            line = rest
        line, bare = line + last, False
    return [*lines, line] if not bare else lines


def _cut(word: str, width: int, used: int, indent: int) -> Iterator[str]:
    """A word in pieces that fit behind what is there; a mark stays with its letter."""
    piece = ""
    for letter in word:
        if piece and used + columns_of(piece) + _column(letter) > max(width, used + 1):
            yield piece
            piece, used = "", indent
        piece += letter
    yield piece


def in_ascii(text: str) -> str:
    """The text in ASCII: plain forms, letters without their accents, else the code of the letter."""
    return text if text.isascii() else "".join(map(_in_ascii, unicodedata.normalize("NFC", text)))


def _in_ascii(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _PLAIN:
        return _PLAIN[letter]
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    bare = "".join(part if part.isascii() else _PLAIN.get(part, "") for part in bare)
    return bare or words.code(letter).replace("⟨", "<").replace("⟩", ">")
