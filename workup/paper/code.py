"""The QR code beside a signature: square, as large as a phone reads it from paper and from a fax."""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm

from workup.paper.pen import Pen
from workup.paper.tags import Node
from workup.texts import N_

SIDE = float(22 * mm)
TOLD = N_("QR code with what the fingerprints above can be checked by")
LONGEST = 1200  # letters of which a phone still reads the code at this size


class CodeBox:
    """A QR code of a text."""

    height = SIDE

    def __init__(self, text: str, node: Node) -> None:
        code = QRCode(None, QRErrorCorrectLevel.L)
        code.addData(text)
        code.make()
        self.node, self.modules = node, code.modules

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it with its upper left corner there."""
        with pen.figure(self.node, x, top, SIDE, SIDE):
            pen.cells(x, top, SIDE / len(self.modules), self.modules)
