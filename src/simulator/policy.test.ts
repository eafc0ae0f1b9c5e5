import { expect, it } from 'vitest'
import { allows } from './policy.ts'

const may = (pattern: string, topic: string) => allows({ publish: { allow: [pattern] } }, 'publish', 'me', topic)

it.each([
  ['*', 'a/b/c'],
  ['a/*', 'a/b/c'],
  ['a/*/c', 'a/b/b/c'],
  ['*a*b*', 'xxaxxbxx'],
  ['a/?', 'a/b'],
  ['a/#', 'a/#'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write it
  ['cmd/${iot:ClientId}/*', 'cmd/me/res'],
])('%s allows %s', (pattern, topic) => expect(may(pattern, topic)).toBe(true))

it.each([
  ['a/*', 'a'],
  ['a/?', 'a/'],
  ['a/?', 'a/bc'],
  ['a/#', 'a/b'],
  ['a/+', 'a/b'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write it
  ['cmd/${iot:ClientId}/*', 'cmd/you/res'],
  ['', 'a'],
])('%s doesn’t allow %s', (pattern, topic) => expect(may(pattern, topic)).toBe(false))

it('everything is allowed when nothing is said, and a denial wins', () => {
  expect(allows({}, 'connect', 'me', 'me')).toBe(true)
  const policy = { subscribe: { allow: ['a/*'], deny: ['a/secret/*'] } }
  expect(allows(policy, 'subscribe', 'me', 'a/open/#')).toBe(true)
  expect(allows(policy, 'subscribe', 'me', 'a/secret/#')).toBe(false)
  expect(allows(policy, 'publish', 'me', 'a/secret/x')).toBe(true)
})
