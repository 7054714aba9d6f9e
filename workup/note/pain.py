"""Where it hurts and how much: body chart and scores."""

from collections.abc import Sequence

from workup import words
from workup.answers import At, Gap, Painted, Side, Slot
from workup.note.blocks import Block, BodyChart, Paragraph, Part, Patch, Run, Runs, Score, Scores
from workup.note.reader import Reader
from workup.note.wording import limit_words, painted_words, slot_words, value_words
from workup.protocol import BodyMap, Library
from workup.texts import ENGLISH, N_, _, _n, _p, spoken

ADJECTIVES = ("anterior", "posterior", "lateral", "medial", "lumbar", "upper", "outer", "inner")
VIEWS = ("front", "back", "saddle", "sole")
PLACES: tuple[tuple[str, Side | None, str], ...] = (
    ("back_pain", None, N_("Back pain")),
    ("leg_pain", "right", N_("Right leg")),
    ("leg_pain", "left", N_("Left leg")),
)
# As a score of a visit names them.
PLACES_SHORT = {
    ("back_pain", None): N_("back"),
    ("leg_pain", "right"): N_("right leg"),
    ("leg_pain", "left"): N_("left leg"),
}
SIDES, NOT_KNOWN = N_("R and L are the patient's own sides."), N_("Not known: {names}.")
CAPTION_MOST = 160  # letters of a chart in words that stand below it; more go to the further history
KINDS = ("now", "worst", "average", "least")
KIND_WORDS = {"now": N_("now"), "worst": N_("worst"), "average": N_("average"), "least": N_("least")}


def pain_part(reader: Reader) -> Part | None:
    """The painted chart with its legend and words, and the scores."""
    blocks: list[Block] = []
    chart, whole = _chart(reader)
    caption = _glanced(reader, chart, whole) if chart and chart.patches and _long(whole) else whole
    scores = _scores(reader)
    if chart:
        blocks.append(chart)
    if scores:
        blocks.append(scores)
    if chart:
        blocks.extend(Paragraph(runs, look="remark", slots=chart.slots) for runs in caption)
    title = _("Pain map") if chart else _("Pain scores")
    return Part("pain", title, tuple(blocks)) if blocks else None


def map_words(reader: Reader) -> tuple[Block, ...]:
    """The painted chart in words, where the first page only shows it; it stands with the further history."""
    chart, whole = _chart(reader)
    if chart is None or not chart.patches or not _long(whole):
        return ()
    runs = [Run(_("Pain map in words: "), "strong")]
    for line in whole:
        runs += [*([Run(" ")] if len(runs) > 1 else []), *(run for run in line if run.tone != "quiet")]
    return (Paragraph(tuple(runs), "small", chart.slots),)


def _long(whole: Sequence[Runs]) -> bool:
    return sum(len(run.text) for line in whole for run in line) > CAPTION_MOST


def _view(name: str) -> str:
    """A view of the body chart, as its caption begins."""
    views = {"front": _("Front"), "back": _p("view of the body", "Back"), "saddle": _("Saddle"), "sole": _("Soles")}
    return views[name]


def _glanced(reader: Reader, chart: BodyChart, whole: Sequence[Runs]) -> list[Runs]:
    """What the chart cannot show: where it hurts most and how much, when it was painted, and what is not known."""
    most = max((patch.intensity for patch in chart.patches if patch.intensity is not None), default=None)
    base = reader.base_visit(chart.slots)
    texts = []
    if most is not None:
        at_most = dict.fromkeys(
            f"{region_words(reader.library, one.region, one.side)} ({_view(one.region.partition('.')[0]).casefold()})"
            for one in chart.patches
            if one.intensity == most
        )
        texts.append(_("Strongest, {most}/10: {at_most}.").format(most=most, at_most=", ".join(at_most)))
    painted = "" if base == reader.last_visit else _("Painted {visit}. ").format(visit=reader.visit_words(base))
    by_patient = sum(bool(_by_patient(reader, where)) for where in chart.slots)
    if by_patient:
        texts.append(_("{count} painted by the patient.").format(count=_n("{n} area", "{n} areas", by_patient)))
    unknown = [line for line in whole if line[0].text.startswith(_(NOT_KNOWN).partition("{")[0])]
    return [(Run(" ".join([*texts, f"{painted}{_(SIDES)}"]), "quiet"),), *unknown]


