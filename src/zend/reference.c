/* Results by reference that may be no variables.
 *
 * A spliced function takes what the original returns to where the wrapper wants it. When the original returns by reference,
 * PHP's own return would tell whether that is a variable at all; here a native function does, in its place. */
#include "php.h"

/* \Weft\by_reference() takes references and values as they are. At module start, behind weft's functions. */
void weft_install_by_reference(void)
{
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("weft\\by_reference"));
	if (function == NULL || function->type != ZEND_INTERNAL_FUNCTION || function->common.num_args != 1) {
		return;
	}
	ZEND_TYPE_FULL_MASK(function->common.arg_info[0].type) |= ZEND_SEND_PREFER_REF << _ZEND_SEND_MODE_SHIFT;
	ZEND_SET_ARG_FLAG(function, 1, ZEND_SEND_PREFER_REF);
	/* What it gives is a reference in any case: optimizer, JIT and a PHP for debugging rely on what the function says. */
	function->common.fn_flags |= ZEND_ACC_RETURN_REFERENCE;
}

void weft_give_by_reference(zend_execute_data *internal, zval *result)
{
	zval *value = ZEND_CALL_ARG(internal, 1);
	ZVAL_COPY(result, value);
	if (Z_ISREF_P(value)) {
		return;
	}
	ZVAL_MAKE_REF(result);
	/* As if from the function's own return: its line, and no frame of weft's in a trace. */
	EG(current_execute_data) = internal->prev_execute_data;
	zend_error(E_NOTICE, "Only variable references should be returned by reference");
	EG(current_execute_data) = internal;
}
