/** What is said of keys that were pasted or read from a file, before they are taken. */
export const intake = {
  byShape: (name: string) => `Recognised by its beginning: ${name}.`,
  byAddress: (host: string) => `By the address beside it, ${host}.`,
  byName: (name: string) => `By what it is called: ${name}.`,
  unknown: 'Nothing tells whose it is.',
  conflict: (shape: string, address: string) =>
    `It looks like a key of ${shape}, but stands beside an address of ${address}. Say whose it is.`,

  foreign: (name: string) => `It belongs to ${name}, which no provider here takes.`,
  badAddress: 'The address beside it is not one a key may be sent to: it must begin with https://.',
  openAi: (host: string) => `${host} is asked in another format there. Add it with its address for Anthropic’s format.`,
  reference: 'Its value stands in another place; only a variable is named here.',
  placeholder: 'A placeholder stands where the key belongs.',
  notAKey: 'Its value cannot be a key.',
  commented: 'It is commented out.',
  noKey: 'There is no key in it.',
  stated: (name: string) => `For ${name}, as the file says.`,
  otherType: (type: string) =>
    type === '' ? 'It does not say what kind of provider it is.' : `Providers of the type ${type} are not known here.`,
  otherApp: (app: string) => `It is for ${app === '' ? 'another program' : app}, not for Claude Code.`,
  otherFormat: (format: string) => `It speaks another format (${format}).`,
  provider: (n: number) => `Provider ${n}`,
  theFile: 'The whole of it',
  twice: 'A name stands twice in the same place there, so it can be read in two ways. Nothing of it was taken.',
  theRest: 'The rest',
  tooMany: (n: number) => `${n} more were left out. Take them in smaller parts.`,
  line: (n: number) => `Line ${n}`,
} as const
