/* The natives that woven code calls as it begins and as it ends, `\Weft\begin()` and `\Weft\end()`, for as long as nothing
 * out of the ordinary happens: somebody listens, no callback is running in this fiber, and each of those that run now ends
 * as it should and changes nothing. Nothing is looked up here, and nothing allocated but a Weft\Call for those who take one.
 * The rest is told to dispatch.rs, from wherever it comes up. */
#include "php.h"
#include "callable.h"
#include "classes.h"
#include "weft.h"

typedef struct {
	weft_callable *const *turns;
	uint32_t count;
	/* If there is no other. It is active: when it is no longer, this list is in force no longer. */
	weft_callable *only;
} weft_round;

/* Who listens to a function. Mirrored by quick.rs. */
typedef struct {
	/* A word for dispatch.rs. */
	size_t owner;
	/* The state of the registry when it came about: callbacks that became active later are not in it. */
	uint64_t generation;
	weft_round before, after;
	/* Does any of them take the Weft\Call? */
	bool takes_call;
	/* Is there anything to do when the call ends? */
	bool has_way_out;
} weft_listeners;

/* What a woven function's run-time cache leads to: see point.rs. */
typedef struct {
	zend_constant constant;
	const weft_listeners *listeners;
} weft_point;

/* dispatch.rs, in full; and from the callback on that must be looked at, which has run, or behind the last one. */
static struct {
	zif_handler begin, end;
	void (*begin_at)(zend_execute_data *execute_data, zval *return_value, size_t owner, uint32_t number, weft_call *call);
	void (*end_at)(zend_execute_data *execute_data, zval *return_value, size_t owner, uint32_t number, weft_call *call);
} in_full;

static size_t slot = SIZE_MAX;

/* Where each run-time cache has the function's point; SIZE_MAX: there is no such place. */
void weft_quick_set_slot(size_t place) { slot = place; }

void weft_quick_start_up(const void *handlers) { memcpy(&in_full, handlers, sizeof(in_full)); }

/* Of the function that calls this native. */
static zend_always_inline const weft_listeners *listeners_of(const zend_execute_data *native)
{
	/* Only instructions make calls that are not of the kind that zend_call_function() makes. So there is PHP code that calls. */
	if (UNEXPECTED(ZEND_CALL_INFO(native) & (ZEND_CALL_TOP | ZEND_CALL_DYNAMIC)) || UNEXPECTED(slot == SIZE_MAX)) {
		return NULL;
	}
	const zend_execute_data *woven = native->prev_execute_data;
	const weft_point *point = *(weft_point **) ((char *) woven->run_time_cache + slot);
	return EXPECTED(point != NULL) ? point->listeners : NULL;
}

/* --- without a Weft\Call -------------------------------------------------------------------------------- */

static zend_never_inline uint32_t run_many(const weft_round *round, void **here)
{
	uint32_t number = 0;
	while (number < round->count && EXPECTED(weft_turn(round->turns[number], NULL, here, NULL))) {
		number++;
	}
	return number;
}

/* False: `number` of them are done with, and the next one has run and must be looked at. */
static zend_always_inline bool run(const weft_round *round, void **here, uint32_t *number)
{
	if (EXPECTED(round->only != NULL)) {
		*number = 0;
		return weft_turn_now(round->only, NULL, here, NULL);
	}
	*number = run_many(round, here);
	return *number == round->count;
}

/* --- with one ------------------------------------------------------------------------------------------- */

/* Did the callback leave the call as it was? */
static zend_always_inline bool run_before(weft_callable *callable, weft_call *call, void **here)
{
	return EXPECTED(weft_turn(callable, callable->takes_call ? &call->std : NULL, here, NULL)) && EXPECTED(call->stage == WEFT_BEFORE)
		&& EXPECTED(!weft_call_has_changes(call));
}

static zend_never_inline uint32_t run_many_before(const weft_round *round, weft_call *call, void **here)
{
	uint32_t number = 0;
	while (number < round->count && EXPECTED(run_before(round->turns[number], call, here))) {
		number++;
	}
	return number;
}

/* The same for the result. */
static zend_always_inline bool run_after(weft_callable *callable, weft_call *call, zend_execute_data *woven, const zval *result, void **here)
{
	if (!callable->takes_call) {
		return weft_turn(callable, NULL, here, NULL);
	}
	weft_call_show_result(call, woven, result);
	return EXPECTED(weft_turn(callable, &call->std, here, NULL)) && EXPECTED(weft_call_has_result(call, result));
}

static zend_never_inline uint32_t run_many_after(const weft_round *round, weft_call *call, zend_execute_data *woven, const zval *result, void **here)
{
	uint32_t number = 0;
	while (number < round->count && EXPECTED(run_after(round->turns[number], call, woven, result, here))) {
		number++;
	}
	return number;
}

/* Those of invocations under way that woven code knows by a number: it keeps its token in a temporary, which the engine must
 * not count. The numbers are negative; other tokens are not. */
ZEND_TLS weft_call *open;

static zend_always_inline zend_long number_of(const weft_call *call) { return ~(zend_long) (uintptr_t) call; }

/* Keeps an object, with the caller's reference to it, and answers its number. */
zend_long weft_open_put(weft_call *call)
{
	call->outer = open;
	open = call;
	return number_of(call);
}

static zend_always_inline weft_call **place_of(zend_long token)
{
	weft_call **place = &open;
	/* The last one is the first to end, but for fibers. */
	while (*place != NULL && number_of(*place) != token) {
		place = &(*place)->outer;
	}
	return place;
}

