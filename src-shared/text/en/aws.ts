/** What is said of keys and requests of AWS. */
export const aws = {
  noCredentials: (profile: string, reason: string) =>
    `The AWS profile “${profile}” gives no credentials${reason === '' ? '' : `: ${reason.replace(/[.\s]+$/, '')}`}. If it signs in, run: aws sso login --profile ${profile}`,
  noRegion: (host: string) =>
    `The address ${host} names no region of AWS, and neither does the key. Use AWS’s own address, or add "region" to the key.`,
  clock: 'AWS turned the request down because this computer’s clock is wrong. Set it, and it will work again.',
  incomplete: 'This key is no credential that AWS could be asked with. Enter it again.',
} as const
