import type { JsonFile } from '../ports.ts'

/** A hint that cannot be read is no hint: everything in it is learned again within a minute. */
export function readHint(file: JsonFile | null): unknown {
  try {
    return file?.read()
  } catch {
    return undefined
  }
}
