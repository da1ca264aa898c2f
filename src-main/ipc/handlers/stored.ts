import { text } from '../../../src-shared/text/text.ts'
import { Refusal } from '../refusal.ts'

/** Tells a failed write in words. What failed changed nothing: writes are whole or not at all. */
export async function stored<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | null)?.code
    if (error instanceof Refusal || typeof code !== 'string') throw error
    throw new Refusal(text.notices.notSaved(code))
  }
}
