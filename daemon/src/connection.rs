//! One connection of a PHP process, whoever listens: bytes in, messages out, and a reason where it must be closed.

use std::cell::RefCell;
use std::future::ready;
use std::io::{self, ErrorKind};
use std::pin::pin;

use rustix::net::{SendFlags, Shutdown, send, shutdown};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::yield_now;
use weft_wire::{Decoder, Hello, Message, PROTOCOL, encode};

/// How many bytes are taken from a connection before it is the others' turn.
pub const PIECE: usize = 64 << 10;

/// A socket of either kind.
#[derive(Debug)]
pub enum Stream {
    /// In the file system.
    Unix(UnixStream),
    /// A port.
    Tcp(TcpStream),
}

impl Stream {
    async fn readable(&self) -> io::Result<()> {
        match self {
            Stream::Unix(stream) => stream.readable().await,
            Stream::Tcp(stream) => stream.readable().await,
        }
    }

    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Unix(stream) => stream.try_read(buffer),
            Stream::Tcp(stream) => stream.try_read(buffer),
        }
    }

    /// Says why the connection ends, if the other side has room for it.
    pub fn say_goodbye(&self, reason: &str) {
        let reason = reason.to_owned();
        self.say(&Message::Goodbye { reason });
    }

    fn say(&self, message: &Message) {
        let mut frame = Vec::new();
        if encode(message, &mut frame).is_ok() {
            // Whoever does not read has no use for it. Tokio's own would ask first whether there is room, and at the start of
            // a connection it does not know.
            let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
            let _ = match self {
                Stream::Unix(stream) => send(stream, &frame, flags),
                Stream::Tcp(stream) => send(stream, &frame, flags),
            };
        }
    }

    /// From now on the other side finds the connection broken when it sends; what it has sent is still to be read.
    fn refuse_more(&self) {
        let _ = match self {
            Stream::Unix(stream) => shutdown(stream, Shutdown::Read),
            // Here the other side would not notice.
            Stream::Tcp(_) => Ok(()),
        };
    }
}

/// Takes what arrives.
pub trait Taker {
    /// The first message. `Err`: this sender is not welcome, and why.
    fn greet(&mut self, hello: Hello) -> Result<(), String>;
    /// Everything that a piece of the stream held, in order, at least one.
    fn take(&mut self, messages: &mut Vec<Message>);
    /// Waits until all that was taken survives the end of this process, as far as anything does.
    fn safe(&mut self) -> impl Future<Output = ()>;
    /// A piece has arrived.
    fn piece(&mut self) {}
    /// The stream ended in the middle of a message.
    fn cut(&mut self);
}

/// Serves one connection to its end, or until `closing` is over and what had been sent is taken. An error is the sender's
/// fault, in words for the user.
///
/// `buffer` is for reading; it is no connection's in particular, since none keeps it while it waits.
pub async fn serve(stream: &Stream, buffer: &RefCell<Vec<u8>>, taker: &mut impl Taker, closing: impl Future) -> Result<(), String> {
    let mut closing = pin!(closing);
    let mut decoder = Decoder::new();
    let mut messages = Vec::new();
    let mut greeted = false;
    let mut closed = false;
    let (mut taken, mut told) = (0, 0);
    loop {
        tokio::select! {
            readable = stream.readable(), if !closed => if readable.is_err() {
                return Ok(());
            },
            () = taker.safe(), if told < taken && !closed => {
                stream.say(&Message::Taken { messages: taken });
                told = taken;
                continue;
            }
            _ = &mut closing, if !closed => {
                stream.refuse_more();
                closed = true;
            }
            () = ready(()), if closed => {}
        }
        match read(stream, buffer, &mut decoder) {
            Ok(0) => {
                if decoder.pending() > 0 {
                    taker.cut();
                }
                return Ok(());
            }
            Ok(_) => taker.piece(),
            Err(error) if error.kind() == ErrorKind::WouldBlock && !closed => continue,
            // The other side is gone; what it had sent before has been counted.
            Err(_) => return Ok(()),
        }
        let end = loop {
            match decoder.next() {
                Ok(Some(message)) if greeted => messages.push(message),
                Ok(Some(message)) => {
                    taker.greet(checked(message)?)?;
                    greeted = true;
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error.to_string()),
            }
        };
        // What came before a bad frame is good.
        if !messages.is_empty() {
            taken += messages.len() as u64;
            taker.take(&mut messages);
            messages = Vec::new();
        }
        end?;
        // A sender that never pauses would otherwise keep this thread for itself.
        yield_now().await;
    }
}

fn read(stream: &Stream, buffer: &RefCell<Vec<u8>>, decoder: &mut Decoder) -> io::Result<usize> {
    let mut buffer = buffer.borrow_mut();
    let length = stream.try_read(&mut buffer)?;
    decoder.feed(&buffer[..length]);
    Ok(length)
}

/// Checks the first message.
fn checked(message: Message) -> Result<Hello, String> {
    match message {
        Message::Hello(hello) if hello.protocol == PROTOCOL => Ok(hello),
        Message::Hello(Hello { protocol, weft, .. }) => Err(format!(
            "it speaks protocol {protocol}, expected {PROTOCOL}: \
             the extension is weft {weft}, this program is weft {}",
            env!("CARGO_PKG_VERSION")
        )),
        other => Err(format!("found {} as its first message, expected Hello", other.kind())),
    }
}
