"""One engine does one thing once, in a process of its own.

    python engine.py ENGINE TASK FOLDER [INTO]

Prints JSON: `seconds`, from the engine's start (after Python's and the imports) to the last row, `appended`, how many of
them one more day took, and `answers`. FOLDER has hits.parquet and sessions.parquet, `lines` (the tracker's files) and `day`
(those of one more day); INTO is where loads go.
"""

import importlib
import json
import pathlib
import sys
import time

import kpis
import tracker

# As many as the bench has cores.
THREADS = 2


class Duckdb:
    """DuckDB, limited by `SET threads`."""

    def __init__(self, folder, into):
        import duckdb

        self.db = duckdb.connect()
        self.db.execute(f"SET threads = {THREADS}")
        self.db.execute("SET TimeZone = 'UTC'")
        self.db.execute(f"SET temp_directory = '{into or folder}/spill'")
        self.folder, self.into = folder, into
        self.tables = {name: f"'{folder}/{name}.parquet'" for name in ("hits", "sessions")}

    def rows(self, sql):
        found = self.db.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row)) for row in found.fetchall()]

    def each(self, kpi):
        return {str(row["day"]): row["value"] for row in self.rows(kpis.each_sql(kpi, self.tables))}

    def fused(self):
        return {table: self.rows(sql.format(**self.tables)) for table, sql in kpis.FUSED.items()}

    def count(self):
        return self.rows(f"SELECT count(*) AS n FROM {self.tables['sessions']}")[0]["n"]

    def copy(self, sql, into):
        self.db.execute(f"COPY ({sql}) TO '{into}' (FORMAT parquet, COMPRESSION zstd)")

    def load(self):
        self.copy(tracker.duckdb(f"{self.folder}/lines/*.ndjson.gz"), f"{self.into}/events.parquet")

    def append(self):
        known = f"'{self.into}/events.parquet'"
        new = tracker.duckdb(f"{self.folder}/day/*.ndjson.gz")
        self.copy(f"SELECT * FROM ({new}) AS new ANTI JOIN {known} USING (event_id)", f"{self.into}/day.parquet")


class Chdb:
    """ClickHouse in this process, limited by `max_threads`."""

    def __init__(self, folder, into):
        self.folder, self.into = folder, into
        self.tables = {name: f"file('{folder}/{name}.parquet', Parquet)" for name in ("hits", "sessions")}

    def query(self, sql, form="Null", *settings):
        import chdb

        settings = ", ".join([f"max_threads = {THREADS}", *settings])
        return chdb.query(f"{sql} SETTINGS {settings}", form)

    def rows(self, sql):
        # Its own median is an estimate.
        sql = sql.replace("median(", "quantileExactInclusive(0.5)(")
        found = self.query(sql, "JSONEachRow")
        return [json.loads(line) for line in found.bytes().decode().splitlines()]

    def each(self, kpi):
        return {row["day"]: row["value"] for row in self.rows(kpis.each_sql(kpi, self.tables))}

    def fused(self):
        return {table: self.rows(sql.format(**self.tables)) for table, sql in kpis.FUSED.items()}

    def count(self):
        return self.rows(f"SELECT count(*) AS n FROM {self.tables['sessions']}")[0]["n"]

    def insert(self, sql, into):
        pathlib.Path(into).unlink(missing_ok=True)
        zstd = "output_format_parquet_compression_method = 'zstd'"
        self.query(f"INSERT INTO FUNCTION file('{into}', Parquet) {sql}", "Null", zstd)

    def load(self):
        self.insert(tracker.chdb(f"{self.folder}/lines/*.ndjson.gz"), f"{self.into}/events.parquet")

    def append(self):
        known = f"SELECT event_id FROM file('{self.into}/events.parquet', Parquet)"
        new = tracker.chdb(f"{self.folder}/day/*.ndjson.gz")
        self.insert(f"SELECT * FROM ({new}) WHERE event_id NOT IN ({known})", f"{self.into}/day.parquet")


