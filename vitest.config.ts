import { configDefaults, defineConfig } from 'vitest/config'

const includes = ['src-*', 'playground', 'bench', 'test', 'scripts'].map((room) => `${room}/**/*.test.{ts,tsx}`)

export default defineConfig({
  test: {
    include: includes,
    exclude: [...configDefaults.exclude, '**/*.night.test.ts'],
    testTimeout: 20_000,
    // It asks for Electron, which a test must be able to stand in for.
    server: { deps: { inline: ['electron-store'] } },
  },
})
