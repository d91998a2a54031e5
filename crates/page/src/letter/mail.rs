//! The letter as a mail, the page attached.

use std::fmt::Write;

use jauge_report::{LetterText, Style, one_line};
use sha2::{Digest, Sha256};

use super::compose::{Sentence, letter};
use super::layout::plain;
use crate::content::PageContent;
use crate::encoding::{base64_lines, header_text, quoted_printable};
use crate::page::page;

/// What the attached page is called.
const FILE: &str = "report.html";

/// Who a mail is from, and who gets it; what is empty is left to whoever sends it. Addresses are plain ones: `ann@example.com`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Who sends it.
    pub from: Option<String>,
    /// Who gets it.
    pub to: Vec<String>,
}

/// A whole mail (RFC 5322, MIME): the letter as text, and the page as an attachment. Its lines end as a Unix program's input does,
/// so that `sendmail -t -i` takes it as it is; the date and the id are for the one who sends it to add. The same content gives
/// the same mail.
pub fn mail(content: &PageContent<'_>, envelope: &Envelope, style: &Style) -> String {
    let mut letter = letter(content, style);
    letter.opening.push(Sentence::plain(style.wording().letter(&LetterText::PageAttached { file: FILE })));
    let (text, page) = (plain(&letter), page(content, style));
    let boundary = boundary(&page);
    let from = envelope.from.iter().map(|from| format!("From: {from}\n"));
    let to = (!envelope.to.is_empty()).then(|| format!("To: {}\n", envelope.to.join(",\n ")));
    let addresses: String = from.chain(to).collect();
    let subject = header_text(&one_line(&letter.title));
    format!(
        "{addresses}Subject: {subject}\n\
         MIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\
         \n\
         --{boundary}\n\
         Content-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: quoted-printable\n\
         \n\
         {}\n\
         --{boundary}\n\
         Content-Type: text/html; charset=utf-8\n\
         Content-Disposition: attachment; filename=\"{FILE}\"\n\
         Content-Transfer-Encoding: base64\n\
         \n\
         {}\
         --{boundary}--\n",
        quoted_printable(&text),
        base64_lines(page.as_bytes())
    )
}

/// What parts are told apart by. `=_` is in no text that is quoted-printable or base64 (RFC 2045, 6.7), and the rest differs between
/// mails, so that one may be forwarded in another.
fn boundary(page: &str) -> String {
    let mut boundary = "=_jauge_".to_owned();
    for byte in Sha256::digest(page.as_bytes()).iter().take(12) {
        // Writing to a text cannot fail.
        let _ = write!(boundary, "{byte:02x}");
    }
    boundary
}
