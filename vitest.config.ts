import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The condition under which package.json's imports name the sources; nobody else sets it.
  ssr: { resolve: { conditions: ['navilink-source'] } },
  resolve: { conditions: ['navilink-source'] },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    // A core is left free by default: half of a small machine.
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
})
