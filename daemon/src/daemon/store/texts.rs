//! Texts that many things share, each kept once, all of them within a limit.

use std::collections::HashSet;
use std::sync::Arc;

/// The longest that is kept of one text, in bytes.
pub const MAX_TEXT: usize = 512;
/// What a text costs beyond its bytes: its counters, and its place in the set.
const OVERHEAD: usize = 48;

/// The texts.
#[derive(Debug)]
pub struct Texts {
    known: HashSet<Arc<str>>,
    bytes: usize,
    limit: usize,
}

impl Texts {
    /// None yet; all of them together take at most so many bytes.
    pub fn new(limit: usize) -> Self {
        Texts {
            known: HashSet::new(),
            bytes: 0,
            limit,
        }
    }

    /// The one copy of this text; `None` where there is no room for another one.
    pub fn share(&mut self, text: &str) -> Option<Arc<str>> {
        let text = cut(text);
        if let Some(known) = self.known.get(text) {
            return Some(Arc::clone(known));
        }
        let cost = text.len() + OVERHEAD;
        if self.bytes + cost > self.limit {
            return None;
        }
        self.bytes += cost;
        let shared: Arc<str> = text.into();
        self.known.insert(Arc::clone(&shared));
        Some(shared)
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The text, without what is longer than is kept.
pub fn cut(text: &str) -> &str {
    if text.len() <= MAX_TEXT {
        return text;
    }
    let end = (0..=MAX_TEXT).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_within_the_limit() {
        let mut texts = Texts::new(2 * (OVERHEAD + 1));
        let one = texts.share("a").unwrap();
        assert!(Arc::ptr_eq(&one, &texts.share("a").unwrap()));
        assert!(texts.share("b").is_some());
        assert!(texts.share("c").is_none());
        assert!(texts.share("a").is_some());
        assert_eq!(texts.bytes(), 2 * (OVERHEAD + 1));
        assert_eq!(cut(&"ä".repeat(300)).len(), 512);
    }
}
