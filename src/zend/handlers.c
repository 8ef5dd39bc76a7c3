/* Handlers of internal functions and methods, exchanged for weft's: for good where weft mends what PHP shows (trace.c,
 * listing.c), and as long as a rule or a hook names them (src/intercept/).
 *
 * A function's place for weft among `reserved` holds the number of its interception. Copies have it too: methods that
 * classes inherit, closures made of a function. opcache keeps such copies in its shared memory, where processes see them
 * that never intercepted the function, or something else under that number. So a number is believed only where the
 * function's own class and name agree, and otherwise the function itself is looked up: nothing that another process wrote is
 * followed as a pointer. */
#include "handlers.h"
#include "zend_attributes.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "Zend/Optimizer/zend_inference.h"
#include "Zend/Optimizer/zend_func_info.h"
#include "Zend/Optimizer/zend_call_graph.h"
#include "weft.h"

zend_internal_function *weft_internal_function(HashTable *table, const char *name, size_t length)
{
	zend_function *function = zend_hash_str_find_ptr(table, name, length);
	return function != NULL && function->type == ZEND_INTERNAL_FUNCTION ? &function->internal_function : NULL;
}

zif_handler weft_replace_handler(zend_internal_function *function, zif_handler replacement)
{
	zif_handler old = function->handler;
	function->handler = replacement;
	return old;
}

void weft_replace_function(const char *name, zif_handler replacement, zif_handler *old)
{
	zend_internal_function *function = weft_internal_function(CG(function_table), name, strlen(name));
	if (function != NULL && function->handler != replacement) {
		*old = weft_replace_handler(function, replacement);
	}
}

void weft_replace_method(const char *class_name, const char *name, zif_handler replacement, zif_handler *old)
{
	zend_class_entry *class = zend_hash_str_find_ptr(CG(class_table), class_name, strlen(class_name));
	size_t length = strlen(name);
	zend_internal_function *function = class != NULL ? weft_internal_function(&class->function_table, name, length) : NULL;
	if (function == NULL || function->handler == replacement) {
		return;
	}
	zif_handler was = *old = function->handler;
	zend_class_entry *other;
	ZEND_HASH_FOREACH_PTR(CG(class_table), other) {
		function = weft_internal_function(&other->function_table, name, length);
		if (function != NULL && function->handler == was) {
			weft_replace_handler(function, replacement);
		}
	} ZEND_HASH_FOREACH_END();
}

/* --- interceptions -------------------------------------------------------------------------------------- */

/* A function whose handler was exchanged. Mirrored by handlers.rs. It stays until the module's end, so that what still
 * calls weft by a copy finds the way on. */
typedef struct {
	zend_internal_function *function;
	/* What stood there, and is called now. */
	zif_handler original;
	/* What Rust keeps with it; NULL while nobody is interested. */
	void *word;
	bool exchanged;
	/* What was taken from it so that all its calls get a frame. */
	const void *frameless;
} weft_interception;

typedef void (*weft_on_call)(zend_execute_data *frame, zval *result, zif_handler original, void *word);

static weft_interception **interceptions;
static uintptr_t count, room;
static int place = -1;
/* With threads, which share the functions: is PHP code running in any of them? Nothing is exchanged then. */
static bool shared;
static weft_on_call on_call;

static HashTable *table_of(const zend_class_entry *scope)
{
	return scope != NULL ? (HashTable *) &scope->function_table : CG(function_table);
}

/* Functions that are gone again (of an extension that dl() had loaded) have no interception any more. */
static zend_never_inline weft_interception *slow_find(const zend_internal_function *function, uintptr_t number)
{
	if (number < count) {
		weft_interception *known = interceptions[number];
		if (known->function != NULL && known->function->scope == function->scope && zend_string_equals(known->function->function_name, function->function_name)) {
			return known;
		}
	}
	if (function->function_name == NULL) {
		return NULL;
	}
	zend_string *lower = zend_string_tolower(function->function_name);
	zend_internal_function *own = weft_internal_function(table_of(function->scope), ZSTR_VAL(lower), ZSTR_LEN(lower));
	zend_string_release(lower);
	if (own == NULL || own == function) {
		return NULL;
	}
	number = (uintptr_t) own->reserved[place] - 1;
	return number < count && interceptions[number]->function == own ? interceptions[number] : NULL;
}

