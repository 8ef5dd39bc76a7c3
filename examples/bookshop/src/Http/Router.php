<?php

declare(strict_types=1);

namespace Bookshop\Http;

final class Router
{
    /** @var array<string, array<string, \Closure>> method => pattern => action */
    private array $routes = [];

    public function get(string $pattern, \Closure $action): void
    {
        $this->routes['GET'][$pattern] = $action;
    }

    public function post(string $pattern, \Closure $action): void
    {
        $this->routes['POST'][$pattern] = $action;
    }

    public function dispatch(Request $request): Response
    {
        foreach ($this->routes[$request->method] ?? [] as $pattern => $action) {
            $parameters = $this->match($pattern, $request->path);
            if ($parameters !== null) {
                return $action($request, ...$parameters);
            }
        }
        throw new NotFound("There is no page at $request->path.");
    }

    /** @return array<string, string>|null the values of the pattern's {names} */
    private function match(string $pattern, string $path): ?array
    {
        if (!str_contains($pattern, '{')) {
            return $pattern === $path ? [] : null;
        }
        $expression = '#^' . preg_replace('/\{(\w+)\}/', '(?<$1>[^/]+)', $pattern) . '$#';

        return preg_match($expression, $path, $found)
            ? array_filter($found, is_string(...), ARRAY_FILTER_USE_KEY)
            : null;
    }
}
