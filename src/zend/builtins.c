/* Calls that the compiler would not compile as calls.
 *
 * strlen($x) is an instruction of its own, dirname('/a') a constant, and since 8.4 str_contains($a, $b) needs no frame. None
 * of these calls the function's handler. Where a file's syntax tree has such a call of a function that somebody hooks, it
 * gets one more argument, `...[]`: nothing to the function, but the compiler and the optimizer then leave it a call. All
 * other calls of the file are compiled as ever. */
#include "php.h"
#include "zend_ast.h"
#include "zend_compile.h"

static bool (*is_wanted)(const char *name, size_t length);
ZEND_TLS bool active;
/* `use function strlen as len` of the file at hand. */
ZEND_TLS HashTable aliases;

/* The last part of a name: the namespace may be that of any function which is called when there is no other. */
static void last_part(const zend_string *name, const char **part, size_t *length)
{
	const char *separator = zend_memrchr(ZSTR_VAL(name), '\\', ZSTR_LEN(name));
	*part = separator != NULL ? separator + 1 : ZSTR_VAL(name);
	*length = ZSTR_LEN(name) - (*part - ZSTR_VAL(name));
}

static bool is_called(const zend_string *name)
{
	const char *part;
	size_t length;
	last_part(name, &part, &length);
	zend_string *lower = zend_string_init(part, length, 0);
	zend_str_tolower(ZSTR_VAL(lower), length);
	bool wanted = is_wanted(ZSTR_VAL(lower), length) || zend_hash_exists(&aliases, lower);
	zend_string_release(lower);
	return wanted;
}

static bool has_only_positional(const zend_ast_list *arguments)
{
	for (uint32_t i = 0; i < arguments->children; i++) {
		if (arguments->child[i]->kind == ZEND_AST_UNPACK || arguments->child[i]->kind == ZEND_AST_NAMED_ARG) {
			return false;
		}
	}
	return true;
}

static void see_call(zend_ast *call)
{
	zend_ast *name = call->child[0];
	zend_ast *arguments = call->child[1];
	if (name->kind != ZEND_AST_ZVAL || Z_TYPE_P(zend_ast_get_zval(name)) != IS_STRING || arguments->kind != ZEND_AST_ARG_LIST) {
		return;
	}
	if (is_called(zend_ast_get_str(name)) && has_only_positional(zend_ast_get_list(arguments))) {
		zend_ast *empty = zend_ast_create_list(0, ZEND_AST_ARRAY);
		empty->attr = ZEND_ARRAY_SYNTAX_SHORT;
		call->child[1] = zend_ast_list_add(arguments, zend_ast_create(ZEND_AST_UNPACK, empty));
	}
}

/* One `use function` of several names, perhaps with a common prefix. */
static void see_use(const zend_ast_list *uses, uint32_t type)
{
	for (uint32_t i = 0; i < uses->children; i++) {
		zend_ast *use = uses->child[i];
		if ((type | use->attr) != ZEND_SYMBOL_FUNCTION || use->child[1] == NULL) {
			continue;
		}
		const char *part;
		size_t length;
		last_part(zend_ast_get_str(use->child[0]), &part, &length);
		zend_string *lower = zend_string_init(part, length, 0);
		zend_str_tolower(ZSTR_VAL(lower), length);
		if (is_wanted(ZSTR_VAL(lower), length)) {
			zend_string *alias = zend_string_tolower(zend_ast_get_str(use->child[1]));
			zend_hash_add_empty_element(&aliases, alias);
			zend_string_release(alias);
		}
		zend_string_release(lower);
	}
}

static void walk(zend_ast *ast)
{
	if (ast == NULL) {
		return;
	}
	if (ast->kind == ZEND_AST_FUNC_DECL || ast->kind == ZEND_AST_CLOSURE || ast->kind == ZEND_AST_METHOD || ast->kind == ZEND_AST_CLASS || ast->kind == ZEND_AST_ARROW_FUNC
#if PHP_VERSION_ID >= 80400
	 || ast->kind == ZEND_AST_PROPERTY_HOOK
#endif
	) {
		zend_ast_decl *declaration = (zend_ast_decl *) ast;
		for (size_t i = 0; i < sizeof(declaration->child) / sizeof(*declaration->child); i++) {
			walk(declaration->child[i]);
		}
		return;
	}
	if (zend_ast_is_special(ast)) {
		return;
	}
	if (ast->kind == ZEND_AST_USE) {
		see_use(zend_ast_get_list(ast), ast->attr);
		return;
	}
	if (ast->kind == ZEND_AST_GROUP_USE) {
		see_use(zend_ast_get_list(ast->child[1]), ast->attr);
		return;
	}
	if (zend_ast_is_list(ast)) {
		zend_ast_list *list = zend_ast_get_list(ast);
		for (uint32_t i = 0; i < list->children; i++) {
			walk(list->child[i]);
		}
		return;
	}
	if (ast->kind == ZEND_AST_CALL) {
		see_call(ast);
	}
	uint32_t children = zend_ast_get_num_children(ast);
	for (uint32_t i = 0; i < children; i++) {
		walk(ast->child[i]);
	}
}

/* A file, or a piece of code, is about to be compiled. */
void weft_keep_calls(zend_ast *ast)
{
	if (active) {
		zend_hash_init(&aliases, 8, NULL, NULL, 0);
		walk(ast);
		zend_hash_destroy(&aliases);
	}
}

/* Has calls of the functions that are wanted stay calls, in what this thread compiles from now on. */
void weft_watch_calls(bool (*wanted)(const char *name, size_t length), bool watched)
{
	is_wanted = wanted;
	active = watched;
}
