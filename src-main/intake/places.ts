import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportPlace } from '../../src-shared/ipc/intake.ts'

/** The files that can be read unasked for a name: those of the programs people come from. */
export function placesIn(home: string): ImportPlace[] {
  const at = (place: ImportPlace['place'], ...path: string[]): ImportPlace => {
    const whole = join(home, ...path)
    return { place, path: whole, found: existsSync(whole) }
  }
  return [
    at('claude', '.claude', 'settings.json'),
    at('cc_switch', '.cc-switch', 'cc-switch.db'),
    at('cc_switch_old', '.cc-switch', 'config.json'),
    at('router', '.claude-code-router', 'config.json'),
    at('relay', '.config', 'cc-relay', 'config.yaml'),
  ]
}
