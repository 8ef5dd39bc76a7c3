//! An op_array as the late hook sees it, and its translation to and from [`Op`]s.
//!
//! The engine counts literals, variables and so on in `int` or in `uint32_t`, another one in each version; casts to and
//! from these are written so that they fit both.

use std::ffi::c_void;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_arg_info, zend_op, zend_op_array, zend_string, zval};
use smallvec::SmallVec;

use super::literal::{Literal, Value, string_bytes};
use super::op::{Op, Operand, Place, code, kind};
use super::shim;

/// In which form the numbers of an op_array stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// As the compiler wrote it, before `pass_two()`.
    Plain,
    /// After `pass_two()`: distances in bytes.
    Finished,
}

/// An element of the try table; `0` in a field means "none", as the engine has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Try {
    pub start: u32,
    pub catch: u32,
    pub finally: u32,
    pub finally_end: u32,
}

/// A function that the engine has compiled or is compiling. A handle: copying it copies nothing of the function.
#[derive(Clone, Copy)]
pub struct OpArray(NonNull<zend_op_array>);

impl OpArray {
    /// # Safety
    /// The op_array stays valid while the handle is used, and its tables are as the engine left them.
    pub unsafe fn from_raw(op_array: NonNull<zend_op_array>) -> Self {
        Self(op_array)
    }

    pub fn as_ptr(self) -> *mut zend_op_array {
        self.0.as_ptr()
    }

    fn raw(&self) -> &zend_op_array {
        // SAFETY: valid by `from_raw`'s contract; no reference of this module outlives a change of the op_array.
        unsafe { self.0.as_ref() }
    }

    /// Name as declared, without the class; `None` for a file's own code.
    pub fn function_name(&self) -> Option<&[u8]> {
        let name = self.raw().function_name;
        // SAFETY: null or a string owned by the op_array.
        (!name.is_null()).then(|| unsafe { string_bytes(name) })
    }

    /// Name of the class, trait or enum in which the method is declared.
    pub fn scope_name(&self) -> Option<&[u8]> {
        let scope = self.raw().scope;
        // SAFETY: null or the class entry under construction, which has its name from the start.
        (!scope.is_null()).then(|| unsafe { string_bytes((*scope).name) })
    }

