/* mysqlnd, which speaks to MySQL for mysqli and PDO: weft as one of its plugins. See intercept/mysqlnd.rs.
 *
 * What a rule names becomes a call of a PHP method of the same name, which weft compiles, weaves as any other and keeps
 * out of the application's sight; its body calls Weft\to_driver(), and that does what mysqlnd would have done. */
#include "php.h"
#include "zend_compile.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"
#include "ext/spl/spl_exceptions.h"
#include "weft.h"

#if defined(__has_include)
# if __has_include("ext/mysqlnd/mysqlnd.h")
#  define WITH_MYSQLND
# endif
#endif

#ifdef WITH_MYSQLND
#include <dlfcn.h>
#include "ext/mysqlnd/mysqlnd.h"
#include "ext/mysqlnd/mysqlnd_structs.h"
#include "ext/mysqlnd/mysqlnd_connection.h"
#include "ext/mysqlnd/mysqlnd_ext_plugin.h"

typedef MYSQLND_CLASS_METHODS_TYPE(mysqlnd_conn_data) conn_methods;
typedef MYSQLND_CLASS_METHODS_TYPE(mysqlnd_stmt) stmt_methods;

/* As intercept/mysqlnd.rs counts them. */
enum operation { CONNECT, QUERY, SEND_QUERY, REAP_QUERY, NEXT_RESULT, STORE_RESULT, PREPARE, EXECUTE, OPERATIONS };

static const char *const names[OPERATIONS] = {
	"connect", "query", "send_query", "reap_query", "next_result", "store_result", "prepare", "execute"
};

/* In no namespace, on one line, not at the top level: so it is bound at once, under a key that nobody can write. */
static const char source[] = "if (1) { final class mysqlnd {"
	"static function connect(string $host, string $user, string $database, int $port, string $socket): int|bool"
	" { return \\Weft\\to_driver($host, $user, $database, $port, $socket); }"
	"static function query(string $statement): int|bool { return \\Weft\\to_driver($statement); }"
	"static function send_query(string $statement): int|bool { return \\Weft\\to_driver($statement); }"
	"static function reap_query(string $statement): int|bool { return \\Weft\\to_driver($statement); }"
	"static function next_result(string $statement): int|bool { return \\Weft\\to_driver($statement); }"
	"static function store_result(string $statement): int|bool { return \\Weft\\to_driver($statement); }"
	"static function prepare(string $statement): int|bool { return \\Weft\\to_driver($statement); }"
	"static function execute(string $statement, int $values): int|bool { return \\Weft\\to_driver($statement); }"
	"} }";

/* One call of mysqlnd. While it is under way it lives in the engine's memory: a long jump or the end of a fiber leaves frames
 * without a word, and what is under way is looked through afterwards. */
typedef struct operation_ {
	enum operation kind;
	MYSQLND_CONN_DATA *conn;
	MYSQLND_STMT *stmt;
	/* The statement, or what of it was kept. */
	const char *text;
	size_t length;
	/* Of connect. */
	MYSQLND_CSTRING host, user, password, database, socket;
	unsigned int port, flags;
	/* Of send_query. */
	zval *read_callback, *error_callback;

	/* Who called mysqlnd. */
	zend_execute_data *frame;
	zend_fiber *fiber;
	bool running;
	bool ran;
	enum_func_status status;
	/* Of store_result and get_result. */
	bool get_result;
	MYSQLND_RES *result;
	/* What stands for mysqlnd's error while the method runs. */
	zend_object *error;
	struct operation_ *outer;
} operation;

static struct st_mysqlnd_plugin_methods_xetters *xetters;
static conn_methods earlier_conn;
static stmt_methods earlier_stmt;

/* Which operations somebody wants to hear of, a bit for each; 0 when no request is under way. */
ZEND_TLS uint32_t wanted;
ZEND_TLS operation *under_way;
ZEND_TLS zend_class_entry *methods;
/* The statements that connections and prepared statements were given last. Outside of the engine's memory: a memory
 * limit must not leave the table half changed. */
