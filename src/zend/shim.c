/* What only a C compiler can see of the engine: macros, inline functions and bit fields that differ between
 * PHP versions. Nothing here decides anything; the Rust side of src/zend/ does. */
#include "php.h"
#include "zend_arena.h"
#include "zend_closures.h"
#include "zend_compile.h"
#include "zend_constants.h"
#include "zend_extensions.h"
#include "zend_vm.h"
#include "weft.h"

/* --- the compiler's state ------------------------------------------------------------------------------- */

zend_oparray_context *weft_compiler_context(void) { return &CG(context); }
HashTable *weft_compiler_functions(void) { return CG(function_table); }

/* pass_two() reads literals through the compiler's active op_array (CT_CONSTANT), so it must be this one. */
void weft_second_pass(zend_op_array *op_array)
{
	zend_op_array *active = CG(active_op_array);
	CG(active_op_array) = op_array;
	pass_two(op_array);
	CG(active_op_array) = active;
}

/* A permanent place (until the end of the request) for an op_array, as the compiler itself takes it. */
zend_op_array *weft_arena_op_array(void) { return zend_arena_alloc(&CG(arena), sizeof(zend_op_array)); }

/* --- memory and strings --------------------------------------------------------------------------------- */

void *weft_emalloc(size_t size) { return emalloc(size); }
void weft_efree(void *memory) { efree(memory); }
zend_string *weft_interned(const char *bytes, size_t length)
{
	return zend_new_interned_string(zend_string_init(bytes, length, 0));
}
void weft_string_release(zend_string *string) { zend_string_release(string); }

/* --- values --------------------------------------------------------------------------------------------- */

void weft_literal_string(zval *literal, const char *bytes, size_t length)
{
	zend_string *string = weft_interned(bytes, length);
	ZVAL_STR(literal, string);
	zend_string_hash_val(string);
}
void weft_literal_array(zval *literal, uint32_t size) { ZVAL_ARR(literal, zend_new_array(size)); }
/* Arrays among literals are immutable for the rest of the process: see zend_add_literal's callers. */
void weft_literal_array_add(zval *literal, const char *key, size_t length, zend_long index, zval *element)
{
	if (key != NULL) {
		zend_string *name = weft_interned(key, length);
		zend_hash_update(Z_ARRVAL_P(literal), name, element);
		/* Not every string that should be is interned: opcache decides. */
		zend_string_release(name);
	} else {
		zend_hash_index_update(Z_ARRVAL_P(literal), index, element);
	}
}
uint32_t weft_get_extra(const zval *value) { return Z_EXTRA_P(value); }
void weft_set_extra(zval *value, uint32_t extra) { Z_EXTRA_P(value) = extra; }

/* Calls back for each element; stops when the visitor answers false. */
void weft_array_each(const zval *array, bool (*visit)(void *context, zend_string *key, zend_ulong index, zval *element), void *context)
{
	zend_ulong index;
	zend_string *key;
	zval *element;
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(array), index, key, element) {
		if (!visit(context, key, index, element)) {
			break;
		}
	} ZEND_HASH_FOREACH_END();
}

/* --- op_arrays ------------------------------------------------------------------------------------------ */

