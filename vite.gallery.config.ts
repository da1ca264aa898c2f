import { defineConfig, mergeConfig } from 'vite'
import base from './vite.config.ts'

/** The gallery by itself, for its pictures; the app is built without it. */
export default mergeConfig(
  base,
  defineConfig({
    build: { outDir: '../out/gallery', rolldownOptions: { input: 'src-renderer/gallery.html' } },
    preview: { port: 0, host: '127.0.0.1' },
  }),
)
