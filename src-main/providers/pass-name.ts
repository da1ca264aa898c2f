import { createHash } from 'node:crypto'

/** What a pass is kept under: nothing of the credential it was had for can be read out of it. `null`: this computer's own login. */
export const passName = (vendor: string, secret: string | null): string =>
  secret === null ? `${vendor} own` : `${vendor} ${createHash('sha256').update(secret).digest('base64url')}`
