import { type DragEvent, useCallback, useState } from 'react'
import type { KeyId } from '../../../src-shared/domain/ids.ts'
import { useActions } from '../../store/context.tsx'

/** Where a key that is dragged would come to stand. */
interface Drop {
  readonly id: KeyId
  readonly side: 'above' | 'below'
}

const TYPE = 'application/x-key-row'

/** Rows that are dragged to another place by hand; Alt with the arrows does the same from the keyboard. */
export function useDrag(order: readonly KeyId[]) {
  const { placeKey } = useActions()
  const [dragged, setDragged] = useState<KeyId | null>(null)
  const [drop, setDrop] = useState<Drop | null>(null)

  const rowProps = useCallback(
    (id: KeyId) => {
      const over = () => {
        setDragged(null)
        setDrop(null)
      }
      return {
        draggable: true,
        onDragStart(event: DragEvent) {
          event.dataTransfer.setData(TYPE, id)
          event.dataTransfer.effectAllowed = 'move'
          setDragged(id)
        },
        onDragOver(event: DragEvent<HTMLElement>) {
          if (dragged === null) return
          event.preventDefault()
          const { top, height } = event.currentTarget.getBoundingClientRect()
          const side = event.clientY < top + height / 2 ? 'above' : 'below'
          if (drop?.id !== id || drop.side !== side) setDrop({ id, side })
        },
        onDrop(event: DragEvent) {
          event.preventDefault()
          if (dragged !== null && drop !== null) void placeKey(dragged, targetOf(order, dragged, drop))
          over()
        },
        onDragEnd: over,
      }
    },
    [order, dragged, drop, placeKey],
  )
  return { rowProps, dropAt: (id: KeyId) => (drop?.id === id && dragged !== id ? drop.side : undefined) }
}

/** The place among all keys that a drop stands for, once the dragged one has left its own. */
export function targetOf(order: readonly KeyId[], dragged: KeyId, { id, side }: Drop): number {
  const others = order.filter((other) => other !== dragged)
  return id === dragged ? order.indexOf(dragged) : others.indexOf(id) + (side === 'below' ? 1 : 0)
}
