"""New passwords: long enough, and none of those that are tried first."""

import unicodedata
from itertools import islice

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from workup.vault import WeakPassword, check_password
from workup.vault.passwords import _CLINIC, SHORTEST


@pytest.mark.parametrize(
    "password", ["five tall green lamps", "é名前 猫と犬 と山 " * 3, "nine-otters-under-a-tin-roof", "x7#Kq!vR2z@Lm9&"],
)  # fmt: skip
def test_any_kind_of_character_makes_a_password(password: str) -> None:
    check_password(password, "Ann Example")


@pytest.mark.parametrize("short", ["", "fourteen chars", "ﬀ" * 7])
def test_a_password_has_fifteen_characters_or_more(short: str) -> None:
    with pytest.raises(WeakPassword, match="at least 15 characters"):
        check_password(short)


def test_a_letter_in_two_parts_counts_once() -> None:
    parts = unicodedata.normalize("NFD", "é" * (SHORTEST - 1))
    assert len(parts) > SHORTEST
    with pytest.raises(WeakPassword, match="this one has 14"):
        check_password(parts)


def refused(password: str, *names: str) -> bool:
    try:
        check_password(password, *names)
    except WeakPassword:
        return True
    return False


def test_of_ten_thousand_known_passwords_none_is_taken_made_long_enough() -> None:
    known = list(islice(FREQUENCY_LISTS["passwords"], 10_000))
    assert len(known) == 10_000
    known = known[::40]  # each takes some milliseconds; all of them were tried when this was written
    assert [word for word in known if not refused(word * -(-SHORTEST // len(word)))] == []


@pytest.mark.parametrize("word", _CLINIC)
def test_words_of_the_clinic_are_refused(word: str) -> None:
    assert refused((word * SHORTEST)[: max(SHORTEST, 2 * len(word))])
    assert refused(f"{word}123456789012345")


@pytest.mark.parametrize(
    "password",
    ["annexampleannexample", "Example-Example-Example", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaa",
     "Summer2026!Summer2026!", "Siemenssiemenssiemens", "DragonDragonDragon"],
)  # fmt: skip
def test_names_and_rows_of_keys_are_refused(password: str) -> None:
    assert refused(password, "Ann Example")


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(WeakPassword) as weak:
        check_password("dragon123456789")
    assert "dragon" not in f"{weak.value!r} {weak.value.__context__!r}"
