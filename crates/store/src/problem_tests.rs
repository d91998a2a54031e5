use std::io::{Error as IoError, ErrorKind};

use super::*;

/// What is said of `sql` over a table of numbers and texts.
async fn refused(sql: &str) -> Message {
    plain(&error_of(sql).await)
}

/// What the engine says of it.
async fn error_of(sql: &str) -> DataFusionError {
    let ctx = crate::engine::for_asking().unwrap();
    ctx.sql("CREATE TABLE events AS SELECT 1 AS id, 0 AS zero, 'abc' AS name UNION ALL SELECT 2, 0, 'abc'")
        .await
        .unwrap();
    let planned = match crate::one_query(&ctx.state(), sql) {
        Ok(statement) => ctx.state().statement_to_plan(statement).await,
        Err(error) => Err(error),
    };
    let ran = match planned {
        Ok(plan) => ctx.execute_logical_plan(plan).await,
        Err(error) => Err(error),
    };
    let ran = match ran {
        Ok(frame) => frame.collect().await,
        Err(error) => Err(error),
    };
    ran.expect_err(sql)
}

#[tokio::test]
async fn a_place_is_the_parsers_and_not_one_that_a_value_tells() {
    for (sql, place) in [
        ("SELECT cast('at Line: 7, Column: 3' AS INT)", None),
        ("SELECT cast(name || ' at Line: 7, Column: 3' AS INT) FROM events", None),
        ("SELECT 1\n LIMIT 1 'at Line: 7, Column: 3'", Some((2, 10))),
    ] {
        let place = place.map(|(line, column)| Position { line, column });
        assert_eq!(placed_at(&error_of(sql).await), place, "{sql}");
    }
}

#[tokio::test]
async fn what_the_engine_says_has_names_of_ours() {
    let owned = str::to_owned;
    for (sql, expected) in [
        ("SELECT id / zero FROM events", EngineMessage::DivisionByZero),
        ("SELECT 1 / 0", EngineMessage::DivisionByZero),
        ("SELECT cast(name AS INT) FROM events", EngineMessage::Cast { value: owned("abc"), to: CellKind::Integer }),
        ("SELECT * FROM read_csv('/etc/passwd')", EngineMessage::NoTableFunction { name: owned("read_csv") }),
        ("SELECT coun(id) FROM events", EngineMessage::NoFunction { name: owned("coun"), near: Some(owned("count")) }),
        ("SELECT * FROM evnts", EngineMessage::NoTable { name: owned("evnts"), near: None, known: Vec::new() }),
        ("SELECT sum(name) FROM events", EngineMessage::NotForType { function: owned("sum") }),
        ("SELECT avg(name) FROM events", EngineMessage::NotForType { function: owned("avg") }),
        ("SELECT from_unixtime(true)", EngineMessage::NotForType { function: owned("from_unixtime") }),
        ("SELECT 1 FROM events WHERE 1", EngineMessage::NotACondition),
        ("SELECT (SELECT id FROM events)", EngineMessage::SeveralRows),
        ("SELECT cast(1 AS Foo)", EngineMessage::NoType { name: owned("Foo") }),
        ("", EngineMessage::Empty),
        ("-- nothing", EngineMessage::Empty),
        ("SELECT 1; SELECT 2", EngineMessage::Several),
        ("SELECT a.id FROM events a JOIN events b ON id = 1", EngineMessage::Ambiguous { name: owned("id") }),
        (
            "SELEC 1",
            EngineMessage::Unexpected {
                expected: owned("an SQL statement"),
                found: Some(owned("SELEC")),
                at: Some(Position { line: 1, column: 1 }),
            },
        ),
        (
            "SELECT 'a\n FROM events",
            EngineMessage::Unreadable {
                said: owned("Unterminated string literal"),
                at: Some(Position { line: 1, column: 8 }),
            },
        ),
    ] {
        assert_eq!(refused(sql).await, expected.into(), "{sql}");
    }
    let Message::Engine(EngineMessage::NoColumn { name, known, .. }) = refused("SELECT foo FROM events").await else {
        panic!("no column")
    };
    assert_eq!((name.as_str(), known), ("foo", ["id", "name", "zero"].map(owned).to_vec()));
}

