//! The record behind a patch point: a constant in the engine's eyes, with weft's own data behind it.
//!
//! A woven function fetches a constant through its run-time cache and jumps by its value. The slot is empty at first,
//! so the engine finds the constant that all functions share. Weft then puts a pointer to the function's own record
//! there, and from then on the engine reads that record's value without looking anything up.

use std::cell::{Cell, UnsafeCell};
use std::ffi::c_void;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_class_entry, zend_constant};

use super::class::Class;
use super::frame::Frame;
use super::op_array::OpArray;
use super::quick::Listeners;

unsafe extern "C" {
    pub(super) fn weft_class_is_a(ce: *const zend_class_entry, name: *const std::ffi::c_char, length: usize) -> bool;
}

/// What is known of a woven function.
#[derive(Debug)]
#[repr(C)]
struct Record {
    /// First, because the engine takes a pointer to the record for one to this.
    constant: UnsafeCell<zend_constant>,
    /// Second, for `quick.c`; null while nobody listens, or in a way that is not quick.
    quick: Cell<*const Listeners>,
    number: u32,
    rule: u32,
    line: u32,
    closure: bool,
    code: usize,
    scope: *mut zend_class_entry,
    class_length: u32,
    function_length: u32,
    /// Class, function and file, one behind the other.
    names: Box<[u8]>,
    /// The names of its attributes, and of those of its class.
    attributes: Box<[Box<[u8]>]>,
    generator: bool,
    /// Does the rule by which the function was woven apply to it, in this request?
    applies: Cell<bool>,
    /// Does the guard ask that question, and nothing else?
    asks: bool,
    listeners: Cell<usize>,
    tally: Cell<usize>,
}

/// What a [`Point`] is made of.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// The class in which the method is declared; for a trait's method, the class that uses it. Empty without.
    pub class: &'a [u8],
    pub function: &'a [u8],
    pub file: &'a [u8],
    pub line: u32,
    pub closure: bool,
    /// Where the instructions lie.
    pub code: usize,
    pub scope: *mut zend_class_entry,
    /// The names of its attributes, and of those of its class.
    pub attributes: &'a [&'a [u8]],
    pub generator: bool,
    /// The rule by which it was woven.
    pub rule: u32,
    /// Whether its guard asks `\Weft\active()`.
    pub asks: bool,
}

/// A woven function of this request, as the table in `patch_point.rs` keeps it. A handle: copying it copies nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point(NonNull<Record>);

impl Point {
    /// Makes the record for a function. It is silent until [`Self::arm`].
    pub fn create(number: u32, of: Identity) -> Self {
        // SAFETY: all zeros are a valid constant: an undefined value without a name.
        let mut constant: zend_constant = unsafe { std::mem::zeroed() };
        constant.value.u1.type_info = ffi::IS_FALSE;
        let length = |part: &[u8]| u32::try_from(part.len()).unwrap_or(0);
        Self(NonNull::from(Box::leak(Box::new(Record {
            constant: UnsafeCell::new(constant),
            quick: Cell::new(std::ptr::null()),
            number,
            rule: of.rule,
            line: of.line,
            closure: of.closure,
            code: of.code,
            scope: of.scope,
            class_length: length(of.class),
            function_length: length(of.function),
            names: [of.class, of.function, of.file].concat().into(),
            attributes: of.attributes.iter().map(|name| Box::from(*name)).collect(),
            generator: of.generator,
            applies: Cell::new(true),
            asks: of.asks,
            listeners: Cell::new(0),
            tally: Cell::new(0),
        }))))
    }

