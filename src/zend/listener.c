/* A callback of weft's own, for tests: it is called as one of PHP's is, from the same places, and leaves nothing
 * behind that PHP code could see. */
#include "php.h"
#include "weft.h"

/* classes.c */
weft_call *weft_call_create(zend_execute_data *frame, uint64_t began);
void weft_call_close(weft_call *call, bool kept);

enum { NOT_NATIVE, LISTENS, LOOKS };

/* A record that weft_callables_run() takes, without a PHP function. `looks`: it asks for everything that a Weft\Call
 * tells. */
void weft_listener_keep(weft_callable *callable, bool looks)
{
	callable->native = looks ? LOOKS : LISTENS;
}

/* The woven function's call: the one of a PHP function that called weft, or the built-in one in whose place weft is. */
static zend_execute_data *woven(void)
{
	zend_execute_data *frame = EG(current_execute_data);
	if (frame != NULL && frame->func != NULL && frame->func->type == ZEND_INTERNAL_FUNCTION) {
		const zend_module_entry *module = frame->func->internal_function.module;
		if (module == NULL || strcmp(module->name, "weft") != 0) {
			return frame;
		}
	}
	while (frame != NULL && (frame->func == NULL || !ZEND_USER_CODE(frame->func->type))) {
		frame = frame->prev_execute_data;
	}
	return frame;
}

void weft_listener_run(const weft_callable *callable)
{
	zend_execute_data *frame = woven();
	if (callable->native != LOOKS || frame == NULL || weft_generator_abandoning()) {
		return;
	}
	/* The object's number is free again before PHP code goes on, and is the next one to be given. */
	weft_call *call = weft_call_create(frame, 0);
	zval holder;
	zend_read_property(call->std.ce, &call->std, ZEND_STRL("arguments"), /* silent */ true, &holder);
	weft_call_close(call, false);
	OBJ_RELEASE(&call->std);
}
