import { expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { asked, testLink, wishes } from '../../test/fixtures/test-link.ts'
import type { Link } from './link.ts'
import { Links } from './links.ts'

async function twoLinks() {
  const [first, second] = [await testLink({}), await testLink({})]
  const made: Link[] = []
  const links = new Links(index => {
    const link = index === 0 ? first.made : second.made
    made.push(link)
    return link
  }, silentLogger)
  return { first, second, made, links }
}

const many = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}/${i}`)

it('takes a second connection for the fifty-first filter, and the room that another one leaves', async () => {
  const { first, made, links } = await twoLinks()
  links.holding('heater', wishes(...many('heater', 48)))
  const listener = () => {}
  for (const filter of ['a', 'b', 'heater/0']) await links.subscribe(filter, listener)
  expect(made).toHaveLength(1)
  expect(links.holding('more', wishes('c'))).not.toBe(first.made)

  const ending = links.unsubscribe('a', listener)
  const { messageId = 0 } = await first.gateway.heard('unsubscribe')
  first.gateway.line.send({ cmd: 'unsuback', messageId, granted: [] })
  await ending
  expect(links.holding('again', wishes('d'))).toBe(first.made)
  expect(links.holding('and more', wishes('e'))).not.toBe(first.made)
})

it('still counts a filter of its own that a listener of somebody’s was on', async () => {
  const { first, links } = await twoLinks()
  const mine = wishes(...many('heater', 50))
  await links.holding('heater', mine).subscribe(mine)
  const listener = () => {}
  await links.subscribe('heater/0', listener)
  await links.unsubscribe('heater/0', listener)
  expect(first.gateway.of('unsubscribe')).toEqual([])
  expect(links.holding('more', wishes('a'))).not.toBe(first.made)
})

it('is online when all that are used are, though one waits to be needed', async () => {
  const { first, second, links } = await twoLinks()
  const told: string[] = []
  links.on('state', state => told.push(state))
  const [mine, more] = [wishes(...many('heater', 50)), wishes('more')]
  const [one, other] = [links.holding('heater', mine), links.holding('more', more)]
  await one.subscribe(mine)
  expect([links.state, links.health().state, second.made.state]).toEqual(['online', 'online', 'idle'])
  second.gateway.script.subscribe = 'silence'
  const late = other.subscribe(more)
  const { messageId = 0 } = await second.gateway.heard('subscribe')
  expect(links.state).toBe('subscribing')
  second.gateway.line.send({ cmd: 'suback', messageId, granted: [1] })
  await late
  expect(told).toEqual([
    'signing-in',
    'connecting',
    'subscribing',
    'online',
    'signing-in',
    'connecting',
    'subscribing',
    'online',
  ])
  expect([links.state, asked(first.gateway)[0]]).toEqual(['online', many('heater', 8).join(' ')])
})

it.each(['', 'a/+', 'a/#', 'a/b/c/d/e/f/g/h/i', 'x'.repeat(257)])(
  'publishes nothing to %j, for AWS would hang up',
  async topic => {
    const { first, links } = await twoLinks()
    await links.connect()
    await expect(links.publish(topic, '{}')).rejects.toThrow(RangeError)
    await links.publish('a/b', '{}')
    expect(first.gateway.of('publish').map(({ topic }) => topic)).toEqual(['a/b'])
  },
)
