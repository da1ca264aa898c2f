import type { SessionId } from '../../src-shared/domain/ids.ts'
import { inOrder, isOver, type SessionView } from '../../src-shared/domain/session.ts'
import { age, tokens } from '../../src-shared/text/format.ts'
import { cachedShare, costText, inputIn } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Door, runningRelay, snapshotOf } from './door.ts'
import { Failed } from './failed.ts'
import { readOptions } from './options.ts'
import type { Terminal } from './terminal.ts'

const words = text.cli.sessions

/** `cc-relay sessions …`: who works through the running relay, and the way to stop one. */
export async function sessions(args: readonly string[], terminal: Terminal): Promise<void> {
  const [part = 'list', ...rest] = args[0]?.startsWith('-') ? ['list', ...args] : args
  const command = Object.hasOwn(parts, part) ? parts[part] : undefined
  if (!command) throw new Failed(text.cli.unknownPart('sessions', Object.keys(parts)))
  await command(rest, terminal, await runningRelay(terminal))
}

type Part = (args: readonly string[], terminal: Terminal, door: Door) => Promise<void>

const parts: Readonly<Record<string, Part>> = {
  async list(args, terminal, door) {
    const { options } = readOptions(args, { switches: ['json'] })
    const { sessions: all, at } = await snapshotOf(door)
    const list = inOrder(all)
    if (options.json) terminal.out(`${JSON.stringify(list, null, 2)}\n`)
    else terminal.out(list.length === 0 ? `${words.none}\n` : list.map((it) => `${lineOf(it, at)}\n`).join(''))
  },
  pause: onOne('session.pause', words.paused),
  resume: onOne('session.resume', words.resumed),
  end: onOne('session.end', words.ended),
}

function onOne(row: 'session.pause' | 'session.resume' | 'session.end', done: (name: string) => string): Part {
  return async (args, terminal, door) => {
    const { words: given } = readOptions(args, { words: 1 })
    if (given[0] === undefined) throw new Failed(words.which)
    const session = oneOf(inOrder((await snapshotOf(door)).sessions), given[0])
    await door.ask(row, { id: session.id as SessionId })
    terminal.out(`${done(nameOf(session))}\n`)
  }
}

/** The one whose id or folder this is; throws where it is none or several. */
function oneOf(list: readonly SessionView[], given: string): SessionView {
  const live = list.filter((it) => it.kind === 'launch' && !isOver(it))
  const found = live.filter((it) => it.id === given || it.folder === given || it.folder?.endsWith(`/${given}`))
  if (found.length === 1 && found[0]) return found[0]
  throw new Failed(
    found.length === 0
      ? words.unknown(given)
      : words.several(
          given,
          found.map(({ id }) => id),
        ),
    1,
  )
}

const nameOf = ({ folder, id }: SessionView): string => folder ?? words.elsewhere(id)

/** `launch-x  /code/api: xterm, 1 h, open; glm-5.3 at zai under side; 1.9M in, 121k out, 91% cached; $4.62` */
function lineOf(session: SessionView, now: number): string {
  const { id, place, startedAt, state, model, providerId, profile, usage, cost } = session
  const { amount, note } = costText(cost)
  const input = inputIn(usage)
  const facts = [
    [place, age(now - startedAt), text.window.sessions.state[state]],
    [model === null ? text.window.sessions.noRequest : text.window.sessions.at(model, providerId ?? ''), profile],
    input > 0 ? [words.used(tokens(input), tokens(usage.output)), words.cached(cachedShare(session))] : [],
    [amount, note],
  ]
  const said = facts.map((group) => group.filter(Boolean).join(', ')).filter(Boolean)
  return `${id}  ${text.tray.row(nameOf(session), said.join('; '))}`
}
