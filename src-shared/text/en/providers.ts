/** What is said of providers and their answers: in the request list, beside a key that was tested, in the practice mode. */
export const providers = {
  unreachable: {
    dns: (name: string) => `The address of ${name} was not found. Check the address and your connection.`,
    inside: (name: string) =>
      `The address of ${name} leads inside this computer or network, where its keys are not sent. Check it.`,
    refused: (name: string) => `Nothing answers at the address of ${name}. Check that it is running there.`,
    tls: (name: string) => `The certificate of ${name} could not be trusted.`,
    timeout: (name: string) => `${name} did not answer in time.`,
    reset: (name: string) => `${name} closed the connection before answering.`,
  },
  reached: (name: string) => `${name} can be reached. The next request tells whether it answers.`,
  answered: (name: string, status: number) => `${name} answered ${status}.`,
  webPage: (name: string, status: number) => `${name} answered ${status} with a web page.`,
  redirect: (name: string, status: number) =>
    `${name} answered ${status} and pointed to another address, which is not followed.`,
  unexpected: (name: string) => `Something answers there, but not as ${name} would. Check the address.`,
  noAccount: (name: string) => `${name} says nothing of an account.`,
  checked: {
    answers: (name: string, ms: number) => `${name} answers in ${ms} ms.`,
    answersModels: (name: string, ms: number, models: number) =>
      `${name} answers in ${ms} ms and lists ${models} ${models === 1 ? 'model' : 'models'}.`,
    down: (name: string, status: number) => `${name} can be reached, but a gateway answers ${status} for it.`,
  },
  noListing: (name: string) =>
    `${name} has no list of models that could be asked for. Name them yourself, or check the address.`,
  nothingFree: (name: string) =>
    `${name} tells nothing of a key for free. Map a model first; one token of it then tells.`,
  notAKey: {
    signIn:
      'This is a Claude sign-in token. It belongs to one person’s Claude app and may not be shared out by a relay. Use an API key.',
    admin: 'This is an Admin key, which cannot send messages. Use an API key.',
  },
  practice: {
    key: (letter: string) => `practice ${letter}`,
    marked: 'Practice answer: no model was asked and nothing left this computer.',
    toolDone: (name: string) => `The tool ${name} has run; this is where a model would go on from its result.`,
    toolFailed: (name: string) => `The tool ${name} reported an error; a model would try another way here.`,
    toolFirst: (name: string) => `I will use ${name} for that.`,
    title: 'Practice session',
    badKey: 'This is not one of the practice keys.',
    limited: (what: string, limit: number) =>
      `Practice limit reached: this practice organization has ${limit} ${what} per minute.`,
    model: (name: string) => `${name} (practice)`,
    thinking: ['Looking at what was asked.', 'Nothing here needs a real model.', 'A short answer will do.'],
    /** Strung together at random, so that a stream has something to show. */
    sentences: [
      'A quiet relay hands each request to the key with the most room.',
      'When one bucket runs low, the next one has been filling all along.',
      'Tokens drip back at a steady pace, a little every second.',
      'Somewhere a gauge just moved by the width of a hair.',
      'Two of these keys drink from the same well, and the relay has noticed.',
      'Nobody waits longer than they must, and nobody is told a time that is not true.',
      'The session stays where its cache is warm.',
      'If this key tires, another takes over between two requests, never inside one.',
      'Limits are learned from the answers, not guessed beforehand.',
      'This paragraph was made up on the spot and means nothing in particular.',
      'Watch the third track: output is what these words are spending.',
      'The clock does the refilling; no timer has to fire.',
    ],
  },
} as const
