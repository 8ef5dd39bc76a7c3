//! Where woven code and the rest of weft meet: the woven functions that this request has called.
//!
//! Each has a [`Point`], made at its first call. Woven code asks its point, natively and without a look-up, whether
//! anybody listens; who listens is decided above, in `callbacks/`.

use std::cell::{Cell, RefCell};
use std::sync::OnceLock;

use ext_php_rs::ffi;
use hashbrown::HashMap;

use crate::zend::frame::Frame;
use crate::zend::module::handle;
pub use crate::zend::point::Point;
use crate::zend::point::{Identity, Mark, Slot};
use crate::zend::tables::Internal;

#[derive(Default)]
struct Table {
    points: Vec<Point>,
    /// A function by its instructions and its class. Closures made from one declaration share the instructions but have
    /// run-time caches of their own; classes that use a trait share them too but are functions of their own.
    known: HashMap<(usize, usize), Point>,
}

/// What the floors above know of points.
pub struct Above {
    /// Does the rule of a new point apply in this request?
    pub applies: fn(Point) -> bool,
    /// Told of each new point, right after its first caller asked for it, so that whoever listens can arm it.
    pub created: fn(Point),
    /// Which point has the built-in function of this frame, if weft is called for it?
    pub of_internal: fn(Frame) -> Option<Point>,
}

static ABOVE: OnceLock<Above> = OnceLock::new();

/// At module start.
pub fn start_up(above: Above) {
    // They are the same each time that the module starts.
    let _ = ABOVE.set(above);
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::default();
    /// The request is over: what still runs is woven, but nobody listens.
    static OVER: Cell<bool> = const { Cell::new(false) };
}

/// Is the function of this frame woven?
#[inline]
pub fn is_woven(frame: Frame) -> bool {
    Slot::of(frame, handle()).is_some()
}

/// The point of a frame's function; `None` when it is not woven.
#[inline]
pub fn of_woven(frame: Frame) -> Option<Point> {
    Point::known(frame).or_else(|| first_call(frame))
}

/// The first call of a function in this request, or of another closure object from the same declaration.
#[cold]
fn first_call(frame: Frame) -> Option<Point> {
    if frame.op_array().is_none() {
        return ABOVE.get().and_then(|above| (above.of_internal)(frame));
    }
    let (slot, rule) = Slot::of(frame, handle())?;
    let op_array = frame.op_array()?;
    // `strlen(...)` and its kin make a closure of a function that keeps its name and class.
    let closure = op_array.has_flag(ffi::ZEND_ACC_CLOSURE) && !op_array.has_flag(ffi::ZEND_ACC_FAKE_CLOSURE);
    let attributes = op_array.attributes();
    let identity = Identity {
        // A closure's class is that of the object it is bound to, so none of its own.
        class: if closure { b"" } else { op_array.scope_name().unwrap_or_default() },
        function: op_array.function_name()?,
        file: op_array.file(),
        line: op_array.line_start(),
        closure,
        code: op_array.code_address(),
        scope: if closure { std::ptr::null_mut() } else { op_array.scope() },
        rule,
        attributes: &attributes,
        generator: op_array.has_flag(ffi::ZEND_ACC_GENERATOR),
        asks: Mark::of(op_array.marked(handle())).is_some_and(|mark| mark.asks),
    };
    let (point, new) = find_or_make(identity);
    slot.set(point, op_array);
    announce(point, new);
    Some(point)
}

/// The point of a built-in function, made at first.
pub fn of_internal(function: Internal) -> Point {
    let (point, new) = find_or_make(function.identity());
    announce(point, new);
    point
}

fn find_or_make(identity: Identity) -> (Point, bool) {
    let key = (identity.code, identity.scope as usize);
    TABLE.with_borrow_mut(|table| {
        // The address alone proves nothing: what eval() compiled may have been freed.
        if let Some(known) = table.known.get(&key).filter(|known| known.is(identity)) {
            return (*known, false);
        }
        let point = Point::create(u32::try_from(table.points.len()).unwrap_or(u32::MAX), identity);
        table.points.push(point);
        table.known.insert(key, point);
        (point, true)
    })
}

fn announce(point: Point, new: bool) {
    let Some(above) = ABOVE.get().filter(|_| new) else { return };
    point.set_applies((above.applies)(point));
    if !OVER.get() {
        (above.created)(point);
    }
}

/// Answers a guard that asks whether its rule applies; from then on the point itself has the answer.
pub fn settle(point: Point) -> bool {
    if OVER.get() {
        point.silence();
        return false;
    }
    point.settle();
    point.applies()
}

/// The point of this number.
pub fn find(number: u32) -> Option<Point> {
    TABLE.with_borrow(|table| table.points.get(number as usize).copied())
}

/// Shows every point. Points that are made meanwhile are shown too.
pub fn each(mut see: impl FnMut(Point)) {
    let mut number = 0;
    while let Some(point) = find(number) {
        see(point);
        number += 1;
    }
}

pub fn request_start() {
    OVER.set(false);
}

/// Nobody listens from here on, though PHP code may still run (session handlers, for one).
pub fn request_end() {
    OVER.set(true);
    each(Point::silence);
}

/// No PHP code runs any more: frees what the request had.
pub fn forget() {
    TABLE.with_borrow_mut(|table| {
        table.known.clear();
        table.points.drain(..).for_each(Point::free);
    });
}
