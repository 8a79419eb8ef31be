import { defineConfig } from 'vitest/config';

const E2E = 'test/e2e/**/*.e2e.test.ts';
const NEVER = '**/node_modules/**';

export default defineConfig({
  test: {
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // Nothing here has a state of its own, so that test files share what they import.
          isolate: false,
          // Evaluations make much that is soon collected; the usual small nursery is full at once.
          execArgv: ['--max-semi-space-size=64'],
          include: ['test/**/*.test.ts'],
          exclude: [NEVER, E2E],
          setupFiles: 'test/support/seed.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: [E2E],
          fileParallelism: false,
          exclude: [NEVER],
          globalSetup: 'test/e2e/global-setup.ts',
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
