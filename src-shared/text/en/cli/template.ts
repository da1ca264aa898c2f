/** What `config init` writes: it passes `config validate` and starts as it is. */
export const template = {
  yaml: `# The config of CC Relay. It is read again whenever it changes.
# Every name and its default: docs/config.md, or cc-relay config show.
# In values, \${NAME} stands for a variable of the environment, and $$ for a dollar sign.

server:
  listen: 127.0.0.1:8787        # only programs of this computer reach it there
  # auth:
  #   api_key: \${CC_RELAY_TOKEN}  # what clients must show; left out, a token of this install
  # timeout_ms: 300000          # silence after which a stream counts as dead

routing:
  strategy: failover            # the first provider that can; the next when it cannot

providers:
  # Models on this computer. It needs no key, so the relay starts with it as it is.
  - name: ollama
    type: ollama
    # base_url: http://127.0.0.1:11434
    # model_mapping:            # what Claude Code asks for: what is used
    #   opus: qwen3-coder
    #   haiku: qwen3

  # Anthropic, with as many keys as you have: the one with the most room is used.
  # - name: anthropic
  #   type: anthropic
  #   priority: 2               # before the others
  #   keys:
  #     - key: \${ANTHROPIC_API_KEY}
  #       label: work
  #     - key: \${ANTHROPIC_API_KEY_2}
  #       label: home

  # Z.AI, when nothing is left elsewhere.
  # - name: zai
  #   type: zai
  #   priority: 0               # after the others
  #   keys:
  #     - key: \${ZAI_API_KEY}

logging:
  level: info                   # debug, info, warn, error
  # output: relay.log           # stderr, stdout or a file; a file is kept at 5 MB, and four older ones
`,
  toml: `# The config of CC Relay. It is read again whenever it changes.
# Every name and its default: docs/config.md, or cc-relay config show.
# In values, \${NAME} stands for a variable of the environment, and $$ for a dollar sign.

[server]
listen = "127.0.0.1:8787"       # only programs of this computer reach it there
# timeout_ms = 300000           # silence after which a stream counts as dead

# [server.auth]
# api_key = "\${CC_RELAY_TOKEN}"  # what clients must show; left out, a token of this install

[routing]
strategy = "failover"           # the first provider that can; the next when it cannot

[logging]
level = "info"                  # debug, info, warn, error

# Models on this computer. It needs no key, so the relay starts with it as it is.
[[providers]]
name = "ollama"
type = "ollama"
# base_url = "http://127.0.0.1:11434"
# model_mapping = { opus = "qwen3-coder", haiku = "qwen3" }

# Anthropic, with as many keys as you have: the one with the most room is used.
# [[providers]]
# name = "anthropic"
# type = "anthropic"
# priority = 2                  # before the others
# [[providers.keys]]
# key = "\${ANTHROPIC_API_KEY}"
# label = "work"
`,
} as const
