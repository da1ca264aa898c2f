interface SparklineProps {
  /** One bar each, the oldest first. */
  values: readonly number[]
  label: string
}

const WIDTH = 240
const HEIGHT = 28

/** The recent past as one line over a hairline, on a scale of its own. */
export function Sparkline({ values, label }: SparklineProps) {
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path className="ground" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      <path d={pathOf(values)} />
    </svg>
  )
}

/** Steps, since each figure stands for a stretch of time. */
export function pathOf(values: readonly number[]): string {
  const most = Math.max(...values, 1)
  const step = WIDTH / Math.max(1, values.length)
  const y = (value: number) => (HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)
  return values
    .map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y(value)}h${step.toFixed(1)}`)
    .join('')
}
