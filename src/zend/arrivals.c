/* class_alias() tells weft that it has made an alias, and dl() that it has loaded an extension. */
#include "handlers.h"

static zif_handler class_alias, dl;
static void (*tell_alias)(void);
static void (*tell_extension)(void);

static void weft_class_alias(INTERNAL_FUNCTION_PARAMETERS)
{
	class_alias(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (Z_TYPE_P(return_value) == IS_TRUE) {
		tell_alias();
	}
}

static void weft_dl(INTERNAL_FUNCTION_PARAMETERS)
{
	dl(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (Z_TYPE_P(return_value) == IS_TRUE) {
		tell_extension();
	}
}

/* At module start. */
void weft_watch_aliases(void (*listener)(void))
{
	tell_alias = listener;
	weft_replace_function("class_alias", weft_class_alias, &class_alias);
}

/* When PHP has started: dl() is the server interface's, which comes behind all modules, and not every one has it. */
void weft_watch_extensions(void (*listener)(void))
{
	tell_extension = listener;
	weft_replace_function("dl", weft_dl, &dl);
}
