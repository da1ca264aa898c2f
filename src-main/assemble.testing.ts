import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input, Output, Push, PushName, Reply, RequestName } from '../src-shared/ipc/contract.ts'
import type { App, AppPorts } from './app.ts'
import { assemble } from './assemble.ts'
import { claudeCodeOn } from './claude/claude-code.ts'
import { runsIn } from './claude/runs.ts'
import { type FileHouse, openFileHouse } from './config/file-house.ts'
import { formatOf } from './config/format.ts'
import { openStore } from './config/store.ts'
import { foldersIn } from './files/folders.ts'
import { fileSink, logIn } from './log/file-sink.ts'
import { createLog } from './log/log.ts'
import { recent } from './log/recent.ts'
import { nodeAlarm } from './node/alarm.ts'
import { nodeClock } from './node/clock.ts'
import { durableJson } from './node/durable-json.ts'
import { nodeIds } from './node/ids.ts'
import { nodeSpawner } from './node/spawner.ts'
import type { Alarm, Cipher, Clock, JsonFile } from './ports.ts'
import { providers as kinds } from './providers/registry.ts'
import { openClientToken } from './secrets/client-token.ts'
import { memoryVault } from './secrets/memory-vault.ts'
import { createRedactor } from './secrets/redact.ts'
import { sealedVault } from './secrets/sealed-vault.ts'

/** Turns the text round under a name; a keyring of another name opens nothing. */
export const toyCipher = (name = 'toy'): Cipher => ({
  kind: 'keyring',
  backend: name,
  encrypt: async (plain) => `${name}:${Buffer.from(plain).reverse().toString('base64')}`,
  decrypt: async (sealed) => {
    const [by, body] = sealed.split(':')
    if (by !== name) throw new Error('another keyring')
    return Buffer.from(body ?? '', 'base64')
      .reverse()
      .toString()
  },
})

/** A clock that can be put forward; what was due by then rings at once. */
function movable(): { clock: Clock; alarm: Alarm; advance(ms: number): void } {
  let ahead = 0
  const clock = { now: () => nodeClock.now() + ahead }
  const real = nodeAlarm(clock)
  const pending = new Set<{ at: number; ring(): void }>()
  return {
    clock,
    alarm: {
      at(at, task) {
        const one = {
          at,
          ring() {
            if (!pending.delete(one)) return
            off()
            task()
          },
        }
        const off = real.at(at, one.ring)
        pending.add(one)
        return () => {
          pending.delete(one)
          off()
        }
      },
    },
    advance(ms) {
      ahead += ms
      for (const one of [...pending]) if (one.at <= clock.now()) one.ring()
    },
  }
}

export interface HomeOptions {
  cipher?: Cipher
  session?: boolean
  ports?: Partial<AppPorts>
  /** A config file in place of the app's own settings. */
  config?: { path: string; env: Record<string, string> }
  /** Stands between the app and its files. */
  file?: (file: JsonFile) => JsonFile
}

