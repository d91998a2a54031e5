//! Frames of rows, looked through before they are decoded: nothing compressed, nothing that stands for more than it is long, and
//! every body inside of its frame.

use arrow_ipc::{Message, MessageHeader, RecordBatch, root_as_message_with_opts};
use flatbuffers::VerifierOptions;
use jauge_domain::RowsFault;

/// The longest head of a message, in bytes.
const LONGEST_HEAD: usize = 2 << 20;
/// Tables in a head: two or three a column.
const TABLES: usize = 30_000;
/// Rows in a batch.
const ROWS: i64 = 1 << 16;
/// Values in a column of a batch, those in lists included.
const VALUES: i64 = 1 << 22;
/// What stands before the length of a head.
const CONTINUATION: [u8; 4] = [0xff; 4];

/// Looks through the messages in `frame`: columns, rows, or the end of a stream.
pub(crate) fn check(mut frame: &[u8]) -> Result<(), RowsFault> {
    while !frame.is_empty() {
        let (length, rest) = head_length(frame)?;
        if length == 0 {
            return if rest.is_empty() { Ok(()) } else { Err(RowsFault::Several) };
        }
        let (head, rest) = rest.split_at_checked(length).ok_or(RowsFault::Cut)?;
        let message = message(head)?;
        let body = usize::try_from(message.bodyLength()).ok().filter(|body| *body <= rest.len());
        let body = body.ok_or(RowsFault::Cut)?;
        check_message(&message, body, rest.len() > body)?;
        frame = &rest[body..];
    }
    Ok(())
}

/// How long the head at the start of `frame` is, and what follows.
fn head_length(frame: &[u8]) -> Result<(usize, &[u8]), RowsFault> {
    let (mark, rest) = frame.split_first_chunk::<4>().ok_or(RowsFault::Cut)?;
    if *mark != CONTINUATION {
        return Err(RowsFault::NoStream);
    }
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(RowsFault::Cut)?;
    Ok((u32::from_le_bytes(*length) as usize, rest))
}

fn message(head: &[u8]) -> Result<Message<'_>, RowsFault> {
    if head.len() > LONGEST_HEAD {
        return Err(RowsFault::HeadTooLong { bytes: head.len() as u64, most: LONGEST_HEAD as u64 });
    }
    // A head may name one text in many places, which takes memory for each.
    let options =
        VerifierOptions { max_tables: TABLES, max_apparent_size: head.len() * 4 + 1024, ..VerifierOptions::default() };
    root_as_message_with_opts(&options, head).map_err(|error| RowsFault::Head { reason: error.to_string() })
}

fn check_message(message: &Message<'_>, body: usize, more: bool) -> Result<(), RowsFault> {
    match message.header_type() {
        MessageHeader::Schema => Ok(()),
        MessageHeader::RecordBatch if more => Err(RowsFault::Several),
        MessageHeader::RecordBatch => match message.header_as_record_batch() {
            Some(batch) => check_batch(&batch, body),
            None => Err(RowsFault::NoStream),
        },
        MessageHeader::DictionaryBatch => Err(RowsFault::Dictionary),
        _ => Err(RowsFault::NoStream),
    }
}

