import { spawnSync } from 'node:child_process'
import { run, which } from './shell.mjs'

/**
 * What the system must bring, found by what it provides (a program on the PATH, a library the
 * loader knows) and not by package names, so that every Linux can be asked. `deb`: the Debian
 * package, with the name that newer releases gave it first.
 * @typedef {{ program: string, deb: string[] } | { library: string, deb: string[] }} Need
 */

/** Electron's libraries, by the names `ldd` prints. */
/** @type {Record<string, string[]>} */
const ELECTRON_LIBRARIES = {
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libexpat.so.1': ['libexpat1'],
  'libgbm.so.1': ['libgbm1'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnspr4.so': ['libnspr4'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libsmime3.so': ['libnss3'],
  'libudev.so.1': ['libudev1'],
  'libX11.so.6': ['libx11-6'],
  'libxcb.so.1': ['libxcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libXrandr.so.2': ['libxrandr2'],
}

/** What the app wants of a desktop; the last three it starts without, and does less. */
/** @type {Need[]} */
export const DESKTOP = [
  ...Object.entries(ELECTRON_LIBRARIES).map(([library, deb]) => ({ library, deb })),
  { library: 'libsecret-1.so.0', deb: ['libsecret-1-0'] },
  { library: 'libnotify.so.4', deb: ['libnotify4'] },
  { program: 'xdg-open', deb: ['xdg-utils'] },
]

/** A virtual display, a session bus, a real panel, a keyring, a terminal, and tools to look and click. */
/** @type {Need[]} */
export const TEST_DESKTOP = [
  ...DESKTOP,
  { program: 'xvfb-run', deb: ['xvfb'] },
  { program: 'xauth', deb: ['xauth'] },
  { program: 'dbus-run-session', deb: ['dbus-bin', 'dbus'] },
  { program: 'gdbus', deb: ['libglib2.0-bin'] },
  { program: 'xfce4-panel', deb: ['xfce4-panel'] },
  { program: 'xfconf-query', deb: ['xfconf'] },
  { program: 'openbox', deb: ['openbox'] },
  { program: 'gnome-keyring-daemon', deb: ['gnome-keyring'] },
  { program: 'secret-tool', deb: ['libsecret-tools'] },
  { program: 'xterm', deb: ['xterm'] },
  { program: 'xdotool', deb: ['xdotool'] },
  { program: 'xwininfo', deb: ['x11-utils'] },
  { program: 'import', deb: ['imagemagick'] },
  { program: 'desktop-file-validate', deb: ['desktop-file-utils'] },
  { program: 'fc-list', deb: ['fontconfig'] },
]

/** What `npm run dist` calls besides electron-builder's own tools. */
/** @type {Need[]} */
export const PACKAGERS = [
  { program: '7za', deb: ['p7zip-full', '7zip'] },
  { program: 'dpkg-deb', deb: ['dpkg'] },
]

/**
 * The libraries that the loader cannot find for this program.
 * @param {string} executable
 * @returns {Need[]}
 */
export function missingLibraries(executable) {
  if (process.platform !== 'linux') return []
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  const names = [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
  return names
    .filter((name) => name !== 'libffmpeg.so') // lies beside the program
    .map((name) => ({ library: name, deb: ELECTRON_LIBRARIES[name] ?? [] }))
}

/**
 * @param {readonly Need[]} needs
 * @returns {Need[]} those this system does not have
 */
export function missing(needs) {
  const cache = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? ''
  return needs.filter((need) =>
    'program' in need ? which(need.program) === null : !cache.includes(`${need.library} `),
  )
}

/**
 * Sees to it that the system has what is needed: installs it where it may (root on Debian), else says
 * exactly what is missing and the command that brings it.
 * @param {readonly Need[]} needs already known to be missing
 * @returns {Promise<boolean>} whether everything is there now
 */
export async function provide(needs) {
  if (needs.length === 0) return true
  const names = new Set(needs.map((need) => ('program' in need ? need.program : need.library)))
  console.error(`This system lacks: ${[...names].join(', ')}`)
  const isRoot = process.getuid?.() === 0
  if (!which('apt-get')) {
    console.error('Install what provides these with the package manager of this system, then try again.')
    return false
  }
  if (isRoot && (await run('apt-get', ['update', '-qq'], { quiet: true })) !== 0) {
    console.error('The package lists could not be fetched; going on with those at hand.')
  }
  const packages = [
    ...new Set(needs.map((need) => need.deb.find(isOffered) ?? need.deb.at(-1)).filter((name) => name !== undefined)),
  ]
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
  if (!isRoot) {
    console.error(`Install it with:\n\n  sudo ${command.join(' ')}\n`)
    return false
  }
  console.error(`Installing: ${packages.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    quiet: true,
  })
  if (code !== 0) console.error(`Installing failed. By hand: ${command.join(' ')}`)
  return code === 0
}

/** Whether apt has this very package (newer releases renamed some; the old name is then only virtual). */
function isOffered(/** @type {string} */ name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  return /Candidate: (?!\(none\))/.test(stdout ?? '')
}

/** Whether a window could be shown: always on macOS and Windows, by the two variables on Linux. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