/** A user's folder that outlives the apps started in it. `under`: on which disk. */
export function newHome(under = tmpdir()) {
  const folder = mkdtempSync(join(under, 'home-'))
  const folders = foldersIn(join(folder, 'cc-relay'))
  const running = new Set<App>()

  async function start({
    cipher = toyCipher(),
    session = false,
    ports = {},
    file = (it) => it,
    config: own,
  }: HomeOptions = {}) {
    const { clock, alarm, advance } = movable()
    const redactor = createRedactor()
    const sink = fileSink(logIn(folders.logs))
    const lines = recent(sink)
    const log = createLog(lines, 'debug', redactor)
    const config = file(durableJson(folders.config))
    const desk = {
      copied: [] as string[],
      shown: [] as string[],
      login: [] as boolean[],
      quit: 0,
      folder: null as string | null,
      file: null as string | null,
    }
    const store = await openStore({ file: config, clock, log })
    const vault = session
      ? memoryVault(redactor)
      : sealedVault({ cipher, file: file(durableJson(folders.secrets)), clock, log, redactor })
    const token = await openClientToken(folders.token, nodeIds, redactor)
    const house = own && (await openHouse(own, { log, redactor, memory: store, beside: vault, token }))
    const app = assemble({
      ...{ clock, alarm, ids: nodeIds, log, redactor },
      source: house?.source ?? store,
      vault: house?.vault ?? vault,
      token: house?.token ?? token,
      desktop: {
        copy: async (text) => void desk.copied.push(text),
        pickFolder: async () => desk.folder,
        pickFile: async () => desk.file,
        pickSave: async () => desk.file,
        show: async (path) => void desk.shown.push(path),
        browse: async (url) => void desk.shown.push(url),
        setStartAtLogin: async (on) => void desk.login.push(on),
        quit: () => void desk.quit++,
      },
      launcher: {
        terminals: async () => [{ name: 'xterm', found: true }],
        claude: async () => ({ path: '/usr/bin/claude', version: '2.1.197' }),
        launch: async ({ folder }) => ({ terminal: 'xterm', folder }),
      },
      claudeCode: claudeCodeOn({
        machine: { platform: 'linux', env: { PATH: '' }, home: folder, shell: '', spawner: nodeSpawner },
        journal: durableJson(folders.journal),
        hide: redactor.text,
      }),
      sessions: durableJson(folders.sessions),
      runs: runsIn(folders.run, clock),
      hints: house?.hints ?? durableJson(folders.hints),
      days: house?.days ?? durableJson(folders.days),
      logs: { path: () => sink.path, follow() {}, forget: sink.forget },
      recent: lines,
      ...(house ? {} : { listen: '127.0.0.1:0' }),
      version: '0.0.0',
      platform: 'linux',
      ...ports,
    })
    running.add(app)
    await app.start()
    const unwatch = house?.watch()

    const url = (): string => {
      const { relay } = app.snapshot()
      if (relay.kind !== 'listening') throw new Error(`the relay is ${relay.kind}`)
      return `http://127.0.0.1:${relay.port}`
    }
    const call = <N extends RequestName>(name: N, input: Input<N>) => app.call(name, input) as Promise<Reply<N>>
    return {
      app,
      desk,
      advance,
      call,
      url,
      /** The value of an answer that must be good. */
      async done<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
        const reply = await call(name, input)
        if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`)
        return reply.value
      },
      /** The words of a refusal. */
      async refused<N extends RequestName>(name: N, input: Input<N>): Promise<string> {
        const reply = await call(name, input)
        if (reply.ok) throw new Error(`${name} was not refused`)
        return `${reply.error.code}: ${reply.error.message}`
      },
      pushed<N extends PushName>(name: N): Push<N>[] {
        const all: Push<N>[] = []
        app.subscribe(name, (payload) => all.push(payload))
        return all
      },
      post: (over: object = {}, { sessionId, token }: { sessionId?: string; token?: string } = {}) =>
        fetch(`${url()}/v1/messages`, {
          method: 'POST',
          headers: {
            'x-api-key': token ?? readFileSync(folders.token, 'utf8').trim(),
            'anthropic-version': '2023-06-01',
            'content-type': 'application/json',
            ...(sessionId && { 'x-claude-code-session-id': sessionId }),
          },
          body: JSON.stringify({
            ...{ model: 'claude-sonnet-5', max_tokens: 50, messages: [{ role: 'user', content: 'hi' }] },
            ...over,
          }),
        }),
      keys: () => {
        const { keyOrder, keys } = app.snapshot()
        return keyOrder.map((id) => keys[id]).filter((key) => key !== undefined)
      },
      async stop() {
        running.delete(app)
        unwatch?.()
        await app.stop()
        sink.close()
      },
    }
  }

  async function openHouse(
    { path, env }: NonNullable<HomeOptions['config']>,
    parts: Omit<Parameters<typeof openFileHouse>[0], 'path' | 'format' | 'home' | 'env' | 'ids' | 'kinds' | 'first'>,
  ): Promise<FileHouse> {
    const format = formatOf(path) ?? 'yaml'
    const house = await openFileHouse({
      ...parts,
      path,
      format,
      env,
      home: folders.home,
      ids: nodeIds,
      kinds,
      first: null,
    })
    if ('source' in house) return house
    throw new Error(house.join('\n'))
  }

  return {
    folder,
    folders,
    start,
    read: (path: string): unknown => durableJson(path).read(),
    /** Every byte written below this home. */
    everything: (): string =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
        .join('\n'),
    async tidy() {
      for (const app of running) await app.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
