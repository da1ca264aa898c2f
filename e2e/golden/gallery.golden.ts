import { scenes } from '../../src-renderer/gallery/scenes.ts'
import { expectLook, expectNoOthers } from './keep.ts'
import { looks } from './looks.ts'
import { test } from './window.ts'

/** Scenes whose end a window of the usual height does not show, with one that does, in pixels at 100 %. */
const tall: Readonly<Record<string, number>> = { settings: 2400, 'cared-for': 1000 }

/** `null`: the page of all parts. */
const views = [
  ...scenes.map(({ name, world }) => ({
    ...{ name, scene: name, height: tall[name] },
    // A scene that brings its own appearance looks the same under either scheme.
    looks: looks.filter(({ scheme }) => {
      const own = world.snapshot.settings.appearance
      return own === 'system' || own === scheme
    }),
  })),
  { name: 'every-part', scene: null, height: 1000, looks },
]

for (const { name, scene, height, looks } of views) {
  test(name, async ({ gallery }, info) => {
    await gallery.open(scene)
    for (const look of looks) expectLook(info, `${look.name}/${name}.png`, await gallery.picture(look, height))
  })
}

test('there is no picture of what is no more', () =>
  expectNoOthers(new Set(views.flatMap(({ name, looks }) => looks.map((look) => `${look.name}/${name}.png`)))))
