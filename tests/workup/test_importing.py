"""A signed page becomes a workup of another vault: equal answers, nothing overwritten, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.workup.foreign import foreign_page
from tests.workup.patients import RESOURCES, library
from tests.workup.signed import FIRST_DAY, KNOWN, preferences
from tests.workup.test_fhir_record import ORIGIN, random_entries
from tests.workup.test_seal import record_of, rewritten
from tests.workup.vaults import Clock, Made
from workup.answers import Answers, Attached, AttachedFile, Slot, slot
from workup.documents import Brought, Carried, OpenedPage
from workup.documents.asking import opened_by
from workup.documents.reading import opened as read
from workup.errors import WorkupError
from workup.fhir import canonical, read_bundle
from workup.note import plain_text
from workup.paper.archive import faults
from workup.record import Amended, Entry, Void, evaluation_log, patient_log
from workup.rights import NotAllowed
from workup.session import Session
from workup.session.importing import Done, Importing
from workup.session.signers import accept_signer, judged_here
from workup.session.wholerecord import WholeRecord
from workup.session.work import keep_up
from workup.store import Batch
from workup.vault import DiskFull, SignedLog, Vault

TODAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return foreign_page(tmp_path_factory.mktemp("other"))


@pytest.fixture(scope="module")
def found(page: bytes) -> OpenedPage:
    return read(page, RESOURCES, TODAY.date())


@pytest.fixture
def here(opened: Vault, page: bytes, found: OpenedPage) -> Vault:
    """A vault that knows the signer."""
    accept_signer(opened, judged_here(opened, page, found.carried), "Dr Other", TODAY)
    return opened


def importing(here: Vault, page: bytes, found: OpenedPage) -> Importing:
    return Importing(library(), here, Clock(TODAY), page, found)


def everything(vault: Vault) -> list[object]:
    """All rows of all tables."""
    tables = ("entry", "packed", "audit", "chain", "setting", "person", "evaluation", "open_work", "document", "newest")
    return [vault.database.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]  # noqa: S608


def refused(vault: Vault, act: Callable[[], object]) -> str:
    """The sentence of a refusal that wrote nothing."""
    before = everything(vault)
    with pytest.raises(WorkupError) as error:
        act()
    assert everything(vault) == before
    return error.value.sentence


def read_back(vault: Vault, done: Done) -> Session:
    session = Session(library(), vault, Clock(TODAY))
    session.open(done.patient, done.evaluation)
    return session


def test_a_new_patient_comes_with_what_is_kept_with_patients(here: Vault, page: bytes, found: OpenedPage) -> None:
    one = importing(here, page, found)
    assert [row.family_name for row in one.same()] == ["Schmidt"]  # of the same number
    done = one.store(None)
    session = read_back(here, done)
    values = {str(where): answer.value for where, answer in session.assessment.answers.items()}
    assert values == KNOWN
    assert {answer.cause for answer in session.assessment.answers.values()} == {"imported"}
    (version,) = session.opened.standing.versions
    assert session.vault.document(version.signed.page) == page
    assert session.vault.names[version.who] == "Dr Other"
    assert version.who.startswith(one.verdict.key_id)
    session.begin(done.patient)
    assert session.assessment.answers.value("family_name") == "Okoye"
    assert session.assessment.answers.value("impression") is None
    assert here.search("Okoye")[0].patient == done.patient
    assert here.database.rows("SELECT count(*) FROM audit WHERE action = 'imported' AND object = ?", (done.evaluation,))


def test_a_known_patient_keeps_every_answer_and_gets_a_workup(here: Vault, page: bytes, found: OpenedPage) -> None:
    before = here.read(patient_log("maria0000000"))
    done = importing(here, page, found).store("maria0000000")
    assert here.read(patient_log("maria0000000")) == before
    session = read_back(here, done)
    assert session.assessment.answers.value("family_name") == "Okoye"  # as the page says
    assert [visit.number for visit in session.assessment.visits] == [2]  # one visit was known here
    file = here.patient("maria0000000")
    assert file is not None
    assert file.person.family_name == "Schmidt"
    assert [row.state for row in file.evaluations] == ["imported"]
    session.begin("maria0000000")
    assert session.assessment.answers.value("family_name") == "Schmidt"


def test_it_is_read_and_never_changed_but_can_be_made_void(here: Vault, page: bytes, found: OpenedPage) -> None:
    done = importing(here, page, found).store(None)
    session = read_back(here, done)
    for change in (
        lambda: session.answer(slot("impression"), "Mine."),
        lambda: session.answer(slot("mrn"), "1"),
        session.undo,
    ):
        assert refused(here, change)
    log = evaluation_log(done.evaluation)
    entry = Entry(0, log, 1, TODAY, here.person.id, slot("reason"), "mine")
    with pytest.raises(SignedLog):
        here.append(Batch(log, here.last_seq(log), [entry]))
    with pytest.raises(ValueError, match="not amended"):
        here.append(Batch(log, here.last_seq(log), [replace(entry, slot=None, value=Amended("mine"))]))
    assert len(here.imports()) == 1
    session.void("Another patient.")
    assert (session.opened.status, here.imports()) == ("void", ())
    assert refused(here, lambda: session.answer(slot("mrn"), "1"))
    assert importing(here, page, found).store(None).evaluation != done.evaluation


def test_the_same_page_twice_is_recognised(here: Vault, page: bytes, found: OpenedPage) -> None:
    one = importing(here, page, found)
    one.store(None)
    assert "already" in refused(here, lambda: importing(here, page, found))
    assert "already" in refused(here, lambda: one.store(None))


def test_who_may_not_import_and_what_is_not_whole_or_known_is_refused(
    opened: Vault, page: bytes, found: OpenedPage
) -> None:
    assert "accept" in refused(opened, lambda: importing(opened, page, found)).lower()
    accept_signer(opened, judged_here(opened, page, found.carried), "Dr Other", TODAY)
    assert "not as it was signed" in refused(opened, lambda: importing(opened, page + b"\n", found))
    other = replace(found, carried=replace(found.carried, digest="0" * 64))
    assert "not as it was signed" in refused(opened, lambda: importing(opened, page, other))
    assert refused(opened, lambda: importing(opened, page, OpenedPage(Carried())))
    opened.person = replace(opened.person, roles=("assistant",))
    with pytest.raises(NotAllowed):
        importing(opened, page, found)


# What the process that reads might say is checked again


def spoiled(workup: Brought) -> Iterator[Brought]:
    first = workup.entries[0]

    def told(**change: object) -> Brought:
        return replace(workup, entries=(replace(first, **change), *workup.entries[1:]))

    yield replace(workup, entries=())
    yield replace(workup, names={})
    yield told(slot=slot("no_such_item"))
    yield told(slot=None, value=Void("mine"))
    yield told(slot=slot("leg_pain_now@right"), value=11)
    yield told(slot=slot("leg_pain_now@right"), value=float("nan"))
    yield told(slot=slot("family_name@7"))
    yield told(at=datetime(2999, 1, 1, tzinfo=FIRST_DAY.tzinfo))
    yield told(at=datetime(2025, 11, 25))  # noqa: DTZ001
    yield told(visit=0)
    yield told(who="../../etc")
    yield replace(workup, names={**workup.names, "a b": "x"}, entries=(replace(first, who="a b"),))
    yield replace(workup, signed=datetime(2999, 1, 1, tzinfo=FIRST_DAY.tzinfo))


@pytest.mark.parametrize("number", range(13))
def test_answers_that_cannot_be_are_refused_and_nothing_is_written(
    here: Vault, page: bytes, found: OpenedPage, number: int
) -> None:
    assert found.workup is not None
    bad = list(spoiled(found.workup))[number]
    assert refused(here, lambda: importing(here, page, replace(found, workup=bad))).endswith(".")


def test_a_full_disk_leaves_nothing_behind(
    here: Vault, page: bytes, found: OpenedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = importing(here, page, found)
    from workup.vault import packed

    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(packed, "pack", full)  # the last thing done for the second of two logs
    refused(here, lambda: one.store(None))


def test_documents_stay_behind_by_name_and_open_orders_with_their_clinic(here: Vault, page: bytes) -> None:
    at, who = FIRST_DAY, "ann"
    said = {
        **KNOWN, "allergies@1": "added", "orders@1": "added", "order_kind@1": "mri", "order_state@1": "ordered",
        "orders@2": "added", "order_kind@2": "mri", "order_state@2": "reviewed", "plan@1": "added",
        "result_documents@2": Attached((AttachedFile("MRI report", "application/pdf", 12, "ab" * 32, 1),)),
    }  # fmt: skip
    entries = tuple(Entry(0, "", 4, at, who, slot(address), value) for address, value in said.items())
    carried = read(page, RESOURCES, TODAY.date())
    assert carried.workup is not None
    workup = replace(carried.workup, entries=entries, names={"ann": "Dr Other"}, author="ann")
    done = importing(here, page, replace(carried, workup=workup)).store(None)
    assert done.remarks == ("These documents stayed where they were attached: MRI report.",)
    own = {str(entry.slot) for entry in here.read(evaluation_log(done.evaluation)) if entry.slot is not None}
    assert own == said.keys() - {"result_documents@2"}
    kept = {str(entry.slot) for entry in here.read(patient_log(done.patient))}
    assert {"allergies@1", "orders@2", "order_state@2", "family_name"} <= kept
    assert not kept & {"orders@1", "order_state@1", "plan@1", "impression", "result_documents@2"}
    assert here.work() == ()
    table = here.database.rows("SELECT * FROM open_work")
    here.database.run("DELETE FROM setting WHERE name = 'open_work'")
    keep_up(library(), here)
    assert here.database.rows("SELECT * FROM open_work") == table


HOSTILE = {
    "nested": b'{"resourceType":"Bundle","type":"document","entry":' + b"[" * 5000 + b"]" * 5000 + b"}",
    "malformed": b'{"resourceType":"Bundle"',
    "no number": b'{"resourceType":"Bundle","type":"document","entry":[NaN]}',
    "endless": b'{"resourceType":"Bundle","type":"document","entry":[1e999]}',
    "a key twice": b'{"resourceType":"Bundle","resourceType":"Bundle"}',
    "huge": b" " * (21 * 1024 * 1024),
}


@pytest.mark.parametrize("record", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_record_is_refused_and_nothing_is_written(
    here: Vault, page: bytes, record: bytes
) -> None:
    bad = rewritten(page, record)
    found = opened_by(bad, RESOURCES, TODAY.date())
    assert found.carried.sentence.endswith(".")
    assert refused(here, lambda: importing(here, bad, found)).endswith(".")


@pytest.mark.parametrize("name", ["../../record.fhir.json", "C:\\record.fhir.json", "/etc/passwd"])
def test_a_record_with_a_path_for_a_name_is_refused(here: Vault, page: bytes, name: str) -> None:
    bad = rewritten(page, record_of(page), name=name)
    assert refused(here, lambda: importing(here, bad, opened_by(bad, RESOURCES, TODAY.date())))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32 - 1))
def test_random_evaluations_come_back_with_equal_answers(
    made: Made, tmp_path_factory: pytest.TempPathFactory, page: bytes, found: OpenedPage, seed: int
) -> None:
    from tests.workup.notes import COVER
    from workup.assess import assess
    from workup.fhir import bundle, canonical, read_bundle

    steps = [(where, replace(step, at=step.at.replace(month=10))) for where, step in random_entries(Random(seed))]
    answers = Answers(steps)
    cover = type(COVER)(author="Dr Ann Example", printed_at=COVER.printed_at, private=True)
    record = canonical(bundle(assess(library(), answers, date(2025, 11, 4)), cover, ORIGIN))
    out = read_bundle(library(), record, TODAY.date())
    assert found.workup is not None
    entries = tuple(
        Entry(0, "", step.visit, step.at, step.who, where, getattr(step, "value", None), step.cause)
        for where, step in out.entries
    )
    here = made.copy(tmp_path_factory.mktemp("again")).open()
    try:
        accept_signer(here, judged_here(here, page, found.carried), "Dr Other", TODAY)
        workup = replace(found.workup, entries=entries, names={"ann": "A", "ben": "B"}, author="ann")
        done = importing(here, page, replace(found, workup=workup)).store(None)
        again = read_back(here, done).assessment.answers
    finally:
        here.close(TODAY)
    assert told(again) == told(answers)


def told(answers: Answers) -> dict[Slot, object]:
    return {where: (answer.value, answer.at) for where, answer in answers.items()}


def test_it_stands_in_the_whole_record_and_comes_back_from_there(
    here: Vault, page: bytes, found: OpenedPage
) -> None:
    done = importing(here, page, found).store(None)
    record = WholeRecord(library(), here, Clock(TODAY), done.patient, preferences())
    said = plain_text(record.note)
    assert "Imported; visit 25 Nov 2025; 1 signed version; by Dr Other" in said.replace("\n", " ")
    assert faults(record.page(RESOURCES)) == ()
    out = json.loads(record.bundle)
    (document,) = [one["resource"] for one in out["entry"]]
    back = read_bundle(library(), canonical(document), TODAY.date())
    assert told(Answers(back.entries)) == told(read_back(here, done).assessment.answers)
