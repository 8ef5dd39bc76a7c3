/* Errors that PHP raises in callbacks: they go to PHP's log and nowhere else. error_get_last(), the page and the
 * application's error handler do not get to see them. */
#include "php.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "weft.h"

typedef void (*error_callback)(int type, zend_string *file, const uint32_t line, zend_string *message);

static error_callback next;
/* Did such an error end the callback, rather than exit()? */
ZEND_TLS bool ended_by_error;

static const char *name_of(int type)
{
	switch (type) {
		case E_USER_ERROR:
		case E_RECOVERABLE_ERROR:
			return "Fatal error";
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
	/* Where warnings become exceptions, the callback gets its exception. */
	if (fatal || EG(current_fiber_context) == NULL || !weft_guarded() || EG(error_handling) != EH_NORMAL) {
		next(type, file, line, message);
		return;
	}
	if (EG(error_reporting) & level) {
		char *text;
		spprintf(&text, 0, "weft: %s in a callback: %s in %s on line %" PRIu32, name_of(level), ZSTR_VAL(message), file ? ZSTR_VAL(file) : "Unknown", line);
		php_log_err(text);
		efree(text);
	}
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

/* At module start and end. */
void weft_install_errors(void)
{
	next = zend_error_cb;
	zend_error_cb = on_error;
}
void weft_remove_errors(void)
{
	if (zend_error_cb == on_error) {
		zend_error_cb = next;
	}
}
