import { SCHEMA_VERSION } from './schema.ts'

type Document = Readonly<Record<string, unknown>>

/**
 * How a stored config of version n becomes one of n + 1. Pure, and never changed once released: a step
 * is tested with a file frozen at its age. Any name added to the schema needs a new version, so that an
 * older app leaves the file alone instead of refusing it.
 */
const migrations: Readonly<Record<number, (document: Document) => Document>> = {}

export type Migrated =
  | { kind: 'current'; document: Document }
  | { kind: 'migrated'; document: Document; from: number }
  /** Written by a later version of the app than this one. */
  | { kind: 'newer' }
  /** Says no version that ever was. */
  | { kind: 'unknown' }

/** Brings a stored document to `target`, a step at a time. */
export function migrate(document: Document, steps = migrations, target: number = SCHEMA_VERSION): Migrated {
  const from = document.schema_version
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 1) return { kind: 'unknown' }
  if (from > target) return { kind: 'newer' }
  if (from === target) return { kind: 'current', document }
  let current = document
  for (let version = from; version < target; version++) {
    const step = steps[version]
    if (!step) return { kind: 'unknown' }
    current = { ...step(current), schema_version: version + 1 }
  }
  return { kind: 'migrated', document: current, from }
}
