/* Files in opcache's memory: looking at one before it is loaded, and having opcache compile it anew. */
#include "php.h"
#include "zend_compile.h"
#include "zend_exceptions.h"
#include "zend_extensions.h"
#include "SAPI.h"

static bool watching;
static zend_op_array *(*next_compile_file)(zend_file_handle *handle, int type);
/* What opcache has compile what it does not have. */
static zend_op_array *(*compile_file_past_opcache)(zend_file_handle *handle, int type);
static void (*before_load)(const char *path, size_t length);
static bool (*after_load)(const char *path, size_t length, zend_op_array *main, const void *loaded);

/* What a load has declared: everything behind these places. */
typedef struct {
	zend_op_array *main;
	uint32_t functions, classes, constants;
} weft_loaded;

/* How many loads have begun: one may be inside another, when a warning has a handler run. */
ZEND_TLS uint64_t loads;

static void see_inner(zend_op_array *op_array, void (*see)(void *context, zend_op_array *function), void *context);
static void see_class(zend_class_entry *class, void (*see)(void *context, zend_op_array *function), void *context);

static zend_string *path_of(zend_file_handle *handle)
{
	if (handle->opened_path != NULL) {
		return zend_string_copy(handle->opened_path);
	}
	return handle->filename != NULL && handle->type == ZEND_HANDLE_FILENAME ? zend_resolve_path(handle->filename) : NULL;
}

static bool has_holes(const HashTable *table) { return table->nNumUsed != table->nNumOfElements; }

/* Can it be told what this load has declared, and is all of it opcache's, so that it may be taken back? */
static bool is_plain_load(const weft_loaded *loaded)
{
	const zend_op_array *main = loaded->main;
	if (main->refcount != NULL || has_holes(CG(function_table)) || has_holes(CG(class_table))
	 || zend_hash_num_elements(EG(zend_constants)) != loaded->constants) {
		return false;
	}
	for (uint32_t i = loaded->functions; i < CG(function_table)->nNumUsed; i++) {
		const zend_function *function = Z_PTR(CG(function_table)->arData[i].val);
		if (function->type != ZEND_USER_FUNCTION || function->op_array.refcount != NULL
		 || !zend_string_equals(function->op_array.filename, main->filename)) {
			return false;
		}
	}
	for (uint32_t i = loaded->classes; i < CG(class_table)->nNumUsed; i++) {
		const zval *value = &CG(class_table)->arData[i].val;
		const zend_class_entry *class = Z_PTR_P(value);
		if (Z_TYPE_P(value) != IS_PTR || class->type != ZEND_USER_CLASS || !(class->ce_flags & ZEND_ACC_IMMUTABLE)
		 || !zend_string_equals(class->info.user.filename, main->filename)) {
			return false;
		}
	}
	return true;
}

/* Takes back what opcache has declared, and compiles the file for this process alone. Nothing of it has run. */
static zend_op_array *compile_apart(zend_string *path, zend_file_handle *handle, int type, const weft_loaded *loaded)
{
	zend_file_handle fresh;
	for (uint32_t i = CG(class_table)->nNumUsed; i > loaded->classes; i--) {
		zend_class_entry *class = Z_PTR(CG(class_table)->arData[i - 1].val);
		if (ZSTR_HAS_CE_CACHE(class->name) && ZSTR_GET_CE_CACHE(class->name) == class) {
			ZSTR_SET_CE_CACHE_EX(class->name, NULL, 0);
		}
	}
	zend_hash_discard(CG(class_table), loaded->classes);
	zend_hash_discard(CG(function_table), loaded->functions);
	zend_destroy_static_vars(loaded->main);
	destroy_op_array(loaded->main);
	efree_size(loaded->main, sizeof(zend_op_array));
	zend_stream_init_filename_ex(&fresh, path);
	fresh.primary_script = handle->primary_script;
	zend_op_array *main = compile_file_past_opcache(&fresh, type);
	zend_destroy_file_handle(&fresh);
	return main;
}

