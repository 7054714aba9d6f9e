"""No sentence stands in the source without being said in the language of whoever reads it."""

import pytest

from tests.unsaid import unsaid, unsaid_in

# Whole parts that speak English, each with the reason.
ENGLISH_ONLY = {
    "workup/check/": "the linter speaks to whoever edits the content, which is English",
    "workup/content/": "as the linter: what is wrong with a file of the content",
    "workup/expr/": "as the linter: what is wrong with a condition",
    "workup/cases.py": "as the linter: what is wrong with a worked patient",
    "workup/knowledge/": "the content for clinical governance, printed as it is kept: in English",
    "workup/fhir/": "the record and its words are English whatever is spoken",
    "workup/__main__.py": "the command line is English",
    "workup/terminal.py": "the command line is English",
    "workup/checking.py": "the command line is English",
    "workup/sheets.py": "the command line is English",
    "workup/cohort.py": "a table for statistics, whose heads are fixed",
    "workup/forms.py": "what each language writes its own way stands there itself",
    "workup/paper/": "names of tags, styles and metadata of a PDF",
    "workup/vault/acts.py": "rows of the audit trail, said by session/access",
}
# Single texts, each with the reason.
NAMES, KEYS, STORED, COMPARED = "a name", "a key: key_said", "stored as it is", "compared, never shown"
ALLOWED = {
    **dict.fromkeys(("Workup", "Letter", "Dr", "Mr", "Ms", "Mrs", "Prof", "English", "Fusion", "PDF (*.pdf)"), NAMES),
    **dict.fromkeys(("Practice", "Workup backups"), "the name of a folder, found again in every language"),
    **dict.fromkeys(("Pain medicine", "three fictional patients"), "who the fictional patients belong to: test data"),
    **dict.fromkeys(("Enter", "Return", "Space", "Tab", "Delete", "Esc", "Shift", "Up", "Down", "Left", "Right", "Home",
                    "End"), KEYS),
    **dict.fromkeys(("this vault", "not sealed", "read only", "not asked", "Core"), COMPARED),
    **dict.fromkeys(("Th", "Mn", "Me", "Cf", "Sp", "Hh", "Vv", "Data", "dentro de"), COMPARED),
    **dict.fromkeys(("Front", "Back", "Soles", "Saddle"), "captions of the drawing, said by caption_words"),
    **dict.fromkeys(
        ("told in another language", "known signers", "signer accepted", "sealing key", "sealing key made",
         "trail read", "password refused", ": not stored", " with report", "A value was changed after the review.",
         "A document was attached after the review.", "workup chain 1 ", "workup share 2", "workup key slot 1",
         "workup key slot 2", "The record behind this page as an HL7 FHIR R4 document"), STORED),
    "Lock": "a signal of the login manager",
    "Workup met an error it did not expect: ": "the log, for whoever mends the program",
    " Did you mean “": "a Problem of the content, which is English",
    '<p style="white-space: pre-wrap">': "markup",
}  # fmt: skip
ALLOWED_IN = {
    "workup/words.py": "names that keep their capital",
    "ui/sheet.py": "the style sheet",
    "workup/vault/chain.py": "columns of tables",
    "workup/vault/index.py": "columns of tables",
    "workup/vault/work.py": "columns of tables",
    "workup/vault/schema.py": "the tables",
}
WORD_LISTS = {file: why for file, why in ALLOWED_IN.items() if file != "workup/vault/chain.py"}


def is_allowed(file: str, text: str) -> bool:
    """Whether a text stands there for a reason that is listed."""
    columns = file == "workup/vault/chain.py" and text.startswith("seq, ")
    return text in ALLOWED or file in WORD_LISTS or columns or file.startswith(tuple(ENGLISH_ONLY))


def test_every_sentence_of_the_source_is_said() -> None:
    found = [f"{file}: {text!r}" for file, text in unsaid_in(("ui", "workup")) if not is_allowed(file, text)]
    assert not found, "said with _(), or listed with a reason:\n" + "\n".join(found)


def test_no_exception_outlives_its_text() -> None:
    found = list(unsaid_in(("ui", "workup")))
    assert set(ALLOWED) <= {text for _file, text in found}
    files = {file for file, _text in found}
    assert all(any(file.startswith(one) for file in files) for one in (*ENGLISH_ONLY, *ALLOWED_IN))


@pytest.mark.parametrize("seeded", [
    'label.setText("Nothing was saved")',
    'Button(theme, "quiet", "Cancel")',
    'raise ContentError(f"The file {name} is missing.")',
    'Problem(file, path, sentence="This is not right.")',
    'x = Paragraph((Run("No document was attached"),))',
    'quiet = asked != "Intensity"',
    'TITLE = "Open a page"',
])  # fmt: skip
def test_a_sentence_that_is_not_said_is_found(seeded: str) -> None:
    assert list(unsaid(seeded))


@pytest.mark.parametrize("right", [
    'label.setText(_("Nothing was saved"))',
    'TITLE = N_("Open a page")',
    '_n("{n} day of rest", "{n} days of rest", 3)',
    '"""A docstring of a module."""',
    'database.row("SELECT seq FROM chain")',
    'raise ValueError("nobody is shown this")',
    'x: Literal["Row", "Column"]',
    'icon = "arrow-left"',
])  # fmt: skip
def test_what_is_said_or_no_text_is_passed_over(right: str) -> None:
    assert not list(unsaid(right))
