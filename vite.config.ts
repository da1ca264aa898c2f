import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev` found the headless relay's bridge; the window in a browser talks to it. */
const bridge = process.env.CC_RELAY_BRIDGE

export default defineConfig({
  root: 'src-renderer',
  base: './', // the packaged window is opened from a file
  plugins: [react()],
  build: { outDir: '../out/renderer', emptyOutDir: true, target: 'chrome130' },
  server: {
    port: 5317,
    strictPort: true,
    host: '127.0.0.1',
    ...(bridge ? { proxy: { '/bridge': { target: bridge } } } : {}),
  },
})
