import { expect, it } from 'vitest'
import { killSettingsWriters } from './crash/kill-settings.ts'
import { killKeyWriters } from './crash/kill-writers.ts'

it('100 kills while keys are stored: every file whole, no acknowledged key lost', async () => {
  expect(await killKeyWriters(100)).toEqual([])
}, 120_000)

it('20 kills while the settings of Claude Code are changed: each time the user’s own bytes come back', async () => {
  expect(await killSettingsWriters(20)).toEqual([])
}, 120_000)
