import type { Dimension } from '../../src-shared/domain/limits.ts'
import { text } from '../../src-shared/text/text.ts'
import { type ErrorBody, readError } from './error-body.ts'
import { statusOfType } from './error-types.ts'
import { plainLine } from './plain-line.ts'
import type { HeaderOf, Verdict } from './provider.ts'
import { serverTime, waitMs } from './server-time.ts'

/** An upstream's answer, read as far as every dialect has it. */
export interface Answer {
  readonly status: number
  readonly header: HeaderOf
  readonly error: ErrorBody
  /** What it asks to wait, ms; `null`: it does not say. */
  readonly waitMs: number | null
  /** The server's clock, epoch ms; `null`: it does not say. */
  readonly at: number | null
  /** Its message, or ours where it has none: one line, safe to show. */
  readonly said: string
}

export type Meaning = (answer: Answer) => Verdict
export type Wording = readonly [RegExp, Meaning]

/** How one provider words its refusals. What it leaves out is read off the status, as everybody means it. */
export interface Dialect {
  readonly name: string
  /** By error code, or by an error type that is not one of Anthropic's. */
  readonly codes: Readonly<Record<string, Meaning>>
  /** By wording, where there is no code; anchored, so that quoted input cannot pass for the provider's own words. */
  readonly wordings: readonly Wording[]
  /** Where the code stands if not where everybody has it. */
  readonly codeIn?: (error: ErrorBody, header: HeaderOf) => string | null
  /** Which limit a 429 is about; absent: the one its message names. */
  readonly dimension?: (answer: Answer) => Dimension | null
  /** What the body asks to wait, ms, where no header does; absent: nothing. */
  readonly waitIn?: (error: ErrorBody) => number | null
}

/** One table of meaning for a dialect. A success with an error in its body (a stream that begins with one) is an error. */
export function classifier(dialect: Dialect): (status: number, header: HeaderOf, body: string) => Verdict {
  const codes = new Map(Object.entries({ ...common, ...dialect.codes }))
  return (status, header, body) => {
    const error = readError(body)
    const answer: Answer = {
      status: status < 300 ? (statusOfType(error.type ?? '') ?? (isError(error) ? 500 : status)) : status,
      header,
      error,
      waitMs: waitMs(header) ?? dialect.waitIn?.(error) ?? null,
      at: serverTime(header),
      said: error.message ? plainLine(error.message) : unsaid(dialect.name, status, error.shape),
    }
    if (answer.status < 300) return error.shape === 'html' ? broken(answer) : deliver()
    const worded = dialect.wordings.find(([pattern]) => pattern.test(error.message ?? ''))?.[1]
    const coded = [dialect.codeIn?.(error, header), error.code, error.type].flatMap(
      (it) => codes.get(it ?? '') ?? [],
    )[0]
    return (coded ?? worded ?? byStatus(dialect))(answer)
  }
}

export const deliver: () => Verdict = () => ({ kind: 'deliver' })
export const refused: Meaning = ({ said }) => ({ kind: 'refused', said })
export const noModel: Meaning = ({ said }) => ({ kind: 'no_model', said })
export const unfit: Meaning = ({ said }) => ({ kind: 'unfit', said })
export const broken: Meaning = ({ waitMs, said }) => ({ kind: 'broken', waitMs, said })
export const overloaded: Meaning = ({ waitMs, said }) => ({ kind: 'overloaded', waitMs, said })
/** `until`: when it ends by itself, epoch ms; `null` where only the user can mend it. */
export const spent =
  (until: (answer: Answer) => number | null = () => null): Meaning =>
  (answer) => ({ kind: 'spent', until: until(answer), said: answer.said })
/** `otherwiseMs`: our own wait where the provider states none. */
export const limited =
  (
    scope: 'lane' | 'domain',
    otherwiseMs: number | null = null,
    dimension: (answer: Answer) => Dimension | null = named,
  ): Meaning =>
  (answer) => ({
    kind: 'rate_limited',
    waitMs: answer.waitMs ?? otherwiseMs,
    scope,
    dimension: dimension(answer),
    said: answer.said,
  })

/** The dimension a limit's message speaks of, as in "… 400,000 input tokens per minute". */
export function named({ error }: Answer): Dimension | null {
  const message = error.message ?? ''
  if (/\binput tokens\b/i.test(message)) return 'itpm'
  if (/\boutput tokens\b/i.test(message)) return 'otpm'
  return /\brequests per |number of requests/i.test(message) ? 'rpm' : null
}

/** Codes in OpenAI's manner, which gateways in front of anything may use. */
const common: Readonly<Record<string, Meaning>> = {
  insufficient_quota: spent(),
  credit_balance_exhausted: spent(),
  invalid_api_key: refused,
  model_not_found: noModel,
}

const isError = (error: ErrorBody): boolean => error.type !== null || error.code !== null

const byStatus =
  (dialect: Dialect): Meaning =>
  (answer) => {
    const { status, error } = answer
    if (error.type === 'overloaded_error' || status === 529) return overloaded(answer)
    if (status === 429) return limited('lane', null, dialect.dimension)(answer)
    if (status >= 500 || status < 400 || status === 407 || status === 408) return broken(answer)
    // A web page is a proxy's or a gateway's word, not the provider's: it must not cost a key its good name.
    if (error.shape === 'html' && status !== 400 && status !== 413) return broken(answer)
    if (status === 401) return refused(answer)
    if (status === 402) return spent()(answer)
    if (status === 403) return forbidden(answer)
    if (status === 404 && /\bmodel\b/i.test(error.message ?? '')) return noModel(answer)
    return deliver()
  }

/** A 403 is about the model, unless it names the key or turns everybody away. */
function forbidden(answer: Answer): Verdict {
  const message = answer.error.message ?? ''
  if (
    /\b(key|credential|token|organization|account)\b.*\b(disabled|revoked|suspended|expired|invalid|locked)\b/i.test(
      message,
    )
  )
    return refused(answer)
  return answer.error.type === 'forbidden' || /^request not allowed/i.test(message) ? broken(answer) : noModel(answer)
}

/** What an answer is called that says nothing itself. */
export function unsaid(name: string, status: number, shape: ErrorBody['shape']): string {
  if (shape === 'html') return text.providers.webPage(name, status)
  if (status >= 300 && status < 400) return text.providers.redirect(name, status)
  return text.providers.answered(name, status)
}
