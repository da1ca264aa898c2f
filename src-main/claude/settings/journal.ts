import { createHash } from 'node:crypto'
import { z } from 'zod'
import { jsonOf, patched, readSettings, type Settings, type Wanted } from './patch.ts'

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/**
 * One name in `env`: its JSON text before us (`null`: it was not there), and a fingerprint of ours. `earlier`: of what we
 * put there before, which still stands where a kill came between this note and the change.
 */
const Change = z.object({
  name: z.string(),
  before: z.string().nullable(),
  ours: z.string(),
  earlier: z.array(z.string()).default([]),
})

/**
 * What is written down before the settings of Claude Code are touched, so that they can be taken back by anybody,
 * at any time. Holds the user's own file, so it is kept as carefully as that.
 */
export const Journal = z.object({
  version: z.literal(1),
  /** As the user calls it; a link stays a link. */
  path: z.string(),
  at: z.string(),
  /** The whole file, base64; `null`: there was none. */
  original: z.base64().nullable(),
  sha256: z.string().nullable(),
  /** The whole file when this was noted: ours of an earlier time, or the original. */
  stoodSha256: z.string().nullable().default(null),
  /** The whole file after us. */
  patchedSha256: z.string(),
  /** How many relays in a row led here and were gone soon after, without taking it back, before this one. */
  crashes: z.number().int().default(0),
  /** `env` was not there. */
  madeEnv: z.boolean(),
  changes: z.array(Change),
})
export type Journal = z.infer<typeof Journal>

type Good = Settings & { kind: 'ok' }

/** What is noted of a change beside what it changes. */
interface Note extends Pick<Journal, 'path' | 'at' | 'crashes'> {
  readonly bytes: Buffer | null
  readonly was: Journal | null
}

/** An empty settings file, as one is made where there is none. */
export const EMPTY = Buffer.from('{}\n')

/**
 * What is to be written, and what must be written down before. `was`: the journal of an earlier time that has not
 * been taken back; it is taken back first, so that what stood there before us counts as before.
 */
export function planInit(
  { path, bytes, at, was, crashes }: Note,
  settings: Good,
  wanted: Readonly<Record<string, string>>,
): { bytes: Buffer; journal: Journal } {
  const original = was === null || bytes === null ? bytes : planRemove(was, bytes, settings).bytes
  const base = readSettings(original ?? EMPTY) as Good
  const json = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, JSON.stringify(value)]))
  const after = patched(base, json)
  const changes = Object.entries(json).map(([name, value]) => ({
    name,
    before: jsonOf(base, name),
    ours: sha256(value),
    earlier: earlierOf(was, name),
  }))
  return {
    bytes: after,
    journal: {
      ...{ version: 1, path, at, crashes, changes, madeEnv: base.env === null },
      original: original?.toString('base64') ?? null,
      sha256: original && sha256(original),
      stoodSha256: bytes && sha256(bytes),
      patchedSha256: sha256(after),
    },
  }
}

/** As many as a relay may have had addresses before one of them was taken back. */
const MOST_EARLIER = 16

const earlierOf = (was: Journal | null, name: string): string[] => {
  const all = was?.changes.filter((it) => it.name === name).flatMap((it) => [it.ours, ...it.earlier]) ?? []
  return [...new Set(all)].slice(0, MOST_EARLIER)
}

/** What taking it back comes to. `kept`: names that somebody changed since, which are left alone. */
export interface Taken {
  /** `null`: the file goes, as there was none before and nothing was added to it. */
  readonly bytes: Buffer | null
  readonly kept: readonly string[]
}

/**
 * The file as it was before us, with everything that was changed since as it is now: only names whose value is
 * still ours go back.
 */
export function planRemove(journal: Journal, bytes: Buffer, settings: Good): Taken {
  const found = sha256(bytes)
  if (found === journal.patchedSha256 || found === journal.stoodSha256)
    return { bytes: journal.original === null ? null : Buffer.from(journal.original, 'base64'), kept: [] }
  const back: Record<string, string | null> = {}
  const kept: string[] = []
  for (const { name, before, ours, earlier } of journal.changes) {
    const now = jsonOf(settings, name)
    if (now !== null && [ours, ...earlier].includes(sha256(now))) back[name] = before
    else if (now !== before) kept.push(name)
  }
  const restored = patched(settings, back satisfies Wanted, { dropEmpty: journal.madeEnv })
  const left = readSettings(restored)
  const isEmpty = left.kind === 'ok' && left.top.size === 0
  return { bytes: journal.original === null && isEmpty ? null : restored, kept }
}
