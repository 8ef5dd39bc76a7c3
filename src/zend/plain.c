/* What those want to know who only look at a call. */
#include "php.h"
#include "zend_attributes.h"
#include "zend_closures.h"
#include "zend_enum.h"
#include "zend_generators.h"

/* The closure of which this is a call. */
zend_object *weft_frame_closure(const zend_execute_data *frame)
{
	return frame->func->common.fn_flags & ZEND_ACC_CLOSURE ? ZEND_CLOSURE_OBJECT(frame->func) : NULL;
}
zend_class_entry *weft_frame_class(const zend_execute_data *frame)
{
	return Z_TYPE(frame->This) == IS_OBJECT ? Z_OBJCE(frame->This) : Z_CE(frame->This);
}
bool weft_frame_has_named_arguments(const zend_execute_data *frame)
{
	return ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS;
}
bool weft_object_is_generator(const zend_object *object) { return object->ce == zend_ce_generator; }
/* The name of an enum's case; NULL for other objects. */
zend_string *weft_object_case_name(zend_object *object)
{
	return object->ce->ce_flags & ZEND_ACC_ENUM ? Z_STR_P(zend_enum_fetch_case_name(object)) : NULL;
}

/* Must the argument not be shown? Those beyond the declared parameters are the variadic one's. */
bool weft_frame_is_sensitive(const zend_execute_data *frame, uint32_t number)
{
	const zend_function *function = frame->func;
	if (function->common.attributes == NULL) {
		return false;
	}
	if (number > function->common.num_args) {
		number = function->common.num_args;
	}
	return zend_get_parameter_attribute_str(function->common.attributes, ZEND_STRL("sensitiveparameter"), number) != NULL;
}

/* A word in the place of the symbol table, which the engine looks at only in frames that are marked as having one. It
 * goes along when a generator takes its frame away from the stack. */
bool weft_frame_keep_word(zend_execute_data *frame, uintptr_t word)
{
	if (ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_SYMBOL_TABLE) {
		return false;
	}
	frame->symbol_table = (zend_array *) word;
	return true;
}
uintptr_t weft_frame_kept_word(const zend_execute_data *frame)
{
	return ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_SYMBOL_TABLE ? 0 : (uintptr_t) frame->symbol_table;
}
