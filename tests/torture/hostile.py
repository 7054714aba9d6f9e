"""Texts that somebody may type, paste or import, and that no screen, page or file may take for anything but text."""

from __future__ import annotations

from itertools import product
from random import Random

BASE = (
    "<b>bold</b>", "<i>x</i> & y", "&lt;b&gt;", "&amp;nbsp;", "<7 transfuse, plt <20> hold",
    "BP <90/60, HR>120 <b", "<img src='{picture}'>", "<img src=\"file://{picture}\">",
    "<table><tr><td>cell</td></tr></table>", "<br>", "<br/>two", "<a href='http://example.org'>link</a>",
    "<script>alert(1)</script>", "</para>", "<para>", "<font color='red'>r</font>",
    "<font color=\"__import__('os').system('true')\">x</font>", "<!-- gone -->", "<![CDATA[x]]>",
    "<?xml version='1.0'?>", "<style>* {{ color: red }}</style>", "<qt>rich</qt>",
    "<html><body>page</body></html>", "<p>paragraph</p>", "{{braces}} {{0}} %s ${{x}} {{{{y}}}}",
    "%(name)s %d %n", "\\n \\t \\x00", "C:\\temp\\new", "../../etc/passwd", "file:///etc/passwd",
    "\\\\server\\share\\x.png", "=1+1", "+A1", "@SUM(A1)", "-2+3", "=HYPERLINK(\"http://x\")", "＝１＋１",
    "'quoted'", "\"; DROP TABLE entry; --", "' OR '1'='1", "שלום world", "\u202egnp.exe", "\u2066a\u2069b",
    "مرحبا 12", "a\u200bb\u200cc\ufeffd", "🙂 👩🏽‍⚕️ 🏳️‍🌈", "名前 山田", "Ωμέγα Łódź Việt ẞ",
    "e\u0301 versus é", "Zalgo: Z\u0351\u036b\u0343a\u034b\u0309", "ﬁ ﬀ ½ ² µ", "K \u212a Å \u212b",
    "\u00ad soft", "non\u00a0breaking", "&copy; &#60;b&#62;", "<B>UPPER</B>", "< b > spaced </ b >", "a<b>c",
    "x < y > z", "<unclosed", "unopened>", "<<<<>>>>", "&", "&&", "&;", "<>", "&#x3c;", "null", "None", "NaN",
    "true", "0", "-0", "1e999", "undefined", "[object Object]", "{{}}", "[]", "()", "``", "$(id)", "|id", ";id",
    "%00", "%3Cb%3E",
)  # fmt: skip
LONG = ("w" * 1900, "word " * 380, "<b>" * 500, "名" * 600, "a" * 85 + " " + "b" * 120)
LINES = ("one\ntwo\n\nfour", "tab\there", "  spaces   kept  ", "line\u2028separator")
CONTROLS = ("before\0after", "bell\x07", "esc\x1b[31m", "\x01\x02\x1f", "\x7f", "\x85next")


def strings(count: int, chance: Random, picture: str = "/nowhere.png") -> list[str]:
    """So many of them: each alone, then pairs and beginnings."""
    alone = [one.format(picture=picture) for one in BASE]
    found = [*alone, *LONG, *LINES, *CONTROLS]
    pairs = [f"{one} {other}" for one, other in product(alone, alone) if one != other]
    chance.shuffle(pairs)
    return [*found, *pairs][: max(count, len(found))]
