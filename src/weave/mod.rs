//! Weaving at compile time.
//!
//! [`any_time`] is what `Weft\hook()` asks for; [`ast_hook`] weaves `include` and `eval` where they stand, [`late_hook`] decides for each function that PHP has just compiled; [`template`] brings the wrapper; [`code`] is an
//! op_array as editable code; [`splice`] and [`call`] are the two joins; [`describe`] tells people what was woven and why.

pub mod any_time;
pub mod ast_hook;
pub mod call;
pub mod code;
pub mod describe;
mod folding;
pub mod guard;
pub mod late_hook;
pub mod live;
pub mod loom;
mod native_call;
mod receive;
mod shipped;
pub mod sources;
pub mod splice;
pub mod template;
mod temporaries;

/// The patch point's constant as an error message would name it.
pub const POINT_NAME: &[u8] = b"weft point";
/// The key under which the patch point's constant is found; no PHP constant can be written like this.
pub const POINT_KEY: &[u8] = b"weft point";
