import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

type Rgba = readonly [r: number, g: number, b: number, a: number]

function rgba(hex: string): Rgba {
  const [r = 0, g = 0, b = 0, a = 255] = hex.match(/[0-9a-f]{2}/gi)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  return [r, g, b, a / 255]
}

/** `--name: light-dark(light, dark)` for every colour. */
const colours = Object.fromEntries(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light: rgba(light), dark: rgba(dark) },
  ]),
)

type Theme = 'light' | 'dark'
function colour(name: string, theme: Theme): Rgba {
  const found = colours[name]
  if (!found) throw new Error(`no token ${name}`)
  return found[theme]
}

/** What is seen where one colour lies over another. */
const over = ([r, g, b, a]: Rgba, [R, G, B]: Rgba): Rgba => [
  r * a + R * (1 - a),
  g * a + G * (1 - a),
  b * a + B * (1 - a),
  1,
]

/** Relative luminance, as WCAG 2 defines it. */
function luminance([r, g, b]: Rgba): number {
  const [R = 0, G = 0, B = 0] = [r, g, b].map((value) => {
    const part = value / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * R + 0.7152 * G + 0.0722 * B
}

function contrast(one: Rgba, other: Rgba): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const themes: Theme[] = ['light', 'dark']
const texts = ['ink', 'ink-2', 'ink-3', 'warn', 'bad', 'focus']
const grounds = ['bg', 'bar', 'sheet', 'sel on bg', 'sel on sheet']

function ground(name: string, theme: Theme): Rgba {
  const [top = '', bottom] = name.split(' on ')
  return bottom ? over(colour(top, theme), colour(bottom, theme)) : colour(top, theme)
}

const pairs = themes.flatMap((theme) => texts.flatMap((text) => grounds.map((under) => [theme, text, under] as const)))

it.each(pairs)('%s: %s can be read on %s', (theme, text, under) => {
  expect(contrast(colour(text, theme), ground(under, theme))).toBeGreaterThanOrEqual(4.5)
})

it.each(themes)('%s: the filled button and its shortcut can be read', (theme) => {
  expect(contrast(colour('go-ink', theme), colour('go-bg', theme))).toBeGreaterThanOrEqual(4.5)
  expect(contrast(colour('go-key', theme), colour('go-bg', theme))).toBeGreaterThanOrEqual(4.5)
})

it.each(themes.flatMap((theme) => ['fill', 'fill-2', 'warn-fill'].map((fill) => [theme, fill] as const)))(
  '%s: %s stands out from its track',
  (theme, fill) => {
    const track = over(colour('track', theme), colour('bg', theme))
    expect(contrast(colour(fill, theme), track)).toBeGreaterThanOrEqual(3)
  },
)

it.each(themes)('%s: the edge of a field can be seen when it is pointed at', (theme) => {
  const edge = over(colour('edge', theme), colour('sheet', theme))
  expect(contrast(edge, colour('sheet', theme))).toBeGreaterThanOrEqual(3)
})
