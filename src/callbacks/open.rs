//! The `Weft\Call` objects of invocations under way that woven code knows by a number.
//!
//! Woven code that keeps its token in a temporary must not have it counted by the engine, so the object stays here and the
//! code has a negative number for it; other tokens are not negative.

use std::cell::RefCell;

use crate::zend::call::Call;

#[derive(Default)]
struct Open {
    calls: Vec<Option<Call>>,
    free: Vec<usize>,
}

thread_local! {
    static OPEN: RefCell<Open> = RefCell::default();
}

/// Keeps an object, with the caller's reference to it, and answers its number.
pub fn put(call: Call) -> i64 {
    OPEN.with_borrow_mut(|open| {
        let place = open.free.pop().unwrap_or_else(|| {
            open.calls.push(None);
            open.calls.len() - 1
        });
        open.calls[place] = Some(call);
        !place.cast_signed() as i64
    })
}

/// Gives an object back, with the reference; `None` for tokens that are no number of one.
pub fn take(token: i64) -> Option<Call> {
    if token >= 0 {
        return None;
    }
    OPEN.with_borrow_mut(|open| {
        let place = usize::try_from(!token).ok()?;
        let call = open.calls.get_mut(place)?.take()?;
        open.free.push(place);
        Some(call)
    })
}

/// Gives back what was never ended: by `exit()`, for one. `clean`: the request did not end by a long jump.
pub fn request_end(clean: bool) {
    let open = OPEN.take();
    if clean {
        open.calls.into_iter().flatten().for_each(|call| call.object().release());
    }
}
