/* Single opcodes, and every call: the two hooks that change how the engine runs, so they are put in place at module start
 * and only when the configuration asks for them. */
#include "php.h"
#include "zend_compile.h"
#include "zend_execute.h"
#include "zend_generators.h"
#include "zend_vm.h"
#include "zend_vm_opcodes.h"
#include "weft.h"

/* --- opcodes -------------------------------------------------------------------------------------------- */

static user_opcode_handler_t next_handlers[256];
/* 0: not asked for, 1: told, 2: skipped */
static unsigned char actions[256];
static void (*tell_opcode)(zend_execute_data *frame, const char *name, uint32_t line);

/* The number of an opcode, by its name without ZEND_; -1 when there is none that has a handler of its own. */
int weft_opcode_number(const char *name, size_t length)
{
	for (int number = 0; number <= ZEND_VM_LAST_OPCODE; number++) {
		const char *known = zend_get_opcode_name((zend_uchar) number);
		if (known != NULL && number != ZEND_USER_OPCODE && number != ZEND_HANDLE_EXCEPTION && number != ZEND_OP_DATA
		 && strlen(known) == length + 5 && strncasecmp(known + 5, name, length) == 0) {
			return number;
		}
	}
	return -1;
}

/* Those without an effect on values that others wait for, or with one that can be made up for. */
bool weft_opcode_may_be_skipped(int number)
{
	switch (number) {
		case ZEND_BEGIN_SILENCE:
		case ZEND_END_SILENCE:
		case ZEND_TICKS:
		case ZEND_EXT_STMT:
		case ZEND_EXT_FCALL_BEGIN:
		case ZEND_EXT_FCALL_END:
			return true;
	}
	return false;
}

static int on_opcode(zend_execute_data *execute_data)
{
	const zend_op *opline = EX(opline);
	zend_uchar number = opline->opcode;
	if (actions[number] == 2) {
		if (number == ZEND_BEGIN_SILENCE) {
			/* What END_SILENCE and the unwinding of exceptions look at: nothing was silenced. */
			ZVAL_LONG(EX_VAR(opline->result.var), EG(error_reporting));
		}
		EX(opline) = opline + 1;
		return ZEND_USER_OPCODE_CONTINUE;
	}
	tell_opcode(execute_data, zend_get_opcode_name(number) + 5, opline->lineno);
	return next_handlers[number] != NULL ? next_handlers[number](execute_data) : ZEND_USER_OPCODE_DISPATCH;
}

/* At module start. `tell` is the same each time. */
void weft_observe_opcode(int number, bool skip, void (*tell)(zend_execute_data *, const char *, uint32_t))
{
	tell_opcode = tell;
	if (actions[number] == 0) {
		next_handlers[number] = zend_get_user_opcode_handler((zend_uchar) number);
		zend_set_user_opcode_handler((zend_uchar) number, on_opcode);
	}
	actions[number] = skip ? 2 : 1;
}

static void remove_opcodes(void)
{
	for (int number = 0; number < 256; number++) {
		if (actions[number] != 0) {
			if (zend_get_user_opcode_handler((zend_uchar) number) == on_opcode) {
				zend_set_user_opcode_handler((zend_uchar) number, next_handlers[number]);
			}
			actions[number] = 0;
			next_handlers[number] = NULL;
		}
	}
}

/* --- every call ----------------------------------------------------------------------------------------- */

static void (*next_execute)(zend_execute_data *frame);
static void (*next_internal)(zend_execute_data *frame, zval *result);
static void (*tell_enter)(zend_execute_data *frame);
static void (*tell_leave)(const zval *result, bool thrown, uint64_t duration);
static bool traced;

static void on_execute(zend_execute_data *frame)
{
	zval *result = frame->return_value;
	uint64_t begun = weft_monotonic_ns();
	tell_enter(frame);
	next_execute(frame);
	bool thrown = EG(exception) != NULL;
	tell_leave(thrown ? NULL : result, thrown, weft_monotonic_ns() - begun);
}

static void on_execute_internal(zend_execute_data *frame, zval *result)
{
	uint64_t begun = weft_monotonic_ns();
	tell_enter(frame);
	if (next_internal != NULL) {
		next_internal(frame, result);
	} else {
		frame->func->internal_function.handler(frame, result);
	}
	bool thrown = EG(exception) != NULL;
	tell_leave(thrown ? NULL : result, thrown, weft_monotonic_ns() - begun);
}

/* At module start. */
void weft_observe_calls(void (*enter)(zend_execute_data *), void (*leave)(const zval *, bool, uint64_t))
{
	tell_enter = enter;
	tell_leave = leave;
	if (!traced) {
		traced = true;
		next_execute = zend_execute_ex;
		zend_execute_ex = on_execute;
		next_internal = zend_execute_internal;
		zend_execute_internal = on_execute_internal;
	}
}

/* At module shutdown. */
void weft_remove_opcodes_and_calls(void)
{
	remove_opcodes();
	if (traced && zend_execute_ex == on_execute && zend_execute_internal == on_execute_internal) {
		zend_execute_ex = next_execute;
		zend_execute_internal = next_internal;
		traced = false;
	}
}

/* The class whose name a call is to show, and how it is called: by an object, by its class, or neither. */
zend_string *weft_call_class(const zend_execute_data *frame, bool *by_object)
{
	const zend_class_entry *scope = frame->func->common.scope;
	*by_object = Z_TYPE(frame->This) == IS_OBJECT;
	return scope != NULL && frame->func->common.function_name != NULL ? scope->name : NULL;
}

zend_string *weft_call_function(const zend_execute_data *frame) { return frame->func != NULL ? frame->func->common.function_name : NULL; }
