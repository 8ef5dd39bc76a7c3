<?php

declare(strict_types=1);

namespace Bookshop\Payment;

use Bookshop\Catalogue\Money;

interface PaymentGateway
{
    /**
     * @return string the bank's reference
     * @throws GatewayTimeout when the bank does not answer; the same charge may be tried again
     */
    public function charge(string $order, Money $amount): string;
}
