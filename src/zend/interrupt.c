/* The engine's interrupt hook, for callbacks that take too long, and the clock around them. In use only where callbacks have
 * a budget. */
#include "php.h"
#include "zend_exceptions.h"
#include <signal.h>
#include "weft.h"

typedef void (*interrupt_function)(zend_execute_data *execute_data);

typedef struct {
	/* The outermost callback of a thread begins, and ends. */
	void (*begin)(void);
	void (*end)(void);
	/* Is its time over? */
	bool (*is_over)(void);
} weft_clock;

static weft_clock watch;
static interrupt_function next;
/* Callbacks under way whose time is taken. */
ZEND_TLS uint32_t depth;
/* Did this file end the callback, rather than exit()? */
ZEND_TLS bool interrupted;

bool weft_clock_runs(void) { return watch.begin != NULL; }

void weft_clock_begin(void)
{
	if (depth++ == 0) {
		watch.begin();
	}
}

void weft_clock_end(void)
{
	if (depth > 0 && --depth == 0) {
		watch.end();
	}
}

/* A long jump has left all callbacks, or a request begins. */
void weft_clock_reset(void)
{
	if (depth > 0) {
		depth = 0;
		watch.end();
	}
	interrupted = false;
}

/* Between two instructions of PHP code. Throwing here is what signal handlers in PHP do, too. */
static void on_interrupt(zend_execute_data *execute_data)
{
	if (depth > 0 && EG(exception) == NULL && weft_callable_here() != NULL && watch.is_over()) {
		interrupted = true;
		/* Ends the callback like exit(): nothing in it can catch that. Whoever else wants to interrupt comes next time. */
		zend_throw_unwind_exit();
		zend_atomic_bool_store_ex(&EG(vm_interrupt), next != NULL);
		return;
	}
	if (next != NULL) {
		next(execute_data);
	}
}

bool weft_was_interrupted(void)
{
	bool was = interrupted;
	interrupted = false;
	return was;
}

/* At module start, where callbacks have a budget: before opcache's JIT looks who is interested in interrupts. */
void weft_clock_install(weft_clock clock)
{
	watch = clock;
	next = zend_interrupt_function;
	zend_interrupt_function = on_interrupt;
}

/* At module end. */
void weft_clock_remove(void)
{
	if (zend_interrupt_function == on_interrupt) {
		zend_interrupt_function = next;
	}
	memset(&watch, 0, sizeof(watch));
}

void *weft_interrupt_flag(void) { return &EG(vm_interrupt); }
void weft_interrupt_raise(void *flag) { zend_atomic_bool_store_ex(flag, true); }

ZEND_TLS sigset_t signals;
void weft_block_signals(void)
{
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &signals);
}
void weft_unblock_signals(void) { pthread_sigmask(SIG_SETMASK, &signals, NULL); }
