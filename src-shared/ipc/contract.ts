import { z } from 'zod'
import { BaseUrl, ProfileEntry, ProfileName } from '../config/schema.ts'
import { AccountView } from '../domain/account.ts'
import { Examined, SettingsPlan } from '../domain/claude-code.ts'
import { KeyId, ProviderId, RequestId, SessionId } from '../domain/ids.ts'
import { KeyCare, KeyMetadata } from '../domain/key.ts'
import { LogLine } from '../domain/log-line.ts'
import { About, Notice } from '../domain/notice.ts'
import { Choice, ChosenType, ModelInfo, ProviderCheck, ProviderType } from '../domain/provider.ts'
import { KeyPast, Speed } from '../domain/recent.ts'
import { RequestRecord } from '../domain/relay.ts'
import type { Result } from '../domain/result.ts'
import { ImportPlace, Intake } from './intake.ts'
import { Patch, SettingsPatch, Snapshot } from './snapshot.ts'

/** Raised when a window and a main process could misread each other. */
export const PROTOCOL = 1

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const nothing = z.void()

/** A raw key on its one way inwards. */
const Secret = z.string().trim().min(8).max(4096)
const Label = z.string().trim().min(1).max(60)

/** A provider that is to be: one of its kind, at the kind's own address where none is given. */
const NewProvider = z.object({
  type: ChosenType,
  baseUrl: BaseUrl.optional(),
  /** Absent: as its kind is called, numbered where that is taken. */
  name: ProviderId.optional(),
  mapping: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** Model ids to list; absent: the kind's own. */
  models: z.array(z.string().min(1).max(200)).max(500).optional(),
})

/** The provider a key is for: one that is there, or one that its first key makes. */
const Target = z.union([z.object({ id: ProviderId }), NewProvider])

/** What asking the provider about a key said. `cost`: whether asking spends tokens. */
export const KeyTest = z.discriminatedUnion('verdict', [
  z.object({
    verdict: z.literal('accepted'),
    organization: z.string().nullable(),
    models: z.number().int(),
    ms: z.number(),
  }),
  z.object({ verdict: z.literal('refused'), reason: z.string() }),
  z.object({ verdict: z.literal('unreachable'), reason: z.string() }),
])
export type KeyTest = z.infer<typeof KeyTest>

/**
 * Everything that crosses between the main process and a window. There is no other door. No row
 * answers with a secret; `key.add` and `key.replace` take one.
 */
