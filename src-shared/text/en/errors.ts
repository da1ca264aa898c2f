import { countdown, figure } from '../format.ts'

/** How whoever was turned away gets in, with a window and without. */
const TOKEN =
  'Start Claude Code with cc-relay launch, set it up for good with cc-relay cc init, or copy the token from the settings of CC Relay into ANTHROPIC_AUTH_TOKEN.'

/**
 * What the relay says to Claude Code and beside a request in the window. Claude Code shows most of it word
 * for word, but reads some wordings as its own: a 400 that names `x-api-key` becomes "Please run /login".
 * So these sentences name neither headers nor balances.
 */
export const errors = {
  gate: {
    peer: 'CC Relay answers only programs on this computer.',
    host: 'CC Relay is reached by its own address only; this request was made for another one.',
    url: 'The request must name a path, not a whole address.',
    browser: 'CC Relay does not answer web pages.',
    headers: (most: number) => `The request has more than ${most} headers.`,
    missing: (path: string) => `There is nothing at ${path} here.`,
    elsewhere: 'this path',
    method: (method: string, path: string) => `${method} is not taken at ${path}.`,
    sessionEnded: 'This session was ended in CC Relay. Start Claude Code again from there.',
    token: `This is not the client token of CC Relay. ${TOKEN}`,
    noToken: `The client token of CC Relay is missing. ${TOKEN}`,
    upgrade: 'CC Relay speaks plain HTTP/1.1 only.',
    plain:
      'CC Relay answers over https only. Launch Claude Code from it, or switch on plain HTTP there, under Settings.',
    malformed: 'This is not a well-formed HTTP request.',
    tooManyBytes: 'The headers of the request are too large.',
    tooSlow: 'The request took too long to arrive.',
  },
  body: {
    tooLarge: (bytes: number) => `The request is larger than ${Math.floor(bytes / 1_048_576)} MB.`,
    full: 'CC Relay holds as many large requests as it can. Try again in a moment.',
    encoding: (name: string) => `Requests encoded as ${name} cannot be read here; send gzip, deflate, br or none.`,
    broken: (name: string) => `The request says it is encoded as ${name}, but could not be decoded.`,
    notJson: 'The request body is not one JSON object.',
    noModel: 'The request names no model.',
  },
  /** What the terms of one launch forbid. */
  session: {
    paused: 'This session is paused in CC Relay. Resume it there under Sessions.',
    profileGone: (name: string) =>
      `CC Relay has no profile ${name} any more. Give this session another one there, under Sessions.`,
    providerGone: (name: string, provider: string) =>
      `The profile ${name} goes to ${provider} only, which CC Relay no longer has. Change the profile under Sessions.`,
    providerOff: (name: string, provider: string) =>
      `The profile ${name} goes to ${provider} only, which is switched off in CC Relay. Switch it on, or change the profile under Sessions.`,
    dailyUsedUp: (name: string, limit: string) =>
      `The profile ${name} may spend ${limit} a day, and that is spent. It begins anew at midnight; or raise it in CC Relay under Sessions, or give this session another profile.`,
    totalUsedUp: (name: string, limit: string) =>
      `The profile ${name} may spend ${limit} in all, and that is spent. Raise it in CC Relay under Sessions, or give this session another profile.`,
  },
  paused: 'CC Relay is paused. Resume it from the tray or its window, or with cc-relay resume.',
  draining: 'CC Relay is closing.',
  crowded: (most: number) => `CC Relay is at its limit of ${most} requests at once.`,
  bug: 'CC Relay ran into an error of its own; its log has the details.',
  list: {
    limit: 'limit must be a whole number from 1 to 1000.',
    cursor: (name: string) => `${name} names no model of this list.`,
    model: (id: string) => `No provider here has a model named ${id}.`,
    request: (id: string) => `CC Relay knows of no request ${id}, or no longer; it keeps the last few hundred.`,
  },
  listen: {
    address: (address: string) => `${address} is not an address such as 127.0.0.1:8787.`,
    loopback: (host: string) =>
      `CC Relay listens on this computer only, so that nobody else can spend your keys; ${host} is open to others. Use 127.0.0.1.`,
    taken: (port: number) => `Port ${port} is in use by another program. Choose another port.`,
    takenBy: (port: number, program: string) =>
      `Port ${port} is in use by ${program}. Choose another port, or quit ${program}.`,
    notAllowed: (port: number) => `This system does not let CC Relay listen on port ${port}. Choose one above 1023.`,
    other: (address: string, code: string) => `CC Relay could not listen on ${address} (${code}).`,
  },
  route: {
    off: 'It is switched off.',
    cannotServe: (model: string) => `It has no model for ${model}; one can be mapped in Providers.`,
    resting: (reason: string) => `It is left alone for a while after failures in a row. The last one: ${reason}`,
    warmingUp: () => 'It answers again and is given work little by little.',
    order: 'First in your order.',
    turn: 'Its turn.',
    weight: 'Its turn by weight.',
    dealt: 'Dealt from the deck.',
    leastBusy: 'It has the fewest requests under way.',
    drawn: 'Drawn by weight.',
    model: 'Your rules name it for this model.',
    fallback: 'Your rules name it for all other models.',
    cheapest: 'It is the cheapest for this request.',
    noPrice: 'No price is known, so your order counts.',
    quickest: 'Its answers begin soonest.',
    explored: 'It was not heard of for a while, so it is tried.',
    probe: 'It is tried again after its rest.',
    back: 'It answers again, so requests go back to it.',
    noneFits: (why: string) => `No model here can take this request, so it may say so itself. ${why}`,
    session: 'This session was answered there before.',
    chosen: 'You chose it.',
    profile: (name: string) => `The profile ${name} sends it there, whatever is chosen for the others.`,
    next: 'Next in line.',
    lastResort: 'It has failed lately, but nobody else could be asked.',
    otherModel: (model: string, missing: string) =>
      `It would answer with ${model}, which nobody put in the place of ${missing}. One can be mapped in Providers.`,
    nobody: 'Nobody could be asked.',
  },
  /** The client brought a Claude login of its own. */
  login: {
    label: 'Your Claude login',
    why: 'Claude Code is signed in by itself; its login goes to Anthropic only.',
    off: 'CC Relay does not pass a Claude login on. Set server.auth.allow_subscription to true in its config, or give Claude Code the client token of CC Relay as ANTHROPIC_AUTH_TOKEN.',
    elsewhere: (provider: string) =>
      `A Claude login goes to Anthropic only, and ${provider} is chosen. Choose Anthropic in CC Relay, or give Claude Code the client token of CC Relay as ANTHROPIC_AUTH_TOKEN.`,
    nowhere:
      'A Claude login goes to Anthropic only, and CC Relay has no Anthropic provider that is switched on and has Anthropic’s own address.',
  },
  /** Nothing could be done for the request; each says the way out. */
  none: {
    noProviders: 'CC Relay has no provider yet. Add a key in its window.',
    allOff: 'Every provider is switched off in CC Relay. Switch one on.',
    noModel: (model: string) =>
      `No provider in CC Relay has a model for ${model}. Map one in Providers, or choose another model.`,
    noKeys: (provider: string) => `CC Relay has no key for ${provider}. Add one in its window.`,
    missing: (provider: string, model: string) =>
      `${provider} has no model ${model} for the keys in CC Relay. Check its name, choose another model, or map it in Providers.`,
    notPulled: (provider: string, model: string) =>
      `${provider} has no model ${model}. Pull it there, choose another model, or map it in Providers.`,
    unusable: (why: string) => `No key in CC Relay can be used. Replace or enable one in its window. ${why}`,
    more: (count: number) => `and ${count} more`,
    busy: (ms: number, why: string) =>
      `Every key in CC Relay is busy; the next one is free in ${countdown(ms)}. ${why}`,
    /** Longer than Claude Code waits, so a person has to do something. */
    away: (ms: number, why: string) =>
      `No key in CC Relay can answer this for ${countdown(ms)}. Add or replace one in its window, choose another model, or try again then. ${why}`,
  },
  /** What is kept beside a key, and shown in its row. */
  key: {
    refused: (provider: string) => `${provider} does not accept this key.`,
    unreadable: 'Its secret could not be read from where keys are kept.',
    waiting: 'The keyring has not opened this key yet; it may be asking for its password.',
    noCredit: (provider: string) => `No credit left at ${provider}.`,
    limited: 'Rate limit reached.',
    usedUp: (provider: string) => `A spending limit or a plan at ${provider} is used up.`,
    noModel: (model: string) => `It may not use ${model}.`,
    failing: (times: number) => `It failed ${times} times in a row while other keys worked.`,
  },
  /** What an attempt taught, after the key's name. */
  learned: {
    left: (label: string, left: string) => `${label}: ${left}.`,
    window: (dimension: string, remaining: number, limit: number) =>
      `${figure(remaining)} of ${figure(limit)} ${dimension} a minute left`,
    lacks: (label: string, model: string, ms: number) =>
      `${label} does not have ${model}, and is not asked for it for ${countdown(ms)}.`,
    rests: (label: string, reason: string, ms: number) => `${label} rests for ${countdown(ms)}: ${reason}`,
    setAside: (label: string, reason: string) => `${label} is set aside: ${reason}`,
  },
  upstream: {
    empty: (name: string) => `${name} sent an answer without anything in it.`,
    garbled: (name: string) => `${name} sent an answer that could not be read.`,
    encoded: (name: string, how: string) => `${name} sent an answer encoded as ${how}, which cannot be read.`,
    cut: (name: string) => `The connection to ${name} was lost before its answer was complete.`,
    ended: (name: string) => `${name} ended its answer early.`,
    silent: (name: string, ms: number) => `${name} was silent for ${countdown(ms)}.`,
    event: (name: string) => `${name} sent one event too large to pass on.`,
    leftOut: (n: number) =>
      n === 1
        ? 'One piece of thinking that another provider signed was left out of what it got.'
        : `${n} pieces of thinking that another provider signed were left out of what it got.`,
    again: 'It had closed the connection meanwhile, so the request went over a new one.',
    late: (name: string) => `${name} could not answer after all.`,
  },
  clientLeft: 'The client left.',
} as const
