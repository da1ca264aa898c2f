import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { compatible } from './compatible.ts'
import { deliver, limited, noModel, overloaded, refused, spent } from './verdicts.ts'

const RATE_MS = 5_000
const ALLOCATION_MS = 60_000
const PERIOD_MS = 30 * 60_000

/**
 * Alibaba Cloud Model Studio, "Error messages" and the coding plan's FAQ. A key of one region or plan is an invalid
 * one at the address of another. Nothing about a key can be asked for free.
 */
const speaks = (type: ChosenType, recognises = (_: string) => false) =>
  compatible(type, {
    recognises,
    auth: 'bearer',
    dialect: {
      codes: {
        InvalidApiKey: refused,
        invalid_api_key: refused,
        Arrearage: spent(),
        'Throttling.RateQuota': limited('lane', RATE_MS),
        'Throttling.BurstRate': limited('lane', RATE_MS),
        'Throttling.AllocationQuota': limited('lane', ALLOCATION_MS),
        'AccessDenied.Unpurchased': noModel,
        'Model.AccessDenied': noModel,
        ModelNotFound: noModel,
        ModelServingError: overloaded,
        DataInspectionFailed: deliver,
      },
      wordings: [
        [/^(hour|week|month) allocated quota exceeded/i, limited('domain', PERIOD_MS)],
        [/^concurrency allocated quota exceeded/i, limited('domain', RATE_MS)],
        [/^model '[^']*' is not supported/i, noModel],
        [/^invalid (api-key|access token)/i, refused],
      ],
    },
    rewordings: [[/^range of input length should be/i, 'prompt is too long']],
  })

export const qwen = speaks('qwen')
export const qwenCoding = speaks('qwen_coding', (secret) => secret.startsWith('sk-sp-'))
export const qwenToken = speaks('qwen_token')
