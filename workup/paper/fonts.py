"""The typeface on paper: which characters it has, how wide they are, and what stands in for the others."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from font_source_sans_pro import font_directory
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from workup import words

Weight = Literal[400, 600, 700]
FILES: dict[Weight, str] = {400: "Regular", 600: "Semibold", 700: "Bold"}
# Characters drawn with the glyph of another: the brackets around a code, and the hyphen that does not break.
DRAWN_AS = {"⟨": "‹", "⟩": "›", "\u2011": "-"}
_SPACES = "\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_WIDE = dict.fromkeys(map(ord, _SPACES), " ")


class Widths(dict[str, float]):
    """The width of each character at a size of 1; only single characters are kept, never a patient's words."""

    def __init__(self, font: TTFont) -> None:
        super().__init__()
        self._face = font.face

    def __missing__(self, character: str) -> float:
        drawn = character if character in _known() else words.code(character)
        width = sum(float(self._face.getCharWidth(ord(one))) for one in drawn) / 1000
        self[character] = width
        return width


@cache
def fonts() -> dict[Weight, str]:
    """The names of the embedded weights; read and registered on first use."""
    names: dict[Weight, str] = {}
    for weight, file in FILES.items():
        font = TTFont(f"SourceSansPro-{file}", str(Path(font_directory) / f"SourceSansPro-{file}.ttf"))
        for character, like in DRAWN_AS.items():
            font.face.charToGlyph[ord(character)] = font.face.charToGlyph[ord(like)]
            font.face.charWidths[ord(character)] = font.face.charWidths[ord(like)]
        pdfmetrics.registerFont(font)
        names[weight] = font.fontName
    return names


@cache
def widths(weight: Weight) -> Widths:
    """The widths of the characters of a weight."""
    return Widths(pdfmetrics.getFont(fonts()[weight]))


@cache
def _known() -> frozenset[str]:
    """The characters that every weight has."""
    faces = [pdfmetrics.getFont(name).face.charToGlyph for name in fonts().values()]
    return frozenset(map(chr, set(faces[0]).intersection(*faces[1:]))) | {"\n"}


def printable(text: str) -> str:
    """The text as it is set: controls taken out, and every space one that the typeface has."""
    text = words.shown(text)
    return text if text.isascii() else text.translate(_WIDE)


def stretches(text: str) -> list[tuple[str, str]]:
    """The text as it is drawn, in stretches, each with the true words where they differ.

    A character the typeface lacks is drawn as its code, `⟨U+540D⟩`; reportlab would drop it silently.
    """
    known = _known()
    if text.isascii() or known.issuperset(text):
        return [(text, "")]
    found = []
    for has, run in groupby(text, known.__contains__):
        true = "".join(run)
        found.append((true, "") if has else ("".join(map(words.code, true)), true))
    return found


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that print as their code, each once, in order."""
    known = _known()
    return tuple(dict.fromkeys(c for c in words.shown(text) if c not in known and c not in _SPACES))


def text_width(text: str, weight: Weight, size: float) -> float:
    """How wide a text is in points."""
    return sum(map(widths(weight).__getitem__, text)) * size
