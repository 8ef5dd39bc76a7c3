//! New code for functions that are compiled already: see `transplant.c`.

use std::collections::{HashMap, HashSet};
use std::ffi::{c_int, c_void};
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_function, zend_op, zend_op_array};

use super::memory::{Bailout, protected};
use super::module::handle;
use super::op::{Op, code};
use super::op_array::{Form, OpArray};
use super::point::Mark;

type See = unsafe extern "C" fn(context: *mut c_void, op_array: *mut zend_op_array, holder: c_int);

unsafe extern "C" {
    fn weft_each_holder(see: See, context: *mut c_void);
    fn weft_is_shared(op_array: *const zend_op_array) -> bool;
    fn weft_is_preloaded(op_array: *const zend_op_array) -> bool;
    fn weft_unfinished_copy(from: *const zend_op_array) -> *mut zend_op_array;
    fn weft_unfinished_table(copy: *mut zend_op_array, literal: u32, from: *const zend_op_array, op: *const zend_op);
    fn weft_unfinished_begin(copy: *const zend_op_array);
    fn weft_unfinished_end(copy: *mut zend_op_array);
    fn weft_frames_begin();
    fn weft_frames_end();
    fn weft_is_running(op_array: *const zend_op_array) -> bool;
    fn weft_transplant(target: *mut zend_op_array, code: *const zend_op_array, is_closure: bool, handle: c_int);
    fn weft_bury(old: *mut zend_op_array, code: *mut zend_op_array, references: u32);
    fn weft_abandon(copy: *mut zend_op_array);
    fn weft_copy_of(op_array: *const zend_op_array) -> *mut zend_op_array;
    fn weft_widen_calls(
        caller: *mut zend_op_array,
        is_new: unsafe extern "C" fn(context: *mut c_void, function: *const zend_function) -> bool,
        context: *mut c_void,
    );
}

/// Who keeps a function's struct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holder {
    /// A table of functions or methods, or the function in which it is declared.
    Table,
    /// A closure object, which has a struct of its own.
    Closure,
    /// A call under way, which counts for nothing.
    Frame,
    /// The wrapper around it: it is not to be changed.
    Original,
}

/// One piece of code that this request can run, with all that share it: classes that inherit or use a method, closures
/// made from one declaration.
pub struct Loaded {
    holders: Vec<(OpArray, Holder)>,
}

/// Has all frames found once for everything that `work` changes. `work` runs no PHP code; it returns always.
pub fn with_frames<T>(work: impl FnOnce() -> T) -> T {
    // SAFETY: reads what is under way; the list is forgotten before any of it can go on.
    unsafe { weft_frames_begin() };
    let done = work();
    // SAFETY: as above.
    unsafe { weft_frames_end() };
    done
}

/// Everything that this request can run now.
pub struct Everything {
    codes: Vec<Loaded>,
}

impl OpArray {
    /// Is the code shared with other processes, so that this one cannot change it?
    pub fn is_shared(self) -> bool {
        // SAFETY: a live op_array.
        unsafe { weft_is_shared(self.as_ptr()) }
    }

    /// Was it loaded when the server started, for good?
    pub fn is_preloaded(self) -> bool {
        // SAFETY: a live op_array.
        unsafe { weft_is_preloaded(self.as_ptr()) }
    }
}

impl Everything {
    /// Looks around in this request for code that is `wanted`: in whole, with all that share it.
    pub fn loaded(wanted: impl Fn(OpArray) -> bool) -> Self {
        unsafe extern "C" fn see(context: *mut c_void, op_array: *mut zend_op_array, holder: c_int) {
            // SAFETY: the context is the list below; the op_array is declared, or runs.
            unsafe {
                if let Some(op_array) = NonNull::new(op_array) {
                    let holder = [Holder::Table, Holder::Closure, Holder::Frame, Holder::Original][usize::try_from(holder).unwrap_or(0)];
                    (*context.cast::<Vec<(OpArray, Holder)>>()).push((OpArray::from_raw(op_array), holder));
                }
            }
        }
        let mut seen: Vec<(OpArray, Holder)> = Vec::new();
        // SAFETY: the visitor keeps to the list.
        unsafe { weft_each_holder(see, (&raw mut seen).cast()) };
        let mut tables = HashSet::new();
        let mut next = 0;
        while let Some((op_array, _)) = seen.get(next).copied() {
            next += 1;
            if op_array.inner_count() > 0 && tables.insert(op_array.inner_table()) {
                // The original of a wrapper is nobody's to weave.
                let calls = Mark::of(op_array.marked(handle())).is_some_and(|mark| mark.calls);
                let holder = if calls { Holder::Original } else { Holder::Table };
                seen.extend((0..op_array.inner_count()).filter_map(|number| Some((op_array.inner(number)?, holder))));
            }
        }
        let wanted: HashSet<usize> = seen
            .iter()
            .filter(|(op_array, _)| wanted(*op_array))
            .map(|(op_array, _)| op_array.code_address())
            .collect();
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut codes: Vec<Loaded> = Vec::new();
        for (op_array, holder) in seen.into_iter().filter(|(op_array, _)| wanted.contains(&op_array.code_address())) {
            let place = *places.entry(op_array.code_address()).or_insert_with(|| {
                codes.push(Loaded { holders: Vec::new() });
                codes.len() - 1
            });
            codes[place].holders.push((op_array, holder));
        }
        Self { codes }
    }

