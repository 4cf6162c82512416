"""The German Word template, built in code.

python-docx brings an American one: US letter, en-US, hundreds of kilobytes of unused styles. This has only
what the documents use: A4, de-DE, a sans serif face that every office has, real heading styles, a ruled table
and lists. Source: design/papers.md (Documents, Word).
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import NamedTuple

FONT = "Arial"
ACCENT = "1F3B63"
GREY = "595959"
RULE = "8C95A3"
SHADE = "EEF1F5"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LEVELS = 6


class _Style(NamedTuple):
    """A paragraph style: its id, its name in Word, and the inner XML of its paragraph and run properties."""

    style_id: str
    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    following: str = ""

    def xml(self) -> str:
        """Return the style as Word stores it; the order of the elements is the schema's."""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.style_id}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="{self.based_on}"/>'
            + (f'<w:next w:val="{self.following}"/>' if self.following else "")
            + f"<w:qFormat/><w:pPr>{self.paragraph}</w:pPr><w:rPr>{self.run}</w:rPr></w:style>"
        )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, half_points: int, before: int) -> _Style:
    return _Style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>',
        f"{_BOLD_ACCENT}{_size(half_points)}",
        following="Normal",
    )


_BOLD_ACCENT = f'<w:b/><w:bCs/><w:color w:val="{ACCENT}"/>'
_IN_GREY = f'<w:color w:val="{GREY}"/>'
_CLOSE = '<w:spacing w:after="0"/>'
_BOX = (
    f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="5" w:color="{SHADE}"/>'
    f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{ACCENT}"/>'
    f'<w:bottom w:val="single" w:sz="4" w:space="5" w:color="{SHADE}"/></w:pBdr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    '<w:spacing w:after="80"/><w:ind w:left="227"/>'
)
_SIGN_HERE = (
    "<w:keepLines/>"
    f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="3" w:color="{GREY}"/></w:pBdr>'
    '<w:spacing w:before="840" w:after="120"/><w:ind w:right="4536"/>'
)
_STYLES = (
    *(
        _heading(level, half_points, before)
        for level, half_points, before in (
            (1, 27, 320),
            (2, 23, 220),
            (3, 21, 180),
            (4, 21, 160),
            (5, 21, 160),
            (6, 21, 160),
        )
    ),
    _Style(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="264" w:lineRule="auto"/>',
        f"{_BOLD_ACCENT}{_size(34)}",
        following="Normal",
    ),
    _Style(
        "DocumentKind",
        "Dokumentart",
        '<w:keepNext/><w:spacing w:before="360" w:after="40"/>',
        f"<w:b/><w:bCs/>{_IN_GREY}{_size(23)}",
        following="Title",
    ),
    _Style("Sender", "Absender", _CLOSE, f"<w:b/><w:bCs/>{_size(26)}"),
    _Style("SenderLine", "Absenderzeile", _CLOSE, f"{_IN_GREY}{_size(18)}"),
    _Style("Address", "Anschrift", _CLOSE),
    _Style("Status", "Bearbeitungsstand", '<w:spacing w:after="240"/>', "<w:i/><w:iCs/>"),
    _Style("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/>'),
    _Style("Resolution", "Beschlusstext", _BOX),
    _Style("Note", "Anmerkung", "", f"{_IN_GREY}{_size(18)}"),
    _Style("TableText", "Tabellentext", _CLOSE, _size(19)),
    _Style("TableHead", "Tabellenkopf", "<w:keepNext/>", _BOLD_ACCENT, based_on="TableText"),
    _Style("SignatureLine", "Unterschrift", _SIGN_HERE),
    _Style("Header", "header", _CLOSE, f"{_IN_GREY}{_size(16)}"),
    _Style("Footer", "footer", _CLOSE, f"{_IN_GREY}{_size(16)}"),
)
_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
    '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="RuledTable"><w:name w:val="Tabelle mit Linien"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="6" w:space="0" w:color="{RULE}"/>'
    f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{RULE}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr>'
    "</w:tblStylePr></w:style>"
)


def _styles() -> str:
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl/></w:pPr><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:rPr><w:color w:val="0B4F9E"/><w:u w:val="single"/></w:rPr></w:style>'
        + "".join(style.xml() for style in _STYLES)
        + _TABLE_STYLES
        + "</w:styles>"
    )


def _level(index: int, number_format: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{397 * (index + 1)}" w:hanging="397"/></w:pPr></w:lvl>'
    )


def _numbering() -> str:
    """Two abstract lists, 0 with signs and 1 with numbers; `word_text.new_list` adds the printed ones."""
    signs = "".join(_level(index, "bullet", "•" if index % 2 == 0 else "–") for index in range(_LEVELS))
    numbers = "".join(
        _level(
            index,
            "decimal" if index % 2 == 0 else "lowerLetter",
            f"%{index + 1}{'.' if index % 2 == 0 else ')'}",
        )
        for index in range(_LEVELS)
    )
    return (
        f'{_HEAD}<w:numbering xmlns:w="{_W}">'
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{signs}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
        "</w:numbering>"
    )


_BODY = (
    f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1247" w:left="1417" w:header="567" w:footer="510" '
    'w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:defaultTabStop w:val="709"/><w:autoHyphenation/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="de-DE"/><w:decimalSymbol w:val=","/>'
    '<w:listSeparator w:val=";"/></w:settings>'
)
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/></Types>'
)
_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_BODY_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/settings" Target="settings.xml"/></Relationships>'
)


@cache
def template() -> bytes:
    """Return the empty template as the bytes of a .docx file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT_RELATIONS),
            ("word/document.xml", _BODY),
            ("word/_rels/document.xml.rels", _BODY_RELATIONS),
            ("word/styles.xml", _styles()),
            ("word/numbering.xml", _numbering()),
            ("word/settings.xml", _SETTINGS),
        ):
            archive.writestr(name, content)
    return buffer.getvalue()
