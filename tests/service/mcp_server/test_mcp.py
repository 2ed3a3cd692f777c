"""The official MCP client over HTTP, with both generations of the protocol, and over a pipe."""

import asyncio
import sys
import threading

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

SENTENCE = "The Harbour bridge in Sydney was opened in 1932."
TOOLS = {
    "ask", "search", "check_grounding", "graph_neighbours", "list_collections", "get_document",
}  # fmt: skip


@pytest.fixture(params=["auto", "legacy"])
def call(api, request):
    """Call a tool over HTTP; answers whether it failed, and its content."""

    def call_tool(tool, **arguments):
        async def go():
            async with Client(f"{api.base_url}/mcp", mode=request.param) as client:
                return await client.call_tool(tool, arguments)

        result = asyncio.run(go())
        text = result.content[0].text
        return (True, text) if result.is_error else (False, result.structured_content)

    return call_tool


def test_the_tools_and_what_is_said_of_them(api):
    async def go():
        async with Client(f"{api.base_url}/mcp") as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(go())
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint


def test_ask(call):
    failed, answer = call("ask", question="When was the Harbour bridge opened?")
    assert (failed, answer["status"], answer["text"]) == (False, "answered", SENTENCE)
    assert answer["citations"][0]["document_id"] == "bridge"


def test_an_abstention_is_no_error(call):
    failed, answer = call("ask", question="谁写了红楼梦？")
    assert (failed, answer["status"], answer["text"]) == (False, "abstained", "我不知道")
    assert answer["abstain_reason"] == "no_evidence"


def test_search_and_read(call):
    _, found = call("search", query="bridge lanes", limit=1)
    hit = found["results"][0]
    assert (hit["kind"], hit["document_id"]) == ("passage", "bridge")
    length = hit["end"] - hit["start"]
    _, part = call("get_document", document_id="bridge", start=hit["start"], limit=length)
    assert part["text"] == hit["text"]
    assert (part["end"], part["title"]) == (hit["end"], "Harbour bridge")
    assert part["characters"] >= part["end"]


def test_check_against_texts_and_against_a_collection(call):
    sources = [{"text": "The bridge was opened in 1932."}]
    _, result = call("check_grounding", answer="The bridge was opened in 1945.", sources=sources)
    assert [c["verdict"] for c in result["claims"]] == ["contradicted"]
    _, result = call("check_grounding", answer="明长城总长度为8851公里。", collection="default")
    assert result["grounded"] is True


def test_the_graph(call):
    _, graph = call("graph_neighbours", entity="espresso", hops=2)
    assert [t["object"] for t in graph["triples"]] == ["Angelo Moriondo", "Turin"]


def test_what_there_is(call):
    _, listed = call("list_collections")
    (default,) = [c for c in listed["collections"] if c["name"] == "default"]
    # Other tests over the same server may have added to them.
    assert default["documents"] >= 2
    assert default["passages"] >= default["documents"]
    assert default["triples"] >= 3


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": " "}, "the question is empty; ask something. [invalid_input]"),
        ("ask", {"question": "Why?", "collection": "nowhere"}, "[unknown_collection]"),
        ("ask", {"question": "Why?", "collection": "../etc"}, "[invalid_input]"),
        ("ask", {"question": 5}, "question"),
        ("ask", {}, "question"),
        ("search", {"query": "a\x00"}, "[invalid_input]"),
        ("search", {"query": "a", "limit": 0}, "limit"),
        ("get_document", {"document_id": "none"}, "[document_not_found]"),
        ("get_document", {"document_id": "bridge", "start": 10**6}, "[invalid_input]"),
        ("check_grounding", {"answer": "A b."}, "give either `sources` or `collection`"),
        ("check_grounding", {"answer": " ", "collection": "default"}, "the answer is empty"),
        ("graph_neighbours", {"entity": "x", "hops": 9}, "hops"),
        ("frobnicate", {}, "Unknown tool"),
    ],
)
def test_errors_say_what_to_change(call, tool, arguments, said):
    failed, text = call(tool, **arguments)
    assert failed
    assert said in text


def test_the_limits_of_the_other_doors(make_footing, serve, api):
    assert api.post("/mcp", content=b"a" * 1_100_000).status_code == 413

    def ask(client):
        async def go():
            async with Client(f"{client.base_url}/mcp") as mcp:
                return await mcp.call_tool("ask", {"question": "When was the bridge opened?"})

        return asyncio.run(go())

    with serve(make_footing(filled=True, deadline_s=1e-6)) as (client, _):
        result = ask(client)
        assert result.is_error
        assert "[deadline_exceeded]" in result.content[0].text


def test_a_full_queue_is_a_tool_error(make_footing, serve):
    go = threading.Event()
    with serve(make_footing(filled=True, queue=1)) as (client, app):

        async def scenario():
            work = app.state.serving.work
            for _ in range(work._capacity):
                work.begin(lambda _: go.wait(30), 60)
            async with Client(f"{client.base_url}/mcp") as mcp:
                result = await mcp.call_tool("ask", {"question": "When was the bridge opened?"})
            go.set()
            await asyncio.to_thread(work._executor.shutdown)  # what runs tells this loop at its end
            return result

        result = asyncio.run(scenario())
        assert result.is_error
        assert "[busy]" in result.content[0].text


def test_on_loopback_a_foreign_name_is_not_answered_to(api):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    response = api.post("/mcp", json=body, headers={"host": "evil.example", "accept": "*/*"})
    assert response.status_code in (403, 421)


def test_over_a_pipe(tmp_path):
    """`footing mcp` as an agent's client starts it, after `footing ingest`."""
    (tmp_path / "bridge.md").write_text(f"# Harbour bridge\n\n{SENTENCE}")
    environment = {
        "FOOTING_DATA": str(tmp_path / "data"), "FOOTING_EMBEDDER": "hashing",
        "FOOTING_READER": "sentences", "FOOTING_CHECKER": "signals", "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    command = [sys.executable, "-c", "from service.cli import main; main()"]

    async def go():
        ingest = await asyncio.create_subprocess_exec(
            *command, "ingest", str(tmp_path / "bridge.md"), env=environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await ingest.wait() == 0
        server = StdioServerParameters(
            command=command[0], args=[*command[1:], "mcp"], env=environment
        )
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            answer = await client.call_tool("ask", {"question": "When was the bridge opened?"})
            wrong = await client.call_tool("ask", {"question": ""})
            return {tool.name for tool in tools}, answer, wrong

    tools, answer, wrong = asyncio.run(go())
    assert tools == TOOLS
    assert answer.structured_content["text"] == SENTENCE
    assert wrong.is_error
