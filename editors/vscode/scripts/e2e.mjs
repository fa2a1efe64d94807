// Runs the test in a real VS Code: node scripts/e2e.mjs [--images] [part of a scenario's name...]; .ci/vscode prepares it.
// With --images its screenshots become those of the README and the walkthrough.
import * as esbuild from 'esbuild';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';

const images = { squiggles: 'images/problems.png', 'quick-fix': 'images/fixes.png', hover: 'images/hover.png', memory: 'images/memory.png', 'memory-refused': '../../docs/images/editor.png' };

const args = process.argv.slice(2);
const keep = args[0] === '--images';
await esbuild.build({ entryPoints: ['e2e/main.ts'], outfile: 'dist/e2e.mjs', bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
try {
  execFileSync('node', ['dist/e2e.mjs', ...(keep ? args.slice(1) : args)], { stdio: 'inherit' });
  for (const [shot, image] of Object.entries(keep ? images : {})) {
    mkdirSync(image.slice(0, image.lastIndexOf('/')), { recursive: true });
    copyFileSync(`${process.env.OUT}/${shot}.png`, image);
  }
} catch (error) {
  console.error(error.status === undefined ? error : 'the test failed');
  process.exitCode = 1;
}
