/* The engine's hooks for what is no call of a function: errors, exceptions, the collector, compiled files. Each is put in
 * place when somebody first asks for it, calls who was there before, and tells src/events/. */
#include "php.h"
#include "zend_compile.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "zend_gc.h"
#include "zend_observer.h"
#include <time.h>
#include "weft.h"

uint64_t weft_monotonic_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* --- PHP code in the middle of something ---------------------------------------------------------------- */

/* May PHP code run now? Not before or behind a request, nor after a long jump, nor in a callback; nor while nothing runs: what
 * a listener throws would then be thrown out of nowhere, which is fatal. */
bool weft_may_tell(void)
{
	return EG(active) && EG(current_execute_data) != NULL && EG(current_fiber_context) != NULL && !CG(unclean_shutdown)
		&& !(EG(flags) & EG_FLAGS_IN_RESOURCE_SHUTDOWN) && !weft_guarded();
}

bool weft_in_callback(void) { return EG(current_fiber_context) != NULL && weft_guarded(); }

static void put_stack_aside(zend_stack *stack, zend_stack *aside)
{
	*aside = *stack;
	stack->top = stack->max = 0;
	stack->elements = NULL;
}

static void put_stack_back(zend_stack *stack, const zend_stack *aside)
{
	zend_stack_destroy(stack);
	*stack = *aside;
}

/* Runs `work`, which may run PHP code, whatever the engine is about: with a pending exception put aside, and the state of
 * the compiler, as the engine does it for error handlers. */
void weft_aside(void (*work)(void *context), void *context)
{
	zend_object *exception = EG(exception);
	const zend_op *opline_before = EG(opline_before_exception);
	zend_execute_data *frame = EG(current_execute_data);
	const zend_op *opline = frame != NULL && frame->func != NULL && ZEND_USER_CODE(frame->func->type) ? frame->opline : NULL;
	bool compiling = CG(in_compilation);
	bool recording = EG(record_errors);
	zend_class_entry *class_entry = CG(active_class_entry);
	zend_stack loop_variables, delayed_oplines, short_circuiting;

	if (compiling) {
		CG(active_class_entry) = NULL;
		CG(in_compilation) = false;
		put_stack_aside(&CG(loop_var_stack), &loop_variables);
		put_stack_aside(&CG(delayed_oplines_stack), &delayed_oplines);
		put_stack_aside(&CG(short_circuiting_opnums), &short_circuiting);
	}
	/* What is said meanwhile is not the file's that is being compiled. */
	EG(record_errors) = false;
	EG(exception) = NULL;
	work(context);
	EG(record_errors) = recording;
	if (compiling) {
		put_stack_back(&CG(loop_var_stack), &loop_variables);
		put_stack_back(&CG(delayed_oplines_stack), &delayed_oplines);
		put_stack_back(&CG(short_circuiting_opnums), &short_circuiting);
		CG(active_class_entry) = class_entry;
		CG(in_compilation) = true;
	}
	if (EG(exception) != NULL) {
		/* The request or the fiber ends with this one, whatever was on its way. */
		if (exception != NULL) {
			OBJ_RELEASE(exception);
		}
		return;
	}
	if (opline != NULL) {
		frame->opline = opline;
	}
	EG(opline_before_exception) = opline_before;
	EG(exception) = exception;
}

/* --- errors --------------------------------------------------------------------------------------------- */

/* By observer: zend_error_cb() is not told of what an error handler of PHP code deals with, and some extensions that stand in
 * for it do not call who was there before. */
static void (*tell_error)(int type, zend_string *file, uint32_t line, zend_string *message, bool suppressed);
static bool errors_observed;

static void on_error(int type, zend_string *file, uint32_t line, zend_string *message)
{
	if (tell_error != NULL) {
		tell_error(type, file, line, message, !(EG(error_reporting) & type));
	}
}

void weft_observe_errors(void (*tell)(int, zend_string *, uint32_t, zend_string *, bool))
{
	tell_error = tell;
	if (!errors_observed) {
		errors_observed = true;
		zend_observer_error_register(on_error);
	}
}

/* --- exceptions ----------------------------------------------------------------------------------------- */

static void (*next_throw_hook)(zend_object *exception);
static void (*tell_exception)(zend_object *exception);
/* Not by the hook itself: somebody may have put another one in front. */
static bool throws_observed;

static bool is_thrown_by_wrapper(void);

static void on_throw(zend_object *exception)
{
	/* Without one: it is thrown again. */
	if (exception != NULL && !is_thrown_by_wrapper() && !zend_is_unwind_exit(exception) && !zend_is_graceful_exit(exception)) {
		tell_exception(exception);
	}
	if (next_throw_hook != NULL) {
		next_throw_hook(exception);
	}
}

void weft_observe_exceptions(void (*tell)(zend_object *))
{
	tell_exception = tell;
	if (!throws_observed) {
		throws_observed = true;
		next_throw_hook = zend_throw_exception_hook;
		zend_throw_exception_hook = on_throw;
	}
}

static bool is_of(const zend_class_entry *class, const zend_string *lower_name)
{
	zend_class_entry *wanted = zend_hash_find_ptr(EG(class_table), lower_name);
	return wanted != NULL && instanceof_function(class, wanted);
}

/* A wrapper catches to tell of it, and throws again. */
static bool is_wrappers(const zend_op *catch)
{
	return (catch->extended_value & ZEND_LAST_CATCH) && catch->op2_type == IS_UNUSED && catch->op2.num == WEFT_OWN_CATCH;
}

