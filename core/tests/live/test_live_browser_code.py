"""The pure parts of the browser's code, run in node: joining what was typed with what others wrote, and the frames."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assets import node
from kehittamo_core.live import frames

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs a script that may import the browser's modules; gives what it prints, as JSON."""
    folder = tmp_path_factory.mktemp("browser")

    def execute(script: str) -> Any:
        entry = folder / "entry.ts"
        entry.write_text(script.replace("@browser", str(ROOT / "core/browser")))
        output = folder / "out.js"
        node.esbuild(ROOT, entry, output)
        program = Path(node._home()) / "bin/node"
        done = subprocess.run([program, output], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return execute


def test_what_two_write_at_once_is_joined_without_losing_a_letter(run: Any) -> None:
    wrong = run(
        """
        import { after, apply, between, follow, type Splice } from "@browser/splice";
        let seed = 7;
        const dice = (n: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
        const word = (set: string, most: number) => Array.from({ length: dice(most) }, () => set[dice(set.length)]).join("");
        const wrong: unknown[] = [];
        for (let turn = 0; turn < 20000; turn++) {
          const base = word("abc \\n", 14);
          const at = dice(base.length + 1);
          const mine: Splice = { at, removed: dice(base.length - at + 1), added: word("XY", 5) };
          const others: Splice[] = [];
          let theirs = base;
          for (let n = dice(4); n > 0; n--) {
            const place = dice(theirs.length + 1);
            const other = { at: place, removed: dice(theirs.length - place + 1), added: word("uv", 4) };
            others.push(other);
            theirs = apply(theirs, [other]);
          }
          const joined = apply(theirs, after(mine, others));
          const count = (text: string, set: string) => [...text].filter((letter) => set.includes(letter)).length;
          const kept = joined.replace(/[XY]/g, "");
          const typed = apply(base, [mine]);
          const fine =
            joined.includes(mine.added) && count(joined, "uv") === count(theirs, "uv") &&
            count(joined, "XY") === count(mine.added, "XY") &&
            // What I removed and they left is gone; what I left and they left is there.
            [...kept].length <= [...theirs].length && (mine.removed > 0 || kept === theirs);
          const change = between(base, typed, mine.at + mine.added.length);
          const same = change === null ? base === typed : apply(base, [change]) === typed;
          if (!fine || !same) wrong.push({ base, mine, others, theirs, joined });
          for (const other of others) if (follow(0, other) < 0) wrong.push(other);
        }
        console.log(JSON.stringify(wrong.slice(0, 3)));
        """
    )
    assert wrong == []


def test_a_replacement_ends_at_the_caret_and_never_cuts_a_letter_in_half(run: Any) -> None:
    found = run(
        """
        import { between, clean } from "@browser/splice";
        console.log(JSON.stringify([
          between("aaaa", "aaaaa", 2), between("aaaa", "aaa", 1), between("x", "x", 1),
          between("a😀b", "a😁b", 3), between("😀", "😀😀", 2), clean("a\\u0000b\\ud83d c\\r😀"),
        ]));
        """
    )
    assert found[0] == {"at": 1, "removed": 0, "added": "a"}
    assert found[1] == {"at": 1, "removed": 1, "added": ""}
    assert found[2] is None
    assert found[3] == {"at": 1, "removed": 2, "added": "😁"}
    assert found[4] == {"at": 0, "removed": 0, "added": "😀"}
    assert found[5] == "ab c😀"


def test_the_frames_of_the_browser_and_of_the_server_are_the_same(run: Any) -> None:
    key, body = "ä" * 70 + ":text:fi", bytes(range(256)) * 3
    found = run(
        f"""
        import {{ readTextFrame, textFrame }} from "@browser/wire";
        const frame = textFrame({json.dumps(key)}, 2, Uint8Array.from({json.dumps(list(body))}));
        const back = readTextFrame(Uint8Array.from({json.dumps(list(frames.sync_frame(key, 1, body)))}).buffer);
        console.log(JSON.stringify({{
          frame: [...frame], close: [...textFrame("a:b:fi")], key: back?.key, step: back?.step, body: [...(back?.body ?? [])],
        }}));
        """
    )
    assert frames.read_binary(bytes(found["frame"])) == frames.TextFrame(key, 2, body)
    assert frames.read_binary(bytes(found["close"])) == frames.TextFrame("a:b:fi", None)
    assert (found["key"], found["step"], bytes(found["body"])) == (key, 1, body)


def test_every_sentence_of_the_browser_has_words_in_every_language(run: Any) -> None:
    import re

    from kehittamo_core.web.live import SCRIPT_WORDS
    from kehittamo_core.words import is_translated

    said: set[str] = set()
    for file in (ROOT / "core/browser").glob("*.ts"):
        text = file.read_text()
        said |= set(re.findall(r'say\(\s*"([^"]+)"', text))
        said |= set(re.findall(r': "([A-Z][^"]+ is kept below\.|At most[^"]+)"', text))
    said |= {
        "Saves automatically",
        "saving",
        "saved",
        "kept on this device",
        "Saving did not succeed. What you wrote is kept below.",
    }
    assert said <= set(SCRIPT_WORDS), sorted(said - set(SCRIPT_WORDS))
    for language in ("fi", "sv"):
        assert [one for one in sorted(said) if not is_translated("kehittamo_core", language, one)] == []
