import { z } from 'zod'
import { KeyId, ProviderId } from '../domain/ids.ts'
import { Day, MOST_TAGS, Tag } from '../domain/key.ts'
import { NoticeKind, QuietHours } from '../domain/notice.ts'
import { needsAddress } from '../domain/presets/presets.ts'
import { ChosenType } from '../domain/provider.ts'

/** Bumped when a stored config needs a step in `migrations.ts` to be read. */
export const SCHEMA_VERSION = 1

/** `host:port`, both given; IPv6 hosts in brackets. */
export const Listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:[\]]+):\d{1,5}$/, { error: 'must be host:port', abort: true })
  .refine((value) => Number(value.slice(value.lastIndexOf(':') + 1)) <= 65_535, 'the port must be 0 to 65535')

const count = z.number().int().nonnegative()

/** An address we would send a key to: https, or http to this very machine. */
export const BaseUrl = z
  .string()
  .refine((value) => URL.canParse(value), 'must be a whole address such as https://api.example.com')
  .refine((value) => {
    if (!URL.canParse(value)) return true
    const url = new URL(value)
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  }, 'must begin with https:// (plain http is only for this computer: 127.0.0.1, ::1 or localhost)')
  .refine((value) => {
    if (!URL.canParse(value)) return true
    const url = new URL(value)
    return url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  }, 'must not hold a user name, a query or a fragment')

/** True for the names and literals of this machine that cannot be rebound to another one. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

const keySelectors = ['least_loaded', 'round_robin', 'random', 'weighted'] as const
export const KeySelectorName = z.enum(keySelectors)
export type KeySelectorName = z.infer<typeof KeySelectorName>

export const routingStrategies = [
  'failover',
  'round_robin',
  'weighted_round_robin',
  'shuffle',
  'least_loaded',
  'weighted_failover',
  'model_based',
  'cost',
  'latency',
] as const
export const RoutingStrategyName = z.enum(routingStrategies)
export type RoutingStrategyName = z.infer<typeof RoutingStrategyName>

export const KeyEntry = z.strictObject({
  /** Present in a file; the app's own store keeps secrets in its vault and never here. */
  key: z.string().min(1).optional(),
  id: KeyId.optional(),
  label: z.string().min(1).max(60).optional(),
  hint: z.string().max(4).optional(),
  enabled: z.boolean().default(true),
  /** Ceilings per minute; 0: no ceiling, use what the provider says. */
  rpm_limit: count.default(0),
  itpm_limit: count.default(0),
  otpm_limit: count.default(0),
  priority: z.number().int().min(0).max(2).default(1),
  weight: count.default(1),
  /** This much of each of the provider's limits is never lent, in percent. */
  reserve_percent: z.number().int().min(0).max(90).optional(),
  /** What a day may cost, in USD; the key rests from then until local midnight. */
  daily_budget_usd: z.number().positive().max(1_000_000).optional(),
  /** Words to find the key by. */
  tags: z.array(Tag).max(MOST_TAGS).optional(),
  note: z.string().min(1).max(500).optional(),
  /** The last day on which the key is good, `2026-12-31`; a reminder comes before. */
  expires_on: Day.optional(),
})
export type KeyEntry = z.infer<typeof KeyEntry>

const providerFields = z.strictObject({
  name: ProviderId,
  type: ChosenType,
  enabled: z.boolean().default(true),
  /** 2 goes first, 0 last; the default strategy orders by it before the order of this list. */
  priority: z.number().int().min(0).max(2).default(1),
  /** Its share under the weighted strategies. */
  weight: z.number().int().min(1).max(1000).default(1),
  /** Absent: the address of the type. */
  base_url: BaseUrl.optional(),
  /** Model ids to list; empty: the type's own list. */
  models: z.array(z.string().min(1)).default([]),
  /** Asked model, or a role (`opus`, `sonnet`, `haiku`), → this provider's model. */
  model_mapping: z.record(z.string().min(1), z.string().min(1)).default({}),
  keys: z.array(KeyEntry).default([]),
  pooling: z
    .strictObject({
      /** Absent: on as soon as there are two keys. `false`: only the first usable key is used. */
      enabled: z.boolean().optional(),
      strategy: KeySelectorName.default('least_loaded'),
    })
    .prefault({}),
})
/** A custom provider, and one in a cloud, has no address of its type. */
export const ProviderEntry = providerFields.refine((it) => !needsAddress(it.type) || it.base_url !== undefined, {
  path: ['base_url'],
  error: 'must be given: a provider of this type has no address of its own',
})
export type ProviderEntry = z.infer<typeof ProviderEntry>

