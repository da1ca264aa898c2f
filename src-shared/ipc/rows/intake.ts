import { z } from 'zod'
import { KeyMetadata } from '../../domain/key.ts'
import { ImportPlace, Intake } from '../intake.ts'
import { KeyTest, Label, nothing, request, Target } from './row.ts'

/** Keys out of text and files, and back into one. */
export const intakeRows = {
  /** Finds the keys in whatever text holds them. The text crosses once; nothing of it is stored, or sent anywhere. */
  'intake.paste': request(z.object({ text: z.string().max(1_000_000) }), Intake),
  /** Files of other programs on this computer that may hold keys. */
  'intake.places': request(nothing, z.array(ImportPlace)),
  /**
   * The same for a file: one of those places, one that the user picks, or one named by a command. `none`: the
   * user picked none. `sealed`: it opens with a passphrase;
   * `wrong`: with another one than was given.
   */
  'intake.file': request(
    z.object({
      from: z.union([
        z.object({ place: ImportPlace.shape.place }),
        z.object({ pick: z.literal(true) }),
        z.object({ path: z.string().min(1).max(4096) }),
      ]),
      /** For an export with keys in it. */
      passphrase: z.string().max(1000).optional(),
    }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('sealed'), path: z.string(), wrong: z.boolean() }),
      z.object({ kind: z.literal('read'), intake: Intake }),
    ]),
  ),
  /** Asks the provider about one of them. Ask for all at once: a few are under way at a time. */
  'intake.test': request(z.object({ batch: z.string(), row: z.string(), provider: Target }), KeyTest),
  /** Stores these rows, each whole or not at all, and forgets the rest. `problem`: why one was not stored. */
  'intake.take': request(
    z.object({
      batch: z.string(),
      /** Whether they may be used at once; else they are stored switched off. */
      enabled: z.boolean(),
      rows: z
        .array(
          z.object({ row: z.string(), provider: Target, label: Label, evenIfUnreachable: z.boolean().default(false) }),
        )
        .max(1000),
    }),
    z.object({
      rows: z.array(
        z.object({
          row: z.string(),
          key: KeyMetadata.nullable(),
          problem: z.string().nullable(),
          unreachable: z.boolean(),
        }),
      ),
    }),
  ),
  /**
   * Writes providers and routing as a config file: with variables for the keys, or with the keys and sealed under a
   * passphrase. The user picks where, unless a command named a file that is not there yet. `keys`: how many are in it.
   */
  'export.save': request(
    z.object({
      path: z.string().min(1).max(4096).optional(),
      passphrase: z.string().min(8).max(1000).nullable(),
    }),
    z.object({ path: z.string().nullable(), keys: z.number().int(), placeholders: z.array(z.string()) }),
  ),
  'intake.drop': request(z.object({ batch: z.string() }), nothing),
} as const
