import type { ReactNode } from 'react'

interface GridProps {
  /** `treegrid` where rows open. */
  role?: 'grid' | 'treegrid'
  label: string
  /** The header's cells. */
  head: ReactNode
  headClass: string
  className: string
  children: ReactNode
}

/**
 * A list of rows one walks with the arrow keys: a real table, told as a grid, whose rows take the focus.
 * `data-list` and `data-row` are how the keyboard finds its way.
 */
export function Grid({ role = 'grid', label, head, headClass, className, children }: GridProps) {
  return (
    <div className={className} data-list>
      <table role={role} aria-label={label}>
        <thead>
          <tr className={headClass}>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
