//! Values of which each of PHP's threads has one of its own.

use std::thread::LocalKey;

/// In a PHP without threads a plain static, because finding a library's thread-local takes longer than most of what is
/// done with it.
pub struct PerThread<T: 'static> {
    alone: T,
    own: &'static LocalKey<T>,
}

// SAFETY: shared between threads only in a PHP without them (and not by tests), whose one thread alone runs weft's code.
unsafe impl<T> Sync for PerThread<T> {}

impl<T> PerThread<T> {
    /// For [`per_thread!`] only.
    pub const fn new(alone: T, own: &'static LocalKey<T>) -> Self {
        Self { alone, own }
    }

    /// Shows this thread's value to `use_it`.
    #[inline(always)]
    pub fn with<R>(&'static self, use_it: impl FnOnce(&T) -> R) -> R {
        if ext_php_rs::PHP_ZTS || cfg!(test) {
            self.own.with(use_it)
        } else {
            use_it(&self.alone)
        }
    }
}

/// Declares a [`PerThread`].
macro_rules! per_thread {
    ($(#[$attribute:meta])* $visibility:vis static $name:ident: $type:ty = $value:expr) => {
        $(#[$attribute])*
        $visibility static $name: $crate::zend::per_thread::PerThread<$type> = {
            thread_local!(static OWN: $type = const { $value });
            $crate::zend::per_thread::PerThread::new($value, &OWN)
        };
    };
}
pub(crate) use per_thread;
