#!/usr/bin/env bash
# Open WebUI in an environment of its own, talking to a Footing that already serves.
#
#   deploy/open-webui/start.sh [FOLDER]     FOLDER holds its environment and data (3 GB)
#
#   FOOTING_URL   where Footing serves      (http://127.0.0.1:8000)
#   PORT          where Open WebUI listens  (8080)
#   VERSION       of Open WebUI             (0.12.4, the one this was tried with)
#
# Nothing is downloaded but packages, and no account is needed: for a try on one machine, not for
# an installation that others reach.
set -euo pipefail
folder=$(realpath -m "${1:-open-webui}")
url=${FOOTING_URL:-http://127.0.0.1:8000}
version=${VERSION:-0.12.4}

curl --silent --fail --output /dev/null "$url/healthz" || {
    echo "nothing answers at $url; start Footing first (make run), or set FOOTING_URL" >&2
    exit 1
}
mkdir -p "$folder/data"
if ! "$folder/env/bin/pip" show open-webui 2>/dev/null | grep -q "^Version: $version$"; then
    python3 -m venv "$folder/env"
    # torch first and alone, as for Footing: asked for by another package it would bring CUDA.
    "$folder/env/bin/pip" install --quiet torch==2.13.0
    echo "torch==2.13.0" > "$folder/constraints.txt"
    "$folder/env/bin/pip" install --quiet --constraint "$folder/constraints.txt" "open-webui==$version"
fi
cd "$folder"
exec env \
    OPENAI_API_BASE_URLS="$url/v1" OPENAI_API_KEYS=none ENABLE_OLLAMA_API=false \
    DEFAULT_MODELS=footing WEBUI_AUTH=false WEBUI_SECRET_KEY="${WEBUI_SECRET_KEY:-local}" \
    DATA_DIR="$folder/data" ENABLE_PERSISTENT_CONFIG=false RAG_EMBEDDING_ENGINE=openai \
    OFFLINE_MODE=true HF_HUB_OFFLINE=1 ENABLE_VERSION_UPDATE_CHECK=false \
    ANONYMIZED_TELEMETRY=false DO_NOT_TRACK=true SCARF_NO_ANALYTICS=true \
    env/bin/open-webui serve --host 127.0.0.1 --port "${PORT:-8080}"
