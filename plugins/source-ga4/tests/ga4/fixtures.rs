//! The connector over the fixtures, which `fixtures/make.py` makes.

use std::{fs, sync::Arc};

use crate::support::{Read, config, connect, fixture, read, texts};
use jauge_plugin::{
    ConnectorError, LINE_COLUMN, Scan,
    arrow_array::{Array, RecordBatch, StringArray, cast::AsArray, types::Int64Type},
    testkit,
};

#[test]
fn the_examples_hold() {
    testkit::check(&source_ga4::plugin(), env!("CARGO_MANIFEST_DIR")).unwrap();
}

#[test]
fn the_manifest_says_what_the_library_says() {
    let manifest = fs::read_to_string(fixture("../plugin.toml")).unwrap();
    let plugin = source_ga4::plugin();
    for line in [
        format!("name = \"{}\"", plugin.name),
        format!("version = \"{}\"", plugin.version),
        format!("says = \"{}\"", plugin.says),
    ] {
        assert!(manifest.contains(&line), "{line}");
    }
}

#[test]
fn parquet_and_json_give_the_same_events() {
    let (parquet, json) = (day("parquet"), day("json.gz"));
    let mut columns = json.batch.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    assert_eq!(columns.pop().as_deref(), Some(LINE_COLUMN));
    for name in &columns {
        assert_eq!(parquet.batch.column_by_name(name), json.batch.column_by_name(name), "{name}");
    }
    assert_eq!(parquet.batch.num_columns(), columns.len());
    let lines = json.batch.column_by_name(LINE_COLUMN).unwrap().as_primitive::<Int64Type>().values().to_vec();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn every_column_says_what_ga4_says() {
    let batch = day("parquet").batch;
    let all = |name: &str| texts(&batch, name).join(" ");
    assert_eq!(
        all("event_name"),
        "first_visit page_view scroll view_item view_item purchase view_search_results video_progress"
    );
    assert_eq!(all("event_time").split(' ').next(), Some("1612094400000000"));
    assert_eq!(all("visitor_id"), "11.22 11.22 11.22 11.22 11.22 11.22 33.44 33.44");
    assert_eq!(texts(&batch, "session_id"), ["1612094400"; 8]);
    assert_eq!(all("user_id"), "- - - - - u7 - -");
    assert_eq!(all("page_location").split(' ').nth(3), Some("https://shop.example/cap"));
    assert_eq!(all("source"), "google letter - - - - google -");
    assert_eq!(all("medium"), "organic email - - - - cpc -");
    assert_eq!(all("campaign"), "(organic) spring - - - - brand -");
    assert_eq!(all("term"), "- caps - - - - - -");
    assert_eq!([&all("browser")[..7], &all("language")[..5], &all("country")[..6]], ["Firefox", "fr-fr", "France"]);
    assert_eq!((texts(&batch, "region"), texts(&batch, "city")), (vec!["-".to_owned(); 8], vec!["-".to_owned(); 8]));
    assert_eq!(all("value"), "- - - 26.9000 26.9000 46.8000 - 0.5000");
    assert_eq!(all("currency"), "- - - EUR EUR EUR - USD");
    assert_eq!([all("tax"), all("shipping")], ["- - - - - 7.8000 - -", "- - - - - 5.0000 - -"]);
    assert_eq!(all("transaction_id"), "- - - - - T1 - -");
    assert_eq!(all("search_term"), "- - - - - - caps -");
    assert_eq!(all("media_id"), "- - - - - - - https://v.example/1");
    assert_eq!(all("progress"), "- - 0.9 - - - - 0.25");
    assert_eq!(all("engagement_ms"), "- 7 - - - - - -");
    assert!(texts(&batch, "place").iter().all(|place| place != "-"), "{}", all("place"));
    let item = "C1|Cap|Apparel|19.9000|2.0000 M1|Mug|-|7.0000|1.0000";
    assert_eq!(texts(&batch, "items")[3..6], [item, item, item]);
}

#[test]
fn what_has_no_column_is_a_property_and_what_contradicts_its_column_too() {
    let properties = texts(&day("parquet").batch, "properties");
    assert_eq!(properties[..5], ["-"; 5]);
    assert_eq!(properties[5], "tax=7.9 coupon=MAY debug_mode=1 user.plan=gold");
    assert_eq!(properties[7], "video_title=One engagement_time_msec=soon");
}

#[test]
fn an_event_has_one_id_and_one_content_in_the_intraday_and_the_daily_table() {
    // Jauge fills in where an event came from, so this alone tells no two events apart.
    let traffic = ["source", "medium", "campaign", "term", "content", LINE_COLUMN];
    let rows = |batch: &RecordBatch, rows: usize| {
        let names = batch.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
        let columns = names.iter().filter(|name| !traffic.contains(&name.as_str())).map(|name| texts(batch, name));
        let columns: Vec<_> = columns.collect();
        let mut rows: Vec<_> =
            (0..rows).map(|row| columns.iter().map(|column| column[row].clone()).collect::<Vec<_>>()).collect();
        rows.sort_unstable();
        rows
    };
    let (daily, intraday) = (day("parquet").batch, one("events_intraday_20210131.json").batch);
    assert_eq!(rows(&intraday, 5), rows(&daily, 5));
    let ids = texts(&daily, "event_id");
    assert_eq!(ids[4], format!("{}:1", ids[3]));
    assert_ne!(texts(&intraday, "source").concat(), texts(&daily, "source")[..5].concat());
}

#[test]
fn a_days_earlier_tables_are_left_out_and_that_is_noted_once() {
    let (connector, heard) = connect("fixtures/events_*");
    let names = || connector.streams().unwrap().iter().map(|stream| stream.name.clone()).collect::<Vec<_>>();
    assert_eq!(names().len(), 3);
    assert!(names().iter().all(|name| !name.contains("intraday_20210131")));
    assert_eq!(
        heard.notes(),
        ["1 file of intraday or fresh tables left out (20210131): the day's later table is there"]
    );
    assert_eq!(one("events_intraday_20210131.json").batch.num_rows(), 5);
}

#[test]
fn bad_rows_are_rejected_where_they_stand() {
    let Read { batch, heard } = one("events_intraday_20210201.json");
    let rejects = heard.rejects();
    assert_eq!((rejects[0].line, rejects[0].column.as_deref()), (Some(3), Some("event_name")));
    assert_eq!((rejects[1].line, rejects[1].column.as_deref(), rejects.len()), (Some(7), None, 2));
    assert!(
        rejects[1].reason.starts_with("not a JSON object with the fields of GA4's export: EOF"),
        "{:?}",
        rejects[1]
    );
    let lines = batch.column_by_name(LINE_COLUMN).unwrap().as_primitive::<Int64Type>().values().to_vec();
    assert_eq!(lines, [1, 2, 5, 6, 8]);
}

#[test]
fn a_range_of_bytes_gives_its_rows_with_the_ids_they_have_in_the_whole() {
    let whole = one("events_intraday_20210201.json").batch;
    let text = fs::read(fixture("events_intraday_20210201.json")).unwrap();
    let size = text.len() as u64;
    for cut in 0..=size {
        let starts_a_line = cut == 0 || text[cut as usize - 1] == b'\n';
        if !starts_a_line && cut % 97 != 0 {
            continue;
        }
        let part = |bytes| read("fixtures/events_intraday_20210201.json", &Scan { bytes, ..Scan::default() });
        let (head, tail) = (part(0..cut).unwrap(), part(cut..size).unwrap());
        let ids = [texts(&head.batch, "event_id"), texts(&tail.batch, "event_id")].concat();
        assert_eq!(ids, texts(&whole, "event_id"), "{cut}");
        assert_eq!(head.heard.rejects().len() + tail.heard.rejects().len(), 2, "{cut}");
    }
}

#[test]
fn fewer_columns_and_rows_are_the_same_ones() {
    for file in ["fixtures/events_20210131.parquet", "fixtures/events_20210131.json.gz"] {
        let whole = read(file, &Scan::default()).unwrap().batch;
        let columns = ["properties", "event_time", "items", "nothing"].map(str::to_owned).to_vec();
        let some = read(file, &Scan { columns: Some(columns), limit: Some(6), ..Scan::default() }).unwrap().batch;
        let names: Vec<_> = some.schema().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names[..3], ["properties", "event_time", "items"]);
        for name in &names {
            let cut = whole.column_by_name(name).unwrap().slice(0, 6);
            assert_eq!(texts(&some, name), texts(&RecordBatch::try_from_iter([(name, cut)]).unwrap(), name));
        }
    }
}

