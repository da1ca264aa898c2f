import { claudeCode } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { byKey, byPractice } from './first-answer.ts'
import { shoot } from './screen.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

for (const [name, way] of Object.entries({ 'in practice mode': byPractice, 'with a pasted key': byKey })) {
  test(`from the first window to the first answer of Claude Code in four actions, ${name}`, async ({ desk }, info) => {
    test.setTimeout(150_000)
    const seen = (action: number) => shoot(info.outputPath(`${action}.png`))
    expect(await way({ desk, claude, seen })).toBe(4)
  })
}