    /// Frees the record. The table does this once, when no PHP code of the request runs any more.
    pub fn free(self) {
        // SAFETY: made by `create`; the table forgets the handle, and no frame is left that could hold another.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }

    #[inline]
    fn record(&self) -> &Record {
        // SAFETY: records stay in place until the request is over (`free`); a handle neither leaves its thread
        // (`NonNull`) nor its request.
        unsafe { self.0.as_ref() }
    }

    /// Dense from 0, in the order in which functions were first called.
    #[inline]
    pub fn number(self) -> u32 {
        self.record().number
    }
    /// The rule by which the function was woven: what that does, as a number.
    #[inline]
    pub fn rule(self) -> u32 {
        self.record().rule
    }
    /// First line of the function.
    pub fn line(self) -> u32 {
        self.record().line
    }
    pub fn is_generator(self) -> bool {
        self.record().generator
    }
    /// The names of its attributes, and of those of its class.
    pub fn attributes(&self) -> &[Box<[u8]>] {
        &self.record().attributes
    }
    /// Is it a function that is built in?
    pub fn is_internal(self) -> bool {
        self.file().is_empty()
    }
    pub fn is_closure(self) -> bool {
        self.record().closure
    }
    /// Empty without a class.
    pub fn class(&self) -> &[u8] {
        let record = self.record();
        &record.names[..record.class_length as usize]
    }
    /// The name as declared, without the class.
    pub fn function(&self) -> &[u8] {
        let record = self.record();
        &record.names[record.class_length as usize..][..record.function_length as usize]
    }
    pub fn file(&self) -> &[u8] {
        let record = self.record();
        &record.names[(record.class_length + record.function_length) as usize..]
    }
    /// Where the function's instructions lie.
    pub fn code(self) -> usize {
        self.record().code
    }
    /// Does the method's class extend or implement this one, however far up?
    pub fn is_a(self, ancestor: &[u8]) -> bool {
        let scope = self.record().scope;
        // SAFETY: classes live as long as the request; this one is linked, since its method was called.
        !scope.is_null() && unsafe { weft_class_is_a(scope, ancestor.as_ptr().cast(), ancestor.len()) }
    }
    /// The class in which the method is declared; for a trait's method, the class that uses it.
    pub fn scope(&self) -> Option<Class<'_>> {
        // SAFETY: classes live as long as the request.
        NonNull::new(self.record().scope).map(|entry| unsafe { Class::from_raw(entry) })
    }
    pub fn is(self, other: Identity) -> bool {
        self.line() == other.line && self.function() == other.function && self.class() == other.class && self.file() == other.file
    }

    /// Has the wrapper run from the next call on, or sleep. With a rule that does not apply it sleeps, and whether
    /// somebody listens does not matter to a wrapper that runs no callbacks.
    pub fn arm(self, armed: bool) {
        if !self.record().asks {
            self.answer(if armed && self.applies() { ffi::IS_TRUE } else { ffi::IS_FALSE });
        }
    }

    /// The wrapper sleeps from now on.
    pub fn silence(self) {
        self.answer(ffi::IS_FALSE);
    }

    /// Gives the guard that asks `\Weft\active()` its answer for good: by an int it knows that it has asked.
    pub fn settle(self) {
        self.answer(if self.applies() { ffi::IS_LONG } else { ffi::IS_FALSE });
    }

    fn answer(self, type_info: u32) {
        // SAFETY: a constant of this thread, which the engine only reads, and not while weft runs.
        unsafe {
            let value = &mut (*self.record().constant.get()).value;
            value.value.lval = 1;
            value.u1.type_info = type_info;
        }
    }

    /// Does the rule by which the function was woven apply to it, in this request?
    pub fn applies(self) -> bool {
        self.record().applies.get()
    }
    pub fn set_applies(self, applies: bool) {
        self.record().applies.set(applies);
    }

    /// A word that the listeners' owner keeps with the point; 0 at first.
    #[inline]
    pub fn listeners(self) -> usize {
        self.record().listeners.get()
    }
    /// With what `quick.c` is to know of them, which stays where it is until others come.
    pub fn set_listeners(self, word: usize, quick: Option<&Listeners>) {
        self.record().listeners.set(word);
        self.record().quick.set(quick.map_or(std::ptr::null(), std::ptr::from_ref));
    }
    /// A word for whoever counts the function's calls; 0 at first.
    #[inline]
    pub fn tally(self) -> usize {
        self.record().tally.get()
    }
    pub fn set_tally(self, word: usize) {
        self.record().tally.set(word);
    }

