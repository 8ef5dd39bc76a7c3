//! The sockets: one daemon for each, however many are started at once.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream as StdUnixStream;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use tokio::net::{TcpListener, UnixListener};
use weft_wire::Address;

use super::config::Config;
use crate::connection::Stream;

/// Why a socket is not ours.
#[derive(Debug)]
pub enum Denied {
    /// Another daemon serves it.
    Taken(Address),
    /// Anything else.
    Other(String),
}

/// All sockets of a daemon.
#[derive(Debug)]
pub struct Listeners {
    unix: Vec<Unix>,
    tcp: Vec<TcpListener>,
}

#[derive(Debug)]
struct Unix {
    listener: UnixListener,
    path: PathBuf,
    /// Locked as long as this lives. The file stays: who removes it could let two in.
    _lock: File,
}

impl Listeners {
    /// Binds all of them; `group` is the number of the configuration's group.
    ///
    /// # Errors
    /// When one of them cannot be had.
    pub async fn bind(config: &Config, group: Option<u32>) -> Result<Self, Denied> {
        let mut listeners = Listeners {
            unix: Vec::new(),
            tcp: Vec::new(),
        };
        for address in config.listen.iter().map(|listen| &listen.0) {
            match address {
                Address::Unix(path) => listeners.unix.push(unix(path, group)?),
                Address::Tcp(at) => match TcpListener::bind(at).await {
                    Ok(listener) => listeners.tcp.push(listener),
                    Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(Denied::Taken(address.clone())),
                    Err(error) => return Err(Denied::Other(format!("cannot listen at {address}: {error}"))),
                },
            }
        }
        Ok(listeners)
    }

    /// The next connection.
    pub async fn accept(&self) -> io::Result<Stream> {
        // Whoever comes first; a daemon has one or two sockets.
        let unix = self
            .unix
            .iter()
            .map(|unix| Box::pin(async { Ok(Stream::Unix(unix.listener.accept().await?.0)) }) as Accept);
        let tcp = self.tcp.iter().map(|tcp| Box::pin(async { Ok(Stream::Tcp(tcp.accept().await?.0)) }) as Accept);
        let mut all: Vec<Accept> = unix.chain(tcp).collect();
        std::future::poll_fn(|context| {
            for accept in &mut all {
                if let std::task::Poll::Ready(accepted) = accept.as_mut().poll(context) {
                    return std::task::Poll::Ready(accepted);
                }
            }
            std::task::Poll::Pending
        })
        .await
    }

    /// A Unix socket whose file is gone, or is another one, is of no use to anybody.
    pub fn lost(&self) -> Option<&Path> {
        self.unix.iter().map(|unix| unix.path.as_path()).find(|path| !is_socket(path))
    }

    /// Makes the files of Unix sockets anew where they are gone.
    ///
    /// # Errors
    /// When that cannot be.
    pub fn renew(&mut self, group: Option<u32>) -> Result<(), String> {
        for unix in &mut self.unix {
            if !is_socket(&unix.path) {
                unix.listener = listener(&unix.path, group).map_err(|error| format!("cannot listen at unix://{}: {error}", unix.path.display()))?;
            }
        }
        Ok(())
    }

    /// Nobody else is to come.
    pub fn close(self) {
        for unix in &self.unix {
            let _ = fs::remove_file(&unix.path);
        }
    }
}

type Accept<'a> = std::pin::Pin<Box<dyn Future<Output = io::Result<Stream>> + 'a>>;

fn is_socket(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
}

fn unix(path: &Path, group: Option<u32>) -> Result<Unix, Denied> {
    let other = |what: &str, error: &dyn std::fmt::Display| Denied::Other(format!("{what} {}: {error}", path.display()));
    if let Some(folder) = path.parent()
        && !folder.exists()
    {
        fs::create_dir_all(folder).map_err(|error| other("cannot make the folder of", &error))?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        // In a folder that others may write to, not through their link.
        .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
        .open(&name)
        .map_err(|error| other("cannot lock", &error))?;
    if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
        return Err(Denied::Taken(Address::Unix(path.to_owned())));
    }
    // Ours by the lock; but somebody may serve it who knows of no lock, such as `weft run`.
    if StdUnixStream::connect(path).is_ok() {
        return Err(Denied::Taken(Address::Unix(path.to_owned())));
    }
    if is_socket(path) {
        fs::remove_file(path).map_err(|error| other("cannot remove the old socket", &error))?;
    }
    let listener = listener(path, group).map_err(|error| other("cannot listen at", &error))?;
    Ok(Unix {
        listener,
        path: path.to_owned(),
        _lock: lock,
    })
}

/// Listens at a path where nothing is. Nobody can connect before the permissions are right: until then the socket has
/// another name, in a folder of its own.
fn listener(path: &Path, group: Option<u32>) -> io::Result<UnixListener> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let private = tempfile::Builder::new()
        .prefix(".weft-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(folder)?;
    // By this name it fits into an address wherever the path does.
    let opened = File::open(private.path())?;
    let hidden = PathBuf::from(format!("/proc/self/fd/{}/s", opened.as_raw_fd()));
    let listener = std::os::unix::net::UnixListener::bind(&hidden)?;
    listener.set_nonblocking(true)?;
    let mode = match group {
        Some(group) => {
            chown(&hidden, None, Some(group))?;
            0o660
        }
        None => 0o600,
    };
    fs::set_permissions(&hidden, Permissions::from_mode(mode))?;
    rustix::net::listen(&listener, 1024)?;
    // Unlike a renaming this never takes the place of a file.
    fs::hard_link(&hidden, path)?;
    UnixListener::from_std(listener)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::daemon::config::Listen;

    fn config(path: &Path) -> Config {
        Config {
            listen: vec![Listen(Address::Unix(path.to_owned()))],
            ..Config::default()
        }
    }

    #[tokio::test]
    async fn a_socket_has_one_owner_and_his_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub/socket");
        let first = Listeners::bind(&config(&path), None).await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(matches!(Listeners::bind(&config(&path), None).await, Err(Denied::Taken(_))));
        StdUnixStream::connect(&path).unwrap();
        assert!(matches!(first.accept().await, Ok(Stream::Unix(_))));
        first.close();
        assert!(!path.exists());
        let second = Listeners::bind(&config(&path), Some(0)).await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660);
        drop(second);
        // Killed: the socket is there, and nobody behind it.
        assert!(path.exists());
        assert!(Listeners::bind(&config(&path), None).await.is_ok());
    }

    #[tokio::test]
    async fn a_socket_that_was_removed_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let mut listeners = Listeners::bind(&config(&path), None).await.unwrap();
        assert_eq!(listeners.lost(), None);
        fs::remove_file(&path).unwrap();
        assert_eq!(listeners.lost(), Some(path.as_path()));
        listeners.renew(None).unwrap();
        StdUnixStream::connect(&path).unwrap();
        assert!(listeners.accept().await.is_ok());
    }

    #[tokio::test]
    async fn what_is_no_socket_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        fs::write(&path, "a file").unwrap();
        assert!(matches!(Listeners::bind(&config(&path), None).await, Err(Denied::Other(_))));
        assert_eq!(fs::read(&path).unwrap(), b"a file");
    }
}
