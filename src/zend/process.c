/* The process and its requests, as only C's macros see them. */
#include "php.h"
#include "SAPI.h"
#include "zend_constants.h"
#include <pthread.h>

void weft_when_forked(void (*tell)(void)) { pthread_atfork(NULL, NULL, tell); }

const char *weft_php_version(void)
{
	zval *version = zend_get_constant_str(ZEND_STRL("PHP_VERSION"));
	return version != NULL && Z_TYPE_P(version) == IS_STRING ? Z_STRVAL_P(version) : PHP_VERSION;
}
/* Requests without a method are not of HTTP: -1. */
int32_t weft_http_status(void)
{
	if (SG(request_info).request_method == NULL) {
		return -1;
	}
	return SG(sapi_headers).http_response_code != 0 ? SG(sapi_headers).http_response_code : 200;
}

static void (*next_deactivate)(void);
static void (*tell_answered)(void);

/* The server's own function closes the response (FPM: fcgi_finish_request()). */
static int deactivate(void)
{
	int result = next_deactivate != NULL ? ((int (*)(void)) next_deactivate)() : SUCCESS;
	if (tell_answered != NULL) {
		tell_answered();
	}
	return result;
}

void weft_when_answered(void (*tell)(void))
{
	tell_answered = tell;
	if ((void (*)(void)) sapi_module.deactivate != (void (*)(void)) deactivate) {
		next_deactivate = (void (*)(void)) sapi_module.deactivate;
		sapi_module.deactivate = deactivate;
	}
}

void weft_forget_answers(void)
{
	tell_answered = NULL;
	/* Somebody may have put his own function before ours: then ours stays, and does nothing. */
	if ((void (*)(void)) sapi_module.deactivate == (void (*)(void)) deactivate) {
		sapi_module.deactivate = (int (*)(void)) next_deactivate;
		next_deactivate = NULL;
	}
}
int32_t weft_exit_status(void) { return EG(exit_status); }

/* Runs `work`; false when it was left by a long jump, which weft_go_on_with_bailout() goes on with. */
bool weft_protected(void (*work)(void *context), void *context)
{
	volatile bool ended = true;
	zend_try {
		work(context);
	} zend_catch {
		ended = false;
	} zend_end_try();
	return ended;
}
void weft_go_on_with_bailout(void) { zend_bailout(); }

static zend_result (*next_started)(void);
static void (*tell_started)(void);

/* The engine calls this once, when everything has started and nothing was preloaded yet. */
static zend_result on_started(void)
{
	tell_started();
	return next_started != NULL ? next_started() : SUCCESS;
}

void weft_when_started(void (*tell)(void))
{
	tell_started = tell;
	next_started = zend_post_startup_cb;
	zend_post_startup_cb = on_started;
}
