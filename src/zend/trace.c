/* Stack traces without the frames of wrappers.
 *
 * Where an original stands apart (call join), its caller is the wrapper. zend_fetch_debug_backtrace() is no hook, but
 * all that asks for a trace is one: exceptions take theirs in create_object, the two backtrace functions and what
 * Reflection has for fibers are internal functions. While one of these works, each frame that a wrapper has above it is linked to the wrapper's caller, so that the trace
 * shows one frame with the original's arguments and the true caller's line, as without weft. Nothing runs PHP code
 * meanwhile. */
#include "php.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "handlers.h"

/* What the second operand of a call says that is a wrapper's call of its original (see call.rs). */
#define WEFT_PROCEEDS 0x77656674
/* The bit that marks a wrapper's word (see point.rs). */
#define WOVEN 1

typedef struct {
	zend_execute_data *frame;
	zend_execute_data *caller;
	uint32_t call_info;
	/* Set where another function stands for the frame's own. */
	zend_function *original;
} relinked;

typedef struct {
	relinked *links;
	size_t count;
	size_t size;
	relinked first[16];
} chain;

static int handle = -1;
static bool in_use;
static zif_handler proceed_handler;
static zend_object *(*exception_new)(zend_class_entry *class_type);
static zend_object *(*error_exception_new)(zend_class_entry *class_type);
static zif_handler backtrace_handler;
static zif_handler print_backtrace_handler;
static zif_handler fiber_trace_handler;

/* From now on there are originals that stand apart, perhaps: opcache hands on what other processes wove. */
void weft_note_original(void) { in_use = true; }

static bool is_woven(const zend_execute_data *frame)
{
	return frame != NULL && frame->func != NULL && ZEND_USER_CODE(frame->func->type) && ((uintptr_t) frame->func->op_array.reserved[handle] & WOVEN) != 0;
}

/* The wrapper whose frame stands between its original, or what the original's end destroys, and the true caller. */
static zend_execute_data *wrapper_above(const zend_execute_data *frame)
{
	zend_execute_data *caller = frame->prev_execute_data;
	if (caller == NULL || caller->func == NULL) {
		return NULL;
	}
	if (caller->func->type == ZEND_INTERNAL_FUNCTION) {
		return caller->func->internal_function.handler == proceed_handler && is_woven(caller->prev_execute_data) ? caller->prev_execute_data : NULL;
	}
	if (!is_woven(caller)) {
		return NULL;
	}
	const zend_op *op = caller->opline;
	if (op->opcode == ZEND_HANDLE_EXCEPTION && EG(opline_before_exception) != NULL) {
		/* What the original's end destroys has thrown already. */
		op = EG(opline_before_exception);
	}
	switch (op->opcode) {
		case ZEND_DO_UCALL:
		case ZEND_DO_FCALL:
			return op->op2.num == WEFT_PROCEEDS ? caller : NULL;
	}
	return NULL;
}

/* A trait's method may have been called by an alias, which is the name of the wrapper; all wrappers of the method share
 * one original. */
static zend_function *named(const zend_function *original, const zend_function *wrapper)
{
	if (original->type != ZEND_USER_FUNCTION || original->common.scope == NULL || original->common.scope->trait_aliases == NULL
	 || original->op_array.filename != wrapper->op_array.filename || original->op_array.line_start != wrapper->op_array.line_start
	 || zend_string_equals(original->common.function_name, wrapper->common.function_name)) {
		return NULL;
	}
	zend_op_array *copy = emalloc(sizeof(zend_op_array));
	*copy = original->op_array;
	copy->function_name = wrapper->common.function_name;
	return (zend_function *) copy;
}

