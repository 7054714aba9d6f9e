"""Another program that shows our Questionnaire: it knows FHIR and SDC, and nothing of our content."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from tests.workup.fhirpath import evaluate, holds

Json = dict[str, Any]
SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Renderer:
    """Which items are shown for a response, and what the calculated ones come to."""

    def __init__(self, form: Json, response: Json) -> None:
        self.form, self.response = form, response
        self._found: dict[tuple[int | None, str], tuple[Json, Json]] = {}
        self._answered: dict[int, dict[str, list[Json]]] = {}
        self._repeated = {
            name: set(_links(item["item"]))
            for section in form["item"]
            for item in section["item"]
            for name in _variables(item, item)
        }

    @cached_property
    def shown(self) -> list[tuple[int | None, str]]:
        """Each item shown: the number of its repetition's record, and its linkId."""
        return list(self._shown(self.form["item"], [self.response], None, {"resource": self.response}))

    def totals(self) -> dict[tuple[int | None, str], float]:
        """The values of the calculated items that are shown."""
        found: dict[tuple[int | None, str], float] = {}
        for record, link in self.shown:
            item, names = self._found[record, link]
            for formula in _expressions(item, "calculatedExpression"):
                value = evaluate(formula, names)
                if value:
                    found[record, link] = value[0]
        return found

    def _shown(
        self, items: list[Json], inside: list[Json], record: int | None, names: Json
    ) -> Iterator[tuple[int | None, str]]:
        for item in items:
            if not self._enabled(item, names):
                continue
            here = [one for group in inside for one in group.get("item", []) if one["linkId"] == item["linkId"]]
            if item.get("repeats") and item["type"] == "group":
                for one in here:
                    numbers = [i["answer"] for i in one["item"] if i["linkId"].endswith(".number")]
                    number = numbers[0][0]["valueInteger"]
                    yield from self._shown(item["item"], [one], number, {**names, **_variables(item, one)})
                continue
            self._found[record, item["linkId"]] = (item, names)
            yield record, item["linkId"]
            yield from self._shown(item.get("item", []), here, record, names)

    def _enabled(self, item: Json, names: Json) -> bool:
        for expression in _expressions(item, "enableWhenExpression"):
            return holds(expression, names)
        rows = item.get("enableWhen", [])
        told = [self._row(row, names) for row in rows]
        return not rows or (any(told) if item.get("enableBehavior") == "any" else all(told))

    def _row(self, row: Json, names: Json) -> bool:
        # The nearest question of that name: a repetition that asks it has one of its own, answered or not.
        near = [names[name] for name, asked in self._repeated.items() if row["question"] in asked and name in names]
        answers = self._answers(near[0] if near else self.response).get(row["question"], [])
        wanted = next(value for key, value in row.items() if key.startswith("answer"))
        if row["operator"] == "exists":
            return bool(answers) is wanted
        values = [next(value for key, value in one.items() if key.startswith("value")) for one in answers]
        if isinstance(wanted, dict):
            values, wanted = [(v["system"], v["code"]) for v in values], (wanted["system"], wanted["code"])
        return any(SIGNS[row["operator"]](value, wanted) for value in values)

    def _answers(self, inside: Json) -> dict[str, list[Json]]:
        """The answers to each question anywhere below; read once, for the response does not change."""
        if id(inside) not in self._answered:
            found: dict[str, list[Json]] = {}
            for one in _items(inside):
                found.setdefault(one["linkId"], []).extend(one.get("answer", []))
            self._answered[id(inside)] = found
        return self._answered[id(inside)]


def _links(items: list[Json]) -> Iterator[str]:
    for item in items:
        yield item["linkId"]
        yield from _links(item.get("item", []))


def _items(inside: Json) -> Iterator[Json]:
    for one in inside.get("item", []):
        yield one
        yield from _items(one)


def _expressions(item: Json, kind: str) -> list[str]:
    told = [one for one in item.get("extension", []) if one["url"].endswith(kind)]
    return [one["valueExpression"]["expression"] for one in told]


def _variables(item: Json, instance: Json) -> Json:
    told = [one["valueExpression"] for one in item.get("extension", []) if one["url"].endswith("/variable")]
    assert all(one["expression"] == "%context" for one in told)
    return {one["name"]: instance for one in told}