#[test]
fn an_unknown_table_is_named() {
    for (said, name) in [("datafusion.public.event", "event"), ("datafusion.delta./tmp", "/tmp"), ("a.b.c", "a.b.c")] {
        let error = DataFusionError::Plan(format!("table '{said}' not found"));
        let missing = EngineMessage::NoTable { name: name.to_owned(), near: None, known: Vec::new() };
        assert_eq!(plain(&error), missing.into());
    }
}

/// A filter that Parquet's reader applies keeps no more than a text of what went wrong.
#[test]
fn what_goes_wrong_while_a_file_is_filtered_is_known_as_elsewhere() {
    let while_filtered = |error: ArrowError| {
        let within = DataFusionError::ArrowError(Box::new(error), Some(String::new()));
        let text = format!("Error evaluating filter predicate: {within:?}");
        DataFusionError::ParquetError(Box::new(ParquetError::External(Box::new(ArrowError::ComputeError(text)))))
    };
    assert_eq!(plain(&while_filtered(ArrowError::DivideByZero)), EngineMessage::DivisionByZero.into());
    let text = "Cannot cast string '/a' to value of Int32 type".to_owned();
    let cast = EngineMessage::Cast { value: "/a".to_owned(), to: CellKind::Integer };
    assert_eq!(plain(&while_filtered(ArrowError::CastError(text))), cast.into());
    let other = plain(&while_filtered(ArrowError::MemoryError("why".to_owned())));
    assert!(matches!(other, Message::Engine(EngineMessage::Other { .. })), "{other:?}");
}

#[test]
fn values_that_do_not_fit_are_named_in_each_of_arrows_ways() {
    for (text, value, to) in [
        ("Cannot cast value 'maybe' to value of Boolean type", "maybe", CellKind::Boolean),
        ("Can't cast value 300 to type Int8", "300", CellKind::Integer),
        ("Cannot cast to Decimal128(5, 2). Overflowing on 99999", "99999", CellKind::Number),
        ("Error parsing timestamp from 'soon': error parsing date", "soon", CellKind::Time),
        (
            "Cannot cast string 'x' to value of Interval(MonthDayNano) type",
            "x",
            CellKind::Other { name: "Interval".to_owned() },
        ),
    ] {
        let error = DataFusionError::ArrowError(Box::new(ArrowError::CastError(text.to_owned())), None);
        assert_eq!(plain(&error), EngineMessage::Cast { value: value.to_owned(), to }.into(), "{text}");
    }
}

#[test]
fn what_has_no_name_is_quoted_by_its_first_line() {
    let error = DataFusionError::Execution("no such datafusion.public.thing\nbacktrace:\n  0: main".to_owned());
    assert_eq!(plain(&error), EngineMessage::Other { said: "no such thing".to_owned() }.into());
}

#[test]
fn a_file_of_the_store_that_cannot_be_read_is_damaged() {
    let broken = |damage| Message::from(StoreMessage::Broken { table: None, damage });
    let parquet = ParquetError::General("Invalid Parquet file. Corrupt footer".to_owned());
    let reason = "Invalid Parquet file. Corrupt footer".to_owned();
    let error = DataFusionError::ParquetError(Box::new(parquet)).context("on its way");
    assert_eq!(plain(&error), broken(Damage::Unreadable { reason }));
    let gone = ObjectError::NotFound { path: "a.parquet".to_owned(), source: "why".into() };
    assert_eq!(plain(&DataFusionError::ObjectStore(Box::new(gone))), broken(Damage::Missing));
}

#[test]
fn what_is_ours_comes_out_as_it_went_in() {
    let error = told(EngineMessage::GroupingSets).context("on its way");
    assert_eq!(plain(&error), EngineMessage::GroupingSets.into());
    let wrapped = ParquetError::External(Box::new(error));
    let wrapped = DataFusionError::ParquetError(Box::new(wrapped));
    assert_eq!(plain(&wrapped), EngineMessage::GroupingSets.into());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_from_a_closed_one_and_from_other_errors() {
    let of = |error: IoError| disk_fault(&DataFusionError::IoError(error));
    assert_eq!(of(IoError::from_raw_os_error(28)), Some(DiskFault::Full));
    assert_eq!(of(IoError::from_raw_os_error(13)), Some(DiskFault::Closed));
    assert_eq!(of(IoError::from_raw_os_error(30)), Some(DiskFault::Closed));
    assert_eq!(of(IoError::from(ErrorKind::NotFound)), None);
}
