/* What a callback may change of the application's surroundings, and how it is put back: error and exception handlers,
 * output buffers, INI settings, error_reporting() and the last error.
 *
 * All of it is changed by a few internal functions, so these are gates: in a callback, the first of them notes how things
 * are, and the end of the callback puts them back. A callback that uses none of them costs nothing. Outside of callbacks a
 * gate only passes on. */
#include "php.h"
#include "php_output.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "zend_ini.h"
#include "handlers.h"
#include "weft.h"

/* While a callback runs, no error level is left for the user's error handler: the mask lies in the upper half, where
 * errors have no bits. The highest bit says that there is something to put back. */
#define CHANGED ((int) 0x80000000)

typedef struct setting {
	struct setting *next;
	zend_string *name;
	/* NULL: it was as configured. */
	zend_string *value;
} setting;

typedef struct surroundings {
	struct surroundings *outer;
	const zend_fiber_context *fiber;
	int output_level;
	int error_handlers;
	int exception_handlers;
	int error_reporting;
	int last_error_type;
	int last_error_line;
	zend_string *last_error_message;
	zend_string *last_error_file;
	setting *settings;
} surroundings;

/* One for each callback under way that has changed something, in all fibers. */
ZEND_TLS surroundings *noted;

static bool is_noted(void) { return (EG(user_error_handler_error_reporting) & (CHANGED | 0xffff)) != 0 && noted != NULL; }

static surroundings *note(void)
{
	if (is_noted()) {
		return noted;
	}
	surroundings *now = emalloc(sizeof(surroundings));
	now->outer = noted;
	/* What a fiber of the callback changes, the callback has changed. */
	now->fiber = weft_is_inherited(weft_callable_here()) ? NULL : EG(current_fiber_context);
	now->output_level = php_output_get_level();
	now->error_handlers = zend_stack_count(&EG(user_error_handlers));
	now->exception_handlers = zend_stack_count(&EG(user_exception_handlers));
	now->error_reporting = EG(error_reporting);
	now->last_error_type = PG(last_error_type);
	now->last_error_line = PG(last_error_lineno);
	/* The callback has copies, so that error_clear_last() works in there. */
	now->last_error_message = PG(last_error_message);
	now->last_error_file = PG(last_error_file);
	if (PG(last_error_message) != NULL) {
		zend_string_addref(PG(last_error_message));
	}
	if (PG(last_error_file) != NULL) {
		zend_string_addref(PG(last_error_file));
	}
	now->settings = NULL;
	noted = now;
	EG(user_error_handler_error_reporting) |= CHANGED;
	return now;
}

static void note_setting(surroundings *now, zend_string *name)
{
	const zend_ini_entry *entry = zend_hash_find_ptr(EG(ini_directives), name);
	if (entry == NULL) {
		return;
	}
	for (const setting *known = now->settings; known != NULL; known = known->next) {
		if (zend_string_equals(known->name, name)) {
			return;
		}
	}
	setting *changed = emalloc(sizeof(setting));
	changed->next = now->settings;
	changed->name = zend_string_copy(name);
	changed->value = !entry->modified ? NULL : entry->value != NULL ? zend_string_dup(entry->value, 0) : ZSTR_EMPTY_ALLOC();
	now->settings = changed;
}

/* An error of the callback, which is the last one until its end. */
void weft_sandbox_error(int type, zend_string *message, zend_string *file, uint32_t line)
{
	note();
	if (PG(last_error_message) != NULL) {
		zend_string_release(PG(last_error_message));
	}
	if (PG(last_error_file) != NULL) {
		zend_string_release(PG(last_error_file));
	}
	PG(last_error_type) = type;
	PG(last_error_message) = zend_string_copy(message);
	PG(last_error_file) = file != NULL ? zend_string_copy(file) : NULL;
	PG(last_error_lineno) = (int) line;
}

/* --- putting back --------------------------------------------------------------------------------------- */

static void drop_handlers(zend_stack *handlers, zval *current, int count, bool release)
{
	while (zend_stack_count(handlers) > count) {
		zval dropped;
		ZVAL_COPY_VALUE(&dropped, current);
		ZVAL_COPY_VALUE(current, (zval *) zend_stack_top(handlers));
		zend_stack_del_top(handlers);
		if (release) {
			zval_ptr_dtor(&dropped);
		}
	}
}

/* Leaves no trace of what is thrown while things are put back. */
static void drop_thrown(void)
{
	while (EG(exception) != NULL) {
		zend_object *thrown = EG(exception);
		EG(exception) = NULL;
		OBJ_RELEASE(thrown);
	}
}

static void put_back_settings(surroundings *then)
{
	setting *changed = then->settings;
	then->settings = NULL;
	while (changed != NULL) {
		setting *next = changed->next;
		if (changed->value == NULL) {
			zend_restore_ini_entry(changed->name, PHP_INI_STAGE_RUNTIME);
		} else {
			zend_alter_ini_entry_ex(changed->name, changed->value, PHP_INI_USER, PHP_INI_STAGE_RUNTIME, /* force */ true);
			zend_string_release(changed->value);
		}
		zend_string_release(changed->name);
		efree(changed);
		changed = next;
	}
}

