import { aws } from './en/aws.ts'
import { cli } from './en/cli.ts'
import { clouds } from './en/clouds.ts'
import { config } from './en/config.ts'
import { errors } from './en/errors.ts'
import { intake } from './en/intake.ts'
import { launch } from './en/launch.ts'
import { models } from './en/models.ts'
import { notices } from './en/notices.ts'
import { openai } from './en/openai.ts'
import { pool } from './en/pool.ts'
import { presets } from './en/presets.ts'
import { providers } from './en/providers.ts'
import { tray } from './en/tray.ts'
import { window } from './en/window.ts'

/**
 * Every word a person can read, in one catalogue: `text.tray.quit`, `text.errors.noKeys(…)`.
 * A language is one object of this shape, so a missing sentence does not compile.
 */
export const text = {
  aws,
  cli,
  clouds,
  config,
  errors,
  intake,
  launch,
  models,
  notices,
  openai,
  pool,
  presets,
  providers,
  tray,
  window,
} as const
