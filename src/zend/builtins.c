/* Calls that the compiler would not compile as calls.
 *
 * strlen($x) is an instruction of its own, dirname('/a') a constant, and since 8.4 str_contains($a, $b) needs no frame. None
 * of these calls the function's handler. Where a file's syntax tree has such a call of a function that somebody hooks, it
 * gets one more argument, `...[]`: nothing to the function, but the compiler and the optimizer then leave it a call. All
 * other calls of the file are compiled as ever. */
#include "ast.h"
#include "zend_compile.h"

static bool (*is_wanted)(const char *name, size_t length);
ZEND_TLS bool active;
/* `use function strlen as len` of the file at hand. */
ZEND_TLS HashTable aliases;

/* The last part of a name, in lower case, to be released: the namespace may be that of any function which is called when
 * there is no other. */
static zend_string *last_part(const zend_string *name)
{
	const char *separator = zend_memrchr(ZSTR_VAL(name), '\\', ZSTR_LEN(name));
	const char *part = separator != NULL ? separator + 1 : ZSTR_VAL(name);
	zend_string *lower = zend_string_init(part, ZSTR_LEN(name) - (part - ZSTR_VAL(name)), 0);
	zend_str_tolower(ZSTR_VAL(lower), ZSTR_LEN(lower));
	return lower;
}

static bool is_called(const zend_string *name)
{
	zend_string *lower = last_part(name);
	bool wanted = is_wanted(ZSTR_VAL(lower), ZSTR_LEN(lower)) || zend_hash_exists(&aliases, lower);
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
		zend_string *lower = last_part(zend_ast_get_str(use->child[0]));
		if (is_wanted(ZSTR_VAL(lower), ZSTR_LEN(lower))) {
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
	switch (ast->kind) {
		case ZEND_AST_USE:
			see_use(zend_ast_get_list(ast), ast->attr);
			return;
		case ZEND_AST_GROUP_USE:
			see_use(zend_ast_get_list(ast->child[1]), ast->attr);
			return;
		case ZEND_AST_CALL:
			see_call(ast);
			break;
	}
	uint32_t count;
	zend_ast **children = weft_ast_children(ast, &count);
	for (uint32_t i = 0; i < count; i++) {
		walk(children[i]);
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
