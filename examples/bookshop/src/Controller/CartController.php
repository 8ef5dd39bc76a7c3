<?php

declare(strict_types=1);

namespace Bookshop\Controller;

use Bookshop\Cart\Cart;
use Bookshop\Catalogue\BookRepository;
use Bookshop\Http\NotFound;
use Bookshop\Http\Request;
use Bookshop\Http\Response;
use Bookshop\Sales\Checkout;
use Bookshop\Sales\OrderRepository;
use Bookshop\View\View;

final class CartController
{
    public function __construct(
        private readonly View $view,
        private readonly Cart $cart,
        private readonly BookRepository $books,
        private readonly Checkout $checkout,
        private readonly OrderRepository $orders,
    ) {
    }

    public function show(Request $request): Response
    {
        return Response::html($this->view->render('cart', ['title' => 'Your cart', 'lines' => $this->cart->lines(), 'total' => $this->cart->total()]));
    }

    public function add(Request $request): Response
    {
        $id = $request->number('book', 0);
        $book = $this->books->find($id) ?? throw new NotFound("We have no book with the number $id.");
        $this->cart->add($book, $request->number('quantity', 1, most: 9));

        return Response::redirect('/cart');
    }

    public function remove(Request $request): Response
    {
        $this->cart->remove($request->number('book', 0));

        return Response::redirect('/cart');
    }

    public function checkout(Request $request): Response
    {
        return count($this->cart) === 0
            ? Response::redirect('/cart')
            : Response::redirect('/orders/' . $this->checkout->pay());
    }

    public function order(Request $request, string $number): Response
    {
        $order = $this->orders->find((int) $number) ?? throw new NotFound("There is no order $number.");

        return Response::html($this->view->render('order', ['title' => "Order $number", 'order' => $order]));
    }
}
