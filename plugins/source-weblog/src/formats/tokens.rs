//! Formats as a server's configuration spells them: Apache's LogFormat and nginx's log_format.

use super::pattern::{Field, Pattern, Step};
use crate::time::{self, Piece};

/// A part of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(Vec<u8>),
    Field(Field),
}

/// Makes the pattern of `format`, or says what is wrong with it. A format with a `%` before a letter or brace is Apache's,
/// any other one nginx's.
pub(crate) fn compile(format: &str) -> Result<Pattern, String> {
    let format = format.trim().replace("\\\"", "\"").replace("\\t", "\t");
    let tokens = if is_apache(&format) { apache(&format)? } else { nginx(&format)? };
    let mut pattern = Pattern::default();
    for token in tokens {
        match (token, pattern.steps.last_mut()) {
            (Token::Text(text), None) => pattern.lead.extend(text),
            (Token::Text(text), Some(step)) => step.until.extend(text),
            (Token::Field(next), Some(Step { field, until, .. }))
                if until.is_empty() && !matches!(field, Field::Time(_)) =>
            {
                let touch = || "two of its fields touch, and nothing tells where the first one ends".to_owned();
                *field = joined(field, &next).ok_or_else(touch)?;
            }
            (Token::Field(field), _) => {
                let before = pattern.steps.last().map_or(&pattern.lead, |step| &step.until);
                let quoted = before.ends_with(b"\"");
                pattern.steps.push(Step { field, quoted, until: Vec::new() });
            }
        }
    }
    for step in &mut pattern.steps {
        step.quoted &= step.until.starts_with(b"\"");
    }
    let mut times = pattern.steps.iter().filter_map(|step| step.field.time()).peekable();
    if times.peek().is_none() {
        return Err("it has no time: `%t`, `$time_local`, `$time_iso8601` or `$msec`".to_owned());
    }
    pattern.absolute = times.flatten().any(|piece| matches!(piece, Piece::Zone | Piece::Iso | Piece::Epoch(_)));
    Ok(pattern)
}

/// True where `text` spells a format rather than names one.
pub(crate) fn is_format(text: &str) -> bool {
    text.contains(['%', '$'])
}

/// What two fields are together that touch, where that is one thing: `%U%q`, `$uri$is_args$args`, `$host$request_uri`.
fn joined(first: &Field, second: &Field) -> Option<Field> {
    match (first, second) {
        (Field::Path | Field::Target, Field::Query) => Some(Field::Target),
        (Field::Host, Field::Path | Field::Target) | (Field::Url, Field::Query) => Some(Field::Url),
        _ => None,
    }
}

fn is_apache(format: &str) -> bool {
    let mut bytes = format.bytes().peekable();
    let starts = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'{' | b'>' | b'<' | b'^' | b'!');
    std::iter::from_fn(|| bytes.next().map(|byte| byte == b'%' && bytes.peek().is_some_and(starts))).any(|found| found)
}

fn apache(format: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = format;
    while let Some(percent) = rest.find('%') {
        tokens.push(Token::Text(rest[..percent].into()));
        rest = &rest[percent + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            tokens.push(Token::Text(b"%".to_vec()));
            rest = after;
            continue;
        }
        // Which of the internal requests, and for which statuses: neither moves a field.
        rest = rest.trim_start_matches(|c: char| matches!(c, '<' | '>' | '!' | ',') || c.is_ascii_digit());
        let mut name = None;
        if let Some(inner) = rest.strip_prefix('{') {
            let (inside, after) = inner.split_once('}').ok_or_else(|| format!("`%{rest}` has no `}}`"))?;
            (name, rest) = (Some(inside), after);
        }
        let letters = if rest.starts_with('^') { 3 } else { 1 };
        let (directive, after) =
            rest.split_at_checked(letters).ok_or_else(|| "its last `%` says nothing".to_owned())?;
        tokens.extend(apache_field(directive, name)?);
        rest = after;
    }
    tokens.push(Token::Text(rest.into()));
    Ok(tokens)
}

fn apache_field(directive: &str, name: Option<&str>) -> Result<Vec<Token>, String> {
    let field = match (directive, name) {
        ("t", None) => {
            let bracket = |byte: u8| Token::Text(vec![byte]);
            return Ok(vec![bracket(b'['), Token::Field(Field::Time(time::common())), bracket(b']')]);
        }
        ("t", Some(format)) => Field::Time(apache_time(format)?),
        ("h" | "a", _) => Field::Ip,
        ("u", _) => Field::User,
        ("r", _) => Field::Request,
        ("m", _) => Field::Method,
        ("U", _) => Field::Path,
        ("q", _) => Field::Query,
        ("H", _) => Field::Protocol,
        ("s", _) => Field::Status,
        ("b" | "B" | "O", _) => Field::Bytes,
        ("D", _) | ("T", Some("us")) => Field::Duration(1),
        ("T", Some("ms")) => Field::Duration(1_000),
        ("T", _) => Field::Duration(1_000_000),
        ("v" | "V", _) => Field::Host,
        ("p", _) => Field::Port,
        ("i", Some(header)) => header_field(&header.to_ascii_lowercase()),
        _ if directive.starts_with(|c: char| c.is_ascii_alphabetic() || c == '^') => Field::Other,
        _ => return Err(format!("`%{directive}` is no directive of LogFormat")),
    };
    Ok(vec![Token::Field(field)])
}

