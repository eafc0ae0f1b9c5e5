import { describe, expect, it } from 'vitest'
import {
  eventTopic,
  heaterFilter,
  isRefusal,
  macOfTopic,
  pushTopic,
  replyFilters,
  replyTopic,
  requestTopic,
  topicMatches,
} from './topics.ts'

const heater = { deviceType: 52, macAddress: '0123456789ab' }
const reply = { deviceType: 52, homeSeq: 20001, userSeq: 10001, clientId: 'client-1' }

it.each([
  [requestTopic(heater, 'st'), 'cmd/52/navilink-0123456789ab/st'],
  [requestTopic(heater, 'st/did'), 'cmd/52/navilink-0123456789ab/st/did'],
  [requestTopic(heater, 'ctrl'), 'cmd/52/navilink-0123456789ab/ctrl'],
  [heaterFilter(heater), 'cmd/52/navilink-0123456789ab/#'],
  [pushTopic(heater), 'cmd/52/navilink-0123456789ab/res'],
  [eventTopic(heater, 'connection'), 'evt/52/navilink-0123456789ab/connection'],
  [eventTopic(heater, 'app-connection'), 'evt/52/navilink-0123456789ab/app-connection'],
  [eventTopic(heater, '+'), 'evt/52/navilink-0123456789ab/+'],
  [replyTopic(reply), 'cmd/52/20001/10001/client-1/res'],
  [replyTopic(reply, 'did'), 'cmd/52/20001/10001/client-1/res/did'],
])('%s', (topic, golden) => expect(topic).toBe(golden))

it('subscribes to the bare reply topic and to what lies under it', () => {
  expect(replyFilters(reply)).toEqual(['cmd/52/20001/10001/client-1/res', 'cmd/52/20001/10001/client-1/res/#'])
  for (const topic of [replyTopic(reply), replyTopic(reply, 'did'), replyTopic(reply, 'rsv/rd')])
    expect(replyFilters(reply).filter(filter => topicMatches(filter, topic))).toHaveLength(1)
})

it.each([
  ['cmd/52/navilink-0123456789ab/res/ctrl-fail', true],
  ['cmd/52/20001/10001/client-1/res/ctrl-fail', true],
  ['cmd/52/navilink-0123456789ab/res', false],
  ['cmd/52/navilink-0123456789ab/ctrl', false],
])('%s is a refusal: %s', (topic, expected) => expect(isRefusal(topic)).toBe(expected))

it.each([
  ['cmd/52/navilink-0123456789AB/res', '0123456789ab'],
  ['evt/52/navilink-0123456789ab/connection', '0123456789ab'],
  ['cmd/52/20001/10001/client-1/res', undefined],
  ['cmd/52/navilink-0123/res', undefined],
])('%s belongs to %s', (topic, mac) => expect(macOfTopic(topic)).toBe(mac))

describe('topicMatches', () => {
  it.each([
    ['a/b', 'a/b'],
    ['a/+', 'a/b'],
    ['+/b', 'a/b'],
    ['+/+', 'a/b'],
    ['a/+', 'a/'],
    ['a/#', 'a/b'],
    ['a/#', 'a/b/c'],
    ['a/#', 'a/'],
    ['#', 'a'],
    ['#', 'a/b/c'],
    ['a/+/c/#', 'a/b/c/d'],
    ['evt/+/mobile/event/disconnect-mqtt', 'evt/52/mobile/event/disconnect-mqtt'],
    ['$aws/things/#', '$aws/things/x'],
  ])('%s takes %s', (filter, topic) => expect(topicMatches(filter, topic)).toBe(true))

  it.each([
    ['a/#', 'a'],
    ['a/b/#', 'a/b'],
    ['a/b', 'a/b/c'],
    ['a/b', 'a'],
    ['a/+', 'a'],
    ['a/+', 'a/b/c'],
    ['a/b', 'a/B'],
    ['a/+/c/#', 'a/b/d/e'],
    ['#', '$aws/things/x'],
    ['+/things/x', '$aws/things/x'],
    ['', 'a'],
  ])('%s doesn’t take %s', (filter, topic) => expect(topicMatches(filter, topic)).toBe(false))
})
