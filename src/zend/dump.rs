//! What only a reader of op_arrays wants to know.

use std::ffi::CStr;

use ext_php_rs::ffi;

use super::op::{Opcode, Place};
use super::op_array::OpArray;
use super::shim;

/// An opcode's name without `ZEND_`; empty for numbers that are none.
pub fn opcode_name(opcode: Opcode) -> &'static str {
    // SAFETY: null or a C string that lives as long as the process.
    let name = unsafe {
        let name = ffi::zend_get_opcode_name(opcode);
        if name.is_null() { c"" } else { CStr::from_ptr(name) }
    };
    let name = name.to_str().unwrap_or_default();
    name.strip_prefix("ZEND_").unwrap_or(name)
}

/// What the number of an operand means that is neither literal nor variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// Nothing: it may be anything.
    Nothing,
    Number,
    /// An element of the try table.
    Try,
    This,
    /// The next free index.
    Next,
    /// `self`, `parent` or `static`.
    Class,
    Constructor,
    CacheSlot,
}

/// What an instruction keeps in its extended value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extended {
    Nothing,
    Number,
    /// The opcode of a compound assignment.
    Opcode,
    /// Where a returned value comes from.
    Source,
}

fn flags(opcode: Opcode) -> u32 {
    // SAFETY: a look into a table by a number that it bounds itself.
    unsafe { ffi::zend_get_opcode_flags(opcode) }
}

/// The engine's own description of an opcode's operands.
pub fn meaning(opcode: Opcode, place: Place) -> Meaning {
    let flags = match place {
        Place::Op1 => flags(opcode) & 0xff,
        Place::Op2 => flags(opcode) >> 8 & 0xff,
        Place::Result | Place::Extended => return Meaning::Nothing,
    };
    match flags & ffi::ZEND_VM_OP_MASK {
        ffi::ZEND_VM_OP_NUM => Meaning::Number,
        ffi::ZEND_VM_OP_TRY_CATCH => Meaning::Try,
        ffi::ZEND_VM_OP_THIS => Meaning::This,
        ffi::ZEND_VM_OP_NEXT => Meaning::Next,
        ffi::ZEND_VM_OP_CLASS_FETCH => Meaning::Class,
        ffi::ZEND_VM_OP_CONSTRUCTOR => Meaning::Constructor,
        ffi::ZEND_VM_OP_CACHE_SLOT => Meaning::CacheSlot,
        _ => Meaning::Nothing,
    }
}

/// The engine's own description of an opcode's extended value.
pub fn extended(opcode: Opcode) -> Extended {
    const KINDS: u32 = ffi::ZEND_VM_EXT_VAR_FETCH
        | ffi::ZEND_VM_EXT_ISSET
        | ffi::ZEND_VM_EXT_CACHE_SLOT
        | ffi::ZEND_VM_EXT_ARRAY_INIT
        | ffi::ZEND_VM_EXT_REF
        | ffi::ZEND_VM_EXT_FETCH_REF
        | ffi::ZEND_VM_EXT_DIM_WRITE;
    let flags = flags(opcode);
    match flags & ffi::ZEND_VM_EXT_MASK {
        ffi::ZEND_VM_EXT_OP => Extended::Opcode,
        ffi::ZEND_VM_EXT_SRC => Extended::Source,
        0 if flags & KINDS == 0 => Extended::Nothing,
        _ => Extended::Number,
    }
}

/// Where a temporary holds a value that must be released when an exception passes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LiveRange {
    pub temporary: u32,
    /// What it holds.
    pub kind: &'static str,
    pub start: u32,
    pub end: u32,
}

/// A finished op_array's live ranges.
pub fn live_ranges(op_array: OpArray) -> Vec<LiveRange> {
    const KINDS: u32 = 7;
    // SAFETY: the op_array is valid while its handle is, and its table has that many elements.
    let ranges = unsafe {
        let raw = &*op_array.as_ptr();
        let count = usize::try_from(raw.last_live_range).unwrap_or(0);
        if count == 0 { &[] } else { std::slice::from_raw_parts(raw.live_range, count) }
    };
    let one = |range: &ffi::zend_live_range| LiveRange {
        // SAFETY: pure arithmetic on the offset.
        temporary: unsafe { shim::weft_cv_number(range.var & !KINDS) } - op_array.variable_count(),
        kind: match range.var & KINDS {
            ffi::ZEND_LIVE_LOOP => "loop",
            ffi::ZEND_LIVE_SILENCE => "silence",
            ffi::ZEND_LIVE_ROPE => "rope",
            ffi::ZEND_LIVE_NEW => "new",
            _ => "value",
        },
        start: range.start,
        end: range.end,
    };
    ranges.iter().map(one).collect()
}
