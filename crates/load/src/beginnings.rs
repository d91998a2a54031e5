//! Logs of which another one of the same load is a later state: a copy that was made of one while it grew.

use std::cmp::Reverse;

use jauge_domain::SourceNote;
use jauge_files::Hears;

use super::{
    LoadError,
    choose::{beginning, fingerprint},
    due::Due,
    reader::Reader,
};

/// Bytes by which most files are told apart, so that only those that begin alike are read through.
const FIRST: u64 = 4096;

/// Has what is the beginning of another file of `due` read in that one alone, as where a load found them one after the other: it is
/// kept as known, and no row of it is read.
pub(crate) async fn read_once(reader: &Reader, due: &mut [Due]) -> Result<(), LoadError> {
    if !reader.disjoint || due.len() < 2 {
        return Ok(());
    }
    let mut first = Vec::with_capacity(due.len());
    for one in due.iter() {
        let is_file = one.stream.file.is_some() && one.fingerprint.is_some();
        first.push(if is_file { beginning(reader, &one.stream, FIRST).await? } else { Vec::new() });
    }
    let mut order: Vec<usize> = (0..due.len()).collect();
    // The longest first: it is read itself.
    order.sort_by_key(|nth| Reverse(length(&due[*nth])));
    for later in order {
        let alike = alike(due, &first, later);
        if alike.is_empty() {
            continue;
        }
        let lengths = alike.iter().map(|nth| length(&due[*nth])).collect();
        let print = fingerprint(reader, &due[later].stream, lengths).await?;
        let other = due[later].stream.name.clone();
        for (nth, found) in alike.into_iter().zip(print.heads) {
            take_out(reader, &mut due[nth], found.as_deref(), &other);
        }
    }
    // What the first one shows, such as types, is seen where there are rows.
    due.sort_by_key(|one| one.within.is_some());
    Ok(())
}

/// Which of `due`, by their `first` bytes, may be beginnings of the one at `later`.
fn alike(due: &[Due], first: &[Vec<u8>], later: usize) -> Vec<usize> {
    let is_open = |nth: &usize| due[*nth].within.is_none() && !first[*nth].is_empty();
    let begins = |nth: &usize| {
        length(&due[*nth]) < length(&due[later]) && first[later].starts_with(head(&due[*nth], &first[*nth]))
    };
    let all = if is_open(&later) { 0..due.len() } else { 0..0 };
    all.filter(is_open).filter(begins).collect()
}

/// Leaves nothing of `one` to be read where `found`, the hash of as much of `other`, is its own.
fn take_out(reader: &Reader, one: &mut Due, found: Option<&str>, other: &str) {
    let Some(content) = one.fingerprint.as_ref().filter(|content| found == Some(content.hash.as_str())) else { return };
    one.scan.bytes = content.bytes..content.bytes;
    one.within = Some(other.to_owned());
    reader.host.found(SourceNote::BeginningOf { stream: one.stream.name.clone(), other: other.to_owned() });
}

/// The length of what is known of a file; 0 of what is none.
fn length(due: &Due) -> u64 {
    due.fingerprint.as_ref().map_or(0, |content| content.bytes)
}

/// What of the `first` bytes of a file are whole rows.
fn head<'a>(due: &Due, first: &'a [u8]) -> &'a [u8] {
    &first[..usize::try_from(length(due)).map_or(first.len(), |whole| whole.min(first.len()))]
}