class Polars:
    """Polars' streaming engine, limited by POLARS_MAX_THREADS."""

    def __init__(self, folder, into):
        import polars as pl

        self.pl, self.folder, self.into = pl, folder, into
        self.hits, self.sessions = (pl.scan_parquet(f"{folder}/{name}.parquet") for name in ("hits", "sessions"))

    def each(self, kpi):
        found = kpis.each_polars(kpi, self.hits, self.sessions).collect(engine="streaming")
        return {str(day): value for day, value in found.rows()}

    def fused(self):
        hits, sessions = self.pl.collect_all(kpis.fused_polars(self.hits, self.sessions), engine="streaming")
        return {"hits": hits.to_dicts(), "sessions": sessions.to_dicts()}

    def count(self):
        return self.sessions.select(self.pl.len()).collect(engine="streaming").item()

    def load(self):
        events = tracker.polars(f"{self.folder}/lines/*.ndjson.gz")
        events.sink_parquet(f"{self.into}/events.parquet", compression="zstd", engine="streaming")

    def append(self):
        known = self.pl.scan_parquet(f"{self.into}/events.parquet").select("event_id")
        new = tracker.polars(f"{self.folder}/day/*.ndjson.gz").join(known, on="event_id", how="anti")
        new.sort("event_time").sink_parquet(f"{self.into}/day.parquet", compression="zstd", engine="streaming")


class Datafusion:
    """DataFusion, limited by its target partitions and TOKIO_WORKER_THREADS."""

    def __init__(self, folder, into):
        from datafusion import SessionConfig, SessionContext

        self.ctx = SessionContext(SessionConfig().with_target_partitions(THREADS))
        self.folder, self.into = folder, into
        self.tables = {name: name for name in ("hits", "sessions")}
        for name in self.tables:
            if pathlib.Path(f"{folder}/{name}.parquet").exists():
                self.ctx.register_parquet(name, f"{folder}/{name}.parquet")

    def rows(self, sql):
        return self.ctx.sql(sql).to_pylist()

    def each(self, kpi):
        return {str(row["day"]): row["value"] for row in self.rows(kpis.each_sql(kpi, self.tables))}

    def fused(self):
        return {table: self.rows(sql.format(**self.tables)) for table, sql in kpis.FUSED.items()}

    def count(self):
        return self.rows("SELECT count(*) AS n FROM sessions")[0]["n"]

    def lines(self, name):
        json_ = {"schema": tracker.schema_arrow(), "file_extension": ".ndjson.gz", "file_compression_type": "gzip"}
        self.ctx.register_json(name, f"{self.folder}/{name}/", **json_)

    def copy(self, sql, into):
        pathlib.Path(into).unlink(missing_ok=True)
        self.ctx.sql(f"COPY ({sql}) TO '{into}' STORED AS PARQUET OPTIONS ('format.compression' 'zstd(3)')").collect()

    def load(self):
        self.lines("lines")
        self.copy(tracker.datafusion("lines"), f"{self.into}/events.parquet")

    def append(self):
        self.lines("day")
        self.ctx.register_parquet("known", f"{self.into}/events.parquet")
        new = f"SELECT new.* FROM ({tracker.datafusion('day')}) AS new LEFT ANTI JOIN known USING (event_id)"
        self.copy(new, f"{self.into}/day.parquet")


ENGINES = {"duckdb": Duckdb, "chdb": Chdb, "polars": Polars, "datafusion": Datafusion}


def of_fused(found):
    """The answers of both tables."""
    return {kpi: days for table, rows in found.items() for kpi, days in kpis.of_aggregates(table, rows).items()}


def run(engine, task):
    """What the engine answers; what is made of its rows afterwards costs it nothing."""
    match task:
        case "each":
            return {kpi: engine.each(kpi) for kpi in kpis.EACH}, lambda found: found
        case "fused":
            return engine.fused(), of_fused
        case "count":
            return engine.count(), lambda found: found
        case "load":
            return engine.load(), lambda found: found
        case "day":
            return engine.fused(), of_fused
        case other:
            raise SystemExit(f"no task `{other}`")


def main(name, task, folder, into=None):
    importlib.import_module(name)
    start = time.perf_counter()
    engine, appended = ENGINES[name](folder, into), None
    if task == "day":
        engine.append()
        appended = time.perf_counter() - start
    found, answers = run(engine, task)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "appended": appended, "answers": answers(found)}, default=float))


if __name__ == "__main__":
    main(*sys.argv[1:])
