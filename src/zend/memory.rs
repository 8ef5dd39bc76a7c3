//! Values that outlive a frame which a bailout (`longjmp`) may skip.
//!
//! A frame that calls into the engine must own nothing with a destructor. What it works on is leaked before
//! ([`Box::into_raw`]), borrowed inside, and reclaimed after, or at the next occasion when the frame was skipped.

/// Borrows a leaked value.
pub fn borrow<'a, T>(value: *mut T) -> &'a T {
    assert!(!value.is_null());
    // SAFETY: callers pass what `Box::into_raw` gave them and have not reclaimed; nobody changes it meanwhile.
    unsafe { &*value }
}

/// Takes a leaked value back. Each at most once.
pub fn reclaim<T>(value: *mut T) -> Box<T> {
    assert!(!value.is_null());
    // SAFETY: callers pass what `Box::into_raw` gave them, once: they clear the place where they kept it.
    unsafe { Box::from_raw(value) }
}