# ------------------------------------------------------------------------------------------------------ body chart


def _chart(reader: Reader) -> tuple[BodyChart | None, list[Runs]]:
    """The chart, and in words what is painted on it."""
    item = next((i for i in reader.library.items.values() if isinstance(i, BodyMap) and reader.item(i.id)), None)
    if item is None:
        return None, []
    slots = tuple(where for where in reader.slots(item.id))
    painted = [(where, value) for where in slots if isinstance(value := reader.value(item.id, where.at), Painted)]
    reader.told.update(slots)
    if not painted:
        text = _("Nothing painted: no pain.") if reader.value(item.id) == "none" else _not_known(reader, item, slots)
        return (BodyChart((), (), slots), [(Run(text),)]) if text else (None, [])
    patches = tuple(Patch(w.at.place or "", w.at.side, value.qualities, value.intensity) for w, value in painted)
    used = [quality for quality in item.qualities if any(quality in patch.qualities for patch in patches)]
    legend = tuple((quality, item.qualities[quality]) for quality in used)
    base = reader.base_visit(slots)
    caption = _caption(reader, item, painted, base)
    if unknown := _not_known(reader, item, slots):
        caption.append((Run(unknown),))
    return BodyChart(patches, legend, slots), caption


def _not_known(reader: Reader, item: BodyMap, slots: Sequence[Slot]) -> str:
    """The regions of which it is not known whether they hurt."""
    unknown = [where for where in slots if isinstance(reader.value(item.id, where.at), Gap)]
    names = [region_words(reader.library, where.at.place or "", where.at.side) for where in unknown]
    told = ", ".join(name or _("the whole chart") for name in names)
    return _(NOT_KNOWN).format(names=told) if names else ""


def _caption(reader: Reader, item: BodyMap, painted: list[tuple[Slot, Painted]], base: int) -> list[Runs]:
    """`Back: right buttock, low back: ache, 5/10.` Regions painted alike share a phrase."""
    lines: list[Runs] = []
    for view in VIEWS:
        groups: dict[str, list[str]] = {}
        for where, value in painted:
            if (where.at.place or "").partition(".")[0] == view:
                said = painted_words(item.qualities, value) + _by_patient(reader, where)
                text = said + reader.date_words(where, base)
                groups.setdefault(text, []).append(region_words(reader.library, where.at.place or "", where.at.side))
        if groups:
            told = [f"{', '.join(names)}: {text}" if text else ", ".join(names) for text, names in groups.items()]
            lines.append((Run(f"{_view(view)}: ", "strong"), Run(f"{'; '.join(told)}.")))
    painted_on = "" if base == reader.last_visit else _("Painted {visit}. ").format(visit=reader.visit_words(base))
    lines[-1] = (*lines[-1], Run(f" {painted_on}", "quiet"), Run(_(SIDES), "quiet"))
    return lines


def _by_patient(reader: Reader, where: Slot) -> str:
    """Who painted it, where it was not the clinician."""
    answer = reader.answer(where)
    return f" {_('(painted by the patient)')}" if answer is not None and answer.cause == "patient" else ""


def region_words(library: Library, place: str, side: Side | None) -> str:
    """`back.thigh-lateral`, right: `right lateral thigh`; in other languages as content has it, without the view."""
    if spoken() != ENGLISH and (title := library.regions.get(f"{place}/{side}" if side else place)):
        return words.in_sentence(title.partition(", ")[0] if place.startswith(("front.", "back.")) else title)
    tokens = place.partition(".")[2].replace("_", "-").split("-")
    first = [token for token in tokens if token in ADJECTIVES]
    rest = [token for token in tokens if token not in ADJECTIVES]
    return " ".join((*([side] if side else []), *first, *rest))


