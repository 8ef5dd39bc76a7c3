/* A Weft\Call, for those who are in a hurry. */
#ifndef WEFT_CLASSES_H
#define WEFT_CLASSES_H

#include "php.h"
#include "weft.h"

/* The properties' places, as `call.rs` knows them too. */
enum { CALL_CLASS, CALL_FUNCTION, CALL_OBJECT, CALL_ARGUMENTS, CALL_RESULT, CALL_ERROR, CALL_DATA, CALL_ABANDONED };

weft_call *weft_call_of_frame(zend_execute_data *frame, uint64_t began);
void weft_call_share(weft_call *call);
void weft_call_set_over(weft_call *call);
void weft_call_dispose(weft_call *call);
void weft_call_forget_spare(bool release);
void weft_call_show_result(weft_call *call, zend_execute_data *frame, const zval *result);

/* May a callback have changed the arguments? weft_call_changes() knows for sure. */
static zend_always_inline bool weft_call_has_changes(const weft_call *call)
{
	const zval *arguments = call->std.properties_table + CALL_ARGUMENTS;
	return !Z_ISUNDEF_P(arguments) && (Z_TYPE_P(arguments) != IS_ARRAY || Z_ARR_P(arguments) != call->given);
}

/* Is the result still this one, as far as can be told at once? */
static zend_always_inline bool weft_call_has_result(const weft_call *call, const zval *result)
{
	const zval *now = call->std.properties_table + CALL_RESULT;
	return Z_TYPE_P(now) == Z_TYPE_P(result) && (Z_TYPE_P(now) <= IS_TRUE || Z_LVAL_P(now) == Z_LVAL_P(result));
}

#endif
