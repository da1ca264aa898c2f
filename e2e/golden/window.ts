import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { _electron, test as base, type CDPSession, type ElectronApplication, type Page } from '@playwright/test'
import { preview } from 'vite'
import { root } from '../app.ts'
import { type Look, SIZE } from './looks.ts'

/** What would make two machines draw the same page differently. */
const SWITCHES = [
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  '--disable-font-subpixel-positioning',
  '--disable-lcd-text',
  '--disable-gpu',
  '--disable-partial-raster',
  '--hide-scrollbars',
  '--lang=en-US',
]

const require = createRequire(import.meta.url)
const face = (family: string, file: string, weight: string) =>
  `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/woff2;base64,${fs.readFileSync(file).toString('base64')})}`

/** Fonts of machines differ, so the pictures bring their own; a caret blinks; the pointer is somewhere; scenes come. */
const STYLE = [
  face('Golden', require.resolve('inter-ui/variable/InterVariable.woff2'), '100 900'),
  face('Golden Mono', require.resolve('@fontsource/dejavu-mono/files/dejavu-mono-latin-400-normal.woff2'), '400'),
  ':root:root{--face:"Golden","Golden Mono",sans-serif;--mono:"Golden Mono","Golden",monospace}',
  '*,*::before,*::after{caret-color:transparent!important;animation:none!important;transition:none!important;pointer-events:none!important}',
  'nav[aria-label="Windows"]{display:none}',
].join('\n')

export interface Gallery {
  /** Shows a scene, anew; `null`: the page of all parts. */
  open(scene: string | null): Promise<void>
  /** What is open as a picture of this height, in pixels at 100 %. */
  picture(look: Look, height?: number): Promise<Buffer>
}

/** One window for all scenes of a worker, served from the built gallery. */
export const test = base.extend<object, { gallery: Gallery }>({
  gallery: [
    // biome-ignore lint/correctness/noEmptyPattern: playwright reads from it what this fixture needs
    async ({}, use) => {
      const server = await preview({ configFile: path.join(root, 'vite.gallery.config.ts'), logLevel: 'warn' })
      const electron = await launch()
      try {
        await use(await galleryIn(electron, server.resolvedUrls?.local[0] ?? ''))
      } finally {
        await electron.close()
        await server.close()
      }
    },
    { scope: 'worker' },
  ],
})

function launch(): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: process.env.GALLERY_ELECTRON ?? '',
    args: [...SWITCHES, path.join(import.meta.dirname, 'app')],
    env: { ...(process.env as Record<string, string>), TZ: 'UTC', LANG: 'C.UTF-8', LANGUAGE: 'en' },
    colorScheme: null,
  })
}

async function galleryIn(electron: ElectronApplication, address: string): Promise<Gallery> {
  const page = await electron.firstWindow()
  const session = await electron.context().newCDPSession(page)
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true })
  await page.addInitScript((style) => {
    document.addEventListener('DOMContentLoaded', () => {
      const sheet = document.createElement('style')
      sheet.textContent = style
      document.head.append(sheet)
    })
  }, STYLE)
  return {
    async open(scene) {
      await look(session, { name: '', scheme: 'light', zoom: 1 })
      await page.goto(`${address}gallery.html${scene === null ? '' : `?scene=${scene}`}`)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())))
      await still(page)
    },
    async picture(wanted, height = SIZE.height) {
      await look(session, wanted, height)
      await still(page)
      const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
      return Buffer.from(data, 'base64')
    },
  }
}

async function look(session: CDPSession, { scheme, zoom }: Look, height = SIZE.height): Promise<void> {
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  })
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: SIZE.width / zoom,
    height: height / zoom,
    deviceScaleFactor: zoom,
    mobile: false,
  })
}

/** What a size or a scheme changed is drawn two frames later. */
const still = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame)
  })
