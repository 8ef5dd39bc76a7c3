//! One instruction as editable data: operands are plain numbers, as they are before the second pass.
//!
//! `pass_two()` (Zend/zend_opcode.c) turns literal numbers, variable numbers and jump targets into distances in
//! bytes. Everything in `weave/` works on the numbers; [`super::op_array`] translates in both directions.

use ext_php_rs::ffi;

/// The engine's number of an opcode (`ZEND_RETURN`, ...).
pub type Opcode = u8;

/// The operand kinds of zend_compile.h.
pub mod kind {
    /// Nothing, or a bare number whose meaning depends on the opcode.
    pub const UNUSED: u8 = 0;
    /// A literal.
    pub const CONST: u8 = 1;
    /// A temporary that holds a value.
    pub const TMP: u8 = 2;
    /// A temporary that may hold a reference or an indirection.
    pub const VAR: u8 = 4;
    /// A compiled variable: `$name`.
    pub const CV: u8 = 8;
    /// On a result: the next opcode is a JMPZ that consumes it.
    pub const SMART_JMPZ: u8 = 16;
    /// On a result: the next opcode is a JMPNZ that consumes it.
    pub const SMART_JMPNZ: u8 = 32;
}

/// An operand: its kind (with smart-branch flags on results) and its number.
///
/// The number of a literal, of a temporary, of a compiled variable, or, when unused, whatever the opcode keeps there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operand {
    pub kind: u8,
    pub number: u32,
}

impl Operand {
    pub const UNUSED: Self = Self::bare(0);

    pub const fn bare(number: u32) -> Self {
        Self { kind: kind::UNUSED, number }
    }
    pub const fn literal(number: u32) -> Self {
        Self { kind: kind::CONST, number }
    }
    pub const fn tmp(number: u32) -> Self {
        Self { kind: kind::TMP, number }
    }
    pub const fn var(number: u32) -> Self {
        // Since 8.6 VAR is for what may be written through, and no handler takes one that is only read.
        let kind = if cfg!(php86) { kind::TMP } else { kind::VAR };
        Self { kind, number }
    }
    /// The same temporary as one that holds what was returned by reference: of kind VAR in every version.
    pub const fn as_reference(self) -> Self {
        match self.kind {
            kind::TMP => Self { kind: kind::VAR, ..self },
            _ => self,
        }
    }
    pub const fn cv(number: u32) -> Self {
        Self { kind: kind::CV, number }
    }
    pub const fn is_unused(self) -> bool {
        self.kind == kind::UNUSED
    }
    pub const fn is_literal(self) -> bool {
        self.kind == kind::CONST
    }
    pub const fn is_cv(self) -> bool {
        self.kind & kind::CV != 0
    }
    /// A temporary of either sort.
    pub const fn is_temporary(self) -> bool {
        self.kind & (kind::TMP | kind::VAR) != 0
    }
}

/// One instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Op {
    pub opcode: Opcode,
    pub op1: Operand,
    pub op2: Operand,
    pub result: Operand,
    pub extended: u32,
    /// Line in the source file, from 1.
    pub line: u32,
}

impl Op {
    /// An instruction without operands.
    pub const fn bare(opcode: Opcode, line: u32) -> Self {
        Self {
            opcode,
            op1: Operand::UNUSED,
            op2: Operand::UNUSED,
            result: Operand::UNUSED,
            extended: 0,
            line,
        }
    }
    pub const fn op1(mut self, operand: Operand) -> Self {
        self.op1 = operand;
        self
    }
    pub const fn op2(mut self, operand: Operand) -> Self {
        self.op2 = operand;
        self
    }
    pub const fn result(mut self, operand: Operand) -> Self {
        self.result = operand;
        self
    }
    pub const fn extended(mut self, value: u32) -> Self {
        self.extended = value;
        self
    }

    /// Has the last `catch` of a `try` block tell that it is a wrapper's. The engine looks there only for the next `catch`, and
    /// behind the last one there is none.
    pub const fn mark_catch(&mut self) {
        const OWN_CATCH: u32 = 0x7765_6674;
        if self.opcode == code::CATCH && self.extended & ffi::ZEND_LAST_CATCH != 0 {
            self.op2 = Operand::bare(OWN_CATCH);
        }
    }