export const requests = {
  'snapshot.get': request(nothing, z.object({ protocol: z.literal(PROTOCOL), snapshot: Snapshot })),
  'requests.list': request(nothing, z.array(RequestRecord)),
  /** `null`: unknown, or forgotten after many others. */
  'requests.get': request(z.object({ id: RequestId }), RequestRecord.nullable()),

  /** Which provider a pasted secret belongs to, by its prefix; looks at the shape only, nothing is sent. */
  'key.recognise': request(z.object({ secret: Secret }), z.object({ type: ProviderType.nullable() })),
  /** Tests the key against the provider, then stores it; refused with the reason where the provider says no. */
  'key.add': request(
    z.object({
      provider: Target,
      label: Label,
      secret: Secret.optional(),
      /** Store it although the provider could not be reached. A refused key is never stored. */
      evenIfUnreachable: z.boolean().default(false),
    }),
    KeyMetadata,
  ),
  'key.rename': request(z.object({ id: KeyId, label: Label }), nothing),
  'key.enable': request(z.object({ id: KeyId, enabled: z.boolean() }), nothing),
  /** The new secret is tested first; the old one stays where it is refused. */
  'key.replace': request(z.object({ id: KeyId, secret: Secret }), KeyMetadata),
  /** Takes it out of the pool at once; its secret is kept until `key.restore` can no longer be asked for. */
  'key.remove': request(z.object({ id: KeyId }), z.object({ undoMs: z.number().int() })),
  'key.restore': request(z.object({ id: KeyId }), nothing),
  'key.test': request(z.object({ id: KeyId }), KeyTest),
  /** What the vendor says of the account behind it; `null`, with the reason, where it says nothing. Spends nothing. */
  'key.account': request(
    z.object({ id: KeyId }),
    z.object({ at: z.number(), account: AccountView.nullable(), reason: z.string().nullable() }),
  ),
  /** Tries a resting key again, or all of them; one that was refused stays refused. Answers with how many were resting. */
  'key.clearCooldowns': request(z.object({ id: KeyId.optional() }), z.object({ cleared: z.number().int() })),
  /** What the key has used in the last quarter of an hour. */
  'key.past': request(z.object({ id: KeyId }), KeyPast),
  /** `null` or an empty list takes away what was asked for; what is left out stays. */
  'key.care': request(
    z.object({
      id: KeyId,
      reserve: KeyCare.shape.reserve.unwrap().nullable().optional(),
      dailyUsd: KeyCare.shape.dailyUsd.unwrap().nullable().optional(),
      tags: KeyCare.shape.tags.unwrap().optional(),
      note: z.string().trim().max(500).nullable().optional(),
      expiresOn: KeyCare.shape.expiresOn.unwrap().nullable().optional(),
    }),
    nothing,
  ),
  /** For so many minutes, or until local midnight; it comes back by itself. */
  'key.pause': request(
    z.object({ id: KeyId, for: z.union([z.number().int().min(1).max(10_080), z.literal('today')]) }),
    z.object({ until: z.number() }),
  ),
  /** Ends a pause; a key that rests for its budget goes on resting. */
  'key.resume': request(z.object({ id: KeyId }), nothing),
  'key.reorder': request(z.object({ order: z.array(KeyId) }), nothing),

  /** Finds the keys in whatever text holds them. The text crosses once; nothing of it is stored, or sent anywhere. */
  'intake.paste': request(z.object({ text: z.string().max(1_000_000) }), Intake),
  /** Files of other programs on this computer that may hold keys. */
  'intake.places': request(nothing, z.array(ImportPlace)),
  /**
   * The same for a file: one of those places, one that the user picks, or one named by a command. `none`: the
   * user picked none. `sealed`: it opens with a passphrase;
   * `wrong`: with another one than was given.
   */
  'intake.file': request(
    z.object({
      from: z.union([
        z.object({ place: ImportPlace.shape.place }),
        z.object({ pick: z.literal(true) }),
        z.object({ path: z.string().min(1).max(4096) }),
      ]),
      /** For an export with keys in it. */
      passphrase: z.string().max(1000).optional(),
    }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('sealed'), path: z.string(), wrong: z.boolean() }),
      z.object({ kind: z.literal('read'), intake: Intake }),
    ]),
  ),
  /** Asks the provider about one of them. Ask for all at once: a few are under way at a time. */
  'intake.test': request(z.object({ batch: z.string(), row: z.string(), provider: Target }), KeyTest),
  /** Stores these rows, each whole or not at all, and forgets the rest. `problem`: why one was not stored. */
  'intake.take': request(
    z.object({
      batch: z.string(),
      /** Whether they may be used at once; else they are stored switched off. */
      enabled: z.boolean(),
      rows: z
        .array(
          z.object({ row: z.string(), provider: Target, label: Label, evenIfUnreachable: z.boolean().default(false) }),
        )
        .max(1000),
    }),
    z.object({
      rows: z.array(
        z.object({
          row: z.string(),
          key: KeyMetadata.nullable(),
          problem: z.string().nullable(),
          unreachable: z.boolean(),
        }),
      ),
    }),
  ),
  /**
   * Writes providers and routing as a config file: with variables for the keys, or with the keys and sealed under a
   * passphrase. The user picks where, unless a command named a file that is not there yet. `keys`: how many are in it.
   */
  'export.save': request(
    z.object({
      path: z.string().min(1).max(4096).optional(),
      passphrase: z.string().min(8).max(1000).nullable(),
    }),
    z.object({ path: z.string().nullable(), keys: z.number().int(), placeholders: z.array(z.string()) }),
  ),
  'intake.drop': request(z.object({ batch: z.string() }), nothing),

  'provider.update': request(
    z.object({
      id: ProviderId,
      enabled: z.boolean().optional(),
      /** `null`: back to the type's own address. Moving it forgets which keys were accepted there. */
      baseUrl: BaseUrl.nullable().optional(),
      mapping: z.record(z.string().min(1), z.string().min(1)).optional(),
    }),
    nothing,
  ),
  /** Ends its rest and asks its server whether it can be reached, without a key. `said`: what came of it, in a sentence. */
  'provider.tryNow': request(z.object({ id: ProviderId }), z.object({ reached: z.boolean(), said: z.string() })),
  /** How it did in the last minutes. */
  'provider.speed': request(z.object({ id: ProviderId }), Speed),
  /** Without a key. */
  'provider.add': request(NewProvider, z.object({ id: ProviderId })),
  /** Its keys stay the same, and what is set to use it goes on using it. */
  'provider.rename': request(z.object({ id: ProviderId, name: z.string().trim().pipe(ProviderId) }), nothing),
  /** Asks its server, or one that is not added yet, which models it serves. Spends nothing. */
  'provider.models': request(
    z.union([
      z.object({ id: ProviderId }),
      z.object({ type: ChosenType, baseUrl: BaseUrl.optional(), secret: Secret.optional() }),
    ]),
    z.object({ models: z.array(ModelInfo) }),
  ),
  /** How fast its server answers, and whether. Spends nothing. */
  'provider.check': request(z.object({ id: ProviderId }), ProviderCheck),
  /** With its keys, whose secrets are kept until `provider.restore` can no longer be asked for. */
  'provider.remove': request(z.object({ id: ProviderId }), z.object({ undoMs: z.number().int() })),
  'provider.restore': request(z.object({ id: ProviderId }), nothing),
  'choice.set': request(Choice.partial(), nothing),

  'relay.pause': request(nothing, nothing),
  'relay.resume': request(nothing, nothing),
  'settings.patch': request(SettingsPatch, nothing),
  /** Reads the config file again. `problem`: why the one before stays in force. The app's own settings have no file to read. */
  'config.reload': request(nothing, z.object({ problem: z.string().nullable() })),
  /** Logs everything for so many minutes, whatever the config says; 0: back to the config at once. */
  'log.debugFor': request(z.object({ minutes: z.number().int().min(0).max(120) }), nothing),

  /** What was logged after the line of that number; `about`: of one request. */
  'log.recent': request(
    z.object({ after: z.number().int().min(0), about: RequestId.nullable() }),
    z.object({ lines: z.array(LogLine) }),
  ),

  /** The token is copied in the main process; it never reaches the window. */
  'token.copy': request(nothing, nothing),
  'token.rotate': request(nothing, nothing),
  'env.copy': request(z.object({ shell: z.enum(['posix', 'fish', 'powershell', 'cmd']) }), nothing),
  'address.copy': request(nothing, nothing),

  'claude.pickFolder': request(nothing, z.object({ folder: z.string().nullable() })),
  'claude.launch': request(
    z.object({
      folder: z.string().nullable(),
      /** Absent: the one this folder was started with last. `null`: none. */
      profile: ProfileName.nullable().optional(),
    }),
    z.object({ terminal: z.string(), folder: z.string() }),
  ),
  /**
   * The same for a terminal that is open already: `own` is a folder of mode 0700 with what Claude Code is to be told
   * in `settings.json`, the token among it. Whoever asks writes its process id into `started` there, and removes the
   * folder at the end; the session is over then.
   */
  'claude.prepare': request(
    z.object({ folder: z.string(), profile: ProfileName.nullable().optional(), place: z.string().max(60) }),
    z.object({ id: SessionId, own: z.string() }),
  ),
  'claude.terminals': request(nothing, z.array(z.object({ name: z.string(), found: z.boolean() }))),

  /** Which Claude Code there is, and where it goes when it is started in that folder; `null`: in no particular one. */
  'claude.examine': request(z.object({ folder: z.string().nullable() }), Examined),
  /** What leading Claude Code's own settings here (`on`), or putting them back, would change. */
  'claude.planSettings': request(z.object({ on: z.boolean() }), SettingsPlan),
  /** Does that, and nothing else: refused where `print` is not that of the plan any more. */
  'claude.changeSettings': request(
    z.object({ on: z.boolean(), print: z.string() }),
    z.object({ kept: z.array(z.string()) }),
  ),

  /** Its requests are refused until it is resumed; those under way go on. */
  'session.pause': request(z.object({ id: SessionId }), nothing),
  'session.resume': request(z.object({ id: SessionId }), nothing),
  /** Its token opens nothing from now on, and what is under way for it ends. */
  'session.end': request(z.object({ id: SessionId }), nothing),
  /** From its next request on; its folder remembers it. */
  'session.assign': request(z.object({ id: SessionId, profile: ProfileName.nullable() }), nothing),
  /** `was`: the one it takes the place of, perhaps under another name; `null`: it is new. */
  'profile.put': request(z.object({ was: ProfileName.nullable(), profile: ProfileEntry }), nothing),
  'profile.remove': request(z.object({ name: ProfileName }), nothing),

  'practice.start': request(nothing, nothing),
  'practice.stop': request(nothing, nothing),
  'app.showConfig': request(nothing, nothing),
  'app.showLogs': request(nothing, nothing),
  /** A vendor's own page, in the browser: where its keys are, or what it says of this format. */
  'app.showVendor': request(z.object({ type: ChosenType, page: z.enum(['keys', 'guide']) }), nothing),
  'app.quit': request(nothing, nothing),
} as const

