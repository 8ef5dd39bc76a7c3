/* Samples: every so often a thread of weft's asks PHP for an interrupt, and PHP, at the next place where it looks, tells
 * where it is. A thread rather than a signal: no system call of the application is cut short. */
#include "php.h"
#include "zend_compile.h"
#include <pthread.h>
#include <time.h>
#include "weft.h"

typedef struct {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	bool stop;
	uint64_t period;
	bool cpu;
	clockid_t clock;
	/* Periods that have passed since the last sample. */
	uint32_t ticks;
	void *flag;
	pid_t process;
} weft_sampler;

ZEND_TLS weft_sampler *sampler;
static void (*next_interrupt)(zend_execute_data *frame);
static void (*tell_sample)(zend_execute_data *frame, uint32_t ticks);
static bool interrupt_installed;

static uint64_t read_clock(clockid_t clock)
{
	struct timespec now;
	return clock_gettime(clock, &now) == 0 ? (uint64_t) now.tv_sec * 1000000000 + now.tv_nsec : 0;
}

static void *tick(void *context)
{
	weft_sampler *own = context;
	uint64_t next = weft_monotonic_ns() + own->period;
	uint64_t used = own->cpu ? read_clock(own->clock) : 0;
	pthread_mutex_lock(&own->mutex);
	while (!own->stop) {
		struct timespec until = {next / 1000000000, next % 1000000000};
		pthread_cond_timedwait(&own->wake, &own->mutex, &until);
		uint64_t now = weft_monotonic_ns();
		if (own->stop || now < next) {
			continue;
		}
		uint32_t passed = (uint32_t) ((now - next) / own->period) + 1;
		next += own->period * passed;
		if (own->cpu) {
			uint64_t by_now = read_clock(own->clock);
			passed = (uint32_t) ((by_now - used) / own->period);
			used += own->period * passed;
		}
		if (passed > 0) {
			__atomic_fetch_add(&own->ticks, passed, __ATOMIC_RELAXED);
			weft_interrupt_raise(own->flag);
		}
	}
	pthread_mutex_unlock(&own->mutex);
	return NULL;
}

static void on_interrupt(zend_execute_data *frame)
{
	if (sampler != NULL) {
		uint32_t ticks = __atomic_exchange_n(&sampler->ticks, 0, __ATOMIC_RELAXED);
		if (ticks > 0) {
			tell_sample(frame, ticks);
		}
	}
	if (next_interrupt != NULL) {
		next_interrupt(frame);
	}
}

/* At module start: the JIT writes the hook's address into its code when PHP starts. It costs nothing while nobody asks for an
 * interrupt. */
void weft_sampler_install(void)
{
	if (!interrupt_installed) {
		interrupt_installed = true;
		next_interrupt = zend_interrupt_function;
		zend_interrupt_function = on_interrupt;
	}
}

/* Has `tell` told where this thread's request is, every `period` nanoseconds of wall or CPU time. */
bool weft_sampler_start(uint64_t period, bool cpu, void (*tell)(zend_execute_data *, uint32_t))
{
	if (sampler != NULL) {
		return true;
	}
	tell_sample = tell;
	weft_sampler *made = calloc(1, sizeof(weft_sampler));
	if (made == NULL) {
		return false;
	}
	made->period = period;
	made->cpu = cpu;
	made->flag = weft_interrupt_flag();
	made->process = getpid();
	if (cpu && pthread_getcpuclockid(pthread_self(), &made->clock) != 0) {
		free(made);
		return false;
	}
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&made->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	pthread_mutex_init(&made->mutex, NULL);
	weft_block_signals();
	bool started = pthread_create(&made->thread, NULL, tick, made) == 0;
	weft_unblock_signals();
	if (!started) {
		free(made);
		return false;
	}
	sampler = made;
	return true;
}

void weft_sampler_stop(void)
{
	weft_sampler *own = sampler;
	if (own == NULL) {
		return;
	}
	sampler = NULL;
	if (own->process != getpid()) {
		/* A fork has no part in it: the thread, and perhaps a lock that it held, is the other process's. */
		return;
	}
	pthread_mutex_lock(&own->mutex);
	own->stop = true;
	pthread_cond_signal(&own->wake);
	pthread_mutex_unlock(&own->mutex);
	pthread_join(own->thread, NULL);
	pthread_cond_destroy(&own->wake);
	pthread_mutex_destroy(&own->mutex);
	free(own);
}

/* At module shutdown. */
void weft_sampler_remove(void)
{
	weft_sampler_stop();
	if (interrupt_installed && zend_interrupt_function == on_interrupt) {
		zend_interrupt_function = next_interrupt;
		interrupt_installed = false;
	}
}

/* Shows the frames of PHP code and of functions from the innermost to the outermost, at most so many. A frame of a file's own
 * code has no function. */
void weft_each_frame(const zend_execute_data *frame, uint32_t most,
	void (*see)(void *context, zend_string *class, zend_string *function, zend_string *file, uint32_t line), void *context)
{
	for (; frame != NULL && most > 0; frame = frame->prev_execute_data) {
		const zend_function *function = frame->func;
		if (function == NULL) {
			continue;
		}
		most--;
		zend_string *class = function->common.scope != NULL && function->common.function_name != NULL ? function->common.scope->name : NULL;
		if (ZEND_USER_CODE(function->type)) {
			const zend_op *op = frame->opline;
			if (op != NULL && op->opcode == ZEND_HANDLE_EXCEPTION && EG(opline_before_exception) != NULL) {
				op = EG(opline_before_exception);
			}
			see(context, class, function->common.function_name, function->op_array.filename, op != NULL ? op->lineno : 0);
		} else {
			see(context, class, function->common.function_name, NULL, 0);
		}
	}
}
