import { expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { testLink, wishes } from '../../test/fixtures/test-link.ts'
import type { LinkMember } from './greetings.ts'

const member = (key: string): LinkMember => {
  const say = (what: string) => (clientId: string) => ({ topic: `evt/${key}/${what}`, payload: clientId })
  return { key, hello: say('hello'), will: say('will'), end: say('end') }
}
const topics = (packets: readonly { readonly topic: string }[]) => packets.map(({ topic }) => topic)

it('says hello to each on coming online, has the will of the first, and ends with each in close', async () => {
  const { gateway, made, clock, state } = await testLink({})
  made.join(member('one'))
  made.join(member('two'))
  made.join(member('one'))
  await made.subscribe(wishes('a'))
  await gateway.heard('publish', 2)
  expect(topics(gateway.of('publish'))).toEqual(['evt/one/hello', 'evt/two/hello'])
  const [connect] = gateway.of('connect')
  expect(connect?.will).toMatchObject({ topic: 'evt/one/will', qos: 1, retain: false })
  expect(String(connect?.will?.payload)).toBe('test')

  const lost = state('waiting')
  gateway.line.cut()
  await lost
  const again = state('online')
  await clock.advance(seconds(1))
  await again
  await gateway.heard('publish', 4)
  // One that comes later is greeted at once.
  made.join(member('three'))
  await gateway.heard('publish', 5)
  await made.close()
  expect(topics(gateway.of('publish')).slice(2)).toEqual([
    'evt/one/hello',
    'evt/two/hello',
    'evt/three/hello',
    'evt/one/end',
    'evt/two/end',
    'evt/three/end',
  ])
  expect(gateway.of('disconnect')).toHaveLength(1)
})

it('closes within two seconds when nobody acknowledges the goodbye', async () => {
  const { gateway, made, clock } = await testLink({})
  made.join(member('one'))
  await made.subscribe(wishes('a'))
  gateway.script.publish = 'silence'
  const closing = made.close()
  await gateway.heard('publish', 2)
  await Promise.all([clock.advance(seconds(2)), closing])
  expect(made.state).toBe('closed')
})

it('is silent after a gateway has hung up on it twice', async () => {
  const { gateway, made, clock, state } = await testLink({ publish: 'cut' })
  made.join(member('one'))
  void made.subscribe(wishes('a')).catch(() => {})
  for (const wait of [1, 2]) {
    await state('waiting')
    const next = state('online')
    await clock.advance(seconds(wait))
    await next
  }
  await clock.advance(seconds(20))
  expect(made.state).toBe('online')
  expect(gateway.of('publish')).toHaveLength(2)
  gateway.script.publish = 'answer'
})

it('speaks again when connections end without its hello too', async () => {
  const { gateway, made, clock, state } = await testLink({ publish: 'cut' })
  made.join(member('one'))
  void made.subscribe(wishes('a')).catch(() => {})
  const next = async (wait: number) => {
    await state('waiting')
    const online = state('online')
    await clock.advance(seconds(wait))
    await online
  }
  await next(1)
  await next(2)
  expect(gateway.of('publish')).toHaveLength(2)
  gateway.script.publish = 'answer'
  // The third was not greeted. It ends after a good while, which says nothing, and the fourth at once.
  await clock.advance(seconds(40))
  gateway.line.cut()
  await next(1)
  expect(gateway.of('publish')).toHaveLength(2)
  gateway.line.cut()
  await next(2)
  await gateway.heard('publish', 3)
})
