import type { LaunchOptions } from '../app.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What one Claude Code must be told in order to talk to this relay and to nobody else. */
export interface ClaudeEnv {
  /** `env` of a `--settings` file: beats the user's and the project's own settings files. */
  readonly settings: Readonly<Record<string, string>>
  /** The process environment: what a client that is managed by its host believes. */
  readonly process: Readonly<Record<string, string>>
}

const roleVariables = {
  opus: 'ANTHROPIC_DEFAULT_OPUS_MODEL',
  sonnet: 'ANTHROPIC_DEFAULT_SONNET_MODEL',
  haiku: 'ANTHROPIC_DEFAULT_HAIKU_MODEL',
} as const

/**
 * The environment for one launch. `inherited` is the environment the client would have had: only its
 * proxy exceptions are read. The token is the relay's own; no provider's key is among it.
 */
export function claudeEnv(
  options: Pick<LaunchOptions, 'address' | 'token' | 'roles' | 'trust'>,
  inherited: Env,
): ClaudeEnv {
  const settings: Record<string, string> = {
    ANTHROPIC_BASE_URL: options.address,
    ANTHROPIC_AUTH_TOKEN: options.token,
    // Empty counts as unset: else a key of the user's own would be sent beside the token.
    ANTHROPIC_API_KEY: '',
    // Any of these, exported, would go around the base URL.
    CLAUDE_CODE_USE_BEDROCK: '',
    CLAUDE_CODE_USE_VERTEX: '',
    CLAUDE_CODE_USE_FOUNDRY: '',
    CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1',
    ...(options.trust !== null && { NODE_EXTRA_CA_CERTS: options.trust }),
    ...keptFromProxy(options.address, inherited),
  }
  for (const [role, variable] of Object.entries(roleVariables)) {
    const model = options.roles[role as keyof typeof roleVariables]
    if (model) settings[variable] = model
  }
  return { settings, process: asProcess(settings) }
}

/** What the settings say, as the environment of the process. */
export const asProcess = (settings: Readonly<Record<string, string>>): Record<string, string> => ({
  ...settings,
  // Without it a repository's own settings could send the token and every prompt elsewhere.
  CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1',
})

/** The hosts a proxy must be kept away from (the client sends even loopback through one), then the user's own. */
export function keptFromProxy(address: string, inherited: Env): { NO_PROXY: string; no_proxy: string } {
  const own = new URL(address).hostname.replace(/^\[|\]$/g, '')
  const theirs = [inherited.NO_PROXY, inherited.no_proxy].flatMap((list) => (list ?? '').split(','))
  const hosts = ['127.0.0.1', 'localhost', own, ...theirs.map((host) => host.trim()).filter(Boolean)]
  const all = [...new Set(hosts)].join(',')
  return { NO_PROXY: all, no_proxy: all }
}

/** Variables that would steer Claude Code elsewhere, or tell it that it runs inside another one. */
const STEERS = /^(ANTHROPIC_|CLAUDE_CODE_USE_|CLAUDECODE$|CLAUDE_CODE_(ENTRYPOINT|SSE_PORT|OAUTH_TOKEN)$)/
/** Meant for this app's own runtime. `APPIMAGE` and its kind would put our libraries into the user's programs. */
const OURS = /^(ELECTRON_|CC_RELAY_|CHROME_|GOOGLE_API_KEY$|APPDIR$|APPIMAGE$|ARGV0$|OWD$|NODE_OPTIONS$)/

/** The inherited environment for a program that the user will work in: nothing that steers, nothing of ours. */
export function cleanEnv(inherited: Env): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && !STEERS.test(name) && !OURS.test(name)) kept[name] = value
  }
  return kept
}
