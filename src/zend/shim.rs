//! The C shim's functions, see `shim.c` beside this file.

use std::ffi::{c_char, c_void};

use ext_php_rs::ffi::{
    HashTable, zend_arg_info, zend_class_entry, zend_execute_data, zend_op, zend_op_array, zend_oparray_context, zend_string, znode_op, zval,
};

unsafe extern "C" {
    pub fn weft_start_detached(arguments: *const *const c_char, environment: *const *const c_char) -> bool;
    pub fn weft_library_path() -> *const c_char;
    pub fn weft_when_answered(tell: extern "C" fn());
    pub fn weft_forget_answers();

    pub fn weft_each_attribute(op_array: *const zend_op_array, see: unsafe extern "C" fn(context: *mut c_void, name: *mut zend_string), context: *mut c_void);
    pub fn weft_has_own_attribute(op_array: *const zend_op_array) -> bool;
    pub fn weft_compiler_context() -> *mut zend_oparray_context;
    pub fn weft_compiler_functions() -> *mut HashTable;
    pub fn weft_second_pass(op_array: *mut zend_op_array);
    pub fn weft_arena_op_array() -> *mut zend_op_array;

    pub fn weft_emalloc(size: usize) -> *mut c_void;
    pub fn weft_efree(memory: *mut c_void);
    pub fn weft_interned(bytes: *const c_char, length: usize) -> *mut zend_string;
    pub fn weft_string_release(string: *mut zend_string);

    pub fn weft_literal_string(literal: *mut zval, bytes: *const c_char, length: usize);
    pub fn weft_literal_array(literal: *mut zval, size: u32);
    pub fn weft_literal_array_add(literal: *mut zval, key: *const c_char, length: usize, index: i64, element: *mut zval);
    pub fn weft_get_extra(value: *const zval) -> u32;
    pub fn weft_set_extra(value: *mut zval, extra: u32);
    pub fn weft_array_each(
        array: *const zval,
        visit: unsafe extern "C" fn(context: *mut c_void, key: *mut zend_string, index: u64, element: *mut zval) -> bool,
        context: *mut c_void,
    );

    pub fn weft_cv_offset(number: u32) -> u32;
    pub fn weft_cv_number(offset: u32) -> u32;
    pub fn weft_literal_number(op_array: *const zend_op_array, op: *const zend_op, node: *const znode_op) -> u32;
    pub fn weft_jump_number(op_array: *const zend_op_array, op: *const zend_op, node: *const znode_op) -> u32;
    pub fn weft_offset_number(op_array: *const zend_op_array, op: *const zend_op, offset: u32) -> u32;
    pub fn weft_used_stack(arguments: u32, op_array: *const zend_op_array) -> u32;
    pub fn weft_type_text(info: *const zend_arg_info) -> *mut zend_string;
    pub fn weft_type_classes(info: *const zend_arg_info) -> u32;
    pub fn weft_type_has(info: *const zend_arg_info, type_: u32) -> bool;
    pub fn weft_type_is_set(info: *const zend_arg_info) -> bool;
    pub fn weft_type_mask(info: *const zend_arg_info) -> u32;
    pub fn weft_argument_by_reference(info: *const zend_arg_info) -> bool;

    pub fn weft_name_point_constant(bytes: *const c_char, length: usize);
    pub fn weft_register_point_constant();

    pub fn weft_add_entropy(data: *const c_void, size: usize);
    pub fn weft_detach_original(original: *mut zend_op_array, in_closure: bool);
    pub fn weft_add_function(table: *mut HashTable, key: *mut zend_string, original: *mut zend_op_array);
    pub fn weft_attach_wrapper(wrapper: *mut zend_op_array, original: *mut zend_op_array, in_closure: bool);
    pub fn weft_copy_literal(to: *mut zval, from: *const zval);
    pub fn weft_proceed_for(internal: *mut zend_execute_data, return_value: *mut zval) -> bool;

    pub fn weft_each_parent(
        class: *mut zend_class_entry,
        see: unsafe extern "C" fn(context: *mut c_void, name: *mut zend_string, entry: *mut zend_class_entry),
        context: *mut c_void,
    );
    pub fn weft_each_origin(
        class: *mut zend_class_entry,
        code: *const c_void,
        see: unsafe extern "C" fn(context: *mut c_void, class: *mut zend_string, function: *mut zend_string),
        context: *mut c_void,
    );
    pub fn weft_set_only_cache_slot(given: bool);
    pub fn weft_is_configured(name: *const c_char, length: usize) -> bool;
    pub fn weft_sapi() -> *const c_char;
    pub fn weft_request_uri() -> *const c_char;
    pub fn weft_request_script() -> *const c_char;

    pub fn weft_note_original();
    pub fn weft_install_traces(place: i32);
    pub fn weft_install_listing();
    pub fn weft_install_reflection(place: i32);
    pub fn weft_guard_slot(op_array: *const zend_op_array, name: *const c_char, length: usize) -> u32;
    pub fn weft_compile(source: *const c_char, length: usize, file: *const c_char, message: *mut c_char, size: usize, line: *mut u32) -> *mut zend_op_array;
    pub fn weft_discard(op_array: *mut zend_op_array);

    pub fn weft_when_forked(tell: extern "C" fn());
    pub fn weft_php_version() -> *const c_char;
    pub fn weft_http_status() -> i32;
    pub fn weft_exit_status() -> i32;
}