ZEND_TLS HashTable *texts;

/* So much of a statement is kept for what follows it. */
#define MAX_KEPT (64 << 10)

/* --- statements that are remembered --------------------------------------------------------------------------- */

static void free_text(zval *text) { zend_string_release_ex(Z_PTR_P(text), 1); }

static void keep_text(const void *of, const char *text, size_t length)
{
	if ((wanted & (1 << REAP_QUERY | 1 << NEXT_RESULT | 1 << STORE_RESULT | 1 << EXECUTE)) == 0) {
		return;
	}
	if (texts == NULL) {
		texts = pemalloc(sizeof(HashTable), 1);
		zend_hash_init(texts, 8, NULL, free_text, 1);
	}
	zend_hash_index_update_ptr(texts, (zend_ulong) (uintptr_t) of, zend_string_init(text, length < MAX_KEPT ? length : MAX_KEPT, 1));
}

static void take_kept(operation *op, const void *of)
{
	zend_string *text = texts != NULL ? zend_hash_index_find_ptr(texts, (zend_ulong) (uintptr_t) of) : NULL;
	op->text = text != NULL ? ZSTR_VAL(text) : "";
	op->length = text != NULL ? ZSTR_LEN(text) : 0;
}

static void forget_text(const void *of)
{
	if (texts != NULL) {
		zend_hash_index_del(texts, (zend_ulong) (uintptr_t) of);
	}
}

/* --- what mysqlnd does ---------------------------------------------------------------------------------------- */

static enum_func_status go(operation *op, const char *text, size_t length)
{
	switch (op->kind) {
		case CONNECT:
			return earlier_conn.connect(op->conn, op->host, op->user, op->password, op->database, op->port, op->socket, op->flags);
		case QUERY:
			keep_text(op->conn, text, length);
			return earlier_conn.query(op->conn, text, length);
		case SEND_QUERY:
			keep_text(op->conn, text, length);
			return earlier_conn.send_query(op->conn, text, length, op->read_callback, op->error_callback);
		case REAP_QUERY:
			return earlier_conn.reap_query(op->conn);
		case NEXT_RESULT:
			return earlier_conn.next_result(op->conn);
		case PREPARE: {
			enum_func_status status = earlier_stmt.prepare(op->stmt, text, length);
			keep_text(op->stmt, text, length);
			return status;
		}
		case EXECUTE:
			return earlier_stmt.execute(op->stmt);
		case STORE_RESULT:
			if (op->stmt == NULL) {
				op->result = earlier_conn.store_result(op->conn);
			} else if (op->get_result) {
				op->result = earlier_stmt.get_result(op->stmt);
			} else {
				op->result = earlier_stmt.store_result(op->stmt);
			}
			return op->result != NULL ? PASS : FAIL;
		default:
			return FAIL;
	}
}

static MYSQLND_ERROR_INFO *error_of(const operation *op)
{
	return op->stmt != NULL && op->stmt->data != NULL ? op->stmt->data->error_info : op->conn != NULL ? op->conn->error_info : NULL;
}

/* How many rows it changed or brought; true when there are rows to come. */
static void rows(const operation *op, zval *answer)
{
	uint64_t changed;
	ZVAL_TRUE(answer);
	switch (op->kind) {
		case QUERY: case REAP_QUERY: case NEXT_RESULT:
			if (op->conn->field_count > 0) {
				return;
			}
			changed = UPSERT_STATUS_GET_AFFECTED_ROWS(op->conn->upsert_status);
			break;
		case EXECUTE:
			if (op->stmt->data->field_count > 0) {
				return;
			}
			changed = UPSERT_STATUS_GET_AFFECTED_ROWS(op->stmt->data->upsert_status);
			break;
		case STORE_RESULT:
			changed = op->stmt != NULL && !op->get_result ? op->stmt->m->get_num_rows(op->stmt) : op->result->m.num_rows(op->result);
			break;
		default:
			return;
	}
	ZVAL_LONG(answer, changed == (uint64_t) -1 ? 0 : (zend_long) changed);
}

