const MARKS = Array.from({ length: 11 }, (_, i) => i * 10)

/** The scale above the tracks: a tick each 10 %, long at 0, 50 and 100. */
export function Ruler() {
  return (
    <span className="ruler" aria-hidden="true">
      {MARKS.map((mark) => (
        <i key={mark} data-long={mark % 50 === 0} />
      ))}
    </span>
  )
}