export const pushes = {
  'snapshot.patched': Patch,
  /** A request began, moved on or ended; records with the same id replace each other. */
  'request.recorded': RequestRecord,
  'notice.raised': Notice,
  /** A menu or tray item asked for a page or an action of the window. */
  'view.asked': z.object({
    view: z.enum([
      'keys',
      'sessions',
      'requests',
      'providers',
      'settings',
      'add-key',
      'import',
      'export',
      'launch',
      'doctor',
      'shortcuts',
    ]),
    /** The row that is meant, where the view is a page. */
    at: About.optional(),
  }),
} as const

export type RequestName = keyof typeof requests
export type Input<N extends RequestName> = z.input<(typeof requests)[N]['input']>
export type Parsed<N extends RequestName> = z.output<(typeof requests)[N]['input']>
export type Output<N extends RequestName> = z.output<(typeof requests)[N]['output']>
export type PushName = keyof typeof pushes
export type Push<N extends PushName> = z.output<(typeof pushes)[N]>

/**
 * Errors travel as values: Electron would flatten a thrown one to a prefixed string. `unreachable`: the
 * provider could not be asked, so the window may offer to store the key all the same.
 */
export type AppError = { code: 'bad_request' | 'not_found' | 'refused' | 'unreachable' | 'internal'; message: string }
export type Reply<N extends RequestName> = Result<Output<N>, AppError>

/** What the preload (or a test, or the headless host) gives a window. */
export interface Bridge {
  invoke<N extends RequestName>(name: N, input: Input<N>): Promise<Reply<N>>
  subscribe<N extends PushName>(name: N, listener: (payload: Push<N>) => void): () => void
}

/** One handler per row of the table; leaving one out does not compile. */
export type Handlers = { [N in RequestName]: (input: Parsed<N>) => Promise<Output<N>> | Output<N> }
