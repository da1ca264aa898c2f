import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src-renderer',
  base: './', // the packaged window has an origin of its own and no server
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome130', // Electron 33
    chunkSizeWarningLimit: 1000, // kB; read from disk, so splitting it would gain nothing
  },
  server: { port: 5317, strictPort: true, host: '127.0.0.1' },
})
