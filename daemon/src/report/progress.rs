//! The line that shows, while the program runs, how far things are.

use std::time::Duration;

use super::units::{counted, duration};
use crate::aggregate::Aggregate;

/// Elapsed time, requests, calls, functions and the function with the most time so far.
pub fn line(aggregate: &Aggregate, elapsed: Duration) -> String {
    let mut parts = vec![clock(elapsed)];
    if aggregate.requests > 0 {
        parts.push(counted(aggregate.requests, "request"));
    }
    parts.push(counted(aggregate.calls, "call"));
    parts.push(counted(aggregate.len() as u64, "function"));
    if let Some((name, time)) = aggregate.hottest() {
        let time = duration(time.as_nanos() as u64);
        parts.push(format!("hottest {name} {time}"));
    }
    format!("weft {}", parts.join(" · "))
}

/// `03:25`, `1:03:25`.
fn clock(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::Ids;
    use weft_wire::{Calls, Function, Message};

    #[test]
    fn the_line_tells_what_is_known_so_far() {
        let mut aggregate = Aggregate::new(10);
        assert_eq!(line(&aggregate, Duration::from_secs(3)), "weft 00:03 · 0 calls · 0 functions");
        let mut ids = Ids::default();
        let function = Function {
            name: "App\\f".into(),
            ..Function::default()
        };
        aggregate.add(&mut ids, Message::Functions(vec![function]));
        let calls = Calls {
            calls: 1200,
            total_ns: 1_500_000,
            ..Calls::default()
        };
        aggregate.add(&mut ids, Message::Calls(vec![calls]));
        aggregate.requests = 1;
        assert_eq!(
            line(&aggregate, Duration::from_secs(3805)),
            "weft 1:03:25 · 1 request · 1,200 calls · 1 function · hottest App\\f 1.50 ms"
        );
    }
}
