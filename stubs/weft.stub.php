<?php

/**
 * The PHP interface of weft, for people and IDEs. What stands here is compared with the extension by a test.
 */

namespace Weft;

/**
 * Calls back before, after and on failure of the functions that a pattern, or a closure, names. It may be called before
 * the target exists.
 *
 * A callback that declares a parameter gets the Call; one that declares none costs less. `after` and `failed` run in
 * reverse order. What a callback throws, raises or ends is logged and never reaches the application, but for Block.
 *
 * @param string|\Closure $target a pattern ("App\Repo\*::find*", "@App\Traced", "{closure:src/app.php:12}"), or the closure itself
 * @param ?callable(Call=): mixed $before runs before the function, and may change its arguments or skip it
 * @param ?callable(Call=): mixed $after runs when the function has returned, and may change the result
 * @param ?callable(Call=): mixed $failed runs when the function has thrown, and may replace the error or recover
 * @param int $priority callbacks of a higher one run earlier; those of the same in the order of registration
 * @param bool $readonly the callbacks may look at a call and not change it; what they try is refused, logged and counted
 * @param bool $nested woven functions that the callbacks call fire callbacks, too
 * @param ?callable(Call=): mixed $yielded runs when a generator yields, with the value as $call->result, and may change it
 * @param ?callable(Call=): mixed $resumed runs when it goes on behind that, with the value sent as $call->result, and may change it
 * @throws \ValueError when the pattern is none, or no callback is given
 */
function hook(string|\Closure $target, ?callable $before = null, ?callable $after = null, ?callable $failed = null, int $priority = 0, bool $readonly = false, bool $nested = false, ?callable $yielded = null, ?callable $resumed = null): Hook {}

/**
 * Has a listener called when something happens in PHP that is no call of a function:
 *
 * - "include", "eval": a file is about to be loaded, a string to be run. The listener gets the Call, may change
 *   $call->arguments[0] (path or source) and skip() it.
 * - "error": (int $level, string $message, string $file, int $line, bool $suppressed)
 * - "exception": (\Throwable $exception, bool $uncaught)
 * - "gc": (array{runs: int, collected: int, duration_ns: int} $run)
 * - "compile": (array{file: string, duration_ns: int, woven: int, cached: bool, failed: bool} $file)
 * - "interrupt": (array{ticks: int, stack: list<array{class: ?string, function: ?string, file: ?string, line: int}>} $sample)
 * - "opcode": (array{opcode: string, function: ?string, file: string, line: int} $opcode), for those that weft.opcodes names
 *
 * @throws \ValueError when there is no such event, or the listener requires more than it gets
 */
function on(string $event, callable $listener): Hook {}

/**
 * The hooks of this request.
 *
 * @return list<array{id: int, target: string, state: string, reason: string, calls: int, failures: int}>
 */
function hooks(): array {}

/** Removes all hooks of this request; how many there were. */
function unhook_all(): int {}

/**
 * What becomes of the functions that a target names: woven or not, by which rule, with which wrapper and join, and why.
 *
 * @return list<array<string, mixed>>
 */
function explain(string $target): array {}

/**
 * The same for all functions of a file, which is compiled for it and not run.
 *
 * @return list<array<string, mixed>>
 */
function explain_file(string $file): array {}

/**
 * Reports something to the daemon. False when there is none, or no room.
 *
 * @param array<string|int, mixed> $attributes at most 64; what is no scalar is told as a text
 */
function signal(string $name, array $attributes = []): bool {}

/** A line for the daemon's log, or, when none is connected, for PHP's. Levels: error, warn, info, debug. */
function log(string $level, string $message): void {}

/** A value as a text of one line. */
function show(mixed $value, int $max_length = 200): string {}

/**
 * A hook that was registered; it works until it is removed, or until the request ends.
 *
 * As an attribute it marks functions, and classes with all their methods, that are woven when they are compiled, so that
 * hooks on them fire at once.
 */
#[\Attribute(\Attribute::TARGET_CLASS | \Attribute::TARGET_FUNCTION | \Attribute::TARGET_METHOD)]
final class Hook
{
    public readonly int $id;
    public readonly string $target;

    public function remove(): void {}

    /** Its callbacks do not run until resume(). */
    public function pause(): void {}

    public function resume(): void {}

    /** @return array{id: int, target: string, state: string, reason: string, calls: int, failures: int} */
    public function stats(): array {}
}

/** One invocation. It is built only for callbacks that declare a parameter. */
final class Call
{
    public readonly ?string $class;
    public readonly string $function;
    public readonly ?object $object;

    /** Writable in `before`: checked against the declared types, references are kept. */
    public array $arguments;

    /** Writable in `after`: checked against the declared type. */
    public mixed $result = null;

    /** In `failed`: the error; another one replaces it, null recovers with $result. */
    public ?\Throwable $error = null;

    /** What `before` leaves for `after` and `failed`. */
    public mixed $data = null;

    /** In `after`: the generator was destroyed before its end, and has no result. */
    public readonly bool $abandoned;

