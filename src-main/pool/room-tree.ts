import { WINDOW_MS } from '../../src-shared/domain/limits.ts'

/** Where one key stands, in figures that stay true while time passes: nothing has to be told that a bucket refills. */
export interface Standing {
  /** Share of its tightest limit that it could have left at the most, 0 to 1. */
  readonly most: number
  /** When its tightest limit would have been empty (ms): the share left grows from there, a whole one per window. */
  readonly emptyAt: number
  /** Requests under way. */
  readonly inFlight: number
  /** When it was last taken, counted in grants. */
  readonly turn: number
}

/** What a tree is for: to find the most room, or the one longest not taken. */
export type Order = 'room' | 'turn'

export type Found = number | 'none' | 'unsure'

/** Nobody who is not looked at has this much more room than the one found (a factor). */
const GOOD_ENOUGH = 1.04
/** A search that has not ended after so many steps is given up. */
export const PATIENCE = 256

/** More grants than there ever are: what separates requests under way from the turn in one exact number. */
const TURNS = 2 ** 36

/** Four nodes share one above them, which halves the way to the root; they lie side by side in memory. */
const WIDTH = 4
/** Figures of a node: of a leaf its own, above that the least of those below. */
const STRIDE = 4
/** Ms of refill that it could have at the most, as a negative number. */
const ROOM = 0
const EMPTY = 1
/** Where there is as much room, the lower is found first. */
const LOAD = 2
/** Out of the question: nothing is worse. */
const NEVER = Number.POSITIVE_INFINITY

/**
 * A tournament over keys, numbered from 0. A change rewrites the way to the root as far as it matters there; a search
 * goes down where most can be found, and leaves out whatever cannot be better than what it has.
 */
export class RoomTree {
  readonly #byTurn: boolean
  /** The number of the first leaf; the root is 0, and the nodes below node n begin with 4n + 1. */
  readonly #leaves: number
  readonly #figures: Float64Array
  /** Nodes still to be searched, and what they could have at most: three for each level. */
  readonly #later = new Int32Array(64)
  readonly #laterBound = new Float64Array(64)

  constructor(size: number, order: Order) {
    this.#byTurn = order === 'turn'
    let leaves = 1
    let above = 0
    while (leaves < size) {
      above += leaves
      leaves *= WIDTH
    }
    this.#leaves = above
    this.#figures = new Float64Array((above + leaves) * STRIDE).fill(NEVER)
  }

  set(key: number, { most, emptyAt, inFlight, turn }: Standing): void {
    this.#change(this.#leaves + key, -most * WINDOW_MS, emptyAt, this.#byTurn ? turn : inFlight * TURNS + turn)
  }

  /** The key is out of the question until it is set again. */
  clear(key: number): void {
    this.#change(this.#leaves + key, NEVER, NEVER, NEVER)
  }

  has(key: number): boolean {
    return this.#figures[(this.#leaves + key) * STRIDE + LOAD] !== NEVER
  }

  get isEmpty(): boolean {
    return this.#figures[LOAD] === NEVER
  }

  /**
   * The key with most room at `t` (ms), to within 4 %, or the one longest not taken. `weigh` tells how much the room
   * of a key is worth, up to 1; 0: the key cannot be taken. `unsure`: given up, although there may be one.
   */
  best(t: number, weigh: (key: number) => number): Found {
    const later = this.#later
    const laterBound = this.#laterBound
    const slack = this.#byTurn ? 1 : GOOD_ENOUGH
    let height = 0
    let visits = 0
    let best = this.#byTurn ? -NEVER : 0
    let enough = best
    let found: Found = 'none'
    let node = 0
    let bound = this.#bound(0, t)
    for (;;) {
      if (bound > enough) {
        if (++visits > PATIENCE) return 'unsure'
        if (node < this.#leaves) {
          const first = WIDTH * node + 1
          node = first + WIDTH - 1
          bound = this.#bound(node, t)
          // From last to first, so that of equals the first is found first.
          for (let other = node - 1; other >= first; other--) {
            const otherBound = this.#bound(other, t)
            const better = otherBound > bound || (otherBound === bound && this.#load(other) <= this.#load(node))
            later[height] = better ? node : other
            laterBound[height++] = better ? bound : otherBound
            if (!better) continue
            node = other
            bound = otherBound
          }
          continue
        }
        const worth = weigh(node - this.#leaves)
        const value = this.#byTurn ? bound : bound * worth
        if (worth > 0 && value > best) {
          best = value
          enough = best * slack
          found = node - this.#leaves
        }
      }
      if (height === 0) return found
      node = later[--height] as number
      bound = laterBound[height] as number
    }
  }

  /** What the best below a node could have at most: ms of refill, so that nothing is divided. */
  #bound(node: number, t: number): number {
    const at = node * STRIDE
    if (this.#byTurn) return -(this.#figures[at + LOAD] as number)
    return -greater(this.#figures[at + ROOM] as number, (this.#figures[at + EMPTY] as number) - t)
  }

  #load(node: number): number {
    return this.#figures[node * STRIDE + LOAD] as number
  }

  #change(leaf: number, room: number, empty: number, load: number): void {
    const figures = this.#figures
    let node = leaf
    while (this.#write(node * STRIDE, room, empty, load) && node > 0) {
      node = (node - 1) >> 2
      const first = (WIDTH * node + 1) * STRIDE
      room = figures[first + ROOM] as number
      empty = figures[first + EMPTY] as number
      load = figures[first + LOAD] as number
      for (let at = first + STRIDE; at < first + WIDTH * STRIDE; at += STRIDE) {
        room = less(room, figures[at + ROOM] as number)
        empty = less(empty, figures[at + EMPTY] as number)
        load = less(load, figures[at + LOAD] as number)
      }
    }
  }

  /** Whether that changed anything. */
  #write(at: number, room: number, empty: number, load: number): boolean {
    const figures = this.#figures
    if (figures[at + ROOM] === room && figures[at + EMPTY] === empty && figures[at + LOAD] === load) return false
    figures[at + ROOM] = room
    figures[at + EMPTY] = empty
    figures[at + LOAD] = load
    return true
  }
}

/** `Math.min` and `Math.max` also mind −0 and NaN, which takes its time. */
const less = (a: number, b: number) => (a < b ? a : b)
const greater = (a: number, b: number) => (a > b ? a : b)
