import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/** `npm run dev` draws the console from source; the API is asked of the control plane that CONTROL_PLANE names. */
const controlPlane = process.env['CONTROL_PLANE'] ?? 'http://127.0.0.1:7070';

export default defineConfig(({ command }) => {
  // What is built is React for production, wherever it is built: a test runner says `test` here.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react(), compressed()],
    // The workspace's packages are taken from source: what is built never lags behind.
    resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
    build: {
      target: 'es2023',
      // light-dark() stays as it is written.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      // Nothing is inlined: the content security policy shows and runs only files of our own.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
    },
    server: {
      proxy: {
        '/api': { target: controlPlane, changeOrigin: true },
        '/prometheus': { target: controlPlane, changeOrigin: true },
      },
    },
  };
});

/** Each asset stands there compressed too, as it is sent: the control plane compresses nothing while it runs. */
function compressed(): Plugin {
  return {
    name: 'compressed-assets',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const content = file.type === 'chunk' ? file.code : file.source;
          if (!/\.(js|css)$/.test(fileName)) continue;
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(content, { level: 9 }) });
        }
      },
    },
  };
}