    /// The class in which the method is declared.
    pub fn class(&self) -> Option<super::class::Class<'_>> {
        // SAFETY: a method's scope is a class entry, which had its name before its methods were compiled.
        NonNull::new(self.raw().scope).map(|entry| unsafe { super::class::Class::from_raw(entry) })
    }

    pub fn scope(&self) -> *mut ffi::zend_class_entry {
        self.raw().scope
    }

    /// Path of the file as the engine prints it.
    pub fn file(&self) -> &[u8] {
        // SAFETY: every user op_array has a file name.
        unsafe { string_bytes(self.raw().filename) }
    }

    /// The names of its attributes as they are written, and of those of the class whose body it stands in.
    pub fn attributes(&self) -> SmallVec<[&[u8]; 4]> {
        type Names<'a> = SmallVec<[&'a [u8]; 4]>;
        unsafe extern "C" fn see(context: *mut c_void, name: *mut ffi::zend_string) {
            // SAFETY: the context is the list below; the name belongs to the function or its class.
            unsafe { (*context.cast::<Names>()).push(string_bytes(name)) };
        }
        let mut names = Names::new();
        // SAFETY: a live op_array, and a visitor that keeps to the list.
        unsafe { super::shim::weft_each_attribute(self.as_ptr(), see, (&raw mut names).cast()) };
        names
    }

    /// Is `#[Weft\Hook]` among them?
    pub fn is_marked_by_attribute(&self) -> bool {
        // SAFETY: a live op_array.
        unsafe { super::shim::weft_has_own_attribute(self.as_ptr()) }
    }

    /// Is this declared in an interface, so without a body?
    pub fn is_interface_method(&self) -> bool {
        let scope = self.raw().scope;
        // SAFETY: null or the class entry under construction.
        !scope.is_null() && unsafe { (*scope).ce_flags } & ffi::ZEND_ACC_INTERFACE != 0
    }

    /// Is this the code of a property's `get` or `set`? PHP compiles these as functions since 8.4, and names them
    /// `$property::get`: no function that one can declare begins so.
    pub fn is_property_hook(&self) -> bool {
        cfg!(php84) && self.function_name().is_some_and(|name| name.starts_with(b"$"))
    }

    /// Where the instructions lie: closures made from one declaration, and classes that use one trait, share them.
    pub fn code_address(&self) -> usize {
        self.raw().opcodes as usize
    }

    pub fn has_flag(&self, flag: u32) -> bool {
        self.raw().fn_flags & flag != 0
    }
    pub fn line_start(&self) -> u32 {
        self.raw().line_start
    }
    pub fn line_end(&self) -> u32 {
        self.raw().line_end
    }
    /// Declared parameters without the variadic one.
    pub fn parameters(&self) -> u32 {
        self.raw().num_args
    }
    pub fn temporaries(&self) -> u32 {
        self.raw().T
    }
    pub fn op_count(&self) -> u32 {
        self.raw().last
    }
    #[allow(
        clippy::cast_sign_loss,
        clippy::unnecessary_cast,
        reason = "the engine counts in int what is never negative; later versions in u32"
    )]
    pub fn cache_size(&self) -> u32 {
        self.raw().cache_size as u32
    }
    #[allow(
        clippy::cast_sign_loss,
        clippy::unnecessary_cast,
        reason = "the engine counts in int what is never negative; later versions in u32"
    )]
    pub fn literal_count(&self) -> u32 {
        self.raw().last_literal as u32
    }
    #[allow(
        clippy::cast_sign_loss,
        clippy::unnecessary_cast,
        reason = "the engine counts in int what is never negative; later versions in u32"
    )]
    pub fn variable_count(&self) -> u32 {
        self.raw().last_var as u32
    }
    /// Functions and closures declared inside this function.
    pub fn inner_count(&self) -> u32 {
        self.raw().num_dynamic_func_defs
    }

    /// A function declared inside this one.
    pub fn inner(&self, number: u32) -> Option<Self> {
        if number >= self.inner_count() {
            return None;
        }
        // SAFETY: the table has that many elements, each an op_array that lives as long as this one.
        NonNull::new(unsafe { *self.raw().dynamic_func_defs.add(number as usize) }).map(Self)
    }

    /// Is it a static method of a trait?
    pub fn is_static_of_trait(&self) -> bool {
        // SAFETY: the class in which a method is declared is there while the method is.
        self.has_flag(ffi::ZEND_ACC_STATIC) && unsafe { self.raw().scope.as_ref() }.is_some_and(|class| class.ce_flags & ffi::ZEND_ACC_TRAIT != 0)
    }

    /// Does the op_array keep variables between calls (`static`, or a closure's `use`)?
    pub fn has_static_variables(&self) -> bool {
        !self.raw().static_variables.is_null()
    }

    /// Name of a compiled variable, without the dollar.
    pub fn variable(&self, number: u32) -> &[u8] {
        assert!(number < self.variable_count());
        // SAFETY: within the table; each entry is a string owned by the op_array.
        unsafe { string_bytes(*self.raw().vars.add(number as usize)) }
    }

    /// The declared parameter, from 0 (the variadic one comes last).
    pub fn parameter(&self, number: u32) -> Parameter {
        let count = self.parameters() + u32::from(self.has_flag(ffi::ZEND_ACC_VARIADIC));
        assert!(number < count);
        // SAFETY: arg_info has `count` elements from the pointer on.
        Parameter(unsafe { self.raw().arg_info.add(number as usize) })
    }

    /// The declared return type, if there is one.
    pub fn return_type(&self) -> Option<Parameter> {
        // SAFETY: with this flag the return type stands before the first parameter.
        self.has_flag(ffi::ZEND_ACC_HAS_RETURN_TYPE)
            .then(|| Parameter(unsafe { self.raw().arg_info.sub(1) }))
    }

    /// A literal that is a string.
    pub fn literal_text(&self, number: u32) -> Option<&[u8]> {
        match self.literal_ptr(number) {
            // SAFETY: the type says that the value is a string, and the op_array owns it.
            Some(value) if unsafe { u32::from((*value).u1.v.type_) } == ffi::IS_STRING => Some(unsafe { string_bytes((*value).value.str_) }),
            _ => None,
        }
    }

    fn literal_ptr(&self, number: u32) -> Option<*mut zval> {
        // SAFETY: within the table.
        (number < self.literal_count()).then(|| unsafe { self.raw().literals.add(number as usize) })
    }

    /// Copies all literals; `None` stands for those that cannot leave their op_array.
    pub fn literals(&self) -> Vec<Option<Literal>> {
        (0..self.literal_count())
            .map(|number| {
                // SAFETY: within the table, and literals are initialised.
                unsafe {
                    let value = self.raw().literals.add(number as usize);
                    Value::read(value).map(|copy| Literal {
                        value: copy,
                        extra: shim::weft_get_extra(value),
                    })
                }
            })
            .collect()
    }

    /// The try table.
    pub fn tries(&self) -> Vec<Try> {
        let count = usize::try_from(self.raw().last_try_catch).unwrap_or(0);
        (0..count)
            .map(|number| {
                // SAFETY: within the table.
                let element = unsafe { &*self.raw().try_catch_array.add(number) };
                Try {
                    start: element.try_op,
                    catch: element.catch_op,
                    finally: element.finally_op,
                    finally_end: element.finally_end,
                }
            })
            .collect()
    }

    /// The instructions with plain numbers.
    pub fn ops(&self, form: Form) -> Vec<Op> {
        let tries = self.tries();
        (0..self.op_count())
            .map(|number| {
                // SAFETY: within the table.
                let raw = unsafe { &*self.raw().opcodes.add(number as usize) };
                self.decode(raw, form, &tries)
            })
            .collect()
    }

    fn decode(&self, raw: &zend_op, form: Form, tries: &[Try]) -> Op {
        let operand = |node: &ffi::znode_op, flags: u8| {
            // SAFETY: all members of znode_op are 32-bit numbers on the platforms that weft supports (relative addresses).
            let number = unsafe { node.num };
            let kind = flags & (kind::CONST | kind::TMP | kind::VAR | kind::CV);
            let number = match kind {
                // SAFETY: pure arithmetic on the offset.
                kind::CV => unsafe { shim::weft_cv_number(number) },
                kind::TMP | kind::VAR if form == Form::Finished => {
                    // SAFETY: as above.
                    unsafe { shim::weft_cv_number(number) - self.variable_count() }
                }
                // SAFETY: a finished op_array's literal operand is a distance from its own instruction.
                kind::CONST if form == Form::Finished => unsafe { shim::weft_literal_number(self.as_ptr(), raw, node) },
                _ => number,
            };
            Operand { kind: flags, number }
        };
        let mut op = Op {
            opcode: raw.opcode,
            op1: operand(&raw.op1, raw.op1_type),
            op2: operand(&raw.op2, raw.op2_type),
            result: operand(&raw.result, raw.result_type),
            extended: raw.extended_value,
            line: raw.lineno,
        };
        if form == Form::Finished {
            self.undo_jump(raw, &mut op, tries);
        }
        op
    }

    /// Turns a finished instruction's jump distance back into the number of the instruction aimed at.
    fn undo_jump(&self, raw: &zend_op, op: &mut Op, tries: &[Try]) {
        if op.opcode == code::FAST_CALL {
            // SAFETY: FAST_CALL's first operand is a jump address.
            let finally = unsafe { shim::weft_jump_number(self.as_ptr(), raw, &raw const raw.op1) };
            let element = tries.iter().position(|element| element.finally == finally);
            op.op1.number = element.and_then(|number| u32::try_from(number).ok()).unwrap_or(u32::MAX);
        } else if let Some((place, _)) = op.jump() {
            // SAFETY: by `jump_place` this number is a jump distance.
            let target = unsafe {
                match place {
                    Place::Op1 => shim::weft_jump_number(self.as_ptr(), raw, &raw const raw.op1),
                    Place::Op2 => shim::weft_jump_number(self.as_ptr(), raw, &raw const raw.op2),
                    Place::Result => op.result.number,
                    Place::Extended => shim::weft_offset_number(self.as_ptr(), raw, raw.extended_value),
                }
            };
            op.set(place, target);
        }
    }

    /// The number of the instruction that a finished jump table's entry, a distance from instruction `from`, names.
    pub fn jump_table_target(&self, from: u32, distance: i64) -> u32 {
        assert!(from < self.op_count());
        // SAFETY: `from` is within the table; pure arithmetic on the distance.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the engine computes with 32 bits here")]
        unsafe {
            shim::weft_offset_number(self.as_ptr(), self.raw().opcodes.add(from as usize), distance as u32)
        }
    }
}

