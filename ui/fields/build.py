"""The one place that knows which field belongs to which kind of item."""

from __future__ import annotations

from functools import singledispatch

from PySide6.QtWidgets import QWidget

from ui.fields.choices import ChoicesField
from ui.fields.codes import CodesField
from ui.fields.computed import ComputedField
from ui.fields.document import DocumentField
from ui.fields.field import Field
from ui.fields.layout import Shape
from ui.fields.manoeuvre import ManoeuvreField
from ui.fields.option import OptionField
from ui.fields.scale import ScaleField
from ui.fields.text import TextField
from ui.fields.typed import LevelsField, NumberField
from ui.fields.view import FieldContext
from ui.fields.when import WhenField
from workup.answers import At
from workup.protocol import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Document,
    Grade,
    ManoeuvreItem,
    Number,
    Scale,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)


@singledispatch
def field_class(item: AnyItem) -> type[Field]:
    """The class of field for an item."""
    raise NotImplementedError(f"no field for {type(item).__name__}")


@field_class.register(YesNo)
@field_class.register(Choice)
@field_class.register(Grade)
def _option(_item: YesNo | Choice | Grade) -> type[Field]:
    return OptionField


@field_class.register(Choices)
def _choices(_item: Choices) -> type[Field]:
    return ChoicesField


@field_class.register(Number)
def _number(_item: Number) -> type[Field]:
    return NumberField


@field_class.register(Scale)
def _scale(_item: Scale) -> type[Field]:
    return ScaleField


@field_class.register(Text)
def _text(item: Text) -> type[Field]:
    return CodesField if item.coded else TextField


@field_class.register(When)
def _when(_item: When) -> type[Field]:
    return WhenField


@field_class.register(SpanOfLevels)
def _levels(_item: SpanOfLevels) -> type[Field]:
    return LevelsField


@field_class.register(ManoeuvreItem)
def _manoeuvre(_item: ManoeuvreItem) -> type[Field]:
    return ManoeuvreField


@field_class.register(Computed)
def _computed(_item: Computed) -> type[Field]:
    return ComputedField


@field_class.register(Document)
def _document(_item: Document) -> type[Field]:
    return DocumentField


def field_for(
    context: FieldContext, item: AnyItem, at: At, parent: QWidget | None = None, *, label: str = "",
    shape: Shape = "above", compact: bool = False,
) -> Field:
    """The field that asks this item at this place; a compact one takes as little room as it can."""
    return field_class(item)(context, item, at, parent, label=label, shape=shape, compact=compact)