    /// The instruction (by its number) that this one may jump to, with the place of that number.
    pub fn jump(&self) -> Option<(Place, u32)> {
        let place = jump_place(self.opcode, self.extended)?;
        Some((place, self.get(place)))
    }

    /// Reads a number by its place.
    pub const fn get(&self, place: Place) -> u32 {
        match place {
            Place::Op1 => self.op1.number,
            Place::Op2 => self.op2.number,
            Place::Result => self.result.number,
            Place::Extended => self.extended,
        }
    }

    /// Writes a number by its place.
    pub const fn set(&mut self, place: Place, number: u32) {
        match place {
            Place::Op1 => self.op1.number = number,
            Place::Op2 => self.op2.number = number,
            Place::Result => self.result.number = number,
            Place::Extended => self.extended = number,
        }
    }
}

/// Where in an instruction a number stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Op1,
    Op2,
    Result,
    Extended,
}

/// The opcodes that weft names.
pub mod code {
    use super::{Opcode, ffi};

    macro_rules! opcodes {
        ($($name:ident = $engine:ident),* $(,)?) => { $(
            #[expect(clippy::cast_possible_truncation, reason = "opcodes are bytes")]
            pub const $name: Opcode = ffi::$engine as Opcode;
        )* };
    }
    opcodes! {
        NOP = ZEND_NOP, YIELD = ZEND_YIELD, GOTO = ZEND_GOTO, BRK = ZEND_BRK, CONT = ZEND_CONT, RETURN = ZEND_RETURN, RETURN_BY_REF = ZEND_RETURN_BY_REF, GENERATOR_CREATE = ZEND_GENERATOR_CREATE, GENERATOR_RETURN = ZEND_GENERATOR_RETURN, VERIFY_RETURN_TYPE = ZEND_VERIFY_RETURN_TYPE,
        VERIFY_NEVER_TYPE = ZEND_VERIFY_NEVER_TYPE,
        RECV = ZEND_RECV, RECV_INIT = ZEND_RECV_INIT, RECV_VARIADIC = ZEND_RECV_VARIADIC,
        JMP = ZEND_JMP, JMPZ = ZEND_JMPZ, JMPNZ = ZEND_JMPNZ, JMPZ_EX = ZEND_JMPZ_EX, JMPNZ_EX = ZEND_JMPNZ_EX,
        JMP_SET = ZEND_JMP_SET, JMP_NULL = ZEND_JMP_NULL, COALESCE = ZEND_COALESCE, ASSERT_CHECK = ZEND_ASSERT_CHECK,
        FE_RESET_R = ZEND_FE_RESET_R, FE_RESET_RW = ZEND_FE_RESET_RW, FE_FETCH_R = ZEND_FE_FETCH_R, FE_FETCH_RW = ZEND_FE_FETCH_RW,
        FE_FREE = ZEND_FE_FREE, FREE = ZEND_FREE, SWITCH_LONG = ZEND_SWITCH_LONG, SWITCH_STRING = ZEND_SWITCH_STRING, MATCH = ZEND_MATCH,
        CATCH = ZEND_CATCH, THROW = ZEND_THROW, FAST_CALL = ZEND_FAST_CALL, FAST_RET = ZEND_FAST_RET, DISCARD_EXCEPTION = ZEND_DISCARD_EXCEPTION,
        COPY_TMP = ZEND_COPY_TMP, UNSET_CV = ZEND_UNSET_CV, ASSIGN = ZEND_ASSIGN, ASSIGN_REF = ZEND_ASSIGN_REF, QM_ASSIGN = ZEND_QM_ASSIGN, ISSET_ISEMPTY_CV = ZEND_ISSET_ISEMPTY_CV, FETCH_CONSTANT = ZEND_FETCH_CONSTANT, INIT_FCALL = ZEND_INIT_FCALL, INIT_FCALL_BY_NAME = ZEND_INIT_FCALL_BY_NAME, INIT_NS_FCALL_BY_NAME = ZEND_INIT_NS_FCALL_BY_NAME,
        INIT_METHOD_CALL = ZEND_INIT_METHOD_CALL, INIT_STATIC_METHOD_CALL = ZEND_INIT_STATIC_METHOD_CALL,
        INIT_DYNAMIC_CALL = ZEND_INIT_DYNAMIC_CALL, INIT_USER_CALL = ZEND_INIT_USER_CALL, NEW = ZEND_NEW,
        DO_FCALL = ZEND_DO_FCALL, DO_ICALL = ZEND_DO_ICALL, DO_UCALL = ZEND_DO_UCALL, DO_FCALL_BY_NAME = ZEND_DO_FCALL_BY_NAME,
        SEND_VAL = ZEND_SEND_VAL, SEND_VAL_EX = ZEND_SEND_VAL_EX, SEND_VAR = ZEND_SEND_VAR, SEND_VAR_EX = ZEND_SEND_VAR_EX,
        SEND_VAR_NO_REF = ZEND_SEND_VAR_NO_REF, SEND_VAR_NO_REF_EX = ZEND_SEND_VAR_NO_REF_EX, SEND_REF = ZEND_SEND_REF,
        SEND_FUNC_ARG = ZEND_SEND_FUNC_ARG, CHECK_FUNC_ARG = ZEND_CHECK_FUNC_ARG, FUNC_NUM_ARGS = ZEND_FUNC_NUM_ARGS, IS_EQUAL = ZEND_IS_EQUAL, OP_DATA = ZEND_OP_DATA, BIND_STATIC = ZEND_BIND_STATIC, BIND_GLOBAL = ZEND_BIND_GLOBAL, DECLARE_CLASS_DELAYED = ZEND_DECLARE_CLASS_DELAYED, DECLARE_ANON_CLASS = ZEND_DECLARE_ANON_CLASS,
        INCLUDE_OR_EVAL = ZEND_INCLUDE_OR_EVAL,
        FETCH_R = ZEND_FETCH_R, FETCH_W = ZEND_FETCH_W, FETCH_RW = ZEND_FETCH_RW, FETCH_IS = ZEND_FETCH_IS, FETCH_UNSET = ZEND_FETCH_UNSET,
        FETCH_FUNC_ARG = ZEND_FETCH_FUNC_ARG, UNSET_VAR = ZEND_UNSET_VAR, ISSET_ISEMPTY_VAR = ZEND_ISSET_ISEMPTY_VAR,
        ASSIGN_OBJ = ZEND_ASSIGN_OBJ, ASSIGN_OBJ_REF = ZEND_ASSIGN_OBJ_REF, ASSIGN_OBJ_OP = ZEND_ASSIGN_OBJ_OP,
        ASSIGN_STATIC_PROP = ZEND_ASSIGN_STATIC_PROP, ASSIGN_STATIC_PROP_REF = ZEND_ASSIGN_STATIC_PROP_REF, ASSIGN_STATIC_PROP_OP = ZEND_ASSIGN_STATIC_PROP_OP,
        FETCH_OBJ_R = ZEND_FETCH_OBJ_R, FETCH_OBJ_W = ZEND_FETCH_OBJ_W, FETCH_OBJ_RW = ZEND_FETCH_OBJ_RW, FETCH_OBJ_IS = ZEND_FETCH_OBJ_IS,
        FETCH_OBJ_UNSET = ZEND_FETCH_OBJ_UNSET, FETCH_OBJ_FUNC_ARG = ZEND_FETCH_OBJ_FUNC_ARG, UNSET_OBJ = ZEND_UNSET_OBJ,
        PRE_INC_OBJ = ZEND_PRE_INC_OBJ, PRE_DEC_OBJ = ZEND_PRE_DEC_OBJ, POST_INC_OBJ = ZEND_POST_INC_OBJ, POST_DEC_OBJ = ZEND_POST_DEC_OBJ,
        ISSET_ISEMPTY_PROP_OBJ = ZEND_ISSET_ISEMPTY_PROP_OBJ, ISSET_ISEMPTY_STATIC_PROP = ZEND_ISSET_ISEMPTY_STATIC_PROP,
        FETCH_STATIC_PROP_R = ZEND_FETCH_STATIC_PROP_R, FETCH_STATIC_PROP_W = ZEND_FETCH_STATIC_PROP_W, FETCH_STATIC_PROP_RW = ZEND_FETCH_STATIC_PROP_RW,
        FETCH_STATIC_PROP_IS = ZEND_FETCH_STATIC_PROP_IS, FETCH_STATIC_PROP_UNSET = ZEND_FETCH_STATIC_PROP_UNSET,
        FETCH_STATIC_PROP_FUNC_ARG = ZEND_FETCH_STATIC_PROP_FUNC_ARG, UNSET_STATIC_PROP = ZEND_UNSET_STATIC_PROP,
        PRE_INC_STATIC_PROP = ZEND_PRE_INC_STATIC_PROP, PRE_DEC_STATIC_PROP = ZEND_PRE_DEC_STATIC_PROP,
        POST_INC_STATIC_PROP = ZEND_POST_INC_STATIC_PROP, POST_DEC_STATIC_PROP = ZEND_POST_DEC_STATIC_PROP,
        FETCH_LIST_R = ZEND_FETCH_LIST_R, CAST = ZEND_CAST, BOOL = ZEND_BOOL, TYPE_CHECK = ZEND_TYPE_CHECK, CALLABLE_CONVERT = ZEND_CALLABLE_CONVERT,
        DECLARE_LAMBDA_FUNCTION = ZEND_DECLARE_LAMBDA_FUNCTION, EXT_FCALL_BEGIN = ZEND_EXT_FCALL_BEGIN,
        ADD = ZEND_ADD, IS_SMALLER_OR_EQUAL = ZEND_IS_SMALLER_OR_EQUAL, SPACESHIP = ZEND_SPACESHIP, FAST_CONCAT = ZEND_FAST_CONCAT, STRLEN = ZEND_STRLEN,
        CASE = ZEND_CASE, CASE_STRICT = ZEND_CASE_STRICT,
        ROPE_INIT = ZEND_ROPE_INIT, ROPE_ADD = ZEND_ROPE_ADD, ROPE_END = ZEND_ROPE_END,
        DEFINED = ZEND_DEFINED, FETCH_CLASS_CONSTANT = ZEND_FETCH_CLASS_CONSTANT, FETCH_CLASS = ZEND_FETCH_CLASS, INSTANCEOF = ZEND_INSTANCEOF,
    }
    #[cfg(php83)]
    opcodes! { BIND_INIT_STATIC_OR_JMP = ZEND_BIND_INIT_STATIC_OR_JMP }
    #[cfg(php84)]
    opcodes! { JMP_FRAMELESS = ZEND_JMP_FRAMELESS }
}

