import { sse } from '../src-main/practice/message.ts'
import type { Plan, Step } from '../src-main/practice/plan.ts'
import type { Dimension } from '../src-shared/domain/limits.ts'
import type { Failure } from './dialect.ts'

/** What a twin is told to do in place of, or with, its ordinary answer. One language for tests and hands. */
export type Act =
  /** Answers this and does no work: no bucket is charged. */
  | { readonly kind: 'instead'; readonly name: string; plan(own: (failure: Failure) => Plan): Plan }
  /** Does the work and bends the answer. */
  | { readonly kind: 'bend'; readonly name: string; bend(plan: Plan): Plan }
  /** The key stops working, now and for good. */
  | { readonly kind: 'dies'; readonly name: string }

const instead = (name: string, plan: (own: (failure: Failure) => Plan) => Plan): Act => ({
  kind: 'instead',
  name,
  plan,
})
const bend = (name: string, change: (plan: Plan) => Plan): Act => ({ kind: 'bend', name, bend: change })
const bare = { beforeMs: 0, headers: {}, paceMs: 0 }

/** 429. `seconds` null: without a `retry-after`. */
export const limited = (seconds: number | null, dimension: Dimension = 'rpm', limit = 50): Act =>
  instead(`limited(${seconds})`, (own) => own({ kind: 'limited', dimension, limit, seconds }))

export const overloaded = (): Act => instead('overloaded', (own) => own({ kind: 'overloaded' }))
export const outOfCredit = (): Act => instead('outOfCredit', (own) => own({ kind: 'no_credit' }))
export const dies = (): Act => ({ kind: 'dies', name: 'dies' })

/** Any status with any body, JSON where it is an object. */
export const status = (code: number, body: string | object, headers: Record<string, string> = {}): Act =>
  instead(`status(${code})`, () => ({
    ...bare,
    status: code,
    headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...headers },
    steps: [{ kind: 'write', text: typeof body === 'string' ? body : JSON.stringify(body), tokens: 0 }],
  }))

/** A gateway's error page. */
export const html = (code: number): Act =>
  status(code, `<!DOCTYPE html>\n<html><head><title>${code}</title></head><body><h1>Bad gateway</h1></body></html>\n`, {
    'content-type': 'text/html',
  })

export const resetsBeforeHeaders = (): Act =>
  instead('resetsBeforeHeaders', () => ({ ...bare, status: null, steps: [{ kind: 'reset' }] }))

export const resetsAfterHeaders = (): Act =>
  bend('resetsAfterHeaders', (plan) => ({ ...plan, steps: [{ kind: 'reset' }] }))

/** A stream whose first event is an error, after a 200. */
export const errorFirst = (type = 'overloaded_error', message = 'Overloaded'): Act =>
  bend('errorFirst', (plan) => ({ ...plan, steps: [errorStep(type, message)] }))

/** An error event when half the text is out. */
export const errorMidText = (type = 'overloaded_error', message = 'Overloaded'): Act =>
  bend('errorMidText', (plan) => ({ ...plan, steps: [...firstHalf(plan.steps), errorStep(type, message)] }))

/** The connection breaks when half the text is out. */
export const cutsMidText = (): Act =>
  bend('cutsMidText', (plan) => ({ ...plan, steps: [...firstHalf(plan.steps), { kind: 'reset' }] }))

/** The stream ends in good order when half the text is out, without its last events. */
export const endsMidText = (): Act => bend('endsMidText', (plan) => ({ ...plan, steps: firstHalf(plan.steps) }))

/** The connection breaks right after the first tool call is complete (after the first block, where there is none). */
export const cutsAfterTool = (): Act =>
  bend('cutsAfterTool', ({ steps, ...plan }) => {
    const tool = steps.findIndex((it) => it.kind === 'write' && it.text.includes('"type":"tool_use"'))
    const stop = steps.findIndex((it, i) => i > tool && it.kind === 'write' && it.event === 'content_block_stop')
    return { ...plan, steps: [...steps.slice(0, stop + 1), { kind: 'reset' }] }
  })

export const slowFirstByte = (ms: number): Act => bend(`slowFirstByte(${ms})`, (plan) => ({ ...plan, beforeMs: ms }))

/** `ms` between the words. */
export const slowly = (ms: number): Act => bend(`slowly(${ms})`, (plan) => ({ ...plan, paceMs: ms }))

/** Nothing more comes, and the connection stays: from the start, after the headers, or when half the text is out. */
export const silent = (after: 'nothing' | 'headers' | 'text' = 'headers'): Act =>
  bend(`silent(${after})`, (plan) => ({
    ...plan,
    status: after === 'nothing' ? null : plan.status,
    steps: [...(after === 'text' ? firstHalf(plan.steps) : []), { kind: 'hang' }],
  }))

/** Pings before the first event, as a busy server sends them. */
export const pingsFirst = (times: number, everyMs: number): Act =>
  bend(`pingsFirst(${times})`, (plan) => {
    const ping: Step[] = [
      { kind: 'write', event: 'ping', text: sse('ping', { type: 'ping' }), tokens: 0 },
      { kind: 'wait', ms: everyMs },
    ]
    return { ...plan, steps: [...Array.from({ length: times }, () => ping).flat(), ...plan.steps] }
  })

/** A stream without its `event:` lines, as some third parties send it. */
export const unnamed = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.map((it) => (it.kind === 'write' ? { ...it, text: it.text.replace(/^event: .*\n/, '') } : it)),
})
export const withoutEventLines = (): Act => bend('withoutEventLines', unnamed)

/** Several bends in one. */
export const both = (...acts: readonly Act[]): Act =>
  bend(acts.map((it) => it.name).join(' + '), (plan) =>
    acts.reduce((it, act) => (act.kind === 'bend' ? act.bend(it) : it), plan),
  )

const errorStep = (type: string, message: string): Step => ({
  kind: 'write',
  event: 'error',
  text: sse('error', { type: 'error', error: { type, message } }),
  tokens: 0,
})

/** Up to the middle of the text; of an answer in one piece, the first half of its bytes. */
function firstHalf(steps: readonly Step[]): Step[] {
  const [only] = steps
  if (steps.length === 1 && only?.kind === 'write') return [{ ...only, text: only.text.slice(0, only.text.length / 2) }]
  const isText = (it: Step) =>
    it.kind === 'write' &&
    /"type":"text_delta"|"delta":\{"content":"[^"]|output_text\.delta|"parts":\[\{"text":"[^"]/.test(it.text)
  const texts = steps.flatMap((it, i) => (isText(it) ? [i] : []))
  return steps.slice(0, (texts[Math.floor(texts.length / 2)] ?? 1) + 1)
}