#[test]
fn other_files_are_named_with_what_they_lack() {
    let folder = std::env::temp_dir().join(format!("jauge-ga4-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let says = |name: &str, text: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        match read(path.to_str().unwrap(), &Scan::default()) {
            Err(ConnectorError::Format { message, .. }) => message,
            other => panic!("{:?}", other.map(|read| read.batch.num_rows())),
        }
    };
    let lacks = says("users.json", b"\n{\"pseudo_user_id\": \"1\"}\n");
    assert_eq!(
        lacks,
        "no table of GA4 events: it lacks `event_timestamp`, `event_name`, `user_pseudo_id`, `event_params`; name the exported \
         `events_…` tables in `path`"
    );
    assert!(says("array.json", b"[{}]").starts_with("a JSON array: one object a line"));
    assert!(
        says("table.csv", b"event_name,event_timestamp\n").starts_with("neither Parquet nor one JSON object a line")
    );
    says("cut.parquet", &fs::read(fixture("events_20210131.parquet")).unwrap()[..500]);
    assert_eq!(
        read(folder.join("users.json").to_str().unwrap().replace("users", "no").as_str(), &Scan::default())
            .err()
            .unwrap(),
        ConnectorError::config(format!("no file matches `{}`: check `path`", folder.join("no.json").display()))
    );
    let whole = fs::read(fixture("events_20210131.json.gz")).unwrap();
    fs::write(folder.join("cut.json.gz"), &whole[..500]).unwrap();
    let cut = read(folder.join("cut.json.gz").to_str().unwrap(), &Scan::default());
    assert!(matches!(cut, Err(ConnectorError::Read { .. })));
    fs::write(folder.join("empty.json"), b"").unwrap();
    assert_eq!(read(folder.join("empty.json").to_str().unwrap(), &Scan::default()).unwrap().batch.num_rows(), 0);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_setting_that_is_wrong_says_what_would_be_right() {
    let host = || Arc::new(testkit::Diagnostics::default());
    let source = &source_ga4::plugin().sources[0];
    let wrong =
        |config| (source.connect)(&config, host()).and_then(|connector| connector.streams()).unwrap_err().to_string();
    assert_eq!(wrong(serde_json::json!({})), "`path` names the exported tables: a file or a glob");
    assert!(wrong(config("fixtures")).contains("is a folder: name the files in it"));
    assert!(wrong(config("fixtures/[")).contains("is not a path or glob"));
}

fn day(extension: &str) -> Read {
    one(&format!("events_20210131.{extension}"))
}

fn one(name: &str) -> Read {
    read(&format!("fixtures/{name}"), &Scan::default()).unwrap()
}

#[test]
fn a_visitor_who_refused_goes_on_without_an_id_and_that_is_noted_once() {
    let path = std::env::temp_dir().join(format!("jauge-ga4-refused-{}.json", std::process::id()));
    let line = "{\"event_name\": \"page_view\", \"event_timestamp\": \"1\"}\n";
    fs::write(&path, line.repeat(3)).unwrap();
    let Read { batch, heard } = read(path.to_str().unwrap(), &Scan::default()).unwrap();
    fs::remove_file(path).unwrap();
    let visitors: &StringArray = batch.column_by_name("visitor_id").unwrap().as_string();
    assert_eq!((visitors.null_count(), heard.notes().len(), heard.rejects().len()), (3, 1, 0));
}

#[test]
fn columns_that_others_made_of_ga4s_are_read_or_named() {
    let Read { batch, heard } = one("flattened.parquet");
    assert_eq!(texts(&batch, "event_time"), ["1612094400000001"; 2]);
    assert_eq!(texts(&batch, "value"), ["19.9000", "-"]);
    assert_eq!(texts(&batch, "device_category"), ["-"; 2]);
    let notes = heard.notes().join("");
    assert!(notes.ends_with("not as GA4 exports it, and left out: `device`, `city` (UInt16)"), "{notes}");
}
