import fs from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/**
 * A person who has used Claude Code before, in these folders, and whose own settings lead elsewhere. What their
 * terminals show is written to a file besides: `screen.log` of theirs, or one in each folder where there are several.
 * Returns their settings file.
 */
export function furnish(person: string, claude: string, folders: readonly string[] = [person]): string {
  fs.mkdirSync(path.join(person, '.local', 'bin'), { recursive: true })
  fs.symlinkSync(claude, path.join(person, '.local', 'bin', 'claude'))
  // As installers write it: only a shell of this person's knows.
  fs.writeFileSync(path.join(person, '.profile'), 'export PATH="$HOME/.local/bin:$PATH"\n')
  const known = {
    hasCompletedOnboarding: true,
    theme: 'dark',
    projects: Object.fromEntries(folders.map((folder) => [folder, { hasTrustDialogAccepted: true }])),
  }
  fs.writeFileSync(path.join(person, '.claude.json'), JSON.stringify(known))
  const settings = path.join(person, '.claude', 'settings.json')
  fs.mkdirSync(path.dirname(settings))
  const env = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }
  fs.writeFileSync(settings, JSON.stringify({ env }))
  // Without a name each is named by its time, in the folder of its terminal.
  const named = folders.length === 1 ? `XTerm*logFile: ${path.join(person, 'screen.log')}\n` : ''
  fs.writeFileSync(path.join(person, '.Xdefaults'), `XTerm*logging: true\n${named}`)
  return settings
}

/** What a terminal has shown so far, without colours and blanks: a client that draws a screen moves instead of spacing. */
export function shown(log: string): string {
  return fs.existsSync(log) ? squeezed(stripVTControlCharacters(fs.readFileSync(log, 'utf8'))) : ''
}

/** The same of the terminal in this folder, where there are several. */
export function shownIn(folder: string): string {
  const log = fs.readdirSync(folder).find((name) => name.startsWith('Xterm.log'))
  return log === undefined ? '' : shown(path.join(folder, log))
}

export const squeezed = (words: string): string => words.replace(/\s+/g, '')

/** What the client itself has written down as answers; `folder`: of those it gave there. */
export function answers(person: string, folder?: string): string[] {
  const projects = path.join(person, '.claude', 'projects')
  const own = folder === undefined ? projects : path.join(projects, folder.replace(/[^a-zA-Z0-9]/g, '-'))
  if (!fs.existsSync(own)) return []
  const files = fs.readdirSync(own, { recursive: true }).filter((name) => String(name).endsWith('.jsonl'))
  const lines = files.flatMap((name) =>
    fs
      .readFileSync(path.join(own, String(name)), 'utf8')
      .split('\n')
      .filter(Boolean),
  )
  return lines.flatMap((line) => {
    const { type: kind, message } = JSON.parse(line)
    if (kind !== 'assistant') return []
    return message.content.flatMap((block: { type: string; text: string }) =>
      block.type === 'text' ? [block.text] : [],
    )
  })
}