static zend_op_array *compile_file_watched(zend_file_handle *handle, int type)
{
	zend_string *path = path_of(handle);
	if (path == NULL || EG(exception) != NULL) {
		if (path != NULL) {
			zend_string_release(path);
		}
		return next_compile_file(handle, type);
	}
	bool shebang = CG(skip_shebang);
	before_load(ZSTR_VAL(path), ZSTR_LEN(path));
	weft_loaded loaded = {NULL, CG(function_table)->nNumUsed, CG(class_table)->nNumUsed, zend_hash_num_elements(EG(zend_constants))};
	bool tells = !has_holes(CG(function_table)) && !has_holes(CG(class_table));
	uint64_t begun = ++loads;
	zend_op_array *main = next_compile_file(handle, type);
	if (main != NULL && begun == loads) {
		loaded.main = main;
		bool stale = after_load(ZSTR_VAL(path), ZSTR_LEN(path), main, tells && is_plain_load(&loaded) ? &loaded : NULL);
		if (stale && EG(exception) == NULL) {
			CG(skip_shebang) = shebang;
			main = compile_apart(path, handle, type, &loaded);
		}
	}
	zend_string_release(path);
	return main;
}

/* Shows every function that a load has brought. */
void weft_see_loaded(const weft_loaded *loaded, void (*see)(void *context, zend_op_array *function), void *context)
{
	see_inner(loaded->main, see, context);
	for (uint32_t i = loaded->functions; i < CG(function_table)->nNumUsed; i++) {
		zend_function *function = Z_PTR(CG(function_table)->arData[i].val);
		see_inner(&function->op_array, see, context);
	}
	for (uint32_t i = loaded->classes; i < CG(class_table)->nNumUsed; i++) {
		see_class(Z_PTR(CG(class_table)->arData[i].val), see, context);
	}
}

/* When modules have started and opcache has not put itself in front yet. */
void weft_remember_compile_file(void) { compile_file_past_opcache = zend_compile_file; }

/* In front of opcache, so not before it has started. */
void weft_watch_scripts(void (*before)(const char *, size_t), bool (*after)(const char *, size_t, zend_op_array *, const void *))
{
	before_load = before;
	after_load = after;
	/* Once: somebody may have put another one in front. */
	if (!watching) {
		watching = true;
		next_compile_file = zend_compile_file;
		zend_compile_file = compile_file_watched;
	}
}

void weft_unwatch_scripts(void)
{
	watching = false;
	if (zend_compile_file == compile_file_watched) {
		zend_compile_file = next_compile_file;
	}
}

static bool ask_opcache(const char *name, size_t name_length, const char *path, size_t length, bool force)
{
	const char *restricted = zend_ini_string("opcache.restrict_api", sizeof("opcache.restrict_api") - 1, 0);
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, name_length);
	zval answer, arguments[2];
	/* Where it is forbidden, asking would be a warning. */
	if (function == NULL || (restricted != NULL && *restricted != 0) || EG(exception) != NULL) {
		return false;
	}
	ZVAL_STRINGL(&arguments[0], path, length);
	ZVAL_TRUE(&arguments[1]);
	ZVAL_UNDEF(&answer);
	zend_call_known_function(function, NULL, NULL, &answer, force ? 2 : 1, arguments, NULL);
	bool yes = Z_TYPE(answer) == IS_TRUE;
	zval_ptr_dtor(&answer);
	zval_ptr_dtor(&arguments[0]);
	return yes;
}

bool weft_is_cached(const char *path, size_t length) { return ask_opcache(ZEND_STRL("opcache_is_script_cached"), path, length, false); }
bool weft_invalidate(const char *path, size_t length) { return ask_opcache(ZEND_STRL("opcache_invalidate"), path, length, true); }

/* Does opcache keep what this process compiles for others, or for later? */
bool weft_opcache_is_on(void)
{
	if (zend_get_extension("Zend OPcache") == NULL || !zend_ini_long("opcache.enable", sizeof("opcache.enable") - 1, 0)) {
		return false;
	}
	return strcmp(sapi_module.name, "cli") != 0 || zend_ini_long("opcache.enable_cli", sizeof("opcache.enable_cli") - 1, 0);
}
bool weft_opcache_may_be_asked(void)
{
	const char *restricted = zend_ini_string("opcache.restrict_api", sizeof("opcache.restrict_api") - 1, 0);
	return (restricted == NULL || *restricted == 0) && zend_hash_str_exists(CG(function_table), ZEND_STRL("opcache_invalidate"));
}
bool weft_opcache_has_files(void)
{
	const char *folder = zend_ini_string("opcache.file_cache", sizeof("opcache.file_cache") - 1, 0);
	return folder != NULL && *folder != 0;
}

/* --- looking at a cached file --------------------------------------------------------------------------- */

typedef struct {
	HashTable *tables[4];
	HashTable functions;
	HashTable classes;
	zend_file_handle handle;
} weft_peek;

static void leave(weft_peek *peek)
{
	CG(function_table) = peek->tables[0];
	EG(function_table) = peek->tables[1];
	CG(class_table) = peek->tables[2];
	EG(class_table) = peek->tables[3];
}

