import type { Forecast } from '../../src-shared/domain/forecast.ts'
import { roughly } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'

/** What is further off is no news yet, in ms. */
export const SOON_MS = 10 * 60_000

/** "At this pace input runs out in 6 min." */
export const forecastSentence = ({ dimension, inMs }: Forecast): string =>
  text.window.keys.pool.runsOut(text.window.dimensions[dimension], roughly(inMs))
