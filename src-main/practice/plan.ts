import type { ServerResponse } from 'node:http'

/** One thing to do while answering. */
export type Step =
  /** `event` names a stream's event; `tokens`: output it spends; `bytes`: what goes over the wire in place of the text. */
  | {
      readonly kind: 'write'
      readonly text: string
      readonly event?: string
      readonly tokens: number
      readonly bytes?: Buffer
    }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Cuts the connection without a word (TCP reset). */
  | { readonly kind: 'reset' }
  /** Sends nothing more and keeps the connection, until the client leaves. */
  | { readonly kind: 'hang' }

/** A whole answer, thought out beforehand, so that a script can bend it. */
export interface Plan {
  readonly beforeMs: number
  /** `null`: no headers either; the steps are all that happens. */
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  /** Pause after each event of a stream, ms. */
  readonly paceMs: number
  /** Told of output as it leaves. */
  readonly spend?: (tokens: number) => void
  /** Told once, at the end. */
  readonly ended?: (how: Ending) => void
}

export type Ending = 'sent' | 'cut' | 'aborted'

/** Carries a plan out; follows the client's pace, and stops at once where it leaves. */
export async function perform(res: ServerResponse, plan: Plan): Promise<void> {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const how = await carryOut(res, plan, gone.signal)
  plan.ended?.(how)
}

async function carryOut(res: ServerResponse, plan: Plan, gone: AbortSignal): Promise<Ending> {
  if (plan.beforeMs > 0) await pause(plan.beforeMs, gone)
  if (gone.aborted) return 'aborted'
  if (plan.status !== null) res.writeHead(plan.status, plan.headers)
  if (plan.status !== null && (plan.steps.length > 1 || plan.steps[0]?.kind !== 'write')) res.flushHeaders()
  for (const step of plan.steps) {
    if (gone.aborted) return 'aborted'
    if (step.kind === 'wait') await pause(step.ms, gone)
    else if (step.kind === 'reset') return cut(res)
    else if (step.kind === 'hang') await new Promise((done) => gone.addEventListener('abort', done, { once: true }))
    else {
      plan.spend?.(step.tokens)
      if (!res.write(step.bytes ?? step.text)) await drained(res, gone)
      if (plan.paceMs > 0 && step.tokens > 0) await pause(plan.paceMs, gone)
    }
  }
  if (gone.aborted) return 'aborted'
  await new Promise<void>((done) => {
    gone.addEventListener('abort', () => done(), { once: true })
    res.end(() => done())
  })
  return res.writableFinished ? 'sent' : 'aborted'
}

/** Lets what was written leave first: a reset overtakes what is still buffered here. */
async function cut(res: ServerResponse): Promise<Ending> {
  await new Promise((done) => setImmediate(done))
  res.socket?.resetAndDestroy()
  return 'cut'
}

function pause(ms: number, gone: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer)
      gone.removeEventListener('abort', finish)
      done()
    }
    const timer = setTimeout(finish, ms)
    gone.addEventListener('abort', finish, { once: true })
  })
}

function drained(res: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      res.off('drain', finish)
      gone.removeEventListener('abort', finish)
      done()
    }
    res.once('drain', finish)
    gone.addEventListener('abort', finish, { once: true })
  })
}
