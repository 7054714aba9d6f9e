"""Conditions of the content as enableWhen where that can say them, else as an expression in FHIRPath.

Both know three values as our conditions do: in FHIRPath what is not answered is empty, and empty goes through `and`,
`or` and comparisons as unknown does. What is not clearly true is not shown.
"""

import ast
from collections.abc import Iterable

from msgspec import Struct

from workup.answers import NOWHERE, At
from workup.fhir.canonical import plain_number
from workup.fhir.names import FHIRPATH, SDC, Json, coding, extension
from workup.fhir.values import option_system
from workup.limits import is_finding
from workup.protocol import AnyItem, Choice, Choices, Grade, Library, ManoeuvreItem, Number, YesNo

ENABLE = f"{SDC}/sdc-questionnaire-enableWhenExpression"
REGION = "region_of_operation"
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


class Test(Struct, frozen=True):
    """One comparison that enableWhen can say: a question, a sign and a value."""

    link: str
    sign: str
    answer: Json
    path: str


class Joined(Struct, frozen=True):
    """Several conditions, of which all or any must hold."""

    behaviour: str
    parts: "tuple[Clause, ...]"


class Path(Struct, frozen=True):
    """A condition only FHIRPath can say."""

    path: str


Clause = Test | Joined | Path


class Untold(ValueError):
    """A condition that cannot be said in FHIR."""


class Standing(Struct, frozen=True):
    """Where a condition is asked: the list of whose record it is, and the place and side."""

    record: str = ""
    at: At = NOWHERE


def enabled(clauses: Iterable[Clause]) -> Json:
    """What an item carries so that it is asked only where all of these hold."""
    parts = tuple(clauses)
    if not parts:
        return {}
    whole = parts[0] if len(parts) == 1 else _flat("all", parts)
    tests = whole.parts if isinstance(whole, Joined) else (whole,)
    if all(isinstance(one, Test) for one in tests):
        rows = [{"question": one.link, "operator": one.sign, **one.answer} for one in tests if isinstance(one, Test)]
        behaviour = whole.behaviour if isinstance(whole, Joined) else "all"
        return {"enableWhen": rows, **({"enableBehavior": behaviour} if len(rows) > 1 else {})}
    return {"extension": [extension(ENABLE, valueExpression={"language": FHIRPATH, "expression": fhirpath(whole)})]}


def fhirpath(clause: Clause) -> str:
    """A condition in FHIRPath."""
    if not isinstance(clause, Joined):
        return clause.path
    sign = " and " if clause.behaviour == "all" else " or "
    return f"({sign.join(fhirpath(part) for part in clause.parts)})"


def _flat(behaviour: str, parts: Iterable[Clause]) -> Joined:
    flat: list[Clause] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Joined) and part.behaviour == behaviour else (part,))
    return Joined(behaviour, tuple(flat))


