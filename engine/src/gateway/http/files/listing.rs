//! `http_autoindex`: a folder as a page.

use std::io;
use std::path::Path;

use super::target::{Target, encoded};

/// How many names a page has at the most.
const MOST: usize = 10_000;

/// The page of a folder: folders first, then files, each by name. What begins with a dot is not for visitors.
pub(super) fn page(folder: &Path, target: &Target) -> io::Result<String> {
    let mut names = Vec::new();
    let mut is_cut = false;
    for entry in folder.read_dir()? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        if names.len() == MOST {
            is_cut = true;
            break;
        }
        // Of what a link leads to.
        let is_folder = entry.path().is_dir();
        names.push((!is_folder, name));
    }
    names.sort_unstable();
    let title = escaped(&format!("/{}", target.pieces.join("/")));
    let mut page = format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"><title>{title}</title></head>\n<body><h1>{title}</h1>\n<ul>\n"
    );
    if !target.pieces.is_empty() {
        page += "<li><a href=\"../\">../</a></li>\n";
    }
    for (is_file, name) in &names {
        let slash = if *is_file { "" } else { "/" };
        // With "./" in front, no name can be taken for a scheme.
        page += &format!("<li><a href=\"./{}{slash}\">{}{slash}</a></li>\n", encoded(name), escaped(name));
    }
    page += "</ul>\n";
    if is_cut {
        page += &format!("<p>The first {MOST} found; there are more.</p>\n");
    }
    page += "</body></html>\n";
    Ok(page)
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |escaped, character| match character {
        '&' => escaped + "&amp;",
        '<' => escaped + "&lt;",
        '>' => escaped + "&gt;",
        '"' => escaped + "&quot;",
        '\'' => escaped + "&#39;",
        other => {
            let mut escaped = escaped;
            escaped.push(other);
            escaped
        }
    })
}