/* A wrapper hands on what it has caught. */
static bool is_thrown_by_wrapper(void)
{
	const zend_execute_data *frame = EG(current_execute_data);
	if (frame == NULL || frame->func == NULL || !ZEND_USER_CODE(frame->func->type) || frame->opline->opcode != ZEND_THROW) {
		return false;
	}
	const zend_op_array *op_array = &frame->func->op_array;
	const zend_op *op = frame->opline;
	for (int i = 0; i < 16 && op > op_array->opcodes; i++, op--) {
		if (op->opcode == ZEND_CATCH) {
			return is_wrappers(op);
		}
	}
	return false;
}

static bool catches(const zend_op_array *op_array, uint32_t number, const zend_class_entry *class)
{
	for (;;) {
		const zend_op *op = &op_array->opcodes[number];
		if (op->opcode != ZEND_CATCH || is_wrappers(op)) {
			return false;
		}
		if (is_of(class, Z_STR_P(RT_CONSTANT(op, op->op1) + 1))) {
			return true;
		}
		if (op->extended_value & ZEND_LAST_CATCH) {
			return false;
		}
		number = (uint32_t) (OP_JMP_ADDR(op, op->op2) - op_array->opcodes);
	}
}

/* Is there a catch block around the place where an exception is being thrown that it fits? */
bool weft_is_caught(const zend_object *exception)
{
	for (const zend_execute_data *frame = EG(current_execute_data); frame != NULL; frame = frame->prev_execute_data) {
		if (frame->func == NULL || !ZEND_USER_CODE(frame->func->type)) {
			continue;
		}
		const zend_op_array *op_array = &frame->func->op_array;
		const zend_op *op = frame->opline;
		if (op->opcode == ZEND_HANDLE_EXCEPTION) {
			op = EG(opline_before_exception);
		}
		uint32_t number = (uint32_t) (op - op_array->opcodes);
		for (uint32_t i = 0; i < op_array->last_try_catch; i++) {
			const zend_try_catch_element *element = &op_array->try_catch_array[i];
			if (element->try_op <= number && number < element->catch_op && catches(op_array, element->catch_op, exception->ce)) {
				return true;
			}
		}
	}
	return false;
}

/* What an exception says of itself, by its properties as they are. */
void weft_exception_about(zend_object *exception, zend_string **class, zend_string **message, zend_string **file, uint32_t *line)
{
	zval holder;
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	zval *value = zend_read_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), 1, &holder);
	*class = exception->ce->name;
	*message = Z_TYPE_P(value) == IS_STRING ? Z_STR_P(value) : NULL;
	value = zend_read_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_FILE), 1, &holder);
	*file = Z_TYPE_P(value) == IS_STRING ? Z_STR_P(value) : NULL;
	value = zend_read_property_ex(base, exception, ZSTR_KNOWN(ZEND_STR_LINE), 1, &holder);
	*line = Z_TYPE_P(value) == IS_LONG ? (uint32_t) Z_LVAL_P(value) : 0;
}

/* --- the collector -------------------------------------------------------------------------------------- */

static int (*next_collect)(void);
static bool gc_observed;
static void (*tell_gc)(int collected, uint32_t runs, uint64_t duration);

static int on_collect(void)
{
	uint64_t begun = weft_monotonic_ns();
	int collected = next_collect();
	zend_gc_status status;
	zend_gc_get_status(&status);
	tell_gc(collected, status.runs, weft_monotonic_ns() - begun);
	return collected;
}

void weft_observe_gc(void (*tell)(int, uint32_t, uint64_t))
{
	tell_gc = tell;
	if (!gc_observed) {
		gc_observed = true;
		next_collect = gc_collect_cycles;
		gc_collect_cycles = on_collect;
	}
}

/* --- compiled files ------------------------------------------------------------------------------------- */

static zend_op_array *(*next_compile_file)(zend_file_handle *file, int type);
static bool compile_observed;
static void (*tell_compile)(zend_string *file, uint64_t duration, bool before, bool failed);

static zend_op_array *on_compile(zend_file_handle *file, int type)
{
	tell_compile(NULL, 0, true, false);
	uint64_t begun = weft_monotonic_ns();
	zend_op_array *op_array = next_compile_file(file, type);
	uint64_t duration = weft_monotonic_ns() - begun;
	zend_string *name = file->opened_path != NULL ? file->opened_path : file->filename;
	if (name != NULL) {
		zend_string_addref(name);
		tell_compile(name, duration, false, op_array == NULL);
		zend_string_release(name);
	}
	return op_array;
}

void weft_observe_compile(void (*tell)(zend_string *, uint64_t, bool, bool))
{
	tell_compile = tell;
	if (!compile_observed) {
		compile_observed = true;
		next_compile_file = zend_compile_file;
		zend_compile_file = on_compile;
	}
}

/* --- start and end of the module ------------------------------------------------------------------------ */

/* The engine's list of observers is made anew with each start. */
void weft_events_start_up(void)
{
	errors_observed = throws_observed = gc_observed = compile_observed = false;
	tell_error = NULL;
}

/* Takes away what nobody has put another hook in front of. */
void weft_events_shut_down(void)
{
	tell_error = NULL;
	if (zend_throw_exception_hook == on_throw) {
		zend_throw_exception_hook = next_throw_hook;
	}
	if (gc_collect_cycles == on_collect) {
		gc_collect_cycles = next_collect;
	}
	if (zend_compile_file == on_compile) {
		zend_compile_file = next_compile_file;
	}
}