/// A declared parameter or return type.
#[derive(Clone, Copy)]
pub struct Parameter(*const zend_arg_info);

impl Parameter {
    pub(super) fn new(info: *const zend_arg_info) -> Self {
        Self(info)
    }
    pub(super) fn as_ptr(self) -> *const zend_arg_info {
        self.0
    }
    pub fn by_reference(self) -> bool {
        // SAFETY: an element of an op_array's arg_info.
        unsafe { shim::weft_argument_by_reference(self.0) }
    }
    /// How many run-time cache slots a check of the type needs.
    pub fn class_count(self) -> u32 {
        // SAFETY: as above.
        unsafe { shim::weft_type_classes(self.0) }
    }
    /// Does the type admit this `IS_...` code?
    pub fn admits(self, type_: u32) -> bool {
        // SAFETY: as above.
        unsafe { shim::weft_type_has(self.0, type_) }
    }
    /// The type's bits, without names and flags.
    pub fn mask(self) -> u32 {
        // SAFETY: as above.
        unsafe { shim::weft_type_mask(self.0) }
    }
    /// As PHP's messages write the type.
    pub fn text(self) -> String {
        // SAFETY: as above; the string's reference is given back.
        unsafe {
            let text = shim::weft_type_text(self.0);
            let copy = String::from_utf8_lossy(string_bytes(text)).into_owned();
            shim::weft_string_release(text);
            copy
        }
    }
    /// Name of the parameter.
    pub fn name(&self) -> &[u8] {
        // SAFETY: as above; a user function's parameter has a name.
        unsafe { string_bytes((*self.0).name) }
    }
    pub fn is_typed(self) -> bool {
        // SAFETY: as above.
        unsafe { shim::weft_type_is_set(self.0) }
    }
    /// Are its values numbers, booleans and null only, which nobody has to let go of?
    pub fn is_plain(self) -> bool {
        const PLAIN: u32 = ffi::MAY_BE_NULL | ffi::MAY_BE_BOOL | ffi::MAY_BE_LONG | ffi::MAY_BE_DOUBLE;
        !self.by_reference() && self.is_typed() && self.class_count() == 0 && self.mask() & !PLAIN == 0
    }
}

