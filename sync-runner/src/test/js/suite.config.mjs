// Which of the official JavaScript SDK's own tests run against the sandbox: the batches of REST 2.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globals: true,
    environment: 'node',
    testTimeout: 60_000,
    include: ['test/integration/core/actions-v2-batch.spec.ts'],
  },
});
