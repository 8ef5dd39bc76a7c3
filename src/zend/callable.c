/* Callbacks that a user gave, kept for many calls and run in a sandbox. Nothing here decides anything; callable.rs and
 * sandbox.rs do. */
#include "php.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "zend_observer.h"
#include "callable.h"
#include "classes.h"
#include "weft.h"

/* Prepares a value that a user gave as callback. False: it is none, and `error` says why (to be released). */
bool weft_callable_keep(weft_callable *callable, zval *value, char **error)
{
	zend_fcall_info_cache cache;
	if (!zend_is_callable_ex(value, NULL, 0, NULL, &cache, error)) {
		return false;
	}
	weft_hear_errors();
	zend_function *function = cache.function_handler;
	ZVAL_COPY(&callable->value, value);
	callable->required = function->common.required_num_args;
	callable->takes = (function->common.fn_flags & ZEND_ACC_VARIADIC) ? UINT32_MAX : function->common.num_args;
	callable->takes_call = function->common.num_args > 0 || (function->common.fn_flags & ZEND_ACC_VARIADIC);
	if (function->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE) {
		/* __call(): takes whatever it gets, and is made anew for each call. */
		callable->takes_call = true;
		callable->takes = UINT32_MAX;
		zend_release_fcall_info_cache(&cache);
		return true;
	}
	bool plain = !(function->common.fn_flags & (ZEND_ACC_DEPRECATED | ZEND_ACC_VARIADIC)) && !(callable->takes_call && ARG_SHOULD_BE_SENT_BY_REF(function, 1));
	if (function->type != ZEND_USER_FUNCTION || !plain || ZEND_OBSERVER_ENABLED || weft_clock_runs()) {
		return true;
	}
	callable->direct = true;
	callable->function = function;
	callable->call_info = ZEND_CALL_TOP_FUNCTION | ZEND_CALL_DYNAMIC;
	if ((function->common.fn_flags & ZEND_ACC_STATIC) || cache.object == NULL) {
		callable->object_or_scope = cache.called_scope;
	} else {
		callable->object_or_scope = cache.object;
		callable->call_info |= ZEND_CALL_HAS_THIS;
	}
	if (function->common.fn_flags & ZEND_ACC_CLOSURE) {
		callable->call_info |= ZEND_CALL_CLOSURE;
		if (function->common.fn_flags & ZEND_ACC_FAKE_CLOSURE) {
			callable->call_info |= ZEND_CALL_FAKE_CLOSURE;
		}
	}
	return true;
}

void weft_callable_release(weft_callable *callable)
{
	zval value;
	ZVAL_COPY_VALUE(&value, &callable->value);
	ZVAL_UNDEF(&callable->value);
	zval_ptr_dtor(&value);
}

/* Where a callback stands, for messages. */
zend_string *weft_callable_name(weft_callable *callable) { return zend_get_callable_name(&callable->value); }

static void call_slowly(const weft_callable *callable, zend_object *argument)
{
	if (callable->native) {
		weft_listener_run(callable);
		return;
	}
	zval result, parameter;
	zend_fcall_info call = empty_fcall_info;
	call.size = sizeof(call);
	call.retval = &result;
	ZVAL_UNDEF(&result);
	ZVAL_COPY_VALUE(&call.function_name, &callable->value);
	if (argument != NULL) {
		/* A reference, for callbacks that take one; others see through it. */
		ZVAL_OBJ_COPY(&parameter, argument);
		ZVAL_MAKE_REF(&parameter);
		call.params = &parameter;
		call.param_count = 1;
	}
	bool timed = weft_clock_runs();
	if (timed) {
		weft_clock_begin();
	}
	zend_call_function(&call, NULL);
	if (timed) {
		weft_clock_end();
	}
	if (call.param_count) {
		zval_ptr_dtor(&parameter);
	}
	zval_ptr_dtor(&result);
}

/* Does the instruction only check the first argument's type? Not where the JIT counts the calls by it. */
static bool is_checked(const zend_op *op)
{
	zend_op plain = *op;
	zend_vm_set_opcode_handler(&plain);
	return op->opcode == ZEND_RECV && op->op1.num == 1 && op->handler == plain.handler;
}

