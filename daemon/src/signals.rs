//! Signals that weft receives, so that it can pass them on and still clean up behind itself.

use std::io;
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::iterator::SignalsInfo;
use signal_hook::iterator::exfiltrator::origin::WithOrigin;
use signal_hook::low_level::siginfo::Cause;
use tokio::sync::mpsc;

/// What is passed on to the program.
const FORWARDED: [i32; 7] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH];

/// A signal that arrived.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// Its number.
    pub number: i32,
    /// Whether the terminal sent it (Ctrl-C, a new window size): then the program, being in the
    /// same process group, has it already, and must not get it twice. To many programs a second
    /// SIGINT means "now, without finishing your work".
    pub by_terminal: bool,
}

impl Received {
    fn asks_for_the_end(self) -> bool {
        asks_for_the_end(self.number)
    }
}

/// Whether a signal asks for the end of who gets it.
pub fn asks_for_the_end(signal: i32) -> bool {
    matches!(signal, SIGINT | SIGTERM | SIGHUP | SIGQUIT)
}

/// The signals of this process, from the moment of [`Signals::listen`] on.
#[derive(Debug)]
pub struct Signals {
    received: mpsc::UnboundedReceiver<Received>,
}

impl Signals {
    /// Takes over the signals. Those that are ignored stay ignored, for the program inherits that:
    /// `nohup weft run -- php worker.php` must survive the terminal.
    pub fn listen() -> io::Result<Self> {
        let ignored = ignored_signals();
        let wanted = FORWARDED.iter().filter(|&&n| !ignored.contains(n));
        let mut signals = SignalsInfo::<WithOrigin>::new(wanted)?;
        let (sender, received) = mpsc::unbounded_channel();
        // A thread, because where a signal came from can only be learnt by a blocking read. It
        // ends with the process.
        thread::Builder::new().name("signals".into()).spawn(move || {
            for origin in signals.forever() {
                let received = Received {
                    number: origin.signal,
                    by_terminal: matches!(origin.cause, Cause::Kernel),
                };
                if sender.send(received).is_err() {
                    return;
                }
            }
        })?;
        Ok(Signals { received })
    }

    /// The next signal. May be dropped while it waits.
    pub async fn next(&mut self) -> Received {
        match self.received.recv().await {
            Some(received) => received,
            None => std::future::pending().await,
        }
    }

    /// A signal that asked for the end, if one has arrived; other signals are dropped.
    pub fn end_requested(&mut self) -> Option<i32> {
        while let Ok(received) = self.received.try_recv() {
            if received.asks_for_the_end() {
                return Some(received.number);
            }
        }
        None
    }
}

/// A set of signals as the kernel prints it: bit n - 1 stands for signal n.
struct SignalSet(u64);

impl SignalSet {
    fn contains(&self, number: i32) -> bool {
        (self.0 >> (number - 1)) & 1 == 1
    }
}

/// The signals that this process was started with as ignored. Where the kernel has no such file,
/// none.
fn ignored_signals() -> SignalSet {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    SignalSet(ignored_in(&status))
}

fn ignored_in(status: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_kernel() {
        let set = SignalSet(ignored_in("Name:\tweft\nSigIgn:\t0000000000001001\n"));
        assert!(set.contains(SIGHUP));
        assert!(!set.contains(SIGINT));
        assert!(set.contains(13));
        assert_eq!(ignored_in("no such line"), 0);
    }
}