/// The place of an instruction's jump target: `pass_two()`'s cases, and JMP's kin of later versions.
///
/// FAST_CALL is not among them: before the second pass it names an element of the try table.
fn jump_place(opcode: Opcode, extended: u32) -> Option<Place> {
    use code::*;
    match opcode {
        JMP => Some(Place::Op1),
        JMPZ | JMPNZ | JMPZ_EX | JMPNZ_EX | JMP_SET | JMP_NULL | COALESCE | ASSERT_CHECK | FE_RESET_R | FE_RESET_RW => Some(Place::Op2),
        CATCH if extended & ffi::ZEND_LAST_CATCH == 0 => Some(Place::Op2),
        FE_FETCH_R | FE_FETCH_RW | SWITCH_LONG | SWITCH_STRING | MATCH => Some(Place::Extended),
        #[cfg(php83)]
        BIND_INIT_STATIC_OR_JMP => Some(Place::Op2),
        #[cfg(php84)]
        JMP_FRAMELESS => Some(Place::Op2),
        _ => None,
    }
}

impl Op {
    /// Has this instruction a jump table among the literals (in its second operand)?
    pub const fn has_jump_table(&self) -> bool {
        matches!(self.opcode, code::SWITCH_LONG | code::SWITCH_STRING | code::MATCH)
    }