/* Calls the function as zend_call_function() would, and remembers what its frame was like at first. */
static void call_first(weft_callable *callable, zend_object *argument)
{
	zend_function *function = callable->function;
	uint32_t passed = argument != NULL;
	zend_execute_data *call = zend_vm_stack_push_call_frame(callable->call_info, function, passed, callable->object_or_scope);
	if (passed) {
		ZVAL_OBJ_COPY(ZEND_CALL_ARG(call, 1), argument);
	}
	if (callable->call_info & ZEND_CALL_CLOSURE) {
		GC_ADDREF(ZEND_CLOSURE_OBJECT(function));
	}
	zend_init_func_execute_data(call, &function->op_array, NULL);
	if (!(ZEND_CALL_INFO(call) & ZEND_CALL_ALLOCATED) && passed == (callable->takes_call ? 1 : 0)) {
		callable->frame = *call;
		if (!(callable->call_info & ZEND_CALL_FAKE_CLOSURE) && !(function->common.fn_flags & ZEND_ACC_GENERATOR)) {
			/* The frame need not hold the closure: its owner keeps it until no callback runs. A generator's frame lives on. */
			ZEND_DEL_CALL_FLAG(&callable->frame, ZEND_CALL_CLOSURE);
		}
		callable->frame_size = zend_vm_calc_used_stack(passed, function);
		callable->variables = function->op_array.last_var - passed;
	}
	const zend_op *begins = call->opline;
	zend_execute_ex(call);
	zend_vm_stack_free_call_frame(call);
	if (passed && EG(exception) == NULL && callable->frame_size != 0 && callable->frame.opline == begins && is_checked(begins)) {
		/* The type is that of a Weft\Call for good. */
		callable->frame.opline++;
	}
}

void weft_callable_otherwise(weft_callable *callable, zend_object *argument)
{
	if (callable->direct) {
		call_first(callable, argument);
	} else {
		call_slowly(callable, argument);
	}
}

TSRM_TLS uint32_t weft_running;
uint32_t weft_callables_running(void) { return weft_running; }
void weft_callables_enter(void) { weft_running++; }
void weft_callables_exit(void) { weft_running--; }

int weft_guard_place;
void weft_set_guard(int handle) { weft_guard_place = handle; }

/* Out of every callback: a request begins. */
void weft_unguard(void)
{
	EG(current_fiber_context)->reserved[weft_guard_place] = NULL;
	weft_running = 0;
	weft_sandbox_forget();
	weft_errors_forget();
	weft_clock_reset();
}

/* Out of every callback: a long jump has left them all. */
static void left(void)
{
	weft_sandbox_abandon();
	weft_unguard();
}

/* The natives that woven code calls, and that run callbacks. */
static bool runs_callbacks(const zend_execute_data *frame)
{
	if (frame->func == NULL || frame->func->type != ZEND_INTERNAL_FUNCTION || frame->func->common.scope != NULL) {
		return false;
	}
	const char *name = ZSTR_VAL(frame->func->common.function_name);
	return zend_binary_strncasecmp(name, strlen(name), ZEND_STRL("weft\\"), 5) == 0 && zend_binary_strncasecmp(name, strlen(name), ZEND_STRL("weft\\proceed"), 12) != 0;
}

/* Was the callback left by a long jump that told nobody, as when the browser has gone? */
static zend_never_inline bool is_left(void)
{
	const zend_execute_data *asks = EG(current_execute_data);
	for (const zend_execute_data *frame = asks; frame != NULL; frame = frame->prev_execute_data) {
		/* The one on top is about to run some. */
		if (frame != asks && runs_callbacks(frame)) {
			return false;
		}
	}
	left();
	return true;
}

/* Stands in fibers that a callback has started, for as long as they live. */
static weft_callable inherited;

static zend_always_inline weft_callable *guarding(void)
{
	weft_callable *callable = EG(current_fiber_context)->reserved[weft_guard_place];
	return EXPECTED(callable == NULL) || (UNEXPECTED(CG(unclean_shutdown)) && is_left()) ? NULL : callable;
}

weft_callable *weft_callable_here(void)
{
	weft_callable *callable = guarding();
	/* The fiber may outlive the callback. */
	return callable == &inherited && weft_running == 0 ? NULL : callable;
}

bool weft_is_inherited(const weft_callable *callable) { return callable == &inherited; }

bool weft_guarded(void)
{
	const weft_callable *callable = guarding();
	return callable != NULL && !callable->nested;
}

/* A fiber begins: what a callback starts is the callback's doing. */
static void on_fiber(zend_fiber_context *fiber)
{
	const weft_callable *callable = EG(current_fiber_context) == NULL ? NULL : EG(current_fiber_context)->reserved[weft_guard_place];
	if (callable != NULL && !callable->nested) {
		fiber->reserved[weft_guard_place] = &inherited;
	}
}

/* At module start. */
void weft_guard_fibers(void) { zend_observer_fiber_init_register(on_fiber); }

/* What a callback has left behind is looked at as if it still ran: what PHP and the values themselves have to say about
 * it is the callback's. */
