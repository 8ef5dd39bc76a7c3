/* Syntax trees as weft goes through them: see ast_hook.c. */
#ifndef WEFT_AST_H
#define WEFT_AST_H

#include "php.h"
#include "zend_ast.h"

/* The places of a node's children, some of which may be NULL; `count` is 0 for a node that has none. */
zend_ast **weft_ast_children(zend_ast *ast, uint32_t *count);
/* Has calls of functions that somebody hooks stay calls (builtins.c). */
void weft_keep_calls(zend_ast *ast);

#endif
