/* Reflection without originals.
 *
 * ReflectionClass::__toString() goes through the class's table of methods, where originals stand (see listing.c), and
 * what stands in shared memory cannot be changed for the moment. So it is shown a copy of the class, without them: the
 * class entry, and those methods and properties by whose class the text decides what is the class's own.
 *
 * ReflectionFunction::getClosureUsedVariables() reads from the closure's code which variables it uses: from the original's.
 * isGenerator() is told of the original, too. */
#include "handlers.h"
#include "zend_closures.h"

/* The word of an original (see op_array.rs). */
#define DETACHED 2
/* The bits of a wrapper's word, and of one whose original is a generator (see point.rs). */
#define WOVEN 1
#define GENERATOR 16

static zif_handler to_string_handler;
static zif_handler used_variables_handler;
static zif_handler is_generator_handler;
static int handle;

static bool is_original(const zend_function *method)
{
	return method->type == ZEND_USER_FUNCTION && (uintptr_t) method->op_array.reserved[handle] == DETACHED;
}

static bool has_originals(const zend_class_entry *class_entry)
{
	zend_function *method;
	ZEND_HASH_FOREACH_PTR(&class_entry->function_table, method) {
		if (is_original(method)) {
			return true;
		}
	} ZEND_HASH_FOREACH_END();
	return false;
}

static void add(HashTable *table, zend_string *key, void *element)
{
	zval value;
	ZVAL_PTR(&value, element);
	zend_hash_add_new(table, key, &value);
}

static void copy_methods(zend_class_entry *copy, const zend_class_entry *class_entry)
{
	zend_hash_init(&copy->function_table, zend_hash_num_elements(&class_entry->function_table), NULL, NULL, 0);
	zend_string *key;
	zend_function *method;
	ZEND_HASH_FOREACH_STR_KEY_PTR(&class_entry->function_table, key, method) {
		if (is_original(method)) {
			continue;
		}
		if (method->common.scope == class_entry) {
			size_t size = method->type == ZEND_USER_FUNCTION ? sizeof(zend_op_array) : sizeof(zend_internal_function);
			zend_function *same = emalloc(sizeof(zend_function));
			memcpy(same, method, size);
			same->common.scope = copy;
			method = same;
		}
		add(&copy->function_table, key, method);
	} ZEND_HASH_FOREACH_END();
}

static void copy_properties(zend_class_entry *copy, const zend_class_entry *class_entry)
{
	zend_hash_init(&copy->properties_info, zend_hash_num_elements(&class_entry->properties_info), NULL, NULL, 0);
	zend_string *key;
	zend_property_info *property;
	ZEND_HASH_FOREACH_STR_KEY_PTR(&class_entry->properties_info, key, property) {
		if (property->ce == class_entry) {
			property = emalloc(sizeof(zend_property_info));
			memcpy(property, zend_hash_find_ptr(&class_entry->properties_info, key), sizeof(zend_property_info));
			property->ce = copy;
		}
		add(&copy->properties_info, key, property);
	} ZEND_HASH_FOREACH_END();
}

/* The elements of which there is a copy are the copy's own. */
static void free_copy(zend_class_entry *copy)
{
	zend_function *method;
	zend_property_info *property;
	ZEND_HASH_FOREACH_PTR(&copy->function_table, method) {
		if (method->common.scope == copy) {
			efree(method);
		}
	} ZEND_HASH_FOREACH_END();
	ZEND_HASH_FOREACH_PTR(&copy->properties_info, property) {
		if (property->ce == copy) {
			efree(property);
		}
	} ZEND_HASH_FOREACH_END();
	zend_hash_destroy(&copy->function_table);
	zend_hash_destroy(&copy->properties_info);
	efree(copy);
}

/* The class that a ReflectionClass is about, by the name that is its first property. */
static zend_class_entry *reflected(const zend_object *reflection)
{
	const zval *name = OBJ_PROP_NUM(reflection, 0);
	return Z_TYPE_P(name) == IS_STRING ? zend_lookup_class_ex(Z_STR_P(name), NULL, ZEND_FETCH_CLASS_NO_AUTOLOAD) : NULL;
}

/* Where Reflection's own record, which lies before the object, points to the class. Its shape is no part of the API, so
 * the pointer is looked for; NULL when it is not there. */
