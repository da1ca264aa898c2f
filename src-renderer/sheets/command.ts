import type { GlyphKind } from '../parts/glyph.tsx'

/** One line of the command list. */
export interface Command {
  readonly id: string
  /** What it does, drawn quietly before the name. */
  readonly verb: string
  readonly name: string
  readonly note: string
  readonly glyph: GlyphKind | null
  /** As the shortcut table writes it. */
  readonly keys: string
  readonly run: () => void
}
