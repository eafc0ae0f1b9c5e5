import { expect, it } from 'vitest'
import { openApi } from './open-api.ts'

const api = { url: 'http://127.0.0.1:1', close: async () => {} }

function ports(free: (port: number) => boolean, code = 'EADDRINUSE') {
  const tried: number[] = []
  const start = async (port: number) => {
    tried.push(port)
    if (!free(port)) throw Object.assign(new Error('It is taken.'), { code })
    return api
  }
  return { tried, start }
}

it('is on the port that was asked for, or on the next that is free', async () => {
  const { tried, start } = ports(port => port >= 8483)
  expect(await openApi(start, 8480)).toBe(api)
  expect(tried).toEqual([8480, 8481, 8482, 8483])
})

it('gives up in a sentence', async () => {
  const { tried, start } = ports(() => false)
  await expect(openApi(start, 65_530)).rejects.toThrow('The ports from 65530 to 65535 are all taken')
  expect(tried).toHaveLength(6)
})

it('leaves any other trouble as it is', async () => {
  const { tried, start } = ports(() => false, 'EACCES')
  await expect(openApi(start, 80)).rejects.toThrow('It is taken.')
  expect(tried).toEqual([80])
  const any = ports(() => false)
  await expect(openApi(any.start, 0)).rejects.toThrow()
  expect(any.tried).toEqual([0])
})
