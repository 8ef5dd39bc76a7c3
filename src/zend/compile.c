/* Compiling what is not to be run: templates, and files that are only looked at. Whatever PHP has to say against them
 * becomes a message; the compiler and the request go on as if nothing had happened. */
#include "php.h"
#include "zend_compile.h"
#include "zend_exceptions.h"
#include "zend_language_scanner.h"

/* --- errors that become messages ------------------------------------------------------------------------ */

typedef struct {
	char *message;
	size_t size;
	uint32_t *line;
} weft_complaint;

ZEND_TLS weft_complaint *complaint;
static void (*engines_error_cb)(int, zend_string *, const uint32_t, zend_string *);

#ifdef ZTS
#include <pthread.h>
/* The engine has one error callback for all threads. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
# define LOCK() pthread_mutex_lock(&one_at_a_time)
# define UNLOCK() pthread_mutex_unlock(&one_at_a_time)
#else
# define LOCK()
# define UNLOCK()
#endif

static void complain(const char *text, uint32_t line)
{
	snprintf(complaint->message, complaint->size, "%s", text);
	*complaint->line = line;
}

/* Stands in for PHP's error output: a fatal error of the compiler becomes ours, a warning is nobody's. */
static void catch_compile_error(int type, zend_string *file, const uint32_t line, zend_string *message)
{
	if (complaint == NULL) {
		engines_error_cb(type, file, line, message);
	} else if (type & (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR | E_PARSE | E_RECOVERABLE_ERROR)) {
		complain(ZSTR_VAL(message), line);
		zend_bailout();
	}
}

static void catch_exception(void)
{
	zend_object *exception = EG(exception);
	zval holder;
	zend_class_entry *base = instanceof_function(exception->ce, zend_ce_exception) ? zend_ce_exception : zend_ce_error;
	zval *message = zend_read_property(base, exception, ZEND_STRL("message"), 1, &holder);
	char text[1024];
	snprintf(text, sizeof(text), "%s", Z_TYPE_P(message) == IS_STRING ? Z_STRVAL_P(message) : "unknown error");
	zval *line = zend_read_property(base, exception, ZEND_STRL("line"), 1, &holder);
	complain(text, Z_TYPE_P(line) == IS_LONG ? (uint32_t) Z_LVAL_P(line) : 0);
	zend_clear_exception();
}

/* What the compiler of 8.5 and later says is recorded until it is done. A fatal error hands that on first, and a long
 * jump from there leaves it behind: the next fatal error would be told in its words. */
#if PHP_VERSION_ID >= 80600
# define RECORDED() EG(errors).size
#else
# define RECORDED() EG(num_errors)
#endif
static void forget_recorded(bool recording)
{
	EG(record_errors) = recording;
	if (RECORDED() != 0) {
		zend_free_recorded_errors();
	}
#if PHP_VERSION_ID >= 80500
	/* Nobody asks for it, and it holds the arguments of those who are running. */
	zval_ptr_dtor(&EG(last_fatal_error_backtrace));
	ZVAL_UNDEF(&EG(last_fatal_error_backtrace));
#endif
}

/* Runs `compile` and answers what it does, or NULL with message and line when PHP refuses. Nothing else is being
 * compiled meanwhile. */
