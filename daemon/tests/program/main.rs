//! Tests of the program `weft` as its users meet it: by its command line, its streams, its signals
//! and its socket.

mod checking;
mod configuration;
mod explaining;
mod receiving;
mod running;
mod signals;
mod support;
mod terminal;
