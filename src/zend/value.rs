//! Values of PHP where they lie: in frames, in properties, in the place for a function's result.

use std::ffi::c_char;
use std::ptr::NonNull;

use ext_php_rs::ffi::{self, zend_array, zend_object, zend_string, zval};
use ext_php_rs::types::Zval;

use super::literal::string_bytes;

unsafe extern "C" {
    fn weft_value_copy(to: *mut zval, from: *const zval);
    fn weft_value_release(value: *mut zval);
    fn weft_value_text(value: *mut zval, bytes: *const c_char, length: usize);
    fn weft_value_array(value: *mut zval, size: u32);
    fn weft_value_held_array(value: *mut zval, array: *mut zend_array);
    fn weft_array_push(array: *mut zval, value: *mut zval);
    fn weft_array_put(array: *mut zval, key: *const c_char, length: usize, value: *mut zval);
    fn weft_array_get(array: *const zend_array, name: *mut zend_string, index: u64) -> *mut zval;
    fn weft_value_same(one: *const zval, other: *const zval) -> bool;
    fn weft_value_type_name(value: *const zval) -> *const c_char;
    fn weft_array_addref(array: *mut zend_array);
    fn weft_array_release(array: *mut zend_array);
    fn weft_array_remove(array: *mut zend_array, name: *mut zend_string, index: u64);
    fn weft_array_copy(array: *mut zend_array) -> *mut zend_array;
    fn weft_array_set(array: *mut zend_array, name: *mut zend_string, index: u64, value: *mut zval);
}

/// A place that holds a value. A handle: valid as long as its owner leaves the place where it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Place(pub(super) NonNull<zval>);

impl Place {
    /// The place for an internal function's result.
    pub fn of_result(result: &mut Zval) -> Self {
        Self(NonNull::from(result).cast())
    }

    /// # Safety
    /// Null, or an initialised value that stays where it is while the handle is used.
    pub(super) unsafe fn new(place: *mut zval) -> Option<Self> {
        NonNull::new(place).map(Self)
    }

    pub(super) fn as_ptr(self) -> *mut zval {
        self.0.as_ptr()
    }

    #[inline]
    fn kind(self) -> u32 {
        // SAFETY: an initialised value, as the type says.
        unsafe { u32::from((*self.as_ptr()).u1.v.type_) }
    }
    pub fn is_undef(self) -> bool {
        self.kind() == ffi::IS_UNDEF
    }
    pub fn is_null(self) -> bool {
        self.kind() == ffi::IS_NULL
    }
    pub fn is_text(self) -> bool {
        self.kind() == ffi::IS_STRING
    }
    pub fn is_array(self) -> bool {
        self.kind() == ffi::IS_ARRAY
    }
    pub fn is_reference(self) -> bool {
        self.kind() == ffi::IS_REFERENCE
    }

    /// What a reference refers to; any other value itself.
    pub fn dereferenced(self) -> Self {
        if self.is_reference() {
            // SAFETY: the type says that the value is a reference, which holds a value.
            unsafe { Self(NonNull::from(&mut (*(*self.as_ptr()).value.ref_).val)) }
        } else {
            self
        }
    }

    pub fn as_int(self) -> Option<i64> {
        // SAFETY: the type says which part of the union it is.
        (self.kind() == ffi::IS_LONG).then(|| unsafe { (*self.as_ptr()).value.lval })
    }
    pub fn as_object(self) -> Option<Object> {
        if self.kind() != ffi::IS_OBJECT {
            return None;
        }
        // SAFETY: as above.
        NonNull::new(unsafe { (*self.as_ptr()).value.obj }).map(Object)
    }
    pub(super) fn as_array_ptr(self) -> Option<*mut zend_array> {
        // SAFETY: as above.
        self.is_array().then(|| unsafe { (*self.as_ptr()).value.arr })
    }