static zend_always_inline weft_interception *find(const zend_internal_function *function)
{
	uintptr_t number = (uintptr_t) function->reserved[place] - 1;
	if (EXPECTED(number < count) && EXPECTED(interceptions[number]->function == function)) {
		return interceptions[number];
	}
	return slow_find(function, number);
}

static void ZEND_FASTCALL intercepted(INTERNAL_FUNCTION_PARAMETERS);

/* A copy that another process, or an earlier request, left in shared memory. */
static zend_never_inline void pass_on(zend_execute_data *execute_data, zval *return_value)
{
	const zend_internal_function *function = &execute_data->func->internal_function;
	zend_string *lower = zend_string_tolower(function->function_name);
	zend_internal_function *own = weft_internal_function(table_of(function->scope), ZSTR_VAL(lower), ZSTR_LEN(lower));
	zend_string_release(lower);
	if (own == NULL || own->handler == intercepted) {
		zend_throw_error(NULL, "weft: the function behind %s() is gone", ZSTR_VAL(function->function_name));
		return;
	}
	own->handler(execute_data, return_value);
}

static void ZEND_FASTCALL intercepted(INTERNAL_FUNCTION_PARAMETERS)
{
	weft_interception *known = find(&execute_data->func->internal_function);
	if (UNEXPECTED(known == NULL)) {
		pass_on(execute_data, return_value);
	} else if (UNEXPECTED(known->word == NULL)) {
		known->original(execute_data, return_value);
	} else if (UNEXPECTED(EG(capture_warnings_during_sccp))) {
		/* The optimizer tries the call to fold it into a constant. What counts as a warning keeps it from that. */
		EG(capture_warnings_during_sccp)++;
		ZVAL_NULL(return_value);
	} else {
		on_call(execute_data, return_value, known->original, known->word);
	}
}

/* At module start, with weft's place in `reserved`. */
void weft_handlers_start_up(int handle, weft_on_call call)
{
	place = handle;
	on_call = call;
	shared = false;
}

/* A request begins. */
void weft_handlers_in_use(void)
{
#ifdef ZTS
	shared = true;
#endif
}

/* At module end, with all handlers given back. */
void weft_handlers_shut_down(void)
{
	for (uintptr_t number = 0; number < count; number++) {
		free(interceptions[number]);
	}
	free(interceptions);
	interceptions = NULL;
	count = room = 0;
}

/* Shows every copy of a method that a class of this process has, those in shared memory apart. */
static void each_copy(const zend_internal_function *function, void (*see)(zend_internal_function *copy, const weft_interception *known), const weft_interception *known)
{
	if (function->scope == NULL) {
		return;
	}
	zend_string *lower = zend_string_tolower(function->function_name);
	zend_class_entry *class;
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (class == function->scope || (class->ce_flags & ZEND_ACC_IMMUTABLE) || !(class->ce_flags & ZEND_ACC_LINKED)) {
			continue;
		}
		zend_internal_function *copy = weft_internal_function(&class->function_table, ZSTR_VAL(lower), ZSTR_LEN(lower));
		if (copy != NULL && copy != function && copy->scope == function->scope) {
			see(copy, known);
		}
	} ZEND_HASH_FOREACH_END();
	zend_string_release(lower);
}

static void exchange_copy(zend_internal_function *copy, const weft_interception *known)
{
	if (copy->handler == known->original) {
		copy->reserved[place] = known->function->reserved[place];
		copy->handler = intercepted;
	}
}

