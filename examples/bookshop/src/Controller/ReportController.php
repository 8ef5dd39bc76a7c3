<?php

declare(strict_types=1);

namespace Bookshop\Controller;

use Bookshop\Database\Seeder;
use Bookshop\Http\Request;
use Bookshop\Http\Response;
use Bookshop\Sales\ReturnsReport;
use Bookshop\Sales\SalesReport;
use Bookshop\View\View;

final class ReportController
{
    public function __construct(
        private readonly View $view,
        private readonly SalesReport $sales,
        private readonly ReturnsReport $returns,
    ) {
    }

    public function sales(Request $request): Response
    {
        $year = $request->number('year', Seeder::YEAR, 2000, 2100);

        return Response::html($this->view->render('sales', ['title' => "Sales in $year", 'year' => $year, 'lines' => $this->sales->byPlace($year)]));
    }

    public function returns(Request $request): Response
    {
        $year = $request->number('year', Seeder::YEAR, 2000, 2100);

        return Response::html($this->view->render('returns', ['title' => "Returns in $year", 'year' => $year, 'rates' => $this->returns->byGenre($year)]));
    }
}