/// What an op_array is to become: built without touching the engine, applied in one go by [`OpArray::revise`].
#[derive(Debug, Default)]
pub struct Revision {
    pub ops: Vec<Op>,
    /// Literals after the op_array's own.
    pub literals: Vec<Literal>,
    /// Jump tables among `literals`, already with final instruction numbers.
    /// Compiled variables after the op_array's own.
    pub variables: Vec<Box<[u8]>>,
    pub temporaries: u32,
    pub cache_size: u32,
    pub tries: Vec<Try>,
    /// For each old instruction, and one past the last: where it stands now.
    pub moved: Vec<u32>,
    /// Added to the function's flags.
    pub flags: u32,
}

impl OpArray {
    /// Rewrites an op_array that stands before its second pass. May not return (memory limit): the caller keeps
    /// `revision` where a long jump does no harm.
    pub fn revise(self, revision: &Revision) {
        // SAFETY: the op_array is the compiler's active one (late hook), so the tables are separate emalloc'd blocks, its
        // sizes stand in the compiler's context, and nobody else holds pointers into them. No value with a destructor
        // lives in this frame.
        unsafe {
            let raw = &mut *self.as_ptr();
            self.move_jump_tables(revision);
            self.move_compiler_context(revision);
            raw.literals = grown(raw.literals, raw.last_literal as usize, revision.literals.len());
            for literal in &revision.literals {
                let slot = raw.literals.offset(raw.last_literal as isize);
                literal.value.write(slot);
                shim::weft_set_extra(slot, literal.extra);
                raw.last_literal += 1;
            }
            raw.vars = grown(raw.vars, raw.last_var as usize, revision.variables.len());
            for name in &revision.variables {
                *raw.vars.offset(raw.last_var as isize) = shim::weft_interned(name.as_ptr().cast(), name.len());
                raw.last_var += 1;
            }
            self.write_tries(&revision.tries);
            self.write_ops(&revision.ops);
            raw.T = revision.temporaries;
            raw.cache_size = revision.cache_size as _;
            raw.fn_flags |= revision.flags;
            self.tell_compiler();
        }
    }

