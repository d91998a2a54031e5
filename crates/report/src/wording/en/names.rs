//! Names that were probably meant, and lists of names.

/// `; did you mean …?`, where there is somebody to mean.
pub(super) fn meant(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The name probably meant, and all there are.
pub(super) fn near_or_list(near: &Option<String>, known: &[String]) -> String {
    let near = near.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    format!("{near}there are {}", known.join(", "))
}

/// Names in backticks, with `between` them.
pub(super) fn quoted<T: std::fmt::Display>(names: &[T], between: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(between)
}
