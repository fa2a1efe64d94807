// Runs the test in a real VS Code: node scripts/e2e.mjs [part of a scenario's name...]; .ci/vscode prepares it.
import * as esbuild from 'esbuild';
import { execFileSync } from 'node:child_process';

await esbuild.build({ entryPoints: ['e2e/main.ts'], outfile: 'dist/e2e.mjs', bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
try {
  execFileSync('node', ['dist/e2e.mjs', ...process.argv.slice(2)], { stdio: 'inherit' });
} catch (error) {
  process.exitCode = error.status ?? 1;
}
