/* Arguments and results of weft's own functions: strings in, arrays out. */
#include "php.h"

/* The one argument of a call, a string; false after the engine's own error. */
bool weft_string_argument(zend_execute_data *execute_data, const char **bytes, size_t *length)
{
	zend_string *string;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(string)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	*bytes = ZSTR_VAL(string);
	*length = ZSTR_LEN(string);
	return true;
}

/* The argument of this number, from 0, or what it refers to; NULL when it was not given. */
static zval *given(zend_execute_data *frame, uint32_t number)
{
	if (number >= ZEND_CALL_NUM_ARGS(frame)) {
		return NULL;
	}
	zval *argument = ZEND_CALL_ARG(frame, number + 1);
	ZVAL_DEREF(argument);
	return argument;
}

/* An argument as an int, converted as PHP converts those of internal functions; untouched when it was not given. False
 * after the engine's own error. */
bool weft_long_argument(zend_execute_data *frame, uint32_t number, zend_long *value)
{
	zval *argument = given(frame, number);
	bool is_null;
	if (argument == NULL || zend_parse_arg_long(argument, value, &is_null, 0, number + 1)) {
		return true;
	}
	zend_wrong_parameter_type_error(number + 1, Z_EXPECTED_LONG, argument);
	return false;
}

/* The same for a bool. */
bool weft_bool_argument(zend_execute_data *frame, uint32_t number, bool *value)
{
	zval *argument = given(frame, number);
	bool is_null;
	if (argument == NULL || zend_parse_arg_bool(argument, value, &is_null, 0, number + 1)) {
		return true;
	}
	zend_wrong_parameter_type_error(number + 1, Z_EXPECTED_BOOL, argument);
	return false;
}

/* An argument as an object; NULL after the engine's own error. */
zend_object *weft_object_argument(zend_execute_data *frame, uint32_t number)
{
	zval *argument = given(frame, number);
	if (argument != NULL && Z_TYPE_P(argument) == IS_OBJECT) {
		return Z_OBJ_P(argument);
	}
	if (argument != NULL) {
		zend_wrong_parameter_type_error(number + 1, Z_EXPECTED_OBJECT, argument);
	}
	return NULL;
}

/* An argument as a string, converted where it stands; NULL after the engine's own error. */
zval *weft_text_argument(zend_execute_data *frame, uint32_t number)
{
	zval *argument = given(frame, number);
	zend_string *text;
	if (argument != NULL && zend_parse_arg_str(argument, &text, false, number + 1)) {
		return argument;
	}
	if (argument != NULL && !EG(exception)) {
		zend_wrong_parameter_type_error(number + 1, Z_EXPECTED_STRING, argument);
	}
	return NULL;
}

void weft_answer_array(zval *place) { array_init(place); }
/* The array that was added last is filled by the calls that follow. */
zval *weft_answer_element(zval *list)
{
	zval element;
	array_init(&element);
	return zend_hash_next_index_insert(Z_ARRVAL_P(list), &element);
}
void weft_answer_text(zval *array, const char *key, const char *bytes, size_t length)
{
	if (bytes == NULL) {
		add_assoc_null(array, key);
	} else {
		add_assoc_stringl(array, key, bytes, length);
	}
}
void weft_answer_int(zval *array, const char *key, zend_long number) { add_assoc_long(array, key, number); }
