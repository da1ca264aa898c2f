import { keysIn } from './tokens.ts'

/** Control characters, and those that turn the direction of writing: what is shown must be what is there. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]+/gu

/**
 * A name from somebody else's file, fit to be shown and stored: one line, at most `most` characters, and no key in it.
 */
export function cleanName(name: unknown, most = 60): string {
  if (typeof name !== 'string') return ''
  const whole = name.slice(0, 5_000)
  return cut(withoutKeys(whole).replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim(), most)
}

const withoutKeys = (name: string) => keysIn(name).reduce((rest, key) => rest.replaceAll(key, '…'), name)

/** By whole characters: half a surrogate pair is no character. */
const cut = (text: string, most: number) => {
  let kept = ''
  for (const one of text) {
    if (kept.length + one.length > most) break
    kept += one
  }
  return kept.trim()
}

const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

/** The own members of a plain object that have a usable name; nothing for anything else. */
export function members(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).filter(([name]) => !RESERVED.has(name))
}

/** A member by its name, whoever's object it is: nothing of a prototype. */
export const memberOf = (value: unknown, name: string): unknown => members(value).find(([own]) => own === name)?.[1]

/** Names of models out of a list or a comma-separated text; wrong ones are left out. */
export const modelsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [])
    .map((it) => cleanName(it, 200))
    .filter((it) => it !== '')
    .slice(0, 200)
