/* Calls at run time: the frame of a woven function, its arguments and their types, and values.
 * Nothing here decides anything; frame.rs, arguments.rs and value.rs beside this file do. */
#include "php.h"
#include "SAPI.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "zend_interfaces.h"
#include "zend_observer.h"
#include "weft.h"

/* --- frames --------------------------------------------------------------------------------------------- */

zend_object *weft_frame_object(const zend_execute_data *frame)
{
	return Z_TYPE(frame->This) == IS_OBJECT ? Z_OBJ(frame->This) : NULL;
}

void weft_frame_set_passed(zend_execute_data *frame, uint32_t count) { ZEND_CALL_NUM_ARGS(frame) = count; }

/* Is this call still under way? */
bool weft_frame_is_live(const zend_execute_data *frame)
{
	const zend_execute_data *known = EG(current_execute_data);
	while (known != NULL && known != frame) {
		known = known->prev_execute_data;
	}
	return known != NULL;
}

/* An argument by its place, from 0. Those beyond the declared parameters lie behind the temporaries. */
zval *weft_frame_argument(zend_execute_data *frame, uint32_t number)
{
	if (!ZEND_USER_CODE(frame->func->type) || number < frame->func->op_array.num_args) {
		return ZEND_CALL_VAR_NUM(frame, number);
	}
	const zend_op_array *op_array = &frame->func->op_array;
	return ZEND_CALL_VAR_NUM(frame, op_array->last_var + op_array->T + (number - op_array->num_args));
}

/* The variable of a parameter, also of one that was not passed, and of the variadic one. */
zval *weft_frame_variable(zend_execute_data *frame, uint32_t number) { return ZEND_CALL_VAR_NUM(frame, number); }

/* Puts a value into the place of an argument beyond the declared parameters. */
void weft_frame_set_surplus(zend_execute_data *frame, uint32_t number, zval *value)
{
	zval *place = weft_frame_argument(frame, number);
	zval old;
	ZVAL_COPY_VALUE(&old, place);
	ZVAL_COPY(place, value);
	/* Without this flag the engine knows that there is nothing to free. */
	ZEND_ADD_CALL_FLAG(frame, ZEND_CALL_FREE_EXTRA_ARGS);
	zval_ptr_dtor(&old);
}

zend_array *weft_frame_named(const zend_execute_data *frame)
{
	return (ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) ? frame->extra_named_params : NULL;
}

/* The arguments of a call by position, then those that were passed by a name that no parameter has. Copies of the
 * values: references stay with the frame. */
zend_array *weft_frame_arguments(zend_execute_data *frame)
{
	uint32_t count = ZEND_CALL_NUM_ARGS(frame);
	zend_array *named = weft_frame_named(frame);
	zend_array *arguments = zend_new_array(count + (named != NULL ? zend_hash_num_elements(named) : 0));

	for (uint32_t number = 0; number < count; number++) {
		zval *value = weft_frame_argument(frame, number);
		ZVAL_DEREF(value);
		if (Z_ISUNDEF_P(value)) {
			value = &EG(uninitialized_zval);
		}
		Z_TRY_ADDREF_P(value);
		zend_hash_next_index_insert_new(arguments, value);
	}
	if (named != NULL) {
		zend_string *name;
		zval *value;
		ZEND_HASH_FOREACH_STR_KEY_VAL(named, name, value) {
			ZVAL_DEREF(value);
			Z_TRY_ADDREF_P(value);
			zend_hash_add(arguments, name, value);
		} ZEND_HASH_FOREACH_END();
	}
	return arguments;
}

/* Does a class extend or implement one of this name (in any case), however far up? The class itself counts. */
bool weft_class_is_a(const zend_class_entry *ce, const char *name, size_t length)
{
	for (const zend_class_entry *parent = ce; parent != NULL; parent = parent->parent) {
		if (zend_binary_strcasecmp(ZSTR_VAL(parent->name), ZSTR_LEN(parent->name), name, length) == 0) {
			return true;
		}
		if (!(parent->ce_flags & ZEND_ACC_RESOLVED_PARENT)) {
			break;
		}
	}
	if (!(ce->ce_flags & ZEND_ACC_RESOLVED_INTERFACES)) {
		return false;
	}
	for (uint32_t number = 0; number < ce->num_interfaces; number++) {
		const zend_string *interface = ce->interfaces[number]->name;
		if (zend_binary_strcasecmp(ZSTR_VAL(interface), ZSTR_LEN(interface), name, length) == 0) {
			return true;
		}
	}
	return false;
}

