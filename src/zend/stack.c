/* A call of user code from C takes C's stack. PHP 8.2 has no limit for that (8.3 has zend.max_allowed_stack_size), so a
 * recursion without end through weft's own calls would kill the process, where a plain one ends at PHP's memory limit. */
#define _GNU_SOURCE
#include "php.h"
#include "weft.h"
#if PHP_VERSION_ID < 80300
#include "zend_fibers.h"
#include <pthread.h>

/* What whoever runs at the end of the stack may need. */
#define RESERVED ((size_t) 256 * 1024)

/* How a zend_fiber_stack begins in PHP 8.2, whose zend_fibers.c keeps it for itself. */
struct fiber_stack {
	void *pointer;
	size_t size;
};

/* The lowest address of this thread's own stack; 0: not asked yet. */
static __thread uintptr_t lowest;
static __thread size_t whole;

static void measure(void)
{
	pthread_attr_t attributes;
	void *address = NULL;
	size_t size = 0;
	if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
		pthread_attr_getstack(&attributes, &address, &size);
		pthread_attr_destroy(&attributes);
	}
	lowest = address != NULL ? (uintptr_t) address : 1;
	whole = size;
}

/* Ends with PHP's fatal error when little is left of the stack. */
void weft_mind_the_stack(void)
{
	uintptr_t here = (uintptr_t) __builtin_frame_address(0);
	uintptr_t end;
	size_t size;
	if (EG(current_fiber_context) != NULL && EG(current_fiber_context) != EG(main_fiber_context) && EG(current_fiber_context)->stack != NULL) {
		const struct fiber_stack *stack = (const struct fiber_stack *) EG(current_fiber_context)->stack;
		end = (uintptr_t) stack->pointer;
		size = stack->size;
	} else {
		if (UNEXPECTED(lowest == 0)) {
			measure();
		}
		end = lowest;
		size = whole;
	}
	/* Not on the stack that is known: whoever embeds PHP has a way of his own. */
	if (UNEXPECTED(here - end < MIN(RESERVED, size / 4))) {
		zend_error_noreturn(E_ERROR, "Maximum call stack size of %zu bytes reached. Infinite recursion?", size);
	}
}
#else
void weft_mind_the_stack(void) {}
#endif
