//! Memory that all processes of a server share: mapped when the module starts, before the server forks.

use std::cell::UnsafeCell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous};

/// Files that are remembered as up to date: a power of two.
const FILES: usize = 1 << 16;
/// Bytes for the notes.
const NOTES: usize = 1 << 16;

/// All zeros are a valid segment. What has not been written to takes no memory.
#[repr(C)]
pub struct Segment {
    /// Grows when rules, notes or the switch have changed.
    pub generation: AtomicU64,
    /// Grows with it, when it was not for a note: a request keeps the rules and the switch that it began with.
    pub rules_generation: AtomicU64,
    /// When somebody last looked whether files have changed, in seconds.
    pub looked_at: AtomicU64,
    /// The rules files that are in force, and those that were last found to be broken, as numbers.
    pub sources: AtomicU64,
    pub broken: AtomicU64,
    pub off: AtomicBool,
    /// When the daemon is tried again: see `agent/backoff.rs`.
    pub daemon: AtomicU64,
    /// What was last said of the daemon in PHP's log, as a number.
    pub complaint: AtomicU64,
    notes_locked: AtomicBool,
    notes_length: AtomicU32,
    notes: UnsafeCell<[u8; NOTES]>,
    files: [AtomicU64; FILES],
}

// SAFETY: all fields are atomic but the notes, of which only the bytes below `notes_length` are read, and only those
// above it are written, by who holds the lock.
unsafe impl Sync for Segment {}

/// The segment; `None` when the system has no memory to give.
pub fn segment() -> Option<&'static Segment> {
    static SEGMENT: OnceLock<Option<&'static Segment>> = OnceLock::new();
    *SEGMENT.get_or_init(|| {
        // SAFETY: a fresh mapping of zeros, never unmapped; all zeros are a valid segment.
        unsafe {
            let place = mmap_anonymous(
                std::ptr::null_mut(),
                size_of::<Segment>(),
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::SHARED | MapFlags::NORESERVE,
            );
            place.ok().map(|place| &*place.cast::<Segment>())
        }
    })
}

impl Segment {
    /// What has been noted: texts, each ended by a line feed.
    pub fn notes(&self) -> Vec<u8> {
        let length = (self.notes_length.load(Ordering::Acquire) as usize).min(NOTES);
        // SAFETY: bytes below the length are never written again.
        unsafe { std::slice::from_raw_parts(self.notes.get().cast::<u8>(), length) }.to_vec()
    }

    /// Is there no room for one more note of some length?
    pub fn is_full(&self) -> bool {
        self.notes_length.load(Ordering::Relaxed) as usize + 1024 > NOTES
    }

    /// Notes one more text; `Err` says why not. `false`: somebody has noted it before.
    pub fn note(&self, text: &[u8]) -> Result<bool, &'static str> {
        if text.contains(&b'\n') {
            return Err("it has a line feed in its name");
        }
        // Whoever holds the lock writes some bytes. A process may have been killed meanwhile: nobody waits for it.
        let mut patience = 1000;
        while self.notes_locked.swap(true, Ordering::Acquire) {
            patience -= 1;
            if patience == 0 {
                return Err("the list of hooks that all processes share is held by a process that is gone");
            }
            std::thread::yield_now();
        }
        let result = self.note_locked(text);
        self.notes_locked.store(false, Ordering::Release);
        result
    }

    fn note_locked(&self, text: &[u8]) -> Result<bool, &'static str> {
        let known = self.notes();
        if known.split(|byte| *byte == b'\n').any(|line| line == text) {
            return Ok(false);
        }
        if known.len() + text.len() + 1 > NOTES {
            return Err("the list of hooks that all processes share is full");
        }
        // SAFETY: above the length and within the array, under the lock.
        unsafe {
            let place = self.notes.get().cast::<u8>().add(known.len());
            std::ptr::copy_nonoverlapping(text.as_ptr(), place, text.len());
            place.add(text.len()).write(b'\n');
        }
        let length = u32::try_from(known.len() + text.len() + 1).unwrap_or(u32::MAX);
        self.notes_length.store(length, Ordering::Release);
        Ok(true)
    }

    fn place(&self, file: u64) -> &AtomicU64 {
        &self.files[file as usize % FILES]
    }

    /// Was this file, a number for its path, found to be as `state` would have it? Others may have been in its place since.
    pub fn is_checked(&self, file: u64, state: u32) -> bool {
        self.place(file).load(Ordering::Acquire) == (file >> 32 << 32) | u64::from(state)
    }

    pub fn set_checked(&self, file: u64, state: u32) {
        self.place(file).store((file >> 32 << 32) | u64::from(state), Ordering::Release);
    }
}
