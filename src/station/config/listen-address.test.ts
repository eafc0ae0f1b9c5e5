import { expect, test } from 'vitest'
import { listenAddress, listenText } from './listen-address.ts'

test.each([
  ['127.0.0.1:8480', '127.0.0.1', 8480],
  ['[::1]:0', '::1', 0],
  ['0.0.0.0:80', '0.0.0.0', 80],
  ['nas.local:8480', 'nas.local', 8480],
  [' 8480 ', '127.0.0.1', 8480],
])('%s', (text, host, port) => {
  expect(listenAddress(text)).toEqual({ host, port })
})

test.each(['', 'off', '::1:8480', '127.0.0.1', 'a:65536', 'http://127.0.0.1:80', 'a b:80', '127.0.0.1:8480/x'])(
  '%j is none',
  text => {
    expect(listenAddress(text)).toBeUndefined()
  },
)

test.each(['127.0.0.1:8480', '[::1]:8480'])('%s is written as it is read', text => {
  expect(listenText(listenAddress(text) ?? { host: '', port: 0 })).toBe(text)
})
