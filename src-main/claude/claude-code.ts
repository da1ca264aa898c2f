import type { ClaudeCode } from '../app.ts'
import type { OwnCertificate } from '../certificate/own-certificate.ts'
import type { JsonFile } from '../ports.ts'
import { layersOf } from './layers.ts'
import { findEveryClaude } from './locate.ts'
import { loginEnvironment } from './login-shell.ts'
import type { Machine } from './machine.ts'
import { settingsPath } from './settings/file.ts'
import { ownSettings } from './settings/own-settings.ts'

interface Parts {
  readonly machine: Machine
  /** What was done to its settings, until it is taken back. */
  readonly journal: JsonFile
  /** Absent: no TLS is spoken. */
  readonly certificate?: OwnCertificate | null
  /** Strikes out what looks like a secret. */
  hide(line: string): string
}

/** Claude Code as it is on this machine: where it stands, what steers it, and its user's settings. */
export function claudeCodeOn({ machine, journal, hide, certificate }: Parts): ClaudeCode {
  const settings = ownSettings({
    ...{ path: settingsPath(machine), journal, hide },
    today: () => new Date().toISOString(),
  })
  return {
    installations: async () => findEveryClaude(machine, await loginEnvironment(machine)),
    // What a terminal of this user would have, not what the desktop gave the app.
    layers: async (folder) =>
      layersOf({ ...machine, env: { ...machine.env, ...(await loginEnvironment(machine)) } }, folder ?? machine.home),
    settings,
    async trust() {
      if (!certificate) return null
      const { NODE_EXTRA_CA_CERTS: exported } = { ...machine.env, ...(await loginEnvironment(machine)) }
      await certificate.trust([exported, settings.theirTrust()])
      return certificate.trustPath
    },
  }
}
