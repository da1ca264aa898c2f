const list = (names: readonly string[]) => names.join(', ')
const quoted = (value: unknown) => {
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'a block' : String(value)
}

/** What is said of a config file: reasons continue the path ("server.listen: must be …"), fixes are whole sentences. */
export const config = {
  exported: (variables: readonly string[]) =>
    `# The keys stand in the environment:\n${variables.map((it) => `#   ${it}\n`).join('')}`,

  problems: (path: string, count: number) =>
    count === 1 ? `${path} has a problem:` : `${path} has ${count} problems:`,
  /** A later version of the file than the one in force. */
  stillOld: (name: string, problems: readonly string[]) => {
    const more = problems.length - 1
    const rest = more === 0 ? '' : ` And ${more} more ${more === 1 ? 'problem' : 'problems'}.`
    return `${name} cannot be used as it is, so what was read before stays in force. ${problems[0] ?? ''}${rest}`
  },
  whole: 'the file',
  line: (line: number, column: number) => `line ${line}, column ${column}`,

  reasons: {
    missing: 'is missing',
    empty: 'is empty',
    text: (got: unknown) => `must be text, not ${quoted(got)}`,
    number: (got: unknown) => `must be a number, not ${quoted(got)}`,
    whole: (got: unknown) => `must be a whole number, not ${quoted(got)}`,
    boolean: (got: unknown) => `must be true or false, not ${quoted(got)}`,
    list: 'must be a list',
    block: 'must be a block of names and values',
    oneOf: (names: readonly string[], got: unknown) => `must be one of ${list(names)}, not ${quoted(got)}`,
    notKnown: (got: unknown) => `cannot be ${quoted(got)}`,
    least: (least: number) => `must be ${least} or more`,
    most: (most: number) => `must be ${most} or less`,
    notEmpty: 'must not be empty',
    open: (host: string) =>
      `must be an address of this computer alone, and ${host} is open to others, who could then spend your keys`,
    longest: (most: number) => `must be ${most} characters or less`,
    unknown: 'is not a known name',
    wrong: 'is not valid',
    sameName: (other: string) => `is also the name of ${other}`,
    sameKey: (other: string) => `is the same key as ${other}`,
    sameId: (other: string) => `is also the id of ${other}`,
    noProvider: 'has no provider that is enabled',
    noKey: 'has no key that is enabled',
    notAProvider: (name: string) => `names "${name}", which is no provider here`,
    noModelRule: 'is missing, and the strategy model_based goes by it',
    noVariable: (name: string) => `uses \${${name}}, which is not set`,
    badVariable: 'has a ${ that does not begin a variable name',
    notToml: (said: string) => `is not valid TOML (${said})`,
    notYaml: (said: string) => `is not valid YAML (${said})`,
    notObject: 'must hold names and values at its top',
  },

  fixes: {
    unknown: (known: readonly string[]) => `Remove it. Known here: ${list(known)}.`,
    meant: (name: string) => `Did you mean ${name}?`,
    belongs: (place: string) => `It belongs to ${place}.`,
    missing: (name: string) => `Add ${name}.`,
    quotes: 'Put it in quotes.',
    number: 'Write a whole number without quotes.',
    boolean: 'Write true or false.',
    list: 'Put each entry on its own line, begun with "- ".',
    block: 'Write its names and values indented below it.',
    oneOf: (names: readonly string[]) => `Write one of: ${list(names)}.`,
    range: (least: number, most: number) => `Write a number from ${least} to ${most}.`,
    least: (least: number) => `Write ${least} or more.`,
    write: 'Write a value or remove the line.',
    shorten: 'Shorten it.',
    lengthen: 'Write a longer one.',
    rename: 'Give each its own name.',
    removeOne: 'Remove one of the two.',
    addProvider: 'Add a provider with a name, a type and keys, or set enabled: true.',
    addKey: 'Add a key below keys, or set enabled: false for this provider.',
    nameProvider: (names: readonly string[]) =>
      names.length === 0 ? 'Remove the line.' : `Write one of: ${list(names)}.`,
    addModelRule: 'Write lines such as "claude-: provider-name" below it, or set routing.default_provider.',
    setVariable: (name: string) =>
      `Set ${name} in the environment before starting, or write $\${${name}} for the words themselves.`,
    badVariable: `Write $\{NAME}, or $$\{ for the two characters themselves.`,
    yaml: 'Check the indentation and the quotes around this place.',
    toml: 'Check the quotes and brackets around this place.',
    quoteVariable: `Inside braces, put the variable in quotes: { api_key: "$\{NAME}" }.`,
    tabs: 'Indent with spaces.',
    once: 'Keep one of the two.',
    top: 'Begin with "server:" or "providers:".',
  },

  /** Better than the general fix, for names where a wrong value is likely. */
  fixFor: {
    listen: 'For example 127.0.0.1:8787.',
    base_url: 'For example https://api.example.com, or leave it out for the address of the type.',
    priority: 'Write 2 (first), 1 (default) or 0 (last).',
    rpm_limit: 'Write a whole number a minute, or 0 for no ceiling.',
    itpm_limit: 'Write a whole number a minute, or 0 for no ceiling.',
    otpm_limit: 'Write a whole number a minute, or 0 for no ceiling.',
    tpm_limit: 'Write a whole number a minute, or 0 for no ceiling.',
    timeout_ms: 'Write milliseconds, for example 300000.',
    max_body_bytes: 'Write bytes, for example 33554432.',
    weight: 'Write a whole number, for example 1; twice as much is twice the share.',
    failover_timeout: 'Write milliseconds, for example 60000, or 0 for no limit.',
    open_duration_ms: 'Write milliseconds, for example 30000.',
    interval_ms: 'Write milliseconds, for example 10000.',
    model_mapping: 'Write lines such as "opus: model-name" below it.',
  } as Record<string, string>,

  notes: {
    ignored: 'has no effect here and is left out',
    oldToken: 'is the older name of server.auth.api_key',
    oldTokenUnused: 'is the older name of server.auth.api_key, which is set too and wins',
    secondToken: 'is accepted as a client token too; one is enough, as server.auth.api_key',
    byTerminal: (name: string) =>
      `${name} is an older name; left out, the log is for eyes in a terminal and JSON elsewhere`,
    pretty: 'is an older name; write logging.format: pretty',
    oldName: (name: string) => `is an older name of ${name}`,
    tpm: 'is an older name; half of it is used for itpm_limit and half for otpm_limit, where they are not set',
  },

  store: {
    unreadable: (path: string, why: string) => `${path} cannot be read (${why}). Nothing you change is saved.`,
    broken: (aside: string) => `Your settings could not be read and were kept as ${aside}. These are the defaults.`,
    newer: (path: string) =>
      `${path} was written by a newer version of this app. It is left as it is, and nothing you change is saved. Update the app, or move the file away and start again.`,
  },
} as const
