import { z } from 'zod'
import { KeyId } from '../../src-shared/domain/ids.ts'
import { setAside } from '../files/set-aside.ts'
import type { Cipher, Clock, JsonFile, Log } from '../ports.ts'
import type { Redactor } from './redact.ts'
import { Secret } from './secret.ts'
import { type Vault, VaultProblem } from './vault.ts'

/** `secrets.json`: sealed texts by key id, and which of them go at the next start. */
const Document = z.object({ secrets: z.record(KeyId, z.string()), leaving: z.array(KeyId).default([]) })
type Document = z.infer<typeof Document>

/** What is sealed. Id and origin are inside, so a line that is moved or copied opens nothing. */
const Sealed = z.object({ v: z.literal(1), id: KeyId, origin: z.string(), secret: z.string() })

type Opened = { origin: string; secret: Secret }

interface Parts {
  cipher: Cipher
  file: JsonFile
  clock: Clock
  log: Log
  redactor: Pick<Redactor, 'know'>
}

/**
 * Keys sealed by a cipher, most often the system's keyring. Opening them may need the user (a prompt) or be impossible (another
 * keyring than last time), so each is opened by itself and when it is first needed; one that cannot be
 * opened is reported and left in the file as it is, and the others work.
 */
export function sealedVault(parts: Parts): Vault {
  const { cipher, file, log, redactor } = parts
  let document = readDocument(parts)
  const opened = new Map<KeyId, Promise<Opened>>()
  let last: Promise<unknown> = Promise.resolve()

  /** One change at a time; in force only once it is on disk. */
  const change = (edit: (document: Document) => Document | Promise<Document>): Promise<void> => {
    const next = last.then(async () => {
      const changed = await edit(document)
      await file.write(changed)
      document = changed
    })
    last = next.catch(() => {})
    return next
  }

  const seal = (id: KeyId, { origin, secret }: Opened) =>
    cipher.encrypt(JSON.stringify({ v: 1, id, origin, secret: secret.reveal() }))

  const open = (id: KeyId): Promise<Opened> => {
    const known = opened.get(id)
    if (known) return known
    const sealed = document.secrets[id]
    if (sealed === undefined) return Promise.reject(new VaultProblem('missing', id))
    const opening = cipher.decrypt(sealed).then(
      (plain) => {
        const entry = unseal(id, plain)
        redactor.know(entry.secret.reveal())
        return entry
      },
      () => Promise.reject(new VaultProblem('locked', id)),
    )
    opening.catch((error: unknown) => {
      const kind = error instanceof VaultProblem ? error.kind : 'broken'
      log.warn({ keyId: id, backend: cipher.backend, kind }, 'a stored key could not be opened')
    })
    opened.set(id, opening)
    return opening
  }

  if (document.leaving.length > 0) {
    // Their undo ended with the last run.
    change((was) => without(was, was.leaving)).catch(() => log.warn({}, 'removed keys could not be dropped'))
  }

  return {
    view: { kind: cipher.kind, backend: cipher.backend },
    async put(id, origin, secret) {
      redactor.know(secret)
      const entry = { origin, secret: new Secret(secret) }
      const sealed = await seal(id, entry)
      await change((was) => ({ ...without(was, [id]), secrets: { ...was.secrets, [id]: sealed } }))
      opened.set(id, Promise.resolve(entry))
    },
    async use(id, origin) {
      const entry = await open(id)
      if (entry.origin !== origin) throw new VaultProblem('other_origin', id)
      return entry.secret
    },
    async rebind(ids, origin) {
      const moved = new Map<KeyId, Opened>()
      await change(async (was) => {
        const secrets = { ...was.secrets }
        for (const id of ids) {
          // One that cannot be opened stays bound to where it was entered.
          const entry = await open(id).catch(() => null)
          if (!entry) continue
          moved.set(id, { ...entry, origin })
          secrets[id] = await seal(id, { ...entry, origin })
        }
        return { ...was, secrets }
      })
      for (const [id, entry] of moved) opened.set(id, Promise.resolve(entry))
    },
    discard: (id) => change((was) => ({ ...was, leaving: [...new Set([...was.leaving, id])] })),
    restore: (id) => change((was) => ({ ...was, leaving: was.leaving.filter((other) => other !== id) })),
    async drop(ids) {
      await change((was) => without(was, ids))
      for (const id of ids) opened.delete(id)
    },
    async reopen(id) {
      const state = await open(id).then(
        () => 'open',
        () => 'closed',
      )
      if (state === 'open') return
      opened.delete(id)
      await open(id).catch(() => {})
    },
  }
}

function unseal(id: KeyId, plain: string): Opened {
  const parsed = Sealed.safeParse(safeJson(plain))
  if (!parsed.success || parsed.data.id !== id) throw new VaultProblem('locked', id)
  return { origin: parsed.data.origin, secret: new Secret(parsed.data.secret) }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function without(document: Document, ids: readonly KeyId[]): Document {
  const gone = new Set<string>(ids)
  const secrets = Object.fromEntries(Object.entries(document.secrets).filter(([id]) => !gone.has(id)))
  return { secrets, leaving: document.leaving.filter((id) => !gone.has(id)) }
}

/** A file that cannot be read is kept beside; its keys are entered again, the app starts all the same. */
function readDocument({ file, clock, log }: Parts): Document {
  try {
    const found = file.read()
    return found === undefined ? { secrets: {}, leaving: [] } : Document.parse(found)
  } catch {
    log.error({ kept: setAside(file.path, clock.now()) }, 'the file of stored keys could not be read and was set aside')
    return { secrets: {}, leaving: [] }
  }
}
