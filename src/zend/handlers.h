/* Internal functions and their handlers: see handlers.c. */
#ifndef WEFT_HANDLERS_H
#define WEFT_HANDLERS_H

#include "php.h"

/* The internal function of this name (in lower case) in a table of functions; NULL when there is none. */
zend_internal_function *weft_internal_function(HashTable *table, const char *name, size_t length);
/* Puts another handler in the place of a function's, for the whole life of the module; answers the one that was there. */
zif_handler weft_replace_handler(zend_internal_function *function, zif_handler replacement);
/* The same at module start, by names in lower case, where there is such a function and it is not done yet. */
void weft_replace_function(const char *name, zif_handler replacement, zif_handler *old);
/* A method's: in its class and in all others that have it from there. */
void weft_replace_method(const char *class_name, const char *name, zif_handler replacement, zif_handler *old);

/* Where a function's own handler stands: behind weft's, as long as a rule or a hook names the function. What is put in its place
 * there is called by weft, and stays when nobody names the function any more. */
zif_handler *weft_own_handler(zend_internal_function *function);

/* Has all calls of a function made with a frame, which its handler needs; answers what is to be given back, if anything. See
 * frameless.c. */
const void *weft_frame_calls(zend_internal_function *function);
void weft_unframe_calls(zend_internal_function *function, const void *own);

#endif
