import { resolve } from 'node:path'
import type { Prompt } from './prompt.ts'
import { sampleJson } from './sample-json.ts'

export type Block =
  | { readonly type: 'thinking'; readonly thinking: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: Readonly<Record<string, unknown>> }

/** What the answers are made of. */
export interface Voice {
  /** Stands before every text; says what it is. `null`: nothing does. */
  readonly marked: string | null
  readonly sentences: readonly string[]
  readonly thinking: readonly string[]
  readonly title: string
  toolFirst(name: string): string
  toolDone(name: string): string
  toolFailed(name: string): string
}

/**
 * Makes up an answer. What the user may steer: a line `use tool: NAME …` asks for that tool (`write FILE
 * TEXT`, `read FILE`, `bash COMMAND`, or any other with its input as JSON; several lines, several tools at
 * once), and `words: N` sets the length.
 */
export function compose(prompt: Prompt, voice: Voice, random: () => number): Block[] {
  if (prompt.schema !== undefined) return [text(JSON.stringify(sampleJson(prompt.schema, voice.title) ?? {}))]
  const blocks: Block[] = prompt.thinks ? [{ type: 'thinking', thinking: voice.thinking.join(' ') }] : []
  const said = (words: string) => text(voice.marked === null ? words : `${voice.marked}\n\n${words}`)
  const result = prompt.toolResults.at(-1)
  if (result) return [...blocks, said(result.isError ? voice.toolFailed(result.name) : voice.toolDone(result.name))]
  const uses = toolUses(prompt)
  const first = uses[0]
  if (first) return [...blocks, said(voice.toolFirst(first.name)), ...uses]
  return [...blocks, said(ramble(voice.sentences, wordsWanted(prompt, random), random))]
}

const text = (words: string): Block => ({ type: 'text', text: words })

function toolUses(prompt: Prompt): Extract<Block, { type: 'tool_use' }>[] {
  const asked = [...prompt.lastText.matchAll(/use tool:\s*(\w+)\s+(\S[^\n]*)/gi)]
  return asked.flatMap(([, wanted = '', rest = '']) => {
    const name = prompt.tools.find((it) => it.toLowerCase() === wanted.toLowerCase())
    const input = name && inputFor(name.toLowerCase(), rest.trim(), prompt.folder)
    return name && input ? [{ type: 'tool_use', name, input }] : []
  })
}

function inputFor(tool: string, rest: string, folder: string | null): Record<string, unknown> | null {
  const [file = '', ...words] = rest.split(' ')
  const file_path = folder === null ? file : resolve(folder, file)
  if (tool === 'write') return { file_path, content: `${words.join(' ')}\n` }
  if (tool === 'read') return { file_path }
  if (tool === 'bash') return { command: rest, description: 'Run what was asked for' }
  try {
    const input: unknown = JSON.parse(rest)
    return typeof input === 'object' && input !== null ? { ...input } : null
  } catch {
    return null
  }
}

function wordsWanted(prompt: Prompt, random: () => number): number {
  const asked = /\bwords:\s*(\d{1,6})\b/i.exec(prompt.lastText)?.[1]
  return asked === undefined ? 30 + Math.floor(random() * 60) : Number(asked)
}

/** Never the same sentence twice in a row. */
function ramble(sentences: readonly string[], length: number, random: () => number): string {
  const words: string[] = []
  for (let at = 0; words.length < length; ) {
    at += 1 + Math.floor(random() * Math.max(1, sentences.length - 1))
    words.push(...(sentences[at % sentences.length] ?? 'And so on.').split(' '))
  }
  return words.slice(0, Math.max(1, length)).join(' ')
}
