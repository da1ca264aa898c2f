/** How every practice key begins; nobody else's does. */
export const PRACTICE_PREFIX = 'sk-practice-'
