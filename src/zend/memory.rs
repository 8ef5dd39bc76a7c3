//! Values that outlive a frame which a bailout (`longjmp`) may skip.
//!
//! A frame that calls into the engine must own nothing with a destructor. What it works on is leaked before
//! ([`Box::into_raw`]), borrowed inside, and reclaimed after, or at the next occasion when the frame was skipped.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

/// Borrows a leaked value.
pub fn borrow<'a, T>(value: *mut T) -> &'a T {
    assert!(!value.is_null());
    // SAFETY: callers pass what `Box::into_raw` gave them and have not reclaimed; nobody changes it meanwhile.
    unsafe { &*value }
}

/// Borrows a text that is kept elsewhere.
pub fn borrow_text<'a>(text: *const str) -> &'a str {
    // SAFETY: callers pass a text whose owner they have put where it stays for the request.
    unsafe { &*text }
}

/// Takes a leaked value back. Each at most once.
pub fn reclaim<T>(value: *mut T) -> Box<T> {
    assert!(!value.is_null());
    // SAFETY: callers pass what `Box::into_raw` gave them, once: they clear the place where they kept it.
    unsafe { Box::from_raw(value) }
}

/// PHP has left `work` by a long jump (memory limit): when all owners are gone, [`go_on`] has it go on.
#[derive(Debug)]
#[must_use]
pub struct Bailout(());

/// Runs work that calls the engine, while frames above own values with destructors. The work itself owns none.
pub fn protected(mut work: impl FnMut()) -> Result<(), Bailout> {
    unsafe extern "C" fn run<W: FnMut()>(context: *mut c_void) {
        // SAFETY: the context is the closure below. What panics ends the work and goes no further.
        let _ = catch_unwind(AssertUnwindSafe(|| unsafe { (*context.cast::<W>())() }));
    }
    unsafe extern "C" {
        fn weft_protected(work: unsafe extern "C" fn(context: *mut c_void), context: *mut c_void) -> bool;
    }
    fn runner<W: FnMut()>(_: &W) -> unsafe extern "C" fn(*mut c_void) {
        run::<W>
    }
    // SAFETY: the closure outlives the call, and owns nothing by its own contract.
    if unsafe { weft_protected(runner(&work), (&raw mut work).cast()) } {
        Ok(())
    } else {
        Err(Bailout(()))
    }
}

/// Goes on with the long jump. The caller owns nothing.
pub fn go_on(_: Bailout) {
    unsafe extern "C" {
        fn weft_go_on_with_bailout();
    }
    // SAFETY: the engine was on its way out already, and its place to land is still set.
    unsafe { weft_go_on_with_bailout() };
}

/// A value that stays in its place until it is discarded. A handle: copying it copies nothing, and dropping it frees
/// nothing, so a long jump over it does no harm.
pub struct Kept<T>(NonNull<T>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Kept<T> {
    pub fn keep(value: T) -> Self {
        Self(NonNull::from(Box::leak(Box::new(value))))
    }

    /// Frees the value. Once, by its owner, when nothing that runs can hold the handle any more.
    pub fn discard(self) {
        // SAFETY: made by `keep`; callers keep their side of the contract above.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }

    /// For a place that holds a plain word.
    pub fn into_word(self) -> usize {
        self.0.as_ptr() as usize
    }

    /// Back from such a place; `None` for 0. Only for words that [`Self::into_word`] made, of values not yet discarded.
    #[inline]
    pub fn from_word(word: usize) -> Option<Self> {
        NonNull::new(word as *mut T).map(Self)
    }
}

impl<T> std::ops::Deref for Kept<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: made by `keep`, not yet discarded, and only ever borrowed shared.
        unsafe { self.0.as_ref() }
    }
}
