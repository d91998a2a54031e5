"""The tracker's lines as events: the transformation that `select` of the demo's jauge.toml makes, in each engine's words."""

# What a line has, as DuckDB reads it; amounts never pass through floating point there.
LINE = {
    "id": "VARCHAR", "time": "TIMESTAMPTZ", "event": "VARCHAR", "visitor": "VARCHAR", "user": "VARCHAR", "url": "VARCHAR",
    "referrer": "VARCHAR", "section": "VARCHAR", "status": "BIGINT", "agent": "VARCHAR", "country": "VARCHAR",
    "language": "VARCHAR", "ms": "BIGINT", "order": "VARCHAR", "value": "DECIMAL(18,4)", "tax": "DECIMAL(18,4)",
    "shipping": "DECIMAL(18,4)", "discount": "DECIMAL(18,4)", "currency": "VARCHAR", "cost": "VARCHAR",
    "items": "STRUCT(item_id VARCHAR, item_name VARCHAR, item_category VARCHAR, price DECIMAL(18,4), quantity BIGINT)[]",
    "form": "VARCHAR", "field": "VARCHAR", "file": "VARCHAR", "term": "VARCHAR", "results": "BIGINT", "media": "VARCHAR",
    "progress": "DOUBLE", "helpful": "VARCHAR", "score": "VARCHAR", "author": "VARCHAR",
}  # fmt: skip
# The event's column, and the line's; `properties` is made of what is left.
COLUMNS = {
    "event_id": "id", "event_time": "time", "event_name": "event", "visitor_id": "visitor", "user_id": "user",
    "page_location": "url", "page_referrer": "referrer", "content_group": "section", "page_status": "status",
    "user_agent": "agent", "country": "country", "language": "language", "engagement_ms": "ms", "transaction_id": "order",
    "value": "value", "tax": "tax", "shipping": "shipping", "discount": "discount", "currency": "currency",
    "items": "items", "form_id": "form", "form_field": "field", "file_name": "file", "search_term": "term",
    "search_results": "results", "media_id": "media", "progress": "progress",
}  # fmt: skip
PROPERTIES = """CASE WHEN cost IS NOT NULL    THEN map(['cost'], [cost])
                     WHEN helpful IS NOT NULL THEN map(['helpful'], [helpful])
                     WHEN score IS NOT NULL   THEN map(['score'], [score])
                     WHEN author IS NOT NULL  THEN map(['author'], [author]) END AS properties"""


def select(but=()):
    """The columns of an event out of a line, but those that an engine says in words of its own."""
    columns = [f'"{line}" AS {column}' for column, line in COLUMNS.items() if column not in but]
    return ", ".join(columns)


