/* The syntax tree of each file before it is compiled: where `include`, `eval` and `exit` become join points.
 *
 *     include $path    becomes    Weft\construct_before($path, kind)
 *                                     ? Weft\construct_after(include Weft\construct_operand())
 *                                     : Weft\construct_otherwise()
 *
 * Before PHP 8.4, where it is a function, the same goes for
 *
 *     exit($status)    becomes    Weft\construct_before($status, kind)
 *                                     ? exit(Weft\construct_operand())
 *                                     : Weft\construct_otherwise()
 *
 * The construct itself stays where it was, so the included code sees the variables of this function. What it throws is led
 * to the last of these calls by an element of the function's try table, which is added before the second pass. */
#include "ast.h"
#include "zend_compile.h"

static zend_ast_process_t next_ast_hook;
static bool ast_hook_installed;
static uint32_t (*wanted_constructs)(void);

/* Beside ZEND_INCLUDE, ZEND_EVAL and so on. */
#define EXIT (1u << 8)

#define BEFORE "Weft\\construct_before"
#define OPERAND "Weft\\construct_operand"
#define AFTER "Weft\\construct_after"
#define OTHERWISE "Weft\\construct_otherwise"

/* --- the tree ------------------------------------------------------------------------------------------- */

static zend_ast *call(const char *name, size_t length, zend_ast *arguments)
{
	zval text;
	ZVAL_STR(&text, zend_string_init_interned(name, length, 0));
	zend_ast *node = zend_ast_create_zval_ex(&text, ZEND_NAME_FQ);
	return zend_ast_create(ZEND_AST_CALL, node, arguments);
}
#define CALL(name, arguments) call(ZEND_STRL(name), arguments)

/* The line at which the compiler stands when it has compiled an expression. */
static uint32_t last_line(zend_ast *ast)
{
	if (!zend_ast_is_special(ast) && !zend_ast_is_list(ast)) {
		for (uint32_t i = zend_ast_get_num_children(ast); i > 0; i--) {
			if (ast->child[i - 1] != NULL) {
				return last_line(ast->child[i - 1]);
			}
		}
	}
	return zend_ast_get_lineno(ast);
}

static zend_ast *weave(zend_ast *construct, uint32_t number, bool has_value)
{
	zend_ast *operand = construct->child[0];
	uint32_t line = CG(zend_lineno);
	zval kind;

	CG(zend_lineno) = operand != NULL ? last_line(operand) : zend_ast_get_lineno(construct);
	if (operand == NULL) {
		zval none;
		ZVAL_NULL(&none);
		operand = zend_ast_create_zval(&none);
	}
	ZVAL_LONG(&kind, number);
	zend_ast *before = CALL(BEFORE, zend_ast_create_list(2, ZEND_AST_ARG_LIST, operand, zend_ast_create_zval(&kind)));
	before->lineno = CG(zend_lineno);
	construct->child[0] = CALL(OPERAND, zend_ast_create_list(0, ZEND_AST_ARG_LIST));
	zend_ast *after = construct;
	if (has_value) {
		after = CALL(AFTER, zend_ast_create_list(1, ZEND_AST_ARG_LIST, construct));
		after->lineno = CG(zend_lineno);
	}
	zend_ast *otherwise = CALL(OTHERWISE, zend_ast_create_list(0, ZEND_AST_ARG_LIST));
	/* Inside of another condition: parenthesised. */
	zend_ast *whole = zend_ast_create_ex(ZEND_AST_CONDITIONAL, ZEND_PARENTHESIZED_CONDITIONAL, before, after, otherwise);
	whole->lineno = construct->lineno;
	CG(zend_lineno) = line;
	return whole;
}

zend_ast **weft_ast_children(zend_ast *ast, uint32_t *count)
{
	if (zend_ast_is_list(ast)) {
		zend_ast_list *list = zend_ast_get_list(ast);
		*count = list->children;
		return list->child;
	}
	switch (ast->kind) {
		case ZEND_AST_FUNC_DECL:
		case ZEND_AST_CLOSURE:
		case ZEND_AST_METHOD:
		case ZEND_AST_CLASS:
		case ZEND_AST_ARROW_FUNC:
#if PHP_VERSION_ID >= 80400
		case ZEND_AST_PROPERTY_HOOK:
#endif
		{
			zend_ast_decl *declaration = (zend_ast_decl *) ast;
			*count = sizeof(declaration->child) / sizeof(declaration->child[0]);
			return declaration->child;
		}
	}
	*count = zend_ast_is_special(ast) ? 0 : zend_ast_get_num_children(ast);
	return ast->child;
}

static void visit(zend_ast **place, uint32_t wanted)
{
	zend_ast *ast = *place;
	if (ast == NULL) {
		return;
	}
	uint32_t count;
	zend_ast **children = weft_ast_children(ast, &count);
	for (uint32_t i = 0; i < count; i++) {
		visit(&children[i], wanted);
	}
	if (ast->kind == ZEND_AST_INCLUDE_OR_EVAL && (wanted & ast->attr)) {
		*place = weave(ast, ast->attr, true);
	}
#if PHP_VERSION_ID < 80400
	if (ast->kind == ZEND_AST_EXIT && (wanted & EXIT)) {
		*place = weave(ast, EXIT, false);
	}
#endif
}