uint32_t weft_cv_offset(uint32_t number) { return EX_NUM_TO_VAR(number); }
uint32_t weft_cv_number(uint32_t offset) { return EX_VAR_TO_NUM(offset); }
/* After the second pass a literal is found at a distance from its opcode; before it, by its number. */
uint32_t weft_literal_number(const zend_op_array *op_array, const zend_op *op, const znode_op *node)
{
	return (uint32_t) (RT_CONSTANT(op, *node) - op_array->literals);
}
uint32_t weft_jump_number(const zend_op_array *op_array, const zend_op *op, const znode_op *node)
{
	return (uint32_t) (OP_JMP_ADDR(op, *node) - op_array->opcodes);
}
uint32_t weft_offset_number(const zend_op_array *op_array, const zend_op *op, uint32_t offset)
{
	return (uint32_t) (ZEND_OFFSET_TO_OPLINE(op, offset) - op_array->opcodes);
}
uint32_t weft_used_stack(uint32_t arguments, const zend_op_array *op_array)
{
	return zend_vm_calc_used_stack(arguments, (zend_function *) op_array);
}
static uint32_t classes(zend_type type)
{
	if (ZEND_TYPE_HAS_LIST(type)) {
		uint32_t count = 0;
		zend_type *part;
		ZEND_TYPE_LIST_FOREACH(ZEND_TYPE_LIST(type), part) {
			count += classes(*part);
		} ZEND_TYPE_LIST_FOREACH_END();
		return count;
	}
	return ZEND_TYPE_HAS_NAME(type) ? 1 : 0;
}
uint32_t weft_type_classes(const zend_arg_info *info) { return classes(info->type); }
bool weft_type_has(const zend_arg_info *info, uint32_t type) { return ZEND_TYPE_CONTAINS_CODE(info->type, type); }
bool weft_type_is_set(const zend_arg_info *info) { return ZEND_TYPE_IS_SET(info->type); }
uint32_t weft_type_mask(const zend_arg_info *info) { return ZEND_TYPE_PURE_MASK(info->type); }
bool weft_argument_by_reference(const zend_arg_info *info) { return ZEND_ARG_SEND_MODE(info) != 0; }

static void copy_type(zend_type *type)
{
	if (ZEND_TYPE_HAS_LIST(*type)) {
		zend_type_list *list = ZEND_TYPE_LIST(*type);
		size_t size = ZEND_TYPE_LIST_SIZE(list->num_types);
		/* From the arena, as the compiler's own: the destructor then leaves the list alone. */
		zend_type_list *copy = zend_arena_alloc(&CG(arena), size);
		memcpy(copy, list, size);
		ZEND_TYPE_SET_PTR(*type, copy);
		ZEND_TYPE_FULL_MASK(*type) |= _ZEND_TYPE_ARENA_BIT;
		zend_type *part;
		ZEND_TYPE_LIST_FOREACH(copy, part) {
			copy_type(part);
		} ZEND_TYPE_LIST_FOREACH_END();
	} else if (ZEND_TYPE_HAS_NAME(*type)) {
		zend_string_addref(ZEND_TYPE_NAME(*type));
	}
}
/* Gives `copy` an arg_info of its own, so that it and the op_array it was copied from are freed apart. */
static void separate_arg_info(zend_op_array *copy)
{
	if (copy->arg_info == NULL) {
		return;
	}
	uint32_t before = (copy->fn_flags & ZEND_ACC_HAS_RETURN_TYPE) ? 1 : 0;
	uint32_t count = before + copy->num_args + ((copy->fn_flags & ZEND_ACC_VARIADIC) ? 1 : 0);
	zend_arg_info *infos = emalloc(sizeof(zend_arg_info) * count);
	memcpy(infos, copy->arg_info - before, sizeof(zend_arg_info) * count);
	for (uint32_t i = 0; i < count; i++) {
		if (infos[i].name != NULL) {
			zend_string_addref(infos[i].name);
		}
		copy_type(&infos[i].type);
	}
	copy->arg_info = infos + before;
}

/* --- the patch point's constant ------------------------------------------------------------------------- */

static zend_string *point_key;

/* The engine keeps it as long as it keeps its own names. */
void weft_name_point_constant(const char *bytes, size_t length) { point_key = zend_string_init_interned(bytes, length, true); }

/* Adds a constant of this request under a key that PHP code cannot write. Without a name it is left out of
 * get_defined_constants(); not persistent, so that the optimizer does not fold it. */
void weft_register_point_constant(void)
{
	zend_constant *constant = emalloc(sizeof(zend_constant));
	memset(constant, 0, sizeof(*constant));
	ZVAL_TRUE(&constant->value);
	ZEND_CONSTANT_SET_FLAGS(constant, 0, PHP_USER_CONSTANT);
	constant->name = NULL;
	if (zend_hash_add_ptr(EG(zend_constants), point_key, constant) == NULL) {
		efree(constant);
	}
}


/* --- the process ---------------------------------------------------------------------------------------- */

#include "zend_system_id.h"
#include "ext/standard/md5.h"

/* What distinguishes this life of an engine that was started before in this process. */
static unsigned char late_entropy[16];
static zend_result (*next_post_startup)(void);

