"""The list of components as CycloneDX: python requirements/components.py writes components.json beside this file.

Packages and their digests are those of the lock. What is built into them is written down here, as the packages
themselves tell it when they are asked; a test asks them.
"""

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
LIST = FOLDER / "components.json"
_PIN = re.compile(r"^([a-z0-9-]+)==([\w.]+)(?: ; ([^\\]+?))? \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

ELSEWHERE = "platform_machine == 'x86_64' and sys_platform == 'darwin'"  # older wheels, which nobody here could ask
# Package -> what is linked into its wheels: name, version where it can be asked for, and what of it is used.
EMBEDDED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sqlcipher3": (
        ("SQLite", "3.53.4", "the records"),
        ("SQLCipher", "4.19.0", "their encryption"),
        ("OpenSSL", "3.6.0", "AES-256, HMAC-SHA512 and random bytes of the records; no TLS"),
    ),
    "cryptography": (("OpenSSL", "4.0.3", "Argon2id, AES-256-GCM, P-256 and Ed25519 of keys and signatures; no TLS"),),
    "cffi": (("libffi", "", "calls of cryptography into its OpenSSL"),),
    "pyside6-essentials": (("Qt", "6.12.0", "the window"),),
    "pyside6-pdf": (("PDFium", "", "pages of reports, in a process without a key"),),
    "pikepdf": (("qpdf", "12.4.2", "signed pages and reports"), ("libjpeg-turbo", "", "pictures in them; not used")),
    "lxml": (("libxml2", "2.14.6", "descriptions in PDF files"), ("libxslt", "1.1.43", "not used")),
    "pillow": (
        ("libjpeg-turbo", "3.2.0", "reports that are pictures"),
        ("zlib-ng", "2.3.3", "reports that are pictures"),
        *((name, version, "not used") for name, version in (
            ("libtiff", "4.7.2"), ("OpenJPEG", "2.5.4"), ("libwebp", "1.6.0"), ("libavif", "1.4.2"),
            ("LittleCMS", "2.19"), ("FreeType", "2.14.3"), ("Raqm", "0.11.0"), ("HarfBuzz", "14.5.0"),
            ("FriBiDi", "1.0.8"),
        )),
    ),
}  # fmt: skip


def components() -> dict[str, Any]:
    """The list, the same for the same lock."""
    found: list[dict[str, Any]] = []
    for line in (FOLDER / "runtime.txt").read_text(encoding="utf-8").splitlines():
        pin = _PIN.match(line)
        if pin is not None:
            found.append(_package(*pin.groups()))
        elif (digest := _HASH.search(line)) is not None:
            found[-1]["properties"].append({"name": "sha256 of a file", "value": digest[1]})
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": found}


def _package(name: str, version: str, where: str | None) -> dict[str, Any]:
    inside = [
        {
            "type": "library", "name": part, "description": f"{use}; built into {name}",
            **({"version": of} if of and where != ELSEWHERE else {}),
        }
        for part, of, use in EMBEDDED.get(name, ())
    ]  # fmt: skip
    return {
        "type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}",
        "properties": [{"name": "where", "value": where}] if where else [],
        **({"components": inside} if inside else {}),
    }  # fmt: skip


if __name__ == "__main__":
    LIST.write_text(json.dumps(components(), indent=1) + "\n", encoding="utf-8")
