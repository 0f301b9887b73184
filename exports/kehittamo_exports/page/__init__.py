"""From plain values to the elements of printed pages: texts, blocks, tables, figures. Nothing here knows PDF."""