static bool is_letter(char byte) { return isalpha((unsigned char) byte) != 0; }

/* Messages quote values, and parts of the statement with quotes in them: from the first quote to the last. Those between
 * two letters are apostrophes. */
static void throw_as_exception(operation *op)
{
	MYSQLND_ERROR_INFO *info = error_of(op);
	if (info == NULL || info->error_no == 0) {
		return;
	}
	const char *from = NULL, *to = NULL;
	for (const char *at = info->error; *at != 0; at++) {
		if (*at == '\'' && !(at > info->error && is_letter(at[-1]) && is_letter(at[1]))) {
			from = from == NULL ? at : from;
			to = at;
		}
	}
	if (from != NULL && from < to) {
		zend_throw_exception_ex(spl_ce_RuntimeException, info->error_no, "%.*s'?'%s", (int) (from - info->error), info->error, to + 1);
	} else {
		zend_throw_exception_ex(spl_ce_RuntimeException, info->error_no, "%s", info->error);
	}
	if (op->error != NULL) {
		OBJ_RELEASE(op->error);
	}
	op->error = EG(exception);
	if (op->error != NULL) {
		GC_ADDREF(op->error);
	}
}

static void change_text(MYSQLND_CSTRING *text, const zval *argument)
{
	if (Z_TYPE_P(argument) == IS_STRING && (Z_STRLEN_P(argument) != text->l || memcmp(Z_STRVAL_P(argument), text->s, text->l) != 0)) {
		text->s = Z_STRVAL_P(argument);
		text->l = Z_STRLEN_P(argument);
	}
}

/* Weft\to_driver(): false when it is not called from one of the methods, for the operation that called the method. */
bool weft_mysqlnd_go(zend_execute_data *frame, zval *answer)
{
	operation *op = under_way;
	zend_execute_data *caller = frame->prev_execute_data;
	while (op != NULL && op->fiber != EG(active_fiber)) {
		op = op->outer;
	}
	if (op == NULL || op->running || methods == NULL || caller == NULL || caller->func == NULL || caller->func->common.scope != methods
			|| ZEND_CALL_NUM_ARGS(frame) < 1 || (op->kind == CONNECT && ZEND_CALL_NUM_ARGS(frame) < 5)) {
		return false;
	}
	zval *argument = ZEND_CALL_ARG(frame, 1);
	const char *text = op->text;
	size_t length = op->length;
	if (op->kind == CONNECT) {
		change_text(&op->host, argument);
		change_text(&op->user, argument + 1);
		change_text(&op->database, argument + 2);
		op->port = Z_TYPE_P(argument + 3) == IS_LONG ? (unsigned int) Z_LVAL_P(argument + 3) : op->port;
		change_text(&op->socket, argument + 4);
	} else if (Z_TYPE_P(argument) == IS_STRING) {
		text = Z_STRVAL_P(argument);
		length = Z_STRLEN_P(argument);
	}
	/* What mysqlnd has to say names the function that called it, as ever. */
	EG(current_execute_data) = op->frame;
	op->running = true;
	op->status = go(op, text, length);
	op->running = false;
	op->ran = true;
	EG(current_execute_data) = frame;
	if (op->status == PASS) {
		rows(op, answer);
	} else {
		ZVAL_FALSE(answer);
		if (EG(exception) == NULL) {
			throw_as_exception(op);
		}
	}
	return true;
}

/* --- what its user gets --------------------------------------------------------------------------------------- */

