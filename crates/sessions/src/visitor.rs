//! Who a session is of, and where it begins.

/// A visitor; a bot with the id of a person is another one.
pub(crate) type Visitor = (String, bool);

/// Where a visitor stands in the order of sessions: when one starts, and its id.
pub(crate) type Start = (i64, String);
