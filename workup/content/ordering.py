"""Reads what can be ordered: kinds of test, their safety gates, and the conditions of both."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from workup.content.folder import Folder, Table
from workup.content.references import unknown
from workup.expr import Condition, ExpressionError, Names, compile_condition
from workup.protocol import AnyItem, Claim, Gate, Optioned, Problem, TestKind

ORDERS = "orders"
Wanted = tuple[str, str, str]  # key, text, path in the file


class Orderable:
    """Compiles the conditions of tests and gates, and keeps a Problem for each piece that cannot be used."""

    def __init__(self, folder: Folder, names: Names) -> None:
        self.folder, self.names = folder, names
        self.conditions: dict[str, Condition] = {}

    def tests(self, tables: Iterable[tuple[str, Table]], chosen: AnyItem | None) -> dict[str, TestKind]:
        """The usable kinds in the order in which they are offered, under the names they have there."""
        titles = chosen.options if isinstance(chosen, Optioned) else {}
        found: dict[str, TestKind] = {}
        for file, table in tables:
            kind = self.folder.convert(table, TestKind, file, "test")
            if kind is None:
                continue
            if file != f"protocol/tests/{kind.id}.toml":
                self.folder.problems.append(Problem(file, kind.id, "The id and the file name differ."))
            elif kind.id not in titles:
                self.folder.problems.append(unknown(file, "test", kind.id, "option of order_kind", titles))
            elif self._compile(file, of_kind(kind)):
                found[kind.id] = replace(kind, title=titles[kind.id])
        return {name: found[name] for name in titles if name in found}

    def gates(self, gates: Mapping[str, Gate]) -> dict[str, Gate]:
        """The gates; one of which a rule does not work keeps none, for with the rest it could be clear by mistake."""
        whole = {name: self._compile("gates.toml", of_gate(gate)) for name, gate in gates.items()}
        return {name: gate if whole[name] else replace(gate, rule=()) for name, gate in gates.items()}

    def _compile(self, file: str, wanted: Iterable[Wanted]) -> bool:
        whole = True
        for key, text, path in wanted:
            try:
                self.conditions[key] = compile_condition(text, self.names, own=ORDERS)
            except ExpressionError as error:
                self.folder.problems.append(Problem(file, path, error.sentence, error.suggestion))
                whole = False
        return whole


def of_kind(kind: TestKind) -> Iterator[Wanted]:
    """The conditions of a kind of test."""
    for number, one in enumerate(kind.answers):
        if one.when:
            yield f"answers:{kind.id}/{number}", one.when, f"answers {one.question}"
    yield from _claims(f"cannot:{kind.id}", kind.cannot)
    yield from _claims(f"timing:{kind.id}", kind.timing)
    for variant in kind.variant:
        yield from _claims(f"cannot:{kind.id}/{variant.id}", variant.cannot)


def of_gate(gate: Gate) -> Iterator[Wanted]:
    """The conditions of a gate."""
    for rule in gate.rule:
        yield f"safety:{gate.id}/{rule.id}", rule.when, f"gate {gate.id}, rule {rule.id}"
    yield from _claims(f"note:{gate.id}", gate.note)


def _claims(key: str, claims: Iterable[Claim]) -> Iterator[Wanted]:
    for number, claim in enumerate(claims):
        if claim.when:
            yield f"{key}/{number}", claim.when, f"{key.partition(':')[0]} {number + 1}"