static void put_back(surroundings *then)
{
	/* What the callback left in a buffer goes where it would have gone without. */
	while (php_output_get_level() > then->output_level) {
		int level = php_output_get_level();
		OG(active)->flags |= PHP_OUTPUT_HANDLER_STDFLAGS;
		php_output_end();
		if (php_output_get_level() >= level) {
			break;
		}
	}
	if (zend_stack_count(&EG(user_error_handlers_error_reporting)) > then->error_handlers) {
		/* The mask was put aside together with the application's handler. */
		EG(user_error_handler_error_reporting) = ((int *) zend_stack_base(&EG(user_error_handlers_error_reporting)))[then->error_handlers];
	}
	while (zend_stack_count(&EG(user_error_handlers_error_reporting)) > then->error_handlers) {
		zend_stack_del_top(&EG(user_error_handlers_error_reporting));
	}
	drop_handlers(&EG(user_error_handlers), &EG(user_error_handler), then->error_handlers, true);
	drop_handlers(&EG(user_exception_handlers), &EG(user_exception_handler), then->exception_handlers, true);
	put_back_settings(then);
	EG(error_reporting) = then->error_reporting;
	zend_string *message = PG(last_error_message), *file = PG(last_error_file);
	PG(last_error_type) = then->last_error_type;
	PG(last_error_lineno) = then->last_error_line;
	PG(last_error_message) = then->last_error_message;
	PG(last_error_file) = then->last_error_file;
	if (message != NULL) {
		zend_string_release(message);
	}
	if (file != NULL) {
		zend_string_release(file);
	}
}

/* A callback of this fiber has ended that changed something. What it threw is pending meanwhile. */
void weft_sandbox_end(void)
{
	surroundings **place = &noted;
	while (*place != NULL && (*place)->fiber != EG(current_fiber_context) && (*place)->fiber != NULL) {
		place = &(*place)->outer;
	}
	surroundings *then = *place;
	if (then == NULL) {
		return;
	}
	zend_object *thrown = EG(exception);
	const zend_op *opline = EG(opline_before_exception);
	EG(exception) = NULL;
	put_back(then);
	/* Output handlers and destructors may have been there since. */
	place = &noted;
	while (*place != NULL && *place != then) {
		place = &(*place)->outer;
	}
	if (*place != NULL) {
		*place = then->outer;
	}
	efree(then);
	drop_thrown();
	EG(exception) = thrown;
	EG(opline_before_exception) = opline;
}

/* A long jump leaves, or has left, all callbacks: what PHP runs before the request is over has the application's own handlers
 * again. No PHP code may run in here. */
void weft_sandbox_abandon(void)
{
	int mask = EG(user_error_handler_error_reporting);
	surroundings *then = noted;
	while (then != NULL && then->outer != NULL) {
		then = then->outer;
	}
	noted = NULL;
	if (then != NULL) {
		/* The mask was put aside together with the application's handler. */
		int *first = zend_stack_base(&EG(user_error_handlers_error_reporting));
		if (zend_stack_count(&EG(user_error_handlers_error_reporting)) > then->error_handlers) {
			mask = first[then->error_handlers];
		}
		while (zend_stack_count(&EG(user_error_handlers_error_reporting)) > then->error_handlers) {
			zend_stack_del_top(&EG(user_error_handlers_error_reporting));
		}
		/* Nothing is released: PHP throws all memory away at the end of such a request. */
		drop_handlers(&EG(user_error_handlers), &EG(user_error_handler), then->error_handlers, false);
		drop_handlers(&EG(user_exception_handlers), &EG(user_exception_handler), then->exception_handlers, false);
		EG(error_reporting) = then->error_reporting;
	}
	if ((mask & 0xffff) == 0) {
		EG(user_error_handler_error_reporting) = (mask >> 16) & 0x7fff;
	}
}

void weft_sandbox_forget(void) { noted = NULL; }

/* --- the gates ------------------------------------------------------------------------------------------ */

/* Gates that only have the surroundings noted. */
#define PLAIN_GATES(GATE) GATE(set_exception_handler) GATE(error_clear_last) GATE(ob_start) GATE(output_add_rewrite_var)
/* Those that may take away what is the application's. */
#define OUTPUT_GATES(GATE) \
	GATE(ob_flush) GATE(ob_clean) GATE(ob_end_flush) GATE(ob_end_clean) GATE(ob_get_flush) GATE(ob_get_clean) GATE(output_reset_rewrite_vars)
#define HANDLER_GATES(GATE) GATE(restore_error_handler) GATE(restore_exception_handler)
#define SETTING_GATES(GATE) GATE(ini_set) GATE(ini_alter) GATE(ini_restore)
#define OTHER_GATES(GATE) GATE(set_error_handler) GATE(error_reporting) GATE(set_time_limit)
#define ALL_GATES(GATE) PLAIN_GATES(GATE) OUTPUT_GATES(GATE) HANDLER_GATES(GATE) SETTING_GATES(GATE) OTHER_GATES(GATE)