export const ProfileName = z.string().trim().min(1).max(40)

const usd = z.number().min(0.01).max(1_000_000)
const modelName = z.string().min(1).max(200)

/** A way of working under a name: who is asked, for which models, and for how much. A launch is bound to one. */
export const ProfileEntry = z.strictObject({
  name: ProfileName,
  /** Nobody else is asked. `null`: all providers, by the strategy. */
  provider: ProviderId.nullable().default(null),
  /** In place of the model asked for; that of `subagent` comes before the role of the model. */
  models: z
    .strictObject({
      opus: modelName.optional(),
      sonnet: modelName.optional(),
      haiku: modelName.optional(),
      subagent: modelName.optional(),
    })
    .prefault({}),
  /** In USD; absent: none. A day begins at midnight of this computer. */
  budget: z.strictObject({ daily_usd: usd.optional(), total_usd: usd.optional() }).prefault({}),
})
export type ProfileEntry = z.infer<typeof ProfileEntry>

/** A folder in which Claude Code was started, and the profile it was started with. */
const RecentFolder = z.strictObject({ path: z.string().min(1), profile: ProfileName.nullable().default(null) })

/** As many folders as are remembered. */
export const MOST_FOLDERS = 12

const Token = z.string().min(8, 'must be at least 8 characters')

