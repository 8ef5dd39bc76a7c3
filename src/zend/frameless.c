/* Calls without a frame, which the compiler makes of str_contains($a, $b) and its kind since PHP 8.4.
 *
 * Such an instruction calls what stands under its number in a table of the engine. While a function is intercepted, what
 * stands there is one of the handlers below: it makes the call that other code makes, with a frame, so weft is called as
 * ever. Code that is compiled meanwhile has ordinary calls, and machine code has the address of what stood there when it
 * was made: the handlers below serve it whether the function is intercepted or not. */
#include "handlers.h"

#if PHP_VERSION_ID >= 80400

#include "zend_exceptions.h"
#include "zend_frameless_function.h"

static void call(zval *result, uint32_t passed, zval **arguments)
{
	zend_execute_data *caller = EG(current_execute_data);
	zend_function *function = ZEND_FLF_FUNC(caller->opline);
	zend_execute_data *frame = zend_vm_stack_push_call_frame(ZEND_CALL_NESTED_FUNCTION, function, passed, NULL);
	for (uint32_t number = 0; number < passed; number++) {
		ZVAL_COPY(ZEND_CALL_VAR_NUM(frame, number), arguments[number]);
	}
	frame->prev_execute_data = caller;
	EG(current_execute_data) = frame;
	function->internal_function.handler(frame, result);
	EG(current_execute_data) = caller;
	zend_vm_stack_free_args(frame);
	zend_vm_stack_free_call_frame(frame);
	if (UNEXPECTED(EG(exception) != NULL)) {
		/* What was thrown in the frame of a built-in function has not turned its caller yet. */
		zend_rethrow_exception(caller);
	}
}

static void call_0(zval *result) { call(result, 0, NULL); }
static void call_1(zval *result, zval *first) { call(result, 1, (zval *[]){first}); }
static void call_2(zval *result, zval *first, zval *second) { call(result, 2, (zval *[]){first, second}); }
static void call_3(zval *result, zval *first, zval *second, zval *third) { call(result, 3, (zval *[]){first, second, third}); }

/* Puts the handlers above, or the function's own, where the instructions find them. The table has them in the order of the
 * function's list, and ends with NULL. */
static void set_handlers(const zend_internal_function *function, const zend_frameless_function_info *own, bool exchange)
{
	static void *const handlers[] = {call_0, call_1, call_2, call_3};
	for (size_t number = 0; zend_flf_functions != NULL && zend_flf_functions[number] != NULL && own->handler != NULL; number++) {
		if (zend_flf_functions[number] != (const zend_function *) function) {
			continue;
		}
		if (own->num_args < sizeof(handlers) / sizeof(*handlers)) {
			zend_flf_handlers[number] = exchange ? handlers[own->num_args] : own->handler;
		}
		own++;
	}
}

const void *weft_frame_calls(zend_internal_function *function)
{
	const zend_frameless_function_info *own = function->frameless_function_infos;
	if (own != NULL) {
		/* Calls that get no frame are compiled only where this is; and the compiler would look for the handlers. */
		function->frameless_function_infos = NULL;
		set_handlers(function, own, true);
	}
	return own;
}

void weft_unframe_calls(zend_internal_function *function, const void *own)
{
	if (own != NULL) {
		set_handlers(function, own, false);
		function->frameless_function_infos = own;
	}
}

#else

const void *weft_frame_calls(zend_internal_function *function) { return NULL; }
void weft_unframe_calls(zend_internal_function *function, const void *own) {}

#endif