    /// The point that the function of this frame already has, in as few steps as there can be.
    #[inline(always)]
    pub fn known(frame: Frame) -> Option<Self> {
        frame.op_array()?;
        let place = super::module::reserved_cache_slot()?;
        // SAFETY: a user function's frame has its run-time cache, where this place is weft's alone: it holds null or a
        // point's address.
        unsafe { NonNull::new(frame.raw().run_time_cache.byte_add(place).read()).map(|record| Self(record.cast())) }
    }
}

/// The place in a woven function's run-time cache through which its code finds its point.
#[derive(Clone, Copy)]
pub struct Slot(NonNull<*mut c_void>);

impl Slot {
    /// The slot of a frame's function, with the rule that stands beside it; `None` when the function is not woven.
    #[inline]
    pub fn of(frame: Frame, handle: usize) -> Option<(Self, u32)> {
        let word = frame.op_array()?.marked(handle);
        if word & MARKED == 0 {
            return None;
        }
        // SAFETY: what is woven was compiled after the engine gave weft this place in every run-time cache, and a user
        // function's frame has its cache.
        unsafe {
            let cache = frame.raw().run_time_cache.byte_add(super::module::reserved_cache_slot()?);
            Some((Self(NonNull::new(cache)?), (word >> RULE) as u32))
        }
    }

    /// Gives a function its point: natively, and to the instruction by which its guard asks.
    pub fn set(self, point: Point, of: OpArray) {
        // SAFETY: the slot is the patch point's alone; the record begins with a constant. The guard's own slot lies in the
        // same cache, where the instruction says.
        unsafe {
            self.0.write(point.0.as_ptr().cast());
            if of.marked(super::module::handle()) & GUARDED != 0
                && let Some(slot) = of.guard_slot()
            {
                self.0
                    .byte_sub(super::module::cache_slot())
                    .byte_add(slot as usize)
                    .write(point.0.as_ptr().cast());
            }
        }
    }
}

const MARKED: usize = 1;
const GUARDED: usize = 2;
const CALLS: usize = 4;
const ASKS: usize = 8;
/// Looked at by reflection.c as well.
const GENERATOR: usize = 16;
const TEMPLATE_AT: u32 = 5;
/// How much of a template's number fits into a mark.
pub const TEMPLATE: u32 = (1 << 27) - 1;
const RULE: u32 = 32;

/// The word that is left with a woven op_array.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// A guard stands at its entry.
    pub guarded: bool,
    /// It is a wrapper that calls its original, which stands apart.
    pub calls: bool,
    /// Its guard asks `\Weft\active()`.
    pub asks: bool,
    /// Its original, which stands apart, is a generator.
    pub generator: bool,
    /// By which rule it was woven: what that does, as a number.
    pub rule: u32,
    /// With which template: the lowest 27 bits of a number for its source.
    pub template: u32,
}

impl Mark {
    pub fn word(self) -> usize {
        let flag = |set: bool, bit: usize| if set { bit } else { 0 };
        let template = ((self.template & TEMPLATE) as usize) << TEMPLATE_AT;
        MARKED
            | flag(self.guarded, GUARDED)
            | flag(self.calls, CALLS)
            | flag(self.asks, ASKS)
            | flag(self.generator, GENERATOR)
            | template
            | (self.rule as usize) << RULE
    }

    /// What a word says; `None` when the op_array is not woven.
    pub fn of(word: usize) -> Option<Self> {
        (word & MARKED != 0).then_some(Self {
            guarded: word & GUARDED != 0,
            calls: word & CALLS != 0,
            asks: word & ASKS != 0,
            generator: word & GENERATOR != 0,
            rule: (word >> RULE) as u32,
            template: (word >> TEMPLATE_AT) as u32 & TEMPLATE,
        })
    }
}
