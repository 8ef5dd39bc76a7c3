/* Stack traces without the frames of wrappers.
 *
 * Where an original stands apart (call join), its caller is the wrapper. zend_fetch_debug_backtrace() is no hook, but
 * all that asks for a trace is one: exceptions take theirs in create_object, the two backtrace functions are internal
 * functions. While one of these works, each original's frame is linked to the wrapper's caller, so that the trace
 * shows one frame with the original's arguments and the true caller's line, as without weft. Nothing runs PHP code
 * meanwhile. */
#include "php.h"
#include "zend_exceptions.h"

/* The word in `reserved` that marks an original. */
#define ORIGINAL ((void *) 4)
/* The bit that marks a wrapper's word (see point.rs). */
#define WOVEN 1

typedef struct {
	zend_execute_data *frame;
	zend_execute_data *caller;
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

/* From now on there are originals that stand apart. */
void weft_mark_original(zend_op_array *original, int place)
{
	handle = place;
	in_use = true;
	original->reserved[place] = ORIGINAL;
}

static bool is_original(const zend_execute_data *frame)
{
	return frame->func != NULL && ZEND_USER_CODE(frame->func->type) && frame->func->op_array.reserved[handle] == ORIGINAL;
}

static void relink(chain *chain)
{
	chain->links = chain->first;
	chain->count = 0;
	chain->size = sizeof(chain->first) / sizeof(relinked);
	if (!in_use) {
		return;
	}
	for (zend_execute_data *frame = EG(current_execute_data); frame != NULL; frame = frame->prev_execute_data) {
		zend_execute_data *wrapper = frame->prev_execute_data;
		if (wrapper == NULL || !is_original(frame)) {
			continue;
		}
		if (wrapper->func != NULL && wrapper->func->type == ZEND_INTERNAL_FUNCTION && wrapper->func->internal_function.handler == proceed_handler) {
			wrapper = wrapper->prev_execute_data;
		}
		/* A generator's frame is resumed by anybody: its caller is a wrapper of its own only on a direct call. */
		if (wrapper == NULL || wrapper->func == NULL || !ZEND_USER_CODE(wrapper->func->type)
				|| ((uintptr_t) wrapper->func->op_array.reserved[handle] & WOVEN) == 0
				|| !zend_string_equals(wrapper->func->common.function_name, frame->func->common.function_name)) {
			continue;
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
		chain->count++;
		frame->prev_execute_data = wrapper->prev_execute_data;
	}
}

static void restore(chain *chain)
{
	for (size_t i = 0; i < chain->count; i++) {
		chain->links[i].frame->prev_execute_data = chain->links[i].caller;
	}
	if (chain->links != chain->first) {
		efree(chain->links);
	}
}

static zend_object *new_exception(zend_class_entry *class_type)
{
	chain chain;
	relink(&chain);
	zend_object *exception = exception_new(class_type);
	restore(&chain);
	return exception;
}

static zend_object *new_error_exception(zend_class_entry *class_type)
{
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

static zif_handler replace(const char *name, zif_handler replacement)
{
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, strlen(name));
	if (function == NULL || function->type != ZEND_INTERNAL_FUNCTION) {
		return NULL;
	}
	zif_handler old = function->internal_function.handler;
	function->internal_function.handler = replacement;
	return old;
}

/* At module start. Internal classes that are registered later inherit the creator; earlier ones are visited. */
void weft_install_traces(void)
{
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
	backtrace_handler = replace("debug_backtrace", ZEND_FN(weft_debug_backtrace));
	print_backtrace_handler = replace("debug_print_backtrace", ZEND_FN(weft_debug_print_backtrace));
}
