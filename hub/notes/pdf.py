"""A frozen file note or a report as a PDF, made of the same blocks as its page. The same gives the same bytes."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table as Grid

from hub.formatters import paragraphs
from hub.notes.blocks import Block, Facts, Heading, Items, Quote, Table, Text

PLAIN, BOLD = "HubVera", "HubVera-Bold"
MISSING = "?"
NOT_TAGGED = "This PDF is not tagged for screen readers. The accessible version is the page at {address}."
SUBSTITUTED = "Letters that its typeface lacks stand here without their accents, or as “?”. The page has them whole."

SIZES = {1: 18, 2: 14, 3: 11, 4: 9.5}

MARGIN = 20 * mm
RULE = HexColor("#b1b4b6")


def as_pdf(title: str, blocks: Sequence[Block], address: str, hashes: Sequence[str]) -> bytes:
    """The paper on A4. ``address`` is where its page is; ``hashes`` are lines that stand at its end and beneath it."""
    _register_fonts()
    texts = Typeset()
    story = [texts.heading(title, 1), texts.small(NOT_TAGGED.format(address=address)), Spacer(1, 3 * mm)]
    for block in blocks:
        story += texts.flowables(block)
    story += [texts.heading("Hash", 2), *(texts.small(line) for line in hashes)]
    if texts.substituted:
        story.append(texts.small(SUBSTITUTED))
    paper = BytesIO()
    document = SimpleDocTemplate(
        paper,
        pagesize=A4,
        title=title,
        lang="en-GB",
        invariant=1,
        topMargin=18 * mm,
        bottomMargin=MARGIN,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
    )
    foot = _footer(texts.shown(title)[:70], hashes[0] if hashes else "")
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return paper.getvalue()


class Typeset:
    """Text as paragraphs. ``substituted``: a letter was not in the typeface and another stands for it."""

    def __init__(self) -> None:
        self.substituted = False

    def flowables(self, block: Block) -> list[Flowable]:
        match block:
            case Heading():
                return [self.heading(block.text, block.level)]
            case Text():
                return self._lines(block.text, "strong" if block.strong else "text")
            case Quote():
                source = self._paragraph(self._marked(" – ".join(filter(None, (block.source, block.url)))), "source")
                *words, last = self._lines(block.text, "quote")
                return [*words, KeepTogether([last, source])]
            case Items():
                return [self._paragraph(f"• {self._marked(text)}", "item") for text in block.texts]
            case Facts():
                return [each for label, text in block.pairs for each in self._fact(label, text)]
            case Table():
                return [self._paragraph(self._marked(block.caption), "caption"), self._grid(block)]

    def heading(self, text: str, level: int) -> Flowable:
        return self._paragraph(self._marked(text), f"heading{level}")

    def small(self, text: str) -> Flowable:
        return self._paragraph(self._marked(text), "small")

    def shown(self, text: str) -> str:
        """The text in letters that the typeface has."""
        found = "".join(map(_in_typeface, text))
        self.substituted |= found != text
        return found

    def _fact(self, label: str, text: str) -> list[Flowable]:
        first, *others = paragraphs(text) or [""]
        named = f'<font name="{BOLD}">{self._marked(label)}:</font> {self._marked(first)}'
        return [self._paragraph(named, "text"), *(self._paragraph(self._marked(line), "text") for line in others)]

    def _grid(self, table: Table) -> Flowable:
        """Its headings are repeated on each page it goes over to."""
        room = (A4[0] - 2 * MARGIN) / sum(table.widths)
        styles = ["cell", *(["amount" if table.amounts else "cell"] * (len(table.columns) - 1))]
        head = [
            self._paragraph(f'<font name="{BOLD}">{self._marked(name)}</font>', style)
            for name, style in zip(table.columns, styles, strict=True)
        ]
        rows = [
            [self._paragraph(self._marked(cell), style) for cell, style in zip(row, styles, strict=True)]
            for row in table.rows
        ]
        look = [("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        look += [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]
        look += [("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
        widths = [part * room for part in table.widths]
        return Grid(
            [head, *rows], colWidths=widths, repeatRows=1, splitInRow=1, style=look, spaceAfter=6, hAlign="LEFT"
        )

    def _lines(self, text: str, style: str) -> list[Flowable]:
        """Each line by itself: reportlab takes long over a paragraph with many breaks."""
        return [self._paragraph(self._marked(line), style) for line in paragraphs(text) or [""]]

    def _marked(self, text: str) -> str:
        return escape(self.shown(text))

    def _paragraph(self, marked: str, style: str) -> Flowable:
        return Paragraph(marked, _styles()[style])


def _in_typeface(letter: str) -> str:
    glyphs = pdfmetrics.getFont(PLAIN).face.charToGlyph
    if letter == "\n" or ord(letter) in glyphs:
        return letter
    plain = [each for each in unicodedata.normalize("NFKD", letter) if ord(each) in glyphs]
    return "".join(plain) or MISSING


def _footer(title: str, line: str) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 7)
        canvas.drawString(20 * mm, 12 * mm, line)
        canvas.drawString(20 * mm, 8 * mm, title)
        canvas.drawRightString(A4[0] - 20 * mm, 8 * mm, f"Page {document.page}")

    return draw


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    """Bitstream Vera, which reportlab ships and whose licence lets it be embedded."""
    pdfmetrics.registerFont(TTFont(PLAIN, "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))


@lru_cache(maxsize=1)
def _styles() -> dict[str, ParagraphStyle]:
    return {style.name: style for style in _made()}


def _made() -> Iterator[ParagraphStyle]:
    plain = {"fontName": PLAIN, "fontSize": 9.5, "leading": 13.5, "spaceAfter": 4, "alignment": TA_LEFT}
    yield ParagraphStyle("text", **plain)
    yield ParagraphStyle("item", **plain | {"leftIndent": 10, "firstLineIndent": -10})
    yield ParagraphStyle("strong", **plain | {"fontName": BOLD})
    yield ParagraphStyle("small", **plain | {"fontSize": 8, "leading": 11})
    yield ParagraphStyle("quote", **plain | {"leftIndent": 14, "spaceAfter": 0})
    yield ParagraphStyle("source", **plain | {"leftIndent": 14, "fontSize": 8, "leading": 11, "spaceAfter": 6})
    yield ParagraphStyle("caption", **plain | {"fontName": BOLD, "spaceBefore": 3, "spaceAfter": 2, "keepWithNext": 1})
    cell = plain | {"fontSize": 8, "leading": 10.5, "spaceAfter": 0}
    yield ParagraphStyle("cell", **cell)
    yield ParagraphStyle("amount", **cell | {"alignment": TA_RIGHT})
    for level, size in SIZES.items():
        shape = {"fontName": BOLD, "fontSize": size, "leading": size * 1.3, "spaceBefore": size / 2, "keepWithNext": 1}
        yield ParagraphStyle(f"heading{level}", **plain | shape)
