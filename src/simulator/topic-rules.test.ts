import { describe, expect, it } from 'vitest'
import { gatewayDefaults } from './gateway-options.ts'
import { filterFault, sharedFilter, topicFault } from './topic-rules.ts'

const deep = (slashes: number) => Array.from({ length: slashes + 1 }, () => 'a').join('/')

describe('a topic', () => {
  it.each([
    ['a', undefined],
    ['/', undefined],
    [deep(7), undefined],
    [deep(8), 'invalid'],
    ['x'.repeat(256), undefined],
    ['x'.repeat(257), 'invalid'],
    ['ü'.repeat(129), 'invalid'],
    ['', 'invalid'],
    ['a/#', 'invalid'],
    ['a/+/b', 'invalid'],
    ['a\0b', 'invalid'],
    [`$aws/rules/mine/${deep(7)}`, undefined],
    [`$aws/rules/mine/${deep(8)}`, 'invalid'],
    ['$aws/things/x/shadow/get', undefined],
    ['$SYS/uptime', 'reserved'],
    ['$aws/unheard/of', 'reserved'],
  ])('%s: %s', (topic, fault) => expect(topicFault(topic, gatewayDefaults)).toBe(fault))
})

describe('a filter', () => {
  it.each([
    ['#', undefined],
    ['+/+/#', undefined],
    ['a/#/b', 'invalid'],
    ['a#', 'invalid'],
    ['a+/b', 'invalid'],
    ['', 'invalid'],
    [deep(8), 'invalid'],
    ['$aws/events/presence/+/me', undefined],
    ['$SYS/#', 'reserved'],
    ['$share/group/a/#', undefined],
    [`$share/group/${deep(7)}`, undefined],
    [`$share/group/${deep(8)}`, 'invalid'],
    [`$share/${'g'.repeat(129)}/a`, 'invalid'],
    ['$share/group', 'invalid'],
    ['$share//a', 'invalid'],
    ['$share/g+/a', 'invalid'],
  ])('%s: %s', (filter, fault) => expect(filterFault(filter, gatewayDefaults)).toBe(fault))

  it('that is shared names its group', () => {
    expect(sharedFilter('$share/g/a/+')).toEqual({ group: 'g', filter: 'a/+' })
    expect(sharedFilter('a/+')).toBeUndefined()
  })
})
