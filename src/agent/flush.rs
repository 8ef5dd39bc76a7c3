//! From what was counted to the daemon.

use weft_wire::{Address, Hello, Message, PROTOCOL, encode};

use super::backoff::{Attempt, Backoff, is_short};
use super::connection::{Absent, Connection, Sent};
use crate::signals::Recorder;

/// So many bytes are made ready before they are sent.
const CHUNK: usize = 256 << 10;
/// So many chunks go out at once, even to a daemon that reads as fast as we send.
const MAX_CHUNKS: u32 = 64;
/// So long (milliseconds) a daemon that was started gets to be there.
const STARTING: u64 = 250;

/// Who this process is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Introduction {
    pub sapi: String,
    pub php: String,
    /// What the application is called; may be empty.
    pub service: String,
    /// What the daemon asks for; may be empty.
    pub token: String,
}

/// How patient a flush may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Patience {
    /// A request is under way: not at all.
    None,
    /// A request has ended: a new connection may take so many milliseconds.
    Connecting(u32),
    /// The process ends: so may each piece that the daemon has yet to make room for.
    Ending(u32),
}

impl Patience {
    const fn connecting_ms(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Connecting(timeout) | Self::Ending(timeout) => timeout,
        }
    }
}

/// One process's line to its daemon.
#[derive(Debug)]
pub struct Line {
    address: Address,
    introduction: Introduction,
    connection: Option<Connection>,
    /// Has this connection our greeting, or will it have it with what waits in `out`?
    greeted: bool,
    /// When the connection was begun.
    since: u64,
    backoff: Backoff,
    /// Whole messages, of which the first bytes may have been sent.
    out: Vec<u8>,
    sent: usize,
    /// Messages that this connection has had, but its greeting, and those of them that the daemon has told it has.
    handed_over: u64,
    taken: u64,
    /// Is the greeting the first of the messages in `out`?
    greeting_first: bool,
    /// Starts a daemon, where that is wanted.
    start: Option<fn(&Address)>,
    /// What is to be said in PHP's log.
    pub complaint: Option<String>,
}

