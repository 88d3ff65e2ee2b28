//! The compression of answers.

/// The settings of that. A field is what its key says, without `http_` in front.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpSettings {
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
        Self { compression: true, compression_level: 1, compression_min_length: 20, compression_types: Vec::new() }
    }
}
