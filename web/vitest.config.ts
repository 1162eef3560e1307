import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'sdk', include: ['sdk/**/*.test.ts'], environment: 'happy-dom' } },
      {
        plugins: [react()],
        test: {
          name: 'dashboard',
          include: ['dashboard/**/*.test.{ts,tsx}'],
          // A page's own file is compiled when it is first opened.
          testTimeout: 20_000,
          environment: 'happy-dom',
          css: { modules: { classNameStrategy: 'non-scoped' } },
        },
      },
      {
        plugins: [react()],
        test: { name: 'react', include: ['react/src/**/*.test.{ts,tsx}'], environment: 'happy-dom' },
      },
      { test: { name: 'demo-site', include: ['demo-site/**/*.test.mjs'] } },
    ],
  },
});
