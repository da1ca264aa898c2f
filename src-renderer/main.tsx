import './quiet-zod.ts'
import './styles/index.css'
import { createRoot } from 'react-dom/client'
import { text } from '../src-shared/text/text.ts'
import { App } from './app.tsx'
import { buildHouse } from './house.ts'
import { httpBridge, type Link } from './link/bridge.ts'
import { HouseProvider } from './store/context.tsx'
import { followNetwork } from './store/network.ts'

/** In development `?scene=few` shows a made-up state with no main process at all. */
async function linkForScene(): Promise<Link | null> {
  if (!import.meta.env.DEV) return null
  const name = new URLSearchParams(location.search).get('scene')
  if (name === null) return null
  const { sceneNamed } = await import('./gallery/scenes.ts')
  const { AT } = await import('./gallery/made-up.ts')
  const { fakeBridge } = await import('./link/fake-bridge.ts')
  return fakeBridge(sceneNamed(name).world, () => AT + performance.now())
}

const root = document.getElementById('root')
if (root) {
  const link = (await linkForScene()) ?? window.relay ?? httpBridge()
  const house = buildHouse(link)
  followNetwork(window, house.ui)
  document.title = text.window.title
  createRoot(root).render(
    <HouseProvider value={house}>
      <App />
    </HouseProvider>,
  )
}
