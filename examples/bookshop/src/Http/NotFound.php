<?php

declare(strict_types=1);

namespace Bookshop\Http;

/** Becomes a page with status 404; its message is shown to the visitor. */
final class NotFound extends \RuntimeException
{
}
