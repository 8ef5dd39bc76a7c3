//! Messages on a stream of bytes.
//!
//! A frame is a length (u32, big endian, without itself) and one [`Message`] as msgpack. The
//! reader believes none of it: a length beyond [`MAX_FRAME`] is refused before a byte is kept for
//! it, and whatever the bytes are, reading them ends in a message or an error.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Message;
use crate::message::Incoming;

/// The longest frame, in bytes, without the length in front of it: 4 MiB.
pub const MAX_FRAME: usize = 4 << 20;

/// Bytes of the length in front of each frame.
const HEADER: usize = 4;

/// How deep a message may nest. Ours need 6; each level costs stack, which the sender must not own.
const MAX_DEPTH: usize = 32;

/// Buffers above this many bytes are given back once they are empty: a daemon with thousands of
/// connections must not keep the longest frame that each of them ever sent.
const KEEP: usize = 64 << 10;

/// Appends one frame to `out`. On error `out` is what it was.
///
/// # Errors
/// When the message does not fit into [`MAX_FRAME`] bytes. Lists ([`Message::Functions`],
/// [`Message::Calls`]) may be cut in two and sent as two messages.
pub fn encode(message: &Message, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let start = out.len();
    let result = try_encode(message, out, start);
    if result.is_err() {
        out.truncate(start);
    }
    result
}

fn try_encode(message: &Message, out: &mut Vec<u8>, start: usize) -> Result<(), EncodeError> {
    out.extend_from_slice(&[0; HEADER]);
    let mut serializer = rmp_serde::Serializer::new(&mut *out);
    match message {
        // Named fields, so that other versions can read it: see the head of message.rs.
        Message::Hello(_) | Message::Goodbye { .. } => message.serialize(&mut serializer.with_struct_map()),
        _ => message.serialize(&mut serializer),
    }
    .map_err(|error| EncodeError::Unwritable {
        kind: message.kind(),
        reason: error.to_string(),
    })?;
    let length = out.len() - start - HEADER;
    if length > MAX_FRAME {
        let kind = message.kind();
        return Err(EncodeError::TooLong { kind, length });
    }
    out[start..start + HEADER].copy_from_slice(&(length as u32).to_be_bytes());
    Ok(())
}

/// Takes messages off a stream, in whatever pieces its bytes arrive.
///
/// Call [`Decoder::next`] until it answers `None`, then [`Decoder::feed`] the next piece: so the
/// decoder never holds more than one frame and one piece.
#[derive(Debug, Default)]
pub struct Decoder {
    /// Bytes that arrived; those before `start` are done with.
    buffer: Vec<u8>,
    start: usize,
    /// Set by a length that cannot be true: nothing behind it can be told apart any more.
    broken: Option<FrameError>,
    skipped: u64,
}

impl Decoder {
    /// A decoder at the start of a stream; allocates with its first byte.
    pub const fn new() -> Self {
        Decoder {
            buffer: Vec::new(),
            start: 0,
            broken: None,
            skipped: 0,
        }
    }

    /// Takes bytes as they arrive. After [`FrameError::TooLong`] they are dropped.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.broken.is_some() {
            return;
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next message, or `None` when more bytes are needed for it. Messages of a kind that
    /// this version does not know are skipped and counted.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] ends the stream: the same error is given ever after. After any
    /// other error the frame is done with, and the next call goes on behind it.
    #[expect(clippy::should_implement_trait, reason = "None means 'not yet', where an iterator's means 'no more'")]
    pub fn next(&mut self) -> Result<Option<Message>, FrameError> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        loop {
            let Some((header, rest)) = self.buffer[self.start..].split_first_chunk::<HEADER>() else {
                self.give_back();
                return Ok(None);
            };
            let length = u32::from_be_bytes(*header) as usize;
            if length > MAX_FRAME {
                let error = FrameError::TooLong { length };
                self.buffer = Vec::new();
                self.start = 0;
                self.broken = Some(error.clone());
                return Err(error);
            }
            let Some(body) = rest.get(..length) else {
                return Ok(None);
            };
            let incoming = decode(body);
            self.start += HEADER + length;
            match incoming? {
                Incoming::Known(message) => return Ok(Some(message)),
                Incoming::Unknown => self.skipped += 1,
            }
        }
    }

    /// How many messages of unknown kinds were skipped.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many bytes wait for the rest of their frame. Not 0 at the end of a stream: it was cut.
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    fn give_back(&mut self) {
        if self.start == self.buffer.len() && self.buffer.capacity() > KEEP {
            self.buffer = Vec::new();
            self.start = 0;
        }
    }
}

fn decode(body: &[u8]) -> Result<Incoming, FrameError> {
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(&body);
    deserializer.set_max_depth(MAX_DEPTH);
    let incoming = Incoming::deserialize(&mut deserializer).map_err(|error| FrameError::Malformed {
        length: body.len(),
        reason: error.to_string(),
    })?;
    // The deserializer does not tell how far it read, so we ask for another byte: a number, whose
    // marker is missing only where there is no byte.
    match u8::deserialize(&mut deserializer) {
        Err(rmp_serde::decode::Error::InvalidMarkerRead(_)) => Ok(incoming),
        _ => Err(FrameError::Trailing { length: body.len() }),
    }
}

/// Why a message could not be made into a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// It needs more than [`MAX_FRAME`] bytes.
    TooLong {
        /// [`Message::kind`].
        kind: &'static str,
        /// The bytes that it needs.
        length: usize,
    },
    /// msgpack has no form for it. No message of today can cause this.
    Unwritable {
        /// [`Message::kind`].
        kind: &'static str,
        /// What the serializer says.
        reason: String,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            EncodeError::TooLong { kind, length } => write!(f, "message {kind}: found {length} bytes, expected at most {MAX_FRAME}"),
            EncodeError::Unwritable { kind, reason } => write!(f, "message {kind}: {reason}"),
        }
    }
}

impl std::error::Error for EncodeError {}

/// Why bytes are not a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// The length in front of a frame exceeds [`MAX_FRAME`]. The stream is lost.
    TooLong {
        /// The length that was found.
        length: usize,
    },
    /// The frame does not hold a message.
    Malformed {
        /// Bytes in the frame.
        length: usize,
        /// What the deserializer says.
        reason: String,
    },
    /// The frame holds a message and something behind it.
    Trailing {
        /// Bytes in the frame.
        length: usize,
    },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            FrameError::TooLong { length } => write!(f, "found a frame of {length} bytes, expected at most {MAX_FRAME}: is the other side weft?"),
            FrameError::Malformed { length, reason } => write!(f, "found a frame of {length} bytes without a message in it, expected one: {reason}"),
            FrameError::Trailing { length } => write!(f, "found more than a message in a frame of {length} bytes, expected its end"),
        }
    }
}

impl std::error::Error for FrameError {}
