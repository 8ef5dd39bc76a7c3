/* New code for functions that PHP has compiled already, and perhaps run.
 *
 * A zend_op_array keeps its address, so whoever holds a pointer to it (run-time caches of callers, constructors and magic
 * methods in their classes) sees the new code. Calls that are under way keep the old code: their frames are given a copy of
 * the struct as it was. The old tables are handed to a function that nobody can call, which PHP destroys last. */
#include "php.h"
#include "zend_arena.h"
#include "zend_closures.h"
#include "zend_compile.h"
#include "zend_fibers.h"
#include "zend_generators.h"
#include "zend_vm.h"

enum { WEFT_HELD_BY_TABLE, WEFT_HELD_BY_CLOSURE, WEFT_HELD_BY_FRAME, WEFT_HELD_AS_ORIGINAL };

typedef void (*weft_see_function)(void *context, zend_op_array *op_array, int holder);

static bool is_hidden(const zend_string *key)
{
	return key != NULL && ZSTR_LEN(key) > 6 && memcmp(ZSTR_VAL(key), "\0weft\0", 6) == 0;
}

static void each_of_table(HashTable *table, weft_see_function see, void *context)
{
	zend_string *key;
	zend_function *function;
	ZEND_HASH_MAP_FOREACH_STR_KEY_PTR(table, key, function) {
		if (function->type == ZEND_USER_FUNCTION) {
			see(context, &function->op_array, is_hidden(key) ? WEFT_HELD_AS_ORIGINAL : WEFT_HELD_BY_TABLE);
		}
	} ZEND_HASH_FOREACH_END();
}

/* All frames, gathered once for many looks: no PHP code runs in between. */
ZEND_TLS struct {
	zend_execute_data **frames;
	size_t count;
	size_t size;
	bool whole;
} gathered;

/* Frames that a suspended fiber or generator keeps, then those of the stack that is in use. */
static void walk_frames(void (*see)(void *context, zend_execute_data *frame), void *context)
{
	for (uint32_t i = 1; i < EG(objects_store).top; i++) {
		zend_object *object = EG(objects_store).object_buckets[i];
		if (!IS_OBJ_VALID(object)) {
			continue;
		}
		if (object->ce == zend_ce_fiber) {
			zend_fiber *fiber = (zend_fiber *) object;
			if (fiber->context.status == ZEND_FIBER_STATUS_SUSPENDED) {
				for (zend_execute_data *frame = fiber->execute_data; frame != NULL; frame = frame->prev_execute_data) {
					see(context, frame);
				}
			}
		} else if (object->ce == zend_ce_generator) {
			zend_generator *generator = (zend_generator *) object;
			if (generator->execute_data != NULL && !(generator->flags & ZEND_GENERATOR_CURRENTLY_RUNNING)) {
				see(context, generator->execute_data);
			}
		}
	}
	for (zend_execute_data *frame = EG(current_execute_data); frame != NULL; frame = frame->prev_execute_data) {
		see(context, frame);
	}
}

static void each_frame(void (*see)(void *context, zend_execute_data *frame), void *context)
{
	if (!gathered.whole) {
		walk_frames(see, context);
		return;
	}
	for (size_t i = 0; i < gathered.count; i++) {
		see(context, gathered.frames[i]);
	}
}

static void gather(void *whole, zend_execute_data *frame)
{
	if (gathered.count == gathered.size) {
		size_t size = gathered.size * 2 + 64;
		zend_execute_data **more = realloc(gathered.frames, size * sizeof(*more));
		if (more == NULL) {
			*(bool *) whole = false;
			return;
		}
		gathered.frames = more;
		gathered.size = size;
	}
	gathered.frames[gathered.count++] = frame;
}

/* From here to weft_frames_end() no frame comes or goes. */
void weft_frames_begin(void)
{
	bool whole = true;
	gathered.whole = false;
	gathered.count = 0;
	walk_frames(gather, &whole);
	gathered.whole = whole;
}

void weft_frames_end(void)
{
	free(gathered.frames);
	memset(&gathered, 0, sizeof(gathered));
}

