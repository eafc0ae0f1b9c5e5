/** OpenEI under its own name, for clients that can't be told another: what is asked there is passed on to the simulated one. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import { afterAll, beforeAll } from 'vitest'
import { openEiAddress } from './nwp500.ts'
import type { Nwp500Scene } from './nwp500-scene.ts'

export function openEiHost(scene: Nwp500Scene): void {
  let server: Server
  beforeAll(async () => {
    server = createServer(scene.authority, async ({ url }, response) => {
      const answer = await fetch(`${scene.cloud.url}/openei${url}`)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })
    server.listen(443, openEiAddress)
    await once(server, 'listening')
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
}
