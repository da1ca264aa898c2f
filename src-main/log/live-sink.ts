import { resolve } from 'node:path'
import type { Config } from '../../src-shared/config/schema.ts'
import { fileSink } from './file-sink.ts'
import type { Sink } from './log.ts'
import { pretty } from './pretty.ts'
import { type Stream, streamSink } from './stream-sink.ts'

/** `logging.output` and `logging.format`. */
export type Output = Pick<Config['logging'], 'output' | 'format'>

/** The log's way out, which a config may move while lines are being written. */
export interface LiveSink extends Sink {
  /** The file that is written; `null`: a terminal. */
  path(): string | null
  /** In force from the next line on. */
  follow(output: Output): void
  close(): void
  /** Deletes the file so far, and the older ones beside it; of a terminal nothing can be taken back. */
  forget(): void
}

interface Parts {
  readonly stdout: Stream
  readonly stderr: Stream
  /** What absent means: `stderr`, or a file of this start's own. */
  readonly usual: string
  /** Files are meant as seen from here. */
  readonly folder: string
}

type Opened = Sink & { readonly path?: string; close?(): void; forget?(): void }

/** Opens what is asked for, once and not again until something else is. */
export function liveSink(parts: Parts, first: Output = {}): LiveSink {
  let asked = first
  let open: Opened = openSink(parts, first)
  return {
    write: (line) => open.write(line),
    path: () => open.path ?? null,
    follow(output) {
      if (output.output === asked.output && output.format === asked.format) return
      asked = output
      open.close?.()
      open = openSink(parts, output)
    },
    close: () => open.close?.(),
    forget: () => open.forget?.(),
  }
}

function openSink({ stdout, stderr, usual, folder }: Parts, { output = usual, format }: Output): Opened {
  if (output === 'stdout' || output === 'stderr') return streamSink(output === 'stdout' ? stdout : stderr, format)
  const file = fileSink(resolve(folder, output))
  return format === 'pretty' ? { ...file, write: (line) => file.write(pretty(line, false)) } : file
}
