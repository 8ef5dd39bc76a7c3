/* What `php --ri weft` and phpinfo() print. */
#include "php.h"
#include "ext/standard/info.h"
#include "zend_extensions.h"

void weft_info_table(void (*rows)(void *context), void *context, zend_module_entry *module)
{
	php_info_print_table_start();
	rows(context);
	php_info_print_table_end();
	display_ini_entries(module);
}

void weft_info_row(const char *name, const char *value) { php_info_print_table_row(2, name, value); }

static bool is_true(zval *array, const char *name)
{
	zval *value = Z_TYPE_P(array) == IS_ARRAY ? zend_hash_str_find(Z_ARRVAL_P(array), name, strlen(name)) : NULL;
	return value != NULL && zend_is_true(value);
}

/* Asks opcache itself, for its directives say only what was wished for. */
void weft_opcache_state(bool *loaded, bool *on, bool *jit)
{
	zval answer, all;
	const char *restricted = zend_ini_string("opcache.restrict_api", sizeof("opcache.restrict_api") - 1, 0);
	zend_function *ask = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("opcache_get_status"));

	*loaded = zend_get_extension("Zend OPcache") != NULL;
	*on = *loaded && zend_ini_long("opcache.enable", sizeof("opcache.enable") - 1, 0);
	*jit = false;
	/* Where the answer is forbidden, asking would be a warning. */
	if (!*loaded || ask == NULL || (restricted != NULL && *restricted != 0) || EG(exception) != NULL) {
		return;
	}
	ZVAL_FALSE(&all);
	ZVAL_UNDEF(&answer);
	zend_call_known_function(ask, NULL, NULL, &answer, 1, &all, NULL);
	*on = is_true(&answer, "opcache_enabled");
	zval *details = *on ? zend_hash_str_find(Z_ARRVAL(answer), "jit", sizeof("jit") - 1) : NULL;
	*jit = details != NULL && is_true(details, "on");
	zval_ptr_dtor(&answer);
}
