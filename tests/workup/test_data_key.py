"""Another data key: every password goes on, nothing of the former opens, and it may be cut short at any point."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.workup.test_accounts import SAM_PASSWORD, add, enter
from tests.workup.vaults import FIRST, NOW, PASSWORD, Made, drafts
from workup import vault
from workup.store import Batch
from workup.vault import accounts, header, rotation


def test_with_another_data_key_every_password_goes_on_and_nothing_of_the_former_opens(
    made: Made, tmp_path: Path
) -> None:
    opened = made.open()
    sam = add(opened)
    opened.close(NOW)
    former = shutil.copytree(made.folder, tmp_path / "former.workup")
    opened = made.open()
    accounts.remove(opened, sam.id, NOW)
    sheet = rotation.change_data_key(opened, NOW)
    assert opened.data_key != made.data_key
    opened.append(Batch(FIRST, opened.last_seq(FIRST), drafts(FIRST, {"reason": "after"})))
    opened.checkpoint()
    assert opened.database.rows("PRAGMA cipher_integrity_check") == []
    opened.close(NOW)
    again = enter(made, made.person, PASSWORD)
    assert [entry.value for entry in again.read(FIRST)] == ["leg pain", 5, 2.5, "after"]
    assert again.warning == ""
    assert vault.verify(again, made.sheet.audit_start).sound
    again.close(NOW)
    vault.open_with_recovery(made.folder, sheet.key, NOW).close(NOW)
    with pytest.raises(vault.WrongRecoveryKey):
        vault.open_with_recovery(made.folder, made.sheet.key, NOW)
    # The one who left kept the former key file and puts it beside the present records.
    for name in header.COPIES:
        shutil.copy(former / name, made.folder / name)
    with pytest.raises(vault.DamagedVault):
        enter(made, sam)
    vault.open_with_password(former, sam.id, SAM_PASSWORD, NOW).close(NOW)  # their old copy stays readable: told so


@pytest.mark.parametrize("stop", ["before the key", "after the key", "before the records know"])
def test_a_change_of_the_data_key_that_was_cut_short_opens(
    made: Made, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    opened = made.open()
    sam = add(opened)

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if stop == "before the key":
            patch.setattr(rotation, "rekey", cut)
        elif stop == "after the key":
            patch.setattr(rotation, "settle", cut)
        else:
            patch.setattr(rotation, "known", SimpleNamespace(expect=cut))
        with pytest.raises(KeyboardInterrupt):
            rotation.change_data_key(opened, NOW)
    opened.database.close()
    opened._lock.release()
    for person, password in ((sam, SAM_PASSWORD), (made.person, PASSWORD)):
        again = enter(made, person, password)
        assert [entry.value for entry in again.read(FIRST)] == ["leg pain", 5, 2.5]
        assert again.warning == ""
        assert (again.data_key == made.data_key) == (stop == "before the key")
        assert not again.header.coming
        assert vault.verify(again, made.sheet.audit_start).sound
        again.close(NOW)


@pytest.mark.parametrize("what", ["account", "data key"])
def test_a_copy_during_which_the_accounts_changed_does_not_count(made: Made, tmp_path: Path, what: str) -> None:
    """Its records would not know its key file, and refuse every password."""
    opened = made.open()
    seen: list[float] = []

    def progress(share: float) -> bool:
        if share >= 0.7 and not seen:
            seen.append(share)
            add(opened) if what == "account" else rotation.change_data_key(opened, NOW)
        return True

    target = tmp_path / "stick"
    target.mkdir()
    with pytest.raises(vault.BadCopy):
        vault.back_up(opened, target, NOW, progress=progress)
    assert not list(target.glob("*.workup-backup"))
    kept = vault.back_up(opened, target, NOW, progress=progress)
    opened.close(NOW)
    folder = vault.restore(kept.file, tmp_path / "restored", "mark00000000")
    vault.open_with_password(folder, made.person.id, PASSWORD, NOW).close(NOW)
