// Bundles the extension and its view: node scripts/build.mjs [--watch]
import * as esbuild from 'esbuild';
import { statSync } from 'node:fs';

const most = 1024 * 1024; // bytes of both bundles together

const common = { bundle: true, minify: true, sourcemap: false, legalComments: 'none', logLevel: 'info' };
const extension = { ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], conditions: ['node'] };
const view = { ...common, entryPoints: ['src/view/main.ts'], outfile: 'dist/view.js', platform: 'browser', format: 'iife', target: 'es2022' };

if (process.argv.includes('--watch')) {
  for (const options of [extension, view]) {
    await (await esbuild.context({ ...options, sourcemap: 'inline', minify: false })).watch();
  }
} else {
  await Promise.all([extension, view].map((options) => esbuild.build(options)));
  const size = [extension, view].reduce((sum, { outfile }) => sum + statSync(outfile).size, 0);
  if (size > most) {
    throw new Error(`the bundles have ${size} bytes; ${most} are the most`);
  }
}
