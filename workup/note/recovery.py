"""The recovery sheet as a page to keep: the key in groups, what it is for, and what is proved by the audit start."""

from datetime import datetime
from typing import Literal

from workup import words
from workup.note.blocks import Bullets, Callout, Cell, Cover, Identity, Note, Paragraph, Part, Run, Table
from workup.texts import N_, _

TITLE = N_("Recovery sheet")
IN_A_ROW = 5
FOR = (
    N_(
        "The recovery key opens all records of this vault when a password is forgotten. Choose the name, then “Use "
        "the recovery key”, and type the groups in their order; spaces and capitals do not matter."
    ),
    N_(
        "Whoever holds this sheet can open the vault. Lock it away, not at the computer and not in the room; tell "
        "a second person where it is."
    ),
    N_(
        "Is the vault damaged or its computer lost: start Workup, choose “Restore”, pick the newest file of the "
        "backups (its name begins with vault and day), and use the key. It becomes a vault of its own."
    ),
    N_(
        "After it was used, Workup asks for a new password and makes a new sheet; then this one opens only backups "
        "made before. Destroy it when there is a newer backup."
    ),
    N_(
        "Without a password and without this sheet the records cannot be read by anybody, the makers of Workup "
        "included."
    ),
)
PROVES = N_(
    "The audit start proves that no entry was altered or removed since the vault was made: main.py audit asks for it. "
    "It stands on the first sheet only and stays in force when the recovery key is changed: keep the first sheet too."
)


def recovery_page(key: str, audit_start: str, vault_name: str, cover: Cover) -> Note:
    """The page; nothing of a patient stands on it."""
    parts = [
        Part("recovery", _("Recovery key"), (_groups(key),)),
        Part("for", _("What it is for"), (Bullets(tuple((Run(_(line)),) for line in FOR), numbered=True),)),
    ]
    if audit_start:
        proves = Paragraph((Run(_(PROVES)),), look="small")
        parts.append(Part("audit", _("Audit start"), (_groups(audit_start), proves)))
    kept = Callout(
        "advice", _("Kept at"),
        ((Run(" "),), (Run(_("Date, and who put it there:"), "quiet"),), (Run(_("Where the backups are:"), "quiet"),)),
    )
    parts.append(Part("kept", "", (kept,)))
    identity = Identity(
        name=_("Vault {vault_name}").format(vault_name=vault_name), remark=_("Opens every record of this vault")
    )
    made = _("Made {moment}").format(moment=words.day_and_time(cover.printed_at))
    return Note(_(TITLE), cover.status, _(TITLE), made, identity, tuple(parts), single=True)


def recovery_cover(made: datetime, paper: Literal["A4", "Letter"] = "A4") -> Cover:
    """What the page says besides: no patient, no author."""
    return Cover(author="", printed_at=made, status="RECOVERY SHEET", paper=paper)


def _groups(key: str) -> Table:
    """The groups with their numbers, five in a row."""
    groups = key.split()
    rows = []
    for first in range(0, len(groups), IN_A_ROW):
        numbered = enumerate(groups[first : first + IN_A_ROW], first + 1)
        row = [Cell(((Run(f"{number}  ", "quiet"), Run(group, "strong")),)) for number, group in numbered]
        rows.append((*row, *(Cell() for _rest in range(IN_A_ROW - len(row)))))
    return Table((), tuple(rows), (1.0,) * IN_A_ROW, "list")