typedef struct {
	weft_see_function see;
	void *context;
} weft_visitor;

static void see_frame(void *context, zend_execute_data *frame)
{
	weft_visitor *visitor = context;
	if (frame->func != NULL && ZEND_USER_CODE(frame->func->type)) {
		visitor->see(visitor->context, &frame->func->op_array, WEFT_HELD_BY_FRAME);
	}
}

/* Shows every holder of code that this request can still run, but for what is declared inside other code. */
void weft_each_holder(weft_see_function see, void *context)
{
	zval *value;
	each_of_table(EG(function_table), see, context);
	ZEND_HASH_MAP_FOREACH_VAL(EG(class_table), value) {
		/* Aliases show the same class again. */
		if (Z_TYPE_P(value) == IS_PTR && ((zend_class_entry *) Z_PTR_P(value))->type == ZEND_USER_CLASS) {
			each_of_table(&((zend_class_entry *) Z_PTR_P(value))->function_table, see, context);
		}
	} ZEND_HASH_FOREACH_END();
	for (uint32_t i = 1; i < EG(objects_store).top; i++) {
		zend_object *object = EG(objects_store).object_buckets[i];
		if (IS_OBJ_VALID(object) && object->ce == zend_ce_closure) {
			zend_function *function = (zend_function *) zend_get_closure_method_def(object);
			if (function->type == ZEND_USER_FUNCTION) {
				see(context, &function->op_array, WEFT_HELD_BY_CLOSURE);
			}
		}
	}
	weft_visitor visitor = {see, context};
	each_frame(see_frame, &visitor);
}

/* Is the code in opcache's memory, or otherwise not this request's? */
bool weft_is_shared(const zend_op_array *op_array) { return op_array->refcount == NULL; }
bool weft_is_preloaded(const zend_op_array *op_array) { return (op_array->fn_flags & ZEND_ACC_PRELOADED) != 0; }

/* --- a function as it was before its second pass -------------------------------------------------------- */

ZEND_TLS zend_oparray_context context_before;

/* A copy of the struct with vars, literals and tries of its own; its instructions are the caller's to write. All else is
 * shared with `from`, whose place the copy is to take. */
zend_op_array *weft_unfinished_copy(const zend_op_array *from)
{
	zend_op_array *copy = zend_arena_alloc(&CG(arena), sizeof(zend_op_array));
	memcpy(copy, from, sizeof(zend_op_array));
	copy->refcount = emalloc(sizeof(uint32_t));
	*copy->refcount = 1;
	copy->fn_flags &= ~ZEND_ACC_DONE_PASS_TWO;
	copy->opcodes = NULL;
	copy->live_range = NULL;
	copy->last_live_range = 0;
	ZEND_MAP_PTR_INIT(copy->run_time_cache, NULL);
	zend_string_addref(copy->filename);
	if (from->last_var != 0) {
		copy->vars = safe_emalloc(from->last_var, sizeof(zend_string *), 0);
		for (int i = 0; i < from->last_var; i++) {
			copy->vars[i] = zend_string_copy(from->vars[i]);
		}
	}
	copy->literals = NULL;
	if (from->last_literal != 0) {
		copy->literals = safe_emalloc(from->last_literal, sizeof(zval), 0);
		for (int i = 0; i < from->last_literal; i++) {
			ZVAL_COPY(&copy->literals[i], &from->literals[i]);
			Z_EXTRA(copy->literals[i]) = Z_EXTRA(from->literals[i]);
		}
	}
	if (from->last_try_catch != 0) {
		copy->try_catch_array = safe_emalloc(from->last_try_catch, sizeof(zend_try_catch_element), 0);
		memcpy(copy->try_catch_array, from->try_catch_array, sizeof(zend_try_catch_element) * from->last_try_catch);
	}
	return copy;
}

