"""The checker itself: each defect, planted into a good report, is named. A check that cannot fail holds nothing."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from exports.tests.conftest import opened
from exports.tests.pdf_checker import elements, faults


def of(pdf: pikepdf.Pdf, kind: str) -> Any:
    return next(element for element, _ in elements(pdf.Root.StructTreeRoot.K) if str(element.S) == f"/{kind}")


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def not_marked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo = Dictionary(Marked=False)


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def title_hidden(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def not_declared(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(bytes(pdf.Root.Metadata.read_bytes()).replace(b"pdfuaid:part", b"pdfuaid:trap"))


def no_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[2].obj.Tabs


def strange_type(pdf: pikepdf.Pdf) -> None:
    of(pdf, "P").S = Name.Wonder


def heading_skipped(pdf: pikepdf.Pdf) -> None:
    of(pdf, "H2").S = Name.H4


def no_alt(pdf: pikepdf.Pdf) -> None:
    del of(pdf, "Figure").Alt


def no_box(pdf: pikepdf.Pdf) -> None:
    del of(pdf, "Figure").A


def box_outside(pdf: pikepdf.Pdf) -> None:
    of(pdf, "Figure").A.BBox = Array([0, 0, 5000, 10])


def no_scope(pdf: pikepdf.Pdf) -> None:
    del of(pdf, "TH").A.Scope


def unknown_header(pdf: pikepdf.Pdf) -> None:
    of(pdf, "TD").A.Headers = Array([String("nobody")])


def item_astray(pdf: pikepdf.Pdf) -> None:
    of(pdf, "L").S = Name.Div


def contents_untagged(pdf: pikepdf.Pdf) -> None:
    of(pdf, "TOC").S = Name.Sect


def empty_paragraph(pdf: pikepdf.Pdf) -> None:
    of(pdf, "P").K = Array()


def link_without_words(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj.Annots[0].Contents


def link_astray(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots[0].Dest = String("nowhere")


def link_to_file(pdf: pikepdf.Pdf) -> None:
    link = pdf.pages[1].obj.Annots[0]
    del link.Dest
    link.A = Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))


def link_unowned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots[0].StructParent = 99_999


def font_outside(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[2].Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor.FontFile2


def font_silent(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[2].Resources.Font.values())).ToUnicode


def untagged_paint(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].contents_add(b"0 0 10 10 re f")


def unknown_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].contents_add(b"/Span <</MCID 9999>> BDC EMC")


def attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["koko.json"] = b"{}"


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


@pytest.mark.parametrize(
    ("plant", "named"),
    [
        (no_language, "no language"),
        (not_marked, "not marked"),
        (no_title, "no title"),
        (title_hidden, "title is not displayed"),
        (not_declared, "not declared"),
        (no_bookmarks, "no bookmarks"),
        (no_tree, "no structure tree"),
        (no_tabs, "tab order"),
        (strange_type, "Wonder is no standard"),
        (heading_skipped, "level 4 follows one of level 1"),
        (no_alt, "without alternative text"),
        (no_box, "figure without a box"),
        (box_outside, "outside its page"),
        (no_scope, "without scope"),
        (unknown_header, "unknown header"),
        (item_astray, "outside a list"),
        (contents_untagged, "outside the contents"),
        (empty_paragraph, "an empty P"),
        (link_without_words, "link without words"),
        (link_astray, "link to a name"),
        (link_to_file, "file:///etc/passwd"),
        (link_unowned, "no Link element holds"),
        (font_outside, "is not embedded"),
        (font_silent, "no Unicode table"),
        (untagged_paint, "outside marked content"),
        (unknown_content, "belongs to no element"),
        (attached, "koko.json is attached"),
        (script, "/JavaScript"),
    ],
)
def test_a_planted_defect_is_named(finnish: bytes, plant: Callable[[pikepdf.Pdf], None], named: str) -> None:
    with opened(finnish) as pdf:
        plant(pdf)
        target = io.BytesIO()
        pdf.save(target)
    assert any(named in fault for fault in faults(target.getvalue()))
