//! Threads that serve connections: one at first, another one whenever all of them have enough.
//!
//! A connection is a task that waits until bytes are there, adds them up and waits again. So it costs what its decoder
//! and its ids need, and ten thousand idle ones cost no time.

use std::cell::RefCell;
use std::io;
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use tokio::net::{TcpStream, UnixStream};
use tokio::runtime;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, LocalSet};
use weft_wire::{Hello, Message};

use super::Shared;
use super::store::Peer;
use crate::connection::{PIECE, Stream, Taker, serve};

/// All threads.
#[derive(Debug)]
pub struct Workers {
    threads: Vec<Worker>,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Worker {
    /// Dropped, it tells the thread that no more will come.
    sender: mpsc::UnboundedSender<Moved>,
    /// How many it serves.
    connections: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

/// A connection on its way to the thread that will serve it.
#[derive(Debug)]
enum Moved {
    Unix(OwnedFd),
    Tcp(OwnedFd),
}

impl Workers {
    /// None yet.
    pub fn new(shared: Arc<Shared>) -> Self {
        Workers { threads: Vec::new(), shared }
    }

    /// Has a thread serve this connection, or closes it where there are too many.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn serve(&mut self, stream: Stream) -> io::Result<()> {
        let config = self.shared.config();
        self.shared.counts.accepted.fetch_add(1, Ordering::Relaxed);
        let open: usize = self.threads.iter().map(|worker| worker.connections.load(Ordering::Relaxed)).sum();
        if open >= config.connections {
            self.shared.counts.too_many.fetch_add(1, Ordering::Relaxed);
            self.shared.refusals.warn(&format!("there are {open} connections, as many as there may be"));
            return Ok(());
        }
        let free = |worker: &&Worker| worker.connections.load(Ordering::Relaxed) < config.connections_per_thread && !worker.thread.is_finished();
        let at = match self.threads.iter().position(|worker| free(&worker)) {
            Some(at) => at,
            None => {
                self.threads.push(Worker::start(Arc::clone(&self.shared), self.threads.len())?);
                tracing::info!(threads = self.threads.len(), "another thread serves connections");
                self.threads.len() - 1
            }
        };
        let moved = match stream {
            Stream::Unix(stream) => Moved::Unix(stream.into_std()?.into()),
            Stream::Tcp(stream) => Moved::Tcp(stream.into_std()?.into()),
        };
        let worker = &self.threads[at];
        worker.connections.fetch_add(1, Ordering::Relaxed);
        let _ = worker.sender.send(moved);
        Ok(())
    }

    /// How many threads there are.
    pub fn len(&self) -> usize {
        self.threads.len()
    }

    /// Waits until all connections are closed; those who serve them have been told.
    pub fn join(self) {
        for worker in self.threads {
            drop(worker.sender);
            if worker.thread.join().is_err() {
                tracing::error!("a thread that served connections has panicked");
            }
        }
    }
}

impl Worker {
    fn start(shared: Arc<Shared>, number: usize) -> io::Result<Self> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        let thread =
            thread::Builder::new()
                .name(format!("serve-{number}"))
                .spawn(move || match runtime::Builder::new_current_thread().enable_all().build() {
                    Ok(runtime) => LocalSet::new().block_on(&runtime, work(&shared, receiver, &count)),
                    Err(error) => tracing::error!("cannot serve: {error}"),
                })?;
        Ok(Worker { sender, connections, thread })
    }
}

async fn work(shared: &Arc<Shared>, mut receiver: mpsc::UnboundedReceiver<Moved>, count: &Arc<AtomicUsize>) {
    let buffer = Rc::new(RefCell::new(vec![0; PIECE]));
    let mut tasks = JoinSet::new();
    loop {
        tokio::select! {
            moved = receiver.recv() => {
                let Some(moved) = moved else { break };
                let (shared, buffer, count) = (Arc::clone(shared), Rc::clone(&buffer), Arc::clone(count));
                tasks.spawn_local(async move {
                    shared.counts.open.fetch_add(1, Ordering::Relaxed);
                    connection(moved, &shared, &buffer).await;
                    shared.counts.open.fetch_sub(1, Ordering::Relaxed);
                    count.fetch_sub(1, Ordering::Relaxed);
                });
            }
            Some(_) = tasks.join_next() => {}
        }
    }
    while tasks.join_next().await.is_some() {}
}

async fn connection(moved: Moved, shared: &Shared, buffer: &RefCell<Vec<u8>>) {
    let stream = match moved {
        Moved::Unix(socket) => UnixStream::from_std(socket.into()).map(Stream::Unix),
        Moved::Tcp(socket) => TcpStream::from_std(socket.into()).map(Stream::Tcp),
    };
    let Ok(stream) = stream else { return };
    let mut sender = Sender {
        shared,
        by_tcp: matches!(stream, Stream::Tcp(_)),
        peer: None,
        safe: shared.safe.subscribe(),
        needs: 0,
    };
    let mut closing = shared.closing.subscribe();
    let served = match &stream {
        Stream::Unix(unix) => unix
            .peer_cred()
            .map_err(|error| error.to_string())
            .and_then(|peer| shared.access().check_peer(peer)),
        Stream::Tcp(_) => Ok(()),
    };
    let served = match served {
        Ok(()) => serve(&stream, buffer, &mut sender, closing.wait_for(|closing| *closing)).await,
        denied => denied,
    };
    if let Err(reason) = served {
        shared.counts.refused.fetch_add(1, Ordering::Relaxed);
        shared.refusals.warn(&format!("a connection was closed: {reason}"));
        stream.say_goodbye(&reason);
    }
    if let Some(mut peer) = sender.peer {
        shared.store().leave(&mut peer);
    }
}

/// What one connection needs to have its messages added up.
struct Sender<'a> {
    shared: &'a Shared,
    by_tcp: bool,
    peer: Option<Peer>,
    /// Which state of the store is safe.
    safe: watch::Receiver<u64>,
    /// Which one must be for what was taken.
    needs: u64,
}

impl Taker for Sender<'_> {
    fn greet(&mut self, hello: Hello) -> Result<(), String> {
        if self.by_tcp {
            self.shared.access().check_token(&hello.token)?;
        }
        tracing::debug!(
            pid = hello.pid,
            sapi = hello.sapi,
            php = hello.php,
            weft = hello.weft,
            service = hello.service,
            "connected"
        );
        self.shared.counts.greeted.fetch_add(1, Ordering::Relaxed);
        self.peer = Some(self.shared.store().greet(&hello));
        Ok(())
    }

    fn take(&mut self, messages: &mut Vec<Message>) {
        let Some(peer) = &mut self.peer else { return };
        for message in &*messages {
            if let Message::Log { level, message } = message {
                match &**level {
                    "error" => tracing::error!(target: "php", "{message}"),
                    "warn" => tracing::warn!(target: "php", "{message}"),
                    "debug" => tracing::debug!(target: "php", "{message}"),
                    _ => tracing::info!(target: "php", "{message}"),
                }
            }
        }
        let mut store = self.shared.store();
        for message in messages.drain(..) {
            store.add(peer, message);
        }
        // While nobody can look for changes: the next look finds these.
        self.needs = self.shared.writing.load(Ordering::Acquire) + 1;
    }

    async fn safe(&mut self) {
        let needs = self.needs;
        if !self.shared.has_disk() || self.safe.wait_for(|safe| *safe >= needs).await.is_err() {
            // Nothing survives, so nothing is to be waited for.
        }
    }

    fn cut(&mut self) {
        self.shared.counts.cut.fetch_add(1, Ordering::Relaxed);
    }
}