/* Has no long jump left PHP code in this request? */
bool weft_is_clean(void) { return !CG(unclean_shutdown); }

/* --- types ---------------------------------------------------------------------------------------------- */

static uint32_t classes(const zend_type *type)
{
	if (ZEND_TYPE_HAS_LIST(*type)) {
		uint32_t count = 0;
		zend_type *part;
		ZEND_TYPE_LIST_FOREACH(ZEND_TYPE_LIST(*type), part) {
			count += classes(part);
		} ZEND_TYPE_LIST_FOREACH_END();
		return count;
	}
	return ZEND_TYPE_HAS_NAME(*type) ? 1 : 0;
}

/* Does a value fit a type, as the function's own file would have it, weak or strict? May change the value as PHP does
 * (an integer for a float, and so on). The frame is that of the function whose type it is. May leave an exception. */
bool weft_type_admits(zend_execute_data *frame, zend_arg_info *info, zval *value)
{
	zend_type *type = &info->type;
	if (!ZEND_TYPE_IS_SET(*type) || ZEND_TYPE_CONTAINS_CODE(*type, Z_TYPE_P(value))) {
		return true;
	}
	/* "self", "static" and declare(strict_types) mean those of the frame that the engine sees as running, in the check
	 * of a return type. */
	zend_execute_data *running = EG(current_execute_data);
#if PHP_VERSION_ID >= 80500
	/* The engine finds classes by the cache that each class's name has. */
	EG(current_execute_data) = frame;
	bool fits = zend_check_user_type_slow(type, value, NULL, /* is_return_type */ true);
	EG(current_execute_data) = running;
#else
	/* The engine keeps found classes here; nothing is kept between two checks. */
	void *few[16] = {0};
	uint32_t count = classes(type) + 1;
	void **slots = count > 16 ? ecalloc(count, sizeof(void *)) : few;
	EG(current_execute_data) = frame;
	bool fits = zend_check_user_type_slow(type, value, NULL, slots, /* is_return_type */ true);
	EG(current_execute_data) = running;
	if (slots != few) {
		efree(slots);
	}
#endif
	return fits && EG(exception) == NULL;
}

/* What an error message calls a type; to be released. */
zend_string *weft_type_text(const zend_arg_info *info) { return zend_type_to_string(info->type); }

/* Gives a reference a new value; false when the types of what is bound to it refuse it. */
bool weft_assign_reference(zval *place, zval *value)
{
	zend_reference *reference = Z_REF_P(place);
	zval copy;
	ZVAL_COPY(&copy, value);
	if (ZEND_REF_HAS_TYPE_SOURCES(reference)) {
		return zend_try_assign_typed_ref_zval_ex(reference, &copy, /* strict */ true) == SUCCESS && EG(exception) == NULL;
	}
	zval old;
	ZVAL_COPY_VALUE(&old, &reference->val);
	ZVAL_COPY_VALUE(&reference->val, &copy);
	zval_ptr_dtor(&old);
	return true;
}

/* --- values --------------------------------------------------------------------------------------------- */

void weft_value_copy(zval *to, const zval *from) { ZVAL_COPY(to, from); }
void weft_value_release(zval *value)
{
	if (!Z_REFCOUNTED_P(value)) {
		return;
	}
	zval old;
	ZVAL_COPY_VALUE(&old, value);
	ZVAL_UNDEF(value);
	zval_ptr_dtor(&old);
}
void weft_value_text(zval *value, const char *bytes, size_t length) { ZVAL_STRINGL_FAST(value, bytes, length); }
void weft_value_array(zval *value, uint32_t size) { array_init_size(value, size); }
void weft_value_held_array(zval *value, zend_array *array)
{
	ZVAL_ARR(value, array);
	if (GC_FLAGS(array) & GC_IMMUTABLE) {
		Z_TYPE_FLAGS_P(value) = 0;
	}
}
const char *weft_value_type_name(const zval *value) { return zend_zval_type_name(value); }
bool weft_value_same(const zval *one, const zval *other)
{
	if (Z_TYPE_P(one) != Z_TYPE_P(other)) {
		return false;
	}
	/* Up to null and the booleans the type is all there is. */
	return Z_TYPE_P(one) <= IS_TRUE || Z_LVAL_P(one) == Z_LVAL_P(other);
}

