<?php

declare(strict_types=1);

namespace Bookshop\Payment;

final class GatewayTimeout extends \RuntimeException
{
}
