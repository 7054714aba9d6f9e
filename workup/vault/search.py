"""Finding a patient among a hundred thousand while the name is being typed."""

from __future__ import annotations

import re

from workup.store import PersonRow
from workup.vault import folding
from workup.vault.engine import Database
from workup.vault.index import PERSON_COLUMNS
from workup.vault.merging import found_as

_WORDS = 8  # more words than anyone has names only cost time
_CANDIDATES = 200
_LONGEST = 200
_LABEL = re.compile(r"\b(?:mrn|dob|born)\b[:.]?")


def search(database: Database, text: str, limit: int) -> tuple[PersonRow, ...]:
    """Persons by beginnings of names in any order, birth date in any common form, or record number."""
    text = text[:_LONGEST].casefold()
    if any(letter.isdigit() for letter in text):
        text = _LABEL.sub(" ", text)
    query = expression(text)
    if not query:
        return ()
    found: dict[str, PersonRow] = {}
    plain = folding.alphanumeric(folding.folded(text))
    if len(plain) == 1:
        # One word is most often the family name; these come first and in order of the alphabet.
        found.update((row.patient, row) for row in _family(database, plain[0], limit))
    if len(found) < limit:
        rows = sorted(_matches(database, query), key=lambda row: folding.sort_key(row.family_name, row.given_name))
        for row in rows:
            found.setdefault(row.patient, row)
    return tuple(found.values())[:limit]


def expression(text: str) -> str:
    """The full-text query for a lower-case text; "" when it holds nothing to look for."""
    dates, rest = folding.birth_dates(text)
    readings = [_all(rest.split(), first=_any(dates))] if dates else []
    chunks = text.split()[:_WORDS]
    readings.append(_all(chunks))
    if len(chunks) > 1 and all(any(letter.isdigit() for letter in chunk) for chunk in chunks):
        readings.append(_any((folding.mrn_key(text),)))  # a record number written with blanks
    return " OR ".join(f"({reading})" for reading in readings if reading)


def same_person(database: Database, person: PersonRow) -> tuple[PersonRow, ...]:
    """Persons already known who may be this one, for a warning before a second record is begun."""
    born, number = person.birth_date, folding.mrn_key(person.mrn)
    sort = folding.sort_key(person.family_name, person.given_name)
    found = database.rows(
        f"""SELECT {PERSON_COLUMNS} FROM person WHERE mrn_key = ?1 AND mrn_key <> '' UNION
        SELECT {PERSON_COLUMNS} FROM person WHERE born = ?2 AND born <> '' UNION
        SELECT {PERSON_COLUMNS} FROM person WHERE sort = ?3 LIMIT 2000""",  # noqa: S608
        (number, born, sort),
    )
    names = set(folding.words(f"{person.family_name} {person.given_name}"))
    alike = (row for row in (PersonRow(*cells) for cells in found) if _alike(row, names, born, number))
    known: dict[str, PersonRow] = {}
    for row in (found_as(database, one) for one in alike):
        if row.patient != person.patient:
            known.setdefault(row.patient, row)
    return tuple(known.values())


def _alike(row: PersonRow, names: set[str], born: str, number: str) -> bool:
    if number and folding.mrn_key(row.mrn) == number:
        return True
    others = set(folding.words(f"{row.family_name} {row.given_name}"))
    if not names or not others:
        return False
    if born and row.birth_date == born:
        return bool({word for word in names & others if len(word) > 1})
    same_name = names <= others or others <= names
    return same_name and (not born or not row.birth_date or _nearly(born, row.birth_date))


def _nearly(one: str, other: str) -> bool:
    """Dates that differ in one part, or with day and month exchanged: most likely a slip."""
    first, second = one.split("-"), other.split("-")
    if len(first) != len(second):
        return one.startswith(other) or other.startswith(one)
    return sum(a != b for a, b in zip(first, second)) <= 1 or sorted(first) == sorted(second)


def _family(database: Database, word: str, limit: int) -> list[PersonRow]:
    # U+10FFFF closes the range: every name that begins with the word sorts before it.
    found = database.rows(
        f"SELECT {PERSON_COLUMNS} FROM person WHERE sort >= ? AND sort < ? ORDER BY sort LIMIT ?",  # noqa: S608
        (word, f"{word}\U0010ffff", limit),
    )
    return [found_as(database, PersonRow(*row)) for row in found]


def _matches(database: Database, query: str) -> list[PersonRow]:
    found = database.rows(
        f"""SELECT {PERSON_COLUMNS} FROM person WHERE number IN
        (SELECT rowid FROM person_words WHERE person_words MATCH ? LIMIT ?)""",  # noqa: S608
        (query, _CANDIDATES),
    )
    return [found_as(database, PersonRow(*row)) for row in found]


def _all(chunks: list[str], first: str = "") -> str:
    parts = [first, *map(_chunk, chunks[:_WORDS])]
    return " AND ".join(part for part in parts if part)


def _chunk(chunk: str) -> str:
    """One blank-separated piece: a number without separators, or a name in its spellings, whole or in its parts."""
    if any(letter.isdigit() for letter in chunk):
        return _any((folding.mrn_key(chunk),))
    parts = folding.pieces(chunk)
    whole = _any(folding.spellings("".join(parts)))
    if len(parts) < 2:
        return whole
    split = " AND ".join(filter(None, (_any(folding.spellings(part)) for part in parts)))
    return f"({whole} OR ({split}))" if split else whole


def _any(words: tuple[str, ...]) -> str:
    # Only letters and digits come through, so quoting is complete.
    terms = [f'"{term}"*' for word in words for term in folding.alphanumeric(word)]
    return f"({' OR '.join(terms)})" if terms else ""
