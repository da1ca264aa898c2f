import { expect, it } from 'vitest'
import { groupName } from './group-name.ts'

it.each([
  ['*', 'All models'],
  ['sonnet-5', 'Sonnet 5'],
  ['opus-4-8', 'Opus 4.8'],
  ['other', 'other'],
])('calls the group %s %s', (group, name) => expect(groupName(group)).toBe(name))