static zend_op_array *quietly(zend_op_array *(*compile)(void *context), void *context, char *message, size_t size, uint32_t *line)
{
	weft_complaint here = {message, size, line};
	zend_op_array *volatile op_array = NULL;
	volatile bool failed = false;
	zend_oparray_context oparray_context = CG(context);
	zend_file_context file_context = CG(file_context);
	zend_op_array *active = CG(active_op_array);
	zend_class_entry *active_class = CG(active_class_entry);
	zend_execute_data *frame = EG(current_execute_data);
	int loop_variables = CG(loop_var_stack).top;
	int delayed = CG(delayed_oplines_stack).top;
	int short_circuiting = CG(short_circuiting_opnums).top;
	HashTable *memoized = CG(memoized_exprs);
	int memoize_mode = CG(memoize_mode);
	bool compiling = CG(in_compilation);
	bool encoding = CG(encoding_declared);
	bool unclean = CG(unclean_shutdown);
	uint32_t options = CG(compiler_options);
	uint32_t old_line = CG(zend_lineno);
	struct _zend_ast *ast = CG(ast);
	zend_arena *ast_arena = CG(ast_arena);
	zval error_handler;
	zend_lex_state lex_state;
	/* What was recorded before is not ours to forget. */
	bool recording = EG(record_errors);
	uint32_t recorded = RECORDED();

	*line = 0;
	message[0] = 0;
	LOCK();
	complaint = &here;
	engines_error_cb = zend_error_cb;
	zend_error_cb = catch_compile_error;
	/* No PHP code while the compiler is at work. */
	ZVAL_COPY_VALUE(&error_handler, &EG(user_error_handler));
	ZVAL_UNDEF(&EG(user_error_handler));
	zend_save_lexical_state(&lex_state);
	zend_try {
		op_array = compile(context);
		if (EG(exception) != NULL) {
			catch_exception();
			failed = true;
		}
	} zend_catch {
		failed = true;
		CG(context) = oparray_context;
		CG(file_context) = file_context;
		CG(active_op_array) = active;
		CG(active_class_entry) = active_class;
		EG(current_execute_data) = frame;
		CG(loop_var_stack).top = loop_variables;
		CG(delayed_oplines_stack).top = delayed;
		CG(short_circuiting_opnums).top = short_circuiting;
		CG(memoized_exprs) = memoized;
		CG(memoize_mode) = memoize_mode;
		CG(in_compilation) = compiling;
		CG(unclean_shutdown) = unclean;
		CG(compiler_options) = options;
		CG(ast) = ast;
		CG(ast_arena) = ast_arena;
		if (recorded == 0) {
			forget_recorded(recording);
		}
	} zend_end_try();
	CG(encoding_declared) = encoding;
	CG(zend_lineno) = old_line;
	zend_restore_lexical_state(&lex_state);
	ZVAL_COPY_VALUE(&EG(user_error_handler), &error_handler);
	zend_error_cb = engines_error_cb;
	complaint = NULL;
	UNLOCK();
	return failed ? NULL : op_array;
}

/* --- a template ----------------------------------------------------------------------------------------- */

typedef struct {
	const char *source;
	size_t length;
	const char *file;
} weft_text;

static zend_op_array *compile_text(void *context)
{
	weft_text *text = context;
	zend_string *source = zend_string_init(text->source, text->length, 0);
	zend_op_array *op_array = zend_compile_string(source, text->file, ZEND_COMPILE_POSITION_AT_SHEBANG);
	zend_string_release(source);
	return op_array;
}

void weft_discard(zend_op_array *op_array)
{
	zend_destroy_static_vars(op_array);
	destroy_op_array(op_array);
	efree_size(op_array, sizeof(zend_op_array));
}

/* Takes away what stands in a table of declarations behind the first so many. */
static void remove_from(HashTable *table, uint32_t first)
{
	while (table->nNumUsed > first && table->arData[table->nNumUsed - 1].key != NULL) {
		zend_hash_del(table, table->arData[table->nNumUsed - 1].key);
	}
}

/* A template declares nothing: what it declares is refused, and is gone again. */
zend_op_array *weft_compile(const char *source, size_t length, const char *file, char *message, size_t size, uint32_t *line)
{
	weft_text text = {source, length, file};
	uint32_t functions = CG(function_table)->nNumUsed;
	uint32_t classes = CG(class_table)->nNumUsed;
	uint32_t constants = EG(zend_constants)->nNumUsed;
	zend_op_array *op_array = quietly(compile_text, &text, message, size, line);
	if (op_array != NULL && CG(function_table)->nNumUsed > functions) {
		const zend_function *declared = Z_PTR(CG(function_table)->arData[functions].val);
		snprintf(message, size, "found the function %s(), expected a closure and nothing beside it", ZSTR_VAL(declared->common.function_name));
		*line = declared->op_array.line_start;
	} else if (op_array != NULL && CG(class_table)->nNumUsed > classes) {
		const zend_class_entry *declared = Z_PTR(CG(class_table)->arData[classes].val);
		snprintf(message, size, "found the class %s, expected a closure and nothing beside it", ZSTR_VAL(declared->name));
		*line = declared->info.user.line_start;
	}
	if (op_array != NULL && message[0] != 0) {
		weft_discard(op_array);
		op_array = NULL;
	}
	remove_from(CG(class_table), classes);
	remove_from(CG(function_table), functions);
	remove_from(EG(zend_constants), constants);
	return op_array;
}

