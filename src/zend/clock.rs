//! The monotonic clock, read straight into the place where the time is kept.

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_long};

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
struct Time {
    seconds: i64,
    nanoseconds: c_long,
}

const MONOTONIC: c_int = 1;

unsafe extern "C" {
    fn clock_gettime(clock: c_int, time: *mut Time) -> c_int;
}

const MONOTONIC_COARSE: c_int = 6;

/// Whole seconds since some moment before all processes, from a clock that costs next to nothing.
pub fn coarse_seconds() -> u64 {
    let mut time = Time::default();
    // SAFETY: the C library fills in a timespec, which `Time` is on 64-bit systems.
    unsafe { clock_gettime(MONOTONIC_COARSE, &raw mut time) };
    time.seconds.cast_unsigned()
}

/// A moment.
#[derive(Debug)]
pub struct Stamp(UnsafeCell<Time>);

impl Stamp {
    pub const fn new() -> Self {
        Self(UnsafeCell::new(Time { seconds: 0, nanoseconds: 0 }))
    }

    /// Makes this the present moment.
    #[inline(always)]
    pub fn set_now(&self) {
        // SAFETY: the C library fills in a timespec, which `Time` is on 64-bit systems. Nobody else looks: a stamp stays
        // in its thread, and no reference to its inside is ever given away.
        unsafe { clock_gettime(MONOTONIC, self.0.get()) };
    }

    #[inline(always)]
    fn get(&self) -> Time {
        // SAFETY: copied; see `set_now`.
        unsafe { *self.0.get() }
    }

    /// Whole seconds since some moment before this process.
    #[inline(always)]
    pub fn seconds(&self) -> i64 {
        self.get().seconds
    }

    /// Nanoseconds from an earlier moment to this one.
    #[inline(always)]
    pub fn since(&self, earlier: &Self) -> u64 {
        let (from, to) = (earlier.get(), self.get());
        let seconds = to.seconds.wrapping_sub(from.seconds);
        seconds
            .wrapping_mul(1_000_000_000)
            .wrapping_add(to.nanoseconds - from.nanoseconds)
            .cast_unsigned()
    }

    /// Nanoseconds since that moment before this process.
    pub fn nanoseconds(&self) -> u64 {
        self.since(&Self::new())
    }

    /// Makes this the moment so many nanoseconds after that one.
    pub fn set(&self, nanoseconds: u64) {
        let time = Time {
            seconds: (nanoseconds / 1_000_000_000).cast_signed(),
            nanoseconds: (nanoseconds % 1_000_000_000).cast_signed(),
        };
        // SAFETY: see `set_now`.
        unsafe { *self.0.get() = time };
    }
}

/// Nanoseconds since some moment before this process.
pub fn now() -> u64 {
    let stamp = Stamp::new();
    stamp.set_now();
    stamp.nanoseconds()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_differences() {
        let (from, to) = (Stamp::new(), Stamp::new());
        from.set(1_999_999_999);
        to.set(3_000_000_001);
        assert_eq!(to.since(&from), 1_000_000_002);
        assert_eq!((to.seconds(), to.nanoseconds()), (3, 3_000_000_001));
    }

    #[test]
    fn time_goes_on() {
        let before = now();
        assert!(before > 0 && now() >= before);
    }
}