fn apache_time(format: &str) -> Result<Vec<Piece>, String> {
    let format = format.strip_prefix("begin:").or_else(|| format.strip_prefix("end:")).unwrap_or(format);
    Ok(match format {
        "" | "begin" | "end" => time::common(),
        "sec" => vec![Piece::Epoch(1_000_000)],
        "msec" => vec![Piece::Epoch(1_000)],
        "usec" => vec![Piece::Epoch(1)],
        "msec_frac" => vec![Piece::Fraction(1_000)],
        "usec_frac" => vec![Piece::Fraction(1)],
        format => time::strftime(format)
            .map_err(|part| format!("`{part}` in its time is not known: use `%Y %m %b %d %e %H %M %S %T %F %z %s`"))?,
    })
}

/// What the header of a request tells.
fn header_field(header: &str) -> Field {
    match header.replace('_', "-").as_str() {
        "referer" | "referrer" => Field::Referrer,
        "user-agent" => Field::Agent,
        "host" | "x-forwarded-host" => Field::Host,
        "x-forwarded-for" | "x-real-ip" | "cf-connecting-ip" | "true-client-ip" => Field::Forwarded,
        "x-forwarded-proto" => Field::Scheme,
        _ => Field::Other,
    }
}

fn nginx(format: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = format;
    while let Some(dollar) = rest.find('$') {
        tokens.push(Token::Text(rest[..dollar].into()));
        rest = &rest[dollar + 1..];
        let name = match rest.strip_prefix('{') {
            Some(inner) => {
                let (name, after) = inner.split_once('}').ok_or_else(|| format!("`${rest}` has no `}}`"))?;
                rest = after;
                name
            }
            None => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                rest = after;
                name
            }
        };
        if name.is_empty() {
            return Err("one `$` in it names no variable".to_owned());
        }
        tokens.push(Token::Field(nginx_field(name)));
    }
    tokens.push(Token::Text(rest.into()));
    Ok(tokens)
}

fn nginx_field(name: &str) -> Field {
    match name {
        "remote_addr" | "realip_remote_addr" => Field::Ip,
        "proxy_add_x_forwarded_for" => Field::Forwarded,
        "remote_user" => Field::User,
        "time_local" => Field::Time(time::common()),
        "time_iso8601" => Field::Time(vec![Piece::Iso]),
        "msec" => Field::Time(vec![Piece::Epoch(1_000_000)]),
        "request" => Field::Request,
        "request_method" => Field::Method,
        "request_uri" => Field::Target,
        "uri" | "document_uri" => Field::Path,
        "args" | "query_string" | "is_args" => Field::Query,
        "server_protocol" => Field::Protocol,
        "status" => Field::Status,
        "body_bytes_sent" | "bytes_sent" => Field::Bytes,
        "request_time" => Field::Duration(1_000_000),
        "host" | "server_name" => Field::Host,
        "server_port" => Field::Port,
        "scheme" => Field::Scheme,
        name => name.strip_prefix("http_").map_or(Field::Other, header_field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(format: &str) -> Vec<Field> {
        compile(format).unwrap().steps.into_iter().map(|step| step.field).collect()
    }

    #[test]
    fn apache_and_nginx_spell_the_same_format() {
        let apache = compile(r#"%h - %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i""#).unwrap();
        let nginx = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";
        assert_eq!(apache, compile(nginx).unwrap());
        assert_eq!(apache, compile(r#"%h - %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\""#).unwrap());
    }

    #[test]
    fn modifiers_and_names_are_understood() {
        let times = Field::Time(vec![Piece::Epoch(1_000)]);
        assert_eq!(
            fields("%{msec}t %400,501{User-agent}i %{c}a %{ms}T %{x}C %^FB %%%D"),
            [times, Field::Agent, Field::Ip, Field::Duration(1_000), Field::Other, Field::Other, Field::Duration(1)]
        );
        assert_eq!(fields("${msec}a$http_x_forwarded_for").len(), 2);
    }

    #[test]
    fn fields_may_touch_where_they_are_one_thing() {
        assert_eq!(fields("%{sec}t %U%q %s")[1], Field::Target);
        assert_eq!(fields("$msec $uri$is_args$args $status")[1], Field::Target);
        assert_eq!(fields("$msec $scheme://$host$request_uri")[2], Field::Url);
    }

    #[test]
    fn a_wrong_format_says_what_is_wrong() {
        let why = |format: &str| compile(format).unwrap_err();
        assert!(why("%h %s").contains("no time"));
        assert!(why("%t %h%u").contains("touch"));
        assert!(why("%{Referer %t").contains("no `}`"));
        assert!(why("%{%Y %Q}t").contains("`%Q`"));
        assert!(why("$msec $").contains("names no variable"));
        assert!(why("%t %").contains("says nothing"));
    }
}
