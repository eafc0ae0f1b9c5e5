/** How often the password is sent: once where it is refused, ever more rarely where the cloud is at fault, and to its own account alone. */
import { expect, it } from 'vitest'
import type { LinkState } from '#cloud/link-health'
import { memorySessionStore } from '#cloud/session-store'
import { AuthenticationError, ConnectionError, TimeoutError } from '#schema/errors'
import { statusFields } from '#schema/status'
import { days, hours, minutes, seconds } from '#time/duration'
import { valueText } from '../../src/cli/print/value-text.ts'
import { asleep, scannedCloud } from '../fixtures/scanned-cloud.ts'
import { versions } from '../fixtures/virtual-cloud.ts'

const signIn = 'POST /user/sign-in'

it('a wrong password is sent exactly once and is told once, whatever is wanted and for however long', async () => {
  const { cloud, clock, client, wait, problem, calls, heaterOf } = await scannedCloud()
  const store = memorySessionStore()
  await wait(client({ store }).devices())
  const navilink = client({ store, password: 'cold-enough' })
  const heater = await heaterOf(navilink)
  const states: LinkState[] = []
  navilink.link.on('state', state => states.push(state))
  const failures = () => states.filter(state => state === 'auth-failed').length
  const before = calls(signIn)

  // From now on the cloud takes nothing of what it gave before, and only the password is left.
  cloud.revokeTokens('all')
  cloud.expireAwsCredentials()
  heater.startPeriodicRequests('status', minutes(1))
  cloud.dropConnections()
  await clock.until(() => navilink.link.state === 'waiting', minutes(1))
  const commanded = heater.setTemperature(50)
  expect(await problem(navilink.devices())).toBeInstanceOf(AuthenticationError)
  await clock.advance(days(1))
  expect((await wait(commanded)).result).toBe('failed')
  expect(await problem(heater.status())).toBeInstanceOf(AuthenticationError)
  expect((await wait(heater.powerOff())).result).toBe('failed')
  expect([calls(signIn) - before, failures(), navilink.link.state]).toEqual([1, 1, 'auth-failed'])
  // A person may ask for it, and is told so again; the same password still isn't sent.
  expect(await problem(navilink.link.connect())).toBeInstanceOf(AuthenticationError)
  expect([calls(signIn) - before, failures()]).toEqual([1, 2])
  await wait(navilink.signIn({ password: cloud.account.password }))
  expect((await wait(heater.status())).about.cause).toBe('answer')
  expect(calls(signIn) - before).toBe(2)
})

it.each([
  ['rest-5xx', ConnectionError, 0],
  ['rest-html', ConnectionError, 0],
  ['rest-away', ConnectionError, 0],
  ['rest-hang', TimeoutError, 30],
] as const)(
  'a sign-in that meets %s is tried again, each time later, and is no wrong password',
  async (fault, kind, takes) => {
    const { cloud, clock, client, wait, calls } = await scannedCloud()
    const at: number[] = []
    const navilink = client({
      async fetch(input, init) {
        if (String(input).endsWith('/user/sign-in')) at.push(clock.now() / 1000)
        return fetch(input, init)
      },
    })
    const states = new Set<LinkState>()
    navilink.link.on('state', state => states.add(state))
    cloud.faults.on(fault, { call: signIn })
    const connected = navilink.link.connect()
    connected.catch(() => {})
    await clock.advance(hours(1))
    expect(navilink.link.cause).toBeInstanceOf(kind)
    expect([states.has('auth-failed'), states.has('gave-up')]).toEqual([false, false])

    const waits = at.slice(1).map((moment, i) => moment - (at[i] ?? 0) - takes)
    expect(waits.slice(0, 4)).toEqual([0.5, 1, 2, 4])
    expect(Math.max(...waits)).toBe(60)
    expect(waits.slice(-5)).toEqual([60, 60, 60, 60, 60])
    cloud.faults.off()
    await clock.until(() => navilink.link.state === 'online', minutes(3))
    await wait(connected.catch(() => {}))
    expect(calls(signIn)).toBe(at.length)
  },
)

it.each(versions)(
  'two accounts with two heaters each in one process take nothing of each other: MQTT %s',
  async protocol => {
    const accounts = ['pat.one@example.org', 'sam.two@example.org'].map((email, i) => ({
      email,
      password: `warm-enough-${i}`,
      heaters: [45 + 10 * i, 50 + 10 * i].map(setpoint => ({ ...asleep, setpoint, upper: setpoint })),
    }))
    const { cloud, clock, client, wait } = await scannedCloud({ accounts })
    const homes = await wait(
      Promise.all(
        accounts.map(async ({ email, password }, i) => {
          const navilink = client({ email, password, link: { protocol } })
          const heaters = await navilink.devices()
          return heaters.map((heater, nth) => ({ navilink, heater, setpoint: 45 + 10 * i + 5 * nth, nth, i }))
        }),
      ),
    )
    const all = homes.flat()
    const heard = all.map(({ heater, i, nth }) => {
      const seen = { setpoints: new Set<unknown>(), topics: new Set<string>(), answers: 0 }
      heater.on('status', ({ dhwTemperatureSetting, about }) => {
        seen.setpoints.add(dhwTemperatureSetting)
        if (about.cause === 'answer') seen.answers++
      })
      heater.on('message', topic => seen.topics.add(topic))
      // Each at a pace of its own, and half of them slow, so that answers cross.
      heater.startPeriodicRequests('status', minutes(1 + i + 2 * nth))
      return seen
    })
    for (const { heater, nth } of all)
      if (nth === 1) cloud.faults.on('heater-delays', { macAddress: heater.macAddress, delay: seconds(7) })
    await clock.advance(hours(1))
    heard.forEach(({ setpoints, topics, answers }, index) => {
      const { heater, setpoint, navilink, i, nth } = all[index] as (typeof all)[number]
      expect([...setpoints]).toEqual([setpoint])
      expect(answers).toBeGreaterThanOrEqual(Math.floor(60 / (1 + i + 2 * nth)))
      for (const topic of topics)
        expect([heater.macAddress, navilink.link.clientId].some(id => topic.includes(id))).toBe(true)
    })

    const outcomes = await wait(
      Promise.all(
        all.flatMap(({ heater, setpoint }) => [heater.setTemperature(setpoint + 1), heater.setMode('energy-saver')]),
      ),
    )
    expect(outcomes.map(({ result, attempts }) => [result, attempts])).toEqual(outcomes.map(() => ['confirmed', 1]))
    expect(cloud.heaters.map(({ machine }) => machine.controller.settings.setpoint)).toEqual([46, 51, 56, 61])
    const plans = await wait(Promise.all(all.map(({ heater }) => heater.tou.plan())))
    expect(plans.map(plan => plan?.touInfo?.controllerId)).toEqual(
      cloud.heaters.map(({ identity }) => identity.controllerSerialNumber),
    )

    // Side by side, each in the units of its owner.
    const shown = all.map(({ heater, i }) =>
      valueText(statusFields.dhwTemperatureSetting, heater.latest?.dhwTemperatureSetting, {
        units: i === 0 ? 'metric' : 'us',
        formula: undefined,
      }),
    )
    expect(shown).toEqual(['46.0 °C', '51.0 °C', '133 °F', '142 °F'])

    // What befalls one account is none of the other's business.
    const [one, other] = [homes[0]?.[0]?.navilink, homes[1]?.[0]?.navilink]
    cloud.faults.on('kick', { clientId: one?.link.clientId ?? '' })
    await clock.advance(minutes(1))
    expect([one?.link.health().drops, other?.link.health().drops]).toEqual([1, 0])
  },
)
