//! Messages that wait for the next flush: signals, log lines, ended requests.

use std::collections::VecDeque;

use weft_wire::{EncodeError, Message, encode};

/// How many may wait.
pub const MAX_WAITING: usize = 2_048;
/// How many bytes of text all of them may have.
const MAX_BYTES: usize = 1 << 20;

/// Bounded; what finds no room is counted.
#[derive(Debug, Default)]
pub struct Waiting {
    messages: VecDeque<(Message, usize)>,
    bytes: usize,
    lost: u64,
}

impl Waiting {
    /// Adds a message with so many bytes of text, or counts it as lost: `false`.
    pub fn push(&mut self, message: Message, bytes: usize) -> bool {
        let room = self.messages.len() < MAX_WAITING && self.bytes + bytes <= MAX_BYTES;
        if room {
            self.bytes += bytes;
            self.messages.push_back((message, bytes));
        } else {
            self.lose(1);
        }
        room
    }

    /// Counts messages that were dropped elsewhere.
    pub fn lose(&mut self, messages: u64) {
        self.lost = self.lost.saturating_add(messages);
    }

    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.lost == 0
    }

    /// Is more than half of the room taken?
    pub fn is_pressing(&self) -> bool {
        self.messages.len() > MAX_WAITING / 2 || self.bytes > MAX_BYTES / 2
    }

    /// Appends the next message; `false` when there is none.
    pub fn encode_next(&mut self, out: &mut Vec<u8>) -> Result<bool, EncodeError> {
        if self.lost > 0 {
            encode(&Message::Lost { signals: self.lost }, out)?;
            self.lost = 0;
            return Ok(true);
        }
        let Some((message, bytes)) = self.messages.pop_front() else {
            return Ok(false);
        };
        self.bytes -= bytes;
        encode(&message, out)?;
        Ok(true)
    }

    /// Forgets all of them, uncounted: they were another process's.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use weft_wire::Decoder;

    use super::*;

    fn line(text: &str) -> Message {
        Message::Log {
            level: "info".to_owned(),
            message: text.to_owned(),
        }
    }

    fn drained(waiting: &mut Waiting) -> Vec<Message> {
        let mut out = Vec::new();
        while waiting.encode_next(&mut out).unwrap() {}
        let mut decoder = Decoder::new();
        decoder.feed(&out);
        std::iter::from_fn(|| decoder.next().unwrap()).collect()
    }

    #[test]
    fn what_waits_comes_in_order() {
        let mut waiting = Waiting::default();
        assert!(waiting.push(line("a"), 1));
        assert!(waiting.push(line("b"), 1));
        assert_eq!(drained(&mut waiting), [line("a"), line("b")]);
        assert!(drained(&mut waiting).is_empty());
    }

    #[test]
    fn what_finds_no_room_is_counted() {
        let mut waiting = Waiting::default();
        let taken = (0..MAX_WAITING + 5).filter(|_| waiting.push(line("x"), 1)).count();
        assert_eq!(taken, MAX_WAITING);
        assert!(waiting.is_pressing());
        let found = drained(&mut waiting);
        assert_eq!(found[0], Message::Lost { signals: 5 });
        assert_eq!(found.len(), MAX_WAITING + 1);
        assert!(!waiting.is_pressing());
        assert!(waiting.push(line("x"), 1));
        assert_eq!(drained(&mut waiting).len(), 1);
    }

    #[test]
    fn text_is_bounded_too() {
        let mut waiting = Waiting::default();
        let long = "x".repeat(MAX_BYTES / 2);
        assert!(waiting.push(line(&long), long.len()));
        assert!(waiting.push(line(&long), long.len()));
        assert!(!waiting.push(line("x"), 1));
        assert_eq!(drained(&mut waiting)[0], Message::Lost { signals: 1 });
        assert!(waiting.push(line("x"), 1));
    }
}
