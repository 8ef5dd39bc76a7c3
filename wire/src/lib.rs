//! Messages and rules as the extension and the daemon both know them.
//!
//! What the extension reports travels like this:
//!
//! 1. [`Histogram`] holds the durations of one function, small enough to be sent after each request.
//! 2. [`Message`] is everything that one process tells the daemon.
//! 3. [`frame`] puts messages on a stream of bytes and takes them off again, trusting nothing.

#![forbid(unsafe_code)]

pub mod frame;
mod histogram;
mod message;

pub use frame::{Decoder, EncodeError, FrameError, MAX_FRAME, encode};
pub use histogram::{Bucket, Histogram};
pub use message::{Calls, Function, Message, PROTOCOL, Value};