# ---------------------------------------------------------------------------------------------------------- scores


def _scores(reader: Reader) -> Scores | None:
    """A box for the back and for each leg that hurts; the rest of the scores in a line below."""
    scores: list[Score] = []
    slots: list[Slot] = []
    below: list[str] = []
    for stem, side, name in PLACES:
        at = At(side=side) if side else At()
        found = {kind: where for kind in KINDS if reader.answer(where := Slot(f"{stem}_{kind}", at)) is not None}
        if not found:
            continue
        boxed = not side or any(_number(reader, where) not in ("0", "0/10") for where in found.values())
        shown = ({kind: w for kind, w in found.items() if kind in KINDS[:2]} or found) if boxed else {}
        if shown:
            scores.append(_score(reader, _(name), shown))
        # Of a leg without pain the first score says it; what else was scored stands with the further history.
        lead = next(iter(found))
        if not shown:
            below.append(f"{_(name)} {_(KIND_WORDS[lead])} {_number(reader, found[lead])}")
        told = [where for kind, where in found.items() if kind in (shown or (lead,))]
        slots.extend(told)
        reader.told.update(told)
    below.extend(_mattering(reader, slots))
    remark = (Run(f"{'. '.join(below)}.", "quiet"),) if below else ()
    return Scores(tuple(scores), remark, tuple(slots)) if slots else None


def _mattering(reader: Reader, slots: Sequence[Slot]) -> list[str]:
    """`Better by 2 points or 30 % [3]: back now, right leg worst`: only where the smallest change that matters is."""
    found = [one for one in reader.assessment.scores if one.where in slots and one.change and one.change.reached]
    names: dict[str, list[str]] = {}
    for one in found:
        if one.change is not None and one.change.limit is not None:
            source = () if one.change.limit.basis else one.change.limit.source
            limit = _("Better by {limit} since the visit before{cite_keys}").format(
                limit=limit_words(one.change), cite_keys=reader.cite_keys(source)
            )
            names.setdefault(limit, []).append(slot_words(reader.library, one.where))
    return [f"{limit}: {', '.join(told)}" for limit, told in names.items()]


def _score(reader: Reader, name: str, found: dict[str, Slot]) -> Score:
    """`Back pain now`, `4`, `/ 10, worst 6 (4 Nov: 5)`."""
    lead = next(iter(found))
    value, _rest, most = _number(reader, found[lead]).partition("/")
    base = reader.visit_of(found[lead])
    others = [
        f"{_(KIND_WORDS[kind])} {_number(reader, where)}".removesuffix(f"/{most}") + reader.date_words(where, base)
        for kind, where in found.items()
        if kind != lead
    ]
    beside = ", ".join(part for part in (f"/ {most}" if most else "", *others) if part)
    beside += _was(reader, found[lead]) + reader.date_words(found[lead], None)
    return Score(f"{name} {_(KIND_WORDS[lead])}", value, beside)


def _number(reader: Reader, where: Slot) -> str:
    answer = reader.answer(where)
    return "" if answer is None else value_words(reader.library, reader.library.items[where.item], answer.value)


def _was(reader: Reader, where: Slot) -> str:
    """` (4 Nov: 6)`: the score of the visit before."""
    answer = reader.answer(where)
    trail = reader.assessment.answers.trail(where)
    before = next((s for s in reversed(trail) if answer is not None and s.visit < answer.visit), None)
    value = getattr(before, "value", None)
    if before is None or not isinstance(value, (int, float)):
        return ""
    return f" ({words.short_day(reader.visit_day(before.visit), reader.assessment.today)}: {words.decimal(value)})"
