"""The file in its archive form: PDF/A-3b and PDF/UA-1, files attached, a place for a seal, always the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, partial
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.workup.notes import (
    COVER,
    RESOURCES,
    assessed,
    assessed_case,
    figure,
    laid,
    library,
    note_of,
    note_of_case,
    random_assessment,
    style,
)
from tests.workup.referrals import PERSON, SENT
from tests.workup.tagged import spoken
from workup.knowledge import knowledge, knowledge_cover
from workup.note import Cover, Note, compose
from workup.note.blank import checklist, checklist_cover, steps_of
from workup.note.blocks import Signature
from workup.note.patientpage import patient_cover, patient_page
from workup.note.recovery import recovery_cover, recovery_page
from workup.note.referral import referral
from workup.note.wholerecord import Access, Change, Told, record_cover, whole_record
from workup.paper import pdf
from workup.paper.archive import Attachment, Meta, archived, faults, sealed_place
from workup.paper.colour import srgb
from workup.worklist import Wording, page, page_cover

NO_CHECKER = "Macs with Intel have a pikepdf without a checker"
BUNDLE = Attachment("record.json", "application/fhir+json", b'{"resourceType":"Bundle"}' * 2000, "Data", "The record")
SIGNATURE = Signature(name="Dr Adaeze Okafor", at=datetime(2025, 11, 25, 10, 2, tzinfo=UTC), version=1)
SIGNED = replace(COVER, status="SIGNED", dated=SIGNATURE.at, signature=SIGNATURE)
MOMENT = datetime(2025, 11, 25, 9, 41, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))


def logo(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (60, 20), 1).save(out, kind)
    return out.getvalue()


def letterhead(mode: str, kind: str) -> tuple[Note, Cover]:
    cover = replace(COVER, logo=logo(mode, kind))
    return note_of({}, cover=cover), cover


def sample(cover: Cover = COVER) -> tuple[Note, Cover]:
    return note_of_case("sample-patient", cover), cover


def referred() -> tuple[Note, Cover]:
    cover = replace(COVER, status="REQUEST")
    return referral(library(), assessed(laid(PERSON | {"order_kind@1": "mri"} | SENT)), 1, cover), cover


def known() -> tuple[Note, Cover]:
    cover = knowledge_cover(COVER.printed_at)
    note = knowledge(library(), cover)
    return replace(note, parts=note.parts[:20]), cover


def worklist() -> tuple[Note, Cover]:
    cover = page_cover("Dr Ann Example", COVER.printed_at, "North Clinic", "Letter")
    return page([], "kind", Wording(library(), COVER.printed_at.date()), cover), cover


def sheet() -> tuple[Note, Cover]:
    cover = recovery_cover(COVER.printed_at)
    return recovery_page("ABCD EFGH " * 6, "1234 5678 " * 4, "Practice", cover), cover


def patients() -> tuple[Note, Cover]:
    cover = patient_cover(COVER)
    return patient_page(library(), assessed_case("sample-patient"), cover), cover


def blank() -> tuple[Note, Cover]:
    cover = checklist_cover("", COVER)
    return checklist(library(), steps_of(library()), cover), cover


def whole() -> tuple[Note, Cover]:
    cover = record_cover(COVER, "Dr Ann Example", MOMENT)
    change = Change(1, MOMENT, "Dr Ann Example", "ab" * 32, "The side was wrong", ("Leg pain now, right: 7/10",))
    told = Told(1, assessed_case("sample-patient"), COVER, (change,))
    access = Access(MOMENT, "Dr Ann Example", "opened", "workup 1")
    return whole_record(library(), (told,), told, (access,), cover), cover


def hostile() -> tuple[Note, Cover]:
    cover = replace(COVER, clinic="診療所 <b>&amp;</b> 😀", printed_at=MOMENT, dated=MOMENT)
    note = note_of({"family_name": "名前 <x>", "impression": "שלום & \u202e𝕏"}, cover=cover)
    return replace(note, subject="<workup:seal> & \x00\x1b名"), cover


DOCUMENTS: dict[str, Callable[[], tuple[Note, Cover]]] = {
    "sample": sample,
    "signed": lambda: sample(SIGNED),
    "empty": lambda: (note_of({}), COVER),
    "referral": referred,
    "knowledge base": known,
    "worklist": worklist,
    "recovery sheet": sheet,
    "hostile": hostile,
    "patient's page": patients,
    "checklist": blank,
    "whole record": whole,
    "anything": lambda: (compose(library(), random_assessment(3), COVER), COVER),
    **{
        f"logo {mode} {kind}": partial(letterhead, mode, kind)
        for mode, kind in [("RGBA", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("CMYK", "JPEG"), ("L", "JPEG")]
    },
}


@cache
def built(name: str) -> bytes:
    note, cover = DOCUMENTS[name]()
    return pdf(note, style(), figure(), cover, (BUNDLE,))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_an_archive_and_tagged(name: str) -> None:
    pdfa = pytest.importorskip("pikepdf.pdfa", reason=NO_CHECKER)
    data = built(name)
    assert faults(data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        assert pdfa.save(file, io.BytesIO(), "3b").passed
    assert spoken(data).outside == []


def test_the_checker_sees_what_is_no_archive() -> None:
    pytest.importorskip("pikepdf.pdfa", reason=NO_CHECKER)
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(10, 10, "in a typeface that the file does not hold")
    canvas.save()
    assert any("font" in fault for fault in faults(archived(out.getvalue(), Meta("Title", COVER.dated))))


def test_a_signed_page_that_fails_the_check_prints_without_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workup.paper.pages.faults", lambda _: ("something",))
    told = {}
    for name in ("signed", "sample"):
        note, cover = DOCUMENTS[name]()
        with pikepdf.open(io.BytesIO(pdf(note, style(), figure(), cover))) as file:
            told[name] = file.Root.Metadata.read_bytes()
    assert b"pdfaid:part" not in told["signed"]
    assert b"CreateDate" in told["signed"]
    assert b"<pdfaid:part>3</pdfaid:part>" in told["sample"]


def test_where_there_is_no_checker_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf.pdfa", None)
    assert faults(b"no file at all") == ()
    assert pdf(sample(SIGNED)[0], style(), figure(), SIGNED).startswith(b"%PDF-1.7")


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(built("signed"))) as file:
        root = file.Root
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked) is True
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        for number, one in enumerate(file.pages):
            assert one.obj.Tabs == "/S"
            assert int(one.obj.StructParents) == number
            assert "/Trans" not in one.obj
        (intent,) = root.OutputIntents
        assert intent.DestOutputProfile.read_bytes() == srgb()
        assert str(file.docinfo.CreationDate) == str(file.docinfo.ModDate) == "D:20251125100200+00'00'"
        told = root.Metadata.read_bytes().decode()
    tree = ET.fromstring(told)  # noqa: S314 - our own
    values = {one.tag.split("}")[1]: (one.text or "") for one in tree.iter() if not list(one)}
    assert (values["part"], values["conformance"]) == ("1", "B")
    assert values["CreateDate"] == values["ModifyDate"] == "2025-11-25T10:02:00+00:00"
    described = {one.text for one in tree.iter() if one.tag.endswith("}namespaceURI")}
    own = {one.tag[1:].split("}")[0] for one in tree.iter()} & {"urn:workup:file", "http://www.aiim.org/pdfua/ns/id/"}
    assert own == described


def test_every_font_is_embedded_and_can_be_read() -> None:
    with pikepdf.open(io.BytesIO(built("sample"))) as file:
        seen = {}
        for one in file.pages:
            for font in one.resources["/Font"].values():
                seen[str(font.BaseFont)] = font
        assert len(seen) >= 3
        for name, font in seen.items():
            assert "+SourceSansPro" in name
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font


def test_an_offset_of_half_an_hour_is_kept() -> None:
    with pikepdf.open(io.BytesIO(built("hostile"))) as file:
        assert str(file.docinfo.CreationDate) == "D:20251125094100-03'30'"


def test_a_long_document_has_its_headings_as_bookmarks() -> None:
    with pikepdf.open(io.BytesIO(built("knowledge base"))) as file, file.open_outline() as outline:
        note, _ = known()
        titles = [part.title for part in note.parts if part.title]
        assert [item.title for item in outline.root if item.title in titles] == titles
        places: list[Any] = [item.destination for item in outline.root]
        numbers = {one.obj.objgen: number for number, one in enumerate(file.pages)}
        pages = [numbers[place[0].objgen] for place in places]
        assert pages == sorted(pages)
        assert pages[-1] > 10
    with pikepdf.open(io.BytesIO(built("empty"))) as file:
        assert "/Outlines" not in file.Root


# --------------------------------------------------------------------------------------------------- what it carries


def test_what_is_attached_comes_out_again() -> None:
    second = Attachment("a <&> ü.txt", "text/plain", b"", "Supplement", "Nothing")
    note, cover = sample()
    data = pdf(note, style(), figure(), cover, (BUNDLE, second))
    assert faults(data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        assert sorted(file.attachments) == ["a <&> ü.txt", "record.json"]
        carried = file.attachments["record.json"]
        assert carried.get_file().read_bytes() == BUNDLE.data
        assert carried.obj.AFRelationship == "/Data"
        held = carried.obj.EF.UF
        assert held.Subtype == "/application/fhir+json"
        assert int(held.Params.Size) == len(BUNDLE.data)
        assert bytes(held.Params.CheckSum) == hashlib.md5(BUNDLE.data, usedforsecurity=False).digest()
        assert {str(one.UF) for one in file.Root.AF} == set(file.attachments)


def test_a_seal_is_written_in_place() -> None:
    data = built("signed")
    place = sealed_place(data)
    assert data[place] == b"0" * 512
    sealed = bytearray(data)
    sealed[place] = b"a1" * 256
    assert sealed_place(bytes(sealed)) == place
    assert faults(bytes(sealed)) == ()
    assert spoken(bytes(sealed)).outside == []
    assert built("hostile")[sealed_place(built("hostile"))] == b"0" * 512


def test_a_file_with_no_place_or_two_has_none() -> None:
    data = built("empty")
    for other in (b"%PDF-1.7", data + data):
        with pytest.raises(ValueError, match="place for a seal"):
            sealed_place(other)


def test_the_same_bytes_in_every_process() -> None:
    note, cover = sample(SIGNED)
    resources = str(RESOURCES)
    job = msgspec.msgpack.encode({"note": note, "cover": cover, "resources": resources, "attachments": (BUNDLE,)})
    pages = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu")):
        place = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run(
            [sys.executable, "-m", "workup.paper"],
            input=job,
            capture_output=True,
            cwd=RESOURCES.parent,
            env=place,
            check=True,
        )
        assert done.stderr == b""
        pages.append(done.stdout)
    assert pages[0] == pages[1] == built("signed")
    assert pages[0].startswith(b"%PDF-1.7")
