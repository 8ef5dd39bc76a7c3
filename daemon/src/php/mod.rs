//! What weft must know of PHP to get itself loaded into it.
//!
//! [`command`] tells whether a command starts PHP and what its options change, [`probe`] asks PHP
//! itself, [`extension`] finds the shared object, [`ini`] writes the configuration that loads it.

pub mod command;
pub mod extension;
pub mod ini;
pub mod probe;
