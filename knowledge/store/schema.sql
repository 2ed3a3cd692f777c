-- The store of record. Ids are AUTOINCREMENT so that none is ever used twice: derived indexes
-- name chunks by id and follow `sequence`, which grows by one with every committed change.

CREATE TABLE IF NOT EXISTS collections (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT NOT NULL UNIQUE,
    sequence  INTEGER NOT NULL DEFAULT 0,
    chunks    INTEGER NOT NULL DEFAULT 0,
    checksum  INTEGER NOT NULL DEFAULT 0     -- over the ids of the live chunks, see checksum.py
) STRICT;

CREATE TABLE IF NOT EXISTS documents (
    key           INTEGER PRIMARY KEY AUTOINCREMENT,
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    id            TEXT NOT NULL,
    title         TEXT NOT NULL,
    uri           TEXT,
    media_type    TEXT NOT NULL,
    metadata      TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    characters    INTEGER NOT NULL,
    text          TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    UNIQUE (collection_id, id)
) STRICT;
CREATE INDEX IF NOT EXISTS documents_by_uri ON documents (collection_id, uri);

-- Files of many documents, and which of them each holds; see file_rows.py.
CREATE TABLE IF NOT EXISTS files (
    id            INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    address       TEXT NOT NULL,
    UNIQUE (collection_id, address)
) STRICT;

CREATE TABLE IF NOT EXISTS file_rows (
    file_id      INTEGER NOT NULL REFERENCES files(id) ON DELETE CASCADE,
    document_key INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
    PRIMARY KEY (file_id, document_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_rows_by_document ON file_rows (document_key);

CREATE TABLE IF NOT EXISTS chunks (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    document_key  INTEGER NOT NULL REFERENCES documents(key) ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    heading_path  TEXT NOT NULL,
    sequence      INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks (document_key, position);
CREATE INDEX IF NOT EXISTS chunks_by_sequence ON chunks (collection_id, sequence);

CREATE TABLE IF NOT EXISTS embeddings (
    chunk_id INTEGER NOT NULL REFERENCES chunks(id) ON DELETE CASCADE,
    model    TEXT NOT NULL,
    vector   BLOB NOT NULL,                   -- float16, little-endian, unit length
    PRIMARY KEY (chunk_id, model)
) STRICT;

-- Models with vectors of a collection; `used` grows with each change of the model in use.
CREATE TABLE IF NOT EXISTS embedders (
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    model         TEXT NOT NULL,
    used          INTEGER NOT NULL,
    PRIMARY KEY (collection_id, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS triples (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    subject       TEXT NOT NULL,
    predicate     TEXT NOT NULL,
    object        TEXT NOT NULL,
    document_key  INTEGER REFERENCES documents(key) ON DELETE CASCADE,
    chunk_id      INTEGER REFERENCES chunks(id) ON DELETE CASCADE,
    source        TEXT NOT NULL,
    confidence    REAL NOT NULL,
    sequence      INTEGER NOT NULL,
    start         INTEGER,                    -- of the sentence that states it, in its document
    "end"         INTEGER
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS triples_once
    ON triples (collection_id, subject, predicate, object, ifnull(document_key, 0));
CREATE INDEX IF NOT EXISTS triples_by_document ON triples (document_key);
CREATE INDEX IF NOT EXISTS triples_by_chunk ON triples (chunk_id);
CREATE INDEX IF NOT EXISTS triples_by_sequence ON triples (collection_id, sequence);

-- Where passages name entities; `start` and "end" count from the start of the document.
CREATE TABLE IF NOT EXISTS mentions (
    chunk_id INTEGER NOT NULL REFERENCES chunks(id) ON DELETE CASCADE,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (chunk_id, start)
) STRICT, WITHOUT ROWID;

-- What derived indexes have to forget.
CREATE TABLE IF NOT EXISTS removals (
    collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    sequence      INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('chunk', 'triple')),
    item_id       INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS removals_by_sequence ON removals (collection_id, kind, sequence);

CREATE TABLE IF NOT EXISTS feedback (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at TEXT NOT NULL,
    body       TEXT NOT NULL
) STRICT;
