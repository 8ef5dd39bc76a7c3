/* Lists of methods without originals.
 *
 * Where the original of a method stands apart (call join), it is in its class's table, behind its wrapper and under a
 * hidden key, with the wrapper's name, and private. get_class_methods() and ReflectionClass::getMethods() go through
 * that table; what they answer is gone through once more, and of methods with the same name, which no class can have,
 * only the first is left. */
#include "php.h"
#include "handlers.h"

/* Whatever modifiers they have. */
#define ALL_METHODS (~(zend_long) 0)

static zif_handler get_class_methods_handler;
static zif_handler get_methods_handler;

/* The method's name: an element is a name, or a ReflectionMethod, whose first two properties are $name and $class. */
static zend_string *name_of(const zval *element)
{
	if (Z_TYPE_P(element) == IS_OBJECT && Z_OBJCE_P(element)->default_properties_count > 1) {
		element = OBJ_PROP_NUM(Z_OBJ_P(element), 0);
	}
	return Z_TYPE_P(element) == IS_STRING ? Z_STR_P(element) : NULL;
}

/* Has the method of this name one of the modifiers that were asked for? Its original may have others. */
static bool is_asked_for(const zval *element, zend_long modifiers)
{
	zend_string *name = name_of(element);
	if (name == NULL || Z_TYPE_P(element) != IS_OBJECT || modifiers == ALL_METHODS) {
		return true;
	}
	const zval *declares = OBJ_PROP_NUM(Z_OBJ_P(element), 1);
	zend_class_entry *class_entry =
		Z_TYPE_P(declares) == IS_STRING ? zend_lookup_class_ex(Z_STR_P(declares), NULL, ZEND_FETCH_CLASS_NO_AUTOLOAD) : NULL;
	zend_function *method = NULL;
	if (class_entry != NULL) {
		zend_string *key = zend_string_tolower(name);
		method = zend_hash_find_ptr(&class_entry->function_table, key);
		zend_string_release(key);
	}
	return method == NULL || (method->common.fn_flags & modifiers) != 0;
}

static void leave_out_originals(zval *list, zend_long modifiers)
{
	if (Z_TYPE_P(list) != IS_ARRAY || zend_hash_num_elements(Z_ARRVAL_P(list)) == 0) {
		return;
	}
	HashTable *methods = Z_ARRVAL_P(list);
	HashTable seen;
	zend_hash_init(&seen, zend_hash_num_elements(methods), NULL, NULL, 0);
	zval kept;
	array_init_size(&kept, zend_hash_num_elements(methods));
	zval *element;
	ZEND_HASH_FOREACH_VAL(methods, element) {
		zend_string *name = name_of(element);
		if (name == NULL || (is_asked_for(element, modifiers) && zend_hash_add_empty_element(&seen, name) != NULL)) {
			Z_TRY_ADDREF_P(element);
			zend_hash_next_index_insert_new(Z_ARRVAL(kept), element);
		}
	} ZEND_HASH_FOREACH_END();
	zend_hash_destroy(&seen);
	zval_ptr_dtor(list);
	ZVAL_COPY_VALUE(list, &kept);
}

static ZEND_FUNCTION(weft_get_class_methods)
{
	get_class_methods_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	leave_out_originals(return_value, ALL_METHODS);
}

static ZEND_FUNCTION(weft_get_methods)
{
	const zval *modifiers = ZEND_CALL_NUM_ARGS(execute_data) > 0 ? ZEND_CALL_ARG(execute_data, 1) : NULL;
	zend_long asked = modifiers != NULL && Z_TYPE_P(modifiers) == IS_LONG ? Z_LVAL_P(modifiers) : ALL_METHODS;
	get_methods_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	leave_out_originals(return_value, asked);
}

/* At module start, behind Reflection's. */
void weft_install_listing(void)
{
	weft_replace_function("get_class_methods", ZEND_FN(weft_get_class_methods), &get_class_methods_handler);
	weft_replace_method("reflectionclass", "getmethods", ZEND_FN(weft_get_methods), &get_methods_handler);
}
