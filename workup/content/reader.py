"""Reads the content folder: TOML to a frozen library, and a Problem for each piece that cannot be used."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from workup.body import region_titles
from workup.content.evidence import rows_of
from workup.content.folder import Folder, Table
from workup.content.ordering import Orderable
from workup.content.reasoning import Conditions, anatomy_problems, numbers, of_engine, readers, with_terms
from workup.content.references import broken, name_of, places_of, reads_of, shape, unknown
from workup.content.report import report_of
from workup.errors import ContentError
from workup.expr import Condition, ExpressionError, Names, compile_condition
from workup.protocol import (
    FACT_LIST,
    FACT_PLACED,
    FACT_READS,
    Anatomy,
    AnyItem,
    Cause,
    CodeList,
    Computed,
    Engine,
    Flag,
    Gate,
    Hazard,
    Instrument,
    Library,
    Manoeuvre,
    Ordering,
    PlainWords,
    Problem,
    Reminder,
    ScopeRule,
    Section,
    Source,
    Step,
    Term,
)


def load(folder: Path) -> tuple[Library, list[Problem]]:
    """Read all content below `folder`; what cannot be used is left out and named in a Problem.

    Raises ContentError only when there is no protocol at all.
    """
    return _Reader(folder).library()


class _Reader(Folder):
    """One reading of a content folder; gathers problems as it goes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.items: dict[str, AnyItem] = {}
        self.section_of: dict[str, Section] = {}
        self.conditions: dict[str, Condition] = {}
        self.kinds: list[tuple[str, Table]] = []

    def library(self) -> tuple[Library, list[Problem]]:
        """The library and the problems met on the way."""
        head = self.toml(self.folder / "protocol" / "protocol.toml")
        if not head or not isinstance(head.get("steps"), list):
            reason = f" {self.problems[0]}" if self.problems else ""
            raise ContentError(
                f"No usable protocol in {self.folder}.{reason} Choose the folder that holds protocol/protocol.toml."
            )
        axes = {name: dict(places) for name, places in head.get("axes", {}).items()}
        anatomy = self.single("anatomy.toml", Anatomy)
        engine = self.single("engine.toml", Engine)
        engine = replace(engine, reminder=tuple(self.tables("reminders.toml", "reminder", Reminder)))
        causes = self.each("causes", Cause)
        flags = {flag.id: flag for flag in self.tables("flags.toml", "flag", Flag)}
        axes["cause"] = {cause.id: cause.title for cause in causes.values()}
        axes["flag"] = {flag.id: flag.title for flag in flags.values()}
        gates = {gate.id: gate for gate in self.tables("gates.toml", "gate", Gate)}
        axes["gate"] = {gate.id: gate.title for gate in gates.values()}
        ordering = self.single("ordering.toml", Ordering)
        plain = self.single("plain.toml", PlainWords)
        manoeuvres = self.each("manoeuvres", Manoeuvre)
        instruments, instrument_items = self._instruments()
        sources = {s.id: s for s in self.tables("sources.toml", "source", Source)}
        steps = tuple(
            step for name in head["steps"] if (step := self._step(str(name), instrument_items)) is not None
        )
        self._prune(axes, manoeuvres)
        names = self._names(axes, anatomy, engine)
        self._compile(steps, names)
        scopes = self._scopes(names)
        terms = self._terms()
        names, defined = with_terms(names, terms, self.problems)
        self.conditions.update({f"term:{name}": condition for name, condition in defined.items()})
        conditions = Conditions(names, self.conditions, self.problems)
        conditions.compile("engine.toml", of_engine(engine))
        self.problems += anatomy_problems(anatomy, axes, names.places)
        orders = Orderable(self, names)
        fields: dict[str, tuple[str, ...]] = {}
        for item in self.items.values():
            if item.record:
                fields[item.record] = (*fields.get(item.record, ()), item.id)
        library = Library(
            id=str(head.get("id", "")),
            title=str(head.get("title", "")),
            version=str(head.get("version", "")),
            review_by=str(head.get("review_by", "")),
            intended_use=str(head.get("intended_use", "")),
            limits=str(head.get("limits", "")),
            steps=self._kept(steps),
            items=self.items,
            section_of=self.section_of,
            manoeuvres=manoeuvres,
            instruments=instruments,
            sources=sources,
            axes=axes,
            conditions=self.conditions,
            fields=fields,
            scopes=scopes,
            regions=region_titles(self.folder / "figures" / "body.svg"),
            places={item.id: places_of(item, axes) for item in self.items.values()},
            reads={
                item.id: reads_of(item, self.section_of[item.id], self.conditions).union(fields.get(item.id, ()))
                for item in self.items.values()
            },
            renames={old: item.id for item in self.items.values() for old in item.was},
            report=report_of(self, self.items),
            hazards=tuple(self.tables("hazards.toml", "hazard", Hazard)),
            terms={term.id: term for term, _ in terms if term.id in defined},
            causes=(usable := conditions.causes(causes)),
            flags=conditions.flags(flags),
            readers=readers(self.conditions, usable),
            engine=engine,
            anatomy=anatomy,
            tests=orders.tests(self.kinds, self.items.get("order_kind")),
            gates=orders.gates(gates),
            ordering=ordering,
            plain=plain,
            codes=self.single("codes.toml", CodeList),
            asked_of_orders=orders.conditions,
            evidence=rows_of(self.files("evidence"), sources, self.problems),
            digest=self.hash.hexdigest(),  # last: every file has been read
        )
        return library, self.problems

    def _terms(self) -> list[tuple[Term, str]]:
        found: dict[str, tuple[Term, str]] = {}
        for path in sorted((self.folder / "definitions").glob("*.toml")):
            file = path.relative_to(self.folder).as_posix()
            for term in self.tables(file, "term", Term):
                if term.id in found or term.id in self.items:
                    self.problems.append(Problem(file, f"term {term.id}", f"The id “{term.id}” is used twice."))
                found[term.id] = (term, file)
        return list(found.values())

    # -- steps, sections, items ----------------------------------------------------------------------------------

    def _step(self, step_id: str, instrument_items: Mapping[str, tuple[AnyItem, ...]]) -> Step | None:
        path = self.folder / "protocol" / f"{step_id}.toml"
        table = self.toml(path)
        if not table:
            return None
        name = path.relative_to(self.folder).as_posix()
        head = table.get("step", {})
        step = Step(
            id=step_id,
            title=str(head.get("title", step_id.capitalize())),
            keep="patient" if head.get("keep") == "patient" else "evaluation",
            examined=bool(head.get("examined", False)),
        )
        sections = self._sections(table, name, step)
        for extra in sorted((self.folder / "protocol" / step_id).glob("*.toml")):
            part = self.toml(extra)
            sections += self._sections(part, extra.relative_to(self.folder).as_posix(), step)
            if "test" in part:
                self.kinds.append((extra.relative_to(self.folder).as_posix(), part["test"]))
        for number, section in enumerate(sections):
            if section.look == "instruments":
                sections[number] = self._with_instruments(section, instrument_items)
        return replace(step, sections=tuple(sections))

    def _sections(self, table: Table, name: str, step: Step) -> list[Section]:
        sections: list[Section] = []
        for number, raw in enumerate(table.get("section", []), 1):
            shell = {key: value for key, value in raw.items() if key != "item"}
            path = f"section {name_of(raw, number)}"
            section = self.convert({**shell, "step": step.id, "items": []}, Section, name, path)
            if section is None:
                continue
            section = replace(section, examined=step.examined, keep=section.keep or step.keep)
            ids: list[str] = []
            for position, item_table in enumerate(raw.get("item", []), 1):
                item = self._item(item_table, section, name, f"{path}, item {name_of(item_table, position)}")
                if item is not None:
                    ids.append(item.id)
            section = replace(section, items=tuple(ids))
            for item_id in ids:
                self.section_of[item_id] = section
            sections.append(section)
        return sections

    def _item(self, table: object, section: Section, name: str, path: str) -> AnyItem | None:
        item = self.convert(table, AnyItem, name, path)  # type: ignore[arg-type]
        if item is None:
            return None
        if item.id in self.items:
            self.problems.append(Problem(name, path, f"The id “{item.id}” is used twice."))
            return None
        item = replace(item, record=item.record or section.record, keep=item.keep or section.keep)
        if item.about:
            base = self.items.get(item.about)
            if base is None:
                self.problems.append(unknown(name, path, item.about, "item", self.items))
                return None
            item = replace(
                item, record=base.record, axis=base.axis, places=base.places, labels=base.labels, side=base.side
            )
        self.items[item.id] = item
        return item

    def _instruments(self) -> tuple[dict[str, Instrument], dict[str, tuple[AnyItem, ...]]]:
        found: dict[str, Instrument] = {}
        items: dict[str, tuple[Any, ...]] = {}
        for path in sorted((self.folder / "instruments").glob("*.toml")):
            table = self.toml(path)
            if not table:
                continue
            name = path.relative_to(self.folder).as_posix()
            shell = {key: value for key, value in table.items() if key != "item"}
            instrument = self.convert(shell, Instrument, name, path.stem)
            if instrument is None:
                continue
            raw = table.get("item", [])
            found[instrument.id] = replace(
                instrument, items=tuple(str(entry.get("id")) for entry in raw if isinstance(entry, dict))
            )
            items[instrument.id] = tuple((entry, name) for entry in raw)
        return found, items

    def _with_instruments(self, section: Section, tables: Mapping[str, tuple[Any, ...]]) -> Section:
        ids = list(section.items)
        for instrument, entries in tables.items():
            for number, (table, name) in enumerate(entries, 1):
                item = self._item(table, section, name, f"{instrument}, item {name_of(table, number)}")
                if item is not None:
                    ids.append(item.id)
        full = replace(section, items=tuple(ids))
        for item_id in ids:
            self.section_of[item_id] = full
        return full

    # -- references ----------------------------------------------------------------------------------------------

    def _prune(self, axes: Mapping[str, Mapping[str, str]], manoeuvres: Mapping[str, Manoeuvre]) -> None:
        """Leave out items that cannot work: without their axis, place, record or manoeuvre."""
        for item in list(self.items.values()):
            where = self.section_of[item.id]
            for sentence, word, known in broken(item, axes, manoeuvres, self.items):
                close = get_close_matches(word, list(known), n=1)
                path = f"section {where.id}, item {item.id}"
                self.problems.append(Problem(self._file_of(where), path, sentence, close[0] if close else ""))
                self.items.pop(item.id, None)

    def _file_of(self, section: Section) -> str:
        return f"protocol/{section.step}.toml"

    def _names(self, axes: Mapping[str, Mapping[str, str]], anatomy: Anatomy, engine: Engine) -> Names:
        places = {place for axis in axes.values() for place in axis}
        places.update(place for item in self.items.values() for place in item.places)
        shapes = {item.id: shape(item, number) for number, item in enumerate(self.items.values())}
        return Names(
            shapes,
            FACT_READS,
            frozenset(places),
            placed=FACT_PLACED,
            lists=FACT_LIST,
            computed={i.id: i.fact or i.sum for i in self.items.values() if isinstance(i, Computed)},
            constants=numbers(engine),
            relations=anatomy.relation,
            areas=anatomy.area,
            spine=tuple(axes.get("vertebra", ())),
        )

    def _compile(self, steps: Iterable[Step], names: Names) -> None:
        for step in steps:
            for section in step.sections:
                if section.when:
                    self._condition(f"section:{section.id}", section.when, names, section, f"section {section.id}")
                for item_id in section.items:
                    item = self.items.get(item_id)
                    if item is not None and item.when:
                        path = f"section {section.id}, item {item.id}"
                        if not self._condition(item.id, item.when, names, section, path):
                            del self.items[item.id]

    def _condition(self, key: str, text: str, names: Names, section: Section, path: str) -> bool:
        try:
            owners = [names.items[name].record for name in (key, *section.items) if name in names.items]
            record = section.record or next(filter(None, owners[:1] if key in names.items else owners), "")
            condition = compile_condition(text, names, own=record)
        except ExpressionError as error:
            self.problems.append(Problem(self._file_of(section), path, error.sentence, error.suggestion))
            return False
        own = names.items[key].order if key in names.items else None
        if own is None:
            own = min((names.items[i].order for i in section.items if i in names.items), default=len(names.items))
        later = sorted(i for i in condition.items if names.items[i].order >= own)
        if later:
            sentence = f"The condition reads “{later[0]}”, which does not stand earlier in the document."
            self.problems.append(Problem(self._file_of(section), path, sentence))
            return False
        self.conditions[key] = condition
        return True

    def _scopes(self, names: Names) -> tuple[ScopeRule, ...]:
        kept: list[ScopeRule] = []
        for rule in self.tables("protocol/scope.toml", "scope", ScopeRule):
            try:
                self.conditions[f"scope:{rule.id}"] = compile_condition(rule.when, names)
                kept.append(rule)
            except ExpressionError as error:
                self.problems.append(
                    Problem("protocol/scope.toml", f"scope {rule.id}", error.sentence, error.suggestion)
                )
        return tuple(kept)

    def _kept(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        """The steps with the items that survived."""
        result: list[Step] = []
        for step in steps:
            sections: list[Section] = []
            for section in step.sections:
                kept = replace(section, items=tuple(item for item in section.items if item in self.items))
                for item in kept.items:
                    self.section_of[item] = kept
                if not section.when or f"section:{section.id}" in self.conditions:
                    sections.append(kept)
                else:
                    for item in kept.items:
                        del self.items[item], self.section_of[item]
            result.append(replace(step, sections=tuple(sections)))
        for gone in set(self.section_of) - set(self.items):
            del self.section_of[gone]
        return tuple(result)
