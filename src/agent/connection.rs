//! A socket that never makes anybody wait.

use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::stat;
use rustix::io::Errno;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketAddrUnix, SocketFlags, SocketType, connect, ipproto, recv, send, socket_with, sockopt};

use weft_wire::{Address, Decoder, Message};

/// Connected to the daemon, or about to be.
#[derive(Debug)]
pub struct Connection {
    socket: OwnedFd,
    /// Has the other side answered?
    established: bool,
    /// What the other side says.
    decoder: Decoder,
}

/// Why there is no connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Absent {
    /// Nobody is there.
    Nobody,
    /// There is somebody, and not the one whom we trust.
    Stranger(u32),
}

/// What became of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sent {
    /// So many were taken, at least one.
    Some(usize),
    /// None, for now.
    Full,
    /// None, ever again.
    Broken,
}

impl Connection {
    /// Starts to connect.
    pub fn open(address: &Address) -> Result<Self, Absent> {
        let connection = Self::try_open(address).map_err(|_| Absent::Nobody)?;
        match address {
            Address::Unix(path) => connection.check_peer(path).map(|()| connection),
            // Over TCP nobody has a user: what is sent to this machine's own ports is sent to whoever listens there.
            Address::Tcp(_) => Ok(connection),
        }
    }

    /// Is the daemon root's, ours, or of the user who owns the socket's folder, who could put there what he likes anyway?
    fn check_peer(&self, path: &Path) -> Result<(), Absent> {
        let Ok(peer) = sockopt::socket_peercred(&self.socket) else {
            return Err(Absent::Nobody);
        };
        let user = peer.uid.as_raw();
        let owner = || path.parent().and_then(|folder| stat(folder).ok()).map(|found| found.st_uid);
        if user == 0 || user == rustix::process::geteuid().as_raw() || owner() == Some(user) {
            Ok(())
        } else {
            Err(Absent::Stranger(user))
        }
    }

    fn try_open(address: &Address) -> Result<Self, Errno> {
        // Not handed on to the programs that PHP starts.
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let (socket, connected) = match address {
            Address::Unix(path) => {
                let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
                let connected = connect(&socket, &SocketAddrUnix::new(path)?);
                (socket, connected)
            }
            Address::Tcp(address) => {
                let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
                let socket = socket_with(family, SocketType::STREAM, flags, Some(ipproto::TCP))?;
                sockopt::set_tcp_nodelay(&socket, true)?;
                let connected = connect(&socket, address);
                (socket, connected)
            }
        };
        let established = match connected {
            Ok(()) => true,
            Err(Errno::INPROGRESS) => false,
            // Among them: too many connections wait to be accepted (EAGAIN on a Unix socket).
            Err(error) => return Err(error),
        };
        Ok(Self {
            socket,
            established,
            decoder: Decoder::new(),
        })
    }

    /// Waits at most so long for the connection to be made. `false`: it never will be.
    pub fn settle(&mut self, timeout_ms: u32) -> bool {
        if self.established {
            return true;
        }
        let timeout = Timespec {
            tv_sec: i64::from(timeout_ms / 1_000),
            tv_nsec: i64::from(timeout_ms % 1_000) * 1_000_000,
        };
        let mut sockets = [PollFd::new(&self.socket, PollFlags::OUT)];
        match poll(&mut sockets, Some(&timeout)) {
            Ok(1) => {
                self.established = matches!(sockopt::socket_error(&self.socket), Ok(Ok(())));
                self.established
            }
            // Not yet, or a signal came in between.
            Ok(_) | Err(Errno::INTR) => true,
            Err(_) => false,
        }
    }

    pub fn is_established(&self) -> bool {
        self.established
    }

