import { expect, it } from 'vitest'
import { statusOfType, typeOf } from './error-types.ts'

it.each([
  ['overloaded_error', 529],
  ['not_found_error', 404],
  ['constructor', null],
  ['', null],
])('%s stands for %s', (type, status) => {
  expect(statusOfType(type)).toBe(status)
})

it.each([
  [404, 'not_found_error'],
  [418, 'invalid_request_error'],
  [502, 'api_error'],
])('%i is told as %s', (status, type) => {
  expect(typeOf(status)).toBe(type)
})