void weft_callable_resume(weft_callable *callable, weft_surroundings *before)
{
	before->outer = weft_callable_here();
	before->handled = EG(user_error_handler_error_reporting);
	before->hidden = weft_while_running(before->handled, before->outer);
	EG(current_fiber_context)->reserved[weft_guard_place] = callable;
	EG(user_error_handler_error_reporting) = before->hidden;
	weft_running++;
}

void weft_callable_leave(const weft_surroundings *before)
{
	if (EG(user_error_handler_error_reporting) != before->hidden) {
		weft_sandbox_end();
	}
	weft_running--;
	EG(current_fiber_context)->reserved[weft_guard_place] = before->outer;
	EG(user_error_handler_error_reporting) = before->handled;
}

int weft_callable_settle(int handled, int hidden, const weft_callable *outer)
{
	weft_sandbox_end();
	int now = EG(user_error_handler_error_reporting);
	/* While the callback had suspended its fiber, the application has set a handler, or removed it? */
	return outer == NULL && (now & 0xffff) == 0 && ((now ^ hidden) & 0x7fff0000) != 0 ? (now >> 16) & 0x7fff : handled;
}

bool weft_callable_failed(void)
{
	/* What exit() was called with is the callback's. */
	if (zend_is_unwind_exit(EG(exception))) {
		EG(exit_status) = 0;
	}
	return false;
}

static zend_always_inline uint32_t run_all(weft_callable *const *callables, uint32_t count, uint64_t began, zend_object *argument, weft_callable *outer)
{
	void **here = weft_guard_here();
	uint32_t number = 0;
	do {
		weft_callable *callable = callables[number];
		if (EXPECTED(callable->born <= began) && UNEXPECTED(!weft_turn(callable, callable->takes_call ? argument : NULL, here, outer))) {
			break;
		}
	} while (++number < count);
	return number;
}

static zend_never_inline uint32_t run_inside(weft_callable *const *callables, uint32_t count, uint64_t began, zend_object *argument)
{
	return weft_guarded() ? count : run_all(callables, count, began, argument, weft_callable_here());
}

/* Runs callbacks one behind the other, those that were there when the invocation began, behind the guard and out of
 * sight of the user's error handler. Answers how many ended as they should (or had no turn): with fewer than `count`,
 * the next one left an exception of any kind in EG(exception). There must be none before. Inside of another callback
 * none is run, unless that one allows it, and all count as done. */
uint32_t weft_callables_run(weft_callable *const *callables, uint32_t count, uint64_t began, zend_object *argument)
{
	if (UNEXPECTED(EG(current_fiber_context)->reserved[weft_guard_place] != NULL)) {
		return run_inside(callables, count, began, argument);
	}
	return run_all(callables, count, began, argument, NULL);
}

/* The same with a Weft\Call, as long as none skips the call or may have changed its arguments: then the next one did. */
uint32_t weft_callables_run_until(weft_callable *const *callables, uint32_t count, uint64_t began, weft_call *call)
{
	uint32_t number = 0;
	while (number < count && weft_callables_run(callables + number, 1, began, &call->std) == 1 && call->stage == WEFT_BEFORE && !weft_call_has_changes(call)) {
		number++;
	}
	return number;
}

/* Runs one callback in the same way, with as many of these arguments as it takes. */
bool weft_callable_tell(weft_callable *callable, uint64_t began, zval *arguments, uint32_t count)
{
	if (!callable->active || callable->born > began || weft_guarded()) {
		return true;
	}
	weft_callable *outer = weft_callable_here();
	int handled = EG(user_error_handler_error_reporting);
	int hidden = weft_while_running(handled, outer);
	uint32_t trace = EG(jit_trace_num);
	zval result;
	zend_fcall_info call = empty_fcall_info;
	call.size = sizeof(call);
	call.retval = &result;
	ZVAL_UNDEF(&result);
	ZVAL_COPY_VALUE(&call.function_name, &callable->value);
	call.params = arguments;
	call.param_count = count < callable->takes ? count : callable->takes;
	EG(user_error_handler_error_reporting) = hidden;
	weft_running++;
	callable->calls++;
	EG(current_fiber_context)->reserved[weft_guard_place] = callable;
	zend_call_function(&call, NULL);
	zval_ptr_dtor(&result);
	if (EG(user_error_handler_error_reporting) != hidden) {
		weft_sandbox_end();
	}
	weft_running--;
	EG(current_fiber_context)->reserved[weft_guard_place] = outer;
	EG(user_error_handler_error_reporting) = handled;
	EG(jit_trace_num) = trace;
	return EG(exception) == NULL || weft_callable_failed();
}
