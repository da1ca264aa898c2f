import { z } from 'zod'

/** Places Claude Code takes settings from, what counts most first. */
export const LayerName = z.enum(['managed', 'local', 'project', 'user', 'environment'])
export type LayerName = z.infer<typeof LayerName>

/** Which Claude Code there is on this machine, where it goes, and by what. */
export const Examined = z.object({
  folder: z.string().nullable(),
  /** The first is what a terminal starts. */
  installations: z.array(z.object({ path: z.string(), version: z.string().nullable() })),
  verdict: z.object({
    /** `here`: through this relay. `shadowed`: `over` would lead here, and `by` comes first. */
    way: z.enum(['here', 'elsewhere', 'shadowed', 'straight']),
    by: LayerName.nullable(),
    /** The origin it leads to. */
    url: z.string().nullable(),
    over: LayerName.nullable(),
    /** `here`: whether the token that is set will be let in. */
    token: z.enum(['good', 'none', 'other', 'plain']),
    tokenBy: LayerName.nullable(),
  }),
  layers: z.array(
    z.object({
      name: LayerName,
      path: z.string().nullable(),
      /** Names of what steers Claude Code; never a value. */
      sets: z.array(z.string()),
      isBroken: z.boolean(),
    }),
  ),
  /** Its user's settings were changed by us, and that was not taken back yet. */
  changed: z.boolean(),
})
export type Examined = z.infer<typeof Examined>

/** A change of Claude Code's settings that was worked out and not made. */
export const SettingsPlan = z.object({
  /** `gone`: there was no file before us. */
  kind: z.enum(['made', 'changed', 'gone', 'nothing']),
  path: z.string(),
  /** As `diff` writes it; secrets are struck out. */
  lines: z.array(z.string()),
  /** What else in the file concerns it, in sentences. */
  beside: z.array(z.string()),
  /** Names that were changed since, which are left alone. */
  kept: z.array(z.string()),
  print: z.string(),
})
export type SettingsPlan = z.infer<typeof SettingsPlan>
