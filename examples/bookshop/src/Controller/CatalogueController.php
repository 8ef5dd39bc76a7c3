<?php

declare(strict_types=1);

namespace Bookshop\Controller;

use Bookshop\Catalogue\BookRepository;
use Bookshop\Catalogue\Genre;
use Bookshop\Catalogue\Search;
use Bookshop\Http\NotFound;
use Bookshop\Http\Request;
use Bookshop\Http\Response;
use Bookshop\View\View;

final class CatalogueController
{
    private const PAGE_SIZE = 24;

    public function __construct(
        private readonly View $view,
        private readonly BookRepository $books,
        private readonly Search $search,
    ) {
    }

    public function home(Request $request): Response
    {
        return Response::html($this->view->render('home', [
            'bestsellers' => $this->books->bestsellers(10),
            'newest' => $this->books->page(null, 'newest', 1, 10),
        ]));
    }

    public function list(Request $request): Response
    {
        $genre = Genre::tryFrom($request->text('genre'));
        $pages = max(1, (int) ceil($this->books->count($genre) / self::PAGE_SIZE));
        $page = $request->number('page', 1, most: $pages);
        $sort = $request->text('sort', 'title');

        return Response::html($this->view->render('books', [
            'title' => $genre?->label() ?? 'All books',
            'books' => $this->books->page($genre, $sort, $page, self::PAGE_SIZE),
            'genre' => $genre,
            'sort' => $sort,
            'page' => $page,
            'pages' => $pages,
        ]));
    }

    public function show(Request $request, string $id): Response
    {
        $book = $this->books->find((int) $id) ?? throw new NotFound("We have no book with the number $id.");

        return Response::html($this->view->render('book', [
            'title' => $book->title,
            'book' => $book,
            'alsoBought' => $this->books->alsoBought($book, 4),
        ]));
    }

    public function search(Request $request): Response
    {
        $query = $request->text('q');
        $books = $this->search->find($query);

        return Response::html($this->view->render('search', [
            'title' => "Search: $query",
            'query' => $query,
            'books' => $books,
            'suggestion' => $books === [] && $query !== '' ? $this->search->suggest($query) : null,
        ]));
    }
}
