import { money, numberOf, objectOf } from './account-fields.ts'
import { compatible } from './compatible.ts'
import { deliver, noModel, overloaded, spent } from './verdicts.ts'

/** docs.siliconflow.com, "Error codes". A wrong key is answered with a bare text. */
export const siliconflow = compatible('siliconflow', {
  auth: 'bearer',
  dialect: {
    codes: { 20012: noModel, 20015: deliver, 30001: spent(), 30003: noModel, 50505: overloaded },
    wordings: [[/balance is insufficient/i, spent()]],
  },
  rewordings: [[/max_seq_len|maximum context length/i, 'prompt is too long']],
  models: { path: '/v1/models' },
  account: { path: '/v1/user/info', read: (json) => money(numberOf(objectOf(json.data).totalBalance), null) },
})
