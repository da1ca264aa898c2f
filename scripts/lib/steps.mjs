import fs from 'node:fs'
import path from 'node:path'
import { golden, hasGolden } from '../golden.mjs'
import { fetchFloorTypes } from './floor.mjs'
import { root, run, toolEnv } from './shell.mjs'

/** @typedef {{ passed: number, failed: number }} Count */
/** @typedef {{ name: string, needs?: string[], run: () => Promise<Count> }} Step */

const UNIT = path.join(root, 'test-results', 'unit.json')
/** Far more than the unit tests take; a relay that answers nothing would else hang each of its tests in turn. */
const UNIT_LIMIT_MS = 15 * 60_000
const GOLDEN = path.join(root, 'test-results', 'golden.json')
const E2E = path.join(root, 'test-results', 'e2e.json')
const ROOMS = ['src-shared', 'src-main', 'src-renderer', 'playground', 'bench', 'night', 'e2e', 'test']

/**
 * A check that only says yes or no counts as one.
 * @returns {Promise<Count>}
 */
async function check(/** @type {string} */ file, /** @type {string[]} */ args) {
  const code = await run(file, args, { env: toolEnv() })
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * A test run counts each test. One that failed without a failing test (a spec that does not load) counts as one.
 * @param {number} code
 * @param {string} report
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
function tests(code, report, read) {
  const count = fs.existsSync(report) ? read(JSON.parse(fs.readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

async function unit() {
  fs.rmSync(UNIT, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT}`]
  const code = await run('vitest', args, { env: toolEnv(), limitMs: UNIT_LIMIT_MS })
  return tests(code, UNIT, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }))
}

async function e2e() {
  fs.rmSync(E2E, { force: true })
  if (!hasSpecs()) {
    console.log('There are no end-to-end tests yet.')
    return { passed: 0, failed: 0 }
  }
  const playwright = [path.join(root, 'scripts', 'with-electron.mjs'), 'playwright', 'test']
  const [file, args] =
    process.platform === 'linux'
      ? [path.join(root, 'scripts', 'tray-host.sh'), [process.execPath, ...playwright]]
      : [process.execPath, playwright]
  const env = toolEnv({ KEYRING: '1', CC_RELAY_PACKAGED: packagedExecutable() })
  const code = await run(file, args, { env })
  return tests(code, E2E, ({ stats }) => {
    if (stats.skipped > 0) console.log(`${stats.skipped} skipped`)
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
  })
}

async function looks() {
  fs.rmSync(GOLDEN, { force: true })
  const code = await golden()
  if (!hasGolden) return { passed: 0, failed: 0 }
  return tests(code, GOLDEN, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }))
}

function hasSpecs() {
  const folder = path.join(root, 'e2e')
  return (
    fs.existsSync(folder) &&
    fs.readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
  )
}

/** Where `scripts/pack.mjs --e2e` leaves the app. */
function packagedExecutable() {
  const folder = path.join(root, 'dist-e2e')
  if (process.platform === 'darwin') return path.join(folder, 'mac', 'CC Relay.app', 'Contents', 'MacOS', 'CC Relay')
  if (process.platform === 'win32') return path.join(folder, 'win-unpacked', 'CC Relay.exe')
  return path.join(folder, 'linux-unpacked', 'cc-relay')
}

async function floorTypes() {
  fetchFloorTypes()
  return check('tsc', ['-p', 'tsconfig.floor.json'])
}

/**
 * What needs neither a desktop nor Electron.
 * @type {Step[]}
 */
export const FAST = [
  { name: 'format and lint', run: () => check('biome', ['ci', '--error-on-warnings', '.']) },
  { name: 'types', run: () => check('tsc', ['-p', 'tsconfig.json']) },
  { name: 'types of the scripts', run: () => check('tsc', ['-p', 'tsconfig.scripts.json']) },
  {
    name: 'layer rules',
    run: () =>
      check('depcruise', [
        '--config',
        '.dependency-cruiser.cjs',
        '--no-cache',
        ...ROOMS.filter((room) => fs.existsSync(path.join(root, room))),
      ]),
  },
  { name: 'picture of the rooms', run: () => check(process.execPath, ['scripts/picture.mjs', '--check']) },
  { name: 'behaviours and their tests', run: () => check(process.execPath, ['scripts/behaviours.mjs']) },
  { name: 'goals and their tests', run: () => check(process.execPath, ['scripts/goals.mjs', '--check']) },
  { name: 'dead code', run: () => check('knip', ['--no-progress']) },
  { name: 'unit and property tests', run: unit },
]

/**
 * Everything, in the order in which a failure is cheapest to see.
 * @type {Step[]}
 */
export const ALL = [
  ...FAST.slice(0, 2),
  { name: 'types of the oldest runtime, Electron 33', run: floorTypes },
  ...FAST.slice(2),
  { name: 'build', run: () => check(process.execPath, ['scripts/build.mjs']) },
  { name: 'pictures of the gallery', run: looks },
  { name: 'speed beside a bare passthrough', run: () => check(process.execPath, ['scripts/bench.mjs', 'gate']) },
  { name: 'packaged app', needs: ['build'], run: () => check(process.execPath, ['scripts/pack.mjs', '--e2e']) },
  { name: 'end-to-end tests', needs: ['build', 'packaged app'], run: e2e },
]