    pub fn codes(&self) -> impl Iterator<Item = &Loaded> {
        self.codes.iter()
    }

    /// Has every caller leave enough room for functions that were given other code, by their structs' addresses.
    pub fn widen_calls(&self, changed: &HashSet<usize>) {
        unsafe extern "C" fn is_new(context: *mut c_void, function: *const zend_function) -> bool {
            // SAFETY: the context is the set below.
            unsafe { (*context.cast::<HashSet<usize>>()).contains(&(function as usize)) }
        }
        for loaded in &self.codes {
            let mut seen = HashSet::new();
            for (op_array, _) in &loaded.holders {
                if seen.insert(op_array.code_address()) {
                    // SAFETY: code of this request; the set outlives the call.
                    unsafe { weft_widen_calls(op_array.as_ptr(), is_new, std::ptr::from_ref(changed).cast_mut().cast()) };
                }
            }
        }
    }
}

impl Loaded {
    /// One of those that share it; it may be that of a call under way.
    pub fn anyone(&self) -> Option<OpArray> {
        self.holders.first().map(|(op_array, _)| *op_array)
    }

    /// Each function that has this code, with its name and class; some more than once.
    pub fn functions(&self) -> impl Iterator<Item = OpArray> {
        self.holders
            .iter()
            .filter(|(_, holder)| matches!(holder, Holder::Table | Holder::Closure))
            .map(|(op_array, _)| *op_array)
    }

    /// Has `weave` change the code as if PHP had just compiled it, and gives it to all that have it; calls under way go on
    /// with the old one. Answers the structs that were changed; none when only calls under way have it.
    ///
    /// `weave` owns nothing: it may be left by a long jump.
    pub fn reweave(&self, weave: fn(OpArray) -> bool) -> Result<Vec<usize>, Bailout> {
        let mut targets: Vec<(OpArray, Holder)> = Vec::new();
        let mut references = 0;
        for &(op_array, holder) in &self.holders {
            // SAFETY: a declared function or a closure object's.
            let stays = matches!(holder, Holder::Frame | Holder::Original) || (holder == Holder::Closure && unsafe { weft_is_running(op_array.as_ptr()) });
            if stays {
                continue;
            }
            references += 1;
            if !targets.iter().any(|(known, _)| known.as_ptr() == op_array.as_ptr()) {
                targets.push((op_array, holder));
            }
        }
        let Some(&(first, _)) = targets.first() else { return Ok(Vec::new()) };
        let ops = first.unfinished_ops();
        let mut changed = false;
        // SAFETY: a finished op_array of this request (the caller asked `is_shared`); the copy shares its outside and is
        // finished before anything runs.
        protected(|| unsafe {
            let copy = first.unfinished_copy(&ops);
            weft_unfinished_begin(copy.as_ptr());
            let woven = weave(copy);
            weft_unfinished_end(copy.as_ptr());
            if !woven {
                return weft_abandon(copy.as_ptr());
            }
            changed = true;
            let old = weft_copy_of(first.as_ptr());
            for (target, holder) in &targets {
                let handle = c_int::try_from(handle()).unwrap_or(0);
                weft_transplant(target.as_ptr(), copy.as_ptr(), *holder == Holder::Closure, handle);
            }
            weft_bury(old, copy.as_ptr(), references);
        })?;
        Ok(targets.iter().filter(|_| changed).map(|(target, _)| target.as_ptr() as usize).collect())
    }
}

impl OpArray {
    /// The instructions of a finished function as they were before its second pass.
    fn unfinished_ops(self) -> Vec<Op> {
        let mut ops = self.ops(Form::Finished);
        for op in &mut ops {
            if op.opcode == code::GENERATOR_RETURN {
                op.opcode = code::RETURN;
            }
        }
        ops
    }

    /// A copy of a finished function as it was before its second pass.
    unsafe fn unfinished_copy(self, ops: &[Op]) -> Self {
        // SAFETY: a finished op_array; the copy is not in use yet, and its tables are its own.
        unsafe {
            let copy = Self::from_raw(NonNull::new_unchecked(weft_unfinished_copy(self.as_ptr())));
            for (number, op) in ops.iter().enumerate() {
                if op.has_jump_table() {
                    weft_unfinished_table(copy.as_ptr(), op.op2.number, self.as_ptr(), (*self.as_ptr()).opcodes.add(number));
                }
            }
            copy.write_ops(ops);
            copy
        }
    }

    /// Where the list of functions declared inside this one lies: copies of the function share it.
    fn inner_table(self) -> usize {
        // SAFETY: a live op_array.
        unsafe { (*self.as_ptr()).dynamic_func_defs as usize }
    }

    /// Is this a method of a class that extends or implements this one, however far up?
    pub fn scope_is_a(self, ancestor: &[u8]) -> bool {
        let scope = self.scope();
        // SAFETY: null or a class that is declared.
        !scope.is_null() && unsafe { super::point::weft_class_is_a(scope, ancestor.as_ptr().cast(), ancestor.len()) }
    }

    /// Was it left by the compiler without code of its own: abstract, or of an interface?
    pub fn has_no_body(self) -> bool {
        self.has_flag(ffi::ZEND_ACC_ABSTRACT) || self.is_interface_method()
    }
}
