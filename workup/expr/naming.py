"""The names of a condition: items, definitions, facts, constants and options, each proved against the content."""

import ast
import operator
from collections.abc import Iterable
from difflib import get_close_matches

from workup.answers import SIDES, At
from workup.expr import looking, reading
from workup.expr.condition import Names, Node
from workup.expr.logic import arithmetic
from workup.expr.values import ExpressionError, Shape


class Naming:
    """Looks names up and notes what they read: items, facts, axes, and the parts of the place they stand at."""

    def __init__(self, names: Names, per: str, *, detached: bool) -> None:
        self.names = names
        self.per = per
        self.detached = detached
        self.items: set[str] = set()
        self.facts: set[str] = set()
        self.axes: set[str] = set()
        self.here: set[str] = set()
        self.list = ""
        self.lists: set[str] = set()

    def list_of(self, tree: ast.expr) -> str:
        """The list of records that a condition looks through: that of the orders where it reads any of them."""
        words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found = {self.names.items[word].record for word in words if word in self.names.items}
        found.update(name for word in words if word in self.names.terms for name in self.names.terms[word].lists)
        found.update(self.names.lists[word] for word in words if word in self.names.lists)
        lists = sorted(found - {""})
        return "orders" if "orders" in lists else lists[0] if lists else ""

    def refuse_documents(self, tree: ast.expr) -> None:
        """Nothing in a document is read or weighed, so no condition may name one."""
        for node in ast.walk(tree):
            shape = self.names.items.get(node.id) if isinstance(node, ast.Name) else None
            if shape is not None and shape.kind == "document":
                raise ExpressionError(f"“{ast.unparse(node)}” is a document; nothing in it is read or weighed.")

    def _name(self, name: str, options: Iterable[str] = ()) -> Node:
        if name in options:
            return lambda context: name
        if name in self.names.computed:
            return self._computed(name)
        if name in self.names.items:
            return self._item(name)
        if name in self.names.terms:
            return self._term(name)
        if name in self.names.facts:
            return self._fact(name)
        if name in self.names.constants:
            number = self.names.constants[name]
            return lambda context: number if context.kept is None else context.kept.constants.get(name, number)
        if any(name in shape.options for shape in self.names.items.values()) or name in self.names.places:
            return lambda context: name
        close = get_close_matches(name, [*self.names.items, *self.names.facts, *self.names.terms], n=1)
        raise ExpressionError(f"“{name}” is not an item, fact, definition or option.", close[0] if close else "")

    def _fact(self, name: str) -> Node:
        self.facts.add(name)
        self.here |= self.names.placed.get(name, frozenset())
        node = reading.fact(name, self.names.facts[name], self.names.placed.get(name, frozenset()))
        own = self.names.lists.get(name, "")
        if own and self.list and own != self.list:
            return looking.of_all_records(node)
        self.lists |= {own} - {""}
        return node

    def _computed(self, name: str) -> Node:
        """A value nobody types: its fact, or the sum of its items while all are answered."""
        made_of = self.names.computed[name]
        if isinstance(made_of, str):
            return self._fact(made_of)
        node, *rest = [self._item(part) for part in made_of]
        for other in rest:
            node = arithmetic(operator.add, node, other)
        return node

    def _item(self, name: str) -> Node:
        self.items.add(name)
        shape = self.names.items[name]
        self._stands_at(name, {shape.axis} - {""})
        self._depends(shape)
        return reading.item(name, shape)

    def _depends(self, shape: Shape) -> None:
        parts = (("record", shape.record), ("place", shape.axis), ("side", shape.side))
        self.here.update(part for part, has in parts if has)
        self.lists |= {shape.record} - {""}

    def _stands_at(self, name: str, axes: Iterable[str]) -> None:
        """Refuse what is answered at places of another axis than the one the condition stands at."""
        for axis in axes:
            if self.per and axis != self.per:
                raise ExpressionError(f"“{name}” is answered by {axis}, and the condition stands at a {self.per}.")
            self.axes.add(axis)

    def _term(self, name: str) -> Node:
        term = self.names.terms[name]
        self._stands_at(name, term.axes)
        self.items |= term.items
        self.facts |= term.facts
        node = reading.defined(name, term)
        if self.list and term.lists and self.list not in term.lists:
            self.here |= term.here - {"record"}
            return looking.of_all_records(node)
        self.here |= term.here
        self.lists |= term.lists
        return node

    def _term_at(self, name: str, where: ast.expr) -> Node:
        """A definition at a fixed place or side."""
        word = where.id if isinstance(where, ast.Name) else where.value if isinstance(where, ast.Constant) else None
        axes, here = self.axes, self.here
        per, self.per, self.axes, self.here = self.per, "", set(), set()
        node = self._term(name)
        needed, (self.per, self.axes, self.here) = self.here, (per, axes, here)
        if word in SIDES:
            side = SIDES[SIDES.index(word)]
            self._stands_at(name, self.names.terms[name].axes)
            self.here |= needed - {"side"}
            return lambda context: node(context.moved(At(context.at.record, context.at.place, side)))
        if isinstance(word, str) and word in self.names.places:
            place = word
            self.here |= needed - {"place"}
            return lambda context: node(context.moved(At(context.at.record, place, context.at.side)))
        raise ExpressionError(f"“{ast.unparse(where)}” is neither a side nor a place.")
