CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES places,
    name TEXT NOT NULL
);

CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    genre TEXT NOT NULL,
    year INTEGER NOT NULL,
    price INTEGER NOT NULL,
    stock INTEGER NOT NULL,
    isbn TEXT NOT NULL UNIQUE,
    blurb TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES places
);
CREATE INDEX books_genre ON books (genre, title);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    placed TEXT NOT NULL,
    reference TEXT NOT NULL
);

CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders,
    book_id INTEGER NOT NULL REFERENCES books,
    quantity INTEGER NOT NULL,
    price INTEGER NOT NULL,
    returned INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, book_id)
) WITHOUT ROWID;
CREATE INDEX order_lines_book ON order_lines (book_id);

CREATE TABLE search_index (
    word TEXT NOT NULL,
    book_id INTEGER NOT NULL REFERENCES books,
    weight INTEGER NOT NULL,
    PRIMARY KEY (word, book_id)
) WITHOUT ROWID;
