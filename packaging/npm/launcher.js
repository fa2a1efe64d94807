#!/usr/bin/env node
// Starts the binary of the package for this platform: same streams, same exit status, same signals.
'use strict';

const { spawn } = require('child_process');

const name = `@flinkmem/flinkmem-lint-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/bin/flinkmem-lint${process.platform === 'win32' ? '.exe' : ''}`);
} catch {
  console.error(
    `flinkmem-lint: ${name} is not installed. Either there is no binary for this platform, or optional dependencies were left out ` +
      '(npm: --omit=optional, --no-optional). Other ways to install it: https://github.com/flinkmem/flinkmem-lint#install'
  );
  process.exit(3);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit', windowsHide: true });
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) {
  process.on(signal, () => child.kill(signal)); // the child decides whether that ends it
}
child.on('error', (error) => {
  console.error(`flinkmem-lint: ${program} cannot be started: ${error.message}`);
  process.exit(3);
});
child.on('exit', (status, signal) => {
  if (signal) {
    signals.forEach((s) => process.removeAllListeners(s));
    process.kill(process.pid, signal);
  } else {
    process.exit(status);
  }
});
