//! What the settings say of HTTP/2.

/// See the fields.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Http2Settings {
    /// `open_http2_protocol`
    pub is_open: bool,
    /// `http2_header_table_size`, bytes of names and values that clients may refer to (RFC 7541 section 4.2).
    pub header_table_size: i64,
    /// `http2_max_concurrent_streams`: requests of one connection at a time.
    pub max_concurrent_streams: i64,
    /// `http2_init_window_size`, bytes of a body that may come before the first are taken.
    pub init_window_size: i64,
    /// `http2_max_frame_size`, bytes.
    pub max_frame_size: i64,
    /// `http2_max_header_list_size`, bytes of one head.
    pub max_header_list_size: i64,
}

impl Default for Http2Settings {
    fn default() -> Self {
        Self {
            is_open: false,
            header_table_size: 4096,
            max_concurrent_streams: 128,
            // The 64 KiB of RFC 9113 would hold uploads down to 640 KB a second where a round trip takes 100 ms.
            init_window_size: 256 * 1024,
            max_frame_size: 16 * 1024,
            max_header_list_size: 64 * 1024,
        }
    }
}