/* zend_eval_string(), so `php -r`, compiles without the late hook. */
static void on_ast(zend_ast *ast)
{
	CG(compiler_options) |= ZEND_COMPILE_HANDLE_OP_ARRAY;
	weft_keep_calls(ast);
	uint32_t wanted = wanted_constructs();
	if (wanted != 0) {
		visit(&ast, wanted);
	}
	if (next_ast_hook != NULL) {
		next_ast_hook(ast);
	}
}

/* `wanted` answers which constructs are to be woven, by their ZEND_INCLUDE, ZEND_EVAL and so on. */
void weft_install_ast_hook(bool installed, uint32_t (*wanted)(void))
{
	wanted_constructs = wanted;
	if (installed && !ast_hook_installed) {
		next_ast_hook = zend_ast_process;
		zend_ast_process = on_ast;
	} else if (!installed && ast_hook_installed && zend_ast_process == on_ast) {
		zend_ast_process = next_ast_hook;
	}
	ast_hook_installed = installed && zend_ast_process == on_ast;
}

/* --- the function, before its second pass --------------------------------------------------------------- */

/* Does the instruction name the function of a call, in its second operand? */
static bool begins_call(const zend_op *op) { return op->opcode == ZEND_INIT_FCALL || op->opcode == ZEND_INIT_FCALL_BY_NAME; }

#if PHP_VERSION_ID < 80400
/* Does it exit with what a callback left? The code is finished. */
static bool is_woven_exit(const zend_op_array *op_array, uint32_t i)
{
	/* INIT, [EXT_FCALL_BEGIN], DO, [EXT_FCALL_END], EXIT */
	for (uint32_t back = 1; back <= 4 && back <= i; back++) {
		const zend_op *op = &op_array->opcodes[i - back];
		if (begins_call(op)) {
			return zend_string_equals_literal_ci(Z_STR_P(RT_CONSTANT(op, op->op2)), OPERAND);
		}
	}
	return false;
}
#endif

static bool calls_otherwise(const zend_op_array *op_array, const zend_op *op)
{
	return begins_call(op) && zend_string_equals_literal_ci(Z_STR_P(CT_CONSTANT_EX(op_array, op->op2.constant)), OTHERWISE);
}

static void add_try(zend_op_array *op_array, uint32_t from, uint32_t to)
{
	uint32_t place = 0;
	uint32_t count = op_array->last_try_catch;
	while (place < count && op_array->try_catch_array[place].try_op <= from) {
		place++;
	}
	if (place > 0 && op_array->try_catch_array[place - 1].try_op == from && op_array->try_catch_array[place - 1].catch_op == to) {
		return;
	}
	op_array->try_catch_array = safe_erealloc(op_array->try_catch_array, count + 1, sizeof(zend_try_catch_element), 0);
	memmove(&op_array->try_catch_array[place + 1], &op_array->try_catch_array[place], (count - place) * sizeof(zend_try_catch_element));
	op_array->try_catch_array[place] = (zend_try_catch_element) {.try_op = from, .catch_op = to};
	op_array->last_try_catch++;
	/* Before the second pass these name elements of the table. */
	for (zend_op *op = op_array->opcodes; op < op_array->opcodes + op_array->last; op++) {
		if (op->opcode == ZEND_FAST_CALL && op->op1.num >= place) {
			op->op1.num++;
		} else if (op->opcode == ZEND_FAST_RET && op->op2.num != (uint32_t) -1 && op->op2.num >= place) {
			op->op2.num++;
		}
	}
}

/* Leads what a woven construct throws to the call that deals with it. */
void weft_cover_constructs(zend_op_array *op_array)
{
	for (uint32_t i = 0; i < op_array->last; i++) {
		if (op_array->opcodes[i].opcode != ZEND_INCLUDE_OR_EVAL) {
			continue;
		}
		/* Construct, [EXT_FCALL_END], SEND, DO, [EXT_FCALL_END], QM_ASSIGN, JMP, [EXT_FCALL_BEGIN], INIT */
		for (uint32_t to = i + 1; to < op_array->last && to < i + 12 && op_array->opcodes[to].opcode != ZEND_INCLUDE_OR_EVAL; to++) {
			if (calls_otherwise(op_array, &op_array->opcodes[to])) {
				add_try(op_array, i, to);
				break;
			}
		}
	}
}

/* Is there a construct of these kinds that is not woven? The code is finished. */
bool weft_has_plain_construct(const zend_op_array *op_array, uint32_t kinds)
{
	for (uint32_t i = 0; i < op_array->last; i++) {
		const zend_op *op = &op_array->opcodes[i];
#if PHP_VERSION_ID < 80400
		if (op->opcode == ZEND_EXIT && (kinds & EXIT) && !is_woven_exit(op_array, i)) {
			return true;
		}
#endif
		if (op->opcode != ZEND_INCLUDE_OR_EVAL || !(op->extended_value & kinds)) {
			continue;
		}
		bool woven = false;
		for (uint32_t element = 0; element < op_array->last_try_catch && !woven; element++) {
			const zend_try_catch_element *covers = &op_array->try_catch_array[element];
			if (covers->try_op > i || covers->catch_op <= i) {
				continue;
			}
			const zend_op *target = &op_array->opcodes[covers->catch_op];
			woven = begins_call(target) && zend_string_equals_literal_ci(Z_STR_P(RT_CONSTANT(target, target->op2)), OTHERWISE);
		}
		if (!woven) {
			return true;
		}
	}
	return false;
}
