<?php

declare(strict_types=1);

namespace Bookshop\Catalogue;

enum Genre: string
{
    case Crime = 'crime';
    case Fantasy = 'fantasy';
    case History = 'history';
    case Poetry = 'poetry';
    case Science = 'science';
    case Travel = 'travel';
    case Cookery = 'cookery';
    case Children = 'children';

    public function label(): string
    {
        return match ($this) {
            self::Children => 'For children',
            self::Science => 'Science & nature',
            default => $this->name,
        };
    }

    /** The hue of the covers, in degrees. */
    public function hue(): int
    {
        return match ($this) {
            self::Crime => 350,
            self::Fantasy => 275,
            self::History => 30,
            self::Poetry => 320,
            self::Science => 205,
            self::Travel => 170,
            self::Cookery => 15,
            self::Children => 95,
        };
    }
}
