<?php

declare(strict_types=1);

namespace Bookshop;

use Bookshop\Cart\Cart;
use Bookshop\Catalogue\CsvExport;
use Bookshop\Catalogue\Search;
use Bookshop\Catalogue\SqliteBookRepository;
use Bookshop\Controller\ApiController;
use Bookshop\Controller\CartController;
use Bookshop\Controller\CatalogueController;
use Bookshop\Controller\ReportController;
use Bookshop\Database\Database;
use Bookshop\Http\NotFound;
use Bookshop\Http\Request;
use Bookshop\Http\Response;
use Bookshop\Http\Router;
use Bookshop\Http\Session;
use Bookshop\Payment\CardGateway;
use Bookshop\Sales\Checkout;
use Bookshop\Sales\ReturnsReport;
use Bookshop\Sales\SalesReport;
use Bookshop\Sales\SqliteOrderRepository;
use Bookshop\View\View;

/** Wires the shop together and answers one request. */
final class Application
{
    private function __construct(
        private readonly Router $router,
        private readonly View $view,
        private readonly Session $session,
    ) {
    }

    public static function create(string $databaseFile): self
    {
        $database = Database::open($databaseFile);
        $session = new Session();
        $books = new SqliteBookRepository($database);
        $orders = new SqliteOrderRepository($database);
        $search = new Search($database, $books);
        $view = new View(__DIR__ . '/../templates');
        $cart = new Cart($session, $books);
        $view->share('cart', $cart);

        $catalogue = new CatalogueController($view, $books, $search);
        $basket = new CartController($view, $cart, $books, new Checkout($cart, $orders, new CardGateway()), $orders);
        $reports = new ReportController($view, new SalesReport($database), new ReturnsReport($database));
        $api = new ApiController($books, $search, new CsvExport($books));

        $router = new Router();
        $router->get('/', $catalogue->home(...));
        $router->get('/books', $catalogue->list(...));
        $router->get('/books/{id}', $catalogue->show(...));
        $router->get('/search', $catalogue->search(...));
        $router->get('/cart', $basket->show(...));
        $router->post('/cart', $basket->add(...));
        $router->post('/cart/remove', $basket->remove(...));
        $router->post('/checkout', $basket->checkout(...));
        $router->get('/orders/{number}', $basket->order(...));
        $router->get('/reports/sales', $reports->sales(...));
        $router->get('/reports/returns', $reports->returns(...));
        $router->get('/api/books', $api->list(...));
        $router->get('/api/books/{id}', $api->show(...));
        $router->get('/api/search', $api->search(...));
        $router->get('/export.csv', $api->export(...));

        return new self($router, $view, $session);
    }

    public function run(): void
    {
        $this->handle(Request::fromGlobals())->send();
    }

    public function handle(Request $request): Response
    {
        $answer = $this->router->dispatch(...);
        foreach ([$this->withHeaders(...), $this->withSession(...), $this->withErrorPages(...)] as $layer) {
            $answer = static fn (Request $request): Response => $layer($request, $answer);
        }

        return $answer($request);
    }

    private function withHeaders(Request $request, \Closure $next): Response
    {
        return $next($request)->with('X-Content-Type-Options', 'nosniff');
    }

    private function withSession(Request $request, \Closure $next): Response
    {
        // The JSON API and the export have no cart.
        if (!$request->wantsJson() && $request->path !== '/export.csv') {
            $this->session->start();
        }

        return $next($request);
    }

    private function withErrorPages(Request $request, \Closure $next): Response
    {
        try {
            return $next($request);
        } catch (NotFound $e) {
            return $this->errorPage($request, 404, 'Not on our shelves', $e->getMessage());
        } catch (\Throwable $e) {
            error_log(sprintf('bookshop: %s: %s in %s:%d', $e::class, $e->getMessage(), $e->getFile(), $e->getLine()));

            return $this->errorPage($request, 500, 'Something fell off a shelf', 'We have been told and are picking it up.');
        }
    }

    private function errorPage(Request $request, int $status, string $title, string $message): Response
    {
        return $request->wantsJson()
            ? Response::json(['error' => $title, 'message' => $message], $status)
            : Response::html($this->view->render('error', compact('status', 'title', 'message')), $status);
    }
}
