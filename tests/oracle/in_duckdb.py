"""Every KPI's SQL as it stands, run by DuckDB over the exported models: its totals are those of `jauge ask`.

    python in_duckdb.py JAUGE WORKSPACE QUERIES

QUERIES is the folder of the shipped packs. Prints how many are equal, and each that is not.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb

jauge, workspace, queries = sys.argv[1:4]


def run(*args):
    done = subprocess.run([jauge, "-q", "-w", workspace, *args], capture_output=True)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr.decode())
    return done.stdout


sql_of = {}
for file in sorted(pathlib.Path(queries).glob("*/kpis/*.sql")):
    head, sql = file.read_text().split("---*/", 1)
    sql_of[re.search(r'^id\s*=\s*"(.*?)"', head, re.M)[1]] = (sql, 'window' in re.findall(r"^(\w+)", head, re.M))
# Those of the packs that the workspace has.
known = {kpi["id"] for kpi in json.loads(run("kpi", "list", "--format", "json"))}
sql_of = {name: sql for name, sql in sql_of.items() if name in known}
packs = sorted({name.split(".")[0] + ".*" for name in sql_of})
answers = {row["kpi"]: row for row in json.loads(run("ask", *packs, "--period", "all", "--format", "json"))}

engine = duckdb.connect()
engine.execute("SET TimeZone = 'UTC'")
no_ids = "'', '(notset)', 'undefined', 'null', 'none', 'nan'"
bare = "lower(translate(coalesce(id, ''), '# ', ''))"
engine.execute(f"CREATE MACRO names_nothing(id) AS {bare} IN ({no_ids})")
folder = tempfile.TemporaryDirectory()
models = {re.search(r"FROM\s+\(?(?:SELECT.*?FROM\s+)?(\w+)", sql, re.S)[1] for sql, _ in sql_of.values()} - {"kpis"}
for model in sorted(models):
    path = f"{folder.name}/{model}.parquet"
    pathlib.Path(path).write_bytes(run("sql", f"SELECT * FROM {model}", "--format", "parquet"))
    engine.execute(f"CREATE VIEW {model} AS SELECT * FROM read_parquet('{path}')")


def literal(row):
    kind = "DECIMAL(28, 4)" if row["unit"] == "money" else "DOUBLE"
    return f"cast({'NULL' if row['value'] is None else row['value']} AS {kind})"


columns = ", ".join(f'{literal(row)} AS "{kpi}"' for kpi, row in answers.items())
engine.execute(f"CREATE TABLE kpis AS SELECT {columns}")

equal, unfed, wrong = 0, 0, []
for kpi, (sql, windowed) in sql_of.items():
    wanted = answers[kpi]["value"]
    why = answers[kpi].get("why") or ""
    if any(reason in why for reason in ["was ever loaded", "has no rows", "no row of"]):
        unfed += 1
        continue
    # Looks back from the end of the data, or at another period, which the SQL alone does not know.
    if windowed or "previous(" in sql:
        continue
    found = engine.execute(sql).fetchone()[0]
    if found is None and wanted == 0 and answers[kpi]["unit"] in ("count", "money"):
        found = 0
    # Between two values DataFusion goes a whole number of millionths of the way.
    digits = 1e-5 if "quantile_cont" in sql else 1e-9
    near = 6e-5 if answers[kpi]["unit"] == "money" else digits * max(1, abs(float(wanted or 0)))
    if (found is None) != (wanted is None) or (found is not None and abs(float(found) - float(wanted)) > near):
        wrong.append(f"{kpi}: DuckDB {found}, Jauge {wanted} {why}")
    else:
        equal += 1
print(f"{equal} equal, {len(wrong)} differ, {unfed} not fed")
print("\n".join(wrong))
