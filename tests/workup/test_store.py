"""The laws of the store interface, held by the vault and by a store in memory; and a session cannot tell them apart."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.workup.belongings import OTHER
from tests.workup.memory import MemoryStore
from tests.workup.patients import library
from tests.workup.sessions import give
from tests.workup.signed import FIRST_DAY, KNOWN, preferences, signed
from tests.workup.vaults import ANN, FIRST, MARIA, NOW, PASSWORD, SCHMIDT, Clock, Made, drafts
from workup.answers import PartialDate, Slot, slot
from workup.record import Amended, Entry, Opened, Signed, evaluation_log, patient_log
from workup.rights import NotAllowed
from workup.session import Session
from workup.session.belonging import Belonging
from workup.session.sealingkey import sealing_seed
from workup.session.signing import amend
from workup.session.wholerecord import WholeRecord
from workup.store import Batch, EvaluationRow, Index, OpenStore, PersonRow
from workup.vault import FLOOR, SignedLog, StaleLog, create

PAGE = b"%PDF-1.7 a page"
# A page prints how the chain stands, which is each store's own: the hash of the page is, too.
SEAL = re.compile(r"[0-9a-f]{16}([0-9a-f]{48}|( [0-9a-f]{16}){3})")
DIGEST = hashlib.sha256(PAGE).hexdigest()


@pytest.fixture(params=["vault", "memory"])
def store(request: pytest.FixtureRequest, made: Made) -> Iterator[OpenStore]:
    """An open store with a patient and some answers."""
    if request.param == "vault":
        opened = made.open()
        yield opened
        opened.close(NOW)
        return
    memory = MemoryStore(made.person)
    memory.append(Batch(MARIA, 0, drafts(MARIA, {"family_name": "Schmidt", "given_name": "Maria"}), SCHMIDT))
    memory.append(Batch(FIRST, 0, drafts(FIRST, {"reason": "leg pain", "slr@right": 5, "leg_pain_now@right": 2.5})))
    yield memory


def seq_of(store: OpenStore, log: str) -> int:
    """Where a log ends."""
    return store.read(log)[-1].seq


def act(value: Signed | Amended | Opened, log: str = FIRST) -> Entry:
    return Entry(0, log, 1, NOW, "ann", None, value)


def test_entries_are_read_as_they_were_stored_one_seq_after_the_other(store: OpenStore) -> None:
    before, end = store.read(FIRST), store.end()
    last = store.append(Batch(FIRST, before[-1].seq, drafts(FIRST, {"reason": "back pain", "slr@right": None})))
    after = store.read(FIRST)
    assert after[: len(before)] == before
    assert [(entry.seq, entry.slot, entry.value, entry.step) for entry in after[len(before) :]] == [
        (last - 1, slot("reason"), "back pain", last - 1), (last, slot("slr@right"), None, last - 1)
    ]  # fmt: skip
    assert store.read(MARIA, seq_of(store, MARIA) - 1) == store.read(MARIA)[:-1]
    assert store.end().moved > end.moved
    assert store.end().seal != end.seal


def test_what_was_not_seen_is_not_written_over_and_several_logs_are_stored_together_or_not(store: OpenStore) -> None:
    seen = seq_of(store, FIRST), seq_of(store, MARIA)
    store.append(Batch(FIRST, seen[0], drafts(FIRST, {"reason": "first"})))
    before = store.read(MARIA), store.read(FIRST)
    mine = Batch(MARIA, seen[1], drafts(MARIA, {"sex": "female"}))
    theirs = Batch(FIRST, seen[0], drafts(FIRST, {"a": 1}))
    with pytest.raises(StaleLog):
        store.append(mine, theirs)
    assert (store.read(MARIA), store.read(FIRST)) == before
    store.append(mine, replace(theirs, expected_seq=seq_of(store, FIRST)))
    assert [store.read(log)[-1].value for log in (MARIA, FIRST)] == ["female", 1]


def test_the_lists_change_with_the_entries_they_follow_from(store: OpenStore) -> None:
    log, row = evaluation_log("second000000"), EvaluationRow("second000000", "maria0000000", "reason", ((1, 2),), NOW)
    store.append(Batch(log, 0, [act(Opened("maria0000000", "1", "d"), log)], Index(evaluation=row)))
    person = PersonRow("maria0000000", "Schmidt-Braun", "Maria", "1971-06-14", "female", "004-2318")
    store.append(Batch(MARIA, seq_of(store, MARIA), drafts(MARIA, {"family_name": "Schmidt-Braun"}), Index(person)))
    lists, file = store.lists(), store.patient("maria0000000")
    assert [(one.person, one.evaluation) for one in lists.drafts] == [(person, row)]
    assert [(one.person, one.latest) for one in lists.recent] == [(person, row)]
    assert file is not None
    assert (file.person, file.evaluations, file.work) == (person, (row,), ())
    assert store.search("schm") == store.search("004-2318") == (person,)
    assert store.search(replace(person, patient="")) == (person,)
    assert store.search(person) == store.search("nobody") == ()
    assert store.patient("nobody000000") is None


def test_a_signed_log_takes_nothing_but_its_amendment_and_keeps_its_page(store: OpenStore) -> None:
    last = seq_of(store, FIRST)
    signing = act(Signed(1, seq_of(store, MARIA), last, DIGEST, "r" * 64, "1 abc"))
    with pytest.raises(ValueError, match="bytes"):
        store.append(Batch(FIRST, last, [signing]))
    last = store.append(Batch(FIRST, last, [signing]), contents={DIGEST: PAGE})
    before = store.read(FIRST)
    with pytest.raises(SignedLog):
        store.append(Batch(FIRST, last, drafts(FIRST, {"reason": "later"})))
    assert store.read(FIRST) == before
    assert store.document(DIGEST) == PAGE
    last = store.append(Batch(FIRST, last, [act(Amended("a result came"))]))
    store.append(Batch(FIRST, last, drafts(FIRST, {"reason": "later"})))
    assert store.read(FIRST)[: len(before)] == before
    assert [one.action for one in store.traces(["first0000000"])] == ["signed", "amended"]


def test_what_is_being_typed_is_its_authors_until_it_is_an_entry(store: OpenStore) -> None:
    place, other = Slot("impression"), slot("operation_note@2")
    for text in ("rad", "radicular"):
        store.keep_pending("ann", FIRST, place, text, NOW)
    store.keep_pending("ann", MARIA, other, "note", NOW + timedelta(seconds=1))
    store.keep_pending("ben", FIRST, place, "other", NOW)
    assert [(one.slot, one.text) for one in store.pending("ann")] == [(place, "radicular"), (other, "note")]
    store.append(Batch(FIRST, seq_of(store, FIRST), drafts(FIRST, {"impression": "radicular pain"})))
    store.keep_pending("ann", MARIA, other, None, NOW)
    assert store.pending("ann") == ()
    assert [one.text for one in store.pending("ben")] == ["other"]


def test_settings_and_the_trail_tell_who_changed_what(store: OpenStore) -> None:
    assert store.setting("clinic") is None
    store.set_setting("clinic", '{"paper": "a4"}', "ann", NOW)
    store.set_setting("key", '"00"', "ann", NOW, ("key made", "clinic:here"))
    store.audit("printed", "ann", "evaluation:first0000000", NOW)
    assert store.setting("clinic") == '{"paper": "a4"}'
    found = store.traces(["clinic", "first0000000"])
    assert [(one.who, one.action, one.what) for one in found] == [
        ("ann", "setting", "clinic"), ("ann", "key made", "clinic:here"), ("ann", "printed", "evaluation:first0000000")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "look",
    [
        lambda store: store.read(FIRST), lambda store: store.lists(), lambda store: store.search("schmidt"),
        lambda store: store.work(), lambda store: store.imports(), lambda store: store.document(DIGEST),
        lambda store: store.patient("maria0000000"), lambda store: store.traces([]),
        lambda store: store.append(Batch(FIRST, 1, drafts(FIRST, {"reason": "x"}))),
    ],
)  # fmt: skip
def test_who_may_not_see_records_is_shown_none(store: OpenStore, look: Callable[[OpenStore], object]) -> None:
    store.person = replace(store.person, roles=("administrator",))  # type: ignore[misc]
    with pytest.raises(NotAllowed):
        look(store)


# -- a session over either -------------------------------------------------------------------------------------------


def journey(store: OpenStore, clock: Clock) -> list[str]:
    """Two patients worked up, one signed and amended, a workup moved and back, both merged and parted."""
    sealing_seed(store, clock.now, lambda _random: bytes(range(32)))
    session = Session(library(), store, clock, random.Random(7).randbytes)
    session.begin()
    give(session, KNOWN)
    one, first = session.opened.patient, session.opened.evaluation
    session.typing(slot("impression"), "half a wo")
    signed(session)
    clock.now += timedelta(days=1)
    amend(session, "another thought")
    give(session, {"impression": "Right L5 and S1.", "next_visit": PartialDate(2025, 12, 24)})
    session.undo()
    session.begin()
    give(session, OTHER)
    other, second = session.opened.patient, session.opened.evaluation
    session.close()
    told = [str(store.search("ok")), str(store.search(PersonRow("", "", "", "", "", "777-1")))]
    work = Belonging(library(), store, clock)
    work.move(second, other, one, "wrong line")
    told += [str((store.patient(one), store.patient(other), store.lists()))]
    work.move(second, one, other, "right after all")
    work.merge(other, one, "the same person")
    told += [str((store.patient(other), store.search("777-1"), store.work()))]
    record = WholeRecord(library(), store, clock, one, preferences())
    told += [str(record.note), record.bundle.decode()]
    work.unmerge(other, one, "two people after all")
    told += [str((store.patient(one), store.patient(other), store.lists(), store.end().newest))]
    logs = patient_log(one), patient_log(other), evaluation_log(first), evaluation_log(second)
    return [SEAL.sub("seal", text) for text in (*told, *(str(store.read(log)) for log in logs))]


def test_a_session_over_another_store_comes_to_the_same(tmp_path: Path) -> None:
    """Every entry with its seq, every list, the whole record and its Bundle: letter for letter but for the seals."""
    vault, _sheet = create(tmp_path / "A.workup", PASSWORD, ANN, FIRST_DAY, kdf=FLOOR)
    try:
        memory = MemoryStore(vault.person, PASSWORD, vault.since)
        assert journey(memory, Clock(FIRST_DAY)) == journey(vault, Clock(FIRST_DAY))
    finally:
        vault.close(FIRST_DAY)