/* --- a file --------------------------------------------------------------------------------------------- */

/* What a file declares goes into tables of its own, so that it neither collides with what is declared already, such as
 * itself, nor stays. */
typedef struct {
	const char *name;
	size_t length;
	bool in_tables;
	bool opened;
	zend_op_array *main;
	HashTable *tables[4];
	HashTable functions;
	HashTable classes;
	uint32_t first_function;
	uint32_t first_class;
	uint32_t constants;
	zend_file_handle handle;
} weft_file;

ZEND_TLS weft_file *looked_at;

/* The functions that PHP and its extensions bring. */
static void fill_functions(HashTable *table)
{
	zend_string *key;
	zend_function *function;
	zend_hash_init(table, zend_hash_num_elements(CG(function_table)), NULL, NULL, 0);
	ZEND_HASH_MAP_FOREACH_STR_KEY_PTR(CG(function_table), key, function) {
		if (function->type == ZEND_INTERNAL_FUNCTION && key != NULL) {
			zend_hash_add_new_ptr(table, key, function);
		}
	} ZEND_HASH_FOREACH_END();
}

/* All classes but those that this very file declared when it was run: rules ask what a class is a kind of. */
static void fill_classes(HashTable *table, zend_string *file)
{
	zend_string *key;
	zend_class_entry *class;
	zend_hash_init(table, zend_hash_num_elements(CG(class_table)), NULL, NULL, 0);
	ZEND_HASH_MAP_FOREACH_STR_KEY_PTR(CG(class_table), key, class) {
		bool own = class->type == ZEND_USER_CLASS && file != NULL && zend_string_equals(class->info.user.filename, file);
		if (!own && key != NULL) {
			zend_hash_add_new_ptr(table, key, class);
		}
	} ZEND_HASH_FOREACH_END();
}

static zend_class_entry *class_of_file(const weft_file *file, const zend_string *name, int depth)
{
	for (uint32_t i = file->first_class; i < file->classes.nNumUsed && depth < 100; i++) {
		zend_class_entry *class = Z_TYPE(file->classes.arData[i].val) == IS_PTR ? Z_PTR(file->classes.arData[i].val) : NULL;
		if (class == NULL || !zend_string_equals_ci(class->name, name)) {
			continue;
		}
		bool early = (class->ce_flags & ZEND_ACC_TOP_LEVEL) && class->num_interfaces == 0 && class->num_traits == 0;
		if (early && class->parent_name != NULL && class_of_file(file, class->parent_name, depth + 1) == NULL) {
			zend_string *lower = zend_string_tolower(class->parent_name);
			early = zend_hash_exists(&file->classes, lower);
			zend_string_release(lower);
		}
		return early ? class : NULL;
	}
	return NULL;
}

/* A class of the file that is being looked at, if PHP would have bound it at once so that it had its name already. */
zend_class_entry *weft_class_looked_at(const zend_string *name)
{
	return looked_at != NULL ? class_of_file(looked_at, name, 0) : NULL;
}

static void enter_tables(weft_file *file)
{
	file->tables[0] = CG(function_table);
	file->tables[1] = EG(function_table);
	file->tables[2] = CG(class_table);
	file->tables[3] = EG(class_table);
	CG(function_table) = EG(function_table) = &file->functions;
	CG(class_table) = EG(class_table) = &file->classes;
	file->in_tables = true;
	looked_at = file;
}

