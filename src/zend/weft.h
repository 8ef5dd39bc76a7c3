/* What the C files of this folder share. */
#ifndef WEFT_H
#define WEFT_H

#include "php.h"

/* A callback, made ready for many calls. Mirrored by callable.rs. */
typedef struct {
	/* As the user gave it; keeps closure, object and class alive. */
	zval value;
	/* For a call without zend_call_function(); NULL when it takes one. */
	zend_function *function;
	void *object_or_scope;
	uint32_t call_info;
	uint32_t required;
	bool takes_call;
} weft_callable;

enum { WEFT_OVER, WEFT_BEFORE, WEFT_AFTER, WEFT_FAILED, WEFT_SKIPPED };

/* A Weft\Call: one invocation of a woven function. Mirrored by call.rs as far as `stage`. */
typedef struct {
	/* While callbacks have the object. */
	zend_execute_data *frame;
	/* The state of the registry when the invocation began. */
	uint64_t began;
	/* What the callbacks of which position may do now; WEFT_SKIPPED once one has skipped the call. */
	int stage;
	/* The arguments as the callbacks got them. */
	zend_array *given;
	zval shown;
	zend_object std;
} weft_call;

typedef struct {
	zend_object *closure;
	zend_string *pattern;
	zval *callbacks[3];
	zend_long priority;
} weft_hook_arguments;

bool weft_frame_is_live(const zend_execute_data *frame);
zend_array *weft_frame_arguments(zend_execute_data *frame);

#endif
