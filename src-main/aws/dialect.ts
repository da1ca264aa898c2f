import { text } from '../../src-shared/text/text.ts'
import type { Speech } from '../providers/speech.ts'
import {
  type Answer,
  broken,
  deliver,
  limited,
  type Meaning,
  named,
  noModel,
  overloaded,
  refused,
  spent,
} from '../providers/verdicts.ts'

/** It never says how long; its limits are by the minute, and those by the day are rare. */
const RATE_MS = 10_000
const DAY_MS = 30 * 60_000

const dimension = (answer: Answer) => {
  if (/\btoo many (input )?tokens\b/i.test(answer.error.message ?? '')) return 'itpm'
  return /\btoo many requests\b/i.test(answer.error.message ?? '') ? 'rpm' : named(answer)
}

const throttled: Meaning = (answer) =>
  limited('lane', /per day/i.test(answer.error.message ?? '') ? DAY_MS : RATE_MS, dimension)(answer)

/** A signature that is too old or too new is this computer's clock, and no fault of the key. */
const signature: Meaning = (answer) =>
  /signature (expired|not yet current)/i.test(answer.error.message ?? '')
    ? { kind: 'broken', waitMs: null, said: text.aws.clock }
    : refused(answer)

/** "AccessDeniedException" is said of a model, of a payment, and of a key. */
const denied: Meaning = (answer) => {
  const message = answer.error.message ?? ''
  if (/payment_instrument|valid payment/i.test(message)) return spent()(answer)
  return /\b(api key|bearer token|authentication|credential)/i.test(message) ? refused(answer) : noModel(answer)
}

/**
 * AWS, "Common errors" and Bedrock's "Troubleshooting API error codes": a header names the error, or `__type` does in
 * the body of the oldest services.
 */
export const awsDialect: NonNullable<Speech['dialect']> = {
  codeIn: (_error, header) => /^[A-Za-z]+/.exec(header('x-amzn-errortype') ?? '')?.[0] ?? null,
  dimension,
  codes: {
    ThrottlingException: throttled,
    TooManyRequestsException: throttled,
    ServiceQuotaExceededException: throttled,
    rate_limit_error: throttled,
    ModelNotReadyException: overloaded,
    ServiceUnavailableException: overloaded,
    ModelTimeoutException: broken,
    ModelErrorException: broken,
    InternalServerException: broken,
    AccessDeniedException: denied,
    UnrecognizedClientException: refused,
    InvalidClientTokenId: refused,
    InvalidSignatureException: signature,
    SignatureDoesNotMatch: signature,
    IncompleteSignatureException: refused,
    MissingAuthenticationTokenException: refused,
    ExpiredTokenException: refused,
    ResourceNotFoundException: noModel,
    ValidationException: (answer) =>
      (/\b(model (id|identifier)|counting tokens|on-demand throughput)/i.test(answer.error.message ?? '')
        ? noModel
        : deliver)(answer),
  },
}

/** What Claude Code looks out for. */
export const awsRewordings = [[/^input is too long/i, 'prompt is too long']] as const
