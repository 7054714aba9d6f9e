"""Texts with a trigger: kept, filled with what is known, and with stops for what is not."""

import pytest

from workup.macros import BadMacro, Macro, filled, next_stop, read, trigger_before, written


def test_what_is_written_is_read_back() -> None:
    macros = (Macro(".slr", "Straight leg raise {side} limited."), Macro("nb", "Sin novedad"))
    assert read(written(macros)) == macros
    assert read(None) == ()
    assert read("not json") == ()


@pytest.mark.parametrize(
    ("macros", "said"),
    [
        ((Macro("a b", "text"),), "no trigger"),
        ((Macro("x", "text"),), "no trigger"),
        ((Macro(".a", "one"), Macro(".a", "two")), "two texts"),
        ((Macro(".a", "  "),), "1 to 4000"),
    ],
)
def test_what_cannot_be_kept_is_said(macros: tuple[Macro, ...], said: str) -> None:
    with pytest.raises(BadMacro, match=said):
        written(macros)


def test_known_places_are_filled_and_others_become_stops() -> None:
    text = "{Age} year old, {side} leg, {side}. Seen {date}: {what was found}, {}"
    assert filled(text, {"age": "54", "side": "right", "date": "4 Nov 2025"}) == (
        "54 year old, right leg, right. Seen 4 Nov 2025: [what was found], […]"
    )
    assert filled("{side}", {}) == "[side]", "what is not known is never made up"


def test_the_word_before_the_cursor_is_the_trigger() -> None:
    assert trigger_before("Leg pain .slr", 13) == ".slr"
    assert trigger_before("Leg pain .slr ", 14) == ""
    assert trigger_before("a.slr", 2) == "a."


def test_stops_are_gone_through_and_found_again_from_the_start() -> None:
    text = "[one] and [two]"
    assert next_stop(text, 0) == (0, 5)
    assert next_stop(text, 5) == (10, 15)
    assert next_stop(text, 15) == (0, 5)
    assert next_stop("none", 0) is None
