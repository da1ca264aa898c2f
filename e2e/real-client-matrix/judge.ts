import type { Outcome } from './run.ts'

/** A refusal that lasts must not keep anybody waiting longer, in ms. */
const SOON_MS = 15_000

/** What is not as it must be, in sentences; empty: all is. */
export function judge({ row, run, log, retries, toolRuns }: Outcome): readonly string[] {
  const { act, times, expected } = row
  const hits = log.filter((entry) => entry.act === act.name).length
  const succeeded = run.code === 0 && run.result?.subtype === 'success' && run.result.is_error === false
  const said = run.result?.result ?? run.printed
  const problems: string[] = []
  const must = (holds: boolean, otherwise: string) => void (holds || problems.push(otherwise))

  must(toolRuns <= 1, `the tool ran ${toolRuns} times`)
  must(times === 'all' ? hits > 0 : hits === times, `it happened ${hits} times, not ${times}`)
  if (typeof expected === 'object') {
    must(!succeeded, 'the session succeeded')
    must(run.ms <= SOON_MS, `it took ${Math.round(run.ms / 1000)} s`)
    must(expected.told.test(said), `it said: ${said}`)
    return problems
  }
  must(succeeded, `it ended with ${run.code}: ${said}`)
  must(toolRuns === 1, `the tool ran ${toolRuns} times`)
  const again = retries > 0 || log.some(({ body }) => !streamed(body))
  if (expected === 'unseen') must(!again, 'the client had to try again')
  else must(again, 'the client did not have to try again')
  return problems
}

/** Where a stream broke, the client asks once more for an answer in one piece. */
const streamed = (body: Buffer): boolean => JSON.parse(body.toString()).stream === true
