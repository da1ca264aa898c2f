import { z } from 'zod'

/** Names one credential for as long as it is in the pool. Never derived from the secret. */
export const KeyId = z.string().min(1).max(64).brand<'KeyId'>()
export type KeyId = z.infer<typeof KeyId>

/** The provider's `name` in the config: unique, chosen by the user. */
export const ProviderId = z.string().min(1).max(60).brand<'ProviderId'>()
export type ProviderId = z.infer<typeof ProviderId>

/** Names one launch of Claude Code, or a session of one that was started elsewhere. */
export const SessionId = z.string().min(1).max(128).brand<'SessionId'>()
export type SessionId = z.infer<typeof SessionId>

/** Names one client request in logs, headers, error bodies and the window alike. */
export const RequestId = z.string().min(1).max(128).brand<'RequestId'>()
export type RequestId = z.infer<typeof RequestId>