static void restore_copy(zend_internal_function *copy, const weft_interception *known)
{
	if (copy->handler == intercepted) {
		copy->handler = known->original;
	}
}

/* The interception of a function, made at first. NULL: it has no handler, or there is no memory. */
weft_interception *weft_interception_of(zend_internal_function *function)
{
	uintptr_t number = (uintptr_t) function->reserved[place] - 1;
	if (number < count && interceptions[number]->function == function) {
		return interceptions[number];
	}
	if (shared || function->handler == NULL || (function->fn_flags & ZEND_ACC_ABSTRACT)) {
		return NULL;
	}
	if (count == room) {
		uintptr_t more = room ? room * 2 : 16;
		weft_interception **grown = realloc(interceptions, more * sizeof(*grown));
		if (grown == NULL) {
			return NULL;
		}
		interceptions = grown;
		room = more;
	}
	weft_interception *made = calloc(1, sizeof(*made));
	if (made == NULL) {
		return NULL;
	}
	made->function = function;
	interceptions[count++] = made;
	function->reserved[place] = (void *) count;
	return made;
}

/* Puts weft's handler in the place of the function's. */
void weft_exchange(weft_interception *known)
{
	if (shared || known->function == NULL) {
		return;
	}
	if (known->frameless == NULL) {
		known->frameless = weft_frame_calls(known->function);
	}
	if (known->exchanged) {
		return;
	}
	if (known->function->handler != intercepted) {
		known->original = weft_replace_handler(known->function, intercepted);
	}
	known->exchanged = true;
	each_copy(known->function, exchange_copy, known);
}

/* Puts the function's own handler back, unless somebody has replaced weft's: who did so calls it. */
void weft_restore(weft_interception *known)
{
	if (shared || !known->exchanged || known->function == NULL) {
		return;
	}
	weft_unframe_calls(known->function, known->frameless);
	known->frameless = NULL;
	each_copy(known->function, restore_copy, known);
	if (known->function->handler == intercepted) {
		known->function->handler = known->original;
		known->exchanged = false;
	}
}

zif_handler *weft_own_handler(zend_internal_function *function)
{
	uintptr_t number = place < 0 ? 0 : (uintptr_t) function->reserved[place];
	bool known = number != 0 && number <= count && interceptions[number - 1]->function == function;
	return known && interceptions[number - 1]->exchanged ? &interceptions[number - 1]->original : &function->handler;
}

/* The function is about to be unloaded, with its extension. */
void weft_forget_interception(weft_interception *known)
{
	weft_restore(known);
	known->function = NULL;
	known->word = NULL;
	known->exchanged = false;
}

/* The word that was left with the function of a frame, and its original; NULL when it was never intercepted. */
void *weft_word_of(const zend_execute_data *frame, zif_handler *original)
{
	if (frame->func == NULL || frame->func->type != ZEND_INTERNAL_FUNCTION) {
		return NULL;
	}
	const weft_interception *known = find(&frame->func->internal_function);
	if (known == NULL) {
		return NULL;
	}
	*original = known->original;
	return known->word;
}

/* At module end threads have gone. */
void weft_handlers_alone(void) { shared = false; }

bool weft_is_exchanged(const weft_interception *known) { return known->exchanged && known->function->handler == intercepted; }

/* --- functions ------------------------------------------------------------------------------------------ */

/* Shows every internal function that is declared, each once, without the methods that classes inherit. */
void weft_each_internal_function(void (*see)(void *context, zend_internal_function *function), void *context)
{
	zend_function *function;
	zend_class_entry *class;
	ZEND_HASH_FOREACH_PTR(CG(function_table), function) {
		if (function->type == ZEND_INTERNAL_FUNCTION) {
			see(context, &function->internal_function);
		}
	} ZEND_HASH_FOREACH_END();
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (class->type != ZEND_INTERNAL_CLASS) {
			continue;
		}
		ZEND_HASH_FOREACH_PTR(&class->function_table, function) {
			if (function->type == ZEND_INTERNAL_FUNCTION && function->common.scope == class) {
				see(context, &function->internal_function);
			}
		} ZEND_HASH_FOREACH_END();
	} ZEND_HASH_FOREACH_END();
}

