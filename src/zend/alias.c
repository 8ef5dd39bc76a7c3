/* class_alias() tells weft that it has made an alias. */
#include "handlers.h"

static zif_handler class_alias;
static void (*tell)(void);

static void weft_class_alias(INTERNAL_FUNCTION_PARAMETERS)
{
	class_alias(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (Z_TYPE_P(return_value) == IS_TRUE) {
		tell();
	}
}

/* At module start. */
void weft_watch_aliases(void (*listener)(void))
{
	zend_internal_function *function = weft_internal_function(CG(function_table), ZEND_STRL("class_alias"));
	tell = listener;
	if (function != NULL && function->handler != weft_class_alias) {
		class_alias = weft_replace_handler(function, weft_class_alias);
	}
}