impl Line {
    pub fn new(address: Address, introduction: Introduction, backoff: Backoff, start: Option<fn(&Address)>) -> Self {
        Self {
            address,
            introduction,
            connection: None,
            greeted: false,
            since: 0,
            backoff,
            out: Vec::new(),
            sent: 0,
            handed_over: 0,
            taken: 0,
            greeting_first: false,
            start,
            complaint: None,
        }
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    pub fn sapi(&self) -> &str {
        &self.introduction.sapi
    }

    /// Is there something that the daemon had no room for?
    pub fn has_waiting(&self) -> bool {
        !self.out.is_empty()
    }

    /// This process is a fork: the connection is its parent's, and so is what waits.
    pub fn forked(&mut self) {
        *self = Self::new(self.address.clone(), std::mem::take(&mut self.introduction), self.backoff, self.start);
    }

    /// Connects if need be, and if it is time to try. Answers whether there is a connection.
    pub fn connect(&mut self, recorder: &Recorder, now: u64, patience: Patience) -> bool {
        self.hear(recorder, now);
        let mut attempt = Attempt::Free;
        if self.connection.is_none() {
            attempt = self.backoff.attempt(now);
            if attempt == Attempt::No {
                return false;
            }
            self.since = now;
            match Connection::open(&self.address) {
                Ok(connection) => self.connection = Some(connection),
                Err(Absent::Nobody) => return self.nobody(attempt, now),
                Err(Absent::Stranger(user)) => {
                    self.complaint = Some(format!(
                        "{} is served by user {user}, who is neither root nor this user: nothing is reported to him",
                        self.address
                    ));
                    self.backoff.refused(now);
                    return false;
                }
            }
        }
        let settled = self.connection.as_mut().is_some_and(|connection| connection.settle(patience.connecting_ms()));
        if !settled {
            self.connection = None;
            return self.nobody(attempt, now);
        }
        let established = self.connection.as_ref().is_some_and(Connection::is_established);
        if established && self.since == now {
            self.backoff.connected(now);
        } else if established {
            self.backoff.lasts(self.since, now);
        }
        established
    }

    /// Nobody listens there: one of all workers starts a daemon, if that is wanted.
    fn nobody(&mut self, attempt: Attempt, now: u64) -> bool {
        if self.backoff.failed(attempt, now)
            && let Some(start) = self.start
        {
            start(&self.address);
            self.backoff.pause_at_least(now, STARTING);
        }
        false
    }

    /// Takes what the daemon has said, and finds out whether it has gone.
    fn hear(&mut self, recorder: &Recorder, now: u64) {
        let Some(connection) = self.connection.as_mut().filter(|connection| connection.is_established()) else {
            return;
        };
        let (mut taken, mut goodbye) = (self.taken, None);
        let there = connection.hear(|message| match message {
            Message::Taken { messages } => taken = messages,
            Message::Goodbye { reason } => goodbye = Some(reason),
            _ => {}
        });
        self.taken = taken;
        if !there {
            self.broken(recorder, now);
        }
        if let Some(reason) = goodbye {
            self.complaint = Some(format!("the daemon at {} refuses this process: {reason}", self.address));
            self.backoff.refused(now);
        }
    }

    /// Sends what there is to send, as far as the daemon takes it.
    pub fn flush(&mut self, recorder: &Recorder, now: u64, patience: Patience) {
        recorder.flushed(now);
        // A second time when the daemon turns out to have gone.
        for _ in 0..2 {
            if !self.connect(recorder, now, patience) {
                return;
            }
            if !self.greeted {
                self.greet(recorder);
            }
            if self.send_all(recorder, patience) {
                return;
            }
            self.broken(recorder, now);
        }
    }

    /// Puts our greeting before what waits, and the functions that it may refer to.
    fn greet(&mut self, recorder: &Recorder) {
        let kept = std::mem::take(&mut self.out);
        self.sent = 0;
        self.greeting_first = true;
        let hello = Message::Hello(Hello {
            protocol: PROTOCOL,
            pid: std::process::id(),
            weft: env!("CARGO_PKG_VERSION").to_owned(),
            sapi: self.introduction.sapi.clone(),
            php: self.introduction.php.clone(),
            service: self.introduction.service.clone(),
            token: self.introduction.token.clone(),
        });
        let mut encoded = encode(&hello, &mut self.out);
        if !kept.is_empty() {
            encoded = encoded.and_then(|()| recorder.with(|account| account.functions.encode_all(&mut self.out)));
            self.out.extend_from_slice(&kept);
        }
        if encoded.is_err() {
            recorder.with(|account| account.waiting.lose(1));
        }
        self.greeted = true;
    }

    /// `false`: the connection is broken.
    fn send_all(&mut self, recorder: &Recorder, patience: Patience) -> bool {
        for _ in 0..MAX_CHUNKS {
            self.fill(recorder);
            while self.sent < self.out.len() {
                let sent = self
                    .connection
                    .as_ref()
                    .map_or(Sent::Broken, |connection| connection.send(&self.out[self.sent..]));
                match sent {
                    Sent::Some(count) => self.sent += count,
                    Sent::Full if self.wait_for_room(patience) => {}
                    Sent::Full => return true,
                    Sent::Broken => return false,
                }
            }
            self.hand_over();
            self.out.clear();
            self.out.shrink_to(CHUNK);
            self.sent = 0;
            if recorder.is_empty() {
                return true;
            }
        }
        true
    }

    /// Makes messages ready, unless some wait that were ready before: what is not made ready takes less room.
    fn fill(&mut self, recorder: &Recorder) {
        if self.sent > 0 {
            return;
        }
        while self.out.len() < CHUNK {
            match recorder.encode_next(&mut self.out) {
                Ok(true) => {}
                Ok(false) => return,
                Err(_) => recorder.with(|account| account.waiting.lose(1)),
            }
        }
    }

    fn wait_for_room(&self, patience: Patience) -> bool {
        match (patience, &self.connection) {
            (Patience::Ending(timeout), Some(connection)) => connection.wait_for_room(timeout),
            _ => false,
        }
    }

    /// Counts the messages that were sent to their end. Answers how many bytes they are.
    fn hand_over(&mut self) -> usize {
        let (whole, mut messages) = whole_frames(&self.out, self.sent);
        if messages > 0 && std::mem::take(&mut self.greeting_first) {
            messages -= 1;
        }
        self.handed_over += messages;
        whole
    }

    /// The daemon has gone. Messages of which it has not all bytes wait for the next one; those of which it has not said that
    /// they are safe are lost.
    fn broken(&mut self, recorder: &Recorder, now: u64) {
        self.connection = None;
        self.greeted = false;
        recorder.with(|account| account.functions.disconnected());
        let whole = self.hand_over();
        self.out.drain(..whole);
        if std::mem::take(&mut self.greeting_first) {
            // Cut within the greeting, which the next one has anew.
            let (greeting, _) = whole_frames(&self.out, first_frame(&self.out));
            self.out.drain(..greeting);
        }
        self.sent = 0;
        let lost = self.handed_over.saturating_sub(self.taken);
        if lost > 0 {
            recorder.with(|account| account.waiting.lose(lost));
        }
        (self.handed_over, self.taken) = (0, 0);
        if is_short(self.since, now) {
            self.backoff.failed(Attempt::Free, now);
        }
    }
}

/// How long the first frame is.
fn first_frame(out: &[u8]) -> usize {
    out.first_chunk::<4>().map_or(0, |length| 4 + u32::from_be_bytes(*length) as usize)
}

/// How many of the first `sent` bytes belong to frames that were sent to their end, and how many frames that is.
fn whole_frames(out: &[u8], sent: usize) -> (usize, u64) {
    let (mut end, mut frames) = (0, 0);
    while let Some(length) = out[end..].first_chunk::<4>() {
        let next = end + 4 + u32::from_be_bytes(*length) as usize;
        if next > sent {
            break;
        }
        end = next;
        frames += 1;
    }
    (end, frames)
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read, Write};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::PathBuf;
    use std::sync::atomic::AtomicU64;