/* The call was skipped, or a callback recovered from its error. */
static enum_func_status settle(operation *op, const zval *result)
{
	if (op->kind == STORE_RESULT) {
		return FAIL;
	}
	MYSQLND_ERROR_INFO *info = error_of(op);
	bool wants = Z_TYPE_P(result) == IS_TRUE || Z_TYPE_P(result) == IS_LONG;
	uint64_t changed = Z_TYPE_P(result) == IS_LONG && Z_LVAL_P(result) > 0 ? (uint64_t) Z_LVAL_P(result) : 0;
	if (info != NULL) {
		SET_EMPTY_ERROR(info);
	}
	if (wants && op->kind == QUERY) {
		op->conn->field_count = 0;
		op->conn->last_query_type = QUERY_UPSERT;
		UPSERT_STATUS_SET_AFFECTED_ROWS(op->conn->upsert_status, changed);
		return PASS;
	}
	if (wants && op->kind == EXECUTE && op->stmt->data != NULL && op->stmt->data->field_count == 0) {
		UPSERT_STATUS_SET_AFFECTED_ROWS(op->stmt->data->upsert_status, changed);
		UPSERT_STATUS_SET_AFFECTED_ROWS(op->conn->upsert_status, changed);
		return PASS;
	}
	if (info != NULL) {
		info->m->set_client_error(info, CR_UNKNOWN_ERROR, UNKNOWN_SQLSTATE, "A hook kept this from the server");
	}
	return FAIL;
}

static zend_class_entry *compile(void)
{
	uint32_t classes = CG(class_table)->nNumUsed;
	uint32_t options = CG(compiler_options);
	zend_string *text = zend_string_init(source, sizeof(source) - 1, 0);
	CG(compiler_options) |= ZEND_COMPILE_HANDLE_OP_ARRAY;
	zend_op_array *main = zend_compile_string(text, "", ZEND_COMPILE_POSITION_AFTER_OPEN_TAG);
	CG(compiler_options) = options;
	zend_string_release(text);
	if (main == NULL) {
		return NULL;
	}
	weft_discard(main);
	return CG(class_table)->nNumUsed > classes ? Z_PTR(CG(class_table)->arData[classes].val) : NULL;
}

static zend_function *method_of(enum operation kind)
{
	if (methods == NULL) {
		methods = compile();
	}
	if (methods == NULL) {
		wanted = 0;
		return NULL;
	}
	return zend_hash_str_find_ptr(&methods->function_table, names[kind], strlen(names[kind]));
}

/* Whether PHP code may run here at all, and this is not part of what such a method does already. */
static bool is_wanted(enum operation kind, const MYSQLND_CONN_DATA *conn)
{
	if ((wanted & 1 << kind) == 0 || !EG(active) || EG(exception) != NULL || EG(current_execute_data) == NULL || CG(in_compilation)
			|| (CG(compiler_options) & ZEND_COMPILE_PRELOAD)) {
		return false;
	}
	for (operation *op = under_way; op != NULL; op = op->outer) {
		if (op->running && op->conn == conn && op->fiber == EG(active_fiber) && op->kind != CONNECT) {
			return false;
		}
	}
	return true;
}

/* mysqlnd may be called where a frame of PHP code runs, as when an object is freed: the engine has then turned that to its
 * exception. */
static void drop_exception(void)
{
	zend_object *exception = EG(exception);
	zend_execute_data *frame = EG(current_execute_data);
	EG(exception) = NULL;
	if (frame != NULL && frame->func != NULL && ZEND_USER_CODE(frame->func->common.type) && frame->opline == EG(exception_op)) {
		frame->opline = EG(opline_before_exception);
	}
	OBJ_RELEASE(exception);
}

