import type { Bridge, Input, Reply, RequestName } from '../../src-shared/ipc/contract.ts'
import { careful } from './bridge.ts'

type Room = RequestName extends `${infer R}.${string}` ? R : never
type VerbOf<R extends Room> = Extract<RequestName, `${R}.${string}`> extends `${R}.${infer V}` ? V : never
type Row<R extends Room, V extends string> = Extract<RequestName, `${R}.${V}`>

/** Every row of the contract as a verb: `client.key.add({…})`. A verb never throws; it answers. */
export type Client = {
  readonly [R in Room]: { readonly [V in VerbOf<R>]: (input: Input<Row<R, V>>) => Promise<Reply<Row<R, V>>> }
}

/** The verbs are derived from their names, so the contract stays the one place that lists them. */
export function createClient(bridge: Bridge): Client {
  const invoke = careful(bridge)
  const verbsOf = (room: string) =>
    new Proxy({}, { get: (_, verb: string) => (input: never) => invoke(`${room}.${verb}` as RequestName, input) })
  return new Proxy({}, { get: (_, room: string) => verbsOf(room) }) as Client
}
