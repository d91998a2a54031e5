"""What was measured as tables: medians with what lies between the fastest and the slowest, ratios, and how time grows."""

import math
import pathlib
import statistics

PAGE = pathlib.Path(__file__).resolve().parents[3] / "docs/speed.md"
BEGIN, END = "<!-- peers: `cargo xtask bench peers --write` writes what follows -->", "<!-- peers end -->"
TASKS = {
    "each": "18 KPIs by day, KPI by KPI",
    "fused": "18 KPIs by day, fused by hand",
    "append": "one more day, loaded",
    "day": "one more day, and the 18 KPIs by day again",
    "load": "load of the tracker's files",
    "count": "one count, in a new process",
    "start": "start of the program",
}
NAMES = {
    "jauge": "Jauge",
    "duckdb": "DuckDB",
    "chdb": "chdb",
    "polars": "Polars",
    "datafusion": "DataFusion",
    "duckdb-cli": "DuckDB's command line",
}


def seconds(value):
    """Three digits that count, in the unit that fits."""
    if value < 1:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def line(task, taken):
    """One task as it is done, for the terminal."""
    shown = (f"{NAMES[name]} {cell(found)}" for name, found in taken.items())
    return f"{TASKS[task]}: " + "; ".join(shown)


def cell(found):
    """A median, the least and the greatest, and the memory."""
    if not found or "failed" in found:
        return "failed" if found else "–"
    times = found["seconds"]
    shown = f"{seconds(statistics.median(times))} ({seconds(min(times))}–{seconds(max(times))})"
    return f"{shown}, {found['mib']:.0f} MiB" if found["mib"] else shown


def ratio(taken):
    """How many times as long as Jauge the best of the others takes."""
    medians = {name: statistics.median(found["seconds"]) for name, found in taken.items() if "failed" not in found}
    others = {name: at for name, at in medians.items() if name != "jauge"}
    if not others:
        return "–"
    best = min(others, key=others.get)
    return f"{others[best] / medians['jauge']:.2f} × ({NAMES[best]})"


def exponent(points):
    """The power of size that time grows with: the slope of least squares through logarithms."""
    points = [(math.log(size), math.log(took)) for size, took in points]
    size, took = (statistics.fmean(axis) for axis in zip(*points))
    spread = sum((x - size) ** 2 for x, _ in points)
    return sum((x - size) * (y - took) for x, y in points) / spread


def text(results):
    """The tables of all sizes, the smallest first."""
    results = sorted(results, key=lambda result: result["events"])
    return "\n\n".join([table(result) for result in results] + growth(results))


def table(result):
    """One size."""
    engines = [name for name in NAMES if any(name in taken for taken in result["tasks"].values())]
    heads = [f"{NAMES[name]} {result['versions'].get(name, '')}".strip() for name in engines]
    rows = [["", *heads, "best peer ÷ Jauge"], ["---"] * (len(engines) + 2)]
    for task, title in TASKS.items():
        taken = result["tasks"][task]
        rows.append([title, *(cell(taken.get(name)) for name in engines), ratio(taken)])
    head = f"### {result['events']:,} events\n\n{result['machine']}; {result['date']}; build {result['build']}; "
    head += f"medians of {result['repeats']} (least–greatest), greatest memory of a process."
    return f"{head}\n\n{grid(rows)}\n\n{share(result['tasks'])}"


def share(tasks):
    """What one more day costs of the first load."""
    day, first = (statistics.median(tasks[task]["jauge"]["seconds"]) for task in ("append", "load"))
    return f"Jauge loads one more day, and derives what follows from it, in {day / first:.1%} of the time of the first load."


def growth(results):
    """Exponents of what was measured of one build on one machine at several sizes; of the newest where there are more."""
    newest = max(results, key=lambda result: result["date"])
    alike = [result for result in results if all(result[key] == newest[key] for key in ("build", "machine"))]
    if len({result["events"] for result in alike}) < 2:
        return []
    engines = [name for name in NAMES if any(name in taken for taken in newest["tasks"].values())]
    rows = [["", *(NAMES[name] for name in engines)], ["---"] * (len(engines) + 1)]
    for task, title in TASKS.items():
        rows.append([title, *(grown(alike, task, name) for name in engines)])
    sizes = ", ".join(f"{result['events']:,}" for result in alike)
    return [f"### Growth\n\nTime grows with this power of the number of events ({sizes}).\n\n" + grid(rows)]


def grown(results, task, name):
    """One exponent."""
    found = [(result["events"], result["tasks"][task].get(name)) for result in results]
    points = [(size, statistics.median(at["seconds"])) for size, at in found if at and "failed" not in at]
    return f"{exponent(points):.2f}" if len(points) > 1 else "–"


def grid(rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def write(path, tables):
    """Puts the tables between the marks of a page."""
    before, rest = path.read_text().split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}")
