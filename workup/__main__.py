"""The command line without a window: content, worked patients, vaults. Errors are one line and exit status 2."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from workup import checking, sheets, terminal
from workup.assess import Assessment, assess
from workup.cases import Case, read_case
from workup.check import check
from workup.content import load
from workup.errors import WorkupError
from workup.protocol import (
    AnyItem,
    BodyMap,
    Choice,
    Choices,
    Grade,
    Library,
    ManoeuvreItem,
    Number,
    Scale,
    SpanOfLevels,
    Text,
    When,
    YesNo,
)
from workup.reasoning.rows import rows
from workup.reasoning.scores import Score

if TYPE_CHECKING:
    from workup.note import Cover, Note

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
COMMANDS = (
    "check", "items", "case", "knowledge", "questionnaire", *sheets.COMMANDS, *terminal.COMMANDS, "verify", "import",
)  # fmt: skip


class OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one clear line, and which completes no half-typed option."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """What the commands without a window take."""
    root = OneLineParser(prog="main.py")
    commands = root.add_subparsers(dest="command", required=True, parser_class=OneLineParser)
    proving = commands.add_parser("check", help="prove a content folder")
    proving.add_argument("folder", nargs="?", type=Path, default=RESOURCES)
    proving.add_argument("--coverage", action="store_true", help="also fail when a field of the reference has no item")
    items = commands.add_parser("items", help="list every item")
    items.add_argument("--json", action="store_true", help="all that scripts need, as JSON")
    case = commands.add_parser("case", help="assess and render a worked patient")
    case.add_argument("file", type=Path)
    case.add_argument("--referral", type=int, metavar="N", help="the referral page of order N in place of the summary")
    form = case.add_mutually_exclusive_group(required=True)
    form.add_argument("--json", action="store_true")
    form.add_argument("--text", action="store_true")
    form.add_argument("--pdf", type=Path, metavar="OUT")
    form.add_argument("--fhir", type=Path, metavar="OUT", help="the whole case as a FHIR R4 document Bundle")
    case.add_argument("--replace", action="store_true", help="write over a file that is already there")
    known = commands.add_parser("knowledge", help="print the whole knowledge base for clinical governance")
    form = known.add_mutually_exclusive_group(required=True)
    form.add_argument("--text", action="store_true")
    form.add_argument("--pdf", type=Path, metavar="OUT")
    known.add_argument("--replace", action="store_true", help="write over a file that is already there")
    asked = commands.add_parser("questionnaire", help="write the protocol as a FHIR R4 Questionnaire")
    asked.add_argument("--out", type=Path, metavar="OUT", required=True)
    asked.add_argument("--replace", action="store_true", help="write over a file that is already there")
    for others in (sheets, terminal, checking):
        others.add(commands)
    return root


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    options = parser().parse_args(arguments)
    try:
        status = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on, as with `| head`
        return 0
    except WorkupError as error:
        print(error.sentence, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or 'A file'}: {error.strerror}.", file=sys.stderr)
        return 2
    return status


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "check":
            return _check(options.folder, options.coverage)
        case "items":
            return _items(options.json)
        case "knowledge":
            return _knowledge(options)
        case "questionnaire":
            return _questionnaire(options)
        case command if command in sheets.COMMANDS:
            return sheets.run(options, _library(), RESOURCES)
        case "verify" | "import":
            return checking.run(options)
        case command if command in terminal.COMMANDS:
            return terminal.run(options)
        case _:
            return _case(options)


def _library() -> Library:
    library, problems = load(RESOURCES)
    for problem in problems:
        print(problem, file=sys.stderr)
    return library


def _check(folder: Path, coverage: bool) -> int:
    problems = check(folder, coverage)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {folder}.")
        return 1
    library, _ = load(folder)
    counts = f"{len(library.items)} items, {len(library.manoeuvres)} manoeuvres, {len(library.sources)} sources"
    print(f"{counts}: all in order.")
    return 0


def _items(as_json: bool) -> int:
    library = _library()
    rows = [item_row(library, item) for item in library.items.values()]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(f"{row['id']:<34} {' '.join(row['ref']):<10} {row['step']:<11} {row['kind']:<10} {row['text']}")
    return 0


def item_row(library: Library, item: AnyItem) -> dict[str, Any]:
    """One item as scripts see it."""
    section = library.section_of[item.id]
    least, most = (item.least, item.most) if isinstance(item, Number | Scale) else (None, None)
    return {
        "id": item.id,
        "ref": list(item.ref),
        "step": section.step,
        "section": section.id,
        "kind": item.__struct_config__.tag,
        "text": item.text,
        "options": options_of(library, item),
        "axis": item.axis,
        "places": list(item.places or library.axes[item.axis]) if item.axis else [],
        "side": item.side,
        "record": item.record or None,
        "unit": getattr(item, "unit", "") or None,
        "range": None if least is None and most is None else [least, most],
        **value_rules(library, item),
        "when": item.when or section.when or None,
        "log": item.keep,
        "about": item.about or None,
        "red_flag": item.red_flag,
        "optional": item.optional,
    }


def value_rules(library: Library, item: AnyItem) -> dict[str, Any]:
    """What else decides whether a value fits, for the kinds that have more than options and a range."""
    match item:
        case Number():
            return {"decimals": item.decimals}
        case Text():
            return {"length": item.most}
        case When():
            return {"whole_day": item.whole, "future": item.future}
        case SpanOfLevels():
            return {"levels": list(item.places or library.axes["vertebra"])}
        case ManoeuvreItem():
            manoeuvre = library.manoeuvres[item.manoeuvre]
            return {"angle": list(manoeuvre.angle) if manoeuvre.angle else None, "felt": dict(manoeuvre.felt)}
        case BodyMap():
            return {"regions": sorted(library.regions)}
        case _:
            return {}


def options_of(library: Library, item: AnyItem) -> dict[str, str]:
    """The option ids an item takes, with their labels."""
    match item:
        case YesNo():
            return {"yes": "Yes", "no": "No"}
        case Choice() | Choices():
            return dict(item.options)
        case Grade():
            return dict(item.grades)
        case ManoeuvreItem():
            return {"positive": "Positive", "negative": "Negative"}
        case _:
            return dict(getattr(item, "qualities", {}))


def _case(options: argparse.Namespace) -> int:
    library = _library()
    worked = read_case(library, options.file)
    assessment = assess(library, worked.answers, worked.today, worked.visits)
    if options.json:
        if options.referral is not None:
            print("--referral prints with --text or --pdf, not with --json.", file=sys.stderr)
            return 2
        print(json.dumps(summary(worked, assessment), ensure_ascii=False, indent=1))
        return 0
    from workup.note import Cover, compose

    cover = Cover(author="", printed_at=datetime.combine(worked.today, time(12), UTC))
    if options.fhir is not None:
        if options.referral is not None:
            print("--referral prints with --text or --pdf, not with --fhir.", file=sys.stderr)
            return 2
        from workup.fhir import Origin, bundle, canonical

        named = Origin(f"case-{options.file.stem}", f"case-{options.file.stem}")
        sheets.written(options.fhir, canonical(bundle(assessment, cover, named)), replace=options.replace)
        return 0
    if options.referral is None:
        return _tell(compose(library, assessment, cover), cover, options)
    from workup.note.referral import referral, referral_cover

    numbers = assessment.records.get("orders", ())
    if options.referral not in numbers:
        known = f"its orders are {', '.join(map(str, numbers))}" if numbers else "it has no order"
        print(f"{options.file} has no order {options.referral}; {known}.", file=sys.stderr)
        return 2
    cover = referral_cover(cover, assessment, options.referral)
    return _tell(referral(library, assessment, options.referral, cover), cover, options)


def _knowledge(options: argparse.Namespace) -> int:
    from workup.knowledge import knowledge, knowledge_cover

    cover = knowledge_cover(datetime.now().astimezone())
    return _tell(knowledge(_library(), cover), cover, options)


def _tell(note: "Note", cover: "Cover", options: argparse.Namespace) -> int:
    """The note as text, or as a PDF in the file asked for."""
    from workup.note import plain_text

    if options.text:
        print(plain_text(note))
        return 0
    from workup.body import load_body
    from workup.paper import pdf
    from workup.style import load_style

    page = pdf(note, load_style(RESOURCES / "style.toml"), load_body(RESOURCES / "figures" / "body.svg"), cover)
    sheets.written(options.pdf, page, replace=options.replace)
    return 0


def _questionnaire(options: argparse.Namespace) -> int:
    from workup.fhir import canonical, questionnaire

    sheets.written(options.out, canonical(questionnaire(_library())), replace=options.replace)
    return 0


def score_row(score: Score) -> dict[str, Any]:
    """One score as scripts see it; `reached` is null where a limit does not decide it."""
    change, limit = score.change, score.limit
    return {
        "id": str(score.where),
        "instrument": score.instrument,
        "title": score.title,
        "value": score.value,
        "band": score.band or None,
        "finding": score.finding,
        "unverified": score.unverified,
        "complete": score.complete,
        "missing": score.missing,
        "change": change.points if change is not None else None,
        "since": str(change.since) if change is not None else None,
        "important_change": None
        if limit is None
        else {
            "points": limit.points,
            "upto": limit.upto,
            "percent": limit.percent,
            "basis": limit.basis or "source",
            "reached": change.reached if change is not None else None,
        },
        "date": str(score.date) if score.date is not None else None,
        "version": score.version or None,
        "warning": score.warning or None,
        "sources": list(score.sources),
    }


def summary(worked: Case, assessment: Assessment) -> dict[str, Any]:
    """What the answers of a case mean, as scripts see it."""
    counted = set(assessment.counted)
    return {
        "today": str(assessment.today),
        "visits": [{"number": v.number, "date": str(v.day)} for v in assessment.visits],
        "content": {"id": assessment.library.id, "version": assessment.library.version},
        "scope": {
            "rule": assessment.scope.rule.id if assessment.scope.rule else None,
            "sentence": assessment.scope.sentence,
        },
        "answers": [
            {
                "address": str(where),
                "value": msgspec.to_builtins(answer.value),
                "visit": answer.visit,
                "counts": where in counted,
                "finding": where in assessment.findings,
            }
            for where, answer in assessment.answers.items()
        ],
        "facts": {name: msgspec.to_builtins(value) for name, value in assessment.facts.all().items()},
        "computed": {str(where): value for where, value in assessment.computed.items()},
        "scores": [score_row(score) for score in assessment.scores],
        "doubts": {str(where): sentence for where, sentence in assessment.doubts.items()},
        "open": [str(where) for where in assessment.open],
        **rows(assessment.reasoning),
        "not_asked": [str(where) for where in assessment.open],
        "steps": {name: {"done": tally.done, "total": tally.total} for name, tally in assessment.steps.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