void weft_array_push(zval *array, zval *value) { zend_hash_next_index_insert(Z_ARRVAL_P(array), value); }
void weft_array_put(zval *array, const char *key, size_t length, zval *value)
{
	zend_hash_str_update(Z_ARRVAL_P(array), key, length, value);
}
zval *weft_array_get(const zend_array *array, zend_string *name, zend_ulong index)
{
	return name != NULL ? zend_hash_find(array, name) : zend_hash_index_find(array, index);
}
void weft_array_addref(zend_array *array) { GC_TRY_ADDREF(array); }
void weft_array_release(zend_array *array) { zend_array_release(array); }
void weft_array_remove(zend_array *array, zend_string *name, zend_ulong index)
{
	if (name != NULL) {
		zend_hash_del(array, name);
	} else {
		zend_hash_index_del(array, index);
	}
}
zend_array *weft_array_copy(zend_array *array) { return zend_array_dup(array); }
void weft_array_set(zend_array *array, zend_string *name, zend_ulong index, zval *value)
{
	if (name != NULL) {
		zend_hash_update(array, name, value);
	} else {
		zend_hash_index_update(array, index, value);
	}
}
/* The element at a place in the table; false beyond its end. A gap gives no value. */
bool weft_array_at(const zend_array *array, uint32_t position, zend_string **name, zend_ulong *index, zval **value)
{
	if (position >= array->nNumUsed) {
		return false;
	}
	zval *found;
	if (HT_FLAGS(array) & HASH_FLAG_PACKED) {
		found = &array->arPacked[position];
		*name = NULL;
		*index = position;
	} else {
		const Bucket *bucket = &array->arData[position];
		found = (zval *) &bucket->val;
		*name = bucket->key;
		*index = bucket->h;
	}
	*value = Z_ISUNDEF_P(found) ? NULL : found;
	return true;
}

/* --- exceptions ----------------------------------------------------------------------------------------- */

zend_object *weft_exception(void) { return EG(exception); }

/* Puts a pending exception aside. */
zend_object *weft_exception_take(void)
{
	zend_object *exception = EG(exception);
	EG(exception) = NULL;
	return exception;
}

/* Puts it back; a pending one gets it as its previous. */
void weft_exception_restore(zend_object *exception)
{
	if (EG(exception) == NULL) {
		EG(exception) = exception;
	} else {
		zend_exception_set_previous(EG(exception), exception);
	}
}

void weft_object_addref(zend_object *object) { GC_ADDREF(object); }
void weft_object_release(zend_object *object) { OBJ_RELEASE(object); }

/* The kind of what was thrown: 0 an exception, 1 exit(), 2 the end of a fiber. */
int weft_exception_kind(const zend_object *exception)
{
	return zend_is_unwind_exit(exception) ? 1 : zend_is_graceful_exit(exception) ? 2 : 0;
}

bool weft_is_throwable(const zend_object *object) { return instanceof_function(object->ce, zend_ce_throwable); }

void weft_throw_error(const char *message) { zend_throw_error(NULL, "%s", message); }
void weft_throw_value_error(const char *message) { zend_value_error("%s", message); }
void weft_argument_error(uint32_t number, bool type, const char *message)
{
	zend_argument_error(type ? zend_ce_type_error : zend_ce_value_error, number, "%s", message);
}

static zend_string *text_of(zend_object *exception, const char *name, size_t length)
{
	zval holder;
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	zval *value = zend_read_property(base, exception, name, length, 1, &holder);
	return zval_get_string(value);
}

/* "Class: message in file:line"; to be released. */
zend_string *weft_exception_text(zend_object *exception)
{
	zend_string *message = text_of(exception, ZEND_STRL("message"));
	zend_string *file = text_of(exception, ZEND_STRL("file"));
	zend_string *line = text_of(exception, ZEND_STRL("line"));
	zend_string *text = strpprintf(0, "%s: %s in %s:%s", ZSTR_VAL(exception->ce->name), ZSTR_VAL(message), ZSTR_VAL(file), ZSTR_VAL(line));
	zend_string_release(message);
	zend_string_release(file);
	zend_string_release(line);
	return text;
}