bool weft_internal_is_of(const zend_internal_function *function, const char *extension)
{
	return function->module != NULL && strcmp(function->module->name, extension) == 0;
}
/* May the optimizer fold its calls? */
bool weft_internal_may_be_compiled_away(const zend_internal_function *function)
{
	if (function->fn_flags & ZEND_ACC_COMPILE_TIME_EVAL) {
		return true;
	}
	/* These the optimizer knows by their names. */
	static const char *const known[] = {"array_flip", "array_keys", "array_values", "explode", "implode", "range", "str_repeat", "strtolower", "strtoupper", "version_compare"};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known) && function->scope == NULL; i++) {
		if (zend_string_equals_cstr(function->function_name, known[i], strlen(known[i]))) {
			return true;
		}
	}
	return false;
}
/* Loaded by dl(), for one request. */
bool weft_internal_is_temporary(const zend_internal_function *function)
{
	return function->module != NULL && function->module->type == MODULE_TEMPORARY;
}
/* Has a class that opcache keeps in shared memory inherited the method with another handler than weft's? */
bool weft_internal_has_shared_copies(const zend_internal_function *function)
{
	bool found = false;
	if (function->scope == NULL) {
		return false;
	}
	zend_string *lower = zend_string_tolower(function->function_name);
	zend_class_entry *class;
	ZEND_HASH_FOREACH_PTR(CG(class_table), class) {
		if (class->ce_flags & ZEND_ACC_IMMUTABLE) {
			zend_internal_function *copy = weft_internal_function(&class->function_table, ZSTR_VAL(lower), ZSTR_LEN(lower));
			found |= copy != NULL && copy->scope == function->scope && copy->handler != intercepted;
		}
	} ZEND_HASH_FOREACH_END();
	zend_string_release(lower);
	return found;
}

/* --- calls ---------------------------------------------------------------------------------------------- */

void weft_call_handler(zif_handler handler, zend_execute_data *execute_data, zval *return_value) { handler(execute_data, return_value); }

/* Calls the function with other arguments than the frame's: by position, then those with names. What is a reference in
 * the frame is the same reference here. The function sees the frame's caller as its own. */
