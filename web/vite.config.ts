import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

/** The mock world is for development only: `npm run mock`. The build never sees it. */
async function mockWorld(): Promise<Plugin[]> {
  if (process.env.TANGGAP_WEB_MOCK !== '1') return []
  const { mockApi } = await import('./mock/plugin.ts')
  return [mockApi()]
}

/** Where the real API listens while developing against it: TANGGAP_API=http://127.0.0.1:8112 npm run dev. */
const api = process.env.TANGGAP_API

export default defineConfig(async () => ({
  plugins: [svelte(), ...(await mockWorld())],
  build: {
    outDir: process.env.TANGGAP_WEB_DIST ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1400, // MapLibre is one megabyte and comes in its own chunk
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.TANGGAP_WEB_PORT ?? 5173),
    strictPort: true,
    proxy: api ? { '/api': { target: api, ws: true }, '/health': { target: api } } : undefined,
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}))
