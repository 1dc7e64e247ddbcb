import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * What every page needs, what the sign-in page adds, and what every list adds, each as one file: left to
 * the bundler, a list is sixty files, and asking for them takes longer than carrying them out.
 */
const CHUNKS = [
  { name: 'base', tags: ['$initial' as const], priority: 3 },
  { name: 'sign-in', test: /views[\\/]login[\\/]LoginView\.vue/, priority: 2 },
  { name: 'desk', test: /(shell[\\/]AppShell|resource[\\/]ResourceTable)\.vue/, priority: 1 },
];

export default defineConfig({
  root: at('.'),
  plugins: [
    vue(),
    // One whole style sheet (main.ts) instead of one per component: no cascade order, no reloads in dev.
    Components({
      dirs: [],
      dts: false,
      resolvers: [ElementPlusResolver({ importStyle: false })],
    }),
    precompress(),
  ],
  resolve: {
    alias: { '@': at('./src'), '@ctrl/tinycolor': at('./build/no-colour-mixing.ts') },
  },
  optimizeDeps: {
    include: [
      'element-plus/es',
      'element-plus/es/locale/lang/zh-cn',
      '@element-plus/icons-vue',
      'vue-echarts',
      'echarts/core',
      'echarts/charts',
      'echarts/components',
      'echarts/renderers',
    ],
  },
  server: {
    port: 4810,
    proxy: { '/api': { target: 'http://127.0.0.1:3000', changeOrigin: false } },
  },
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    // Chrome 85 and the Chromium kernels of Chinese browsers.
    target: 'es2018',
    manifest: true,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
});