static zend_result mix_system_id(void)
{
	zend_result (*next)(void) = next_post_startup;
	next_post_startup = NULL;
	unsigned char digest[16];
	char text[33];
	PHP_MD5_CTX context;
	PHP_MD5Init(&context);
	PHP_MD5Update(&context, zend_system_id, sizeof(zend_system_id));
	PHP_MD5Update(&context, late_entropy, sizeof(late_entropy));
	PHP_MD5Final(digest, &context);
	make_digest_ex(text, digest, sizeof(digest));
	memcpy(zend_system_id, text, sizeof(zend_system_id));
	return next == NULL ? SUCCESS : next();
}

/* Makes opcache's file cache of this process apart from those of processes with other rules.
 *
 * An engine that is started again in the same process (embed, FrankenPHP) makes its id anew, but takes nothing in: it
 * remembers having closed it in its first life. Then the id is changed once it is there, and before opcache asks. */
void weft_add_entropy(const void *data, size_t size)
{
	if (zend_add_system_entropy("weft", "rules", data, size) == SUCCESS) {
		return;
	}
	PHP_MD5_CTX context;
	PHP_MD5Init(&context);
	PHP_MD5Update(&context, data, size);
	PHP_MD5Final(late_entropy, &context);
	next_post_startup = zend_post_startup_cb;
	zend_post_startup_cb = mix_system_id;
}

/* --- the call join -------------------------------------------------------------------------------------- */

/* `original` is a bitwise copy of the function: takes from it what stays with the wrapper. */
void weft_detach_original(zend_op_array *original, bool in_closure)
{
	if (original->attributes != NULL && !(GC_FLAGS(original->attributes) & GC_IMMUTABLE)) {
		/* Shared: #[\SensitiveParameter] is asked of the frame that a trace shows. */
		GC_ADDREF(original->attributes);
	}
	original->doc_comment = NULL;
	original->prototype = NULL;
	zend_string_addref(original->function_name);
	zend_string_addref(original->filename);
	separate_arg_info(original);
	ZEND_MAP_PTR_INIT(original->run_time_cache, NULL);
	if (in_closure) {
		/* The closure's variables stay with the closure; a call lends them to the original. The optimizer looks for
		 * them, and the engine destroys them with the closure that it was made from. */
		if (original->static_variables != NULL) {
			original->static_variables = zend_array_dup(original->static_variables);
		}
		ZEND_MAP_PTR_INIT(original->static_variables_ptr, NULL);
	}
	if (original->scope != NULL) {
		original->fn_flags &= ~(ZEND_ACC_PUBLIC | ZEND_ACC_PROTECTED | ZEND_ACC_FINAL | ZEND_ACC_CTOR);
		original->fn_flags |= ZEND_ACC_PRIVATE;
	}
	/* The wrapper has said so, and has checked every argument that reaches the original. */
	original->fn_flags &= ~(ZEND_ACC_DEPRECATED | ZEND_ACC_HAS_TYPE_HINTS);
}

void weft_add_function(HashTable *table, zend_string *key, zend_op_array *original)
{
	zend_hash_update_ptr(table, key, original);
	zend_string_release(key);
}

/* What is left of the function becomes an empty shell around its name, parameters and attributes. */
void weft_attach_wrapper(zend_op_array *wrapper, zend_op_array *original, bool in_closure)
{
	wrapper->refcount = emalloc(sizeof(uint32_t));
	*wrapper->refcount = 1;
	wrapper->fn_flags &= ~(ZEND_ACC_GENERATOR | ZEND_ACC_HAS_FINALLY_BLOCK | ZEND_ACC_DONE_PASS_TWO);
	if (wrapper->scope != NULL && !(wrapper->fn_flags & ZEND_ACC_STATIC)) {
		wrapper->fn_flags |= ZEND_ACC_USES_THIS;
	}
	wrapper->opcodes = NULL;
	wrapper->last = 0;
	wrapper->literals = NULL;
	wrapper->last_literal = 0;
	wrapper->vars = NULL;
	wrapper->last_var = 0;
	wrapper->live_range = NULL;
	wrapper->last_live_range = 0;
	wrapper->try_catch_array = NULL;
	wrapper->last_try_catch = 0;
	wrapper->num_dynamic_func_defs = 0;
	wrapper->dynamic_func_defs = NULL;
	ZEND_MAP_PTR_INIT(wrapper->run_time_cache, NULL);
	if (in_closure) {
		wrapper->dynamic_func_defs = emalloc(sizeof(zend_op_array *));
		wrapper->dynamic_func_defs[0] = original;
		wrapper->num_dynamic_func_defs = 1;
	} else {
		wrapper->static_variables = NULL;
		ZEND_MAP_PTR_INIT(wrapper->static_variables_ptr, NULL);
	}
}

