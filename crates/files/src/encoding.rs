//! Which encoding a text is in, and what is said of one that is not in it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes of a file tell its encoding.
pub(super) const HEAD: usize = 64;

/// The longest part of a word that is shown on either side of a byte that is not UTF-8.
const AROUND: usize = 20;

/// The encoding of a text that begins with `head`, and how long its byte order mark is: what the mark says, else the one that
/// was `set`, else UTF-16 where that shows, else UTF-8.
pub(super) fn of(head: &[u8], set: Option<&'static Encoding>) -> (&'static Encoding, usize) {
    match Encoding::for_bom(head) {
        Some(marked) => marked,
        None => (set.or_else(|| wide(head)).unwrap_or(UTF_8), 0),
    }
}

/// UTF-16 without a mark: of each two bytes one is zero nearly always and the other never, as in no other text.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = || head.chunks_exact(2).take(HEAD / 2);
    let zeros = |nth: usize| pairs().filter(|pair| pair[nth] == 0).count();
    let count = pairs().count();
    let is_most = |zeros: usize| count >= 2 && zeros * 4 >= count * 3;
    match (zeros(0), zeros(1)) {
        (0, second) if is_most(second) => Some(UTF_16LE),
        (first, 0) if is_most(first) => Some(UTF_16BE),
        _ => None,
    }
}

/// The word around the byte at `at` of `row`, which is not UTF-8, if it is windows-1252.
pub(super) fn as_windows(row: &[u8], at: usize) -> String {
    let is_edge = |byte: u8| b" ,;|\"\t\r\n".contains(&byte);
    let at = at.min(row.len());
    let (before, behind) = row.split_at(at);
    let before = before.iter().rev().take(AROUND).take_while(|byte| !is_edge(**byte)).count();
    let behind = behind.iter().take(AROUND).take_while(|byte| !is_edge(**byte)).count();
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&row[at - before..at + behind]);
    text.trim().to_owned()
}

/// True for a text that was read as windows-1252 and is UTF-8 with a few bytes that are not: most of its letters that are not ASCII
/// are whole as UTF-8.
pub fn is_damaged_utf8(text: &str) -> bool {
    let (bytes, _, _) = WINDOWS_1252.encode(text);
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_16_shows_without_a_mark_and_nothing_else_looks_like_it() {
        for text in ["id,x\r\n1,2\r\n", "idVisit,café\n", "a\n"] {
            assert_eq!(of(&utf16(text, u16::to_le_bytes), None), (UTF_16LE, 0), "{text:?}");
            assert_eq!(of(&utf16(text, u16::to_be_bytes), None), (UTF_16BE, 0), "{text:?}");
        }
        for other in
            [b"".as_slice(), b"a", b"a,b\n1,2\n", b"PAR1\n\0\x01", b"ARROW1\0\0\xff\xff\xff\xff", b"\0\0\0\x01Bud1"]
        {
            assert_eq!(of(other, None), (UTF_8, 0), "{other:?}");
        }
        assert_eq!(of(&utf16("a,b\n", u16::to_le_bytes), Some(UTF_8)), (UTF_8, 0), "what was set is believed");
        assert_eq!(of(b"\xff\xfea\0", Some(WINDOWS_1252)), (UTF_16LE, 2), "a mark even more");
    }

    #[test]
    fn utf_8_with_a_broken_byte_is_told_from_windows_1252() {
        let read = |bytes: &[u8]| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
        assert!(is_damaged_utf8(&read(b"Pr\xc3\xa9nom;Ren\xc3\xa9;L\xc3")));
        assert!(!is_damaged_utf8(&read(b"Pr\xe9nom;Spa\xdf\x93;M\xfcller")));
        assert!(!is_damaged_utf8("plain"));
    }

    #[test]
    fn what_is_not_utf_8_is_shown_as_windows_1252() {
        assert_eq!(as_windows(b"id;Ren\xe9 Lef\xe8vre;3", 6), "René");
        assert_eq!(as_windows(b"\xe9", 0), "é");
        assert_eq!(as_windows(b"", 3), "");
    }
}
