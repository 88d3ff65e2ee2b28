//! Static files, answered before PHP hears of the request: which file a path means, and that it lies within
//! `document_root`, is decided here; what of it is sent, by tower-http.

mod listing;
mod target;

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request};
use mime_guess::MimeGuess;
use tower_http::services::ServeFile;

use self::target::{Target, is_source};
use super::answer::{Answer, defaults, plain};
use super::answer_body::AnswerBody;
use crate::settings::Settings;

/// Why there are no static files to be had.
#[derive(Debug, thiserror::Error)]
#[error("setting 'document_root' must be a folder that can be read, \"{path}\" is none")]
pub struct RootError {
    path: String,
    /// The system's.
    pub source: io::Error,
}

/// See the module. Of one port.
#[derive(Debug)]
pub(in crate::gateway) struct Files(Arc<Root>);

/// `document_root` and the settings about it.
#[derive(Debug)]
struct Root {
    /// Without symlinks in it.
    path: PathBuf,
    /// `static_handler_locations`, each in pieces.
    locations: Vec<Vec<String>>,
    /// `http_index_files`
    index: Vec<String>,
    /// `http_autoindex`
    lists: bool,
    /// `static_handler_follow_symlinks`
    follows: bool,
}

/// What a path means.
enum Found {
    /// With its length.
    File(PathBuf, u64),
    /// A folder's page.
    Listing(String),
    /// A folder, whose address ends in a slash.
    Folder,
    Nothing,
}

impl Files {
    /// `None` if they are not wanted.
    ///
    /// # Errors
    /// When `document_root` is not there.
    pub(in crate::gateway) fn new(settings: &Settings) -> Result<Option<Self>, RootError> {
        let Some(wanted) = settings.http.document_root.as_ref().filter(|_| settings.http.enable_static_handler) else {
            return Ok(None);
        };
        let path = Path::new(wanted).canonicalize();
        let path = path.and_then(|path| path.read_dir().map(|_| path));
        let path = path.map_err(|source| RootError { path: wanted.clone(), source })?;
        let pieces =
            |location: &String| location.split('/').filter(|piece| !piece.is_empty()).map(str::to_owned).collect();
        Ok(Some(Self(Arc::new(Root {
            path,
            locations: settings.http.static_handler_locations.iter().map(pieces).collect(),
            index: settings.http.index_files.clone(),
            lists: settings.http.autoindex,
            follows: settings.http.static_handler_follow_symlinks,
        }))))
    }

    /// The answer to a request that is for a file; `None` for PHP's requests.
    pub(super) async fn answer(&self, request: &Parts, persistent: bool) -> Option<Answer> {
        if request.method != Method::GET && request.method != Method::HEAD {
            return None;
        }
        let target = Target::of(request.uri.path())?;
        let root = Arc::clone(&self.0);
        let is_located = root.locations.iter().any(|location| target.pieces.starts_with(location));
        if !is_located && (!root.locations.is_empty() || !root.may_have(&target)) {
            return None;
        }
        let folder = target.folder();
        let found = tokio::task::spawn_blocking(move || root.find(&target, is_located)).await;
        let mut answer = match found {
            Ok(Found::File(path, length)) => served(&path, length, request).await.ok(),
            Ok(Found::Listing(page)) => Some(html(200, page)),
            Ok(Found::Folder) => {
                let query = request.uri.query().map_or_else(String::new, |query| format!("?{query}"));
                let location = HeaderValue::try_from(folder + &query).ok()?;
                let mut answer = html(301, String::new());
                answer.headers_mut().insert(header::LOCATION, location);
                Some(answer)
            }
            Ok(Found::Nothing) | Err(_) => None,
        };
        if answer.is_none() && is_located {
            const PAGE: &str = "<html><body><h2>HTTP 404 Not Found</h2><hr><i>Powered by Swoole</i></body></html>";
            answer = Some(html(404, PAGE.to_owned()));
        }
        let mut answer = answer?;
        for (name, value) in defaults(persistent) {
            answer.headers_mut().entry(name).or_insert(value);
        }
        Some(answer)
    }
}

impl Root {
    /// Whether it is worth a look at the disk.
    fn may_have(&self, target: &Target) -> bool {
        target.name().is_some_and(has_type) || !self.index.is_empty() || self.lists
    }

