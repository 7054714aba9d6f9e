"""The evidence table: every row there once, its figures as the clinical reference prints them, and its rules."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import shipped
from workup.check.evidence import of_evidence
from workup.content import load, read_toml
from workup.protocol import EvidenceRow, Library, Ratio

RESOURCES = Path(__file__).parents[2] / "resources"
ROWS = [*(f"E{number:02d}" for number in range(1, 190)), *(f"G{number:02d}" for number in range(1, 55))]

# Typed a second time from the reference: LR+, LR−, transfer, one source.
FIGURES = {
    "E01": (1.28, 0.29, "T1", "vdwindt2010"),
    "E03": (2.80, 0.80, "T1", "vdwindt2010"),
    "E11": (5.0, None, "T1", "suri2011"),
    "E13": (None, None, "T1", "suri2011"),
    "E14": (7.1, None, "T1", "suri2011"),
    "E20": (2.63, 0.40, "T1", "physiohub"),
    "E24": (3.06, 0.66, "T2", "han2023"),
    "E27": (1.28, None, "T1", "laslett2006facet"),
    "E37": (0.82, 1.94, "T1", "dreyfuss1996"),
    "E40": (4.27, 0.08, "T1", "laslett2005sij"),
    "E42": (6.97, 0.11, "T1", "snyder_cpr"),
    "E44": (3.2, 0.29, "T1", "hancock2007"),
    "E48": (None, None, "T3", "neuroradiol1996"),
    "E50": (9.5, 0.08, "T3", "mullin2000"),
    "E53": (15.4, 0.04, "T3", "hueftle1988"),
    "E58": (3.26, 0.32, "T1", "wassenaar2012"),
    "E59": (3.55, 0.24, "T1", "kim2018"),
    "E62": (None, 0.21, "T2", "hancock2007"),
    "E64": (3.10, 0.61, "T1", "han2023"),
    "E65": (10.0, 0.84, "T1", "han2023"),
    "E67": (7.4, None, "T1", "suri2010"),
    "E68": (6.4, None, "T1", "suri2010"),
    "E70": (3.7, 0.23, "T1", "suri2010"),
    "E74": (3.3, 0.10, "T1", "konno2007"),
    "E78": (None, 0.05, "T2", "nadeau2013"),
    "E79": (20.0, None, "T2", "nadeau2013"),
    "E80": (8.8, 0.18, "T1", "alqarni2011"),
    "E85": (2.0, 0.59, "T3", "xrayfusion1993"),
    "E91": (28.8, 0.26, "T3", "seifen2015"),
    "E92": (10.0, 0.22, "T2", "attal2011"),
    "E95": (None, 0.20, "T1", "dn4lanss_es"),
    "E101": (None, None, "T0", "paraspinalemg1975"),
    "E105": (4.54, 0.25, "T3", "postprocdiscitis"),
    "E109": (8.42, 0.10, "T3", "ssi2016"),
    "E114": (3.2, 0.14, "T1", "nvo2023"),
    "E115": (11.5, 0.09, "T1", "psoas2019"),
    "E116": (6.5, 0.17, "T3", "fdg2023"),
    "E123": (3.3, 0.16, "T1", "venkatesan19"),
    "E124": (None, None, "T1", "downie2013"),
    "E128": (5.7, 0.71, "T2", "metcalfe2019"),
    "E131": (5.2, 0.33, "T1", "sutlive2008"),
    "E136": (4.7, 0.38, "T2", "khan2006"),
    "E139": (37.0, None, "T1", "gtps2008"),
    "E144": (4.57, 0.11, "T1", "exebox"),
    "E145": (14.2, 0.05, "T2", "nouraei2007"),
    "E146": (1.51, 0.31, "T1", "neblett2015"),
    "E166": (26.6, 0.33, "T2", "dpn478"),
    "E171": (19.6, 0.36, "T3", "spirig"),
    "E174": (5.5, 0.81, "T3", "wu2019"),
    "E175": (1.67, 0.49, "T1", "singh_hartl"),
    "E176": (1.87, 0.13, "T1", "beynon2019"),
    "E180": (3.1, 0.015, "T2", "harden2010"),
}

# What the figure says beside the ratios.
PRINTED = {
    "E02": ("36 %", "74 %", "0.52"),
    "E15": ("61 % (47–73)", "63 % (38–84)"),
    "E46": ("0.002, 0.02, 0.04",),
    "E57": ("3.2", "6 months"),
    "E87": ("77 %", "97 %"),
    "E100": ("15 %", "39 %", "80 %"),
    "E113": ("13.5 (3.6–50.7)", "2.8 (1.3–6.0)", "5.0 (2.5–10.0)"),
    "E121": ("19–43 %", "62–88 %"),
    "E157": ("24 of 26",),
    "E177": ("1.0 %", "5.3 %", "14.9 %", "78.9 %"),
    "E182": ("22 cases", "42 days", "86 %", "60 %"),
    "G07": ("19 ± 17.5", "32.6 ± 19.9"),
    "G13": ("43 %", "25 %", "18 %", "14 %"),
    "G38": ("1.91", "1.35"),
}

# Where rows stand that the engine names by position.
PLACES = {
    "G02": "Never any relief",
    "G09": "after fusion",
    "G16": "unlike that before surgery",
    "G22": "Cough pain",
    "G34": "sit",
    "G47": "Waddell",
    "G48": "Groin pain",
    "G52": "stenosis on MRI",
    "G54": "sacral",
}

SOUND = EvidenceRow(
    id="E900",
    finding="A sign",
    lr=Ratio(positive=3.0, negative=0.5),
    figure="LR+ 3.0, LR− 0.5",
    basis="published",
    transfer="T1",
    depth="abstract",
    source=("hancock2007",),
)

# What breaks a rule, and the sentence that names it.
BROKEN = (
    (replace(SOUND, id="E9x"), "The id of a row"),
    (replace(SOUND, finding="A sign."), "The finding is missing"),
    (replace(SOUND, transfer=""), "How far it holds"),
    (replace(SOUND, source=(), depth=""), "A figure needs a source."),
    (replace(SOUND, depth=""), "how much of it was read"),
    (replace(SOUND, basis="consensus"), "never consensus"),
    (replace(SOUND, figure="LR+ 3.1, LR− 0.5"), "The likelihood ratio 3 does not stand in the figure."),
    (replace(SOUND, lr=Ratio(positive=0.0)), "lies above 0"),
    (replace(SOUND, lr=Ratio(positive=float("inf"))), "is finite"),
    (replace(SOUND, lr=Ratio(positive=3.0, negative=2.0), figure="3.0 and 2.0"), "cannot both speak"),
    (replace(SOUND, lr=Ratio(positive=0.5, negative=3.0)), "the note has to say so"),
)


@pytest.fixture(scope="module")
def library() -> Library:
    library, problems = shipped.read()
    assert problems == []
    return library


def test_every_row_stands_there_once(library: Library) -> None:
    written = Counter(
        row["id"] for file in (RESOURCES / "evidence").glob("*.toml") for row in read_toml(file).get("row", [])
    )
    assert written == Counter(ROWS)
    assert set(library.evidence) == set(ROWS)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_that_of_the_reference(library: Library, name: str) -> None:
    row = library.evidence[name]
    positive, negative, transfer, source = FIGURES[name]
    assert (row.lr.positive, row.lr.negative, row.transfer) == (positive, negative, transfer)
    assert source in row.source


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_no_ratio_is_told_in_the_figure(library: Library, name: str) -> None:
    assert [figure for figure in PRINTED[name] if figure not in library.evidence[name].figure] == []


@pytest.mark.parametrize("name", PLACES)
def test_a_gap_stands_at_its_place(library: Library, name: str) -> None:
    assert PLACES[name] in library.evidence[name].finding


def test_directions_are_never_numbers(library: Library) -> None:
    """Gaps have no ratio at all, and nothing that must not be used after surgery rests on consensus."""
    rows = library.evidence.values()
    assert not [row.id for row in rows if row.id.startswith("G") and row.lr != Ratio()]
    assert [row.id for row in rows if row.transfer == "T0"] == ["E101", "E102", "E26", "E129"]


def test_a_sound_row_breaks_no_rule() -> None:
    assert list(of_evidence([SOUND])) == []


@pytest.mark.parametrize(("row", "sentence"), BROKEN)
def test_what_breaks_a_rule_is_named(row: EvidenceRow, sentence: str) -> None:
    assert [problem for problem in of_evidence([row]) if sentence in problem.sentence]


def test_a_cause_that_is_not_there_is_named() -> None:
    row = replace(SOUND, about=("sacroiliac_joint", "facet_jiont"))
    assert list(of_evidence([row])) == []
    assert [problem.sentence for problem in of_evidence([row], {"sacroiliac_joint"})] == [
        "There is no cause “facet_jiont”."
    ]


def test_broken_rows_are_left_out_and_named(tmp_path: Path) -> None:
    copy = tmp_path / "resources"
    shutil.copytree(RESOURCES, copy, ignore=shutil.ignore_patterns("icons", "cases", "locale"))
    before, _ = load(copy)
    (copy / "evidence" / "zz.toml").write_text(
        '[[row]]\nid = "E44"\nfinding = "Again"\nbasis = "published"\n'
        '[[row]]\nid = "E901"\nfinding = "A"\nbasis = "published"\nsource = ["hancok2007", "han2023"]\n'
        '[[row]]\nid = "E902"\nfinding = "B"\nbasis = "publishd"\n'
        '[[row]]\nid = "E903"\nfinding = "C"\nbasis = "published"\nfigur = "1"\n'
        '[[row]]\nid = "E904"\nfinding = "D"\nbasis = "consensus"\n',
        encoding="utf-8",
    )
    (copy / "evidence" / "zzz.toml").write_text("row = 3\n", encoding="utf-8")
    after, problems = load(copy)
    told = [str(problem) for problem in problems]
    assert len(told) == 5
    for part in (
        "row E44: The id “E44” is used twice.",
        "row E901: There is no source “hancok2007”. Did you mean “hancock2007”?",
        "row E902: Invalid enum value 'publishd'",
        "row E903: “figur” is not a key that is known here. Did you mean “figure”?",
        "evidence/zzz.toml: row: Rows begin with [[row]].",
    ):
        assert [one for one in told if part in one], (part, told)
    assert set(after.evidence) - set(before.evidence) == {"E901", "E904"}
    assert after.evidence["E44"] == before.evidence["E44"]
    assert after.evidence["E901"].source == ("han2023",)
    assert after.digest != before.digest
