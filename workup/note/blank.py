"""Blank checklists on paper, for when no computer can be used: every step from content alone, with boxes to tick."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from workup import words
from workup.note.blocks import Block, BodyChart, Cell, Cover, Identity, Note, Paragraph, Part, Run, Runs, Table
from workup.note.foot import foot_of
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Records,
    Scale,
    Section,
    SpanOfLevels,
    Step,
    Text,
    When,
    YesNo,
)
from workup.texts import N_, _

SUBJECT = N_("Paper checklist")
BOX = "☐"
LINE, SHORT, FIGURE = "_" * 40, "_" * 12, "_" * 6
GRID_MOST = 14
APART, INDENT = f"{words.NO_BREAK * 2} ", words.NO_BREAK * 4  # spaces in a row would print as one
FACTS = (0.34, 0.66)
SIDES = (N_("Right"), N_("Left"))
YES_NO = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Unknown")}
FELT = {"positive": N_("Positive"), "negative": N_("Negative")}
SILENT = ("summary",)
JUDGED = ("cause", "flag", "gate")  # asked where a finding stands, not by heart
HOW = N_("Tick what was asked; leave a box empty for what was not. Enter it in Workup afterwards.")
REPEAT = N_("One sheet for each: number ______")


def checklist_cover(author: str, cover: Cover) -> Cover:
    """What its pages say besides: no patient, no draft."""
    return replace(cover, author=author, status="CHECKLIST", document="", references=False)


def steps_of(library: Library, names: Sequence[str] = ()) -> tuple[Step, ...]:
    """The steps that can be ticked on paper; those of these names, or all."""
    found = tuple(step for step in library.steps if step.id not in SILENT)
    return tuple(step for step in found if not names or step.id in names)


def checklist(library: Library, steps: Sequence[Step], cover: Cover) -> Note:
    """Every question of these steps with a place for its answer; a pure function of its arguments."""
    parts = [part for step in steps for part in _step(library, step, headed=len(steps) > 1)]
    title = steps[0].title if len(steps) == 1 else library.title or _("All steps")
    identity = Identity(
        name=_("Name {line}").format(line=LINE),
        remark=APART.join(f"{name} {SHORT}" for name in (_("Born"), _("MRN"), _("Date"), _("By"))),
    )
    intro = Part("how", "", (Paragraph((Run(_(HOW), "quiet"),), look="remark"),))
    subtitle = _("Content {id} {version}, {digest}").format(
        id=library.id, version=library.version, digest=library.digest[:8]
    )
    foot = foot_of(library)
    return Note(_(SUBJECT), cover.status, title, subtitle, identity, (intro, *parts), (), foot)


def _step(library: Library, step: Step, *, headed: bool) -> Iterator[Part]:
    for section in step.sections:
        items = [item for name in section.items if (item := library.items[name]).axis not in JUDGED]
        blocks = tuple(_section(library, section, items))
        if blocks:
            title = f"{step.title}: {words.in_sentence(section.title)}" if headed else section.title
            yield Part(f"blank_{section.id}", title, blocks)


def _section(library: Library, section: Section, items: Sequence[AnyItem]) -> Iterator[Block]:
    if section.record:
        yield Paragraph((Run(_(REPEAT), "quiet"),), look="remark")
    rows: list[tuple[Cell, ...]] = []
    for group in _groups(library, items):
        if isinstance(group, Table):
            if rows:
                yield Table((), tuple(rows), FACTS)
                rows = []
            yield group
            continue
        item = group
        if isinstance(item, BodyMap):
            yield BodyChart((), tuple(item.qualities.items()))
            yield Paragraph(
                (Run(_("Shade where it hurts. {boxes}").format(boxes=_boxes(item.qualities)), "plain"),), look="small"
            )
        elif (said := _answer(item)) is not None:
            rows.append((Cell((_asked(item),)), Cell(((Run(said),),))))
    if rows:
        yield Table((), tuple(rows), FACTS)


def _groups(library: Library, items: Sequence[AnyItem]) -> Iterator[AnyItem | Table]:
    """Items one by one; neighbours asked at the same places or sides as one grid."""
    waiting: list[AnyItem] = []
    for item in (*items, None):
        sided = item is not None and (item.side or item.axis is not None) and not isinstance(item, Computed | BodyMap)
        if waiting and (item is None or not sided or _frame(library, item) != _frame(library, waiting[0])):
            yield from _grids(library, waiting)
            waiting = []
        if item is None:
            continue
        if sided:
            waiting.append(item)
        else:
            yield item


def _frame(library: Library, item: AnyItem) -> tuple[tuple[str, ...], bool]:
    return tuple(_places(library, item)), item.side


def _places(library: Library, item: AnyItem) -> dict[str, str]:
    if item.axis is None:
        return {}
    names = library.axes[item.axis]
    return {place: item.labels.get(place, words.level(names.get(place, place))) for place in (item.places or names)}


def _grids(library: Library, items: Sequence[AnyItem]) -> Iterator[Table]:
    """Rows of questions with right and left, or rows of places."""
    sided = items[0].side
    head = ("", *SIDES) if sided else ("", "")
    weights = (0.4, 0.3, 0.3) if sided else FACTS
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        said = _answer(item)
        if said is None:
            continue
        places = _places(library, item)
        if places:
            rows.append((Cell((_asked(item),)), *(Cell() for _rest in head[1:])))
        for label in places.values() or ("",):
            lead: Runs = (Run(f"{INDENT}{label}"),) if places else _asked(item)
            rows.append((Cell((lead,)), *(Cell(((Run(said),),)) for _rest2 in head[1:])))
    if rows:
        yield Table(head, tuple(rows), weights, "list")


def _asked(item: AnyItem) -> Runs:
    runs = [Run(item.text, "strong" if item.red_flag else "plain")]
    if item.about or item.when:
        runs.append(Run(f" {_('(if it applies)')}", "quiet"))
    return tuple(runs)


def _boxes(options: dict[str, str]) -> str:
    return APART.join(f"{BOX} {label}".replace(" ", words.NO_BREAK) for label in options.values())


def _answer(item: AnyItem) -> str | None:
    """The room for an answer; None for what nobody answers by hand."""
    match item:
        case Computed() | Document() | BodyMap():
            return None
        case YesNo():
            return _boxes({name: _(text) for name, text in YES_NO.items()})
        case ManoeuvreItem():
            return f"{_boxes({name: _(text) for name, text in FELT.items()})}{APART}{FIGURE}°"
        case Choice() | Choices():
            return _boxes(item.options)
        case Grade():
            return _boxes(item.grades) if len(item.grades) > 8 else APART.join(item.grades.values())
        case Scale():
            return _scale(item)
        case Number():
            return f"{FIGURE} {item.unit}".rstrip()
        case When():
            return "____ / ____ / ______"
        case SpanOfLevels():
            return _("from {figure} to {figure}").format(figure=FIGURE)
        case Records():
            return _("{box}{no_break}None{apart}How many: ____").format(box=BOX, no_break=words.NO_BREAK, apart=APART)
        case Text():
            return "\n".join([LINE] * min(item.lines, 3))


def _scale(item: Scale) -> str:
    numbers = range(item.least, item.most + 1)
    told = APART.join(map(str, numbers)) if item.most <= GRID_MOST else FIGURE
    return APART.join(part for part in (item.low, told, item.high) if part)
