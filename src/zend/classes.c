/* The classes of the namespace Weft, and the function whose signature only C's macros can write. Their handlers are
 * Rust's, in src/api/. stubs/weft.stub.php says the same for people. */
#include "php.h"
#include "ext/spl/spl_exceptions.h"
#include "zend_attributes.h"
#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "classes.h"
#include "weft.h"

typedef struct {
	zif_handler hook, on, remove, pause, resume, stats, skip, origin;
} weft_handlers;

zend_class_entry *weft_call_ce, *weft_hook_ce, *weft_block_ce;
static zend_object_handlers call_handlers, hook_handlers;

/* --- signatures ----------------------------------------------------------------------------------------- */

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(hook_signature, 0, 1, Weft\\Hook, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, target, Closure, MAY_BE_STRING, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, before, IS_CALLABLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, after, IS_CALLABLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, failed, IS_CALLABLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, priority, IS_LONG, 0, "0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, readonly, _IS_BOOL, 0, "false")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, nested, _IS_BOOL, 0, "false")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, yielded, IS_CALLABLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, resumed, IS_CALLABLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(on_signature, 0, 2, Weft\\Hook, 0)
	ZEND_ARG_TYPE_INFO(0, event, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, listener, IS_CALLABLE, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(void_signature, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(array_signature, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(origin_signature, 0, 0, IS_ARRAY, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(skip_signature, 0, 0, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, result, IS_MIXED, 0, "null")
ZEND_END_ARG_INFO()

/* --- Weft\Call ------------------------------------------------------------------------------------------ */

static inline weft_call *call_of(zend_object *object) { return (weft_call *) ((char *) object - offsetof(weft_call, std)); }

static void take_arguments(weft_call *call, zval *arguments)
{
	ZVAL_ARR(arguments, weft_frame_arguments(call->frame));
	/* A second reference makes PHP copy the array before it changes it, which tells weft that it was changed. */
	GC_ADDREF(Z_ARR_P(arguments));
	call->given = Z_ARR_P(arguments);
}

/* The arguments are copied from the frame when somebody first asks for them. */
static void fill(zend_object *object)
{
	weft_call *call = call_of(object);
	zval *arguments = OBJ_PROP_NUM(object, CALL_ARGUMENTS);
	if (!Z_ISUNDEF_P(arguments)) {
		return;
	}
	if (call->frame == NULL || !weft_frame_is_live(call->frame)) {
		ZVAL_EMPTY_ARRAY(arguments);
		return;
	}
	take_arguments(call, arguments);
}

static zval *read_property(zend_object *object, zend_string *name, int type, void **cache_slot, zval *holder)
{
	if (zend_string_equals_literal(name, "arguments")) {
		fill(object);
	}
	return zend_std_read_property(object, name, type, cache_slot, holder);
}

static zval *get_property_ptr_ptr(zend_object *object, zend_string *name, int type, void **cache_slot)
{
	if (zend_string_equals_literal(name, "arguments")) {
		fill(object);
	}
	return zend_std_get_property_ptr_ptr(object, name, type, cache_slot);
}

static int has_property(zend_object *object, zend_string *name, int check, void **cache_slot)
{
	if (zend_string_equals_literal(name, "arguments")) {
		fill(object);
	}
	return zend_std_has_property(object, name, check, cache_slot);
}

static HashTable *get_properties(zend_object *object)
{
	fill(object);
	return zend_std_get_properties(object);
}

static zend_object *create_call(zend_class_entry *ce)
{
	weft_call *call = zend_object_alloc(sizeof(weft_call), ce);
	call->frame = NULL;
	call->given = NULL;
	call->generator = NULL;
	call->began = 0;
	call->stage = WEFT_OVER;
	zend_object_std_init(&call->std, ce);
	object_properties_init(&call->std, ce);
	call->std.handlers = &call_handlers;
	return &call->std;
}

static void forget_given(weft_call *call)
{
	zend_array *given = call->given;
	if (given != NULL) {
		call->given = NULL;
		if (GC_DELREF(given) == 0) {
			zend_array_destroy(given);
		}
	}
}

static void free_call(zend_object *object)
{
	forget_given(call_of(object));
	weft_generator_forget(call_of(object));
	zend_object_std_dtor(object);
}

/* The memory of an object that has gone, for the next one. */
ZEND_TLS weft_call *spare;

void weft_call_forget_spare(bool release)
{
	if (spare != NULL && release) {
		efree(spare);
	}
	spare = NULL;
}

static zend_always_inline weft_call *allocate_call(zend_execute_data *frame, uint64_t began)
{
	weft_call *call = spare;
	if (EXPECTED(call != NULL)) {
		spare = NULL;
	} else {
		call = emalloc(sizeof(weft_call) + zend_object_properties_size(weft_call_ce));
	}
	call->frame = frame;
	call->given = NULL;
	call->generator = NULL;
	call->began = began;
	call->stage = WEFT_BEFORE;
	zend_object_std_init(&call->std, weft_call_ce);
	call->std.handlers = &call_handlers;
	/* object_properties_init(), for these properties. */
	zval *property = call->std.properties_table;
	for (uint32_t number = CALL_CLASS; number <= CALL_ABANDONED; number++) {
		Z_PROP_FLAG_P(property + number) = 0;
	}
	ZVAL_UNDEF(property + CALL_ARGUMENTS);
	Z_PROP_FLAG_P(property + CALL_ARGUMENTS) = IS_PROP_UNINIT;
	ZVAL_NULL(property + CALL_RESULT);
	ZVAL_NULL(property + CALL_ERROR);
	ZVAL_NULL(property + CALL_DATA);
	ZVAL_FALSE(property + CALL_ABANDONED);
	return call;
}

/* A reference to a property ends when weft looks at what callbacks made of it: the property has the value alone again. */
static zend_never_inline void end_reference(zend_object *object, uint32_t number)
{
	zval *place = OBJ_PROP_NUM(object, number);
	zend_reference *reference = Z_REF_P(place);
	zend_property_info *property = object->ce->properties_info_table[number];
	if (property != NULL && ZEND_TYPE_IS_SET(property->type)) {
		ZEND_REF_DEL_TYPE_SOURCE(reference, property);
	}
	zval old;
	ZVAL_REF(&old, reference);
	ZVAL_COPY(place, &reference->val);
	zval_ptr_dtor(&old);
}

/* An object for this invocation of a woven function, open for its before callbacks. */
weft_call *weft_call_create(zend_execute_data *frame, uint64_t began)
{
	weft_call *call = allocate_call(frame, began);
	zval *property = call->std.properties_table;
	const zend_function *function = frame->func;
	if (function->common.scope != NULL) {
		ZVAL_STR_COPY(property + CALL_CLASS, function->common.scope->name);
	} else {
		ZVAL_NULL(property + CALL_CLASS);
	}
	ZVAL_STR_COPY(property + CALL_FUNCTION, function->common.function_name);
	if (Z_TYPE(frame->This) == IS_OBJECT) {
		ZVAL_OBJ_COPY(property + CALL_OBJECT, Z_OBJ(frame->This));
	} else {
		ZVAL_NULL(property + CALL_OBJECT);
	}
	return call;
}

/* The same for callers who dispose of it themselves, or share it: until then it is none of the collector's concern. */
weft_call *weft_call_of_frame(zend_execute_data *frame, uint64_t began)
{
	weft_call *call = weft_call_create(frame, began);
	GC_ADD_FLAGS(&call->std, GC_NOT_COLLECTABLE);
	return call;
}

void weft_call_share(weft_call *call) { GC_DEL_FLAGS(&call->std, GC_NOT_COLLECTABLE); }

/* Callbacks have had it, and nobody keeps it. */
void weft_call_set_over(weft_call *call)
{
	call->frame = NULL;
	call->stage = WEFT_OVER;
	forget_given(call);
}

static zend_never_inline void release_values(zend_object *object)
{
	for (uint32_t number = CALL_CLASS; number <= CALL_DATA; number++) {
		zval *property = OBJ_PROP_NUM(object, number);
		if (Z_REFCOUNTED_P(property)) {
			if (UNEXPECTED(Z_ISREF_P(property))) {
				end_reference(object, number);
			}
			zval_ptr_dtor(property);
		}
	}
}

/* Gives up the only reference to it. */
void weft_call_dispose(weft_call *call)
{
	zend_object *object = &call->std;
	forget_given(call);
	if (UNEXPECTED(object->properties != NULL) || UNEXPECTED(GC_FLAGS(object) & IS_OBJ_WEAKLY_REFERENCED)) {
		weft_call_share(call);
		OBJ_RELEASE(object);
		return;
	}
	/* As zend_objects_store_del() does it: nobody finds the object any more, and its number is free once its values are gone.
	 * The collector may know of one that was shared for a while. */
	GC_REMOVE_FROM_BUFFER(object);
	uint32_t handle = object->handle;
	EG(objects_store).object_buckets[handle] = SET_OBJ_INVALID(object);
	/* In most cases none is counted. */
	uint32_t flags = 0;
	for (uint32_t number = CALL_CLASS; number <= CALL_DATA; number++) {
		flags |= Z_TYPE_INFO_P(OBJ_PROP_NUM(object, number));
	}
	if ((flags & Z_TYPE_FLAGS_MASK) != 0) {
		release_values(object);
	}
	ZEND_OBJECTS_STORE_ADD_TO_FREE_LIST(handle);
	if (UNEXPECTED(spare != NULL)) {
		/* A destructor has left one. */
		efree(call);
	} else {
		spare = call;
	}
}

/* The same for a language construct with one operand. `frame` is that of the function through which it was told. */
weft_call *weft_call_of_construct(zend_execute_data *frame, const char *name, size_t length, zval *operand, uint64_t began)
{
	weft_call *call = allocate_call(frame, began);
	zval *property = call->std.properties_table;
	ZVAL_NULL(property + CALL_CLASS);
	ZVAL_STRINGL(property + CALL_FUNCTION, name, length);
	ZVAL_NULL(property + CALL_OBJECT);
	zend_array *arguments = zend_new_array(1);
	Z_TRY_ADDREF_P(operand);
	zend_hash_next_index_insert_new(arguments, operand);
	ZVAL_ARR(property + CALL_ARGUMENTS, arguments);
	Z_PROP_FLAG_P(property + CALL_ARGUMENTS) = 0;
	GC_ADDREF(arguments);
	call->given = arguments;
	return call;
}

/* The invocation that a value stands for; NULL when it is none. */
weft_call *weft_call_of(const zval *value)
{
	return Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == weft_call_ce ? call_of(Z_OBJ_P(value)) : NULL;
}

zend_object *weft_call_object(weft_call *call) { return &call->std; }

/* A property as weft sees it. A result or an error that was unset is null. */
zval *weft_call_property(weft_call *call, uint32_t number)
{
	zval *place = OBJ_PROP_NUM(&call->std, number);
	if (UNEXPECTED(Z_ISREF_P(place))) {
		end_reference(&call->std, number);
	}
	if (UNEXPECTED(Z_ISUNDEF_P(place)) && number != CALL_ARGUMENTS) {
		ZVAL_NULL(place);
	}
	return place;
}

static zend_always_inline void put(zval *place, const zval *value)
{
	zval old;
	ZVAL_COPY_VALUE(&old, place);
	ZVAL_COPY(place, value);
	if (UNEXPECTED(Z_REFCOUNTED(old))) {
		zval_ptr_dtor(&old);
	}
}

/* A callback is about to get the object, while the frame is alive, with the invocation as it stands. */
void weft_call_open(weft_call *call, zend_execute_data *frame, int stage, const zval *result, const zval *error)
{
	call->frame = frame;
	call->stage = stage;
	put(weft_call_property(call, CALL_RESULT), result);
	put(weft_call_property(call, CALL_ERROR), error);
}

/* The same for after callbacks, where nothing was thrown. */
void weft_call_show_result(weft_call *call, zend_execute_data *frame, const zval *result)
{
	zval none;
	ZVAL_NULL(&none);
	weft_call_open(call, frame, WEFT_AFTER, result, &none);
}

/* They have had it. `holders` is how many references are weft's own. With more, somebody keeps the object: then it must
 * not need the frame any longer. */
bool weft_call_is_kept(const weft_call *call, uint32_t holders) { return GC_REFCOUNT(&call->std) > holders; }
void weft_call_close(weft_call *call, bool kept)
{
	if (UNEXPECTED(kept)) {
		fill(&call->std);
	}
	call->frame = NULL;
	call->stage = WEFT_OVER;
	forget_given(call);
}

/* The frame is about to go, and somebody will ask for its arguments: those of a suspended generator. */
void weft_call_keep(weft_call *call, zend_execute_data *frame)
{
	zval *arguments = OBJ_PROP_NUM(&call->std, CALL_ARGUMENTS);
	if (Z_ISUNDEF_P(arguments)) {
		call->frame = frame;
		take_arguments(call, arguments);
	}
	call->frame = NULL;
}

/* The generator was destroyed before its end: it has no result, and no error. */
void weft_call_abandon(weft_call *call)
{
	zval nothing;
	ZVAL_NULL(&nothing);
	weft_call_open(call, NULL, WEFT_AFTER, &nothing, &nothing);
	ZVAL_TRUE(OBJ_PROP_NUM(&call->std, CALL_ABANDONED));
}

/* The arguments before and after callbacks had the object; false when none was changed. */
bool weft_call_changes(weft_call *call, zval **given, zval **now)
{
	zval *arguments = weft_call_property(call, CALL_ARGUMENTS);
	if (EXPECTED(Z_ISUNDEF_P(arguments)) || Z_TYPE_P(arguments) != IS_ARRAY || Z_ARR_P(arguments) == call->given) {
		return false;
	}
	if (call->given == NULL) {
		/* They were overwritten without having been read. */
		call->given = weft_frame_arguments(call->frame);
	}
	ZVAL_ARR(&call->shown, call->given);
	*given = &call->shown;
	*now = arguments;
	return true;
}

/* Shows these arguments from now on, which are not to be taken for changed. Takes the array over. */
void weft_call_show(weft_call *call, zend_array *arguments)
{
	zval *place = weft_call_property(call, CALL_ARGUMENTS);
	zval old;
	forget_given(call);
	ZVAL_COPY_VALUE(&old, place);
	ZVAL_ARR(place, arguments);
	if (!(GC_FLAGS(arguments) & GC_IMMUTABLE)) {
		GC_ADDREF(arguments);
		call->given = arguments;
	}
	zval_ptr_dtor(&old);
}

zend_array *weft_call_given(weft_call *call)
{
	if (call->given != NULL) {
		GC_ADDREF(call->given);
	}
	return call->given;
}

/* --- Weft\Hook ------------------------------------------------------------------------------------------ */

void weft_hook_object(zval *result, zend_long id, const char *target, size_t length)
{
	object_init_ex(result, weft_hook_ce);
	Z_OBJ_P(result)->handlers = &hook_handlers;
	ZVAL_LONG(OBJ_PROP_NUM(Z_OBJ_P(result), 0), id);
	ZVAL_STRINGL(OBJ_PROP_NUM(Z_OBJ_P(result), 1), target, length);
}

/* The id of the object whose method is called. */
zend_long weft_hook_id(const zend_execute_data *method)
{
	const zval *id = OBJ_PROP_NUM(Z_OBJ(method->This), 0);
	/* An attribute's object stands for no hook. */
	return Z_TYPE_P(id) == IS_LONG ? Z_LVAL_P(id) : 0;
}

bool weft_hook_parse(zend_execute_data *execute_data, weft_hook_arguments *arguments)
{
	zend_fcall_info info;
	zend_fcall_info_cache cache;
	memset(arguments, 0, sizeof(*arguments));
	ZEND_PARSE_PARAMETERS_START(1, 9)
		Z_PARAM_OBJ_OF_CLASS_OR_STR(arguments->closure, zend_ce_closure, arguments->pattern)
		Z_PARAM_OPTIONAL
		Z_PARAM_FUNC_OR_NULL(info, cache)
		Z_PARAM_FUNC_OR_NULL(info, cache)
		Z_PARAM_FUNC_OR_NULL(info, cache)
		Z_PARAM_LONG(arguments->priority)
		Z_PARAM_BOOL(arguments->readonly)
		Z_PARAM_BOOL(arguments->nested)
		Z_PARAM_FUNC_OR_NULL(info, cache)
		Z_PARAM_FUNC_OR_NULL(info, cache)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	/* Their places among the parameters, from 1. */
	static const uint32_t places[] = {2, 3, 4, 8, 9};
	for (uint32_t number = 0; number < sizeof(places) / sizeof(*places); number++) {
		if (places[number] <= ZEND_NUM_ARGS()) {
			zval *callback = ZEND_CALL_ARG(execute_data, places[number]);
			arguments->callbacks[number] = Z_TYPE_P(callback) == IS_NULL ? NULL : callback;
		}
	}
	return true;
}

/* What `Weft\on()` was called with. */
bool weft_on_parse(zend_execute_data *execute_data, zend_string **event, zval **listener)
{
	zend_fcall_info info;
	zend_fcall_info_cache cache;
	ZEND_PARSE_PARAMETERS_START(2, 2)
		Z_PARAM_STR(*event)
		Z_PARAM_FUNC(info, cache)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	*listener = ZEND_CALL_ARG(execute_data, 2);
	return true;
}

/* Where the call under way stands: the innermost frame of PHP code around it. NULL when it is over. */
const zend_execute_data *weft_call_origin(const weft_call *call)
{
	const zend_execute_data *frame = call->frame != NULL && weft_frame_is_live(call->frame) ? call->frame->prev_execute_data : NULL;
	while (frame != NULL && (frame->func == NULL || !ZEND_USER_CODE(frame->func->type))) {
		frame = frame->prev_execute_data;
	}
	return frame;
}

uint32_t weft_frame_line(const zend_execute_data *frame)
{
	const zend_op *op = frame->opline;
	if (op->opcode == ZEND_HANDLE_EXCEPTION && EG(opline_before_exception) != NULL) {
		op = EG(opline_before_exception);
	}
	return op->lineno;
}

/* Are the arguments of some call being put together in this frame? */
bool weft_frame_is_calling(const zend_execute_data *frame) { return frame->call != NULL; }

/* The function of a closure, if PHP compiled it. */
zend_function *weft_closure_function(zend_object *closure)
{
	const zend_function *function = zend_get_closure_method_def(closure);
	return ZEND_USER_CODE(function->type) ? (zend_function *) function : NULL;
}

zval *weft_call_this(zend_execute_data *method) { return &method->This; }

bool weft_no_arguments(zend_execute_data *execute_data)
{
	return zend_parse_parameters_none() == SUCCESS;
}

static zend_function *no_constructor(zend_object *object)
{
	/* The attribute #[Weft\Hook] as an object. Before 8.4 Reflection does not ask; since then it does so in a frame without a
	 * name, which stands for the place of the attribute. */
	const zend_execute_data *frame = EG(current_execute_data);
	if (frame != NULL && frame->func != NULL && frame->func->common.function_name == NULL) {
		frame = frame->prev_execute_data;
	}
	const zend_class_entry *asks = frame != NULL && frame->func != NULL ? frame->func->common.scope : NULL;
	if (asks != NULL && object->ce == weft_hook_ce && zend_string_equals_literal(asks->name, "ReflectionAttribute")) {
		return NULL;
	}
	zend_throw_error(NULL, "Cannot construct %s, %s", ZSTR_VAL(object->ce->name),
		object->ce == weft_hook_ce ? "Weft\\hook() does" : "callbacks receive it");
	return NULL;
}

static zend_object *create_hook(zend_class_entry *ce)
{
	zend_object *object = zend_objects_new(ce);
	object_properties_init(object, ce);
	object->handlers = &hook_handlers;
	return object;
}

/* --- registration --------------------------------------------------------------------------------------- */

static void property(zend_class_entry *ce, const char *name, zend_type type, bool defaults_to_null, uint32_t flags)
{
	zval initial;
	zend_string *text = zend_string_init_interned(name, strlen(name), true);
	if (defaults_to_null) {
		ZVAL_NULL(&initial);
	} else {
		ZVAL_UNDEF(&initial);
	}
	zend_declare_typed_property(ce, text, &initial, ZEND_ACC_PUBLIC | flags, NULL, type);
	zend_string_release(text);
}

#define TYPE(mask) ((zend_type) ZEND_TYPE_INIT_MASK(mask))

static zend_class_entry *register_class(const char *name, const zend_function_entry *methods, zend_class_entry *parent)
{
	zend_class_entry ce;
	memset(&ce, 0, sizeof(ce));
	INIT_CLASS_ENTRY_EX(ce, name, strlen(name), methods);
	return zend_register_internal_class_ex(&ce, parent);
}

/* At module start; the entries are made anew each time. */
void weft_register_classes(const weft_handlers *handlers)
{
	const zend_function_entry hook_methods[] = {
		{.fname = "remove", .handler = handlers->remove, .arg_info = void_signature, .num_args = 0, .flags = ZEND_ACC_PUBLIC},
		{.fname = "pause", .handler = handlers->pause, .arg_info = void_signature, .num_args = 0, .flags = ZEND_ACC_PUBLIC},
		{.fname = "resume", .handler = handlers->resume, .arg_info = void_signature, .num_args = 0, .flags = ZEND_ACC_PUBLIC},
		{.fname = "stats", .handler = handlers->stats, .arg_info = array_signature, .num_args = 0, .flags = ZEND_ACC_PUBLIC},
		{0},
	};
	const zend_function_entry call_methods[] = {
		{.fname = "origin", .handler = handlers->origin, .arg_info = origin_signature, .num_args = 0, .flags = ZEND_ACC_PUBLIC},
		{.fname = "skip", .handler = handlers->skip, .arg_info = skip_signature, .num_args = 1, .flags = ZEND_ACC_PUBLIC},
		{0},
	};
	const zend_function_entry functions[] = {
		{.fname = "Weft\\hook", .handler = handlers->hook, .arg_info = hook_signature, .num_args = 9, .flags = 0},
		{.fname = "Weft\\on", .handler = handlers->on, .arg_info = on_signature, .num_args = 2, .flags = 0},
		{0},
	};
	const uint32_t sealed = ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;

	weft_hook_ce = register_class("Weft\\Hook", hook_methods, NULL);
	weft_hook_ce->ce_flags |= sealed;
	weft_hook_ce->create_object = create_hook;
	property(weft_hook_ce, "id", TYPE(MAY_BE_LONG), false, ZEND_ACC_READONLY);
	property(weft_hook_ce, "target", TYPE(MAY_BE_STRING), false, ZEND_ACC_READONLY);
	/* As an attribute it marks functions that are to be woven, and classes whose methods are. */
	zend_internal_attribute_register(weft_hook_ce, ZEND_ATTRIBUTE_TARGET_CLASS | ZEND_ATTRIBUTE_TARGET_FUNCTION | ZEND_ATTRIBUTE_TARGET_METHOD);
	memcpy(&hook_handlers, &std_object_handlers, sizeof(hook_handlers));
	hook_handlers.clone_obj = NULL;
	hook_handlers.get_constructor = no_constructor;

	weft_call_ce = register_class("Weft\\Call", call_methods, NULL);
	weft_call_ce->ce_flags |= sealed;
	weft_call_ce->create_object = create_call;
	property(weft_call_ce, "class", TYPE(MAY_BE_STRING | MAY_BE_NULL), false, ZEND_ACC_READONLY);
	property(weft_call_ce, "function", TYPE(MAY_BE_STRING), false, ZEND_ACC_READONLY);
	property(weft_call_ce, "object", TYPE(MAY_BE_OBJECT | MAY_BE_NULL), false, ZEND_ACC_READONLY);
	property(weft_call_ce, "arguments", TYPE(MAY_BE_ARRAY), false, 0);
	property(weft_call_ce, "result", TYPE(MAY_BE_ANY), true, 0);
	property(weft_call_ce, "error",
		(zend_type) ZEND_TYPE_INIT_CLASS(zend_string_init("Throwable", sizeof("Throwable") - 1, true), true, 0), true, 0);
	property(weft_call_ce, "data", TYPE(MAY_BE_ANY), true, 0);
	property(weft_call_ce, "abandoned", TYPE(MAY_BE_BOOL), false, ZEND_ACC_READONLY);
	memcpy(&call_handlers, &std_object_handlers, sizeof(call_handlers));
	call_handlers.offset = offsetof(weft_call, std);
	call_handlers.free_obj = free_call;
	call_handlers.clone_obj = NULL;
	call_handlers.get_constructor = no_constructor;
	call_handlers.read_property = read_property;
	call_handlers.get_property_ptr_ptr = get_property_ptr_ptr;
	call_handlers.has_property = has_property;
	call_handlers.get_properties = get_properties;

	weft_block_ce = register_class("Weft\\Block", NULL, spl_ce_RuntimeException);

	zend_register_functions(NULL, functions, NULL, MODULE_PERSISTENT);
}

bool weft_is_block(const zend_object *object) { return instanceof_function(object->ce, weft_block_ce); }