export const Config = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION).default(SCHEMA_VERSION),
  server: z
    .strictObject({
      listen: Listen.default('127.0.0.1:8787'),
      /** Older name of `auth.api_key`. */
      api_key: z.string().optional(),
      auth: z
        .strictObject({
          /** What a client must show, in either header. Absent: a token of this install's own. */
          api_key: Token.optional(),
          /** Accepted as well. */
          bearer_secret: Token.optional(),
          /** A Claude login that Claude Code itself brings is passed on to Anthropic; it is stored nowhere. */
          allow_subscription: z.boolean().default(false),
        })
        .prefault({}),
      /** Silence after which a stream counts as dead, in ms; never a cap on a living stream. */
      timeout_ms: count.max(86_400_000).default(300_000),
      /** Requests at once; 0: no limit. */
      max_concurrent: count.default(0),
      /** Largest request body in bytes. Anthropic's own cap is 32 MB. */
      max_body_bytes: count.default(33_554_432),
      /** HTTP/2 without TLS on the same port, for clients that begin with it. */
      enable_http2: z.boolean().default(false),
      /** `false`: https alone. `true`: also http, for programs that know nothing of our certificate. */
      plain_http: z.boolean().default(true),
    })
    .prefault({}),
  routing: z
    .strictObject({
      strategy: RoutingStrategyName.default('failover'),
      /** Tried first, whatever the strategy; set by the tray. */
      provider: ProviderId.nullable().default(null),
      /** Used for the main role instead of the model asked for; set by the tray. */
      model: z.string().min(1).nullable().default(null),
      /** For `model_based`: the beginning of a model's name → the provider that serves it; the longest counts. */
      model_mapping: z.record(z.string().min(1), ProviderId).default({}),
      /** For `model_based`: who serves what the mapping does not name. */
      default_provider: ProviderId.nullable().default(null),
      /** Failed attempts may take this long together, in ms; then no further one is begun. 0: no such limit. */
      failover_timeout: count.max(86_400_000).default(0),
      /** Answers carry headers that tell strategy and health. */
      debug: z.boolean().default(false),
    })
    .prefault({}),
  health: z
    .strictObject({
      /** In each, 0 stands for the default. */
      circuit_breaker: z
        .strictObject({
          /** Failures in a row after which a provider is left alone for a while. */
          failure_threshold: count.max(1000).default(5),
          /** How long, in ms; each try that fails makes the next rest longer by as much. */
          open_duration_ms: count.max(3_600_000).default(30_000),
          /** Tries, one at a time, that must succeed before all requests follow. */
          half_open_probes: count.max(100).default(1),
        })
        .prefault({}),
      /** Whether, and how often, a provider that is left alone is asked if it can be reached. Spends nothing. */
      health_check: z
        .strictObject({
          enabled: z.boolean().default(true),
          interval_ms: count.max(3_600_000).default(10_000),
        })
        .prefault({}),
    })
    .prefault({}),
  providers: z.array(ProviderEntry).default([]),
  profiles: z.array(ProfileEntry).max(100).default([]),
  logging: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      /** Absent: for eyes in a terminal, one JSON object a line everywhere else. */
      format: z.enum(['json', 'pretty']).optional(),
      /** `stderr`, `stdout` or a file. Absent: where this start writes (a terminal's standard error, the app's folder of logs). */
      output: z.string().min(1).optional(),
      /** What the level `debug` adds. While everything is logged for some minutes, all of it is on. */
      debug_options: z
        .strictObject({
          /** The beginning of each request's body, and of what is answered whole. Secrets are struck out. */
          log_request_body: z.boolean().default(false),
          log_response_headers: z.boolean().default(false),
          /** What each try took: name lookup, connection, TLS, first byte, all of it. */
          log_tls_metrics: z.boolean().default(true),
          /** Bytes of a body that are logged; 0 stands for the default. */
          max_body_log_size: count.max(65_536).default(1_000),
        })
        .prefault({}),
    })
    .prefault({}),
  /** What only the desktop app reads. */
  app: z
    .strictObject({
      appearance: z.enum(['system', 'light', 'dark']).default('system'),
      start_at_login: z.boolean().default(false),
      /** Name of a terminal from the app's list; `null`: the first one found. */
      terminal: z.string().nullable().default(null),
      last_folder: z.string().nullable().default(null),
      /** The latest first. */
      recent_folders: z.array(RecentFolder).max(MOST_FOLDERS).default([]),
      /** The window said once that it stays in the tray. */
      told_about_tray: z.boolean().default(false),
      /** What a click on the tray icon opens, where the panel tells of clicks. */
      tray_click: z.enum(['window', 'menu']).default('window'),
      /** What is left of the tightest limit stands beside the icon in the menu bar of a Mac. */
      tray_percent: z.boolean().default(false),
      /** Names, folders, notes, paths and sums have stand-ins in the window, for pictures of it. */
      hide_private: z.boolean().default(false),
      /** How much the window is enlarged, in percent. */
      zoom: z.number().int().min(80).max(200).default(100),
      /** Claude Code's own settings lead to the relay while it runs, and are put back when it ends. */
      claude_everywhere: z.boolean().default(false),
      /** What the system's notifications are for; what is not named is told. */
      notify: z.partialRecord(NoticeKind, z.boolean()).default({}),
      /** No notification is shown then; `null`: only the system's own rule counts. */
      quiet_hours: QuietHours.nullable().default(null),
      /** How keys of providers added from now on are picked. */
      key_selector: KeySelectorName.default('least_loaded'),
      /** Keys in the user's order, across providers; those not named follow in the order of the providers. */
      key_order: z.array(KeyId).default([]),
    })
    .prefault({}),
})
export type Config = z.infer<typeof Config>

/** The config of somebody who has set nothing. */
export const defaultConfig = (): Config => Config.parse({})
