"""What operators see at `/metrics`, in Prometheus' format."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("footing_requests", "Requests by route and status.", ["route", "status"])
SECONDS = Histogram(
    "footing_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
PENDING = Gauge("footing_pending", "Pieces of model work that run or wait.")
REFUSED = Counter("footing_refused", "Requests refused because the queue was full.")
ANSWERS = Counter("footing_answers", "Answers by status and abstain reason.", ["status", "reason"])
CACHE = Counter("footing_cache", "Questions looked up among the answers kept.", ["result"])
DOCUMENTS = Counter("footing_documents", "Documents offered, by what became of them.", ["status"])
CHUNKS = Gauge("footing_chunks", "Chunks stored.", ["collection"])
CERTIFIED = Gauge(
    "footing_certificate_valid", "1 while a collection's certificate holds, else 0.", ["collection"]
)