def lines_duckdb(files):
    """The lines in DuckDB, with their types."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in LINE.items())
    return f"read_json('{files}', format = 'newline_delimited', columns = {{{columns}}})"


def duckdb(files):
    """The events, each once, in the order of time."""
    return f"SELECT DISTINCT ON (id) {select()}, {PROPERTIES} FROM {lines_duckdb(files)} ORDER BY event_time"


def lines_chdb(files):
    """The lines in ClickHouse: what may be null there says so."""
    of = {"VARCHAR": "String", "BIGINT": "Int64", "DOUBLE": "Float64", "DECIMAL(18,4)": "Decimal(18, 4)"}
    columns = {name: f"Nullable({of.get(kind)})" for name, kind in LINE.items()}
    columns["id"], columns["time"] = "String", "String"
    item = "item_id String, item_name String, item_category String, price Decimal(18, 4), quantity Int64"
    columns["items"] = f"Array(Tuple({item}))"
    columns = ", ".join(f"`{name}` {kind}" for name, kind in columns.items())
    return f"file('{files}', 'JSONEachRow', '{columns}')"


def chdb(files):
    """The events, each once, in the order of time."""
    properties = """CASE WHEN cost IS NOT NULL    THEN map('cost', assumeNotNull(cost))
                         WHEN helpful IS NOT NULL THEN map('helpful', assumeNotNull(helpful))
                         WHEN score IS NOT NULL   THEN map('score', assumeNotNull(score))
                         WHEN author IS NOT NULL  THEN map('author', assumeNotNull(author)) ELSE map() END AS properties"""
    at = "parseDateTime64BestEffort(time, 3, 'UTC') AS event_time"
    select_ = select(but=["event_time"]).replace('"', "`")
    lines = lines_chdb(files)
    return f"SELECT {select_}, {at}, {properties} FROM {lines} ORDER BY event_time, id LIMIT 1 BY id"


def datafusion(table):
    """The events, each once, in the order of time, out of the lines that `table` is registered as."""
    at = "arrow_cast(\"time\", 'Timestamp(Millisecond, Some(\"UTC\"))') AS event_time"
    money = ["value", "tax", "shipping", "discount"]
    exact = ", ".join(f'cast("{COLUMNS[name]}" AS DECIMAL(18, 4)) AS {name}' for name in money)
    properties = """CASE WHEN cost IS NOT NULL    THEN map(['cost'], [cast(cost AS VARCHAR)])
                         WHEN helpful IS NOT NULL THEN map(['helpful'], [cast(helpful AS VARCHAR)])
                         WHEN score IS NOT NULL   THEN map(['score'], [cast(score AS VARCHAR)])
                         WHEN author IS NOT NULL  THEN map(['author'], [author]) END AS properties"""
    columns = f"{select(but=['event_time', *money])}, {exact}, {at}, {properties}"
    # Its DISTINCT ON keeps the first value of each column, one by one, and takes many times as long.
    once = f"SELECT *, row_number() OVER (PARTITION BY id ORDER BY id) AS nth FROM {table}"
    return f"SELECT {columns} FROM ({once}) WHERE nth = 1 ORDER BY event_time"


def schema_arrow():
    """The types of lines for DataFusion."""
    import pyarrow as pa

    of = {"VARCHAR": pa.string(), "TIMESTAMPTZ": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64()}
    of["DECIMAL(18,4)"] = pa.decimal128(18, 4)
    of |= {"cost": pa.float64(), "helpful": pa.bool_(), "score": pa.int64()}
    item = [(name, pa.string()) for name in ("item_id", "item_name", "item_category")]
    of[LINE["items"]] = pa.list_(pa.struct([*item, ("price", pa.decimal128(18, 4)), ("quantity", pa.int64())]))
    return pa.schema([(name, of.get(name) or of[kind]) for name, kind in LINE.items()])


def polars(files):
    """The events, each once, in the order of time, lazily."""
    import polars as pl

    c = pl.col
    of = {"VARCHAR": pl.String, "TIMESTAMPTZ": pl.String, "BIGINT": pl.Int64, "DOUBLE": pl.Float64}
    # Polars reads no decimals from JSON.
    of["DECIMAL(18,4)"] = pl.Float64
    item = {"item_id": pl.String, "item_name": pl.String, "item_category": pl.String}
    of[LINE["items"]] = pl.List(pl.Struct({**item, "price": pl.Float64, "quantity": pl.Int64}))
    lines = pl.scan_ndjson(files, schema={name: of[kind] for name, kind in LINE.items()})
    pair = lambda name: pl.concat_list(pl.struct(pl.lit(name).alias("key"), c(name).alias("value")))
    at = c("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3f%:z", time_unit="us", time_zone="UTC")
    money = [c(name).cast(pl.Decimal(18, 4)) for name in ("value", "tax", "shipping", "discount")]
    properties = pl.when(c("cost").is_not_null()).then(pair("cost"))
    for name in ("helpful", "score", "author"):
        properties = properties.when(c(name).is_not_null()).then(pair(name))
    lines = lines.unique("id", keep="any").with_columns(at, *money)
    columns = [c(line).alias(column) for column, line in COLUMNS.items()]
    return lines.select(*columns, properties.alias("properties")).sort("event_time")
