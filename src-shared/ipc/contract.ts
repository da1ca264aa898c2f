import { z } from 'zod'
import { ProfileEntry, ProfileName } from '../config/schema.ts'
import { Examined, SettingsPlan } from '../domain/claude-code.ts'
import { RequestId, SessionId } from '../domain/ids.ts'
import { LogLine } from '../domain/log-line.ts'
import { About, Notice } from '../domain/notice.ts'
import { Choice, ChosenType } from '../domain/provider.ts'
import { RequestRecord } from '../domain/relay.ts'
import type { Result } from '../domain/result.ts'
import { intakeRows } from './rows/intake.ts'
import { keyRows } from './rows/keys.ts'
import { providerRows } from './rows/providers.ts'
import { KeyTest, nothing, request } from './rows/row.ts'
import { Patch, SettingsPatch, Snapshot } from './snapshot.ts'

export { KeyTest }

/** Raised when a window and a main process could misread each other. */
export const PROTOCOL = 1

/**
 * Everything that crosses between the main process and a window. There is no other door. No row
 * answers with a secret; `key.add` and `key.replace` take one.
 */
export const requests = {
  'snapshot.get': request(nothing, z.object({ protocol: z.literal(PROTOCOL), snapshot: Snapshot })),
  'requests.list': request(nothing, z.array(RequestRecord)),
  /** `null`: unknown, or forgotten after many others. */
  'requests.get': request(z.object({ id: RequestId }), RequestRecord.nullable()),
  /** The list, what it adds up to, and what is told of the last minutes from it; those under way as well. */
  'requests.forget': request(nothing, nothing),

  /**
   * Deletes what outlives a request, in memory and on disk. `sessions`: those that are over; `limits`: what was
   * learned of limits, rests and organizations; `logs`: the log so far.
   */
  'kept.forget': request(z.object({ what: z.enum(['sessions', 'limits', 'logs']) }), nothing),

  ...keyRows,
  ...intakeRows,
  ...providerRows,
  'choice.set': request(Choice.partial(), nothing),

  'relay.pause': request(nothing, nothing),
  'relay.resume': request(nothing, nothing),
  'settings.patch': request(SettingsPatch, nothing),
  /** The window one step larger or smaller than it is when the step is taken, or (0) its usual size. */
  'zoom.step': request(z.object({ step: z.union([z.literal(-1), z.literal(0), z.literal(1)]) }), nothing),
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
      /** `null`: the last one, else the user's own. */
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
      'palette',
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