/* Gives it back, with the reference; NULL for tokens that are no number of one. */
weft_call *weft_open_take(zend_long token)
{
	weft_call **place = place_of(token);
	weft_call *call = *place;
	if (call != NULL) {
		*place = call->outer;
		weft_call_share(call);
	}
	return call;
}

static zend_never_inline void begin_with_call(INTERNAL_FUNCTION_PARAMETERS, const weft_listeners *listeners, void **here)
{
	zend_execute_data *woven = execute_data->prev_execute_data;
	weft_call *call = weft_call_of_frame(woven, listeners->generation);
	const weft_round *round = &listeners->before;
	uint32_t number = EXPECTED(round->only != NULL) ? run_before(round->only, call, here) : run_many_before(round, call, here);
	if (UNEXPECTED(number < round->count) || UNEXPECTED(GC_REFCOUNT(&call->std) != 1)) {
		weft_call_share(call);
		in_full.begin_at(execute_data, return_value, listeners->owner, number, call);
	} else if (listeners->has_way_out) {
		weft_call_set_over(call);
		RETVAL_LONG(weft_open_put(call));
	} else {
		weft_call_dispose(call);
		RETVAL_FALSE;
	}
}

static zend_never_inline void end_with_call(INTERNAL_FUNCTION_PARAMETERS)
{
	zend_execute_data *woven = execute_data->prev_execute_data;
	const weft_listeners *listeners = listeners_of(execute_data);
	void **here = weft_guard_here();
	zval *result = ZEND_CALL_ARG(execute_data, 2);
	weft_call **place = place_of(Z_LVAL_P(ZEND_CALL_ARG(execute_data, 1)));
	weft_call *call = *place;
	if (UNEXPECTED(listeners == NULL) || UNEXPECTED(call == NULL) || UNEXPECTED(call->began != listeners->generation) || UNEXPECTED(*here != NULL)
		|| UNEXPECTED(GC_REFCOUNT(&call->std) != 1) || UNEXPECTED(Z_ISREF_P(result))) {
		in_full.end(execute_data, return_value);
		return;
	}
	*place = call->outer;
	const weft_round *round = &listeners->after;
	uint32_t number = EXPECTED(round->only != NULL) ? run_after(round->only, call, woven, result, here) : run_many_after(round, call, woven, result, here);
	if (UNEXPECTED(number < round->count) || UNEXPECTED(GC_REFCOUNT(&call->std) != 1)) {
		weft_call_share(call);
		in_full.end_at(execute_data, return_value, listeners->owner, number, call);
	} else {
		weft_call_dispose(call);
		RETVAL_FALSE;
	}
}

/* --- the natives ---------------------------------------------------------------------------------------- */

/* `false`: nobody wants to hear of the end; `true`: a callback has changed the call, see `skipped()`; else a number to give
 * to `end()` and `caught()`. */
ZEND_NAMED_FUNCTION(weft_quick_begin)
{
	const weft_listeners *listeners = listeners_of(execute_data);
	void **here = weft_guard_here();
	if (UNEXPECTED(listeners == NULL) || UNEXPECTED(*here != NULL) || UNEXPECTED(ZEND_NUM_ARGS() != 0)) {
		in_full.begin(execute_data, return_value);
		return;
	}
	if (listeners->takes_call) {
		begin_with_call(INTERNAL_FUNCTION_PARAM_PASSTHRU, listeners, here);
		return;
	}
	uint32_t number;
	if (UNEXPECTED(!run(&listeners->before, here, &number))) {
		in_full.begin_at(execute_data, return_value, listeners->owner, number, NULL);
	} else if (listeners->has_way_out) {
		RETVAL_LONG((zend_long) listeners->generation);
	} else {
		RETVAL_FALSE;
	}
}

/* Did a callback change the result? Then `result()` has it. With what `begin()` gave. */
ZEND_NAMED_FUNCTION(weft_quick_end)
{
	const zval *token = ZEND_CALL_ARG(execute_data, 1);
	if (UNEXPECTED(ZEND_NUM_ARGS() != 2) || UNEXPECTED(Z_TYPE_P(token) != IS_LONG)) {
		in_full.end(execute_data, return_value);
		return;
	}
	if (Z_LVAL_P(token) < 0) {
		end_with_call(INTERNAL_FUNCTION_PARAM_PASSTHRU);
		return;
	}
	const weft_listeners *listeners = listeners_of(execute_data);
	void **here = weft_guard_here();
	/* Has somebody come or gone meanwhile, that is not for here. */
	if (UNEXPECTED(listeners == NULL) || UNEXPECTED(Z_LVAL_P(token) != (zend_long) listeners->generation) || UNEXPECTED(*here != NULL)) {
		in_full.end(execute_data, return_value);
		return;
	}
	uint32_t number;
	if (UNEXPECTED(!run(&listeners->after, here, &number))) {
		in_full.end_at(execute_data, return_value, listeners->owner, number, NULL);
	} else {
		RETVAL_FALSE;
	}
}

/* --- requests ------------------------------------------------------------------------------------------- */

/* What PHP code left that ran behind the end of the last one. */
void weft_open_request_start(void)
{
	open = NULL;
	weft_call_forget_spare(false);
}

/* Gives back what was never ended: by `exit()`, for one. Not `clean`: PHP throws all memory away. */
void weft_open_request_end(bool clean)
{
	while (open != NULL) {
		weft_call *call = open;
		open = call->outer;
		if (clean) {
			weft_call_share(call);
			OBJ_RELEASE(&call->std);
		}
	}
	weft_call_forget_spare(clean);
}
