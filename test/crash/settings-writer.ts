import { settingsOn } from './taken-over.ts'

/** Leads Claude Code's settings here, elsewhere, and back, over and over until it is killed; says a line for each. */
const [, , home = ''] = process.argv
const settings = settingsOn(home)
const destinations = ['http://127.0.0.1:8787', 'https://127.0.0.1:9999']

for (let n = 0; ; n++) {
  for (const address of destinations) {
    await settings.plan({ address, token: `token-${n}-of-${address}`, trust: null }).make()
    process.stdout.write(`${address}\n`)
  }
  await settings.planBack().make()
  process.stdout.write('back\n')
}