void weft_call_with(zif_handler handler, zend_execute_data *frame, zval *return_value, zend_array *arguments)
{
	zend_function *function = frame->func;
	zend_array *named = NULL;
	uint32_t passed = 0;
	zend_ulong index;
	zend_string *name;
	zval *value;
	ZEND_HASH_FOREACH_KEY(arguments, index, name) {
		if (name == NULL && index >= passed) {
			passed = (uint32_t) index + 1;
		}
	} ZEND_HASH_FOREACH_END();
	zend_execute_data *call = zend_vm_stack_push_call_frame(ZEND_CALL_NESTED_FUNCTION, function, passed, NULL);
	/* Object, or class called. The frame it comes from holds it as long as this one. */
	Z_PTR(call->This) = Z_PTR(frame->This);
	ZEND_CALL_INFO(call) |= ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_THIS;
	for (uint32_t number = 0; number < passed; number++) {
		zval *argument = ZEND_CALL_VAR_NUM(call, number);
		zval *own = number < ZEND_CALL_NUM_ARGS(frame) ? ZEND_CALL_VAR_NUM(frame, number) : NULL;
		value = zend_hash_index_find(arguments, number);
		if (own != NULL && Z_ISREF_P(own)) {
			ZVAL_COPY(argument, own);
		} else if (value != NULL) {
			ZVAL_COPY_DEREF(argument, value);
			if (ARG_MUST_BE_SENT_BY_REF(function, number + 1)) {
				ZVAL_MAKE_REF(argument);
			}
		} else {
			ZVAL_UNDEF(argument);
			ZEND_ADD_CALL_FLAG(call, ZEND_CALL_MAY_HAVE_UNDEF);
		}
	}
	ZEND_HASH_FOREACH_STR_KEY_VAL(arguments, name, value) {
		if (name != NULL) {
			if (named == NULL) {
				named = zend_new_array(0);
			}
			zval *own = (ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) ? zend_hash_find(frame->extra_named_params, name) : NULL;
			if (own != NULL && Z_ISREF_P(own)) {
				value = own;
			}
			Z_TRY_ADDREF_P(value);
			zend_hash_update(named, name, value);
		}
	} ZEND_HASH_FOREACH_END();
	if (named != NULL) {
		call->extra_named_params = named;
		ZEND_ADD_CALL_FLAG(call, ZEND_CALL_HAS_EXTRA_NAMED_PARAMS);
	}
	call->prev_execute_data = frame->prev_execute_data;
	EG(current_execute_data) = call;
	/* Optional arguments that were left out between others: their defaults, or an exception. */
	if (!(ZEND_CALL_INFO(call) & ZEND_CALL_MAY_HAVE_UNDEF) || zend_handle_undef_args(call) == SUCCESS) {
		handler(call, return_value);
	}
	EG(current_execute_data) = frame;
	zend_vm_stack_free_args(call);
	if (named != NULL) {
		zend_free_extra_named_params(named);
	}
	zend_vm_stack_free_call_frame(call);
}

/* --- results -------------------------------------------------------------------------------------------- */

static uint32_t bit_of(const zval *value) { return Z_TYPE_P(value) == IS_REFERENCE ? MAY_BE_REF : 1u << Z_TYPE_P(value); }

/* Optimizer and JIT know more of some functions' results than their signatures say: what arrays have in them, and that
 * nobody else holds them. Makes a value like that if it can be; false when it cannot. */
bool weft_make_like_result(const zend_function *function, zval *value)
{
	if (function->common.scope != NULL) {
		return true;
	}
	zend_call_info call;
	zend_class_entry *class;
	bool is_instanceof;
	memset(&call, 0, sizeof(call));
	call.callee_func = (zend_function *) function;
	/* Of those whose result depends on the arguments, what it can be at all. */
	call.send_unpack = true;
	uint32_t info = zend_get_func_info(&call, NULL, &class, &is_instanceof);
	if ((info & MAY_BE_ANY) == 0) {
		return true;
	}
	if (!(info & bit_of(value))) {
		return false;
	}
	if (Z_TYPE_P(value) == IS_STRING && !(info & MAY_BE_RCN) && Z_REFCOUNTED_P(value) && Z_REFCOUNT_P(value) > 1) {
		zend_string *own = zend_string_init(Z_STRVAL_P(value), Z_STRLEN_P(value), 0);
		zval_ptr_dtor(value);
		ZVAL_STR(value, own);
	}
	if (Z_TYPE_P(value) != IS_ARRAY) {
		return true;
	}
	if (zend_hash_num_elements(Z_ARRVAL_P(value)) == 0 && !(info & MAY_BE_ARRAY_EMPTY)) {
		return false;
	}
	uint32_t numbered = HT_FLAGS(Z_ARRVAL_P(value)) & HASH_FLAG_PACKED ? MAY_BE_ARRAY_PACKED : MAY_BE_ARRAY_NUMERIC_HASH;
	zend_string *name;
	zval *element;
	ZEND_HASH_FOREACH_STR_KEY_VAL(Z_ARRVAL_P(value), name, element) {
		if (!(info & (bit_of(element) << MAY_BE_ARRAY_SHIFT)) || !(info & (name != NULL ? MAY_BE_ARRAY_STRING_HASH : numbered))) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	if (!(info & MAY_BE_RCN)) {
		SEPARATE_ARRAY(value);
	}
	return true;
}
