import { describe, expect, it } from 'vitest'
import { BaseUrl } from '../../config/schema.ts'
import { ChosenType, Role } from '../provider.ts'
import { presetGroups } from './preset.ts'
import { presets } from './presets.ts'

const today = '2026-11-24'

describe.each(Object.entries(presets))('the preset of %s', (_type, preset) => {
  it('has a name, a group and a day', () => {
    expect(preset.name).toMatch(/^\S.{1,30}$/)
    expect(presetGroups).toContain(preset.group)
    expect(preset.asOf).toMatch(/^2026-\d\d-\d\d$/)
    expect(preset.asOf <= today).toBe(true)
  })

  it('has addresses that a key may be sent to, each once, none with a slash at its end', () => {
    for (const address of preset.addresses) {
      expect(BaseUrl.safeParse(address).success).toBe(true)
      expect(address).not.toMatch(/\/$/)
    }
    expect(new Set(preset.addresses).size).toBe(preset.addresses.length)
    expect(preset.addresses.length > 0 || preset.template !== undefined).toBe(preset.group !== 'custom')
  })

  it('maps every role to a model that it lists, or none', () => {
    const ids = preset.models.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    if (preset.roles) for (const role of Role.options) expect(ids).toContain(preset.roles[role])
  })

  it('links to pages over https, and to one for keys where it needs any', () => {
    for (const link of [preset.links.keys, preset.links.guide])
      if (link !== null) expect([new URL(link).protocol, new URL(link).username]).toEqual(['https:', ''])
    if (preset.key === 'needed') expect(preset.links.keys).not.toBeNull()
  })

  it('names a model for the one token that a test may cost', () => {
    if (preset.test === 'one_token') expect(preset.roles?.haiku).toBeDefined()
  })
})

it('there is one for every kind that can be chosen', () => {
  expect(Object.keys(presets).sort()).toEqual([...ChosenType.options].sort())
  expect(new Set(Object.values(presets).map(({ name }) => name)).size).toBe(ChosenType.options.length)
})
