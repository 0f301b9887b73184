"""The checker itself: each defect, planted into a good report, is named. A check that cannot fail holds nothing."""

import ast
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from exports.tests import pdf_checker
from exports.tests.conftest import opened
from exports.tests.pdf_checker import elements, found


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


def no_title_in_metadata(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(bytes(pdf.Root.Metadata.read_bytes()).replace(b"dc:title", b"dc:tilte"))


def no_parents(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.ParentTree


def first_heading_low(pdf: pikepdf.Pdf) -> None:
    of(pdf, "H1").S = Name.H2


def no_heading(pdf: pikepdf.Pdf) -> None:
    for element, _ in elements(pdf.Root.StructTreeRoot.K):
        if str(element.S) in ("/H1", "/H2", "/H3", "/H4"):
            element.S = Name.P


def header_twice(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = (one for one, _ in elements(pdf.Root.StructTreeRoot.K) if str(one.S) == "/TH")
    second.ID = first.ID


def row_astray(pdf: pikepdf.Pdf) -> None:
    of(pdf, "TBody").S = Name.Sect


def no_contents(pdf: pikepdf.Pdf) -> None:
    for element, _ in elements(pdf.Root.StructTreeRoot.K):
        if str(element.S) in ("/TOC", "/TOCI"):
            element.S = Name.Sect


def strange_annotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots[0].Subtype = Name.Text


def link_to_a_lost_page(pdf: pikepdf.Pdf) -> None:
    lost = pdf.make_indirect(Dictionary(Type=Name.Page))
    pdf.pages[1].obj.Annots[0].Dest = Array([lost, Name.XYZ, 0, 0, 0])


def font_whole(pdf: pikepdf.Pdf) -> None:
    next(iter(pdf.pages[2].Resources.Font.values())).BaseFont = Name("/Atkinson")


def content_twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].contents_add(b"/Span <</MCID 0>> BDC EMC /Span <</MCID 0>> BDC EMC")


def content_open(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].contents_add(b"/Artifact BMC")


def acts_when_opened(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AA = Dictionary()


PLANTED: tuple[tuple[Callable[[pikepdf.Pdf], None], str], ...] = (
    (no_language, "the document has no language"),
    (not_marked, "the document is not marked as tagged"),
    (no_title, "the document has no title"),
    (title_hidden, "the title is not displayed"),
    (not_declared, "PDF/UA-1 is not declared"),
    (no_title_in_metadata, "the metadata has no title"),
    (no_bookmarks, "there are no bookmarks"),
    (no_tree, "there is no structure tree"),
    (no_parents, "there is no parent tree"),
    (no_tabs, ": tab order does not follow the structure"),
    (strange_type, " is no standard structure type"),
    (first_heading_low, "the first heading is not of level 1"),
    (no_heading, "the first heading is not of level 1"),
    (heading_skipped, " follows one of level 1"),
    (no_alt, "a figure without alternative text"),
    (no_box, "a figure without a box"),
    (box_outside, "a figure's box lies outside its page: "),
    (no_scope, "a header cell without scope"),
    (header_twice, "the header cell id "),
    (unknown_header, "a cell names the unknown header "),
    (item_astray, "a list item outside a list"),
    (row_astray, "a row outside a table"),
    (contents_untagged, "a contents entry outside the contents"),
    (no_contents, "the contents are not tagged as such"),
    (empty_paragraph, "an empty P"),
    (strange_annotation, ": an annotation that is no link"),
    (link_without_words, ": a link without words"),
    (link_astray, ": a link to a name ("),
    (link_to_a_lost_page, ": a link to a page that is not there"),
    (link_to_file, ": a link to 'file:///etc/passwd'"),
    (link_unowned, ": a link that no Link element holds"),
    (font_outside, " is not embedded"),
    (font_silent, " has no Unicode table"),
    (font_whole, " is not a subset"),
    (untagged_paint, " paints outside marked content"),
    (unknown_content, " belongs to no element"),
    (content_twice, " stands twice"),
    (content_open, ": marked content is not closed"),
    (attached, "the file koko.json is attached"),
    (script, "the document has an action "),
    (acts_when_opened, "the document has /"),
)


@pytest.mark.parametrize(("plant", "named"), PLANTED)
def test_a_planted_defect_is_named(finnish: bytes, plant: Callable[[pikepdf.Pdf], None], named: str) -> None:
    with opened(finnish) as pdf:
        plant(pdf)
        target = io.BytesIO()
        pdf.save(target, compress_streams=False)
    with pikepdf.open(target) as pdf:
        assert any(named in fault for fault in found(pdf))


def sentences() -> Iterator[str]:
    """The longest unchanging words of everything that the checker can say."""
    for node in ast.walk(ast.parse(Path(str(pdf_checker.__file__)).read_text("utf-8"))):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            parts = [node.value] if isinstance(node.value, ast.Constant) else node.value.values
            texts = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
            yield max(texts, key=len)


def test_every_point_of_the_checker_has_a_planted_defect() -> None:
    said = list(sentences())
    assert len(said) > 35
    assert [one for one in said if not any(one in named or named in one for _, named in PLANTED)] == []
