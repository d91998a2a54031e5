"""What is measured: the demo's site, the same without its last day, and the derived tables as peers get them.

    python inputs.py make JAUGE FOLDER EVENTS
    python inputs.py facts FOLDER WORKSPACE|FILE…

A process of its own, because a program's greatest memory counts from the memory of whoever starts it.
"""

import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys

# The rows of the models, so that peers filter nothing, in the order of time.
TABLES = {
    "hits": ("is_bot IS NOT TRUE", "event_time"),
    "sessions": ("is_bot IS NOT TRUE AND new_returning IS NOT NULL", "session_start"),
}


def make(jauge, folder, events):
    """Makes it, once for each build of the program: what a store holds may be another in the next."""
    made, build = folder / "made", pathlib.Path(jauge).stat()
    mark = f"{jauge} {build.st_size} {build.st_mtime_ns}\n"
    if made.exists() and made.read_text() == mark:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    site = folder / "site"
    print(f"making a site of {events} events in {site}", flush=True)
    demo = [jauge, "demo", "--quiet", "--events", str(events), str(site)]
    subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
    without_last_day(site, folder)
    tables(site, folder)
    made.write_text(mark)


def without_last_day(site, folder):
    """`work`, the site's workspace without the last day of its tracker, unloaded; `lines` and `day`, the tracker's files of both."""
    work, lines, day = folder / "work", folder / "lines", folder / "day"
    shutil.copytree(site, work, ignore=shutil.ignore_patterns(".jauge"), copy_function=os.link)
    for made in (lines, day):
        made.mkdir()
    files = sorted((work / "exports/site").iterdir())
    last_day = cut(files[-1], day)
    for file in files:
        os.link(file, lines / file.name)
    print(f"the one more day is {last_day}", flush=True)


def cut(file, into):
    """Takes the last day out of a month's lines and puts it into a file of its own."""
    stamp = lambda row: row.split(b'"time":"', 1)[1][:10]
    with gzip.open(file) as rows:
        last = max(map(stamp, rows))
    whole = file.rename(file.with_suffix(".whole"))
    with gzip.open(whole) as rows, gzip.open(file, "wb", 6) as before, gzip.open(into / day_file(last), "wb", 6) as day:
        for row in rows:
            (day if stamp(row) == last else before).write(row)
    whole.unlink()
    return last.decode()


def day_file(day):
    return f"{day.decode()}.ndjson.gz"


def tables(site, folder):
    """Hits and sessions as they were derived, each in one sorted file with statistics."""
    db = reader(folder)
    for name, (rows, order) in TABLES.items():
        live = f"read_parquet({live_files(site, name)})"
        into = f"'{folder}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        db.execute(f"COPY (SELECT * FROM {live} WHERE {rows} ORDER BY {order}) TO {into}")


def live_files(workspace, table):
    """The files that a table of the store has now."""
    import deltalake

    found = deltalake.DeltaTable(f"{workspace}/.jauge/{table}").file_uris()
    return [file.removeprefix("file://") for file in found]


def reader(folder):
    """What reads Parquet here, within 4 GB."""
    import duckdb

    db = duckdb.connect()
    db.execute(f"SET memory_limit = '4GB'; SET temp_directory = '{folder}/spill'; SET TimeZone = 'UTC'")
    return db


def facts(folder, files, rows="true"):
    """What a load came to: rows, ids, the first and last moment, and what there is of values, items and properties."""
    db = reader(folder)
    source = f"read_parquet({files})"
    kinds = {row[0]: row[1] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    key, value = "map_keys(properties)[1]", "map_values(properties)[1]"
    # Polars has no maps.
    if not kinds["properties"].startswith("MAP"):
        key, value = "properties[1].key", "properties[1].value"
    cost = f"sum(CASE WHEN {key} = 'cost' THEN try_cast({value} AS DECIMAL(18, 4)) END)"
    found = db.execute(f"""
        SELECT count(*) AS rows, min(epoch_ms(event_time)) AS first, max(epoch_ms(event_time)) AS last,
               sum(cast(value AS DECIMAL(18, 4))) AS value, count(user_id) AS users,
               count(*) FILTER (WHERE len(items) > 0) AS with_items, count({value}) AS properties, {cost} AS cost,
               (SELECT count(*) FROM (SELECT DISTINCT event_id FROM {source} WHERE {rows})) AS ids
        FROM {source} WHERE {rows}""")
    names = [column[0] for column in found.description]
    return {name: None if at is None else float(at) for name, at in zip(names, found.fetchone())}


def main(task, *words):
    match task:
        case "make":
            jauge, folder, events = words
            make(jauge, pathlib.Path(folder), int(events))
        case "facts":
            folder, *files = words
            rows = "true"
            if pathlib.Path(files[0]).is_dir():
                files, rows = live_files(files[0], "events"), "source_name = 'site'"
            print(json.dumps(facts(folder, files, rows)))
        case other:
            raise SystemExit(f"no task `{other}`")


if __name__ == "__main__":
    main(*sys.argv[1:])
