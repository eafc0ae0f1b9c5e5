import { describe, expect, it } from 'vitest'
import { ConnectionError, TimeoutError } from '#schema/errors'
import { days, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import {
  ClosedEarlyError,
  ConnectRefusedError,
  NoConnackError,
  UnreadableConnackError,
  UpgradeRefusedError,
} from './gateway-errors.ts'
import { type ProtocolChoice, type ProtocolMemory, ProtocolVersion, protocolMemory } from './protocol-version.ts'

const clock = manualClock()
const version = (choice: ProtocolChoice, memory: ProtocolMemory = protocolMemory()) =>
  new ProtocolVersion({ choice, cloud: 'cloud', memory, clock, logger: silentLogger })

it('speaks what was asked for, and 3.1.1 where nothing was and nothing is known', async () => {
  expect(await version('5').next()).toBe('5')
  expect(await version('3.1.1').next()).toBe('3.1.1')
  expect(await version('auto').next()).toBe('3.1.1')
})

it('speaks 5 on its own once it was seen to work on this cloud', async () => {
  const memory = protocolMemory()
  await version('5', memory).worked('5')
  expect(await version('auto', memory).next()).toBe('5')
  expect(await memory.load('another')).toBeUndefined()
})

describe('falls back', () => {
  it.each<[string, Error]>([
    ['a CONNACK with 0x84', new ConnectRefusedError(0x84, '5')],
    ['a CONNACK of 3.1.1 with 1', new ConnectRefusedError(1, '5')],
    ['a CONNACK that can’t be read', new UnreadableConnackError(new Error('what?'))],
    ['no CONNACK in ten seconds', new NoConnackError(seconds(10))],
  ])('after %s', async (_, error) => {
    const memory = protocolMemory()
    const chosen = version('5', memory)
    expect(await chosen.next()).toBe('5')
    expect(await chosen.failed('5', error)).toBe(true)
    expect(await chosen.next()).toBe('3.1.1')
    // It is remembered.
    expect(await version('5', memory).next()).toBe('3.1.1')
  })

  it('after two closes before the CONNACK, not after one', async () => {
    const chosen = version('5')
    expect(await chosen.failed('5', new ClosedEarlyError())).toBe(false)
    expect(await chosen.next()).toBe('5')
    expect(await chosen.failed('5', new ClosedEarlyError())).toBe(true)
    expect(await chosen.next()).toBe('3.1.1')
  })

  it('not for a mute close where 5 was seen to work', async () => {
    const chosen = version('5')
    await chosen.worked('5')
    for (let i = 0; i < 5; i++) expect(await chosen.failed('5', new ClosedEarlyError())).toBe(false)
    expect(await chosen.failed('5', new NoConnackError(seconds(10)))).toBe(false)
    expect(await chosen.next()).toBe('5')
  })

  it.each<[string, Error]>([
    ['a refused upgrade', new UpgradeRefusedError(403, 'no')],
    ['a client id that isn’t taken', new ConnectRefusedError(0x85, '5')],
    ['what we are not authorised for', new ConnectRefusedError(0x87, '5')],
    ['a used-up quota', new ConnectRefusedError(0x97, '5')],
    ['a line that can’t be had', new ConnectionError('ENOTFOUND')],
    ['a black hole', new TimeoutError('late')],
  ])('never for %s', async (_, error) => {
    const chosen = version('5')
    for (let i = 0; i < 5; i++) expect(await chosen.failed('5', error)).toBe(false)
    expect(await chosen.next()).toBe('5')
  })

  it('and gives 5 another chance after a week', async () => {
    const memory = protocolMemory()
    await version('5', memory).failed('5', new ConnectRefusedError(0x84, '5'))
    await clock.advance(days(7) - 1)
    expect(await version('5', memory).next()).toBe('3.1.1')
    await clock.advance(1)
    expect(await version('5', memory).next()).toBe('5')
  })

  it('and says nothing of a failure of 3.1.1', async () => {
    const chosen = version('3.1.1')
    expect(await chosen.failed('3.1.1', new ConnectRefusedError(1, '3.1.1'))).toBe(false)
  })
})

it('goes on without a memory that can be read or written', async () => {
  const broken = () => Promise.reject(new Error('EIO'))
  const chosen = version('5', { load: broken, save: broken })
  expect(await chosen.next()).toBe('5')
  await chosen.worked('5')
  expect(chosen.proven).toBe(true)
})
