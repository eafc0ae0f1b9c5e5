import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  ssr: { resolve: { conditions: ['navilink-source'] } },
  resolve: { conditions: ['navilink-source'] },
  test: {
    include: ['test/peers/*.peer.ts'],
    setupFiles: ['test/setup.ts'],
    // Code in C is loaded, which doesn't care for threads.
    pool: 'forks',
    // They take the same port.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
