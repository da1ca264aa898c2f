/** The window's own origin; the only one it may load anything from. */
export const SCHEME = 'app'
export const HOST = 'main'
export const ORIGIN = `${SCHEME}://${HOST}`

/** True for the app's own pages and files, and for nothing that only looks like them. */
export const isOwnUrl = (url: string): boolean => url === ORIGIN || url.startsWith(`${ORIGIN}/`)