class Paths:
    """Where the answers of an item stand, seen from a question; `depth` is how deep in sections and groups."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def base(self, item: str, standing: Standing) -> str:
        """The level from which the sections of this item are reached."""
        record = self.library.items[item].record
        if not record:
            return "%resource"
        if record != standing.record:
            raise Untold(f"{item} belongs to a record of its own")
        return f"%{record}"

    def to(self, item: AnyItem, link: str, base: str, part: str = "", *, like: bool = False) -> str:
        """The items with this link; `like` takes all places of an item."""
        steps = 2 + bool(item.axis or item.side) + bool(part)
        name = f"startsWith('{link}')" if like else f"= '{link}'"
        where = f"where(linkId.{name})" if like else f"where(linkId {name})"
        return f"{base}{'.item' * steps}.{where}"


class Enabling:
    """Turns the conditions of one library into clauses."""

    def __init__(self, library: Library) -> None:
        self.library, self.paths = library, Paths(library)

    def clause(self, text: str, standing: Standing) -> Clause:
        """A condition as a clause. Raises Untold."""
        return self._clause(ast.parse(text.strip(), mode="eval").body, standing)

    def finding(self, item: AnyItem, standing: Standing) -> Clause:
        """That the answer to this item, at this place, is abnormal."""
        at = standing.at
        match item:
            case YesNo():
                return self._boolean(item, standing, "", item.finding == "yes")
            case Choice():
                found = [option for option in item.options if is_finding(item, option)]
                return _any([self._coded(item, standing, "=", option) for option in found])
            case Grade():
                plain = [g for g in item.grades if is_finding(item, int(g)) and int(g) not in item.alike]
                tests: list[Clause] = [self._coded(item, standing, "=", grade) for grade in plain]
                other = Standing(standing.record, At(None, at.place, "left" if at.side == "right" else "right"))
                for grade in item.alike if item.side else ():
                    both = (self._coded(item, standing, "=", str(grade)), self._coded(item, other, "!=", str(grade)))
                    tests.append(Joined("all", both))
                return _any(tests)
            case Number():
                return self._number_found(item, standing)
            case ManoeuvreItem():
                return self._coded(item, standing, "=", "positive", part="result")
        raise Untold(f"{item.id} is never abnormal by itself")

    def _number_found(self, item: Number, standing: Standing) -> Clause:
        """Outside the normal range, or in a band that is a finding."""
        tests: list[Clause] = []
        low, high = item.normal_range or (None, None)
        if low is not None:
            tests.append(self._number(item, standing, "<", low))
        if high is not None:
            tests.append(self._number(item, standing, ">", high))
        below: float | None = None
        for band in item.bands:
            if band.finding:
                ends: list[Clause] = [self._number(item, standing, "<=", band.upto)]
                if below is not None:
                    ends.append(self._number(item, standing, ">", below))
                tests.append(ends[0] if len(ends) == 1 else Joined("all", tuple(ends)))
            below = band.upto
        return _any(tests)

    # -- the language of conditions ---------------------------------------------------------------------------------

    def _clause(self, tree: ast.expr, standing: Standing) -> Clause:
        match tree:
            case ast.BoolOp(op=ast.And(), values=values):
                return _flat("all", [self._clause(value, standing) for value in values])
            case ast.BoolOp(op=ast.Or(), values=values):
                return _flat("any", [self._clause(value, standing) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="known"), args=[ast.Name(id=name)])):
                return self._known(self.library.items[name], standing, wanted=False)
            case ast.Call(func=ast.Name(id="known"), args=[ast.Name(id=name)]):
                return self._known(self.library.items[name], standing, wanted=True)
            case ast.Call(func=ast.Name(id="any"), args=[inner]):
                return self._anywhere(inner)
            case ast.Compare(left=ast.Name(id=left), ops=[ast.In()], comparators=[ast.Name(id=right)]):
                item = self.library.items[right]
                return self._boolean(item, standing, left, True)
            case ast.Compare(left=ast.Name(id=left), ops=[op], comparators=[ast.Name(id=right)]) if type(op) in _SIGNS:
                return self._option(self.library.items[left], standing, _SIGNS[type(op)], right)
            case ast.Compare(
                left=ast.Name(id=left), ops=[op], comparators=[ast.Constant(value=int() | float() as number)]
            ) if type(op) in _SIGNS:
                return self._number(self.library.items[left], standing, _SIGNS[type(op)], number)
        raise Untold(ast.unparse(tree))

    def _known(self, item: AnyItem, standing: Standing, *, wanted: bool) -> Clause:
        where = self.paths.to(item, self._link(item, standing), self.paths.base(item.id, standing))
        told = "item" if isinstance(item, Choices) else "answer"
        path = f"{where}.{told}.exists(){'' if wanted else '.not()'}"
        if isinstance(item, Choices):
            return Path(path)
        return Test(self._link(item, standing), "exists", {"answerBoolean": wanted}, path)

    def _option(self, item: AnyItem, standing: Standing, sign: str, option: str) -> Clause:
        if isinstance(item, YesNo):
            return self._boolean(item, standing, "", (option == "yes") is (sign == "="))
        test = self._coded(item, standing, sign, option)
        # Nobody agrees what “not equal” means before there is an answer; ours needs one.
        return test if sign == "=" else _flat("all", (self._known(item, standing, wanted=True), test))

    def _boolean(self, item: AnyItem, standing: Standing, part: str, value: bool) -> Test:
        link = self._link(item, standing, part)
        where = self.paths.to(item, link, self.paths.base(item.id, standing), part)
        return Test(link, "=", {"answerBoolean": value}, f"{where}.answer.value = {str(value).lower()}")

    def _coded(self, item: AnyItem, standing: Standing, sign: str, option: str, part: str = "") -> Test:
        link = self._link(item, standing, part)
        where = self.paths.to(item, link, self.paths.base(item.id, standing), part)
        answer = {"answerCoding": coding(option_system(item), option)}
        return Test(link, sign, answer, f"{where}.answer.value.code {sign} '{option}'")

    def _number(self, item: AnyItem, standing: Standing, sign: str, number: float) -> Clause:
        link = self._link(item, standing)
        where = self.paths.to(item, link, self.paths.base(item.id, standing))
        if isinstance(item, Grade):
            return Path(f"{where}.answer.value.code.toInteger() {sign} {number:g}") if sign not in ("=",) else (
                self._coded(item, standing, sign, f"{number:g}")
            )
        kind = "answerDecimal" if isinstance(item, Number) else "answerInteger"
        return Test(link, sign, {kind: plain_number(number)}, f"{where}.answer.value {sign} {number:g}")

    def _link(self, item: AnyItem, standing: Standing, part: str = "") -> str:
        placed = At(None, standing.at.place if item.axis else None, standing.at.side if item.side else None)
        return link_of(item.id, placed, part)

    # -- any(): all records, or all places --------------------------------------------------------------------------

    def _anywhere(self, inner: ast.expr) -> Path:
        names = {node.id for node in ast.walk(inner) if isinstance(node, ast.Name)} & {*self.library.items, REGION}
        lists = {"operations" if name == REGION else self.library.items[name].record for name in names}
        if len(lists) == 1 and (records := lists.pop()):
            return Path(f"%resource.item.item.where(linkId = '{records}@').where({self._in_record(inner)}).exists()")
        match inner:
            case ast.Compare(
                left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=int() | float() as number)]
            ) if isinstance(self.library.items.get(name), Grade):
                item = self.library.items[name]
                where = self.paths.to(item, f"{name}@", self.paths.base(name, Standing()), like=True)
                return Path(f"{where}.answer.value.where(code.toInteger() {_SIGNS[type(op)]} {number:g}).exists()")
        raise Untold(f"any({ast.unparse(inner)})")

    def _in_record(self, tree: ast.expr) -> str:
        """A condition as it is asked within one record."""
        match tree:
            case ast.BoolOp(op=op, values=values):
                sign = " or " if isinstance(op, ast.Or) else " and "
                return sign.join(self._in_record(value) for value in values)
            case ast.Compare(left=ast.Name(id=left), ops=[ast.Eq()], comparators=[ast.Name(id=right)]):
                code = "" if left == REGION else ".code"
                return f"item.item.where(linkId = '{left}').answer.value{code} = '{right}'"
            case ast.Call(func=ast.Name(id="known"), args=[ast.Name(id=name)]):
                return f"item.item.where(linkId = '{name}').answer.exists()"
        raise Untold(ast.unparse(tree))


def _any(tests: list[Clause]) -> Clause:
    if not tests:
        raise Untold("nothing is abnormal")
    return tests[0] if len(tests) == 1 else _flat("any", tests)


def link_of(item: str, at: At, part: str = "") -> str:
    """The linkId of an item at a place, or of a part of its answer; the record is that of the group it stands in."""
    address = f"{item}@{at}" if at != NOWHERE else item
    return f"{address}.{part}" if part else address