    /// Takes what the daemon says, and finds out whether it has gone: `false`. Sending alone would not tell.
    pub fn hear(&mut self, mut take: impl FnMut(Message)) -> bool {
        let mut piece = [0; 512];
        // No more than it would say in its right mind.
        for _ in 0..256 {
            match recv(&self.socket, &mut piece, RecvFlags::DONTWAIT) {
                Ok((_, 0)) => return false,
                Ok((_, count)) => self.decoder.feed(&piece[..count]),
                Err(Errno::WOULDBLOCK | Errno::INTR) => return true,
                Err(_) => return false,
            }
            loop {
                match self.decoder.next() {
                    Ok(Some(message)) => take(message),
                    Ok(None) => break,
                    // That is no daemon.
                    Err(_) => return false,
                }
            }
        }
        false
    }

    /// Hands over as many bytes as find room in the socket's buffer.
    pub fn send(&self, bytes: &[u8]) -> Sent {
        loop {
            return match send(&self.socket, bytes, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
                Ok(0) => Sent::Full,
                Ok(count) => Sent::Some(count),
                Err(Errno::INTR) => continue,
                Err(Errno::WOULDBLOCK | Errno::NOBUFS) => Sent::Full,
                Err(_) => Sent::Broken,
            };
        }
    }

    /// Waits at most so long until there is room again.
    pub fn wait_for_room(&self, timeout_ms: u32) -> bool {
        let timeout = Timespec {
            tv_sec: 0,
            tv_nsec: i64::from(timeout_ms.min(999)) * 1_000_000,
        };
        let mut sockets = [PollFd::new(&self.socket, PollFlags::OUT)];
        matches!(poll(&mut sockets, Some(&timeout)), Ok(1))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::os::unix::net::UnixListener;

    use weft_wire::encode;

    use super::*;

    fn unix() -> (UnixListener, Address, std::path::PathBuf) {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("weft-connection-{}-{number}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        (UnixListener::bind(&path).unwrap(), Address::Unix(path.clone()), path)
    }

    #[test]
    fn what_is_sent_arrives() {
        let (listener, address, path) = unix();
        let mut connection = Connection::open(&address).unwrap();
        assert!(connection.is_established());
        assert_eq!(connection.send(b"hello"), Sent::Some(5));
        let (mut stream, _) = listener.accept().unwrap();
        let mut found = [0; 5];
        stream.read_exact(&mut found).unwrap();
        assert_eq!(&found, b"hello");
        assert!(connection.hear(|message| panic!("{message:?}")));
        let mut word = Vec::new();
        encode(&Message::Taken { messages: 7 }, &mut word).unwrap();
        stream.write_all(&word).unwrap();
        let mut heard = Vec::new();
        assert!(connection.hear(|message| heard.push(message)));
        assert_eq!(heard, [Message::Taken { messages: 7 }]);
        drop(stream);
        assert!(!connection.hear(|message| panic!("{message:?}")));
        assert_eq!(connection.send(b"x"), Sent::Broken);
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn nobody_there() {
        let (listener, address, path) = unix();
        drop(listener);
        assert_eq!(Connection::open(&address).unwrap_err(), Absent::Nobody);
        std::fs::remove_file(path).unwrap();
        assert_eq!(Connection::open(&address).unwrap_err(), Absent::Nobody);
    }

    #[test]
    fn one_who_does_not_read_fills_up() {
        let (_listener, address, path) = unix();
        let connection = Connection::open(&address).unwrap();
        let piece = vec![0; 64 << 10];
        let mut taken = 0;
        let end = loop {
            match connection.send(&piece) {
                Sent::Some(count) => taken += count,
                end => break end,
            }
        };
        assert_eq!(end, Sent::Full);
        assert!(taken > 0);
        assert!(!connection.wait_for_room(1));
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn tcp_connects_and_is_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = Address::Tcp(listener.local_addr().unwrap());
        let mut connection = Connection::open(&address).unwrap();
        while !connection.is_established() {
            assert!(connection.settle(5));
        }
        assert_eq!(connection.send(b"x"), Sent::Some(1));
        drop(listener);
        let refused = Connection::open(&address).map_or(true, |mut connection| !connection.settle(1_000));
        assert!(refused);
    }
}
