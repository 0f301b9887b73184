"""One drawing for every medium: shapes in millimetres with line breaks already made, and painters that only paint.

`shapes` is what a method's `draw` returns, `measure` knows the widths of the built fonts, `marks` lowers shapes to paths
and runs of text, `svg` paints them for screens and files; the PDF painter lives with the exports.
"""