    /// Does this free what a loop iterates over, because a `return` leaves the loop?
    pub const fn frees_on_return(&self) -> bool {
        matches!(self.opcode, code::FREE | code::FE_FREE) && self.extended & ffi::ZEND_FREE_ON_RETURN != 0
    }

    /// Where this instruction keeps the offset of its run-time cache slot, if it has one.
    ///
    /// The cases of `zend_optimizer_compact_literals()` (Zend/Optimizer/compact_literals.c). `next_is_data` places
    /// stand in the OP_DATA that follows. Flags in the low bits survive adding a multiple of eight.
    pub fn cache_place(&self) -> Option<CachePlace> {
        use code::*;
        let here = |place| Some(CachePlace { place, in_data: false });
        let op1 = self.op1.is_literal();
        let op2 = self.op2.is_literal();
        match self.opcode {
            ASSIGN_STATIC_PROP_OP if op1 || op2 => Some(CachePlace {
                place: Place::Extended,
                in_data: true,
            }),
            ASSIGN_OBJ_OP if op2 => Some(CachePlace {
                place: Place::Extended,
                in_data: true,
            }),
            ASSIGN_OBJ
            | ASSIGN_OBJ_REF
            | FETCH_OBJ_R
            | FETCH_OBJ_W
            | FETCH_OBJ_RW
            | FETCH_OBJ_IS
            | FETCH_OBJ_UNSET
            | FETCH_OBJ_FUNC_ARG
            | UNSET_OBJ
            | PRE_INC_OBJ
            | PRE_DEC_OBJ
            | POST_INC_OBJ
            | POST_DEC_OBJ
            | ISSET_ISEMPTY_PROP_OBJ
                if op2 =>
            {
                here(Place::Extended)
            }
            INIT_FCALL | INIT_FCALL_BY_NAME | INIT_NS_FCALL_BY_NAME => here(Place::Result),
            INIT_METHOD_CALL if op2 => here(Place::Result),
            INIT_STATIC_METHOD_CALL if op1 || op2 => here(Place::Result),
            DEFINED | FETCH_CONSTANT | FETCH_CLASS_CONSTANT | BIND_GLOBAL | DECLARE_ANON_CLASS | DECLARE_CLASS_DELAYED => here(Place::Extended),
            ASSIGN_STATIC_PROP
            | ASSIGN_STATIC_PROP_REF
            | FETCH_STATIC_PROP_R
            | FETCH_STATIC_PROP_W
            | FETCH_STATIC_PROP_RW
            | FETCH_STATIC_PROP_IS
            | FETCH_STATIC_PROP_UNSET
            | FETCH_STATIC_PROP_FUNC_ARG
            | UNSET_STATIC_PROP
            | ISSET_ISEMPTY_STATIC_PROP
            | PRE_INC_STATIC_PROP
            | PRE_DEC_STATIC_PROP
            | POST_INC_STATIC_PROP
            | POST_DEC_STATIC_PROP
                if op1 || op2 =>
            {
                here(Place::Extended)
            }
            FETCH_CLASS | INSTANCEOF if op2 => here(Place::Extended),
            NEW if op1 => here(Place::Op2),
            CATCH if op1 => here(Place::Extended),
            SEND_VAL | SEND_VAL_EX | SEND_VAR | SEND_VAR_EX | SEND_VAR_NO_REF | SEND_VAR_NO_REF_EX | SEND_REF | SEND_FUNC_ARG | CHECK_FUNC_ARG if op2 => {
                here(Place::Result)
            }
            #[cfg(php84)]
            JMP_FRAMELESS => here(Place::Extended),
            _ => None,
        }
    }
}

/// Where the offset of a run-time cache slot stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CachePlace {
    pub place: Place,
    /// In the OP_DATA instruction that follows, not in this one.
    pub in_data: bool,
}