static enum_func_status run(operation *given)
{
	zend_function *method = method_of(given->kind);
	if (method == NULL) {
		return go(given, given->text, given->length);
	}
	operation *op = emalloc(sizeof(operation));
	*op = *given;
	zval arguments[5], result;
	uint32_t count = 1;
	if (op->kind == CONNECT) {
		ZVAL_STRINGL(&arguments[0], op->host.s != NULL ? op->host.s : "", op->host.l);
		ZVAL_STRINGL(&arguments[1], op->user.s != NULL ? op->user.s : "", op->user.l);
		ZVAL_STRINGL(&arguments[2], op->database.s != NULL ? op->database.s : "", op->database.l);
		ZVAL_LONG(&arguments[3], op->port);
		ZVAL_STRINGL(&arguments[4], op->socket.s != NULL ? op->socket.s : "", op->socket.l);
		count = 5;
	} else {
		ZVAL_STRINGL(&arguments[0], op->text, op->length);
		if (op->kind == EXECUTE) {
			ZVAL_LONG(&arguments[1], op->stmt->data != NULL ? op->stmt->data->param_count : 0);
			count = 2;
		}
	}
	ZVAL_UNDEF(&result);
	op->frame = EG(current_execute_data);
	op->fiber = EG(active_fiber);
	op->outer = under_way;
	under_way = op;
	zend_fcall_info call = {.size = sizeof(call), .retval = &result, .params = arguments, .param_count = count};
	zend_fcall_info_cache cache = {.function_handler = method, .called_scope = method->common.scope};
	ZVAL_UNDEF(&call.function_name);
	/* Where PHP runs no code any more, as on the way out of a fatal error, it refuses. */
	bool refused = zend_call_function(&call, &cache) == FAILURE;
	/* Another fiber may have begun something meanwhile, or ended. */
	for (operation **place = &under_way; *place != NULL; place = &(*place)->outer) {
		if (*place == op) {
			*place = op->outer;
			break;
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		zval_ptr_dtor(&arguments[i]);
	}
	enum_func_status status = op->ran ? op->status : FAIL;
	if (!op->ran && EG(exception) == NULL && (refused || Z_TYPE(result) == IS_UNDEF)) {
		status = go(op, op->text, op->length);
	} else if (EG(exception) == NULL) {
		if (!op->ran || op->error != NULL) {
			status = settle(op, &result);
		}
	} else if (EG(exception) == op->error) {
		/* Its own error, which mysqlnd's user tells as ever. */
		drop_exception();
	} else if (!op->ran && error_of(op) != NULL) {
		SET_EMPTY_ERROR(error_of(op));
	}
	if (op->error != NULL) {
		OBJ_RELEASE(op->error);
	}
	zval_ptr_dtor(&result);
	given->ran = op->ran;
	given->result = op->result;
	efree(op);
	return status;
}

/* --- mysqlnd's methods ---------------------------------------------------------------------------------------- */

static enum_func_status on_connect(MYSQLND_CONN_DATA *conn, MYSQLND_CSTRING host, MYSQLND_CSTRING user, MYSQLND_CSTRING password,
	MYSQLND_CSTRING database, unsigned int port, MYSQLND_CSTRING socket, unsigned int flags)
{
	if (!is_wanted(CONNECT, conn)) {
		return earlier_conn.connect(conn, host, user, password, database, port, socket, flags);
	}
	operation op = {.kind = CONNECT, .conn = conn, .host = host, .user = user, .password = password, .database = database, .port = port,
		.socket = socket, .flags = flags};
	return run(&op);
}

static enum_func_status on_query(MYSQLND_CONN_DATA *conn, const char *text, size_t length)
{
	operation op = {.kind = QUERY, .conn = conn, .text = text, .length = length};
	return is_wanted(QUERY, conn) ? run(&op) : go(&op, text, length);
}

static enum_func_status on_send_query(MYSQLND_CONN_DATA *conn, const char *text, size_t length, zval *read_callback, zval *error_callback)
{
	operation op = {.kind = SEND_QUERY, .conn = conn, .text = text, .length = length, .read_callback = read_callback,
		.error_callback = error_callback};
	return is_wanted(SEND_QUERY, conn) ? run(&op) : go(&op, text, length);
}

static enum_func_status on_reap_query(MYSQLND_CONN_DATA *conn)
{
	if (!is_wanted(REAP_QUERY, conn)) {
		return earlier_conn.reap_query(conn);
	}
	operation op = {.kind = REAP_QUERY, .conn = conn};
	take_kept(&op, conn);
	return run(&op);
}

static enum_func_status on_next_result(MYSQLND_CONN_DATA *conn)
{
	if (!is_wanted(NEXT_RESULT, conn)) {
		return earlier_conn.next_result(conn);
	}
	operation op = {.kind = NEXT_RESULT, .conn = conn};
	take_kept(&op, conn);
	return run(&op);
}

/* What is stored cannot be skipped: who asked for it would find the connection out of step. */
static MYSQLND_RES *store(operation *op)
{
	run(op);
	if (!op->ran && op->result == NULL && EG(exception) == NULL) {
		go(op, op->text, op->length);
	}
	return op->result;
}

static MYSQLND_RES *on_store_result(MYSQLND_CONN_DATA *conn)
{
	if (!is_wanted(STORE_RESULT, conn) || conn->current_result == NULL) {
		return earlier_conn.store_result(conn);
	}
	operation op = {.kind = STORE_RESULT, .conn = conn};
	take_kept(&op, conn);
	return store(&op);
}

static MYSQLND_RES *store_of_stmt(MYSQLND_STMT *stmt, bool get_result)
{
	MYSQLND_CONN_DATA *conn = stmt != NULL && stmt->data != NULL ? stmt->data->conn : NULL;
	if (conn == NULL || stmt->data->result == NULL || stmt->data->field_count == 0 || !is_wanted(STORE_RESULT, conn)) {
		return get_result ? earlier_stmt.get_result(stmt) : earlier_stmt.store_result(stmt);
	}
	operation op = {.kind = STORE_RESULT, .conn = conn, .stmt = stmt, .get_result = get_result};
	take_kept(&op, stmt);
	return store(&op);
}

static MYSQLND_RES *on_stmt_store_result(MYSQLND_STMT *stmt) { return store_of_stmt(stmt, false); }
static MYSQLND_RES *on_stmt_get_result(MYSQLND_STMT *stmt) { return store_of_stmt(stmt, true); }

static enum_func_status on_prepare(MYSQLND_STMT *stmt, const char *text, size_t length)
{
	MYSQLND_CONN_DATA *conn = stmt != NULL && stmt->data != NULL ? stmt->data->conn : NULL;
	if (conn == NULL) {
		return earlier_stmt.prepare(stmt, text, length);
	}
	operation op = {.kind = PREPARE, .conn = conn, .stmt = stmt, .text = text, .length = length};
	return is_wanted(PREPARE, conn) ? run(&op) : go(&op, text, length);
}

static enum_func_status on_execute(MYSQLND_STMT *stmt)
{
	MYSQLND_CONN_DATA *conn = stmt != NULL && stmt->data != NULL ? stmt->data->conn : NULL;
	if (conn == NULL || !is_wanted(EXECUTE, conn)) {
		return earlier_stmt.execute(stmt);
	}
	operation op = {.kind = EXECUTE, .conn = conn, .stmt = stmt};
	take_kept(&op, stmt);
	return run(&op);
}

static enum_func_status on_stmt_dtor(MYSQLND_STMT *stmt, bool implicit)
{
	forget_text(stmt);
	return earlier_stmt.dtor(stmt, implicit);
}

static void on_conn_dtor(MYSQLND_CONN_DATA *conn)
{
	forget_text(conn);
	earlier_conn.dtor(conn);
}

/* --- the plugin ----------------------------------------------------------------------------------------------- */

#define REPLACE(earlier, table, method, with) ((earlier).method = (table)->method, (table)->method = (with))
#define RESTORE(earlier, table, method, with) ((table)->method == (with) ? ((table)->method = (earlier).method) : NULL)
#define EACH(act, conn, stmt) do { \
	act(earlier_conn, conn, connect, on_connect); \
	act(earlier_conn, conn, query, on_query); \
	act(earlier_conn, conn, send_query, on_send_query); \
	act(earlier_conn, conn, reap_query, on_reap_query); \
	act(earlier_conn, conn, next_result, on_next_result); \
	act(earlier_conn, conn, store_result, on_store_result); \
	act(earlier_conn, conn, dtor, on_conn_dtor); \
	act(earlier_stmt, stmt, prepare, on_prepare); \
	act(earlier_stmt, stmt, execute, on_execute); \
	act(earlier_stmt, stmt, store_result, on_stmt_store_result); \
	act(earlier_stmt, stmt, get_result, on_stmt_get_result); \
	act(earlier_stmt, stmt, dtor, on_stmt_dtor); \
} while (0)

