/** What the bundler adds to the language, as far as it is used here. */
declare module '*.css'

interface ImportMeta {
  readonly env: { readonly DEV: boolean }
}
