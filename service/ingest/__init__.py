"""From files, uploads and rows to stored documents."""
