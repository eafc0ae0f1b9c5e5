/** Keeps in a file which version of MQTT was seen to work on which cloud. It holds nothing of the account. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makePrivateFolder, replacePrivateFile } from './private-file.ts'
import type { ProtocolMemory } from './protocol-version.ts'

const schema = z.record(z.string(), z.object({ version: z.enum(['3.1.1', '5']), at: z.number() }))

const keyOf = (cloud: string) => createHash('sha256').update(cloud).digest('hex').slice(0, 16)

/**
 * Keeps in a file of a folder which version of MQTT was seen to work.
 * @param directory made when it isn't there, for its owner only.
 */
export function fileProtocolMemory(directory: string): ProtocolMemory {
  const path = join(directory, 'protocol.json')

  async function all() {
    try {
      return schema.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch {
      // None, or none that can be read: it is learned again.
      return {}
    }
  }

  return {
    load: async cloud => (await all())[keyOf(cloud)],
    async save(cloud, learned) {
      await makePrivateFolder(directory)
      await replacePrivateFile(path, JSON.stringify({ ...(await all()), [keyOf(cloud)]: learned }))
    },
  }
}
