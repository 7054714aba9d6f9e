"""Which blocks ask the items of a section; the one place that decides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from typing import Literal

from ui.fields import FieldContext
from ui.form.block import Block, Shown
from ui.form.caption import Caption
from ui.form.chart import ChartBlock
from ui.form.grid import GridBlock
from ui.form.grid.spec import Grid, divided, grids_of, values_of
from ui.form.instruments import InstrumentsBlock
from ui.form.records import RecordBodies, RecordsBlock
from ui.form.rows import FieldRows
from ui.form.scales import ScaledBlock
from ui.form.spine import LUMBAR, SpineBeside
from ui.form.stack import Fold, Stack
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Document,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Records,
    Section,
    SpanOfLevels,
    Text,
    YesNo,
)

LIST_FROM = 3


def sections_blocks(context: FieldContext, shown: Shown, section: Section) -> list[Block]:
    """All blocks of a section."""
    items = [context.library.items[name] for name in section.items]
    if section.look == "instruments":
        return [InstrumentsBlock(context, shown, items)]
    blocks: list[Block] = []
    place = 0
    while place < len(items):
        item = items[place]
        if isinstance(item, BodyMap):
            blocks.append(ChartBlock(context, shown, item))
            place += 1
        elif isinstance(item, Records):
            run = list(takewhile(lambda one, own=item.id: one.record == own, items[place + 1 :]))  # type: ignore[misc]
            blocks.append(RecordsBlock(context, shown, item, run, _maker(context, shown, section, run)))
            place += 1 + len(run)
        else:
            own = item.record
            run = list(takewhile(lambda one, own=own: _plain(one, own), items[place:]))  # type: ignore[misc]
            place += len(run)
            if own:
                blocks.append(RecordBodies(context, shown, own, run, _maker(context, shown, section, run)))
            else:
                blocks += blocks_of(context, shown, section, run)
    return blocks


def _plain(item: AnyItem, record: str) -> bool:
    return item.record == record and not isinstance(item, BodyMap | Records)


def _maker(
    context: FieldContext, shown: Shown, section: Section, items: Sequence[AnyItem]
) -> Callable[[int], Sequence[Block]]:
    def make(number: int) -> Sequence[Block]:
        blocks = blocks_of(context, shown, section, items, number)
        span = next((item for item in items if isinstance(item, SpanOfLevels) and not item.optional), None)
        places = span.places or tuple(context.library.axes["vertebra"]) if span is not None else ()
        if span is None or not set(LUMBAR) <= set(places):
            return blocks
        return [SpineBeside(context, shown, span, number, Stack(context, shown, blocks))]

    return make


def is_cell(item: AnyItem) -> bool:
    """Whether the item is asked in the cells of a grid."""
    return isinstance(item, YesNo | Choice | Grade | ManoeuvreItem) and (item.side or bool(item.axis))


def in_grid(item: AnyItem, shown: Shown) -> bool:
    """Whether an item is asked in cells here: where there is little room, also one typed or marked at each level."""
    return is_cell(item) or (bool(shown.columns and item.axis) and isinstance(item, Number | Text | Choices))


def root_of(library: Library, item: AnyItem) -> AnyItem:
    """The item that a follow-up, or a follow-up of one, is about."""
    while item.about:
        item = library.items[item.about]
    return item


def blocks_of(
    context: FieldContext, shown: Shown, section: Section, items: Sequence[AnyItem], record: int | None = None
) -> list[Block]:
    """The blocks for a run of items, the optional ones under one fold at the end."""
    library = context.library
    folded = {item.id for item in items if _is_folded(library, item, shown)}
    main = [item for item in items if item.id not in folded]
    extra = [item for item in items if item.id in folded]
    blocks = list(_blocks(context, shown, section, main, record, optional=False))
    if extra:
        names = [item.id for item in extra]
        blocks.append(
            Fold(
                context,
                shown,
                names,
                lambda: list(_blocks(context, shown, section, extra, record, optional=True)),
                record,
            )
        )
    return blocks


def _is_folded(library: Library, item: AnyItem, shown: Shown) -> bool:
    """Whether an item waits under the fold; the place for documents is always in sight, though nobody has to use it."""
    root = root_of(library, item)
    return root.optional and root.id not in shown.unfolded and not isinstance(item, Document)


def _blocks(
    context: FieldContext,
    shown: Shown,
    section: Section,
    items: Sequence[AnyItem],
    record: int | None,
    *,
    optional: bool,
) -> Iterator[Block]:
    library = context.library
    celled = {item.id for item in items if in_grid(item, shown)}
    about: dict[str, list[AnyItem]] = {}
    for item in items:
        if item.about in celled:
            about.setdefault(item.about, []).append(item)
    # A measured value stands in the row of its reading.
    measured = {name for item in items for name in values_of(library, item, shown.columns).values()}
    asked = [item for item in items if item.about not in celled and item.id not in measured]
    for celled_run, group in groupby(asked, key=lambda item: in_grid(item, shown)):
        run = list(group)
        if celled_run:
            graded = {name for names in shown.scales.values() for name in names}
            for on_scales, part in groupby(run, key=lambda item: item.id in graded):
                if on_scales:
                    scaled = [item for item in part if item.id in shown.scales]
                    yield from (_scaled(context, shown, section, one, record) for one in scaled)
                else:
                    yield from _grids(context, shown, section, list(part), record, about, optional=optional)
            continue
        for is_list, fields in _runs(section, run):
            look: Literal["list", "columns"] = "list" if is_list else "columns"
            if any(_is_cautioned(item, shown) for item in fields):
                yield from _cautioned(context, shown, fields, record)
                continue
            yield FieldRows(context, shown, fields, look=look, record=record, optional=optional)


def _grids(
    context: FieldContext,
    shown: Shown,
    section: Section,
    run: Sequence[AnyItem],
    record: int | None,
    about: dict[str, list[AnyItem]],
    *,
    optional: bool,
) -> Iterator[Block]:
    """The grids of items in cells; what is to be said of a threshold stands above, of measured values below."""
    library = context.library
    beside = [library.items[name] for one in run for name in values_of(library, one, shown.columns).values()]
    yield from (Caption(context, shown, one, record) for one in run if _is_cautioned(one, shown))
    for grid in grids_of(library, run, record, shown.columns):
        known = grid.caption and section.title.casefold().startswith(grid.caption.casefold())
        named = replace(grid, caption="") if known else grid
        yield from _fitting(context, shown, named, about, optional=optional)
    yield from (Caption(context, shown, one, record) for one in beside if _is_cautioned(one, shown))


def _fitting(
    context: FieldContext, shown: Shown, grid: Grid, about: dict[str, list[AnyItem]], *, optional: bool
) -> Iterator[GridBlock]:
    """A grid; where its columns do not fit into the room there is, the rest of them in another one below."""
    block = GridBlock(context, shown, grid, about, optional=optional)
    columns = block.columns_within(context.theme.px(shown.wide)) if shown.wide and not grid.stacked else 0
    if not columns or columns >= len(grid.headers):
        yield block
        return
    block.deleteLater()
    for part in divided(grid, columns):
        yield from _fitting(context, shown, part, about, optional=optional)


def _scaled(context: FieldContext, shown: Shown, section: Section, item: AnyItem, record: int | None) -> ScaledBlock:
    """A finding on the scale of the report: the item and those that grade the same finding."""
    library = context.library

    def make(one: AnyItem) -> Block:
        plain = replace(shown, scales={})
        return Stack(context, shown, list(_blocks(context, plain, section, [one], record, optional=False)))

    return ScaledBlock(context, shown, [library.items[name] for name in shown.scales[item.id]], make, record)


def _is_cautioned(item: AnyItem, shown: Shown) -> bool:
    """Whether a number of a compact form says in sight how it is to be read."""
    return isinstance(item, Number) and bool(item.help) and item.id in shown.unfolded


def _cautioned(context: FieldContext, shown: Shown, items: Sequence[AnyItem], record: int | None) -> Iterator[Block]:
    """The fields, with the caution of a number above its own."""
    for cautioned, group in groupby(items, key=lambda item: item.id if _is_cautioned(item, shown) else ""):
        run = list(group)
        if cautioned:
            yield Caption(context, shown, run[0], record)
        yield FieldRows(context, shown, run, look="columns", record=record, optional=False)


def _runs(section: Section, items: Sequence[AnyItem]) -> Iterator[tuple[bool, list[AnyItem]]]:
    """Stretches of items that stand in one list or in columns."""
    if section.look == "flags":
        yield True, list(items)
        return
    waiting: list[AnyItem] = []
    for is_list, group in groupby(items, key=lambda item: isinstance(item, YesNo)):
        run = list(group)
        if is_list and len(run) >= LIST_FROM:
            if waiting:
                yield False, waiting
            waiting = []
            yield True, run
        else:
            waiting += run
    if waiting:
        yield False, waiting
