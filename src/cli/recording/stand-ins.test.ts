import { expect, test } from 'vitest'
import { redactTextWith, redactWith } from '#wire/redact'
import { countsIn, standIns } from './stand-ins.ts'

test('equal things stay equal and keep their form, different ones stay different', () => {
  const standIn = standIns()
  const redacted = redactWith(standIn, {
    macAddress: '0478630000aa',
    requestTopic: 'cmd/52/navilink-0478630000aa/st',
    other: '0478630000bb',
    additionalValue: '5322',
    userId: 'pat@example.org',
    note: 'pat@example.org and 04:78:63:00:00:AA',
    homeSeq: 20001,
    responseTopic: 'cmd/52/20001/10001/client/res',
  })
  expect(redacted).toEqual({
    macAddress: '020000000001',
    requestTopic: 'cmd/52/navilink-020000000001/st',
    other: '020000000002',
    additionalValue: 'device-1',
    userId: 'owner1@example.com',
    note: 'owner1@example.com and 020000000001',
    homeSeq: '1',
    responseTopic: 'cmd/52/1/2/client/res',
  })
  expect(redactTextWith(standIn, 'evt/52/navilink-0478630000aa/connection')).toBe(
    'evt/52/navilink-020000000001/connection',
  )
})

const lines = async function* (...texts: string[]) {
  yield* texts
}

test('a later run goes on counting where the file left off', async () => {
  const first = standIns()
  const message = { macAddress: '0478630000aa', homeSeq: 20001, userId: 'pat@example.org', deviceName: 'Cellar' }
  const envelope = { message, topic: 'cmd/52/20001/10001/client/res' }
  const line = JSON.stringify(redactWith(first, envelope))
  const later = standIns(await countsIn(lines(line, '', '{"macAddress":"020000000007"', '{"half":')))
  expect(redactWith(later, { ...envelope, message: { ...message, macAddress: '0478630000bb' } })).toEqual({
    message: { macAddress: '020000000008', homeSeq: '3', userId: 'owner2@example.com', deviceName: 'device-2' },
    topic: 'cmd/52/3/4/client/res',
  })
})
