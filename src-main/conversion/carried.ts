import type { ToolNames } from './tool-names.ts'

/** A request of the Messages API in another format. */
export interface Carried {
  readonly body: Buffer
  readonly stream: boolean
  readonly model: string
  /** What the client calls the tools that were sent. */
  readonly names: ToolNames
  /** Where the text is to end. */
  readonly stops: readonly string[]
}