void weft_copy_literal(zval *to, const zval *from)
{
	ZVAL_COPY(to, from);
	Z_EXTRA_P(to) = Z_EXTRA_P(from);
}

/* The variables that a generator's own closure gets: a copy, in which `static` ones are the wrapper's by reference. What
 * a closure uses by value stays a value of its own. */
static HashTable *shared_variables(HashTable *variables, const zend_op_array *original)
{
	HashTable *copy = zend_array_dup(variables);
	for (uint32_t i = 0; i < original->last; i++) {
		const zend_op *op = &original->opcodes[i];
#if PHP_VERSION_ID >= 80300
		if (op->opcode != ZEND_BIND_STATIC && op->opcode != ZEND_BIND_INIT_STATIC_OR_JMP) {
#else
		if (op->opcode != ZEND_BIND_STATIC) {
#endif
			continue;
		}
		if ((op->extended_value & ZEND_BIND_REF) == 0) {
			continue;
		}
		size_t offset = op->extended_value & ~(ZEND_BIND_REF | ZEND_BIND_IMPLICIT | ZEND_BIND_EXPLICIT);
		zval *own = (zval *) ((char *) variables->arData + offset);
		zval *shared = (zval *) ((char *) copy->arData + offset);
		/* Not computed yet: the engine looks for that directly, not behind a reference. */
		if (Z_TYPE_P(own) != IS_CONSTANT_AST && Z_TYPE_P(own) != IS_UNDEF) {
			ZVAL_MAKE_REF(own);
			zval_ptr_dtor(shared);
			ZVAL_COPY(shared, own);
		}
	}
	return copy;
}

/* How many arguments the original must be given so that it computes no default anew. */
static uint32_t computed_defaults(zend_function *wrapper, uint32_t passed)
{
	uint32_t needed = passed;
	for (zend_op *op = wrapper->op_array.opcodes; op->opcode == ZEND_RECV || op->opcode == ZEND_RECV_INIT; op++) {
		if (op->opcode == ZEND_RECV_INIT && op->op1.num > needed && Z_TYPE_P(RT_CONSTANT(op, op->op2)) == IS_CONSTANT_AST) {
			needed = op->op1.num;
		}
	}
	return needed;
}

/* Calls the original with the arguments of the wrapper's frame, whatever their number. An empty key: the original
 * stands inside the wrapper, which is a closure. Answers false when there is no original. */
bool weft_proceed(zend_execute_data *frame, zend_string *key, zval *return_value)
{
	zend_function *wrapper = frame->func;
	zend_function *original;
	zval closure;
	zend_fcall_info call = empty_fcall_info;
	zend_fcall_info_cache cache = empty_fcall_info_cache;

	if (!ZEND_USER_CODE(wrapper->type)) {
		return false;
	}
	cache.object = Z_TYPE(frame->This) == IS_OBJECT ? Z_OBJ(frame->This) : NULL;
	cache.called_scope = cache.object != NULL ? cache.object->ce : Z_CE(frame->This);
	ZVAL_UNDEF(&closure);
	zend_function lent;
	void *lent_cache = NULL;
	if (ZSTR_LEN(key) != 0) {
		HashTable *table = wrapper->common.scope != NULL ? &wrapper->common.scope->function_table : EG(function_table);
		original = zend_hash_find_ptr(table, key);
		if (original == NULL) {
			return false;
		}
	} else {
		if (wrapper->op_array.num_dynamic_func_defs != 1) {
			return false;
		}
		/* The wrapper lends its scope and its variables to the original that it holds. */
		if (wrapper->op_array.static_variables != NULL && ZEND_MAP_PTR_GET(wrapper->op_array.static_variables_ptr) == NULL) {
			ZEND_MAP_PTR_SET(wrapper->op_array.static_variables_ptr, zend_array_dup(wrapper->op_array.static_variables));
		}
		memcpy(&lent, wrapper->op_array.dynamic_func_defs[0], sizeof(zend_op_array));
		lent.common.scope = wrapper->common.scope;
		lent.common.fn_flags &= ~(ZEND_ACC_CLOSURE | ZEND_ACC_IMMUTABLE);
		lent.op_array.static_variables = wrapper->op_array.static_variables;
		lent.op_array.static_variables_ptr__ptr = wrapper->op_array.static_variables_ptr__ptr;
		if (lent.common.fn_flags & ZEND_ACC_GENERATOR) {
			/* A generator outlives this call, and with it the function: it gets a closure of its own. */
			lent.common.fn_flags |= ZEND_ACC_HEAP_RT_CACHE;
			HashTable *variables = ZEND_MAP_PTR_GET(wrapper->op_array.static_variables_ptr);
			lent.op_array.static_variables = variables != NULL ? shared_variables(variables, &lent.op_array) : NULL;
			/* 8.6 takes the object, older ones the value. */
#if PHP_VERSION_ID >= 80600
			zend_object *this_ptr = cache.object != NULL ? Z_OBJ(frame->This) : NULL;
#else
			zval *this_ptr = cache.object != NULL ? &frame->This : NULL;
#endif
			zend_create_closure(&closure, &lent, wrapper->common.scope, cache.called_scope, this_ptr);
			if (lent.op_array.static_variables != NULL) {
				/* The closure has made a copy of the copy. */
				zend_array_release(lent.op_array.static_variables);
			}
			original = (zend_function *) zend_get_closure_method_def(Z_OBJ(closure));
		} else {
			lent_cache = ecalloc(1, lent.op_array.cache_size);
			ZEND_MAP_PTR_INIT(lent.op_array.run_time_cache, lent_cache);
			original = &lent;
		}
	}
	cache.function_handler = original;

	uint32_t passed = ZEND_CALL_NUM_ARGS(frame);
	uint32_t declared = wrapper->common.num_args;
	zval *arguments = ZEND_CALL_VAR_NUM(frame, 0);
	zval *copied = NULL;
	if (passed > declared) {
		zval *surplus = ZEND_CALL_VAR_NUM(frame, wrapper->op_array.last_var + wrapper->op_array.T);
		copied = safe_emalloc(passed, sizeof(zval), 0);
		memcpy(copied, arguments, sizeof(zval) * declared);
		memcpy(copied + declared, surplus, sizeof(zval) * (passed - declared));
		arguments = copied;
	} else {
		/* A default that had to be computed was computed by the wrapper: once is enough, `new` shows it. */
		passed = computed_defaults(wrapper, passed);
	}
	for (uint32_t i = 0; i < passed && i < declared; i++) {
		/* A default given to a parameter by reference is no reference yet. */
		if (ZEND_ARG_SEND_MODE(&wrapper->op_array.arg_info[i]) && !Z_ISREF(arguments[i]) && !Z_ISUNDEF(arguments[i])) {
			ZVAL_MAKE_REF(&arguments[i]);
			if (copied != NULL) {
				ZVAL_COPY_VALUE(ZEND_CALL_VAR_NUM(frame, i), &arguments[i]);
			}
		}
	}
	ZVAL_NULL(return_value);
	call.size = sizeof(call);
	call.retval = return_value;
	call.params = arguments;
	call.param_count = passed;
	call.object = cache.object;
	if (ZEND_CALL_INFO(frame) & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) {
		call.named_params = frame->extra_named_params;
	}
	zend_call_function(&call, &cache);
	if (copied != NULL) {
		efree(copied);
	}
	if (lent_cache != NULL) {
		efree(lent_cache);
	}
	zval_ptr_dtor(&closure);
	if (Z_ISUNDEF_P(return_value)) {
		ZVAL_NULL(return_value);
	}
	return true;
}

/* The same for an internal function that was called with the key. */
bool weft_proceed_for(zend_execute_data *internal, zval *return_value)
{
	zend_execute_data *frame = internal->prev_execute_data;
	if (frame == NULL || frame->func == NULL || ZEND_CALL_NUM_ARGS(internal) != 1 || Z_TYPE_P(ZEND_CALL_ARG(internal, 1)) != IS_STRING) {
		return false;
	}
	weft_mind_the_stack();
	return weft_proceed(frame, Z_STR_P(ZEND_CALL_ARG(internal, 1)), return_value);
}

/* --- classes -------------------------------------------------------------------------------------------- */

zend_class_entry *weft_class_looked_at(const zend_string *name);

static zend_class_entry *loaded_class(zend_string *name)
{
	zend_string *lower = zend_string_tolower(name);
	zend_class_entry *entry = zend_hash_find_ptr(CG(class_table), lower);
	if (entry == NULL && EG(class_table) != NULL) {
		entry = zend_hash_find_ptr(EG(class_table), lower);
	}
	zend_string_release(lower);
	return entry != NULL ? entry : weft_class_looked_at(name);
}

void weft_each_parent(zend_class_entry *class, void (*see)(void *context, zend_string *name, zend_class_entry *entry), void *context)
{
	bool linked = class->ce_flags & (ZEND_ACC_LINKED | ZEND_ACC_RESOLVED_PARENT);
	if (linked && class->parent != NULL) {
		see(context, class->parent->name, class->parent);
	} else if (!linked && class->parent_name != NULL) {
		see(context, class->parent_name, loaded_class(class->parent_name));
	}
	bool resolved = class->ce_flags & (ZEND_ACC_LINKED | ZEND_ACC_RESOLVED_INTERFACES);
	for (uint32_t i = 0; i < class->num_interfaces; i++) {
		if (resolved) {
			see(context, class->interfaces[i]->name, class->interfaces[i]);
		} else {
			see(context, class->interface_names[i].name, loaded_class(class->interface_names[i].name));
		}
	}
}

/* The traits of a class, and theirs, that have a method with these instructions. */
void weft_each_origin(zend_class_entry *class, const void *code, void (*see)(void *context, zend_string *class, zend_string *function), void *context)
{
	for (uint32_t i = 0; i < class->num_traits; i++) {
		zend_class_entry *trait = loaded_class(class->trait_names[i].name);
		if (trait == NULL) {
			continue;
		}
		zend_function *function;
		ZEND_HASH_FOREACH_PTR(&trait->function_table, function) {
			if (function->type == ZEND_USER_FUNCTION && function->op_array.opcodes == code) {
				see(context, trait->name, function->common.function_name);
			}
		} ZEND_HASH_FOREACH_END();
		weft_each_origin(trait, code, see, context);
	}
}

/* --- configuration and log ------------------------------------------------------------------------------ */

#include "php_ini.h"
#include "SAPI.h"

bool weft_is_configured(const char *name, size_t length) { return cfg_get_entry(name, length) != NULL; }
const char *weft_sapi(void) { return sapi_module.name; }
const char *weft_request_uri(void) { return SG(request_info).request_uri; }
const char *weft_request_script(void) { return SG(request_info).path_translated; }

/* The slot of the FETCH_CONSTANT that is a woven function's guard; 0 when there is none. The optimizer may have moved it. */
uint32_t weft_guard_slot(const zend_op_array *op_array, const char *name, size_t length)
{
	for (uint32_t i = 0; i < op_array->last; i++) {
		const zend_op *op = &op_array->opcodes[i];
		if (op->opcode == ZEND_FETCH_CONSTANT && op->op2_type == IS_CONST && zend_string_equals_cstr(Z_STR_P(RT_CONSTANT(op, op->op2)), name, length)) {
			return op->extended_value;
		}
	}
	return 0;
}

/* Gives the first place in run-time caches away, or takes it back, when nobody else has one. Threads share the number. */
void weft_set_only_cache_slot(bool given)
{
#ifndef ZTS
	if (zend_op_array_extension_handles == (given ? 0 : 1)) {
		zend_op_array_extension_handles = given ? 1 : 0;
	}
#endif
}
