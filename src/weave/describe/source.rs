//! PHP's source text, where it is needed as text.

mod functions;
mod scan;

pub use functions::{Function, Source};
pub use scan::{Kind, continues_name, starts_name};
