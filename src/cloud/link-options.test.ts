import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { naviLinkCloud } from './address.ts'
import { type LinkOptions, linkSettings } from './link-options.ts'

const settings = (options: LinkOptions = {}) => linkSettings(options, naviLinkCloud)

it('has defaults that hide no dead connection', () => {
  expect(settings()).toEqual({
    gateway: naviLinkCloud.gateway,
    region: 'us-east-1',
    clientId: undefined,
    cleanSession: true,
    keepAlive: seconds(60),
    operationTimeout: seconds(30),
    lifetime: undefined,
    protocol: 'auto',
    reconnect: {},
    queue: 100,
  })
})

it('takes another gateway by its host or address', () => {
  expect(settings({ endpoint: 'iot.example.com' }).gateway.href).toBe('wss://iot.example.com/mqtt')
  expect(settings({ endpoint: 'wss://iot.example.com:8443/mqtt' }).gateway.host).toBe('iot.example.com:8443')
  expect(settings({ endpoint: 'ws://127.0.0.1:8484/mqtt' }).gateway.protocol).toBe('ws:')
})

it('has no retries where none are wanted', () => {
  expect(settings({ autoReconnect: false, reconnect: { maxRetries: 3 } }).reconnect).toBe(false)
})

describe('refuses', () => {
  it.each<[LinkOptions, RegExp]>([
    [{ keepAlive: seconds(29) }, /keep-alive is 29 s; it must be between 30 s and 20 min/],
    [{ keepAlive: minutes(21) }, /keep-alive/],
    [{ operationTimeout: seconds(0) }, /operation time-out/],
    [{ lifetime: seconds(59) }, /lifetime/],
    [{ region: 'mars' }, /"mars" is no AWS region/],
    [{ protocol: '4' as never }, /auto, 5 or 3\.1\.1/],
    [{ queue: 0 }, /queue takes 1 to 10000/],
    [{ clientId: 'a/b' }, /client id/],
    [{ clientId: '$me' }, /client id/],
    [{ clientId: '{me}' }, /client id/],
    [{ clientId: 'x'.repeat(113) }, /client id/],
    [{ endpoint: 'ws://example.com/mqtt' }, /host name or a wss/],
    [{ endpoint: 'https://example.com' }, /host name or a wss/],
    [{ endpoint: 'wss://me:secret@example.com/mqtt' }, /nothing else/],
  ])('%j', (options, text) => {
    expect(() => settings(options)).toThrow(text)
  })
})