    /** In `before`: the function is not called, and its caller gets this result. */
    public function skip(mixed $result = null): void {}

    /**
     * Where the call stands, while it is under way.
     *
     * @return ?array{file: string, line: int, class: ?string, function: ?string}
     */
    public function origin(): ?array {}
}

/** Thrown by a callback, it reaches the application: to stop a call on purpose. */
class Block extends \RuntimeException
{
}

/*
 * The vocabulary of wrapper templates. Outside of woven functions each of these throws an Error.
 */

/**
 * The original, with the arguments of this call.
 *
 * @param mixed $key set by woven code
 */
function proceed(mixed $key = null): mixed {}

/**
 * What woven code calls for originals that return by reference; templates say proceed().
 *
 * @param mixed $key set by woven code
 */
function &proceed_by_reference(mixed $key = null): mixed {}

/**
 * What woven code calls for what an original returns by reference and may be no variable: gives it back, with PHP's notice.
 *
 * @param mixed $value set by woven code
 */
function &by_reference(mixed $value): mixed {}

/** The object of the method, or null. */
function this(): mixed {}

/** The arguments of this call, as func_get_args() gives them. */
function arguments(): mixed {}

/** The argument of this number, from 0; null when there is none. */
function argument(int $number): mixed {}

/** The name of the function or method. */
function function_name(): mixed {}

/** The class that declares the method, or null. */
function class_name(): mixed {}

/** This call as a text of one line: "App\Shop->order(12, 'book')". */
function show_call(bool $arguments = true, int $max_length = 200): string {}

/**
 * Runs the `before` callbacks. False: nobody wants to hear of the end. True: a callback changed the call, see skipped().
 * Else something for after() and failed().
 */
function before(): mixed {}

/** After before() has answered true: is the original not to be called? Then result() has the result. */
function skipped(): bool {}

/** The result that a callback gave. */
function result(): mixed {}

/** Takes over the arguments that a callback changed. */
function receive(): mixed {}

/** Goes on with the original as if it were not woven; what stands behind does not run. */
function bypass(): void {}

/** Runs the `after` callbacks. True: result() has another result. */
function after(mixed $call, mixed $result): bool {}

/**
 * What the splice join calls where it keeps what begin() gives in a temporary, as a number: templates call before(), after()
 * and failed(). caught() is called with the exception still pending.
 */
function begin(): mixed {}
function end(mixed $call, mixed $result): bool {}
function caught(mixed $call, mixed $error = null): void {}

/** The same in generators, which keep what begins a call until its end themselves. */
function generator_before(): mixed {}
function generator_starts(mixed $call): mixed {}
function generator_returns(mixed $result): bool {}
function generator_throws(mixed $error = null): void {}
function generator_yields(mixed $value): mixed {}
function generator_yields_reference(mixed $value): void {}
function generator_resumes(mixed $value): mixed {}

/** Runs the `failed` callbacks. What is to be thrown; null: a callback recovered, and result() has the result. */
function failed(mixed $call, mixed $error): mixed {}

/**
 * Reports what a driver was asked, for the table of `weft run`. $system says who, and so how $what is read: "http" a URL,
 * "redis" and "memcached" a command, everything else SQL; only what is left without values is kept. $since is hrtime(true)
 * of when it was asked, $rows a number or something else, $error a code or a class. When $counts is false, rows, time and
 * error belong to a call that was reported before.
 */
function asked(string $system, mixed $what, int $since, mixed $rows = null, mixed $error = null, bool $counts = true): void {}

/** A statement, URL or command as asked() reports it. */
function without_values(string $system, string $what): string {}

/** What stands for mysqlnd's operations calls it: does what mysqlnd would have done. How many rows, or true; throws its error. */
function to_driver(mixed ...$arguments): mixed {}

/** A call begins whose time is to be taken. */
function enter(): void {}

/** That call ends. */
function leave(bool $failed = false): void {}

/** The function was called. */
function count(): void {}

/** What tells the arguments of this call from others: int or string; null when they cannot be told, or must not be. */
function key(): mixed {}

/** The result that is remembered for a key, in an array; null when there is none. */
function recall(mixed $key): ?array {}

/** Remembers a result; at most so many for a function. */
function remember(mixed $key, mixed $result, int $limit = 1000): void {}

/** Keeps a value beside an object, by a name, for as long as the object lives and the request lasts. The object does not see it. */
function keep(object $object, string $name, mixed $value): void {}

/** What was kept so beside the object, or null. */
function kept(object $object, string $name): mixed {}

/** `include` or `eval` is about to run. False: it is not to, and construct_otherwise() has its value. */
function construct_before(mixed $operand, int $kind): bool {}

/** Path or source, as callbacks left it. */
function construct_operand(): mixed {}

/** It has run, with this value. What it is to be. */
function construct_after(mixed $value): mixed {}

/** It was skipped, or has thrown. What it is to be. */
function construct_otherwise(): mixed {}

/** Does the rule of the calling function apply, in this request and to its class? Outside of woven functions: false. */
function active(): bool {}
