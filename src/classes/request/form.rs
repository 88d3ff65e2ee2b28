//! `$request->post`, `files` and `tmpfiles` of a form with files.

use ext_php_rs::types::Zval;
use swoxide_engine::link::{Form, UploadedFile};
use swoxide_engine::uploads::Upload;

use crate::zend::array::{Array, integer, string};
use crate::zend::uploaded;
use crate::zend::variables::Variables;

/// Uploaded files of a request object: they are deleted with it, but for those that the program has moved.
#[derive(Default)]
pub(super) struct Uploads(Vec<Upload>);

/// The properties of a form.
pub(super) struct Properties {
    pub(super) post: Zval,
    pub(super) files: Zval,
    pub(super) tmpfiles: Zval,
}

impl Uploads {
    /// Takes a form apart; `as_php` makes `files` what `$_FILES` is.
    pub(super) fn of(form: Form, as_php: bool) -> (Self, Properties) {
        let mut post = Variables::new();
        for (name, value) in &form.fields {
            post.add(name, string(value));
        }
        let (mut uploads, mut files, mut tmpfiles) = (Vec::new(), Variables::new(), Array::new());
        for file in form.files {
            let UploadedFile { field, name, kind, content } = file;
            let (error, upload, size) = match content {
                Ok((upload, size)) => (0, Some(upload), size),
                Err(problem) => (problem as i64, None, 0),
            };
            let path = upload.as_ref().map_or("", |upload| path_of(upload));
            if upload.is_some() {
                uploaded::enter(path);
                tmpfiles.push(path);
            }
            let kind = if upload.is_some() { string(kind) } else { string("") };
            let about = [
                ("name", string(base_name(&name))),
                ("type", kind),
                ("tmp_name", string(path)),
                ("error", integer(error)),
                ("size", integer(i64::try_from(size).unwrap_or(i64::MAX))),
            ];
            if as_php {
                add_as_php(&mut files, &field, about, string(&name));
            } else {
                let about = about.into_iter().fold(Array::new(), |array, (key, value)| array.with(key, value));
                files.add(&field, about.into_value());
            }
            uploads.extend(upload);
        }
        let properties =
            Properties { post: post.into_value(), files: files.into_value(), tmpfiles: tmpfiles.into_value() };
        (Self(uploads), properties)
    }
}

impl Drop for Uploads {
    fn drop(&mut self) {
        for upload in self.0.drain(..) {
            if !uploaded::take_off(path_of(&upload)) {
                upload.moved();
            }
        }
    }
}

/// Paths of uploads are text: the setting is.
fn path_of(upload: &Upload) -> &str {
    upload.path().to_str().unwrap_or_default()
}

/// Enters a file as `$_FILES` has it: each of the things about it under the first part of the field's name, and within that
/// in the place that the rest of the name says.
fn add_as_php(files: &mut Variables, field: &[u8], about: [(&str, Zval); 5], full_path: Zval) {
    let Some((base, rest)) = split(field) else { return };
    let [name, kind, path, error, size] = about;
    for (key, value) in [name, ("full_path", full_path), kind, path, error, size] {
        files.add(&[base, b"[", key.as_bytes(), b"]", rest].concat(), value);
    }
}

/// The name of a field before its first bracket and from there on; `None` for brackets that are not in order, as PHP has it.
fn split(field: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut open = false;
    for (at, byte) in field.iter().enumerate() {
        match byte {
            b'[' if open => return None,
            b'[' => open = true,
            b']' if !open || !matches!(field.get(at + 1), None | Some(b'[')) => return None,
            b']' => open = false,
            _ => {}
        }
    }
    let at = field.iter().position(|byte| *byte == b'[').unwrap_or(field.len());
    (!open).then(|| field.split_at(at))
}

/// Some browsers said whole paths.
fn base_name(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or(name)
}
