"""Jauge beside DuckDB, chdb, Polars and DataFusion, over the same events. `cargo xtask bench peers` runs it.

    python bench.py --jauge PROGRAM --folder FOLDER [EVENTS…] [--repeats N] [--engines NAME,…] [--write]

Every task is repeated in rounds in which each engine has its turn; the first round of what is short is not counted. An answer
that differs from Jauge's ends the bench, and both values are named. What was measured stays in FOLDER/results.
"""

import argparse
import datetime
import importlib.metadata
import json
import math
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

import kpis
import page
import stores

# Of each engine, however it is told so; this process and all it starts have as many cores.
THREADS = 2
HERE = pathlib.Path(__file__).resolve().parent
ENGINES = ["duckdb", "chdb", "polars", "datafusion"]
# As short as a program in each can be.
START = {
    "duckdb": "import duckdb; duckdb.sql('SELECT 1').fetchall()",
    "chdb": "import chdb; chdb.query('SELECT 1')",
    "polars": "import polars; polars.select(1)",
    "datafusion": "from datafusion import SessionContext; SessionContext().sql('SELECT 1').collect()",
}


class Failed(Exception):
    """A program ended otherwise than well."""


class Run:
    """What a program wrote, and what it took."""

    def __init__(self, command):
        environment = dict(os.environ, POLARS_MAX_THREADS=str(THREADS), TOKIO_WORKER_THREADS=str(THREADS))
        start = time.perf_counter()
        with open(os.devnull) as nothing:
            pipes = {"stdin": nothing, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            child = subprocess.Popen([str(word) for word in command], env=environment, **pipes)
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            self.said = child.stdout.read()
            _, status, usage = os.wait4(child.pid, 0)
        self.seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        # A process counts from what started it: less than this one had cannot be told.
        self.mib = usage.ru_maxrss / 1024 if usage.ru_maxrss > own else 0
        if child.returncode != 0:
            raise Failed(f"`{' '.join(map(str, command))}` ended with {child.returncode}")


class Bench:
    """One site, every engine, every task."""

    def __init__(self, arguments, events):
        self.jauge, self.repeats, self.engines = arguments.jauge, arguments.repeats, arguments.engines
        self.cold = arguments.cold
        self.folder = arguments.folder / str(events)
        making = subprocess.run([sys.executable, HERE / "inputs.py", "make", self.jauge, self.folder, str(events)])
        if making.returncode != 0:
            raise Failed("the site cannot be made")
        self.site, self.work = self.folder / "site", self.folder / "work"
        self.command_line = shutil.which("duckdb", path=str(pathlib.Path(sys.executable).parent))
        self.tasks = {}

    # What each engine does; each answers with seconds (of one more day those of its load and the whole), the greatest memory
    # and the answers.

    def ask(self, workspace, *words):
        asked = Run([self.jauge, "-w", workspace, "ask", *words, "--period", "all", "--format", "json", "--quiet"])
        return asked.seconds, asked.mib, json.loads(asked.said)

    def batch_in_jauge(self, workspace):
        seconds, mib, rows = self.ask(workspace, *kpis.EACH, "--grain", "day")
        answers = {kpi: {} for kpi in kpis.EACH}
        for row in rows:
            answers[row["kpi"]][row["start"][:10]] = row["value"]
        return seconds, mib, answers

    def count_in_jauge(self):
        seconds, mib, rows = self.ask(self.site, "core.sessions")
        return seconds, mib, {"core.sessions": {"all": rows[0]["value"]}}

    def start_of_jauge(self):
        started = Run([self.jauge, "--help"])
        return started.seconds, started.mib, None

    def load_in_jauge(self):
        stores.restore(self.work, None)
        loaded = Run([self.jauge, "-w", self.work, "load", "site", "--quiet"])
        return loaded.seconds, loaded.mib, self.loaded(self.work)

    def loaded(self, *what):
        """What there is of the tracker's events in a workspace, or in files."""
        found = Run([sys.executable, HERE / "inputs.py", "facts", self.folder, *what])
        return {"the tracker's events": json.loads(found.said)}

    def day_in_jauge(self):
        stores.restore(self.work, self.folder / "before", day=True)
        loaded = Run([self.jauge, "-w", self.work, "load", "--quiet"])
        seconds, mib, answers = self.batch_in_jauge(self.work)
        seconds = (loaded.seconds, loaded.seconds + seconds)
        return seconds, max(loaded.mib, mib), answers | self.loaded(self.work)

    def peer(self, engine, task, into=None):
        ran = Run([sys.executable, HERE / "engine.py", engine, task, self.folder, *([into] if into else [])])
        said = json.loads(ran.said)
        inside = (said["appended"], said["seconds"]) if said["appended"] else said["seconds"]
        return ran.seconds, inside, ran.mib, said["answers"]

    def batch_in(self, engine, task):
        _, seconds, mib, answers = self.peer(engine, task)
        return seconds, mib, answers

    def count_in(self, engine):
        whole, _, mib, answer = self.peer(engine, "count")
        return whole, mib, {"core.sessions": {"all": answer}}

    def count_on_command_line(self):
        ran = Run([self.command_line, "-csv", "-noheader", "-c", f"SELECT count(*) FROM '{self.folder}/sessions.parquet'"])
        return ran.seconds, ran.mib, {"core.sessions": {"all": int(ran.said)}}

    def start_of(self, command):
        started = Run(command)
        return started.seconds, started.mib, None

    def load_in(self, engine):
        into = self.folder / engine
        stores.rm(into)
        into.mkdir()
        _, seconds, mib, _ = self.peer(engine, "load", into)
        return seconds, mib, self.loaded(into / "events.parquet")

    def day_in(self, engine):
        into = self.folder / engine
        stores.rm(into / "day.parquet")
        _, seconds, mib, answers = self.peer(engine, "day", into)
        return seconds, mib, answers | self.loaded(into / "events.parquet", into / "day.parquet")

    # The tasks.

    def sides(self, jauge, peer):
        return {"jauge": jauge} | {name: lambda name=name: peer(name) for name in self.engines}

    def run(self):
        start = self.sides(self.start_of_jauge, lambda name: self.start_of([sys.executable, "-c", START[name]]))
        count = self.sides(self.count_in_jauge, self.count_in)
        if self.command_line:
            start["duckdb-cli"] = lambda: self.start_of([self.command_line, "-c", "SELECT 1"])
            count["duckdb-cli"] = self.count_on_command_line
        self.measure("start", start)
        self.measure("count", count)
        batch = lambda: self.batch_in_jauge(self.site)
        self.measure("each", self.sides(batch, lambda name: self.batch_in(name, "each")))
        self.measure("fused", self.sides(batch, lambda name: self.batch_in(name, "fused")))
        self.measure("load", self.sides(self.load_in_jauge, self.load_in), warm=False)
        self.keep_before()
        loaded = [name for name in self.engines if "failed" not in self.tasks["load"][name]]
        day = self.sides(self.day_in_jauge, self.day_in)
        self.measure("day", {name: day[name] for name in ["jauge", *loaded]}, warm=False)
        self.tasks["append"] = {name: found | {"seconds": found["parts"]} for name, found in self.tasks["day"].items()}

    def keep_before(self):
        """The whole store without the last day, which every repeat of `day` begins with."""
        Run([self.jauge, "-w", self.work, "load", "--quiet"])
        stores.keep(self.work / ".jauge", self.folder / "before")

    def measure(self, task, sides, warm=True):
        """Rounds in which each side has its turn; Jauge first, so that the others' answers are held against its."""
        taken = {name: {"seconds": [], "parts": [], "mib": 0.0} for name in sides}
        warm = warm and not self.cold
        for nth in range(self.repeats + warm):
            wanted = None
            for name, side in sides.items():
                if "failed" in taken[name]:
                    continue
                try:
                    seconds, mib, answers = side()
                except Failed as failure:
                    # A peer that cannot is told; Jauge must.
                    if name == "jauge":
                        raise
                    print(f"{task}: {failure}", file=sys.stderr)
                    taken[name]["failed"] = str(failure)
                    continue
                wanted = answers if name == "jauge" else wanted
                if difference := difference_of(wanted, answers):
                    raise Failed(f"{task}: {difference[0]}: Jauge has {difference[1]}, {name} {difference[2]}")
                if nth >= warm:
                    part, seconds = seconds if isinstance(seconds, tuple) else (None, seconds)
                    taken[name]["seconds"].append(seconds)
                    taken[name]["parts"].append(part)
                    taken[name]["mib"] = max(taken[name]["mib"], mib)
        self.tasks[task] = taken
        print(page.line(task, taken), flush=True)


def difference_of(wanted, found):
    """The first answer that differs: where, and both values. Without rows there is no value or 0, as an engine likes."""
    for kpi in wanted or {}:
        for key in sorted(wanted[kpi].keys() | found.get(kpi, {}).keys()):
            one, other = wanted[kpi].get(key), found.get(kpi, {}).get(key)
            if not is_same(one, other):
                return f"{kpi} of {key}", one, other
    return None


def is_same(one, other):
    return math.isclose(one or 0, other or 0, rel_tol=1e-9, abs_tol=0)


def about(jauge, engines):
    """Where and when, and of which versions."""
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    memory = int(open("/proc/meminfo").readline().split()[1]) / 1024 / 1024
    profile = "dev build" if jauge.parent.name == "debug" else "release"
    rev = subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    versions = {name: importlib.metadata.version(name) for name in engines}
    try:
        versions["duckdb-cli"] = importlib.metadata.version("duckdb-cli")
    except importlib.metadata.PackageNotFoundError:
        pass
    return {
        "machine": f"{cpu}, {THREADS} cores used, {memory:.0f} GiB",
        "date": datetime.date.today().isoformat(),
        "versions": versions,
        "build": f"{rev} ({profile})",
    }


def parse():
    parser = argparse.ArgumentParser(prog="cargo xtask bench peers", description="Jauge beside other engines.")
    parser.add_argument("events", nargs="*", type=int, metavar="EVENTS", help="how many events; several sizes show growth")
    parser.add_argument("--jauge", type=pathlib.Path, required=True, help="the program; the dev build where not given")
    parser.add_argument("--folder", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="how often each is measured (5)")
    parser.add_argument("--engines", default=",".join(ENGINES), metavar="NAME,…", help="which (%(default)s)")
    # Where only the answers are looked at, no round is there to warm up.
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md")
    arguments = parser.parse_intermixed_args()
    arguments.jauge = arguments.jauge.resolve()
    arguments.engines = arguments.engines.split(",")
    arguments.events = arguments.events or [1_000_000]
    return arguments


def main():
    arguments = parse()
    cores = sorted(os.sched_getaffinity(0))[:THREADS]
    os.sched_setaffinity(0, cores)
    # Nothing is written beside the sources.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    results = arguments.folder / "results"
    results.mkdir(parents=True, exist_ok=True)
    for events in arguments.events:
        bench = Bench(arguments, events)
        bench.run()
        rows = int(bench.loaded(bench.site)["the tracker's events"]["rows"])
        result = about(arguments.jauge, arguments.engines) | {"events": rows, "asked": events, "repeats": arguments.repeats}
        (results / f"{events}.json").write_text(json.dumps(result | {"tasks": bench.tasks}, indent=1))
    text = page.text([json.loads(file.read_text()) for file in results.glob("*.json")])
    print(text)
    if arguments.write:
        page.write(page.PAGE, text)


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(str(failure))