static void leave_tables(weft_file *file)
{
	if (file->in_tables) {
		CG(function_table) = file->tables[0];
		EG(function_table) = file->tables[1];
		CG(class_table) = file->tables[2];
		EG(class_table) = file->tables[3];
		file->in_tables = false;
		looked_at = NULL;
	}
}

static zend_op_array *compile_in_tables(void *context)
{
	weft_file *file = context;
	zend_string *name = zend_string_init(file->name, file->length, 0);
	uint32_t options = CG(compiler_options);

	zend_stream_init_filename_ex(&file->handle, name);
	file->opened = true;
	zend_string *path = zend_resolve_path(name);
	fill_functions(&file->functions);
	file->first_function = file->functions.nNumUsed;
	fill_classes(&file->classes, path != NULL ? path : name);
	file->first_class = file->classes.nNumUsed;
	enter_tables(file);
	/* Alone, as opcache compiles a file, and without binding classes: a bound class is found by its name's cache, too. */
	CG(compiler_options) |= ZEND_COMPILE_HANDLE_OP_ARRAY | ZEND_COMPILE_IGNORE_OTHER_FILES | ZEND_COMPILE_IGNORE_OBSERVER
		| ZEND_COMPILE_WITHOUT_EXECUTION;
	/* The engine's own: opcache's would put the file into its cache. */
	zend_op_array *op_array = compile_file(&file->handle, ZEND_INCLUDE);
	CG(compiler_options) = options;
	leave_tables(file);
	if (path != NULL) {
		zend_string_release(path);
	}
	zend_string_release(name);
	return op_array;
}

/* From the last to the first: a class may have inherited from one before it. */
static void destroy_from(HashTable *table, uint32_t first, void (*destroy)(zval *))
{
	if (table->arData == NULL) {
		return;
	}
	for (uint32_t i = table->nNumUsed; i > first; i--) {
		zval *value = &table->arData[i - 1].val;
		if (Z_TYPE_P(value) == IS_PTR) {
			destroy(value);
		}
	}
	zend_hash_destroy(table);
}

void weft_discard_file(weft_file *file)
{
	if (file->main != NULL) {
		weft_discard(file->main);
	}
	destroy_from(&file->classes, file->first_class, destroy_zend_class);
	destroy_from(&file->functions, file->first_function, zend_function_dtor);
	/* `__halt_compiler()` leaves a constant behind. */
	remove_from(EG(zend_constants), file->constants);
	if (file->opened) {
		zend_destroy_file_handle(&file->handle);
	}
	efree(file);
}

/* NULL, with message and line, when PHP refuses the file. */
weft_file *weft_compile_file(const char *name, size_t length, char *message, size_t size, uint32_t *line)
{
	weft_file *file = ecalloc(1, sizeof(weft_file));
	file->name = name;
	file->length = length;
	file->constants = EG(zend_constants)->nNumUsed;
	file->main = quietly(compile_in_tables, file, message, size, line);
	leave_tables(file);
	if (file->main == NULL) {
		weft_discard_file(file);
		return NULL;
	}
	return file;
}

zend_op_array *weft_file_main(const weft_file *file) { return file->main; }

/* Shows what the file declares: each function of its own, then each method. */
void weft_file_each(weft_file *file, void (*see)(void *context, zend_string *key, zend_op_array *function), void *context)
{
	zend_string *key;
	zend_function *function;
	zend_class_entry *class;
	ZEND_HASH_MAP_FOREACH_STR_KEY_PTR(&file->functions, key, function) {
		if (function->type == ZEND_USER_FUNCTION) {
			see(context, key, &function->op_array);
		}
	} ZEND_HASH_FOREACH_END();
	for (uint32_t i = file->first_class; i < file->classes.nNumUsed; i++) {
		if (Z_TYPE(file->classes.arData[i].val) != IS_PTR) {
			continue;
		}
		class = Z_PTR(file->classes.arData[i].val);
		ZEND_HASH_MAP_FOREACH_STR_KEY_PTR(&class->function_table, key, function) {
			if (function->type == ZEND_USER_FUNCTION && function->common.scope == class) {
				see(context, key, &function->op_array);
			}
		} ZEND_HASH_FOREACH_END();
	}
}
