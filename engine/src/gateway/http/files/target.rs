//! What a request's path says, piece by piece.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in a piece of a path as it is (RFC 3986 section 3.3).
const PIECE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What PHP's own files are called.
const SOURCES: [&str; 4] = ["php", "phtml", "phar", "inc"];

/// A path that stays within its root, whatever the root is.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Target {
    /// Decoded; without empty ones.
    pub(super) pieces: Vec<String>,
    /// It ends in a slash.
    pub(super) is_folder: bool,
}

impl Target {
    /// `None` for a path that leads upwards, in whatever way it is written, or that no file can have; and for what a folder
    /// of a program holds that is for nobody else, its sources and what begins with a dot (RFC 8615's folder excepted).
    pub(super) fn of(path: &str) -> Option<Self> {
        let decoded = percent_decode_str(path).decode_utf8().ok()?;
        // A backslash is a slash to many who wrote such a link, and a letter to Linux: nobody means a file by it.
        if !decoded.starts_with('/') || decoded.contains(['\0', '\\']) {
            return None;
        }
        let pieces: Vec<_> = decoded.split('/').filter(|piece| !piece.is_empty() && *piece != ".").collect();
        let is_hidden = |piece: &&str| piece.starts_with('.') && *piece != ".well-known";
        if pieces.iter().any(is_hidden) || pieces.last().is_some_and(|name| is_source(name)) {
            return None;
        }
        let is_folder = decoded.ends_with(['/']) || decoded.ends_with("/.");
        Some(Self { pieces: pieces.into_iter().map(str::to_owned).collect(), is_folder })
    }

    /// The last piece.
    pub(super) fn name(&self) -> Option<&str> {
        self.pieces.last().map(String::as_str)
    }

    /// The path as that of a folder: never two slashes at its beginning, behind which a browser would look for a host.
    pub(super) fn folder(&self) -> String {
        self.pieces.iter().fold(String::from("/"), |path, piece| path + &encoded(piece) + "/")
    }
}

/// Whether a file of this name is a source of PHP's.
pub(super) fn is_source(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    SOURCES.iter().any(|source| end.eq_ignore_ascii_case(source))
}

/// A name as it stands in a path.
pub(super) fn encoded(name: &str) -> String {
    utf8_percent_encode(name, PIECE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_upwards() {
        for path in [
            "/..",
            "/../a.css",
            "/a/../../b.css",
            "/%2e%2e/a.css",
            "/%2E./a.css",
            "/a/%2e%2e%2fb.css",
            "/..%2fa.css",
            "/a%2f..%2f..%2fb.css",
            "/a\\..\\b.css",
            "/..%5ca.css",
            "/a.css%00",
            "/%ff.css",
            "a.css",
            "*",
            "",
        ] {
            assert_eq!(Target::of(path), None, "{path}");
        }
    }

    #[test]
    fn what_is_hidden_or_a_source_is_for_nobody() {
        for path in
            ["/.env.json", "/.git/index.html", "/%2egit/a.css", "/...", "/a.php", "/a/b.PHP", "/a.phtml", "/a.php/"]
        {
            assert_eq!(Target::of(path), None, "{path}");
        }
    }

    #[test]
    fn pieces_are_decoded_once() {
        for (path, pieces, is_folder) in [
            ("/", &[][..], true),
            ("/a%20b.css", &["a b.css"], false),
            ("//a//b/", &["a", "b"], true),
            ("/a/./b/.", &["a", "b"], true),
            ("/a%2fb.css", &["a", "b.css"], false),
            ("/%252e%252e/a.css", &["%2e%2e", "a.css"], false),
            ("/a...", &["a..."], false),
            ("/.well-known/a.txt", &[".well-known", "a.txt"], false),
        ] {
            let target = Target::of(path).unwrap();
            assert_eq!(
                (&target.pieces[..], target.is_folder),
                (&pieces.iter().map(|piece| (*piece).to_owned()).collect::<Vec<_>>()[..], is_folder)
            );
        }
    }

    #[test]
    fn a_folder_is_no_host() {
        assert_eq!(Target::of("//evil.example/%0d%0aa?b").unwrap().folder(), "/evil.example/%0D%0Aa%3Fb/");
    }
}
