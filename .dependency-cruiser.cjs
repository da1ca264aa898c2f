/**
 * The walls of the house: arrows point inward. A folder is an environment (shared: plain language;
 * pool: pure; shell: Electron), and what it may know stands here. Tests are held to the walls between
 * processes only.
 */
const TEST = '\\.test\\.tsx?$'
/** What tests share: it never comes into a bundle. */
const TEST_HELP = `(${TEST}|^src-main/[^/]+/testing/)`
const ROOTS = '^src-main/(main|headless|cli|assemble)\\.ts$'

/** npm packages, by the room that may use them. One that is in no list fails until somebody decides. */
const PACKAGES = {
  shared: { path: '^src-shared/', names: ['zod'] },
  pool: { path: '^src-main/pool/', names: ['zod'] },
  main: {
    path: '^src-main/(?!pool/|shell/|preload/|main\\.ts$)',
    names: [
      'zod',
      'undici',
      'yaml',
      'smol-toml',
      'pino',
      '@pydantic/genai-prices',
      '@napi-rs/keyring',
      '@aws-sdk/credential-provider-ini',
    ],
  },
  shell: { path: '^src-main/(shell/|main\\.ts$)', names: ['zod', 'undici', 'electron', 'electron-store'] },
  preload: { path: '^src-main/preload/', names: ['electron'] },
  renderer: { path: '^src-renderer/', names: ['react', 'react-dom', 'zustand', 'radix-ui', 'zod'] },
  playground: {
    path: '^(playground|bench|night)/',
    names: ['zod', 'undici', 'yaml', '@smithy/signature-v4', '@smithy/eventstream-codec', '@aws-crypto/sha256-js'],
  },
  e2e: {
    path: '^e2e/',
    names: [
      ...['@playwright/test', '@axe-core/playwright', 'dbus-next', 'electron', 'undici', 'yaml', 'zod'],
      // Of the gallery's pictures: what serves it, and what reads them.
      ...['vite', 'pngjs'],
    ],
  },
}
/** Types only; they leave nothing in a bundle. */
const TYPES = ['@types/node', '@types/react', '@types/react-dom']
const TOOLS = ['vitest', 'fast-check', 'dependency-cruiser', 'esbuild', ...TYPES]

const inPackages = (/** @type {string[]} */ names) => `^node_modules/(${names.join('|')})(/|$)`

const classified = Object.entries(PACKAGES).map(([room, { path, names }]) => ({
  name: `packages-of-${room}`,
  comment: 'This room may not use this package; classify a new one in .dependency-cruiser.cjs.',
  severity: 'error',
  from: { path, pathNot: TEST_HELP },
  to: { path: '^node_modules/', pathNot: inPackages([...names, ...TYPES]) },
}))

module.exports = {
  forbidden: [
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-is-innermost',
      comment: 'src-shared knows zod and itself: no node, no DOM, no electron.',
      severity: 'error',
      from: { path: '^src-shared/', pathNot: TEST },
      to: { pathNot: '^(src-shared/|node_modules/zod/)' },
    },
    {
      name: 'pool-is-pure',
      comment: 'State in, state out: no node:, no network, no other room. ports.ts is types.',
      severity: 'error',
      from: { path: '^src-main/pool/', pathNot: TEST_HELP },
      to: { pathNot: '^(src-main/pool/|src-main/ports\\.ts$|src-shared/|node_modules/zod/)' },
    },
    {
      name: 'providers-and-routing-look-inward',
      comment: 'They know the pool and the shared words; who uses them is not their business.',
      severity: 'error',
      from: { path: '^src-main/(providers|routing)/', pathNot: TEST },
      to: { path: '^src-main/(relay|feed|config|secrets|claude|ipc|shell|preload)/' },
    },
    {
      name: 'electron-only-in-shell',
      comment: 'The relay, the pool and the vault run under plain Node.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/((shell|preload)/|main\\.ts$)' },
      to: { path: '^(electron$|node_modules/(electron|electron-store)/)' },
    },
    {
      name: 'nobody-reaches-into-the-shell',
      severity: 'error',
      from: { pathNot: '^src-main/(shell/|main\\.ts$)' },
      to: { path: '^src-main/shell/' },
    },
    {
      name: 'rooms-do-not-know-who-wires-them',
      comment: 'One composition root per process; it knows the rooms, never the other way.',
      severity: 'error',
      from: { path: '^src-main/[^/]+/', pathNot: TEST },
      to: { path: ROOTS },
    },
    {
      name: 'preload-is-a-slit',
      comment: 'Two functions over the contract; anything more would run inside the window.',
      severity: 'error',
      from: { path: '^src-main/preload/' },
      to: { path: '^src-main/', pathNot: '^src-main/preload/' },
    },
    {
      name: 'windows-see-only-shared',
      comment: 'Not even a type of the main process, nothing of Node.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: TEST },
      to: { path: '^(src-main|playground|bench|e2e)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'windows-have-no-node',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'practice-stays-outside-the-rooms',
      comment: 'The practice upstream is wired in by a composition root, never by the relay itself.',
      severity: 'error',
      from: { path: '^src-main/[^/]+/', pathNot: TEST },
      to: { path: '^playground/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'packages-of-tests',
      comment: 'Classify a new tool in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: TEST },
      to: {
        path: '^node_modules/',
        pathNot: inPackages([...Object.values(PACKAGES).flatMap((room) => room.names), ...TOOLS]),
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...classified,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