    /// Writes a value over one that needs no release.
    pub fn set_null(self) {
        self.set_type(ffi::IS_NULL);
    }
    pub fn set_bool(self, value: bool) {
        self.set_type(if value { ffi::IS_TRUE } else { ffi::IS_FALSE });
    }
    pub fn set_int(self, value: i64) {
        // SAFETY: a place that may be written, as callers of the setters promise.
        unsafe { (*self.as_ptr()).value.lval = value };
        self.set_type(ffi::IS_LONG);
    }
    pub fn set_float(self, value: f64) {
        // SAFETY: as above.
        unsafe { (*self.as_ptr()).value.dval = value };
        self.set_type(ffi::IS_DOUBLE);
    }
    fn set_type(self, type_: u32) {
        // SAFETY: as above.
        unsafe { (*self.as_ptr()).u1.type_info = type_ };
    }
    pub fn set_text(self, text: &[u8]) {
        // SAFETY: as above; the text is copied.
        unsafe { weft_value_text(self.as_ptr(), text.as_ptr().cast(), text.len()) };
    }
    /// A list or table that is filled next.
    pub fn set_array(self, size: u32) {
        // SAFETY: as above.
        unsafe { weft_value_array(self.as_ptr(), size) };
    }
    /// Hands the array over.
    fn set_array_held(self, array: Array) {
        // SAFETY: as above; an immutable array is not counted, which its flags say.
        unsafe { weft_value_held_array(self.as_ptr(), array.0.as_ptr()) };
    }
    /// Hands the object over.
    pub fn set_object(self, object: Object) {
        // SAFETY: as above; the reference that comes with the handle goes into the place.
        unsafe { (*self.as_ptr()).value.obj = object.0.as_ptr() };
        self.set_type(ffi::IS_OBJECT_EX);
    }

    /// Copies what another place holds (a reference's value) over a value that needs no release.
    pub fn set_copy(self, of: Self) {
        // SAFETY: two initialised places.
        unsafe { weft_value_copy(self.as_ptr(), of.dereferenced().as_ptr()) };
    }

    /// Releases what the place holds, which is undefined afterwards. May run a destructor.
    pub fn release(self) {
        // SAFETY: an initialised value that the caller owns.
        unsafe { weft_value_release(self.as_ptr()) };
    }

    /// Puts a value in the place of the one there, which is released. May run a destructor.
    pub fn replace(self, value: Owned) {
        let mut old = Owned::undef();
        // SAFETY: two places of values, which move as bits.
        unsafe { std::ptr::copy_nonoverlapping(self.as_ptr(), old.place().as_ptr(), 1) };
        value.move_to(self);
        old.release();
    }

    /// The same value, to the bit: what was not changed.
    pub fn is_same(self, other: Self) -> bool {
        // SAFETY: two initialised places.
        unsafe { weft_value_same(self.as_ptr(), other.as_ptr()) }
    }

    /// The type as PHP's messages call it.
    pub fn type_name(self) -> &'static str {
        // SAFETY: a C string that lives as long as PHP, or as long as a class.
        unsafe { std::ffi::CStr::from_ptr(weft_value_type_name(self.as_ptr())) }
            .to_str()
            .unwrap_or("unknown")
    }

    /// Adds to an array that is being filled.
    pub fn push(self, value: Owned) {
        // SAFETY: an array that nobody else has; it takes the value over.
        unsafe { weft_array_push(self.as_ptr(), value.as_ptr()) };
    }
    pub fn put(self, key: &str, value: Owned) {
        // SAFETY: as above; the key is copied.
        unsafe { weft_array_put(self.as_ptr(), key.as_ptr().cast(), key.len(), value.as_ptr()) };
    }
}

/// A value with one reference of its own. Not released by being dropped: a long jump may skip it.
#[derive(Clone, Copy)]
#[repr(transparent)]
// The bits of a zval, because that type releases its value when it is dropped. All zeros are an undefined value.
pub struct Owned([u64; size_of::<zval>() / 8]);

impl Owned {
    pub fn undef() -> Self {
        Self([0; size_of::<zval>() / 8])
    }
    pub fn place(&mut self) -> Place {
        Place(NonNull::from(&mut self.0).cast())
    }
    pub(super) fn as_ptr(&self) -> *mut zval {
        (&raw const self.0).cast_mut().cast()
    }
    fn made(write: impl FnOnce(Place)) -> Self {
        let mut value = Self::undef();
        write(value.place());
        value
    }
    pub fn bool(value: bool) -> Self {
        Self::made(|place| place.set_bool(value))
    }
    /// Takes the handle's reference over.
    pub fn object(object: Object) -> Self {
        Self::made(|place| place.set_object(object))
    }
    pub fn null() -> Self {
        Self::made(Place::set_null)
    }
    pub fn int(value: i64) -> Self {
        Self::made(|place| place.set_int(value))
    }
    pub fn float(value: f64) -> Self {
        Self::made(|place| place.set_float(value))
    }
    pub fn text(text: &[u8]) -> Self {
        Self::made(|place| place.set_text(text))
    }
    /// Null where there is none.
    pub fn text_or_null(text: Option<&[u8]>) -> Self {
        text.map_or_else(Self::null, Self::text)
    }
    pub fn array(size: u32) -> Self {
        Self::made(|place| place.set_array(size))
    }
    /// The array, with a reference of its own.
    pub fn held(array: Array) -> Self {
        Self::made(|place| place.set_array_held(array.hold()))
    }
    pub fn copy(of: Place) -> Self {
        Self::made(|place| place.set_copy(of))
    }
    /// Gives the value to a place that needs no release.
    pub fn move_to(self, place: Place) {
        // SAFETY: an owned value moves as bits.
        unsafe { std::ptr::copy_nonoverlapping(self.as_ptr(), place.as_ptr(), 1) };
    }
    pub fn release(mut self) {
        self.place().release();
    }
}

