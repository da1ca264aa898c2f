#!/usr/bin/env node
// node scripts/icons.mjs: draws every icon in assets/ anew from assets/drawings/*.svg. Needs rsvg-convert
// (Debian: librsvg2-bin). The results are committed; this is for whoever changes a drawing.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root } from './lib/shell.mjs'

const assets = path.join(root, 'assets')
const drawing = (/** @type {string} */ name) => fs.readFileSync(path.join(assets, 'drawings', `${name}.svg`), 'utf8')
const put = (/** @type {string} */ name, /** @type {Buffer} */ bytes) => {
  fs.mkdirSync(path.dirname(path.join(assets, name)), { recursive: true })
  fs.writeFileSync(path.join(assets, name), bytes)
}

const INK = { light: '#ffffff', dark: '#000000' }
/** Windows reads these sizes out of an .ico. */
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256]
/** Apple's names for the sizes of an .icns, in pixels; a size that is there twice is once for screens of double density. */
const ICNS_SIZES = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 }
/** Folders that Linux desktops look into. */
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512]

drawApp()
for (const state of ['idle', 'live', 'alert']) drawTray(state)

function drawApp() {
  const png = (/** @type {number} */ size) => render(drawing('icon'), size)
  for (const size of LINUX_SIZES) put(`icons/${size}x${size}.png`, png(size))
  put('icon.png', png(512))
  put('icon.ico', ico(ICO_SIZES.map((size) => ({ size, png: png(size) }))))
  put('icon.icns', icns(Object.entries(ICNS_SIZES).map(([name, size]) => ({ name, png: png(size) }))))
}

/**
 * macOS colours a black `Template` itself. A Linux panel does not, and may be light or dark, which no program
 * can ask: so there is light ink and dark ink, each with a thin rim of the other.
 */
function drawTray(/** @type {string} */ state) {
  for (const [suffix, scale] of /** @type {const} */ ([
    ['', 1],
    ['@2x', 2],
  ])) {
    put(`tray/${state}Template${suffix}.png`, render(inked(drawing(`${state}-16`), INK.dark), 16 * scale))
    put(`tray/${state}-light${suffix}.png`, render(rimmed(drawing(`${state}-22`), INK.light, INK.dark), 22 * scale))
    put(`tray/${state}-dark${suffix}.png`, render(rimmed(drawing(`${state}-22`), INK.dark, INK.light), 22 * scale))
  }
}

function inked(/** @type {string} */ svg, /** @type {string} */ ink) {
  return svg.replaceAll('currentColor', ink)
}

function rimmed(/** @type {string} */ svg, /** @type {string} */ ink, /** @type {string} */ rim) {
  const [, open = '', shapes = ''] = /^(<svg[^>]*>)(.*)<\/svg>\s*$/s.exec(svg) ?? []
  const behind = `<g fill="${rim}" stroke="${rim}" stroke-width="2" stroke-linejoin="round" opacity="0.45">${shapes}</g>`
  return inked(`${open}${behind}<g>${shapes}</g></svg>`, ink)
}

/** @returns {Buffer} a PNG */
function render(/** @type {string} */ svg, /** @type {number} */ size) {
  return execFileSync('rsvg-convert', ['-w', `${size}`, '-h', `${size}`], { input: svg, maxBuffer: 1 << 24 })
}

/** A directory of PNGs (Windows reads them since Vista): 6 bytes of head, 16 for each, then the pictures. */
function ico(/** @type {{ size: number, png: Buffer }[]} */ pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [i, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * i
    head.writeUInt8(size % 256, at) // 256 is written as 0
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** Chunks of a four-letter name, a length that counts its own 8 bytes, and a PNG. */
function icns(/** @type {{ name: string, png: Buffer }[]} */ pictures) {
  const chunks = pictures.map(({ name, png }) => chunk(name, png))
  return chunk('icns', Buffer.concat(chunks))
}

function chunk(/** @type {string} */ name, /** @type {Buffer} */ body) {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([head, body])
}
