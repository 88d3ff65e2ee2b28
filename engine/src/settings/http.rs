//! Static files and the compression of answers.

/// The settings of that. A field is what its key says, without `http_` in front.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpSettings {
    /// `document_root`: the folder of static files.
    pub document_root: Option<String>,
    /// `enable_static_handler`: files below `document_root` are sent before PHP hears of the request.
    pub enable_static_handler: bool,
    /// `static_handler_locations`: paths below which nothing but files is; empty for anywhere.
    pub static_handler_locations: Vec<String>,
    /// `static_handler_follow_symlinks`: also to where a symlink leads out of `document_root`. Not Swoole's.
    pub static_handler_follow_symlinks: bool,
    /// `http_index_files`: names of files that are sent for their folder.
    pub index_files: Vec<String>,
    /// `http_autoindex`: a folder without such a file is a page with its names.
    pub autoindex: bool,
    /// `http_compression`: bodies are compressed for clients that accept it.
    pub compression: bool,
    /// `http_compression_level`: 1 (fast) to 9 (small).
    pub compression_level: i64,
    /// `http_compression_min_length`, bytes: shorter bodies go out as they are.
    pub compression_min_length: i64,
    /// `http_compression_types`: the types that are compressed; empty for all.
    pub compression_types: Vec<String>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            document_root: None,
            enable_static_handler: false,
            static_handler_locations: Vec::new(),
            static_handler_follow_symlinks: false,
            index_files: Vec::new(),
            autoindex: false,
            compression: true,
            compression_level: 1,
            compression_min_length: 20,
            compression_types: Vec::new(),
        }
    }
}
