"""The words on and of the body chart in the language in force."""

from collections.abc import Mapping
from dataclasses import replace

from workup.body.figure import BodyFigure, Region
from workup.texts import N_, _, _p

WORDS = {"Front": N_("Front"), "Soles": N_("Soles"), "Saddle": N_("Saddle")}


def caption_words(text: str) -> str:
    """A word that is drawn on the chart."""
    match text:
        case "Back":
            return _p("view of the body", "Back")
        case "R":
            return _p("side", "R")
        case "L":
            return _p("side", "L")
        case _:
            return _(WORDS.get(text, text))


def titled(figure: BodyFigure, titles: Mapping[str, str]) -> BodyFigure:
    """The chart with its regions called as the content calls them."""

    def called(region: Region) -> Region:
        key = f"{region.name}/{region.side}" if region.side else region.name
        return replace(region, title=titles.get(key, region.title))

    views = tuple(replace(view, regions=tuple(map(called, view.regions))) for view in figure.views)
    return replace(figure, views=views)
