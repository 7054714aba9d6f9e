"""What the vault refuses, each with what happened, what is safe and what to do."""

from __future__ import annotations

import errno

from workup.errors import WorkupError
from workup.texts import N_, _

LAST_IN_SECONDS = 90


class VaultError(WorkupError):
    """A refusal of the vault; the sentence is part of the kind, so no value can slip into it."""

    text = ""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _(self.text))


class WrongPassword(VaultError):
    """The password fits no slot of this person."""

    text = N_("This password does not open the vault. Nothing was changed. Try again, or use the recovery key.")


class TooManyTries(VaultError):
    """Too many wrong passwords in a row: there is a wait before the next one."""

    def __init__(self, seconds: int = 0) -> None:
        self.seconds = seconds
        super().__init__(
            _(
                "Too many wrong passwords in a row. Wait {waiting}, then try again. Nothing was changed; "
                "the recovery key opens at any time."
            ).format(waiting=waiting(seconds))
        )


class AccountStopped(VaultError):
    """So many wrong passwords that only somebody else can set this right."""

    text = (
        N_("Too many wrong passwords were typed for this account, so it takes none any more. Nothing was changed. "
        "An administrator can set a new password, or use the recovery key.")
    )


class FormerKeys(VaultError):
    """The list of accounts is not the one the records know."""

    text = (
        N_("The list of accounts in this folder is not the one that was last written: an older or altered key file was "
        "put in its place. The records were not touched. Put the newest keys.json back, or use the recovery key.")
    )


class AccountRefused(VaultError):
    """A change of the accounts that cannot be made; the sentence says why."""


class WrongRecoveryKey(VaultError):
    """The recovery key does not open this vault."""

    text = N_(
        "This recovery key does not open the vault. Nothing was changed. Compare it with the sheet, group by group."
    )


class WeakPassword(VaultError):
    """The new password is too short, or among those that are guessed first."""


class VaultInUse(VaultError):
    """Another process holds the vault."""

    text = (
        N_("This vault is already open in another Workup window. What is entered there is safe. "
        "Close or lock that window, then try again.")
    )


class NotAVault(VaultError):
    """The folder is not a vault."""

    text = N_(
        "This folder is not a Workup vault. Nothing in it was changed. Choose a folder whose name ends in .workup."
    )


class NewerVault(VaultError):
    """The vault was written by a newer version."""

    text = (
        N_("This vault was written by a newer version of Workup. Its records are safe and were not touched. "
        "Open it with that version.")
    )


class ReadOnlyFolder(VaultError):
    """The folder does not accept changes."""

    text = (
        N_("Workup has no right to write in this folder. What is stored in it is safe. "
        "Ask for the right to read and write there, or choose another folder.")
    )


class DiskFull(VaultError):
    """The disk did not take a change."""

    text = N_(
        "The disk is full or no longer accepts writing, so the last change is not stored yet. Everything before it is "
        "safe. Free some space, then try again."
    )


class FailingDisk(DiskFull):
    """The disk reported an error of its own."""

    text = N_(
        "The disk reported an error while it was read or written. What was stored before is untouched. Try again; if "
        "it happens again, have the disk checked and go on from the newest backup."
    )


class DamagedVault(VaultError):
    """The files of the vault do not add up."""

    text = (
        N_("The records of this vault are damaged or incomplete. Nothing was changed. "
        "Keep the folder as it is and restore the newest backup.")
    )


class DamagedDocument(VaultError):
    """The bytes of one document are not those that were attached."""

    text = (
        N_("This document is damaged in the record, so it cannot be shown. Everything else stays readable. "
        "Keep the folder as it is and restore the newest backup.")
    )


class DamagedLog(VaultError):
    """A packed log is not as it was packed."""

    text = N_(
        "This signed workup is damaged in the record, so its answers cannot be read. Everything else stays readable. "
        "Keep the folder as it is and restore the newest backup."
    )


class SignedLog(VaultError):
    """A signed evaluation takes nothing but an amendment."""

    text = (
        N_("This workup is signed, so nothing is entered in it any more. What is stored is safe. "
        "Amend it with a reason to change it.")
    )


class DamagedKeys(DamagedVault):
    """Neither copy of the key file can be read."""

    text = (
        N_("Both key files of this vault are damaged, so it cannot be opened. The records were not touched. "
        "Put keys.json back from a backup.")
    )


class FolderTaken(VaultError):
    """A new vault would cover something that exists."""

    text = N_("There is already something at this place. It was not changed. Choose another name for the new vault.")


class UnusablePlace(VaultError):
    """A vault cannot be made there."""

    text = N_("A vault cannot be made at this place. Nothing was changed. Choose another folder.")


class NetworkFolder(VaultError):
    """The folder is on another computer, where locks and durable writing cannot be relied on."""

    text = (
        N_("This folder is on another computer, where records could be damaged. Nothing was changed. "
        "Choose a folder on a disk of this computer.")
    )


class BackupFolderGone(VaultError):
    """The folder for backups cannot be reached."""

    text = (
        N_("The folder for backups cannot be reached, so no copy was made. The records are safe where they are. "
        "Connect the stick or disk, or choose another folder in Preferences.")
    )


class BackupInVault(VaultError):
    """A backup would lie inside what it is a copy of."""

    text = (
        N_("A backup inside the vault would be lost together with it, so none was made. Nothing was changed. "
        "Choose a folder on another disk or a stick.")
    )


class NoRoomForBackup(VaultError):
    """The disk cannot take the copy."""

    text = (
        N_("There is not enough room for a backup in that folder, so none was made. Former backups are untouched. "
        "Free some space, or choose another folder in Preferences.")
    )


class BadCopy(VaultError):
    """A copy did not prove to be whole."""

    text = (
        N_("The copy did not come out whole, so it does not count as a backup and was deleted. Former backups are "
        "untouched. Try once more; if it fails again, keep the vault as it is and have the disk looked at.")
    )


class BackupStopped(VaultError):
    """Somebody chose not to wait for it."""

    text = N_("The backup was stopped and the unfinished copy deleted. Former backups are untouched. Make one later.")


class NotABackup(VaultError):
    """The file is not a backup of a vault."""

    text = N_("This file is not a Workup backup. Nothing was changed. Choose a file whose name ends in .workup-backup.")


class DamagedBackup(VaultError):
    """A backup cannot be read to its end."""

    text = N_("This backup is damaged, so nothing was restored from it. Nothing else was changed. Choose an older one.")


class StaleLog(VaultError):
    """The log has moved on since it was read."""

    text = N_(
        "This record was changed elsewhere since it was opened. What is stored is safe, the last answer is not stored. "
        "Open the patient again and repeat the answer."
    )


class UnstorableText(VaultError):
    """A text with half a character."""

    text = (
        N_("This text holds a broken character that cannot be stored. Everything else is safe. "
        "Delete the last character you pasted, or type the text again.")
    )


class UnsafeEngine(VaultError):
    """The database engine is too old or does not encrypt."""

    text = (
        N_("The database engine on this computer is too old or does not encrypt, so Workup will not store records with "
        "it. No record was touched. Run make setup again.")
    )


def waiting(seconds: int) -> str:
    """How long a wait is, in words."""
    if seconds <= LAST_IN_SECONDS:
        return _("1 second") if seconds == 1 else _("{seconds} seconds").format(seconds=seconds)
    return _("{value} minutes").format(value=-(-seconds // 60))


def from_os(error: OSError, otherwise: type[VaultError] = NotAVault) -> VaultError:
    """The refusal behind an error of the file system."""
    if error.errno == errno.EIO:
        return FailingDisk()
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnlyFolder()
    return otherwise()
