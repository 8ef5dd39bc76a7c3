/* Woven generators that are destroyed before their end.
 *
 * The engine tells nobody: it runs `finally` and frees the frame. So the generator of a call whose end somebody wants to hear
 * of has handlers of its own, which differ from the engine's in how it is destroyed. No other generator is touched. */
#include "php.h"
#include "zend_exceptions.h"
#include "zend_generators.h"
#include "zend_interfaces.h"
#include "weft.h"

typedef struct {
	/* A word for whoever listens to the function of this frame, or 0; to be handed to `gone` as soon as the generator is. */
	size_t (*going)(zend_execute_data *frame);
	void (*gone)(size_t listeners, weft_call *call, uint64_t began, bool destroyed);
} weft_abandonment;

static weft_abandonment listener;
static zend_object *(*create)(zend_class_entry *ce);
static void (*destroy)(zend_object *object);
static void (*release)(zend_object *object);
static zend_object_handlers handlers;

/* The call whose generator is about to be made, in its frame and function. */
ZEND_TLS weft_call *expected;
ZEND_TLS uint64_t expected_began;
ZEND_TLS const zend_execute_data *expected_in;
ZEND_TLS const zend_function *expected_of;
/* Generators of calls that have no Weft\\Call, with the state of the registry in which they began. */
ZEND_TLS HashTable *began_in;

/* Do callbacks run for a generator that is destroyed? Then the frame below is not that of the woven function. */
ZEND_TLS bool abandoning;
bool weft_generator_abandoning(void) { return abandoning; }

static zend_ulong key_of(const zend_object *object) { return (zend_ulong) (uintptr_t) object; }

/* The call's own variables keep it alive, as long as there is a frame. */
static weft_call *call_of_generator(const zend_object *object)
{
	zend_execute_data *frame = ((const zend_generator *) object)->execute_data;
	if (frame == NULL) {
		return NULL;
	}
	for (int number = frame->func->op_array.last_var - 1; number >= 0; number--) {
		weft_call *call = weft_call_of(ZEND_CALL_VAR_NUM(frame, number));
		if (call != NULL && call->generator == object) {
			return call;
		}
	}
	return NULL;
}

static void run_as_native(size_t listeners, weft_call *call, uint64_t began, bool destroyed)
{
	/* Callbacks run below a native, always: what they throw at the end of a request has a frame to be thrown in. */
	static zend_internal_function after = {.type = ZEND_INTERNAL_FUNCTION};
	zend_execute_data frame;
	memset(&frame, 0, sizeof(frame));
	zend_function *native = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("weft\\after"));
	frame.func = native != NULL ? native : (zend_function *) &after;
	frame.prev_execute_data = EG(current_execute_data);
	zend_object *thrown = EG(exception);
	const zend_op *opline = EG(opline_before_exception);
	EG(exception) = NULL;
	EG(current_execute_data) = &frame;
	bool outer = abandoning;
	abandoning = true;
	listener.gone(listeners, call, began, destroyed);
	abandoning = outer;
	EG(current_execute_data) = frame.prev_execute_data;
	if (thrown != NULL) {
		EG(opline_before_exception) = opline;
		if (EG(exception) != NULL) {
			zend_exception_set_previous(EG(exception), thrown);
		} else {
			EG(exception) = thrown;
		}
	}
}

static void destroy_generator(zend_object *object)
{
	zend_generator *generator = (zend_generator *) object;
	weft_call *call = CG(unclean_shutdown) ? NULL : call_of_generator(object);
	const zval *began = call != NULL || began_in == NULL || CG(unclean_shutdown) || generator->execute_data == NULL ? NULL : zend_hash_index_find(began_in, key_of(object));
	size_t listeners = call != NULL || began != NULL ? listener.going(generator->execute_data) : 0;
	if (listeners == 0) {
		destroy(object);
		return;
	}
	uint64_t state = call != NULL ? call->began : (uint64_t) Z_LVAL_P(began);
	if (call != NULL) {
		GC_ADDREF(&call->std);
		/* What the callbacks may want to see goes with the frame. */
		weft_call_keep(call, generator->execute_data);
	}
	const zend_object *thrown = EG(exception);
	/* Runs `finally`, which may end the call with a return or an exception: then its callbacks have run. */
	destroy(object);
	bool destroyed = generator->execute_data == NULL && !CG(unclean_shutdown) && Z_TYPE(generator->retval) == IS_UNDEF && EG(exception) == thrown;
	if (call != NULL) {
		destroyed = destroyed && call->generator == object;
		call->generator = NULL;
	}
	run_as_native(listeners, call, state, destroyed);
	if (call != NULL) {
		OBJ_RELEASE(&call->std);
	}
}

static void release_generator(zend_object *object)
{
	if (began_in != NULL && zend_hash_index_del(began_in, key_of(object)) == SUCCESS && zend_hash_num_elements(began_in) == 0) {
		zend_array_destroy(began_in);
		began_in = NULL;
	}
	release(object);
}

static zend_object *create_generator(zend_class_entry *ce)
{
	zend_object *object = create(ce);
	const zend_execute_data *frame = EG(current_execute_data);
	if (UNEXPECTED(expected_in != NULL) && frame == expected_in && frame->func == expected_of) {
		if (destroy == NULL) {
			memcpy(&handlers, object->handlers, sizeof(handlers));
			release = handlers.free_obj;
			handlers.free_obj = release_generator;
			destroy = handlers.dtor_obj;
			handlers.dtor_obj = destroy_generator;
		}
		object->handlers = &handlers;
		if (expected != NULL) {
			expected->generator = object;
		} else {
			zval began;
			if (began_in == NULL) {
				began_in = zend_new_array(8);
			}
			ZVAL_LONG(&began, (zend_long) expected_began);
			zend_hash_index_update(began_in, key_of(object), &began);
		}
		expected_in = NULL;
		expected = NULL;
	}
	return object;
}

/* The next generator made in this frame is this call's, which began in this state of the registry. Not every call has an object. */
void weft_generator_expect(weft_call *call, const zend_execute_data *frame, uint64_t began)
{
	expected = call;
	expected_began = began;
	expected_in = frame;
	expected_of = frame->func;
}

/* The call ends otherwise, or is freed. */
void weft_generator_forget(weft_call *call)
{
	call->generator = NULL;
	if (expected == call) {
		expected = NULL;
		expected_in = NULL;
	}
}

/* Before the first such call of a process. */
void weft_generator_install(weft_abandonment told)
{
	listener = told;
	if (zend_ce_generator->create_object != create_generator) {
		create = zend_ce_generator->create_object;
		zend_ce_generator->create_object = create_generator;
	}
}

/* A request begins: what the last one had is gone. */
void weft_generator_reset(void)
{
	expected = NULL;
	expected_in = NULL;
	began_in = NULL;
	/* A long jump may have left it. */
	abandoning = false;
}
