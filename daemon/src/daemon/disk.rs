//! The store on the disk, so that a restart loses nothing that was acknowledged.
//!
//! Once a second whatever has changed is written in one transaction of `redb`. Sums that such a transaction holds are
//! acknowledged: a daemon that is killed has them when it comes back. What cannot be written waits for the next try.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use redb::{Database, ReadableTable, TableDefinition};

use super::config::Keep;
use super::store::Store;
use super::store::record::{Change, is_readable};

const RECORDS: TableDefinition<(u8, u64), &[u8]> = TableDefinition::new("records");

/// All of them, by their places.
type Records = Vec<((u8, u64), Vec<u8>)>;

/// The file.
#[derive(Debug)]
pub struct Disk {
    /// None after a failure: `redb` wants the file opened anew then.
    database: Option<Database>,
    path: PathBuf,
    /// Changes that could not be written yet, the last of each place.
    waiting: BTreeMap<(u8, u64), Option<Vec<u8>>>,
}

/// What the file held.
#[derive(Debug)]
pub struct Restored {
    /// All that could be read.
    pub store: Store,
    /// Records that could not.
    pub unread: u64,
    /// Where a file was put that cannot be used.
    pub put_aside: Option<PathBuf>,
}

impl Disk {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// When it cannot be opened or made; a file that is no store, or of another version, is put aside.
    pub fn open(path: &Path, keep: &Keep) -> Result<(Self, Restored), String> {
        let mut put_aside = None;
        let mut found = Self::try_open(path);
        if matches!(&found, Err(Trouble::Unreadable(_))) {
            let aside = path.with_extension("unreadable");
            fs::rename(path, &aside).map_err(|error| format!("{}: {error}", path.display()))?;
            put_aside = Some(aside);
            found = Self::try_open(path);
        }
        let (database, records) = match found {
            Ok(found) => found,
            Err(Trouble::Unreadable(error) | Trouble::Denied(error)) => return Err(format!("{}: {error}", path.display())),
        };
        let (store, unread) = Store::restore(keep.clone(), records.into_iter());
        let disk = Disk {
            database: Some(database),
            path: path.to_owned(),
            waiting: BTreeMap::new(),
        };
        Ok((disk, Restored { store, unread, put_aside }))
    }

    fn try_open(path: &Path) -> Result<(Database, Records), Trouble> {
        let database = open(path).map_err(Trouble::opening)?;
        // Messages of errors and paths of files are nobody else's business.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
        let records = read_all(&database).map_err(|error| Trouble::Unreadable(error.to_string()))?;
        match records.first() {
            Some(((0, _), head)) if is_readable(head) => {}
            None => {}
            Some(_) => return Err(Trouble::Unreadable("it is of another version".to_owned())),
        }
        Ok((database, records))
    }

    /// Writes the changes, and those that could not be written before.
    ///
    /// # Errors
    /// When it cannot: they wait.
    pub fn write(&mut self, changes: Vec<Change>) -> Result<(), String> {
        self.waiting.extend(changes);
        let written = self.try_write();
        match &written {
            Ok(()) => self.waiting.clear(),
            Err(_) => self.database = None,
        }
        written.map_err(|error| format!("{}: {error}", self.path.display()))
    }

    fn try_write(&mut self) -> anyhow::Result<()> {
        let database = match self.database.take() {
            Some(database) => database,
            None => open(&self.path)?,
        };
        let transaction = self.database.insert(database).begin_write()?;
        {
            let mut table = transaction.open_table(RECORDS)?;
            for (place, bytes) in &self.waiting {
                match bytes {
                    Some(bytes) => table.insert(*place, bytes.as_slice())?,
                    None => table.remove(*place)?,
                };
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

fn open(path: &Path) -> Result<Database, redb::DatabaseError> {
    // Its own cache would be a gigabyte.
    Database::builder().set_cache_size(4 << 20).create(path)
}

enum Trouble {
    /// No store of this version.
    Unreadable(String),
    /// Somebody else has it, or we may not have it.
    Denied(String),
}

impl Trouble {
    fn opening(error: redb::DatabaseError) -> Self {
        match error {
            redb::DatabaseError::DatabaseAlreadyOpen => Trouble::Denied("another daemon has it open".to_owned()),
            redb::DatabaseError::Storage(redb::StorageError::Io(error)) if error.kind() != std::io::ErrorKind::InvalidData => {
                Trouble::Denied(error.to_string())
            }
            error => Trouble::Unreadable(error.to_string()),
        }
    }
}

fn read_all(database: &Database) -> anyhow::Result<Records> {
    let transaction = database.begin_read()?;
    let table = match transaction.open_table(RECORDS) {
        Ok(table) => table,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut records = Vec::new();
    for record in table.iter()? {
        let (place, bytes) = record?;
        records.push((place.value(), bytes.value().to_vec()));
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_wire::{Hello, Message};

    fn filled() -> Store {
        let mut store = Store::new(Keep::default());
        let mut peer = store.greet(&Hello::default());
        store.add(&mut peer, Message::Lost { signals: 3 });
        store
    }

    #[test]
    fn a_file_is_read_again_and_belongs_to_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let (mut disk, restored) = Disk::open(&path, &Keep::default()).unwrap();
        assert_eq!(restored.store.taken.messages, 0);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let (changes, taken) = filled().take_changes().unwrap();
        disk.write(changes).unwrap();
        assert_eq!(taken.messages, 1);
        let second = Disk::open(&path, &Keep::default()).unwrap_err();
        assert!(second.contains("another daemon"), "{second}");
        drop(disk);
        let (_, restored) = Disk::open(&path, &Keep::default()).unwrap();
        assert_eq!((restored.store.dropped.by_senders, restored.unread, restored.put_aside), (3, 0, None));
    }

    #[test]
    fn what_is_no_store_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        fs::write(&path, "x".repeat(10_000)).unwrap();
        let (_, restored) = Disk::open(&path, &Keep::default()).unwrap();
        let aside = restored.put_aside.unwrap();
        assert_eq!(fs::read(aside).unwrap().len(), 10_000);
        let missing = folder.path().join("no/such/folder");
        assert!(Disk::open(&missing, &Keep::default()).is_err());
    }
}
