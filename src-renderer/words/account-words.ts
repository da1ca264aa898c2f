import type { AccountView, PlanWindow } from '../../src-shared/domain/account.ts'
import { countdown, percent } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.providers.account

/** What an account has left, a line each; empty where the vendor told of nothing that can be shown. */
export function accountLines({ windows, balance }: AccountView, now: number): string[] {
  const money = balance === null ? [] : [words.left(amount(balance.amount), balance.currency)]
  return [...money, ...windows.map((it) => windowLine(it, now))]
}

function windowLine({ name, used, resetAt }: PlanWindow, now: number): string {
  const said = words.used(text.presets.windows[name], percent(Math.min(1, used)))
  return resetAt !== null && resetAt > now ? words.until(said, countdown(resetAt - now)) : said
}

const amount = (n: number): string =>
  Number.isNaN(n) ? '···' : n.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
