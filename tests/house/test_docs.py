"""What the documents show is true: examples are the files that tests run."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_example_method_is_the_one_that_is_tested() -> None:
    """The whole method in docs/writing-a-method.md is tests/examples/five_whys, letter by letter."""
    page = (ROOT / "docs/writing-a-method.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- example: (\S+) -->\n```python\n(.*?)```\n<!-- end of example -->", page, re.DOTALL)
    assert found is not None
    assert found.group(2) == (ROOT / found.group(1)).read_text(encoding="utf-8")


def test_documents_point_at_things_that_exist() -> None:
    """Every relative link in README and docs leads to a file."""
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "plugins").glob("*/README.md")):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} points at {target}"
