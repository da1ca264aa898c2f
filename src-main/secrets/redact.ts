import { secretsIn } from '../../src-shared/domain/credential.ts'

/**
 * The last line of defence for everything that is written down or shown: logs, error texts, records.
 * Nothing should carry a secret this far; this is for the day when something does, most likely an
 * upstream that repeats the key in its error.
 */
export interface Redactor {
  /** From now on this value is struck out, whole, in parts of 12 characters and in its usual encodings. */
  know(secret: string): void
  text(text: string): string
}

export const STRUCK = '«redacted»'

/** A part this long is worth hiding; shorter ones occur by chance. */
const GRAM = 12
/** Values too short to be told from ordinary words are left to the shapes. */
const SHORTEST = 8

/** Credentials of the vendors people use, and of the web. None matches across a quote, so JSON stays JSON. */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*KEY-----(?:[^"]*?-----END [A-Z ]*KEY-----)?/g,
  /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{8,}/g,
  /\b(?:gsk_|xai-|AIza|ya29\.|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_)[A-Za-z0-9_.-]{8,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g,
]
const SCHEMES = /\b(Bearer|Basic)(\s+)[^\s"'\\,;)}\]«]+/gi
/** `name: value`, `name=value`, `"name":"value"`, also inside a JSON string, where quotes are escaped. */
const NAMED =
  /((?:authorization|cookie|(?:api[-_]?key|secret|passw(?:or)?d|passphrase|credential|token|private[-_]?key)s?)(?:\\*["'])?\s*[:=]\s*(?:\\*["'])?)((?:Bearer|Basic)\s+)?(?!null\b|true\b|false\b|-?\d+(?:\.\d+)?\b|[{[«])[^\s"'\\,;&)}\]]+/gi
/** The parts of an address that carry credentials: the user before the host, and the query. */
const USERINFO = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/"'@?#\\]+@/gi
const QUERY = /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'?#\\<>]+)\?[^\s"'\\<>]+/gi

/** Most texts hold nothing that any of these could match, and one look tells; whoever adds a shape adds it here. */
const SUSPECT =
  /[:=]|-----B|[spr]k-|gsk_|xai-|AIza|ya29\.|gh[pousr]_|_pat_|glpat-|xox[abprs]-|hf_|A[KS]IA|eyJ|[bB][eE][aA][rR][eE][rR]\s|[bB][aA][sS][iI][cC]\s/

const SENSITIVE = /authorization|cookie|apikey|secret|passw(or)?d|passphrase|credential|token|privatekey/

/** Whether a field of this name may never be written, whatever it holds. `key` and `keyId` hold ids, `tokens` counts. */
export function isSensitive(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return SENSITIVE.test(plain) && !/tokens$/.test(plain)
}

export function createRedactor(): Redactor {
  const grams = new Grams()
  const whole = new Set<string>()

  return {
    know(secret) {
      for (const form of secretsIn(secret).flatMap(formsOf)) {
        if (form.length < GRAM) whole.add(form)
        grams.know(form)
      }
    },
    text(text) {
      if (text.length < SHORTEST) return text
      let safe = strikeKnown(text, grams)
      for (const value of whole) safe = safe.replaceAll(value, STRUCK)
      return SUSPECT.test(safe) ? strikeShapes(safe) : safe
    },
  }
}

/** Upper-case hex and base64 at its three alignments belong to the same bytes. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  forms.push(bytes.toString('hex'), bytes.toString('hex').toUpperCase())
  for (const skipped of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(skipped), bytes])
    // The first and last characters also hold bits of the neighbours.
    const stable = (text: string) => text.replace(/=+$/, '').slice(skipped === 0 ? 0 : skipped + 1, -1)
    forms.push(stable(padded.toString('base64')), stable(padded.toString('base64url')))
  }
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST)
}

/** Strikes every stretch that is covered by known parts. */
function strikeKnown(text: string, grams: Grams): string {
  let out = ''
  let kept = 0
  for (let at = 0; at + GRAM <= text.length; ) {
    if (!grams.has(text, at)) {
      at++
      continue
    }
    let end = at + GRAM
    while (end < text.length && grams.has(text, end - GRAM + 1)) end++
    out += text.slice(kept, at) + STRUCK
    kept = end
    at = end
  }
  return out + text.slice(kept)
}

/**
 * Every part of 12 characters of what is known. A hundred keys have some sixty thousand, and each text that is written
 * is compared with all of them at each of its places: a table of what their first four characters can be turns nearly
 * every place away before a part is cut out.
 */
class Grams {
  readonly #all = new Set<string>()
  readonly #starts = new Uint8Array(STARTS)

  know(form: string): void {
    for (let at = 0; at + GRAM <= form.length; at++) {
      this.#all.add(form.slice(at, at + GRAM))
      this.#starts[startAt(form, at)] = 1
    }
  }

  has(text: string, at: number): boolean {
    return this.#starts[startAt(text, at)] === 1 && this.#all.has(text.slice(at, at + GRAM))
  }
}

const STARTS = 1 << 20

/** The first four characters of a part as a place in the table; others may share it. */
const startAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) << 15) ^
    (text.charCodeAt(at + 1) << 10) ^
    (text.charCodeAt(at + 2) << 5) ^
    text.charCodeAt(at + 3)) &
  (STARTS - 1)

function strikeShapes(text: string): string {
  let safe = text
  for (const shape of SHAPES) safe = safe.replace(shape, STRUCK)
  return safe
    .replace(NAMED, `$1$2${STRUCK}`)
    .replace(SCHEMES, `$1$2${STRUCK}`)
    .replace(USERINFO, '$1')
    .replace(QUERY, '$1')
}
