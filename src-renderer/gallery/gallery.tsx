import '../quiet-zod.ts'
import '../styles/index.css'
import './gallery.css'
import { createRoot } from 'react-dom/client'
import { App } from '../app.tsx'
import { buildHouse } from '../house.ts'
import { fakeBridge } from '../link/fake-bridge.ts'
import { HouseProvider } from '../store/context.tsx'
import { AT } from './made-up.ts'
import { PartsPage } from './parts-page.tsx'
import type { Scene } from './scene.ts'
import { sceneNamed } from './scenes.ts'

/** The clock stands still, so that a state looks the same every time. */
const frozen = () => AT

const houseOf = (scene: Scene) => buildHouse(fakeBridge(scene.world, frozen), { here: frozen, ui: scene.ui })

/** `?scene=name`: that state as the whole window. Without: every part, and the list of states. */
const name = new URLSearchParams(location.search).get('scene')
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <HouseProvider value={houseOf(sceneNamed(name ?? 'few'))}>{name === null ? <PartsPage /> : <App />}</HouseProvider>,
  )
}
