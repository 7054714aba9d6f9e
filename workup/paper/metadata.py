"""What a file says of itself: title, dates, the standards it keeps, and the place of its seal."""

from datetime import datetime
from html import escape
from typing import Literal

from msgspec import Struct

SEAL_LENGTH = 512
SEAL_OPENS = b"<workup:seal>"


Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


class Attachment(Struct, frozen=True):
    """A file carried by the document, and what it is to it."""

    name: str
    mime: str
    data: bytes
    relationship: Relationship
    description: str


class Meta(Struct, frozen=True):
    """What a file says of itself; no patient is named. `dated` is all its dates.

    One that is not `archival` makes no claim to keep the standards.
    """

    title: str
    dated: datetime
    author: str = "Workup"
    language: str = "en"
    archival: bool = True


def pdf_date(moment: datetime) -> str:
    """`D:20251125094100+00'00'`."""
    zone = f"{moment:%z}" or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _xmp_date(moment: datetime) -> str:
    zone = f"{moment:%z}" or "+0000"
    return f"{moment:%Y-%m-%dT%H:%M:%S}{zone[:3]}:{zone[3:5]}"


def packet(meta: Meta) -> bytes:
    """The metadata of a file as XMP, with the descriptions of what PDF/A does not know by itself."""
    title, author = (escape(text, quote=False) for text in (meta.title, meta.author))
    text = PACKET.format(
        title=title,
        author=author,
        date=_xmp_date(meta.dated),
        claims=CLAIMS if meta.archival else "",
        seal=SEAL_OPENS.decode() + "0" * SEAL_LENGTH,
    )
    return text.encode()


CLAIMS = """<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
"""
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:workup="urn:workup:file">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{author}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{author}</pdf:Producer>
{claims}{seal}</workup:seal>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Workup file schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:workup:file</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>workup</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>seal</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Signature of the file with zeros in this place</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
