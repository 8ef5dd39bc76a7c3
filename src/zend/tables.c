/* Looking up what is declared, without loading anything. */
#include "php.h"
#include "zend_attributes.h"

zend_function *weft_find_function(const char *lower, size_t length) { return zend_hash_str_find_ptr(EG(function_table), lower, length); }
zend_class_entry *weft_find_class(const char *lower, size_t length) { return zend_hash_str_find_ptr(EG(class_table), lower, length); }
zend_function *weft_find_method(zend_class_entry *class, const char *lower, size_t length)
{
	return zend_hash_str_find_ptr(&class->function_table, lower, length);
}

/* The extension whose functions begin with this, in lower case; NULL when none does. */
const char *weft_extension_of(const char *prefix, size_t length)
{
	zend_string *name;
	zend_function *function;
	ZEND_HASH_FOREACH_STR_KEY_PTR(EG(function_table), name, function) {
		if (function->type == ZEND_INTERNAL_FUNCTION && function->internal_function.module != NULL
				&& ZSTR_LEN(name) > length && memcmp(ZSTR_VAL(name), prefix, length) == 0) {
			return function->internal_function.module->name;
		}
	} ZEND_HASH_FOREACH_END();
	return NULL;
}

static bool is_copy(const zend_op_array *one, const zend_op_array *other)
{
	return one->opcodes == other->opcodes || (one->line_start == other->line_start && one->line_end == other->line_end
		&& zend_string_equals(one->filename, other->filename) && zend_string_equals(one->function_name, other->function_name));
}

zend_op_array *weft_trait_method(zend_op_array *method);

static void each_name(const HashTable *attributes, void (*see)(void *context, zend_string *name), void *context)
{
	const zend_attribute *attribute;
	if (attributes == NULL) {
		return;
	}
	ZEND_HASH_PACKED_FOREACH_PTR((HashTable *) attributes, attribute) {
		/* Those of parameters stand in the same list. */
		if (attribute->offset == 0) {
			see(context, attribute->name);
		}
	} ZEND_HASH_FOREACH_END();
}

/* The class in whose body a method stands: that of a trait's method is the trait. */
static const zend_class_entry *body_of(const zend_op_array *method)
{
	zend_class_entry *scope = method->scope;
	if (scope == NULL || (method->fn_flags & ZEND_ACC_CLOSURE)) {
		return NULL;
	}
	return scope->num_traits == 0 ? scope : weft_trait_method((zend_op_array *) method)->scope;
}

void weft_each_attribute(const zend_op_array *op_array, void (*see)(void *context, zend_string *name), void *context)
{
	const zend_class_entry *body = body_of(op_array);
	each_name(op_array->attributes, see, context);
	if (body != NULL) {
		each_name(body->attributes, see, context);
	}
}

static void look(void *found, zend_string *name)
{
	if (zend_string_equals_literal_ci(name, "Weft\\Hook")) {
		*(bool *) found = true;
	}
}

/* #[Weft\Hook]: asked for each function that PHP compiles. */
bool weft_has_own_attribute(const zend_op_array *op_array)
{
	bool found = false;
	if (UNEXPECTED(op_array->attributes != NULL) || (op_array->scope != NULL && UNEXPECTED(op_array->scope->attributes != NULL))) {
		weft_each_attribute(op_array, look, &found);
	}
	return found;
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
