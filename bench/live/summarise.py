"""python summarise.py results/main.jsonl [more.jsonl]: tables in Markdown, medians, and ratios paired within each turn."""

import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

Row = dict[str, Any]
FIGURES = ("p50", "p95", "p99", "max", "cpu_s_per_1k", "rss_kb_per_client")


def shown(value: float | None) -> str:
    """A number as a person reads it."""
    if value is None:
        return "-"
    return f"{value:.4f}" if value < 0.1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def read(paths: list[str]) -> dict[str, dict[str, list[Row]]]:
    """load -> server -> the rows of its turns."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        for line in Path(path).read_text().splitlines():
            row = json.loads(line)
            found[row["load"]][row["server"]].append(row)
    return found


def ratio(mine: list[Row], theirs: list[Row], figure: str) -> str:
    """The median of the turns' ratios; below 1 is better than theirs."""
    pairs = [(a.get(figure), b.get(figure)) for a, b in zip(mine, theirs, strict=False)]
    ratios = [a / b for a, b in pairs if a and b]
    return f"{median(ratios):.2f}" if ratios else "-"


def main(paths: list[str]) -> None:
    """Print the tables."""
    for load, servers in sorted(read(paths).items()):
        print(
            f"\n### {load}\n\n| server | turns | {' | '.join(FIGURES)} | lost | doubled | converged | others' CPU % |"
        )
        print("|---" * (len(FIGURES) + 6) + "|")
        for name, rows in sorted(servers.items()):
            good = [row for row in rows if "p50" in row]
            if not good:
                print(f"| {name} | {len(rows)} failed |" + " |" * (len(FIGURES) + 4))
                continue
            figures = " | ".join(shown(median(row[figure] for row in good)) for figure in FIGURES)
            sums = [sum(row[what] for row in good) for what in ("lost", "duplicates")]
            same = all(row["converged"] and row["complete"] for row in good)
            others = median(row["other_cpu_pct"] for row in good)
            print(
                f"| {name} | {len(good)} | {figures} | {sums[0]} | {sums[1]} | {'yes' if same else 'NO'} | {others:.0f} |"
            )
        if "ours" in servers:
            print("\nOurs to each, paired by turn:\n\n| to | p50 | p95 | p99 | CPU |\n|---|---|---|---|---|")
            for name in sorted(set(servers) - {"ours"}):
                parts = [ratio(servers["ours"], servers[name], one) for one in ("p50", "p95", "p99", "cpu_s_per_1k")]
                print(f"| {name} | {' | '.join(parts)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
