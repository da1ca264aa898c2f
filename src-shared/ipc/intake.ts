import { z } from 'zod'
import { ProviderId } from '../domain/ids.ts'
import { ChosenType } from '../domain/provider.ts'

/** A key or a provider that was found and could be taken. Its secret stays in the main process; `hint` is its tail. */
export const IntakeRow = z.object({
  id: z.string(),
  /** What it would be called; no key here is called so, and no other row. */
  label: z.string().min(1).max(60),
  hint: z.string().max(4),
  /** `null`: nothing tells whose it is, and the user says. */
  type: ChosenType.nullable(),
  /** The one here that it goes to unless told otherwise; `null`: one that is new with it. */
  provider: ProviderId.nullable(),
  /** Where that is; `null`: the type's own address. */
  baseUrl: z.string().nullable(),
  /** By what it was recognised, in a sentence. */
  why: z.string(),
  /** False: a provider that works without a key, and has none here. */
  /** What its user set for it there and comes with it, in a sentence; absent: nothing. */
  brings: z.string().optional(),
  hasSecret: z.boolean(),
  /** What the key is called that is here already and the same; `null`: it is new. */
  knownAs: z.string().nullable(),
  /** It may be tested unasked: it goes where keys are sent already, or to a provider's own address. */
  testable: z.boolean(),
  /** For a provider that is new with it. */
  models: z.array(z.string()),
  mapping: z.record(z.string(), z.string()),
})
export type IntakeRow = z.infer<typeof IntakeRow>

/** What was read, for as long as the main process keeps it: some minutes, or until it is taken or dropped. */
export const Intake = z.object({
  batch: z.string(),
  /** Where it was read from; empty: it was pasted. */
  from: z.string(),
  rows: z.array(IntakeRow),
  /** What looks like a key and is not taken, each with the reason. */
  skipped: z.array(z.object({ what: z.string(), why: z.string() })),
})
export type Intake = z.infer<typeof Intake>

/** Where another program keeps its keys. */
export const ImportPlace = z.object({
  place: z.enum(['claude', 'cc_switch', 'cc_switch_old', 'router', 'relay']),
  path: z.string(),
  found: z.boolean(),
})
export type ImportPlace = z.infer<typeof ImportPlace>
