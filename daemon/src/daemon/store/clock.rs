//! The time of day that never goes back.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The clock on the wall may be set; minutes that were counted must stay in their order. So time goes on from where it
/// was when somebody sets the clock back, and follows it when it is set forward.
#[derive(Debug)]
pub struct Clock {
    /// Time of day at `since`, after 1970.
    at: Duration,
    since: Instant,
}

impl Clock {
    /// Now, and never before `least`: the last moment that an earlier process wrote down.
    pub fn new(least: Duration) -> Self {
        Clock {
            at: wall().max(least),
            since: Instant::now(),
        }
    }

    /// The time since 1970.
    pub fn now(&mut self) -> Duration {
        self.at(Instant::now(), wall())
    }

    fn at(&mut self, now: Instant, wall: Duration) -> Duration {
        let steady = self.at + now.saturating_duration_since(self.since);
        let time = steady.max(wall);
        (self.at, self.since) = (time, now);
        time
    }
}

fn wall() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_goes_on() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut clock = Clock {
            at: 1000 * second,
            since: start,
        };
        assert_eq!(clock.at(start + second, 1001 * second), 1001 * second);
        // An hour back: a second later is a second later.
        assert_eq!(clock.at(start + 2 * second, second), 1002 * second);
        assert_eq!(clock.at(start + 3 * second, 2 * second), 1003 * second);
        // Set forward, or woken after a long sleep.
        assert_eq!(clock.at(start + 4 * second, 5000 * second), 5000 * second);
        assert_eq!(clock.at(start + 5 * second, 4000 * second), 5001 * second);
    }
}
