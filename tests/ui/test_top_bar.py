"""The top bar words anew only what an answer can change: what it shows is always what the answers say."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from tests.workup.patients import library
from tests.workup.random_answers import random_answers
from tests.workup.test_reasoning_laws import PATHS, assessed, by_id, worked
from ui.findings import listed
from ui.identity import identity_words, operation_words, safety_words
from ui.theme import Theme
from ui.topbar import TopBar
from workup.answers import Answer, TakenBack
from workup.assess import Assessment
from workup.cases import read_answer
from workup.protocol import BodyMap

pytest_plugins = ("tests.ui.form_fixtures",)


class Watched(TopBar):
    """Tells what it shows."""

    def says(self) -> tuple[object, ...]:
        """Identity and tags as shown."""
        return self._identity, self._safety


def words(assessment: Assessment) -> tuple[object, ...]:
    """The same made from the answers alone."""
    return identity_words(assessment), (*operation_words(assessment), *safety_words(assessment))


@pytest.mark.parametrize("path", PATHS[::17], ids=by_id)
def test_it_says_what_a_bar_made_anew_says(form_theme: Theme, qtbot: QtBot, path: Path) -> None:
    bar = Watched(form_theme, "AE", "Ann Example")
    qtbot.addWidget(bar)
    case, chance = worked(path), Random(str(path))
    answers, now = case.answers, assessed(case)
    bar.render_bar(now)
    when, last = next(iter(answers.values())).at, len(case.visits)
    fields = [*library().fields_of("operations"), *library().fields_of("allergies")]
    drawn = [one for _rest in range(6) for one in random_answers(chance, 12).items()]
    wanted = [one for one in drawn if one[0].split("@")[0] in fields] + drawn[:25]
    for address, raw in wanted:
        where, value = read_answer(library(), address, raw, case.today)
        step = TakenBack(last, when, "test") if chance.random() < 0.2 else Answer(value, last, when, "test")
        answers = answers.laid(where, step)
        now = assessed(case, answers, now)
        bar.render_bar(now)
        assert bar.says() == words(now)


@pytest.mark.parametrize("path", PATHS[::11], ids=by_id)
def test_the_findings_are_listed_as_the_document_goes(path: Path) -> None:
    now = assessed(worked(path))
    items, expected = now.library.items, []
    for name, said in now.told.items():
        item = items[name]
        if said.findings and not item.private and not item.about and (item.optional or not item.red_flag):
            expected += [name] if isinstance(item, BodyMap) else [name] * len(said.findings)
    assert [where.item for where in listed(now)] == expected
