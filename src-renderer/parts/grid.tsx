import type { ReactNode, RefObject } from 'react'

interface GridProps {
  /** `treegrid` where rows open. */
  role?: 'grid' | 'treegrid'
  label: string
  /** The header's cells. */
  head: ReactNode
  headClass: string
  className: string
  /** Of a list too long to be drawn whole: how many rows it really has, the header among them, and how tall it is, in px. */
  whole?: { readonly rows: number; readonly height: number; readonly body: RefObject<HTMLTableSectionElement | null> }
  children: ReactNode
}

/**
 * A list of rows one walks with the arrow keys: a real table, told as a grid, whose rows take the focus.
 * `data-list` and `data-row` are how the keyboard finds its way.
 */
export function Grid({ role = 'grid', label, head, headClass, className, whole, children }: GridProps) {
  return (
    <div className={className} data-list>
      <table role={role} aria-label={label} aria-rowcount={whole?.rows}>
        <thead>
          <tr className={headClass} aria-rowindex={whole && 1}>
            {head}
          </tr>
        </thead>
        <tbody ref={whole?.body} style={whole && { height: whole.height }}>
          {children}
        </tbody>
      </table>
    </div>
  )
}
