"""What the colours on paper mean: a profile of sRGB, made here so that it is ours, small and always the same."""

from functools import cache
from struct import pack

# The primaries and the white of sRGB, adapted to D50 as the profile connection space asks (IEC 61966-2-1, ICC.1:2001).
WHITE = (0.9642, 1.0, 0.8249)
PRIMARIES = {b"r": (0.43607, 0.22249, 0.01392), b"g": (0.38515, 0.71687, 0.09708), b"b": (0.14307, 0.06061, 0.7141)}
POINTS = 256
NAME = "sRGB"


def _fixed(*numbers: float) -> bytes:
    """Numbers with sixteen binary places."""
    return pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _linear(share: float) -> float:
    """How much light a value stands for."""
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _named(text: str) -> bytes:
    """A description: in ASCII, and empty for other scripts."""
    letters = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + pack(">I", len(letters)) + letters + bytes(4 + 4 + 2 + 1 + 67)


@cache
def srgb() -> bytes:
    """The profile: a monitor's, version 2, three primaries and one curve for all of them."""
    steps = [round(65535 * _linear(number / (POINTS - 1))) for number in range(POINTS)]
    curve = b"curv\0\0\0\0" + pack(f">I{POINTS}H", POINTS, *steps)
    tags = {b"desc": _named(NAME), b"cprt": b"text\0\0\0\0No copyright\0", b"wtpt": b"XYZ \0\0\0\0" + _fixed(*WHITE)}
    tags |= {colour + b"XYZ": b"XYZ \0\0\0\0" + _fixed(*place) for colour, place in PRIMARIES.items()}
    tags |= {colour + b"TRC": curve for colour in PRIMARIES}
    start = 128 + 4 + 12 * len(tags)
    table, body, placed = pack(">I", len(tags)), b"", dict[bytes, int]()
    for tag, data in tags.items():
        if data not in placed:
            placed[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += tag + pack(">II", placed[data], len(data))
    made = pack(">6H", 2000, 1, 1, 0, 0, 0)
    header = pack(">I4sI4s4s4s", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ") + made + b"acsp"
    return (header.ljust(68, b"\0") + _fixed(*WHITE)).ljust(128, b"\0") + table + body
