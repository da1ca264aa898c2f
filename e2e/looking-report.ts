import { median } from './cpu.ts'
import type { Looking } from './looking.ts'

const figures = (all: readonly number[]) => all.map((one) => one.toFixed(1)).join(', ')

/** The page of `docs/evidence` that a measurement makes. */
export function lookingReport(looking: Looking, cpu: string, at: Date): string {
  const { open, closed, patches, presses, idle, idleFrames, answered, failed } = looking
  const more = median(open) - median(closed)
  return `# What looking costs

50 keys, 20 requests a second for 30 s at a time, unpackaged, ${at.toISOString().slice(0, 10)}, ${cpu}.
Made by \`npm run test:night\` (\`night/looking.night.test.ts\`): CPU time of the processes from \`/proc/PID/stat\`, in
percent of one core; the window is opened and closed in turn under the same load. The graphics process is not counted.

| what | runs | median |
| --- | --- | ---: |
| main process, window closed | ${figures(closed)} | ${median(closed).toFixed(1)} |
| main and renderer, window open | ${figures(open)} | ${median(open).toFixed(1)} |
| more for looking, at most 10 | | ${more.toFixed(1)} |
| patches a second, at most 8 | ${figures(patches)} | ${median(patches).toFixed(1)} |

Under load ${presses} of 40 presses of an arrow key moved the selection. ${answered} requests were answered, ${failed} were not.
With nothing going on, main and renderer take ${idle.toFixed(2)} % of a core, and in 10 s ${idleFrames} frames are drawn.
`
}
