import { readFileSync } from 'node:fs'
import { sweep, writeDurably } from '../files/durable.ts'
import type { JsonFile } from '../ports.ts'

/** One JSON document on disk. Writes wait for each other, so the last one asked for is the one that stays. */
export function durableJson(path: string): JsonFile {
  let last: Promise<unknown> = sweep(path)
  return {
    path,
    read() {
      let text: string
      try {
        text = readFileSync(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
      return JSON.parse(text.replace(/^\uFEFF/, ''))
    },
    write(value) {
      const text = `${JSON.stringify(value, null, 2)}\n`
      const next = last.then(() => writeDurably(path, text))
      last = next.catch(() => {})
      return next
    },
  }
}
