//! The one place that touches engine structures. Outwards: small safe types; inwards: every `unsafe` of the crate.
//!
//! What differs between PHP versions is settled here, by `cfg(php83)` and its kin (see build.rs) and in `shim.c`.

pub mod alias;
pub mod answer;
pub mod ast_hook;
pub mod call;
pub mod callable;
pub mod class;
pub mod classes;
pub mod clock;
pub mod compile;
pub mod dump;
pub mod events;
pub mod exception;
pub mod fork;
pub mod frame;
pub mod generators;
pub mod info;
pub mod interrupt;
pub mod late_hook;
pub mod literal;
pub mod log;
pub mod memo;
pub mod memory;
pub mod module;
pub mod mysqlnd;
pub mod native;
pub mod op;
pub mod op_array;
pub mod opcodes;
pub(crate) mod per_thread;
pub mod plain;
pub mod point;
pub mod proceed;
pub mod reference;
pub mod sampler;
pub mod sapi;
pub mod scripts;
pub mod second_pass;
pub mod shared;
pub(crate) mod shim;
pub mod tables;
pub mod trace;
pub mod transplant;
pub mod value;
