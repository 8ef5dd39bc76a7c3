/* Results that a function gave before, for `memoize`: tables in the request's own memory.
 *
 * Results of functions and static methods: function number => key => result.
 * Those of methods and closures: object => function number => key => result, where the object is held weakly, so that
 * its results go with it. */
#include "php.h"
#include "zend_weakrefs.h"

ZEND_TLS HashTable *functions;
ZEND_TLS HashTable *objects;
/* The request is over; PHP code may still run (session handlers, for one). */
ZEND_TLS bool over;

static HashTable *new_table(void)
{
	HashTable *table = emalloc(sizeof(HashTable));
	zend_hash_init(table, 8, NULL, ZVAL_PTR_DTOR, 0);
	return table;
}

/* The results of a function: NULL when there are none and none are to come. */
static HashTable *results(uint32_t number, zend_object *owner, bool make)
{
	HashTable *by_number = NULL;
	zval *found;
	zval empty;

	if (owner == NULL) {
		if (functions == NULL && make) {
			functions = new_table();
		}
		by_number = functions;
	} else {
		if (objects == NULL && make) {
			objects = new_table();
		}
		if (objects == NULL) {
			return NULL;
		}
		found = zend_hash_index_find(objects, zend_object_to_weakref_key(owner));
		if (found == NULL && make) {
			ZVAL_ARR(&empty, zend_new_array(1));
			found = zend_weakrefs_hash_add(objects, owner, &empty);
		}
		by_number = found != NULL ? Z_ARRVAL_P(found) : NULL;
	}
	if (by_number == NULL) {
		return NULL;
	}
	found = zend_hash_index_find(by_number, number);
	if (found == NULL && make) {
		ZVAL_ARR(&empty, zend_new_array(8));
		found = zend_hash_index_add_new(by_number, number, &empty);
	}
	return found != NULL ? Z_ARRVAL_P(found) : NULL;
}

static zval *find(uint32_t number, zend_object *owner, const zval *key)
{
	HashTable *table = results(number, owner, false);
	if (table == NULL) {
		return NULL;
	}
	return Z_TYPE_P(key) == IS_LONG ? zend_hash_index_find(table, Z_LVAL_P(key)) : zend_hash_find(table, Z_STR_P(key));
}

/* The result itself, or nothing: then the answer is left alone. */
void weft_memo_get(uint32_t number, zend_object *owner, const zval *key, zval *answer)
{
	zval *found = find(number, owner, key);
	if (found != NULL) {
		ZVAL_COPY(answer, found);
	}
}

/* Answers [result], or leaves the answer alone. */
void weft_memo_find(uint32_t number, zend_object *owner, const zval *key, zval *answer)
{
	zval *found = find(number, owner, key);
	if (found != NULL) {
		array_init_size(answer, 1);
		Z_TRY_ADDREF_P(found);
		zend_hash_next_index_insert_new(Z_ARRVAL_P(answer), found);
	}
}

/* A full table starts anew. Releasing what it held may run destructors, so it is done last. */
void weft_memo_store(uint32_t number, zend_object *owner, const zval *key, zval *value, zend_long limit)
{
	HashTable *table = over ? NULL : results(number, owner, true);
	HashTable old;
	if (table == NULL) {
		return;
	}
	bool full = zend_hash_num_elements(table) >= limit;
	if (full) {
		old = *table;
		zend_hash_init(table, 8, NULL, ZVAL_PTR_DTOR, 0);
	}
	ZVAL_DEREF(value);
	Z_TRY_ADDREF_P(value);
	if (Z_TYPE_P(key) == IS_LONG) {
		zend_hash_index_update(table, Z_LVAL_P(key), value);
	} else {
		zend_hash_update(table, Z_STR_P(key), value);
	}
	if (full) {
		zend_hash_destroy(&old);
	}
}

/* When nothing will be found any more. After a fatal error the memory is the engine's to sweep. */
void weft_memo_forget(bool free_it)
{
	HashTable *of_functions = functions;
	HashTable *of_objects = objects;
	functions = objects = NULL;
	over = free_it;
	if (!free_it || CG(unclean_shutdown)) {
		return;
	}
	if (of_objects != NULL) {
		zend_ulong key;
		ZEND_HASH_FOREACH_NUM_KEY(of_objects, key) {
			zend_weakrefs_hash_del(of_objects, zend_weakref_key_to_object(key));
		} ZEND_HASH_FOREACH_END();
		zend_hash_destroy(of_objects);
		efree(of_objects);
	}
	if (of_functions != NULL) {
		zend_hash_destroy(of_functions);
		efree(of_functions);
	}
}

/* A string to be written. */
char *weft_memo_text(zval *place, size_t length)
{
	zend_string *text = zend_string_alloc(length, 0);
	memset(ZSTR_VAL(text), 0, length + 1);
	ZVAL_NEW_STR(place, text);
	return ZSTR_VAL(text);
}