    /// Where a `break` or `continue` leads, of an op_array that stands before its second pass: an instruction's number. It is
    /// resolved there only.
    pub fn loop_target(self, op: &Op) -> Option<u32> {
        // SAFETY: the op_array is the compiler's active one, so the context is its own; both numbers are looked at first.
        unsafe {
            let context = &*shim::weft_compiler_context();
            let element = |number: i64| {
                let known = (0..i64::from(context.last_brk_cont)).contains(&number);
                known.then(|| &*context.brk_cont_array.offset(number as isize))
            };
            let mut found = element(i64::from(op.op1.number))?;
            for _ in 1..op.op2.number {
                found = element(i64::from(found.parent))?;
            }
            u32::try_from(if op.opcode == code::BRK { found.brk } else { found.cont }).ok()
        }
    }

    /// Sizes in the compiler's context, by which `pass_two()` decides whether to shrink the tables.
    unsafe fn tell_compiler(self) {
        // SAFETY: see `revise`.
        unsafe {
            let context = &mut *shim::weft_compiler_context();
            context.opcodes_size = self.raw().last;
            context.literals_size = self.raw().last_literal as _;
            context.vars_size = self.raw().last_var as _;
        }
    }

    pub(super) unsafe fn write_ops(self, ops: &[Op]) {
        // SAFETY: see `revise`.
        unsafe {
            let raw = &mut *self.as_ptr();
            let table = shim::weft_emalloc(size_of::<zend_op>() * ops.len()).cast::<zend_op>();
            for (number, op) in ops.iter().enumerate() {
                table.add(number).write(encode(op));
            }
            if !raw.opcodes.is_null() {
                shim::weft_efree(raw.opcodes.cast());
            }
            raw.opcodes = table;
            raw.last = u32::try_from(ops.len()).unwrap_or(u32::MAX);
        }
    }

    unsafe fn write_tries(self, tries: &[Try]) {
        // SAFETY: see `revise`.
        unsafe {
            let raw = &mut *self.as_ptr();
            if tries.is_empty() {
                return;
            }
            let table = shim::weft_emalloc(size_of::<ffi::zend_try_catch_element>() * tries.len()).cast::<ffi::zend_try_catch_element>();
            for (number, element) in tries.iter().enumerate() {
                table.add(number).write(ffi::zend_try_catch_element {
                    try_op: element.start,
                    catch_op: element.catch,
                    finally_op: element.finally,
                    finally_end: element.finally_end,
                });
            }
            if !raw.try_catch_array.is_null() {
                shim::weft_efree(raw.try_catch_array.cast());
            }
            raw.try_catch_array = table;
            raw.last_try_catch = tries.len() as _;
        }
    }

    /// The op_array's own jump tables name instructions: aim them anew.
    unsafe fn move_jump_tables(self, revision: &Revision) {
        unsafe extern "C" fn visit(context: *mut c_void, _key: *mut zend_string, _index: u64, element: *mut zval) -> bool {
            // SAFETY: the context is the `moved` table below; a jump table's elements are instruction numbers.
            unsafe {
                let moved = &*context.cast::<Vec<u32>>();
                let old = usize::try_from((*element).value.lval).unwrap_or(usize::MAX);
                if let Some(&now) = moved.get(old) {
                    (*element).value.lval = i64::from(now);
                }
            }
            true
        }
        for number in 0..self.op_count() {
            // SAFETY: see `revise`; a switch's second operand is its table's literal, which no other instruction shares.
            unsafe {
                let raw = &*self.raw().opcodes.add(number as usize);
                let has_table = matches!(raw.opcode, code::SWITCH_LONG | code::SWITCH_STRING | code::MATCH);
                if has_table && raw.op2_type == kind::CONST {
                    let table = self.raw().literals.add(raw.op2.constant as usize);
                    shim::weft_array_each(table, visit, (&raw const revision.moved).cast_mut().cast());
                }
            }
        }
    }

