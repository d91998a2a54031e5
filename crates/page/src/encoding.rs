//! Bytes and texts as mails and pages carry them.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// The longest line of a mail's body (RFC 2045).
const LINE: usize = 76;
/// So many bytes of an encoded word (RFC 2047) fit into a line behind `Subject: `.
const WORD: usize = 39;

/// Base64 (RFC 4648), with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    bytes.chunks(3).flat_map(four).collect()
}

/// Base64 in lines, as mails have it.
pub(crate) fn base64_lines(bytes: &[u8]) -> String {
    // 57 bytes are a line of 76 characters.
    bytes.chunks(LINE / 4 * 3).map(|line| base64(line) + "\n").collect()
}

/// One to three bytes as four characters.
fn four(bytes: &[u8]) -> [char; 4] {
    let byte = |nth: usize| usize::from(bytes.get(nth).copied().unwrap_or(0));
    let all = (byte(0) << 16) | (byte(1) << 8) | byte(2);
    [18, 12, 6, 0].map(|shift| (shift, (all >> shift) & 63)).map(|(shift, sextet)| {
        // A character more than there are bytes, the rest is padding.
        if (18 - shift) / 6 > bytes.len() { '=' } else { char::from(ALPHABET[sextet]) }
    })
}

/// Quoted-printable (RFC 2045, 6.7): what a mail's reader sees also where nothing decodes it.
pub(crate) fn quoted_printable(text: &str) -> String {
    text.split('\n').map(quoted_line).collect::<Vec<_>>().join("\n")
}

fn quoted_line(line: &str) -> String {
    let bytes = line.as_bytes();
    let (mut quoted, mut length) = (String::with_capacity(bytes.len()), 0);
    for (nth, byte) in bytes.iter().enumerate() {
        let rest = bytes.get(nth..).unwrap_or_default();
        // On their way mails lose spaces at the end of a line, and some end at a lone dot or have `From` marked.
        let is_last = rest.len() == 1;
        let is_marked = length == 0 && (rest.starts_with(b".") || rest.starts_with(b"From "));
        let one = match byte {
            b' ' if !is_last => " ".to_owned(),
            b'!'..=b'~' if *byte != b'=' && !is_marked => char::from(*byte).to_string(),
            byte => format!("={byte:02X}"),
        };
        if length + one.len() >= LINE {
            quoted.push_str("=\n");
            length = 0;
        }
        length += one.len();
        quoted.push_str(&one);
    }
    quoted
}

/// `text` as the value of a mail's header: as it is, or in encoded words (RFC 2047).
pub(crate) fn header_text(text: &str) -> String {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("=?");
    if is_plain && text.len() + "Subject: ".len() <= LINE {
        return text.to_owned();
    }
    let words = words_of(text).into_iter().map(|word| format!("=?UTF-8?B?{}?=", base64(word.as_bytes())));
    words.collect::<Vec<_>>().join("\n ")
}

/// `text` in parts that fit into encoded words, no character cut.
fn words_of(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for char in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + char.len_utf8() <= WORD => word.push(char),
            _ => words.push(char.to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (text, encoded) in pairs {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
        let lines = base64_lines(&[0; 60]);
        assert_eq!(lines.lines().map(str::len).collect::<Vec<_>>(), [76, 4]);
    }

    #[test]
    fn quoted_printable_keeps_what_is_plain_and_no_line_is_long() {
        assert_eq!(quoted_printable("a = b \n.\nFrom here"), "a =3D b=20\n=2E\n=46rom here");
        assert_eq!(quoted_printable("élan\t"), "=C3=A9lan=09");
        let long = quoted_printable(&"é".repeat(40));
        assert!(long.lines().all(|line| line.len() <= 76), "{long}");
        assert_eq!(long.replace("=\n", ""), "=C3=A9".repeat(40));
        assert_eq!(quoted_printable(&"a".repeat(76)), format!("{}=\na", "a".repeat(75)));
    }

    #[test]
    fn a_header_is_plain_or_in_words_that_cut_no_character() {
        assert_eq!(header_text("shop: how things stand"), "shop: how things stand");
        assert_eq!(header_text("é"), "=?UTF-8?B?w6k=?=");
        let long = header_text(&"é".repeat(30));
        assert_eq!(long.lines().count(), 2);
        assert!(long.lines().all(|line| "Subject: ".len() + line.len() <= 76), "{long}");
        assert!(header_text("=?UTF-8?B?w6k=?=").starts_with("=?UTF-8?B?PT9"));
    }
}
