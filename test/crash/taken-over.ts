import { join } from 'node:path'
import { type OwnSettings, ownSettings } from '../../src-main/claude/settings/own-settings.ts'
import { durableJson } from '../../src-main/node/durable-json.ts'

export const settingsFile = (home: string): string => join(home, '.claude', 'settings.json')

/** The settings of a home as the app changes them. */
export const settingsOn = (home: string): OwnSettings =>
  ownSettings({
    path: settingsFile(home),
    journal: durableJson(join(home, 'claude-settings.journal.json')),
    hide: (line) => line,
    today: () => '2026-01-31T10:20:30.000Z',
  })