#define DECLARE(name) static zif_handler through_##name;
ALL_GATES(DECLARE)

#define OUTSIDE EXPECTED(weft_callable_here() == NULL)

#define PLAIN(name) static ZEND_NAMED_FUNCTION(gate_##name) { \
	if (!OUTSIDE) { note(); } \
	through_##name(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
PLAIN_GATES(PLAIN)

#define OUTPUT(name) static ZEND_NAMED_FUNCTION(gate_##name) { \
	if (!OUTSIDE && php_output_get_level() <= note()->output_level) { \
		php_error_docref(NULL, E_NOTICE, "The output buffer is the application's"); \
		RETURN_FALSE; \
	} \
	through_##name(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
OUTPUT_GATES(OUTPUT)

static ZEND_NAMED_FUNCTION(gate_restore_error_handler)
{
	if (!OUTSIDE && zend_stack_count(&EG(user_error_handlers)) <= note()->error_handlers) {
		RETURN_TRUE;
	}
	through_restore_error_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(gate_restore_exception_handler)
{
	if (!OUTSIDE && zend_stack_count(&EG(user_exception_handlers)) <= note()->exception_handlers) {
		RETURN_TRUE;
	}
	through_restore_exception_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

#define SETTING(name) static ZEND_NAMED_FUNCTION(gate_##name) { \
	if (!OUTSIDE && ZEND_NUM_ARGS() > 0 && Z_TYPE_P(ZEND_CALL_ARG(execute_data, 1)) == IS_STRING) { \
		note_setting(note(), Z_STR_P(ZEND_CALL_ARG(execute_data, 1))); \
	} \
	through_##name(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
SETTING_GATES(SETTING)

static void note_setting_of(const char *name)
{
	zend_string *text = zend_string_init(name, strlen(name), 0);
	note_setting(note(), text);
	zend_string_release(text);
}

static ZEND_NAMED_FUNCTION(gate_error_reporting)
{
	if (!OUTSIDE && ZEND_NUM_ARGS() > 0) {
		note_setting_of("error_reporting");
	}
	through_error_reporting(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(gate_set_time_limit)
{
	if (!OUTSIDE) {
		note_setting_of("max_execution_time");
	}
	through_set_time_limit(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

static ZEND_NAMED_FUNCTION(gate_set_error_handler)
{
	if (OUTSIDE) {
		through_set_error_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	note();
	through_set_error_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if ((EG(user_error_handler_error_reporting) & 0xffff) == 0) {
		EG(user_error_handler_error_reporting) |= CHANGED;
	}
}

/* While a callback has suspended its fiber, all is as the application had it. */
static zif_handler through_suspend;
static ZEND_NAMED_FUNCTION(gate_suspend)
{
	const weft_callable *callable = weft_callable_here();
	if (EXPECTED(callable == NULL) || weft_is_inherited(callable)) {
		through_suspend(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	if (is_noted()) {
		weft_sandbox_end();
	}
	EG(user_error_handler_error_reporting) = (EG(user_error_handler_error_reporting) >> 16) & 0x7fff;
	through_suspend(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	EG(user_error_handler_error_reporting) = (int) ((uint32_t) (EG(user_error_handler_error_reporting) & 0x7fff) << 16);
}

static void install(HashTable *functions, const char *name, size_t length, zif_handler gate, zif_handler *through)
{
	zend_internal_function *function = weft_internal_function(functions, name, length);
	/* A disabled function may be gone, or have another handler. */
	zif_handler *place = function != NULL ? weft_own_handler(function) : NULL;
	if (place != NULL && *place != gate) {
		*through = *place;
		*place = gate;
	}
}

static void know(HashTable *functions, const char *name, size_t length, zif_handler gate, zif_handler *through)
{
	const zend_internal_function *function = weft_internal_function(functions, name, length);
	if (function != NULL && function->handler != gate) {
		*through = function->handler;
	}
}

#define EACH_GATE(DO) \
	ALL_GATES(DO##_FUNCTION) \
	DO(&zend_ce_fiber->function_table, ZEND_STRL("suspend"), gate_suspend, &through_suspend);

/* At module start: every gate knows the way on. The JIT has a gate's address in code that processes share, so one may be
 * called in a process that never installs it. */
void weft_sandbox_start_up(void)
{
#define know_FUNCTION(name) know(CG(function_table), ZEND_STRL(#name), gate_##name, &through_##name);
	EACH_GATE(know)
}

/* Before the first callback of a process; with the JIT and rules before all of its code, which then never knows the
 * functions themselves. */
void weft_sandbox_install(void)
{
#define install_FUNCTION(name) install(CG(function_table), ZEND_STRL(#name), gate_##name, &through_##name);
	EACH_GATE(install)
}
