// Builds one package for each platform, with its program in it: node scripts/package.mjs [TARGET...] (default: all)
// They are written to packages/. Needs Go.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const platforms = {
  'linux-x64': ['linux', 'amd64'],
  'linux-arm64': ['linux', 'arm64'],
  'linux-armhf': ['linux', 'arm'],
  'alpine-x64': ['linux', 'amd64'],
  'alpine-arm64': ['linux', 'arm64'],
  'darwin-x64': ['darwin', 'amd64'],
  'darwin-arm64': ['darwin', 'arm64'],
  'win32-x64': ['windows', 'amd64'],
  'win32-arm64': ['windows', 'arm64'],
};
const most = 8 * 1024 * 1024; // bytes of a package

// Links and images of the README, for the marketplace.
const repository = 'https://github.com/flinkmem/flinkmem-lint';
const folder = 'HEAD/editors/vscode';
const links = ['--baseContentUrl', `${repository}/blob/${folder}`, '--baseImagesUrl', `${repository}/raw/${folder}`];

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const targets = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(platforms);
for (const target of targets) {
  if (!(target in platforms)) {
    throw new Error(`no such target: ${target}; there are ${Object.keys(platforms).join(', ')}`);
  }
}

const run = (command, args, env = {}, cwd = '.') => execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });

run('node', ['scripts/build.mjs']);
rmSync('packages', { recursive: true, force: true }); // of an older version
mkdirSync('packages');
for (const target of targets) {
  const [GOOS, GOARCH] = platforms[target];
  const program = resolve('bin', GOOS === 'windows' ? 'flinkmem-lint.exe' : 'flinkmem-lint');
  const vsix = `packages/flinkmem-lint-${version}-${target}.vsix`;
  rmSync('bin', { recursive: true, force: true });
  const flags = ['-trimpath', '-ldflags', `-s -w -X main.version=${process.env.FLINKMEM_LINT_VERSION ?? version}`];
  run('go', ['build', ...flags, '-o', program, './cmd/flinkmem-lint'], { CGO_ENABLED: '0', GOOS, GOARCH, GOARM: '7' }, '../..');
  run('npx', ['--no-install', 'vsce', 'package', '--no-dependencies', ...links, '--target', target, '--out', vsix]);
  const { size } = statSync(vsix);
  console.log(`${vsix}: ${(size / 1024 / 1024).toFixed(2)} MiB`);
  if (size > most) {
    throw new Error(`${vsix} has ${size} bytes; ${most} are the most`);
  }
}
rmSync('bin', { recursive: true, force: true });
