/* Woven generators whose ends somebody wants to hear of.
 *
 * When one is destroyed before its end the engine tells nobody: it runs `finally` and frees the frame. So these generators
 * have handlers of their own, which differ from the engine's in how they are destroyed, and in that the collector sees what
 * stands for the call. No other generator is touched. */
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
static HashTable *(*collect)(zend_object *object, zval **table, int *count);
static zend_object_handlers handlers;

/* The call whose generator is about to be made, in its frame and function: one that a template keeps in a variable, or its
 * token. */
ZEND_TLS weft_call *expected;
ZEND_TLS zval expected_token;
ZEND_TLS const zend_execute_data *expected_in;
ZEND_TLS const zend_function *expected_of;
/* The tokens of generators: the Weft\\Call, or the state of the registry in which the call began. */
ZEND_TLS HashTable *tokens;

/* Do callbacks run for a generator that is destroyed? Then the frame below is not that of the woven function. */
ZEND_TLS bool abandoning;
bool weft_generator_abandoning(void) { return abandoning; }

static zend_ulong key_of(const zend_object *object) { return (zend_ulong) (uintptr_t) object; }

static zval *token_of(const zend_object *object) { return tokens != NULL ? zend_hash_index_find(tokens, key_of(object)) : NULL; }

static void forget_token(const zend_object *object)
{
	zval *token = token_of(object), old;
	if (token == NULL) {
		return;
	}
	/* Out of the table first: what is freed may run destructors. */
	ZVAL_COPY_VALUE(&old, token);
	ZVAL_NULL(token);
	zend_hash_index_del(tokens, key_of(object));
	zval_ptr_dtor(&old);
}

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
	if (generator->execute_data == NULL || CG(unclean_shutdown)) {
		destroy(object);
		return;
	}
	weft_call *in_variable = call_of_generator(object);
	const zval *token = in_variable == NULL ? token_of(object) : NULL;
	size_t listeners = in_variable != NULL || token != NULL ? listener.going(generator->execute_data) : 0;
	if (listeners == 0) {
		destroy(object);
		return;
	}
	weft_call *call = in_variable != NULL ? in_variable : weft_call_of(token);
	uint64_t state = call != NULL ? call->began : (uint64_t) Z_LVAL_P(token);
	if (call != NULL) {
		GC_ADDREF(&call->std);
		/* What the callbacks may want to see goes with the frame. */
		weft_call_keep(call, generator->execute_data);
	}
	const zend_object *thrown = EG(exception);
	/* Runs `finally`, which may end the call with a return or an exception: then its callbacks have run. */
	destroy(object);
	bool destroyed = generator->execute_data == NULL && !CG(unclean_shutdown) && Z_TYPE(generator->retval) == IS_UNDEF && EG(exception) == thrown;
	if (in_variable != NULL) {
		destroyed = destroyed && call->generator == object;
		call->generator = NULL;
	} else {
		destroyed = destroyed && token_of(object) != NULL;
	}
	run_as_native(listeners, call, state, destroyed);
	if (call != NULL) {
		OBJ_RELEASE(&call->std);
	}
}

static void release_generator(zend_object *object)
{
	forget_token(object);
	release(object);
}

/* A generator owns its call, as far as the collector is concerned. */
static HashTable *collect_generator(zend_object *object, zval **table, int *count)
{
	HashTable *properties = collect(object, table, count);
	zval *token = token_of(object);
	zend_get_gc_buffer *buffer = &EG(get_gc_buffer);
	if (token != NULL && Z_TYPE_P(token) == IS_OBJECT && *table != NULL && *table == buffer->start) {
		zend_get_gc_buffer_add_zval(buffer, token);
		zend_get_gc_buffer_use(buffer, table, count);
	}
	return properties;
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
			collect = handlers.get_gc;
			handlers.get_gc = collect_generator;
			destroy = handlers.dtor_obj;
			handlers.dtor_obj = destroy_generator;
		}
		object->handlers = &handlers;
		if (expected != NULL) {
			expected->generator = object;
		} else {
			if (tokens == NULL) {
				tokens = zend_new_array(8);
			}
			zend_hash_index_update(tokens, key_of(object), &expected_token);
			ZVAL_UNDEF(&expected_token);
		}
		expected_in = NULL;
		expected = NULL;
	}
	return object;
}

/* The next generator made in this frame is that of the call with this token. It may never be made: nobody takes it. */
void weft_generator_expect(const zend_execute_data *frame, zval *token)
{
	zval old;
	ZVAL_COPY_VALUE(&old, &expected_token);
	ZVAL_COPY(&expected_token, token);
	expected = NULL;
	expected_in = frame;
	expected_of = frame->func;
	zval_ptr_dtor(&old);
}

/* The same for a call that a template keeps in a variable. */
void weft_generator_expect_kept(weft_call *call, const zend_execute_data *frame)
{
	zval undefined;
	ZVAL_UNDEF(&undefined);
	weft_generator_expect(frame, &undefined);
	expected = call;
}

/* The generator whose code runs in this frame. */
static const zend_object *generator_of(const zend_execute_data *frame)
{
	return (ZEND_CALL_INFO(frame) & ZEND_CALL_GENERATOR) ? (const zend_object *) frame->return_value : NULL;
}

/* The token of a generator that runs, until it ends. */
const zval *weft_generator_token(const zend_execute_data *frame)
{
	const zend_object *generator = generator_of(frame);
	return generator != NULL ? token_of(generator) : NULL;
}

/* It ends: the token is the caller's. */
bool weft_generator_take(const zend_execute_data *frame, zval *answer)
{
	const zend_object *generator = generator_of(frame);
	const zval *token = generator != NULL ? token_of(generator) : NULL;
	if (token == NULL) {
		return false;
	}
	ZVAL_COPY(answer, token);
	forget_token(generator);
	return true;
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

/* The request ends, and engine memory can still be given back. */
void weft_generator_end(void)
{
	zval old;
	ZVAL_COPY_VALUE(&old, &expected_token);
	ZVAL_UNDEF(&expected_token);
	expected_in = NULL;
	zval_ptr_dtor(&old);
	/* Every generator has been destroyed by now. */
	zend_array *last = tokens;
	tokens = NULL;
	if (last != NULL) {
		zend_array_destroy(last);
	}
}

/* A request begins: what the last one had is gone. */
void weft_generator_reset(void)
{
	expected = NULL;
	expected_in = NULL;
	ZVAL_UNDEF(&expected_token);
	tokens = NULL;
	/* A long jump may have left it. */
	abandoning = false;
}
