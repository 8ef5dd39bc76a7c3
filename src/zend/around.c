/* Wrapper templates around internal functions: run as they are written, as closures, since there is no code that they could
 * be woven into. */
#include "php.h"
#include "zend_closures.h"
#include "zend_compile.h"
#include "zend_execute.h"
#include "weft.h"

/* The closure that a template's file returns; false when PHP would not have it now. The text was compiled before, so
 * there is nothing to complain about. */
bool weft_template_closure(const char *source, size_t length, const char *file, zval *closure)
{
	ZVAL_UNDEF(closure);
	if (CG(in_compilation) || EG(exception) != NULL) {
		return false;
	}
	zend_string *text = zend_string_init(source, length, 0);
	zend_op_array *code = zend_compile_string(text, file, ZEND_COMPILE_POSITION_AT_OPEN_TAG);
	zend_string_release(text);
	if (code == NULL) {
		return false;
	}
	code->scope = NULL;
	zend_execute(code, closure);
	weft_discard(code);
	if (Z_TYPE_P(closure) == IS_OBJECT && Z_OBJCE_P(closure) == zend_ce_closure) {
		return true;
	}
	zval_ptr_dtor(closure);
	ZVAL_UNDEF(closure);
	return false;
}

const void *weft_closure_code(zend_object *closure) { return zend_get_closure_method_def(closure)->op_array.opcodes; }

/* Calls a template in the place of the internal function that runs. The result is set in any case. */
void weft_call_template(zval *closure, zend_array *settings, zval *result)
{
	zend_fcall_info call = empty_fcall_info;
	call.size = sizeof(call);
	ZVAL_COPY_VALUE(&call.function_name, closure);
	call.retval = result;
	call.params = settings->arPacked;
	call.param_count = settings->nNumUsed;
	ZVAL_UNDEF(result);
	zend_call_function(&call, NULL);
	if (Z_ISUNDEF_P(result)) {
		ZVAL_NULL(result);
	}
	if (Z_ISREF_P(result)) {
		zend_unwrap_reference(result);
	}
}

/* What runs from here on sees this frame as the one that runs. Answers the one that did. */
zend_execute_data *weft_enter_frame(zend_execute_data *frame)
{
	zend_execute_data *running = EG(current_execute_data);
	EG(current_execute_data) = frame;
	return running;
}
