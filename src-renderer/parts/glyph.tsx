import type { ReactElement } from 'react'
import type { KeyStatus } from '../../src-shared/domain/key.ts'
import { text } from '../../src-shared/text/text.ts'

export type GlyphKind = KeyStatus['kind'] | 'testing'

/** A shape for each state, so that none is told by colour alone. */
const shapes: Record<GlyphKind, ReactElement> = {
  ready: <circle className="solid" cx="7" cy="7" r="3.25" />,
  limited: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path className="solid" d="M7 2.75a4.25 4.25 0 0 1 0 8.5z" />
    </>
  ),
  cooling: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M7 4v3.2l2 1.3" />
    </>
  ),
  paused: <path d="M5 3.5v7M9 3.5v7" />,
  invalid: <path d="M3.5 3.5l7 7M10.5 3.5l-7 7" />,
  disabled: <circle cx="7" cy="7" r="4.25" strokeDasharray="2 2" />,
  testing: (
    <>
      <circle className="faint" cx="7" cy="7" r="4.25" />
      <path className="turn" d="M7 2.75a4.25 4.25 0 0 1 4.25 4.25" />
    </>
  ),
}

/** How a key or a provider stands, as a shape. `label` where the page's own word for it differs. */
export function Glyph({ kind, label }: { kind: GlyphKind; label?: string }) {
  return (
    <svg
      className="glyph"
      data-kind={kind}
      viewBox="0 0 14 14"
      role="img"
      aria-label={label ?? text.window.keys.status[kind]}
    >
      {shapes[kind]}
    </svg>
  )
}

/** Three dots: there is more to do here. */
export function More() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="2" r="1" />
      <circle cx="6" cy="6" r="1" />
      <circle cx="6" cy="10" r="1" />
    </svg>
  )
}

export function Chevron() {
  return (
    <svg className="chevron" width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <path d="M1.5 2.75L4 5.25l2.5-2.5" />
    </svg>
  )
}