/* Makes the jump table in a literal of the copy name instructions again: entries are distances from `op` of `from`. */
void weft_unfinished_table(zend_op_array *copy, uint32_t literal, const zend_op_array *from, const zend_op *op)
{
	zval *entry;
	SEPARATE_ARRAY(&copy->literals[literal]);
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL(copy->literals[literal]), entry) {
		Z_LVAL_P(entry) = ZEND_OFFSET_TO_OPLINE(op, (int32_t) Z_LVAL_P(entry)) - from->opcodes;
	} ZEND_HASH_FOREACH_END();
}

/* From here to weft_unfinished_end() the compiler's context is the copy's. */
void weft_unfinished_begin(const zend_op_array *copy)
{
	context_before = CG(context);
	memset(&CG(context), 0, sizeof(zend_oparray_context));
	CG(context).opcodes_size = copy->last;
	CG(context).vars_size = copy->last_var;
	CG(context).literals_size = copy->last_literal;
}

void weft_second_pass(zend_op_array *op_array);

void weft_unfinished_end(zend_op_array *copy)
{
	uint32_t options = CG(compiler_options);
	CG(compiler_options) &= ~ZEND_COMPILE_HANDLE_OP_ARRAY;
	weft_second_pass(copy);
	CG(compiler_options) = options;
	CG(context) = context_before;
}

zend_op_array *weft_copy_of(const zend_op_array *op_array)
{
	zend_op_array *copy = zend_arena_alloc(&CG(arena), sizeof(zend_op_array));
	memcpy(copy, op_array, sizeof(zend_op_array));
	return copy;
}

/* --- giving a function its new code --------------------------------------------------------------------- */

typedef struct {
	zend_op_array *from;
	zend_op_array *to;
} weft_redirection;

/* The first of the calls that a frame prepares. An internal function's frame has no such list. */
static zend_execute_data *prepared(const zend_execute_data *frame)
{
	return frame->func != NULL && ZEND_USER_CODE(frame->func->type) ? frame->call : NULL;
}

static void redirect(void *context, zend_execute_data *frame)
{
	weft_redirection *way = context;
	if (frame->func == (zend_function *) way->from) {
		frame->func = (zend_function *) way->to;
	}
	/* Calls that are being prepared: their room was measured for the old code. */
	for (zend_execute_data *call = prepared(frame); call != NULL; call = call->prev_execute_data) {
		if (call->func == (zend_function *) way->from) {
			call->func = (zend_function *) way->to;
		}
	}
}

typedef struct {
	const zend_op_array *looked_for;
	bool found;
} weft_search;

static void search(void *context, zend_execute_data *frame)
{
	weft_search *here = context;
	here->found = here->found || frame->func == (const zend_function *) here->looked_for;
	for (zend_execute_data *call = prepared(frame); call != NULL; call = call->prev_execute_data) {
		here->found = here->found || call->func == (const zend_function *) here->looked_for;
	}
}

/* Is a call of this very struct under way? A closure's frame finds its object by it, so that it cannot be redirected. */
bool weft_is_running(const zend_op_array *op_array)
{
	weft_search here = {op_array, false};
	each_frame(search, &here);
	return here.found;
}

