import { text } from './text.ts'

/** `claude-opus-4` style groups in words; `*` is one limit for all models. */
export function groupName(group: string): string {
  if (group === '*') return text.window.keys.detail.allModels
  const parts = /^(?:claude-)?([a-z]+)-(\d+)(?:[.-](\d{1,2}|x))?$/.exec(group)
  if (!parts) return group
  const [, family = '', major, minor] = parts
  return `${family[0]?.toUpperCase()}${family.slice(1)} ${major}${minor ? `.${minor}` : ''}`
}