    /// `break`, `continue` and `goto` are resolved in `pass_two()` from tables of the compiler's context.
    unsafe fn move_compiler_context(self, revision: &Revision) {
        unsafe extern "C" fn visit(context: *mut c_void, _key: *mut zend_string, _index: u64, element: *mut zval) -> bool {
            // SAFETY: the context is the `moved` table; the elements of the label table are pointers to zend_label.
            unsafe {
                let moved = &*context.cast::<Vec<u32>>();
                let label = (*element).value.ptr.cast::<ffi::zend_label>();
                if let Some(&now) = moved.get((*label).opline_num as usize) {
                    (*label).opline_num = now;
                }
            }
            true
        }
        // SAFETY: see `revise`: the context is this op_array's.
        unsafe {
            let context = &mut *shim::weft_compiler_context();
            for number in 0..usize::try_from(context.last_brk_cont).unwrap_or(0) {
                let element = &mut *context.brk_cont_array.add(number);
                // A start of -1 means: no loop variable to free.
                for place in [&mut element.start, &mut element.cont, &mut element.brk] {
                    if let Some(&now) = usize::try_from(*place).ok().and_then(|old| revision.moved.get(old)) {
                        *place = now.cast_signed();
                    }
                }
            }
            if !context.labels.is_null() {
                // Borrowed: it must not be dropped here.
                let mut table = std::mem::MaybeUninit::<zval>::zeroed();
                (*table.as_mut_ptr()).value.arr = context.labels;
                (*table.as_mut_ptr()).u1.type_info = ffi::IS_ARRAY;
                shim::weft_array_each(table.as_ptr(), visit, (&raw const revision.moved).cast_mut().cast());
            }
        }
    }
}

/// A copy of a table of the op_array with room for `more` elements; the old block is freed.
unsafe fn grown<T>(table: *mut T, count: usize, more: usize) -> *mut T {
    if more == 0 {
        return table;
    }
    // SAFETY: `table` is null or an emalloc'd block of `count` elements that nobody else refers to.
    unsafe {
        let block = shim::weft_emalloc(size_of::<T>() * (count + more)).cast::<T>();
        if !table.is_null() {
            std::ptr::copy_nonoverlapping(table, block, count);
            shim::weft_efree(table.cast());
        }
        block
    }
}

fn encode(op: &Op) -> zend_op {
    let node = |operand: Operand| ffi::znode_op {
        num: if operand.is_cv() {
            // SAFETY: pure arithmetic.
            unsafe { shim::weft_cv_offset(operand.number) }
        } else {
            operand.number
        },
    };
    zend_op {
        handler: std::ptr::null(),
        op1: node(op.op1),
        op2: node(op.op2),
        result: node(op.result),
        extended_value: op.extended,
        lineno: op.line,
        opcode: op.opcode,
        op1_type: op.op1.kind,
        op2_type: op.op2.kind,
        result_type: op.result.kind,
    }
}

impl OpArray {
    /// Where the guard's instruction finds its constant, in bytes into the run-time cache. Of a finished op_array.
    pub fn guard_slot(self) -> Option<u32> {
        const NAME: &[u8] = b"weft point";
        // SAFETY: walks the op_array's instructions.
        let slot = unsafe { shim::weft_guard_slot(self.as_ptr(), NAME.as_ptr().cast(), NAME.len()) };
        (slot != 0).then_some(slot)
    }
}

/// Where the argument of this number (from 0) lies in a frame that is being prepared.
pub fn argument_offset(number: u32) -> u32 {
    // SAFETY: pure arithmetic.
    unsafe { shim::weft_cv_offset(number) }
}

