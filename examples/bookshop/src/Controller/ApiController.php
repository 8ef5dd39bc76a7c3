<?php

declare(strict_types=1);

namespace Bookshop\Controller;

use Bookshop\Catalogue\BookRepository;
use Bookshop\Catalogue\CsvExport;
use Bookshop\Catalogue\Genre;
use Bookshop\Catalogue\Search;
use Bookshop\Http\NotFound;
use Bookshop\Http\Request;
use Bookshop\Http\Response;

final class ApiController
{
    public function __construct(
        private readonly BookRepository $books,
        private readonly Search $search,
        private readonly CsvExport $export,
    ) {
    }

    public function list(Request $request): Response
    {
        $genre = Genre::tryFrom($request->text('genre'));

        return Response::json([
            'count' => $this->books->count($genre),
            'books' => $this->books->page($genre, $request->text('sort', 'title'), $request->number('page', 1), $request->number('size', 20, most: 100)),
        ]);
    }

    public function show(Request $request, string $id): Response
    {
        return Response::json($this->books->find((int) $id) ?? throw new NotFound("We have no book with the number $id."));
    }

    public function search(Request $request): Response
    {
        return Response::json(['query' => $request->text('q'), 'books' => array_values($this->search->find($request->text('q')))]);
    }

    public function export(Request $request): Response
    {
        return new Response(200, $this->export->lines(), [
            'Content-Type' => 'text/csv; charset=utf-8',
            'Content-Disposition' => 'attachment; filename="catalogue.csv"',
        ]);
    }
}
