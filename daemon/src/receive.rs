//! The socket on which PHP processes report.
//!
//! One thread serves all of them: a connection is a task that waits until bytes are there, adds
//! them up and waits again. So a connection costs what its decoder and its ids need, and ten
//! thousand idle ones cost no time.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use weft_wire::{Hello, Message};

use crate::aggregate::{Aggregate, Ids};
use crate::connection::{PIECE, Stream, Taker, serve};
use crate::screen::Screen;

/// How long to wait when no connection can be accepted, as for want of file descriptors.
const BACK_OFF: Duration = Duration::from_millis(50);
/// The longest wait for what is still under way when the program has ended. Only a program that
/// left other processes behind needs it.
const DRAIN: Duration = Duration::from_secs(5);
/// With connections still open, this long without a byte means that no more will come.
const QUIET: Duration = Duration::from_millis(200);
/// The same without any connection: the last one may not have been accepted yet.
const QUIET_ALONE: Duration = Duration::from_millis(10);

/// What the connections share.
#[derive(Debug)]
pub struct Shared {
    /// What was reported.
    pub aggregate: RefCell<Aggregate>,
    /// Where to say that something is wrong.
    pub screen: Rc<Screen>,
    /// How the connections fared.
    pub connections: Cell<Connections>,
    /// Grows with each piece that is read, to see whether there is still something coming.
    pieces: Cell<u64>,
    /// For reading; of no connection in particular, since none keeps it while it waits.
    buffer: RefCell<Vec<u8>>,
}

/// A count of connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connections {
    /// All that were accepted.
    pub accepted: u64,
    /// Those on which a process introduced itself as one must.
    pub greeted: u64,
    /// Closed by us because of what they sent.
    pub refused: u64,
    /// Ended in the middle of a message.
    pub cut: u64,
}

impl Shared {
    /// Nothing reported yet.
    pub fn new(aggregate: Aggregate, screen: Rc<Screen>) -> Rc<Self> {
        Rc::new(Shared {
            aggregate: RefCell::new(aggregate),
            screen,
            connections: Cell::default(),
            pieces: Cell::new(0),
            buffer: RefCell::new(vec![0; PIECE]),
        })
    }

    fn count(&self, change: impl FnOnce(&mut Connections)) {
        let mut connections = self.connections.get();
        change(&mut connections);
        self.connections.set(connections);
    }
}

/// The socket and its connections. Must live in a [`tokio::task::LocalSet`].
#[derive(Debug)]
pub struct Receiver {
    listener: UnixListener,
    connections: JoinSet<()>,
    shared: Rc<Shared>,
}

impl Receiver {
    /// Listens at `path`, which must not exist.
    pub fn bind(path: &Path, shared: Rc<Shared>) -> io::Result<Self> {
        Ok(Receiver {
            listener: UnixListener::bind(path)?,
            connections: JoinSet::new(),
            shared,
        })
    }

    /// Serves connections for ever. May be dropped at any time and called again.
    pub async fn serve(&mut self) {
        loop {
            self.step().await;
        }
    }

    /// Accepts a connection or notes the end of one.
    async fn step(&mut self) {
        tokio::select! {
            accepted = self.listener.accept() => match accepted {
                Ok((stream, _)) => self.open(stream),
                Err(error) => {
                    self.shared.screen.say(&format!("cannot accept a connection: {error}"));
                    sleep(BACK_OFF).await;
                }
            },
            Some(_) = self.connections.join_next() => {}
        }
    }

    fn open(&mut self, stream: UnixStream) {
        self.shared.count(|c| c.accepted += 1);
        let shared = Rc::clone(&self.shared);
        self.connections.spawn_local(async move {
            if let Err(reason) = connection(stream, &shared).await {
                shared.count(|c| c.refused += 1);
                shared.screen.say(&format!("a connection was closed: {reason}"));
            }
        });
    }

    /// Takes in what the program had sent when it ended, in bounded time.
    pub async fn drain(&mut self) {
        let _ = timeout(DRAIN, self.drained()).await;
    }

    async fn drained(&mut self) {
        loop {
            let before = self.shared.pieces.get();
            let quiet = if self.connections.is_empty() { QUIET_ALONE } else { QUIET };
            let stepped = timeout(quiet, self.step()).await.is_ok();
            if !stepped && self.shared.pieces.get() == before {
                return;
            }
        }
    }
}

/// What one connection needs to have its messages added up.
struct Sender<'a> {
    shared: &'a Shared,
    ids: Ids,
}

impl Taker for Sender<'_> {
    fn greet(&mut self, _: Hello) -> Result<(), String> {
        self.shared.count(|c| c.greeted += 1);
        Ok(())
    }

    fn take(&mut self, messages: &mut Vec<Message>) {
        for message in messages.drain(..) {
            take(self.shared, &mut self.ids, message);
        }
    }

    /// Nothing does: the report is made by this process.
    async fn safe(&mut self) {}

    fn piece(&mut self) {
        self.shared.pieces.set(self.shared.pieces.get() + 1);
    }

    fn cut(&mut self) {
        self.shared.count(|c| c.cut += 1);
    }
}

/// Serves one connection to its end. An error is the sender's fault, in words for the user.
async fn connection(stream: UnixStream, shared: &Shared) -> Result<(), String> {
    if !is_ours(&stream) {
        return Err("it belongs to another user".into());
    }
    let mut sender = Sender { shared, ids: Ids::default() };
    let stream = Stream::Unix(stream);
    let served = serve(&stream, &shared.buffer, &mut sender, pending::<()>()).await;
    if let Err(reason) = &served {
        stream.say_goodbye(reason);
    }
    served
}

/// The folder of the socket keeps others out already, but root may be the one who runs weft, and
/// a process of root's may have become another user's after it connected.
fn is_ours(stream: &UnixStream) -> bool {
    let ours = rustix::process::geteuid().as_raw();
    stream.peer_cred().is_ok_and(|peer| peer.uid() == ours || peer.uid() == 0)
}

fn take(shared: &Shared, ids: &mut Ids, message: Message) {
    if let Message::Log { level, message } = &message
        && level != "debug"
    {
        shared.screen.say(&format!("{level}: {message}"));
    }
    shared.aggregate.borrow_mut().add(ids, message);
}