    use weft_wire::Decoder;

    use super::*;
    use crate::signals::{Identity, Met, Weaving};

    const AT_ONCE: Patience = Patience::Connecting(5);
    const STEADY: u64 = 1_000_000_000;

    struct Daemon {
        path: PathBuf,
        listener: UnixListener,
    }

    impl Daemon {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("weft-flush-{}-{name}", std::process::id()));
            let _ = std::fs::remove_file(&path);
            let listener = UnixListener::bind(&path).unwrap();
            Self { path, listener }
        }

        fn line(&self) -> Line {
            // Each its own: these tests run side by side.
            let word = Box::leak(Box::new(AtomicU64::new(0)));
            Line::new(Address::Unix(self.path.clone()), Introduction::default(), Backoff::new(word), None)
        }

        /// Takes the line down and puts up another at the same place.
        fn again(&mut self) {
            std::fs::remove_file(&self.path).unwrap();
            self.listener = UnixListener::bind(&self.path).unwrap();
        }

        fn accept(&self) -> Stream {
            let (stream, _) = self.listener.accept().unwrap();
            stream.set_nonblocking(true).unwrap();
            Stream(stream, Decoder::new())
        }
    }

    impl Drop for Daemon {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.path);
        }
    }

    struct Stream(UnixStream, Decoder);

    impl Stream {
        fn acknowledge(&mut self, messages: u64) {
            let mut word = Vec::new();
            encode(&Message::Taken { messages }, &mut word).unwrap();
            self.0.write_all(&word).unwrap();
        }

        /// All messages that have arrived, by their kinds.
        fn read(&mut self) -> Vec<Message> {
            let mut found = Vec::new();
            let mut buffer = vec![0; 64 << 10];
            loop {
                while let Some(message) = self.1.next().unwrap() {
                    found.push(message);
                }
                match self.0.read(&mut buffer) {
                    Ok(0) => return found,
                    Ok(count) => self.1.feed(&buffer[..count]),
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return found,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    fn kinds(messages: &[Message]) -> Vec<&'static str> {
        messages.iter().map(Message::kind).collect()
    }

    fn call(recorder: &Recorder) {
        let identity = Identity {
            class: b"",
            function: b"f",
            file: b"/f.php",
            line: 1,
        };
        let weaving = Weaving {
            wrapper: "count",
            join: "splice",
            rule: None,
        };
        let meet = |take: &mut dyn FnMut(Met)| {
            take(Met {
                identity,
                weaving,
                generator: false,
            });
        };
        recorder.count_slowly(0, meet, || 0);
    }

    fn log(recorder: &Recorder, text: &str) -> bool {
        let message = Message::Log {
            level: "info".to_owned(),
            message: text.to_owned(),
        };
        recorder.with(|account| account.push(message, text.len()))
    }

    fn recorder() -> Recorder {
        let recorder = Recorder::new();
        recorder.request_start(true, || 0);
        recorder
    }

    #[test]
    fn one_connection_serves_all_requests() {
        let daemon = Daemon::new("one");
        let mut line = daemon.line();
        let recorder = recorder();
        call(&recorder);
        line.flush(&recorder, 0, AT_ONCE);
        let mut stream = daemon.accept();
        assert_eq!(kinds(&stream.read()), ["Hello", "Functions", "Calls"]);
        call(&recorder);
        line.flush(&recorder, 1, AT_ONCE);
        assert_eq!(kinds(&stream.read()), ["Calls"]);
        line.flush(&recorder, 2, AT_ONCE);
        assert!(stream.read().is_empty());
    }

    #[test]
    fn counts_wait_for_a_daemon_that_is_not_there_yet() {
        let mut daemon = Daemon::new("later");
        std::fs::remove_file(&daemon.path).unwrap();
        let mut line = daemon.line();
        let recorder = recorder();
        call(&recorder);
        line.flush(&recorder, 0, AT_ONCE);
        std::fs::write(&daemon.path, "").unwrap();
        daemon.again();
        call(&recorder);
        // Not yet: it failed just now.
        line.flush(&recorder, 9_999_999, AT_ONCE);
        line.flush(&recorder, 10_000_000, AT_ONCE);
        let found = daemon.accept().read();
        assert_eq!(kinds(&found), ["Hello", "Functions", "Calls"]);
        assert!(matches!(&found[2], Message::Calls(list) if list[0].calls == 2));
    }

    #[test]
    fn a_new_daemon_is_told_everything_again() {
        let mut daemon = Daemon::new("again");
        let mut line = daemon.line();
        let recorder = recorder();
        call(&recorder);
        line.flush(&recorder, 0, AT_ONCE);
        daemon.accept().acknowledge(1);
        daemon.again();
        call(&recorder);
        line.flush(&recorder, STEADY, AT_ONCE);
        let found = daemon.accept().read();
        assert_eq!(kinds(&found), ["Hello", "Functions", "Calls", "Lost"]);
        // Of the definition and the calls the daemon had acknowledged one.
        assert_eq!(found[3], Message::Lost { signals: 1 });
    }

    #[test]
    fn who_is_refused_says_so_and_waits() {
        let daemon = Daemon::new("refused");
        let mut line = daemon.line();
        let recorder = recorder();
        call(&recorder);
        line.flush(&recorder, 0, AT_ONCE);
        let mut goodbye = Vec::new();
        let reason = "another version".to_owned();
        encode(&Message::Goodbye { reason }, &mut goodbye).unwrap();
        daemon.accept().0.write_all(&goodbye).unwrap();
        call(&recorder);
        line.flush(&recorder, STEADY, AT_ONCE);
        assert!(
            line.complaint
                .take()
                .is_some_and(|complaint| complaint.ends_with("refuses this process: another version"))
        );
        daemon.listener.set_nonblocking(true).unwrap();
        line.flush(&recorder, 60 * STEADY, AT_ONCE);
        assert!(daemon.listener.accept().is_err());
        line.flush(&recorder, 61 * STEADY, AT_ONCE);
        assert!(daemon.listener.accept().is_ok());
    }

    #[test]
    fn a_daemon_that_hangs_up_at_once_is_left_alone_ever_longer() {
        let daemon = Daemon::new("hangs-up");
        let mut line = daemon.line();
        let recorder = recorder();
        let mut connections = 0;
        daemon.listener.set_nonblocking(true).unwrap();
        // Every millisecond for two seconds.
        for now in 0..2_000 {
            call(&recorder);
            line.flush(&recorder, now * 1_000_000, AT_ONCE);
            if daemon.listener.accept().is_ok() {
                connections += 1;
            }
        }
        assert!((5..12).contains(&connections), "{connections}");
    }

    #[test]
    fn one_who_does_not_read_costs_bounded_room_and_gets_the_rest_later() {
        let daemon = Daemon::new("does-not-read");
        let mut line = daemon.line();
        let recorder = recorder();
        let text = "x".repeat(1_000);
        let (mut taken, mut refused) = (0, 0);
        for now in 0..100 {
            for _ in 0..100 {
                if log(&recorder, &text) { taken += 1 } else { refused += 1 }
            }
            line.flush(&recorder, now, AT_ONCE);
            assert!(line.out.len() <= CHUNK + 2_000);
        }
        assert!(refused > 0);
        let mut stream = daemon.accept();
        let (mut logs, mut lost) = (0, 0);
        for now in 100..120 {
            for message in stream.read() {
                match message {
                    Message::Log { .. } => logs += 1,
                    Message::Lost { signals } => lost += signals,
                    _ => {}
                }
            }
            line.flush(&recorder, now, AT_ONCE);
        }
        assert_eq!((logs, lost), (taken, refused));
    }

    #[test]
    fn what_was_cut_off_is_sent_again_whole() {
        let mut daemon = Daemon::new("cut");
        let mut line = daemon.line();
        let recorder = recorder();
        call(&recorder);
        line.flush(&recorder, 0, AT_ONCE);
        // More than the socket takes at once.
        let text = "x".repeat(1_000);
        let logged = 300;
        for _ in 0..logged {
            log(&recorder, &text);
        }
        call(&recorder);
        line.flush(&recorder, 1, AT_ONCE);
        assert!(line.sent > 0 && line.sent < line.out.len());
        let mut first = daemon.accept();
        let received = first.read().iter().filter(|message| message.kind() == "Log").count();
        drop(first);
        daemon.again();
        line.flush(&recorder, STEADY, AT_ONCE);
        let found = daemon.accept().read();
        assert_eq!(kinds(&found)[..2], ["Hello", "Functions"]);
        let again = found.iter().filter(|message| message.kind() == "Log").count();
        assert_eq!(received + again, logged);
    }

    #[test]
    fn a_fork_connects_anew() {
        let daemon = Daemon::new("fork");
        let mut line = daemon.line();
        let recorder = recorder();
        call(&recorder);
        line.flush(&recorder, 0, AT_ONCE);
        drop(daemon.accept());
        call(&recorder);
        recorder.forked();
        line.forked();
        call(&recorder);
        line.flush(&recorder, 1, AT_ONCE);
        let found = daemon.accept().read();
        assert!(matches!(&found[2], Message::Calls(list) if list[0].calls == 1), "{found:?}");
    }

    #[test]
    fn frames_are_whole_or_not() {
        let mut out = Vec::new();
        encode(&Message::Lost { signals: 1 }, &mut out).unwrap();
        let one = out.len();
        encode(&Message::Lost { signals: 2 }, &mut out).unwrap();
        for (sent, whole) in [
            (0, (0, 0)),
            (one - 1, (0, 0)),
            (one, (one, 1)),
            (one + 1, (one, 1)),
            (out.len(), (out.len(), 2)),
        ] {
            assert_eq!(whole_frames(&out, sent), whole, "{sent}");
        }
    }
}
