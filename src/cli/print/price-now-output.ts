/** Prints what a kilowatt-hour costs now, and when that changes. */
import type { TouNow } from '#heater/tou'
import { clockTimeAt } from '#schema/clock-time'
import { entryText } from '#schema/schedule-text'
import type { PriceChange, PriceNow } from '#tariff/price-now'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { priceRangeText } from './price-text.ts'
import { type FlatRecord, printRecord } from './records-output.ts'
import { touStateText } from './tou-output.ts'

export interface ToldPrice {
  readonly now: TouNow | undefined
  /** The heater's own word. */
  readonly touStatus: string | undefined
}

export async function printPrice(
  printing: Pick<CommandContext, 'print' | 'note' | 'paint'>,
  format: OutputFormat,
  name: string,
  { now, touStatus }: ToldPrice,
): Promise<void> {
  const { note, print } = printing
  if (now === undefined) note(`The cloud keeps no time-of-use plan for ${name}, so there is no price.`)
  if (format !== 'table') return printRecord(printing, format, name, record(name, now, touStatus))
  if (now === undefined) return
  const { price, next, timeZone } = now
  const lines = [
    `${price ? `${priceRangeText(price)} a kWh, ${ranks[price.rank]}` : 'No price is told for this time'}${next ? `, until ${whenText(next)}` : ''}.`,
    ...(next
      ? [`Then ${next.price ? `${priceRangeText(next.price)} a kWh, ${ranks[next.price.rank]}` : 'none is told'}.`]
      : []),
    `By the cloud's copy and the clocks of ${timeZone}; the heater goes by its own. Its plan: ${touStateText(touStatus)}.`,
  ]
  await print(lines.map(line => `${line}\n`).join(''))
}

const ranks: Readonly<Record<PriceNow['rank'], string>> = {
  cheapest: 'the cheapest of this month',
  between: 'neither the cheapest nor the dearest of this month',
  dearest: 'the dearest of this month',
  only: 'the only price of this month',
}

const dateText = ({ year, month, day }: PriceChange) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** `sat 2026-11-21 21:00`. */
const whenText = (change: PriceChange) => `${change.weekday} ${dateText(change)} ${clockTimeAt(change.minutes)}`

function record(name: string, now: TouNow | undefined, touStatus: string | undefined): FlatRecord {
  const { price, next, timeZone } = now ?? {}
  return {
    name,
    price_min_per_kwh: price?.priceMin,
    price_max_per_kwh: price?.priceMax,
    rank: price?.rank,
    dearest_of_all: price?.dearestOfAll,
    period: price && entryText(price.period),
    until: next && `${dateText(next)}T${clockTimeAt(next.minutes)}`,
    until_min: next?.inMinutes,
    next_price_min_per_kwh: next?.price?.priceMin,
    next_price_max_per_kwh: next?.price?.priceMax,
    next_rank: next?.price?.rank,
    time_zone: timeZone,
    tou_status: touStatus,
  }
}
