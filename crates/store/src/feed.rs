//! Batches on their way from who makes them to who reads them, over a channel with an explicit end.
//!
//! A channel that closes is no end: whoever fed it may have panicked, or was dropped halfway. Readers then see an error,
//! so that what came so far is never taken for all there is.

use std::{any::Any, panic::AssertUnwindSafe, panic::catch_unwind};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::{
    error::DataFusionError, execution::SendableRecordBatchStream, physical_plan::stream::RecordBatchStreamAdapter,
};
use futures::{FutureExt, future::BoxFuture, stream};
use jauge_domain::EngineMessage;
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::told;

/// Where batches go in. Dropped without [`Self::end`], it leaves its reader with an error.
#[derive(Clone, Debug)]
pub struct Feed(Sender<Fed>);

/// What goes through the channel.
#[derive(Debug)]
enum Fed {
    Batch(RecordBatch),
    Failed(DataFusionError),
    End,
}

/// Nobody reads any more; whoever did says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread;

/// A feed, and the stream of what goes into it; `waiting` batches may wait to be read.
pub fn feed(schema: SchemaRef, waiting: usize) -> (Feed, SendableRecordBatchStream) {
    let (sender, receiver) = mpsc::channel(waiting);
    let batches = stream::unfold(Some(receiver), next);
    (Feed(sender), Box::pin(RecordBatchStreamAdapter::new(schema, batches)))
}

/// What a task of its own puts into a feed. Where it fails or panics, so does the stream.
pub fn fed(
    schema: SchemaRef,
    waiting: usize,
    make: impl FnOnce(Feed) -> BoxFuture<'static, Result<(), DataFusionError>> + Send + 'static,
) -> SendableRecordBatchStream {
    let (feed, batches) = feed(schema, waiting);
    tokio::spawn(async move {
        let made = AssertUnwindSafe(async { make(feed.clone()).await }).catch_unwind().await;
        feed.end(made.unwrap_or_else(|panic| Err(broken_off(panic.as_ref())))).await;
    });
    batches
}

/// As [`fed`], from a thread that may block.
pub fn fed_blocking(
    schema: SchemaRef,
    waiting: usize,
    make: impl FnOnce(&Feed) -> Result<(), DataFusionError> + Send + 'static,
) -> SendableRecordBatchStream {
    let (feed, batches) = feed(schema, waiting);
    tokio::task::spawn_blocking(move || {
        let made = catch_unwind(AssertUnwindSafe(|| make(&feed)));
        let made = made.unwrap_or_else(|panic| Err(broken_off(panic.as_ref())));
        // Where nobody reads any more, nobody asks how it ended.
        let _ = feed.0.blocking_send(made.map_or_else(Fed::Failed, |()| Fed::End));
    });
    batches
}

impl Feed {
    /// Passes `batch` on, once there is room.
    pub async fn send(&self, batch: RecordBatch) -> Result<(), Unread> {
        self.0.send(Fed::Batch(batch)).await.map_err(|_| Unread)
    }

    /// As [`Self::send`], on a thread that may block.
    pub fn send_blocking(&self, batch: RecordBatch) -> Result<(), Unread> {
        self.0.blocking_send(Fed::Batch(batch)).map_err(|_| Unread)
    }

    /// Says that these were all, or why there are no more.
    pub async fn end(self, made: Result<(), DataFusionError>) {
        // Where nobody reads any more, nobody asks how it ended.
        let _ = self.0.send(made.map_or_else(Fed::Failed, |()| Fed::End)).await;
    }
}

async fn next(
    receiver: Option<Receiver<Fed>>,
) -> Option<(Result<RecordBatch, DataFusionError>, Option<Receiver<Fed>>)> {
    let mut receiver = receiver?;
    match receiver.recv().await {
        Some(Fed::Batch(batch)) => Some((Ok(batch), Some(receiver))),
        Some(Fed::Failed(error)) => Some((Err(error), None)),
        Some(Fed::End) => None,
        None => Some((Err(told(EngineMessage::BrokenOff { reason: None })), None)),
    }
}

/// A panic as an error, with the words it came with.
pub fn broken_off(panic: &(dyn Any + Send)) -> DataFusionError {
    let text = panic.downcast_ref::<String>().cloned();
    let reason = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    told(EngineMessage::BrokenOff { reason })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::datatypes::Schema;
    use futures::StreamExt;

    use super::*;

    fn nothing() -> SchemaRef {
        Arc::new(Schema::empty())
    }

    async fn heard(mut batches: SendableRecordBatchStream) -> Vec<bool> {
        let mut heard = Vec::new();
        while let Some(batch) = batches.next().await {
            heard.push(batch.is_ok());
        }
        heard
    }

    fn batch() -> RecordBatch {
        RecordBatch::new_empty(nothing())
    }

    #[tokio::test]
    async fn an_end_is_one_that_was_said() {
        let said = fed(nothing(), 2, |feed| {
            Box::pin(async move {
                feed.send(batch()).await.unwrap();
                Ok(())
            })
        });
        assert_eq!(heard(said).await, [true]);
        let (dropped, unsaid) = feed(nothing(), 2);
        dropped.send(batch()).await.unwrap();
        drop(dropped);
        assert_eq!(heard(unsaid).await, [true, false]);
    }

    #[tokio::test]
    async fn a_panic_halfway_is_an_error() {
        let task = fed(nothing(), 2, |feed| {
            Box::pin(async move {
                feed.send(batch()).await.unwrap();
                panic!("halfway")
            })
        });
        assert_eq!(heard(task).await, [true, false]);
        let thread = fed_blocking(nothing(), 2, |feed| {
            feed.send_blocking(batch()).unwrap();
            panic!("halfway")
        });
        assert_eq!(heard(thread).await, [true, false]);
    }
}
