//! What a request was: a page, a file, or neither.

use std::{collections::HashMap, sync::LazyLock};

use crate::{asked::Asked, hit::Hit};

/// What a request was, as the name of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page that was shown, the one that says "not found" included.
    Page,
    /// A file that was fetched for its own sake.
    Download,
    /// What belongs to pages, and whatever no reader asked for: assets, feeds, redirects, calls of an API.
    Other,
    /// A request that failed, and no page that was not found.
    Failed,
}

/// Answers that bring the whole content, or say that it is what the reader has already. 206 brings a part, of many.
const SHOWN: [i16; 5] = [200, 201, 202, 203, 304];

impl Kind {
    /// What `hit` was, which asked for `asked`.
    pub(crate) fn of(hit: &Hit<'_>, asked: &Asked<'_>) -> Self {
        let get = hit.method.as_deref().is_none_or(|method| method == b"GET");
        let shown = hit.status.is_none_or(|status| SHOWN.contains(&status));
        let failed = hit.garbled || hit.status.is_some_and(|status| status >= 400);
        let content = asked.path().map_or(Self::Other, |path| content(path, asked.query()));
        match content {
            Self::Page if get && (shown || hit.status == Some(404)) => Self::Page,
            _ if failed => Self::Failed,
            Self::Download if get && shown => Self::Download,
            _ => Self::Other,
        }
    }

    /// The name of its event.
    pub(crate) fn event_name(self) -> &'static str {
        match self {
            Self::Page => "page_view",
            Self::Download => "file_download",
            Self::Other => "request",
            Self::Failed => "request_error",
        }
    }
}

/// What lies at `path`, as far as its name tells.
fn content(path: &str, query: &str) -> Kind {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let by_name = extension.map_or(Kind::Page, by_extension);
    if by_name == Kind::Page && (is_service(path, name) || is_feed(path, query)) { Kind::Other } else { by_name }
}

/// What lies behind an extension, where it is no page.
fn by_extension(extension: &str) -> Kind {
    let mut lower = [0; 12];
    let Some(lower) = lower.get_mut(..extension.len()) else { return Kind::Page };
    lower.copy_from_slice(extension.as_bytes());
    lower.make_ascii_lowercase();
    KINDS.get(&*lower).copied().unwrap_or(Kind::Page)
}

static KINDS: LazyLock<HashMap<&[u8], Kind>> = LazyLock::new(|| {
    let kinds = [(ASSETS, Kind::Other), (DOWNLOADS, Kind::Download)];
    kinds.iter().flat_map(|(names, kind)| names.split_whitespace().map(|name| (name.as_bytes(), *kind))).collect()
});

/// What pages are made of, and what programs read.
const ASSETS: &str = "
    css scss less js mjs map json jsonld wasm webmanifest class swf
    png jpg jpeg gif svg svgz webp avif jxl heic ico cur bmp tif tiff
    woff woff2 ttf otf eot
    xml xsl rss atom rdf
    vtt srt m3u8 mpd ts m4s
    asc sig md5 sha256
";

/// Documents, archives, programs, sound and film.
const DOWNLOADS: &str = "
    pdf ps doc docx dot rtf odt ods odp xls xlsx xlsm ppt pptx pps ppsx csv tsv parquet epub mobi azw3 ics vcf
    zip gz tgz bz2 tbz xz txz zst 7z rar tar lz z
    exe msi msix dmg pkg deb rpm apk ipa appimage snap flatpak iso img bin jar war gem whl crate torrent
    mp3 m4a ogg oga opus wav flac aac wma mp4 m4v webm ogv avi mov mkv wmv mpg mpeg flv
";

/// True for what programs ask for.
fn is_service(path: &str, name: &str) -> bool {
    const BELOW: [&str; 6] = ["/api/", "/.well-known/", "/wp-json/", "/graphql/", "/cdn-cgi/", "/_next/"];
    const WHOLE: [&str; 4] = ["/api", "/graphql", "/wp-json", "/wp-admin/admin-ajax.php"];
    const NAMES: [&str; 8] =
        ["robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "llms.txt", "security.txt", "wp-cron.php", "xmlrpc.php"];
    NAMES.contains(&name) || WHOLE.contains(&path) || BELOW.iter().any(|start| path.starts_with(start))
}

/// True for feeds that no extension tells: WordPress's and those of Blosxom.
fn is_feed(path: &str, query: &str) -> bool {
    const ENDS: [&str; 4] = ["/feed", "/feed/", "/rss", "/atom"];
    let asks = |part: &str| ["feed=", "flav=rss", "flav=atom"].iter().any(|start| part.starts_with(start));
    ENDS.iter().any(|end| path.ends_with(end)) || (!query.is_empty() && query.split('&').any(asks))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn name(method: &'static str, target: &'static str, status: i16) -> &'static str {
        let hit = Hit {
            method: Some(Cow::Borrowed(method.as_bytes())),
            target: Some(Cow::Borrowed(target.as_bytes())),
            status: Some(status),
            ..Hit::default()
        };
        Kind::of(&hit, &Asked::of(&hit, None)).event_name()
    }

    #[test]
    fn pages_are_what_readers_see() {
        for target in
            ["/", "/a", "/a/", "/index.HTML", "/shop.php?id=1.pdf", "/v1.2", "/a.b/c", "/notes.txt", "/?page=2"]
        {
            assert_eq!(name("GET", target, 200), "page_view", "{target}");
        }
        assert_eq!([304, 404].map(|status| name("GET", "/a", status)), ["page_view"; 2]);
    }

    #[test]
    fn files_are_told_by_their_names() {
        for target in ["/a.pdf", "/a/b.TAR.GZ?c", "/setup.exe", "/a.mp3"] {
            assert_eq!(name("GET", target, 200), "file_download", "{target}");
        }
        for target in [
            "/a.css",
            "/a.min.js?v=2",
            "/favicon.ico",
            "/robots.txt",
            "/feed/",
            "/?flav=rss20",
            "/api/v1",
            "/sitemap.xml",
        ] {
            assert_eq!(name("GET", target, 200), "request", "{target}");
        }
    }

    #[test]
    fn an_extension_is_of_one_kind() {
        let count = ASSETS.split_whitespace().chain(DOWNLOADS.split_whitespace()).count();
        assert_eq!(KINDS.len(), count);
    }

    #[test]
    fn the_method_and_the_answer_count() {
        let named = [
            ("HEAD", "/", 200),
            ("POST", "/a", 200),
            ("GET", "/a", 301),
            ("GET", "/a.pdf", 206),
            ("OPTIONS", "*", 200),
        ];
        assert_eq!(named.map(|(method, target, status)| name(method, target, status)), ["request"; 5]);
        let named = [
            ("GET", "/a.css", 404),
            ("GET", "/a", 500),
            ("HEAD", "/a", 404),
            ("GET", "/a", 403),
            ("GET", "/a.pdf", 416),
        ];
        assert_eq!(named.map(|(method, target, status)| name(method, target, status)), ["request_error"; 5]);
    }
}
