/* Errors that PHP raises in callbacks: they go to weft, which logs and counts them, and nowhere else. error_get_last(), the
 * page and the application's error handler do not get to see them. */
#include "php.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "weft.h"

typedef void (*error_callback)(int type, zend_string *file, const uint32_t line, zend_string *message);
typedef void (*weft_tell)(weft_callable *callable, const char *kind, const char *message, const char *file, uint32_t line, bool ends_request);

static error_callback next;
static weft_tell tell;
static bool hearing;
/* Did such an error end the callback, rather than exit()? */
ZEND_TLS bool ended_by_error;
/* Has a fatal error ended the request, and not by a long jump but like exit()? */
ZEND_TLS bool request_ends;

static const char *name_of(int type)
{
	switch (type) {
		case E_ERROR:
		case E_CORE_ERROR:
		case E_COMPILE_ERROR:
		case E_USER_ERROR:
		case E_RECOVERABLE_ERROR:
			return "Fatal error";
		case E_PARSE:
			return "Parse error";
		case E_WARNING:
		case E_USER_WARNING:
		case E_CORE_WARNING:
		case E_COMPILE_WARNING:
			return "Warning";
		case E_DEPRECATED:
		case E_USER_DEPRECATED:
			return "Deprecated";
		default:
			return "Notice";
	}
}

static void on_error(int type, zend_string *file, const uint32_t line, zend_string *message)
{
	int level = type & E_ALL;
	bool fatal = level & (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR);
	weft_callable *callable = EG(current_fiber_context) == NULL ? NULL : weft_callable_here();
	/* Where warnings become exceptions, the callback gets its exception. */
	if (callable == NULL || (fatal && (type & E_DONT_BAIL)) || (!fatal && EG(error_handling) != EH_NORMAL)) {
		next(type, file, line, message);
		return;
	}
	const char *place = file != NULL ? ZSTR_VAL(file) : "Unknown";
	if (fatal) {
		tell(callable, name_of(level), ZSTR_VAL(message), place, line, true);
		weft_sandbox_abandon();
		request_ends = true;
		/* From here PHP leaves the callback, and everything around it, by a long jump; or it goes on and ends the request like
		 * exit() (a memory limit that it can still act upon, in some PHPs). */
		next(type, file, line, message);
		return;
	}
	if (EG(error_reporting) & level) {
		tell(callable, name_of(level), ZSTR_VAL(message), place, line, false);
	}
	weft_sandbox_error(level, message, file, line);
	if ((level & (E_USER_ERROR | E_RECOVERABLE_ERROR)) && EG(exception) == NULL) {
		/* PHP ends the script here. This ends the callback. */
		ended_by_error = true;
		zend_throw_unwind_exit();
	}
}

bool weft_ended_by_error(void)
{
	bool ended = ended_by_error;
	ended_by_error = false;
	return ended;
}

bool weft_request_ends(void) { return request_ends; }
void weft_errors_forget(void)
{
	ended_by_error = false;
	request_ends = false;
}

/* Before the first callback: until then an error takes its usual way. For all threads, once. */
void weft_hear_errors(void)
{
	if (!__atomic_load_n(&hearing, __ATOMIC_RELAXED) && !__atomic_exchange_n(&hearing, true, __ATOMIC_ACQ_REL)) {
		next = zend_error_cb;
		zend_error_cb = on_error;
	}
}

/* At module start and end. */
void weft_install_errors(weft_tell teller) { tell = teller; }
void weft_remove_errors(void)
{
	if (hearing && zend_error_cb == on_error) {
		zend_error_cb = next;
	}
	hearing = false;
}
