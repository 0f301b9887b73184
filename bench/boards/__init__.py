"""The boards that `bench/methods.py` measures: for every method a module with its name that writes one of a given size.

A module has `board(size)`, an archive's board of `size` items in all, and `NOTE`, the form of a note that is added to it.
"""
