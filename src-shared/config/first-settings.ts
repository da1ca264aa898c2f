import { defaultConfig } from './schema.ts'

/**
 * The settings of somebody who has set nothing. Not among them: where the relay listens (sessions would lose it), and
 * what is merely remembered.
 */
export function firstSettings() {
  const { app, routing, server } = defaultConfig()
  const { key_order: _order, last_folder: _last, recent_folders: _recent, told_about_tray: _told, ...ours } = app
  return { ...ours, strategy: routing.strategy, allow_subscription: server.auth.allow_subscription }
}
