import { createContext, Script } from 'node:vm'
import { expect, it } from 'vitest'
import { AskedStation } from '../../../../test/fixtures/asked-station.ts'
import { sampleOf } from '../answers/heater-answer.ts'
import { snapshot } from '../events/news-event.ts'
import { pageTexts } from './page-text.ts'

/** As much of a browser's document as the page needs. */
class Element {
  textContent = ''
  className = ''
  hidden = false
  children: (Element | string)[] = []
  readonly listeners = new Map<string, (event: object) => unknown>()

  append(...children: (Element | string)[]): void {
    this.children.push(...children)
  }
  replaceChildren(...children: (Element | string)[]): void {
    this.children = children
  }
  addEventListener(name: string, listener: (event: object) => unknown): void {
    this.listeners.set(name, listener)
  }
  get text(): string {
    return [this.textContent, ...this.children.map(child => (typeof child === 'string' ? child : child.text))].join(' ')
  }
}

function opened(fetched: object) {
  const places = new Map<string, Element>()
  const streams: Element[] = []
  const asked: unknown[] = []
  const browser = createContext({
    document: {
      getElementById(id: string) {
        const place = places.get(id) ?? new Element()
        places.set(id, place)
        return place
      },
      querySelectorAll: () => [],
      createElement: () => new Element(),
    },
    location: { origin: 'http://localhost:8480' },
    EventSource: class extends Element {
      constructor() {
        super()
        streams.push(this)
      }
      close() {}
    },
    FormData: class {
      get = () => 'nvl_token'
    },
    fetch: async (...call: unknown[]) => {
      asked.push(call)
      return fetched
    },
  })
  new Script(pageTexts['/page.js'][1]).runInContext(browser)
  const tell = (name: string, data: object) => streams.at(-1)?.listeners.get(name)?.({ data: JSON.stringify(data) })
  return { places, streams, asked, tell, text: (id: string) => places.get(id)?.text ?? '' }
}

it('shows the heaters as the stream tells them, by the heaters’ clock', async () => {
  const asked = await AskedStation.open()
  const { station } = asked
  const sample = await station.hear({ currentInstPower: 466, compUse: 2 })
  const page = opened({})
  page.tell('snapshot', snapshot(station, [], undefined))
  expect(page.text('heaters').replaceAll('\u00a0', ' ')).toMatch(
    /Cellar "north" .*92 % .*58.6 °C · 137 °F .*53.6 °C · 128 °F .*60.5 °C · 141 °F .*heat pump .*466 W .*online · 0 min ago/s,
  )
  const now = new Date(station.clock.now() + 180_000).toISOString()
  page.tell('sample', { now, heater: asked.id, sample: { ...sampleOf(sample), status: { dhwChargePer: 55 } } })
  expect(page.text('heaters').replaceAll('\u00a0', ' ')).toMatch(/55 % .*–.* 3 min ago/s)
})

it('says whose an alert is, how bad, since when, and who knows; the urgent ones first', async () => {
  const asked = await AskedStation.open()
  const { station, id } = asked
  const since = station.clock.now() - 7_200_000
  const alert = { id: 'a', rule: 'leak', severity: 'alarm', heater: id, since, text: 'It leaks.', told: 1 } as const
  const by = { acknowledged: since, acknowledgedBy: 'api token Kitchen' }
  const alerts = [
    { ...alert, ...by, id: 'b', severity: 'warning', text: 'The store is full.', heater: undefined },
    { ...alert, id: 'c', text: 'Cellar "north" is cold.', snoozedUntil: station.clock.now() + 60_000 },
    alert,
  ] as const
  const page = opened({})
  page.tell('snapshot', snapshot(station, alerts, undefined))
  expect(page.text('alerts').replaceAll(/\s+/g, ' ')).toMatch(
    /^ Cellar "north" : It leaks\. alarm, since .* \(2 h ago\) Cellar "north" is cold\. alarm, .* snoozed until .* The station : The store is full\. warning, .* acknowledged by api token Kitchen ?$/,
  )
  const now = new Date(station.clock.now()).toISOString()
  for (const { id } of alerts) page.tell('alert', { now, alert: { id, ended: now } })
  expect(page.text('alerts').trim()).toBe('')
})

it('asks for a token when the station does, and listens once it has a session', async () => {
  const page = opened({ status: 401, ok: true })
  await page.streams[0]?.listeners.get('error')?.({})
  expect(page.text('state')).toContain('asks for a token')
  expect(page.places.get('login')?.hidden).toBe(false)
  await page.places.get('login')?.listeners.get('submit')?.({ preventDefault() {} })
  expect(page.asked.at(-1)).toEqual(['/api/v1/session', expect.objectContaining({ body: '{"token":"nvl_token"}' })])
  expect(page.streams).toHaveLength(2)
})

it('refers only to what is served', () => {
  const [, html] = pageTexts['/']
  const places = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, place]) => place)
  expect(places.toSorted()).toEqual(['/metrics', '/openapi.json', '/page.css', '/page.js'])
})
