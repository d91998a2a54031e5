use std::io::Write;

use arrow::array::RecordBatch;
use clap::Args;
use datafusion::error::DataFusionError;
use jauge_report::write_sheet;
use jiff::Timestamp;

use super::open;
use crate::{error::CliError, io::Io, rows::sheet};

/// Run SQL over tables, models and kpis('month', 'channel')
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge sql \"SELECT event_name, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC\"
  jauge sql \"SELECT * FROM kpis('month')\"
  jauge sql \"SELECT * FROM rejects\"
  jauge sql \"SHOW TABLES\"")]
pub(crate) struct Sql {
    /// The query
    query: String,
}

impl Sql {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let opened = open(io.workspace()?, io).await?;
        let wrong = |error: DataFusionError| wrong(&error);
        let frame = opened.sql(&self.query, Timestamp::now()).await.map_err(wrong)?;
        let schema = frame.schema().as_arrow().clone();
        let mut batches: Vec<RecordBatch> = frame.collect().await.map_err(wrong)?;
        if batches.is_empty() {
            batches.push(RecordBatch::new_empty(schema.into()));
        }
        let style = io.style(&opened, None);
        let sheet = sheet(&batches)?;
        io.data(|out: &mut dyn Write| write_sheet(out, &sheet, &style))?;
        Ok(0)
    }
}

fn wrong(error: &DataFusionError) -> CliError {
    let wrong = CliError::wrong(error.find_root().strip_backtrace());
    match error.diagnostic().and_then(|said| said.helps.first().map(|help| help.message.clone())) {
        Some(help) => wrong.help(help),
        None => wrong,
    }
}