/* From this frame on, down to `last`. */
static void relink_frames(chain *chain, zend_execute_data *frame, const zend_execute_data *last)
{
	chain->links = chain->first;
	chain->count = 0;
	chain->size = sizeof(chain->first) / sizeof(relinked);
	if (!in_use) {
		return;
	}
	for (; frame != NULL && frame != last; frame = frame->prev_execute_data) {
		zend_execute_data *wrapper = wrapper_above(frame);
		if (wrapper == NULL) {
			continue;
		}
		const zend_execute_data *ends = wrapper;
		/* A wrapper may itself be called while another one's original ends: a destructor, say. */
		for (zend_execute_data *next; (next = wrapper_above(wrapper)) != NULL;) {
			wrapper = next;
		}
		if (chain->count == chain->size) {
			relinked *more = safe_emalloc(chain->size * 2, sizeof(relinked), 0);
			memcpy(more, chain->links, chain->count * sizeof(relinked));
			if (chain->links != chain->first) {
				efree(chain->links);
			}
			chain->links = more;
			chain->size *= 2;
		}
		chain->links[chain->count].frame = frame;
		chain->links[chain->count].caller = frame->prev_execute_data;
		chain->links[chain->count].call_info = ZEND_CALL_INFO(frame);
		chain->links[chain->count].original = NULL;
		zend_function *copy = named(frame->func, ends->func);
		if (copy != NULL) {
			chain->links[chain->count].original = frame->func;
			frame->func = copy;
		}
		/* A handler called from outside of any code: by this flag a trace knows it. */
		ZEND_ADD_CALL_FLAG(frame, ZEND_CALL_INFO(wrapper) & ZEND_CALL_TOP_FUNCTION);
		chain->count++;
		frame->prev_execute_data = wrapper->prev_execute_data;
	}
}

static void relink(chain *chain) { relink_frames(chain, EG(current_execute_data), NULL); }

static void restore(chain *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		chain->links[i].frame->prev_execute_data = chain->links[i].caller;
		ZEND_CALL_INFO(chain->links[i].frame) = chain->links[i].call_info;
		if (chain->links[i].original != NULL) {
			efree(chain->links[i].frame->func);
			chain->links[i].frame->func = chain->links[i].original;
		}
	}
	if (chain->links != chain->first) {
		efree(chain->links);
	}
}

static zend_object *new_exception(zend_class_entry *class_type)
{
	if (EXPECTED(!in_use)) {
		return exception_new(class_type);
	}
	chain chain;
	relink(&chain);
	zend_object *exception = exception_new(class_type);
	restore(&chain);
	return exception;
}

static zend_object *new_error_exception(zend_class_entry *class_type)
{
	if (EXPECTED(!in_use)) {
		return error_exception_new(class_type);
	}
	chain chain;
	relink(&chain);
	zend_object *exception = error_exception_new(class_type);
	restore(&chain);
	return exception;
}

static ZEND_FUNCTION(weft_debug_backtrace)
{
	chain chain;
	relink(&chain);
	backtrace_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	restore(&chain);
}

static ZEND_FUNCTION(weft_debug_print_backtrace)
{
	chain chain;
	relink(&chain);
	print_backtrace_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	restore(&chain);
}

/* Of a fiber that is suspended: its own frames. */
static ZEND_FUNCTION(weft_fiber_trace)
{
	/* Reflection's record, which lies before its object, begins with the fiber. */
	zend_object *reflection = Z_OBJ(EX(This));
	const zval *place = (zval *) ((char *) reflection - reflection->handlers->offset);
	bool known = reflection->handlers->offset >= (int) sizeof(zval) && Z_TYPE_P(place) == IS_OBJECT && instanceof_function(Z_OBJCE_P(place), zend_ce_fiber);
	zend_fiber *fiber = known ? (zend_fiber *) Z_OBJ_P(place) : NULL;
	chain chain;
	if (fiber != NULL && fiber != EG(active_fiber) && fiber->context.status == ZEND_FIBER_STATUS_SUSPENDED) {
		relink_frames(&chain, fiber->execute_data, fiber->stack_bottom);
	} else {
		relink(&chain);
	}
	fiber_trace_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	restore(&chain);
}

/* At module start, with weft's place in op_arrays. Internal classes that are registered later inherit the creator; earlier ones are visited. */
void weft_install_traces(int place)
{
	handle = place;
	zend_function *proceed = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("weft\\proceed"));
	if (proceed == NULL || zend_ce_exception->create_object == new_exception) {
		return;
	}
	proceed_handler = proceed->internal_function.handler;
	exception_new = zend_ce_exception->create_object;
	error_exception_new = zend_ce_error_exception->create_object;
	zend_class_entry *class_entry;
	ZEND_HASH_FOREACH_PTR(CG(class_table), class_entry) {
		if (class_entry->create_object == exception_new) {
			class_entry->create_object = new_exception;
		} else if (class_entry->create_object == error_exception_new) {
			class_entry->create_object = new_error_exception;
		}
	} ZEND_HASH_FOREACH_END();
	weft_replace_function("debug_backtrace", ZEND_FN(weft_debug_backtrace), &backtrace_handler);
	weft_replace_function("debug_print_backtrace", ZEND_FN(weft_debug_print_backtrace), &print_backtrace_handler);
	weft_replace_method("reflectionfiber", "gettrace", ZEND_FN(weft_fiber_trace), &fiber_trace_handler);
}
