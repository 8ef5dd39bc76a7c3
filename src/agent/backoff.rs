//! How long to leave a daemon alone that cannot be reached.

/// After the first failure, in nanoseconds.
const SHORTEST: u64 = 10_000_000;
/// However often it failed.
const LONGEST: u64 = 10_000_000_000;

/// Each failure in a row doubles the pause.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    failures: u32,
    /// Nobody tries before this moment.
    until: u64,
}

impl Backoff {
    pub fn may_try(self, now: u64) -> bool {
        now >= self.until
    }

    pub fn failed(&mut self, now: u64) {
        let pause = SHORTEST.checked_shl(self.failures).map_or(LONGEST, |pause| pause.min(LONGEST));
        self.until = now.saturating_add(pause);
        // No more than it takes to reach the longest pause.
        self.failures = (self.failures + 1).min(16);
    }

    pub fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_ten_seconds() {
        let mut backoff = Backoff::default();
        assert!(backoff.may_try(0));
        let mut now = 5;
        let mut pauses = Vec::new();
        for _ in 0..13 {
            backoff.failed(now);
            assert!(!backoff.may_try(backoff.until - 1));
            assert!(backoff.may_try(backoff.until));
            pauses.push((backoff.until - now) / 1_000_000);
            now = backoff.until;
        }
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_000, 10_000, 10_000]);
        for _ in 0..100 {
            backoff.failed(0);
        }
        assert_eq!(backoff.until, LONGEST);
    }

    #[test]
    fn success_ends_the_pause() {
        let mut backoff = Backoff::default();
        backoff.failed(0);
        backoff.failed(0);
        backoff.succeeded();
        assert!(backoff.may_try(0));
        backoff.failed(0);
        assert_eq!(backoff.until, SHORTEST);
    }
}
