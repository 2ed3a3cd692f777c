"""The MCP door: the service as tools for agents, over HTTP and over standard input and output."""
