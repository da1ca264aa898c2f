/** What stands for a name while what is private is hidden, each with its number. */
export const veil = {
  key: 'Key',
  organization: 'Organization',
  note: 'Note',
  tag: 'Tag',
  folder: 'Folder',
  profile: 'Profile',
  path: 'Path',
  hint: '••••',
} as const