/* A name may remember its class. What was only looked at is not declared. */
static void forget_class(zend_class_entry *class)
{
	if (ZSTR_HAS_CE_CACHE(class->name) && ZSTR_GET_CE_CACHE(class->name) == class) {
		zend_string *lower = zend_string_tolower(class->name);
		if (zend_hash_find_ptr(EG(class_table), lower) != class) {
			ZSTR_SET_CE_CACHE_EX(class->name, NULL, 0);
		}
		zend_string_release(lower);
	}
}

static void see_inner(zend_op_array *op_array, void (*see)(void *context, zend_op_array *function), void *context)
{
	see(context, op_array);
	for (uint32_t i = 0; i < op_array->num_dynamic_func_defs; i++) {
		see_inner(op_array->dynamic_func_defs[i], see, context);
	}
}

static void see_class(zend_class_entry *class, void (*see)(void *context, zend_op_array *function), void *context)
{
	zend_function *method;
	ZEND_HASH_FOREACH_PTR(&class->function_table, method) {
		if (method->type == ZEND_USER_FUNCTION && method->common.scope == class) {
			see_inner(&method->op_array, see, context);
		}
	} ZEND_HASH_FOREACH_END();
}

/* Shows every function of a cached file, without declaring anything. */
void weft_look_at_script(const char *path, size_t length, void (*see)(void *context, zend_op_array *function), void *context)
{
	zend_function *function;
	zend_class_entry *class;
	weft_peek peek;
	zend_op_array *volatile main = NULL;
	volatile bool left = false;
	int reporting = EG(error_reporting);
	zval handler;

	zend_string *name = zend_string_init(path, length, 0);
	zend_stream_init_filename_ex(&peek.handle, name);
	zend_string_release(name);
	zend_hash_init(&peek.functions, 8, NULL, NULL, 0);
	zend_hash_init(&peek.classes, 8, NULL, NULL, 0);
	peek.tables[0] = CG(function_table);
	peek.tables[1] = EG(function_table);
	peek.tables[2] = CG(class_table);
	peek.tables[3] = EG(class_table);
	ZVAL_COPY_VALUE(&handler, &EG(user_error_handler));
	ZVAL_UNDEF(&EG(user_error_handler));
	EG(error_reporting) = 0;
	CG(function_table) = EG(function_table) = &peek.functions;
	CG(class_table) = EG(class_table) = &peek.classes;
	zend_try {
		main = next_compile_file(&peek.handle, ZEND_INCLUDE);
	} zend_catch {
		left = true;
	} zend_end_try();
	leave(&peek);
	EG(error_reporting) = reporting;
	ZVAL_COPY_VALUE(&EG(user_error_handler), &handler);
	if (left) {
		zend_bailout();
	}
	zend_destroy_file_handle(&peek.handle);
	if (EG(exception) != NULL) {
		zend_clear_exception();
	}
	if (main != NULL) {
		see_inner(main, see, context);
	}
	ZEND_HASH_FOREACH_PTR(&peek.functions, function) {
		see_inner(&function->op_array, see, context);
	} ZEND_HASH_FOREACH_END();
	ZEND_HASH_FOREACH_PTR(&peek.classes, class) {
		see_class(class, see, context);
	} ZEND_HASH_FOREACH_END();
	/* What is opcache's stays; had it been compiled anew meanwhile and not been kept, it would be ours. */
	for (uint32_t i = peek.classes.nNumUsed; i > 0; i--) {
		zval *value = &peek.classes.arData[i - 1].val;
		if (Z_TYPE_P(value) == IS_PTR) {
			class = Z_PTR_P(value);
			forget_class(class);
			if (!(class->ce_flags & ZEND_ACC_IMMUTABLE)) {
				destroy_zend_class(value);
			}
		}
	}
	for (uint32_t i = peek.functions.nNumUsed; i > 0; i--) {
		zval *value = &peek.functions.arData[i - 1].val;
		if (Z_TYPE_P(value) == IS_PTR && ((zend_op_array *) Z_PTR_P(value))->refcount != NULL) {
			zend_function_dtor(value);
		}
	}
	zend_hash_destroy(&peek.classes);
	zend_hash_destroy(&peek.functions);
	if (main != NULL) {
		/* As behind an include: opcache's code may have memory of this request, too. */
		zend_destroy_static_vars(main);
		destroy_op_array(main);
		efree_size(main, sizeof(zend_op_array));
	}
}
