/* What the C files of this folder share. */
#ifndef WEFT_H
#define WEFT_H

#include "php.h"

/* A callback, made ready for many calls. Mirrored by callable.rs as far as `calls`. */
typedef struct {
	/* As the user gave it; keeps closure, object and class alive. */
	zval value;
	uint32_t required;
	/* How many arguments it takes; all that there are, where it is variadic. */
	uint32_t takes;
	bool takes_call;
	/* Neither paused nor removed. */
	bool active;
	/* Can be called without zend_call_function(); the rest is for such calls. */
	bool direct;
	/* Not a PHP function but weft's own, see listener.c; 0 for all others. */
	uint8_t native;
	/* Woven functions that it calls fire callbacks, too. */
	bool nested;
	/* The state of the registry when it became active: invocations that had begun by then go on without it. */
	uint64_t born;
	/* How often it ran. */
	uint64_t calls;
	zend_function *function;
	void *object_or_scope;
	uint32_t call_info;
	/* A frame as zend_init_func_execute_data() leaves it, made at the first call, with its size and how many variables
	 * there are beside the argument. */
	uint32_t frame_size;
	uint32_t variables;
	zend_execute_data frame;
} weft_callable;

/* What the last CATCH of a wrapper's try block has where others name the next one. Mirrored by op.rs. */
#define WEFT_OWN_CATCH 0x77656674u

void weft_listener_run(const weft_callable *callable);
bool weft_generator_abandoning(void);
void weft_mind_the_stack(void);

enum { WEFT_OVER, WEFT_BEFORE, WEFT_AFTER, WEFT_FAILED, WEFT_SKIPPED };

/* A Weft\Call: one invocation of a woven function. Mirrored by call.rs as far as `stage`. */
typedef struct weft_call {
	/* While callbacks have the object. */
	zend_execute_data *frame;
	/* The state of the registry when the invocation began. */
	uint64_t began;
	/* What the callbacks of which position may do now; WEFT_SKIPPED once one has skipped the call. */
	int stage;
	/* Of a generator's call, until it ends: to tell it by, never to be used. */
	const zend_object *generator;
	/* The arguments as the callbacks got them. */
	zend_array *given;
	zval shown;
	/* The next one of those whose invocations are under way. */
	struct weft_call *outer;
	zend_object std;
} weft_call;

typedef struct {
	zend_object *closure;
	zend_string *pattern;
	zval *callbacks[5];
	zend_long priority;
	bool readonly;
	bool nested;
} weft_hook_arguments;

/* What stood in the way of a callback that is looked at as if it still ran. */
typedef struct {
	weft_callable *outer;
	int handled;
	int hidden;
} weft_surroundings;

/* Is a callback running in this fiber that allows no nesting? */
bool weft_guarded(void);
/* The callback that is running in this fiber. */
weft_callable *weft_callable_here(void);
void weft_errors_forget(void);
/* From now on there may be callbacks, whose errors go to weft. */
void weft_hear_errors(void);
bool weft_is_inherited(const weft_callable *callable);
void weft_sandbox_error(int type, zend_string *message, zend_string *file, uint32_t line);
void weft_sandbox_end(void);
void weft_sandbox_abandon(void);
void weft_sandbox_forget(void);
weft_call *weft_call_of(const zval *value);
/* The call takes along what it needs of the frame. */
void weft_call_keep(weft_call *call, zend_execute_data *frame);
void weft_generator_forget(weft_call *call);
bool weft_clock_runs(void);
void weft_clock_begin(void);
void weft_clock_end(void);
void weft_clock_reset(void);
bool weft_frame_is_live(const zend_execute_data *frame);
zend_array *weft_frame_arguments(zend_execute_data *frame);
/* Nanoseconds of a clock that only goes forward. */
uint64_t weft_monotonic_ns(void);
/* What another thread sets to interrupt the PHP code of this one. */
void *weft_interrupt_flag(void);
void weft_interrupt_raise(void *flag);
/* A thread that is made between these two gets no signals: they are for PHP's own threads. */
void weft_block_signals(void);
void weft_unblock_signals(void);
/* Frees what zend_compile_string() gave. */
void weft_discard(zend_op_array *op_array);

#endif
