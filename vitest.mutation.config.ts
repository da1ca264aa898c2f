import { defineConfig, type Plugin } from 'vitest/config'

/** A line of night/mutation/lines.yaml as it is loaded in the place of the one that stands in its file. */
interface Weakened {
  readonly file: string
  readonly line: string
  readonly instead: string
}

const said = process.env['MUTATION_LINE']
const weakened: Plugin[] = said ? [weaken(JSON.parse(said))] : []

/** Only the tests that a scope names: each of its mutants is put to them, and to no other. */
export default defineConfig({
  plugins: weakened,
  test: {
    include: (process.env['MUTATION_TESTS'] ?? '').split(','),
    testTimeout: 20_000,
    server: { deps: { inline: ['electron-store'] } },
  },
})

function weaken({ file, line, instead }: Weakened): Plugin {
  return {
    name: 'weakened',
    enforce: 'pre',
    transform: (code, id) => (id.endsWith(`/${file}`) ? code.replace(line, () => instead) : null),
  }
}
