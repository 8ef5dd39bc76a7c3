//! Log lines that senders can cause as often as they like: each is said once a minute, with a count of the others.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the same line is not said again.
const PAUSE: Duration = Duration::from_secs(60);
/// How many different ones are remembered.
const MOST: usize = 64;

/// What was said, when, and how often it was not said since.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<String, (Instant, u64)>>);

impl Refusals {
    /// Says it, unless it was said just now.
    pub fn warn(&self, line: &str) {
        if let Some(line) = self.line(line, Instant::now()) {
            tracing::warn!("{line}");
        }
    }

    fn line(&self, line: &str, now: Instant) -> Option<String> {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, unsaid)) = said.get_mut(line) {
            if now.saturating_duration_since(*at) < PAUSE {
                *unsaid += 1;
                return None;
            }
            let others = std::mem::take(unsaid);
            *at = now;
            return Some(if others == 0 {
                line.to_owned()
            } else {
                format!("{line} (and {others} times since it was last said)")
            });
        }
        if said.len() >= MOST {
            said.retain(|_, (at, _)| now.saturating_duration_since(*at) < PAUSE);
            if said.len() >= MOST {
                return None;
            }
        }
        said.insert(line.to_owned(), (now, 0));
        Some(line.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_said_once_a_minute() {
        let refusals = Refusals::default();
        let start = Instant::now();
        assert_eq!(refusals.line("x", start).as_deref(), Some("x"));
        assert_eq!(refusals.line("x", start + PAUSE / 2), None);
        assert_eq!(refusals.line("y", start + PAUSE / 2).as_deref(), Some("y"));
        assert_eq!(refusals.line("x", start + PAUSE).as_deref(), Some("x (and 1 times since it was last said)"));
        let said = (0..1000).filter(|n| refusals.line(&n.to_string(), start + PAUSE).is_some()).count();
        assert!(said <= MOST);
    }
}
