<?php

declare(strict_types=1);

namespace Bookshop\Sales;

use Bookshop\Cart\Cart;
use Bookshop\Payment\PaymentGateway;

final class Checkout
{
    public function __construct(
        private readonly Cart $cart,
        private readonly OrderRepository $orders,
        private readonly PaymentGateway $gateway,
    ) {
    }

    /** @return int the order's number */
    public function pay(): int
    {
        if (count($this->cart) === 0) {
            throw new \DomainException('an empty cart cannot be paid');
        }
        $number = $this->orders->nextNumber();
        $reference = $this->gateway->charge((string) $number, $this->cart->total());
        $this->orders->place($number, $this->cart->lines(), $reference);
        $this->cart->clear();

        return $number;
    }
}
