/** What is to be looked at again, and when (ms): a heap with the soonest on top, one time for each item. */
export class Due<Item> {
  readonly #heap: { at: number; item: Item }[] = []
  readonly #next = new Map<Item, number>()

  /** Not later than this; a time that is already set and sooner stays. */
  by(at: number, item: Item): void {
    if ((this.#next.get(item) ?? Number.POSITIVE_INFINITY) <= at) return
    this.#next.set(item, at)
    const heap = this.#heap
    let i = heap.length
    heap.push({ at, item })
    while (i > 0) {
      const parent = (i - 1) >> 1
      if ((heap[parent] as { at: number }).at <= at) break
      this.#swap(i, parent)
      i = parent
    }
  }

  /** The next item whose time has come; null: none has. */
  take(now: number): Item | null {
    for (let top = this.#heap[0]; top && top.at <= now; top = this.#heap[0]) {
      this.#drop()
      if (this.#next.get(top.item) !== top.at) continue
      this.#next.delete(top.item)
      return top.item
    }
    return null
  }

  clear(): void {
    this.#heap.length = 0
    this.#next.clear()
  }

  #drop() {
    const heap = this.#heap
    const last = heap.pop()
    if (heap.length === 0 || !last) return
    heap[0] = last
    for (let i = 0; ; ) {
      const at = (j: number) => heap[j]?.at ?? Number.POSITIVE_INFINITY
      const child = at(2 * i + 1) <= at(2 * i + 2) ? 2 * i + 1 : 2 * i + 2
      if (at(child) >= at(i)) return
      this.#swap(i, child)
      i = child
    }
  }

  #swap(a: number, b: number) {
    const heap = this.#heap
    const item = heap[a] as { at: number; item: Item }
    heap[a] = heap[b] as { at: number; item: Item }
    heap[b] = item
  }
}
