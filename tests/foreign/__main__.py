"""What FHIR software by others makes of ours: a validator of R4, and LHC-Forms showing the protocol in a browser.

`make fhir` runs it; it needs Node and is no part of `make test`. The patients are the worked ones of the content.
"""

from __future__ import annotations

import argparse
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.workup.notes import assessed_case, library
from tests.workup.test_fhir_form import NAMES, counting, form, link
from tests.workup.test_fhir_valid import COVERS, SEEDED, exported, sample
from workup.answers import At, Slot
from workup.assess import Assessment
from workup.fhir.form import form_of
from workup.protocol import Computed

HERE = Path(__file__).resolve().parent
SHOWN = (
    "sample-patient", "history-complete", "symptoms-complete", "exam-complete", "tests-complete", "demo-recurrent-disc",
)  # fmt: skip
Key = tuple[int | None, str]


def foreign(program: str, *files: Path) -> Iterator[dict[str, Any]]:
    """What a program of theirs says of each file, as it comes; ValueError where it ends otherwise than well."""
    with subprocess.Popen(
        ["node", str(HERE / program), *map(str, files)], stdout=subprocess.PIPE, text=True, cwd=HERE
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise ValueError(f"{program} ended with {process.returncode}")


def written(folder: Path, name: str, told: object) -> Path:
    """A file of this name with this in it."""
    path = folder / f"{name.replace('/', '~')}.json"
    path.write_text(json.dumps(told), "utf-8")
    return path


def validated(folder: Path, names: list[str]) -> bool:
    """Every Bundle without an error; and the validator sees faults put in, so that its silence says something."""
    files = [written(folder, name, exported(assessed_case(name))) for name in names]
    patient = assessed_case("sample-patient")
    files += [written(folder, f"state-{state}", exported(patient, cover)) for state, cover in COVERS.items()]
    errors = [f"{told['name']}: {error}" for told in foreign("validator.mjs", *files) for error in told["errors"]]
    broken = []
    for name, change in SEEDED.items():
        bundle = copy.deepcopy(sample())
        change(bundle)
        broken.append(written(folder, name, bundle))
    seen = sum(bool(told["errors"]) for told in foreign("validator.mjs", *broken))
    _say(f"validator: {len(files)} Bundles, {len(errors)} errors; sees {seen} of {len(broken)} faults put in", errors)
    return not errors and seen > 0


def ours(assessment: Assessment) -> tuple[set[Key], dict[Key, object]]:
    """The slots we ask, and the totals we come to."""
    asked = {link(Slot(item, at)) for item, ats in assessment.asked.items() for at in ats}
    totals: dict[Key, object] = {}
    for where, number in assessment.computed.items():
        item = library().items[where.item]
        assert isinstance(item, Computed)
        if item.sum or item.fact in ("bmi", "leg_share"):
            totals[link(where)] = float(number)
    for record in assessment.records.get("operations", ()):
        region = assessment.facts.value("region_of_operation", At(record))
        if region is not None:
            totals[record, "region_of_operation"] = region
    return asked, totals


def rendered(folder: Path, names: list[str]) -> bool:
    """Each patient in LHC-Forms: the same questions on the page and the same totals."""
    paths = [written(folder, name, {**counting(assessed_case(name)), "status": "completed"}) for name in names]
    same = True
    for told in foreign("renderer.mjs", written(folder, "form", form()), *paths):
        asked, totals = ours(assessed_case(told["name"].replace("~", "/")))
        differing = _differing(told, asked, totals)
        same = same and not differing
        _say(f"LHC-Forms: {told['name']}: {len(asked)} questions, {len(totals)} totals", differing)
    return same


def _differing(told: dict[str, Any], asked: set[Key], totals: dict[Key, object]) -> list[str]:
    """Where the page and we part, in words."""
    hidden = {one["linkId"] for one in _items(form()["item"]) if _hidden(one)}
    places = form_of(library()).places.items()
    whole = {key for key, place in places if not place.part and not key.startswith("pain_map@")}
    # Every form shows one empty repetition more (0), to be filled in next; there is no such record yet.
    shown = {(record, key) for record, key in told["shown"] if record != 0 and key in whole}
    wanted = {key for key in asked if key[1] not in hidden}
    values = {(record, key): value for record, key, value in told["values"] if record != 0 and value is not None}
    return [
        *(f"not shown: {key}" for key in sorted(wanted - shown, key=str)),
        *(f"shown beyond: {key}" for key in sorted(shown - wanted, key=str)),
        *(
            f"total of {key}: {values.get(key)}, ours {totals.get(key)}"
            for key in values.keys() | totals.keys()
            if not _equal(values.get(key), totals.get(key))
        ),
    ]


def _say(line: str, below: list[str]) -> None:
    sys.stdout.write("\n  ".join((line, *below)) + "\n")
    sys.stdout.flush()


def _equal(theirs: object, wanted: object) -> bool:
    if isinstance(wanted, float) and isinstance(theirs, (int, float, str)):  # their number fields hold text
        return abs(float(theirs) - wanted) < 1e-6
    return theirs == wanted


def _items(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _items(item.get("item", []))


def _hidden(item: dict[str, Any]) -> bool:
    return any(one["url"].endswith("questionnaire-hidden") for one in item.get("extension", ()))


def main() -> int:
    """Both checks; 0 where they agree with us."""
    parser = argparse.ArgumentParser(prog="tests.foreign")
    parser.add_argument("--all", action="store_true", help="every worked patient in the browser, not six")
    whole = parser.parse_args().all
    with TemporaryDirectory() as folder:
        valid = validated(Path(folder), NAMES)
        shown = rendered(Path(folder), NAMES if whole else list(SHOWN))
    return 0 if valid and shown else 1


if __name__ == "__main__":
    sys.exit(main())
