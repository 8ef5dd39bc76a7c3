/* How callbacks are run: for callable.c, which runs them for whoever asks, and for quick.c. */
#ifndef WEFT_CALLABLE_H
#define WEFT_CALLABLE_H

#include "php.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "weft.h"

/* Of this library, so they need not be asked for by their addresses. */
#pragma GCC visibility push(hidden)
/* Callbacks under way, in all fibers. */
extern TSRM_TLS uint32_t weft_running;
/* The place of weft's data in each fiber: there stands which callback is running, if any. */
extern int weft_guard_place;
#pragma GCC visibility pop

/* Calls a callback of which nothing is remembered yet, or for which zend_call_function() is needed. */
void weft_callable_otherwise(weft_callable *callable, zend_object *argument);

/* Calls one from what is remembered of its first call. */
static zend_always_inline void weft_callable_again(weft_callable *callable, zend_object *argument)
{
	zend_execute_data *call = (zend_execute_data *) EG(vm_stack_top);
	EG(vm_stack_top) = (zval *) ((char *) call + callable->frame_size);
	/* As zend_init_func_execute_data() does: the rest is not read unless a flag of the call says so. */
	memcpy(call, &callable->frame, offsetof(zend_execute_data, prev_execute_data));
	call->prev_execute_data = EG(current_execute_data);
	call->run_time_cache = callable->frame.run_time_cache;
	zval *variable = ZEND_CALL_VAR_NUM(call, 0);
	if (argument != NULL) {
		ZVAL_OBJ_COPY(variable, argument);
		variable++;
	}
	for (uint32_t left = callable->variables; left > 0; left--) {
		ZVAL_UNDEF(variable);
		variable++;
	}
	if (UNEXPECTED(ZEND_CALL_INFO(&callable->frame) & ZEND_CALL_CLOSURE)) {
		GC_ADDREF(ZEND_CLOSURE_OBJECT(callable->function));
	}
	EG(current_execute_data) = call;
	zend_execute_ex(call);
	EG(vm_stack_top) = (zval *) call;
}

/* Calls one with an argument if, and only if, it takes one. */
static zend_always_inline void weft_callable_call(weft_callable *callable, zend_object *argument)
{
	uint32_t trace = EG(jit_trace_num);
	size_t room = (char *) EG(vm_stack_end) - (char *) EG(vm_stack_top);
	if (EXPECTED(callable->frame_size - 1 < room)) {
		weft_callable_again(callable, argument);
	} else {
		weft_callable_otherwise(callable, argument);
	}
	EG(jit_trace_num) = trace;
}

/* Where errors go while a callback runs: see sandbox.c. */
static zend_always_inline int weft_without_handler(int mask) { return (int) ((uint32_t) (mask & 0x7fff) << 16); }

static zend_always_inline int weft_while_running(int handled, const weft_callable *outer)
{
	return outer == NULL || (handled & 0x7fff) != 0 ? weft_without_handler(handled) : handled & 0x7fffffff;
}

/* An error handler, buffers or settings have changed while a callback ran. Answers where the application's errors go now. */
int weft_callable_settle(int handled, int hidden, const weft_callable *outer);

/* One has left an exception: false. */
bool weft_callable_failed(void);

/* Runs a callback, behind the guard and out of sight of the user's error handler. False: it left an exception of any kind in
 * EG(exception). `outer`: the one inside of which it runs. */
static zend_always_inline bool weft_turn_now(weft_callable *callable, zend_object *argument, void **here, weft_callable *outer)
{
	int handled = EG(user_error_handler_error_reporting);
	int hidden = weft_while_running(handled, outer);
	EG(user_error_handler_error_reporting) = hidden;
	weft_running++;
	callable->calls++;
	*here = callable;
	weft_callable_call(callable, argument);
	if (UNEXPECTED(EG(user_error_handler_error_reporting) != hidden)) {
		handled = weft_callable_settle(handled, hidden, outer);
	}
	weft_running--;
	*here = outer;
	EG(user_error_handler_error_reporting) = handled;
	return EXPECTED(EG(exception) == NULL) || weft_callable_failed();
}

/* The same, if it is active. */
static zend_always_inline bool weft_turn(weft_callable *callable, zend_object *argument, void **here, weft_callable *outer)
{
	return UNEXPECTED(!callable->active) || weft_turn_now(callable, argument, here, outer);
}

static zend_always_inline void **weft_guard_here(void) { return &EG(current_fiber_context)->reserved[weft_guard_place]; }

#endif