    /// `takes_all` also what has no type that is known.
    fn find(&self, target: &Target, takes_all: bool) -> Found {
        let mut path = self.path.clone();
        path.extend(&target.pieces);
        let Some((path, about)) = self.resolve(path) else { return Found::Nothing };
        if about.is_file() {
            let is_right = !target.is_folder && (takes_all || target.name().is_some_and(has_type));
            return if is_right { Found::File(path, about.len()) } else { Found::Nothing };
        }
        let pages = self.index.iter().filter(|name| !is_source(name));
        let index = pages.filter_map(|name| self.resolve(path.join(name))).find(|(_, about)| about.is_file());
        match index {
            Some(_) if !target.is_folder => Found::Folder,
            Some((file, about)) => Found::File(file, about.len()),
            None if !self.lists => Found::Nothing,
            None if !target.is_folder => Found::Folder,
            None => listing::page(&path, target).map_or(Found::Nothing, Found::Listing),
        }
    }

    /// Where a path leads if that is a file or a folder which may be shown.
    fn resolve(&self, path: PathBuf) -> Option<(PathBuf, Metadata)> {
        let path = path.canonicalize().ok()?;
        if !self.follows && !path.starts_with(&self.path) {
            return None;
        }
        let about = path.metadata().ok()?;
        (about.is_file() || about.is_dir()).then_some((path, about))
    }
}

fn has_type(name: &str) -> bool {
    !MimeGuess::from_path(name).is_empty()
}

/// An answer with a page of the gateway's own.
fn html(status: u16, page: String) -> Answer {
    let mut answer = plain(status, "", "text/html; charset=UTF-8");
    let headers = answer.headers_mut();
    headers.remove(header::CONNECTION);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(page.len()));
    *answer.body_mut() = AnswerBody::Whole(page.into());
    answer
}

/// What a request gets of a file.
async fn served(path: &Path, length: u64, request: &Parts) -> io::Result<Answer> {
    let file = ServeFile::new_with_mime(path, &MimeGuess::from_path(path).first_or_octet_stream());
    let mut headers = request.headers.clone();
    // Ranges are for GET (RFC 9110 section 14.2), and of the file that the client has a part of.
    let is_asked = headers.get(header::RANGE).is_some_and(|range| has_range(range, length));
    if request.method != Method::GET || !is_asked || !is_same(&file, &headers).await? {
        headers.remove(header::RANGE);
    }
    // Several at once get the whole file.
    let answer = file.ignore_multi_range_requests(true).try_call(question(&request.method, headers)).await?;
    Ok(answer.map(AnswerBody::Static))
}

/// Whether a `Range` is one for tower-http, which does not know that an empty file has none, and that the last 100 bytes of
/// 10 are all of them; other units are nobody's (RFC 9110 sections 14.1.2 and 14.2).
fn has_range(range: &HeaderValue, length: u64) -> bool {
    let range = range.to_str().ok().and_then(|range| range.strip_prefix("bytes="));
    let fits = |range: &str| match range.strip_prefix('-').map(str::parse::<u64>) {
        Some(last) => last.is_ok_and(|last| last <= length),
        None => true,
    };
    length > 0 && range.is_some_and(fits)
}

/// Whether the file is still the one that `If-Range` names, if there is one (RFC 9110 section 13.1.5).
async fn is_same(file: &ServeFile, headers: &HeaderMap) -> io::Result<bool> {
    let Some(known) = headers.get(header::IF_RANGE) else { return Ok(true) };
    let about = file.clone().try_call(question(&Method::HEAD, HeaderMap::new())).await?;
    let states = |name| about.headers().get(name) == Some(known);
    // A date says so only of a file that has not been written in this very second.
    let changed = known.to_str().ok().and_then(|date| httpdate::parse_http_date(date).ok());
    let is_past = || changed.is_some_and(|changed| changed + Duration::from_secs(1) < SystemTime::now());
    Ok(states(header::ETAG) || (states(header::LAST_MODIFIED) && is_past()))
}

fn question(method: &Method, headers: HeaderMap) -> Request<()> {
    let mut question = Request::new(());
    *question.method_mut() = method.clone();
    *question.headers_mut() = headers;
    question
}
