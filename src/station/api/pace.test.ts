import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { AskedStation } from '../../../test/fixtures/asked-station.ts'

const statusOf = async (asked: AskedStation, path: string, asking = {}) => (await asked.ask(path, asking)).status

describe('the pace', () => {
  it('is ten changes at once, and thirty a minute from then on, for each token', async () => {
    const asked = await AskedStation.open()
    const [one, other] = [await asked.token('write', 'one'), await asked.token('write', 'other')]
    const change = (token: string) => asked.send('/api/v1/log-level', { method: 'PUT', body: { level: 'info' }, token })
    const answers = await Promise.all(Array.from({ length: 11 }, () => change(one)))
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429])
    expect(answers[10]?.headers.get('retry-after')).toBe('2')
    expect((await change(other)).status).toBe(200)
    await asked.station.clock.advance(seconds(2))
    expect([(await change(one)).status, (await change(one)).status]).toEqual([200, 429])
    // Reading isn't counted.
    expect(await statusOf(asked, '/api/v1/heaters', { token: one })).toBe(200)
  })

  it('keeps wrong tokens down, and never locks a right one out', async () => {
    const asked = await AskedStation.open()
    const token = await asked.token('read')
    const wrong = () => asked.send('/api/v1/heaters', { token: 'nvl_wrong' })
    const answers = await Promise.all(Array.from({ length: 11 }, wrong))
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429])
    expect(await statusOf(asked, '/api/v1/heaters', { token })).toBe(200)
    expect(await statusOf(asked, '/api/v1/heaters', { token: 'nvl_wrong', from: '192.0.2.8' })).toBe(401)
    await asked.station.clock.advance(minutes(1))
    expect((await wrong()).status).toBe(401)
  })
  it('does not count what was refused before anything was sent', async () => {
    const asked = await AskedStation.open()
    const set = (body: object) => asked.send(`/api/v1/heaters/${asked.id}/commands/dhwTemperature`, { body })
    for (let i = 0; i < 15; i++) expect([(await set({})).status, (await set({ value: 90 })).status]).toEqual([400, 422])
    expect((await asked.station.wait(set({ value: 50 }))).status).toBe(200)
  })

  it('counts all addresses of this machine as one', async () => {
    const asked = await AskedStation.open()
    const change = (from: string) => asked.send('/api/v1/log-level', { method: 'PUT', body: { level: 'info' }, from })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => change(`127.0.1.${i}`)))
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2)
    expect((await change('::1')).status).toBe(429)
    expect((await change('::ffff:127.0.0.1')).status).toBe(429)
  })

  it('is of a heater too, however many tokens there are', async () => {
    const asked = await AskedStation.open()
    const tokens = [await asked.token('write', 'one'), await asked.token('write', 'other')]
    const off = (token: string) => asked.send(`/api/v1/heaters/${asked.id}/commands/touOff`, { method: 'POST', token })
    const answers = await asked.station.wait(
      Promise.all(Array.from({ length: 20 }, (_, i) => off(tokens[i % 2] ?? ''))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(15)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
    // Another thing than a heater may be changed all the same.
    const level = { method: 'PUT', body: { level: 'info' }, token: tokens[0] ?? '' }
    expect(await statusOf(asked, '/api/v1/log-level', level)).toBe(200)
  })

  it('is of new tokens for all together, so that they can’t multiply', async () => {
    const asked = await AskedStation.open()
    const tokens = [await asked.token('write', 'one'), await asked.token('write', 'other')]
    const make = (i: number) => asked.send('/api/v1/tokens', { body: { name: `t${i}` }, token: tokens[i % 2] ?? '' })
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => make(i)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
  })

  it('is of questions to a heater, of which the same at the same time are one', async () => {
    const asked = await AskedStation.open()
    const { test } = asked.station.wire
    const sent = test.link.sent.length
    const counters = () => asked.send(`/api/v1/heaters/${asked.id}/counters`)
    const same = await asked.station.wait(Promise.all(Array.from({ length: 100 }, counters)))
    expect(new Set(same.map(({ status }) => status))).toEqual(new Set([200]))
    expect(test.link.sent.length - sent).toBeLessThanOrEqual(2)
    const records = (year: number) => asked.send(`/api/v1/heaters/${asked.id}/energy/records?year=${year}`)
    const many = await asked.station.wait(Promise.all(Array.from({ length: 40 }, (_, i) => records(2001 + i))))
    expect(many.filter(({ status }) => status === 200)).toHaveLength(14)
    expect(many.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('2')
    // What is known without a question isn't counted.
    expect(await statusOf(asked, `/api/v1/heaters/${asked.id}/history/gaps`)).toBe(200)
  })
})
