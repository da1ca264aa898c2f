/** One of each kind; the whole matrix is run at night. */
export const CHOSEN = [
  '400 credit, 2 times, after the tool: unseen',
  '401, 2 times, at the first turn: unseen',
  '429, an hour, 2 times, at the first turn: unseen',
  '502 HTML, once, after the tool: unseen',
  'reset after headers, once, at the first turn: unseen',
  'cut after a tool call, once, at the first turn: unseen',
  'cut mid-text, once, after the tool: retried',
  '429, an hour, at every key, at the first turn: told',
  '401, at every key, at the first turn: told',
]
