/** The newer models name their calls, and want the name back; the older ones do not know such names. */
const GIVEN = 'gm64_'

/** The id of a call for the client: the model's own, marked as that, or, where it gave none, one that is ours. */
export const idFor = (given: string, ours: string): string =>
  given === '' ? ours : `${GIVEN}${Buffer.from(given).toString('base64url')}`

/** The id that the model gave; `null`: it gave none, or the call was made elsewhere. */
export const idGiven = (id: string): string | null =>
  id.startsWith(GIVEN) ? Buffer.from(id.slice(GIVEN.length), 'base64url').toString() : null