/// Bytes of stack that a call of an internal function takes.
pub fn internal_frame_size(arguments: u32) -> u32 {
    // The frame's head, in values, is what `argument_offset` adds.
    argument_offset(arguments)
}

/// The word of an original: even, so that it is no mark.
const DETACHED: usize = 2;

/// Where the original of a call join goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Home {
    /// Into the table of functions, or of the class's methods, under the key.
    Table,
    /// Into the wrapper, as a function declared inside it.
    Wrapper,
}

impl OpArray {
    /// Bytes of stack that a call with this many arguments takes.
    pub fn frame_size(self, arguments: u32) -> u32 {
        // SAFETY: reads counts only.
        unsafe { shim::weft_used_stack(arguments, self.as_ptr()) }
    }

    /// Moves the function's code into an op_array of its own, the original, and makes this one the wrapper that
    /// `wrapper` describes. May not return (memory limit): see [`Self::revise`].
    ///
    /// `copied` are literals of the original that come before the wrapper's own. `finish` is called once with the
    /// original when it stands apart, while the compiler's context is still its own.
    pub fn split(self, wrapper: &Revision, copied: &[u32], key: &[u8], home: Home, finish: extern "C" fn(*mut zend_op_array)) {
        // SAFETY: the op_array is the compiler's active one (late hook). The original takes over every table but those
        // that describe the function to the outside (arg_info, attributes, doc comment); the wrapper gets fresh ones. No
        // value with a destructor lives in this frame.
        unsafe {
            let raw = &mut *self.as_ptr();
            let original = shim::weft_arena_op_array();
            std::ptr::copy_nonoverlapping(self.as_ptr(), original, 1);
            shim::weft_detach_original(original, home == Home::Wrapper);
            (*original).reserved[super::module::handle()] = DETACHED as *mut c_void;
            shim::weft_note_original();
            if home == Home::Table {
                let function_key = shim::weft_interned(key.as_ptr().cast(), key.len());
                let table = if raw.scope.is_null() {
                    shim::weft_compiler_functions()
                } else {
                    &raw mut (*raw.scope).function_table
                };
                shim::weft_add_function(table, function_key, original);
            }
            // First of all, nothing may belong to both: PHP may refuse the original as it is finished (a jump out of
            // "finally") and destroy what there is.
            shim::weft_attach_wrapper(self.as_ptr(), original, home == Home::Wrapper);
            finish(original);

            let count = copied.len() + wrapper.literals.len();
            raw.literals = if count == 0 {
                std::ptr::null_mut()
            } else {
                shim::weft_emalloc(size_of::<zval>() * count).cast()
            };
            for &number in copied {
                shim::weft_copy_literal(raw.literals.offset(raw.last_literal as isize), (*original).literals.add(number as usize));
                raw.last_literal += 1;
            }
            for literal in &wrapper.literals {
                let slot = raw.literals.offset(raw.last_literal as isize);
                literal.value.write(slot);
                shim::weft_set_extra(slot, literal.extra);
                raw.last_literal += 1;
            }
            raw.vars = grown(std::ptr::null_mut(), 0, wrapper.variables.len());
            for name in &wrapper.variables {
                *raw.vars.offset(raw.last_var as isize) = shim::weft_interned(name.as_ptr().cast(), name.len());
                raw.last_var += 1;
            }
            self.write_tries(&wrapper.tries);
            self.write_ops(&wrapper.ops);
            raw.T = wrapper.temporaries;
            raw.cache_size = wrapper.cache_size as _;
            raw.fn_flags |= wrapper.flags;
            self.tell_compiler();
        }
    }

    /// Does it stand apart from its wrapper?
    pub fn is_detached(self) -> bool {
        self.marked(super::module::handle()) == DETACHED
    }

    /// Leaves a word with the op_array that opcache keeps with it.
    pub fn mark(self, handle: usize, word: usize) {
        // SAFETY: `reserved` has a place for every handle that the engine gives out.
        unsafe { (*self.as_ptr()).reserved[handle] = word as *mut c_void };
    }

    /// The word left by [`Self::mark`], 0 without.
    pub fn marked(self, handle: usize) -> usize {
        self.raw().reserved[handle] as usize
    }
}