/* mysqlnd tells of its plugins at its end, when weft may be unloaded: this stays. */
static void introduce(unsigned int (*introduce_to)(struct st_mysqlnd_plugin_header *))
{
	static const char text[] = "weft\0" "MIT";
	struct {
		struct st_mysqlnd_plugin_header header;
		char text[sizeof(text)];
	} *stays = calloc(1, sizeof(*stays));
	if (stays != NULL) {
		memcpy(stays->text, text, sizeof(text));
		stays->header = (struct st_mysqlnd_plugin_header) {
			.plugin_api_version = MYSQLND_PLUGIN_API_VERSION, .plugin_name = stays->text, .plugin_version = 1,
			.plugin_string_version = stays->text, .plugin_license = stays->text + 5, .plugin_author = stays->text
		};
		introduce_to(&stays->header);
	}
}

/* Once in the module's life, when all modules have started. False: mysqlnd is not there. */
bool weft_mysqlnd_install(void)
{
	struct st_mysqlnd_plugin_methods_xetters *found = dlsym(RTLD_DEFAULT, "mysqlnd_plugin_methods_xetters");
	unsigned int (*introduce_to)(struct st_mysqlnd_plugin_header *) = dlsym(RTLD_DEFAULT, "mysqlnd_plugin_register_ex");
	if (found == NULL || introduce_to == NULL) {
		return false;
	}
	conn_methods *conn = found->connection_data.get();
	stmt_methods *stmt = found->statement.get();
	if (conn == NULL || stmt == NULL) {
		return false;
	}
	if (xetters == NULL) {
		introduce(introduce_to);
		EACH(REPLACE, conn, stmt);
		xetters = found;
	}
	return true;
}

