import { afterEach, describe, expect, it } from 'vitest'
import { readStatus } from '#heater/reading'
import { commands } from '#schema/commands'
import type { Reservation } from '#schema/reservation'
import { reservationFields } from '#schema/reservation'
import { type Duration, days, hours, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import type { Sent } from '../../../test/fixtures/fake-heater-link.ts'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { outsideWindow, TestHeater } from '../../../test/fixtures/test-heater.ts'
import { heaterId } from '../heater-id.ts'
import { News, type NewsItem } from '../news.ts'
import type { Sample } from '../sample.ts'
import type { Deed, StationHeater } from '../station-view.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'

/** A Saturday. */
const start = Date.UTC(2026, 10, 21, 12)
const firmware11 = { minorCode: 0, recircOperationMode: 4 }

class Bench {
  readonly clock = manualClock(start)
  readonly tank = new TestHeater({ clock: this.clock })
  readonly news = new News(silentLogger)
  readonly told: NewsItem[] = []
  readonly station: StationHeater
  readonly store: Store
  refuses: () => Error | undefined = () => undefined
  fields: Record<string, number> = { ...baseStatus, ...outsideWindow, ...firmware11 }
  /** What the heater says of its weekly schedule; undefined is silence. */
  reservations: readonly Reservation[] | undefined = []
  asked = 0
  feature: Record<string, number> = {
    volumeCode: 2,
    controllerSwVersion: 0x0b040000,
    dhwTemperatureMax: 131,
    recircReservationUse: 1,
  }
  journal: Journal

  constructor(store: Store) {
    const write: Store['write'] = async batch => {
      const refusal = this.refuses()
      if (refusal) throw refusal
      return store.write(batch)
    }
    this.store = new Proxy(store, {
      get(target, key) {
        if (key === 'write') return write
        const value = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    this.news.listen(item => this.told.push(item))
    this.tank.reacts = sent => this.#answer(sent)
    this.station = {
      id: heaterId(this.tank.mac),
      name: 'Tank',
      account: 'home',
      timeZone: 'UTC',
      interval: minutes(1),
      device: this.tank.device,
      latest: undefined,
      samples: 0,
      answers: 0,
      expected: 0,
      missed: 0,
    }
    this.journal = this.make()
  }

  make(): Journal {
    const { store, news, clock } = this
    return new Journal({ store, news, clock, logger: silentLogger, heaters: () => [this.station] })
  }

  #answer(sent: Sent): void {
    const { command } = sent.envelope.request
    const { sessionID, responseTopic } = sent.envelope
    if (command === commands.deviceInfo.code)
      this.tank.hear(responseTopic, { sessionID, response: { macAddress: this.tank.mac, feature: this.feature } })
    else if (command === commands.reservations.code) {
      this.asked++
      if (this.reservations === undefined) return
      const fields = reservationFields({ enabled: true, entries: this.reservations })
      this.tank.hear(responseTopic, { sessionID, response: { macAddress: this.tank.mac, ...fields } })
    } else this.tank.obey(sent)
  }

  sample(changes: Record<string, number> = {}, cause: 'answer' | 'push' = 'answer'): Sample {
    Object.assign(this.fields, changes)
    const at = new Date(this.clock.now())
    return { heater: this.station.id, at, status: readStatus({ ...this.fields }, at, cause), connected: true }
  }

  /** A minute later the heater shows that. */
  async shows(changes: Record<string, number> = {}, after: Duration = minutes(1)): Promise<void> {
    await this.clock.advance(after)
    await this.journal.write([this.sample(changes)])
    await this.clock.settle()
  }

  /** Its first sample, and all that is asked at the start. */
  async begin(): Promise<this> {
    await this.journal.start()
    await this.journal.write([this.sample()])
    await this.clock.advance(seconds(40))
    return this
  }

  async restart(): Promise<void> {
    await this.journal.stop()
    this.journal = this.make()
    await this.begin()
  }

  deed(command: string, value?: unknown): Deed {
    return { heater: this.station, by: 'command line', command, ...(value !== undefined && { value }) }
  }

  /** Of these kinds, oldest first. */
  async entries(...kinds: JournalEntry['kind'][]): Promise<JournalEntry[]> {
    await this.clock.settle()
    const found = await this.journal.read({ limit: 1000, ...(kinds.length > 0 && { kinds }) })
    return found.toReversed()
  }
}

const open: Store[] = []
async function bench(): Promise<Bench> {
  const store = await openStore(':memory:', { logger: silentLogger })
  open.push(store)
  const made = new Bench(store)
  await store.write({ heaters: [{ id: made.station.id, name: 'Tank', timeZone: 'UTC', account: 'home' }] })
  await made.tank.start({ told: false })
  return made
}
afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
})

const texts = (entries: readonly JournalEntry[]) => entries.map(({ who, text }) => [who, text])

describe('settings', () => {
  it('are told with the old and the new value, once, whether a push or an answer brought them', async () => {
    const it = await (await bench()).begin()
    await it.clock.advance(minutes(1))
    const push = it.sample({ dhwTemperatureSetting: 110 }, 'push')
    await it.journal.write([push, it.sample()])
    await it.shows()
    expect(await it.entries('setting')).toMatchObject([
      {
        at: push.at.getTime(),
        heater: it.station.id,
        who: 'somebody',
        text: 'Setpoint from 60.5 °C (141 °F) to 55 °C (131 °F), by somebody at the panel or in an app.',
        data: { field: 'dhwTemperatureSetting', old: 60.5, new: 55 },
      },
    ])
    expect(it.told.filter(({ kind }) => kind === 'journal').length).toBeGreaterThan(0)
  })

  it('say nothing of what a status leaves out or doesn’t tell, or of a rate that comes and goes', async () => {
    const it = await (await bench()).begin()
    await it.shows({ antiLegionellaUse: 0, touStatus: 3, cumulatedOpTimeEvaFan: 186 })
    const { dhwTemperatureSetting: _, ...rest } = it.fields
    it.fields = rest
    await it.shows()
    await it.shows({ dhwTemperatureSetting: 121, antiLegionellaUse: 1, touStatus: 1 })
    expect(await it.entries('setting')).toEqual([])
    await it.shows({ touStatus: 0, cumulatedOpTimeEvaFan: 0 })
    expect((await it.entries('setting')).map(({ text }) => text)).toEqual([
      'Hours of the air filter from 186 h to 0 h, by somebody at the panel or in an app.',
      'Time of use from on to off, by somebody at the panel or in an app.',
    ])
  })

  it('that this station sent are its own, for as long as they may take to show', async () => {
    const it = await (await bench()).begin()
    const acting = it.journal.acting(it.deed('dhwTemperature', { fahrenheit: 131 }))
    await it.shows({ dhwTemperatureSetting: 110 })
    acting.ended({ result: 'confirmed' })
    // Somebody else's value at the same time.
    await it.shows({ dhwTemperatureSetting: 100 })
    await it.shows({ dhwOperationSetting: 3 }, hours(1))
    expect(await it.entries('setting', 'command')).toMatchObject([
      { kind: 'setting', who: 'us', data: { by: 'command line', command: 'dhwTemperature' } },
      {
        kind: 'command',
        text: '«set temperature 131 °F», for command line: confirmed after 1 min.',
        data: { command: 'dhwTemperature', by: 'command line', result: 'confirmed', took: minutes(1) },
      },
      { kind: 'setting', who: 'somebody' },
      { kind: 'setting', who: 'somebody', data: { old: 'heat-pump', new: 'energy-saver' } },
    ])
  })

  it('that were held until a window ended are still ours then, and refused ones never', async () => {
    const it = await (await bench()).begin()
    await it.shows({ touStatus: 3, hpUpperOnTempSetting: 121 })
    it.journal.acting(it.deed('dhwMode', 'high-demand')).ended({ result: 'held', reason: 'Until 21:00.' })
    it.journal.acting(it.deed('dhwTemperature', 55)).ended({ result: 'refused' })
    for (let i = 0; i < 3; i++) await it.shows({}, hours(1))
    await it.shows({ touStatus: 1, hpUpperOnTempSetting: 70, dhwOperationSetting: 4, dhwTemperatureSetting: 110 })
    expect(texts(await it.entries('setting'))).toEqual([
      ['us', 'Mode from heat pump to high demand, by command line.'],
      ['time-of-use', expect.stringMatching(/^Setpoint .* by its time-of-use plan\.$/)],
    ])
  })

  it('are the weekly schedule’s when a reservation that says so was due', async () => {
    const it = await bench()
    it.reservations = [
      { enabled: true, days: ['sat'], time: '12:05', mode: 'energy-saver', temperature: 50 },
      { enabled: true, days: ['sun'], time: '12:08', mode: 'electric', temperature: 50 },
    ]
    await it.begin()
    for (let i = 0; i < 4; i++) await it.shows()
    await it.shows({ dhwOperationSetting: 3, dhwTemperatureSetting: 100 })
    await it.shows({ dhwOperationSetting: 2 }, minutes(3))
    expect(texts(await it.entries('setting'))).toEqual([
      ['schedule', 'Mode from heat pump to energy saver, by its weekly schedule.'],
      ['schedule', 'Setpoint from 60.5 °C (141 °F) to 50 °C (122 °F), by its weekly schedule.'],
      ['somebody', 'Mode from energy saver to electric, by somebody at the panel or in an app.'],
    ])
  })

  it('are told anew when the schedule turns out to have been changed', async () => {
    const it = await (await bench()).begin()
    await it.shows({}, minutes(20))
    const asked = it.asked
    it.reservations = [{ enabled: true, days: ['sat'], time: '12:21', mode: 'off' }]
    await it.shows({ dhwOperationSetting: 6 })
    await it.clock.advance(seconds(30))
    expect(it.asked).toBe(asked + 1)
    const entries = await it.entries('setting', 'schedule')
    expect(texts(entries)).toEqual([
      ['schedule', 'Mode from heat pump to off, by its weekly schedule.'],
      ['somebody', 'The weekly schedule was changed by somebody at the panel or in an app: + sat 12:21 off.'],
    ])
  })

  it('are the heater’s when electric mode or a vacation ran out', async () => {
    const it = await (await bench()).begin()
    await it.shows({ dhwOperationSetting: 2 })
    for (let hour = 0; hour < 72; hour++) await it.shows({}, hours(1))
    await it.shows({ dhwOperationSetting: 1 })
    await it.shows({ dhwOperationSetting: 5, vacationDaySetting: 2 })
    for (let hour = 0; hour < 48; hour++) await it.shows({}, hours(1))
    await it.shows({ dhwOperationSetting: 1, vacationDaySetting: 0 })
    expect((await it.entries('setting')).map(({ who, data }) => [who, data?.field, data?.new])).toEqual([
      ['somebody', 'dhwOperationSetting', 'electric'],
      ['heater', 'dhwOperationSetting', 'heat-pump'],
      ['somebody', 'dhwOperationSetting', 'vacation'],
      ['somebody', 'vacationDaySetting', 2],
      ['heater', 'dhwOperationSetting', 'heat-pump'],
      ['heater', 'vacationDaySetting', 0],
    ])
  })

  it('that changed while the station stood still were done by nobody that it knows', async () => {
    const it = await (await bench()).begin()
    await it.clock.advance(days(3))
    it.fields.dhwOperationSetting = 4
    await it.restart()
    await it.restart()
    expect(texts(await it.entries('setting'))).toEqual([
      [undefined, 'Mode from heat pump to high demand, while nobody watched.'],
    ])
  })

  it('are the grid’s where it asks for something', async () => {
    const it = await (await bench()).begin()
    await it.shows({ drEventStatus: 3, dhwTemperatureSetting: 130 })
    expect((await it.entries('setting')).map(({ who, data }) => [who, data?.field])).toEqual([
      ['demand-response', 'dhwTemperatureSetting'],
      ['demand-response', 'drEventStatus'],
    ])
  })
})

describe('what this station did', () => {
  it('explains a change once, and the same again is somebody’s', async () => {
    const it = await (await bench()).begin()
    it.journal.acting(it.deed('dhwMode', 'energy-saver')).ended({ result: 'confirmed' })
    await it.shows({ dhwOperationSetting: 3 })
    await it.shows({ dhwOperationSetting: 1 })
    await it.shows({ dhwOperationSetting: 3 })
    expect((await it.entries('setting')).map(({ who }) => who)).toEqual(['us', 'somebody', 'somebody'])
  })

  it('explains nothing that was never sent, and says in short why it wasn’t', async () => {
    const it = await (await bench()).begin()
    const reason = `This heater can’t do that. ${'It could do this. '.repeat(20)}`
    it.journal.acting(it.deed('dhwMode', 'energy-saver')).ended({ result: 'not-sent', reason })
    it.journal.acting(it.deed('dhwMode', 'energy-saver')).ended({ result: 'failed', reason: 'No link.' })
    await it.shows({ dhwOperationSetting: 3 })
    it.journal.acting(it.deed('dhwMode', 'heat-pump')).ended({ result: 'failed', attempts: 2 })
    await it.shows({ dhwOperationSetting: 1 })
    expect((await it.entries('setting')).map(({ who }) => who)).toEqual(['somebody', 'us'])
    const [unsent] = await it.entries('command')
    expect(unsent?.text).toMatch(
      /^«set mode energy-saver», for command line: not sent\. This heater can’t do that\..{0,200}…$/,
    )
  })

  it('explains nothing an hour later by a clock that was set back', async () => {
    const it = await (await bench()).begin()
    it.journal.acting(it.deed('dhwMode', 'energy-saver')).ended({ result: 'confirmed' })
    it.clock.step(-hours(5))
    await it.shows({ dhwOperationSetting: 3 }, hours(1))
    expect((await it.entries('setting')).map(({ who }) => who)).toEqual(['somebody'])
  })

  it('is not the heater’s own return, unless it goes back to where it was', async () => {
    const it = await (await bench()).begin()
    for (const mode of [6, 3, 1]) {
      await it.shows({ dhwOperationSetting: 2 })
      for (let hour = 0; hour < 72; hour++) await it.shows({}, hours(1))
      await it.shows({ dhwOperationSetting: mode })
      await it.shows({ dhwOperationSetting: 1 })
    }
    const ended = (await it.entries('setting')).filter(({ data }) => data?.old === 'electric')
    expect(ended.map(({ who }) => who)).toEqual(['somebody', 'somebody', 'heater'])
  })
})

describe('faults', () => {
  it('begin with what to do, and end with how long they were, across a restart', async () => {
    const it = await (await bench()).begin()
    await it.shows({ errorCode: 480, subErrorCode: 1 })
    await it.shows()
    await it.restart()
    await it.shows({ errorCode: 799, subErrorCode: 0, minorCode: 101 }, hours(2))
    await it.shows({ errorCode: 0, minorCode: 0 })
    expect((await it.entries('fault')).map(({ text }) => text)).toEqual([
      'E480 upper tank sensor (reading below its range). Call a technician.',
      expect.stringMatching(/^E480 upper tank sensor is over after 2 h/),
      'E799 water leak. Shut the water off and look for the leak.',
      expect.stringMatching(/^R101: a second alarm\./),
      'E799 water leak is over after 1 min.',
      'R101 is over after 1 min.',
    ])
  })
})

describe('what a heater is', () => {
  it('is told when its firmware or its limits changed, and never its serial number', async () => {
    const it = await (await bench()).begin()
    it.feature = {
      ...it.feature,
      controllerSwVersion: 0x0b050000,
      dhwTemperatureMax: 120,
      controllerSerialNumber: 'X12345' as never,
    }
    await it.restart()
    expect((await it.entries('firmware', 'limits')).map(({ kind, text }) => [kind, text])).toEqual([
      ['firmware', 'Controller firmware 11.4.'],
      ['firmware', 'Controller firmware from 11.4 to 11.5.'],
      ['limits', 'Highest setpoint from 65.5 °C (150 °F) to 60 °C (140 °F).'],
    ])
    expect(JSON.stringify(await it.store.memory(`journal ${it.station.id}`))).not.toContain('X12345')
  })

  it('is asked once a day', async () => {
    const it = await (await bench()).begin()
    const asked = it.asked
    for (let hour = 0; hour < 49; hour++) await it.shows({}, hours(1))
    expect(it.asked - asked).toBe(2)
  })
})

describe('comings and goings', () => {
  it('of a heater are told, and that it was there from the start is not', async () => {
    const it = await (await bench()).begin()
    it.news.tell({ kind: 'presence', heater: it.station.id, state: 'stale' })
    await it.clock.advance(minutes(5))
    it.news.tell({ kind: 'presence', heater: it.station.id, state: 'offline' })
    await it.clock.advance(hours(1))
    it.news.tell({ kind: 'presence', heater: it.station.id, state: 'online' })
    expect((await it.entries('presence')).map(({ text }) => text)).toEqual([
      'The heater leaves questions unanswered.',
      'The heater is offline: the cloud can’t reach it, or it answers nothing.',
      'The heater is there again after 1 h.',
    ])
  })
})

describe('a heater that flaps', () => {
  it('is told a few times an hour, and what it came to', async () => {
    const it = await (await bench()).begin()
    for (let minute = 0; minute < 120; minute++) {
      await it.clock.advance(minutes(1))
      it.news.tell({ kind: 'presence', heater: it.station.id, state: minute % 2 ? 'online' : 'offline' })
    }
    await it.clock.advance(minutes(30))
    await it.journal.stop()
    const texts = (await it.entries('presence')).map(({ text }) => text)
    expect(texts.slice(6)).toEqual([
      'The heater went and came back 30 times within 1 h. The heater is there again.',
      'The heater went and came back 27 times within 1 h. The heater is there again.',
    ])
    expect(texts).toHaveLength(8)
  })

  it('that never tells its schedule is not asked again and again for it', async () => {
    const it = await bench()
    it.reservations = undefined
    await it.begin()
    for (let change = 0; change < 60; change++) {
      await it.shows({ dhwTemperatureSetting: change % 2 ? 110 : 100 }, minutes(2))
    }
    expect(it.asked).toBeLessThanOrEqual(4)
    expect(await it.entries('setting')).toHaveLength(60)
  })
})

describe('schedules', () => {
  it('that we write are read again at once, and are our doing', async () => {
    const it = await (await bench()).begin()
    const acting = it.journal.acting(it.deed('reservations'))
    it.reservations = [{ enabled: true, days: ['mon'], time: '06:00', mode: 'heat-pump', temperature: 55 }]
    acting.ended({ result: 'confirmed' })
    await it.clock.advance(seconds(30))
    expect(await it.entries('schedule')).toMatchObject([
      {
        who: 'us',
        text: 'The weekly schedule was changed by command line: + mon 06:00 heat pump 55 °C.',
        data: { schedule: 'reservations', by: 'command line' },
      },
    ])
  })
})

describe('the store', () => {
  it('that takes nothing is tried again, and gets every entry in order with what is remembered', async () => {
    const it = await (await bench()).begin()
    const before = (await it.entries()).length
    it.refuses = () => new StoreError('full', 'The disk is full.')
    it.journal.note({ at: it.clock.now(), kind: 'station', text: 'first' })
    await it.shows({ dhwOperationSetting: 4 })
    await it.clock.advance(minutes(10))
    expect(await it.entries()).toHaveLength(before)
    it.refuses = () => undefined
    await it.clock.advance(minutes(1))
    expect((await it.entries('station', 'setting')).map(({ text }) => text)).toEqual([
      'first',
      'Mode from heat pump to high demand, by somebody at the panel or in an app.',
    ])
    await it.journal.stop()
    await it.journal.stop()
    it.tank.close()
    expect(it.clock.pending).toBe(0)
  })

  it('has what is noted in the last moment', async () => {
    const it = await (await bench()).begin()
    it.journal.note({ at: it.clock.now(), kind: 'station', text: 'The station stopped.' })
    await it.journal.stop()
    it.journal.note({ at: it.clock.now(), kind: 'store', text: 'after that' })
    expect((await it.entries('station', 'store')).map(({ text }) => text)).toEqual([
      'The station stopped.',
      'after that',
    ])
  })
})
