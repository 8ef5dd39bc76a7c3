/* Looking up what is declared, without loading anything. */
#include "php.h"

zend_function *weft_find_function(const char *lower, size_t length) { return zend_hash_str_find_ptr(EG(function_table), lower, length); }
zend_class_entry *weft_find_class(const char *lower, size_t length) { return zend_hash_str_find_ptr(EG(class_table), lower, length); }
zend_function *weft_find_method(zend_class_entry *class, const char *lower, size_t length)
{
	return zend_hash_str_find_ptr(&class->function_table, lower, length);
}

static bool is_copy(const zend_op_array *one, const zend_op_array *other)
{
	return one->opcodes == other->opcodes || (one->line_start == other->line_start && one->line_end == other->line_end
		&& zend_string_equals(one->filename, other->filename) && zend_string_equals(one->function_name, other->function_name));
}

/* The method of a trait of which this method is a copy; the method itself where there is none. */
zend_op_array *weft_trait_method(zend_op_array *method)
{
	zend_class_entry *class = method->scope;
	for (uint32_t i = 0; class != NULL && i < class->num_traits && (class->ce_flags & ZEND_ACC_LINKED); i++) {
		zend_class_entry *trait = zend_hash_find_ptr(EG(class_table), class->trait_names[i].lc_name);
		zend_function *function;
		if (trait == NULL) {
			continue;
		}
		ZEND_HASH_MAP_FOREACH_PTR(&trait->function_table, function) {
			if (function->type == ZEND_USER_FUNCTION && is_copy(&function->op_array, method)) {
				return weft_trait_method(&function->op_array);
			}
		} ZEND_HASH_FOREACH_END();
	}
	return method;
}
