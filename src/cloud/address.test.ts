import { describe, expect, it } from 'vitest'
import { NaviLinkError } from '#schema/errors'
import { cloudAddress, cloudKey, naviLinkCloud } from './address.ts'

const hrefs = (url: string | URL) => {
  const { rest, gateway } = cloudAddress(url)
  return [rest.href, gateway.href]
}

it("knows the vendor's cloud", () => {
  expect(naviLinkCloud.rest.href).toBe('https://nlus.naviensmartcontrol.com/api/v2.1')
  expect(naviLinkCloud.gateway.href).toBe('wss://a1t30mldyslmuq-ats.iot.us-east-1.amazonaws.com/mqtt')
  expect(naviLinkCloud.region).toBe('us-east-1')
})

describe('the address of another cloud', () => {
  it.each([
    ['http://127.0.0.1:8484', 'http://127.0.0.1:8484/api/v2.1', 'ws://127.0.0.1:8484/mqtt'],
    ['http://127.0.0.1:8484/', 'http://127.0.0.1:8484/api/v2.1', 'ws://127.0.0.1:8484/mqtt'],
    ['http://localhost:1', 'http://localhost:1/api/v2.1', 'ws://localhost:1/mqtt'],
    ['http://127.9.8.7', 'http://127.9.8.7/api/v2.1', 'ws://127.9.8.7/mqtt'],
    ['http://[::1]:8484', 'http://[::1]:8484/api/v2.1', 'ws://[::1]:8484/mqtt'],
    ['https://tank.example:444/cloud', 'https://tank.example:444/cloud/api/v2.1', 'wss://tank.example:444/cloud/mqtt'],
  ])('%s', (url, rest, gateway) => {
    expect(hrefs(url)).toEqual([rest, gateway])
    expect(hrefs(new URL(url))).toEqual([rest, gateway])
  })

  it.each([
    'http://example.com',
    'http://10.0.0.1:8484',
    'http://0.0.0.0:8484',
    'http://127.0.0.1.example.com',
    'http://127.example.com',
    'http://localhost.example.com',
  ])('takes no plain HTTP beyond this machine: %s', url => {
    expect(() => cloudAddress(url)).toThrow(NaviLinkError)
    expect(() => cloudAddress(url)).toThrow(/this machine only.*use https/)
  })

  it.each(['', '127.0.0.1:8484', 'wss://example.com', 'ftp://127.0.0.1', 'file:///etc/passwd'])('is no %j', url => {
    expect(() => cloudAddress(url)).toThrow(/begins with https/)
  })

  it('has no user name, password, query or fragment, and the error repeats none', () => {
    for (const url of ['https://me:hush@example.com', 'https://example.com/?hush=1', 'https://example.com/#hush']) {
      expect(() => cloudAddress(url)).toThrow(/leave out/)
      expect(() => cloudAddress(url)).not.toThrow(/hush/)
    }
  })
})

it('tells clouds apart by a key that stays', () => {
  expect(cloudKey(cloudAddress('http://127.0.0.1:8484'))).toBe(cloudKey(cloudAddress('http://127.0.0.1:8484/')))
  expect(cloudKey(cloudAddress('http://127.0.0.1:8484'))).not.toBe(cloudKey(cloudAddress('http://127.0.0.1:8485')))
  expect(cloudKey(naviLinkCloud)).not.toBe(cloudKey(cloudAddress('https://nlus.naviensmartcontrol.com')))
})
