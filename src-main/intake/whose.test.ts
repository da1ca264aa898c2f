import { describe, expect, it } from 'vitest'
import { whose } from './whose.ts'

const at = (address: string) => {
  const guess = whose({ secret: null, name: '', address })
  return guess.ok ? [guess.type, guess.baseUrl] : guess.why
}

describe('an address beside a key', () => {
  it.each([
    // OpenAI's own, however much of its path is written down.
    ['https://api.openai.com/v1', ['openai', null]],
    ['https://api.openai.com/v1/', ['openai', null]],
    ['https://api.openai.com/v1/chat/completions', ['openai', null]],
    ['https://api.openai.com/v1/responses', ['openai', null]],
    // Google has two doors at one host.
    ['https://generativelanguage.googleapis.com/v1beta/models/', ['gemini', null]],
    ['https://generativelanguage.googleapis.com/v1beta', ['gemini', null]],
    ['https://generativelanguage.googleapis.com/v1beta/openai/', ['gemini_chat', null]],
    ['https://generativelanguage.googleapis.com/v1beta/openai/chat/completions', ['gemini_chat', null]],
    ['https://api.groq.com/openai/v1/chat/completions', ['groq', null]],
    ['https://api.groq.com/openai/v1', ['groq', null]],
    // Of anybody else the method tells the format.
    ['https://gateway.sample.invalid/v1/chat/completions', ['openai_custom', 'https://gateway.sample.invalid/v1']],
    ['https://gateway.sample.invalid/v1/responses', ['responses_custom', 'https://gateway.sample.invalid/v1']],
    ['https://gateway.sample.invalid/v1/messages', ['anthropic', 'https://gateway.sample.invalid']],
    // Anthropic's format at a provider that has another one too.
    ['https://api.deepseek.com/chat/completions', ['deepseek', null]],
    ['https://api.deepseek.com/anthropic', ['deepseek', null]],
  ])('%s', (address, expected) => {
    expect(at(address)).toEqual(expected)
  })
})
