"""Hostile text on paper: every page builds soon, prints each letter or its code, and holds no picture or link."""

from __future__ import annotations

import io
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pikepdf
import pypdf

from tests.torture.hostile import strings
from tests.torture.outcome import Outcome
from tests.workup.notes import COVER, LAST, figure, laid, library, style
from tests.workup.referrals import STIMULATOR
from workup import words
from workup.answers import Answer, slot
from workup.assess import Assessment, assess
from workup.note import Cover, Note, compose
from workup.note.patientpage import patient_cover, patient_page
from workup.note.referral import referral, referral_cover
from workup.paper import missing_characters, pdf
from workup.paper.fonts import printable, stretches
from workup.protocol import Text
from workup.record import Visit

WITHIN_S = 2.0
WHERE = ("family_name", "given_name", "mrn", "reason", "impression", "impression_reasoning", "comeback_other")
EXTRAS = {"/Image", "/Link", "/JavaScript", "/Launch", "/URI", "/SubmitForm", "/RichMedia", "/Widget"}
_CODES = re.compile(r"U\+([0-9A-F]{4,6})")
Page = Callable[[str, Cover], tuple[Note, Cover]]


def run(_folder: Path, count: int, chance: Random) -> Outcome:
    """Each text on each kind of page."""
    texts = strings(count, chance, str(Path(__file__)))
    bad: list[str] = []
    slowest = [0.0, 0.0]
    for number, text in enumerate(texts):
        for kind, page in PAGES.items():
            note, cover = page(text, COVER)
            begun, worked = time.perf_counter(), time.process_time()
            made = pdf(note, style(), figure(), cover)
            slowest = [max(slowest[0], time.process_time() - worked), max(slowest[1], time.perf_counter() - begun)]
            bad += [f"{kind} {number} ({text[:20]!r}): {one}" for one in _wrong(made, text, note, cover, kind)]
    if slowest[0] > WITHIN_S:
        bad.append(f"a page took {slowest[0]:.1f} s")
    told = (
        f"{len(texts)} texts on {len(PAGES)} kinds of page; slowest {slowest[0]:.2f} s of processor time, "
        f"{slowest[1]:.2f} s by the clock"
    )
    return Outcome(len(texts) * len(PAGES), told, tuple(bad))


def _filled(text: str, more: dict[str, object]) -> Assessment:
    """An evaluation with the text wherever it fits; these are entered as they are, as an import would bring them."""
    moment = datetime(2025, 11, 25, 12, tzinfo=UTC)
    answers = laid(more)
    for item in (library().items[name] for name in WHERE):
        assert isinstance(item, Text)
        answers = answers.laid(slot(item.id), Answer(text[: item.most], 1, moment, "ann"))
    return assess(library(), answers, LAST, (Visit(1, LAST, "ann"),))


def _summary(text: str, cover: Cover) -> tuple[Note, Cover]:
    return compose(library(), _filled(text, {"leg_pain_now@right": 7}), cover), cover


def _referral(text: str, cover: Cover) -> tuple[Note, Cover]:
    assessment = _filled(text, {**STIMULATOR, "order_note@1": text[:500] or "x"})
    own = referral_cover(cover, assessment, 1)
    return referral(library(), assessment, 1, own), own


def _patient(text: str, cover: Cover) -> tuple[Note, Cover]:
    own = patient_cover(cover)
    return patient_page(library(), _filled(text, {"comeback_given": "yes"}), own), own


PAGES: dict[str, Page] = {"summary": _summary, "referral": _referral, "patient's page": _patient}


def _wrong(made: bytes, text: str, note: Note, cover: Cover, kind: str) -> Iterator[str]:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    printed = _letters(" ".join(pages))
    if "■" in printed or "\ufffd" in printed:
        yield "a letter was replaced by a box"
    for page, shown in enumerate(pages, 1):
        if f"Page {page} of {len(pages)}" not in shown:
            yield f"page {page} has no number"
    looked_for = _letters(_coded(text))[:40]
    if kind == "summary" and looked_for and looked_for not in printed:
        yield f"not found in print: {looked_for!r}"
    told = {*missing_characters(note, cover), *_CODES.findall(words.shown(text))}  # the latter are codes on screen too
    if unsaid := {one for one in _CODES.findall("".join(pages)) if not {one, chr(int(one, 16))} & told}:
        yield f"codes of {', '.join(sorted(unsaid))} are not named before printing"
    with pikepdf.open(io.BytesIO(made)) as file:
        kinds = {str(value) for one in file.objects if isinstance(one, pikepdf.Dictionary) for value in _names(one)}
    if found := kinds & EXTRAS:
        yield f"holds {', '.join(sorted(found))}"


def _names(one: pikepdf.Dictionary) -> Iterator[object]:
    return (one[key] for key in ("/Subtype", "/S") if key in one)


def _coded(text: str) -> str:
    """As it is drawn: what the typeface lacks as its code."""
    return "".join(drawn for drawn, _true in stretches(printable(text)))


def _letters(text: str) -> str:
    """Without spaces and line ends, which paper sets anew, and in one form of each letter."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u00ad", "").replace("-", "")