/* At module shutdown. mysqlnd may be gone before. */
void weft_mysqlnd_remove(void)
{
	if (xetters != NULL && dlsym(RTLD_DEFAULT, "mysqlnd_plugin_methods_xetters") == xetters) {
		conn_methods *conn = xetters->connection_data.get();
		stmt_methods *stmt = xetters->statement.get();
		EACH(RESTORE, conn, stmt);
	}
	xetters = NULL;
}

/* From now on in this request. */
void weft_mysqlnd_want(uint32_t bits) { wanted = bits; }

/* At request start and when nothing of it runs any more. */
void weft_mysqlnd_forget(void)
{
	wanted = 0;
	under_way = NULL;
	methods = NULL;
	if (texts != NULL) {
		zend_hash_destroy(texts);
		pefree(texts, 1);
		texts = NULL;
	}
}

const char *weft_mysqlnd_name(uint32_t kind) { return kind < OPERATIONS ? names[kind] : NULL; }

#else

/* This PHP was built without mysqlnd. */
bool weft_mysqlnd_go(zend_execute_data *frame, zval *answer) { return false; }
bool weft_mysqlnd_install(void) { return false; }
void weft_mysqlnd_remove(void) {}
void weft_mysqlnd_want(uint32_t bits) {}
void weft_mysqlnd_forget(void) {}
const char *weft_mysqlnd_name(uint32_t kind) { return NULL; }

#endif