fn check_batch(batch: &RecordBatch<'_>, body: usize) -> Result<(), RowsFault> {
    if batch.compression().is_some() {
        return Err(RowsFault::Compressed);
    }
    if !(0..=ROWS).contains(&batch.length()) {
        return Err(RowsFault::TooManyRows { rows: batch.length(), most: ROWS });
    }
    let nodes = batch.nodes().into_iter().flatten();
    if let Some(node) = nodes.into_iter().find(|node| !(0..=VALUES).contains(&node.length())) {
        return Err(RowsFault::TooManyRows { rows: node.length(), most: VALUES });
    }
    let mut buffers = batch.buffers().into_iter().flatten();
    let is_inside = |offset: i64, length: i64| {
        let end = offset.checked_add(length).and_then(|end| usize::try_from(end).ok());
        offset >= 0 && length >= 0 && end.is_some_and(|end| end <= body)
    };
    if buffers.all(|buffer| is_inside(buffer.offset(), buffer.length())) { Ok(()) } else { Err(RowsFault::Cut) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, NullArray, StringArray};
    use arrow_ipc::{
        BodyCompression, BodyCompressionArgs, DictionaryBatch, DictionaryBatchArgs, MessageArgs, MetadataVersion,
        RecordBatchArgs, writer::StreamWriter,
    };
    use flatbuffers::{FlatBufferBuilder, UnionWIPOffset, WIPOffset};

    use super::*;

    fn frame(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
        let batch = arrow_array::RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.get_ref().clone()
    }

    fn rows() -> Vec<u8> {
        frame(vec![
            ("id", Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef),
            ("name", Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef),
        ])
    }

    #[test]
    fn rows_as_they_are_written_pass() {
        assert_eq!(check(&rows()), Ok(()));
        let schema =
            arrow_schema::Schema::new(vec![arrow_schema::Field::new("id", arrow_schema::DataType::Int64, true)]);
        let columns = StreamWriter::try_new(Vec::new(), &schema).and_then(StreamWriter::into_inner).unwrap();
        assert_eq!(check(&columns), Ok(()));
        assert_eq!(check(&[]), Ok(()));
    }

    #[test]
    fn whatever_is_cut_off_or_put_behind_is_refused() {
        let rows = rows();
        (1..rows.len()).for_each(|length| {
            // Only the columns, whole, are a frame of their own.
            let cut = check(&rows[..length]);
            assert!(cut.is_err() || rows[length..].starts_with(&[0xff; 4]), "{length}: {cut:?}");
        });
        assert_eq!(check(&[rows.clone(), rows.clone()].concat()), Err(RowsFault::Several));
        assert_eq!(check(b"no stream at all"), Err(RowsFault::NoStream));
    }

    #[test]
    fn no_byte_that_is_changed_makes_it_panic() {
        let rows = rows();
        for place in 0..rows.len() {
            for byte in [0, 1, 0x7f, 0x80, 0xff] {
                let mut changed = rows.clone();
                changed[place] = byte;
                let _ = check(&changed);
            }
        }
    }

    /// A message without a body, of what `build` puts into it.
    fn message_of(
        kind: MessageHeader,
        build: impl FnOnce(&mut FlatBufferBuilder<'_>) -> WIPOffset<UnionWIPOffset>,
    ) -> Vec<u8> {
        let mut builder = FlatBufferBuilder::new();
        let header = Some(build(&mut builder));
        let fields = MessageArgs { version: MetadataVersion::V5, header_type: kind, header, ..MessageArgs::default() };
        let message = Message::create(&mut builder, &fields);
        builder.finish(message, None);
        let head = builder.finished_data();
        let length = u32::try_from(head.len()).unwrap();
        [&CONTINUATION[..], &length.to_le_bytes(), head].concat()
    }

    #[test]
    fn rows_that_are_compressed_or_in_a_dictionary_are_refused() {
        let compressed = message_of(MessageHeader::RecordBatch, |builder| {
            let compression = BodyCompression::create(builder, &BodyCompressionArgs::default());
            let fields = RecordBatchArgs { length: 1, compression: Some(compression), ..RecordBatchArgs::default() };
            RecordBatch::create(builder, &fields).as_union_value()
        });
        assert_eq!(check(&compressed), Err(RowsFault::Compressed));
        let dictionary = message_of(MessageHeader::DictionaryBatch, |builder| {
            DictionaryBatch::create(builder, &DictionaryBatchArgs::default()).as_union_value()
        });
        assert_eq!(check(&dictionary), Err(RowsFault::Dictionary));
    }

    #[test]
    fn rows_that_take_no_bytes_are_counted() {
        let nulls = frame(vec![("n", Arc::new(NullArray::new(1 << 17)) as ArrayRef)]);
        assert_eq!(check(&nulls), Err(RowsFault::TooManyRows { rows: 1 << 17, most: ROWS }));
    }
}
