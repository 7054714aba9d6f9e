"""How an open workup fits its window: what folds, where it is narrow or low at the present scale."""

from __future__ import annotations

from ui.workspace.commands import Commanding

NARROW_PANEL, NARROW_RAIL, ROOMY, LOW = 1280, 1200, 1600, 600


def fit(workup: Commanding) -> None:
    """Fold what has no room, in a narrow or low window or at a large scale."""
    room = workup.size() * 100 / workup.theme.scale
    roomy = room.width() >= ROOMY
    workup.rail.fold(room.width() < NARROW_RAIL, roomy=roomy)
    workup.render_rail(workup.live.session.assessment)
    workup.panel.spread(roomy=roomy)
    workup.beside.fit(narrow=room.width() < NARROW_PANEL)
    workup.tests.place()
    workup.join_title(low=room.height() < LOW)