/* Gives a struct the code of `code`, which has the struct's own outside. Calls under way go on as they were. */
void weft_transplant(zend_op_array *target, const zend_op_array *code, bool is_closure, int handle)
{
	void *cache = ZEND_MAP_PTR_GET(target->run_time_cache);
	if (target->static_variables != NULL && ZEND_MAP_PTR_GET(target->static_variables_ptr) == NULL && weft_is_running(target)) {
		/* Old and new code keep them together. Nobody would free those of a declaration that no call is under way of: a
		 * closure's, whose objects have their own. */
		ZEND_MAP_PTR_SET(target->static_variables_ptr, zend_array_dup(target->static_variables));
	}
	if (!is_closure) {
		weft_redirection way = {target, weft_copy_of(target)};
		each_frame(redirect, &way);
	}
	const uint32_t of_code = ZEND_ACC_GENERATOR | ZEND_ACC_HAS_FINALLY_BLOCK | ZEND_ACC_USES_THIS | ZEND_ACC_DONE_PASS_TWO;
	target->fn_flags = (target->fn_flags & ~of_code) | (code->fn_flags & of_code);
	target->refcount = code->refcount;
	target->opcodes = code->opcodes;
	target->last = code->last;
	target->literals = code->literals;
	target->last_literal = code->last_literal;
	target->vars = code->vars;
	target->last_var = code->last_var;
	target->T = code->T;
	target->cache_size = code->cache_size;
	target->live_range = code->live_range;
	target->last_live_range = code->last_live_range;
	target->try_catch_array = code->try_catch_array;
	target->last_try_catch = code->last_try_catch;
	target->dynamic_func_defs = code->dynamic_func_defs;
	target->num_dynamic_func_defs = code->num_dynamic_func_defs;
	target->reserved[handle] = code->reserved[handle];
	if (cache != NULL) {
		/* Callers that know the function do not ask again whether it has one. */
		bool heap = (target->fn_flags & ZEND_ACC_HEAP_RT_CACHE) != 0;
		void *fresh = heap ? emalloc(target->cache_size) : zend_arena_alloc(&CG(arena), target->cache_size);
		memset(fresh, 0, target->cache_size);
		ZEND_MAP_PTR_SET(target->run_time_cache, fresh);
		if (heap) {
			efree(cache);
		}
	}
}

/* Puts a function that owns tables where PHP destroys it last, and nobody finds it. */
static void bury(zend_op_array *corpse)
{
	static uint64_t number;
	char name[48];
	size_t length = 6 + (size_t) snprintf(name + 6, sizeof(name) - 6, "old%c%" PRIu64, 0, __atomic_add_fetch(&number, 1, __ATOMIC_RELAXED));
	memcpy(name, "\0weft\0", 6);
	zend_string *key = zend_string_init(name, length, 0);
	corpse->fn_flags &= ~(ZEND_ACC_HEAP_RT_CACHE | ZEND_ACC_CLOSURE);
	ZEND_MAP_PTR_INIT(corpse->run_time_cache, NULL);
	ZEND_MAP_PTR_INIT(corpse->static_variables_ptr, NULL);
	zend_string_addref(corpse->function_name);
	zend_hash_add_new_ptr(EG(function_table), key, corpse);
	zend_string_release(key);
}

/* Leaves what describes the function to the outside to another struct, and buries the rest. */
static void bury_code(zend_op_array *corpse)
{
	corpse->arg_info = NULL;
	corpse->attributes = NULL;
	corpse->doc_comment = NULL;
	corpse->static_variables = NULL;
	corpse->dynamic_func_defs = NULL;
	corpse->num_dynamic_func_defs = 0;
	bury(corpse);
}

/* `old` is a copy of a struct before it got the code of `code`; so many references to the old tables became references to
 * the code's. What describes the function to the outside belongs to the code now. */
void weft_bury(zend_op_array *old, zend_op_array *code, uint32_t references)
{
	uint32_t left = *old->refcount - references;
	*code->refcount = references;
	if (left != 0) {
		/* Some go on with the old tables but share the outside: it must outlive them all. */
		++*code->refcount;
		bury(weft_copy_of(code));
	}
	*old->refcount = left + 1;
	bury_code(old);
}

/* A copy that takes nobody's place. */
void weft_abandon(zend_op_array *copy) { bury_code(copy); }

/* The room for a call's frame stands in the caller where PHP knew the function as it compiled the caller: has it suffice for
 * the function as it is now. */
void weft_widen_calls(zend_op_array *caller, bool (*is_new)(void *context, const zend_function *function), void *context)
{
	if (caller->refcount == NULL) {
		return;
	}
	for (uint32_t i = 0; i < caller->last; i++) {
		zend_op *op = &caller->opcodes[i];
		if (op->opcode != ZEND_INIT_FCALL) {
			continue;
		}
		zend_function *function = zend_hash_find_ptr(EG(function_table), Z_STR_P(RT_CONSTANT(op, op->op2)));
		if (function != NULL && is_new(context, function)) {
			uint32_t needed = zend_vm_calc_used_stack(op->extended_value, function);
			op->op1.num = MAX(op->op1.num, needed);
		}
	}
}
