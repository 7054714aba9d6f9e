"""Who is known to sign is kept in the vault: on the command line and in a session, audited, by right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.workup.foreign import foreign_page
from tests.workup.signed import FIRST_DAY
from tests.workup.test_command_line import Done, one_line, run
from tests.workup.test_terminal import told
from tests.workup.vaults import NOW, PASSWORD, Made
from workup.documents.reading import carried
from workup.rights import NotAllowed
from workup.seal import Verdict
from workup.session.signers import accept_signer, judged_here, known_signers
from workup.vault import Vault

GOOD = ["file: unchanged", "record: unchanged"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return foreign_page(tmp_path_factory.mktemp("other"))


def verdict(opened: Vault, page: bytes) -> Verdict:
    return judged_here(opened, page, carried(page))


def test_a_signer_who_is_accepted_is_known_from_that_day(opened: Vault, page: bytes) -> None:
    assert verdict(opened, page).signer == "unknown"
    accept_signer(opened, verdict(opened, page), "  Dr   Other ", FIRST_DAY)
    found = verdict(opened, page)
    assert found.lines == (*GOOD, "signer: known, first seen 2025-11-25")
    assert (found.name, found.good) == ("Dr Other", True)
    rows = opened.database.rows("SELECT action, object FROM audit ORDER BY seq DESC LIMIT 1")
    assert rows == [("signer accepted", f"key:{found.key_id}")]
    with pytest.raises(ValueError, match="unknown signer"):
        accept_signer(opened, found, "Another name", FIRST_DAY + timedelta(days=1))
    assert len(known_signers(opened)) == 1


def test_an_assistant_accepts_nobody_and_a_changed_page_has_no_signer(opened: Vault, page: bytes) -> None:
    changed = verdict(opened, page + b"\n")
    with pytest.raises(ValueError, match="whole page"):
        accept_signer(opened, changed, "Dr Other", FIRST_DAY)
    opened.person = replace(opened.person, roles=("assistant",))
    with pytest.raises(NotAllowed):
        accept_signer(opened, verdict(opened, page), "Dr Other", FIRST_DAY)
    assert known_signers(opened) == ()


def test_verify_with_a_vault_asks_its_password_and_knows_its_signers(
    made: Made, page: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "page.pdf"
    file.write_bytes(page)

    def verify(*more: str) -> tuple[int, str]:
        (end,) = told(PASSWORD)
        done = run("verify", file, "--vault", made.folder, "--password-fd", str(end), *more)
        return done.returncode, done.stdout.splitlines()[2]

    assert verify() == (1, "signer: unknown")
    status, line = verify("--accept", "Dr Other")
    assert (status, line[:26]) == (0, "signer: known, first seen ")
    assert verify()[0] == 0
    assert run("verify", file).returncode == 1  # known in the vault, not to whoever has none
    opened = made.open()
    assert [one.name for one in known_signers(opened)] == ["Dr Other"]
    opened.close(NOW)


def test_verify_with_the_vault_that_signed(tmp_path: Path, page: bytes) -> None:
    foreign_page(tmp_path)
    own = tmp_path / "own.pdf"
    own.write_bytes(page)
    (end,) = told(PASSWORD)
    done = run("verify", own, "--vault", tmp_path / "Other.workup", "--password-fd", str(end))
    assert done.stdout.splitlines()[2] == "signer: unknown"  # another vault with people of the same name
    own.write_bytes(_signed_in(tmp_path))
    (end,) = told(PASSWORD)
    done = run("verify", own, "--vault", tmp_path / "Other.workup", "--password-fd", str(end))
    assert (done.returncode, done.stdout.splitlines()[:3]) == (0, [*GOOD, "signer: this vault"])
    own.write_bytes(own.read_bytes())
    (end,) = told("not the password")
    done = run("verify", own, "--vault", tmp_path / "Other.workup", "--password-fd", str(end))
    assert (done.returncode, done.stdout) == (2, "")


def _signed_in(folder: Path) -> bytes:
    """The page kept in that vault."""
    from workup import vault

    kept = folder / "Other.workup"
    opened = vault.open_with_password(kept, vault.people(kept)[0].id, PASSWORD, FIRST_DAY)
    (digest,) = opened.database.rows("SELECT digest FROM document")[0]
    page = opened.document(str(digest))
    opened.close(FIRST_DAY)
    return page


def test_import_on_the_command_line_says_whose_it_is(made: Made, page: bytes, tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(page)

    def bring(*whose: str) -> Done:
        (end,) = told(PASSWORD)
        return run("import", made.folder, file, "--password-fd", str(end), *whose)

    assert "accept the signer first" in one_line(bring("--new")).lower()
    (end,) = told(PASSWORD)
    run("verify", file, "--vault", made.folder, "--password-fd", str(end), "--accept", "Dr Other")
    assert "is here already" in one_line(bring("--new"))  # the same number
    assert "No patient here" in one_line(bring("--patient", "nobody"))
    done = bring("--patient", "004-2318")
    assert (done.returncode, done.stdout) == (0, "Imported, read only.\n")
    assert "imported already" in one_line(bring("--patient", "004-2318"))
    opened = made.open()
    file_of = opened.patient("maria0000000")
    assert file_of is not None
    assert [row.state for row in file_of.evaluations] == ["imported"]
    opened.close(NOW)
