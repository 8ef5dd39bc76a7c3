//! Literals that weft owns, and their way into an op_array.

use std::ffi::{c_char, c_void};
use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{self, zend_string, zval};

use super::shim;

/// A key of a literal array.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    Index(i64),
    Name(Box<[u8]>),
}

/// The value of a literal, owned by weft: it outlives the request in which it was compiled.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Box<[u8]>),
    List(Vec<(Key, Value)>),
}

impl Value {
    pub fn text(bytes: impl AsRef<[u8]>) -> Self {
        Self::Text(bytes.as_ref().into())
    }

    /// Copies a literal of an op_array; `None` for what needs the op_array to live on (constant expressions).
    ///
    /// # Safety
    /// `value` points to an initialised zval.
    pub(super) unsafe fn read(value: *const zval) -> Option<Self> {
        // SAFETY: an initialised zval, as the caller promises; the union's field is the one its type names.
        unsafe {
            Some(match u32::from((*value).u1.v.type_) {
                ffi::IS_NULL => Self::Null,
                ffi::IS_FALSE => Self::Bool(false),
                ffi::IS_TRUE => Self::Bool(true),
                ffi::IS_LONG => Self::Int((*value).value.lval),
                ffi::IS_DOUBLE => Self::Float((*value).value.dval),
                ffi::IS_STRING => Self::Text(string_bytes((*value).value.str_).into()),
                ffi::IS_ARRAY => Self::List(read_array(value)?),
                _ => return None,
            })
        }
    }

    /// Writes the value into a fresh zval of the op_array under construction. May not return (memory limit).
    ///
    /// # Safety
    /// `target` may be written and holds nothing that must be released; called while PHP compiles.
    pub(super) unsafe fn write(&self, target: *mut zval) {
        // SAFETY: the caller's promise; every arm initialises type and value together.
        unsafe {
            let type_info = &raw mut (*target).u1.type_info;
            let set = |type_: u32| *type_info = type_;
            match self {
                Self::Null => set(ffi::IS_NULL),
                Self::Bool(value) => set(if *value { ffi::IS_TRUE } else { ffi::IS_FALSE }),
                Self::Int(value) => {
                    (*target).value.lval = *value;
                    set(ffi::IS_LONG);
                }
                Self::Float(value) => {
                    (*target).value.dval = *value;
                    set(ffi::IS_DOUBLE);
                }
                Self::Text(bytes) => shim::weft_literal_string(target, bytes.as_ptr().cast(), bytes.len()),
                Self::List(elements) => {
                    #[expect(clippy::cast_possible_truncation, reason = "a size hint")]
                    shim::weft_literal_array(target, elements.len() as u32);
                    for (key, element) in elements {
                        // The array takes it over: a `zval` that is dropped here would release it.
                        let mut copy = ManuallyDrop::new(std::mem::zeroed::<zval>());
                        element.write(&raw mut *copy);
                        add_element(target, key, &raw mut *copy);
                    }
                }
            }
        }
    }
}

/// A literal with what the compiler keeps beside the value (`Z_EXTRA`).
#[derive(Clone, PartialEq, Debug)]
pub struct Literal {
    pub value: Value,
    pub extra: u32,
}

impl From<Value> for Literal {
    fn from(value: Value) -> Self {
        Self { value, extra: 0 }
    }
}

/// # Safety
/// `array` is an array's zval under construction, `element` an initialised zval that the array takes over.
unsafe fn add_element(array: *mut zval, key: &Key, element: *mut zval) {
    let (name, length, index): (*const c_char, usize, i64) = match key {
        Key::Index(index) => (std::ptr::null(), 0, *index),
        Key::Name(name) => (name.as_ptr().cast(), name.len(), 0),
    };
    // SAFETY: the caller's promise; the name is borrowed for the call only.
    unsafe { shim::weft_literal_array_add(array, name, length, index, element) };
}

/// # Safety
/// `array` points to a zval that holds an array.
unsafe fn read_array(array: *const zval) -> Option<Vec<(Key, Value)>> {
    struct Reader {
        elements: Vec<(Key, Value)>,
        fine: bool,
    }
    unsafe extern "C" fn visit(context: *mut c_void, key: *mut zend_string, index: u64, element: *mut zval) -> bool {
        // SAFETY: the context is the `Reader` below, borrowed for the walk; the element belongs to the array walked.
        let (reader, value) = unsafe { (&mut *context.cast::<Reader>(), Value::read(element)) };
        let key = if key.is_null() {
            Key::Index(index.cast_signed())
        } else {
            // SAFETY: not null, so a string of the array walked.
            Key::Name(unsafe { string_bytes(key) }.into())
        };
        match value {
            Some(value) => reader.elements.push((key, value)),
            None => reader.fine = false,
        }
        reader.fine
    }
    let mut reader = Reader {
        elements: Vec::new(),
        fine: true,
    };
    // SAFETY: an array, as the caller promises; the visitor neither changes it nor leaves by a bailout.
    unsafe { shim::weft_array_each(array, visit, (&raw mut reader).cast()) };
    reader.fine.then_some(reader.elements)
}

/// The bytes of an engine string.
///
/// # Safety
/// `string` points to a string that outlives `'a` unchanged.
pub(crate) unsafe fn string_bytes<'a>(string: *const zend_string) -> &'a [u8] {
    // SAFETY: a zend_string ends in `len` bytes (and a NUL) from `val` on.
    unsafe { std::slice::from_raw_parts((&raw const (*string).val).cast::<u8>(), (*string).len) }
}