static void **place_of(zend_object *reflection, const zend_class_entry *class_entry)
{
	char *record = (char *) reflection - reflection->handlers->offset;
	for (char *place = record + sizeof(zval); place + sizeof(void *) <= (char *) reflection; place += sizeof(void *)) {
		if (*(void **) place == class_entry) {
			return (void **) place;
		}
	}
	return NULL;
}

static ZEND_FUNCTION(weft_class_to_string)
{
	zend_object *reflection = Z_TYPE(EX(This)) == IS_OBJECT ? Z_OBJ(EX(This)) : NULL;
	zend_class_entry *class_entry = reflection != NULL ? reflected(reflection) : NULL;
	void **place = class_entry != NULL && class_entry->type == ZEND_USER_CLASS && has_originals(class_entry) ? place_of(reflection, class_entry) : NULL;
	if (place == NULL) {
		to_string_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	/* Not in this frame: PHP may leave it by a long jump, and the record keeps pointing to the copy then. */
	zend_class_entry *copy = emalloc(sizeof(zend_class_entry));
	memcpy(copy, class_entry, sizeof(zend_class_entry));
	copy_methods(copy, class_entry);
	copy_properties(copy, class_entry);
	*place = copy;
	to_string_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	*place = class_entry;
	free_copy(copy);
}

/* The closure of a ReflectionFunction, which its record begins with. */
static zend_function *closure_of(zend_object *reflection)
{
	const zval *closure = (zval *) ((char *) reflection - reflection->handlers->offset);
	if (reflection->handlers->offset < (int) sizeof(zval) || Z_TYPE_P(closure) != IS_OBJECT || Z_OBJCE_P(closure) != zend_ce_closure) {
		return NULL;
	}
	return (zend_function *) zend_get_closure_method_def(Z_OBJ_P(closure));
}

static ZEND_FUNCTION(weft_used_variables)
{
	zend_function *closure = Z_TYPE(EX(This)) == IS_OBJECT ? closure_of(Z_OBJ(EX(This))) : NULL;
	if (closure == NULL || closure->type != ZEND_USER_FUNCTION || closure->op_array.num_dynamic_func_defs != 1
	 || !is_original((zend_function *) closure->op_array.dynamic_func_defs[0])) {
		used_variables_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	/* The closure's op_array is its own. */
	zend_op *opcodes = closure->op_array.opcodes;
	closure->op_array.opcodes = closure->op_array.dynamic_func_defs[0]->opcodes;
	used_variables_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	closure->op_array.opcodes = opcodes;
}

/* The function that a ReflectionFunction or ReflectionMethod is about, by its closure or by the names that are its first
 * properties. */
static zend_function *function_of(zend_object *reflection)
{
	zend_function *closure = closure_of(reflection);
	if (closure != NULL || Z_TYPE_P(OBJ_PROP_NUM(reflection, 0)) != IS_STRING) {
		return closure;
	}
	HashTable *table = EG(function_table);
	if (reflection->ce->default_properties_count > 1 && Z_TYPE_P(OBJ_PROP_NUM(reflection, 1)) == IS_STRING) {
		zend_class_entry *class_entry = zend_lookup_class_ex(Z_STR_P(OBJ_PROP_NUM(reflection, 1)), NULL, ZEND_FETCH_CLASS_NO_AUTOLOAD);
		if (class_entry == NULL) {
			return NULL;
		}
		table = &class_entry->function_table;
	}
	return zend_hash_find_ptr_lc(table, Z_STR_P(OBJ_PROP_NUM(reflection, 0)));
}

static ZEND_FUNCTION(weft_is_generator)
{
	is_generator_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (Z_TYPE_P(return_value) != IS_FALSE || Z_TYPE(EX(This)) != IS_OBJECT) {
		return;
	}
	const zend_function *function = function_of(Z_OBJ(EX(This)));
	const uintptr_t generates = WOVEN | GENERATOR;
	if (function != NULL && function->type == ZEND_USER_FUNCTION && ((uintptr_t) function->op_array.reserved[handle] & generates) == generates) {
		RETVAL_TRUE;
	}
}

/* At module start, behind Reflection's, with weft's place in op_arrays. */
void weft_install_reflection(int place)
{
	handle = place;
	weft_replace_method("reflectionclass", "__tostring", ZEND_FN(weft_class_to_string), &to_string_handler);
	weft_replace_method("reflectionfunctionabstract", "getclosureusedvariables", ZEND_FN(weft_used_variables), &used_variables_handler);
	weft_replace_method("reflectionfunctionabstract", "isgenerator", ZEND_FN(weft_is_generator), &is_generator_handler);
}