/// A key of an array.
#[derive(Clone, Copy)]
pub enum ArrayKey {
    Index(u64),
    Name(NonNull<zend_string>),
}

impl ArrayKey {
    pub(super) fn new(name: *mut zend_string, index: u64) -> Self {
        NonNull::new(name).map_or(Self::Index(index), Self::Name)
    }
    fn parts(self) -> (*mut zend_string, u64) {
        match self {
            Self::Index(index) => (std::ptr::null_mut(), index),
            Self::Name(name) => (name.as_ptr(), 0),
        }
    }
    /// The name, for one that is no index.
    pub fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Index(_) => None,
            // SAFETY: a key of an array that the caller holds.
            Self::Name(name) => Some(unsafe { string_bytes(name.as_ptr()) }),
        }
    }
}

/// An array that is held elsewhere. A handle.
#[derive(Clone, Copy)]
pub struct Array(pub(super) NonNull<zend_array>);

impl Array {
    pub fn of(place: Place) -> Option<Self> {
        NonNull::new(place.as_array_ptr()?).map(Self)
    }
    pub fn get(self, key: ArrayKey) -> Option<Place> {
        let (name, index) = key.parts();
        // SAFETY: a live array; the answer is null or one of its elements.
        unsafe { Place::new(weft_array_get(self.0.as_ptr(), name, index)) }
    }
    /// One more reference.
    pub fn hold(self) -> Self {
        // SAFETY: a live array; immutable ones are not counted.
        unsafe { weft_array_addref(self.0.as_ptr()) };
        self
    }
    /// One reference less.
    pub fn release(self) {
        // SAFETY: a live array of which the caller owns a reference.
        unsafe { weft_array_release(self.0.as_ptr()) };
    }
    pub fn remove(self, key: ArrayKey) {
        let (name, index) = key.parts();
        // SAFETY: a live array of which the caller has the only reference.
        unsafe { weft_array_remove(self.0.as_ptr(), name, index) };
    }
    /// A copy that nobody else has, to be given to somebody.
    pub fn copied(self) -> Self {
        // SAFETY: a live array.
        Self(unsafe { NonNull::new_unchecked(weft_array_copy(self.0.as_ptr())) })
    }
    /// Replaces or adds an element of an array that nobody else has.
    pub fn set(self, key: ArrayKey, value: Owned) {
        let (name, index) = key.parts();
        // SAFETY: a live array of which the caller has the only reference; it takes the value over.
        unsafe { weft_array_set(self.0.as_ptr(), name, index, value.as_ptr()) };
    }
    /// The element at this place in the table, from 0: `None` beyond the end, `Some(None)` for a gap.
    pub fn at(self, position: usize) -> Option<Option<(ArrayKey, Place)>> {
        unsafe extern "C" {
            fn weft_array_at(array: *const zend_array, position: u32, name: *mut *mut zend_string, index: *mut u64, value: *mut *mut zval) -> bool;
        }
        let (mut name, mut index, mut value) = (std::ptr::null_mut(), 0, std::ptr::null_mut());
        let position = u32::try_from(position).ok()?;
        // SAFETY: a live array; the shim checks the position.
        unsafe {
            weft_array_at(self.0.as_ptr(), position, &raw mut name, &raw mut index, &raw mut value)
                .then(|| Place::new(value).map(|place| (ArrayKey::new(name, index), place)))
        }
    }
}

/// An object that is held elsewhere, or of which the holder owns a reference. A handle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Object(pub(super) NonNull<zend_object>);

unsafe extern "C" {
    fn weft_object_addref(object: *mut zend_object);
    fn weft_object_release(object: *mut zend_object);
}

impl Object {
    pub(super) fn as_ptr(self) -> *mut zend_object {
        self.0.as_ptr()
    }
    /// One more reference.
    pub fn hold(self) -> Self {
        // SAFETY: a live object.
        unsafe { weft_object_addref(self.as_ptr()) };
        self
    }
    /// One reference less. May run a destructor.
    pub fn release(self) {
        // SAFETY: a live object of which the caller owns a reference.
        unsafe { weft_object_release(self.as_ptr()) };
    }
}
