"""Which passwords are taken: fifteen characters or more, and not one that is guessed early."""

import unicodedata

from workup.texts import _
from workup.vault.refusals import WeakPassword

SHORTEST = 15
FEWEST_GUESSES = 10**10  # zxcvbn's highest score, "very unguessable", against whoever copied the files
_MOST_READ = 72  # what zxcvbn looks at; a longer password is judged by its beginning
_CLINIC = (
    "ambulatory", "back", "cervical", "clinic", "clinician", "consultant", "disc", "discectomy", "doctor", "examroom",
    "failedback", "fbss", "fusion", "hospital", "laminectomy", "leg", "lumbar", "medical", "medicine", "neurology",
    "neurosurgery", "nurse", "orthopaedic", "orthopaedics", "orthopedic", "orthopedics", "outpatient", "pain",
    "painclinic", "patient", "physician", "postlaminectomy", "practice", "psps", "reception", "rehab", "sacroiliac",
    "sciatica", "spine", "spinecenter", "spinecentre", "spineclinic", "stenosis", "surgeon", "surgery", "vertebra",
    "workstation", "workup",
)  # fmt: skip


def normal(password: str) -> str:
    """The same letters typed on another keyboard are the same password (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *names: str) -> None:
    """Refuse a new password that is short, or common: known passwords, words and names, repeated or in a row.

    `names` are those of the person, the first things that a colleague would try. No kind of character is asked for
    (NIST SP 800-63B). Raises WeakPassword.
    """
    plain = normal(password)
    if len(plain) < SHORTEST:
        raise WeakPassword(
            _(
                "A password needs at least {shortest} characters; this one has {count}. A few words in a "
                "row are easiest to remember."
            ).format(shortest=SHORTEST, count=len(plain))
        )
    from zxcvbn import zxcvbn  # its lists of words are read only where a password is chosen

    own = [part for name in names for part in (name, *name.split())]
    forms = {plain[:_MOST_READ], plain.lower()[:_MOST_READ]}  # a capital hides a repeated word from zxcvbn
    if any(zxcvbn(form, user_inputs=[*_CLINIC, *own])["guesses"] < FEWEST_GUESSES for form in forms):
        raise WeakPassword(
            _("This password is among those that are tried first: a common one, a name, a word of the clinic, or "
            "the same again and again. A few words that have nothing to do with each other are easy to remember "
            "and hard to guess.")
        )
